package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clip is a text on one line of at most most letters, cut at a word with "…".
func Clip(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	runes := []rune(s)
	s = string(runes[:most-1])
	if i := strings.LastIndexByte(s, ' '); i > 0 && runes[most-1] != ' ' {
		s = s[:i]
	}
	return strings.TrimRight(s, ",;:–- ") + "…"
}

// Sentence is the first sentence of a text, on one line.
func Sentence(s string) string {
	s = strings.TrimSpace(s)
	s, _, _ = strings.Cut(s, "\n")
	words := strings.Fields(s)
	for i, w := range words[:max(len(words)-1, 0)] {
		next, _ := utf8.DecodeRuneInString(words[i+1])
		if strings.ContainsRune(".!?", rune(w[len(w)-1])) && !abbreviated(w) && !unicode.IsLower(next) {
			return strings.Join(words[:i+1], " ")
		}
	}
	return strings.Join(words, " ")
}

// abbreviated reports whether a full stop belongs to the word: "TP.", "P.".
func abbreviated(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return strings.HasSuffix(word, ".") && unicode.IsUpper(first) && utf8.RuneCountInString(word) <= 3
}
