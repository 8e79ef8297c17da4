package format

import (
	"strings"
	"unicode/utf8"
)

// What a long text shows before the rest is folded away: enough for most texts
// to stay whole, and less than a screen of a phone where they do not.
const (
	wholeLines, wholeRunes = 12, 1200
	headLines, headRunes   = 8, 600
)

// Folded is a long text in two parts: what is shown, and what is folded away
// behind it. Rest is empty if the text is short enough to be whole.
type Folded struct{ Head, Rest []Line }

// Fold takes a cleaned text apart for reading, as Lines does, and folds what is
// more than a screen of a phone. A line that is too long by itself is parted
// behind a sentence.
func Fold(s string) Folded {
	lines := Lines(s)
	if len(lines) <= wholeLines && utf8.RuneCountInString(s) <= wholeRunes {
		return Folded{Head: lines}
	}
	left := headRunes
	for i, l := range lines {
		n := utf8.RuneCountInString(l.Text)
		switch {
		case i == headLines, left <= 0:
			if i > 1 && lines[i-1].Head { // it stays with what it heads
				i--
			}
			return Folded{lines[:i], lines[i:]}
		case n > left+headRunes:
			first, rest := l, l
			first.Text, rest.Text = Cut(l.Text, left)
			rest.Step = ""
			head := append(append([]Line{}, lines[:i]...), first)
			return Folded{head, append([]Line{rest}, lines[i+1:]...)}
		}
		left -= n
	}
	return Folded{Head: lines}
}

// Cut parts a text behind the last sentence that ends within so many letters,
// or else behind a word. Nothing is lost: rest is empty if it fits.
func Cut(s string, letters int) (head, rest string) {
	if utf8.RuneCountInString(s) <= letters {
		return s, ""
	}
	at := 0
	for range letters {
		_, n := utf8.DecodeRuneInString(s[at:])
		at += n
	}
	for _, end := range []string{". ", "; ", ", ", " "} {
		if i := strings.LastIndex(s[:at], end); i > at/2 {
			at = i + len(end)
			break
		}
	}
	return strings.TrimRight(s[:at], " "), s[at:]
}
