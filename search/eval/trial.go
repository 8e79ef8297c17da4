package eval

import (
	"context"
	"fmt"

	"tracuu/search"
)

// Standing is how one query fares: the rank of its first right hit, from 1 and
// 0 if it is not among the first [Depth], and whether the search is certain.
type Standing struct {
	Rank    int
	Certain bool
}

// Stand asks one query.
func Stand(ctx context.Context, s Searcher, q Query) (Standing, error) {
	match, hits, err := s(ctx, q.Text, Depth)
	if err != nil {
		return Standing{}, fmt.Errorf("query %s: %w", q.ID, err)
	}
	out := Standing{Certain: match == search.MatchCertain}
	if ranks, _ := rightRanks(q.Accepted, hits); len(ranks) > 0 {
		out.Rank = ranks[0]
	}
	return out, nil
}

// Move is a query that fares otherwise after a change.
type Move struct {
	Query    Query
	From, To Standing
}

// Trial is what a change of the search wins and loses.
type Trial struct {
	Queries       int // that were counted
	Asked         int // of them, those that are read differently and were asked again
	Answerable    int // of them, those that have an answer
	Before, After Hits
	Won, Lost     []Move
}

// Hits counts the queries whose answer is the first hit, and is among the
// first five.
type Hits struct{ One, Five int }

func (h *Hits) add(s Standing) {
	if s.Rank == 1 {
		h.One++
	}
	if s.Rank >= 1 && s.Rank <= 5 {
		h.Five++
	}
}

// Add counts a query. A query that nothing answers is lost when the search
// becomes certain of it, and won when it no longer is.
func (t *Trial) Add(q Query, before, after Standing) {
	t.Queries++
	if len(q.Accepted) > 0 {
		t.Answerable++
		t.Before.add(before)
		t.After.add(after)
	}
	switch gain := worth(q, after) - worth(q, before); {
	case gain > 0:
		t.Won = append(t.Won, Move{q, before, after})
	case gain < 0:
		t.Lost = append(t.Lost, Move{q, before, after})
	}
}

// worth orders how a query can fare: first, among the first five, not there.
func worth(q Query, s Standing) int {
	switch {
	case len(q.Accepted) == 0 && s.Certain:
		return -1
	case len(q.Accepted) == 0 || s.Rank == 0 || s.Rank > 5:
		return 0
	case s.Rank > 1:
		return 1
	}
	return 2
}
