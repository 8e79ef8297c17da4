package poster

import "tracuu/qr"

// A desk card is a sheet of A5 that is folded in the middle and stands like a
// tent: two faces of A6, each the right way up for whoever sits before it. Its
// bands meet at the fold. Sizes are in millimetres of paper; printed at 141 %
// on A4 it has faces of A5.
const (
	deskWidth  = 148.0
	deskHeight = 210.0
	deskFold   = deskHeight / 2
	deskBand   = 14.0
	deskMargin = 8.0
	deskColumn = deskWidth - 2*deskMargin
	deskTop    = deskFold + deskBand + 3.5
	deskBottom = deskHeight - 5.0
	deskGutter = 6.0
	deskSmall  = 7.5
	deskLeast  = 51.0 // side of the frame: 45 mm are left for the symbol on the dots of a printer
)

// deskTitles is the ladder of titles beside the symbol.
func deskTitles() []step {
	return []step{
		{24, 2},
		{21, 3},
		{18, 4},
		{16, 5},
		{14, 6},
		{12, 7},
		{11, 0},
		{10, 0},
		{9, 0},
		{8, 0},
		{7.5, 0},
		{7, 0},
		{6.5, 0},
		{6, 0},
	}
}

// drawDesk draws a card with both faces and gives the symbols of its page.
func (p *printing) drawDesk(t *typesetter, s sheet) ([]*qr.Symbol, error) {
	c := t.newCanvas(deskWidth, deskHeight, 1, p.Bleed)
	c.upsideDown(deskFold, func() { p.drawFace(c, s) })
	p.drawFace(c, s)
	tint := on(s.colour)
	c.dashed(0, deskFold, deskWidth, deskFold, 0.25, tint)
	return c.close()
}

// drawFace draws the lower face.
func (p *printing) drawFace(c *canvas, s sheet) {
	c.masthead(s, p.pictures[s.Issuer.Crest], deskFold, deskFold+deskBand, deskMargin, []float64{15, 14, 12, 10, 9, 8, 7})
	foot := stack(0.4,
		c.genuine(p, s.target, deskSmall, deskColumn, false),
		paragraph(c.set(c.words(span{regular, p.provenance(s)}), deskSmall, 1.3, deskColumn), black))
	where := c.addressLine(p, s.target, []step{{20, 1}, {18, 1}, {16, 1}, {14, 1}, {12, 1}, {10, 1}, {8, 0}}, deskColumn)
	bottom := deskBottom - foot.height
	foot.put(c, deskMargin, bottom)
	bottom -= where.height + 1
	where.put(c, deskMargin, bottom)

	words := c.words(span{bold, s.Title})
	faces := deskFaces()
	for i, f := range faces {
		side := min(f.symbol, bottom-deskTop-1)
		column := deskColumn - side - deskGutter
		how := p.deskHow(c, f, column, side)
		about := part{}
		if f.about {
			about = stack(1, c.note(regular, s.English, deskSmall, column, 2, ink), c.note(regular, s.gain(), 10, column, 3, black))
		}
		room := bottom - deskTop
		if !f.below {
			room = side - how.height - 3
		}
		title, ok := c.fit(words, deskTitles(), 1.16, column, room-about.height-2)
		ok = ok && side >= deskLeast && (!f.below || side+0.5+how.height <= room)
		if (!ok || title.size < f.least) && i < len(faces)-1 {
			continue
		}
		if !ok {
			c.fault("nội dung dài quá, không vừa thẻ để bàn; hãy rút ngắn hoặc chọn khổ a4")
		}
		x := deskMargin + side + deskGutter
		c.framed(s.target.symbol, deskMargin, deskTop, side, 0.6, s.colour)
		about.put(c, x, c.block(x, deskTop-0.8, title, black)+2)
		if f.below {
			how.put(c, deskMargin, deskTop+side+0.5)
		} else {
			how.put(c, x, deskTop+side-how.height)
		}
		return
	}
}

// deskFace is a way to share a face out: the longer the title, the smaller the
// symbol and the less there is besides.
type deskFace struct {
	symbol float64 // side of the frame
	about  bool    // English and gain
	below  bool    // how to scan stands below the symbol rather than the title
	least  float64 // size of the title that is worth it, in points
}

func deskFaces() []deskFace {
	return []deskFace{
		{symbol: 60, about: true, least: 14},
		{symbol: 60, least: 12},
		{symbol: deskLeast, below: true, about: true, least: 10},
		{symbol: deskLeast, below: true},
	}
}

// deskHow says how to scan.
func (p *printing) deskHow(c *canvas, f deskFace, column, side float64) part {
	width, size := column, 10.0
	if f.below {
		width, size = side, 8
	}
	parts := []part{paragraph(c.set(c.words(span{bold, wordsScanLine}), size, 1.2, width), black)}
	if p.English && !f.below {
		parts = append(parts, paragraph(c.set(c.words(span{regular, englishScanLine}), deskSmall, 1.2, width), ink))
	}
	return stack(0.3, parts...)
}
