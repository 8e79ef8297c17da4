package ingest

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"tracuu/data"
)

// methods reads the ways to file. A record without any may still tell a time
// limit and a fee for all of them.
func methods(f fields) []data.Method {
	var out []data.Method
	for _, m := range f.objects("methods", "channel") {
		if m := method(m); m != nil {
			out = append(out, *m)
		}
	}
	if len(out) > 0 || !f.hasAny("duration", "fee") {
		return out
	}
	m := data.Method{Duration: duration(f.text("duration"), ""), Fees: fees(f.text("fee"))}
	if m.Duration == (data.Duration{}) && len(m.Fees) == 0 {
		return nil
	}
	return []data.Method{m}
}

// method reads one way to file; nil if it says nothing.
func method(f fields) *data.Method {
	printed := line(f.text("channel_raw", "channel"))
	m := data.Method{Channel: channel(printed), Note: block(f.text("note"))}
	limit := f.text("duration_raw", "duration")
	if limit == "" {
		limit = strings.TrimSpace(f.text("duration_value") + " " + f.text("duration_unit"))
	}
	m.Duration = duration(limit, m.Note)
	m.Fees = fees(f.text("fee_raw", "fee"))
	if sameWords(m.Note, m.Duration.Text) || sameWords(m.Note, m.Duration.Printed) {
		m.Note = ""
	}
	if m.Channel == "" && printed != "" {
		m.Note = strings.TrimSuffix(printed+"\n"+m.Note, "\n") // a way we have no name for
	}
	if m.Channel == "" && m.Note == "" && m.Duration == (data.Duration{}) && len(m.Fees) == 0 {
		return nil
	}
	return &m
}

func sameWords(a, b string) bool {
	return strings.EqualFold(strings.TrimRight(a, " .;"), strings.TrimRight(b, " .;"))
}

// channel knows a channel by the catalogue's code or by its Vietnamese name.
func channel(s string) data.Channel {
	s = strings.ToLower(s)
	switch {
	case s == "online", strings.Contains(s, "trực tuyến"):
		return data.ChannelOnline
	case s == "postal", s == "post", strings.Contains(s, "bưu"):
		return data.ChannelPost
	case s == "direct", s == "in_person", strings.Contains(s, "trực tiếp"):
		return data.ChannelInPerson
	}
	return ""
}

var (
	limitRE = regexp.MustCompile(`(?i)^(\d{1,6}(?:[.,]\d{1,3})?)(?:\s*(working_day|ngày làm việc|day|ngày|hour|giờ|month|tháng|year|năm|other))?\.?$`)
	otherRE = regexp.MustCompile(`\s*\bOTHER$`) // after free text
	// spanRE finds a time limit in a note.
	spanRE = regexp.MustCompile(`(?i)\d\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng)`)
)

// units are the spellings of the catalogue with the unit and its name.
var units = map[string]struct {
	unit data.DurationUnit
	name string
}{
	"working_day": {data.UnitWorkingDay, "ngày làm việc"}, "ngày làm việc": {data.UnitWorkingDay, "ngày làm việc"},
	"day": {data.UnitDay, "ngày"}, "ngày": {data.UnitDay, "ngày"},
	"hour": {data.UnitHour, "giờ"}, "giờ": {data.UnitHour, "giờ"},
	"month": {data.UnitMonth, "tháng"}, "tháng": {data.UnitMonth, "tháng"},
	"year": {data.UnitYear, "năm"}, "năm": {data.UnitYear, "năm"},
}

// duration reads a time limit as the catalogue prints it: "5 WORKING_DAY", "30
// Ngày", free text, or several of them as "a | b". Only a limit that is one
// number gets a Value.
func duration(s, note string) data.Duration {
	d := data.Duration{Printed: line(s)}
	var parts []string
	for part := range strings.SplitSeq(joined(s), "|") {
		if part = line(part); part != "" {
			parts = append(parts, part)
		}
	}
	switch parts = unique(parts); len(parts) {
	case 0:
		return d
	case 1:
		d.Text, d.Value, d.Unit = limit(parts[0], note)
		return d
	}
	for i, part := range parts {
		parts[i], _, _ = limit(part, note)
	}
	d.Text = strings.Join(unique(parts), "; ")
	return d
}

// limit reads one time limit. OTHER is the catalogue's unit for "see the
// note", except that "1 OTHER" is what it makes of "within the day"; a note
// that tells a span of its own is believed instead. A limit of zero says
// nothing.
func limit(s, note string) (text string, value float64, unit data.DurationUnit) {
	m := limitRE.FindStringSubmatch(s)
	if m == nil {
		s = strings.TrimSpace(otherRE.ReplaceAllString(s, ""))
		if saysNothing(s) {
			s = ""
		}
		return s, 0, ""
	}
	value, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
	if err != nil || value == 0 {
		return "", 0, ""
	}
	if u, ok := units[strings.ToLower(m[2])]; ok {
		return decimal(value) + " " + u.name, value, u.unit
	}
	if value == 1 && !spanRE.MatchString(note) {
		return "Trong ngày làm việc", 1, data.UnitWithinDay
	}
	return "", 0, ""
}

var (
	// sameDayRE finds that something is done on the spot, or the next day for
	// what comes after 15 h.
	sameDayRE = regexp.MustCompile(`(?i)trong ngày|ngay khi nhận|ngay sau khi nhận|sau 15\s*(?:giờ|h)|ngày làm việc tiếp theo`)
	// daysRE finds a span of days, months or weeks.
	daysRE = regexp.MustCompile(`(?i)(\d+)\s*(?:\([^)]*\)\s*)?(ngày|tháng|tuần)`)
)

// doubtSameDay takes "within the day" back where the record's own steps tell
// of longer spans and never of the same day: the catalogue prints "1 OTHER" for
// procedures of 45 days too.
func doubtSameDay(p *data.Procedure) {
	if sameDayRE.MatchString(p.Steps) || !tellsDays(p.Steps) {
		return
	}
	for i := range p.Methods {
		m := &p.Methods[i]
		if m.Duration.Unit == data.UnitWithinDay && !sameDayRE.MatchString(m.Note) {
			m.Duration = data.Duration{Printed: m.Duration.Printed}
		}
	}
}

// tellsDays reports whether a text names a span of more than a day.
func tellsDays(s string) bool {
	for _, m := range daysRE.FindAllStringSubmatch(s, -1) {
		if n, err := strconv.Atoi(m[1]); err != nil || n > 1 || !strings.EqualFold(m[2], "ngày") {
			return true
		}
	}
	return false
}

// decimal writes a number the Vietnamese way: 1.500, 7,5.
func decimal(v float64) string {
	whole, frac := math.Modf(v)
	s := grouped(int64(whole))
	if frac != 0 {
		_, digits, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
		s += "," + digits
	}
	return s
}

// grouped writes a whole number with a point before every three digits.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}
