package poster

import (
	"strings"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
)

// face is one of the two fonts.
type face uint8

const (
	regular face = iota
	bold
)

// mmPerPoint is a typographic point in millimetres.
const mmPerPoint = 25.4 / 72

// span is text in one face. Text is one line and clean.
type span struct {
	face face
	text string
}

// word is what a line is not broken within. Its width is in ems, so that one
// measuring serves every size.
type word struct {
	face   face
	text   string
	em     float64
	joined bool // stands right behind the word before, without a space
}

// typesetter measures text as readers of the file will lay it out: with the
// widths that fpdf writes into it.
type typesetter struct {
	pdf    *fpdf.Fpdf
	widths [2][]uint16 // thousandths of an em by rune, by face; 0: not asked yet
}

const family = "liberation"

func newTypesetter(pdf *fpdf.Fpdf) *typesetter {
	return &typesetter{pdf, [2][]uint16{make([]uint16, 0x10000), make([]uint16, 0x10000)}}
}

// use makes f at size points the current font of the file.
func (t *typesetter) use(f face, size float64) {
	style := ""
	if f == bold {
		style = "B"
	}
	t.pdf.SetFont(family, style, size)
}

// width is the width of clean text in ems.
func (t *typesetter) width(f face, text string) float64 {
	sum := 0
	for _, r := range text {
		w := &t.widths[f][r]
		if *w == 0 {
			t.use(f, 10)
			*w = uint16(t.pdf.GetStringSymbolWidth(string(r)))
		}
		sum += int(*w)
	}
	return float64(sum) / 1000
}

// words measures the words of a paragraph. A no-break space, which only texts of
// our own have, keeps two of them together and is set as a space.
func (t *typesetter) words(spans ...span) []word {
	var words []word
	for _, s := range spans {
		for text := range strings.SplitSeq(s.text, " ") {
			if text == "" {
				continue
			}
			text = strings.ReplaceAll(text, "\u00a0", " ")
			words = append(words, word{face: s.face, text: text, em: t.width(s.face, text)})
		}
	}
	return words
}

// address measures a web address as two words that may be parted: host, and
// the path with the short code.
func (t *typesetter) address(f face, text string) []word {
	host, path, _ := strings.Cut(text, "/")
	words := []word{{f, host, t.width(f, host), false}}
	if path != "" {
		path = "/" + path
		words = append(words, word{f, path, t.width(f, path), true})
	}
	return words
}

// within cuts the words that are wider than limit ems into pieces that are
// not, at signs where there are any: before a dot or slash, so that no line
// seems to end a sentence, and behind others. A single letter is never cut.
func (t *typesetter) within(words []word, limit float64) []word {
	var pieces []word
	for _, w := range words {
		for w.em > limit && utf8.RuneCountInString(w.text) > 1 {
			head := t.head(w, limit)
			pieces = append(pieces, word{w.face, w.text[:head], t.width(w.face, w.text[:head]), w.joined})
			w = word{w.face, w.text[head:], t.width(w.face, w.text[head:]), true}
		}
		pieces = append(pieces, w)
	}
	return pieces
}

// head is the number of bytes of w that are set within limit.
func (t *typesetter) head(w word, limit float64) int {
	used, end, sign := 0.0, 0, 0
	for i, r := range w.text {
		if (r == '.' || r == '/') && i > 0 {
			sign = i
		}
		used += t.width(w.face, string(r))
		if i > 0 && used > limit {
			break
		}
		end = i + utf8.RuneLen(r)
		if r == '-' || r == '_' || r == ',' || r == ';' {
			sign = end
		}
	}
	if sign > end/2 && sign < len(w.text) {
		return sign
	}
	return end
}
