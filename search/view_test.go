package search

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// TestViewsFollow moves a store by many steps: after each CatchUp searches see
// its state, no older and no newer one.
func TestViewsFollow(t *testing.T) {
	m := newMemory()
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	code := func(i int) string { return fmt.Sprintf("1.%06d", i) }
	see := func(step string) {
		t.Helper()
		catchUp(t, ix, m)
		want := map[string]bool{}
		words, titles, length := 0, 0, 0
		for _, p := range m.procedures {
			if p.Visibility == data.Shown {
				want["procedure "+p.Code] = true
				length += countWords(procedureDocument(&p).Body)
				titles += countWords(p.Name)
				words++
			}
		}
		got := map[string]bool{}
		for _, id := range ids(t, ix, Query{Text: "tàu cá", Limit: MaxLimit}) {
			got[id] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-shown by the store +found)\n%s", step, diff)
		}
		v := ix.views[data.KindProcedure]
		if v.docs != words || v.length != float64(length)/float64(max(words, 1)) || v.titles != float64(titles)/float64(max(words, 1)) {
			t.Errorf("%s: %d documents of %v words, titles of %v; want %d of %d and %d in all", step, v.docs, v.length, v.titles, words, length, titles)
		}
		if len(v.ids) != words {
			t.Errorf("%s: %d ids of %d", step, len(v.ids), words)
		}
		settle(t, ix, m)
	}
	see("empty")
	for i := range 40 {
		m.put(proc(code(i), fmt.Sprintf("Đăng ký tàu cá số %d", i)))
	}
	see("new")
	for i := range 10 {
		m.put(proc(code(i*2), fmt.Sprintf("Gia hạn tàu cá dài hơn trước số %d", i)))
	}
	see("changed")
	for _, id := range ids(t, ix, Query{Text: "gia hạn tàu cá dài hơn trước"}) {
		if name := m.procedures[id[len("procedure "):]].Name; !strings.HasPrefix(name, "Gia hạn") {
			t.Errorf("before the renamed ones: %q", name)
		}
	}
	for i := range 15 {
		p := m.procedures[code(i)]
		p.Visibility = data.Hidden
		m.put(p)
	}
	see("hidden, and nothing else")
	for i := range 3 {
		p := m.procedures[code(i)]
		p.Visibility = data.Shown
		m.put(p)
		m.put(proc(code(100+i), fmt.Sprintf("Xóa tàu cá số %d", i)))
	}
	see("shown again, and new")
	for _, p := range m.procedures {
		p.Visibility = data.Hidden
		m.put(p)
	}
	see("all hidden")
	if got := ids(t, ix, Query{Text: "tàu cá"}); len(got) != 0 {
		t.Errorf("found in an empty index: %q", got)
	}
}

// settle catches up until the views are those of the index, whose engine goes
// on merging for a while: then nothing is left to do.
func settle(t *testing.T, ix *Index, m *memory) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ix.Stale(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("catching up leaves the views stale")
		}
		catchUp(t, ix, m)
	}
}

func TestNothingNewKeepsTheView(t *testing.T) {
	m := newMemory()
	m.put(proc("1.000001", "Đăng ký tàu cá"))
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	settle(t, ix, m)
	before := ix.views[data.KindProcedure]
	catchUp(t, ix, m)
	if ix.views[data.KindProcedure] != before {
		t.Error("a new view of the same state")
	}
}

func TestSegmentsAreShared(t *testing.T) {
	m := newMemory()
	for i := range 30 {
		m.put(proc(fmt.Sprintf("1.%06d", i), fmt.Sprintf("Đăng ký tàu cá số %d", i)))
	}
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	idx := ix.shards[data.KindProcedure].index
	first, err := newView(idx, data.KindProcedure, ix.lexis, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := newView(idx, data.KindProcedure, ix.lexis, first)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	known := map[uint64]*segment{}
	for _, s := range first.segments {
		known[s.id] = s
	}
	shared := 0
	for _, s := range second.segments {
		if old, ok := known[s.id]; ok {
			if s != old {
				t.Errorf("segment %d was read again", s.id)
			}
			shared++
		}
	}
	if shared == 0 && len(second.segments) == len(first.segments) {
		t.Error("no segment is in both")
	}
	for doc := range second.size {
		r := second.record(doc)
		if at, ok := second.ids[r.id]; !ok || at != doc {
			t.Errorf("%s is document %d, in ids %d", r.id, doc, at)
		}
	}
}

func TestManyBatches(t *testing.T) {
	m := newMemory()
	const n = 2*batchSize + 17
	for i := range n {
		m.put(proc(fmt.Sprintf("1.%06d", i), "Đăng ký tàu cá"))
		m.putArticle(data.Article{ID: int64(i), Title: fmt.Sprintf("Tin %d", i)})
	}
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	var told []int
	got, err := ix.CatchUp(t.Context(), m, func(done int) { told = append(told, done) })
	if err != nil || got != 2*n {
		t.Errorf("went through %d records, %v", got, err)
	}
	if len(told) != 6 || !slices.IsSorted(told) || told[5] != 2*n || told[0] != batchSize {
		t.Errorf("progress %v", told)
	}
	for _, k := range kinds {
		if v := ix.views[k]; v.docs != n {
			t.Errorf("%d of %s", v.docs, k)
		}
	}
	settle(t, ix, m)
	mustAgree(t, ix, m)
}

// TestSearchesBesideWriting: while records come, change and go and the index is
// rebuilt, what does not change is found by every search.
func TestSearchesBesideWriting(t *testing.T) {
	m := newMemory()
	for i := range 60 {
		m.put(proc(fmt.Sprintf("1.%06d", i), fmt.Sprintf("Thủ tục tàu cá số %d", i)))
		m.putArticle(data.Article{ID: int64(i), Title: fmt.Sprintf("Tàu cá số %d", i)})
	}
	m.put(proc("2.000001", "Đăng ký kết hôn"))
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	beside := func(once func() bool) {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if !once() {
						return
					}
				}
			}
		})
	}
	beside(func() bool {
		res, err := ix.Search(t.Context(), Query{Text: "dang ky ket hon", Facets: true})
		if err != nil || len(res.Hits) == 0 || res.Hits[0].ID != "2.000001" {
			t.Errorf("search: %+v, %v", res, err)
			return false
		}
		return true
	})
	beside(func() bool {
		got, err := ix.Suggest(t.Context(), "kết h", 3)
		if err != nil || len(got) == 0 || got[0].ID != "2.000001" {
			t.Errorf("suggest: %+v, %v", got, err)
			return false
		}
		return true
	})
	beside(func() bool {
		ix.SetPopular([]string{"2.000001"})
		ix.SetProvince("Khánh Hòa")
		return true
	})
	for round := range 3 {
		for i := range 20 {
			p := proc(fmt.Sprintf("1.%06d", (round*7+i)%70), fmt.Sprintf("Thủ tục tàu cá lượt %d số %d", round, i))
			if (round+i)%5 == 0 {
				p.Visibility = data.Hidden
			}
			m.put(p)
		}
		catchUp(t, ix, m)
		if round == 1 {
			if _, err := ix.Rebuild(t.Context(), m, nil); err != nil {
				t.Error(err)
			}
		}
	}
	close(stop)
	wg.Wait()
	mustAgree(t, ix, m)
}

func TestProvince(t *testing.T) {
	m := newMemory()
	provincial := func(code, agency string) {
		p := proc(code, "Hỗ trợ ngư dân mua máy định vị")
		p.Decision, p.Agency = "12"+code[7:]+"/QĐ-UBND", agency
		m.put(p)
	}
	provincial("1.000001", "Ủy ban nhân dân tỉnh Lâm Đồng")
	provincial("1.000002", "Ủy ban nhân dân tỉnh Khánh Hòa")
	alone := proc("1.000003", "Hỗ trợ ngư dân đóng mới tàu")
	alone.Decision, alone.Agency = "77/QĐ-UBND", "Ủy ban nhân dân tỉnh Lâm Đồng"
	m.put(alone)
	national := proc("1.000004", "Hỗ trợ ngư dân học nghề")
	national.Decision, national.Agency = "77/QĐ-BNNMT", "Ủy ban nhân dân tỉnh Lâm Đồng"
	m.put(national)
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	first := func(text string) Hit {
		t.Helper()
		res, err := ix.Search(t.Context(), Query{Text: text})
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%q: %v", text, err)
		}
		return res.Hits[0]
	}
	suggested := func() (out []string) {
		t.Helper()
		got, err := ix.Suggest(t.Context(), "hỗ trợ ngư dân", 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range got {
			out = append(out, s.ID)
		}
		slices.Sort(out)
		return out
	}
	for _, c := range []struct {
		province, representative string
		suggested                []string
	}{
		{"", "1.000001", []string{"1.000001", "1.000003", "1.000004"}},
		{"Khánh Hòa", "1.000002", []string{"1.000002", "1.000004"}},
		{"Lâm Đồng", "1.000001", []string{"1.000001", "1.000003", "1.000004"}},
		{"Cà Mau", "1.000001", []string{"1.000004"}},
		{"", "1.000001", []string{"1.000001", "1.000003", "1.000004"}},
	} {
		ix.SetProvince(c.province)
		h := first("hỗ trợ ngư dân mua máy định vị")
		if h.ID != c.representative || len(h.Variants) != 1 {
			t.Errorf("for %q: %+v", c.province, h)
		}
		if got := suggested(); !cmp.Equal(got, c.suggested) {
			t.Errorf("suggested for %q: %q, want %q", c.province, got, c.suggested)
		}
	}
	ix.SetProvince("Khánh Hòa")
	if h := first("hỗ trợ ngư dân đóng mới tàu"); h.ID != "1.000003" {
		t.Errorf("what only another province has is not found: %+v", h)
	}
	if got := ids(t, ix, Query{Text: "hỗ trợ ngư dân"}); len(got) != 3 || got[2] != "procedure 1.000003" {
		t.Errorf("the foreign one is not last: %q", got)
	}
}
