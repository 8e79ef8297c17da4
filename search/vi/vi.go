// Package vi knows Vietnamese text and nothing else. From the letters up:
//
//   - [Repair] mends how a text is encoded, [Tokens] gives its words;
//   - [Fold] drops all marks, [FoldMap] with the way back to the text;
//   - [ParseSyllable] takes a syllable apart and [Syllable.Valid] knows the rules
//     of spelling, [Canonical] is the one spelling that words are compared by;
//   - [DecodeTelex], [DecodeVNI] and [DecodeText] read keystrokes typed with the
//     input method off;
//   - [Confusions] and [Distance] know which syllables are taken for which, by
//     sound, by region and by slips of the fingers;
//   - a [Vocabulary], counted from texts by a [Builder] or handed in by
//     [NewVocabulary], parts words typed together, restores marks, mends spelling
//     and tells keystrokes from words that are real as they stand;
//   - [Bare], [NoSpace], [Telex], [VNI] and [Typo] write as people type, to
//     measure all this.
//
// Functions expect NFC, which [Repair] gives, and never panic on anything else;
// text in valid UTF-8 gives text in valid UTF-8. Nothing here has state that
// changes: everything but a Builder is safe for use by several goroutines, and
// the same input gives the same output. Work and output are bounded by the
// length of the input, and what is long beyond any word or phrase is not read
// but kept.
package vi

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Token is one word of a text: a run of letters, marks and digits. Start and
// End are byte offsets into the text.
type Token struct {
	Text       string
	Start, End int
}

// Tokens yields the words of s in order. Vietnamese writes a space between
// syllables, so a token is a syllable or a foreign word or a number.
func Tokens(s string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		start := -1
		for i, r := range s {
			if isWord(r) {
				if start < 0 {
					start = i
				}
				continue
			}
			if start >= 0 {
				if !yield(Token{s[start:i], start, i}) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(Token{s[start:], start, len(s)})
		}
	}
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// vowels lists every vowel letter with its tones in the order of the
// tone constants.
var vowels = []string{
	"aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị",
	"oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
}

// letter is what one Vietnamese letter is made of.
type letter struct {
	base  rune // lower case, without tone: a ă â … đ
	plain rune // without any mark: a … d
	tone  Tone
}

// letters holds every letter below its length; all Vietnamese letters are
// below U+1F00. The zero letter is a rune that is not Vietnamese.
var letters = func() *[0x1F00]letter {
	plain := map[rune]rune{'ă': 'a', 'â': 'a', 'ê': 'e', 'ô': 'o', 'ơ': 'o', 'ư': 'u', 'đ': 'd'}
	var t [0x1F00]letter
	set := func(r, base rune, tn Tone) {
		p, ok := plain[base]
		if !ok {
			p = base
		}
		t[r] = letter{base, p, tn}
		t[unicode.ToUpper(r)] = letter{base, p, tn}
	}
	for r := 'a'; r <= 'z'; r++ {
		set(r, r, Level)
	}
	set('đ', 'đ', Level)
	for _, row := range vowels {
		base, _ := utf8.DecodeRuneInString(row)
		tn := Level
		for _, r := range row {
			set(r, base, tn)
			tn++
		}
	}
	return &t
}()

// toned is the vowel base with tone t.
func toned(base rune, t Tone) rune {
	for _, row := range vowels {
		if r, _ := utf8.DecodeRuneInString(row); r == base {
			for _, r := range row {
				if t == 0 {
					return r
				}
				t--
			}
		}
	}
	return base
}

func lookup(r rune) letter {
	if r >= 0 && int(r) < len(letters) {
		return letters[r]
	}
	return letter{}
}

// Fold drops every mark and lower-cases: "Đường" and "DUONG" become "duong".
// Letters of other scripts lose their marks by Unicode decomposition.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	return string(AppendFold(make([]byte, 0, len(s)), s))
}

// AppendFold appends the fold of s to dst, for callers that fold many words.
func AppendFold(dst []byte, s string) []byte {
	for _, r := range s {
		dst = appendFold(dst, r)
	}
	return dst
}

// FoldMap is [Fold] with the way back: offsets[i] is the byte of s where the
// letter that gave byte i of the fold begins, and offsets[len(folded)] is
// len(s). Bytes i to j of the fold come from s[offsets[i]:offsets[j]], which
// holds whole letters with their combining marks as long as i and j stand
// between letters of the fold.
func FoldMap(s string) (folded string, offsets []int) {
	fold := make([]byte, 0, len(s))
	offsets = make([]int, 0, len(s)+1)
	for i, r := range s {
		fold = appendFold(fold, r)
		for len(offsets) < len(fold) {
			offsets = append(offsets, i)
		}
	}
	return string(fold), append(offsets, len(s))
}

func appendFold(dst []byte, r rune) []byte {
	switch l := lookup(r); {
	case l.plain != 0:
		return append(dst, byte(l.plain))
	case r < utf8.RuneSelf:
		return append(dst, byte(r))
	case r == 'ð' || r == 'Ð': // eth stands in for đ
		return append(dst, 'd')
	case unicode.IsMark(r):
		return dst
	}
	for _, d := range norm.NFD.String(string(unicode.ToLower(r))) {
		if !unicode.IsMark(d) {
			dst = utf8.AppendRune(dst, unicode.ToLower(d))
		}
	}
	return dst
}

func isFolded(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// HasMarks reports whether a word carries a tone or a marked letter, that is,
// whether its typist chose between the readings of its fold.
func HasMarks(word string) bool {
	for _, r := range word {
		if l := lookup(r); l.base != l.plain || l.tone != Level {
			return true
		}
	}
	return false
}

// Slug makes a part of an address: the folded words joined by dashes, at most
// max bytes, cut at a word where that is possible.
func Slug(s string, max int) string {
	var b strings.Builder
	for t := range Tokens(s) {
		w := Fold(t.Text)
		w = strings.Map(func(r rune) rune {
			if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
				return r
			}
			return -1
		}, w)
		if w == "" {
			continue
		}
		if b.Len() == 0 && len(w) > max {
			w = w[:max]
		}
		if b.Len() > 0 {
			if b.Len()+1+len(w) > max {
				break
			}
			b.WriteByte('-')
		}
		b.WriteString(w)
	}
	return b.String()
}
