// Package calendar knows the working days of Viet Nam and reckons the latest
// day a time limit ends on.
//
// Start with [New] and [Calendar.Due]. Public holidays are those of Article 112
// of the Labour Code 2019 (45/2019/QH14), made up for on the next working day
// when they fall on a weekly day of rest (Article 111.3). Every year the Prime
// Minister decides which days around Tết and which day beside 2 September are
// off, and which working days are swapped for a Saturday; that is never
// computed but comes from settings, as a [data.HolidayYear] with its source.
//
// A year without such a list is provisional. What is promised is a latest day,
// so there every day counts as off that one of the usual decisions could make
// so: Tết from 1 day before and 4 from the first on, or from 2 before and 3
// on; 1 September and 3 September; with the days that make up for them; and a
// lone working day between two days off, the kind that gets swapped. Whatever
// of these is decided, the limit ends no later than was said.
package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"tracuu/data"
)

// The years that can be reckoned in: those of the Labour Code 2019, as far as
// the lunar calendar goes.
const (
	FirstYear = 2021
	LastYear  = LastLunarYear
)

// Calendar tells working days from days off. It is safe for concurrent use.
type Calendar struct {
	added     []data.AnnualHoliday
	confirmed map[int][]data.Holiday
	sources   map[int]string
	swappedTo map[data.Date]data.HolidaySwap // by the day off
	worked    map[data.Date]bool             // days of rest that are worked
	reckoned  sync.Map                       // year to what daysOff gave, for reading only
}

// New makes a calendar of what the settings hold; without any, every year is
// provisional. An error tells, in Vietnamese, what to put right in the settings.
func New(years []data.HolidayYear, added ...data.AnnualHoliday) (*Calendar, error) {
	c := &Calendar{
		added: added, confirmed: map[int][]data.Holiday{}, sources: map[int]string{},
		swappedTo: map[data.Date]data.HolidaySwap{}, worked: map[data.Date]bool{},
	}
	for _, a := range added {
		if t := date(FirstYear, a.Month, a.Day); t.Month() != a.Month || blank(a.Name) || blank(a.Source) {
			return nil, fmt.Errorf("ngày nghỉ thêm %d/%d: ghi ngày có thật hằng năm, tên ngày và văn bản quy định", a.Day, a.Month)
		}
	}
	for _, y := range years {
		if err := c.add(y); err != nil {
			return nil, fmt.Errorf("lịch nghỉ năm %d: %w", y.Year, err)
		}
	}
	return c, nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

func (c *Calendar) add(y data.HolidayYear) error {
	switch {
	case y.Year < FirstYear || y.Year > LastYear:
		return fmt.Errorf("chỉ nhận các năm từ %d đến %d", FirstYear, LastYear)
	case c.sources[y.Year] != "":
		return errors.New("ghi hai lần: gộp lại làm một")
	case blank(y.Source):
		return errors.New("chưa ghi nguồn: điền số và ngày của văn bản")
	}
	c.sources[y.Year] = y.Source
	for _, s := range y.Swaps {
		off, ok := s.Off.Time()
		if !ok || off.Year() != y.Year || weekend(off) {
			return fmt.Errorf("ngày nghỉ hoán đổi %q: ghi một ngày từ thứ hai đến thứ sáu trong năm, dạng 2026-01-02", s.Off)
		}
		work, ok := s.Work.Time()
		if !ok || !weekend(work) {
			return fmt.Errorf("ngày làm bù %q: ghi một ngày thứ bảy hoặc chủ nhật, dạng 2026-01-10", s.Work)
		}
		c.swappedTo[s.Off], c.worked[s.Work] = s, true
	}
	if len(y.Days) == 0 {
		return nil
	}
	for _, d := range y.Days {
		if t, ok := d.Date.Time(); !ok || t.Year() != y.Year {
			return fmt.Errorf("ngày nghỉ %q: ghi một ngày trong năm, dạng %d-09-01", d.Date, y.Year)
		}
		if c.worked[d.Date] {
			return fmt.Errorf("ngày %s vừa ghi là ngày nghỉ vừa ghi là ngày làm bù: bỏ một trong hai", d.Date)
		}
	}
	c.confirmed[y.Year] = y.Days

	// The law gives five days at Tết and two in September, each on a weekday or
	// made up for on one: a list of fewer would promise too early a day.
	off := c.daysOff(y.Year)
	tet := tet(y.Year)
	if n := weekdaysOff(off, tet.AddDate(0, 0, -10), tet.AddDate(0, 0, 10)); n < 5 {
		return fmt.Errorf("mới có %d ngày nghỉ Tết Âm lịch: ghi đủ 5 ngày, kể cả ngày nghỉ bù", n)
	}
	if n := weekdaysOff(off, date(y.Year, time.August, 28), date(y.Year, time.September, 8)); n < 2 {
		return fmt.Errorf("mới có %d ngày nghỉ Quốc khánh: ghi đủ 2 ngày, kể cả ngày nghỉ bù", n)
	}
	return nil
}

// weekdaysOff counts the days off from Monday to Friday in a span.
func weekdaysOff(off map[data.Date]string, from, to time.Time) int {
	n := 0
	for t := from; !t.After(to); t = t.AddDate(0, 0, 1) {
		if _, ok := off[data.NewDate(t)]; ok && !weekend(t) {
			n++
		}
	}
	return n
}

// daysOff names the holidays of a year by day; days of rest are no part of it
// unless they are holidays too.
func (c *Calendar) daysOff(year int) map[data.Date]string {
	if days, ok := c.confirmed[year]; ok {
		off := madeUp(c.fixed(year))
		for _, d := range days {
			off[d.Date] = cmp.Or(d.Name, "Ngày nghỉ theo lịch chính thức")
		}
		return off
	}
	off, times := map[data.Date]string{}, map[data.Date]int{}
	fixed, tet := c.fixed(year), tet(year)
	for _, before := range []int{1, 2} {
		for _, beside := range []int{-1, 1} {
			days := slices.Clone(fixed)
			for i := range 5 {
				days = append(days, data.Holiday{Date: data.NewDate(tet.AddDate(0, 0, i-before)), Name: "Tết Âm lịch"})
			}
			days = append(days, data.Holiday{Date: data.NewDate(date(year, time.September, 2+beside)), Name: "Quốc khánh"})
			for d, name := range madeUp(days) {
				if off[d] == "" || strings.HasPrefix(off[d], instead) {
					off[d] = name
				}
				times[d]++
			}
		}
	}
	for d, n := range times {
		if n < 4 {
			off[d] += " (dự kiến)"
		}
	}
	return bridged(off, year)
}

// fixed are the holidays of a year that need no decision.
func (c *Calendar) fixed(year int) []data.Holiday {
	hung, _ := Lunar{Year: year, Month: 3, Day: 10}.Date()
	days := []data.Holiday{
		{Date: data.NewDate(date(year, time.January, 1)), Name: "Tết Dương lịch"},
		{Date: hung, Name: "Giỗ Tổ Hùng Vương"},
		{Date: data.NewDate(date(year, time.April, 30)), Name: "Ngày Chiến thắng"},
		{Date: data.NewDate(date(year, time.May, 1)), Name: "Ngày Quốc tế lao động"},
		{Date: data.NewDate(date(year, time.September, 2)), Name: "Quốc khánh"},
	}
	for _, a := range c.added {
		if year >= a.From {
			days = append(days, data.Holiday{Date: data.NewDate(date(year, a.Month, a.Day)), Name: a.Name})
		}
	}
	return days
}

// instead begins the name of a day that makes up for a holiday.
const instead = "Nghỉ bù "

// madeUp adds to holidays, for each on a day of rest, the next working day.
func madeUp(days []data.Holiday) map[data.Date]string {
	slices.SortFunc(days, func(a, b data.Holiday) int { return strings.Compare(string(a.Date), string(b.Date)) })
	off := map[data.Date]string{}
	for _, d := range days {
		off[d.Date] = d.Name
	}
	for _, d := range days {
		t, _ := d.Date.Time()
		if !weekend(t) {
			continue
		}
		for taken := true; taken || weekend(t); _, taken = off[data.NewDate(t)] {
			t = t.AddDate(0, 0, 1)
		}
		off[data.NewDate(t)] = instead + d.Name
	}
	return off
}

// bridged adds to the holidays of a year the lone working days between two
// days off.
func bridged(off map[data.Date]string, year int) map[data.Date]string {
	free := func(t time.Time) bool {
		_, ok := off[data.NewDate(t)]
		return ok || weekend(t) || t.YearDay() == 1
	}
	var lone []data.Date
	for d := range off {
		t, _ := d.Time()
		for _, side := range []int{-1, 1} {
			if t := t.AddDate(0, 0, side); t.Year() == year && !free(t) && free(t.AddDate(0, 0, side)) {
				lone = append(lone, data.NewDate(t))
			}
		}
	}
	if t := date(year, time.December, 31); !free(t) && free(t.AddDate(0, 0, -1)) {
		lone = append(lone, data.NewDate(t)) // before New Year's Day
	}
	for _, d := range lone {
		off[d] = "Có thể hoán đổi để nghỉ liền"
	}
	return off
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// tet is the first day of a lunar year, one that can be converted.
func tet(year int) time.Time {
	d, _ := Lunar{Year: year, Month: 1, Day: 1}.Date()
	t, _ := d.Time()
	return t
}
