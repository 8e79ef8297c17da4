// Package ingest reads records of procedures, articles and administrative units from files, cleans
// them and hands them to a store.
//
// [Open] opens a file, [Records] reads it record by record, and an [Importer]
// carries the records into a [Store] in batches. Files are JSON Lines: one
// object a line, plain or compressed with gzip. Memory does not grow with the
// file.
//
// What a source gets wrong is mended where the meaning is certain: encoding,
// spacing, bullets, the catalogue's leaked codes ("5 WORKING_DAY"), glued
// tables. The wording is never changed, and nothing is made up: a fee of
// "0 VNĐ" is not "free", a time limit that is not one number has no number.
// A record that cannot be read is rejected with a sentence that says why and
// what to do; the others go on.
package ingest
