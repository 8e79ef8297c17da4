package admin_test

import (
	"database/sql"
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

	"github.com/pquerna/otp/totp"

	"tracuu/data"
	"tracuu/data/sample"
	"tracuu/data/sqlite"
	"tracuu/web/admin"
)

// site is the room over a real store with the sample, at a clock of its own.
type site struct {
	*httptest.Server
	db       *sqlite.DB
	path     string // of the store
	log      *strings.Builder
	settings data.Settings
	time     time.Time
	outside  map[string]data.OutsideCheck // what addresses outside answer
}

const password = "mat khau de thu 1"

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{log: &strings.Builder{}, time: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	now := func() time.Time { return s.time }
	var err error
	s.path = filepath.Join(t.TempDir(), "tracuu.db")
	s.db, err = sqlite.Open(t.Context(), s.path, now)
	must(t, err)
	t.Cleanup(func() { must(t, s.db.Close()) })
	procedures, articles, err := sample.Load()
	must(t, err)
	units, err := sample.Units()
	must(t, err)
	_, err = s.db.FillIfEmpty(t.Context(), procedures, articles, units)
	must(t, err)
	room, err := admin.New(admin.Config{
		Store: s.db, Searcher: &lateIndex{t: t, db: s.db}, Settings: func() data.Settings { return s.settings }, Province: "Khánh Hòa", Now: now,
		Log:      slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Importer: records{s.db}, Uploads: filepath.Join(t.TempDir(), "uploads"),
		Clean: plainCleaner{}, Preview: plainPreview{},
		Outside: outsideOf(func(address string) data.OutsideCheck { return s.outside[address] }),
	})
	must(t, err)
	t.Cleanup(room.Close)
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
	t    testing.TB
	site *site
}

func (s *site) nobody(t testing.TB) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &person{&http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}, t, s}
}

// user adds a member of staff; agency is a slug or empty.
func (s *site) user(t testing.TB, name string, role data.Role, agency string) {
	t.Helper()
	u := data.User{Name: name, Role: role, Agency: agency, Password: admin.HashPassword(password)}
	if role.AtLeast(data.RolePublisher) { // they may do nothing without
		u.TOTPSecret = secret
	}
	must(t, s.db.AddUser(t.Context(), u, data.Edit{Who: "thử"}))
}

// secret is the second factor of those who need one.
const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

// code is what the phone of a secret shows.
func (s *site) code(t testing.TB, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, s.time)
	must(t, err)
	return code
}

// signedIn adds a member of staff, named after the role, and signs them in.
func (s *site) signedIn(t testing.TB, role data.Role, agency string) *person {
	t.Helper()
	name := string(role)
	s.user(t, name, role, agency)
	p := s.nobody(t)
	p.signIn(name)
	return p
}

// signIn gives the password, and the code where there is a second factor.
func (p *person) signIn(name string) {
	p.t.Helper()
	status, _ := p.post(admin.Root+"/dang-nhap", url.Values{"ten": {name}, "mat-khau": {password}})
	u, err := p.site.db.User(p.t.Context(), name)
	must(p.t, err)
	if status == http.StatusSeeOther && u.TOTPSecret != "" {
		status, _ = p.post(admin.Root+"/dang-nhap/ma", url.Values{"ma-so": {p.site.code(p.t, u.TOTPSecret)}})
	}
	if status != http.StatusSeeOther {
		p.t.Fatalf("sign in as %s: status %d", name, status)
	}
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

func read(t testing.TB, res *http.Response) (int, string) {
	t.Helper()
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	must(t, err)
	return res.StatusCode, string(b)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// agency is the slug of an agency of the sample.
func (s *site) agency(t *testing.T) string {
	t.Helper()
	all, err := s.db.Agencies(t.Context())
	must(t, err)
	return all[0].Slug
}

type told struct{ object, action, before, after, who string }

// audit is what the audit tells of objects whose names begin with prefix, the
// oldest first.
func (s *site) audit(t *testing.T, prefix string) (out []told) {
	t.Helper()
	db, err := sql.Open("sqlite3", s.path)
	must(t, err)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT object, action, before, after, who FROM audit WHERE substr(object, 1, length(?1)) = ?1 ORDER BY id`, prefix)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var one told
		must(t, rows.Scan(&one.object, &one.action, &one.before, &one.after, &one.who))
		out = append(out, one)
	}
	must(t, rows.Err())
	return out
}
