package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tracuu/data"
)

// timed is a procedure with ways to file.
func timed(code string, ms ...data.Method) data.Procedure {
	return data.Procedure{Code: code, Name: "Việc " + code, OfficialName: "Việc " + code, Methods: ms, Status: data.StatusActive, Meta: sampleMeta}
}

func method(channel data.Channel, value float64, unit data.DurationUnit, note string) data.Method {
	return data.Method{Channel: channel, Duration: data.Duration{Text: "có thời hạn", Value: value, Unit: unit}, Note: note}
}

// TestDueAfterHours: what is sent in when the offices have closed is received
// on the next working day.
func TestDueAfterHours(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.save([]data.Procedure{timed("1.910001", method(data.ChannelOnline, 3, data.UnitWorkingDay, ""))}, nil)
	for hour, want := range map[int]string{16: "thứ tư 25/11/2026", 17: "thứ năm 26/11/2026", 23: "thứ năm 26/11/2026"} {
		s.clock.set(time.Date(2026, 11, 20, hour, 30, 0, 0, time.FixedZone("+07", 7*60*60)))
		if got := text(one(t, s.page("/thu-tuc/1.910001"), ".due b")); got != want {
			t.Errorf("sent in on a Friday at %d:30 it is done on %q, want %q", hour, got, want)
		}
	}
}

// TestDuePage: a page tells when a dossier handed in today, a Friday, is done,
// and nothing where its record leaves that open.
func TestDuePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const working = data.UnitWorkingDay
	repealed := timed("1.910008", method(data.ChannelInPerson, 3, working, ""))
	repealed.Status = data.StatusRepealed
	for _, c := range []struct {
		p     data.Procedure
		due   []string // of each block
		brief string
	}{
		{timed("1.910001", method(data.ChannelInPerson, 3, working, "")), []string{"thứ tư 25/11/2026"}, "thứ tư 25/11/2026"},
		{
			timed("1.910002", method(data.ChannelOnline, 1, working, ""), method(data.ChannelInPerson, 2, working, "Trả sau 16 giờ ngày 5 tháng 6 năm 2026.")),
			[]string{"thứ hai 23/11/2026", "thứ ba 24/11/2026"},
			"",
		},
		{timed("1.910003", method(data.ChannelInPerson, 7, data.UnitDay, "Không quá 07 (bảy) ngày.")), []string{"thứ sáu 27/11/2026"}, "thứ sáu 27/11/2026"},
		{timed("1.910004", method(data.ChannelInPerson, 7, working, "Xã miền núi: 17 ngày làm việc.")), nil, ""},
		{timed("1.910005", method(data.ChannelInPerson, 7, data.UnitDay, "Không quá 7 ngày làm việc")), nil, ""},
		{timed("1.910006", method(data.ChannelInPerson, 3, working, ""), method(data.ChannelInPerson, 5, working, "")), nil, ""},
		{timed("1.910007", method(data.ChannelInPerson, 1, data.UnitWithinDay, "")), nil, ""},
		{repealed, nil, ""},
		{timed("1.910009", data.Method{Duration: data.Duration{Text: "Theo mô tả"}}), nil, ""},
	} {
		s.save([]data.Procedure{c.p}, nil)
		doc := s.page("/thu-tuc/" + c.p.Code)
		if got := texts(find(doc, ".due b")); !slices.Equal(got, c.due) {
			t.Errorf("%s is done on %q, want %q", c.p.Code, got, c.due)
		}
		brief := text(one(t, doc, ".brief"))
		if strings.Contains(brief, "chậm nhất") != (c.brief != "") || !strings.Contains(brief, c.brief) {
			t.Errorf("%s: the top says %q, want %q", c.p.Code, brief, c.brief)
		}
		if n := len(find(doc, ".rule")); n != min(len(c.due), 1) {
			t.Errorf("%s has %d rules", c.p.Code, n)
		}
	}
	if due := text(one(t, s.page("/thu-tuc/1.910001"), ".method .due")); due != "Nộp hôm nay (thứ sáu 20/11/2026), chậm nhất có kết quả: thứ tư 25/11/2026 (dự kiến)" {
		t.Errorf("the page says %q", due)
	}
	if brief := text(one(t, s.page("/thu-tuc/1.910001"), ".brief")); !strings.Contains(brief, "Nộp hôm nay (20/11/2026), chậm nhất") {
		t.Errorf("the top does not say which day today is: %q", brief)
	}
	if rule := text(one(t, s.page("/thu-tuc/1.910001"), ".rule")); !strings.Contains(rule, "Tính đủ 3 ngày làm việc") || !strings.Contains(rule, "chưa có lịch nghỉ chính thức năm 2026") {
		t.Errorf("the rule is %q", rule)
	}
	if due := text(one(t, s.page("/en/thu-tuc/1.910001"), ".method .due")); due != "Apply today (Friday 20/11/2026) and you get the result by: Wednesday 25/11/2026 (provisional)" {
		t.Errorf("in English it is %q", due)
	}
}

// TestDueSettings: the official days off are those of the settings as they are
// now, and a page is the same all day.
func TestDueSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.clock.set(time.Date(2026, 8, 28, 9, 0, 0, 0, time.FixedZone("+07", 7*60*60)))
	s.save([]data.Procedure{timed("1.910001", method(data.ChannelInPerson, 1, data.UnitWorkingDay, ""))}, nil)
	const path = "/thu-tuc/1.910001"
	due := func() string { return text(one(t, s.page(path), ".due b")) }
	if got := due(); got != "thứ hai 07/09/2026" { // whatever may be off beside 2 September counts as off
		t.Errorf("without a list it is %q", got)
	}
	set := data.Settings{PublicURL: public, Holidays: []data.HolidayYear{{
		Year: 2026, Source: "Văn bản thử",
		Days: []data.Holiday{
			{Date: "2026-02-16", Name: "Tết"},
			{Date: "2026-02-17", Name: "Tết"},
			{Date: "2026-02-18", Name: "Tết"},
			{Date: "2026-02-19", Name: "Tết"},
			{Date: "2026-02-20", Name: "Tết"},
			{Date: "2026-09-01", Name: "Quốc khánh"},
			{Date: "2026-09-02", Name: "Quốc khánh"},
		},
		Swaps: []data.HolidaySwap{{Off: "2026-08-31", Work: "2026-08-22"}},
	}}}
	s.set.Store(&set)
	doc := s.page(path)
	if got := text(one(t, doc, ".method .due")); !strings.HasSuffix(got, "thứ năm 03/09/2026") {
		t.Errorf("with the list it is %q", got)
	}
	for _, want := range []string{
		"31/08/2026 Nghỉ hoán đổi, làm bù ngày 22/08/2026; 01/09/2026 Quốc khánh; 02/09/2026 Quốc khánh.", "Lịch nghỉ chính thức: Văn bản thử.",
	} {
		if rule := text(one(t, doc, ".rule")); !strings.Contains(rule, want) {
			t.Errorf("the rule is %q and lacks %q", rule, want)
		}
	}

	tag := s.get(path).header.Get("ETag")
	s.clock.set(time.Date(2026, 8, 28, 16, 59, 59, 0, time.FixedZone("+07", 7*60*60)))
	if a := s.get(path, "If-None-Match", tag); a.status != http.StatusNotModified {
		t.Errorf("the same day: status %d", a.status)
	}
	s.clock.set(time.Date(2026, 8, 29, 0, 0, 0, 0, time.FixedZone("+07", 7*60*60)))
	if a := s.get(path, "If-None-Match", tag); a.status != http.StatusOK {
		t.Errorf("the next day: status %d", a.status)
	}
}

// TestDueBadSettings: settings that no calendar can be made of are logged, once,
// and pages are shown all the same.
func TestDueBadSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.save([]data.Procedure{timed("1.910001", method(data.ChannelInPerson, 1, data.UnitWorkingDay, ""))}, nil)
	set := data.Settings{PublicURL: public, Holidays: []data.HolidayYear{{Year: 2026}}}
	s.set.Store(&set)
	for range 3 {
		if due := text(one(t, s.page("/thu-tuc/1.910001"), ".method .due")); !strings.Contains(due, "(dự kiến)") {
			t.Errorf("the page says %q", due)
		}
	}
	if faults := s.log.taken(); len(faults) != 1 || !strings.Contains(faults[0], "chưa ghi nguồn") {
		t.Errorf("logged %q", faults)
	}
}
