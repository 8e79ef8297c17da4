package vi

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestNeighbours(t *testing.T) {
	words := "sinh xanh kinh chung trung giay day ray duong luu lieu ruou quy ky khai nhan phuong thuong co"
	var b Builder
	b.Add(words)
	v := b.Vocabulary()
	for typed, want := range map[string]string{
		"sihn":    "sinh",
		"xin":     "sinh",
		"sanh":    "sinh xanh",
		"chug":    "chung trung",
		"zay":     "giay day ray",
		"giya":    "giay",
		"duog":    "duong",
		"dduong":  "duong",
		"rieu":    "ruou lieu",
		"qui":     "quy ky",
		"nhaan":   "nhan",
		"fuon":    "phuong",
		"thuognn": "thuong",
		"o":       "co",
	} {
		got := v.near.of(typed)
		for word := range strings.FieldsSeq(want) {
			if !slices.Contains(got, v.folded.id(word)) {
				t.Errorf("%q and %q do not meet", typed, word)
			}
		}
	}
	for _, typed := range []string{"", "mp3", strings.Repeat("a", 50)} {
		if got := v.near.of(typed); len(got) > 3 {
			t.Errorf("%q meets %d words", typed, len(got))
		}
	}
}

// TestNeighboursOfCatalogue compares the slips of the catalogue's names with all
// its words.
func TestNeighboursOfCatalogue(t *testing.T) {
	var b Builder
	names := catalogueNames(t)
	for _, name := range names {
		b.Add(name)
	}
	v := b.Vocabulary()
	rng := rand.New(rand.NewPCG(5, 5))
	var slips, meant, near, met int
	for i, name := range names {
		words, typed := strings.Fields(name), strings.Fields(Typo(name, rng))
		if i%4 != 0 || len(words) != len(typed) {
			continue
		}
		for j, word := range words {
			word, fold := Fold(word), Fold(typed[j])
			if word == fold || v.folded.id(word) < 0 || len(fold) == 0 {
				continue
			}
			found := v.near.of(fold)
			slips++
			if slices.Contains(found, v.folded.id(word)) {
				meant++
			}
			for id, other := range v.folded.words {
				d, ok := Distance(fold, other)
				if !ok || d > 1 || len(deletes(nil, other)) == 0 || len(other) < 2 {
					continue
				}
				near++
				if _, ok := slices.BinarySearch(found, int32(id)); ok {
					met++
				}
			}
		}
	}
	t.Logf("%d of %d slips meet the word that was meant; %d of %d words within 1.0 met, %.2f %%", meant, slips, met, near, 100*float64(met)/float64(near))
	if meant*1000 < slips*995 {
		t.Errorf("%d of %d slips meet the word that was meant", meant, slips)
	}
	if met*100 < near*97 {
		t.Errorf("%d of %d words within 1.0 are met", met, near)
	}
}

// BenchmarkNewVocabulary hands in 200,000 words, most of them of two syllables
// run together, and mends one.
func BenchmarkNewVocabulary(b *testing.B) {
	var syllables []string
	for s := range Syllables {
		syllables = append(syllables, Canonical(s.String()))
	}
	rng := rand.New(rand.NewPCG(1, 1))
	words := slices.Clone(syllables)
	for len(words) < 200_000 {
		words = append(words, Fold(syllables[rng.IntN(len(syllables))]+syllables[rng.IntN(len(syllables))]))
	}
	each := func(yield func(string, int) bool) {
		for i, word := range words {
			if !yield(word, 1+i%3) {
				return
			}
		}
	}
	pair := func(string, string) int { return 0 }
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NewVocabulary(each, pair)
		}
	})
	v := NewVocabulary(each, pair)
	b.Run("correct", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			v.Correct([]string{"thườngg"})
		}
	})
}
