package web_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

type searchDescription struct {
	XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string
	LongName    string
	Description string
	Language    string
	Image       string
	URLs        []struct {
		Type     string `xml:"type,attr"`
		Rel      string `xml:"rel,attr"`
		Template string `xml:"template,attr"`
	} `xml:"Url"`
}

// TestOpenSearch: the description keeps to its bounds, and each of its addresses
// answers with what it says.
func TestOpenSearch(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for page, language := range map[string]string{"/": "vi", "/thu-tuc/1.001193": "vi", "/en": "en"} {
		path := attr(one(t, s.page(page), "link[rel=search]"), "href")
		a := s.get(path)
		var d searchDescription
		if err := xml.Unmarshal(a.body, &d); err != nil || a.header.Get("Content-Type") != "application/opensearchdescription+xml" {
			t.Fatalf("%s: %s, %v", path, a.header.Get("Content-Type"), err)
		}
		if n := utf8.RuneCountInString(d.ShortName); n == 0 || n > 16 || utf8.RuneCountInString(d.LongName) > 48 || d.Description == "" || d.Language != language {
			t.Errorf("%s: %+v", path, d)
		}
		if got := s.get(strings.TrimPrefix(d.Image, public)); got.status != http.StatusOK {
			t.Errorf("%s: the picture %s answers %d", path, d.Image, got.status)
		}
		if a := s.get(path, "If-None-Match", a.header.Get("ETag")); a.status != http.StatusNotModified {
			t.Errorf("%s again: status %d", path, a.status)
		}
		var types []string
		for _, u := range d.URLs {
			at, own := strings.CutPrefix(strings.ReplaceAll(u.Template, "{searchTerms}", url.QueryEscape("khai sinh")), public)
			got := s.get(at)
			if kind, _, _ := strings.Cut(got.header.Get("Content-Type"), ";"); !own || got.status != http.StatusOK || kind != u.Type {
				t.Errorf("%s: %s answers %d with %s", path, u.Template, got.status, kind)
			}
			types = append(types, u.Rel+" "+u.Type)
		}
		if want := []string{" text/html", " application/x-suggestions+json", " application/atom+xml", "self application/opensearchdescription+xml"}; !slices.Equal(types, want) {
			t.Errorf("%s: addresses of %q", path, types)
		}
	}
}

// TestBrowserSuggestions: browsers get the suggestions of the search box, in
// their own form.
func TestBrowserSuggestions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, q := range []string{"khai si", "xyzzyx", `"`} {
		a := s.get("/api/v1/suggest?" + url.Values{"format": {"opensearch"}, "q": {q}}.Encode())
		var got []json.RawMessage
		if err := json.Unmarshal(a.body, &got); err != nil || len(got) != 4 || a.header.Get("Content-Type") != "application/x-suggestions+json; charset=utf-8" {
			t.Fatalf("%s: %v, %s\n%s", q, err, a.header.Get("Content-Type"), a.body)
		}
		var query string
		var lists [3][]string
		for i, part := range []any{&query, &lists[0], &lists[1], &lists[2]} {
			if err := json.Unmarshal(got[i], part); err != nil {
				t.Fatalf("%s: %v in %s", q, err, got[i])
			}
		}
		var ours struct {
			Groups []struct {
				Items []struct{ Text, Note, URL string }
			}
		}
		if err := json.Unmarshal(s.get("/api/v1/suggest?"+url.Values{"q": {q}}.Encode()).body, &ours); err != nil {
			t.Fatal(err)
		}
		want := [3][]string{{}, {}, {}}
		for _, g := range ours.Groups {
			for _, i := range g.Items {
				want[0], want[1], want[2] = append(want[0], i.Text), append(want[1], i.Note), append(want[2], public+i.URL)
			}
		}
		if query != q || !slices.Equal(lists[0], want[0]) || !slices.Equal(lists[1], want[1]) || !slices.Equal(lists[2], want[2]) {
			t.Errorf("%q: %q, want %q", query, lists, want)
		}
		if (len(lists[0]) > 0) != (q == "khai si") {
			t.Errorf("%q has %d suggestions", q, len(lists[0]))
		}
	}
	if a := s.get("/api/v1/suggest?q=khai&format=xml"); a.status != http.StatusBadRequest {
		t.Errorf("an unknown format: status %d", a.status)
	}
}

// TestRobots: crawlers are kept off what has no end or is counted, in every
// language, and may read everything else.
func TestRobots(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	text := string(s.get("/robots.txt").body)
	if !strings.HasSuffix(text, "\nSitemap: "+public+"/sitemap.xml\n") || !strings.HasPrefix(text, "User-agent: *\n") {
		t.Errorf("robots.txt:\n%s", text)
	}
	var kept []string
	for line := range strings.Lines(text) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "Disallow: "); ok {
			kept = append(kept, path)
		}
	}
	for path, allowed := range map[string]bool{
		"/": true, "/thu-tuc/1.001193": true, "/en/thu-tuc/1.001193": true, "/tin-tuc": true, "/tin-tuc.atom": true, "/q/ABCDEFGH": true, "/sitemap.xml": true,
		"/static/page.js": true, "/opensearch.xml": true, "/tim-kiem?q=a": false, "/en/tim-kiem?q=a": false, "/tim-kiem.atom?q=a": false, "/di/1.001193": false,
		"/api/v1/search": false, "/kiem-tra/ABCDEFGH": false,
	} {
		if got := !slices.ContainsFunc(kept, func(p string) bool { return strings.HasPrefix(path, p) }); got != allowed {
			t.Errorf("%s: allowed is %v", path, got)
		}
	}
}
