package poster

import "math"

// part is something measured that can be drawn where there is room. The zero
// part is nothing and takes no room.
type part struct {
	height float64
	draw   func(c *canvas, x, y float64)
}

// put draws a part with its upper left corner at x and y, and gives the height
// below it.
func (p part) put(c *canvas, x, y float64) float64 {
	if p.draw != nil {
		p.draw(c, x, y)
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
	return part{height, func(c *canvas, x, y float64) {
		for _, p := range there {
			y = p.put(c, x, y) + gap
		}
	}}
}

// paragraph is a block as a part.
func paragraph(b block, tint colour) part {
	return part{b.height(), func(c *canvas, x, y float64) { c.block(x, y, b, tint) }}
}

// note is a paragraph that is left out where it would take more lines than
// it is worth.
func (t *typesetter) note(f face, text string, size, width float64, lines int, tint colour) part {
	if text == "" {
		return part{}
	}
	b := t.set(t.words(span{f, text}), size, 1.25, width)
	if len(b.lines) > lines {
		return part{}
	}
	return paragraph(b, tint)
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

// factBox is the box of papers, fee and time: the first fact, which is the
// longest, on the left, the others below each other on the right, in the shares
// that take the least height. The box is nothing where there are no facts.
func (t *typesetter) factBox(facts []Fact, width, size, pad float64) part {
	if len(facts) == 0 {
		return part{}
	}
	inner := width - 2*pad
	if len(facts) == 1 {
		return boxed(t.fact(facts[0], inner, size), width, pad)
	}
	var best part
	for _, share := range []float64{0.6, 0.5, 0.4} {
		left := (inner - pad) * share
		first := t.fact(facts[0], left, size)
		var rest []part
		for _, f := range facts[1:] {
			rest = append(rest, t.fact(f, inner-pad-left, size))
		}
		others := stack(size*0.12, rest...)
		both := part{max(first.height, others.height), func(c *canvas, x, y float64) {
			first.put(c, x, y)
			others.put(c, x+left+pad, y)
		}}
		if best.height == 0 || both.height < best.height-0.1 {
			best = both
		}
	}
	return boxed(best, width, pad)
}

// boxed is a part on a light ground, with a bar on its left that is seen where
// the ground is not.
func boxed(p part, width, pad float64) part {
	height := p.height + 2*pad
	return part{height, func(c *canvas, x, y float64) {
		c.rect(x, y, width, height, faint)
		c.rect(x, y, 1.2, height, black)
		p.put(c, x+pad, y+pad)
	}}
}

// fact is a heading over its lines.
func (t *typesetter) fact(f Fact, width, size float64) part {
	const indent = 3.5
	parts := []part{paragraph(t.set(t.words(span{bold, f.Label}), size, 1.3, width), black)}
	for _, l := range f.Lines {
		if len(f.Lines) == 1 {
			parts = append(parts, paragraph(t.set(t.words(span{regular, l}), size, 1.25, width), black))
			continue
		}
		b := t.set(t.words(span{regular, l}), size, 1.25, width-indent)
		bullet := t.set(t.words(span{regular, "•"}), size, 1.25, width)
		parts = append(parts, part{b.height(), func(c *canvas, x, y float64) {
			c.block(x, y, bullet, black)
			c.block(x+indent, y, b, black)
		}})
	}
	return stack(0, parts...)
}

// genuine is how to tell a genuine code from a forgery, in English too if asked.
func (t *typesetter) genuine(p *printing, link target, size, width float64, english bool) part {
	domain := t.words(span{regular, wordsGenuine})
	domain = append(domain, t.words(span{bold, p.host})...)
	parts := []part{paragraph(t.set(stop(t, domain, "."), size, 1.3, width), black)}
	pasted := t.words(span{regular, wordsPastedAsk})
	if link.code != "" {
		pasted = t.words(span{regular, wordsPasted})
		pasted = append(pasted, t.words(span{bold, p.checkAddress(link)})...)
		pasted = append(pasted, t.words(span{regular, wordsAsk})...)
	}
	parts = append(parts, paragraph(t.set(pasted, size, 1.3, width), black))
	if english {
		words := t.words(span{regular, englishGenuine})
		words = append(words, t.words(span{bold, p.host})...)
		parts = append(parts, paragraph(t.set(stop(t, words, "."), size, 1.3, width), ink))
	}
	return stack(0, parts...)
}

// stop sets a full stop right behind the last word, in the regular face.
func stop(t *typesetter, words []word, sign string) []word {
	return append(words, word{regular, sign, t.width(regular, sign), true})
}

// between parts what stands on one line; it never begins one.
const between = "\u00a0· "

// contact is the issuing office's address, hours and telephone, side by side
// where they fit on a line.
func (t *typesetter) contact(i Issuer, size, width float64) part {
	var lines []string
	for _, text := range []string{i.Address, i.Hours, i.Phone} {
		last := len(lines) - 1
		switch {
		case text == "":
		case last >= 0 && t.width(regular, lines[last]+between+text)*size*mmPerPoint <= width:
			lines[last] += between + text
		default:
			lines = append(lines, text)
		}
	}
	var parts []part
	for _, l := range lines {
		parts = append(parts, t.note(regular, l, size, width, 2, black))
	}
	return stack(0, parts...)
}

// addressLine is the short address in text, in the largest size of a ladder
// that suits any code: all of a document look alike.
func (t *typesetter) addressLine(p *printing, link target, ladder []step, width float64) part {
	widest := target{code: "MMMMMMMM"}
	b, _ := t.fit(t.address(bold, p.address(widest)), ladder, 1.2, width, math.Inf(1))
	return paragraph(t.set(t.address(bold, p.address(link)), b.size, b.leading, width), black)
}

// ruled is a part with a rule above it.
func ruled(width float64, p part) part {
	const above = 2.5
	return part{p.height + above, func(c *canvas, x, y float64) {
		c.rule(x, y, x+width, y, 0.4, black)
		p.put(c, x, y+above)
	}}
}

// provenance is when a sheet was printed, of what and for where.
func (p *printing) provenance(s sheet) string {
	line := p.printed()
	for _, text := range []string{s.Number, s.Placement} {
		if text != "" {
			line += between + text
		}
	}
	return line
}

// gain is what one gets: of a procedure that is its result, which is said.
func (s sheet) gain() string {
	if s.Gain == "" || s.Number == "" {
		return s.Gain
	}
	return wordsResult + " " + s.Gain
}
