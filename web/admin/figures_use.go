package admin

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
)

// procedureUse is the way from the code on the wall to the dossier, for one
// procedure.
type procedureUse struct {
	code               string
	scans, read, apply int64
	filed, online      int64 // the province's own figures
	sources            []string
}

// procedureUses joins what was counted of procedures in a stretch with what the
// province says of filing in its months; those read most come first.
func (s *Server) procedureUses(ctx context.Context, p stretch, codes []data.CodeFigures) ([]procedureUse, error) {
	read, err := s.Store.ViewFigures(ctx, data.KindProcedure, p.Whole)
	if err != nil {
		return nil, err
	}
	apply, err := s.Store.ApplyFigures(ctx, p.Whole)
	if err != nil {
		return nil, err
	}
	filings, err := s.Store.Filings(ctx, month(p.Span.From), month(p.Span.Until))
	if err != nil {
		return nil, err
	}
	byCode := map[string]*procedureUse{}
	of := func(code string) *procedureUse {
		if byCode[code] == nil {
			byCode[code] = &procedureUse{code: code}
		}
		return byCode[code]
	}
	for code, n := range read {
		of(code).read = n
	}
	for code, n := range apply {
		of(code).apply = n
	}
	for _, c := range codes {
		if c.Target.Kind == data.KindProcedure {
			of(c.Target.Key).scans += c.Scans()
		}
	}
	for _, f := range filings {
		u := of(f.Procedure)
		u.filed += f.All
		u.online += f.Online
		if by := f.Source + " (" + f.Who + ")"; !slices.Contains(u.sources, by) {
			u.sources = append(u.sources, by)
		}
	}
	out := make([]procedureUse, 0, len(byCode))
	for _, u := range byCode {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(x, y procedureUse) int {
		return cmp.Or(cmp.Compare(y.read, x.read), cmp.Compare(y.scans, x.scans), cmp.Compare(y.filed, x.filed), cmp.Compare(x.code, y.code))
	})
	return out, nil
}

func month(d data.Date) string { return string(d)[:min(len("2006-01"), len(d))] }

func (s *Server) useTable(r *http.Request, id, title string, uses []procedureUse, few int) (table, error) {
	t := table{
		ID: id, Title: title, Empty: "Chưa có trang thủ tục nào được mở.",
		Columns: append(texts("Mã thủ tục", "Tên"), numbers("Quét", "Đọc trang", "Bấm nộp trực tuyến", "Bấm / đọc (%)")...),
	}
	uses, t.Left = visible(r, id, uses, few)
	names, err := s.procedureNames(r.Context(), uses)
	if err != nil {
		return t, err
	}
	for _, u := range uses {
		t.Rows = append(t.Rows, []entry{
			inWords(u.code), names[u.code], inDigits(u.scans), inDigits(u.read), inDigits(u.apply), share(u.apply, u.read),
		})
	}
	return t, nil
}

func (s *Server) procedureNames(ctx context.Context, uses []procedureUse) (map[string]entry, error) {
	targets := make([]data.Target, len(uses))
	for i, u := range uses {
		targets[i] = data.Target{Kind: data.KindProcedure, Key: u.code}
	}
	titles, err := s.titles(ctx, targets)
	out := make(map[string]entry, len(titles))
	for t, c := range titles {
		out[t.Key] = c
	}
	return out, err
}

type usePage struct {
	figures
	CanFile bool
}

// use is the page of the way from the code on the wall to the dossier.
func (s *Server) use(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, days, err := s.figuresOf(r, "Từ quét đến nộp")
	if err != nil {
		return err
	}
	codes, err := s.Store.CodeFigures(ctx, f.Period.Whole)
	if err != nil {
		return err
	}
	uses, err := s.procedureUses(ctx, f.Period, codes)
	if err != nil {
		return err
	}
	first, err := s.Store.FirstFigure(ctx)
	if err != nil {
		return err
	}
	page := usePage{figures: f, CanFile: f.User.Role.AtLeast(data.RolePublisher)}
	page.Charts = []barred{
		bars("quet", "Lượt quét mã", "lượt quét", f.Period.Unit(), f.Period.points(days, first, func(d data.DayFigures) int64 { return d.Scanned })),
		bars("nop", "Lượt bấm nộp trực tuyến", "lượt bấm", f.Period.Unit(), f.Period.points(days, first, func(d data.DayFigures) int64 { return d.Applies })),
	}
	procedures, err := s.funnelTable(r, uses)
	if err != nil {
		return err
	}
	places, err := s.funnelPlaces(r, codes)
	if err != nil {
		return err
	}
	page.Tables = []table{procedures, places}
	return s.show(w, r, "use", &page.figures, &page)
}

func (s *Server) funnelTable(r *http.Request, uses []procedureUse) (table, error) {
	t := table{
		ID: "thu-tuc", Title: "Theo thủ tục", Empty: "Chưa có trang thủ tục nào được mở.",
		Columns: slices.Concat(texts("Mã thủ tục", "Tên"),
			numbers("Quét", "Đọc trang", "Bấm nộp trực tuyến", "Bấm / đọc (%)", "Hồ sơ của tỉnh", "Trong đó trực tuyến", "Trực tuyến (%)"),
			texts("Nguồn số hồ sơ")),
	}
	uses, t.Left = visible(r, t.ID, uses, 50)
	names, err := s.procedureNames(r.Context(), uses)
	if err != nil {
		return t, err
	}
	for _, u := range uses {
		row := []entry{inWords(u.code), names[u.code], inDigits(u.scans), inDigits(u.read), inDigits(u.apply), share(u.apply, u.read), inWords(""), inWords(""), inWords(""), inWords("")}
		if len(u.sources) > 0 {
			copy(row[6:], []entry{inDigits(u.filed), inDigits(u.online), share(u.online, u.filed), inWords(strings.Join(u.sources, "; "))})
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

func (s *Server) funnelPlaces(r *http.Request, codes []data.CodeFigures) (table, error) {
	t := table{
		ID: "noi-dat", Title: "Theo nơi đặt", Empty: "Chưa có mã nào của thủ tục được quét.",
		Columns: append(texts("Nơi đặt"), numbers("Quét mã thủ tục", "Đọc trang", "Đọc / quét (%)", "Bấm nộp trực tuyến", "Bấm / đọc (%)")...),
	}
	codes = slices.DeleteFunc(codes, func(c data.CodeFigures) bool { return c.Target.Kind != data.KindProcedure })
	sums, names, err := s.byPlace(r.Context(), codes)
	if err != nil {
		return t, err
	}
	sums, t.Left = visible(r, t.ID, sums, 50)
	for _, one := range sums {
		t.Rows = append(t.Rows, []entry{
			inWords(names[one.key]), inDigits(one.scans), inDigits(one.read), share(one.read, one.scans), inDigits(one.apply), share(one.apply, one.read),
		})
	}
	return t, nil
}

// byPlace sums codes by where they hang, with the names of the places; those of
// the member's own agency come first.
func (s *Server) byPlace(ctx context.Context, codes []data.CodeFigures) ([]sumOf, map[string]string, error) {
	a, err := s.agencies(ctx)
	if err != nil {
		return nil, nil, err
	}
	places, err := s.Store.Placements(ctx)
	if err != nil {
		return nil, nil, err
	}
	names := map[string]string{"0": "Không gắn với nơi nào"}
	for _, p := range places {
		names[strconv.FormatInt(p.ID, 10)] = p.Label()
	}
	agency := map[string]string{}
	for _, c := range codes {
		agency[placeKey(c)] = c.Agency
	}
	sums := sumBy(codes, placeKey)
	slices.SortStableFunc(sums, func(x, y sumOf) int { return cmp.Compare(a.order(agency[x.key]), a.order(agency[y.key])) })
	return sums, names, nil
}

func placeKey(c data.CodeFigures) string { return strconv.FormatInt(c.PlacementID, 10) }
