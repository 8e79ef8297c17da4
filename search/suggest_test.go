package search

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// suggested is what Suggest answers, "group id".
func suggested(t *testing.T, ix *Index, text string, limit int) []string {
	t.Helper()
	got, err := ix.Suggest(t.Context(), text, limit)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	out := []string{}
	for _, s := range got {
		if s.Text == "" || s.ID == "" {
			t.Errorf("%q: %+v", text, s)
		}
		out = append(out, string(s.Group)+" "+s.ID)
	}
	return out
}

func TestSuggest(t *testing.T) {
	ix := sampleIndex(t)
	for typed, first := range map[string]string{
		"đăng ký khai s":      "1.001193",
		"Đăng ký kết":         "1.000894",
		"ket hon":             "1.000894", // any words of the name
		"hôn kết":             "1.000894",
		"lưu tr":              "2.001159",
		"thửa":                "1.012784",
		"dang ky thuong tr":   "1.004222",
		"ddawng ký kees":      "1.000894", // half-typed Telex
		"chứng thực di chu":   "2.001019",
		"chungthucdichuc":     "2.001019", // run together
		"chứng thực di chúcc": "2.001019",
		"vợ mới sin":          "1.001193", // a need
		"vo moi sinh":         "1.001193",
	} {
		got := suggested(t, ix, typed, 8)
		if len(got) == 0 || got[0] != "procedures "+first {
			t.Errorf("%q suggests %q, want %s first", typed, got, first)
		}
	}
	if got := suggested(t, ix, "ddawng k", 5); len(got) == 0 || !strings.HasPrefix(got[0], "procedures") {
		t.Errorf("half-typed Telex: %q", got)
	}
	if open, done := suggested(t, ix, "kết hô", 5), suggested(t, ix, "kết hô ", 5); len(open) == 0 || cmp.Equal(open, done) {
		t.Errorf("a word that is finished was completed: %q", done)
	}

	t.Run("odd", func(t *testing.T) {
		for _, typed := range append([]string{"zzzzqx", "   đ", "?"}, hostile...) {
			suggested(t, ix, typed, 5)
		}
		for _, typed := range []string{"", "  ", "!!", "😀"} {
			if got := suggested(t, ix, typed, 5); len(got) > 0 {
				t.Errorf("%q suggests %q", typed, got)
			}
		}
	})

	t.Run("limit and order", func(t *testing.T) {
		order := map[string]int{string(SuggestProcedures): 0, string(SuggestFields): 1, string(SuggestNews): 2}
		for _, typed := range []string{"đăng ký", "c", "hộ", "thủ tục", "chuyển đổi", "mo", "bảo hiểm", "xã"} {
			for _, limit := range []int{-1, 0, 1, 2, 3, 5, 8, 50} {
				got := suggested(t, ix, typed, limit)
				if len(got) > max(limit, 0) {
					t.Errorf("%q: %d of at most %d", typed, len(got), limit)
				}
				last := 0
				for _, g := range got {
					group, _, _ := strings.Cut(g, " ")
					if order[group] < last {
						t.Errorf("%q: groups out of order: %q", typed, got)
					}
					last = order[group]
				}
				seen := map[string]bool{}
				for _, g := range got {
					if seen[g] {
						t.Errorf("%q suggests %s twice", typed, g)
					}
					seen[g] = true
				}
			}
		}
	})

	t.Run("fields", func(t *testing.T) {
		got, err := ix.Suggest(t.Context(), "ho tic", 8)
		want := Suggestion{SuggestFields, "ho-tich", "Hộ tịch", "11 thủ tục"}
		found := false
		for _, s := range got {
			found = found || s == want
		}
		if err != nil || !found {
			t.Errorf("%+v, %v; want %+v among them", got, err, want)
		}
	})
}

func TestSuggestNews(t *testing.T) {
	m := newMemory()
	for i := range 6 {
		day := time.Date(2024, 1, 1+(i*5)%7, 0, 0, 0, 0, time.UTC) // 1, 6, 4, 2, 7, 5
		m.putArticle(data.Article{ID: int64(i), Title: fmt.Sprintf("Chuyển đổi số đợt %d", i), Published: day})
	}
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	for typed, want := range map[string][]string{
		"chuyển đổi s":  {"news 4", "news 1", "news 5"}, // the newest first
		"chuyen doi so": {"news 4", "news 1", "news 5"},
		"số đợt 3":      {"news 3"},
		"số ":           {"news 4", "news 1", "news 5"},
		"số":            {}, // a single word that may go on fits too many
		"chuyển tàu":    {},
	} {
		if diff := cmp.Diff(want, suggested(t, ix, typed, 10)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", typed, diff)
		}
	}
}

// TestSuggestOffersWhatHolds: what is repealed or another province's is not
// offered, by its name or by a need, and a name once.
func TestSuggestOffersWhatHolds(t *testing.T) {
	m := newMemory()
	add := func(code, name, decision string, status data.Status) {
		p := proc(code, name)
		p.Decision, p.Status, p.Agency, p.Field = decision, status, "Ủy ban nhân dân tỉnh Lâm Đồng", "Hộ tịch"
		m.put(p)
	}
	add("1.001193", "Đăng ký khai sinh", "", data.StatusRepealed) // where "vợ mới sinh" leads
	add("1.004222", "Đăng ký thường trú", "5/QĐ-UBND", data.StatusActive)
	add("1.000001", "Đăng ký tàu cá", "", data.StatusActive)
	add("1.000002", "Đăng ký tàu cá (cấp tỉnh)", "", data.StatusActive)
	gone := proc("1.000003", "Đăng ký tàu lặn")
	m.put(gone)
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	gone.Visibility = data.Hidden
	m.put(gone)
	catchUp(t, ix, m)
	ix.SetProvince("Khánh Hòa")
	for typed, want := range map[string][]string{
		"đăng ký":       {"procedures 1.000001"},
		"khai sinh":     {},
		"tàu lặn":       {},
		"vợ mới sinh":   {},
		"nhập khẩu cho": {},
		"hộ tịch":       {"fields ho-tich"},
	} {
		if diff := cmp.Diff(want, suggested(t, ix, typed, 10)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", typed, diff)
		}
	}
	ix.SetProvince("Lâm Đồng")
	if got := suggested(t, ix, "thường trú", 10); !cmp.Equal(got, []string{"procedures 1.004222"}) {
		t.Errorf("in its own province: %q", got)
	}
	ix.SetPopular([]string{"1.004222"})
	if got := suggested(t, ix, "đăng ký", 10); !cmp.Equal(got, []string{"procedures 1.004222", "procedures 1.000001"}) {
		t.Errorf("the most read is not first: %q", got)
	}
}
