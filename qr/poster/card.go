package poster

import (
	"strings"

	"tracuu/qr"
)

// A card is a sheet of A5 whose symbol holds the text itself, which stands
// below it too: for places without a network. Sizes are in millimetres.
const (
	cardWidth  = 148.5
	cardHeight = 210.0
	cardBand   = 19.0
	cardMargin = 11.0
	cardGutter = 6.0 // between symbol and what stands beside it
	cardSmall  = 7.5

	cardModule = 0.75 // width of a module where there is room
	cardLeast  = 0.5  // and where there is not
	cardSymbol = 66.0 // least side of the symbol
)

// card is a card whose parts are measured.
type card struct {
	width, height         float64
	title                 block
	claim, how, text, end part
	side                  float64 // of the symbol
}

// drawCard draws a card and gives the symbols of its page. What would be
// small on A5 goes onto A4.
func (p *printing) drawCard(t *typesetter, s sheet) ([]*qr.Symbol, error) {
	d, ok := p.measureCard(t, s, cardWidth, cardHeight, 9)
	if !ok {
		if d, ok = p.measureCard(t, s, wallWidth, wallHeight, 7); !ok {
			return nil, invalid("nội dung dài quá, không vừa một tờ A4; hãy rút ngắn")
		}
	}
	c := t.newCanvas(d.width, d.height, 1, p.Bleed)
	c.masthead(s, p.pictures[s.Issuer.Crest], 0, cardBand, cardMargin, []float64{16, 14, 12, 10, 9, 8})
	y := c.block(cardMargin, cardBand+7, d.title, black)
	y = d.claim.put(c, cardMargin, y+2) + 3
	c.framed(s.target.symbol, cardMargin, y, d.side, 0.7, s.colour)
	d.how.put(c, cardMargin+d.side+cardGutter, y+(d.side-d.how.height)/2)
	d.text.put(c, cardMargin, y+d.side+4)
	d.end.put(c, cardMargin, d.height-8-d.end.height)
	return c.close()
}

// measureCard finds the largest symbol and type, of at least so many points,
// for a card on paper of a size.
func (p *printing) measureCard(t *typesetter, s sheet, width, height, least float64) (d card, ok bool) {
	d.width, d.height = width, height
	column := width - 2*cardMargin
	ladder := []step{{26, 1}, {22, 2}, {19, 2}, {16, 3}, {14, 3}, {12, 4}, {11, 5}, {10, 6}, {9, 0}, {8, 0}, {7, 0}}
	if d.title, ok = t.fit(t.words(span{bold, s.Title}), ladder, 1.16, column, height/4); !ok || d.title.size < least {
		return d, false
	}
	d.claim = paragraph(t.set(t.words(span{bold, wordsOffline}), 12, 1.25, column), black)
	if p.English {
		d.claim = stack(0, d.claim, t.note(regular, englishOffline, cardSmall, column, 2, ink))
	}
	d.end = p.cardFoot(t, s, column)
	room := height - 8 - d.end.height - 4 - (cardBand + 7 + d.title.height() + 2 + d.claim.height + 3)
	modules := float64(s.target.symbol.Size + 2*qr.QuietZone)
	lines := s.lines
	if len(lines) > 1 && strings.EqualFold(lines[0], s.Title) {
		lines = lines[1:] // stands above already
	}
	for _, module := range []float64{cardModule, 0.65, 0.57, cardLeast} {
		d.side = max(cardSymbol, modules*module)
		d.how = part{}
		if beside := column - d.side - cardGutter; beside > 35 {
			d.how = p.cardSteps(t, s, beside)
		} else if beside < -cardGutter {
			continue
		}
		if d.text, ok = t.cardText(lines, column, room-d.side-4, least); ok {
			return d, true
		}
	}
	return d, false
}

// cardText sets the lines of the card in the largest size that fits a
// height.
func (t *typesetter) cardText(lines []string, width, height, least float64) (part, bool) {
	for _, size := range []float64{14, 13, 12, 11, 10, 9, 8, 7.5, 7} {
		if size < least {
			break
		}
		var parts []part
		for _, l := range lines {
			parts = append(parts, paragraph(t.set(t.words(span{regular, l}), size, 1.28, width), black))
		}
		if all := stack(size*0.08, parts...); all.height <= height {
			return all, true
		}
	}
	return part{}, false
}

// cardSteps says how to read the symbol, and where the text is kept up to
// date.
func (p *printing) cardSteps(t *typesetter, s sheet, width float64) part {
	parts := []part{
		paragraph(t.set(t.words(span{bold, wordsScan}), 16, 1.2, width), black),
		paragraph(t.set(t.words(span{regular, wordsScanLine + wordsShows}), 11, 1.3, width), black),
	}
	if s.target.code != "" {
		parts = append(parts, stack(0.5,
			paragraph(t.set(t.words(span{regular, wordsOnline}), 9, 1.3, width), black),
			t.addressLine(p, s.target, []step{{12, 2}, {11, 2}, {10, 2}, {9, 2}, {8, 2}, {7, 0}}, width)))
	}
	return stack(3, parts...)
}

// cardFoot says that the symbol leads nowhere, when it was printed, and whom
// to ask.
func (p *printing) cardFoot(t *typesetter, s sheet, width float64) part {
	line := wordsNoLink + " " + p.provenance(s)
	return ruled(width, stack(0.4,
		paragraph(t.set(t.words(span{regular, line}), cardSmall, 1.3, width), black),
		t.contact(s.Issuer, cardSmall, width)))
}
