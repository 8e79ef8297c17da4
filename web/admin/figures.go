package admin

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/format"
	"tracuu/web/paths"
)

// FigureStore is what the figures need of the store.
type FigureStore interface {
	DayFigures(ctx context.Context, s data.Span) ([]data.DayFigures, error)
	FirstFigure(ctx context.Context) (data.Date, error)
	AgencyDays(ctx context.Context, slug string, s data.Span) ([]data.DayFigures, error)
	CodeFigures(ctx context.Context, s data.Span) ([]data.CodeFigures, error)
	ViewFigures(ctx context.Context, kind data.Kind, s data.Span) (map[string]int64, error)
	ApplyFigures(ctx context.Context, s data.Span) (map[string]int64, error)
	Unscanned(ctx context.Context, printedBefore time.Time, during data.Span) ([]data.Unscanned, error)
	Feedback(ctx context.Context, from, until data.Date) ([]data.Feedback, error)
	ProcedureRows(ctx context.Context, codes []string) (map[string]data.ProcedureRow, error)
	Articles(ctx context.Context, ids []int64) (map[int64]data.Article, error)
	Placements(ctx context.Context) ([]data.Placement, error)
	DuePosters(ctx context.Context, before time.Time) ([]data.Due, error)
	FilingStore
	OutsideStore
}

// Where figures stand.
const (
	figuresPath  = Root + "/so-lieu"
	scansPath    = figuresPath + "/quet"
	usePath      = figuresPath + "/thu-tuc"
	filingsPath  = usePath + "/ho-so"
	opinionsPath = figuresPath + "/phan-hoi"
	outsidePath  = figuresPath + "/lien-ket"
)

func figureRoutes() []route {
	return []route{
		{http.MethodGet, figuresPath, data.RoleViewer, nil, (*Server).overview},
		{http.MethodGet, scansPath, data.RoleViewer, nil, (*Server).scans},
		{http.MethodGet, usePath, data.RoleViewer, nil, (*Server).use},
		{http.MethodGet, filingsPath, data.RolePublisher, nil, (*Server).filingForm},
		{http.MethodPost, filingsPath, data.RolePublisher, nil, (*Server).saveFiling},
		{http.MethodPost, filingsPath + "/tep", data.RolePublisher, nil, (*Server).uploadFilings},
		{http.MethodGet, opinionsPath, data.RoleViewer, nil, (*Server).opinions},
		{http.MethodGet, outsidePath, data.RoleViewer, nil, (*Server).outside},
		{http.MethodPost, outsidePath, data.RoleEditor, nil, (*Server).checkOutside},
	}
}

// tile is one number of a stretch beside that of the one before.
type tile struct {
	Name, Path  string
	Now, Before int64
}

// Change tells how the number has moved: in percent, or with the former number
// where that is too small for it.
func (t tile) Change() string {
	if t.Before < enough {
		return "trước đó " + format.Digits(t.Before)
	}
	n := (100*(t.Now-t.Before) + sign(t.Now-t.Before)*t.Before/2) / t.Before
	switch {
	case n > 0:
		return "tăng " + format.Digits(n) + " % so với trước đó"
	case n < 0:
		return "giảm " + format.Digits(-n) + " % so với trước đó"
	}
	return "như trước đó"
}

func sign(n int64) int64 { return int64(cmp.Compare(n, 0)) }

type overviewPage struct {
	figures
	Tiles []tile
}

// overview is the page of everything at a glance.
func (s *Server) overview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, days, err := s.figuresOf(r, "Số liệu chung")
	if err != nil {
		return err
	}
	before, err := s.Store.DayFigures(ctx, f.Period.Before)
	if err != nil {
		return err
	}
	page := overviewPage{figures: f}
	first, err := s.Store.FirstFigure(ctx)
	if err != nil {
		return err
	}
	for _, one := range []struct {
		id, name, unit, path string
		count                func(data.DayFigures) int64
	}{
		{"quet", "Lượt quét mã", "lượt quét", scansPath, func(d data.DayFigures) int64 { return d.Scanned }},
		{"xem", "Lượt xem trang", "lượt xem", usePath, func(d data.DayFigures) int64 { return d.Views }},
		{"nop", "Lượt bấm nộp trực tuyến", "lượt bấm", usePath, func(d data.DayFigures) int64 { return d.Applies }},
		{"phan-hoi", "Phản hồi của người đọc", "phản hồi", opinionsPath, func(d data.DayFigures) int64 { return d.Helped + d.NotHelped }},
	} {
		page.Tiles = append(page.Tiles, tile{one.name, one.path + "?ky=" + f.Period.Name, total(days, one.count), total(before, one.count)})
		page.Charts = append(page.Charts, bars(one.id, one.name, one.unit, f.Period.Unit(), f.Period.points(days, first, one.count)))
	}
	codes, err := s.Store.CodeFigures(ctx, f.Period.Whole)
	if err != nil {
		return err
	}
	uses, err := s.procedureUses(ctx, f.Period, codes)
	if err != nil {
		return err
	}
	top, err := s.useTable(r, "thu-tuc", "Thủ tục được dùng nhiều nhất", uses, 15)
	if err != nil {
		return err
	}
	agencies, err := s.agencyTable(r, codes, f.Period)
	if err != nil {
		return err
	}
	idle, err := s.idleTable(r)
	if err != nil {
		return err
	}
	page.Tables = []table{top, agencies, idle}
	return s.show(w, r, "figures", &page.figures, &page)
}

// figuresOf begins a page of figures: its stretch and what was counted each day.
func (s *Server) figuresOf(r *http.Request, title string) (f figures, days []data.DayFigures, err error) {
	p, err := s.readPeriod(r.URL.Query().Get("ky"))
	if err != nil {
		return f, nil, err
	}
	days, err = s.Store.DayFigures(r.Context(), p.Span)
	return figures{base: s.base(r, title), Period: p, Choices: s.periods(p)}, days, err
}

func total(days []data.DayFigures, count func(data.DayFigures) int64) (n int64) {
	for _, d := range days {
		n += count(d)
	}
	return n
}

// idleAfter is for how many days a printed code may stay unopened.
const idleAfter = 30

// idle lists the codes that were printed for a while and are opened by nobody.
func (s *Server) idle(ctx context.Context) ([]data.Unscanned, error) {
	before := s.Now().AddDate(0, 0, -idleAfter)
	return s.Store.Unscanned(ctx, before, data.Span{From: data.NewDate(before.In(format.Hanoi)), Until: s.today()})
}

func (s *Server) idleTable(r *http.Request) (table, error) {
	list, err := s.idle(r.Context())
	if err != nil {
		return table{}, err
	}
	a, err := s.agencies(r.Context())
	if err != nil {
		return table{}, err
	}
	slices.SortStableFunc(list, func(x, y data.Unscanned) int { return cmp.Compare(a.order(x.Agency), a.order(y.Agency)) })
	t := table{
		ID: "ma-khong-quet", Title: "Mã in đã 30 ngày mà 30 ngày qua không ai quét",
		Columns: texts("Mã", "Trang", "Nơi đặt", "In lần đầu", "Quét lần cuối"),
		Empty:   "Mã nào đã in cũng có người quét.",
	}
	list, t.Left = visible(r, t.ID, list, 20)
	for _, u := range list {
		last := "chưa lần nào"
		if u.LastScan != "" {
			last = format.Day(u.LastScan)
		}
		t.Rows = append(t.Rows, []entry{codeCell(u.Code), inWords(u.Title), inWords(u.Placement), inWords(format.Day(u.First)), inWords(last)})
	}
	return t, nil
}

// codeCell is a code that leads to its page.
func codeCell(code string) entry { return linked(qr.Code(code).Print(), Root+"/ma/"+code) }

// agencyNames knows which agency has the work of each today, and whose is the
// member of staff.
type agencyNames struct {
	name map[string]string // by slug
	heir map[string]string // by slug, of those that handed their work on
	own  string            // slug; empty: none in particular
}

func (s *Server) agencies(ctx context.Context) (a agencyNames, err error) {
	all, err := s.Store.Agencies(ctx)
	a = agencyNames{name: map[string]string{}, heir: map[string]string{}}
	for _, one := range all {
		a.name[one.Slug] = one.Name
		if one.ReplacedBy != "" {
			a.heir[one.Slug] = one.ReplacedBy
		}
	}
	a.own = a.today(userOf(ctx).Agency)
	return a, err
}

// today is the agency that has the work of another.
func (a agencyNames) today(slug string) string {
	for range len(a.heir) { // nothing runs in a circle
		next, ok := a.heir[slug]
		if !ok {
			break
		}
		slug = next
	}
	return slug
}

// order puts the member's own agency first.
func (a agencyNames) order(slug string) int {
	if a.own != "" && a.today(slug) == a.own {
		return 0
	}
	return 1
}

// titles are the names of targets, with where staff read them.
func (s *Server) titles(ctx context.Context, targets []data.Target) (map[data.Target]entry, error) {
	var codes []string
	var ids []int64
	out := map[data.Target]entry{}
	for _, t := range targets {
		switch t.Kind {
		case data.KindProcedure:
			codes = append(codes, t.Key)
			out[t] = linked(t.Key, paths.Procedure(t.Key))
		case data.KindArticle:
			if id, err := strconv.ParseInt(t.Key, 10, 64); err == nil {
				ids = append(ids, id)
			}
			out[t] = inWords("Tin số " + t.Key)
		case data.KindPage:
			out[t] = linked(t.Key, t.Key)
		default:
			out[t] = inWords(t.Key)
		}
	}
	rows, err := s.Store.ProcedureRows(ctx, codes)
	if err != nil {
		return nil, err
	}
	for code, row := range rows {
		out[data.Target{Kind: data.KindProcedure, Key: code}] = linked(row.Name, paths.Procedure(code))
	}
	if len(ids) == 0 {
		return out, nil
	}
	articles, err := s.Store.Articles(ctx, ids)
	for id, a := range articles {
		out[data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(id, 10)}] = linked(a.Title, paths.Article(a.ID, a.Title))
	}
	return out, err
}
