package poster

import (
	"strings"
)

// part is something measured that can be drawn where there is room. The zero
// part is nothing and takes no room.
type part struct {
	height float64
	draw   func(x, y float64)
}

// put draws a part with its upper left corner at x and y, and gives the height
// below it.
func (p part) put(x, y float64) float64 {
	if p.draw != nil {
		p.draw(x, y)
	}
	return y + p.height
}

// stack puts parts below each other, with gap between those that are there.
func stack(gap float64, parts ...part) part {
	var there []part
	height := 0.0
	for _, p := range parts {
		if p.height > 0 {
			if len(there) > 0 {
				height += gap
			}
			there = append(there, p)
			height += p.height
		}
	}
	if len(there) == 0 {
		return part{}
	}
	return part{height, func(x, y float64) {
		for _, p := range there {
			y = p.put(x, y) + gap
		}
	}}
}

// paragraph is a block as a part.
func (c *canvas) paragraph(b block, tint colour) part {
	return part{b.height(), func(x, y float64) { c.block(x, y, b, tint) }}
}

// note is a paragraph that is left out where it would take more lines than
// it is worth.
func (c *canvas) note(f face, text string, size, width float64, lines int, tint colour) part {
	if text == "" {
		return part{}
	}
	b := c.set(c.words(span{f, text}), size, 1.25, width)
	if len(b.lines) > lines {
		return part{}
	}
	return c.paragraph(b, tint)
}

// masthead fills a band with the agency's colour and sets its name on it,
// behind its crest. The crest stands on white, whatever its own colours are.
func (c *canvas) masthead(s sheet, crest *picture, top, bottom, margin float64, ladder []float64) {
	c.band(top, bottom, s.colour)
	height := bottom - top
	if s.colour.line() != s.colour {
		c.rule(0, bottom, c.width, bottom, 0.5, black)
	}
	x, pad := margin, height/7
	if crest != nil {
		tile := height - 2*pad
		c.rounded(x, top+pad, tile, tile, tile/10, white)
		c.image(*crest, x+tile/12, top+pad+tile/12, tile*5/6, tile*5/6)
		x += tile + pad*1.2
	}
	name := s.Issuer.Name
	if name == "" {
		name = wordsNoAgency
	}
	b, ok := c.fit(c.words(span{bold, name}), sizes(ladder...), 1.16, c.width-margin-x, height-pad)
	if !ok {
		c.fault("tên cơ quan dài quá, không vừa đầu tờ; hãy dùng tên ngắn hơn")
	}
	c.block(x, top+(height-b.height())/2, b, on(s.colour))
}

// factBox is the box of papers, fee and time: a line of headings over their
// lines, the first heading with the most room. The box is nothing where there
// are no facts.
func (c *canvas) factBox(facts []Fact, width, size, pad float64) part {
	if len(facts) == 0 {
		return part{}
	}
	label := 0.0
	for _, f := range facts {
		label = max(label, c.typesetter.width(bold, f.Label)*size*mmPerPoint)
	}
	label = min(label, width/4)
	textWidth := width - 2*pad - label - pad
	var rows []part
	for _, f := range facts {
		head := c.set(c.words(span{bold, f.Label}), size, 1.25, label)
		var lines []part
		for _, l := range f.Lines {
			b := c.set(c.words(span{regular, l}), size, 1.25, textWidth)
			lines = append(lines, c.paragraph(b, black))
		}
		body := stack(size*0.08, lines...)
		rows = append(rows, part{max(head.height(), body.height), func(x, y float64) {
			c.block(x, y, head, black)
			body.put(x+label+pad, y)
		}})
	}
	all := stack(size*0.2, rows...)
	return part{all.height + 2*pad, func(x, y float64) {
		c.rect(x, y, width, all.height+2*pad, faint)
		c.rect(x, y, 1.2, all.height+2*pad, black)
		all.put(x+pad+0.8, y+pad)
	}}
}

// genuine is how to tell a genuine code from a forgery.
func (c *canvas) genuine(p *printing, t target, size, width float64) part {
	words := c.words(span{regular, wordsGenuine})
	words = append(words, c.address(bold, p.host)...)
	words = stop(c, words, ".")
	if t.code != "" {
		words = append(words, c.words(span{regular, wordsPasted})...)
		words = append(words, c.address(bold, p.checkAddress(t))...)
		words = append(words, c.words(span{regular, wordsAsk})...)
	}
	out := []part{c.paragraph(c.set(words, size, 1.3, width), black)}
	if p.English {
		words := c.words(span{regular, englishGenuine})
		words = append(words, c.address(bold, p.host)...)
		out = append(out, c.paragraph(c.set(stop(c, words, "."), size, 1.3, width), ink))
	}
	return stack(0, out...)
}

// stop sets a full stop right behind the last word, in the regular face.
func stop(c *canvas, words []word, sign string) []word {
	return append(words, word{regular, sign, c.typesetter.width(regular, sign), true})
}

// contact is the line of the issuing office.
func contact(i Issuer) string {
	var there []string
	for _, text := range []string{i.Address, i.Hours, i.Phone} {
		if text != "" {
			there = append(there, text)
		}
	}
	return strings.Join(there, " · ")
}
