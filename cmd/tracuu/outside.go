package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/data/sqlite"
	"tracuu/web/format"
	"tracuu/web/paths"
)

// When addresses outside are looked at, and how many hosts at a time.
const (
	nightBegins  = 1 // o'clock
	nightEnds    = 5
	outsideEvery = 10 * time.Minute // how often it is asked whether there is something to do
	outsideHosts = 4
	addressBatch = 200 // records read for addresses at a time
	silentAtMost = 20  // addresses without an answer, before it is asked whose fault that is
)

var errNoNetwork = errors.New("the network of this machine seems to be down")

// outsideWatch checks the addresses outside night by night. What it has found
// is in the store, so that it goes on where it was when the server comes back.
type outsideWatch struct {
	store *sqlite.DB
	check interface {
		Check(ctx context.Context, address string) data.OutsideCheck
	}
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	log   *slog.Logger
}

// sleep waits; an end of ctx is an error.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// run watches until ctx ends. A server that has just started has better things
// to do.
func (o *outsideWatch) run(ctx context.Context) {
	for o.sleep(ctx, outsideEvery) == nil {
		if !isNight(o.now()) {
			continue
		}
		n, err := o.night(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errNoNetwork):
			o.log.Warn("addresses outside are checked later", "reason", err)
		case err != nil:
			o.log.Error("addresses outside are not checked", "checked", n, "error", err)
		case n > 0:
			o.log.Info("checked addresses outside", "addresses", n)
		}
	}
}

func isNight(t time.Time) bool {
	hour := t.In(format.Hanoi).Hour()
	return nightBegins <= hour && hour < nightEnds
}

// night checks what is due until all is done or the night is over.
func (o *outsideWatch) night(ctx context.Context) (checked int, err error) {
	if err := o.gather(ctx); err != nil {
		return 0, err
	}
	due, err := o.store.DueOutside(ctx)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	r := round{outsideWatch: o}
	var hosts sync.WaitGroup
	free := make(chan struct{}, outsideHosts)
	for _, addresses := range byHost(due) {
		free <- struct{}{}
		hosts.Go(func() {
			defer func() { <-free }()
			for _, a := range addresses {
				if ctx.Err() != nil || !isNight(o.now()) || !r.one(ctx, a) {
					return
				}
			}
		})
	}
	hosts.Wait()
	r.settle(ctx)
	return r.checked, r.err
}

// byHost groups addresses by who is asked, in the order they came.
func byHost(addresses []string) (groups [][]string) {
	at := map[string]int{}
	for _, a := range addresses {
		host := ""
		if u, err := url.Parse(a); err == nil {
			host = u.Hostname()
		}
		i, ok := at[host]
		if !ok {
			i = len(groups)
			at[host] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], a)
	}
	return groups
}

// round is one going through what is due.
type round struct {
	*outsideWatch
	mu      sync.Mutex
	reached bool                // somebody has answered: our own network is there
	silent  []data.OutsideCheck // no answer, before anybody gave one
	checked int
	err     error
}

// one checks an address; false: the round is over.
func (r *round) one(ctx context.Context, address string) bool {
	found := r.check.Check(ctx, address)
	r.mu.Lock()
	defer r.mu.Unlock()
	if ctx.Err() != nil || r.err != nil {
		return false
	}
	certain := found.Problem == data.ProblemAddress || found.Problem == data.ProblemPrivate
	if !found.Reached() && !r.reached && !certain {
		// Perhaps it is our own network. Until somebody answers, this tells nothing.
		if r.silent = append(r.silent, found); len(r.silent) < silentAtMost {
			return true
		}
		return r.settleLocked(ctx)
	}
	r.reached = r.reached || found.Reached()
	return r.save(ctx, found) && (!r.reached || r.saveSilent(ctx))
}

// settle decides about those that gave no answer while nobody did.
func (r *round) settle(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ctx.Err() == nil && r.err == nil && len(r.silent) > 0 {
		r.settleLocked(ctx)
	}
}

// settleLocked asks one that answered the last time, or the national portal. If
// that is silent too, the fault is our own and no address's.
func (r *round) settleLocked(ctx context.Context) bool {
	var good string
	if good, r.err = r.store.GoodOutside(ctx); r.err != nil {
		return false
	}
	probe := r.check.Check(ctx, cmp.Or(good, paths.Portal))
	if ctx.Err() != nil {
		return false
	}
	if r.reached = probe.Reached(); !r.reached {
		for i := range r.silent {
			r.silent[i].Problem = data.ProblemOurs
		}
		if r.saveSilent(ctx) {
			r.err = errNoNetwork
		}
		return false
	}
	return r.saveSilent(ctx)
}

func (r *round) saveSilent(ctx context.Context) bool {
	for _, c := range r.silent {
		if !r.save(ctx, c) {
			return false
		}
	}
	r.silent = nil
	return true
}

func (r *round) save(ctx context.Context, c data.OutsideCheck) bool {
	r.err = r.store.SaveCheck(ctx, c, data.NewDate(r.now().In(format.Hanoi)), data.Edit{})
	if errors.Is(r.err, data.ErrNotFound) { // nothing uses it since
		r.err = nil
	}
	r.checked++
	return r.err == nil
}

// gather reads the records that changed for their addresses.
func (o *outsideWatch) gather(ctx context.Context) error {
	err := gatherKind(ctx, o.store, data.KindProcedure, o.store.ProcedureChanges, func(p data.Procedure) (string, data.Meta, []data.Outside) {
		return p.Code, p.Meta, ingest.ProcedureAddresses(&p)
	})
	if err == nil {
		err = gatherKind(ctx, o.store, data.KindArticle, o.store.ArticleChanges, func(a data.Article) (string, data.Meta, []data.Outside) {
			return fmt.Sprint(a.ID), a.Meta, ingest.ArticleAddresses(&a)
		})
	}
	if err == nil {
		err = o.store.RefreshOutside(ctx)
	}
	return err
}

// gatherKind keeps the addresses of the records of a kind that changed since it
// last did. What is not shown uses none.
func gatherKind[T any](ctx context.Context, store *sqlite.DB, kind data.Kind,
	changes func(context.Context, int64, int) ([]T, error), read func(T) (key string, m data.Meta, uses []data.Outside),
) error {
	seq, err := store.OutsideMark(ctx, kind)
	for err == nil {
		var batch []T
		if batch, err = changes(ctx, seq, addressBatch); err != nil || len(batch) == 0 {
			return err
		}
		uses := map[string][]data.Outside{}
		for _, one := range batch {
			key, meta, addresses := read(one)
			if meta.Visibility != data.Shown {
				addresses = nil
			}
			uses[key], seq = addresses, meta.Seq
		}
		err = store.SaveOutside(ctx, kind, seq, uses)
	}
	return err
}
