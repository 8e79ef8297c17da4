package poster

import (
	"math"
	"strings"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"
)

func newTestTypesetter() *typesetter {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(family, "", liberationsansregular.TTF)
	pdf.AddUTF8FontFromBytes(family, "B", liberationsansbold.TTF)
	return newTypesetter(pdf)
}

// text gives the lines of a block.
func text(lines []line) []string {
	var out []string
	for _, l := range lines {
		s := ""
		for _, r := range l {
			s += r.text
		}
		out = append(out, s)
	}
	return out
}

func TestBreakLines(t *testing.T) {
	ts := newTestTypesetter()
	for _, tt := range []struct {
		limit float64
		text  string
		want  []string
	}{
		{100, "", nil},
		{100, "Tách hộ", []string{"Tách hộ"}},
		{16, "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", []string{"Cấp bản sao Trích lục hộ tịch,", "bản sao Giấy khai sinh"}},
		// No word alone on the last line.
		{10, "Đăng ký lại việc kết hôn", []string{"Đăng ký lại", "việc kết hôn"}},
		// "của" goes with what follows.
		{14, "Đăng ký hoạt động của chi nhánh tổ chức", []string{"Đăng ký hoạt động", "của chi nhánh tổ chức"}},
	} {
		got := text(breakLines(ts.words(span{bold, tt.text}), tt.limit))
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
}

// TestLinesHold sets many texts in many widths: nothing is lost, nothing is
// wider than the line, and there are no more lines than it takes.
func TestLinesHold(t *testing.T) {
	ts := newTestTypesetter()
	for _, s := range []string{longTitle, plainTitle, strings.Repeat("a/b-c.d", 60), strings.Repeat("dài", 100), "W W W", "Ủ"} {
		for limit := 2.0; limit < 60; limit *= 1.13 {
			words := ts.within(ts.words(span{regular, s}), limit)
			lines := breakLines(words, limit)
			joined := ""
			for i, l := range lines {
				width := 0.0
				for _, r := range l {
					width += r.em
				}
				if width > limit+1e-9 {
					t.Fatalf("%.20q at %.1f em: line %d is %.2f em wide", s, limit, i, width)
				}
				joined += text([]line{l})[0]
			}
			if strip(joined) != strip(s) {
				t.Fatalf("%.20q at %.1f em: set as %q", s, limit, text(lines))
			}
			if n := lineCount(words, limit); n != len(lines) {
				t.Fatalf("%.20q at %.1f em: %d lines, want %d", s, limit, len(lines), n)
			}
		}
	}
}

func strip(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestAddressIsPartedBeforeThePath(t *testing.T) {
	ts := newTestTypesetter()
	b, _ := ts.fit(ts.address(bold, "dichvucong-tracuu.khanhhoa.gov.vn/q/7K3M-9QXA"), sizes(20), 1.2, 140, math.Inf(1))
	if diff := cmp.Diff([]string{"dichvucong-tracuu.khanhhoa.gov.vn", "/q/7K3M-9QXA"}, text(b.lines)); diff != "" {
		t.Error(diff)
	}
	b, _ = ts.fit(ts.address(bold, "dichvucong-tracuu.khanhhoa.gov.vn/q/7K3M-9QXA"), sizes(20), 1.2, 100, math.Inf(1))
	if diff := cmp.Diff([]string{"dichvucong-tracuu.khanhhoa", ".gov.vn/q/7K3M-9QXA"}, text(b.lines)); diff != "" {
		t.Error(diff)
	}
}

func TestContrast(t *testing.T) {
	for hex, want := range map[string]struct{ text, line colour }{
		"":        {white, house},
		"#000000": {white, black},
		"#0a3d7a": {white, colour{0x0a, 0x3d, 0x7a}},
		"#ffe000": {black, black},
		"#ffffff": {black, black},
		"#c8102e": {white, colour{0xc8, 0x10, 0x2e}},
	} {
		c, err := parseColour(hex)
		if err != nil || on(c) != want.text || c.line() != want.line {
			t.Errorf("%q: %v, text %v, line %v", hex, err, on(c), c.line())
		}
	}
	for _, hex := range []string{"0a5a50", "#0a5a5", "#0a5a5g", "#+a5a50", "red", "#0a5a500"} {
		if _, err := parseColour(hex); err == nil {
			t.Errorf("%q is taken for a colour", hex)
		}
	}
}
