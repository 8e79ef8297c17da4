// Package page reads saved and fetched web pages: what sort of page one is, and
// the article or the procedure on it.
//
// A [Reader] tells articles, procedures, lists, errors, sign-in and not-found
// pages apart by what they say, never by the status they came with. What it
// takes from a page is a raw record: the object that a line of JSON Lines would
// hold, under the same names, for package ingest to clean and check as it does
// with every source.
package page

import "encoding/json"

// Kind is what sort of page one is.
type Kind string

// The kinds of pages.
const (
	Article   Kind = "article"
	Procedure Kind = "procedure"
	List      Kind = "list"      // headlines, procedures or links that lead on
	Other     Kind = "other"     // something else of a site: about it, its map, a form
	Error     Kind = "error"     // the site broke
	NotFound  Kind = "not-found" // it says that there is no such page
	SignIn    Kind = "sign-in"
	Empty     Kind = "empty" // a page without words
)

// Input is a page as it was saved or fetched.
type Input struct {
	URL         string // where it is from; empty: what the page itself says
	ContentType string // as the server declared it; empty: unknown
	Body        []byte
}

// Page is what one page holds.
type Page struct {
	Kind      Kind
	Reason    string          // why it is that, in Vietnamese; for what has no record, what a report says
	Canonical string          // its own address, absolute; empty: unknown
	Record    json.RawMessage // of an article or a procedure
	Links     []string        // addresses it leads to, absolute, each once, in order
	Rule      string          // the rules of a site it was read by; empty: what fits any site
}
