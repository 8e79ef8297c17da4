package poster

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"tracuu/qr"
)

// layouts are all layouts, with the least type and the least side of a symbol
// that each is to have on paper.
var layouts = []struct {
	layout Layout
	points float64 // of anything on the sheet
	side   float64 // of a symbol with its quiet zone, in millimetres
}{
	{A3, 14.1, 150},
	{A4, 10, 100},
	{A5, 7, 70},
	{Desk, 6, 45},
	{Labels24, 6.5, 28},
	{Labels14, 6.5, 28},
	{List, 7, 28},
	{Card, 7, 50},
}

const (
	shortTitle = "Tách hộ"
	plainTitle = "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh"
	longHost   = "https://dichvucong-tracuu.khanhhoa.gov.vn"
)

// longTitle is as long as the longest name of the national catalogue: 265
// syllables. middleTitle is longer than 99 in a hundred.
var (
	longTitle   = syllables(265)
	middleTitle = syllables(110)
)

func syllables(n int) string {
	words := strings.Fields(strings.Repeat("Đăng ký biến động quyền sử dụng đất, quyền sở hữu công trình ngầm trong trường hợp thương mại, tài sản gắn liền với đất do xử lý tài sản thế chấp là quyền sử dụng đất; ", 10))
	return strings.Join(words[:n], " ")
}

// testCode gives the i-th code of a fixed series.
func testCode(i int) string {
	seed := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i)))
	code, err := qr.NewCode(bytes.NewReader(seed[:]))
	if err != nil {
		panic(err)
	}
	return string(code)
}

// testCrest is a disc on a transparent ground.
func testCrest(size int, tint color.NRGBA) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			if dx, dy := 2*x-size, 2*y-size; dx*dx+dy*dy < size*size {
				m.Set(x, y, tint)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// plainSheet says no more than it has to.
func plainSheet(i int, title string) Sheet {
	return Sheet{
		Code:     testCode(i),
		Title:    title,
		CardText: "Nộp: Tờ khai theo mẫu; Giấy chứng sinh\nLệ phí: không thu",
		Entries:  []Entry{{Code: testCode(i + 1000), Title: title}},
	}
}

// fullSheet says all it can.
func fullSheet(i int, title string) Sheet {
	s := plainSheet(i, title)
	s.English = "Birth registration"
	s.Gain = "Xem giấy tờ cần nộp, lệ phí và thời gian giải quyết"
	s.Number = "1.001193"
	s.Facts = []Fact{
		{"Giấy tờ", []string{"Tờ khai đăng ký khai sinh theo mẫu (1 bản chính)", "Giấy chứng sinh (1 bản chính)", "Văn bản ủy quyền, nếu nhờ người khác làm thay"}},
		{"Lệ phí", []string{"Không thu nếu đúng hạn; 8.000 đồng nếu quá hạn"}},
		{"Thời hạn", []string{"Trong ngày làm việc"}},
	}
	s.Issuer = Issuer{
		Name: "Ủy ban nhân dân phường Nha Trang", Colour: "#0a3d7a", Crest: "huy-hieu",
		Address: "42 đường Mẫu, phường Nha Trang, tỉnh Khánh Hòa", Hours: "Thứ Hai – thứ Sáu, 7:00–11:30 và 13:30–17:00", Phone: "0258 000 0000",
	}
	s.Placement = "Quầy 3, Trung tâm Phục vụ hành chính công phường Nha Trang"
	for n := range 11 {
		s.Entries = append(s.Entries, Entry{Code: testCode(i + 1001 + n), Title: []string{title, plainTitle, shortTitle}[n%3], Number: fmt.Sprintf("1.0011%02d", n)})
	}
	return s
}

// document is one of sheets with and without everything there is.
func document(l Layout, sheets ...Sheet) Document {
	return Document{
		Layout: l, PublicURL: "https://thutuc.example.vn", Issued: "2026-11-23", Sheets: sheets,
		Crests: map[string][]byte{
			"huy-hieu": testCrest(96, color.NRGBA{200, 20, 30, 255}),
			"khac":     testCrest(96, color.NRGBA{0, 90, 160, 255}),
		},
	}
}

// fullDocument has every option that its layout takes.
func fullDocument(l Layout, sheets ...Sheet) Document {
	d := document(l, sheets...)
	d.PublicURL, d.English, d.Cover = longHost, true, true
	if _, labels := labelGrids[l]; labels {
		d.Start = 5
	} else {
		d.Bleed = true
	}
	return d
}

// samples are documents of every layout, by name.
func samples(l Layout) map[string]Document {
	other := fullSheet(3, longTitle)
	other.Issuer.Crest, other.Issuer.Colour = "khac", "#ffe000"
	return map[string]Document{
		"plain": document(l, plainSheet(1, shortTitle), plainSheet(2, plainTitle), plainSheet(3, longTitle)),
		"full":  fullDocument(l, fullSheet(1, shortTitle), fullSheet(2, plainTitle), fullSheet(4, middleTitle), other),
	}
}

// write is Write to memory.
func write(t testing.TB, d Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, d, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// payloads are those that a document is to have by page, cover included, as
// package poster itself counts them.
func payloads(t testing.TB, d Document) [][]string {
	t.Helper()
	p, err := prepareDocument(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	_, pages, err := p.draw(t.Context(), func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	texts := make([][]string, len(pages))
	for i, symbols := range pages {
		for _, s := range symbols {
			texts[i] = append(texts[i], s.Payload)
		}
	}
	return texts
}
