package calendar

import (
	"fmt"
	"math"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/words"
)

// Due is when a time limit ends at the latest.
type Due struct {
	Date        data.Date
	Provisional bool           // a year it runs through has no confirmed list
	Skipped     []data.Holiday // the holidays from Monday to Friday passed over, in order
	Rule        []words.Said   // how it was reckoned, a sentence each
	Sources     []string       // of the official lists and added holidays of the years it runs through
}

// workday is how many hours are worked a day (Labour Code, Article 105).
const workday = 8

// longest is more units than any real time limit has, of whatever unit.
const longest = 10_000

// Due reckons the latest day of a time limit for a complete dossier received
// at start, whose day at Hà Nội alone counts. It is false where there is no
// certain number, and outside FirstYear to LastYear. The result is a working
// day, and never gets earlier for a later start or a larger value.
//
// A dossier that comes in on a day off is received on the next working day. The
// day of receipt is not counted (Civil Code 2015, Article 147); a limit ends
// with its last day or, if that is off, with the next working day (Article
// 148). By unit:
//
//   - working days: a part of a day is a day;
//   - days: every day counts, and a part of one is one;
//   - months and years, whole ones only: the day of that number, or the last of
//     the month if it has none;
//   - hours: whether they are hours of the clock or of work is not known, nor
//     when the dossier came in; so they are hours of work, eight a day, from
//     the end of the day of receipt: the latest they can be;
//   - within the day: the day of receipt.
func (c *Calendar) Due(start time.Time, d data.Duration) (Due, bool) {
	if !(d.Value > 0 && d.Value <= longest) { // NaN included
		return Due{}, false
	}
	y, m, day := start.In(format.Hanoi).Date()
	w := walk{cal: c, at: date(y, m, day)}
	if !w.open() {
		return Due{}, false
	}
	received, n := w.at, int(math.Ceil(d.Value))
	whole := d.Value == math.Trunc(d.Value)
	var how words.Said
	switch {
	case d.Unit == data.UnitWithinDay:
		how.Message = words.M("Trả trong ngày làm việc nhận đủ hồ sơ; hồ sơ nhận sát giờ nghỉ có thể được trả vào ngày làm việc tiếp theo.")
	case d.Unit == data.UnitWorkingDay:
		w.work(n)
		how = words.Said{Message: words.M("Tính đủ %s ngày làm việc, bắt đầu từ ngày làm việc liền sau ngày nhận đủ hồ sơ; không tính thứ bảy, chủ nhật và ngày nghỉ lễ, Tết."), Args: []any{format.Digits(n)}}
	case d.Unit == data.UnitHour:
		n = (n + workday - 1) / workday
		w.work(n)
		how = words.Said{Message: words.M("Tính mỗi ngày làm việc %d giờ, làm tròn lên thành %s ngày làm việc, bắt đầu từ ngày làm việc liền sau ngày nhận đủ hồ sơ; không tính thứ bảy, chủ nhật và ngày nghỉ lễ, Tết."), Args: []any{workday, format.Digits(n)}}
	case d.Unit == data.UnitDay:
		w.at = received.AddDate(0, 0, n)
		how = words.Said{Message: words.M("Tính %s ngày liên tục kể cả ngày nghỉ, bắt đầu từ ngày liền sau ngày nhận đủ hồ sơ; ngày cuối là ngày nghỉ thì chuyển sang ngày làm việc tiếp theo."), Args: []any{format.Digits(n)}}
	case d.Unit == data.UnitMonth && whole:
		w.at = addMonths(received, n)
		how = words.Said{Message: words.M("Tính đến ngày tương ứng sau %s tháng kể từ ngày nhận đủ hồ sơ; ngày cuối là ngày nghỉ thì chuyển sang ngày làm việc tiếp theo."), Args: []any{format.Digits(n)}}
	case d.Unit == data.UnitYear && whole:
		w.at = addMonths(received, 12*n)
		how = words.Said{Message: words.M("Tính đến ngày tương ứng sau %s năm kể từ ngày nhận đủ hồ sơ; ngày cuối là ngày nghỉ thì chuyển sang ngày làm việc tiếp theo."), Args: []any{format.Digits(n)}}
	default:
		return Due{}, false
	}
	if !w.open() {
		return Due{}, false
	}
	due := Due{Date: data.NewDate(w.at), Skipped: w.skipped}
	var unconfirmed []string
	for ; y <= w.at.Year(); y++ {
		if _, ok := c.confirmed[y]; !ok {
			unconfirmed = append(unconfirmed, fmt.Sprint(y))
		}
		if s := c.sources[y]; s != "" {
			due.Sources = append(due.Sources, s)
		}
	}
	for _, a := range c.added {
		if w.at.Year() >= a.From {
			due.Sources = append(due.Sources, a.Source)
		}
	}
	due.Rule = []words.Said{how}
	if due.Provisional = len(unconfirmed) > 0; due.Provisional {
		due.Rule = append(due.Rule, words.Said{
			Message: words.M("Dự kiến, vì chưa có lịch nghỉ chính thức năm %s: mọi ngày có thể được nghỉ dịp Tết Âm lịch (từ 2 ngày trước đến hết mùng 4), Quốc khánh (1/9 và 3/9), ngày nghỉ bù và ngày làm việc nằm giữa hai ngày nghỉ đều tính là ngày nghỉ, nên ngày trả thật có thể sớm hơn."),
			Args:    []any{strings.Join(unconfirmed, ", ")},
		})
	}
	due.Rule = append(due.Rule, words.Said{Message: words.M("(Điều 147, 148 Bộ luật Dân sự 2015; Điều 111, 112 Bộ luật Lao động 2019.)")})
	return due, true
}

// addMonths is the day of the same number so many months on, or the last of
// that month if it has none.
func addMonths(t time.Time, n int) time.Time {
	first := date(t.Year(), t.Month()+time.Month(n), 1)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// walk goes forward day by day and keeps the holidays it passes over.
type walk struct {
	cal     *Calendar
	at      time.Time
	skipped []data.Holiday
}

// open goes on to the first working day that is not before the day it is at;
// it is false outside the years that can be reckoned in.
func (w *walk) open() bool {
	for ; w.at.Year() >= FirstYear && w.at.Year() <= LastYear; w.at = w.at.AddDate(0, 0, 1) {
		name, off := w.off()
		if !off {
			return true
		}
		if !weekend(w.at) {
			w.skipped = append(w.skipped, data.Holiday{Date: data.NewDate(w.at), Name: name})
		}
	}
	return false
}

// work goes on n working days, or out of the years that can be reckoned in.
func (w *walk) work(n int) {
	for range n {
		w.at = w.at.AddDate(0, 0, 1)
		if !w.open() {
			return
		}
	}
}

// off tells whether the day it is at is off, and of which holiday.
func (w *walk) off() (name string, off bool) {
	d := data.NewDate(w.at)
	if w.cal.worked[d] {
		return "", false
	}
	if s, ok := w.cal.swappedTo[d]; ok {
		return "Nghỉ hoán đổi, làm bù ngày " + format.Day(s.Work), true
	}
	year := w.at.Year()
	holidays, ok := w.cal.reckoned.Load(year)
	if !ok {
		holidays, _ = w.cal.reckoned.LoadOrStore(year, w.cal.daysOff(year))
	}
	name, off = holidays.(map[data.Date]string)[d]
	return name, off || weekend(w.at)
}
