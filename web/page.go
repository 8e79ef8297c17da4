package web

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/paths"
)

// base is what every page has.
type base struct {
	Title     string // of the page; the head adds the site's name
	Site      string // the site's name
	Province  string
	Canonical string // address of the page itself, absolute
	Query     string // what the search box holds
	Sample    bool   // the site shows sample content
	NoIndex   bool   // search engines are asked to leave the page out
	Host      string // of the public address, as codes are printed with
	LocalOnly bool   // the public address is this machine's own
}

func (s *Server) base(r *http.Request, title string) base {
	public := s.public()
	b := base{Title: title, Site: "Tra cứu", Province: s.Province, Host: paths.HostOf(public), LocalOnly: strings.HasPrefix(public, "http:")}
	b.Canonical = public + (&url.URL{Path: r.URL.Path}).EscapedPath()
	b.Sample = s.showsSample(r.Context())
	return b
}

// sampleFor is how long a page may go by what was known of the sample.
const sampleFor = time.Second

// sampleState is whether the site shows sample content, and since when that is
// known.
type sampleState struct {
	shown bool
	at    time.Time
}

func (s *Server) showsSample(ctx context.Context) bool {
	if known := s.sample.Load(); known != nil && time.Since(known.at) < sampleFor {
		return known.shown
	}
	at := time.Now()
	n, err := s.Store.SampleCount(ctx, data.Shown)
	if err != nil {
		s.Log.Error("count the sample", "error", err)
		return false
	}
	s.sample.Store(&sampleState{n > 0, at})
	return n > 0
}

func funcs(css template.CSS, script string) template.FuncMap {
	return template.FuncMap{
		"css":          func() template.CSS { return css },
		"suggestJS":    func() string { return script },
		"lines":        format.Lines,
		"number":       format.Digits,
		"published":    format.Published,
		"machineTime":  func(a data.Article) string { return a.Published.Format(time.RFC3339) },
		"articleURL":   func(a data.Article) string { return paths.Article(a.ID, a.Title) },
		"procedureURL": func(p data.Procedure) string { return paths.Procedure(p.Code) },
		"fieldURL":     func(f data.Field) string { return paths.Field(f.Slug) },
		"agencyURL":    func(a data.Agency) string { return paths.Agency(a.Slug) },
		"codeText":     printedCode,
		"day":          format.Day,
		"today":        func(t time.Time) string { return format.Day(data.NewDate(t.In(format.Hanoi))) },
		"tel":          telephone,
		"layout":       layoutName,
		"applyURL":     paths.Apply,
	}
}

// parsePages parses each page together with the layout and its parts. script
// is the address of the script that search boxes load.
func parsePages(css template.CSS, script string) (map[string]*template.Template, error) {
	layout, err := template.New("layout.html").Funcs(funcs(css, script)).ParseFS(files, "template/layout.html", "template/part-*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "template/page-*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		t, err := layout.Clone()
		if err == nil {
			t, err = t.ParseFS(files, name)
		}
		if err != nil {
			return nil, err
		}
		pages[strings.TrimSuffix(strings.TrimPrefix(path.Base(name), "page-"), ".html")] = t
	}
	return pages, nil
}

// showCounted renders the page of a target and counts it as read.
func (s *Server) showCounted(w http.ResponseWriter, r *http.Request, name string, page any, target data.Target) error {
	if err := s.render(w, http.StatusOK, name, page); err != nil {
		return err
	}
	s.counter.View(r, target)
	return nil
}

// render writes a whole page or, when the template fails, nothing.
func (s *Server) render(w http.ResponseWriter, status int, name string, page any) error {
	t, ok := s.views[name]
	if !ok {
		return fmt.Errorf("no page %q", name)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", "vi")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	if err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
}
