package search_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/mapping"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/data/sqlite"
	"tracuu/search"
	"tracuu/search/eval"
)

// What the search is measured on is not part of the project: the national
// catalogue, 153,825 headlines, 22,643 whole articles, and questions.
const benchShared = "../../shared/data/"

var (
	benchCorpus  = []string{"procedures.jsonl.gz", "articles_headlines.jsonl.gz", "articles_vnds.jsonl.gz"}
	benchQueries = []string{"queries/dev.jsonl", "queries/unlabelled.jsonl"}
)

// benchSeed fixes the order of the queries and the slips of their twins.
const benchSeed = 2026

// benchWarmUp is how many queries each side answers before times are taken.
const benchWarmUp = 100

// BenchmarkAgainstPeer asks the whole pipeline and a plain bleve index the same
// questions in turn, each once, in one process: the development set, its twins
// and the unlabelled set, shuffled. Ours reads the query, ranks both kinds,
// fetches the ten records from the store and cuts their snippets; "facets" is
// the same with facets counted. The peer's time is that of its search alone.
//
// Ratios are of medians: a class of twins against the queries as they are.
// TRACUU_BENCH_DIR names a folder that keeps store and indexes between runs;
// memory is told truly only by a run that finds them there.
func BenchmarkAgainstPeer(b *testing.B) {
	s := openBench(b)
	peer := s.openPeer(b)
	queries := benchQuerySet(b)
	for _, q := range queries[:benchWarmUp] {
		s.page(b, q.Text, false)
	}
	resident := residentMB(b) // ours alone so far, mapped files included
	for _, q := range queries[:benchWarmUp] {
		peer.search(b, q.Text)
	}
	var all struct{ ours, facets, peer []time.Duration }
	classes := map[string][]time.Duration{}
	for b.Loop() {
		for _, q := range queries {
			ours := timed(func() { s.page(b, q.Text, false) })
			all.ours = append(all.ours, ours)
			all.peer = append(all.peer, timed(func() { peer.search(b, q.Text) }))
			all.facets = append(all.facets, timed(func() { s.page(b, q.Text, true) }))
			classes[queryClass(q)] = append(classes[queryClass(q)], ours)
		}
	}
	for name, took := range map[string][]time.Duration{"ours": all.ours, "facets": all.facets, "peer": all.peer} {
		b.ReportMetric(percentile(took, 0.50), name+"-p50-ms")
		b.ReportMetric(percentile(took, 0.99), name+"-p99-ms")
	}
	plain := percentile(classes[plainClass], 0.50)
	for _, class := range eval.TwinNames() {
		b.ReportMetric(percentile(classes[class], 0.50)/plain, class+"/plain")
	}
	b.ReportMetric(resident, "rss-MB")
	b.ReportMetric(s.indexMB(b), "ours-MB")
	b.ReportMetric(folderMB(b, peer.dir), "peer-MB")
}

// BenchmarkSuggest completes every beginning of 60 queries, as they are without
// marks and in Telex.
func BenchmarkSuggest(b *testing.B) {
	s := openBench(b)
	var typed []string
	for _, q := range benchQuerySet(b) {
		if class := queryClass(q); class == "bare" || class == "telex" {
			typed = append(typed, q.Text)
		}
		if len(typed) == 60 {
			break
		}
	}
	suggest := func(text string) {
		if _, err := s.index.Suggest(b.Context(), text, 8); err != nil {
			b.Fatal(err)
		}
	}
	for _, q := range typed {
		suggest(q)
	}
	var took []time.Duration
	for b.Loop() {
		for _, q := range typed {
			for i := range q {
				took = append(took, timed(func() { suggest(q[:i]) }))
			}
			took = append(took, timed(func() { suggest(q) }))
		}
	}
	b.ReportMetric(percentile(took, 0.50), "p50-ms")
	b.ReportMetric(percentile(took, 0.99), "p99-ms")
	b.ReportMetric(percentile(took, 1), "max-ms")
}

// benchSite is a store and its index, filled.
type benchSite struct {
	dir   string
	store *sqlite.DB
	index *search.Index
}

// openBench opens the folder of the benchmarks and brings it up to date.
func openBench(b *testing.B) *benchSite {
	b.Helper()
	for _, name := range slices.Concat(benchCorpus, benchQueries) {
		if _, err := os.Stat(benchShared + name); err != nil {
			b.Skipf("needs %s at ../shared/data beside the project", name)
		}
	}
	s := &benchSite{dir: os.Getenv("TRACUU_BENCH_DIR")}
	if s.dir == "" {
		s.dir = b.TempDir()
	}
	noError(b, os.MkdirAll(s.dir, 0o755))
	var err error
	s.store, err = sqlite.Open(b.Context(), filepath.Join(s.dir, "tracuu.db"), time.Now)
	noError(b, err)
	b.Cleanup(func() { noError(b, s.store.Close()) })
	s.fill(b)
	id, _, err := s.store.Stamp(b.Context())
	noError(b, err)
	s.index, err = search.Open(filepath.Join(s.dir, "index"), id)
	noError(b, err)
	b.Cleanup(func() { noError(b, s.index.Close()) })
	_, err = s.index.CatchUp(b.Context(), s.store, nil)
	noError(b, err)
	return s
}

// fill imports what is not there yet, a note for each file that is.
func (s *benchSite) fill(b *testing.B) {
	for _, name := range benchCorpus {
		note := filepath.Join(s.dir, name+".imported")
		if _, err := os.Stat(note); err == nil {
			continue
		}
		src, err := ingest.Open(b.Context(), benchShared+name, nil)
		noError(b, err)
		im := ingest.Importer{Store: s.store}
		_, err = im.Run(b.Context(), src)
		noError(b, errors.Join(err, src.Close()))
		noError(b, os.WriteFile(note, nil, 0o644))
	}
}

// page does what the results page does short of writing HTML.
func (s *benchSite) page(b *testing.B, text string, facets bool) {
	res, err := s.index.Search(b.Context(), search.Query{Text: text, Facets: facets})
	noError(b, err)
	var codes []string
	var ids []int64
	for _, h := range res.Hits {
		if h.Kind == data.KindProcedure {
			codes = append(codes, h.ID)
		} else if id, err := strconv.ParseInt(h.ID, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	procedures, err := s.store.Procedures(b.Context(), codes)
	noError(b, err)
	articles, err := s.store.Articles(b.Context(), ids)
	noError(b, err)
	if len(procedures)+len(articles) != len(res.Hits) {
		b.Fatalf("%q: %d hits, records of %d", text, len(res.Hits), len(procedures)+len(articles))
	}
	marker := search.NewHighlighter(text, res.ReadAs...)
	const snippetBytes = 260
	var work sync.WaitGroup
	for _, p := range procedures {
		work.Go(func() { marker.Mark(p.Name); marker.Snippet(search.ProcedureText(&p), snippetBytes) })
	}
	for _, a := range articles {
		work.Go(func() { marker.Mark(a.Title); marker.Snippet(search.ArticleText(&a), snippetBytes) })
	}
	work.Wait()
}

func (s *benchSite) indexMB(b *testing.B) float64 {
	return folderMB(b, filepath.Join(s.dir, "index"))
}

// benchPeer is bleve as one sets it up in an afternoon: one analyser, title and
// text, its own BM25, everything that has one of the words. It reads the same
// folded words as ours.
type benchPeer struct {
	dir   string
	index bleve.Index
}

var peerDone = []byte("done")

// openPeer opens the peer's index, and builds it from the store if that has
// not been done.
func (s *benchSite) openPeer(b *testing.B) *benchPeer {
	b.Helper()
	p := &benchPeer{dir: filepath.Join(s.dir, "peer")}
	id, _, err := s.store.Stamp(b.Context())
	noError(b, err)
	if !p.open(id) {
		noError(b, os.RemoveAll(p.dir))
		p.build(b, s.store, id)
		if !p.open(id) { // anew, so that files merged on the way are gone
			b.Fatal("the peer's index cannot be opened")
		}
	}
	b.Cleanup(func() { noError(b, p.index.Close()) })
	return p
}

// open opens an index that was built to its end from the store named id.
func (p *benchPeer) open(id string) bool {
	index, err := bleve.Open(p.dir)
	if err != nil {
		return false
	}
	p.index = index
	done, err := index.GetInternal(peerDone)
	return err == nil && string(done) == id || index.Close() != nil
}

func peerMapping(b *testing.B) mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	noError(b, m.AddCustomAnalyzer("folded", map[string]any{
		"type": custom.Name, "tokenizer": "tracuu_vi", "token_filters": []string{"tracuu_fold"},
	}))
	m.ScoringModel = "bm25"
	doc := bleve.NewDocumentStaticMapping()
	for _, field := range []string{"title", "text"} {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.IncludeInAll = "folded", false
		doc.AddFieldMappingsAt(field, f)
	}
	m.DefaultMapping = doc
	return m
}

func (p *benchPeer) build(b *testing.B, store *sqlite.DB, id string) {
	index, err := bleve.New(p.dir, peerMapping(b))
	noError(b, err)
	const size = 400
	add := func(batch *bleve.Batch, id, title, text string) {
		noError(b, batch.Index(id, map[string]string{"title": title, "text": text}))
	}
	for since := int64(0); ; {
		ps, err := store.ProcedureChanges(b.Context(), since, size)
		noError(b, err)
		if len(ps) == 0 {
			break
		}
		batch := index.NewBatch()
		for _, r := range ps {
			add(batch, r.Code, r.Name, search.ProcedureText(&r))
			since = r.Seq
		}
		noError(b, index.Batch(batch))
	}
	for since := int64(0); ; {
		as, err := store.ArticleChanges(b.Context(), since, size)
		noError(b, err)
		if len(as) == 0 {
			break
		}
		batch := index.NewBatch()
		for _, r := range as {
			add(batch, strconv.FormatInt(r.ID, 10), r.Title, search.ArticleText(&r))
			since = r.Seq
		}
		noError(b, index.Batch(batch))
	}
	noError(b, index.SetInternal(peerDone, []byte(id)))
	noError(b, index.Close())
}

func (p *benchPeer) search(b *testing.B, text string) {
	title := bleve.NewMatchQuery(text)
	title.SetField("title")
	body := bleve.NewMatchQuery(text)
	body.SetField("text")
	_, err := p.index.SearchInContext(b.Context(), bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(title, body), 10, 0, false))
	noError(b, err)
}

// plainClass is the class of queries as people wrote them.
const plainClass = "plain"

// queryClass is the twin that a query is, or plain; the unlabelled queries,
// which have no twins, are a class of their own.
func queryClass(q eval.Query) string {
	if q.Unjudged {
		return "unlabelled"
	}
	if _, twin, ok := strings.Cut(q.ID, "+"); ok {
		return twin
	}
	return plainClass
}

// benchQuerySet is every query once, a tenth of them in short runs.
func benchQuerySet(b *testing.B) []eval.Query {
	b.Helper()
	var lines []byte
	for _, name := range benchQueries {
		file, err := os.ReadFile(benchShared + name)
		noError(b, err)
		lines = append(append(lines, file...), '\n')
	}
	all, err := eval.ReadQueries(bytes.NewReader(lines), "benchmark", eval.Qrels{})
	noError(b, err)
	judged := slices.DeleteFunc(slices.Clone(all), func(q eval.Query) bool { return q.Unjudged })
	twins, err := eval.Twins(judged, eval.TwinNames(), benchSeed)
	noError(b, err)
	all = append(all, twins...)
	rng := rand.New(rand.NewPCG(benchSeed, 0))
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	if testing.Short() {
		all = all[:len(all)/10]
	}
	return all
}

func timed(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

// percentile is in milliseconds.
func percentile(took []time.Duration, p float64) float64 {
	took = slices.Sorted(slices.Values(took))
	return took[min(int(p*float64(len(took))), len(took)-1)].Seconds() * 1000
}

func folderMB(b *testing.B, dir string) float64 {
	var bytes int64
	noError(b, filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	}))
	return float64(bytes) / 1e6
}

// residentMB is the memory this process holds.
func residentMB(b *testing.B) float64 {
	debug.FreeOSMemory()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("the system does not tell a process's memory")
	}
	var kB float64
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, err = fmt.Sscan(rest, &kB)
			noError(b, err)
		}
	}
	return kB * 1024 / 1e6
}

func noError(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
