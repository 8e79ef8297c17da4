package poster

import (
	"codeberg.org/go-pdf/fpdf"

	"tracuu/qr"
)

// Distances around a sheet that is cut from larger paper, in millimetres.
const (
	bleed = 3  // of colour beyond the edge
	slug  = 10 // from the edge to that of the file's page; crop marks stand there
)

// canvas is one page while it is drawn. Places are in millimetres from the top
// left corner of the trimmed sheet, in the design's own size: scale takes them
// to paper, and sizes of type with them.
type canvas struct {
	*typesetter
	scale         float64
	width, height float64      // of the sheet, in the design's millimetres
	outset        float64      // from the page's edge to the sheet, in millimetres of paper
	paper         float64      // height of the page, in millimetres of paper
	fold          float64      // where the face that is being drawn is turned over; 0: it is not
	drawn         [][]byte     // symbols, to be written over everything else
	symbols       []*qr.Symbol // the same
	err           error        // the first thing that did not fit
}

// newCanvas adds a page for a sheet of width by height millimetres of the
// design, scale times as large on paper.
func (t *typesetter) newCanvas(width, height, scale float64, bleeds bool) *canvas {
	c := &canvas{typesetter: t, scale: scale, width: width, height: height}
	if bleeds {
		c.outset = slug
	}
	w, h := width*scale, height*scale
	c.paper = h + 2*c.outset
	t.pdf.AddPageFormat("P", fpdf.SizeType{Wd: w + 2*c.outset, Ht: c.paper})
	t.use(regular, 10)
	if bleeds {
		t.pdf.SetPageBox("TrimBox", slug, slug, w, h)
		t.pdf.SetPageBox("BleedBox", slug-bleed, slug-bleed, w+2*bleed, h+2*bleed)
		c.cropMarks(w, h)
	}
	return c
}

// cropMarks draws two marks at each corner, from the bleed outwards.
func (c *canvas) cropMarks(w, h float64) {
	c.pdf.SetDrawColor(0, 0, 0)
	c.pdf.SetLineWidth(0.1)
	for _, x := range []float64{slug, slug + w} {
		c.pdf.Line(x, 1, x, slug-bleed-1)
		c.pdf.Line(x, c.paper-1, x, c.paper-slug+bleed+1)
	}
	for _, y := range []float64{slug, slug + h} {
		c.pdf.Line(1, y, slug-bleed-1, y)
		c.pdf.Line(w+2*slug-1, y, w+slug+bleed+1, y)
	}
}

// x, y and mm take the design to the paper.
func (c *canvas) x(v float64) float64  { return c.outset + v*c.scale }
func (c *canvas) y(v float64) float64  { return c.outset + v*c.scale }
func (c *canvas) mm(v float64) float64 { return v * c.scale }

// rect fills a rectangle.
func (c *canvas) rect(x, y, w, h float64, fill colour) {
	c.pdf.SetFillColor(fill.r, fill.g, fill.b)
	c.pdf.Rect(c.x(x), c.y(y), c.mm(w), c.mm(h), "F")
}

// band fills the sheet from edge to edge between two heights, and beyond the
// edges where the sheet bleeds.
func (c *canvas) band(top, bottom float64, fill colour) {
	over := 0.0
	if c.outset > 0 {
		over = bleed / c.scale
	}
	if top == 0 {
		top = -over
	}
	if bottom == c.height {
		bottom += over
	}
	c.rect(-over, top, c.width+2*over, bottom-top, fill)
}

// rounded fills a rectangle with round corners.
func (c *canvas) rounded(x, y, w, h, radius float64, fill colour) {
	c.pdf.SetFillColor(fill.r, fill.g, fill.b)
	c.pdf.RoundedRect(c.x(x), c.y(y), c.mm(w), c.mm(h), c.mm(radius), "1234", "F")
}

// frame draws the outline of a rectangle with round corners.
func (c *canvas) frame(x, y, w, h, radius, thick float64, stroke colour) {
	c.pdf.SetDrawColor(stroke.r, stroke.g, stroke.b)
	c.pdf.SetLineWidth(c.mm(thick))
	c.pdf.RoundedRect(c.x(x), c.y(y), c.mm(w), c.mm(h), c.mm(radius), "1234", "D")
}

// rule draws a line.
func (c *canvas) rule(x1, y1, x2, y2, thick float64, stroke colour) {
	c.pdf.SetDrawColor(stroke.r, stroke.g, stroke.b)
	c.pdf.SetLineWidth(c.mm(thick))
	c.pdf.Line(c.x(x1), c.y(y1), c.x(x2), c.y(y2))
}

// dashed draws a line of dashes.
func (c *canvas) dashed(x1, y1, x2, y2, thick float64, stroke colour) {
	c.pdf.SetDashPattern([]float64{c.mm(2), c.mm(1.5)}, 0)
	c.rule(x1, y1, x2, y2, thick, stroke)
	c.pdf.SetDashPattern(nil, 0)
}

// disc draws a filled circle with a figure in it.
func (c *canvas) disc(x, y, radius float64, figure string, size float64, fill colour) {
	c.pdf.SetFillColor(fill.r, fill.g, fill.b)
	c.pdf.Circle(c.x(x), c.y(y), c.mm(radius), "F")
	w := c.typesetter.width(bold, figure) * size * mmPerPoint
	c.text(bold, size, x-w/2, y+capHeight*size*mmPerPoint/2, figure, on(fill))
}

// Metrics of the fonts, in ems.
const (
	capHeight = 0.716
	ascent    = 0.905
	descent   = 0.212
)

// text sets one line with its baseline at y.
func (c *canvas) text(f face, size, x, y float64, s string, tint colour) {
	c.use(f, size*c.scale)
	c.pdf.SetTextColor(tint.r, tint.g, tint.b)
	c.pdf.Text(c.x(x), c.y(y), s)
}

// block sets a block with its upper left corner at x and y, and gives the
// height below it.
func (c *canvas) block(x, y float64, b block, tint colour) float64 {
	em := b.size * mmPerPoint
	baseline := y + (b.leading-ascent-descent)/2*em + ascent*em
	for _, l := range b.lines {
		at := x
		for _, r := range l {
			c.text(r.face, b.size, at, baseline, r.text, tint)
			at += r.em * em
		}
		baseline += b.leading * em
	}
	return y + b.height()
}

// image draws a picture as large as fits into a rectangle, in its middle.
func (c *canvas) image(p picture, x, y, w, h float64) {
	iw, ih := w, w/p.aspect
	if ih > h {
		iw, ih = h*p.aspect, h
	}
	c.pdf.ImageOptions(p.name, c.x(x+(w-iw)/2), c.y(y+(h-ih)/2), c.mm(iw), c.mm(ih), false,
		fpdf.ImageOptions{ImageType: "png", AllowNegativePosition: true}, 0, "")
}

// upsideDown draws what stands on the upper face of a sheet that is folded at
// height fold: draw's lower face, turned about the middle of the fold.
func (c *canvas) upsideDown(fold float64, draw func()) {
	c.fold = fold
	c.pdf.TransformBegin()
	c.pdf.TransformRotate(180, c.x(c.width/2), c.y(fold))
	draw()
	c.pdf.TransformEnd()
	c.fold = 0
}

// symbol puts a symbol with its quiet zone into a square, to be drawn when the
// page is done.
func (c *canvas) symbol(s *qr.Symbol, x, y, side float64) {
	if c.fold > 0 {
		x, y = c.width-x-side, 2*c.fold-y-side
	}
	b := box{c.x(x), c.paper - c.y(y+side), c.mm(side), c.mm(side)}
	for _, v := range []*float64{&b.x, &b.y, &b.w, &b.h} {
		*v /= mmPerPoint
	}
	square, module := snap(b, s.Size+2*qr.QuietZone)
	c.drawn = append(c.drawn, drawSymbol(s, square, module, c.fold > 0))
	c.symbols = append(c.symbols, s)
}

// framed puts a symbol into a frame of an agency's colour, side wide: what is
// pasted over the symbol shows against it. The frame keeps off the quiet zone.
func (c *canvas) framed(s *qr.Symbol, x, y, side, thick float64, tint colour) {
	c.frame(x+thick/2, y+thick/2, side-thick, side-thick, 3*thick, thick, tint.line())
	c.symbol(s, x+1.5*thick, y+1.5*thick, side-3*thick)
}

// fault keeps the first reason why a sheet cannot be drawn.
func (c *canvas) fault(reason string) {
	if c.err == nil {
		c.err = invalid("%s", reason)
	}
}

// close draws the symbols over everything else and gives them.
func (c *canvas) close() ([]*qr.Symbol, error) {
	for _, d := range c.drawn {
		c.pdf.RawWriteStr(string(d))
	}
	return c.symbols, c.err
}
