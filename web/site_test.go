package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tracuu/data"
	"tracuu/data/sample"
	"tracuu/data/sqlite"
	"tracuu/search"
	"tracuu/web"
)

const public = "https://thutuc.example.vn"

// site is the whole of what people reach: the pages over a real store and a
// real index, behind a real HTTP server.
type site struct {
	testing.TB
	db     *sqlite.DB
	path   string // of the store
	index  *search.Index
	web    *web.Server
	server *httptest.Server
	url    string
	clock  *clock
	log    *faultLog
	ready  atomic.Bool
	set    atomic.Pointer[data.Settings] // nil: public and nothing else
}

func (s *site) settings() data.Settings {
	if set := s.set.Load(); set != nil {
		return *set
	}
	return data.Settings{PublicURL: public}
}

// newSite serves the sample content and the records of extraProcedures and
// extraArticles. with may put something else in place of a part. What is
// logged as an error and was not expected fails the test.
func newSite(t testing.TB, with ...func(*web.Config)) *site {
	t.Helper()
	s := &site{TB: t, clock: newClock(), log: &faultLog{}}
	s.ready.Store(true)
	dir := t.TempDir()
	t.Cleanup(s.end)
	s.path = filepath.Join(dir, "tracuu.db")
	var err error
	if s.db, err = sqlite.Open(t.Context(), s.path, s.clock.Now); err != nil {
		t.Fatal(err)
	}
	procedures, articles, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	s.save(append(procedures, extraProcedures()...), append(articles, extraArticles()...))
	units, err := sample.Units()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.SaveUnits(t.Context(), units); err != nil {
		t.Fatal(err)
	}
	id, _, err := s.db.Stamp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.index, err = search.Open(filepath.Join(dir, "index"), id); err != nil {
		t.Fatal(err)
	}
	s.follow()

	c := web.Config{
		Store: s.db, Searcher: s.index, Settings: s.settings, Province: "Khánh Hòa",
		Ready: s.ready.Load, Now: s.clock.Now, Log: slog.New(s.log),
		CodeWait: time.Minute, RelatedWait: time.Minute, // a busy machine may take its time
	}
	for _, w := range with {
		w(&c)
	}
	if s.web, err = web.New(c); err != nil {
		t.Fatal(err)
	}
	s.server = httptest.NewServer(s.web)
	s.url = s.server.URL
	return s
}

// end closes what newSite has opened and lets go of it: a parallel test that is
// over stays in memory, with all that its cleanups hold, until the last one is.
func (s *site) end() {
	for _, f := range s.log.taken() {
		s.Errorf("logged as an error: %s", f)
	}
	if s.server != nil {
		s.server.Close()
	}
	if s.index != nil {
		if err := s.index.Close(); err != nil {
			s.Errorf("close index: %v", err)
		}
	}
	if s.db != nil {
		if err := s.db.Close(); err != nil {
			s.Errorf("close store: %v", err)
		}
	}
	s.server, s.web, s.index, s.db = nil, nil, nil, nil
}

func (s *site) save(ps []data.Procedure, as []data.Article) {
	s.Helper()
	if _, err := s.db.SaveProcedures(s.Context(), ps); err != nil {
		s.Fatal(err)
	}
	if _, err := s.db.SaveArticles(s.Context(), as); err != nil {
		s.Fatal(err)
	}
}

// follow brings the index to the newest change of the store.
func (s *site) follow() {
	s.Helper()
	if _, err := s.index.CatchUp(s.Context(), s.db, nil); err != nil {
		s.Fatal(err)
	}
}

func (s *site) flush() {
	s.Helper()
	if err := s.web.Counter().Flush(s.Context()); err != nil {
		s.Fatal(err)
	}
}

// code is the short code of a target, made if it has none.
func (s *site) code(kind data.Kind, key string) string {
	s.Helper()
	l, err := web.Coder{Store: s.db, PublicURL: public}.Ensure(s.Context(), data.Target{Kind: kind, Key: key}, 0, data.Edit{})
	if err != nil {
		s.Fatal(err)
	}
	return l.Code
}

// articleID finds an article of the store by its source's id.
func (s *site) articleID(sourceID string) int64 {
	s.Helper()
	as, err := s.db.ArticleChanges(s.Context(), 0, 1000)
	if err != nil {
		s.Fatal(err)
	}
	i := slices.IndexFunc(as, func(a data.Article) bool { return a.SourceID == sourceID })
	if i < 0 {
		s.Fatalf("no article %s", sourceID)
	}
	return as[i].ID
}

// answer is what came back for one request.
type answer struct {
	status int
	header http.Header
	body   []byte
	doc    *html.Node // nil unless it is HTML with a body
}

// get fetches a path; header is a list of names and values.
func (s *site) get(path string, header ...string) answer {
	s.Helper()
	return s.do(http.MethodGet, path, header...)
}

// page fetches a path that must answer with a page.
func (s *site) page(path string) *html.Node {
	s.Helper()
	a := s.get(path)
	if a.status != http.StatusOK || a.doc == nil {
		s.Fatalf("GET %s: status %d, %d bytes of %s", path, a.status, len(a.body), a.header.Get("Content-Type"))
	}
	return a.doc
}

func (s *site) do(method, path string, header ...string) answer {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), method, s.url+path, nil)
	if err != nil {
		s.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return s.ask(req)
}

func (s *site) ask(req *http.Request) answer {
	s.Helper()
	res, err := asIs.Do(req)
	if err != nil {
		s.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	defer res.Body.Close()
	a := answer{status: res.StatusCode, header: res.Header}
	if a.body, err = io.ReadAll(res.Body); err != nil {
		s.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	if len(a.body) > 0 && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && a.header.Get("Content-Encoding") == "" {
		if a.doc, err = html.Parse(bytes.NewReader(a.body)); err != nil {
			s.Fatalf("%s %s: %v", req.Method, req.URL, err)
		}
	}
	return a
}

// asIs is a client that follows no redirect and unpacks nothing.
var asIs = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 32},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       30 * time.Second,
}

// clock is a clock that is set by hand.
type clock struct{ unix atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.set(time.Date(2026, 11, 20, 9, 0, 0, 0, time.FixedZone("+07", 7*60*60)))
	return c
}

func (c *clock) set(t time.Time) { c.unix.Store(t.Unix()) }

func (c *clock) Now() time.Time { return time.Unix(c.unix.Load(), 0).UTC() }

// faultLog keeps what is logged as an error.
type faultLog struct {
	slog.Handler
	mu     sync.Mutex
	faults []string
}

func (l *faultLog) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

func (l *faultLog) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	b.WriteString(r.Message)
	r.Attrs(func(a slog.Attr) bool {
		b.WriteString(" " + a.String())
		return true
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = append(l.faults, b.String())
	return nil
}

// taken answers what was kept and forgets it.
func (l *faultLog) taken() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := l.faults
	l.faults = nil
	return out
}

// brokenStore is the real store with counts that cannot be written for a while.
type brokenStore struct {
	*sqlite.DB
	broken atomic.Bool
}

var errNoRoom = errors.New("no room for counts")

func (b *brokenStore) AddCounts(ctx context.Context, c data.Counts) error {
	if b.broken.Load() {
		return errNoRoom
	}
	return b.DB.AddCounts(ctx, c)
}

// doc0 is the page, an empty one if there is none.
func (a answer) doc0() *html.Node {
	if a.doc == nil {
		return &html.Node{}
	}
	return a.doc
}

func mustTime(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
