package web

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tracuu/qr"
)

// readCodes are the codes that a text may be, as phones, messages and
// Vietnamese keyboards write them. They need not exist. There is none if the
// check symbol holds in no reading.
func readCodes(text string) []qr.Code {
	if code, err := qr.ParseCode(text); err == nil {
		return []qr.Code{code}
	}
	text = tidyCode(text)
	if isASCII(text) {
		if code, err := qr.ParseCode(text); err == nil {
			return []qr.Code{code}
		}
		return nil
	}
	return unkeyed(text)
}

// Codes are the codes that a text may be, as it was typed or copied, and those a
// single slip away from it where it is none. They need not exist.
func Codes(text string) (read, near []qr.Code) {
	if read = readCodes(text); len(read) == 0 {
		near = qr.Nearest(tidyCode(text))
	}
	return read, near
}

// tidyCode takes off what phones and messages put into and around a code: the
// punctuation of the sentence it stood in, parts of an address, letters of other
// scripts.
func tidyCode(s string) string {
	s = unlabelled(visible(s))
	if i := strings.IndexAny(s, "&?#"); i > 0 {
		s = s[:i]
	}
	s = strings.Trim(spaced(s), around)
	if isASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if latin, ok := lookAlikes[unicode.ToUpper(r)]; ok {
			return latin
		}
		return r
	}, s)
}

// spaced makes spaces of what people separate the halves of a code with.
func spaced(s string) string { return separators.Replace(s) }

var separators = strings.NewReplacer(".", " ", "_", " ", "•", " ", "·", " ", "+", " ", "/", " ", "*", " ")

// lookAlikes are the capitals of Cyrillic and Greek that look like a symbol of
// codes.
var lookAlikes = map[rune]rune{
	'А': 'A', 'В': 'B', 'С': 'C', 'Е': 'E', 'Н': 'H', 'І': '1', 'Ј': 'J', 'К': 'K', 'М': 'M', 'О': '0', 'Р': 'P', 'Ѕ': 'S', 'Т': 'T', 'Х': 'X', 'У': 'Y', 'З': '3',
	'Α': 'A', 'Β': 'B', 'Ϲ': 'C', 'Ε': 'E', 'Η': 'H', 'Ι': '1', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': '0', 'Ρ': 'P', 'Τ': 'T', 'Χ': 'X', 'Υ': 'Y', 'Ζ': 'Z',
}

// marks are the symbols that a Vietnamese keyboard makes a mark of, in Telex and
// VNI. Đ is not made of a letter and a mark and has its own.
var marks = map[rune]string{
	'\u0302': "?6", // ? stands for the letter itself: AA, EE, OO
	'\u0306': "W8", '\u031b': "W7",
	'\u0301': "S1", '\u0300': "F2", '\u0309': "R3", '\u0303': "X4", '\u0323': "J5",
}

// codeSymbols is how many symbols a code has, codeReadings how many readings of
// a text are looked up at most.
const codeSymbols, codeReadings = 8, 64

// unkeyed undoes a Vietnamese keyboard, which makes letters with marks of the
// symbols of a code: Ư of W, Ă of AW or A8, Ẻ of ER or E3. The symbol of a mark
// was typed after its letter, at once or at any later place.
func unkeyed(text string) []qr.Code {
	var letters []rune
	type mark struct {
		after   int
		symbols string
	}
	var missing []mark
	for _, r := range norm.NFD.String(strings.ToUpper(text)) {
		last := len(letters) - 1
		switch symbols, isMark := marks[r]; {
		case r == '-' || r == ' ':
		case r == 'Đ':
			letters = append(letters, 'D')
			missing = append(missing, mark{last + 1, "D9"})
		case r == '\u031b' && last >= 0 && letters[last] == 'U': // U is no symbol
			letters[last] = 'W'
		case isMark && last >= 0:
			missing = append(missing, mark{last, strings.ReplaceAll(symbols, "?", string(letters[last]))})
		case isMark || r > unicode.MaxASCII:
			return nil
		default:
			letters = append(letters, r)
		}
		if len(letters)+len(missing) > codeSymbols {
			return nil
		}
	}
	if len(letters)+len(missing) != codeSymbols {
		return nil
	}
	var out []qr.Code
	// The last mark first, so that the places of those before stay.
	var fill func(word []rune, left []mark)
	fill = func(word []rune, left []mark) {
		if len(out) == codeReadings {
			return
		}
		if len(left) == 0 {
			if code, err := qr.ParseCode(string(word)); err == nil && !slices.Contains(out, code) {
				out = append(out, code)
			}
			return
		}
		m := left[len(left)-1]
		for at := m.after + 1; at <= len(word); at++ {
			for _, symbol := range m.symbols {
				fill(slices.Insert(slices.Clone(word), at, symbol), left[:len(left)-1])
			}
		}
	}
	fill(letters, missing)
	return out
}
