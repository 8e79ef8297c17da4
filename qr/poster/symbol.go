package poster

import (
	"bytes"
	"math"
	"strconv"

	"tracuu/qr"
)

// dot is the pitch of a printer of 300 dpi in points. Modules are whole
// numbers of dots wide and begin on one, so that printers of 300, 600 and 1200
// dpi draw all of them alike.
const dot = 0.24

// box is a rectangle on the page, in points from its lower left corner.
type box struct{ x, y, w, h float64 }

// snap gives the largest square of modules on the grid of dots that has its
// middle where b has, and the width of a module.
func snap(b box, modules int) (square box, module float64) {
	module = max(math.Floor(min(b.w, b.h)/float64(modules)/dot+1e-9), 1) * dot
	side := module * float64(modules)
	onGrid := func(v float64) float64 { return math.Round(v/dot) * dot }
	return box{onGrid(b.x + (b.w-side)/2), onGrid(b.y + (b.h-side)/2), side, side}, module
}

// drawSymbol writes a symbol with its quiet zone into a square of the page, as
// the verifier wants it: marked content that holds a white rectangle and the
// dark modules, those of a row that touch being one rectangle. All of them are
// one path, so that no renderer leaves seams between rows.
func drawSymbol(s *qr.Symbol, square box, module float64, turned bool) []byte {
	var b bytes.Buffer
	number := func(v float64) {
		b.Write(strconv.AppendFloat(b.AvailableBuffer(), math.Round(v*1000)/1000, 'f', -1, 64))
		b.WriteByte(' ')
	}
	rect := func(x, y, w, h float64) {
		number(x)
		number(y)
		number(w)
		number(h)
		b.WriteString("re\n")
	}
	b.WriteString("/" + symbolMark + " BMC\nq\n")
	if turned { // by half a turn about the middle of the square
		b.WriteString("-1 0 0 -1 ")
		number(2*square.x + square.w)
		number(2*square.y + square.h)
		b.WriteString("cm\n")
	}
	b.WriteString("1 g\n")
	rect(square.x, square.y, square.w, square.h)
	b.WriteString("f\n0 g\n")
	left, top := square.x+qr.QuietZone*module, square.y+square.h-qr.QuietZone*module
	for y := range s.Size {
		for x := 0; x < s.Size; x++ {
			from := x
			for s.Dark(x, y) {
				x++
			}
			if x > from {
				rect(left+float64(from)*module, top-float64(y+1)*module, float64(x-from)*module, module)
			}
		}
	}
	b.WriteString("f\nQ\nEMC")
	return b.Bytes()
}
