package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// official are the days off that were announced for civil servants in the
// years of the Labour Code 2019.
func official() []data.HolidayYear {
	const ministry = "Thông báo lịch nghỉ Tết Âm lịch và Quốc khánh"
	return []data.HolidayYear{
		{
			Year: 2021, Source: ministry,
			Days: append(span("Tết Âm lịch", "2021-02-10", "2021-02-16"), span("Quốc khánh", "2021-09-02", "2021-09-05")...),
		},
		{
			Year: 2022, Source: ministry,
			Days: append(span("Tết Âm lịch", "2022-01-29", "2022-02-06"), span("Quốc khánh", "2022-09-01", "2022-09-04")...),
		},
		{
			Year: 2023, Source: ministry,
			Days: append(span("Tết Âm lịch", "2023-01-20", "2023-01-26"), span("Quốc khánh", "2023-09-01", "2023-09-04")...),
		},
		{
			Year: 2024, Source: ministry,
			Days:  append(span("Tết Âm lịch", "2024-02-08", "2024-02-14"), span("Quốc khánh", "2024-08-31", "2024-09-03")...),
			Swaps: []data.HolidaySwap{{Off: "2024-04-29", Work: "2024-05-04"}},
		},
		{
			Year: 2025, Source: ministry,
			Days:  append(span("Tết Âm lịch", "2025-01-25", "2025-02-02"), span("Quốc khánh", "2025-08-30", "2025-09-02")...),
			Swaps: []data.HolidaySwap{{Off: "2025-05-02", Work: "2025-04-26"}},
		},
		{
			Year: 2026, Source: "Thông báo lịch nghỉ năm 2026; Công văn 12729/VPCP-KGVX ngày 25/12/2025",
			Days: append(span("Tết Âm lịch", "2026-02-16", "2026-02-20"), span("Quốc khánh", "2026-09-01", "2026-09-02")...),
			Swaps: []data.HolidaySwap{
				{Off: "2026-01-02", Work: "2026-01-10"},
				{Off: "2026-08-31", Work: "2026-08-22"},
			},
		},
	}
}

// span is every day from one to another.
func span(name string, from, to data.Date) []data.Holiday {
	var days []data.Holiday
	t, _ := from.Time()
	for d := from; d <= to; d = data.NewDate(t) {
		days = append(days, data.Holiday{Date: d, Name: name})
		t = t.AddDate(0, 0, 1)
	}
	return days
}

func newCalendar(t testing.TB, years []data.HolidayYear, added ...data.AnnualHoliday) *Calendar {
	t.Helper()
	c, err := New(years, added...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// weekdays lists the days off of a year from Monday to Friday.
func weekdays(c *Calendar, year int) []data.Holiday {
	var days []data.Holiday
	for d, name := range c.daysOff(year) {
		if t, _ := d.Time(); !weekend(t) {
			days = append(days, data.Holiday{Date: d, Name: name})
		}
	}
	slices.SortFunc(days, func(a, b data.Holiday) int { return strings.Compare(string(a.Date), string(b.Date)) })
	return days
}

func TestDaysOff(t *testing.T) {
	t.Parallel()
	confirmed, provisional := newCalendar(t, official()), newCalendar(t, nil)
	for _, c := range []struct {
		name string
		cal  *Calendar
		year int
		want []data.Holiday
	}{
		{"three holidays in a row made up for", confirmed, 2023, []data.Holiday{
			{Date: "2023-01-02", Name: "Nghỉ bù Tết Dương lịch"},
			{Date: "2023-01-20", Name: "Tết Âm lịch"},
			{Date: "2023-01-23", Name: "Tết Âm lịch"},
			{Date: "2023-01-24", Name: "Tết Âm lịch"},
			{Date: "2023-01-25", Name: "Tết Âm lịch"},
			{Date: "2023-01-26", Name: "Tết Âm lịch"},
			{Date: "2023-05-01", Name: "Ngày Quốc tế lao động"},
			{Date: "2023-05-02", Name: "Nghỉ bù Giỗ Tổ Hùng Vương"},
			{Date: "2023-05-03", Name: "Nghỉ bù Ngày Chiến thắng"},
			{Date: "2023-09-01", Name: "Quốc khánh"},
			{Date: "2023-09-04", Name: "Quốc khánh"},
		}},
		{"every usual decision", provisional, 2027, []data.Holiday{
			{Date: "2027-01-01", Name: "Tết Dương lịch"},
			{Date: "2027-02-04", Name: "Tết Âm lịch (dự kiến)"},
			{Date: "2027-02-05", Name: "Tết Âm lịch"},
			{Date: "2027-02-08", Name: "Tết Âm lịch"},
			{Date: "2027-02-09", Name: "Tết Âm lịch"},
			{Date: "2027-02-10", Name: "Nghỉ bù Tết Âm lịch"},
			{Date: "2027-02-11", Name: "Nghỉ bù Tết Âm lịch (dự kiến)"},
			{Date: "2027-02-12", Name: "Có thể hoán đổi để nghỉ liền"},
			{Date: "2027-04-16", Name: "Giỗ Tổ Hùng Vương"},
			{Date: "2027-04-30", Name: "Ngày Chiến thắng"},
			{Date: "2027-05-03", Name: "Nghỉ bù Ngày Quốc tế lao động"},
			{Date: "2027-09-01", Name: "Quốc khánh (dự kiến)"},
			{Date: "2027-09-02", Name: "Quốc khánh"},
			{Date: "2027-09-03", Name: "Quốc khánh (dự kiến)"},
		}},
	} {
		if diff := cmp.Diff(c.want, weekdays(c.cal, c.year)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestProvisionalCovers checks against what was decided in the years gone by
// that no day was off that a provisional year would have counted as worked.
func TestProvisionalCovers(t *testing.T) {
	t.Parallel()
	provisional := newCalendar(t, nil)
	for _, y := range official() {
		possible := provisional.daysOff(y.Year)
		confirmed := newCalendar(t, []data.HolidayYear{y})
		days := weekdays(confirmed, y.Year)
		for _, s := range y.Swaps {
			days = append(days, data.Holiday{Date: s.Off, Name: "hoán đổi"})
		}
		for _, d := range days {
			if _, ok := possible[d.Date]; !ok {
				t.Errorf("%s (%s) was off", d.Date, d.Name)
			}
		}
	}
}

// TestProvisionalCoversChoices does so for years to come and each usual choice.
func TestProvisionalCoversChoices(t *testing.T) {
	t.Parallel()
	provisional := newCalendar(t, nil)
	for year := 2027; year < 2070; year++ {
		possible := provisional.daysOff(year)
		for _, before := range []int{1, 2} {
			for _, beside := range []int{1, 3} {
				first := tet(year).AddDate(0, 0, -before)
				days := span("Tết Âm lịch", data.NewDate(first), data.NewDate(first.AddDate(0, 0, 4)))
				for _, d := range []int{2, beside} {
					days = append(days, data.Holiday{Date: data.NewDate(date(year, time.September, d)), Name: "Quốc khánh"})
				}
				var list []data.Holiday
				for d, name := range madeUp(days) {
					list = append(list, data.Holiday{Date: d, Name: name})
				}
				for _, d := range weekdays(newCalendar(t, []data.HolidayYear{{Year: year, Days: list, Source: "văn bản"}}), year) {
					if _, ok := possible[d.Date]; !ok {
						t.Errorf("%d before Tết, %d September: %v may be off", before, beside, d)
					}
				}
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	days := append(span("Tết Âm lịch", "2026-02-16", "2026-02-20"), span("Quốc khánh", "2026-09-01", "2026-09-02")...)
	for _, c := range []struct {
		years []data.HolidayYear
		added []data.AnnualHoliday
		want  string
	}{
		{[]data.HolidayYear{{Year: 2020, Source: "x"}}, nil, "lịch nghỉ năm 2020: chỉ nhận các năm từ 2021 đến 2199"},
		{[]data.HolidayYear{{Year: 2026, Days: days}}, nil, "lịch nghỉ năm 2026: chưa ghi nguồn: điền số và ngày của văn bản"},
		{[]data.HolidayYear{{Year: 2026, Source: "x"}, {Year: 2026, Source: "x"}}, nil, "lịch nghỉ năm 2026: ghi hai lần: gộp lại làm một"},
		{[]data.HolidayYear{{Year: 2026, Source: "x", Days: days[1:]}}, nil, "lịch nghỉ năm 2026: mới có 4 ngày nghỉ Tết Âm lịch: ghi đủ 5 ngày, kể cả ngày nghỉ bù"},
		{[]data.HolidayYear{{Year: 2026, Source: "x", Days: days[:5]}}, nil, "lịch nghỉ năm 2026: mới có 1 ngày nghỉ Quốc khánh: ghi đủ 2 ngày, kể cả ngày nghỉ bù"},
		{
			[]data.HolidayYear{{Year: 2026, Source: "x", Days: []data.Holiday{{Date: "1/9"}}}},
			nil, `lịch nghỉ năm 2026: ngày nghỉ "1/9": ghi một ngày trong năm, dạng 2026-09-01`,
		},
		{
			[]data.HolidayYear{{Year: 2026, Source: "x", Swaps: []data.HolidaySwap{{Off: "2026-01-03", Work: "2026-01-10"}}}},
			nil, `lịch nghỉ năm 2026: ngày nghỉ hoán đổi "2026-01-03": ghi một ngày từ thứ hai đến thứ sáu trong năm, dạng 2026-01-02`,
		},
		{
			[]data.HolidayYear{{Year: 2026, Source: "x", Swaps: []data.HolidaySwap{{Off: "2026-01-02", Work: "2026-01-09"}}}},
			nil, `lịch nghỉ năm 2026: ngày làm bù "2026-01-09": ghi một ngày thứ bảy hoặc chủ nhật, dạng 2026-01-10`,
		},
		{
			[]data.HolidayYear{{Year: 2026, Source: "x", Days: append(span("", "2026-01-10", "2026-01-10"), days...), Swaps: []data.HolidaySwap{{Off: "2026-01-02", Work: "2026-01-10"}}}},
			nil, "lịch nghỉ năm 2026: ngày 2026-01-10 vừa ghi là ngày nghỉ vừa ghi là ngày làm bù: bỏ một trong hai",
		},
		{nil, []data.AnnualHoliday{{Month: 2, Day: 30, Name: "a", Source: "b"}}, "ngày nghỉ thêm 30/2: ghi ngày có thật hằng năm, tên ngày và văn bản quy định"},
		{nil, []data.AnnualHoliday{{Month: 11, Day: 24, Name: "a"}}, "ngày nghỉ thêm 24/11: ghi ngày có thật hằng năm, tên ngày và văn bản quy định"},
	} {
		_, err := New(c.years, c.added...)
		if err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

func TestAdded(t *testing.T) {
	t.Parallel()
	c := newCalendar(t, nil, data.AnnualHoliday{Month: time.November, Day: 24, From: 2027, Name: "Ngày Văn hóa Việt Nam", Source: "văn bản quy định"})
	for year, want := range map[int]data.Date{2026: "", 2027: "2027-11-24", 2029: "2029-11-26" /* the 24th is a Saturday */} {
		i := slices.IndexFunc(weekdays(c, year), func(d data.Holiday) bool { return strings.Contains(d.Name, "Văn hóa") })
		switch {
		case i < 0 && want != "":
			t.Errorf("%d has no added holiday", year)
		case i >= 0 && weekdays(c, year)[i].Date != want:
			t.Errorf("%d has %v, want %s", year, weekdays(c, year)[i], want)
		}
	}
}
