package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/data/sample"
)

// sampleIndex is an index over the embedded sample.
func sampleIndex(t testing.TB) *Index {
	t.Helper()
	procedures, articles, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	m := newMemory()
	for _, p := range procedures {
		m.put(p)
	}
	for i, a := range articles {
		a.ID = int64(i + 1)
		m.putArticle(a)
	}
	ix := openIndex(t, t.TempDir(), m)
	t.Cleanup(func() { closeIndex(t, ix) })
	catchUp(t, ix, m)
	return ix
}

func TestSearch(t *testing.T) {
	ix := sampleIndex(t)
	for _, c := range []struct {
		query string
		first string
		match Match
	}{
		{"đăng ký khai sinh", "1.001193", MatchCertain},
		{"dang ky khai sinh", "1.001193", MatchCertain},
		{"ĐĂNG KÝ KHAI SINH", "1.001193", MatchCertain},
		{"Thủ tục đăng ký khai sinh", "1.001193", MatchCertain},
		{"Đăng kí khai sinh", "1.001193", MatchCertain},
		{"đăng ký khai sinh cho con ở đâu", "1.001193", MatchCertain},
		{"1.001193", "1.001193", MatchCertain},
		{"thủ tục mã 1,001193.", "1.001193", MatchCertain},
		{"1001193", "1.001193", MatchCertain},
		{"mã 1 001193 cần giấy tờ gì", "1.001193", MatchCertain},
		{"thường trú 75/2022/TT-BTC", "1.004222", MatchCertain},
		{" 1.001193.H19 ", "1.001193", MatchCertain},
		{"đăng ký kết hôn", "1.000894", MatchCertain},
		{"xóa đăng ký thường trú", "1.003197", MatchCertain},
	} {
		res, err := ix.Search(t.Context(), Query{Text: c.query})
		if err != nil || len(res.Hits) == 0 {
			t.Errorf("%q: no hits, %v", c.query, err)
			continue
		}
		if res.Hits[0].ID != c.first || res.Match != c.match {
			t.Errorf("%q: first %s, %s; want %s, %s", c.query, res.Hits[0].ID, res.Match, c.first, c.match)
		}
		if res.Took <= 0 || res.Total < len(res.Hits) {
			t.Errorf("%q: took %v, total %d of %d hits", c.query, res.Took, res.Total, len(res.Hits))
		}
	}
}

func TestSearchPages(t *testing.T) {
	ix := sampleIndex(t)
	all := ids(t, ix, Query{Text: "đăng ký", Limit: 30})
	var paged []string
	for offset := 0; offset < 30; offset += 7 {
		paged = append(paged, ids(t, ix, Query{Text: "đăng ký", Offset: offset, Limit: 7})...)
	}
	if len(all) < 20 || !cmp.Equal(all, paged[:len(all)]) {
		t.Errorf("pages do not add up:\n%q\n%q", all, paged)
	}
	if got := ids(t, ix, Query{Text: "đăng ký", Offset: 1 << 40, Limit: -3}); len(got) != 0 {
		t.Errorf("far beyond the end: %q", got)
	}
}

// hostile are queries that must be text and nothing else.
var hostile = []string{
	"", " ", "\x00", "\xff\xfe", "̣́", "!!!", "+đăng -ký", `title:"a" OR *`, "a^1000 ~2 (", "'; DROP TABLE procedures; --",
	"<script>alert(1)</script>", "😀😀", strings.Repeat("đăng ký ", 2000), strings.Repeat("a", 10_000), "1.0011930000000000000000000000000000000000",
	"٣٤٥", "ｄａｎｇ ｋｙ", "\u202eđăng ký", "[a TO z]", "đ", "/.*/", "_id:*",
}

func TestHostileQueries(t *testing.T) {
	ix := sampleIndex(t)
	for _, q := range hostile {
		if _, err := ix.Search(t.Context(), Query{Text: q}); err != nil {
			t.Errorf("%.40q: %v", q, err)
		}
		NewHighlighter(q).Snippet("Đăng ký khai sinh <b>\xff", 10)
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range hostile {
		f.Add(q)
	}
	ix := sampleIndex(f)
	f.Fuzz(func(t *testing.T, q string) {
		res, err := ix.Search(t.Context(), Query{Text: q})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Hits) == 0 && res.Match != MatchNone {
			t.Errorf("match %s without hits", res.Match)
		}
	})
}

func BenchmarkSearchSample(b *testing.B) {
	ix := sampleIndex(b)
	for b.Loop() {
		if _, err := ix.Search(b.Context(), Query{Text: "đăng ký khai sinh cho con cần giấy tờ gì"}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestLegalNumbers(t *testing.T) {
	for text, want := range map[string][]string{
		"Thông tư số 85/2019/TT-BTC ngày 29/11/2019": {"85/2019/tt-btc", "85/2019"},
		"163/QĐ-BTP":                {"163/qd-btp"},
		"Luật 43/2024/QH15, 5/2020": {"43/2024/qh15", "43/2024", "5/2020"},
		"ngày 30/4/2026, 24/24 giờ": nil,
	} {
		if got := legalNumbers(text); !cmp.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestSearchByNumber: whoever knows the number of a law finds what rests on it,
// and an unknown one is words.
func TestSearchByNumber(t *testing.T) {
	m := newMemory()
	a, b := proc("1.000001", "Cấp giấy phép"), proc("1.000002", "Thu phí năm 2019 điều 85")
	a.LegalBasis = []data.LegalRef{{Number: "85/2019/TT-BTC"}}
	m.put(a)
	m.put(b)
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	for query, want := range map[string][]string{
		"85/2019":                 {"procedure 1.000001"},
		"Thông tư 85/2019/tt-btc": {"procedure 1.000001"},
		"85/2018":                 {"procedure 1.000002", "procedure 1.000001"},
	} {
		if got := ids(t, ix, Query{Text: query}); !cmp.Equal(got, want) {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
	if got := ids(t, ix, Query{Text: "9.999999"}); len(got) != 0 {
		t.Errorf("an unknown code finds %q", got)
	}
}

func TestWhyNamesWhatStandsInTheTitle(t *testing.T) {
	m := newMemory()
	m.put(proc("1.000001", "Đăng ký thường trú"))
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	res, err := ix.Search(t.Context(), Query{Text: "sổ đỏ và hộ khẩu", Off: PartNeeds})
	if err != nil || len(res.Hits) != 1 {
		t.Fatal(res, err)
	}
	want := []Why{{"hộ khẩu", "thường trú", ByLexicon}}
	if diff := cmp.Diff(want, res.Hits[0].Why); diff != "" {
		t.Error(diff)
	}
}

func TestMonths(t *testing.T) {
	for text, want := range map[string]int{
		"con sinh tháng 12/2023": 0, "sinh thang 1/2020 khai sinh": 0, "thông tư 12/2023": 1, "tháng 85/2019": 1, "tháng 12/2023/TT-BTC": 1,
	} {
		if got := read(text).numbers; len(got) != want {
			t.Errorf("%q: numbers %q", text, got)
		}
	}
}
