package poster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/qr"
)

func TestEqualDocumentsGiveEqualBytes(t *testing.T) {
	for _, l := range layouts {
		for name, d := range samples(l.layout) {
			t.Run(string(l.layout)+"/"+name, func(t *testing.T) {
				first := write(t, d)
				for range 3 { // maps are ordered by chance
					if !bytes.Equal(first, write(t, d)) {
						t.Fatal("two files of one document differ")
					}
				}
				if d.Issued = "2026-11-24"; bytes.Equal(first, write(t, d)) {
					t.Error("the date of issue is not in the file")
				}
			})
		}
	}
}

// plainText is text with single spaces.
func plainText(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestTextIsSelectable(t *testing.T) {
	for _, l := range layouts {
		t.Run(string(l.layout), func(t *testing.T) {
			s := fullSheet(1, longTitle)
			d := document(l.layout, s)
			_, labels := labelGrids[l.layout]
			out, _ := tool(t, write(t, d), "pdftotext", "-raw", "in.pdf", "-")
			got := plainText(string(out))
			// In this order, line ends aside.
			want := []string{s.Issuer.Name, s.Title}
			code := s.Code[:4] + "-" + s.Code[4:]
			switch {
			case labels:
				want = []string{"Đăng ký biến động quyền sử dụng đất,", "…", "thutuc.example.vn", "/q/" + code}
			case l.layout == List:
				want = append(want, wordsScanLine, s.Entries[0].Title, s.Entries[11].Title, "thutuc.example.vn", "In ngày 23/11/2026")
			case l.layout == Card:
				want = append(want, wordsOffline, "Nộp: Tờ khai theo mẫu; Giấy chứng sinh", "Lệ phí: không thu", "In ngày 23/11/2026")
			case l.layout == Desk:
				want = []string{s.Issuer.Name, "Mã thật luôn mở trang", "thutuc.example.vn/q/" + code, s.Title}
			default:
				want = append(want, wordsScan, "thutuc.example.vn/q/"+code, "thutuc.example.vn/kiem-tra/"+code, s.Placement, "In ngày 23/11/2026")
			}
			rest := got
			for _, w := range want {
				_, after, ok := strings.Cut(rest, w)
				if !ok {
					t.Fatalf("%q is not on the sheet, or not in its place:\n%s", w, got)
				}
				rest = after
			}
		})
	}
}

func TestShortTitleCarriesAllThereIs(t *testing.T) {
	s := fullSheet(1, "Đăng ký khai sinh")
	for _, l := range []Layout{A3, A4, A5} {
		out, _ := tool(t, write(t, document(l, s)), "pdftotext", "-raw", "in.pdf", "-")
		got := plainText(string(out))
		for _, w := range []string{s.Gain, "Giấy tờ", s.Facts[0].Lines[1], s.Facts[2].Lines[0], s.Issuer.Address, s.Issuer.Hours, s.Issuer.Phone, s.Number} {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q is left out of\n%s", l, w, got)
			}
		}
		if strings.Contains(got, s.English) {
			t.Errorf("%s: English unasked:\n%s", l, got)
		}
	}
}

func TestFileDescribesItself(t *testing.T) {
	d := document(A4, plainSheet(1, "Đăng ký khai sinh"), plainSheet(2, shortTitle))
	d.Cover = true
	file := write(t, d)
	out, _ := tool(t, file, "pdfinfo", "-enc", "UTF-8", "in.pdf")
	for _, want := range []string{`Title: +2 mã QR thủ tục hành chính`, `Subject: +Mã QR dẫn đến thutuc.example.vn`, `CreationDate: +Mon Nov 23 00:00:00 2026`, `Pages: +3`, `Page size: +595.28 x 841.89 pts \(A4\)`, `JavaScript: +no`} {
		if !regexp.MustCompile(want).Match(out) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, out)
		}
	}
	if !bytes.Contains(file, []byte("/Lang (vi)")) {
		t.Error("the file has no language")
	}
	if n := bytes.Count(file, []byte("<</Title ")); n != 3 {
		t.Errorf("the outline has %d entries, want the cover and two sheets", n)
	}
}

func TestBleed(t *testing.T) {
	d := document(A5, fullSheet(1, shortTitle), fullSheet(2, plainTitle))
	d.Bleed = true
	out, _ := tool(t, write(t, d), "pdfinfo", "-box", "-f", "1", "-l", "2", "in.pdf")
	for _, want := range []string{
		`Page +2 MediaBox: +0.00 +0.00 +476.22 +651.97`, // 10 mm around A5
		`Page +2 BleedBox: +19.84 +19.84 +456.38 +632.13`,
		`Page +2 TrimBox: +28.35 +28.35 +447.87 +623.62`,
	} {
		if !regexp.MustCompile(want).Match(out) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestLabelsBeginWhereTheSheetIsUnused(t *testing.T) {
	var sheets []Sheet
	for i := range 30 {
		sheets = append(sheets, plainSheet(i, plainTitle))
	}
	d := document(Labels24, sheets...)
	d.Start = 23
	file := write(t, d)
	streams := contents(t, file)
	var counts []int
	for _, s := range streams {
		counts = append(counts, len(symbolBoxes(t, s)))
	}
	if diff := cmp.Diff([]int{2, 24, 4}, counts); diff != "" {
		t.Errorf("labels by page: %s", diff)
	}
	// The 23rd label is the second of the last row.
	first := symbolBoxes(t, streams[0])[0]
	if x, y := first.x*mmPerPoint, first.y*mmPerPoint; x < 70 || x > 76 || y < 0.5 || y > 6 {
		t.Errorf("the first symbol is %.1f mm from the left and %.1f mm from below", x, y)
	}
}

func TestListGoesOnToAnotherPage(t *testing.T) {
	s := fullSheet(1, plainTitle)
	if got := payloads(t, document(List, s)); len(got) != 1 || len(got[0]) != 12 {
		t.Errorf("twelve usual names are on %d pages", len(got))
	}
	for i := range s.Entries {
		s.Entries[i].Title = longTitle
	}
	got := payloads(t, document(List, s))
	if n := len(slices.Concat(got...)); len(got) < 2 || n != 12 {
		t.Errorf("twelve longest names: %d on %d pages", n, len(got))
	}
}

func TestCoverOfHundreds(t *testing.T) {
	var sheets []Sheet
	for i := range 300 {
		s := plainSheet(i, []string{shortTitle, plainTitle, longTitle}[i%3])
		s.Placement = fmt.Sprintf("Quầy %d", i)
		sheets = append(sheets, s)
	}
	d := document(Labels24, sheets...)
	d.Cover = true
	pages := payloads(t, d)
	covers := slices.IndexFunc(pages, func(p []string) bool { return len(p) > 0 })
	out, _ := tool(t, write(t, d), "pdftotext", "-raw", "-l", fmt.Sprint(covers), "in.pdf", "-")
	text := plainText(string(out))
	for i, s := range sheets {
		if !strings.Contains(text, s.Code[:4]+"-"+s.Code[4:]+" "+s.Placement) {
			t.Errorf("sheet %d is not on the cover", i)
		}
	}
	if !strings.Contains(text, fmt.Sprintf("Trang %d/%[1]d", covers)) {
		t.Errorf("the last of %d pages has no number", covers)
	}
}

func TestProgress(t *testing.T) {
	var got [][2]int
	d := document(A5, plainSheet(1, shortTitle), plainSheet(2, shortTitle), plainSheet(3, shortTitle))
	if err := Write(t.Context(), io.Discard, d, func(done, total int) { got = append(got, [2]int{done, total}) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][2]int{{1, 3}, {2, 3}, {3, 3}}, got); diff != "" {
		t.Error(diff)
	}
}

// TestInterrupted: whoever does not want the file any more does not wait for it,
// and gets nothing of it.
func TestInterrupted(t *testing.T) {
	var sheets []Sheet
	for i := range 200 {
		sheets = append(sheets, plainSheet(i, shortTitle))
	}
	for _, l := range []Layout{A4, List, Labels24} {
		d := document(l, sheets...)
		for name, write := range map[string]func(context.Context, io.Writer, Document, func(done, total int)) error{"pdf": Write, "zip": WriteZIP} {
			if l == Labels24 && name == "zip" {
				continue
			}
			var out bytes.Buffer
			last := 0
			ctx, stop := context.WithCancel(t.Context())
			err := write(ctx, &out, d, func(done, _ int) {
				if last = done; done == 30 {
					stop()
				}
			})
			if !errors.Is(err, context.Canceled) || errors.Is(err, qr.ErrVerify) || out.Len() > 0 || last > 60 {
				t.Errorf("%s, %s: %v, %d bytes after %d sheets", l, name, err, out.Len(), last)
			}
			out.Reset()
			if err := write(ctx, &out, d, nil); !errors.Is(err, context.Canceled) || out.Len() > 0 {
				t.Errorf("%s, %s from the start: %v, %d bytes", l, name, err, out.Len())
			}
		}
	}
	// The pages of a finished file are read one by one too.
	p, err := prepareDocument(t.Context(), document(A4, sheets[:20]...))
	if err != nil {
		t.Fatal(err)
	}
	file, pages, err := p.draw(t.Context(), func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := verify(ctx, file, pages); !errors.Is(err, context.Canceled) || errors.Is(err, qr.ErrVerify) {
		t.Errorf("reading back: %v", err)
	}
}

// TestLabelNames: names on labels have at most five lines and end, if they do
// not fit, where a word ends.
func TestLabelNames(t *testing.T) {
	for _, l := range []Layout{Labels24, Labels14} {
		for _, title := range []string{shortTitle, plainTitle, syllables(30), syllables(40), middleTitle, longTitle} {
			s := plainSheet(1, title)
			d := document(l, s)
			d.PublicURL = longHost
			page := shownPages(t, write(t, d))[0]
			var name []string
			lines := map[float64]bool{}
			for _, w := range page.Words {
				if strings.Contains(longHost, w.Text) || strings.HasPrefix(w.Text, "/q/") {
					continue
				}
				name, lines[w.YMin] = append(name, w.Text), true
			}
			shown := strings.Join(name, " ")
			kept, cut := strings.CutSuffix(shown, "…")
			if len(lines) > 5 || !cut && kept != title || cut && !strings.HasPrefix(title, kept+" ") || cut && len(kept) < 60 {
				t.Errorf("%s: %q on %d lines for %q", l, shown, len(lines), title)
			}
		}
	}
}

func TestInvalidDocuments(t *testing.T) {
	with := func(change func(*Document)) Document {
		d := document(A4, plainSheet(1, shortTitle), plainSheet(2, shortTitle))
		change(&d)
		return d
	}
	tests := map[string]struct {
		doc  Document
		want string
	}{
		"layout":        {with(func(d *Document) { d.Layout = "a0" }), `không có khổ in "a0"; hãy chọn a3,`},
		"no layout":     {with(func(d *Document) { d.Layout = "" }), `không có khổ in ""`},
		"no sheets":     {with(func(d *Document) { d.Sheets = nil }), "chưa có tờ nào để in"},
		"date":          {with(func(d *Document) { d.Issued = "23/11/2026" }), `ngày in "23/11/2026" viết sai`},
		"no date":       {with(func(d *Document) { d.Issued = "" }), "ngày in"},
		"public url":    {with(func(d *Document) { d.PublicURL = "http://thutuc.example.vn" }), "http:// chỉ dùng để chạy thử"},
		"start":         {with(func(d *Document) { d.Start = 2 }), "ô bắt đầu chỉ dùng cho tờ nhãn"},
		"label start":   {with(func(d *Document) { d.Layout, d.Start = Labels14, 15 }), "có các ô từ 1 đến 14"},
		"start below":   {with(func(d *Document) { d.Layout, d.Start = Labels24, -1 }), "có các ô từ 1 đến 24"},
		"label bleed":   {with(func(d *Document) { d.Layout, d.Bleed = Labels24, true }), "hãy bỏ chọn in tràn lề"},
		"code":          {with(func(d *Document) { d.Sheets[1].Code = "7K3M9QXB" }), "tờ 2 (7K3M9QXB): 7K3M-9QXB: mã ngắn bị gõ sai"},
		"no code":       {with(func(d *Document) { d.Sheets[1].Code = "" }), "tờ 2 (Tách hộ): không phải mã ngắn"},
		"title":         {with(func(d *Document) { d.Sheets[1].Title = " \u200b🙂 " }), "tờ 2 (" + testCode(2) + "): chưa có tên in được"},
		"title length":  {with(func(d *Document) { d.Sheets[0].Title = strings.Repeat("dài ", 400) }), "tên dài 1599 ký tự; hãy rút còn nhiều nhất 1500"},
		"colour":        {with(func(d *Document) { d.Sheets[0].Issuer.Colour = "xanh" }), `màu "xanh" viết sai`},
		"no crest":      {with(func(d *Document) { d.Sheets[0].Issuer.Crest = "mất" }), `thiếu tệp huy hiệu "mất"`},
		"broken crest":  {with(func(d *Document) { d.Sheets[0].Issuer.Crest, d.Crests = "x", map[string][]byte{"x": []byte("GIF89a")} }), `huy hiệu "x" không phải tệp PNG`},
		"list without":  {with(func(d *Document) { d.Layout, d.Sheets[0].Entries = List, nil }), "danh sách có 0 thủ tục; hãy chọn từ 1 đến 12"},
		"list of 13":    {with(func(d *Document) { d.Layout, d.Sheets[0].Entries = List, make([]Entry, 13) }), "danh sách có 13 thủ tục"},
		"list code":     {with(func(d *Document) { d.Layout, d.Sheets[0].Entries[0].Code = List, "?" }), "thủ tục thứ 1: không phải mã ngắn"},
		"list title":    {with(func(d *Document) { d.Layout, d.Sheets[0].Entries[0].Title = List, "" }), "thủ tục thứ 1 chưa có tên"},
		"card text":     {with(func(d *Document) { d.Layout, d.Sheets[0].CardText = Card, "" }), "chưa có nội dung để chứa trong mã"},
		"card too long": {with(func(d *Document) { d.Layout, d.Sheets[0].CardText = Card, strings.Repeat("chữ ", 400) }), "nội dung quá dài cho một mã QR"},
		"agency's name": {with(func(d *Document) { d.Sheets[0].Issuer.Name = strings.Repeat("W", 300) }), "tên cơ quan dài quá"},
		"nothing fits": {with(func(d *Document) {
			d.Sheets[0].Placement, d.Sheets[0].Title = strings.Repeat("Quầy ", 59), longTitle
			d.PublicURL = "https://" + strings.Repeat(strings.Repeat("a", 60)+".", 4) + "vn"
		}), "nội dung dài quá, không vừa tờ"},
		"no host at all": {with(func(d *Document) { d.PublicURL = "" }), "địa chỉ công khai không dùng được"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := Write(t.Context(), &out, tt.doc, nil)
			if !errors.Is(err, data.ErrInvalid) {
				t.Fatalf("got %v, want an ErrInvalid", err)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
			if out.Len() > 0 {
				t.Errorf("%d bytes are written all the same", out.Len())
			}
		})
	}
}

func TestOddTextsFit(t *testing.T) {
	titles := map[string]string{
		"no space":   strings.Repeat("KhôngCóDấuCách", 70),
		"signs":      strings.Repeat("270/2019/NQ-HĐND;", 60),
		"capitals":   strings.TrimSpace(strings.Repeat("THỦ TỤC ĐĂNG KÝ ", 80)),
		"wide":       strings.TrimSpace(strings.Repeat("W ", 500)),
		"decomposed": "Đa\u0306ng ky\u0301 khai sinh",
		"emoji":      "🎉 Đăng ký 👨‍👩‍👧 khai sinh ✅",
		"bidi":       "\u202eĐăng ký\u202c \u2066khai\u2069 sinh\ufeff",
		"no glyphs":  "出生登记 Đăng ký khai sinh",
		"controls":   "Đăng\x00 ký\tkhai\r\nsinh \x1b[31m",
		"pdf":        `(Đăng \ ký) khai sinh) Tj ET`,
	}
	for _, l := range layouts {
		for name, title := range titles {
			s := plainSheet(1, title)
			s.CardText = "Đăng ký khai sinh"
			if err := Write(t.Context(), io.Discard, document(l.layout, s), nil); err != nil {
				t.Errorf("%s, %s: %v", l.layout, name, err)
			}
		}
	}
	for _, name := range []string{"decomposed", "emoji", "bidi", "no glyphs"} {
		out, _ := tool(t, write(t, document(A4, plainSheet(1, titles[name]))), "pdftotext", "-raw", "in.pdf", "-")
		if !strings.Contains(plainText(string(out)), "Đăng ký khai sinh") {
			t.Errorf("%s: title is lost in %q", name, out)
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("Đăng ký khai sinh", "UBND phường", "Quầy 3", uint8(1))
	f.Add(longTitle, "", "", uint8(3))
	f.Add("\u202e(\\)\x00🙂a\u0301", "\xff", "\ufeff", uint8(6))
	f.Add(strings.Repeat("x", 1400), strings.Repeat("Ủ", 200), strings.Repeat("y ", 140), uint8(4))
	f.Fuzz(func(t *testing.T, title, agency, placement string, layout uint8) {
		s := fullSheet(1, title)
		s.Issuer.Name, s.Placement, s.Gain = agency, placement, agency
		d := document(layouts[int(layout)%len(layouts)].layout, s)
		if err := Write(t.Context(), io.Discard, d, nil); err != nil && !errors.Is(err, data.ErrInvalid) {
			t.Errorf("Write: %v", err)
		}
	})
}

func BenchmarkWrite500(b *testing.B) {
	var sheets []Sheet
	for i := range 500 {
		sheets = append(sheets, fullSheet(i, []string{shortTitle, plainTitle, longTitle}[i%3]))
	}
	d := document(A4, sheets...)
	var size int
	var peak uint64
	for b.Loop() {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		before := m.Sys - m.HeapReleased
		var out bytes.Buffer
		if err := Write(b.Context(), &out, d, nil); err != nil {
			b.Fatal(err)
		}
		runtime.ReadMemStats(&m)
		size, peak = out.Len(), max(peak, m.Sys-m.HeapReleased-min(before, m.Sys-m.HeapReleased))
	}
	b.ReportMetric(float64(size)/1e6, "MB/file")
	b.ReportMetric(float64(peak)/1e6, "MB/grown")
}
