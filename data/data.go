// Package data holds what the product is about: procedures, articles, the
// agencies and fields they belong to, and the short links printed as QR codes.
//
// It imports nothing but the standard library and knows neither SQL nor HTTP.
// Packages data/ingest and data/sqlite fill and keep these types, package
// search finds them and package web shows them. Start with [Procedure] and
// [Article].
package data

import (
	"errors"
	"time"
)

// The errors of the house, by meaning. Adapters translate what their drivers
// say into one of these with fmt.Errorf("…: %w", …); everything else is an
// unknown fault.
var (
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("conflict")
	ErrInvalid  = errors.New("invalid")
	ErrGone     = errors.New("gone")

	ErrStorageFull     = errors.New("no room left on the disk")
	ErrStorageReadOnly = errors.New("the data folder cannot be written")
	ErrStorageDamaged  = errors.New("the database file is damaged")
	ErrStorageBusy     = errors.New("the database is in use by another process")
)

// Kind tells the sorts of content apart. It is part of index keys, addresses
// and link targets.
type Kind string

// The kinds of content.
const (
	KindProcedure Kind = "procedure"
	KindArticle   Kind = "article"
	KindUnit      Kind = "unit"
)

// Visibility says where a stored record may be seen.
type Visibility string

// A record is shown, or hidden from search and pages (sample content once real
// content has come), or removed for good. Printed codes open it all the same.
const (
	Shown   Visibility = "shown"
	Hidden  Visibility = "hidden"
	Removed Visibility = "removed"
)

// Meta is what the store knows about a record beyond its content.
type Meta struct {
	Seq        int64 // place in the change sequence; grows with every change of the record
	Sample     bool  // written for this project, not official
	Visibility Visibility
	ChangedAt  time.Time // when its content came in as it is
	Versions   int       // how many former versions of it are kept; of procedures alone
}
