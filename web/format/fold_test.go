package format

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestFold: a short text stays whole; of a long one every line is there, once
// and in its order, and what is shown fits a screen.
func TestFold(t *testing.T) {
	t.Parallel()
	sentence := strings.Repeat("chữ ", 20) + "hết. "
	for name, c := range map[string]struct {
		text       string
		head, rest bool
	}{
		"empty":             {"", false, false},
		"short":             {"Một dòng.\nHai dòng.", true, false},
		"twelve lines":      {strings.Repeat("- dòng\n", 12), true, false},
		"thirteen lines":    {strings.Repeat("- dòng\n", 13), true, true},
		"long lines":        {strings.Repeat(sentence+"\n", 20), true, true},
		"one long line":     {"Bước 1: " + strings.Repeat(sentence, 40), true, true},
		"a word as long":    {strings.Repeat("dài", 1000), true, true},
		"long after short":  {"Ngắn.\n" + strings.Repeat(sentence, 40) + "\nCuối.", true, true},
		"a head at the end": {strings.Repeat("dòng\n", 7) + "Gồm:\n" + strings.Repeat("- dòng\n", 9), true, true},
	} {
		f := Fold(c.text)
		if len(f.Head) > 0 != c.head || len(f.Rest) > 0 != c.rest {
			t.Errorf("%s: %d lines shown, %d folded", name, len(f.Head), len(f.Rest))
		}
		var got, want strings.Builder
		shown := 0
		for i, l := range append(append([]Line{}, f.Head...), f.Rest...) {
			got.WriteString(l.Step + " " + l.Text)
			if i < len(f.Head) {
				shown += utf8.RuneCountInString(l.Text)
			}
		}
		for _, l := range Lines(c.text) {
			want.WriteString(l.Step + " " + l.Text)
		}
		if squeeze(got.String()) != squeeze(want.String()) {
			t.Errorf("%s: the text has become %q", name, got.String())
		}
		if c.rest && shown > 2*headRunes+100 {
			t.Errorf("%s: %d letters are shown", name, shown)
		}
	}
	f := Fold(strings.Repeat("dòng\n", 7) + "Gồm:\n" + strings.Repeat("- "+sentence+"\n", 9))
	if last := f.Head[len(f.Head)-1]; last.Head || !f.Rest[0].Head {
		t.Errorf("a head is parted from what it heads: %+v", last)
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text       string
		letters    int
		head, rest string
	}{
		{"ngắn", 10, "ngắn", ""},
		{"Một câu. Câu nữa dài hơn", 12, "Một câu.", "Câu nữa dài hơn"},
		{"một hai ba bốn năm", 9, "một hai", "ba bốn năm"},
		{"một; hai ba bốn", 8, "một;", "hai ba bốn"},
		{"đđđđđđ", 4, "đđđđ", "đđ"},
	} {
		if head, rest := Cut(c.text, c.letters); head != c.head || rest != c.rest {
			t.Errorf("%q at %d: %q and %q", c.text, c.letters, head, rest)
		}
	}
}

func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }
