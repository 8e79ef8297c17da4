package poster

import (
	"errors"
	"fmt"
	"math"
)

// drawnSymbol is a white square and the black rectangles on it, in points of
// the sheet.
type drawnSymbol struct {
	white  pdfBox
	dark   []pdfBox
	turned bool // by half a turn: its first row is at the bottom
}

const (
	maxNesting = 256      // of graphics states and of marked content
	maxNumbers = 32       // in front of one operator
	maxDark    = 89 * 177 // a row of the largest symbol has at most 89 runs
)

// tracer follows the operators of one page (ISO 32000-1, annex A) as far as
// they bear on the symbols: what is painted, where, and in which order.
type tracer struct {
	file      *pdfFile
	resources any

	state  graphics
	saved  []graphics
	marked []string // names of the marked content that is open
	path   []pdfBox // rectangles of the path under construction
	other  bool     // the path holds something else, too

	numbers []float64 // operands of the coming operator
	name    string

	open   *drawnSymbol // the symbol that is being drawn
	depth  int          // of saved where it began
	blocks []drawnSymbol
}

// graphics is the part of the graphics state that matters.
type graphics struct {
	m       transform
	fill    pdfInk
	clipped bool // something may be cut off
	veiled  bool // something may shine through
}

// transform maps (x, y) to (x·a + y·c + e, x·b + y·d + f).
type transform struct{ a, b, c, d, e, f float64 }

type pdfInk byte

const (
	inkBlack pdfInk = iota // where every page begins
	inkWhite
	inkOther
)

// symbolMark is the tag of the marked content that holds one symbol.
const symbolMark = "QR"

// blocks reads the symbols of a page. It is an error if anything but symbols
// is painted after the first of them.
func (f *pdfFile) blocks(p *pdfPage) ([]drawnSymbol, error) {
	tr := tracer{file: f, resources: p.resources, state: graphics{m: transform{a: 1, d: 1}}}
	l := lexer{b: p.contents}
	nested := 0 // brackets that are open: lists of operands, which do not matter
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		switch {
		case t.kind == tokenEnd:
			return tr.blocks, tr.finish(nested)
		case t.kind == tokenBracket:
			if c := t.text[0]; c == '[' || c == '<' {
				nested++
			} else {
				nested--
			}
		case nested > 0:
		case t.kind == tokenNumber:
			tr.numbers = append(tr.numbers, t.num)
		case t.kind == tokenName:
			tr.name = string(t.text)
		case t.kind == tokenWord:
			if err := tr.operate(string(t.text)); err != nil {
				return nil, err
			}
			tr.numbers, tr.name = tr.numbers[:0], ""
		}
		if nested < 0 || nested > maxDepth || len(tr.numbers) > maxNumbers {
			return nil, errors.New("toán hạng ghi sai")
		}
	}
}

// finish checks that nothing is left open at the end of the page.
func (p *tracer) finish(nested int) error {
	if nested != 0 || len(p.marked) > 0 || len(p.saved) > 0 || len(p.path) > 0 || p.other {
		return errors.New("nội dung trang bị cụt")
	}
	return nil
}

// operate follows one operator.
func (p *tracer) operate(op string) error {
	if p.open != nil {
		switch op {
		case "q", "Q", "cm", "g", "rg", "re", "f", "EMC":
		default:
			return fmt.Errorf("có lệnh %q trong mã QR", op)
		}
	}
	switch op {
	case "q":
		if len(p.saved) == maxNesting {
			return errors.New("lồng trạng thái vẽ quá sâu")
		}
		p.saved = append(p.saved, p.state)
	case "Q":
		if len(p.saved) == 0 || p.open != nil && len(p.saved) == p.depth {
			return errors.New("lệnh Q thừa")
		}
		p.state, p.saved = p.saved[len(p.saved)-1], p.saved[:len(p.saved)-1]
	case "cm":
		if len(p.numbers) != 6 {
			return errors.New("lệnh cm ghi sai")
		}
		n := p.numbers
		p.state.m = transform{n[0], n[1], n[2], n[3], n[4], n[5]}.then(p.state.m)
	case "g", "rg":
		p.state.fill = inkOf(p.numbers)
	case "k", "cs", "sc", "scn":
		p.state.fill = inkOther
	case "gs":
		return p.external()
	case "BMC", "BDC":
		return p.beginMarked(op)
	case "EMC":
		return p.endMarked()
	case "re":
		return p.rectangle()
	case "m", "l", "c", "v", "y", "h":
		p.other = true
	case "W", "W*":
		p.state.clipped = true
	case "n":
		p.path, p.other = p.path[:0], false
	case "f":
		if p.open != nil {
			return p.fillSymbol()
		}
		return p.paint(op)
	case "F", "f*", "S", "s", "B", "B*", "b", "b*":
		return p.paint(op)
	case "Tj", "TJ", "'", `"`, "Do", "sh":
		return p.paint(op)
	case "Tr":
		if len(p.numbers) != 1 || p.numbers[0] > 3 {
			p.state.clipped = true // by letters
		}
	case "BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Ts", "Td", "TD", "Tm", "T*":
	case "w", "J", "j", "M", "d", "ri", "i", "G", "RG", "K", "CS", "SC", "SCN":
	default:
		return fmt.Errorf("có lệnh lạ %.20q", op)
	}
	return nil
}

// then is m followed by n.
func (m transform) then(n transform) transform {
	return transform{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// inkOf names a grey or a red, green and blue.
func inkOf(parts []float64) pdfInk {
	if len(parts) != 1 && len(parts) != 3 {
		return inkOther
	}
	for _, v := range parts {
		if v != parts[0] {
			return inkOther
		}
	}
	switch parts[0] {
	case 0:
		return inkBlack
	case 1:
		return inkWhite
	}
	return inkOther
}

// external applies a named graphics state: opaque and in normal mode it leaves
// everything as it is, else what is painted may shine through.
func (p *tracer) external() error {
	resources, err := p.file.dict(p.resources)
	if err != nil {
		return err
	}
	states, err := p.file.dict(resources["ExtGState"])
	if err != nil {
		return err
	}
	d, err := p.file.dict(states[p.name])
	if err != nil {
		return err
	}
	opaque := d["ca"] == 1.0 && d["CA"] == 1.0 && d["BM"] == pdfName("Normal") && only(d, "Type", "ca", "CA", "BM") == nil
	p.state.veiled = !opaque
	return nil
}

func (p *tracer) beginMarked(op string) error {
	if len(p.marked) == maxNesting {
		return errors.New("lồng đánh dấu quá sâu")
	}
	if p.name == symbolMark {
		switch {
		case op != "BMC" || len(p.marked) > 0:
			return errors.New("mã QR nằm trong phần được đánh dấu khác")
		case len(p.path) > 0 || p.other:
			return errors.New("nét vẽ dở dang trước mã QR")
		case p.state.clipped:
			return errors.New("mã QR nằm trong vùng có thể bị cắt")
		case p.state.veiled:
			return errors.New("mã QR được vẽ trong suốt")
		}
		p.open, p.depth = &drawnSymbol{}, len(p.saved)
	}
	p.marked = append(p.marked, p.name)
	return nil
}

func (p *tracer) endMarked() error {
	if len(p.marked) == 0 {
		return errors.New("lệnh EMC thừa")
	}
	p.marked = p.marked[:len(p.marked)-1]
	if p.open == nil {
		return nil
	}
	if len(p.path) > 0 || len(p.saved) != p.depth || len(p.open.dark) == 0 {
		return errors.New("mã QR vẽ dở dang")
	}
	p.blocks = append(p.blocks, *p.open)
	p.open = nil
	return nil
}

// rectangle adds to the path. Outside symbols it does not matter where.
func (p *tracer) rectangle() error {
	if p.open == nil {
		p.other = true
		return nil
	}
	if len(p.numbers) != 4 || len(p.path) == maxDark {
		return errors.New("mã QR có lệnh re sai hoặc quá nhiều")
	}
	m, n := p.state.m, p.numbers
	if slant := max(math.Abs(m.b), math.Abs(m.c)); !(slant <= 1e-4*min(math.Abs(m.a), math.Abs(m.d))) {
		return errors.New("mã QR bị xoay nghiêng")
	}
	x, y := [2]float64{n[0]*m.a + m.e, (n[0]+n[2])*m.a + m.e}, [2]float64{n[1]*m.d + m.f, (n[1]+n[3])*m.d + m.f}
	p.path = append(p.path, pdfBox{min(x[0], x[1]), min(y[0], y[1]), max(x[0], x[1]), max(y[0], y[1])})
	return nil
}

// fillSymbol fills the path: first the white square, then black rectangles.
func (p *tracer) fillSymbol() error {
	b := p.open
	switch first := b.white == (pdfBox{}); {
	case first && p.state.fill == inkWhite && len(p.path) == 1:
		b.white, b.turned = p.path[0], p.state.m.a < 0
	case first:
		return errors.New("mã QR không bắt đầu bằng một nền trắng")
	case p.state.fill != inkBlack:
		return errors.New("mã QR có ô không phải màu đen")
	case len(b.dark)+len(p.path) > maxDark:
		return errors.New("mã QR có quá nhiều hình")
	default:
		b.dark = append(b.dark, p.path...)
	}
	p.path = p.path[:0]
	return nil
}

// paint takes note of anything painted that is no symbol.
func (p *tracer) paint(op string) error {
	if len(p.blocks) > 0 {
		return fmt.Errorf("lệnh %q vẽ thêm sau mã QR nên có thể che mã", op)
	}
	p.path, p.other = p.path[:0], false
	return nil
}
