// Package sheet reads tables, XLSX workbooks and CSV, as offices keep their
// procedures, articles and units in them, and writes the empty form of one.
//
// What it takes from a table are raw records: the objects that lines of JSON
// Lines would hold, under the same names, for package ingest to clean and check
// as it does with every source.
package sheet
