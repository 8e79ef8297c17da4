package admin

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"tracuu/data"
)

func TestChart(t *testing.T) {
	for name, c := range map[string]struct {
		points []point
		bars   int
		told   string
		marks  []string
	}{
		"none":    {nil, 0, "Chưa đếm được gì", []string{">0<", ">1<"}},
		"zeros":   {make([]point, 7), 7, "Không có lượt quét nào.", []string{">0<", ">1<"}},
		"gap":     {[]point{{Label: "01/11", Missing: true}, {Label: "02/11", Count: 3}}, 1, "Tổng cộng 3 lượt quét; nhiều nhất 02/11: 3. 1 cột để trống", []string{">4<", ">2<"}},
		"large":   {[]point{{Label: "a", Count: 123456}}, 1, "123.456", []string{">200 ng<"}},
		"foreign": {[]point{{Label: "<b>&"}}, 1, "Không có", []string{"&lt;b&gt;&amp;"}},
	} {
		t.Run(name, func(t *testing.T) {
			svg := string(chart{"x", "Lượt <quét>", "lượt quét", c.points}.SVG())
			if got := strings.Count(svg, `class="bar"`); got != c.bars {
				t.Errorf("%d bars", got)
			}
			for _, w := range append(c.marks, "Lượt &lt;quét&gt;", c.told) {
				if !strings.Contains(svg, w) {
					t.Errorf("no %q in %s", w, svg)
				}
			}
			if strings.Contains(svg, "NaN") || strings.Contains(svg, "style") || strings.Contains(svg, `="-`) {
				t.Errorf("drawn outside itself, or with a style of its own: %s", svg)
			}
			d := xml.NewDecoder(strings.NewReader(svg))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestScaleTop(t *testing.T) {
	for n, want := range map[int64]int64{0: 1, 1: 1, 2: 2, 3: 4, 9: 10, 10: 10, 11: 20, 61: 80, 99: 100, 101: 200, 1<<62 + 1: 1<<62 + 1} {
		if got := scaleTop(n); got != want {
			t.Errorf("%d: %d, want %d", n, got, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	type spans struct{ now, before data.Span }
	s := &Server{Config: Config{Now: func() time.Time {
		return time.Date(2026, 3, 30, 18, 0, 0, 0, time.UTC) // the 31st in Vietnam
	}}}
	for name, want := range map[string]spans{
		"":        {data.Span{From: "2026-03-02", Until: "2026-03-31"}, data.Span{From: "2026-01-31", Until: "2026-03-01"}},
		"7":       {data.Span{From: "2026-03-25", Until: "2026-03-31"}, data.Span{From: "2026-03-18", Until: "2026-03-24"}},
		"2026-02": {data.Span{From: "2026-02-01", Until: "2026-02-28"}, data.Span{From: "2026-01-01", Until: "2026-01-31"}},
		"2026-03": {data.Span{From: "2026-03-01", Until: "2026-03-31"}, data.Span{From: "2026-02-01", Until: "2026-02-28"}},
		"2026":    {data.Span{From: "2026-01-01", Until: "2026-03-31"}, data.Span{From: "2025-01-01", Until: "2025-03-31"}},
		"2025":    {data.Span{From: "2025-01-01", Until: "2025-12-31"}, data.Span{From: "2024-01-01", Until: "2024-12-31"}},
	} {
		p, err := s.readPeriod(name)
		if err != nil || p.Span != want.now || p.Before != want.before {
			t.Errorf("%q: %+v before %+v, %v", name, p.Span, p.Before, err)
		}
	}
	p, err := s.readPeriod("2026")
	if err != nil || p.Whole.Until != "2026-12-31" {
		t.Errorf("the months of a year: %+v, %v", p.Whole, err)
	}
	days := []data.DayFigures{{Day: "2026-01-31", Views: 2}, {Day: "2026-02-01", Views: 3}, {Day: "2026-02-05", Views: 4}}
	got := p.points(days, "2026-01-15", func(d data.DayFigures) int64 { return d.Views })
	if len(got) != 3 || got[0].Missing || got[0].Count != 2 || got[1].Count != 7 || got[2].Count != 0 || got[2].Missing {
		t.Errorf("months: %+v", got)
	}
	month, err := s.readPeriod("2026-01")
	if err != nil {
		t.Fatal(err)
	}
	got = month.points(days, "2026-01-15", func(d data.DayFigures) int64 { return d.Views })
	if len(got) != 31 || !got[13].Missing || got[14].Missing || got[30].Count != 2 {
		t.Errorf("days: %+v", got)
	}
	for _, bad := range []string{"8", "2026-13", "1999", "2026-1", "x"} {
		if _, err := s.readPeriod(bad); err == nil {
			t.Errorf("%q is a period", bad)
		}
	}
}
