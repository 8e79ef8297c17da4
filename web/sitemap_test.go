package web_test

import (
	"database/sql"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/web/paths"
)

type mapEntry struct {
	Loc     string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
	Lastmod string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
}

// sitemap fetches a sitemap or, as root "sitemapindex", the index of all.
func (s *site) sitemap(path, root string) []mapEntry {
	s.Helper()
	a := s.get(path)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/xml; charset=utf-8" || len(a.body) > 50<<20 {
		s.Fatalf("%s: status %d, %s, %d bytes", path, a.status, a.header.Get("Content-Type"), len(a.body))
	}
	var m struct {
		XMLName xml.Name
		URLs    []mapEntry `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
		Maps    []mapEntry `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
	}
	if err := xml.Unmarshal(a.body, &m); err != nil || m.XMLName.Local != root {
		s.Fatalf("%s: %s, %v", path, m.XMLName.Local, err)
	}
	list := append(m.URLs, m.Maps...)
	for _, e := range list {
		u, err := url.Parse(e.Loc)
		if err != nil || !strings.HasPrefix(e.Loc, public+"/") || len(u.String()) > 2048 {
			s.Errorf("%s: address %q", path, e.Loc)
		}
		if _, err := time.Parse(time.RFC3339, e.Lastmod); err != nil && e.Lastmod != "" {
			s.Errorf("%s: %s was changed %q", path, e.Loc, e.Lastmod)
		}
	}
	return list
}

// mapped are the paths in all sitemaps, each sitemap's under its name.
func (s *site) mapped() map[string][]string {
	s.Helper()
	out := map[string][]string{}
	for _, m := range s.sitemap("/sitemap.xml", "sitemapindex") {
		name := strings.TrimPrefix(m.Loc, public)
		if m.Lastmod == "" {
			s.Errorf("%s: no last change", name)
		}
		list := s.sitemap(name, "urlset")
		if len(list) == 0 || len(list) > 50_000 {
			s.Errorf("%s has %d addresses", name, len(list))
		}
		for _, e := range list {
			out[name] = append(out[name], strings.TrimPrefix(e.Loc, public))
		}
	}
	return out
}

// TestSitemap: every page that search engines may show is in one sitemap, under
// its true address, and nothing else is.
func TestSitemap(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	pages := s.mapped()
	for _, path := range []string{"/", "/thu-tuc", "/tin-tuc", "/lam-o-xa-nao", "/cap/xa", "/su-kien/sinh-con"} {
		if !slices.Contains(pages["/sitemap-trang-1.xml"], path) {
			t.Errorf("%s is not in %q", path, pages)
		}
	}
	if len(pages) != 1 {
		t.Errorf("the sample is in %v", pages)
	}
	official := data.Meta{Visibility: data.Shown}
	var ps []data.Procedure
	for _, p := range extraProcedures() {
		p.Meta = official
		ps = append(ps, p)
	}
	as := extraArticles()
	for i := range as {
		as[i].Meta = official
	}
	s.save(ps, as)
	got := s.mapped()
	var procedures []string
	for _, p := range ps { // the repealed ones, too
		procedures = append(procedures, "/thu-tuc/"+p.Code)
	}
	slices.Sort(procedures)
	if diff := cmp.Diff(procedures, got["/sitemap-thu-tuc-1.xml"]); diff != "" {
		t.Errorf("procedures (-want +got)\n%s", diff)
	}
	if len(got["/sitemap-tin-tuc-1.xml"]) != len(as) || len(got["/sitemap-linh-vuc-1.xml"]) != 3 || len(got["/sitemap-co-quan-1.xml"]) != 2 || len(got) != 5 {
		t.Errorf("sitemaps %v", got)
	}
	seen := map[string]bool{}
	for name, list := range got {
		for _, path := range list {
			canonical := attrs(find(s.page(path), "link[rel=canonical]"), "href")
			if !slices.Equal(canonical, []string{public + path}) || seen[path] || len(find(s.page(path), "meta[name=robots]")) > 0 {
				t.Errorf("%s: %s, which is %q", name, path, canonical)
			}
			seen[path] = true
		}
	}
	for _, path := range []string{
		"/sitemap-thu-tuc-2.xml", "/sitemap-tin-tuc-2.xml", "/sitemap-linh-vuc-2.xml", "/sitemap-trang-2.xml", "/sitemap-thu-tuc-0.xml", "/sitemap-thu-tuc--1.xml",
		"/sitemap-khac-1.xml", "/sitemap-1.xml", "/sitemap-thu-tuc.xml", "/sitemap-thu-tuc-99999999999999999999.xml", "/sitemap-.xml", "/en/sitemap.xml",
	} {
		if a := s.get(path); a.status != http.StatusNotFound || a.header.Get("ETag") != "" {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
}

// TestSitemapUnchanged: who has a sitemap is told so until something changes.
func TestSitemapUnchanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/sitemap.xml", "/sitemap-trang-1.xml"} {
		tag := s.get(path).header.Get("ETag")
		if a := s.get(path, "If-None-Match", tag); a.status != http.StatusNotModified || len(a.body) > 0 {
			t.Errorf("%s: status %d", path, a.status)
		}
		s.save(nil, []data.Article{{Source: articleSource, SourceID: path, Title: path, Meta: sampleMeta}})
		if a := s.get(path, "If-None-Match", tag); a.status != http.StatusOK {
			t.Errorf("%s after a change: status %d", path, a.status)
		}
	}
}

// TestSitemapParts: parts keep within their bounds, whatever there is, and an
// article stays in its part.
func TestSitemapParts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.fill(60_000)
	first := s.articleID("0")
	got := s.mapped()
	for name, want := range map[string]int{
		"/sitemap-thu-tuc-1.xml": 50_000, "/sitemap-thu-tuc-2.xml": 10_000,
		"/sitemap-tin-tuc-1.xml": 50_000 - int(first) + 1, "/sitemap-tin-tuc-2.xml": 10_000 + int(first) - 1,
	} {
		if len(got[name]) != want {
			t.Errorf("%s has %d addresses, want %d", name, len(got[name]), want)
		}
	}
	seen := map[string]bool{}
	for _, list := range got {
		for _, path := range list {
			if seen[path] {
				t.Fatalf("%s is there twice", path)
			}
			seen[path] = true
		}
	}
	for _, path := range []string{"/thu-tuc/1.200000", "/thu-tuc/1.249999", "/thu-tuc/1.250000", "/thu-tuc/1.259999", s.articlePath("0"), paths.Article(first+59_999, "Tin số 59999")} {
		if !seen[path] {
			t.Errorf("%s is nowhere", path)
		}
	}
}

// fill writes n bare procedures and articles into the store in one go.
func (s *site) fill(n int) {
	s.Helper()
	db, err := sql.Open("sqlite3", s.path)
	if err != nil {
		s.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			s.Error(err)
		}
	}()
	const numbers = `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT ?1) `
	for _, query := range []string{
		numbers + `INSERT INTO procedures (code, seq, name, status, replaced_by, sample, visibility, record, changed_at)
			SELECT printf('1.2%05d', i), (SELECT seq FROM store) + 1 + i, 'Việc', 'active', '', 0, 'shown', '{}', '2026-11-20T02:00:00Z' FROM n`,
		`UPDATE store SET seq = seq + ?1`,
		numbers + `INSERT INTO articles (source, source_id, seq, category, published, sample, visibility, record, changed_at)
			SELECT 'Nhiều', i, (SELECT seq FROM store) + 1 + i, '', 0, 0, 'shown', json_object('source_id', CAST(i AS TEXT), 'title', 'Tin số ' || i), '2026-11-20T02:00:00Z' FROM n`,
		`UPDATE store SET seq = seq + ?1`,
	} {
		if _, err := db.ExecContext(s.Context(), query, n); err != nil {
			s.Fatal(err)
		}
	}
}
