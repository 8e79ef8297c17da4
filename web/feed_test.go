package web_test

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// atom is a feed as a reader takes it.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      []string `xml:"http://www.w3.org/2005/Atom id"`
	Title   []string `xml:"http://www.w3.org/2005/Atom title"`
	Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
	Author  []struct {
		Name string `xml:"http://www.w3.org/2005/Atom name"`
	} `xml:"http://www.w3.org/2005/Atom author"`
	Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID        []string   `xml:"http://www.w3.org/2005/Atom id"`
		Title     []string   `xml:"http://www.w3.org/2005/Atom title"`
		Updated   []string   `xml:"http://www.w3.org/2005/Atom updated"`
		Published []string   `xml:"http://www.w3.org/2005/Atom published"`
		Summary   []string   `xml:"http://www.w3.org/2005/Atom summary"`
		Links     []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// link is the address of the only link of a relation.
func link(t testing.TB, links []atomLink, rel string) string {
	t.Helper()
	links = slices.DeleteFunc(slices.Clone(links), func(l atomLink) bool { return l.Rel != rel })
	if len(links) != 1 || !strings.HasPrefix(links[0].Href, public+"/") {
		t.Fatalf("links of %s: %v", rel, links)
	}
	return links[0].Href
}

// feed fetches a feed and holds it to what RFC 4287 demands.
func (s *site) feed(path string) atom {
	s.Helper()
	a := s.get(path)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		s.Fatalf("%s: status %d, %s", path, a.status, a.header.Get("Content-Type"))
	}
	var f atom
	if err := xml.Unmarshal(a.body, &f); err != nil || !utf8.Valid(a.body) {
		s.Fatalf("%s: %v\n%s", path, err, a.body)
	}
	if len(f.ID) != 1 || len(f.Title) != 1 || len(f.Author) != 1 || f.Author[0].Name == "" {
		s.Errorf("%s: ids %q, titles %q, authors %v", path, f.ID, f.Title, f.Author)
	}
	if self := link(s, f.Links, "self"); self != public+path {
		s.Errorf("%s calls itself %s", path, self)
	}
	ids, newest := map[string]bool{f.ID[0]: true}, moment(s, f.Updated)
	for _, e := range f.Entries {
		if len(e.ID) != 1 || len(e.Title) != 1 || ids[e.ID[0]] || !strings.HasPrefix(e.ID[0], "urn:uuid:") || len(e.ID[0]) != 45 {
			s.Errorf("%s: entry %q %q", path, e.ID, e.Title)
		}
		ids[e.ID[0]] = true
		if at := moment(s, e.Updated); at.After(newest) {
			s.Errorf("%s: %q is newer than the feed", path, e.Title)
		}
		if len(e.Published) > 0 {
			moment(s, e.Published)
		}
		if res := s.get(strings.TrimPrefix(link(s, e.Links, "alternate"), public)); res.status != http.StatusOK {
			s.Errorf("%s: %q leads to status %d", path, e.Title, res.status)
		}
	}
	return f
}

func moment(t testing.TB, texts []string) time.Time {
	t.Helper()
	if len(texts) != 1 {
		t.Fatalf("times %q", texts)
	}
	at, err := time.Parse(time.RFC3339, texts[0])
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func titles(f atom) (out []string) {
	for _, e := range f.Entries {
		out = append(out, e.Title...)
	}
	return out
}

// TestNewsFeed: the feed has what the list has, and is as old as its articles.
func TestNewsFeed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	list := s.page("/tin-tuc")
	path := attr(one(t, list, "link[type=application/atom+xml]"), "href")
	f := s.feed(path)
	if diff := cmp.Diff(texts(find(list, ".news li a"))[:len(f.Entries)], collapsed(titles(f))); diff != "" || len(f.Entries) < 10 {
		t.Errorf("the list (-), the feed (+)\n%s", diff)
	}
	if got := link(t, f.Links, "alternate"); got != public+"/tin-tuc" {
		t.Errorf("the feed leads to %s", got)
	}
	for _, e := range f.Entries {
		switch e.Title[0] {
		case "Lễ hội thả diều bên sông":
			if e.Updated[0] != "2023-06-02T14:17:00+07:00" || e.Published[0] != e.Updated[0] || e.Summary[0] != "Hàng trăm con diều bay lên." {
				t.Errorf("a dated article: %v", e)
			}
		case "Tin không rõ ngày đăng", "Tin ghi nhận sau":
			if e.Updated[0] != "2026-11-20T09:00:00+07:00" || len(e.Published) > 0 {
				t.Errorf("an undated article: %v", e)
			}
		}
	}
	category := "/tin-tuc.atom?" + url.Values{"chuyen-muc": {articleCategory}}.Encode()
	if got := titles(s.feed(category)); !slices.Equal(got, []string{"Lễ hội thả diều bên sông"}) {
		t.Errorf("%s has %q", articleCategory, got)
	}
	if a := s.get("/tin-tuc.atom?chuyen-muc=khong-co"); a.status != http.StatusNotFound {
		t.Errorf("no such category: status %d", a.status)
	}
}

func collapsed(texts []string) []string {
	for i, s := range texts {
		texts[i] = strings.Join(strings.Fields(s), " ")
	}
	return texts
}

// TestSearchFeed: a search has the same hits as a feed as on its page, and none
// where the page has only weak ones.
func TestSearchFeed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, q := range []string{"khai sinh", "le phi thuong tru", "thả diều"} {
		for _, more := range []string{"", "&kind=procedure", "&kind=article"} {
			page := s.page(searchPath(q) + more)
			f := s.feed(attr(one(t, page, "link[type=application/atom+xml]"), "href"))
			hits := texts(find(page, ".hits h2 a"))
			got := collapsed(titles(f))
			if len(got) < len(hits) || len(got) > 30 || !slices.Equal(got[:len(hits)], hits) {
				t.Errorf("%s%s: the page has %q, the feed %q", q, more, hits, got)
			}
		}
	}
	if f := s.feed(attr(one(t, s.page(searchPath("xyzzyx qwrtz")), "link[type=application/atom+xml]"), "href")); len(f.Entries) > 0 || f.Updated[0] != "2026-11-20T09:00:00+07:00" {
		t.Errorf("a search for nothing known: %q, updated %s", titles(f), f.Updated)
	}
	for _, path := range []string{"/tim-kiem.atom", "/tim-kiem.atom?q=+%09"} {
		if a := s.get(path); a.status != http.StatusBadRequest {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
}

// TestFeedUnchanged: who has a feed is told so, by either header, and gets the
// new one as soon as there is something new. Its entries keep their names, even
// where the site gets another address.
func TestFeedUnchanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const path = "/tin-tuc.atom"
	first, before := s.get(path), s.feed(path)
	tag, modified := first.header.Get("ETag"), first.header.Get("Last-Modified")
	for _, header := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", modified}, {"If-None-Match", tag, "If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}} {
		if a := s.get(path, header...); a.status != http.StatusNotModified || len(a.body) > 0 || a.header.Get("ETag") != tag {
			t.Errorf("%q: status %d, %d bytes", header, a.status, len(a.body))
		}
	}
	for _, header := range [][]string{{"If-None-Match", `"x"`}, {"If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}, {"If-Modified-Since", "x"}, {"If-None-Match", `"x"`, "If-Modified-Since", modified}} {
		if a := s.get(path, header...); a.status != http.StatusOK {
			t.Errorf("%q: status %d", header, a.status)
		}
	}
	s.clock.set(s.clock.Now().Add(time.Hour))
	s.save(nil, []data.Article{{
		Source: articleSource, SourceID: "kt-moi", Title: "Tin mới", Published: s.clock.Now(), PublishedTrust: data.TrustTime, Meta: sampleMeta,
	}})
	for _, header := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", modified}} {
		if a := s.get(path, header...); a.status != http.StatusOK {
			t.Errorf("after a new article, %q: status %d", header, a.status)
		}
	}
	after := s.feed(path)
	if titles(after)[0] != "Tin mới" || after.ID[0] != before.ID[0] || after.Entries[1].ID[0] != before.Entries[0].ID[0] {
		t.Errorf("the names of the feed and of its entries have changed")
	}
	s.set.Store(&data.Settings{PublicURL: "https://moi.example.vn"})
	var moved atom
	if err := xml.Unmarshal(s.get(path).body, &moved); err != nil || moved.Entries[0].ID[0] != after.Entries[0].ID[0] {
		t.Errorf("under another address: %v, %v", err, moved.Entries[0])
	}
}

// FuzzFeed: no title breaks a feed.
func FuzzFeed(f *testing.F) {
	s := newSite(f)
	for _, title := range []string{hostile, "\x00\x01\x0b\ufffe\uffff", "]]>", "\xff\xfe", "<![CDATA[", "&#0;", "\r\n\t"} {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		_, err := s.db.SaveArticles(t.Context(), []data.Article{{
			Source: articleSource, SourceID: "kt-thu", Title: title, Lead: title, Category: "Mục lạ", Author: title, Meta: sampleMeta,
		}})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		s.web.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/tin-tuc.atom?"+url.Values{"chuyen-muc": {"Mục lạ"}}.Encode(), nil))
		var got atom
		if err := xml.Unmarshal(w.Body.Bytes(), &got); err != nil || len(got.Entries) != 1 || w.Code != http.StatusOK {
			t.Errorf("%q: status %d, %v\n%s", title, w.Code, err, w.Body)
			return
		}
		odd := func(r rune) bool { return r < ' ' || r == utf8.RuneError || r > 0xfffd }
		if !strings.ContainsFunc(title, odd) && got.Entries[0].Title[0] != title {
			t.Errorf("%q is read as %q", title, got.Entries[0].Title)
		}
	})
}
