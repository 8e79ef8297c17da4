package web

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"tracuu/data"
)

// relation is what a page leads to beside what it shows.
type relation struct {
	Procedures []data.Procedure // heads alone
	Articles   []data.Article   // likewise
}

// neighbours are the records related to one, by number, the nearest first.
type neighbours struct {
	procedures []string
	articles   []int64
}

const (
	maxNeighbourhoods = 8192             // how many records' neighbours are kept; some 300 bytes each
	neighboursAge     = 10 * time.Minute // after which they are looked for again
	longestSearch     = 10 * time.Second
)

// neighbourhoods keeps what has been found to be related. Searching takes
// longer than a scan may: it goes on beside the request, one at a time, and who
// asks waits for it but a moment. What has grown old is shown while it is
// looked for anew.
type neighbourhoods struct {
	now      func() time.Time
	log      *slog.Logger
	limit    int
	patience time.Duration
	turn     chan struct{} // holds the one search under way

	mu    sync.Mutex
	known map[data.Target]neighbourhood
}

type neighbourhood struct {
	neighbours
	found time.Time
}

func newNeighbourhoods(limit int, patience time.Duration, now func() time.Time, log *slog.Logger) *neighbourhoods {
	return &neighbourhoods{
		now: now, log: log, limit: limit, patience: patience, turn: make(chan struct{}, 1), known: map[data.Target]neighbourhood{},
	}
}

// of answers the neighbours of target, which find searches for if they are not
// known: none if that takes too long or another search is under way, and then
// they are there for a later reader.
func (c *neighbourhoods) of(ctx context.Context, target data.Target, find func(context.Context) (neighbours, error)) neighbours {
	kept, known, fresh := c.kept(target)
	if fresh {
		return kept
	}
	select {
	case c.turn <- struct{}{}:
	default:
		return kept
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { <-c.turn }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
		defer cancel()
		got, err := careful(ctx, find)
		if err != nil {
			c.log.Error("search for related records", "kind", target.Kind, "key", target.Key, "error", err)
		}
		c.keep(target, got) // nothing, after a fault: the next try is as far off
	}()
	if known {
		return kept
	}
	late := time.NewTimer(c.patience)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
	case <-ctx.Done():
	}
	kept, _, _ = c.kept(target)
	return kept
}

// careful makes an error of a panic, which beside a request would end the
// process.
func careful(ctx context.Context, find func(context.Context) (neighbours, error)) (n neighbours, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return find(ctx)
}

// kept is what is known of target, if anything is, and whether it is new enough.
func (c *neighbourhoods) kept(target data.Target) (n neighbours, known, fresh bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.known[target]
	age := c.now().Sub(k.found)
	return k.neighbours, ok, ok && age >= 0 && age < neighboursAge
}

// keep remembers what was found. When there is too much, any one entry goes.
func (c *neighbourhoods) keep(target data.Target, n neighbours) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.known[target]; !ok && len(c.known) >= c.limit {
		for old := range c.known {
			delete(c.known, old)
			break
		}
	}
	c.known[target] = neighbourhood{n, c.now()}
}

// relatedTo is what is related to target, as the store has it now. A page is
// worth reading without it, so that what goes wrong is only logged.
func (s *Server) relatedTo(ctx context.Context, target data.Target, find func(context.Context) (neighbours, error)) relation {
	r, err := s.loadHeads(ctx, s.neighbourhoods.of(ctx, target, find))
	if err != nil {
		s.Log.Error("load related records", "kind", target.Kind, "key", target.Key, "error", err)
	}
	return r
}

// loadHeads reads what links to the neighbours say; those no longer shown are
// left out.
func (s *Server) loadHeads(ctx context.Context, n neighbours) (r relation, err error) {
	if len(n.procedures) > 0 {
		known, err := s.Store.ProcedureHeads(ctx, n.procedures)
		if err != nil {
			return r, fmt.Errorf("related procedures: %w", err)
		}
		r.Procedures = inOrder(n.procedures, known)
	}
	if len(n.articles) > 0 {
		known, err := s.Store.ArticleHeads(ctx, n.articles)
		if err != nil {
			return r, fmt.Errorf("related news: %w", err)
		}
		r.Articles = inOrder(n.articles, known)
	}
	return r, nil
}

// inOrder lists those of keys that are known, each once.
func inOrder[K comparable, V any](keys []K, known map[K]V) (out []V) {
	for _, k := range keys {
		if v, ok := known[k]; ok {
			out = append(out, v)
			delete(known, k)
		}
	}
	return out
}
