package vi

import (
	"cmp"
	"slices"
	"strings"
)

// A confusion is a pair of spellings that one sound, one region or one habit
// makes of the other, in both directions. Vowels are written without marks and
// stand for every marked form; đ is not d.
type confusion struct {
	a, b string
	cost float64
}

// What a difference costs. An arbitrary letter for another is the unit.
const (
	costMissingTone = 0.15 // one side has no tone: dang, đáng
	costHookTilde   = 0.2  // hỏi for ngã: sữa, sửa
	costTone        = 0.4  // any other tone
	costMissingMark = 0.15 // one side lacks the mark of a letter: dang, đăng
	costMark        = 0.35 // another mark: ân, ăn
	costGlideVowel  = 0.3  // uo for u, ie for i: muỗi, mũi; rượu, rựu
	costIY          = 0.1  // i for y
	costHalfVowelIY = 0.3  // i for y after a vowel: hai, hay
	costDoubled     = 0.4  // a letter twice
	costSwapped     = 0.5  // two letters in the wrong order
	costNeighbour   = 0.6  // the key beside the right one
	costMissing     = 0.7  // a letter too few or too many
	costLetter      = 1.0  // any other letter

	// MaxDistance is the cost beyond which [Distance] compares no further: more
	// than one arbitrary letter and a mark or a tone.
	MaxDistance = 1.5
)

// onsetConfusions are the confusions at the beginning of a syllable.
var onsetConfusions = []confusion{
	{"c", "k", 0.1},
	{"c", "q", 0.15},
	{"k", "q", 0.15},
	{"g", "gh", 0.1},
	{"ng", "ngh", 0.1},
	{"f", "ph", 0.15},
	{"s", "x", 0.25},
	{"ch", "tr", 0.25},
	{"d", "gi", 0.25},
	{"d", "z", 0.25},
	{"gi", "z", 0.25},
	{"gi", "j", 0.25},
	{"d", "r", 0.3},
	{"r", "gi", 0.3},
	{"v", "d", 0.3},
	{"v", "gi", 0.3},
	{"l", "n", 0.3},
	{"w", "qu", 0.3},
	{"g", "r", 0.4},
	{"g", "gi", 0.4},
	{"h", "qu", 0.4},
}

// endConfusions are the confusions at the end of a syllable.
var endConfusions = []confusion{
	{"n", "ng", 0.25},
	{"t", "c", 0.25},
	{"n", "nh", 0.3},
	{"t", "ch", 0.3},
	{"inh", "anh", 0.25}, // sinh, sanh; chính, chánh
	{"uu", "uou", 0.2},   // lưu, lươu
	{"uou", "ieu", 0.3},  // rượu, riệu
	{"uu", "iu", 0.3},    // hưu, hiu
	{"iu", "ieu", 0.25},
	{"im", "iem", 0.25},
	{"ip", "iep", 0.25},
	{"ui", "uoi", 0.25},
	{"om", "am", 0.4}, // côm, câm
	{"au", "ao", 0.3},
	{"oong", "ong", 0.2},
	{"uyen", "ien", 0.35}, // quyền, quiền
	{"uyet", "iet", 0.35},
}

// keyboard holds the letters beside each letter.
var keyboard = [26]string{
	"qwsz", "vghn", "xdfv", "serfcx", "wrsd", "drtgvc", "ftyhbv", "gyujnb", "uojk", "huikmn", "jiolm", "kop", "njk",
	"bhjm", "ipkl", "ol", "wa", "etdf", "awedxz", "ryfg", "yihj", "cfgb", "qeas", "zsdc", "tugh", "asx",
}

// Variant is a syllable that a writer of another may have meant.
type Variant struct {
	Text string  // lower case
	Cost float64 // as [Distance] counts it
	Why  string  // what was taken for what, e.g. "s/x", "hỏi/ngã"
}

// Confusions gives the syllables that sound, region or habit may have turned
// into word, each one confusion away, cheapest first: "sanh" → sinh, xanh …. A
// word with marks gives valid syllables, a bare one the folds of some. Slips of
// the fingers are too many to list: [Distance] weighs them. A word that is no
// syllable gives nothing.
func Confusions(word string) []Variant {
	marked := HasMarks(word)
	s, parsed := ParseSyllable(word)
	text := s.String()
	if !parsed {
		if text = strings.ToLower(word); marked || !bareSyllable(text) {
			return nil
		}
	}
	var variants []Variant
	add := func(form, why string) {
		if slices.ContainsFunc(variants, func(v Variant) bool { return v.Text == form }) {
			return
		}
		if marked {
			f, ok := ParseSyllable(form)
			if !ok || !f.Valid() {
				return
			}
			form = f.String()
		} else if !bareSyllable(form) {
			return
		}
		if cost, ok := Distance(text, form); ok && form != text {
			variants = append(variants, Variant{form, cost, why})
		}
	}
	if other, ok := map[Tone]Tone{Asking: Broken, Broken: Asking}[s.Tone]; ok {
		toned := s
		toned.Tone = other
		add(toned.String(), "hỏi/ngã")
	}
	for _, c := range onsetConfusions {
		for _, d := range [2]confusion{c, {c.b, c.a, c.cost}} {
			if rest, ok := strings.CutPrefix(text, d.a); ok {
				add(d.b+rest, c.a+"/"+c.b)
			}
		}
	}
	letters := []rune(text)
	for _, c := range endConfusions {
		for _, d := range [2]confusion{c, {c.b, c.a, c.cost}} {
			if i := len(letters) - len(d.a); i >= 0 && plainVowels(letters[i:]) == d.a {
				for _, ending := range markedLike(d.b, letters[i:]) {
					add(string(letters[:i])+ending, c.a+"/"+c.b)
				}
			}
		}
	}
	for from, to := range map[string]string{"i": "y", "y": "i"} {
		if i := strings.LastIndex(text, from); i >= 0 && !marked {
			add(text[:i]+to+text[i+1:], "i/y")
		}
	}
	if parsed && marked && (s.Nucleus == "i" || s.Nucleus == "y") && s.Coda == "" {
		s.Nucleus = map[string]string{"i": "y", "y": "i"}[s.Nucleus]
		add(s.String(), "i/y")
	}
	slices.SortStableFunc(variants, func(a, b Variant) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), strings.Compare(a.Text, b.Text))
	})
	return variants
}

// plainVowels drops tones and the marks of vowels.
func plainVowels(letters []rune) string {
	return strings.Map(func(r rune) rune {
		if l := lookup(r); l.base != 0 && l.base != 'đ' {
			return l.plain
		}
		return r
	}, string(letters))
}

// endingMarks are the marked forms of the endings in endConfusions whose vowels
// are more than the letters of the other side.
var endingMarks = map[string]string{
	"uou": "ươu", "uu": "ưu", "ieu": "iêu", "iem": "iêm", "iep": "iêp", "uoi": "uôi ươi", "uyen": "uyên", "ien": "iên",
	"uyet": "uyêt", "iet": "iêt", "am": "am âm ăm", "om": "om ôm ơm", "oong": "oong", "ong": "ong ông", "ui": "ui ưi", "au": "au âu", "ay": "ay ây",
}

// markedLike gives the endings that plain stands for where like has marks, with
// the tone of like, and plain itself where it has none.
func markedLike(plain string, like []rune) (endings []string) {
	tone, bare := Level, true
	for _, r := range like {
		l := lookup(r)
		if l.tone != Level {
			tone = l.tone
		}
		bare = bare && l.base == l.plain
	}
	forms, ok := endingMarks[plain]
	if !ok || bare && tone == Level {
		forms = strings.TrimSpace(forms + " " + plain)
	}
	if ending, onlyCoda := plain, !isVowel(rune(plain[0])); onlyCoda {
		return append(endings, ending)
	}
	for form := range strings.FieldsSeq(forms) {
		nucleus := strings.TrimRight(form, "chgmnpt")
		var b strings.Builder
		switch half := strings.TrimRight(nucleus, "iuyo"); {
		case half == "":
			writeToned(&b, form, 0, tone)
		default:
			writeToned(&b, form, tonePlace(half), tone)
		}
		endings = append(endings, b.String())
	}
	return endings
}

// bareSyllable reports whether some valid syllable folds to word.
func bareSyllable(word string) bool {
	for _, o := range [...]string{"gi", "qu"} {
		if rest, ok := strings.CutPrefix(word, o); ok {
			table := bareRimes
			if o == "qu" {
				table = bareQuRimes
			}
			return table[rest] || o == "gi" && bareRimes[word[1:]]
		}
	}
	for _, o := range onsets {
		if rest, ok := strings.CutPrefix(word, o); ok {
			front := rest != "" && strings.Contains("eiy", rest[:1])
			switch o {
			case "c", "g", "ng":
				return !front && bareRimes[rest]
			case "k", "gh", "ngh":
				return front && bareRimes[rest]
			}
			return bareRimes[rest]
		}
	}
	return bareRimes[word]
}

// bareRimes and bareQuRimes are the folds of the rimes.
var bareRimes, bareQuRimes = folds(rimes), folds(quRimes)

func folds(table map[string]rime) map[string]bool {
	bare := map[string]bool{}
	for spelling := range table {
		bare[Fold(spelling)] = true
	}
	return bare
}
