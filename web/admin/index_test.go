package admin_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/search"
)

// lateIndex is an index of the store, made when it is first asked.
type lateIndex struct {
	t    testing.TB
	db   *sqlite.DB
	once sync.Once
	ix   *search.Index
	err  error
}

func (l *lateIndex) index() *search.Index {
	l.once.Do(func() {
		id, _, err := l.db.Stamp(context.Background())
		if err == nil {
			l.ix, err = search.Open(l.t.TempDir(), id)
		}
		if err == nil {
			_, err = l.ix.CatchUp(context.Background(), l.db, nil)
			l.t.Cleanup(func() { _ = l.ix.Close() })
		}
		l.err = err
	})
	if l.err != nil {
		panic(l.err)
	}
	return l.ix
}

func (l *lateIndex) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if errors.Is(ctx.Err(), context.Canceled) {
		return search.Result{}, ctx.Err()
	}
	return l.index().Search(ctx, q)
}
func (l *lateIndex) Prepare(c data.Care) *search.Care { return l.index().Prepare(c) }
func (l *lateIndex) SameReading(text string, a, b *search.Care) bool {
	return l.index().SameReading(text, a, b)
}
func (l *lateIndex) Known(text string) search.Known { return l.index().Known(text) }
func (l *lateIndex) Has(code string) bool           { return l.index().Has(code) }
func (l *lateIndex) State() int64                   { return l.index().State() }
