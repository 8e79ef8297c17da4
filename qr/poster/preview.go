package poster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Preview draws the first page of a document as SVG: the file that [Write]
// would give is made and its operators are drawn one by one, letters as their
// outlines. So the picture is what will be printed, needs no font, and can
// stand in a page, where prefix keeps its ids apart from others. crest is the
// address of the picture that a key of d.Crests stands for.
func Preview(ctx context.Context, d Document, prefix string, crest func(key string) string) ([]byte, error) {
	d.Cover = false
	p, err := prepareDocument(ctx, d)
	if err != nil {
		return nil, err
	}
	file, pages, err := p.draw(ctx, func(int) {})
	if err != nil {
		return nil, err
	}
	f, err := openPDF(file)
	if err != nil {
		return nil, err
	}
	list, mediaBox, err := f.pages(len(pages))
	if err != nil {
		return nil, err
	}
	page, err := f.page(list[0], mediaBox)
	if err != nil {
		return nil, err
	}
	s := sketch{file: f, prefix: prefix, box: page.boxes[0], crest: crest(p.sheets[0].Issuer.Crest), seen: map[glyphKey]bool{}}
	for i, ttf := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		if s.fonts[i], err = sfnt.Parse(ttf); err != nil {
			return nil, fmt.Errorf("đọc phông chữ: %w", err)
		}
	}
	return s.draw(page)
}

// sketch draws the operators of one page as SVG.
type sketch struct {
	file   *pdfFile
	prefix string
	box    pdfBox
	crest  string // address
	fonts  [2]*sfnt.Font
	buf    sfnt.Buffer
	faces  map[string]face // by the name the page gives a font

	state, at pen // at: of the text
	saved     []pen
	path      strings.Builder
	letters   []byte // the last string

	seen map[glyphKey]bool
	defs bytes.Buffer // outlines of the letters
	out  bytes.Buffer
}

type glyphKey struct {
	face  face
	glyph sfnt.GlyphIndex
}

// pen is the part of the graphics state that is drawn with.
type pen struct {
	m            transform
	fill, stroke string
	width        float64
	dash         string
	face         face
	size         float64
}

// draw draws the page, on white.
func (s *sketch) draw(p *pdfPage) ([]byte, error) {
	var err error
	if s.faces, err = s.readFonts(p.resources); err != nil {
		return nil, err
	}
	s.state = pen{m: transform{a: 1, d: 1}, fill: "#000", stroke: "#000", width: 1}
	l := lexer{b: p.contents}
	var numbers, dashes []float64
	name, listed := "", false
	for {
		t, err := l.next()
		switch {
		case err != nil:
			return nil, err
		case t.kind == tokenEnd:
			return s.svg(), nil
		case t.kind == tokenBracket:
			if listed = t.text[0] == '['; listed {
				dashes = nil
			}
		case t.kind == tokenNumber && listed:
			dashes = append(dashes, t.num)
		case t.kind == tokenNumber:
			numbers = append(numbers, t.num)
		case t.kind == tokenName:
			name = string(t.text)
		case t.kind == tokenString:
			s.letters = t.text
		case t.kind == tokenWord:
			if string(t.text) == "d" {
				numbers = dashes
			}
			if err := s.operate(string(t.text), name, numbers); err != nil {
				return nil, err
			}
			numbers, name = numbers[:0], ""
		}
	}
}

// readFonts tells which face a page means by each of its fonts' names.
func (s *sketch) readFonts(resources any) (map[string]face, error) {
	all, err := s.file.dict(resources)
	if err != nil {
		return nil, err
	}
	fonts, err := s.file.dict(all["Font"])
	if err != nil {
		return nil, err
	}
	faces := map[string]face{}
	for name, v := range fonts {
		d, err := s.file.dict(v)
		if err != nil {
			return nil, err
		}
		if base, _ := d["BaseFont"].(pdfName); strings.HasSuffix(string(base), "B") {
			faces[name] = bold
		} else {
			faces[name] = regular
		}
	}
	return faces, nil
}

// arity is how many numbers an operator that is drawn takes.
var arity = map[string]int{"cm": 6, "rg": 3, "RG": 3, "g": 1, "G": 1, "w": 1, "m": 2, "l": 2, "c": 6, "re": 4, "Td": 2, "Tf": 1}

// operate draws one operator; what paints nothing is passed over.
func (s *sketch) operate(op, name string, n []float64) error {
	if want, ok := arity[op]; ok && len(n) != want {
		return fmt.Errorf("lệnh %s ghi sai", op)
	}
	switch op {
	case "q":
		s.saved = append(s.saved, s.state)
	case "Q":
		if len(s.saved) == 0 {
			return errors.New("lệnh Q thừa")
		}
		s.state, s.saved = s.saved[len(s.saved)-1], s.saved[:len(s.saved)-1]
	case "cm":
		s.state.m = transform{n[0], n[1], n[2], n[3], n[4], n[5]}.then(s.state.m)
	case "rg", "g":
		s.state.fill = hexColour(n)
	case "RG", "G":
		s.state.stroke = hexColour(n)
	case "w":
		s.state.width = n[0]
	case "d":
		s.state.dash = ""
		for _, v := range n {
			s.state.dash += number(v*s.scale()) + " "
		}
	case "m", "l", "c":
		s.path.WriteString(strings.ToUpper(op))
		for i := 0; i < len(n); i += 2 {
			s.point(n[i], n[i+1])
		}
	case "re":
		x, y, w, h := n[0], n[1], n[2], n[3]
		for i, corner := range [][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}} {
			s.path.WriteByte("MLLL"[i])
			s.point(corner[0], corner[1])
		}
		s.path.WriteByte('Z')
	case "h":
		s.path.WriteByte('Z')
	case "f", "F", "f*", "S", "s", "B", "b", "n":
		s.paint(op)
	case "BT":
		s.at = s.state
	case "Td":
		s.at.m = transform{1, 0, 0, 1, n[0], n[1]}.then(s.state.m)
	case "Tf":
		s.state.face, s.state.size = s.faces[name], n[0]
	case "Tj":
		return s.text()
	case "Do":
		s.image()
	}
	return nil
}

// point adds a point to the path, as it lies on the picture.
func (s *sketch) point(x, y float64) {
	m := s.state.m
	s.path.WriteString(number(x*m.a+y*m.c+m.e-s.box.x0) + " " + number(s.box.y1-x*m.b-y*m.d-m.f) + " ")
}

// scale is how much larger the page shows lengths.
func (s *sketch) scale() float64 {
	m := s.state.m
	return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c))
}

// paint fills or draws the path and begins a new one.
func (s *sketch) paint(op string) {
	d := s.path.String()
	s.path.Reset()
	fill, stroke := "none", ""
	if strings.ContainsAny(op, "fFBb") {
		fill = s.state.fill
	}
	if strings.ContainsAny(op, "SsBb") {
		stroke = fmt.Sprintf(` stroke="%s" stroke-width="%s"`, s.state.stroke, number(s.state.width*s.scale()))
		if s.state.dash != "" {
			stroke += fmt.Sprintf(` stroke-dasharray="%s"`, strings.TrimSpace(s.state.dash))
		}
	}
	if d != "" && op != "n" {
		fmt.Fprintf(&s.out, `<path d="%s" fill="%s"%s/>`, strings.TrimSpace(d), fill, stroke)
	}
}

// text draws the last string as outlines.
func (s *sketch) text() error {
	f := s.fonts[s.state.face]
	units := float64(f.UnitsPerEm())
	m, k := s.at.m, s.state.size/units
	fmt.Fprintf(&s.out, `<g fill="%s" transform="matrix(%s %s %s %s %s %s)">`, s.state.fill,
		precise(m.a*k), precise(-m.b*k), precise(-m.c*k), precise(m.d*k), number(m.e-s.box.x0), number(s.box.y1-m.f))
	x := 0
	for _, r := range letters(s.letters) {
		glyph, err := f.GlyphIndex(&s.buf, r)
		if err != nil {
			return err
		}
		key := glyphKey{s.state.face, glyph}
		id := fmt.Sprintf("%s%d-%d", s.prefix, key.face, key.glyph)
		if !s.seen[key] {
			s.seen[key] = true
			if err := s.outline(id, key); err != nil {
				return err
			}
		}
		fmt.Fprintf(&s.out, `<use href="#%s" x="%d"/>`, id, x)
		advance, err := f.GlyphAdvance(&s.buf, glyph, fixed.I(int(units)), font.HintingNone)
		if err != nil {
			return err
		}
		x += advance.Round()
	}
	s.out.WriteString("</g>")
	return nil
}

// letters are those of a string of the page, which holds UTF-16.
func letters(text []byte) []rune {
	plain := strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(string(text[1 : len(text)-1]))
	units := make([]uint16, 0, len(plain)/2)
	for i := 0; i+1 < len(plain); i += 2 {
		units = append(units, uint16(plain[i])<<8|uint16(plain[i+1]))
	}
	return utf16.Decode(units)
}

// outline keeps the shape of a letter, in units of its font.
func (s *sketch) outline(id string, key glyphKey) error {
	f := s.fonts[key.face]
	segments, err := f.LoadGlyph(&s.buf, key.glyph, fixed.I(int(f.UnitsPerEm())), nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(&s.defs, `<path id="%s" d="`, id)
	for _, one := range segments {
		points := map[sfnt.SegmentOp]int{sfnt.SegmentOpMoveTo: 1, sfnt.SegmentOpLineTo: 1, sfnt.SegmentOpQuadTo: 2, sfnt.SegmentOpCubeTo: 3}[one.Op]
		s.defs.WriteByte("MLQC"[one.Op])
		for _, p := range one.Args[:points] {
			fmt.Fprintf(&s.defs, "%d %d ", p.X.Round(), p.Y.Round())
		}
	}
	s.defs.WriteString(`"/>`)
	return nil
}

// image draws the crest, the only picture that sheets have: on a unit square.
func (s *sketch) image() {
	m := s.state.m
	fmt.Fprintf(&s.out, `<image width="1" height="1" preserveAspectRatio="none" transform="matrix(%s %s %s %s %s %s)" href="%s"/>`,
		number(m.a), number(-m.b), number(-m.c), number(m.d), number(m.e+m.c-s.box.x0), number(s.box.y1-m.f-m.d), html.EscapeString(s.crest))
}

func (s *sketch) svg() []byte {
	w, h := s.box.x1-s.box.x0, s.box.y1-s.box.y0
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s"><defs>%s</defs><path fill="#fff" d="M0 0H%sV%sH0Z"/>%s</svg>`,
		number(w), number(h), s.defs.Bytes(), number(w), number(h), s.out.Bytes())
	return b.Bytes()
}

// hexColour is a grey, or a red, green and blue, each from 0 to 1.
func hexColour(n []float64) string {
	c := [3]float64{n[0], n[0], n[0]}
	if len(n) == 3 {
		c = [3]float64(n)
	}
	to := func(v float64) uint8 { return uint8(math.Round(255 * min(max(v, 0), 1))) }
	return fmt.Sprintf("#%02x%02x%02x", to(c[0]), to(c[1]), to(c[2]))
}

func number(v float64) string  { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }
func precise(v float64) string { return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64) }
