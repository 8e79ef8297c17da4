package poster

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"tracuu/qr"
)

// linkPayload is the address a symbol holds.
type linkPayload string

// verifyLinks is verify with symbols made anew.
func verifyLinks(t testing.TB, file []byte, want [][]linkPayload) error {
	t.Helper()
	symbols := make([][]*qr.Symbol, len(want))
	for i, page := range want {
		for _, p := range page {
			symbols[i] = append(symbols[i], symbolOf(t, p))
		}
	}
	return verify(t.Context(), file, symbols)
}

const (
	payloadA linkPayload = "https://DVC.EXAMPLE.VN/Q/7KQ3M9XQ"
	payloadB linkPayload = "https://DVC.EXAMPLE.VN/Q/00000012"
)

// drawing is what the tests bend: one symbol on a page, in millimetres.
type drawing struct {
	payload linkPayload
	x, y    float64 // top left of the quiet zone
	module  float64
	quiet   int // modules of quiet zone that are painted white
	turned  bool

	first, last string                                  // operators before and after the rectangles, inside the mark
	bend        func(x, y int, r [4]float64) [4]float64 // of a rectangle of modules from column x, row y: x, y, width, height
	dark        func(s *qr.Symbol, x, y int) bool       // instead of the symbol's own
	around      func(pdf *fpdf.Fpdf, draw func())       // what is painted before and after
	white       string                                  // operator of the white
}

func symbolOf(t testing.TB, p linkPayload) *qr.Symbol {
	t.Helper()
	s, err := qr.New(string(p))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// draw writes the marked block of a symbol, the page being 297 mm high.
func (d drawing) draw(t testing.TB, pdf *fpdf.Fpdf) {
	t.Helper()
	s := symbolOf(t, d.payload)
	_, high := pdf.GetPageSize()
	k := pdf.GetConversionRatio()
	side := float64(s.Size + 2*d.quiet)
	rect := func(b *strings.Builder, x, y, w, h float64) {
		fmt.Fprintf(b, "%.2f %.2f %.2f %.2f re\n", (d.x+x*d.module)*k, (high-d.y-y*d.module)*k, w*d.module*k, -h*d.module*k)
	}
	var b strings.Builder
	b.WriteString("/QR BMC\nq\n")
	if d.turned {
		cx, cy := (d.x+side*d.module/2)*k, (high-d.y-side*d.module/2)*k
		fmt.Fprintf(&b, "-1.00000 0.00000 -0.00000 -1.00000 %.5f %.5f cm\n", 2*cx, 2*cy)
	}
	b.WriteString(d.first)
	b.WriteString(d.white + "\n")
	rect(&b, 0, 0, side, side)
	b.WriteString("f\n0 g\n")
	dark := s.Dark
	if d.dark != nil {
		dark = func(x, y int) bool { return d.dark(s, x, y) }
	}
	for y := range s.Size {
		for x := 0; x < s.Size; x++ {
			run := 0
			for x+run < s.Size && dark(x+run, y) {
				run++
			}
			if run == 0 {
				continue
			}
			r := [4]float64{float64(x), float64(y), float64(run), 1}
			if d.bend != nil {
				r = d.bend(x, y, r)
			}
			rect(&b, r[0]+float64(d.quiet), r[1]+float64(d.quiet), r[2], r[3])
			x += run
		}
	}
	b.WriteString("f\n" + d.last + "Q\nEMC")
	pdf.RawWriteStr(b.String())
}

func plain(p linkPayload, x, y float64) drawing {
	return drawing{payload: p, x: x, y: y, module: 1, quiet: qr.QuietZone, white: "1 g"}
}

// startPDF begins a file with a page of text and colours, as posters have it.
func startPDF(compress bool) *fpdf.Fpdf {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCompression(compress)
	pdf.SetCreationDate(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))
	pdf.SetModificationDate(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetFont("Helvetica", "", 12)
	return pdf
}

func startPage(pdf *fpdf.Fpdf) {
	pdf.AddPage()
	pdf.SetFillColor(10, 90, 80)
	pdf.Rect(10, 10, 190, 20, "F")
	pdf.SetTextColor(255, 255, 255)
	pdf.Text(20, 20, `Khai sinh (a \ b) 100%`)
	pdf.SetAlpha(0.5, "Normal")
	pdf.Circle(30, 200, 10, "FD")
	pdf.SetAlpha(1, "Normal")
	pdf.ClipRect(20, 30, 10, 10, false)
	pdf.Line(20, 30, 30, 40)
	pdf.ClipEnd()
	pdf.LinkString(20, 20, 20, 20, "https://example.vn/(1)")
}

func finishPDF(t testing.TB, pdf *fpdf.Fpdf) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// onePage draws symbols on one page.
func onePage(t testing.TB, drawings ...drawing) []byte {
	t.Helper()
	pdf := startPDF(true)
	startPage(pdf)
	for _, d := range drawings {
		if d.around != nil {
			d.around(pdf, func() { d.draw(t, pdf) })
		} else {
			d.draw(t, pdf)
		}
	}
	return finishPDF(t, pdf)
}
