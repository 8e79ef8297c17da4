// Package mask takes out of a query what tells of a person: numbers, plates,
// addresses, names. What is left says what was looked for and nothing of who
// did. A word too many is taken rather than one too few.
//
// Start with [New] and [Masker.Query].
package mask

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tracuu/search/lexicon"
	"tracuu/search/vi"
)

// What stands in a masked query for what was taken out.
const (
	Number = "[số]"
	Name   = "[tên]"
	Mail   = "[thư]"
	Page   = "[trang]"
	Plate  = "[biển số]"
	Word   = "[chữ]" // too long to be one
)

// While a query is worked on, runes of the private use area stand for what is
// decided already: what is taken out, and from keptFrom on what stays as it is.
const (
	markNumber = '\ue000' + iota
	markMail
	markPage
	markPlate
	markName
	markWord
	keptFrom = '\ue100'
)

func masks(r rune) string {
	switch r {
	case markNumber:
		return Number
	case markMail:
		return Mail
	case markPage:
		return Page
	case markPlate:
		return Plate
	case markName:
		return Name
	case markWord:
		return Word
	}
	return ""
}

// maxRunes is how much of a query is read, as the search does.
const maxRunes = 400

// maxLetters is the longest word that stays: no syllable and hardly a foreign
// word is as long, but several words typed without spaces are.
const maxLetters = 18

// Masker knows the words that end a name. It never changes and is safe for use
// by several goroutines.
type Masker struct {
	words map[string]bool // known ones, canonical, and folded
	pairs map[string]bool // of known words side by side, canonical, and folded
}

// New makes a Masker that knows the words of the lexicon.
func New() (*Masker, error) {
	l, err := lexicon.Load()
	if err != nil {
		return nil, fmt.Errorf("words that end a name: %w", err)
	}
	m := &Masker{words: map[string]bool{}, pairs: map[string]bool{}}
	for _, terms := range [][]lexicon.Term{l.Terms, l.Abbreviations, l.Renames} {
		for _, t := range terms {
			m.learn(t.Typed)
			m.learn(t.Means)
		}
	}
	for _, n := range l.Needs {
		m.learn(n.Typed)
		m.learn(n.Means)
	}
	m.learn(plainWords)
	return m, nil
}

func (m *Masker) learn(text string) {
	before := ""
	for t := range vi.Tokens(text) {
		word := vi.Canonical(t.Text)
		m.words[word], m.words[vi.Fold(word)] = true, true
		if before != "" {
			m.pairs[before+" "+word], m.pairs[vi.Fold(before+" "+word)] = true, true
		}
		before = word
	}
}

// Query is a query as it may be kept: canonical words and masks, on one line.
// Keystrokes that the search has read should come as it read them.
func (m *Masker) Query(text string) string {
	if len(text) > maxRunes {
		text = string([]rune(text)[:min(maxRunes, utf8.RuneCountInString(text))])
	}
	text = strings.Map(plainRune, vi.Repair(norm.NFKC.String(text)))
	if strings.ContainsAny(text, "@([/.") || mailWordRE.MatchString(text) { // most have nothing of the kind
		text = mailRE.ReplaceAllString(text, around(markMail))
		text = pageRE.ReplaceAllString(text, around(markPage))
	}
	text = spelt(text)
	var kept []string
	if strings.ContainsAny(text, "0123456789") {
		text, kept = keep(text)
		text = plateRE.ReplaceAllString(text, around(markPlate))
		text = digitsRE.ReplaceAllStringFunc(text, func(s string) string {
			if harmless(s) {
				return s
			}
			return around(markNumber)
		})
	}
	words := readWords(text)
	m.houses(words)
	m.names(words)
	return written(words, kept)
}

// Words are those of a masked query, without its masks.
func Words(masked string) string {
	return strings.Join(strings.Fields(maskRE.ReplaceAllString(masked, " ")), " ")
}

var maskRE = regexp.MustCompile(`\[[^\]]*\]`)

// around is a mark as a word of its own.
func around(mark rune) string { return " " + string(mark) + " " }

// plainRune writes every digit with the common ones and drops what this package
// uses itself.
func plainRune(r rune) rune {
	switch {
	case unicode.Is(unicode.Co, r):
		return ' '
	case r >= utf8.RuneSelf && unicode.IsDigit(r):
		return '0'
	}
	return r
}

// keep puts a mark in place of each procedure code and number of a legal text,
// which are what people look for.
func keep(text string) (string, []string) {
	var kept []string
	for _, re := range []*regexp.Regexp{codeRE, legalRE} {
		var b strings.Builder
		end := 0
		for _, at := range re.FindAllStringSubmatchIndex(text, -1) {
			from, to := at[2], at[3]
			if next, _ := utf8.DecodeRuneInString(text[to:]); unicode.IsLetter(next) || unicode.IsDigit(next) || continued(text[to:]) {
				continue
			}
			b.WriteString(text[end:from])
			b.WriteString(around(keptFrom + rune(len(kept))))
			kept = append(kept, strings.ToLower(text[from:to]))
			end = to
		}
		text = b.String() + text[end:]
	}
	return text, kept
}

// continued reports whether a number goes on after a mark of punctuation.
func continued(rest string) bool {
	return len(rest) > 1 && strings.ContainsRune(".,-/", rune(rest[0])) && '0' <= rest[1] && rest[1] <= '9'
}

// word is a word of a query, or a mark.
type word struct {
	mark      rune   // zero for words
	canonical string // as typed
	forms     []string
	capital   bool
}

// readWords parts a text that marks stand in. The forms of a word are what it
// may be meant as, folded: as typed, and read as Telex and VNI.
func readWords(text string) (words []word) {
	shouted := strings.ToUpper(text) == text
	for field := range strings.FieldsSeq(text) {
		if r, _ := utf8.DecodeRuneInString(field); unicode.Is(unicode.Co, r) {
			words = append(words, word{mark: r})
			continue
		}
		for t := range vi.Tokens(field) {
			canonical := vi.Canonical(t.Text)
			w := word{canonical: canonical, forms: []string{vi.Fold(canonical)}}
			if w.forms[0] == "" { // a mark without its letter
				continue
			}
			first, _ := utf8.DecodeRuneInString(t.Text)
			w.capital = !shouted && unicode.IsUpper(first)
			for _, decode := range []func(string) (string, bool){vi.DecodeTelex, vi.DecodeVNI} {
				if meant, ok := decode(t.Text); ok && !vi.HasMarks(t.Text) {
					w.forms = append(w.forms, vi.Fold(vi.Canonical(meant)))
				}
			}
			switch digits := countDigits(t.Text); {
			case digits >= manyDigits && !harmless(t.Text):
				w = word{mark: markNumber}
			case utf8.RuneCountInString(t.Text) > maxLetters:
				w = word{mark: markWord}
			case gluedRE.MatchString(w.forms[0]):
				w = word{mark: markName}
			}
			words = append(words, w)
		}
	}
	return words
}

// written joins words, each mask once where several stand side by side.
func written(words []word, kept []string) string {
	var out []string
	last := ""
	for _, w := range words {
		text := w.canonical
		switch {
		case w.mark >= keptFrom:
			text = kept[w.mark-keptFrom]
		case w.mark != 0:
			if text = masks(w.mark); text == last {
				continue
			}
		}
		out = append(out, text)
		last = text
	}
	return strings.Join(out, " ")
}
