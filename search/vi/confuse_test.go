package vi

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestConfusions(t *testing.T) {
	for word, want := range map[string]string{
		"sanh":   "sinh xanh san",
		"sữa":    "sửa xữa",
		"xử":     "xữ sử",
		"chứng":  "trứng chứn",
		"da":     "gia ra va",
		"giấy":   "dấy rấy",
		"lúa":    "núa",
		"thường": "thườn",
		"các":    "cát",
		"kỹ":     "kĩ",
		"rượu":   "riệu",
		"chính":  "chánh",
		"thuong": "thuon",
		"lưu":    "liu",
	} {
		var got []string
		for _, v := range Confusions(word) {
			got = append(got, v.Text)
		}
		for w := range strings.FieldsSeq(want) {
			if !slices.Contains(got, w) {
				t.Errorf("Confusions(%q) = %q, without %q", word, got, w)
			}
		}
		if slices.Contains(got, word) {
			t.Errorf("Confusions(%q) = %q, with the word itself", word, got)
		}
	}
	for _, word := range []string{"", "facebook", "mp3", "2025", strings.Repeat("a", 100)} {
		if got := Confusions(word); len(got) > 0 {
			t.Errorf("Confusions(%q) = %v", word, got)
		}
	}
}

// TestDistance lists groups of pairs from near to far.
func TestDistance(t *testing.T) {
	cost := func(a, b string) float64 {
		t.Helper()
		c, ok := Distance(a, b)
		if !ok {
			t.Fatalf("Distance(%q, %q) is beyond %v", a, b, MaxDistance)
		}
		if back, ok := Distance(b, a); !ok || back != c {
			t.Errorf("Distance(%q, %q) = %v, the other way %v", a, b, c, back)
		}
		return c
	}
	for _, zero := range [][2]string{{"hoà", "hòa"}, {"vịêt", "Việt"}, {"SINH", "sinh"}} {
		if c := cost(zero[0], zero[1]); c != 0 {
			t.Errorf("Distance(%q, %q) = %v, want 0", zero[0], zero[1], c)
		}
	}
	groups := [][][2]string{
		{{"ki", "ky"}, {"cẻ", "kẻ"}, {"ghà", "gà"}, {"nghà", "ngà"}},
		{{"dang", "đang"}, {"sinh", "sính"}, {"an", "ân"}, {"fường", "phường"}},
		{{"sữa", "sửa"}, {"lươu", "lưu"}},
		{{"sinh", "xinh"}, {"chứng", "trứng"}, {"dấy", "giấy"}, {"thườn", "thường"}, {"cát", "các"}, {"sanh", "sinh"}, {"sanh", "xanh"}, {"iu", "iêu"}},
		{{"lễ", "nễ"}, {"rấy", "giấy"}, {"riệu", "rượu"}, {"riêu", "rươu"}, {"vàng", "dàng"}, {"hai", "hay"}},
		{{"tân", "tăn"}},
		{{"bò", "bỏ"}, {"ssinh", "sinh"}},
		{{"sihn", "sinh"}, {"doahn", "doanh"}},
		{{"sinj", "sinh"}},
		{{"doah", "doanh"}, {"trờng", "trường"}},
		{{"mười", "cười"}},
	}
	last := 0.0
	for _, group := range groups {
		high := 0.0
		for _, pair := range group {
			c := cost(pair[0], pair[1])
			if c < last-1e-9 {
				t.Errorf("Distance(%q, %q) = %v, less than the %v of the group before", pair[0], pair[1], c, last)
			}
			high = max(high, c)
		}
		last = high
	}
	for _, pair := range [][2]string{{"đăng", "khai"}, {"a", "nghiêng"}, {"kinh", "phong"}, {"", "doanh"}, {strings.Repeat("a", 20), "a"}} {
		if c, ok := Distance(pair[0], pair[1]); ok {
			t.Errorf("Distance(%q, %q) = %v, want none", pair[0], pair[1], c)
		}
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("sinh", "sihn")
	f.Add("gì", "dì")
	f.Add("\xff", "ǅđ")
	f.Fuzz(func(t *testing.T, a, b string) {
		c, ok := Distance(a, b)
		back, okBack := Distance(b, a)
		if c != back && ok || ok != okBack || ok && (c < 0 || c > MaxDistance) {
			t.Errorf("Distance(%q, %q) = %v, %v, the other way %v, %v", a, b, c, ok, back, okBack)
		}
		if c, ok := Distance(a, a); utf8.RuneCountInString(a) <= maxLetters && (c != 0 || !ok) {
			t.Errorf("Distance(%q, itself) = %v, %v", a, c, ok)
		}
		variants := Confusions(a)
		if len(variants) > 100 {
			t.Errorf("Confusions(%q) gives %d", a, len(variants))
		}
		for _, v := range variants {
			if !utf8.ValidString(v.Text) || v.Cost <= 0 {
				t.Errorf("Confusions(%q) gives %+v", a, v)
			}
		}
	})
}

func BenchmarkConfusions(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Confusions("thường")
	}
}

// BenchmarkDistance compares one word with 10,000.
func BenchmarkDistance(b *testing.B) {
	var words []string
	i := 0
	for s := range Syllables {
		if i++; i%2 == 0 && len(words) < 10_000 {
			words = append(words, s.String())
		}
	}
	words = slices.Clip(words)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for _, w := range words {
			Distance("thườn", w)
		}
	}
	b.ReportMetric(float64(len(words)), "words/op")
}
