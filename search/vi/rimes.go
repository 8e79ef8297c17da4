package vi

import "strings"

// onsets are the consonants a syllable can begin with, longest first. "gi" and
// "qu" are handled apart because their second letter is also a vowel.
var onsets = []string{
	"ngh", "ch", "gh", "kh", "ng", "nh", "ph", "th", "tr",
	"b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
}

// rime is what follows the onset of a syllable, without its tone.
type rime struct{ glide, nucleus, coda string }

// rimes holds every rime by its spelling; the two rimes of one spelling that
// only the onset tells apart (cua, qua) are one here and one in quRimes.
var rimes = rimeTable([][3]string{
	// glide, nucleus, codas ("-" is an open syllable)
	{"", "a", "- c ch m n ng nh p t i y o u"},
	{"", "ă", "c m n ng p t"},
	{"", "â", "c m n ng p t u y"},
	{"", "e", "- c m n ng p t o"},
	{"", "ê", "- ch m n nh p t u"},
	{"", "i", "- ch m n nh p t u"},
	{"", "y", "-"},
	{"", "o", "- c m n ng p t i"},
	{"", "oo", "c ng"}, // moóc, xoong
	{"", "ô", "- c m n ng p t i"},
	{"", "ơ", "- m n p t i"},
	{"", "u", "- c m n ng p t i"},
	{"", "ư", "- c m n ng t i u"},
	{"", "ia", "-"},
	{"", "iê", "c m n ng p t u"},
	{"", "yê", "m n ng t u"},
	{"", "ua", "-"},
	{"", "uô", "c m n ng t i"},
	{"", "ưa", "-"},
	{"", "ươ", "c m n ng p t i u"},
	{"o", "a", "- c ch m n ng nh p t i y o"},
	{"o", "ă", "c m n ng p t"},
	{"o", "e", "- m n ng t o"},
	{"u", "â", "n ng p t y"},
	{"u", "ê", "- ch n nh u"},
	{"u", "ơ", "-"},
	{"u", "y", "- ch n nh p t u"},
	{"u", "ya", "-"},
	{"u", "yê", "n t"},
})

// quRimes holds the rimes after q by their spelling without the u.
var quRimes = rimeTable([][3]string{
	{"u", "a", "- c ch m n ng nh p t i y o u"},
	{"u", "ă", "c m n ng p t"},
	{"u", "â", "n ng t y"},
	{"u", "e", "- n o t"},
	{"u", "ê", "- ch n nh t u"},
	{"u", "i", "- n nh t"}, // the other spelling of quy, quýnh, quýt
	{"u", "ô", "c"},
	{"u", "ơ", "-"},
	{"u", "y", "- ch n nh t"},
	{"u", "yê", "n t"},
})

func rimeTable(rows [][3]string) map[string]rime {
	table := map[string]rime{}
	for _, row := range rows {
		glide, nucleus := row[0], row[1]
		for coda := range strings.FieldsSeq(row[2]) {
			coda = strings.TrimPrefix(coda, "-")
			spelling := glide + nucleus + coda
			if rows[0][0] == "u" { // the rimes of qu, whose u is known
				spelling = nucleus + coda
			}
			table[spelling] = rime{glide, nucleus, coda}
		}
	}
	return table
}
