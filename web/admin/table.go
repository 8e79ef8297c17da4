package admin

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/web/words"
)

// table is rows of figures: some of them on the page, all of them to take home.
type table struct {
	ID      string // in the page and in addresses, "co-quan"
	Title   string
	Columns []heading
	Rows    [][]entry
	Left    int    // how many more there are, in the files alone
	Empty   string // said where there is no row
	query   url.Values
}

// heading heads the entries of one kind.
type heading struct {
	Name   string
	Number bool
}

// entry is a text or, where its heading has numbers, digits with a point. It may
// lead to a page.
type entry struct{ Text, Path string }

func inWords(s string) entry    { return entry{Text: s} }
func inDigits(n int64) entry    { return entry{Text: strconv.FormatInt(n, 10)} }
func linked(s, to string) entry { return entry{Text: s, Path: to} }

// enough is from how many on a share says something.
const enough = 20

// share is a part of a whole in percent; "ít" where the whole is too small to
// tell.
func share(part, whole int64) entry {
	if whole < enough {
		return inWords("ít")
	}
	return inWords(strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64))
}

// Said is an entry as people read it.
func (c heading) Said(text string) string {
	if !c.Number {
		return text
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return words.Vietnamese().Number(n)
	}
	return strings.Replace(text, ".", ",", 1)
}

// visible are the rows of a table that a request needs: the first few for the
// page, all to take home. left is how many more there are.
func visible[T any](r *http.Request, id string, rows []T, few int) (shown []T, left int) {
	q := r.URL.Query()
	if q.Get("dang") != "" && q.Get("bang") == id || len(rows) <= few {
		return rows, 0
	}
	return rows[:few], len(rows) - few
}

// File is where the table is taken home in a form, "csv" or "xlsx".
func (t table) File(form string) string {
	q := url.Values{}
	for k, v := range t.query {
		q[k] = v
	}
	q.Set("bang", t.ID)
	q.Set("dang", form)
	return "?" + q.Encode()
}

func (t table) sheet(name string) sheet {
	out := sheet{Name: name + "-" + t.ID}
	for i, c := range t.Columns {
		out.Head = append(out.Head, c.Name)
		if c.Number {
			out.Numbers = append(out.Numbers, i)
		}
	}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = c.Text
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// texts and numbers head columns.
func texts(names ...string) (cs []heading) {
	for _, n := range names {
		cs = append(cs, heading{Name: n})
	}
	return cs
}

func numbers(names ...string) (cs []heading) {
	for _, n := range names {
		cs = append(cs, heading{n, true})
	}
	return cs
}

// barred is a chart with the table of its bars.
type barred struct {
	chart
	Table table
}

// bars makes a chart and its table of points.
func bars(id, title, unit, head string, points []point) barred {
	t := table{ID: id, Title: title, Columns: append(texts(head), heading{strings.ToUpper(unit[:1]) + unit[1:], true})}
	for _, p := range points {
		row := []entry{inWords(cmp.Or(p.Full, p.Label)), inDigits(p.Count)}
		if p.Missing {
			row[1] = inWords("chưa đếm")
		}
		t.Rows = append(t.Rows, row)
	}
	return barred{chart{"ve-" + id, title, unit, points}, t}
}

// figures is a page of charts and tables over a span of days.
type figures struct {
	base
	Period  stretch
	Choices []pickable
	Keep    url.Values // what else the choosing of a stretch keeps
	Charts  []barred
	Tables  []table
}

// pickable is an entry of a list to choose from.
type pickable struct {
	Value, Name string
	Chosen      bool
}

// wanted finds the table that a request asks to take home; false: the page
// itself is wanted.
func (f *figures) wanted(r *http.Request) (t table, found bool, err error) {
	q := r.URL.Query()
	if q.Get("dang") == "" {
		return table{}, false, nil
	}
	for _, t := range f.tables() {
		if t.ID == q.Get("bang") {
			return *t, true, nil
		}
	}
	return table{}, false, fmt.Errorf("table %q: %w", q.Get("bang"), data.ErrNotFound)
}

func (f *figures) tables() (ts []*table) {
	for i := range f.Charts {
		ts = append(ts, &f.Charts[i].Table)
	}
	for i := range f.Tables {
		ts = append(ts, &f.Tables[i])
	}
	return ts
}

// show sends a page of figures, or the one of its tables that is asked for.
func (s *Server) show(w http.ResponseWriter, r *http.Request, name string, f *figures, page any) error {
	t, found, err := f.wanted(r)
	if err != nil {
		return err
	}
	if found {
		return s.downloadAs(w, r, t.sheet(cmp.Or(name, "so-lieu")+"-"+f.Period.Name))
	}
	q := url.Values{}
	for k, v := range r.URL.Query() {
		q[k] = v
	}
	for _, t := range f.tables() {
		t.query = q
	}
	return s.render(w, r, http.StatusOK, name, page)
}
