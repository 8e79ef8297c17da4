package eval

import (
	"context"
	"fmt"
	"time"

	"tracuu/search"
)

// Depth is how many hits the measures look at, RunDepth how many [WriteRun]
// writes for a query.
const (
	Depth    = 10
	RunDepth = 50
)

// Query is a query whose right answers are known.
type Query struct {
	ID       string   // unique in its set
	Text     string   // as typed
	Kind     string   // what the query tries; empty: not said
	Accepted []string // ids that answer it, without duplicates; empty: nothing should answer
	Unjudged bool     // no answers are known, not even that there are none: asked but not measured
}

// kind is the kind as reports and twins write it.
func (q Query) kind() string {
	if q.Kind == "" {
		return "-"
	}
	return q.Kind
}

// Ranked is one hit of an answer.
type Ranked struct {
	IDs   []string // the hit's own id, then those of the variants folded into it; never empty
	Score float64
}

// Searcher answers a query with at most limit hits, best first.
type Searcher func(ctx context.Context, query string, limit int) (search.Match, []Ranked, error)

// Outcome is what one query got.
type Outcome struct {
	Query Query
	Match search.Match
	Hits  []Ranked // best first
	Took  time.Duration
}

// Runner puts queries to a search, one after the other.
type Runner struct {
	Search Searcher
	Limit  int              // hits asked for; at least Depth. Times are those of a search for that many
	Now    func() time.Time // the clock that times the searches
}

// Run asks every query, in order, and stops at the first that fails. No query
// is asked twice or ahead of time, so the first ones pay for what the search
// loads.
func (r Runner) Run(ctx context.Context, queries []Query) ([]Outcome, error) {
	outcomes := make([]Outcome, 0, len(queries))
	for _, q := range queries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		start := r.Now()
		match, hits, err := r.Search(ctx, q.Text, max(r.Limit, Depth))
		took := r.Now().Sub(start)
		if err != nil {
			return nil, fmt.Errorf("câu hỏi %s: %w", q.ID, err)
		}
		outcomes = append(outcomes, Outcome{Query: q, Match: match, Hits: hits, Took: took})
	}
	return outcomes, nil
}
