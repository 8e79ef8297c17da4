package poster

import "tracuu/qr"

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

// labelLeast is the smallest type of a label, in points.
const labelLeast = 5

// drawLabels draws sheets of labels until all are there, and gives the
// symbols by page.
func (p *printing) drawLabels(t *typesetter, done func(int)) ([][]*qr.Symbol, error) {
	g := labelGrids[p.Layout]
	var pages [][]*qr.Symbol
	from := max(p.Start, 1) - 1
	for i := 0; i < len(p.sheets); {
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
// fit even in the smallest type ends in an ellipsis; nothing else of it is
// lost, since the symbol leads to it.
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
		if title, ok = c.fit(words, labelTitles(), 1.15, width, room); !ok {
			title = c.shortened(words, labelLeast, 1.15, width, room)
		}
	}
	c.block(x, y+inset, title, black)
	where.put(c, x, y+g.height-inset-where.height)
}

// labelTitles is the ladder of names.
func labelTitles() []step {
	return []step{{15, 2}, {13, 3}, {11, 4}, {10, 4}, {9, 0}, {8, 0}, {7, 0}, {6.5, 0}, {6, 0}, {5.5, 0}, {labelLeast, 0}}
}

// labelAddress is the host, and under it the path in larger type.
func (p *printing) labelAddress(c *canvas, t target, width float64) part {
	host, _ := c.fit(c.words(span{regular, p.host}), sizes(8, 7.5, 7, 6.5, 6, 5.5, labelLeast), 1.15, width, 3.6)
	path, _ := c.fit(c.words(span{bold, "/q/" + t.code.Print()}), sizes(11, 10, 9, 8), 1.15, width, 5)
	return stack(0, paragraph(host, black), paragraph(path, black))
}

// shortened sets as many of the words as there is room for, and an ellipsis.
func (t *typesetter) shortened(words []word, size, leading, width, height float64) block {
	limit := width / (size * mmPerPoint)
	pieces := t.within(words, limit-1)
	mark := word{bold, "…", t.width(bold, "…"), true}
	most := max(int(height/(size*leading*mmPerPoint)), 1)
	for n := len(pieces) - 1; n > 0; n-- {
		cut := append(pieces[:n:n], mark)
		if lineCount(cut, limit) <= most {
			return block{breakLines(cut, limit), size, leading}
		}
	}
	return block{breakLines([]word{mark}, limit), size, leading}
}
