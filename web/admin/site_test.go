package admin_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/sample"
	"tracuu/data/sqlite"
	"tracuu/web/admin"
)

// site is the room over a real store with the sample, at a clock of its own.
type site struct {
	*httptest.Server
	db       *sqlite.DB
	log      *strings.Builder
	settings data.Settings
	time     time.Time
}

const password = "mat khau de thu 1"

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{log: &strings.Builder{}, time: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	now := func() time.Time { return s.time }
	var err error
	s.db, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "tracuu.db"), now)
	must(t, err)
	t.Cleanup(func() { must(t, s.db.Close()) })
	procedures, articles, err := sample.Load()
	must(t, err)
	units, err := sample.Units()
	must(t, err)
	_, err = s.db.FillIfEmpty(t.Context(), procedures, articles, units)
	must(t, err)
	room, err := admin.New(admin.Config{
		Store: s.db, Settings: func() data.Settings { return s.settings }, Province: "Khánh Hòa", Now: now,
		Clean: plainCleaner{}, Preview: plainPreview{}, Log: slog.New(slog.NewTextHandler(s.log, nil)),
	})
	must(t, err)
	s.Server = httptest.NewServer(room)
	t.Cleanup(s.Close)
	s.settings.PublicURL = s.URL
	return s
}

// plainPreview shows what it is given as JSON.
type plainPreview struct{}

func (plainPreview) PreviewProcedure(w http.ResponseWriter, _ *http.Request, p data.Procedure) error {
	return json.NewEncoder(w).Encode(p)
}

func (plainPreview) PreviewArticle(w http.ResponseWriter, _ *http.Request, a data.Article) error {
	return json.NewEncoder(w).Encode(a)
}

// person is a browser of somebody; nobody has signed in yet.
type person struct {
	*http.Client
	t    *testing.T
	site *site
}

func (s *site) nobody(t *testing.T) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &person{&http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}, t, s}
}

// user adds a member of staff; agency is a slug or empty.
func (s *site) user(t *testing.T, name string, role data.Role, agency string) {
	t.Helper()
	must(t, s.db.AddUser(t.Context(), data.User{Name: name, Role: role, Agency: agency, Password: admin.HashPassword(password)}, data.Edit{Who: "thử"}))
}

// signedIn adds a member of staff, named after the role, and signs them in.
func (s *site) signedIn(t *testing.T, role data.Role, agency string) *person {
	t.Helper()
	name := string(role)
	s.user(t, name, role, agency)
	p := s.nobody(t)
	if status, _ := p.post(admin.Root+"/dang-nhap", url.Values{"ten": {name}, "mat-khau": {password}}); status != http.StatusSeeOther {
		t.Fatalf("sign in as %s: status %d", name, status)
	}
	return p
}

// get answers the status and the page.
func (p *person) get(path string) (int, string) {
	p.t.Helper()
	res, err := p.Get(p.site.URL + path)
	must(p.t, err)
	return read(p.t, res)
}

// post sends a form and answers the status and the page.
func (p *person) post(path string, form url.Values) (int, string) {
	p.t.Helper()
	res, err := p.PostForm(p.site.URL+path, form)
	must(p.t, err)
	return read(p.t, res)
}

func read(t *testing.T, res *http.Response) (int, string) {
	t.Helper()
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	must(t, err)
	return res.StatusCode, string(b)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
