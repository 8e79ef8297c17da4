package poster

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"

	"tracuu/qr"
)

// TestVerify bends one thing about a good drawing at a time.
func TestVerify(t *testing.T) {
	a, b := plain(payloadA, 20, 60), plain(payloadB, 100, 60)
	bent := func(d drawing, bend func(d *drawing)) drawing { bend(&d); return d }
	tests := []struct {
		name string
		file []byte
		want []linkPayload
		err  string // part of the complaint; empty: none
	}{
		{"as it should be", onePage(t, a, b), []linkPayload{payloadA, payloadB}, ""},
		{"turned by half a turn", onePage(t, bent(a, func(d *drawing) { d.turned = true }), b), []linkPayload{payloadA, payloadB}, ""},
		{"in colours of three parts", onePage(t, bent(a, func(d *drawing) { d.white = "1.000 1.000 1.000 rg" })), []linkPayload{payloadA}, ""},
		{"smallest module", onePage(t, bent(a, func(d *drawing) { d.module = 0.4 })), []linkPayload{payloadA}, ""},
		{"huge", onePage(t, bent(a, func(d *drawing) { d.module = 5; d.x, d.y = 10, 60 })), []linkPayload{payloadA}, ""},
		{"in an opaque state, clipping ended", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) {
				pdf.SetAlpha(0.3, "Normal")
				pdf.SetAlpha(1, "Normal")
				draw()
				pdf.SetFillColor(1, 2, 3)
			}
		})), []linkPayload{payloadA}, ""},

		{"a symbol is missing", onePage(t, a), []linkPayload{payloadA, payloadB}, "trang 1: có 1 mã QR thay vì 2"},
		{"a symbol too many", onePage(t, a, b), []linkPayload{payloadA}, "có 2 mã QR thay vì 1"},
		{"swapped", onePage(t, b, a), []linkPayload{payloadA, payloadB}, "trang 1: mã 1: "},
		{"second one wrong", onePage(t, a, b), []linkPayload{payloadA, payloadA}, "trang 1: mã 2: "},
		{"one module light", onePage(t, bent(a, func(d *drawing) {
			d.dark = func(s *qr.Symbol, x, y int) bool { return s.Dark(x, y) && (x != 9 || y != 12) && (x != 12 || y != 9) }
		})), []linkPayload{payloadA}, "sai ô"},
		{"mirrored", onePage(t, bent(a, func(d *drawing) {
			d.dark = func(s *qr.Symbol, x, y int) bool { return s.Dark(s.Size-1-x, y) }
		})), []linkPayload{payloadA}, "mã 1: "},
		{"turned without telling", onePage(t, bent(a, func(d *drawing) {
			d.dark = func(s *qr.Symbol, x, y int) bool { return s.Dark(s.Size-1-x, s.Size-1-y) }
		})), []linkPayload{payloadA}, "sai ô"},
		{"a moved module", onePage(t, bent(a, func(d *drawing) {
			d.bend = func(x, y int, r [4]float64) [4]float64 {
				if y == 12 {
					r[0] += 0.2
				}
				return r
			}
		})), []linkPayload{payloadA}, "lệch khỏi lưới"},
		{"rows thinner than modules", onePage(t, bent(a, func(d *drawing) {
			d.bend = func(_, _ int, r [4]float64) [4]float64 { r[3] = 0.8; return r }
		})), []linkPayload{payloadA}, "lệch khỏi lưới"},
		{"a row drawn twice", onePage(t, bent(a, func(d *drawing) {
			d.bend = func(_, y int, r [4]float64) [4]float64 {
				if y == 1 {
					r[1]--
				}
				return r
			}
		})), []linkPayload{payloadA}, "vẽ hai lần"},
		{"into the quiet zone", onePage(t, bent(a, func(d *drawing) {
			d.bend = func(x, y int, r [4]float64) [4]float64 {
				if x == 0 && y == 0 {
					r[0], r[2] = -1, r[2]+1
				}
				return r
			}
		})), []linkPayload{payloadA}, "mã 1: "},
		{"no quiet zone", onePage(t, bent(a, func(d *drawing) { d.quiet = 0 })), []linkPayload{payloadA}, "không đủ 4 ô trắng"},
		{"half a quiet zone", onePage(t, bent(a, func(d *drawing) { d.quiet = 2 })), []linkPayload{payloadA}, "mã 1: "},
		{"quiet zone of three", onePage(t, bent(a, func(d *drawing) { d.quiet = 3 })), []linkPayload{payloadA}, "mã 1: "},
		{"modules too small", onePage(t, bent(a, func(d *drawing) { d.module = 0.35 })), []linkPayload{payloadA}, "nhỏ hơn 0,4 mm"},
		{"not square", onePage(t, bent(a, func(d *drawing) { d.first = "1 0 0 0.9 0 0 cm\n" })), []linkPayload{payloadA}, "không vuông"},
		{"slanted", onePage(t, bent(a, func(d *drawing) { d.first = "1 0.05 -0.05 1 0 0 cm\n" })), []linkPayload{payloadA}, "xoay nghiêng"},
		{"off the page", onePage(t, plain(payloadA, 190, 60)), []linkPayload{payloadA}, "ngoài trang giấy"},
		{"below the page", onePage(t, plain(payloadA, 20, 280)), []linkPayload{payloadA}, "ngoài trang giấy"},
		{"overlapping", onePage(t, a, plain(payloadB, 50, 60)), []linkPayload{payloadA, payloadB}, "mã 2: đè lên mã 1"},
		{"grey for white", onePage(t, bent(a, func(d *drawing) { d.white = "0.9 g" })), []linkPayload{payloadA}, "nền trắng"},
		{"black for white", onePage(t, bent(a, func(d *drawing) { d.white = "0 g" })), []linkPayload{payloadA}, "nền trắng"},
		{"white patch on it", onePage(t, bent(a, func(d *drawing) { d.last = "1 g\n100 600 20 20 re\nf\n" })), []linkPayload{payloadA}, "không phải màu đen"},
		{"a logo on it", onePage(t, bent(a, func(d *drawing) { d.last = "/I1 Do\n" })), []linkPayload{payloadA}, `lệnh "Do" trong mã QR`},
		{"unfilled", onePage(t, bent(a, func(d *drawing) { d.last = "100 600 20 20 re\n" })), []linkPayload{payloadA}, "dở dang"},
		{"unbalanced", onePage(t, bent(a, func(d *drawing) { d.last = "Q\n" })), []linkPayload{payloadA}, "lệnh Q thừa"},
		{"covered by a rectangle", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { draw(); pdf.Rect(30, 70, 5, 5, "F") }
		})), []linkPayload{payloadA}, "vẽ thêm sau mã QR"},
		{"covered by text", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { draw(); pdf.Text(30, 70, "x") }
		})), []linkPayload{payloadA}, "vẽ thêm sau mã QR"},
		{"covered between symbols", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { draw(); pdf.Line(30, 70, 40, 80) }
		}), b), []linkPayload{payloadA, payloadB}, "vẽ thêm sau mã QR"},
		{"clipped", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { pdf.ClipRect(0, 0, 60, 60, false); draw(); pdf.ClipEnd() }
		})), []linkPayload{payloadA}, "bị cắt"},
		{"clipped by letters", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { pdf.ClipText(30, 70, "O", false); draw(); pdf.ClipEnd() }
		})), []linkPayload{payloadA}, "bị cắt"},
		{"transparent", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { pdf.SetAlpha(0.3, "Normal"); draw(); pdf.SetAlpha(1, "Normal") }
		})), []linkPayload{payloadA}, "trong suốt"},
		{"multiplied", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { pdf.SetAlpha(1, "Multiply"); draw() }
		})), []linkPayload{payloadA}, "trong suốt"},
		{"in a layer that can be hidden", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) {
				pdf.BeginLayer(pdf.AddLayer("mã", false))
				draw()
				pdf.EndLayer()
			}
		})), []linkPayload{payloadA}, "đánh dấu khác"},
		{"outside the line of the cut", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { pdf.SetPageBox("trim", 25, 25, 160, 240); draw() }
		})), []linkPayload{payloadA}, "đường cắt"},
		{"inside the line of the cut", onePage(t, bent(a, func(d *drawing) {
			d.around = func(pdf *fpdf.Fpdf, draw func()) { pdf.SetPageBox("trim", 15, 15, 180, 260); draw() }
		})), []linkPayload{payloadA}, ""},
		{"no PDF at all", []byte("khai sinh"), []linkPayload{payloadA}, "không bắt đầu như PDF"},
		{"nothing", nil, []linkPayload{payloadA}, "không bắt đầu như PDF"},
	}
	for _, tt := range tests {
		err := verifyLinks(t, tt.file, [][]linkPayload{tt.want})
		switch {
		case tt.err == "" && err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case tt.err != "" && (!errors.Is(err, qr.ErrVerify) || !strings.Contains(err.Error(), tt.err)):
			t.Errorf("%s: got %v, want a complaint of %q", tt.name, err, tt.err)
		}
	}
}

// pagesOf gives a file of n pages, half of them turned, with what is on them.
func pagesOf(t testing.TB, n int, compress bool) ([]byte, [][]linkPayload) {
	t.Helper()
	pdf := startPDF(compress)
	pdf.AddPage() // a cover
	want := make([][]linkPayload, 1, n+1)
	for i := range n {
		code, err := qr.NewCode(bytes.NewReader([]byte{byte(i), byte(i >> 5), 3, 4, 5, 6, 7}))
		if err != nil {
			t.Fatal(err)
		}
		text, err := qr.Payload("https://dvc.example.vn", code)
		if err != nil {
			t.Fatal(err)
		}
		startPage(pdf)
		d := plain(linkPayload(text), 40, 60)
		d.turned = i%2 == 1
		d.draw(t, pdf)
		want = append(want, []linkPayload{linkPayload(text)})
	}
	return finishPDF(t, pdf), want
}

func TestVerifyPages(t *testing.T) {
	file, want := pagesOf(t, 9, true)
	if err := verifyLinks(t, file, want); err != nil {
		t.Fatal(err)
	}
	if err := verifyLinks(t, file, want[:9]); err == nil || !strings.Contains(err.Error(), "có 10 trang thay vì 9") {
		t.Errorf("a page too many: %v", err)
	}
	want[4], want[7] = want[7], want[4]
	if err := verifyLinks(t, file, want); !errors.Is(err, qr.ErrVerify) || !strings.Contains(err.Error(), "trang 5: mã 1: ") {
		t.Errorf("two pages swapped: got %v, want a complaint about the first of them, page 5", err)
	}
}

// TestVerifyBesideText: embedded fonts and pictures, as posters have them, and
// texts whose bytes look like operators.
func TestVerifyBesideText(t *testing.T) {
	pdf := startPDF(true)
	pdf.AddUTF8FontFromBytes("sans", "", liberationsansregular.TTF)
	pdf.RegisterImageOptionsReader("crest", fpdf.ImageOptions{ImageType: "png"}, bytes.NewReader(pngOf(t, disc(60, 60))))
	var want [][]linkPayload
	for i := range 30 {
		startPage(pdf)
		pdf.SetFont("sans", "", 14)
		pdf.SetXY(20, 120)
		pdf.MultiCell(170, 8, strings.Repeat(fmt.Sprintf("Quét mã để xem giấy tờ, lệ phí (%d) \\ Q EMC /QR BMC ) ẶẴỖỮ ", i), 30), "", "L", false)
		pdf.ImageOptions("crest", 170, 40, 20, 0, false, fpdf.ImageOptions{}, 0, "")
		plain(payloadA, 20, 60).draw(t, pdf)
		plain(payloadB, 20+37, 60).draw(t, pdf) // side by side, without a gap
		want = append(want, []linkPayload{payloadA, payloadB})
	}
	if err := verifyLinks(t, finishPDF(t, pdf), want); err != nil {
		t.Error(err)
	}
}

// TestVerifyDamage damages the bytes of good files.
func TestVerifyDamage(t *testing.T) {
	file, want := pagesOf(t, 2, true)
	for n := 0; n < len(file); n += 7 {
		if err := verifyLinks(t, file[:n], want); !errors.Is(err, qr.ErrVerify) {
			t.Fatalf("cut to %d of %d bytes: %v", n, len(file), err)
		}
	}
	// A flipped bit inside the operators of a page breaks the checksum, unless
	// it is one that fills the last byte up.
	stream := regexp.MustCompile(`(?s)/Length \d+>>\nstream\n(.*?)\nendstream`).FindAllSubmatchIndex(file, -1)[1]
	for i := stream[2]; i < stream[3]; i++ {
		bad := bytes.Clone(file)
		bad[i] ^= 0x10
		before, _ := inflate(file[stream[2]:stream[3]])
		after, _ := inflate(bad[stream[2]:stream[3]])
		if err := verifyLinks(t, bad, want); !errors.Is(err, qr.ErrVerify) && !bytes.Equal(before, after) {
			t.Errorf("bit flipped %d bytes into the operators of page 2: %v", i-stream[2], err)
		}
	}
	// Changes of the file's own structure.
	for _, swap := range [][2]string{
		{"/MediaBox [0 0 595.28 841.89]", "/MediaBox [0 0 595.28 441.89]"},
		{"/Kids [3 0 R 5 0 R 7 0 R ]", "/Kids [3 0 R 7 0 R 5 0 R ]"},
		{"/Kids [3 0 R 5 0 R 7 0 R ]", "/Kids [3 0 R 5 0 R 5 0 R ]"},
		{"/Contents 6 0 R", "/Contents 8 0 R"},
		{"/Resources 2 0 R", "/Resources 2 0 R/Rotate 1"},
		{"/Subtype /Link", "/Subtype /Ink "},
		{"/Size ", "/Prev "},
		{"/Filter /FlateDecode", "/Filter /FlateDecodX"},
	} {
		bad := bytes.Replace(file, []byte(swap[0]), []byte(swap[1]), 1)
		if bytes.Equal(bad, file) {
			t.Fatalf("no %s in the file", swap[0])
		}
		if err := verifyLinks(t, bad, want); !errors.Is(err, qr.ErrVerify) {
			t.Errorf("%s for %s: %v", swap[1], swap[0], err)
		}
	}
}

// TestInflateIsBounded: a small file may not unpack to gigabytes.
func TestInflateIsBounded(t *testing.T) {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := io.CopyN(w, zeros{}, maxContents+1); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := inflate(b.Bytes()); err == nil {
		t.Errorf("%d bytes unpacked to %d", b.Len(), len(out))
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func FuzzVerify(f *testing.F) {
	for _, compress := range []bool{true, false} {
		file, _ := pagesOf(f, 1, compress)
		f.Add(file)
	}
	f.Add([]byte("%PDF-1.3\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"))
	want := [][]linkPayload{nil, {payloadB}} // not what the seeds hold
	f.Fuzz(func(t *testing.T, file []byte) {
		if err := verifyLinks(t, file, want); err != nil && !errors.Is(err, qr.ErrVerify) {
			t.Errorf("an error of another kind: %v", err)
		}
	})
}

// FuzzBlocks takes the operators of a page alone, where the file around them
// is easily broken.
func FuzzBlocks(f *testing.F) {
	for _, s := range []string{
		"/QR BMC q 1 g 0 0 40 40 re f 0 g 4 4 32 1 re f Q EMC",
		"BT /F1 12 Tf (a(b)\\)) Tj [<41> -3 (x)] TJ ET",
		"/OC /OC0 BDC q 1 0 0 -1 0 0 cm /GS1 gs EMC Q",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, contents []byte) {
		blocks, err := (&pdfFile{}).blocks(&pdfPage{contents: contents})
		for _, b := range blocks {
			if size, dark, err := b.modules(); err == nil {
				dark(0, 0)
				dark(size-1, size-1)
			}
			_ = b.check([]pdfBox{{0, 0, 595, 842}})
		}
		if err == nil && bytes.Count(contents, []byte("BMC")) < len(blocks) {
			t.Errorf("%d symbols in %q", len(blocks), contents)
		}
	})
}

func BenchmarkVerify500(b *testing.B) {
	file, want := pagesOf(b, 500, true)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if err := verifyLinks(b, file, want); err != nil {
			b.Fatal(err)
		}
	}
}
