package vi

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// onsets are the consonants a syllable can begin with, longest first. "gi" and
// "qu" are handled apart because their second letter is also a vowel.
var onsets = []string{
	"ngh", "ch", "gh", "kh", "ng", "nh", "ph", "th", "tr",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
}

// codas are the consonants a syllable can end with; "" is an open syllable.
var codas = []string{"", "c", "ch", "m", "n", "ng", "nh", "p", "t"}

// Canonical gives the one spelling this product compares a word by: lower
// case, the tone mark where most people put it (hoà = hòa,
// thuỷ = thủy, vịêt = việt) and i for y in an open syllable (kỹ = kĩ, Mỹ = mĩ,
// never inside "qu"). A word that is no Vietnamese syllable is only lower-cased.
func Canonical(word string) string {
	var buf [12]rune
	base := buf[:0]
	mark := level
	for _, r := range word {
		l := lookup(r)
		if l.base == 0 || len(base) == cap(buf) || l.tone != level && mark != level {
			return strings.ToLower(word)
		}
		if l.tone != level {
			mark = l.tone
		}
		base = append(base, l.base)
	}
	onset, nucleus, coda, ok := split(base)
	if !ok {
		return strings.ToLower(word)
	}
	if len(coda) == 0 && len(onset) > 0 && len(nucleus) == 1 && nucleus[0] == 'y' && onset[len(onset)-1] != 'u' {
		nucleus[0] = 'i'
	}
	if mark != level {
		i := tonePlace(nucleus, len(coda) > 0)
		nucleus[i] = toned(nucleus[i], mark)
	}
	return string(base)
}

// split takes a syllable's letters apart. The parts share base's memory.
func split(base []rune) (onset, nucleus, coda []rune, ok bool) {
	n := onsetLen(base)
	end := n
	for end < len(base) && isVowel(base[end]) {
		end++
	}
	onset, nucleus, coda = base[:n], base[n:end], base[end:]
	if len(nucleus) == 0 || len(nucleus) > 3 || !slices.Contains(codas, string(coda)) {
		return nil, nil, nil, false
	}
	return onset, nucleus, coda, true
}

func onsetLen(base []rune) int {
	if len(base) >= 3 && base[0] == 'q' && base[1] == 'u' && isVowel(base[2]) {
		return 2
	}
	if len(base) >= 3 && base[0] == 'g' && base[1] == 'i' && isVowel(base[2]) {
		return 2
	}
	for _, o := range onsets {
		if hasPrefix(base, o) {
			return utf8.RuneCountInString(o)
		}
	}
	return 0
}

func hasPrefix(base []rune, s string) bool {
	i := 0
	for _, r := range s {
		if i >= len(base) || base[i] != r {
			return false
		}
		i++
	}
	return true
}

func isVowel(r rune) bool {
	return strings.ContainsRune("aăâeêioôơuưy", r)
}

// tonePlace is the index in nucleus of the letter that carries the tone: the
// last marked vowel (ê, ơ in ươ), else the last vowel of a closed syllable,
// the middle of three, else the first (hòa, thủy: the spelling of 19 in 20
// official texts, not the newer hoà, thuỷ).
func tonePlace(nucleus []rune, closed bool) int {
	for i := len(nucleus) - 1; i >= 0; i-- {
		if nucleus[i] > unicode.MaxASCII {
			return i
		}
	}
	switch {
	case len(nucleus) == 1:
		return 0
	case closed:
		return len(nucleus) - 1
	case len(nucleus) == 3:
		return 1
	}
	return 0
}
