package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"tracuu/data"
)

// foreignScripts are the scripts of a page beside our own files, the search
// box's only where there is one, and what is data and not a script.
func foreignScripts(doc *html.Node) []*html.Node {
	return slices.DeleteFunc(find(doc, "script"), func(n *html.Node) bool {
		if attr(n, "type") == "application/ld+json" {
			return true
		}
		if strings.HasPrefix(attr(n, "src"), "/static/page.js?v=") && rawText(n) == "" && hasAttr(n, "defer") {
			return true
		}
		return strings.HasPrefix(attr(n, "src"), "/static/suggest.js?v=") && rawText(n) == "" && hasAttr(n, "defer") &&
			len(find(doc, ".search")) == 1
	})
}

// checkHouse holds what is true of every page: its language, one title and one
// head line, no script but the search box's, no style beside the one stylesheet, no id twice, labels
// for inputs and words for pictures and links.
func checkHouse(t testing.TB, name string, doc *html.Node) {
	t.Helper()
	want := "vi"
	if name == "/en" || strings.HasPrefix(name, "/en/") {
		want = "en"
	}
	if lang := attr(one(t, doc, "html"), "lang"); lang != want {
		t.Errorf("%s: lang %q", name, lang)
	}
	if text(one(t, doc, "head title")) == "" || text(one(t, doc, "main h1")) == "" || len(find(doc, "style")) != 1 {
		t.Errorf("%s: no title, no head line or no stylesheet", name)
	}
	if len(foreignScripts(doc))+len(find(doc, "iframe"))+len(find(doc, "[style]")) > 0 {
		t.Errorf("%s: scripts, frames or style attributes", name)
	}
	ids := map[string]bool{}
	for _, n := range find(doc, "[id]") {
		if ids[attr(n, "id")] {
			t.Errorf("%s: id %q twice", name, attr(n, "id"))
		}
		ids[attr(n, "id")] = true
	}
	for _, n := range find(doc, "body [href]") {
		// html/template puts #ZgotmplZ in place of an address that would run.
		if href := attr(n, "href"); strings.HasPrefix(href, "#") && href != "#ZgotmplZ" && !ids[attr(n, "href")[1:]] {
			t.Errorf("%s: %q leads nowhere in the page", name, attr(n, "href"))
		}
		if text(n) == "" {
			t.Errorf("%s: the link to %s has no words", name, attr(n, "href"))
		}
	}
	for _, n := range find(doc, "img") {
		if !hasAttr(n, "alt") {
			t.Errorf("%s: picture %s has no alt", name, attr(n, "src"))
		}
	}
	for _, n := range find(doc, "input") {
		if len(find(doc, "label[for="+attr(n, "id")+"]")) != 1 && n.Parent.Data != "label" {
			t.Errorf("%s: input %s has no label", name, attr(n, "name"))
		}
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: attribute %s", name, a.Key)
			}
		}
	}
}

// TestEveryLink walks the whole sample site by its links: each answers, each
// page keeps the rules of the house, and links that lead away lead to the
// state's portals.
func TestEveryLink(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const most = 1600 // two languages
	queue := []string{"/", searchPath("đăng ký"), searchPath("xyzzyx qwrtz"), "/robots.txt", "/linh-vuc/ho-tich?trang=2"}
	seen := map[string]bool{}
	for _, q := range queue {
		seen[q] = true
	}
	kinds := map[string]int{}
	for i := 0; i < len(queue); i++ {
		if len(queue) > most {
			t.Fatalf("the site has more than %d addresses", most)
		}
		path := queue[i]
		a := s.get(path)
		if a.status != http.StatusOK && (a.status < 300 || a.status > 399) {
			t.Errorf("%s answers %d", path, a.status)
		}
		kinds["/"+strings.SplitN(strings.TrimPrefix(path, "/"), "/", 2)[0]]++
		if a.doc == nil {
			continue
		}
		if a.status == http.StatusOK { // a redirect has words of the library's own
			checkHouse(t, path, a.doc)
			checkTold(t, path, a.doc)
		}
		for _, href := range slices.Concat(attrs(find(a.doc, "a[href]"), "href"), attrs(find(a.doc, "img[src]"), "src"), attrs(find(a.doc, "link[href]"), "href")) {
			next, ok := internal(t, path, href)
			// Filters combine without end; one at a time tells enough.
			if ok && !seen[next] && filters(next) <= 1 {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	t.Logf("%d addresses: %v", len(queue), kinds)
	for _, kind := range []string{"/thu-tuc", "/tin-tuc", "/linh-vuc", "/qr", "/static", "/co-quan", "/doi-tuong", "/cap", "/a-z", "/su-kien", "/lam-o-xa-nao"} {
		if kinds[kind] == 0 {
			t.Errorf("nothing under %s was reached", kind)
		}
	}
	if kinds["/qr"] < 150 {
		t.Errorf("only %d pictures of codes were reached", kinds["/qr"])
	}
}

// filters is how many filters an address of the search sets.
func filters(path string) (n int) {
	u, _ := url.Parse(path)
	for _, name := range []string{"field", "agency", "level", "audience", "online", "trang"} {
		if u.Query().Has(name) {
			n++
		}
	}
	return n
}

// internal answers the path of a link within the site.
func internal(t testing.TB, from, href string) (string, bool) {
	t.Helper()
	href = strings.TrimPrefix(href, public)
	u, err := url.Parse(href)
	if err != nil {
		t.Errorf("%s: link %q: %v", from, href, err)
		return "", false
	}
	if u.Host != "" {
		h := u.Hostname()
		if u.Scheme != "https" || h != "example.vn" && h != "gov.vn" && !strings.HasSuffix(h, ".gov.vn") {
			t.Errorf("%s: a link to %s", from, href)
		}
		return "", false
	}
	u.Fragment = ""
	return u.String(), strings.HasPrefix(u.Path, "/")
}

func TestProcedureList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page("/thu-tuc")
	fields, err := s.db.Fields(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	total, want := 0, []string{}
	for _, f := range fields {
		total += f.Procedures
		want = append(want, fmt.Sprintf("/linh-vuc/%s", f.Slug))
	}
	if diff := cmp.Diff(want, attrs(find(doc, ".fields a"), "href")); diff != "" {
		t.Errorf("fields (-want +got)\n%s", diff)
	}
	if got, want := text(one(t, doc, ".count")), fmt.Sprintf("%d thủ tục trong %d lĩnh vực", total, len(fields)); got != want {
		t.Errorf("count %q, want %q", got, want)
	}
}

// TestField pages through a field of 120 procedures by its links.
func TestField(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var many []data.Procedure
	for i := range 120 {
		p := data.Procedure{
			Code: fmt.Sprintf("2.8%05d", i), Name: fmt.Sprintf("Việc thứ %03d", i), Field: "Lĩnh vực dài",
			Status: data.StatusActive, Meta: sampleMeta,
		}
		p.OfficialName = p.Name
		many = append(many, p)
	}
	s.save(many, nil)
	var got []string
	path, pages := "/linh-vuc/linh-vuc-dai", 0
	for path != "" {
		doc := s.page(path)
		checkHouse(t, path, doc)
		if h1 := text(one(t, doc, "h1")); h1 != "Lĩnh vực dài" {
			t.Errorf("%s is called %q", path, h1)
		}
		if count := text(one(t, doc, ".count")); count != "120 thủ tục" {
			t.Errorf("%s: %q", path, count)
		}
		got = append(got, texts(find(doc, ".plain li a"))...)
		path = strings.Join(attrs(find(doc, "a[rel=next]"), "href"), "")
		pages++
	}
	var want []string
	for _, p := range many {
		want = append(want, p.Name)
	}
	if diff := cmp.Diff(want, got); diff != "" || pages != 3 {
		t.Errorf("%d pages (-want +got)\n%s", pages, diff)
	}
	if prev := attrs(find(s.page("/linh-vuc/linh-vuc-dai?trang=2"), "a[rel=prev]"), "href"); len(prev) != 1 || prev[0] != "/linh-vuc/linh-vuc-dai" {
		t.Errorf("before the second page comes %q", prev)
	}
	for _, trang := range []string{"-1", "0", "x", "1" + strings.Repeat("0", 30)} {
		if first := texts(find(s.page("/linh-vuc/linh-vuc-dai?trang="+trang), ".plain li a")); len(first) != 50 || first[0] != want[0] {
			t.Errorf("page %s begins %q", trang, first[:min(1, len(first))])
		}
	}
	for _, path := range []string{"/linh-vuc/linh-vuc-dai?trang=99999", "/tin-tuc?trang=99999"} {
		if main := text(one(t, s.page(path), "main")); !strings.Contains(main, "Hết danh sách") {
			t.Errorf("%s: %s", path, main)
		}
	}
}

// TestArticleList: the newest first, page after page.
func TestArticleList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var many []data.Article
	for i := range 60 {
		many = append(many, data.Article{
			Source: articleSource, SourceID: fmt.Sprintf("nhieu-%02d", i), Title: fmt.Sprintf("Tin số %02d", i), Meta: sampleMeta,
			Published: newClock().Now().AddDate(0, 0, -i), PublishedTrust: data.TrustDay,
		})
	}
	s.save(nil, many)
	first := s.page("/tin-tuc")
	got := texts(find(first, ".news li a"))
	if len(got) != 50 || !slices.IsSorted(got[:4]) || got[0] != "Tin số 00" {
		t.Errorf("%d news, the first %q", len(got), got[:min(4, len(got))])
	}
	next := attrs(find(first, "a[rel=next]"), "href")
	if len(next) != 1 {
		t.Fatal("no second page")
	}
	second := s.page(next[0])
	rest := texts(find(second, ".news li a"))
	_, articles, err := s.db.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(got)+len(rest) != articles || len(find(second, "a[rel=next]")) > 0 {
		t.Errorf("%d and %d news of %d", len(got), len(rest), articles)
	}
}
