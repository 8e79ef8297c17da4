package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Repair mends how a text is encoded without touching how it is worded, so
// that what looks alike is alike: it composes letters (NFC), replaces
// stand-ins (Ð for Đ, ƣ for ư, Cyrillic letters inside Latin words), drops
// what cannot be seen (zero-width marks, soft hyphens, control characters)
// and reduces every space to " ", every line break to "\n" and every bullet
// of a symbol font to "•". Tones stay where they were typed.
//
// The result is valid UTF-8 in NFC; a byte that is not becomes U+FFFD.
// Repair never fails, and repairing twice changes nothing more.
func Repair(s string) string {
	if !needsRepair(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	var mixed, hyphens bool // seen: Cyrillic letters, not-signs
	for i, r := range s {
		switch {
		case r == '\r':
			if !strings.HasPrefix(s[i+1:], "\n") {
				b.WriteByte('\n')
			}
			continue
		case lookAlike(r) != 0:
			mixed = true
		case r == '¬':
			hyphens = true
		}
		if r = replacement(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	s = b.String()
	if hyphens {
		s = joinHyphenated(s)
	}
	if mixed {
		s = latinWords(s)
	}
	return norm.NFC.String(s)
}

// needsRepair reports whether Repair might change s. It is what makes the
// usual text, which needs nothing, cheap.
func needsRepair(s string) bool {
	normal := true
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' || c == 0x7f {
				return true
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if r >= 0x1EA0 && r <= 0x1EF9 || r >= 'À' && r <= 'ư' && r != 'Ð' && r != 'ð' && r != 'ƣ' && r != 'Ƣ' {
			continue // the letters of Vietnamese, composed
		}
		if r == utf8.RuneError && n == 1 || r == '¬' || replacement(r) != r || lookAlike(r) != 0 {
			return true
		}
		// Below U+0300 nothing composes, nor does punctuation.
		if r >= 0x300 && (r < 0x2010 || r > 0x205E) {
			normal = false
		}
	}
	return !normal && !norm.NFC.IsNormalString(s)
}

// replacement is what stands for r wherever it occurs: r itself, another
// rune, or -1 for nothing.
func replacement(r rune) rune {
	switch {
	case r < 0xA0:
		switch {
		case r >= ' ' && r < 0x7f, r == '\n':
			return r
		case r == '\t':
			return ' '
		case r == '\v', r == '\f', r == '\r', r == 0x85:
			return '\n' // a word processor's soft break, a page break, NEL
		}
		return -1
	case r < 0x2000:
		switch r {
		case 0xA0, 0x1680:
			return ' '
		case 'Ð':
			return 'Đ'
		case 'ð':
			return 'đ'
		case 'ƣ': // a letter of another alphabet that old fonts drew as ư
			return 'ư'
		case 'Ƣ':
			return 'Ư'
		case 0xAD, 0x61C, 0x180E:
			return -1
		}
	case r <= 0x206F:
		switch {
		case r <= 0x200A, r == 0x202F, r == 0x205F:
			return ' '
		case r == 0x2028, r == 0x2029:
			return '\n'
		case r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060:
			return -1 // zero-width and direction marks
		}
	case r == 0x3000:
		return ' '
	case r == 0xFEFF:
		return -1
	case r >= 0xF000 && r <= 0xF0FF: // Symbol and Wingdings, offset into the private use area
		switch r {
		case 0xF020:
			return ' '
		case 0xF02B:
			return '+'
		case 0xF02D:
			return '-'
		}
		return '•'
	}
	return r
}

// joinHyphenated removes the not-signs inside words: what became of the soft
// hyphens of an old encoding ("đ¬ược").
func joinHyphenated(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	var before rune
	for i, r := range s {
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		if r == '¬' && inWord(before) && unicode.IsLetter(after) {
			continue
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// latinWords replaces the Cyrillic letters of words that are Latin otherwise.
// A word with a Cyrillic letter that has no Latin twin is left alone, and so
// is one without any Latin letter.
func latinWords(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		n := strings.IndexFunc(s, func(r rune) bool { return !inWord(r) })
		switch {
		case n == 0:
			_, size := utf8.DecodeRuneInString(s)
			b.WriteString(s[:size])
			s = s[size:]
			continue
		case n < 0:
			n = len(s)
		}
		b.WriteString(latinWord(s[:n]))
		s = s[n:]
	}
	return b.String()
}

func latinWord(word string) string {
	latin, cyrillic := false, false
	for _, r := range word {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin = true
		case lookAlike(r) != 0:
			cyrillic = true
		case unicode.IsLetter(r):
			return word
		}
	}
	if !latin || !cyrillic {
		return word
	}
	return strings.Map(func(r rune) rune {
		if l := lookAlike(r); l != 0 {
			return l
		}
		return r
	}, word)
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// lookAlike is the Latin letter drawn like the Cyrillic letter r, or 0.
func lookAlike(r rune) rune {
	if r < 0x405 || r > 0x4BB {
		return 0
	}
	const cyrillic, latin = "АВЕКМНОРСТУХаеорсухѕіјЅІЈһ", "ABEKMHOPCTYXaeopcyxsijSIJh"
	n := 0
	for _, c := range cyrillic {
		if c == r {
			return rune(latin[n])
		}
		n++
	}
	return 0
}
