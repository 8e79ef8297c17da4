package web

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/asset"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// base is what every page has.
type base struct {
	Title     string // of the page; the head adds the site's name
	Province  string
	Path      string // of the page itself, in Vietnamese, with its query where that matters
	Query     string // what the search box holds
	Sample    bool   // the site shows sample content
	NoIndex   bool   // search engines are asked to leave the page out
	Host      string // of the public address, as codes are printed with
	LocalOnly bool   // the public address is this machine's own
	Size      string // of letters, in percent; empty: as the browser has it
	told

	public    string // the public address
	language  *words.Language
	languages []*words.Language
}

// version is the page in one language.
type version struct{ Tag, Name, URL string }

// Canonical is the absolute address of the page in its own language: search
// engines drop the other languages of a page that names another as the true one.
func (b base) Canonical() string { return b.address(b.Path) }

// place is the page's own path, in its language.
func (b base) place() string { return b.language.Path(b.Path) }

// Alternates are the absolute addresses of the page in every language, for
// search engines; nothing chooses a language but the reader.
func (b base) Alternates() (out []version) {
	for _, l := range b.languages {
		out = append(out, version{l.Tag, l.Name, b.public + l.Path(b.Path)})
	}
	return append(out, version{"x-default", "", b.public + b.Path})
}

// Others are the page's addresses in the languages it is not in.
func (b base) Others() (out []version) {
	for _, l := range b.languages {
		if l.Tag != b.language.Tag {
			out = append(out, version{l.Tag, l.Name, l.Path(b.Path)})
		}
	}
	return out
}

func (s *Server) base(r *http.Request, title string) base {
	public := s.public()
	return base{
		Title: title, Province: s.Province, Path: (&url.URL{Path: r.URL.Path}).EscapedPath(),
		Sample: s.showsSample(r.Context()), Host: paths.HostOf(public), LocalOnly: strings.HasPrefix(public, "http:"), Size: letterSize(r),
		public: public, language: language(r.Context()), languages: s.Languages,
	}
}

// letterSize is the size of letters the reader has chosen. A page in another size
// has another tag, and browsers ask for pages again each time: one cookie does
// without Vary.
func letterSize(r *http.Request) string {
	c, err := r.Cookie("co-chu")
	if err != nil || !slices.Contains([]string{"125", "150", "175", "200"}, c.Value) {
		return ""
	}
	return c.Value
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

// funcs are what templates may call. Words and addresses are those of l.
func (s *Server) funcs(l *words.Language) template.FuncMap {
	return template.FuncMap{
		"t":            l.T,
		"lang":         func() *words.Language { return l },
		"at":           at(l),
		"live":         live,
		"readers":      s.readers.count,
		"css":          func() template.CSS { return s.style },
		"pageJS":       func() string { return s.shell.page.URL() },
		"suggestJS":    func() string { return s.shell.suggest.URL() },
		"manifest":     func() string { return s.shell.manifest.URL() },
		"icon":         func() string { return s.shell.icon.URL() },
		"own":          func() template.HTMLAttr { return marked(l, l.Tag) },
		"lines":        format.Lines,
		"fold":         format.Fold,
		"cut":          cut,
		"sheets":       func(d data.Document) string { return format.Sheets(l, d) },
		"number":       l.Number,
		"n":            l.N,
		"duration":     duration(l),
		"published":    func(a data.Article) string { return format.Published(l, a) },
		"machineTime":  func(a data.Article) string { return a.Published.Format(time.RFC3339) },
		"articleURL":   func(a data.Article) string { return l.Path(paths.Article(a.ID, a.Title)) },
		"procedureURL": func(p data.Procedure) string { return l.Path(paths.Procedure(p.Code)) },
		"vi":           func() template.HTMLAttr { return marked(l, "vi") },
		"rowURL":       func(p data.ProcedureRow) string { return l.Path(paths.Procedure(p.Code)) },
		"level":        func(level data.Level) string { return l.T(level.Label()) },
		"unitURL":      func(u data.Unit) string { return l.Path(paths.CommuneOf(u.FullName())) },
		"fieldURL":     func(f data.Field) string { return l.Path(paths.Field(f.Slug)) },
		"categoryURL":  paths.Category,
		"agencyURL":    func(a data.Agency) string { return l.Path(paths.Agency(a.Slug)) },
		"codeText":     printedCode,
		"day":          format.Day,
		"today":        func(t time.Time) string { return format.Day(data.NewDate(t.In(format.Hanoi))) },
		"tel":          telephone,
		"layout":       func(layout string) string { return l.T(layoutName(layout)) },
		"applyURL":     paths.Apply,
	}
}

// marked is the attribute that tells the language of a part of a page in l. On
// Vietnamese pages everything is Vietnamese and nothing is marked.
func marked(l *words.Language, tag string) template.HTMLAttr {
	if l.Tag == words.Vietnamese().Tag {
		return ""
	}
	return template.HTMLAttr(` lang="` + tag + `"`)
}

// duration says a time limit where the language has words of its own for it.
func duration(l *words.Language) func(data.Duration) string {
	return func(d data.Duration) string {
		if text, ours := format.Duration(l, d); ours {
			return text
		}
		return ""
	}
}

// at puts the language in front of an address of this site; others stay.
func at(l *words.Language) func(address string) string {
	return func(address string) string {
		if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
			return address
		}
		return l.Path(address)
	}
}

// showCounted renders the page of a target and counts it as read.
func (s *Server) showCounted(w http.ResponseWriter, r *http.Request, name string, page any, target data.Target) error {
	if err := s.render(w, r, http.StatusOK, name, page); err != nil {
		return err
	}
	s.counter.View(r, target)
	s.counter.asks.opened(r, target, s.Settings().PublicURL)
	return nil
}

// render writes a whole page or, when the template fails, nothing. Who has the
// page already is told that it has not changed.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, name string, page any) error {
	if !previewing(r.Context()) {
		s.readers.meet(r)
	}
	l := language(r.Context())
	t, ok := s.views[l.Tag][name]
	if !ok {
		return fmt.Errorf("no page %q", name)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", l.Tag)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	if p, ok := page.(interface{ place() string }); ok && arrivalOf(r.Context()).code != "" {
		h.Set("Content-Location", p.place()) // what was scanned is found again under both
	}
	body, lasting := parts(b.Bytes())
	if status == http.StatusOK && h.Get("Cache-Control") != "no-store" {
		tag := entityTag(lasting)
		h.Set("ETag", tag)
		if asset.Matches(r.Header.Values("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	w.WriteHeader(status)
	_, err := w.Write(body)
	if err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
}
