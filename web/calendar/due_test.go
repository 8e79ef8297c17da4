package calendar

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/words"
)

func at(t testing.TB, d data.Date) time.Time {
	t.Helper()
	day, ok := d.Time()
	if !ok {
		t.Fatalf("no day %q", d)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 9, 30, 0, 0, format.Hanoi)
}

func TestDue(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, official())
	const workingDay, day, hour, month, year = data.UnitWorkingDay, data.UnitDay, data.UnitHour, data.UnitMonth, data.UnitYear
	for _, tt := range []struct {
		name    string
		start   data.Date
		value   float64
		unit    data.DurationUnit
		want    data.Date
		skipped int
	}{
		{"the day of receipt is not counted", "2026-07-06", 1, workingDay, "2026-07-07", 0},
		{"weekend", "2026-07-10", 1, workingDay, "2026-07-13", 0},
		{"two weeks", "2026-07-06", 10, workingDay, "2026-07-20", 0},
		{"part of a day", "2026-07-06", 7.5, workingDay, "2026-07-16", 0},
		{"received on a Saturday", "2026-07-11", 1, workingDay, "2026-07-14", 0},
		{"received on a holiday", "2026-04-30", 1, workingDay, "2026-05-05", 2},
		{"end of a year, confirmed", "2025-12-30", 3, workingDay, "2026-01-06", 2},
		{"a worked Saturday counts", "2026-01-09", 1, workingDay, "2026-01-10", 0},
		{"a worked Saturday receives", "2026-01-10", 1, workingDay, "2026-01-12", 0},
		{"swap after the day worked for it", "2026-08-21", 6, workingDay, "2026-08-28", 0},
		{"swap and holiday", "2026-08-28", 1, workingDay, "2026-09-03", 3},
		{"Tết 2026", "2026-02-13", 1, workingDay, "2026-02-23", 5},
		{"Giỗ Tổ made up for", "2026-04-24", 1, workingDay, "2026-04-28", 1},
		{"end of a year, provisional", "2026-12-30", 2, workingDay, "2027-01-04", 1},
		{"Tết 2027", "2027-02-03", 1, workingDay, "2027-02-15", 7},
		{"2 September 2027", "2027-08-31", 1, workingDay, "2027-09-06", 3},

		{"every day counts", "2026-07-06", 4, day, "2026-07-10", 0},
		{"last day on a Sunday", "2026-07-06", 6, day, "2026-07-13", 0},
		{"last day at Tết", "2026-02-06", 12, day, "2026-02-23", 3},
		{"holidays inside count", "2026-02-06", 20, day, "2026-02-26", 0},
		{"last day a worked Saturday", "2026-01-05", 5, day, "2026-01-10", 0},

		{"month", "2026-05-15", 1, month, "2026-06-15", 0},
		{"month without the day", "2025-12-31", 2, month, "2026-03-02", 0}, // 28 February is a Saturday
		{"month ending on a holiday", "2026-08-02", 1, month, "2026-09-03", 0},
		{"year", "2026-07-06", 1, year, "2027-07-06", 0},
		{"year from 29 February", "2024-02-29", 1, year, "2025-02-28", 0},

		{"an hour", "2026-07-06", 1, hour, "2026-07-07", 0},
		{"a day's hours", "2026-07-06", 8, hour, "2026-07-07", 0},
		{"more than a day's hours", "2026-07-06", 8.5, hour, "2026-07-08", 0},
		{"hours over a weekend", "2026-07-10", 24, hour, "2026-07-15", 0},

		{"within the day", "2026-07-06", 1, data.UnitWithinDay, "2026-07-06", 0},
		{"within a day off", "2026-07-11", 1, data.UnitWithinDay, "2026-07-13", 0},
	} {
		got, ok := c.Due(at(t, tt.start), data.Duration{Value: tt.value, Unit: tt.unit})
		if !ok || got.Date != tt.want || len(got.Skipped) != tt.skipped {
			t.Errorf("%s: from %s it is %s past %v, want %s past %d", tt.name, tt.start, got.Date, got.Skipped, tt.want, tt.skipped)
		}
		if want := tt.want >= "2027"; got.Provisional != want {
			t.Errorf("%s: provisional is %t", tt.name, got.Provisional)
		}
	}
}

func TestDueTells(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, official())
	got, _ := c.Due(at(t, "2026-08-28"), data.Duration{Value: 1, Unit: data.UnitWorkingDay})
	want := Due{
		Date:    "2026-09-03",
		Skipped: []data.Holiday{{Date: "2026-08-31", Name: "Nghỉ hoán đổi, làm bù ngày 22/08/2026"}, {Date: "2026-09-01", Name: "Quốc khánh"}, {Date: "2026-09-02", Name: "Quốc khánh"}},
		Sources: []string{"Thông báo lịch nghỉ năm 2026; Công văn 12729/VPCP-KGVX ngày 25/12/2025"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Due{}, "Rule")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	const rule = "Tính đủ 1 ngày làm việc, bắt đầu từ ngày làm việc liền sau ngày nhận đủ hồ sơ; không tính thứ bảy, chủ nhật và ngày nghỉ lễ, Tết." +
		" (Điều 147, 148 Bộ luật Dân sự 2015; Điều 111, 112 Bộ luật Lao động 2019.)"
	if said := say(got.Rule); said != rule {
		t.Errorf("the rule is %q, want %q", said, rule)
	}
	for unit, words := range map[data.DurationUnit]string{
		data.UnitDay: "Tính 2 ngày liên tục", data.UnitHour: "Tính mỗi ngày làm việc 8 giờ", data.UnitMonth: "sau 2 tháng",
		data.UnitYear: "sau 2 năm", data.UnitWithinDay: "Trả trong ngày làm việc",
	} {
		got, _ := c.Due(at(t, "2027-03-01"), data.Duration{Value: 2, Unit: unit})
		for _, w := range []string{words, "Dự kiến", "chưa có lịch nghỉ chính thức năm 2027"} {
			if said := say(got.Rule); !strings.Contains(said, w) {
				t.Errorf("the rule of %s does not say %q: %s", unit, w, said)
			}
		}
	}
}

func say(rule []words.Said) string {
	var out []string
	for _, s := range rule {
		out = append(out, s.In(words.Vietnamese()))
	}
	return strings.Join(out, " ")
}

func TestDueNone(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, nil)
	for _, d := range []data.Duration{
		{},
		{Text: "Theo mô tả"},
		{Value: 5},
		{Unit: data.UnitWorkingDay},
		{Value: -1, Unit: data.UnitDay},
		{Value: math.NaN(), Unit: data.UnitDay},
		{Value: math.Inf(1), Unit: data.UnitHour},
		{Value: 1e300, Unit: data.UnitYear},
		{Value: 1.5, Unit: data.UnitMonth},
		{Value: 0.5, Unit: data.UnitYear},
		{Value: 200, Unit: data.UnitYear},
		{Value: 1, Unit: "week"},
	} {
		if got, ok := c.Due(at(t, "2026-07-06"), d); ok {
			t.Errorf("%+v ends on %s", d, got.Date)
		}
	}
	for _, start := range []data.Date{"2020-12-31", "2199-12-31", "2200-01-02"} {
		if got, ok := c.Due(at(t, start), data.Duration{Value: 1, Unit: data.UnitWorkingDay}); ok {
			t.Errorf("from %s it ends on %s", start, got.Date)
		}
	}
}

// TestDueZone checks that the day is the one at Hà Nội.
func TestDueZone(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, time.July, 6, 17, 0, 0, 0, time.UTC) // midnight
	got, _ := newCalendar(t, nil).Due(start, data.Duration{Value: 1, Unit: data.UnitWithinDay})
	if got.Date != "2026-07-07" {
		t.Errorf("received on %s", got.Date)
	}
}

// TestDueNoEarlier checks the promise of a provisional year: whatever was
// decided in the years gone by, no limit ended later than would have been said
// before.
func TestDueNoEarlier(t *testing.T) {
	t.Parallel()
	before, after := newCalendar(t, nil), newCalendar(t, official())
	for start := at(t, "2021-01-01"); start.Year() < 2027; start = start.AddDate(0, 0, 1) {
		for _, d := range []data.Duration{
			{Value: 1, Unit: data.UnitWorkingDay},
			{Value: 5, Unit: data.UnitWorkingDay},
			{Value: 23, Unit: data.UnitWorkingDay},
			{Value: 7, Unit: data.UnitDay},
			{Value: 1, Unit: data.UnitMonth},
		} {
			said, ok := before.Due(start, d)
			was, ok2 := after.Due(start, d)
			if !ok || !ok2 || was.Date > said.Date || !said.Provisional {
				t.Errorf("%v %s from %s ended on %s, later than %s", d.Value, d.Unit, data.NewDate(start), was.Date, said.Date)
			}
		}
	}
}

func FuzzDue(f *testing.F) {
	c := newCalendar(f, official(), data.AnnualHoliday{Month: time.November, Day: 24, From: 2027, Name: "Ngày nghỉ thêm", Source: "văn bản"})
	units := []data.DurationUnit{
		data.UnitWorkingDay, data.UnitDay, data.UnitHour, data.UnitMonth, data.UnitYear, data.UnitWithinDay, "", "week",
	}
	f.Add(int64(1767225600), 1.0, uint8(0))  // the start of 2026
	f.Add(int64(1770940800), 2.5, uint8(0))  // before Tết 2026
	f.Add(int64(1801612800), 12.0, uint8(1)) // Tết 2027
	f.Add(int64(1835395200), 1.0, uint8(4))  // 29 February 2028
	f.Add(int64(7258032000), 8.0, uint8(2))  // the end of 2199
	f.Add(int64(0), math.Inf(1), uint8(3))
	f.Fuzz(func(t *testing.T, unix int64, value float64, unit uint8) {
		start, d := time.Unix(unix, 0), data.Duration{Value: value, Unit: units[int(unit)%len(units)]}
		got, ok := c.Due(start, d)
		if !ok {
			if got.Date != "" {
				t.Fatalf("no certain day, yet %s", got.Date)
			}
			return
		}
		if got.Date < data.NewDate(start.In(format.Hanoi)) {
			t.Fatalf("ends on %s, before it begins", got.Date)
		}
		end := at(t, got.Date)
		if open, ok := c.Due(end, data.Duration{Value: 1, Unit: data.UnitWithinDay}); !ok || open.Date != got.Date {
			t.Fatalf("ends on a day off, %s", got.Date)
		}
		if !slices.IsSortedFunc(got.Skipped, func(a, b data.Holiday) int { return strings.Compare(string(a.Date), string(b.Date)) }) {
			t.Fatalf("holidays out of order: %v", got.Skipped)
		}
		for _, s := range got.Skipped {
			if s.Name == "" || s.Date >= got.Date {
				t.Fatalf("passed over %v to %s", s, got.Date)
			}
		}
		for _, later := range []struct {
			start time.Time
			by    float64
		}{{start.AddDate(0, 0, 1), 0}, {start, 1}} {
			d := d
			d.Value += later.by
			if next, ok := c.Due(later.start, d); ok && next.Date < got.Date {
				t.Fatalf("%+v from %s ends on %s, from %s by %v more on %s", d, start, got.Date, later.start, later.by, next.Date)
			}
		}
	})
}

func BenchmarkDue(b *testing.B) {
	c := newCalendar(b, official())
	start := at(b, "2026-12-20")
	for b.Loop() {
		c.Due(start, data.Duration{Value: 30, Unit: data.UnitWorkingDay})
	}
}
