package vi

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestParseSyllable(t *testing.T) {
	tests := []struct {
		word   string
		want   Syllable
		spelt  string // the usual spelling; "" for word
		broken bool   // parses, but is not spelt by the rules
	}{
		{word: "khai", want: Syllable{"kh", "", "a", "i", Level}},
		{word: "sinh", want: Syllable{"s", "", "i", "nh", Level}},
		{word: "đăng", want: Syllable{"đ", "", "ă", "ng", Level}},
		{word: "ký", want: Syllable{"k", "", "y", "", Rising}},
		{word: "kí", want: Syllable{"k", "", "i", "", Rising}},
		{word: "ĐƯỜNG", want: Syllable{"đ", "", "ươ", "ng", Falling}, spelt: "đường"},
		{word: "Nguyễn", want: Syllable{"ng", "u", "yê", "n", Broken}, spelt: "nguyễn"},
		{word: "nghiêng", want: Syllable{"ngh", "", "iê", "ng", Level}},
		{word: "yêu", want: Syllable{"", "", "yê", "u", Level}},
		{word: "ý", want: Syllable{"", "", "y", "", Rising}},
		{word: "mía", want: Syllable{"m", "", "ia", "", Rising}},
		{word: "khuya", want: Syllable{"kh", "u", "ya", "", Level}},
		{word: "của", want: Syllable{"c", "", "ua", "", Asking}},
		{word: "chưa", want: Syllable{"ch", "", "ưa", "", Level}},
		{word: "thuở", want: Syllable{"th", "u", "ơ", "", Asking}},
		{word: "thuế", want: Syllable{"th", "u", "ê", "", Rising}},
		{word: "khuỷu", want: Syllable{"kh", "u", "y", "u", Asking}},
		{word: "xoong", want: Syllable{"x", "", "oo", "ng", Level}},
		{word: "moóc", want: Syllable{"m", "", "oo", "c", Rising}},
		{word: "ngoằn", want: Syllable{"ng", "o", "ă", "n", Falling}},
		{word: "buýt", want: Syllable{"b", "u", "y", "t", Rising}},

		// one i for gi and a nucleus with i; the u of qu is the glide
		{word: "gì", want: Syllable{"gi", "", "i", "", Falling}},
		{word: "gìn", want: Syllable{"gi", "", "i", "n", Falling}},
		{word: "giếng", want: Syllable{"gi", "", "iê", "ng", Rising}},
		{word: "giê", want: Syllable{"gi", "", "ê", "", Level}},
		{word: "già", want: Syllable{"gi", "", "a", "", Falling}},
		{word: "gịa", want: Syllable{"gi", "", "a", "", Heavy}, spelt: "giạ"},
		{word: "giữa", want: Syllable{"gi", "", "ưa", "", Broken}},
		{word: "giũ", want: Syllable{"gi", "", "u", "", Broken}},
		{word: "giấy", want: Syllable{"gi", "", "â", "y", Rising}},
		{word: "quốc", want: Syllable{"q", "u", "ô", "c", Rising}},
		{word: "quý", want: Syllable{"q", "u", "y", "", Rising}},
		{word: "qúy", want: Syllable{"q", "u", "y", "", Rising}, spelt: "quý"},
		{word: "qui", want: Syllable{"q", "u", "i", "", Level}},
		{word: "quyền", want: Syllable{"q", "u", "yê", "n", Falling}},
		{word: "quá", want: Syllable{"q", "u", "a", "", Rising}},

		// tone placement and normal forms
		{word: "hoà", want: Syllable{"h", "o", "a", "", Falling}, spelt: "hòa"},
		{word: "thuỷ", want: Syllable{"th", "u", "y", "", Asking}, spelt: "thủy"},
		{word: "khoẻ", want: Syllable{"kh", "o", "e", "", Asking}, spelt: "khỏe"},
		{word: "vịêt", want: Syllable{"v", "", "iê", "t", Heavy}, spelt: "việt"},
		{word: "đựơc", want: Syllable{"đ", "", "ươ", "c", Heavy}, spelt: "được"},
		{word: "tòan", want: Syllable{"t", "o", "a", "n", Falling}, spelt: "toàn"},
		{word: norm.NFD.String("Việt"), want: Syllable{"v", "", "iê", "t", Heavy}, spelt: "việt"},
		{word: "viê\u0323t", want: Syllable{"v", "", "iê", "t", Heavy}, spelt: "việt"},

		// bare syllables parse where their rime exists without marks
		{word: "cap", want: Syllable{"c", "", "a", "p", Level}},

		// against the rules
		{word: "cẻ", want: Syllable{"c", "", "e", "", Asking}, broken: true},
		{word: "ka", want: Syllable{"k", "", "a", "", Level}, broken: true},
		{word: "ngề", want: Syllable{"ng", "", "ê", "", Falling}, broken: true},
		{word: "gế", want: Syllable{"g", "", "ê", "", Rising}, broken: true},
		{word: "ngha", want: Syllable{"ngh", "", "a", "", Level}, broken: true},
		{word: "ghuế", want: Syllable{"gh", "u", "ê", "", Rising}, broken: true},
		{word: "coa", want: Syllable{"c", "o", "a", "", Level}, broken: true},
		{word: "iêu", want: Syllable{"", "", "iê", "u", Level}, broken: true},
		{word: "hyên", want: Syllable{"h", "", "yê", "n", Level}, broken: true},
		{word: "ny", want: Syllable{"n", "", "y", "", Level}, broken: true},
		{word: "cãp", want: Syllable{"c", "", "a", "p", Broken}, broken: true},
		{word: "tìch", want: Syllable{"t", "", "i", "ch", Falling}, broken: true},
	}
	for _, tt := range tests {
		got, ok := ParseSyllable(tt.word)
		if !ok {
			t.Errorf("ParseSyllable(%q) finds no syllable", tt.word)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("ParseSyllable(%q) (-want +got):\n%s", tt.word, diff)
		}
		if got.Valid() == tt.broken {
			t.Errorf("ParseSyllable(%q).Valid() = %v", tt.word, got.Valid())
		}
		spelt := tt.spelt
		if spelt == "" {
			spelt = tt.word
		}
		if got.String() != spelt {
			t.Errorf("ParseSyllable(%q).String() = %q, want %q", tt.word, got, spelt)
		}
	}
	for _, word := range []string{
		"", "h", "đ", "mp3", "2025", "tax", "facebook", "nguoi", "duoc", "bánhmì", "Đắk", "Lắk", "krông", "tiếế", "việt-nam",
		"ü", "q", "qu", "quc", "ngh", "uyết2", "ặặ", strings.Repeat("a", 1000), "\xff", "ая", "ấ\u0301",
	} {
		if s, ok := ParseSyllable(word); ok {
			t.Errorf("ParseSyllable(%q) = %+v, want none", word, s)
		}
	}
}

// TestSyllables goes through everything the rules allow, in every tone
// placement, case and normal form.
func TestSyllables(t *testing.T) {
	seen := map[string]Syllable{}
	for s := range Syllables {
		word := s.String()
		if other, ok := seen[word]; ok {
			t.Fatalf("%q is %+v and %+v", word, s, other)
		}
		seen[word] = s
		forms := []string{word, strings.ToUpper(word), norm.NFD.String(word)}
		for i, r := range []rune(word) { // the tone on any other vowel
			if l := lookup(r); isVowel(l.base) && s.Tone != Level {
				moved := []rune(toneDropped(word))
				moved[i] = toned(moved[i], s.Tone)
				forms = append(forms, string(moved))
			}
		}
		for _, form := range forms {
			if got, ok := ParseSyllable(form); !ok || got != s {
				t.Fatalf("ParseSyllable(%q) = %+v, %v, want %+v", form, got, ok, s)
			}
		}
	}
	if n := len(seen); n < 15_000 || n > 20_000 {
		t.Errorf("%d syllables", n)
	}
	for range Syllables { // stopping early is allowed
		break
	}
}

func toneDropped(word string) string {
	return strings.Map(func(r rune) rune {
		if l := lookup(r); l.base != 0 {
			return l.base
		}
		return r
	}, word)
}

// TestSyllablesOfCatalogue measures the rules on the names of the catalogue:
// running words in lower-case letters, foreign ones included.
func TestSyllablesOfCatalogue(t *testing.T) {
	var words, valid, respelt int
	rest := map[string]int{}
	for _, name := range catalogueNames(t) {
		for tok := range Tokens(name) {
			if strings.ContainsFunc(tok.Text, func(r rune) bool { return !unicode.IsLower(r) }) {
				continue
			}
			words++
			s, ok := ParseSyllable(tok.Text)
			if !ok || !s.Valid() {
				rest[tok.Text]++
				continue
			}
			valid++
			if s.String() != tok.Text {
				respelt++
			}
		}
	}
	share := float64(valid) / float64(words)
	t.Logf("%d of %d running lower-case words are valid syllables: %.3f %%; %d with the tone placed otherwise", valid, words, 100*share, respelt)
	t.Logf("the rest: %v", slices.Sorted(maps.Keys(rest)))
	if share < 0.995 {
		t.Errorf("share %.4f, want at least 0.995", share)
	}
}

func TestFoldMap(t *testing.T) {
	const text = "Cấp (Ðổi) – " + "viê\u0323t ﬁ Å\xff!"
	folded, offsets := FoldMap(text)
	if folded != Fold(text) || len(offsets) != len(folded)+1 {
		t.Fatalf("FoldMap(%q) = %q with %d offsets", text, folded, len(offsets))
	}
	for word, want := range map[string]string{"cap": "Cấp", "doi": "Ðổi", "viet": "viê\u0323t", "e": "ê\u0323", "cap (": "Cấp (", "!": "!"} {
		i := strings.Index(folded, word)
		if got := text[offsets[i]:offsets[i+len(word)]]; got != want {
			t.Errorf("%q of the fold comes from %q, want %q", word, got, want)
		}
	}
}

func FuzzSyllable(f *testing.F) {
	for _, s := range []string{"hoà", "vịêt", "qúy", "nghiêng", "\xff", "gịa", "a\u0323\u0302", "ịịị", "Ǆ", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if syl, ok := ParseSyllable(s); ok {
			if again, ok := ParseSyllable(syl.String()); !ok || again != syl {
				t.Errorf("%q is %+v, its spelling %q is %+v", s, syl, syl, again)
			}
			if Fold(syl.String()) != Fold(s) {
				t.Errorf("%q folds otherwise than its spelling %q", s, syl)
			}
		}
		folded, offsets := FoldMap(s)
		if folded != Fold(s) || !utf8.ValidString(folded) || len(offsets) != len(folded)+1 || !slices.IsSorted(offsets) || offsets[len(folded)] != len(s) {
			t.Errorf("FoldMap(%q) = %q, %v", s, folded, offsets)
		}
	})
}

func BenchmarkParseSyllable(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ParseSyllable("nguyễn")
	}
}

func BenchmarkCanonical(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Canonical("hoà")
	}
}

func BenchmarkFoldMap(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		FoldMap("Thủ tục đăng ký khai sinh có yếu tố nước ngoài")
	}
}
