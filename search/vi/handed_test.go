package vi

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// handedVocabulary counts as an index does: in how many texts each canonical
// word and each pair of folds is. It gives the pairs asked for, too.
func handedVocabulary(texts []string) (v *Vocabulary, asked map[string]int) {
	words, pairs := map[string]int{}, map[string]int{}
	for _, text := range texts {
		seen := map[string]bool{}
		count := func(counts map[string]int, s string) {
			if !seen[s] {
				seen[s] = true
				counts[s]++
			}
		}
		before := ""
		for tok := range Tokens(text) {
			word := Canonical(tok.Text)
			fold := Fold(word)
			if !strings.ContainsAny(word, "0123456789") {
				count(words, word)
			}
			count(pairs, before+" "+fold)
			before = fold
		}
	}
	asked = map[string]int{}
	each := func(yield func(string, int) bool) {
		for word, n := range words {
			if !yield(word, n) {
				return
			}
		}
	}
	return NewVocabulary(each, func(first, second string) int {
		asked[first+" "+second]++
		return pairs[first+" "+second]
	}), asked
}

func TestNewVocabulary(t *testing.T) {
	v, asked := handedVocabulary(append(someTexts, someTexts...))
	for _, c := range []struct {
		name      string
		got, want int
	}{
		{"ký", v.Count("ký"), 20},
		{"kí", v.Count("kí"), 20},
		{"fold of thuế", v.FoldCount("thuế"), 8},
		{"fold of a pair", v.FoldPairCount("đăng", "ký"), 20},
		{"marked pair", v.PairCount("đăng", "ký"), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.name, c.got, c.want)
		}
	}
	for in, want := range map[string]string{
		"dangkykhaisinh":     "dang ky khai sinh",
		"giayphepkinhdoanh":  "giay phep kinh doanh",
		"xoadangkythuongtru": "xoa dang ky thuong tru",
	} {
		words, _ := v.Split(in)
		if got := strings.Join(words, " "); got != want {
			t.Errorf("Split(%q) = %q, want %q", in, got, want)
		}
	}
	if got, _ := v.Restore("Giay phep kinh doanh"); got != "Giấy phép kinh doanh" {
		t.Errorf("Restore gives %q", got)
	}
	for in, want := range map[string]string{
		"khai sihn":           "khai sinh",
		"thườn trú":           "thường trú",
		"đăng kí khai sinh":   "đăng kí khai sinh",
		"giấy phép sây dựng":  "giấy phép xây dựng",
		"ket hon voi Beyoncé": "ket hon voi Beyoncé",
		"thuế đất":            "thuế đất",
	} {
		clear(asked)
		got, _ := v.Correct(strings.Fields(in))
		if strings.Join(got, " ") != want {
			t.Errorf("Correct(%q) = %q, want %q", in, got, want)
		}
		for pair, n := range asked {
			if n > 1 {
				t.Errorf("Correct(%q) asks for %q %d times", in, pair, n)
			}
		}
	}
}

// TestNewVocabularyMergesSpellings hands one word in in two spellings.
func TestNewVocabularyMergesSpellings(t *testing.T) {
	each := func(yield func(string, int) bool) {
		_ = yield("kỹ", 3) && yield("kĩ", 2) && yield("thuỷ", 4) && yield("", 9) && yield("không", 0)
	}
	v := NewVocabulary(each, func(string, string) int { return 0 })
	got := map[string]int{}
	for _, word := range []string{"kỹ", "kĩ", "thủy", "không"} {
		got[word] = v.Count(word)
	}
	if diff := cmp.Diff(map[string]int{"kỹ": 5, "kĩ": 5, "thủy": 4, "không": 0}, got); diff != "" {
		t.Error(diff)
	}
}

// TestCorrectChanges joins and parts words.
func TestCorrectChanges(t *testing.T) {
	texts := append([]string{"Chứng thực chữ ký", "Khai sinh cho con", "Trẻ em"}, someTexts...)
	handed, _ := handedVocabulary(append(texts, texts...))
	var b Builder
	for range 2 {
		for _, text := range texts {
			b.Add(text)
		}
	}
	for name, v := range map[string]*Vocabulary{"built": b.Vocabulary(), "handed": handed} {
		for in, want := range map[string][]Change{
			"khaisinh cho con":         {{"khaisinh", "khai sinh"}},
			"đăng ký khaisinh":         {{"khaisinh", "khai sinh"}},
			"ch ứng thực":              {{"ch ứng", "chứng"}},
			"dang ky khai sihn":        {{"sihn", "sinh"}},
			"giay phepp kinh doanhh":   {{"phepp", "phep"}, {"doanhh", "doanh"}},
			"khai sinh o Windsor":      nil,
			"giấy phép của Beyoncé":    nil,
			"đăng ký khai sinh 12/3/4": nil,
		} {
			words := strings.Fields(in)
			got, changes := v.Correct(words)
			if diff := cmp.Diff(want, changes); diff != "" {
				t.Errorf("%s: Correct(%q): %s", name, in, diff)
			}
			text := in
			for _, c := range changes {
				text = strings.Replace(text, c.From, c.To, 1)
			}
			if strings.Join(got, " ") != text {
				t.Errorf("%s: Correct(%q) = %q with the changes %v", name, in, got, changes)
			}
		}
	}
}

// TestHandedVocabularyOfCatalogue learns from four names in five and mends slips
// in the others.
func TestHandedVocabularyOfCatalogue(t *testing.T) {
	names := catalogueNames(t)
	_, rest := heldOut(names, 4)
	held := map[string]bool{}
	for _, name := range rest {
		held[name] = true
	}
	var learnt []string
	for _, name := range names {
		if !held[name] {
			learnt = append(learnt, name)
		}
	}
	v, asked := handedVocabulary(learnt)
	same := func(a, b string) bool { return Fold(Canonical(a)) == Fold(Canonical(b)) }
	rng := rand.New(rand.NewPCG(1, 1))
	for _, bare := range []bool{false, true} {
		var mended, slipped, touched, clean, phrases int
		clear(asked)
		for i, name := range rest {
			if i%3 != 0 {
				continue
			}
			phrases++
			var words []string
			for tok := range Tokens(name) {
				words = append(words, tok.Text)
			}
			slips := Typo(strings.Join(words, " "), rng)
			if bare {
				slips = Bare(slips)
			}
			typed := strings.Fields(slips)
			for j, got := range inPlace(v, typed) {
				if !same(typed[j], words[j]) {
					slipped++
					if same(got, words[j]) {
						mended++
					}
				}
			}
			for j, got := range inPlace(v, words) {
				clean++
				if !same(got, words[j]) {
					touched++
				}
			}
		}
		pairs := 0
		for _, n := range asked {
			pairs += n
		}
		t.Logf("bare %v: %d of %d slips, %.1f %%; %d of %d clean words touched; %d pairs asked for a name", bare,
			mended, slipped, 100*float64(mended)/float64(slipped), touched, clean, pairs/2/phrases)
		if mended*100 < slipped*84 || touched*1000 > clean*3 {
			t.Errorf("bare %v: %d of %d slips mended, %d of %d clean words touched", bare, mended, slipped, touched, clean)
		}
	}
}
