package poster

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"tracuu/qr"
)

// verify reads the finished bytes of a file of [Write] back and looks for the
// symbols: want[i] are those of page i in the order they were painted. Every
// symbol has to be whole, upright or turned by half a turn, on the sheet and
// inside the line where it is cut, with its quiet zone, of modules no smaller
// than a printer and an old phone manage; no symbol may overlap another,
// nothing may be painted after the first symbol of a page, and the modules
// have to be those of the symbol that is wanted there and to decode to it.
//
// The file is taken exactly as fpdf writes it and in no other way. Errors wrap
// [qr.ErrVerify] and name page and symbol; the end of ctx is an error of its own.
func verify(ctx context.Context, file []byte, want [][]*qr.Symbol) error {
	err := verifyPages(ctx, file, want)
	if err != nil && !errors.Is(err, qr.ErrVerify) && ctx.Err() == nil {
		return fmt.Errorf("%w: %w", qr.ErrVerify, err)
	}
	return err
}

func verifyPages(ctx context.Context, file []byte, want [][]*qr.Symbol) error {
	f, err := openPDF(file)
	if err != nil {
		return err
	}
	pages, mediaBox, err := f.pages(len(want))
	if err != nil {
		return err
	}
	// Pages are taken in order and one at a time, so that memory stays at that
	// of a page and the first error is that of the first bad page.
	var next atomic.Int64
	var workers sync.WaitGroup
	errs := make([]error, len(pages))
	for range min(len(pages), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(pages)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				if err := verifyPage(f, pages[i], mediaBox, want[i]); err != nil {
					errs[i] = fmt.Errorf("trang %d: %w", i+1, err)
					next.Store(int64(len(pages)))
				}
			}
		})
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

func verifyPage(f *pdfFile, v, mediaBox any, want []*qr.Symbol) error {
	p, err := f.page(v, mediaBox)
	if err != nil {
		return err
	}
	blocks, err := f.blocks(p)
	if err != nil {
		return err
	}
	if len(blocks) != len(want) {
		return fmt.Errorf("có %d mã QR thay vì %d", len(blocks), len(want))
	}
	for i, b := range blocks {
		err := b.check(p.boxes)
		for j := range i {
			if err == nil && b.white.overlaps(blocks[j].white) {
				err = fmt.Errorf("đè lên mã %d", j+1)
			}
		}
		var size int
		var dark func(x, y int) bool
		if err == nil {
			size, dark, err = b.modules()
		}
		if err == nil {
			err = want[i].VerifyModules(size, dark)
		}
		if err != nil {
			return fmt.Errorf("mã %d: %w", i+1, err)
		}
	}
	return nil
}

const (
	roundSlack  = 0.02            // points: fpdf rounds to hundredths
	gridSlack   = 1.0 / 16        // modules
	leastModule = 0.4 * 72 / 25.4 // points: 0.4 mm, see package qr
	leastSize   = 21              // modules of version 1
	mostSize    = 177             // modules of version 40
)

// check looks at the place of a symbol with its quiet zone.
func (b *drawnSymbol) check(sheet []pdfBox) error {
	w := b.white
	for _, s := range sheet {
		if !(w.x0 >= s.x0-roundSlack && w.y0 >= s.y0-roundSlack && w.x1 <= s.x1+roundSlack && w.y1 <= s.y1+roundSlack) {
			return errors.New("nằm ra ngoài trang giấy hoặc đường cắt")
		}
	}
	if !(math.Abs((w.x1-w.x0)-(w.y1-w.y0)) <= roundSlack) {
		return errors.New("nền trắng không vuông")
	}
	return nil
}

func (b pdfBox) overlaps(o pdfBox) bool {
	return b.x0 < o.x1-roundSlack && o.x0 < b.x1-roundSlack && b.y0 < o.y1-roundSlack && o.y0 < b.y1-roundSlack
}

// modules puts the black rectangles of a symbol on its grid. Any symbol
// reaches its four sides, so white and black together tell the number of
// modules: the white is wider by the quiet zones.
func (b *drawnSymbol) modules() (size int, dark func(x, y int) bool, err error) {
	black := b.dark[0]
	for _, r := range b.dark {
		black = pdfBox{min(black.x0, r.x0), min(black.y0, r.y0), max(black.x1, r.x1), max(black.y1, r.y1)}
	}
	width := b.white.x1 - b.white.x0
	module := (width - (black.x1 - black.x0)) / (2 * qr.QuietZone)
	count := (black.x1 - black.x0) / module
	if !(module > 0 && count > leastSize-1 && count < mostSize+1) {
		return 0, nil, fmt.Errorf("quanh mã không đủ %d ô trắng", qr.QuietZone)
	}
	// The nearest size there is; measuring over the whole side takes the
	// rounding of the file out of the module.
	size = int(math.Round((count-17)/4))*4 + 17
	module = width / float64(size+2*qr.QuietZone)
	if !(module >= leastModule-roundSlack/float64(size)) {
		return 0, nil, fmt.Errorf("mỗi ô rộng %.2f mm, nhỏ hơn 0,4 mm", module*25.4/72)
	}
	grid := make([]bool, size*size)
	for _, r := range b.dark {
		x0, okX0 := onGrid((r.x0-b.white.x0)/module, size)
		x1, okX1 := onGrid((r.x1-b.white.x0)/module, size)
		y0, okY0 := onGrid((b.white.y1-r.y1)/module, size)
		y1, okY1 := onGrid((b.white.y1-r.y0)/module, size)
		if !(okX0 && okX1 && okY0 && okY1 && x0 < x1 && y0 < y1) {
			return 0, nil, fmt.Errorf("có ô lệch khỏi lưới %d ô mỗi cạnh hoặc lấn vào %d ô trắng quanh mã", size, qr.QuietZone)
		}
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				if grid[y*size+x] {
					return 0, nil, fmt.Errorf("ô cột %d, hàng %d được vẽ hai lần", x, y)
				}
				grid[y*size+x] = true
			}
		}
	}
	return size, func(x, y int) bool {
		if b.turned {
			x, y = size-1-x, size-1-y
		}
		return grid[y*size+x]
	}, nil
}

// onGrid gives the line of the grid at a distance in modules from the edge of
// the quiet zone, and whether it is one that bounds the symbol's modules.
func onGrid(distance float64, size int) (line int, ok bool) {
	rounded := math.Round(distance)
	if !(math.Abs(distance-rounded) <= gridSlack && rounded >= qr.QuietZone && rounded <= float64(size+qr.QuietZone)) {
		return 0, false
	}
	return int(rounded) - qr.QuietZone, true
}
