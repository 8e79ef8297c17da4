package admin

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/eval"
)

// trialLimit is how long a trial may take: the first after a change of the
// content asks every query.
const trialLimit = 20 * time.Second

// baseline remembers how every query fares as things are, so that a trial asks
// again only what a change reads differently.
type baseline struct {
	mu      sync.Mutex
	content int64 // of the index
	care    *search.Care
	base    map[string]eval.Standing // by asked
}

// asked tells queries apart by what is asked and what is right: one question may
// be kept twice, with other answers.
func asked(q eval.Query) string { return q.Text + "\x00" + strings.Join(q.Accepted, " ") }

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
		return len(q.Accepted) > 0 && !slices.ContainsFunc(q.Accepted, s.Searcher.Has)
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
	now, err := s.careNow(ctx)
	if err != nil {
		return nil, err
	}
	next := data.Care{Off: now.Off}
	next.Rules = slices.DeleteFunc(slices.Clone(now.Rules), func(r data.CareRule) bool { return r.ID == rule.ID })
	if !without {
		next.Rules = append(next.Rules, rule)
	}
	before, after := s.Searcher.Prepare(now), s.Searcher.Prepare(next)
	queries, own, left, err := s.trialQueries(ctx)
	if err != nil {
		return nil, err
	}
	base, err := s.standings(ctx, before, queries)
	if err != nil {
		return nil, fmt.Errorf("standings: %w", err)
	}
	t := &trialView{Left: left, Own: own}
	changed, err := s.standAgain(ctx, queries, before, after)
	if err != nil {
		return nil, err
	}
	for _, q := range queries {
		is, ok := changed[asked(q)]
		if !ok {
			is = base[asked(q)]
		}
		t.Add(q, base[asked(q)], is)
	}
	t.Asked = len(changed)
	if t.Without, err = s.hitsWith(ctx, rule.Typed, before); err != nil {
		return nil, err
	}
	t.With, err = s.hitsWith(ctx, rule.Typed, after)
	t.Took = time.Since(start)
	return t, err
}

// standings are those of all queries as things are, from memory where nothing
// has changed since.
func (s *Server) standings(ctx context.Context, care *search.Care, queries []eval.Query) (map[string]eval.Standing, error) {
	m := &s.baseline
	m.mu.Lock()
	defer m.mu.Unlock()
	if content := s.Searcher.State(); m.base == nil || m.content != content {
		m.base, m.content, m.care = map[string]eval.Standing{}, content, care
	}
	known := slices.DeleteFunc(slices.Clone(queries), func(q eval.Query) bool { _, ok := m.base[asked(q)]; return !ok })
	changed, err := s.standAgain(ctx, known, m.care, care)
	if err != nil {
		return nil, err
	}
	fresh := slices.DeleteFunc(slices.Clone(queries), func(q eval.Query) bool { _, ok := m.base[asked(q)]; return ok })
	added, err := s.stand(ctx, fresh, func(eval.Query) bool { return true }, care)
	if err != nil {
		return nil, err
	}
	maps.Copy(m.base, changed)
	maps.Copy(m.base, added)
	m.care = care
	return maps.Clone(m.base), nil
}

// standAgain asks those queries again that are read differently after a change.
func (s *Server) standAgain(ctx context.Context, queries []eval.Query, before, after *search.Care) (map[string]eval.Standing, error) {
	return s.stand(ctx, queries, func(q eval.Query) bool { return !s.Searcher.SameReading(q.Text, before, after) }, after)
}

// stand asks the queries that are worth it, on two cores.
func (s *Server) stand(ctx context.Context, queries []eval.Query, worth func(eval.Query) bool, care *search.Care) (map[string]eval.Standing, error) {
	const workers = 2
	out, errs := [workers]map[string]eval.Standing{}, [workers]error{}
	ask := s.searcher(care)
	var next atomic.Int64
	var work sync.WaitGroup
	for w := range workers {
		out[w] = map[string]eval.Standing{}
		work.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(queries)) && errs[w] == nil; i = next.Add(1) - 1 {
				if errs[w] = ctx.Err(); errs[w] == nil && worth(queries[i]) {
					out[w][asked(queries[i])], errs[w] = eval.Stand(ctx, ask, queries[i])
				}
			}
		})
	}
	work.Wait()
	all := map[string]eval.Standing{}
	for _, part := range out {
		maps.Copy(all, part)
	}
	return all, errors.Join(errs[:]...)
}

// searcher asks for procedures with a care.
func (s *Server) searcher(care *search.Care) eval.Searcher {
	return func(ctx context.Context, text string, limit int) (search.Match, []eval.Ranked, error) {
		res, err := s.Searcher.Search(ctx, search.Query{Text: text, Limit: limit, Care: care})
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
