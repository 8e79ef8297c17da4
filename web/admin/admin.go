// Package admin serves the staff's room under [Root]: codes and posters,
// content, the care of the search, figures, the audit, settings and people.
// Pages are made on the server and work without scripts.
//
// Start with the table in routes.go: it says who may do what, and guard.go is
// the one place that holds everybody to it. One file an area; each handler
// loads, checks and shows, and returns its error to [Server.handle].
package admin

import (
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"tracuu/data"
	"tracuu/web/asset"
	"tracuu/web/style"
)

// Root is where the room stands.
const Root = "/quan-tri"

//go:embed template static style
var files embed.FS

// Store is what the room reads and writes; each area says what it needs.
type Store interface {
	SessionStore
	AccountStore
	CodeStore
	PlaceStore
	PrintStore
	ContentStore
	CareStore
	FigureStore
	QueryStore
	AuditStore
	SettingStore
}

// Config is what a Server is made of.
type Config struct {
	Store    Store
	Searcher Searcher
	Settings func() data.Settings // as they are now; PublicURL is never empty
	Clean    Cleaner
	Preview  Preview
	Province string // may be empty
	Now      func() time.Time
	Log      *slog.Logger
	Importer Importer
	Uploads  string         // folder for files that were sent in and wait to be imported
	Outside  OutsideChecker // nil: addresses outside are not checked at once
}

// Server answers requests below [Root]. Make it with New.
type Server struct {
	Config
	views   map[string]*template.Template
	style   template.CSS
	csp     string
	script  *asset.Asset
	secure  *scs.SessionManager // for those who come over TLS
	plain   *scs.SessionManager // for those on the machine itself
	brakes  *brakes
	hashing chan struct{} // holds those who check a password: each takes memory
	sent    *sentFiles
	photos  sync.Mutex // held by the one that unpacks a photo

	agencyForms sync.Mutex // held by the one that changes an agency

	handler  http.Handler
	baseline baseline
}

// New parses every template and builds the routes.
func New(c Config) (*Server, error) {
	s := &Server{
		Config: c, brakes: newBrakes(c.Now), hashing: make(chan struct{}, 2),
	}
	s.secure, s.plain = s.newSessions(true), s.newSessions(false)
	var err error
	if s.style, err = asset.Style(style.Files, "10-*.css", "20-*.css", "30-*.css"); err != nil {
		return nil, fmt.Errorf("stylesheet: %w", err)
	}
	own, err := asset.Style(files, "style/*.css")
	if err != nil {
		return nil, fmt.Errorf("stylesheet: %w", err)
	}
	s.style += own
	s.csp = asset.Policy(s.style)
	script, err := asset.Script(files, "static/*.js", "")
	if err != nil {
		return nil, fmt.Errorf("script: %w", err)
	}
	if s.script, err = asset.New(Root+"/static/admin.js", "text/javascript; charset=utf-8", script); err != nil {
		return nil, fmt.Errorf("script: %w", err)
	}
	if s.views, err = asset.Pages(files, s.funcs()); err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	if s.sent, err = newSentFiles(c); err != nil {
		return nil, fmt.Errorf("place for files: %w", err)
	}
	s.handler = s.mux()
	return s, nil
}

// Close ends what goes on in the background; the store is still needed for it.
func (s *Server) Close() { s.sent.close() }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// mux serves the table behind the guard.
func (s *Server) mux() http.Handler {
	r := chi.NewRouter()
	r.Use(s.headers, s.recoverPanics, s.withSession, s.sameOrigin, middleware.GetHead)
	r.Get(s.script.Path, s.script.Handler("no-cache"))
	for _, one := range s.routes() {
		r.Method(one.method, one.pattern, s.guard(one))
	}
	r.NotFound(s.handle(func(http.ResponseWriter, *http.Request) error { return data.ErrNotFound }))
	r.MethodNotAllowed(s.handle(func(http.ResponseWriter, *http.Request) error { return errMethod }))
	return r
}
