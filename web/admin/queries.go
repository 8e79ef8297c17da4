package admin

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/mask"
)

// QueryStore is what is known of what people look for.
type QueryStore interface {
	SearchDays(ctx context.Context, from, until data.Date) ([]data.SearchDay, error)
	Queries(ctx context.Context, need data.Need, from, until data.Date, limit int) (data.QueryList, error)
	ReviewQuery(ctx context.Context, text string, need data.Need, by data.Edit) error
}

const (
	queriesPath = Root + "/so-lieu/tim-kiem"
	betPath     = Root + "/tim-kiem/ghim/moi"

	queriesShown   = 100    // of each list
	queriesInSheet = 10_000 // of each list taken home
	dailySheet     = "ngay"
)

func queryRoutes() []route {
	return []route{
		{http.MethodGet, queriesPath, data.RoleViewer, nil, (*Server).queries},
		{http.MethodPost, queriesPath + "/da-xem", data.RolePublisher, nil, (*Server).reviewQuery},
	}
}

// queryNeeds says each need in words; Slug is its place in addresses.
var queryNeeds = []struct {
	Need              data.Need
	Slug, Title, Hint string
}{
	{data.NeedNone, "khong-co", "Không có kết quả", "Không tìm được gì đáng tin. Thêm từ đồng nghĩa nếu người dân gọi bằng từ khác."},
	{data.NeedUntapped, "khong-mo", "Không ai mở", "Có kết quả nhưng sau 30 phút chưa mở kết quả nào. Ghim kết quả đúng lên đầu nếu nó đứng sau."},
	{data.NeedLate, "mo-muon", "Mở kết quả thứ ba trở đi", "Kết quả mở đầu tiên đứng thứ ba hoặc sau nữa. Ghim kết quả ấy lên đầu."},
}

type queriesPage struct {
	base
	span    span
	Problem string // why the days asked for cannot be
	Total   data.Searches
	Days    []data.SearchDay // newest first, each day of the span
	Lists   []queryList
	MayEdit bool // teach the search, or propose to
	MayRest bool // let a query rest
}

// queryList is one of the three lists.
type queryList struct {
	Slug, Title, Hint string
	Rows              []queryRow
	Rare              int64 // times, in queries that are not known by their text
	Sheet             string
}

// queryRow is a query with the addresses of what one key does about it.
type queryRow struct {
	Text        string
	Times, Uses int64
	From        cameFrom
}

// Words are what the search can be taught of the query: nothing where only masks
// are left of it.
func (q queryRow) Words() string { return mask.Words(q.Text) }

// Bet is the form that pins what the query should find.
func (q queryRow) Bet() string {
	return betPath + "?" + url.Values{"cau": {q.Words()}, "ve": {q.From.Back}, "cau-hoi": {q.Text}, "danh-sach": {q.From.List}}.Encode()
}

// From and Until are the days shown, for the fields that choose others.
func (p queriesPage) From() data.Date  { return p.span.from }
func (p queriesPage) Until() data.Date { return p.span.until }

// period is a choice of days.
type period struct {
	Label, URL string
	Current    bool
}

// Periods are the spans that one tap chooses.
func (p queriesPage) Periods() (out []period) {
	for _, n := range []int{1, 7, 30, 90} {
		label := fmt.Sprintf("%d ngày", n)
		if n == 1 {
			label = "Hôm nay"
		}
		out = append(out, period{label, fmt.Sprintf("%s?ky=%d", queriesPath, n), p.span.days == n})
	}
	return out
}

// DailySheet is where the days can be taken home.
func (p queriesPage) DailySheet() string { return p.span.url(dailySheet) }

func (s *Server) queries(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), r.URL.Query()
	sp, problem := readSpan(form, data.NewDate(s.Now().In(format.Hanoi)))
	if form.Get("dang") != "" {
		return s.querySheet(w, r, sp, form.Get("bang"))
	}
	p := queriesPage{base: s.base(r, "Người dân tìm gì"), span: sp, Problem: problem, MayEdit: userOf(ctx).Role.AtLeast(data.RoleEditor), MayRest: userOf(ctx).Role.AtLeast(data.RolePublisher)}
	days, err := s.searchDays(ctx, sp)
	if err != nil {
		return err
	}
	p.Days = days
	for _, d := range days {
		p.Total.Add(d.Searches)
	}
	for _, n := range queryNeeds {
		found, err := s.Store.Queries(ctx, n.Need, sp.from, sp.until, queriesShown)
		if err != nil {
			return err
		}
		l := queryList{Slug: n.Slug, Title: n.Title, Hint: n.Hint, Rare: n.Need.Of(found.Rare), Sheet: sp.url(n.Slug)}
		for _, q := range found.Queries {
			l.Rows = append(l.Rows, queryRow{
				Text: q.Text, Times: n.Need.Of(q.Searches), Uses: q.Uses, From: cameFrom{sp.url("") + "#" + n.Slug, q.Text, n.Slug},
			})
		}
		p.Lists = append(p.Lists, l)
	}
	return s.render(w, r, http.StatusOK, "queries", p)
}

// searchDays are all days of a span, newest first; those without a search too.
func (s *Server) searchDays(ctx context.Context, sp span) ([]data.SearchDay, error) {
	counted, err := s.Store.SearchDays(ctx, sp.from, sp.until)
	if err != nil {
		return nil, err
	}
	at := map[data.Date]data.SearchDay{}
	for _, d := range counted {
		at[d.Day] = d
	}
	var all []data.SearchDay
	first, _ := sp.from.Time()
	for t, _ := sp.until.Time(); !t.Before(first); t = t.AddDate(0, 0, -1) {
		d := at[data.NewDate(t)]
		d.Day = data.NewDate(t)
		all = append(all, d)
	}
	return all, nil
}

// querySheet sends the days or one of the lists to be taken home.
func (s *Server) querySheet(w http.ResponseWriter, r *http.Request, sp span, name string) error {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	t := sheet{Name: fmt.Sprintf("tim-kiem-%s-%s-%s", name, sp.from, sp.until)}
	if name == dailySheet {
		days, err := s.searchDays(r.Context(), sp)
		if err != nil {
			return err
		}
		t.Head = []string{"Ngày", "Lượt tìm", "Không có kết quả", "Chưa chắc đúng", "Không ai mở", "Mở kết quả thứ ba trở đi"}
		for _, d := range days {
			t.Rows = append(t.Rows, []string{string(d.Day), number(d.Uses), number(d.None), number(d.Possible), number(d.Untapped), number(d.Late)})
		}
		t.Numbers = []int{1, 2, 3, 4, 5}
		return s.downloadAs(w, r, t)
	}
	for _, n := range queryNeeds {
		if n.Slug != name {
			continue
		}
		found, err := s.Store.Queries(r.Context(), n.Need, sp.from, sp.until, queriesInSheet)
		if err != nil {
			return err
		}
		t.Head, t.Numbers = []string{"Câu tìm", n.Title, "Lượt tìm"}, []int{1, 2}
		for _, q := range found.Queries {
			t.Rows = append(t.Rows, []string{q.Text, number(n.Need.Of(q.Searches)), number(q.Uses)})
		}
		t.Rows = append(t.Rows, []string{"(câu hiếm)", number(n.Need.Of(found.Rare)), number(found.Rare.Uses)})
		return s.downloadAs(w, r, t)
	}
	return fmt.Errorf("sheet %q: %w", name, data.ErrNotFound)
}

func (s *Server) reviewQuery(w http.ResponseWriter, r *http.Request) error {
	text := r.PostFormValue("cau")
	sp, _ := readSpan(r.PostForm, data.NewDate(s.Now().In(format.Hanoi)))
	list := r.PostFormValue("danh-sach")
	if err := s.reviewed(r, text, list); err != nil {
		return err
	}
	flash(r, fmt.Sprintf("Đã xem xét “%s”. Câu này hiện lại khi có thêm lượt.", text))
	return redirect(w, r, sp.url("")+"#"+list)
}

// reviewed puts a query aside in the list of that slug, until it grows again.
func (s *Server) reviewed(r *http.Request, text, list string) error {
	for _, n := range queryNeeds {
		if n.Slug == list {
			return s.Store.ReviewQuery(r.Context(), text, n.Need, by(r, ""))
		}
	}
	return fmt.Errorf("review in list %q: %w", list, data.ErrInvalid)
}

// span is the days that figures are of, both included.
type span struct {
	from, until data.Date
	days        int // the number of them up to today, 0 where both were given
}

// longestSpan is how many days are shown together at most.
const longestSpan = 400

// readSpan reads the days asked for, the last seven where nothing can be made of
// it; problem says why.
func readSpan(form url.Values, today data.Date) (s span, problem string) {
	last, _ := today.Time()
	of := func(n int) span { return span{data.NewDate(last.AddDate(0, 0, 1-n)), today, n} }
	from, until := data.Date(form.Get("tu")), data.Date(form.Get("den"))
	if from == "" && until == "" {
		n, err := strconv.Atoi(form.Get("ky"))
		if err != nil || n < 1 || n > longestSpan {
			n = 7
		}
		return of(n), ""
	}
	first, ok := from.Time()
	end, ok2 := until.Time()
	switch {
	case !ok || !ok2:
		return of(7), "Hãy chọn cả ngày đầu và ngày cuối. Đang hiện 7 ngày qua."
	case end.Before(first):
		first, end = end, first
	}
	if end.Sub(first) >= longestSpan*24*time.Hour {
		return span{data.NewDate(end.AddDate(0, 0, 1-longestSpan)), data.NewDate(end), 0}, fmt.Sprintf("Mỗi lần xem được nhiều nhất %d ngày; đang hiện những ngày cuối.", longestSpan)
	}
	return span{data.NewDate(first), data.NewDate(end), 0}, ""
}

// url is the address of the page of the span, or of one of its sheets.
func (s span) url(sheet string) string {
	form := url.Values{"tu": {string(s.from)}, "den": {string(s.until)}}
	if s.days > 0 {
		form = url.Values{"ky": {strconv.Itoa(s.days)}}
	}
	if sheet != "" {
		form.Set("bang", sheet)
	}
	return queriesPath + "?" + form.Encode()
}
