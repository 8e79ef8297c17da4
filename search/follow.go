package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"tracuu/data"
)

// Source is the store as the index sees it: content changed since a point of
// its change sequence, in the order of that sequence. Hidden and removed
// records come too, so that they can be taken out.
type Source interface {
	// Stamp names the store and its newest change.
	Stamp(ctx context.Context) (id string, seq int64, err error)
	ProcedureChanges(ctx context.Context, since int64, limit int) ([]data.Procedure, error)
	ArticleChanges(ctx context.Context, since int64, limit int) ([]data.Article, error)
}

// change is one step of the sequence; a nil document takes the record out.
type change struct {
	id  string
	seq int64
	doc *document
}

// batchSize is how many records go into bleve at once: enough to be quick,
// few enough for 400 MB.
const batchSize = 200

// changes reads the next steps of one kind.
func changes(ctx context.Context, src Source, kind data.Kind, since int64) ([]change, error) {
	var out []change
	if kind == data.KindProcedure {
		ps, err := src.ProcedureChanges(ctx, since, batchSize)
		if err != nil {
			return nil, err
		}
		for i := range ps {
			c := change{id: ps[i].Code, seq: ps[i].Seq}
			if ps[i].Visibility == data.Shown {
				c.doc = procedureDocument(&ps[i])
			}
			out = append(out, c)
		}
		return out, nil
	}
	as, err := src.ArticleChanges(ctx, since, batchSize)
	if err != nil {
		return nil, err
	}
	for i := range as {
		c := change{id: strconv.FormatInt(as[i].ID, 10), seq: as[i].Seq}
		if as[i].Visibility == data.Shown {
			c.doc = articleDocument(&as[i])
		}
		out = append(out, c)
	}
	return out, nil
}

// CatchUp follows the store to its newest change and answers how many records
// it went through. progress, if not nil, is told after each batch. An index
// that is ahead of its store (the store was put back) is rebuilt.
func (ix *Index) CatchUp(ctx context.Context, src Source, progress func(done int)) (int, error) {
	ix.write.Lock()
	defer ix.write.Unlock()
	id, newest, err := src.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	again := ix.broken.Load()
	for _, s := range ix.shards {
		again = again || s.seq > newest
	}
	if again {
		return ix.rebuild(ctx, src, id, progress)
	}
	done, err := fill(ctx, ix.shards, src, func(done int) error {
		if progress != nil {
			progress(done)
		}
		if time.Since(ix.viewed) < max(viewEvery, lookShare*ix.looking) {
			return nil
		}
		return ix.look()
	})
	if err == nil {
		err = ix.look()
	}
	if errors.Is(err, errWrite) {
		ix.broken.Store(true)
	}
	return done, err
}

// During long writing searches are given a new view every viewEvery, or as
// much less often as keeps the taking of views to one part in lookShare.
const (
	viewEvery = time.Second
	lookShare = 20
)

// Stale reports whether searches read an older state of the index than there
// is: the engine goes on merging its files after the last change.
func (ix *Index) Stale() bool {
	ix.write.Lock()
	defer ix.write.Unlock()
	for _, k := range kinds {
		if !ix.views[k].same(ix.shards[k].index) {
			return true
		}
	}
	return false
}

// look gives searches a view of what has been written, if anything has.
func (ix *Index) look() error {
	start, changed := time.Now(), false
	defer func() { ix.viewed, ix.looking = time.Now(), time.Since(start) }()
	for _, k := range kinds {
		changed = changed || !ix.views[k].same(ix.shards[k].index)
	}
	if !changed {
		return nil
	}
	views, err := ix.newViews(ix.shards, ix.views)
	if err != nil {
		return fmt.Errorf("%w: %w", errWrite, err)
	}
	return ix.show(views)
}

// show exchanges the views and closes the old ones when the searches that use
// them are done.
func (ix *Index) show(views map[data.Kind]*view) error {
	speller := ix.speller
	if speller.grown(views) {
		if s, err := ix.newSpeller(views); err == nil {
			speller = s
		} else { // the old one knows most words; the files are read anew
			ix.broken.Store(true)
		}
	}
	suggester := ix.suggestFrom(views)
	ix.handle.Lock()
	old := ix.views
	ix.views, ix.speller, ix.suggester = views, speller, suggester
	ix.shown++
	ix.handle.Unlock()
	return closeViews(old)
}

// Broken reports whether the engine has failed on its files since the last
// CatchUp, so that the next one is due even without a change.
func (ix *Index) Broken() bool { return ix.broken.Load() }

// errWrite is a failure of the engine, after which its handle is of no use.
var errWrite = errors.New("write index")

// fill takes a batch of each kind in turn, procedures first, so that one of
// them does not wait behind a hundred thousand articles.
func fill(ctx context.Context, shards map[data.Kind]*shard, src Source, progress func(int) error) (int, error) {
	done := 0
	for more := true; more; {
		more = false
		for _, k := range kinds {
			cs, err := changes(ctx, src, k, shards[k].seq)
			if err != nil {
				return done, err
			}
			if len(cs) == 0 {
				continue
			}
			more = true
			if err := shards[k].apply(cs); err != nil {
				return done, fmt.Errorf("index %s: %w", k, err)
			}
			done += len(cs)
			if err := progress(done); err != nil {
				return done, err
			}
		}
	}
	return done, nil
}

// apply writes a batch and how far it reaches as one step.
func (s *shard) apply(cs []change) error {
	b := s.index.NewBatch()
	for _, c := range cs {
		if c.doc == nil {
			b.Delete(c.id)
			continue
		}
		if err := b.Index(c.id, c.doc); err != nil {
			return fmt.Errorf("record %s: %w", c.id, err)
		}
	}
	last := cs[len(cs)-1].seq
	b.SetInternal(keySeq, []byte(strconv.FormatInt(last, 10)))
	if err := guard(func() error { return s.index.Batch(b) }); err != nil {
		return fmt.Errorf("%w: %w", errWrite, meaning(err))
	}
	s.seq = last
	return nil
}

// meaning translates what the engine says of the disk. It hands system errors
// on as text, so the text is what can be asked.
func meaning(err error) error {
	if err == nil {
		return nil
	}
	says := func(e syscall.Errno) bool { return strings.Contains(err.Error(), e.Error()) }
	switch {
	case says(syscall.ENOSPC):
		return fmt.Errorf("%w: %w", data.ErrStorageFull, err)
	case says(syscall.EACCES), says(syscall.EROFS):
		return fmt.Errorf("%w: %w", data.ErrStorageReadOnly, err)
	}
	return err
}

// Rebuild fills a new generation from the store and swaps it in while searches
// go on; the old one answers until then and is deleted afterwards.
func (ix *Index) Rebuild(ctx context.Context, src Source, progress func(done int)) (int, error) {
	ix.write.Lock()
	defer ix.write.Unlock()
	id, _, err := src.Stamp(ctx)
	if err != nil {
		return 0, err
	}
	return ix.rebuild(ctx, src, id, progress)
}

func (ix *Index) rebuild(ctx context.Context, src Source, storeID string, progress func(int)) (int, error) {
	fresh, err := newGeneration(ix.genDir(ix.gen+1), storeID)
	if err != nil {
		return 0, err
	}
	done, err := fill(ctx, fresh, src, func(done int) error {
		if progress != nil {
			progress(done)
		}
		return nil
	})
	var views map[data.Kind]*view
	if err == nil {
		views, err = ix.newViews(fresh, nil)
	}
	if err != nil {
		return done, errors.Join(err, closeShards(fresh), os.RemoveAll(ix.genDir(ix.gen+1)))
	}
	ix.gen++
	if err := ix.writeCurrent(); err != nil {
		ix.gen--
		return done, errors.Join(err, closeViews(views), closeShards(fresh))
	}
	old := ix.shards
	wasBroken := ix.broken.Swap(false)
	err = errors.Join(ix.show(views), closeShards(old))
	ix.shards = fresh
	if wasBroken { // how a broken index closes is of no interest
		err = nil
	}
	return done, errors.Join(err, ix.removeOthers())
}
