package vi

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tone is one of the six tones.
type Tone uint8

// The tones in the order of Vietnamese dictionaries.
const (
	Level   Tone = iota // ngang, unmarked
	Falling             // huyền
	Asking              // hỏi
	Broken              // ngã
	Rising              // sắc
	Heavy               // nặng
)

// String gives the Vietnamese name of the tone.
func (t Tone) String() string {
	names := [...]string{"ngang", "huyền", "hỏi", "ngã", "sắc", "nặng"}
	if int(t) < len(names) {
		return names[t]
	}
	return "?"
}

// Syllable is a written syllable taken apart; all parts are lower case and
// carry no tone. Letters that only spelling asks for stay in their part:
//
//	nguyễn  ng·u·yê·n  ngã        quốc   q·u·ô·c    sắc
//	giếng   gi··iê·ng  sắc        gì     gi··i·     huyền
//	hòa     h·o·a·     huyền      người  ng··ươ·i   huyền
//
// The glides are o and u; the nuclei are a ă â e ê i o ô ơ u ư y, the written
// diphthongs ia iê ya yê ua uô ưa ươ, and oo; the codas are c ch m n ng nh p t
// and the half-vowels i y o u.
type Syllable struct {
	Onset, Glide, Nucleus, Coda string
	Tone                        Tone
}

// maxLetters is more than any syllable has (nghiêng: 7, with room for slips).
const maxLetters = 12

// ParseSyllable takes a word apart, whatever its case, its normal form and the
// vowel that carries its tone (hoà, vịêt). It reports false for what cannot be
// a Vietnamese syllable: foreign words, numbers, two tones, rimes that do not
// exist, among them bare ones (nguoi). Whether a word that parses is also spelt
// by the rules is told by [Syllable.Valid].
//
// It allocates nothing for a word in NFC.
func ParseSyllable(word string) (Syllable, bool) {
	if len(word) > 4*maxLetters {
		return Syllable{}, false
	}
	for _, r := range word {
		if lookup(r).base == 0 { // perhaps a mark apart from its letter
			word = norm.NFC.String(word)
			break
		}
	}
	var buf [2 * maxLetters]byte
	base := buf[:0]
	tone := Level
	for _, r := range word {
		l := lookup(r)
		if l.base == 0 || len(base)+2 > len(buf) || l.tone != Level && tone != Level {
			return Syllable{}, false
		}
		if l.tone != Level {
			tone = l.tone
		}
		base = utf8.AppendRune(base, l.base)
	}
	s, ok := parseBase(base)
	s.Tone = tone
	return s, ok
}

// parseBase takes a lower-case word without its tone apart.
func parseBase(base []byte) (Syllable, bool) {
	onset, table := "", rimes
	rest := base
	switch {
	case len(base) > 2 && base[0] == 'q' && base[1] == 'u':
		onset, table, rest = "q", quRimes, base[2:]
	case len(base) >= 2 && base[0] == 'g' && base[1] == 'i':
		// One i is written where gi meets a nucleus with i: gì, gìn, giếng.
		onset, rest = "gi", base[2:]
		if len(rest) == 0 || !isVowel(firstLetter(rest)) || len(rest) > len("ê") && firstLetter(rest) == 'ê' {
			rest = base[1:]
		}
	default:
		for _, o := range onsets {
			if len(base) >= len(o) && string(base[:len(o)]) == o {
				onset, rest = o, base[len(o):]
				break
			}
		}
	}
	r, ok := table[string(rest)]
	if !ok {
		return Syllable{}, false
	}
	return Syllable{Onset: onset, Glide: r.glide, Nucleus: r.nucleus, Coda: r.coda}, true
}

func firstLetter(b []byte) rune {
	r, _ := utf8.DecodeRune(b)
	return r
}

// Valid reports whether the syllable is spelt by the rules of the school book:
//
//   - before e ê i y stand k, gh and ngh, elsewhere c, g and ng; the sound of c
//     before a glide is written qu (kẻ, nghề, quê; not cẻ, ngề, coa);
//   - iê and ia need an onset where yê does not, and y is a nucleus of its own
//     only in open syllables that begin with h k l m s t v or nothing (kỹ, ý),
//     and after a glide;
//   - a syllable that ends in c ch p t carries sắc or nặng. One without a tone
//     is let pass, since a missing mark says nothing of its writer's spelling.
//
// Both spellings of i and y in open syllables are valid (kỹ, kĩ).
func (s Syllable) Valid() bool {
	first, _ := utf8.DecodeRuneInString(s.Glide + s.Nucleus)
	front := strings.ContainsRune("eêiy", first)
	switch s.Onset {
	case "c":
		if front || s.Glide != "" {
			return false
		}
	case "k":
		if !front {
			return false
		}
	case "g", "ng":
		if front {
			return false
		}
	case "gh", "ngh":
		if !front || first == 'y' {
			return false
		}
	case "q":
		if s.Glide == "" {
			return false
		}
	}
	switch s.Nucleus {
	case "":
		return false
	case "y":
		if s.Glide == "" && s.Onset != "" && !strings.Contains("hklmstv", s.Onset) {
			return false
		}
	case "yê":
		if s.Glide == "" && s.Onset != "" {
			return false
		}
	case "iê":
		if s.Onset == "" {
			return false
		}
	}
	switch s.Coda {
	case "c", "ch", "p", "t":
		return s.Tone == Level || s.Tone == Rising || s.Tone == Heavy
	}
	return true
}

// String gives the usual spelling in lower case and NFC, the tone where most
// people put it: hòa, thủy, khỏe, not the newer hoà, thuỷ, khoẻ that one
// official text in twenty has.
func (s Syllable) String() string {
	var b strings.Builder
	b.Grow(len(s.Onset) + len(s.Glide) + len(s.Nucleus) + len(s.Coda) + 2)
	onset := s.Onset
	if onset == "gi" && s.Glide == "" && strings.HasPrefix(s.Nucleus, "i") {
		onset = "g"
	}
	b.WriteString(onset)
	glide, nucleus := s.Glide, s.Nucleus
	if s.toneOnGlide() {
		writeToned(&b, glide, 0, s.Tone)
		b.WriteString(nucleus)
	} else {
		b.WriteString(glide)
		writeToned(&b, nucleus, tonePlace(nucleus), s.Tone)
	}
	b.WriteString(s.Coda)
	return b.String()
}

func (s Syllable) toneOnGlide() bool {
	return s.Glide != "" && s.Coda == "" && s.Onset != "q" && (s.Nucleus == "a" || s.Nucleus == "e" || s.Nucleus == "y")
}

// tonePlace is the index in bytes of the nucleus's letter that carries the
// tone: the last marked one (iê, ươ), the second of oo, else the first (ia, ua).
func tonePlace(nucleus string) int {
	place := 0
	for i, r := range nucleus {
		if r >= utf8.RuneSelf || nucleus == "oo" {
			place = i
		}
	}
	return place
}

// writeToned writes s with tone t on the letter at byte i.
func writeToned(b *strings.Builder, s string, i int, t Tone) {
	for j, r := range s {
		if j == i {
			r = toned(r, t)
		}
		b.WriteRune(r)
	}
}

// Canonical gives the one spelling this product compares a word by: lower
// case, the tone mark where most people put it (hoà = hòa,
// thuỷ = thủy, vịêt = việt), i for y in an open syllable (kỹ = kĩ, Mỹ = mĩ), and
// y for i after "qu" (quí = quý, quít = quýt), where both stand for one rime and
// no word is told from another by them. A word that is no Vietnamese syllable is
// only lower-cased.
func Canonical(word string) string {
	s, ok := ParseSyllable(word)
	if !ok {
		return strings.ToLower(word)
	}
	switch {
	case s.Nucleus == "y" && s.Onset != "" && s.Glide == "":
		s.Nucleus = "i"
	case s.Nucleus == "i" && s.Onset == "q":
		s.Nucleus = "y"
	}
	return s.String()
}

func isVowel(r rune) bool {
	return strings.ContainsRune("aăâeêioôơuưy", r)
}

// Syllables yields every syllable that the rules allow, about 17,000, in a
// fixed order: each onset with each rime and each tone. Most are in no
// dictionary. A syllable that ends in c ch p t comes with its two tones only.
func Syllables(yield func(Syllable) bool) {
	for _, onset := range append([]string{"", "gi", "q"}, onsets...) {
		table := rimes
		if onset == "q" {
			table = quRimes
		}
		for _, spelling := range slices.Sorted(maps.Keys(table)) {
			r := table[spelling]
			s := Syllable{Onset: onset, Glide: r.glide, Nucleus: r.nucleus, Coda: r.coda}
			// Of two readings of one spelling (gi·ia, gi·a) the parser's counts.
			if read, ok := ParseSyllable(s.String()); !ok || read != s || !s.Valid() {
				continue
			}
			for _, s.Tone = range [...]Tone{Level, Falling, Asking, Broken, Rising, Heavy} {
				stop := s.Coda != "" && strings.Contains("c ch p t", s.Coda)
				if s.Valid() && (!stop || s.Tone != Level) && !yield(s) {
					return
				}
			}
		}
	}
}
