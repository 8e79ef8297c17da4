package admin

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/format"
	"tracuu/web/target"
)

const (
	codesPage  = 50      // codes on a page
	sheetLimit = 200_000 // codes in a table to take home: more than a spreadsheet is good for
	dueAfter   = 90      // days without a look after which a poster is due
)

// choice is an entry of a list to choose from.
type choice struct{ Value, Label string }

// codeFilter is what a list of codes is narrowed down to, as the address says.
type codeFilter struct {
	Text, Standing, Kind, Agency string
	Unscanned, Due               bool
}

func readCodeFilter(q url.Values) codeFilter {
	return codeFilter{
		Text: strings.TrimSpace(q.Get("q")), Standing: q.Get("tinh-trang"), Kind: q.Get("loai"), Agency: q.Get("co-quan"),
		Unscanned: q.Get("chua-quet") != "", Due: q.Get("can-xem") != "",
	}
}

// values is the filter as an address says it.
func (f codeFilter) values() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"q": f.Text, "tinh-trang": f.Standing, "loai": f.Kind, "co-quan": f.Agency} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Unscanned {
		q.Set("chua-quet", "1")
	}
	if f.Due {
		q.Set("can-xem", "1")
	}
	return q
}

// Narrow reports whether the filter leaves anything out beside by its text.
func (f codeFilter) Narrow() bool {
	f.Text = ""
	return f != codeFilter{}
}

// query asks the store for what the filter leaves.
func (s *Server) query(r *http.Request, f codeFilter) (data.LinkQuery, error) {
	q := data.LinkQuery{
		Text: f.Text, Day: s.today(), Standing: data.Standing(f.Standing), Kind: data.Kind(f.Kind), Agency: f.Agency, Unscanned: f.Unscanned,
	}
	if f.Due {
		due, err := s.Store.DuePosters(r.Context(), s.dueBefore())
		if err != nil {
			return q, err
		}
		q.Codes = []string{}
		for _, d := range due {
			q.Codes = append(q.Codes, d.Code)
		}
	}
	return q, nil
}

// dueBefore is when a poster must have been looked at last not to be due.
func (s *Server) dueBefore() time.Time { return s.Now().AddDate(0, 0, -dueAfter) }

type codesListPage struct {
	base
	codeFilter
	Standings, Kinds, Agencies []choice
	Rows                       []data.LinkRow
	Total, Page                int
	Day                        data.Date
	Near                       []data.Link
	Sheet, Newer, Older        string
}

// codes lists the codes; one that is typed in full is opened.
func (s *Server) codes(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := codesListPage{base: s.base(r, "Mã"), codeFilter: readCodeFilter(r.URL.Query()), Day: s.today()}
	if p.Text != "" {
		found, near, err := s.findLinks(ctx, p.Text)
		if err != nil {
			return err
		}
		if len(found) == 1 {
			return redirect(w, r, linkPath(found[0].Code))
		}
		p.Near = append(found, near...)
	}
	q, err := s.query(r, p.codeFilter)
	if err != nil {
		return err
	}
	if p.Page, _ = strconv.Atoi(r.URL.Query().Get("trang")); p.Page < 1 {
		p.Page = 1
	}
	if p.Rows, p.Total, err = s.Store.LinkRows(ctx, q, (p.Page-1)*codesPage, codesPage); err != nil {
		return err
	}
	if err := s.narrow(r, &p); err != nil {
		return err
	}
	at := func(page int) string {
		v := p.values()
		if page > 1 {
			v.Set("trang", strconv.Itoa(page))
		}
		return codesPath + "?" + v.Encode()
	}
	p.Sheet = codesPath + "/bang.csv?" + p.values().Encode()
	if p.Page > 1 {
		p.Newer = at(p.Page - 1)
	}
	if p.Page*codesPage < p.Total {
		p.Older = at(p.Page + 1)
	}
	return s.render(w, r, http.StatusOK, "codes", p)
}

// narrow fills in what the list can be narrowed down to.
func (s *Server) narrow(r *http.Request, p *codesListPage) error {
	for _, st := range []data.Standing{data.StandingOpen, data.StandingEarly, data.StandingPaused, data.StandingExpired, data.StandingRetired} {
		p.Standings = append(p.Standings, choice{string(st), standingName(st)})
	}
	for _, k := range []data.Kind{data.KindProcedure, data.KindArticle, data.KindField, data.KindAgency, data.KindPage, data.KindAddress} {
		p.Kinds = append(p.Kinds, choice{string(k), kindName(k)})
	}
	places, err := s.Store.Placements(r.Context())
	if err != nil {
		return err
	}
	var named []string
	for _, pl := range places {
		if pl.Agency != "" {
			named = append(named, pl.Agency)
		}
	}
	for _, name := range slices.Compact(named) { // they come by agency
		a, err := s.Store.AgencyByName(r.Context(), name)
		if err != nil {
			return err
		}
		p.Agencies = append(p.Agencies, choice{a.Slug, a.Name})
	}
	return nil
}

// codesSheet is the list as a table to take home, every page of it.
func (s *Server) codesSheet(w http.ResponseWriter, r *http.Request) error {
	q, err := s.query(r, readCodeFilter(r.URL.Query()))
	if err != nil {
		return err
	}
	rows, _, err := s.Store.LinkRows(r.Context(), q, 0, sheetLimit)
	if err != nil {
		return err
	}
	t := sheet{Name: "ma-qr-" + string(q.Day), Head: []string{
		"Mã", "Dẫn tới", "Đích", "Tên", "Cơ quan", "Nơi đặt", "Quầy", "Tình trạng", "Ngày đầu", "Ngày cuối", "Lượt quét 30 ngày", "Số lần in", "Lần xem cuối", "Lập ngày",
	}}
	for _, l := range rows {
		t.Rows = append(t.Rows, []string{
			qr.Code(l.Code).Print(), kindName(l.Target.Kind), target.Text(l.Target), l.Title, l.Place.Agency, l.Place.Office, l.Place.Counter,
			standingName(l.Standing(q.Day)), format.Day(l.From), format.Day(l.Until), strconv.FormatInt(l.Scans, 10), strconv.Itoa(l.Printings),
			cmp.Or(foundName(l.LastCheck), "chưa xem"), format.Day(data.NewDate(l.Created.In(format.Hanoi))),
		})
	}
	return s.download(w, t)
}
