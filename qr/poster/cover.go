package poster

import (
	"context"
	"fmt"
	"strconv"

	"tracuu/qr"
)

// The cover lists what was printed, for the file of the office: A4, with the
// head of the table on every page. Sizes are in millimetres.
const (
	coverMargin = 16.0
	coverColumn = wallWidth - 2*coverMargin
	coverSize   = 9.0
	coverPad    = 1.2
	coverTop    = 20.0
	coverBottom = wallHeight - 18
)

// coverColumns are the columns of the table: number, code of the procedure,
// name, short code, placement.
var coverColumns = []struct {
	head  string
	width float64
}{{"Số", 10}, {"Mã thủ tục", 23}, {"Tên", 82}, {"Mã ngắn", 24}, {"Nơi đặt", 39}}

// coverRow is a line of the table.
type coverRow struct {
	cells  []block
	height float64
}

// coverRows measures a row for each code.
func (p *printing) coverRows(ctx context.Context, t *typesetter) ([]coverRow, error) {
	var rows []coverRow
	add := func(number, title string, code target, placement string) {
		rows = append(rows, t.coverRow(regular, strconv.Itoa(len(rows)+1), number, title, code.code.Print(), placement))
	}
	for _, s := range p.sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, e := range s.entries {
			add(e.Number, e.Title, e.target, s.Placement)
		}
		if len(s.entries) == 0 {
			add(s.Number, s.Title, s.target, s.Placement)
		}
	}
	return rows, nil
}

func (t *typesetter) coverRow(f face, texts ...string) coverRow {
	var r coverRow
	for i, text := range texts {
		b := t.set(t.words(span{f, text}), coverSize, 1.25, coverColumns[i].width-2)
		r.cells = append(r.cells, b)
		r.height = max(r.height, b.height()+2*coverPad)
	}
	return r
}

// put draws a row with a rule below it.
func (r coverRow) put(c *canvas, y float64) float64 {
	x := coverMargin
	for i, b := range r.cells {
		c.block(x, y+coverPad, b, black)
		x += coverColumns[i].width
	}
	y += r.height
	c.rule(coverMargin, y, coverMargin+coverColumn, y, 0.15, black)
	return y
}

// drawCover draws the list and gives the symbols by page: none.
func (p *printing) drawCover(ctx context.Context, t *typesetter) ([][]*qr.Symbol, error) {
	var heads []string
	for _, col := range coverColumns {
		heads = append(heads, col.head)
	}
	rows, err := p.coverRows(ctx, t)
	if err != nil {
		return nil, err
	}
	head := t.coverRow(bold, heads...)
	title := paragraph(t.set(t.words(span{bold, wordsList}), 24, 1.2, coverColumn), black)
	about := stack(0.5,
		paragraph(t.set(t.words(span{regular, p.author()}), 12, 1.3, coverColumn), black),
		paragraph(t.set(t.words(span{regular, fmt.Sprintf("%s · %d mã · khổ %s · %s", p.printed(), len(rows), p.Layout.label(), p.host)}), 10.5, 1.3, coverColumn), black))
	opening := stack(1.5, title, about)

	// Rows by page first: every page says how many there are.
	pages, room := [][]coverRow{nil}, coverBottom-coverTop-opening.height-5-head.height
	for _, r := range rows {
		if last := len(pages) - 1; r.height > room && len(pages[last]) > 0 {
			pages, room = append(pages, nil), coverBottom-coverTop-head.height
		}
		room -= r.height
		pages[len(pages)-1] = append(pages[len(pages)-1], r)
	}
	for i, page := range pages {
		c := t.newCanvas(wallWidth, wallHeight, 1, false)
		y := coverTop
		if i == 0 {
			t.pdf.Bookmark(wordsList, 0, 0)
			y = opening.put(c, coverMargin, y) + 5
		}
		c.rule(coverMargin, y, coverMargin+coverColumn, y, 0.4, black)
		y = head.put(c, y)
		for _, r := range page {
			y = r.put(c, y)
		}
		number := fmt.Sprintf("Trang %d/%d", i+1, len(pages))
		c.text(regular, coverSize, coverMargin, wallHeight-10, number, black)
	}
	return make([][]*qr.Symbol, len(pages)), nil
}
