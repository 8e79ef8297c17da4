package qr

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
)

// SVGOptions says how a drawing looks. Zero fields mean their defaults.
type SVGOptions struct {
	Colours Colours
}

func (o SVGOptions) resolve() (SVGOptions, error) {
	var err error
	o.Colours, err = o.Colours.resolve()
	return o, err
}

// SVG draws the symbol as one path, in units of modules with the quiet zone
// inside, and reads the file back before it hands it out. It has no size of
// its own: it fills the place it is put in. There is neither style nor script
// in it, so it may also be set inline in a page.
//
// The path follows the outlines of the dark areas rather than drawing modules
// or rows side by side, which viewers and printers that smooth edges part by
// hairlines, and which takes twice the bytes.
func (s *Symbol) SVG(o SVGOptions) ([]byte, error) {
	o, err := o.resolve()
	if err != nil {
		return nil, err
	}
	svg := s.drawSVG(o)
	if err := s.verifySVG(svg, o.Colours); err != nil {
		return nil, err
	}
	return svg, nil
}

func (s *Symbol) drawSVG(o SVGOptions) []byte {
	var b bytes.Buffer
	b.Write(s.svgHead(o.Colours))
	s.drawOutlines(&b)
	b.WriteString(svgTail)
	return b.Bytes()
}

// svgHead is everything in front of the path data, svgTail everything behind.
func (s *Symbol) svgHead(c Colours) []byte {
	var title bytes.Buffer
	_ = xml.EscapeText(&title, []byte(s.Payload)) // a buffer takes everything
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %[1]d" shape-rendering="crispEdges" role="img">`+
		`<title>%s</title><rect width="%[1]d" height="%[1]d" fill="%[3]s"/><path fill="%[4]s" d="`,
		s.Size+2*QuietZone, title.Bytes(), svgColour(c.Light), svgColour(c.Dark))
}

const svgTail = `"/></svg>`

// svgColour writes c as "#rrggbb", or as "#rgb" where that says the same.
func svgColour(c color.RGBA) string {
	long := hex(c)
	if r, g, b := long[1], long[3], long[5]; r == long[2] && g == long[4] && b == long[6] {
		return string([]byte{'#', r, g, b})
	}
	return long
}

// drawOutlines writes the outlines of all dark areas as path data.
//
// An outline runs with dark modules on its right: outer ones clockwise, those
// of holes against the clock, which leaves holes empty under either fill rule.
// So each has edges that are passed from left to
// right, light above and dark below. The first of them in reading order is
// where it is found, and begins at a corner.
func (s *Symbol) drawOutlines(b *bytes.Buffer) {
	drawn := make(map[image.Point]bool) // modules whose upper edge is in an outline
	for y := range s.Size {
		for x := range s.Size {
			start := image.Pt(x, y)
			if s.Dark(x, y) && !s.Dark(x, y-1) && !drawn[start] {
				s.drawOutline(b, start, drawn)
			}
		}
	}
}

// drawOutline writes one outline: "M" to its first corner, the grid point at
// the top left of the module start, then "h" and "v" steps in turn, the last
// "v" being left to "z".
func (s *Symbol) drawOutline(b *bytes.Buffer, start image.Point, drawn map[image.Point]bool) {
	right := image.Pt(1, 0)
	fmt.Fprintf(b, "M%d %d", QuietZone+start.X, QuietZone+start.Y)
	p, direction := start, right
	for {
		n, next := 0, direction
		for next == direction {
			if direction == right {
				drawn[p] = true
			}
			p = p.Add(direction)
			n++
			next = s.turn(p, direction)
		}
		// An outline may touch its first corner on the way: it ends where it
		// would go on as it began.
		if p == start && next == right {
			b.WriteByte('z')
			return
		}
		if direction.Y == 0 {
			fmt.Fprintf(b, "h%d", n*direction.X)
		} else {
			fmt.Fprintf(b, "v%d", n*direction.Y)
		}
		direction = next
	}
}

// turn gives the direction in which an outline that comes to grid point p in
// direction d leaves it. Dark modules that touch at a corner only are kept in
// one outline.
func (s *Symbol) turn(p, d image.Point) image.Point {
	toRight := image.Pt(-d.Y, d.X) // with y counted downwards
	// The middle of a module ahead lies half a step on and half a step aside of
	// p; its grid point is half a module up and left of that.
	ahead := func(side image.Point) bool {
		return s.Dark(p.X+(d.X+side.X-1)/2, p.Y+(d.Y+side.Y-1)/2)
	}
	switch toLeft := toRight.Mul(-1); {
	case ahead(toLeft):
		return toLeft
	case ahead(toRight):
		return d
	}
	return toRight
}
