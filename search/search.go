// Package search finds procedures and articles. It is the only importer of
// bleve: everything above it speaks of queries, hits and scores.
//
// [Index] is derived from a [Source] (the store), follows its change sequence
// and can be deleted at any time. Start with [Open] and [Index.Search].
package search

import (
	"time"

	"tracuu/data"
)

// Query is what somebody looks for.
type Query struct {
	Text   string
	Kind   data.Kind // empty: procedures and articles
	Offset int       // hits to skip
	Limit  int       // hits to return; 0 means 10, at most MaxLimit
}

// MaxLimit is the most hits one search returns, MaxOffset how deep a list may
// be paged through.
const (
	MaxLimit  = 100
	MaxOffset = 1000
)

// Match says how sure the search is of its first hit.
type Match string

// Certain is only claimed where the first hit is what was asked for by code or
// full name; Possible is every other list of hits; None has no hit.
const (
	MatchCertain  Match = "certain"
	MatchPossible Match = "possible"
	MatchNone     Match = "none"
)

// Result is one page of hits.
type Result struct {
	Query string // the text as it was read
	Match Match
	Total int // hits in all
	Took  time.Duration
	Hits  []Hit
}

// Hit is one record found. The record itself stays with the store.
type Hit struct {
	Kind     data.Kind
	ID       string // procedure code, or the article's number in decimal
	Score    float64
	Variants []string // codes of the same procedure at other levels, folded into this hit
}
