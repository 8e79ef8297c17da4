package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"tracuu/data"
	"tracuu/search/vi"
	"tracuu/web"
	"tracuu/web/words"
)

// vietnamese gives the texts below n that are Vietnamese by their letters and
// are not marked as such: words, and what attributes say.
func vietnamese(n *html.Node) (out []string) {
	if n.Type == html.ElementNode {
		if slices.Contains([]string{"head", "script", "style"}, n.Data) || attr(n, "lang") == "vi" || hasWord(attr(n, "class"), "typed") {
			return nil
		}
		for _, a := range n.Attr {
			if vi.HasMarks(named.ReplaceAllString(a.Val, "")) && !strings.HasPrefix(a.Key, "href") && (n.Data != "input" || a.Key != "value") {
				out = append(out, a.Key+"="+a.Val)
			}
		}
	}
	if n.Type == html.TextNode && vi.HasMarks(named.ReplaceAllString(n.Data, "")) {
		out = append(out, strings.TrimSpace(n.Data))
	}
	for c := range n.ChildNodes() {
		out = append(out, vietnamese(c)...)
	}
	return out
}

// named are the names that need no mark in English: the province's, and the
// numbers of decisions.
var named = regexp.MustCompile(`Khánh Hòa|\d+/\S+|(^|\s)Đ(\s|$)`)

// TestEnglishPages: what a page says under /en/ is English; the words of
// records are marked as Vietnamese. What was typed is said again as it was.
func TestEnglishPages(t *testing.T) {
	t.Parallel()
	canned := &cannedSearcher{}
	s := newSite(t, withSearcher(canned))
	result := fullResult() // of an English question
	result.Query, result.ReadAs[2].From, result.Hits[0].Why[0].Typed = "kite permit fee", "red book", "kite permit"
	canned.put(result)
	agency := s.newAgency("Trung tâm Thử")
	code := s.link(data.Link{Target: data.Target{Kind: data.KindProcedure, Key: "1.001193"}, PlacementID: s.newPlace(agency.Name)})
	if _, err := s.db.SavePrint(t.Context(), data.Print{
		Who: "x", Layout: "a4", Host: "thutuc.example.vn", Issued: "2026-03-04", Document: []byte("{}"),
		Posters: []data.Printed{{Code: code, Title: "Đăng ký khai sinh", Placement: "Quầy 3"}},
	}); err != nil {
		t.Fatal(err)
	}
	closed := s.code(data.KindProcedure, "1.000894")
	if err := s.db.MoveLink(t.Context(), closed, data.LinkRetired, data.Edit{}); err != nil {
		t.Fatal(err)
	}
	outside := s.code(data.KindAddress, "https://elsewhere.example/x")
	for _, path := range []string{
		searchPath("birth certificate"), searchPath("birth") + "&level=commune&field=ho-tich&online=1", searchPath("lệ phí") + "&kind=article",
		searchPath("x") + "&trang=3", "/khong-co", "/thu-tuc/9.999999", "/tin-tuc/999999-x", "/q/ABCDEFGH", "/q/" + closed, "/q/" + outside,
		"/ma", "/ma?ma=ABCDEFGH", "/ma?ma=https://evil.example/q/x", "/ma?ma=https://thutuc.example.vn/tin-tuc",
		"/kiem-tra", "/kiem-tra/" + code, "/kiem-tra/" + closed, "/kiem-tra/" + outside, "/kiem-tra/ABCDEFGH", "/kiem-tra?ma=https://evil.example/q/x",
	} {
		doc := s.get("/en" + path).doc
		if doc == nil {
			t.Errorf("/en%s is no page", path)
			continue
		}
		checkHouse(t, "/en"+path, doc)
		for _, said := range vietnamese(doc) {
			t.Errorf("/en%s says %q", path, said)
		}
		for _, a := range find(doc, "[href]") {
			if href := attr(a, "href"); strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "/en") && !hasAttr(a, "hreflang") && !outsidePages.MatchString(href) {
				t.Errorf("/en%s leads to %s", path, href)
			}
		}
		for _, f := range find(doc, "form") {
			if !strings.HasPrefix(attr(f, "action"), "/en/") {
				t.Errorf("/en%s asks %s", path, attr(f, "action"))
			}
		}
	}
}

// TestEnglishSite walks the English pages of the sample by their links, some of
// each kind, and finds what is said in Vietnamese and not marked so.
func TestEnglishSite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const each = 6 // pages of a kind
	queue, seen, kinds := []string{"/en", "/en" + searchPath("birth certificate fee")}, map[string]bool{}, map[string]int{}
	for i := 0; i < len(queue); i++ {
		path := queue[i]
		kind := kindRE.FindString(path)
		if kinds[kind]++; kinds[kind] > each {
			continue
		}
		doc := s.get(path).doc
		if doc == nil {
			continue
		}
		for _, a := range find(doc, "[href]") {
			if href, _, _ := strings.Cut(attr(a, "href"), "#"); strings.HasPrefix(href, "/en/") && !seen[href] {
				seen[href] = true
				queue = append(queue, href)
			}
		}
		for _, said := range vietnamese(doc) {
			t.Errorf("%s says %q", path, said)
		}
	}
	if len(kinds) < 8 {
		t.Errorf("only these kinds of pages were seen: %v", kinds)
	}
}

// kindRE tells the kind of a page by its address.
var kindRE = regexp.MustCompile(`^/en(/[a-z-]+)?`)

// outsidePages are the addresses that are in no language.
var outsidePages = regexp.MustCompile(`^/(static|qr|di|api)/|\.(atom|xml|webmanifest)\b`)

// TestEnglishHits: a record that says its name in English is listed by it, with
// the Vietnamese one below.
func TestEnglishHits(t *testing.T) {
	t.Parallel()
	canned := &cannedSearcher{}
	s := newSite(t, withSearcher(canned))
	canned.put(fullResult())
	english := s.page("/en" + searchPath("x"))
	for i, want := range [][2]string{{"Cấp phép thả diều", "vi"}, {"Birth registration", ""}, {"Marriage registration", ""}} {
		a := find(english, ".hits h2 a")[i]
		if got := [2]string{text(a), attr(a, "lang")}; got != want {
			t.Errorf("hit %d is %q, want %q", i+1, got, want)
		}
	}
	var official []string
	for _, p := range find(english, ".hits .notes[lang=vi]") {
		official = append(official, text(p))
	}
	if got := strings.Join(official, "; "); got != "Đăng ký khai sinh; Đăng ký kết hôn" {
		t.Errorf("official names are %s", got)
	}
	if got := text(one(t, english, ".answer h2")); got != "Fee" {
		t.Errorf("the answer is called %s", got)
	}
	for _, a := range find(s.page(searchPath("x")), ".hits [lang]") {
		t.Errorf("the Vietnamese page marks %s", text(a))
	}
}

// TestLanguageOfReader: the address alone tells the language.
func TestLanguageOfReader(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(data.KindProcedure, "1.001193")
	for path, want := range map[string]string{
		"/": "vi", "/thu-tuc/1.001193": "vi", "/q/" + code: "vi", "/khong-co": "vi",
		"/en": "en", "/en/": "en", "/en/thu-tuc/1.001193": "en", "/en/khong-co": "en", "/en/q/" + code: "en",
		"/english": "vi", "/fr": "vi", "/fr/thu-tuc": "vi",
	} {
		a := s.get(path, "Accept-Language", "en-GB,en;q=0.9,fr;q=0.8")
		if got := attr(one(t, a.doc0(), "html"), "lang"); got != want || a.header.Get("Content-Language") != want {
			t.Errorf("%s is in %q and says %q, want %s", path, got, a.header.Get("Content-Language"), want)
		}
		if missing := strings.Contains(path, "khong-co") || path == "/english" || strings.HasPrefix(path, "/fr"); (a.status == http.StatusNotFound) != missing {
			t.Errorf("%s answers %d", path, a.status)
		}
		if strings.Contains(a.header.Get("Vary"), "Language") {
			t.Errorf("%s varies by %s", path, a.header.Get("Vary"))
		}
	}
}

// TestOtherLanguage: every page has one visible link to itself in the other
// language; pages of codes lead to the page of what the code opens.
func TestOtherLanguage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const article = "mau-2022-08-09-chuyen-doi-so"
	number := strconv.FormatInt(s.articleID(article), 10)
	agency := "uy-ban-nhan-dan-cap-xa"
	for path, want := range map[string]string{
		"/":                 "/en",
		"/thu-tuc/1.001193": "/en/thu-tuc/1.001193",
		"/linh-vuc/ho-tich": "/en/linh-vuc/ho-tich",
		searchPath("khai sinh") + "&level=commune": "/en/tim-kiem?level=commune&q=khai+sinh",
		"/khong-co":   "/en",
		"/q/ABCDEFGH": "/en",
		"/kiem-tra":   "/en/kiem-tra",
		"/q/" + s.code(data.KindProcedure, "1.001193"):         "/en/thu-tuc/1.001193",
		"/q/" + s.code(data.KindField, "ho-tich"):              "/en/linh-vuc/ho-tich",
		"/q/" + s.code(data.KindAgency, agency):                "/en/co-quan/" + agency,
		"/q/" + s.code(data.KindPage, "/tim-kiem?q=khai+sinh"): "/en/tim-kiem?q=khai+sinh",
		"/q/" + s.code(data.KindArticle, number):               "/en" + s.articlePath(article),
		"/en/thu-tuc/1.001193":                                 "/thu-tuc/1.001193",
		"/en/q/" + s.code(data.KindProcedure, "1.001193"):      "/thu-tuc/1.001193",
		"/en/khong-co":                  "/",
		"/en" + searchPath("khai sinh"): searchPath("khai sinh"),
	} {
		doc := s.get(path).doc0()
		links := find(doc, "header nav a[hreflang]")
		if len(links) != 1 || attr(links[0], "href") != want {
			t.Errorf("%s leads to %v, want %s", path, attrs(links, "href"), want)
			continue
		}
		if to := s.get(want); to.status != http.StatusOK {
			t.Errorf("%s answers %d", want, to.status)
		}
	}
}

// TestEnglishWays: what is typed on an English page is answered on one.
func TestEnglishWays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const article = "mau-2022-08-09-chuyen-doi-so"
	number := strconv.FormatInt(s.articleID(article), 10)
	code := s.code(data.KindProcedure, "1.001193")
	again := s.code(data.KindPage, "/tim-kiem?q=") // sends on to the first page
	for path, want := range map[string]string{
		"/en/ma?ma=" + code:       "/en/q/" + code,
		"/en/kiem-tra?ma=" + code: "/en/kiem-tra/" + code,
		"/en" + searchPath(code):  "/en/q/" + code,
		"/en/tim-kiem":            "/en",
		"/en/tin-tuc/" + number:   "/en" + s.articlePath(article),
		"/ma?ma=" + code:          "/q/" + code,
	} {
		a := s.get(path)
		if got := a.header.Get("Location"); got != want || a.status < 300 || a.status > 399 {
			t.Errorf("%s answers %d and leads to %q, want %q", path, a.status, got, want)
		}
	}
	for path, want := range map[string]string{
		"/ma?ma=https%3A%2F%2Fthutuc.example.vn%2Fen%2Fthu-tuc%2F1.001193":    "/thu-tuc/1.001193",
		"/en/ma?ma=https%3A%2F%2Fthutuc.example.vn%2Fen%2Fthu-tuc%2F1.001193": "/en/thu-tuc/1.001193",
		"/en/ma?ma=https%3A%2F%2Fthutuc.example.vn%2Ftin-tuc":                 "/en/tin-tuc",
	} {
		if got := attrs(find(s.page(path), ".good a.button"), "href"); len(got) != 1 || got[0] != want {
			t.Errorf("%s leads to %v, want %s", path, got, want)
		}
	}
	if a := s.get("/en/q/" + again); a.status != http.StatusOK || attr(one(t, a.doc0(), "html"), "lang") != "en" {
		t.Errorf("a code of a page that sends on answers %d in English", a.status)
	}
	if got := text(one(t, s.page("/en/kiem-tra/"+again), "main")); !strings.Contains(got, "It opens") {
		t.Errorf("checked in English it says %s", got)
	}
}

// TestEnglishLinks: the home page and the events of life name procedures in
// English where their records do, and what is shared stays in English.
func TestEnglishLinks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for path, want := range map[string]string{
		"/en": "Birth registration", "/en/su-kien/sinh-con": "Birth registration", "/su-kien/sinh-con": "Đăng ký khai sinh",
	} {
		links := find(s.page(path), "main li a")
		i := slices.IndexFunc(links, func(n *html.Node) bool { return strings.HasSuffix(attr(n, "href"), "/thu-tuc/1.001193") })
		if i < 0 || text(links[i]) != want || attr(links[i], "lang") != "" {
			t.Errorf("%s does not name it %q", path, want)
		}
	}
	code := s.code(data.KindProcedure, "1.001193")
	if got := attr(one(t, s.page("/en/thu-tuc/1.001193"), "[data-share]"), "data-share"); got != "/en/q/"+code {
		t.Errorf("what is shared is %q", got)
	}
}

// TestFurtherLanguage: one more table makes the site speak one more language,
// and Vietnamese where the table is silent.
func TestFurtherLanguage(t *testing.T) {
	t.Parallel()
	all, err := words.Read(fstest.MapFS{"qaa.tsv": {Data: []byte("# Thử\nTìm\tXYZ\n")}})
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(c *web.Config) { c.Languages = all })
	doc := s.page("/qaa/thu-tuc")
	if got := attr(one(t, doc, "html"), "lang"); got != "qaa" {
		t.Errorf("the page is in %q", got)
	}
	if got := text(one(t, doc, "form[role=search] .row button")); got != "XYZ" {
		t.Errorf("the button says %q", got)
	}
	if got := text(one(t, doc, "form[role=search] label")); got != "Bạn cần làm việc gì?" {
		t.Errorf("the label says %q", got)
	}
	if got := attrs(find(s.page("/"), "header nav a[hreflang]"), "href"); len(got) != 1 || got[0] != "/qaa" {
		t.Errorf("the first page leads to %v", got)
	}
	if a := s.get("/en/thu-tuc"); a.status != http.StatusNotFound {
		t.Errorf("a language that is not spoken answers %d", a.status)
	}
}
