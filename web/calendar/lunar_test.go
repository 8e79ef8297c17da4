package calendar

import (
	"testing"
	"time"

	"tracuu/data"
)

func TestLunarDate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lunar Lunar
		want  data.Date // empty: no such day
	}{
		{Lunar{Year: 1968, Month: 1, Day: 1}, "1968-01-29"},
		{Lunar{Year: 1985, Month: 1, Day: 1}, "1985-01-21"}, // China: 20 February
		{Lunar{Year: 2007, Month: 1, Day: 1}, "2007-02-17"}, // China: 18 February
		{Lunar{Year: 2020, Month: 1, Day: 1}, "2020-01-25"},
		{Lunar{Year: 2021, Month: 1, Day: 1}, "2021-02-12"},
		{Lunar{Year: 2022, Month: 1, Day: 1}, "2022-02-01"},
		{Lunar{Year: 2023, Month: 1, Day: 1}, "2023-01-22"},
		{Lunar{Year: 2024, Month: 1, Day: 1}, "2024-02-10"},
		{Lunar{Year: 2025, Month: 1, Day: 1}, "2025-01-29"},
		{Lunar{Year: 2026, Month: 1, Day: 1}, "2026-02-17"},
		{Lunar{Year: 2027, Month: 1, Day: 1}, "2027-02-06"},
		{Lunar{Year: 2028, Month: 1, Day: 1}, "2028-01-26"},
		{Lunar{Year: 2029, Month: 1, Day: 1}, "2029-02-13"},
		{Lunar{Year: 2030, Month: 1, Day: 1}, "2030-02-02"}, // China: 3 February
		// Giỗ Tổ Hùng Vương.
		{Lunar{Year: 2023, Month: 3, Day: 10}, "2023-04-29"}, // after leap month 2
		{Lunar{Year: 2024, Month: 3, Day: 10}, "2024-04-18"},
		{Lunar{Year: 2025, Month: 3, Day: 10}, "2025-04-07"},
		{Lunar{Year: 2026, Month: 3, Day: 10}, "2026-04-26"},
		// Leap months.
		{Lunar{Year: 2020, Month: 4, Leap: true, Day: 1}, "2020-05-23"},
		{Lunar{Year: 2023, Month: 2, Leap: true, Day: 1}, "2023-03-22"},
		{Lunar{Year: 2025, Month: 6, Leap: true, Day: 1}, "2025-07-25"},
		{Lunar{Year: 2033, Month: 11, Leap: true, Day: 1}, "2033-12-22"},
		{Lunar{Year: 2020, Month: 5, Leap: true, Day: 1}, ""},
		{Lunar{Year: 2024, Month: 2, Leap: true, Day: 1}, ""},
		// The last days of a year: 29 in Giáp Thìn, 30 in Quý Mão.
		{Lunar{Year: 2024, Month: 12, Day: 29}, "2025-01-28"},
		{Lunar{Year: 2024, Month: 12, Day: 30}, ""},
		{Lunar{Year: 2023, Month: 12, Day: 30}, "2024-02-09"},
		{Lunar{Year: 2023, Month: 12, Day: 31}, ""},
		{Lunar{Year: 2024, Month: 11, Day: 1}, "2024-12-01"},
		// Out of reach.
		{Lunar{Year: 1899, Month: 1, Day: 1}, ""},
		{Lunar{Year: 2200, Month: 1, Day: 1}, ""},
		{Lunar{Year: 2026, Month: 0, Day: 1}, ""},
		{Lunar{Year: 2026, Month: 13, Day: 1}, ""},
		{Lunar{Year: 2026, Month: 1, Day: 0}, ""},
	} {
		if got, ok := c.lunar.Date(); got != c.want || ok != (c.want != "") {
			t.Errorf("%+v is %q (%t), want %q", c.lunar, got, ok, c.want)
		}
	}
}

// TestLunarYears checks what holds for every year: its 12 or 13 months follow
// one another without a gap and are 29 or 30 days long, and seven years in
// nineteen have a leap month.
func TestLunarYears(t *testing.T) {
	t.Parallel()
	var next time.Time
	leaps := 0
	for year := FirstLunarYear; year <= LastLunarYear; year++ {
		for month := 1; month <= 12; month++ {
			for _, leap := range []bool{false, true} {
				first := Lunar{Year: year, Month: month, Leap: leap, Day: 1}
				date, ok := first.Date()
				if !ok {
					if !leap {
						t.Fatalf("%+v does not exist", first)
					}
					continue
				}
				if leap {
					leaps++
				}
				begin, _ := date.Time()
				if !next.IsZero() && !begin.Equal(next) {
					t.Errorf("%+v begins %s, the month before ends before %s", first, date, data.NewDate(next))
				}
				length := 29
				if _, ok := (Lunar{Year: year, Month: month, Leap: leap, Day: 30}).Date(); ok {
					length++
				}
				next = begin.AddDate(0, 0, length)
			}
		}
	}
	if years := LastLunarYear - FirstLunarYear + 1; leaps < years*7/19 || leaps > years*7/19+1 {
		t.Errorf("%d leap months in %d years", leaps, years)
	}
}
