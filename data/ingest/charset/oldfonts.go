package charset

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// oldFont is an encoding of the years before Unicode: letters of Western
// Windows fonts drawn as Vietnamese ones.
type oldFont struct {
	name     string
	replacer *strings.Replacer
}

func (f oldFont) convert(latin string) string { return f.replacer.Replace(latin) }

var oldFonts = []oldFont{{TCVN3, tcvn3()}, {VNI, vni()}}

// hasOldLetters reports whether s has a letter of the upper half of Latin-1,
// as all text of old fonts has.
func hasOldLetters(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == 0xc2 && s[i+1] >= 0xa1 || s[i] == 0xc3 {
			return true
		}
	}
	return false
}

// tcvn3 maps TCVN 5712 as its fonts have it, one byte a letter. Capitals with
// tones are drawn by a font of their own and not told from small letters.
func tcvn3() *strings.Replacer {
	rows := []struct {
		first   rune
		letters string
	}{
		{0xa1, "ĂÂÊÔƠƯĐăâêôơưđ"},
		{0xb5, "àảãáạ"},
		{0xbb, "ằẳẵắ"},
		{0xc6, "ặầẩẫấậè"},
		{0xce, "ẻẽéẹềểễếệìỉ"},
		{0xdc, "ĩíịò"},
		{0xe1, "ỏõóọồổỗốộờởỡớợù"},
		{0xf1, "ủũúụừửữứựỳỷỹýỵ"},
	}
	var pairs []string
	for _, row := range rows {
		at := row.first
		for _, r := range row.letters {
			pairs = append(pairs, string(at), string(r))
			at++
		}
	}
	return strings.NewReplacer(pairs...)
}

// vni maps VNI Windows: a vowel followed by a letter that is drawn as its
// marks, and some letters by themselves.
func vni() *strings.Replacer {
	const (
		grave, acute, hook, tilde, dot = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
		breve, roof                    = "\u0306", "\u0302"
	)
	tones := map[string]string{"ù": acute, "ø": grave, "û": hook, "õ": tilde, "ï": dot}
	roofs := map[string]string{"â": roof, "á": roof + acute, "à": roof + grave, "å": roof + hook, "ã": roof + tilde, "ä": roof + dot}
	breves := map[string]string{"ê": breve, "é": breve + acute, "è": breve + grave, "ú": breve + hook, "ü": breve + tilde, "ë": breve + dot}
	var pairs []string
	both := func(from, to string) {
		pairs = append(pairs, from, to)
		if upper := strings.ToUpper(from); upper != from {
			pairs = append(pairs, upper, strings.ToUpper(to))
			if _, n := utf8.DecodeRuneInString(upper); n < len(upper) { // "Aù": a capital before a small mark
				pairs = append(pairs, upper[:n]+from[len(from)-(len(upper)-n):], strings.ToUpper(to))
			}
		}
	}
	for base, letter := range map[string]string{"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"} {
		marks := []map[string]string{tones}
		switch base {
		case "a":
			marks = append(marks, roofs, breves)
		case "e", "o":
			marks = append(marks, roofs)
		}
		for _, m := range marks {
			for mark, tone := range m {
				both(base+mark, norm.NFC.String(letter+tone))
			}
		}
	}
	for from, to := range map[string]string{
		"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
	} {
		both(from, to)
	}
	return strings.NewReplacer(pairs...)
}
