package poster

import (
	"strconv"
	"strings"

	"tracuu/qr"
)

// The posters for walls, A3, A4 and A5, are one design, larger or smaller. The
// sizes below are those on A4, in millimetres and points.
const (
	wallWidth  = 210.0
	wallHeight = 297.0
	wallMargin = 16.0
	wallColumn = wallWidth - 2*wallMargin
	wallBand   = 28.0 // the agency's name
	wallTop    = wallBand + 9
	wallFooter = 9.5 // margin below
	wallGutter = 9.0 // between the symbol and how to scan it
	wallGap    = 7.0 // between the parts

	wallLead  = 17.0 // the line under the title, the steps
	wallBody  = 12.0 // facts, English
	wallSmall = 10.0 // foot
)

// wallPaper gives the size of the paper in millimetres, and the side of the
// symbol's frame in those of the design. Snapping to a printer's dots takes up
// to 4 mm of paper off the symbol; 150 mm have to be left on A3, 100 mm on A4,
// 70 mm on A5.
func wallPaper(l Layout) (width, height, frame float64) {
	switch l {
	case A3:
		return 297, 420, 112
	case A5:
		return 148, 210, 108
	}
	return 210, 297, 106
}

// wallNames is the ladder of the agency's name.
func wallNames() []float64 { return []float64{24, 21, 18, 16, 14, 12} }

// wallTitles is the ladder of titles: the larger, the fewer lines.
func wallTitles() []step {
	return []step{
		{46, 2},
		{40, 2},
		{34, 3},
		{29, 4},
		{25, 5},
		{21, 6},
		{18, 8},
		{16, 0},
		{14, 0},
		{13, 0},
		{12, 0},
		{11, 0},
		{10.5, 0},
	}
}

// wall is a poster whose parts are measured.
type wall struct {
	title              block
	about, facts, foot part
}

// drawWall draws a poster and gives the symbols of its page.
func (p *printing) drawWall(t *typesetter, s sheet) (symbols []*qr.Symbol, err error) {
	width, height, side := wallPaper(p.Layout)
	scale := width / wallWidth
	c := t.newCanvas(wallWidth, height/scale, scale, p.Bleed)
	bottom := c.height - wallFooter
	c.masthead(s, p.pictures[s.Issuer.Crest], 0, wallBand, wallMargin, wallNames())
	where := p.wallAddress(c, s)
	fixed := side + where.height + 3*wallGap
	w := p.wallParts(c, s, bottom-wallTop-fixed)

	slack := bottom - wallTop - fixed - w.title.height() - w.about.height - w.facts.height - w.foot.height
	y := c.block(wallMargin, wallTop, w.title, black)
	y = w.about.put(c, wallMargin, y)
	y += wallGap + min(slack*0.35, 20)
	c.framed(s.target.symbol, wallMargin, y, side, 1, s.colour)
	how := p.wallSteps(c, s, wallColumn-side-wallGutter)
	how.put(c, wallMargin+side+wallGutter, y+(side-how.height)/2)
	y += side + wallGap + min(slack*0.15, 8)
	y = where.put(c, wallMargin, y)
	foot := bottom - w.foot.height
	if w.facts.height > 0 {
		w.facts.put(c, wallMargin, y+(foot-y-w.facts.height)/2)
	}
	w.foot.put(c, wallMargin, foot)
	return c.close()
}

// wallParts chooses what goes onto a poster beside what it cannot do without:
// all of it, unless that would cost the title more than a quarter of its size,
// or anything at all once it is small. First the office's address goes, then
// the facts, the English line and the line of what one gets.
func (p *printing) wallParts(c *canvas, s sheet, room float64) wall {
	words := c.words(span{bold, s.Title})
	var tried []wall
	fits := false
	for leave := range 5 {
		var w wall
		if leave < 2 {
			w.facts = c.factBox(s.Facts, wallColumn, wallBody, 4)
			if w.facts.height > 0 {
				w.facts.height += wallGap
			}
		}
		w.foot = c.foot(p, s, s.target, leave < 1)
		english, gain := part{}, part{}
		if leave < 3 {
			english = c.note(regular, s.English, wallBody, wallColumn, 2, ink)
		}
		if leave < 4 {
			gain = c.note(regular, s.gain(), wallLead, wallColumn, 3, black)
		}
		if w.about = stack(1.5, english, gain); w.about.height > 0 {
			w.about = stack(0, part{3, nil}, w.about)
		}
		var ok bool
		w.title, ok = c.fit(words, wallTitles(), 1.16, wallColumn, room-w.facts.height-w.foot.height-w.about.height)
		if ok {
			fits = true
			tried = append(tried, w)
		}
	}
	if !fits {
		c.fault("nội dung dài quá, không vừa tờ; hãy rút ngắn tên, nơi đặt hoặc tên miền")
		return wall{}
	}
	least := tried[len(tried)-1].title.size
	if least > 18 {
		least = max(least*3/4, 18)
	}
	for _, w := range tried {
		if w.title.size >= least {
			return w
		}
	}
	return tried[len(tried)-1]
}

// wallSteps says how to scan.
func (p *printing) wallSteps(c *canvas, s sheet, width float64) part {
	const disc, indent = 4.4, 13.0
	head := paragraph(c.set(c.words(span{bold, wordsScan}), 24, 1.2, width), black)
	if p.English {
		head = stack(0, head, paragraph(c.set(c.words(span{regular, englishScan}), wallBody, 1.25, width), ink))
	}
	out := []part{head}
	for i, text := range steps() {
		b := c.set(c.words(span{regular, text}), wallLead, 1.2, width-indent)
		em := wallLead * mmPerPoint
		out = append(out, part{max(b.height(), 2*disc), func(c *canvas, x, y float64) {
			c.disc(x+disc, y+0.6*em, disc, strconv.Itoa(i+1), 15, s.colour.line())
			c.block(x+indent, y, b, black)
		}})
	}
	return stack(5, out...)
}

// wallAddress is the short address in text, as large as the column is wide.
func (p *printing) wallAddress(c *canvas, s sheet) part {
	label := wordsType
	if p.English {
		label = strings.TrimSuffix(label, ":") + " / " + englishType
	}
	ladder := []step{{32, 1}, {29, 1}, {26, 1}, {23, 1}, {20, 1}, {18, 1}, {16, 1}, {20, 2}, {17, 2}, {14, 0}, {11, 0}}
	return stack(0.5,
		paragraph(c.set(c.words(span{regular, label}), 14, 1.25, wallColumn), black),
		c.addressLine(p, s.target, ladder, wallColumn))
}

// foot is how to check the code, where the poster hangs, since when, and where
// there is room the issuing office.
func (t *typesetter) foot(p *printing, s sheet, link target, office bool) part {
	const left, right = 112.0, 56.0
	check := t.genuine(p, link, wallSmall, left, p.English)
	printed := p.printed()
	if s.Number != "" {
		printed += between + s.Number
	}
	hung := stack(0,
		t.note(bold, s.Placement, wallSmall, right, 12, black),
		t.note(regular, printed, wallSmall, right, 12, black))
	line := part{}
	if office {
		line = t.contact(s.Issuer, wallSmall, wallColumn)
	}
	both := part{max(check.height, hung.height), func(c *canvas, x, y float64) {
		check.put(c, x, y)
		hung.put(c, x+wallColumn-right, y)
	}}
	return ruled(wallColumn, stack(2, both, line))
}
