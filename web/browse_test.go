package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"tracuu/data"
)

// TestBrowse: every way to procedures lists groups that hold what they say.
func TestBrowse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, list := range []string{"/co-quan", "/doi-tuong", "/a-z"} {
		doc := s.page(list)
		checkHouse(t, list, doc)
		links := attrs(find(doc, "main li a"), "href")
		counts := texts(find(doc, "main li small"))
		if len(links) < 2 || len(counts) != len(links) {
			t.Errorf("%s has %d links and %d counts", list, len(links), len(counts))
			continue
		}
		for i, l := range []int{0, len(links) - 1} {
			group := s.page(links[l])
			checkHouse(t, links[l], group)
			if count := text(one(t, group, ".count")); count != counts[l] {
				t.Errorf("%d: %s says %q, the list said %q", i, links[l], count, counts[l])
			}
			if crumb := attrs(find(group, ".crumb a"), "href"); !slices.Equal(crumb, []string{list}) {
				t.Errorf("%s is of %q", links[l], crumb)
			}
		}
	}
	for path, want := range map[string]string{
		"/cap/xa": "Thủ tục cấp xã", "/cap/bo": "Thủ tục cấp bộ, trung ương",
		"/en/cap/xa": "Procedures at commune level", "/a-z/%C4%91": "Thủ tục bắt đầu bằng chữ Đ", "/en/a-z/c": "Procedures that begin with C",
	} {
		doc := s.page(path)
		if h1 := text(one(t, doc, "h1")); h1 != want || len(find(doc, ".plain li")) == 0 {
			t.Errorf("%s is called %q", path, h1)
		}
	}
	if main := text(one(t, s.page("/a-z/w"), "main")); !strings.Contains(main, "chưa có thủ tục nào") {
		t.Errorf("a letter of no name: %s", main)
	}
	for _, path := range []string{"/cap/huyen", "/a-z/ab", "/a-z/1", "/a-z/%23", "/doi-tuong/khong-co", "/su-kien/khong-co", "/tin-tuc?chuyen-muc=khong-co"} {
		if a := s.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, a.status)
		}
	}
}

// TestBrowseLetters: Đ is a letter of its own, and a list follows the alphabet.
func TestBrowseLetters(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	letters := attrs(find(s.page("/a-z"), ".tiles a"), "href")
	d, dd := slices.Index(letters, "/a-z/d"), slices.Index(letters, "/a-z/%C4%91")
	if dd < 0 || d > dd {
		t.Errorf("letters %q", letters)
	}
	for _, name := range texts(find(s.page("/a-z/%C4%91"), ".plain li a")) {
		if !strings.HasPrefix(name, "Đ") {
			t.Errorf("%q is under Đ", name)
		}
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, list := range []string{"/su-kien", "/en/su-kien"} {
		links := attrs(find(s.page(list), ".cards a"), "href")
		if len(links) < 8 {
			t.Errorf("%s has %d events", list, len(links))
		}
		for _, l := range links {
			doc := s.page(l)
			checkHouse(t, l, doc)
			if steps := find(doc, ".steps li a"); len(steps) < 2 {
				t.Errorf("%s has %d steps", l, len(steps))
			}
		}
	}
	birth := s.page("/su-kien/sinh-con")
	steps := texts(find(birth, ".steps li"))
	if len(steps) == 0 || steps[0] != "Trong 60 ngày kể từ ngày sinh con, cha hoặc mẹ đi đăng ký khai sinh. Đăng ký khai sinh" {
		t.Errorf("steps %q", steps)
	}

	// What is repealed is no step, and an event without steps is none.
	both, err := s.db.Procedures(t.Context(), attrs0(find(s.page("/su-kien/xay-nha"), ".steps li a"), "/thu-tuc/"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range both {
		p.Status = data.StatusRepealed
		s.save([]data.Procedure{p}, nil)
	}
	if a := s.get("/su-kien/xay-nha"); a.status != http.StatusNotFound {
		t.Errorf("an event without steps answers %d", a.status)
	}
	if links := attrs(find(s.page("/su-kien"), ".cards a"), "href"); slices.Contains(links, "/su-kien/xay-nha") {
		t.Errorf("an event without steps is offered: %q", links)
	}
}

// attrs0 are the addresses of links without what they begin with.
func attrs0(links []*html.Node, prefix string) (out []string) {
	for _, href := range attrs(links, "href") {
		out = append(out, strings.TrimPrefix(href, prefix))
	}
	return out
}

// TestCategories: the news of one category, by its name or what people make of
// it.
func TestCategories(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	all, err := s.db.Categories(t.Context())
	if err != nil || len(all) < 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	want, err := s.db.LatestArticles(t.Context(), articleCategory, 0, 50)
	if err != nil || len(want) == 0 {
		t.Fatal(err)
	}
	var titles []string
	for _, a := range want {
		titles = append(titles, a.Title)
	}
	path := "/tin-tuc?chuyen-muc=" + url.QueryEscape(articleCategory)
	for _, at := range []string{path, "/tin-tuc?chuyen-muc=muc-thu"} {
		doc := s.page(at)
		checkHouse(t, at, doc)
		if diff := cmp.Diff(titles, texts(find(doc, ".news li a"))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", at, diff)
		}
		if canonical := attr(one(t, doc, "link[rel=canonical]"), "href"); canonical != public+path {
			t.Errorf("%s: canonical %q", at, canonical)
		}
		if current := texts(find(doc, ".chips [aria-current]")); !slices.Equal(current, []string{articleCategory}) {
			t.Errorf("%s: current %q", at, current)
		}
	}
	if a := s.get(path + "&trang=2"); a.status != http.StatusOK || !strings.Contains(string(a.body), "Hết danh sách") {
		t.Errorf("behind the end: %d", a.status)
	}
}

// TestListsInEnglish: in an English page the names of records are told to be
// Vietnamese, unless they are in English.
func TestListsInEnglish(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, tt := range []struct{ path, links string }{
		{"/", ".two a"},
		{"/", ".fields a"},
		{"/", ".news a"},
		{"/co-quan", ".plain a"},
		{"/cap/xa", ".plain a"},
		{"/su-kien/sinh-con", ".steps a"},
		{"/lam-o-xa-nao", ".plain"},
	} {
		for _, n := range find(s.page("/en"+strings.TrimSuffix(tt.path, "/")), tt.links) {
			english := !strings.ContainsFunc(text(n), func(r rune) bool { return r > 'z' && unicode.IsLetter(r) })
			if (attr(n, "lang") == "vi") == english {
				t.Errorf("/en%s: %q has lang %q", tt.path, text(n), attr(n, "lang"))
			}
		}
		for _, n := range find(s.page(tt.path), tt.links) {
			if hasAttr(n, "lang") {
				t.Errorf("%s: %q has lang %q", tt.path, text(n), attr(n, "lang"))
			}
		}
	}
}
