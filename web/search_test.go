package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"tracuu/data"
	"tracuu/data/sample"
	"tracuu/search/vi"
)

func searchPath(q string, more ...string) string {
	v := url.Values{"q": {q}}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return "/tim-kiem?" + v.Encode()
}

// hitLinks are the addresses of the hits of a results page.
func hitLinks(doc *html.Node) []string { return attrs(find(doc, ".hits h2 a"), "href") }

// TestSearchBothSpellings: with marks or without, the registration of births
// comes first, and the marks of highlighting sit on the original words.
func TestSearchBothSpellings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, q := range []string{"đăng ký khai sinh", "dang ky khai sinh", "ĐĂNG KÝ KHAI SINH", "  Đăng kí   khai sinh ", "đăng ký khai sinh"} {
		t.Run(q, func(t *testing.T) {
			doc := s.page(searchPath(q))
			hits := find(doc, ".hits li")
			if len(hits) != 10 {
				t.Fatalf("%d hits on the page, want 10", len(hits))
			}
			first := one(t, hits[0], "h2 a")
			if attr(first, "href") != "/thu-tuc/1.001193" || text(first) != "Đăng ký khai sinh" {
				t.Errorf("first hit %q leads to %s", text(first), attr(first, "href"))
			}
			if diff := cmp.Diff([]string{"Đăng ký khai sinh"}, texts(find(first, "mark"))); diff != "" {
				t.Errorf("marked in the title (-want +got)\n%s", diff)
			}
			if input := attr(one(t, doc, "input[name=q]"), "value"); input != strings.TrimSpace(q) {
				t.Errorf("the box holds %q", input)
			}
			if notes := text(one(t, hits[0], ".notes")); notes != "Hộ tịch · Cấp xã · Mã 1.001193" {
				t.Errorf("notes %q", notes)
			}
			if !hasAttr(one(t, doc, "meta[name=robots]"), "content") || len(find(doc, "link[rel=canonical]")) > 0 {
				t.Error("results may be indexed by search engines")
			}
		})
	}
}

// TestHighlightIsOriginal: hits show the words of their records, letter by
// letter, and a mark stands on words that were asked for.
func TestHighlightIsOriginal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, q := range []string{"khai sinh cho con", "lệ phí thường trú", "giay phep xay dung", "mã QR thủ tục"} {
		asked := map[string]bool{}
		for w := range vi.Tokens(q) {
			asked[vi.Fold(w.Text)] = true
		}
		doc := s.page(searchPath(q))
		if len(find(doc, "mark")) == 0 {
			t.Errorf("%s: nothing is marked", q)
		}
		for _, m := range find(doc, "mark") {
			for w := range vi.Tokens(text(m)) {
				if !asked[vi.Fold(w.Text)] {
					t.Errorf("%s: %q is marked", q, text(m))
				}
			}
		}
		for _, a := range find(doc, ".hits h2 a") {
			if title := s.titleOf(attr(a, "href")); title != rawText(a) {
				t.Errorf("%s: hit %s is called %q, its record %q", q, attr(a, "href"), rawText(a), title)
			}
		}
	}
}

// titleOf reads a record's name from the store by its page's address.
func (s *site) titleOf(href string) string {
	s.Helper()
	if code, ok := strings.CutPrefix(href, "/thu-tuc/"); ok {
		p, err := s.db.Procedure(s.Context(), code)
		if err != nil {
			s.Fatal(err)
		}
		return p.Name
	}
	var id int64
	if _, err := fmt.Sscanf(href, "/tin-tuc/%d", &id); err != nil {
		s.Fatalf("hit leads to %s", href)
	}
	a, err := s.db.Article(s.Context(), id)
	if err != nil {
		s.Fatal(err)
	}
	return a.Title
}

func TestSearchTabs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		kind    data.Kind
		current string
		prefix  []string
	}{
		{"", "Tất cả", []string{"/thu-tuc/", "/tin-tuc/"}},
		{data.KindProcedure, "Thủ tục", []string{"/thu-tuc/"}},
		{data.KindArticle, "Tin tức", []string{"/tin-tuc/"}},
		{"nonsense", "Tất cả", []string{"/thu-tuc/", "/tin-tuc/"}},
	} {
		doc := s.page(searchPath("thủ tục bằng mã QR", "kind", string(c.kind)))
		if got := text(one(t, doc, ".tabs [aria-current=page]")); got != c.current {
			t.Errorf("kind %q: tab %q is current", c.kind, got)
		}
		if diff := cmp.Diff([]string{"Tất cả", "Thủ tục", "Tin tức"}, texts(find(doc, ".tabs a"))); diff != "" {
			t.Errorf("tabs (-want +got)\n%s", diff)
		}
		for _, p := range c.prefix {
			if !slices.ContainsFunc(hitLinks(doc), func(h string) bool { return strings.HasPrefix(h, p) }) {
				t.Errorf("kind %q: no hit under %s", c.kind, p)
			}
		}
		for _, h := range hitLinks(doc) {
			if !slices.ContainsFunc(c.prefix, func(p string) bool { return strings.HasPrefix(h, p) }) {
				t.Errorf("kind %q: hit %s", c.kind, h)
			}
		}
	}
}

// TestSearchPaging walks through a long list by its links, there and back.
func TestSearchPaging(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path, seen := searchPath("đăng ký"), map[string]bool{}
	var walked []string
	for path != "" {
		doc := s.page(path)
		hits := hitLinks(doc)
		count := text(one(t, doc, ".count"))
		want := "Những trang gần nhất với điều bạn gõ"
		if len(walked) > 0 {
			want += fmt.Sprintf(", từ %d đến %d", len(seen)+1, len(seen)+len(hits))
		}
		if count != want {
			t.Errorf("%s says %q, want %q", path, count, want)
		}
		if start := attr(one(t, doc, "ol.hits"), "start"); start != fmt.Sprint(len(seen)+1) {
			t.Errorf("%s: the list begins at %s", path, start)
		}
		for _, h := range hits {
			if seen[h] {
				t.Errorf("%s: %s again", path, h)
			}
			seen[h] = true
		}
		prev, next := attrs(find(doc, "a[rel=prev]"), "href"), attrs(find(doc, "a[rel=next]"), "href")
		var before []string
		if len(walked) > 0 {
			before = walked[len(walked)-1:]
		}
		if diff := cmp.Diff(before, prev); diff != "" {
			t.Errorf("%s: previous page (-want +got)\n%s", path, diff)
		}
		walked = append(walked, path)
		path = ""
		if len(next) == 1 {
			path = next[0]
			if len(hits) != 10 {
				t.Errorf("page %d has %d hits and is not the last", len(walked), len(hits))
			}
		}
	}
	if len(walked) < 3 || len(seen) < 30 {
		t.Errorf("only %d hits on %d pages", len(seen), len(walked))
	}
}

// TestSearchFullLastPage: twenty hits are two full pages and no third.
func TestSearchFullLastPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var twenty []data.Procedure
	for i := range 20 {
		name := fmt.Sprintf("Trồng mướp lần thứ %d", i)
		twenty = append(twenty, data.Procedure{
			Code: fmt.Sprintf("2.7%05d", i), Name: name, OfficialName: name, Status: data.StatusActive, Meta: sampleMeta,
		})
	}
	s.save(twenty, nil)
	s.follow()
	for page, more := range map[string]int{"1": 1, "2": 0} {
		doc := s.page(searchPath("mướp", "trang", page))
		if hits, next := len(hitLinks(doc)), len(find(doc, "a[rel=next]")); hits != 10 || next != more {
			t.Errorf("page %s has %d hits and %d pages after it, want 10 and %d", page, hits, next, more)
		}
	}
}

func TestSearchAbsurdPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := hitLinks(s.page(searchPath("đăng ký")))
	for _, page := range []string{"1", "0", "-1", "-9223372036854775808", "1" + strings.Repeat("0", 30), "abc", "1.5", "", "0x10", " 2"} {
		if diff := cmp.Diff(first, hitLinks(s.page(searchPath("đăng ký", "trang", page)))); diff != "" {
			t.Errorf("page %q is not the first (-want +got)\n%s", page, diff)
		}
	}
	for _, page := range []string{"50", "101", "102", "999999", "9223372036854775807"} {
		doc := s.page(searchPath("đăng ký", "trang", page))
		if n := len(hitLinks(doc)); n > 0 {
			t.Errorf("page %s has %d hits", page, n)
		}
		main := one(t, doc, "main")
		if !strings.Contains(text(main), "Hết kết quả") || len(find(main, "a[rel=next]")) > 0 {
			t.Errorf("page %s does not say that the list has ended: %s", page, text(main))
		}
		// The way back leads to the hits.
		back := find(main, "p a")
		if len(back) != 1 || len(hitLinks(s.page(attr(back[0], "href")))) != 10 {
			t.Errorf("page %s has no way back", page)
		}
	}
}

func TestSearchEmpty(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/tim-kiem", "/tim-kiem?q=", "/tim-kiem?q=+%20%09%C2%A0", "/tim-kiem?kind=article&trang=4"} {
		if a := s.get(path); a.status != http.StatusSeeOther || a.header.Get("Location") != "/" {
			t.Errorf("%s: status %d to %q, want the home page", path, a.status, a.header.Get("Location"))
		}
	}
}

func TestSearchNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, q := range []string{"xyzzyx qwrtz", "🙂", "???", "\u0301\u0300", "<>"} {
		doc := s.page(searchPath(q))
		if hits := hitLinks(doc); len(hits) > 0 {
			t.Errorf("%q finds %q", q, hits)
		}
		none := one(t, doc, ".none")
		if !strings.Contains(text(none), "Chưa tìm thấy thủ tục phù hợp") {
			t.Errorf("%q: %s", q, text(none))
		}
		if links := attrs(find(none, "a"), "href"); !slices.Contains(links, "/thu-tuc") {
			t.Errorf("%q: ways on %q", q, links)
		}
		if len(find(doc, ".count")) > 0 {
			t.Errorf("%q: a count is shown", q)
		}
	}
}

// TestSearchHostile: any text is a query, never syntax, and comes back as text.
func TestSearchHostile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, q := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' OR 1=1; DROP TABLE procedures;--`, `{{.}} {{template "code"}}`,
		`+khai -sinh field:value ~2 ^3 "chưa đóng`, `*`, `khai*`, `/.*/`, `\`, `(((`, `name:* AND (`, `%00%zz`, "a\x00b\x01\x1b[31mc", "khai\r\nsinh",
		"khai \xff\xfe sinh \xc3", "🙂 khai sinh 👶🏽", "\u202ekhai sinh\u202c\u200f", "\u0301\u0301\u0301", "\ufeffkhai sinh", "\U000e0041\ufffe\uffff",
		strings.Repeat("khai sinh ", 1000), strings.Repeat("x", 10_000), strings.Repeat("ệ", 5_000), strings.Repeat("🙂", 2_500),
		strings.Repeat("e\u0323\u0302", 2_000), hostile[:500],
	} {
		a := s.get(searchPath(q))
		name := fmt.Sprintf("%.40q", q)
		if a.status != http.StatusOK || a.doc == nil {
			t.Errorf("%s: status %d", name, a.status)
			continue
		}
		if !utf8.Valid(a.body) {
			t.Errorf("%s: the page is not UTF-8", name)
		}
		if n := len(foreignScripts(a.doc)) + len(find(a.doc, "main img")) + len(find(a.doc, "[onerror]")); n > 0 {
			t.Errorf("%s: %d elements came from the query", name, n)
		}
		if len(find(a.doc, "h1")) != 1 || len(find(a.doc, "footer")) != 1 {
			t.Errorf("%s: the page is broken", name)
		}
		value := attr(one(t, a.doc, "input[name=q]"), "value")
		if printable := utf8.ValidString(q) && strings.IndexFunc(q, unicode.IsControl) < 0; printable && value != strings.TrimSpace(q) {
			t.Errorf("%s comes back as %.40q", name, value)
		}
		for _, u := range attrs(find(a.doc, ".tabs a"), "href") {
			if b := s.get(u); b.status != http.StatusOK {
				t.Errorf("%s: its tab answers %d", name, b.status)
			}
		}
	}
}

// TestSearchShowsHostileRecords: what records hold comes out as text too.
func TestSearchShowsHostileRecords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page(searchPath("thử độc khai sinh"))
	hits := hitLinks(doc)
	if !slices.Contains(hits, "/thu-tuc/"+hostileCode) {
		t.Fatalf("hits %q", hits)
	}
	if len(foreignScripts(doc)) > 0 || len(find(doc, "main img")) > 0 || !strings.Contains(text(doc), "<script>alert(1)</script>") {
		t.Error("a record's text became elements")
	}
}

func TestSearchCode(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for q, code := range map[string]string{
		"1.001193": "1.001193", " 1.001193 ": "1.001193", "1.0 01193": "1.001193", "1.012753.H19": aliasedCode, "1.012753.h19": aliasedCode,
		"1.012753.000.00.00.H19": aliasedCode, "1.900002-xoa": repealedCode, repealedCode: repealedCode,
	} {
		doc := s.page(searchPath(q))
		if hits := hitLinks(doc); len(hits) == 0 || hits[0] != "/thu-tuc/"+code {
			t.Errorf("%q finds %q, want %s", q, hits, code)
		}
	}
	if tag := text(one(t, s.page(searchPath(repealedCode)), ".hits .tag")); tag != "Đã bãi bỏ" {
		t.Errorf("the repealed one is marked %q", tag)
	}
}

// TestSearchOwnNames: every procedure of the sample is among the first three
// for its own name, as written and without marks.
func TestSearchOwnNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	procedures, _, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range procedures {
		for _, q := range []string{p.Name, vi.Fold(p.Name)} {
			switch at := slices.Index(hitLinks(s.page(searchPath(q))), "/thu-tuc/"+p.Code); {
			case at < 0:
				t.Errorf("%s is not on the first page for %q", p.Code, q)
			case at > 2:
				t.Errorf("%s stands at place %d for %q", p.Code, at+1, q)
			}
		}
	}
}
