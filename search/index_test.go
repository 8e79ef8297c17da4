package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// memory is a Source whose records a test moves by hand; each put takes the
// next step of the sequence, as the store does.
type memory struct {
	id         string
	seq        int64
	procedures map[string]data.Procedure
	articles   map[int64]data.Article
}

func newMemory() *memory {
	return &memory{id: "store-1", procedures: map[string]data.Procedure{}, articles: map[int64]data.Article{}}
}

func (m *memory) put(p data.Procedure) {
	m.seq++
	p.Seq = m.seq
	if p.Visibility == "" {
		p.Visibility = data.Shown
	}
	m.procedures[p.Code] = p
}

func (m *memory) putArticle(a data.Article) {
	m.seq++
	a.Seq = m.seq
	if a.Visibility == "" {
		a.Visibility = data.Shown
	}
	m.articles[a.ID] = a
}

func (m *memory) Stamp(context.Context) (string, int64, error) { return m.id, m.seq, nil }

func (m *memory) ProcedureChanges(_ context.Context, since int64, limit int) ([]data.Procedure, error) {
	var out []data.Procedure
	for _, p := range m.procedures {
		if p.Seq > since {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b data.Procedure) int { return int(a.Seq - b.Seq) })
	return out[:min(limit, len(out))], nil
}

func (m *memory) ArticleChanges(_ context.Context, since int64, limit int) ([]data.Article, error) {
	var out []data.Article
	for _, a := range m.articles {
		if a.Seq > since {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b data.Article) int { return int(a.Seq - b.Seq) })
	return out[:min(limit, len(out))], nil
}

func proc(code, name string) data.Procedure {
	return data.Procedure{Code: code, Name: name, Steps: "Nộp hồ sơ tại quầy"}
}

func openIndex(t testing.TB, dir string, m *memory) *Index {
	t.Helper()
	ix, err := Open(dir, m.id)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func catchUp(t testing.TB, ix *Index, m *memory) int {
	t.Helper()
	n, err := ix.CatchUp(t.Context(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func closeIndex(t testing.TB, ix *Index) {
	t.Helper()
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
}

// ids are the hits of a query in order, "kind id".
func ids(t testing.TB, ix *Index, q Query) []string {
	t.Helper()
	res, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, h := range res.Hits {
		out = append(out, string(h.Kind)+" "+h.ID)
	}
	return out
}

func mustAgree(t testing.TB, ix *Index, m *memory) {
	t.Helper()
	rep, err := ix.Check(t.Context(), m)
	if err != nil || !rep.OK() {
		t.Fatalf("index and store disagree: %+v, %v", rep, err)
	}
}

// A procedure of the same name stands in for the one that was found only if it,
// too, has what the filter asks for and bears the number asked for.
func TestFoldsOnlyWhatFits(t *testing.T) {
	commune, province := proc("1.000001", "Cấp giấy phép quỹ (cấp xã)"), proc("1.000002", "Cấp giấy phép quỹ (cấp tỉnh)")
	commune.Levels, province.Levels = []data.Level{data.LevelCommune}, []data.Level{data.LevelProvince}
	province.LegalBasis = []data.LegalRef{{Number: "85/2019/TT-BTC"}}
	m := newMemory()
	m.put(commune)
	m.put(province)
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	for _, q := range []Query{
		{Text: "giấy phép quỹ", Filter: Filter{Level: data.LevelProvince}},
		{Text: "85/2019"},
	} {
		if got := ids(t, ix, q); !cmp.Equal(got, []string{"procedure 1.000002"}) {
			t.Errorf("%+v: hits %q", q, got)
		}
	}
}

func TestFindsByNumberOnce(t *testing.T) {
	p := proc("1.000001", "Đăng ký khai sinh")
	p.Levels = []data.Level{data.LevelCommune}
	p.Aliases = []string{"1.000001.H19"}
	p.LegalBasis = []data.LegalRef{{Number: "85/2019/TT-BTC"}}
	m := newMemory()
	m.put(p)
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	for _, text := range []string{"85/2019 85/2019/TT-BTC", "1.000001 1.000001", "1.000001 1.000001.H19"} {
		if got := ids(t, ix, Query{Text: text}); !cmp.Equal(got, []string{"procedure 1.000001"}) {
			t.Errorf("%q: hits %q", text, got)
		}
	}
	if got := ids(t, ix, Query{Text: "1.000001", Filter: Filter{Level: data.LevelProvince}}); len(got) > 0 {
		t.Errorf("hits of another level: %q", got)
	}
}

func TestSuggestsNothingHidden(t *testing.T) {
	m := newMemory()
	m.put(proc("1.000001", "Đăng ký khai sinh"))
	m.put(proc("1.000002", "Đăng ký kết hôn"))
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	hidden := m.procedures["1.000001"] // the first document of the first segment
	hidden.Visibility = data.Hidden
	m.put(hidden)
	catchUp(t, ix, m)
	if got, err := ix.Suggest(t.Context(), "khai sinh", 8); err != nil || len(got) > 0 {
		t.Errorf("suggested %v, %v", got, err)
	}
}

func TestFollowsTheStore(t *testing.T) {
	m, dir := newMemory(), t.TempDir()
	m.put(proc("1.000001", "Đăng ký khai sinh"))
	m.put(proc("1.000002", "Đăng ký kết hôn"))
	m.putArticle(data.Article{ID: 1, Title: "Khai sinh trực tuyến", Body: "Bài viết"})
	ix := openIndex(t, dir, m)
	if n := catchUp(t, ix, m); n != 3 {
		t.Errorf("went through %d records", n)
	}
	if n := catchUp(t, ix, m); n != 0 {
		t.Errorf("went through %d records again", n)
	}
	mustAgree(t, ix, m)
	if got := ids(t, ix, Query{Text: "khai sinh"}); !cmp.Equal(got, []string{"procedure 1.000001", "article 1"}) {
		t.Errorf("hits %q", got)
	}
	if got := ids(t, ix, Query{Text: "khai sinh", Kind: data.KindArticle}); !cmp.Equal(got, []string{"article 1"}) {
		t.Errorf("articles %q", got)
	}

	renamed := proc("1.000001", "Đăng ký giám hộ")
	m.put(renamed)
	gone := m.procedures["1.000002"]
	gone.Visibility = data.Hidden
	m.put(gone)
	if n := catchUp(t, ix, m); n != 2 {
		t.Errorf("went through %d records", n)
	}
	mustAgree(t, ix, m)
	if got := ids(t, ix, Query{Text: "đăng ký"}); !cmp.Equal(got, []string{"procedure 1.000001"}) {
		t.Errorf("after renaming and hiding: %q", got)
	}
	closeIndex(t, ix)

	// It is all there after closing.
	ix = openIndex(t, dir, m)
	defer closeIndex(t, ix)
	if n := catchUp(t, ix, m); n != 0 {
		t.Errorf("a reopened index had to follow %d records", n)
	}
	mustAgree(t, ix, m)
}

// TestComesBack: whatever happens to the folder, opening and catching up gives
// an index that agrees with the store.
func TestComesBack(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, dir string, m *memory){
		"deleted": func(t *testing.T, dir string, _ *memory) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		},
		"pointer torn": func(t *testing.T, dir string, _ *memory) {
			if err := os.WriteFile(filepath.Join(dir, currentFile), []byte("g"), 0o644); err != nil {
				t.Fatal(err)
			}
		},
		"half deleted": func(t *testing.T, dir string, _ *memory) {
			if err := os.RemoveAll(filepath.Join(dir, "g000001", "article")); err != nil {
				t.Fatal(err)
			}
		},
		"meta torn": func(t *testing.T, dir string, _ *memory) {
			if err := os.WriteFile(filepath.Join(dir, "g000001", "procedure", "index_meta.json"), []byte("{"), 0o644); err != nil {
				t.Fatal(err)
			}
		},
		"bolt torn": func(t *testing.T, dir string, _ *memory) {
			if err := os.Truncate(filepath.Join(dir, "g000001", "procedure", "store", "root.bolt"), 16384); err != nil {
				t.Fatal(err)
			}
		},
		"another store": func(_ *testing.T, _ string, m *memory) { m.id = "store-2" },
		"store put back": func(_ *testing.T, _ string, m *memory) {
			m.seq = 0
			m.procedures = map[string]data.Procedure{}
			m.put(proc("1.000009", "Cấp bản sao trích lục"))
		},
		"crash left a generation": func(t *testing.T, dir string, _ *memory) {
			if err := os.MkdirAll(filepath.Join(dir, "g000002", "procedure"), 0o755); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			m, dir := newMemory(), filepath.Join(t.TempDir(), "index")
			for i := range 5 {
				m.put(proc(fmt.Sprintf("1.00000%d", i), fmt.Sprintf("Cấp bản sao loại %d", i)))
			}
			ix := openIndex(t, dir, m)
			catchUp(t, ix, m)
			closeIndex(t, ix)
			spoil(t, dir, m)
			ix = openIndex(t, dir, m)
			catchUp(t, ix, m)
			mustAgree(t, ix, m)
			if got := ids(t, ix, Query{Text: "cap ban sao"}); len(got) != len(m.procedures) {
				t.Errorf("%d of %d records are found", len(got), len(m.procedures))
			}
			closeIndex(t, ix)
			if entries, err := filepath.Glob(filepath.Join(dir, "g*")); err != nil || len(entries) != 1 {
				t.Errorf("generations left: %q, %v", entries, err)
			}
		})
	}
}

// TestFilesGoneBeside: the folder is deleted under an index in use. The write
// that fails is told, and the next one begins anew.
func TestFilesGoneBeside(t *testing.T) {
	m, dir := newMemory(), filepath.Join(t.TempDir(), "index")
	m.put(proc("1.000001", "Cấp bản sao"))
	ix := openIndex(t, dir, m)
	catchUp(t, ix, m)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	m.put(proc("1.000002", "Cấp bản sao trích lục"))
	if _, err := ix.CatchUp(t.Context(), m, nil); err == nil {
		t.Fatal("writing into a folder that is gone was no error")
	}
	if !ix.Broken() {
		t.Error("the index does not know that it is broken")
	}
	catchUp(t, ix, m)
	mustAgree(t, ix, m)
	if got := ids(t, ix, Query{Text: "cap ban sao"}); len(got) != 2 || ix.Broken() {
		t.Errorf("hits %q, broken %v", got, ix.Broken())
	}
	closeIndex(t, ix)
}

// TestCheckSees makes sure that a disagreement is noticed.
func TestCheckSees(t *testing.T) {
	m := newMemory()
	m.put(proc("1.000001", "Một"))
	m.put(proc("1.000002", "Hai"))
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	m.put(proc("1.000002", "Hai, sửa"))
	m.put(proc("1.000003", "Ba"))
	delete(m.procedures, "1.000001")
	if rep, err := ix.Check(t.Context(), m); err != nil || len(rep.Missing)+len(rep.Stale) > 0 {
		t.Errorf("changes not followed yet count as differences: %+v, %v", rep, err)
	}
	ix.shards[data.KindProcedure].seq = m.seq // as if it had followed
	rep, err := ix.Check(t.Context(), m)
	want := CheckReport{
		Procedures: 2, Missing: []string{"procedure 1.000003"},
		Extra: []string{"procedure 1.000001"}, Stale: []string{"procedure 1.000002"},
	}
	if diff := cmp.Diff(want, rep); err != nil || diff != "" || rep.OK() {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
}

// TestRebuildWhileSearching swaps in a new index under load: no search fails
// and none misses the record.
func TestRebuildWhileSearching(t *testing.T) {
	m := newMemory()
	for i := range 300 {
		m.put(proc(fmt.Sprintf("1.%06d", i), fmt.Sprintf("Thủ tục số %d", i)))
	}
	m.put(proc("2.000001", "Đăng ký tàu cá"))
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	stop, searches := make(chan struct{}), 0
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				res, err := ix.Search(t.Context(), Query{Text: "đăng ký tàu cá"})
				if err != nil || len(res.Hits) == 0 || res.Hits[0].ID != "2.000001" {
					t.Errorf("during a rebuild: %+v, %v", res, err)
					return
				}
				mu.Lock()
				searches++
				mu.Unlock()
			}
		})
	}
	for range 5 {
		if n, err := ix.Rebuild(t.Context(), m, nil); err != nil || n != 301 {
			t.Errorf("rebuilt %d records, %v", n, err)
		}
	}
	close(stop)
	wg.Wait()
	if searches == 0 {
		t.Error("no search ran")
	}
	mustAgree(t, ix, m)
	st, err := ix.Stats()
	if err != nil || st.Generation != 6 || st.Documents[data.KindProcedure] != 301 || st.Bytes[data.KindProcedure] == 0 {
		t.Errorf("stats %+v, %v", st, err)
	}
}

// TestRebuildThatFails leaves the old index as it was.
func TestRebuildThatFails(t *testing.T) {
	m := newMemory()
	m.put(proc("1.000001", "Một"))
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ix.Rebuild(ctx, cancelled{m}, nil); err == nil {
		t.Fatal("no error")
	}
	mustAgree(t, ix, m)
	if got := ids(t, ix, Query{Text: "một"}); len(got) != 1 {
		t.Errorf("hits %q", got)
	}
}

// cancelled is a source whose reading ends with its context, as SQL's does.
type cancelled struct{ *memory }

func (c cancelled) ProcedureChanges(ctx context.Context, since int64, limit int) ([]data.Procedure, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.memory.ProcedureChanges(ctx, since, limit)
}

// TestAnalyzers: each property is queried with the analyser it is indexed with.
func TestAnalyzers(t *testing.T) {
	m, err := newMapping()
	if err != nil {
		t.Fatal(err)
	}
	for prop, want := range propAnalyzers {
		if got := m.AnalyzerNameForPath(prop); got != want {
			t.Errorf("%s is queried with %q, indexed with %q", prop, got, want)
		}
	}
	terms := func(analyzer, text string) []string {
		var out []string
		for _, tok := range m.AnalyzerNamed(analyzer).Analyze([]byte(text)) {
			out = append(out, string(tok.Term))
		}
		return out
	}
	text := "Hoà giải ở Mỹ: 85/2019"
	for analyzer, want := range map[string][]string{
		"canonical": {"hòa", "giải", "ở", "mĩ", "85", "2019"},
		"fold":      {"hoa", "giai", "o", "mi", "85", "2019"},
		"pairs":     {"hoa giai", "giai o", "o mi", "mi 85", "85 2019"},
	} {
		if got := terms(analyzer, text); !cmp.Equal(got, want) {
			t.Errorf("%s: %q, want %q", analyzer, got, want)
		}
	}
	if got := terms("pairs", "một"); len(got) != 0 {
		t.Errorf("pairs of one word: %q", got)
	}
}
