package api

import (
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/find"
)

// Result is the answer to a search. Lists are never null; addresses begin with
// the slash and belong to the site that answers.
type Result struct {
	Query      string             `json:"query"` // as it was read
	ReadAs     []Rewrite          `json:"read_as"`
	Match      search.Match       `json:"match"`
	Answer     *Answer            `json:"answer"`
	Places     []Place            `json:"places"` // pages that staff chose for the query
	Total      int                `json:"total"`
	TookMS     float64            `json:"took_ms"`
	Hits       []Hit              `json:"hits"`
	Facets     map[string][]Value `json:"facets"`
	DidYouMean *string            `json:"did_you_mean"`
}

// Rewrite is a part of the query that was read as something else.
type Rewrite struct {
	From string        `json:"from"`
	To   string        `json:"to"`
	By   search.ReadBy `json:"by"`
}

// Answer is what the first hit's record says about the part that was asked for.
type Answer struct {
	Field   search.Asked `json:"field"`
	Text    string       `json:"text"`    // the record's words, a line each
	Channel string       `json:"channel"` // the channels a fee or time holds for; empty if the text names them
	Code    string       `json:"code"`    // of the procedure
	URL     string       `json:"url"`     // of the section that has it all
}

// Place is a page that has to do with the whole query.
type Place struct {
	Title string        `json:"title"`
	URL   string        `json:"url"` // an address outside is whole
	By    search.ReadBy `json:"by"`
}

// Hit is one record found.
type Hit struct {
	Kind     data.Kind `json:"kind"`
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	URL      string    `json:"url"`
	Snippet  string    `json:"snippet"`
	Score    float64   `json:"score"`
	Why      []Why     `json:"why"`
	Variants []Variant `json:"variants"`
}

// Why says what matched beside the words typed.
type Why struct {
	Typed   string        `json:"typed"`
	Matched string        `json:"matched"`
	By      search.ReadBy `json:"by"`
}

// Variant is the same procedure at another level or under another code.
type Variant struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	Level string `json:"level"` // as a filter takes it; several with commas
	URL   string `json:"url"`
}

// Value is a value to filter by.
type Value struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// NewResult gives what was found the shape of the API.
func NewResult(f find.Found) Result {
	r := Result{
		Query: f.Query, ReadAs: []Rewrite{}, Match: f.Match, Total: f.Total, TookMS: float64(f.Took.Microseconds()) / 1000,
		Places: []Place{}, Hits: []Hit{}, Facets: map[string][]Value{},
	}
	for _, w := range f.ReadAs {
		r.ReadAs = append(r.ReadAs, Rewrite(w))
	}
	if a := f.Answer; a != nil {
		r.Answer = &Answer{Field: a.Field, Text: a.Text(), Channel: a.Channel(), Code: a.Code, URL: a.URL}
	}
	for _, p := range f.Places {
		r.Places = append(r.Places, Place{p.Title, p.URL, p.By})
	}
	for _, h := range f.Hits {
		r.Hits = append(r.Hits, newHit(h))
	}
	for _, facet := range f.Facets {
		values := []Value{}
		for _, v := range facet.Values {
			values = append(values, Value(v))
		}
		r.Facets[facet.Name] = values
	}
	if f.DidYouMean != "" {
		r.DidYouMean = &f.DidYouMean
	}
	return r
}

func newHit(h *find.Hit) Hit {
	out := Hit{
		Kind: h.Kind, ID: h.ID, Title: find.Plain(h.Title), URL: h.URL, Snippet: find.Plain(h.Snippet), Score: h.Score,
		Why: []Why{}, Variants: []Variant{},
	}
	for _, w := range h.Why {
		out.Why = append(out.Why, Why(w))
	}
	for _, v := range h.Variants {
		var levels []string
		for _, l := range v.Levels {
			levels = append(levels, string(l))
		}
		out.Variants = append(out.Variants, Variant{v.Code, v.Name, strings.Join(slices.Compact(levels), ","), v.URL})
	}
	return out
}

// Suggestions are the completions of what is being typed.
type Suggestions struct {
	Query  string  `json:"query"`
	Groups []Group `json:"groups"` // only those with items
}

// Group is completions that lead to the same sort of page: procedures, fields
// or news.
type Group struct {
	Group search.SuggestionGroup `json:"group"`
	Label string                 `json:"label"`
	Items []Item                 `json:"items"`
}

// Item is one completion.
type Item struct {
	Text string `json:"text"`
	Note string `json:"note"`
	URL  string `json:"url"`
}

func newSuggestions(query string, groups []find.Group) Suggestions {
	out := Suggestions{Query: query, Groups: []Group{}}
	for _, g := range groups {
		group := Group{Group: g.Group, Label: g.Label}
		for _, s := range g.Items {
			group.Items = append(group.Items, Item{s.Text, s.Note, s.URL})
		}
		out.Groups = append(out.Groups, group)
	}
	return out
}
