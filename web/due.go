package web

import (
	"context"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/calendar"
	"tracuu/web/format"
	"tracuu/web/words"
)

// holidays are the calendar made of the settings, with what it was made of.
type holidays struct {
	years []data.HolidayYear
	added []data.AnnualHoliday
	cal   *calendar.Calendar
}

// calendar is the one of the settings as they are now. It is made once for all
// that ask until they change; settings that no calendar can be made of are
// told once, and every year is provisional then.
func (s *Server) calendar() *calendar.Calendar {
	set := s.Settings()
	if h := s.holidays.Load(); h != nil && reflect.DeepEqual(h.years, set.Holidays) && reflect.DeepEqual(h.added, set.AddedHolidays) {
		return h.cal
	}
	cal, err := calendar.New(set.Holidays, set.AddedHolidays...)
	if err != nil {
		s.Log.Error("read the days off", "error", err)
		cal, _ = calendar.New(nil) // nothing can be wrong with nothing
	}
	s.holidays.Store(&holidays{set.Holidays, set.AddedHolidays, cal})
	return cal
}

// due is when a dossier handed in today is done at the latest. It tells which
// day today is: pages are printed, and kept for days without a signal.
type due struct {
	Today, Day string // with their names, "thứ sáu 27/11/2026"
	On         string // today without its name
	Rule       string
	calendar.Due
}

// dayText is a day with its name, "thứ hai 23/11/2026".
func dayText(ctx context.Context, d data.Date) string {
	t, ok := d.Time()
	if !ok {
		return string(d)
	}
	return say(ctx, weekday(t.Weekday())) + " " + format.Day(d)
}

func weekday(d time.Weekday) string {
	return [...]string{
		words.M("chủ nhật"), words.M("thứ hai"), words.M("thứ ba"), words.M("thứ tư"), words.M("thứ năm"), words.M("thứ sáu"), words.M("thứ bảy"),
	}[d]
}

// officesClose is the hour from which what is sent in is received on the next
// day.
const officesClose = 17

// dueOn reckons when a dossier handed in today in the way m is done; nil where
// the record of which m is one leaves that open. "Within the day" does: it is
// what the catalogue says of what it has no unit for, too.
func (s *Server) dueOn(ctx context.Context, p *data.Procedure, m data.Method) *due {
	if p.Status != data.StatusActive || m.Duration.Unit == data.UnitWithinDay || !certain(p.Methods, m) {
		return nil
	}
	today := s.Now().In(format.Hanoi)
	received := today
	if today.Hour() >= officesClose {
		received = today.AddDate(0, 0, 1)
	}
	d, ok := s.calendar().Due(received, m.Duration)
	if !ok {
		return nil
	}
	on := data.NewDate(today)
	out := &due{Today: dayText(ctx, on), On: format.Day(on), Day: dayText(ctx, d.Date), Due: d}
	for i, r := range d.Rule {
		if i > 0 {
			out.Rule += " "
		}
		out.Rule += r.In(language(ctx))
	}
	return out
}

// limitRE finds time limits in a text.
var limitRE = regexp.MustCompile(`(?i)(\d+(?:[.,]\d+)?)\s*(?:\([^)]{0,25}\)\s*)?(ngày làm việc|ngày|giờ|tháng|năm)(?:[^\pL]|$)`)

// momentRE finds what looks like a time limit and is a day or an hour.
var momentRE = regexp.MustCompile(`(?i)ngày \d+ tháng \d+ năm \d+|(?:sau|trước|lúc) \d+ giờ`)

// certain reports whether the time limit of a method holds for every dossier:
// not where the same channel has another one, too, nor where the note names
// one, such as a longer one for remote communes.
func certain(all []data.Method, m data.Method) bool {
	other := slices.ContainsFunc(all, func(o data.Method) bool { return o.Channel == m.Channel && o.Duration != m.Duration })
	if other {
		return false
	}
	for _, found := range limitRE.FindAllStringSubmatch(momentRE.ReplaceAllString(m.Note, ""), -1) {
		n, err := strconv.ParseFloat(strings.ReplaceAll(found[1], ",", "."), 64)
		if err != nil || n != m.Duration.Value || unitOf(strings.ToLower(found[2])) != m.Duration.Unit {
			return false
		}
	}
	return true
}

func unitOf(word string) data.DurationUnit {
	switch word {
	case "ngày làm việc":
		return data.UnitWorkingDay
	case "ngày":
		return data.UnitDay
	case "giờ":
		return data.UnitHour
	case "tháng":
		return data.UnitMonth
	}
	return data.UnitYear
}
