// Package web serves the pages people read: search, procedures, news, and the
// landings of printed codes. Pages are made on the server, need no JavaScript
// and come in one request; those with a search box load one small script that
// completes what is typed.
//
// Start with [New] and its routes. One file a page, named after it; each
// handler loads, checks and shows, and returns its error to [Server.handle],
// the one place that turns errors into pages.
package web

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"hash/maphash"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/klauspost/compress/gzhttp"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/api"
	"tracuu/web/asset"
	"tracuu/web/events"
	"tracuu/web/find"
	"tracuu/web/mask"
	"tracuu/web/paths"
	"tracuu/web/style"
	"tracuu/web/words"
)

// symbolCache is how many symbols are kept drawn.
const symbolCache = 4096

//go:embed template static
var files embed.FS

// Store is the content as the pages need it.
type Store interface {
	LinkStore
	Procedure(ctx context.Context, code string) (data.Procedure, error)
	Procedures(ctx context.Context, codes []string) (map[string]data.Procedure, error)
	ProcedureVersions(ctx context.Context, code string) ([]data.Procedure, error)
	Article(ctx context.Context, id int64) (data.Article, error)
	Articles(ctx context.Context, ids []int64) (map[int64]data.Article, error)
	LatestArticles(ctx context.Context, category string, offset, limit int) ([]data.Article, error)
	Fields(ctx context.Context) ([]data.Field, error)
	FieldProcedures(ctx context.Context, slug string, offset, limit int) (data.Field, []data.ProcedureRow, error)
	AgencyProcedures(ctx context.Context, slug string, offset, limit int) (data.Agency, []data.ProcedureRow, error)
	ProcedureRows(ctx context.Context, codes []string) (map[string]data.ProcedureRow, error)
	TranslatedNames(ctx context.Context, tag string, codes []string) (map[string]string, error)
	Agencies(ctx context.Context) ([]data.Agency, error)
	Audiences(ctx context.Context) ([]data.Audience, error)
	AudienceProcedures(ctx context.Context, slug string, offset, limit int) (data.Audience, []data.ProcedureRow, error)
	LevelProcedures(ctx context.Context, level data.Level, offset, limit int) (total int, ps []data.ProcedureRow, err error)
	Letters(ctx context.Context) ([]data.Letter, error)
	LetterProcedures(ctx context.Context, letter string, offset, limit int) (total int, ps []data.ProcedureRow, err error)
	Categories(ctx context.Context) ([]data.Category, error)
	UnitsNamed(ctx context.Context, name string) ([]data.Unit, error)
	UnitsLike(ctx context.Context, words string, limit int) ([]data.Unit, error)
	LocalUnits(ctx context.Context, province string) ([]data.Unit, error)
	LocalUnitCount(ctx context.Context) (int, error)
	ProcedurePlaces(ctx context.Context, code string) (data.Field, data.Agency, error)
	MostRead(ctx context.Context, limit int) ([]string, error)
	Counts(ctx context.Context) (procedures, articles int, err error)
	SampleCount(ctx context.Context, v data.Visibility) (int, error)
	Successor(ctx context.Context, p data.Procedure) (last data.Procedure, replaced []string, err error)
	Agency(ctx context.Context, slug string) (data.Agency, error)
	Heir(ctx context.Context, slug string) (data.Agency, error)
	AgencyByName(ctx context.Context, name string) (data.Agency, error)
	Placement(ctx context.Context, id int64) (data.Placement, error)
	Printed(ctx context.Context, code string) ([]data.Printed, error)
	LastCheck(ctx context.Context, code string) (data.Check, error)
	Link(ctx context.Context, code string) (data.Link, error)
	ProcedureHeads(ctx context.Context, codes []string) (map[string]data.Procedure, error)
	ArticleHeads(ctx context.Context, ids []int64) (map[int64]data.Article, error)
	ViewCount(ctx context.Context, target data.Target) (int64, error)
	AddCounts(ctx context.Context, c data.Counts) error
	TidyQueries(ctx context.Context, today data.Date) error
	ProceduresChanged(ctx context.Context, codes []string) (map[string]data.Change, error)
	ArticlesChanged(ctx context.Context, ids []int64) (map[int64]data.Change, error)
	AddressStore
	PictureBody(ctx context.Context, hash string, width int) ([]byte, error)
}

// Searcher finds records.
type Searcher interface {
	Search(ctx context.Context, q search.Query) (search.Result, error)
	Suggest(ctx context.Context, text string, limit int) ([]search.Suggestion, error)
}

// Config is what a Server is made of.
type Config struct {
	Store    Store
	Searcher Searcher
	Settings func() data.Settings // as they are now; PublicURL is never empty
	Province string               // name shown in the head; may be empty
	Ready    func() bool
	Now      func() time.Time
	Log      *slog.Logger
	OpenData OpenData     // nil: there are none
	Staff    http.Handler // the staff's room under /quan-tri; nil: there is none

	Languages []*words.Language // that the pages speak, Vietnamese first; none: those that come with the program

	// How long a page waits for what it can do without.
	CodeWait    time.Duration // for its short code to be made; zero: 100 ms
	RelatedWait time.Duration // for what is related to it to be found; zero: 30 ms
}

// Server answers requests. Make it with New.
type Server struct {
	Config
	views          map[string]map[string]*template.Template // by language and name
	csp            string
	style          template.CSS
	shell          shell
	lifeEvents     []events.Event
	symbols        *symbols
	counter        *Counter
	readers        *readers
	neighbourhoods *neighbourhoods
	sample         atomic.Pointer[sampleState]
	holidays       atomic.Pointer[holidays]
	making         chan struct{} // holds the one that makes a page's code
	compress       func(http.Handler) http.HandlerFunc
	handler        http.Handler
	pages          http.Handler // the pages alone, without what stands around them
}

// New parses every template and builds the routes.
func New(c Config) (*Server, error) {
	c.CodeWait = cmp.Or(c.CodeWait, 100*time.Millisecond)
	c.RelatedWait = cmp.Or(c.RelatedWait, 30*time.Millisecond)
	s := &Server{
		Config: c, views: map[string]map[string]*template.Template{},
		symbols: newSymbols(symbolCache),
		making:  make(chan struct{}, 1), readers: newReaders(maxReaders, c.Now),
		neighbourhoods: newNeighbourhoods(maxNeighbourhoods, c.RelatedWait, c.Now, c.Log),
	}
	masker, err := mask.New()
	if err != nil {
		return nil, err
	}
	s.counter = newCounter(c.Store, &asks{
		now: c.Now, id: s.readers.id, masker: masker, finder: s.searchAgain, seed: maphash.MakeSeed(),
		known: map[readerID]*ask{}, pages: map[uint64]hitsPage{},
	}, c.Now, c.Log)
	if s.style, err = asset.Style(style.Files, "*.css"); err != nil {
		return nil, err
	}
	s.csp = asset.Policy(s.style)
	if s.shell, err = readShell(c.Province); err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	if len(s.Languages) == 0 {
		if s.Languages, err = words.Languages(); err != nil {
			return nil, fmt.Errorf("words: %w", err)
		}
	}
	if s.lifeEvents, err = events.Load(); err != nil {
		return nil, fmt.Errorf("life events: %w", err)
	}
	for _, l := range s.Languages {
		if s.views[l.Tag], err = asset.Pages(files, s.funcs(l)); err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
	}
	if err := s.finishShell(); err != nil {
		return nil, fmt.Errorf("pages for readers without a signal: %w", err)
	}
	if s.compress, err = gzhttp.NewWrapper(gzhttp.CompressionLevel(packing), gzhttp.EnableZstd(false)); err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	s.pages = s.pageRoutes()
	s.handler = s.routes()
	return s, nil
}

// Counter gathers scans and views; the caller runs its Flush.
func (s *Server) Counter() *Counter { return s.counter }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.logRequests, s.recoverPanics, s.secure, s.moveOn, decodedPath, middleware.StripSlashes, middleware.GetHead)
	r.Group(func(r chi.Router) { // what is packed once and kept
		r.Get("/qr/{file}", s.handle(s.symbol))
		r.Get("/anh/{file}", s.handle(s.photo))
		r.Get(paths.OpenData+"/{file}", s.handle(s.openFile))
		for _, a := range []*asset.Asset{s.shell.page, s.shell.suggest, s.shell.worker} {
			r.Get(a.Path, a.Handler("no-cache"))
		}
		for _, a := range []*asset.Asset{s.shell.icon, s.shell.maskable, s.shell.manifest} {
			r.Get(a.Path, a.Handler(pictureAge))
		}
		r.Get("/favicon.ico", s.shell.icon.Handler(pictureAge))
	})
	r.Group(func(r chi.Router) {
		r.Use(func(next http.Handler) http.Handler { return s.compress(next) })
		s.addPages(r)
		s.addCodes(r)
		for _, l := range s.Languages[1:] {
			codes := chi.NewRouter()
			codes.Use(decodedPath, middleware.GetHead)
			s.addCodes(codes)
			r.Get("/"+l.Tag, s.inLanguage(l, s.pages))
			r.Get("/"+l.Tag+"/*", s.inLanguage(l, s.pages))
			r.Get("/"+l.Tag+"/q/*", s.inLanguage(l, codes))
			r.Handle("/"+l.Tag+paths.Feedback, s.inLanguage(l, s.pages))
		}
		r.Get("/di/{code}", s.handle(s.apply))
		if s.Staff != nil {
			r.Handle("/quan-tri", s.Staff)
			r.Handle("/quan-tri/*", s.Staff)
		}
		r.Mount(api.Root, api.New(s.finder(words.Vietnamese()), s.public, s.searchedByProgram, s.Log))
		r.Get("/healthz", s.handle(s.healthz))
		r.Get("/readyz", s.handle(s.readyz))
		r.Get("/robots.txt", s.handle(s.robots))
		r.Get("/tin-tuc.atom", s.handle(s.newsFeed))
		r.Get("/tim-kiem.atom", s.handle(s.searchFeed))
		r.Get("/sitemap.xml", s.handle(s.sitemap))
		r.Get("/sitemap-{part}.xml", s.handle(s.sitemapPart))
		r.NotFound(s.handle(notFound))
		r.MethodNotAllowed(s.handle(func(http.ResponseWriter, *http.Request) error { return errMethod }))
	})
	return r
}

func notFound(http.ResponseWriter, *http.Request) error { return data.ErrNotFound }

// pageRoutes answers what a code may lead to as a page of this site. Codes
// themselves are not among it, so that none leads to another.
func (s *Server) pageRoutes() http.Handler {
	r := chi.NewRouter()
	r.Use(decodedPath, middleware.StripSlashes, middleware.GetHead)
	s.addPages(r)
	r.NotFound(s.handle(notFound))
	return r
}

func (s *Server) addCodes(r chi.Router) {
	for _, pattern := range []string{"/q", "/q/*", "/Q", "/Q/*"} {
		r.Get(pattern, s.handle(s.scan))
	}
}

func (s *Server) addPages(r chi.Router) {
	r.Get("/", s.handle(s.home))
	r.Get("/tim-kiem", s.handle(s.search))
	r.Get("/thu-tuc", s.handle(s.procedures))
	r.Get("/thu-tuc/{code}", s.handle(s.procedure))
	r.Get("/thu-tuc/{code}/thay-doi", s.handle(s.procedureChanges))
	r.Get("/linh-vuc/{slug}", s.handle(s.field))
	r.Get("/co-quan", s.handle(s.agencies))
	r.Get("/co-quan/{slug}", s.handle(s.agency))
	r.Get("/doi-tuong", s.handle(s.audiences))
	r.Get("/doi-tuong/{slug}", s.handle(s.audience))
	r.Get("/cap/{level}", s.handle(s.level))
	r.Get("/a-z", s.handle(s.letters))
	r.Get("/a-z/{letter}", s.handle(s.letter))
	r.Get("/su-kien", s.handle(s.events))
	r.Get("/su-kien/{slug}", s.handle(s.event))
	r.Get(paths.Commune, s.handle(s.commune))
	r.Get("/tin-tuc", s.handle(s.articles))
	r.Get("/tin-tuc/{id}", s.handle(s.article))
	r.Get(paths.OpenData, s.handle(s.openData))
	r.Get("/huong-dan/giao-dien", s.handle(s.guide))
	r.Get(openSearchPath, s.handle(s.openSearch))
	r.Handle(paths.Feedback, s.handle(s.feedback))
	r.Get("/ma", s.handle(s.enter))
	r.Get("/kiem-tra", s.handle(s.checkForm))
	r.Get("/kiem-tra/{code}", s.handle(s.check))
	r.Get(offlinePath, s.offline)
}

// finder finds for the pages and the API alike, in the words of a language.
func (s *Server) finder(l *words.Language) find.Finder {
	return find.Finder{Store: s.Store, Searcher: s.Searcher, Language: l}
}

// decodedPath routes by the path as it is meant: some programs that pass links
// on write "-" and "." as %2D and %2E, or put a slash too many before a code.
func decodedPath(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path
		if bare := strings.TrimLeft(path, "/"); strings.HasPrefix(bare, "q/") || strings.HasPrefix(bare, "Q/") {
			path = "/" + bare
		}
		chi.RouteContext(r.Context()).RoutePath = path
		next.ServeHTTP(w, r)
	})
}

// packing is the level of compression of pages, which are made anew for every
// reader. On the pages of the national catalogue gzip 6 leaves 6.5 kB in the
// middle and takes 0.23 ms; zstd is longer or slower, and brotli 5 takes ten
// times as long to save half a kilobyte.
const packing = 6
