// Package search finds procedures and articles. It is the only importer of
// bleve: everything above it speaks of queries, hits and scores.
//
// [Index] is derived from a [Source] (the store), follows its change sequence
// and can be deleted at any time. Start with [Open], [Index.Search] and
// [Index.Suggest].
package search

import (
	"time"

	"tracuu/data"
)

// Query is what somebody looks for.
type Query struct {
	Text   string
	Kind   data.Kind // empty: procedures and articles
	Filter Filter
	Offset int   // hits to skip
	Limit  int   // hits to return; 0 means 10, at most MaxLimit
	Facets bool  // count the hits by what a Filter can ask for
	Off    Part  // what to do without, for measuring what it gains
	Care   *Care // what staff taught, to try it; nil: what the index goes by
}

// Part is a part of the search that can be switched off, or a sum of such.
type Part uint

// The parts. With PartRanking off the order is that of the postings alone.
const (
	PartKeystrokes Part = 1 << iota // reading Telex and VNI
	PartSpelling                    // mending slips, parting and joining words
	PartQuestions                   // telling what asks from what is asked for
	PartTerms                       // market words, abbreviations, former names
	PartNeeds                       // needs and events that lead to procedures
	PartPairs                       // adjacent words in texts and titles
	PartExact                       // agreement of the marks typed
	PartActions                     // issue, exchange, prolong, end
	PartRanking                     // the weighing of features
	PartVariants                    // one hit for procedures of the same name
)

// Parts names every part.
func Parts() map[string]Part {
	return map[string]Part{
		"keystrokes": PartKeystrokes, "spelling": PartSpelling, "questions": PartQuestions, "terms": PartTerms, "needs": PartNeeds,
		"pairs": PartPairs, "exact": PartExact, "actions": PartActions, "ranking": PartRanking, "variants": PartVariants,
	}
}

// MaxLimit is the most hits one search returns, MaxOffset how deep a list may
// be paged through.
const (
	MaxLimit  = 100
	MaxOffset = 1000
)

// Filter narrows the procedures; what is set must all hold, and articles are
// left out as soon as anything is. Field, Agency and Audience are slugs
// ([vi.Slug]), as the values of a [Facet] give them.
type Filter struct {
	Field    string
	Agency   string
	Level    data.Level
	Audience string
	Online   bool // can be filed online
}

// Match says how sure the search is of its first hit.
type Match string

// Certain is claimed where the first hit is, by everything that was typed, what
// was asked for. Possible is a list worth reading. None is a list without any
// good hit, or no hit at all.
const (
	MatchCertain  Match = "certain"
	MatchPossible Match = "possible"
	MatchNone     Match = "none"
)

// Result is one page of hits.
type Result struct {
	Query      string    // the text as it was read, repaired
	ReadAs     []Rewrite // what was read differently from how it was typed
	DidYouMean string    // a better spelling of the whole query with its marks; empty if there is none to offer
	Asked      Asked     // the part of a procedure that was asked for, if any
	Match      Match
	Total      int // hits in all
	Took       time.Duration
	Places     []Place // pages that staff chose for the query, before all hits
	Hits       []Hit
	Facets     []Facet
}

// Rewrite is a part of the query that was read as something else.
type Rewrite struct {
	From string // as typed
	To   string
	By   ReadBy
}

// ReadBy says by which knowledge a part of the query was read.
type ReadBy string

// The readings. Telex, VNI, spacing and spelling stand for what was typed;
// abbreviations, lexicon and renames are looked for beside it.
const (
	ByTelex        ReadBy = "telex" // keystrokes of Telex or VNI
	BySpelling     ReadBy = "spelling"
	BySpacing      ReadBy = "spacing" // typed without spaces
	ByAbbreviation ReadBy = "abbreviation"
	ByLexicon      ReadBy = "lexicon" // a word of the market for one of the office
	ByRename       ReadBy = "rename"
	ByCode         ReadBy = "code"  // a procedure code or the number of a legal text
	ByHouse        ReadBy = "house" // a synonym that staff taught, looked for beside what was typed
	ByStaff        ReadBy = "staff" // chosen by staff for the query as a whole
)

// Asked is the part of a procedure that a question asks for.
type Asked string

// The parts of a procedure that questions ask for.
const (
	AskedNothing    Asked = ""
	AskedDocuments  Asked = "documents"  // cần giấy tờ gì
	AskedFee        Asked = "fee"        // hết bao nhiêu tiền
	AskedTime       Asked = "time"       // mất mấy ngày
	AskedPlace      Asked = "place"      // ở đâu
	AskedAudience   Asked = "audience"   // ai được làm
	AskedResult     Asked = "result"     // nhận được gì
	AskedConditions Asked = "conditions" // cần điều kiện gì
	AskedSteps      Asked = "steps"      // làm như thế nào
)

// Hit is one record found. The record itself stays with the store.
type Hit struct {
	Kind     data.Kind
	ID       string // procedure code, or the article's number in decimal
	Score    float64
	Why      []Why     // what matched beside the words typed
	Variants []Variant // the same procedure at other levels and under other codes, folded into this hit
}

// Why says that something typed stands for something in the record:
// "sổ đỏ" = "giấy chứng nhận quyền sử dụng đất".
type Why struct {
	Typed   string
	Matched string
	By      ReadBy
}

// Variant is a procedure of the same name.
type Variant struct {
	Code   string
	Name   string
	Levels []data.Level
}

// Facet counts the hits by one property of a Filter.
type Facet struct {
	Name   string // field, agency, level, audience or online
	Values []FacetValue
}

// FacetValue is one value to filter by.
type FacetValue struct {
	Value string // what a Filter takes
	Label string // what people read
	Count int    // hits that the query would have with it, the other filters kept
}

// Suggestion completes what is being typed.
type Suggestion struct {
	Group SuggestionGroup
	ID    string // procedure code, slug of the field, or the article's number
	Text  string
	Note  string // short: the field of a procedure, how many procedures a field has
}

// SuggestionGroup is what a suggestion leads to.
type SuggestionGroup string

// The groups in the order they are shown.
const (
	SuggestProcedures SuggestionGroup = "procedures"
	SuggestFields     SuggestionGroup = "fields"
	SuggestNews       SuggestionGroup = "news"
)
