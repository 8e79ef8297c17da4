package poster

import (
	"context"
	"math"
	"strings"

	"tracuu/qr"
)

// labelGrid is a sheet of labels, in millimetres.
type labelGrid struct {
	columns, rows int
	width, height float64 // of a label
	left, top     float64 // of the first label
	gap           float64 // between columns
	symbol        float64 // side of its square
	margin        float64 // within a label: printers do not hit it to the millimetre
}

func (g labelGrid) count() int { return g.columns * g.rows }

// labelGrids are the label sheets on sale, all A4.
var labelGrids = map[Layout]labelGrid{
	Labels24: {columns: 3, rows: 8, width: 70, height: 37, top: 0.5, symbol: 32, margin: 2.5},
	Labels14: {columns: 2, rows: 7, width: 99.1, height: 38.1, left: 4.65, top: 15.15, gap: 2.5, symbol: 33, margin: 2.5},
}

// What can be read on a label: the smallest type, in points, and how many lines
// of a name.
const (
	labelLeast = 6.5
	labelLines = 5
)

// drawLabels draws sheets of labels until all are there, and gives the
// symbols by page.
func (p *printing) drawLabels(ctx context.Context, t *typesetter, done func(int)) ([][]*qr.Symbol, error) {
	g := labelGrids[p.Layout]
	var pages [][]*qr.Symbol
	from := max(p.Start, 1) - 1
	for i := 0; i < len(p.sheets); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := t.newCanvas(wallWidth, wallHeight, 1, false)
		for at := from; at < g.count() && i < len(p.sheets); at++ {
			x := g.left + float64(at%g.columns)*(g.width+g.gap)
			y := g.top + float64(at/g.columns)*g.height
			t.pdf.Bookmark(p.sheets[i].Title, 0, y)
			p.drawLabel(c, g, p.sheets[i], x, y)
			i++
			done(i)
		}
		symbols, err := c.close()
		if err != nil {
			return nil, err
		}
		pages, from = append(pages, symbols), 0
	}
	return pages, nil
}

// drawLabel draws one label: symbol, name and address. A name that does not
// fit even in the smallest type ends in an ellipsis; nothing of it is lost,
// since the symbol leads to it, and cover and outline have it whole.
func (p *printing) drawLabel(c *canvas, g labelGrid, s sheet, x, y float64) {
	c.symbol(s.target.symbol, x+1, y+(g.height-g.symbol)/2, g.symbol)
	// The square's own quiet zone is the gap.
	x += 1 + g.symbol
	width := g.width - 1 - g.symbol - g.margin
	words := c.words(span{bold, s.Title})
	where := p.labelAddress(c, s.target, width)
	// The text stands beside the dark modules, or where it is long from edge to
	// edge.
	quiet := g.symbol * qr.QuietZone / float64(s.target.symbol.Size+2*qr.QuietZone)
	inset := (g.height-g.symbol)/2 + quiet
	title, ok := c.fit(words, labelTitles(), 1.15, width, g.height-2*inset-where.height-1)
	if !ok || title.size < 9 {
		inset = g.margin
		room := g.height - 2*inset - where.height - 1
		if room < labelLeast*1.15*mmPerPoint {
			c.fault("tên miền dài quá, không vừa nhãn; hãy chọn khổ khác")
		}
		if title, ok = c.fit(words, labelTitles(), 1.15, width, room); !ok {
			title = c.shortened(words, labelLeast, 1.15, width, room, labelLines)
		}
	}
	c.block(x, y+inset, title, black)
	where.put(c, x, y+g.height-inset-where.height)
}

// labelTitles is the ladder of names.
func labelTitles() []step {
	return []step{{15, 2}, {13, 3}, {11, 4}, {10, 4}, {9, labelLines}, {8, labelLines}, {7, labelLines}, {labelLeast, labelLines}}
}

// labelAddress is the host, and under it the path in larger type.
func (p *printing) labelAddress(c *canvas, t target, width float64) part {
	var domains []word // a line ends between two of them, if it has to
	for domain := range strings.SplitSeq(p.host, ".") {
		if len(domains) > 0 {
			domain = "." + domain
		}
		domains = append(domains, word{regular, domain, c.typesetter.width(regular, domain), len(domains) > 0})
	}
	ladder := []step{{8, 1}, {7.5, 1}, {7, 1}, {labelLeast, 1}, {7, 2}, {labelLeast, 0}}
	host, _ := c.fit(domains, ladder, 1.15, width, math.Inf(1))
	path, _ := c.fit(c.words(span{bold, "/q/" + t.code.Print()}), sizes(11, 10, 9, 8), 1.15, width, 5)
	return stack(0, paragraph(host, black), paragraph(path, black))
}

// shortened sets as many of the words as fit into height and a number of lines,
// and an ellipsis, which stands where a word ends.
func (t *typesetter) shortened(words []word, size, leading, width, height float64, lines int) block {
	limit := width / (size * mmPerPoint)
	pieces := t.within(words, limit-1)
	mark := word{bold, "…", t.width(bold, "…"), true}
	most := max(min(int(height/(size*leading*mmPerPoint)), lines), 1)
	for n := len(pieces) - 1; n > 0; n-- {
		if n > 1 && endCost(pieces[n-1].text, pieces[n]) > 0 {
			continue // within a word, or before what belongs to the last one
		}
		if cut := append(pieces[:n:n], mark); lineCount(cut, limit) <= most {
			return block{breakLines(cut, limit), size, leading}
		}
	}
	return block{breakLines([]word{mark}, limit), size, leading}
}
