package vi

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The encoders of this file write a text as people type it when the input
// method is off, the marks are too much trouble or a finger slips. They make
// queries for measuring and testing; reading such text is done elsewhere. All
// take any string and give valid UTF-8 in NFC.

// The marks of Vietnamese letters as combining characters. keyStroke, the bar
// of đ, stands in for a mark that Unicode does not decompose.
const (
	keyGrave      = '\u0300'
	keyAcute      = '\u0301'
	keyCircumflex = '\u0302'
	keyTilde      = '\u0303'
	keyBreve      = '\u0306'
	keyHook       = '\u0309'
	keyHorn       = '\u031b'
	keyDot        = '\u0323'
	keyStroke     = '\u0335'
)

// keyVowelAgain is the Telex key of the circumflex: the vowel once more.
const keyVowelAgain = 0

// keystrokes maps each mark to the key that an input method gives it.
type keystrokes map[rune]rune

// letterRun is what one pass of an input method sees as a syllable.
var letterRun = regexp.MustCompile(`\pL+`)

// Bare drops every mark and writes đ as d: "Đăng ký" → "Dang ky". The eth
// (Ð, ð), which stands in for đ in places, becomes d as well.
func Bare(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToValidUTF8(s, "\ufffd")) {
		switch {
		case r == 'đ' || r == 'ð':
			b.WriteByte('d')
		case r == 'Đ' || r == 'Ð':
			b.WriteByte('D')
		case r >= '\u0300' && r <= '\u036f': // the block Combining Diacritical Marks
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// NoSpace is Bare run together: "đăng ký khai sinh" → "dangkykhaisinh".
// Punctuation stays.
func NoSpace(s string) string {
	joined := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, Bare(s))
	return norm.NFC.String(joined)
}

// Telex gives the Telex keystrokes: "đăng ký" → "ddawng kys", "được" →
// "dduwowcj". The key of a vowel mark follows its vowel and the tone key ends
// the syllable. In a run of letters with several tones (syllables typed
// together) each tone key follows its own vowel instead.
//
// Keys are lower case, as typed after a shifted letter ("Đơn" → "Ddown"), but
// upper case in a word all in capitals ("ĐƠN" → "DDOWN").
func Telex(s string) string {
	return keystrokes{
		keyStroke: 'd', keyCircumflex: keyVowelAgain, keyBreve: 'w', keyHorn: 'w',
		keyGrave: 'f', keyAcute: 's', keyHook: 'r', keyTilde: 'x', keyDot: 'j',
	}.encode(s)
}

// VNI gives the VNI keystrokes: "giấy phép" → "gia6y1 phep1", "được" →
// "d9u7o7c5". The digit of a vowel mark follows its vowel; of the two habits
// for the tone digit, right after the vowel or at the end of the syllable, this
// is the second, under the same rule for several tones as [Telex].
func VNI(s string) string {
	return keystrokes{
		keyStroke: '9', keyCircumflex: '6', keyBreve: '8', keyHorn: '7',
		keyGrave: '2', keyAcute: '1', keyHook: '3', keyTilde: '4', keyDot: '5',
	}.encode(s)
}

// encode writes every run of letters of s in keystrokes and leaves the rest.
func (k keystrokes) encode(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\ufffd"))
	return norm.NFC.String(letterRun.ReplaceAllStringFunc(s, k.word))
}

func (k keystrokes) word(w string) string {
	var typed, tones []rune
	caps := inCapitals(w)
	manyTones := toneCount(w) > 1
	for _, r := range w {
		base, mark, tone := letterParts(r)
		typed = append(typed, base)
		if mark != 0 {
			key := k[mark]
			if key == keyVowelAgain {
				key = unicode.ToLower(base)
			}
			typed = append(typed, keyCase(key, caps))
		}
		if tone == 0 {
			continue
		}
		if manyTones {
			typed = append(typed, keyCase(k[tone], caps))
		} else {
			tones = append(tones, keyCase(k[tone], caps))
		}
	}
	return string(append(typed, tones...))
}

func toneCount(w string) int {
	n := 0
	for _, r := range w {
		if _, _, tone := letterParts(r); tone != 0 {
			n++
		}
	}
	return n
}

// letterParts takes a Vietnamese letter apart, e.g. ệ into e, circumflex and
// dot; mark and tone are 0 where the letter has none. Any other rune is its own
// base, marks included: ü has no key.
func letterParts(r rune) (base, mark, tone rune) {
	switch r {
	case 'đ', 'ð':
		return 'd', keyStroke, 0
	case 'Đ', 'Ð':
		return 'D', keyStroke, 0
	}
	parts := []rune(norm.NFD.String(string(r)))
	base = parts[0]
	vowel := unicode.ToLower(base)
	for _, m := range parts[1:] {
		switch {
		case strings.ContainsRune("aeiouy", vowel) && strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", m):
			tone = m
		case m == keyCircumflex && strings.ContainsRune("aeo", vowel),
			m == keyBreve && vowel == 'a',
			m == keyHorn && strings.ContainsRune("ou", vowel):
			mark = m
		default:
			return r, 0, 0
		}
	}
	return base, mark, tone
}

// inCapitals reports whether w was typed with caps lock on: more than one
// letter and none in lower case.
func inCapitals(w string) bool {
	letters := []rune(w)
	return len(letters) > 1 && !slices.ContainsFunc(letters, unicode.IsLower)
}

func keyCase(key rune, caps bool) rune {
	if caps {
		return unicode.ToUpper(key)
	}
	return key
}

// typedWord is a word between spaces, no-break spaces included.
var typedWord = regexp.MustCompile(`[^\s\p{Z}]+`)

// slipRun is the shortest run of letters a slip can happen in.
var slipRun = regexp.MustCompile(`\pL{2,}`)

// Typo puts one slip into about a fifth of the words of s, at least one: a
// letter missing, doubled or swapped with its neighbour, or one of the usual
// confusions of sounds (hỏi/ngã, s/x, ch/tr, d/gi/r, l/n, final n/ng and t/c).
// Words with a digit (codes, numbers) and single letters are left alone; a text
// of nothing else comes back as it is. The same state of rng gives the same
// slips.
func Typo(s string, rng *rand.Rand) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\ufffd"))
	words := typedWord.FindAllStringIndex(s, -1)
	var spans [][2]int // the letters of each word that may slip, in bytes of s
	for _, w := range words {
		word := s[w[0]:w[1]]
		if strings.ContainsFunc(word, unicode.IsDigit) {
			continue
		}
		if run := slipRun.FindStringIndex(word); run != nil {
			spans = append(spans, [2]int{w[0] + run[0], w[0] + run[1]})
		}
	}
	const every = 5
	n := min(max(1, (len(words)+every/2)/every), len(spans))
	chosen := rng.Perm(len(spans))[:n]
	slices.Sort(chosen)

	var b strings.Builder
	end := 0
	for _, i := range chosen {
		from, to := spans[i][0], spans[i][1]
		b.WriteString(s[end:from])
		b.WriteString(slip(s[from:to], rng))
		end = to
	}
	b.WriteString(s[end:])
	return norm.NFC.String(b.String())
}

// slip gives word, of two letters or more, with one slip in it.
func slip(word string, rng *rand.Rand) string {
	letters := []rune(word)
	for _, kind := range rng.Perm(4) {
		slipped := word
		switch kind {
		case 0: // missing
			i := rng.IntN(len(letters))
			slipped = string(letters[:i]) + string(letters[i+1:])
		case 1: // doubled
			i := rng.IntN(len(letters))
			slipped = string(letters[:i+1]) + string(letters[i:])
		case 2: // swapped with the next
			i := rng.IntN(len(letters) - 1)
			swapped := slices.Clone(letters)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			slipped = string(swapped)
		case 3: // one sound for another
			if forms := confusedSounds(letters); len(forms) > 0 {
				slipped = forms[rng.IntN(len(forms))]
			}
		}
		if slipped != word { // two equal letters swapped, nothing to confuse: another kind
			return slipped
		}
	}
	return word
}

// confusedSounds gives the forms of a syllable with one sound taken for
// another; none for a word without a vowel.
func confusedSounds(word []rune) (forms []string) {
	nucleus := slices.IndexFunc(word, isVowelLetter)
	if nucleus < 0 {
		return nil
	}
	hasConfusedTone := func(r rune) bool {
		_, _, tone := letterParts(r)
		return tone == keyHook || tone == keyTilde
	}
	if i := slices.IndexFunc(word, hasConfusedTone); i >= 0 {
		forms = append(forms, string(word[:i])+otherTone(word[i])+string(word[i+1:]))
	}

	caps := inCapitals(string(word))
	onset, rest := splitOnset(word, nucleus)
	for _, other := range map[string][]string{
		"s": {"x"}, "x": {"s"}, "ch": {"tr"}, "tr": {"ch"}, "l": {"n"}, "n": {"l"},
		"d": {"gi", "r"}, "gi": {"d", "r"}, "r": {"d", "gi"},
	}[onset] {
		if other == "gi" && startsWithI(rest) {
			other = "g" // the i of gi and of the nucleus are written once: "dì" → "gì"
		}
		sound := []rune(other)
		for i := range sound {
			sound[i] = keyCase(sound[i], caps || i == 0 && unicode.IsUpper(word[0]))
		}
		forms = append(forms, string(sound)+string(rest))
	}

	coda := len(word)
	for !isVowelLetter(word[coda-1]) {
		coda--
	}
	if other, ok := map[string]string{"n": "ng", "ng": "n", "t": "c", "c": "t"}[strings.ToLower(string(word[coda:]))]; ok {
		if caps {
			other = strings.ToUpper(other)
		}
		forms = append(forms, string(word[:coda])+other)
	}
	return forms
}

// splitOnset gives the lower-case consonant a syllable begins with and the
// letters after it. The i of gi belongs to the onset alone in "giấy", but is the
// nucleus in "gì" and one half of it in "giết".
func splitOnset(word []rune, nucleus int) (onset string, rest []rune) {
	onset, rest = strings.ToLower(string(word[:nucleus])), word[nucleus:]
	if onset != "g" || !startsWithI(rest) {
		return onset, rest
	}
	if len(rest) > 1 && unicode.ToLower(rest[0]) == 'i' && isVowelLetter(rest[1]) {
		base, mark, _ := letterParts(rest[1])
		if unicode.ToLower(base) != 'e' || mark != keyCircumflex {
			rest = rest[1:]
		}
	}
	return "gi", rest
}

// isVowelLetter reports whether r is a vowel of either case, with any marks.
func isVowelLetter(r rune) bool {
	base, _, _ := letterParts(r)
	return strings.ContainsRune("aeiouyAEIOUY", base)
}

func startsWithI(letters []rune) bool {
	base, _, _ := letterParts(letters[0])
	return unicode.ToLower(base) == 'i'
}

// otherTone writes a letter that carries hỏi with ngã and the other way round.
func otherTone(r rune) string {
	return norm.NFC.String(strings.Map(func(m rune) rune {
		switch m {
		case keyHook:
			return keyTilde
		case keyTilde:
			return keyHook
		}
		return m
	}, norm.NFD.String(string(r))))
}
