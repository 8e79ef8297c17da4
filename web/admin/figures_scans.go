package admin

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"tracuu/data"
)

type scansPage struct {
	figures
	Agency   string     // slug; empty: all
	Agencies []pickable // that have places
}

// scans is the page of the openings of codes, all over or at one agency's
// places.
func (s *Server) scans(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, days, err := s.figuresOf(r, "Lượt quét mã")
	if err != nil {
		return err
	}
	a, err := s.agencies(ctx)
	if err != nil {
		return err
	}
	codes, err := s.Store.CodeFigures(ctx, f.Period.Whole)
	if err != nil {
		return err
	}
	page := scansPage{figures: f, Agency: r.URL.Query().Get("co-quan")}
	page.Agencies = a.choices(page.Agency)
	agencies, err := s.agencyTable(r, codes, f.Period)
	if err != nil {
		return err
	}
	if page.Agency != "" {
		if a.name[page.Agency] == "" {
			return data.ErrNotFound
		}
		page.Title += ": " + a.name[page.Agency]
		if days, err = s.agencyDays(ctx, a, page.Agency, f.Period.Span); err != nil {
			return err
		}
		codes = slices.DeleteFunc(codes, func(c data.CodeFigures) bool { return a.today(c.Agency) != page.Agency })
	}
	first, err := s.Store.FirstFigure(ctx)
	if err != nil {
		return err
	}
	page.Charts = outcomeCharts(f.Period, days, first, page.Agency == "")
	places, err := s.placeTable(r, codes)
	if err != nil {
		return err
	}
	list, err := s.codeTable(r, codes)
	if err != nil {
		return err
	}
	page.Tables = []table{list, places}
	if page.Agency == "" {
		page.Tables = []table{agencies, places, list}
	}
	return s.show(w, r, "scans", &page.figures, &page)
}

// choices are the agencies to choose from.
func (a agencyNames) choices(chosen string) []pickable {
	out := []pickable{{"", "Mọi cơ quan", chosen == ""}}
	for slug, name := range a.name {
		if a.heir[slug] == "" {
			out = append(out, pickable{slug, name, slug == chosen})
		}
	}
	slices.SortFunc(out[1:], func(x, y pickable) int {
		return cmp.Or(cmp.Compare(a.order(x.Value), a.order(y.Value)), cmp.Compare(x.Name, y.Name))
	})
	return out
}

// agencyDays sums the days of an agency and of those whose work it took over.
func (s *Server) agencyDays(ctx context.Context, a agencyNames, slug string, span data.Span) (all []data.DayFigures, err error) {
	for former := range a.name {
		if a.today(former) != slug {
			continue
		}
		days, err := s.Store.AgencyDays(ctx, former, span)
		if err != nil {
			return nil, err
		}
		all = append(all, days...)
	}
	return all, nil
}

// outcomes are the ways in which the opening of a code ends, in words.
var outcomes = []struct {
	id, name string
	count    func(data.DayFigures) int64
}{
	{"mo", "Mở đúng trang", func(d data.DayFigures) int64 { return d.Shown }},
	{"thay", "Mở trang thay thế", func(d data.DayFigures) int64 { return d.Replaced }},
	{"ngoai", "Dẫn ra trang ngoài", func(d data.DayFigures) int64 { return d.Outside }},
	{"dong", "Mã đang đóng", func(d data.DayFigures) int64 { return d.Closed }},
	{"la", "Mã không có thật", func(d data.DayFigures) int64 { return d.Unknown }},
}

// outcomeCharts are small pictures side by side: all openings, then each way
// they ended that happened at all.
func outcomeCharts(p stretch, days []data.DayFigures, first data.Date, everywhere bool) []barred {
	all := func(d data.DayFigures) int64 { return d.Scanned }
	charts := []barred{bars("ngay", "Mọi lượt quét", "lượt quét", p.Unit(), p.points(days, first, all))}
	for _, o := range outcomes {
		if total(days, o.count) == 0 || o.id == "la" && !everywhere {
			continue
		}
		charts = append(charts, bars(o.id, o.name, "lượt quét", p.Unit(), p.points(days, first, o.count)))
	}
	return charts
}

// sumOf is what is summed of codes under one heading.
type sumOf struct {
	key                               string
	codes, scans, closed, read, apply int64
}

func sumBy(codes []data.CodeFigures, key func(data.CodeFigures) string) []sumOf {
	at := map[string]int{}
	var out []sumOf
	for _, c := range codes {
		k := key(c)
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, sumOf{key: k})
		}
		out[i].codes++
		out[i].scans += c.Scans()
		out[i].closed += c.Closed
		if c.Target.Kind == data.KindProcedure {
			out[i].read += c.Shown + c.Replaced
			out[i].apply += c.Applies
		}
	}
	slices.SortFunc(out, func(x, y sumOf) int { return cmp.Or(cmp.Compare(y.scans, x.scans), cmp.Compare(x.key, y.key)) })
	return out
}

func (s *Server) agencyTable(r *http.Request, codes []data.CodeFigures, p stretch) (table, error) {
	a, err := s.agencies(r.Context())
	if err != nil {
		return table{}, err
	}
	t := table{
		ID: "co-quan", Title: "Theo cơ quan", Columns: append(texts("Cơ quan"), numbers("Mã được quét", "Lượt quét", "Mã đang đóng", "Bấm nộp trực tuyến")...),
		Empty: "Chưa có mã nào được quét.",
	}
	sums := sumBy(codes, func(c data.CodeFigures) string { return a.today(c.Agency) })
	slices.SortStableFunc(sums, func(x, y sumOf) int { return cmp.Compare(a.order(x.key), a.order(y.key)) })
	sums, t.Left = visible(r, t.ID, sums, 70)
	for _, one := range sums {
		name := inWords("Chưa ghi cơ quan")
		if one.key != "" {
			name = linked(cmp.Or(a.name[one.key], one.key), scansPath+"?"+url.Values{"ky": {p.Name}, "co-quan": {one.key}}.Encode())
		}
		t.Rows = append(t.Rows, []entry{name, inDigits(one.codes), inDigits(one.scans), inDigits(one.closed), inDigits(one.apply)})
	}
	return t, nil
}

func (s *Server) placeTable(r *http.Request, codes []data.CodeFigures) (table, error) {
	t := table{
		ID: "noi-dat", Title: "Theo nơi đặt", Columns: append(texts("Nơi đặt"), numbers("Mã được quét", "Lượt quét", "Mã đang đóng")...),
		Empty: "Chưa có mã nào được quét.",
	}
	sums, names, err := s.byPlace(r.Context(), codes)
	if err != nil {
		return t, err
	}
	sums, t.Left = visible(r, t.ID, sums, 20)
	for _, one := range sums {
		t.Rows = append(t.Rows, []entry{inWords(names[one.key]), inDigits(one.codes), inDigits(one.scans), inDigits(one.closed)})
	}
	return t, nil
}

// codeTable lists codes, those opened most first.
func (s *Server) codeTable(r *http.Request, codes []data.CodeFigures) (table, error) {
	t := table{
		ID: "ma", Title: "Theo mã",
		Columns: append(texts("Mã", "Trang", "Nơi đặt"), numbers("Lượt quét", "Mở đúng trang", "Trang thay thế", "Ra trang ngoài", "Mã đang đóng")...),
		Empty:   "Chưa có mã nào được quét.",
	}
	slices.SortFunc(codes, func(x, y data.CodeFigures) int {
		return cmp.Or(cmp.Compare(y.Scans(), x.Scans()), cmp.Compare(x.Code, y.Code))
	})
	codes, t.Left = visible(r, t.ID, codes, 30)
	_, places, err := s.byPlace(r.Context(), codes)
	if err != nil {
		return t, err
	}
	targets := make([]data.Target, len(codes))
	for i, c := range codes {
		targets[i] = c.Target
	}
	titles, err := s.titles(r.Context(), targets)
	if err != nil {
		return t, err
	}
	for _, c := range codes {
		t.Rows = append(t.Rows, []entry{
			codeCell(c.Code), titles[c.Target], inWords(places[placeKey(c)]), inDigits(c.Scans()),
			inDigits(c.Shown), inDigits(c.Replaced), inDigits(c.Outside), inDigits(c.Closed),
		})
	}
	return t, nil
}
