package poster

import (
	"fmt"
	"slices"

	"tracuu/qr"
)

// A list is a sheet of A4 with the codes of one field or office. Up to six
// stand below each other, more in two columns; what does not fit goes on to
// another page. Sizes are in millimetres.
const (
	listBand   = 22.0
	listTop    = listBand + 7
	listSymbol = 32.0 // least side of a square; 28 mm are left on the dots of a printer
	listGutter = 8.0  // between columns
	listIndent = 3.0  // between symbol and text
	listPad    = 0.75 // above and below a row, besides the quiet zones
	listSmall  = 9.0
)

// listNames is the ladder of names for a column of a page, down to least.
func listNames(columns int, least float64) []step {
	var ladder []step
	for _, s := range []step{{20, 2}, {16, 3}, {14, 3}, {12, 4}, {11, 0}, {10, 0}, {9, 0}, {8, 0}, {7.5, 0}, {7, 0}} {
		if s.size >= least && (columns == 1 || s.size <= 12) {
			ladder = append(ladder, s)
		}
	}
	return ladder
}

// listAddresses is the ladder of addresses: one line, or else two.
func listAddresses(columns int) []step {
	ladder := []step{{12, 1}, {11, 1}, {10, 1}, {9, 1}, {10, 2}, {9, 2}, {8, 2}, {7, 0}}
	if columns == 1 {
		ladder = append([]step{{14, 1}, {13, 1}}, ladder...)
	}
	return ladder
}

// listPage is what a page of a list holds.
type listPage struct {
	columns int
	width   float64 // of a column
	symbol  float64 // side of a square
	cells   []listCell
	rows    []float64 // heights
}

// listCell is an entry and the text beside its symbol.
type listCell struct {
	entry
	text part
}

// drawList draws a list and gives the symbols by page.
func (p *printing) drawList(t *typesetter, s sheet) (pages [][]*qr.Symbol, err error) {
	s.Number = "" // each entry has its own
	c := p.listCanvas(t, s)
	head := p.listHead(c, s)
	top := listTop + head.height + 3
	var foot part
	var plan []listPage
	for _, office := range []bool{true, false} { // without the office's address if that saves a page
		tried := c.foot(p, s, target{}, office)
		if pages := p.listPages(c, s.entries, wallHeight-wallFooter-tried.height-1-top); plan == nil || len(pages) < len(plan) {
			foot, plan = tried, pages
		}
	}
	if plan == nil {
		c.fault("tên dài quá, không vừa danh sách; hãy rút ngắn")
	}
	for i, page := range plan {
		if i > 0 {
			c = p.listCanvas(t, s)
		}
		head.put(c, wallMargin, listTop)
		page.put(c, wallMargin, top)
		foot.put(c, wallMargin, wallHeight-wallFooter-foot.height)
		if len(plan) > 1 {
			number := fmt.Sprintf("Tờ %d/%d", i+1, len(plan))
			c.text(bold, listSmall, wallWidth-wallMargin-c.typesetter.width(bold, number)*listSmall*mmPerPoint, listBand+5, number, black)
		}
		symbols, err := c.close()
		if err != nil {
			return nil, err
		}
		pages = append(pages, symbols)
	}
	if plan == nil {
		_, err = c.close()
	}
	return pages, err
}

// listCanvas begins a page.
func (p *printing) listCanvas(t *typesetter, s sheet) *canvas {
	c := t.newCanvas(wallWidth, wallHeight, 1, p.Bleed)
	c.masthead(s, p.pictures[s.Issuer.Crest], 0, listBand, wallMargin, wallNames())
	return c
}

// listHead is the title and how to scan.
func (p *printing) listHead(c *canvas, s sheet) part {
	ladder := []step{{34, 1}, {29, 1}, {25, 2}, {21, 2}, {18, 3}, {16, 3}, {14, 0}, {12, 0}, {10, 0}, {8, 0}}
	title, ok := c.fit(c.words(span{bold, s.Title}), ladder, 1.16, wallColumn, 60)
	if !ok {
		c.fault("tên danh sách dài quá; hãy rút ngắn")
	}
	how := wordsScanLine
	if p.English {
		how += " / " + englishScanLine
	}
	return stack(1.5,
		paragraph(title, black),
		c.note(regular, s.English, wallBody, wallColumn, 2, ink),
		c.note(regular, how, 13, wallColumn, 2, black))
}

// listPages plans as few pages as hold the entries in legible type.
func (p *printing) listPages(c *canvas, entries []entry, room float64) []listPage {
	for _, try := range []struct{ symbol, least float64 }{{52, 12}, {42, 11}, {listSymbol, 9}, {listSymbol, 8}, {listSymbol, 7}} {
		if try.symbol > listSymbol && len(entries) > 6 {
			continue
		}
		page := p.listPage(c, entries, try.symbol, try.least)
		height := 0.0
		for _, h := range page.rows {
			height += h
		}
		if height > room {
			continue
		}
		// What is over goes to the rows alike, within reason.
		for i := range page.rows {
			page.rows[i] += min((room-height)/float64(len(page.rows)), 6)
		}
		return []listPage{page}
	}
	if len(entries) == 1 {
		return nil
	}
	half := (len(entries) + 1) / 2
	first, second := p.listPages(c, entries[:half], room), p.listPages(c, entries[half:], room)
	if first == nil || second == nil {
		return nil
	}
	return slices.Concat(first, second)
}

// listPage measures a page. Names that take more room than there is beside
// their symbol are set smaller, down to least points, and only then make their
// row higher.
func (p *printing) listPage(c *canvas, entries []entry, symbol, least float64) listPage {
	page := listPage{columns: 1, width: wallColumn, symbol: symbol}
	if len(entries) > 6 {
		page.columns, page.width = 2, (wallColumn-listGutter)/2
	}
	width := page.width - symbol - listIndent
	for i, e := range entries {
		number := c.note(regular, e.Number, listSmall, width, 1, ink)
		address := c.addressLine(p, e.target, listAddresses(page.columns), width)
		const apart = 0.8
		name, _ := c.fit(c.words(span{bold, e.Title}), listNames(page.columns, least), 1.16, width, symbol-number.height-address.height-2*apart-2.5)
		text := stack(apart, number, paragraph(name, black), address)
		page.cells = append(page.cells, listCell{e, text})
		height := max(symbol, text.height+2.5) + 2*listPad
		if i%page.columns == 0 {
			page.rows = append(page.rows, height)
		} else {
			page.rows[len(page.rows)-1] = max(page.rows[len(page.rows)-1], height)
		}
	}
	return page
}

// put draws the rows of a page, a rule above each.
func (l listPage) put(c *canvas, x, y float64) {
	for row, height := range l.rows {
		c.rule(x, y, x+wallColumn, y, 0.2, black)
		for column := range l.columns {
			i := row*l.columns + column
			if i >= len(l.cells) {
				break
			}
			cell, left := l.cells[i], x+float64(column)*(l.width+listGutter)
			c.symbol(cell.target.symbol, left, y+(height-l.symbol)/2, l.symbol)
			cell.text.put(c, left+l.symbol+listIndent, y+(height-cell.text.height)/2)
		}
		y += height
	}
}
