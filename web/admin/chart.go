package admin

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"tracuu/web/words"
)

// point is a bar of a chart: a count, or a day that was not counted.
type point struct {
	Label   string // below the axis: "02/11"
	Full    string // in the table: "02/11/2026"; empty: as below the axis
	Count   int64
	Missing bool // nothing was counted then: a gap, not a zero
}

// chart is a row of bars with a scale, drawn for people who see it and told for
// those who do not.
type chart struct {
	ID     string // unique on its page
	Title  string
	Unit   string // "lượt quét"
	Points []point
}

// The size of a chart, in units that are about a pixel on a phone.
const (
	chartWidth, chartHeight = 320, 170
	plotLeft, plotRight     = 40, 314
	plotTop, plotBottom     = 12, 142
)

// SVG draws the chart. Colours come from the stylesheet, by class.
func (c chart) SVG() template.HTML {
	l := words.Vietnamese()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		chartWidth, chartHeight, c.ID, c.ID, c.ID, template.HTMLEscapeString(c.Title), c.ID, template.HTMLEscapeString(c.Told()))
	top := scaleTop(c.highest())
	y := func(n int64) float64 { return plotBottom - float64(n)/float64(top)*(plotBottom-plotTop) }
	marks := []int64{0, top / 2, top}
	if top == 1 {
		marks = []int64{0, 1}
	}
	for _, n := range marks {
		fmt.Fprintf(&b, `<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="end" x="%d" y="%.1f">%s</text>`,
			plotLeft, plotRight, y(n), y(n), plotLeft-5, y(n)+4, short(l, n))
	}
	step := float64(plotRight-plotLeft) / float64(max(len(c.Points), 1))
	gap := min(step*0.25, 6)
	for i, p := range c.Points {
		if p.Missing {
			continue
		}
		height := plotBottom - y(p.Count)
		if p.Count > 0 {
			height = max(height, 1.5) // one among thousands is still seen
		}
		fmt.Fprintf(&b, `<rect class="bar" x="%.2f" y="%.2f" width="%.2f" height="%.2f"><title>%s: %s</title></rect>`,
			plotLeft+float64(i)*step+gap/2, plotBottom-height, step-gap, height, template.HTMLEscapeString(p.Label), l.Number(p.Count))
	}
	for _, i := range labelled(len(c.Points)) {
		x, class := plotLeft+(float64(i)+0.5)*step, "mid"
		switch {
		case i == 0 && step < 40:
			x, class = plotLeft, "start"
		case i == len(c.Points)-1 && step < 40:
			x, class = plotRight, "end"
		}
		fmt.Fprintf(&b, `<text class="%s" x="%.1f" y="%d">%s</text>`, class, x, plotBottom+17, template.HTMLEscapeString(c.Points[i].Label))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) // every text in it is escaped above
}

// Told says in a sentence what the bars show.
func (c chart) Told() string {
	l := words.Vietnamese()
	var sum int64
	counted, high := 0, -1
	for i, p := range c.Points {
		if p.Missing {
			continue
		}
		counted++
		sum += p.Count
		if high < 0 || p.Count > c.Points[high].Count {
			high = i
		}
	}
	if counted == 0 {
		return "Chưa đếm được gì trong khoảng này."
	}
	if sum == 0 {
		return fmt.Sprintf("Không có %s nào.", c.Unit)
	}
	told := fmt.Sprintf("Tổng cộng %s %s; nhiều nhất %s: %s.", l.Number(sum), c.Unit, c.Points[high].Label, l.Number(c.Points[high].Count))
	if missing := len(c.Points) - counted; missing > 0 {
		told += fmt.Sprintf(" %s cột để trống vì khi ấy chưa đếm.", l.Number(missing))
	}
	return told
}

func (c chart) highest() (n int64) {
	for _, p := range c.Points {
		n = max(n, p.Count)
	}
	return n
}

// scaleTop is the number at the top of the axis, even but for 1, so that the
// middle is a whole number: 1, 2, 4, 6, 8, 10, 20, 40, 60 …
func scaleTop(highest int64) int64 {
	if highest <= 1 {
		return 1
	}
	for ten := int64(1); ten < math.MaxInt64/100; ten *= 10 {
		for _, m := range []int64{2, 4, 6, 8, 10} {
			if m*ten >= highest {
				return m * ten
			}
		}
	}
	return highest
}

// short writes a number so that it has room beside the axis.
func short(l *words.Language, n int64) string {
	switch {
	case n >= 10_000_000:
		return l.Number(n/1_000_000) + " tr"
	case n >= 100_000:
		return l.Number(n/1_000) + " ng"
	}
	return l.Number(n)
}

// labelled are the bars that have their label below: each of a few, else the
// first, the middle and the last.
func labelled(n int) []int {
	switch {
	case n == 0:
		return nil
	case n <= 3:
		return []int{0, 1, 2}[:n]
	}
	return []int{0, (n - 1) / 2, n - 1}
}
