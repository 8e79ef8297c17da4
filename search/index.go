package search

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"

	"tracuu/data"
	"tracuu/search/lexicon"
)

// Index finds procedures and articles. It lives in a folder of generations:
// each rebuild fills a new one, and the file CURRENT names the one in use.
// Searching is safe from many goroutines, beside catching up and rebuilding.
type Index struct {
	dir       string
	shards    map[data.Kind]*shard
	views     map[data.Kind]*view // what searches read
	lexis     *lexis
	questions questionWords
	knowledge *knowledge
	speller   *speller
	suggester func() *suggester // made when first asked for: not needed to start
	province  string            // procedures other provinces published are ranked behind; empty: all are alike
	popular   map[string]int    // of procedures, their place among the most read
	care      *Care             // what staff taught
	shown     int64             // how often views were exchanged

	write  sync.Mutex   // one writer: catching up, rebuilding or setting the province
	handle sync.RWMutex // held for reading by searches, for writing while views are exchanged or closed
	broken atomic.Bool  // bleve has failed on its files: the next CatchUp begins anew
	gen    int

	viewed  time.Time     // when the views were last renewed
	looking time.Duration // how long that took
}

// shard is the bleve index of one kind, for writing. Kinds have indexes of their own so that
// 150,000 headlines do not change what a rare word is worth among procedures.
type shard struct {
	index bleve.Index
	seq   int64 // how far the index has followed the store
}

var kinds = []data.Kind{data.KindProcedure, data.KindArticle}

// Keys of what an index remembers about itself.
var (
	keySchema = []byte("schema")
	keyStore  = []byte("store")
	keySeq    = []byte("seq")
)

const currentFile = "CURRENT"

// Open opens the index in dir for the store named by storeID. An index that is
// missing, broken, of another store or of another schema is begun anew and
// empty: [Index.CatchUp] fills it.
func Open(dir, storeID string) (*Index, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("index folder: %w", err)
	}
	words, err := lexicon.Load()
	if err != nil {
		return nil, err
	}
	ix := &Index{dir: dir, lexis: newLexis(), questions: newQuestionWords(), knowledge: newKnowledge(words), care: &Care{}}
	gen, ok := readCurrent(dir)
	if ok {
		if shards, err := openGeneration(ix.genDir(gen), storeID); err == nil {
			err := ix.begin(gen, shards)
			if err == nil {
				return ix, ix.removeOthers()
			}
			// what cannot be read is begun anew
			_ = closeShards(shards)
		}
	}
	shards, err := newGeneration(ix.genDir(gen+1), storeID)
	if err != nil {
		return nil, err
	}
	if err := ix.begin(gen+1, shards); err != nil {
		return nil, errors.Join(err, closeShards(shards))
	}
	if err := ix.writeCurrent(); err != nil {
		return nil, errors.Join(err, closeViews(ix.views), closeShards(shards))
	}
	return ix, ix.removeOthers()
}

func (ix *Index) genDir(gen int) string {
	return filepath.Join(ix.dir, fmt.Sprintf("g%06d", gen))
}

func readCurrent(dir string) (gen int, ok bool) {
	b, err := os.ReadFile(filepath.Join(dir, currentFile))
	if err != nil {
		return 0, false
	}
	gen, err = strconv.Atoi(strings.TrimSpace(string(b)))
	return gen, err == nil && gen > 0
}

// writeCurrent names the generation in use. The rename is what makes it so.
func (ix *Index) writeCurrent() error {
	tmp := filepath.Join(ix.dir, currentFile+".new")
	if err := os.WriteFile(tmp, []byte(strconv.Itoa(ix.gen)+"\n"), 0o644); err != nil {
		return fmt.Errorf("index: %w", meaning(err))
	}
	return os.Rename(tmp, filepath.Join(ix.dir, currentFile))
}

// removeOthers deletes generations left behind by a rebuild or a crash.
func (ix *Index) removeOthers() error {
	entries, err := os.ReadDir(ix.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "g") && e.Name() != filepath.Base(ix.genDir(ix.gen)) {
			if err := os.RemoveAll(filepath.Join(ix.dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func openGeneration(dir, storeID string) (map[data.Kind]*shard, error) {
	shards := map[data.Kind]*shard{}
	for _, k := range kinds {
		s, err := openShard(filepath.Join(dir, string(k)), storeID)
		if err != nil {
			return nil, errors.Join(err, closeShards(shards))
		}
		shards[k] = s
	}
	return shards, nil
}

func openShard(path, storeID string) (*shard, error) {
	var idx bleve.Index
	err := guard(func() (err error) {
		idx, err = bleve.OpenUsing(path, map[string]any{"bolt_timeout": "2s"})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", filepath.Base(path), err)
	}
	schema, err1 := idx.GetInternal(keySchema)
	store, err2 := idx.GetInternal(keyStore)
	seq, err3 := idx.GetInternal(keySeq)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	n, err := strconv.ParseInt(string(seq), 10, 64)
	if err != nil || string(schema) != strconv.Itoa(schemaVersion) || string(store) != storeID {
		return nil, errors.Join(errors.New("index of another store or schema"), idx.Close())
	}
	return &shard{index: idx, seq: n}, nil
}

func newGeneration(dir, storeID string) (map[data.Kind]*shard, error) {
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return nil, meaning(err)
	}
	m, err := newMapping()
	if err != nil {
		return nil, fmt.Errorf("index mapping: %w", err)
	}
	shards := map[data.Kind]*shard{}
	for _, k := range kinds {
		idx, err := bleve.NewUsing(filepath.Join(dir, string(k)), m, bleve.Config.DefaultIndexType,
			bleve.Config.DefaultKVStore, map[string]any{"bolt_timeout": "2s"})
		if err != nil {
			return nil, errors.Join(fmt.Errorf("create index %s: %w", k, meaning(err)), closeShards(shards))
		}
		b := idx.NewBatch()
		b.SetInternal(keySchema, []byte(strconv.Itoa(schemaVersion)))
		b.SetInternal(keyStore, []byte(storeID))
		b.SetInternal(keySeq, []byte("0"))
		shards[k] = &shard{index: idx}
		if err := idx.Batch(b); err != nil {
			return nil, errors.Join(meaning(err), closeShards(shards))
		}
	}
	return shards, nil
}

func closeShards(shards map[data.Kind]*shard) error {
	var errs []error
	for _, s := range shards {
		errs = append(errs, guard(s.index.Close))
	}
	return errors.Join(errs...)
}

// begin takes the first views of a generation.
func (ix *Index) begin(gen int, shards map[data.Kind]*shard) error {
	views, err := ix.newViews(shards, nil)
	if err != nil {
		return err
	}
	speller, err := ix.newSpeller(views)
	if err != nil {
		return errors.Join(err, closeViews(views))
	}
	ix.gen, ix.shards, ix.views, ix.speller, ix.suggester = gen, shards, views, speller, ix.suggestFrom(views)
	go speller.written()
	return nil
}

// SetProvince names the province served, as in [data.Provinces]: procedures that
// other provinces published for themselves are ranked behind. At first, and
// with the empty name, all are alike.
func (ix *Index) SetProvince(name string) {
	ix.write.Lock() // or a view being made would bring the suggestions of the old province
	defer ix.write.Unlock()
	ix.handle.Lock()
	defer ix.handle.Unlock()
	ix.province = name
	suggester := ix.suggestFrom(ix.views)
	ix.suggester = suggester
	go suggester()
}

// SetPopular names the procedures that are read most, the most read first:
// where all else is alike they come first.
func (ix *Index) SetPopular(codes []string) {
	ranks := make(map[string]int, len(codes))
	for i, c := range codes {
		ranks[c] = i
	}
	ix.handle.Lock()
	defer ix.handle.Unlock()
	ix.popular = ranks
}

// popularRank is the place of a procedure among the most read; behind all of
// them if it is not.
func (ix *Index) popularRank(code string) int {
	if n, ok := ix.popular[code]; ok {
		return n
	}
	return len(ix.popular)
}

// newViews takes views of the shards as they stand; what has not changed since
// earlier views of the same shards, which may be nil, is shared with them.
func (ix *Index) newViews(shards map[data.Kind]*shard, since map[data.Kind]*view) (map[data.Kind]*view, error) {
	views := map[data.Kind]*view{}
	for _, k := range kinds {
		err := guard(func() (err error) {
			views[k], err = newView(shards[k].index, k, ix.lexis, since[k])
			return err
		})
		if err != nil {
			delete(views, k)
			return nil, errors.Join(fmt.Errorf("read index %s: %w", k, err), closeViews(views))
		}
	}
	return views, nil
}

func closeViews(views map[data.Kind]*view) error {
	var errs []error
	for _, v := range views {
		errs = append(errs, guard(v.Close))
	}
	return errors.Join(errs...)
}

// guard turns a panic into an error: on damaged files the engine panics, or
// reads beyond a mapped file. What it does on goroutines of its own is out of
// reach.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the index files are damaged: %v", v)
		}
	}()
	return f()
}

// Close waits for running searches and closes the index.
func (ix *Index) Close() error {
	ix.write.Lock()
	defer ix.write.Unlock()
	ix.handle.Lock()
	defer ix.handle.Unlock()
	return errors.Join(closeViews(ix.views), closeShards(ix.shards))
}
