package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// marked writes fragments with brackets around what is marked.
func marked(fs []Fragment) string {
	var b strings.Builder
	for _, f := range fs {
		if f.Marked {
			b.WriteString("[" + f.Text + "]")
		} else {
			b.WriteString(f.Text)
		}
	}
	return b.String()
}

func TestMark(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"khai sinh", "Đăng ký khai sinh", "Đăng ký [khai sinh]"},
		{"dang ky khai sinh", "Đăng ký lại khai sinh", "[Đăng ký] lại [khai sinh]"},
		{"thuế đất", "Thuê đất, thuế đất", "Thuê [đất], [thuế đất]"}, // marks typed: only that reading
		{"thue dat", "Thuê đất, thuế đất", "[Thuê đất], [thuế đất]"},
		{"kỹ", "kĩ thuật, ky", "[kĩ] thuật, ky"},
		{"hòa giải", "HOÀ GIẢI ở cơ sở", "[HOÀ GIẢI] ở cơ sở"},
		{"dang ky", "người đang ở; đăng ký", "người đang ở; [đăng ký]"}, // a lone bare word says little
		{"xe", "Xe máy", "[Xe] máy"},
		{"", "Đăng ký", "Đăng ký"},
		{"x", "", ""},
	} {
		if got := marked(NewHighlighter(c.query).Mark(c.text)); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("Phần mở đầu không liên quan gì cả. ", 20) +
		"Người đi đăng ký nộp tờ khai. Lệ phí đăng ký cư trú là 20.000 đồng mỗi lần.\nHạn trả là bảy ngày. " +
		strings.Repeat("Phần kết cũng vậy. ", 20)
	got := marked(NewHighlighter("lệ phí cư trú").Snippet(long, 120))
	if !strings.Contains(got, "[Lệ phí] đăng ký [cư trú]") {
		t.Errorf("the best stretch is not shown: %q", got)
	}
	if !strings.HasPrefix(got, "…\u00a0") || !strings.HasSuffix(got, "\u00a0…") || strings.Contains(got, "\n") {
		t.Errorf("cuts or line breaks are wrong: %q", got)
	}
	if n := utf8.RuneCountInString(got); n > 200 {
		t.Errorf("%d runes", n)
	}
	if got := marked(NewHighlighter("không có").Snippet("Ngắn", 100)); got != "Ngắn" {
		t.Errorf("a text without a match: %q", got)
	}
	if got := marked(NewHighlighter("x").Snippet("", 100)); got != "" {
		t.Errorf("an empty text: %q", got)
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("khai sinh", "Đăng ký khai sinh\nở xã", 20)
	f.Add("ủ", "\xffủ ủ", 3)
	f.Fuzz(func(t *testing.T, query, text string, size int) {
		h := NewHighlighter(query)
		if got := joinText(h.Mark(text)); got != text {
			t.Errorf("marking changed %q to %q", text, got)
		}
		got := joinText(h.Snippet(text, min(max(size, 1), 500)))
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("snippet %q of %q is not UTF-8", got, text)
		}
	})
}

func joinText(fs []Fragment) string {
	var b strings.Builder
	for _, f := range fs {
		b.WriteString(f.Text)
	}
	return b.String()
}
