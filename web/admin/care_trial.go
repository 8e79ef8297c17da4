package admin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/eval"
)

// trialLimit is how long a trial may take: the first after a change of the
// content asks every query.
const trialLimit = 20 * time.Second

// trials remembers how every query fares as things are, so that a trial asks
// again only what a change reads differently.
type trials struct {
	mu      sync.Mutex
	content int64
	care    int64
	day     data.Date
	base    map[string]eval.Standing // by the query's text
}

// trialView is a trial with what was left out of it.
type trialView struct {
	eval.Trial
	Left int // queries whose answers are not in the store
	Own  int // of the counted, those that staff keep
	Took time.Duration
	Typed,
	Without, With []careHit // the hits of the rule's own query
}

// Unanswerable is how many of the queries nothing should answer.
func (t *trialView) Unanswerable() int { return t.Queries - t.Answerable }

// trialQueries are the project's own queries and those that staff keep; left is
// how many cannot be measured because their answers are not in the store.
func (s *Server) trialQueries(ctx context.Context) (all []eval.Query, own, left int, err error) {
	all, err = eval.House()
	if err != nil {
		return nil, 0, 0, err
	}
	cases, err := s.Store.CareCases(ctx)
	if err != nil {
		return nil, 0, 0, err
	}
	for _, c := range cases {
		all = append(all, eval.Query{ID: "rieng-" + strconv.FormatInt(c.ID, 10), Text: c.Query, Kind: "own", Accepted: c.Codes})
	}
	before := len(all)
	all = slices.DeleteFunc(all, func(q eval.Query) bool {
		return len(q.Accepted) > 0 && !slices.ContainsFunc(q.Accepted, s.Search.Has)
	})
	for _, q := range all {
		if q.Kind == "own" {
			own++
		}
	}
	return all, own, before - len(all), nil
}

// try measures what the search wins and loses with a rule, or without it.
func (s *Server) try(ctx context.Context, rule data.CareRule, without bool) (*trialView, error) {
	ctx, cancel := context.WithTimeout(ctx, trialLimit)
	defer cancel()
	start := time.Now()
	seq, err := s.Store.CareSeq(ctx)
	if err != nil {
		return nil, err
	}
	now, err := s.Store.Care(ctx, s.today())
	if err != nil {
		return nil, err
	}
	next := data.Care{Off: now.Off}
	next.Rules = slices.DeleteFunc(slices.Clone(now.Rules), func(r data.CareRule) bool { return r.ID == rule.ID })
	if !without {
		next.Rules = append(next.Rules, rule)
	}
	before, after := s.Search.Prepare(now), s.Search.Prepare(next)
	queries, own, left, err := s.trialQueries(ctx)
	if err != nil {
		return nil, err
	}
	base, err := s.standings(ctx, seq, before, queries)
	if err != nil {
		return nil, fmt.Errorf("standings: %w", err)
	}
	t := &trialView{Left: left, Own: own}
	for _, q := range queries {
		was := base[q.Text]
		is := was
		if !s.Search.SameReading(q.Text, before, after) {
			t.Asked++
			if is, err = eval.Stand(ctx, s.searcher(after), q); err != nil {
				return nil, err
			}
		}
		t.Add(q, was, is)
	}
	if t.Without, err = s.hitsWith(ctx, rule.Typed, before); err != nil {
		return nil, err
	}
	t.With, err = s.hitsWith(ctx, rule.Typed, after)
	t.Took = time.Since(start)
	return t, err
}

// standings are those of all queries as things are, from memory where nothing
// has changed since.
func (s *Server) standings(ctx context.Context, seq int64, care *search.Care, queries []eval.Query) (map[string]eval.Standing, error) {
	m := &s.trials
	m.mu.Lock()
	defer m.mu.Unlock()
	if content, day := s.Search.State(), s.today(); m.base == nil || m.content != content || m.care != seq || m.day != day {
		m.base, m.content, m.care, m.day = map[string]eval.Standing{}, content, seq, day
	}
	ask := s.searcher(care)
	for _, q := range queries {
		if _, ok := m.base[q.Text]; ok {
			continue
		}
		standing, err := eval.Stand(ctx, ask, q)
		if err != nil {
			return nil, err
		}
		m.base[q.Text] = standing
	}
	return maps.Clone(m.base), nil
}

// searcher asks for procedures with a care.
func (s *Server) searcher(care *search.Care) eval.Searcher {
	return func(ctx context.Context, text string, limit int) (search.Match, []eval.Ranked, error) {
		res, err := s.Search.Search(ctx, search.Query{Text: text, Limit: limit, Care: care})
		if err != nil {
			return "", nil, err
		}
		var out []eval.Ranked
		for _, h := range res.Hits {
			ids := []string{h.ID}
			for _, v := range h.Variants {
				ids = append(ids, v.Code)
			}
			out = append(out, eval.Ranked{IDs: ids, Score: h.Score})
		}
		return res.Match, out, nil
	}
}

// standingText says how a query fares.
func standingText(q eval.Query, st eval.Standing) string {
	switch {
	case len(q.Accepted) == 0 && st.Certain:
		return "chắc chắn nhầm"
	case len(q.Accepted) == 0:
		return "không nhận nhầm"
	case st.Rank == 0:
		return "không thấy"
	}
	return "thứ " + strconv.Itoa(st.Rank)
}
