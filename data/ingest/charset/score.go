package charset

import (
	"unicode"
	"unicode/utf8"

	"tracuu/search/vi"
)

// score counts words with letters beyond ASCII, and those of them that
// Vietnamese spelling knows.
type score struct{ words, good int }

func (s score) share() float64 {
	if s.words == 0 {
		return 0
	}
	return float64(s.good) / float64(s.words)
}

// certain reports whether the text is Vietnamese beyond doubt.
func (s score) certain() bool { return s.words >= 2 && s.share() >= 0.7 }

func (s score) atLeast(other score) bool {
	return s.share() >= other.share()
}

// vietnamese scores the first words of a text: enough to tell, whatever its
// length.
func vietnamese(text string) (s score) {
	const enough = 400 // words
	start, marked := -1, false
	for i := 0; i <= len(text) && s.words < enough; {
		r, n := utf8.DecodeRuneInString(text[i:])
		if n > 0 && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || r > 0x7f && !unicode.IsSpace(r) && !quotes(r)) {
			if start < 0 {
				start, marked = i, false
			}
			marked = marked || r > 0x7f
		} else {
			if start >= 0 && marked {
				s.words++
				if syllable, ok := vi.ParseSyllable(text[start:i]); ok && syllable.Valid() {
					s.good++
				}
			}
			start = -1
		}
		i += max(n, 1)
	}
	return s
}

// quotes reports whether r stands around words and not in them.
func quotes(r rune) bool {
	return r >= 0x2010 && r <= 0x203a || r == '«' || r == '»' || r == '\ufeff'
}
