package main

import (
	"context"
	"slices"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/search"
	"tracuu/web"
	"tracuu/web/format"
)

// careOn is what staff taught the search, as far as it can be shown on a day:
// what leads to a page that is not of this site, or to an address that is no
// longer allowed, is left out.
func careOn(ctx context.Context, store *sqlite.DB, allowed []string, day data.Date) (data.Care, error) {
	c, err := store.Care(ctx, day)
	c.Rules = slices.DeleteFunc(c.Rules, func(r data.CareRule) bool { return !web.LeadsOn(r.Target, allowed) })
	return c, err
}

// setCare makes an index go by what staff taught so far.
func (f *folder) setCare(ctx context.Context, ix *search.Index, now time.Time) error {
	s, err := f.store.Settings(ctx)
	if err != nil {
		return err
	}
	c, err := careOn(ctx, f.store, s.AllowedHosts, data.NewDate(now.In(format.Hanoi)))
	if err == nil {
		ix.SetCare(c)
	}
	return err
}

// careFollower keeps an index at what staff teach it. What they taught depends
// on the content, the day and the allowed hosts too.
type careFollower struct {
	ix    *search.Index
	store *sqlite.DB
	seen  *careState
}

type careState struct {
	care, content int64
	day           data.Date
	allowed       []string
}

func (s *careState) equal(o *careState) bool {
	return s != nil && s.care == o.care && s.content == o.content && s.day == o.day && slices.Equal(s.allowed, o.allowed)
}

// follow takes over what has changed since the last time.
func (c *careFollower) follow(ctx context.Context, content int64, allowed []string, now time.Time) error {
	seq, err := c.store.CareSeq(ctx)
	if err != nil {
		return err
	}
	next := &careState{seq, content, data.NewDate(now.In(format.Hanoi)), allowed}
	if c.seen.equal(next) {
		return nil
	}
	care, err := careOn(ctx, c.store, allowed, next.day)
	if err != nil {
		return err
	}
	c.ix.SetCare(care)
	c.seen = next
	return nil
}
