package poster

import (
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// cleaner makes text printable: what the fonts cannot show never reaches the
// page, nor what a reader cannot see.
type cleaner struct {
	font *sfnt.Font
	buf  sfnt.Buffer
	seen map[rune]bool // whether the font has a glyph
}

func newCleaner(ttf []byte) (*cleaner, error) {
	font, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, err
	}
	return &cleaner{font: font, seen: make(map[rune]bool)}, nil
}

// line gives s in NFC as one line with single spaces. Control, bidi and
// zero-width marks, emoji and combining marks that belong to no letter are
// dropped; letters without a glyph are replaced by their compatibility form
// ("，" by ",") or dropped.
func (c *cleaner) line(s string) string {
	var b strings.Builder
	space := false
	write := func(r rune) {
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "")) {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Z, r):
			space = true
		case c.prints(r):
			write(r)
		case !unicode.IsPrint(r) || unicode.Is(unicode.M, r):
		default:
			for _, f := range fold(r) {
				if c.prints(f) {
					write(f)
				}
			}
		}
	}
	return b.String()
}

// lines gives s as [cleaner.line] does, but keeps its line ends; lines without
// anything on them are dropped.
func (c *cleaner) lines(s string) []string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = c.line(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// prints reports whether r is shown as one glyph of its own. Runes beyond
// U+FFFF are none to fpdf, which writes UCS-2.
func (c *cleaner) prints(r rune) bool {
	if r > 0xFFFF || !unicode.IsPrint(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Co, r) || pictogram(r) {
		return false
	}
	has, ok := c.seen[r]
	if !ok {
		glyph, err := c.font.GlyphIndex(&c.buf, r)
		has = err == nil && glyph != 0
		c.seen[r] = has
	}
	return has
}

// pictogram reports whether r is an emoji or a picture rather than a sign of
// writing such as °, © or ™.
func pictogram(r rune) bool {
	return r > 0xFF && unicode.Is(unicode.So, r) && r != '№' && r != '™' && r != '℃'
}

// fold gives what may stand for r.
func fold(r rune) string {
	switch r {
	case '‐', '‑', '﹣', '－':
		return "-"
	case '‒', '―':
		return "–"
	case '、':
		return ","
	case '。':
		return "."
	}
	if f := norm.NFKC.String(string(r)); f != string(r) {
		return f
	}
	return ""
}
