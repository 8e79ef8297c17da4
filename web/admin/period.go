package admin

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"tracuu/data"
	"tracuu/web/format"
)

// stretch is the run of days that figures are of, and the one before it.
type stretch struct {
	Name    string // in addresses: "30", "2026-10", "2026"
	Title   string // "30 ngày qua"
	Span    data.Span
	Before  data.Span // of as many days as have passed
	Whole   data.Span // for a year: its months whole, as they are summed
	Monthly bool      // a bar is a month
}

var periodRE = regexp.MustCompile(`^(?:(7|30|90)|(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?)$`)

// readPeriod reads the stretch that a request names; 30 days for an empty name.
func (s *Server) readPeriod(name string) (stretch, error) {
	if name == "" {
		name = "30"
	}
	m := periodRE.FindStringSubmatch(name)
	if m == nil {
		return stretch{}, &saidError{fmt.Errorf("stretch %q: %w", name, data.ErrInvalid), "Không có khoảng thời gian này", "Hãy chọn lại trong danh sách khoảng thời gian."}
	}
	today, _ := s.today().Time()
	span := func(from, until time.Time) data.Span {
		return data.Span{From: data.NewDate(from), Until: data.NewDate(until)}
	}
	if m[1] != "" {
		n, _ := strconv.Atoi(m[1]) // the expression takes nothing else
		p := stretch{Name: name, Title: m[1] + " ngày qua"}
		p.Span = span(today.AddDate(0, 0, 1-n), today)
		p.Before = span(today.AddDate(0, 0, 1-2*n), today.AddDate(0, 0, -n))
		p.Whole = p.Span
		return p, nil
	}
	year, _ := strconv.Atoi(m[2])
	month, months := time.January, 12
	p := stretch{Name: name, Title: "Năm " + m[2], Monthly: true}
	if m[3] != "" {
		n, _ := strconv.Atoi(m[3])
		month, months = time.Month(n), 1
		p.Title, p.Monthly = "Tháng "+strconv.Itoa(n)+"/"+m[2], false
	}
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, months, -1)
	before := first.AddDate(0, -months, 0)
	p.Whole = span(first, last)
	if last.After(today) && !first.After(today) { // it is not over: as many days of the one before
		days := int(today.Sub(first).Hours() / 24)
		last = today
		p.Before = span(before, minTime(before.AddDate(0, 0, days), first.AddDate(0, 0, -1)))
	} else {
		p.Before = span(before, first.AddDate(0, 0, -1))
	}
	p.Span = span(first, last)
	return p, nil
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// periods are those to choose from: days, this year's months backwards over a
// year, and three years.
func (s *Server) periods(chosen stretch) (all []pickable) {
	add := func(value, name string) {
		all = append(all, pickable{value, name, value == chosen.Name})
	}
	for _, n := range []string{"7", "30", "90"} {
		add(n, n+" ngày qua")
	}
	today, _ := s.today().Time()
	first := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i := range 13 {
		m := first.AddDate(0, -i, 0)
		add(m.Format("2006-01"), "Tháng "+m.Format("1/2006"))
	}
	for i := range 3 {
		y := strconv.Itoa(today.Year() - i)
		add(y, "Năm "+y)
	}
	for _, c := range all {
		if c.Chosen {
			return all
		}
	}
	return append(all, pickable{chosen.Name, chosen.Title, true})
}

// points spreads what was counted of days over all days of a stretch, or its
// months. Days before the first that was ever counted are missing.
func (p stretch) points(days []data.DayFigures, first data.Date, count func(data.DayFigures) int64) (out []point) {
	sums := map[data.Date]int64{}
	for _, d := range days {
		sums[p.bar(d.Day)] += count(d)
	}
	from, _ := p.Span.From.Time()
	until, _ := p.Span.Until.Time()
	for t := from; !t.After(until); t = t.AddDate(0, 0, 1) {
		day := data.NewDate(t)
		bar := p.bar(day)
		missing := first == "" || day < first
		if n := len(out); n > 0 && p.Monthly && t.Day() != 1 {
			out[n-1].Missing = out[n-1].Missing && missing
			continue
		}
		one := point{Label: t.Format("02/01"), Full: format.Day(day), Count: sums[bar], Missing: missing}
		if p.Monthly {
			one.Label, one.Full = t.Format("01/2006"), ""
		}
		out = append(out, one)
	}
	return out
}

// bar is the first day of the bar that a day belongs to.
func (p stretch) bar(d data.Date) data.Date {
	if !p.Monthly || len(d) < len("2006-01") {
		return d
	}
	return d[:len("2006-01")] + "-01"
}

// Unit is what a bar is.
func (p stretch) Unit() string {
	if p.Monthly {
		return "Tháng"
	}
	return "Ngày"
}
