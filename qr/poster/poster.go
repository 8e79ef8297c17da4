// Package poster draws the sheets that codes are printed on: posters, desk
// cards, labels and lists, as PDF files of vector symbols and selectable text.
//
// A [Document] is all that a file is made of; [Procedure] and [Article] write
// its sheets, a [Checker] tells beforehand which of them can be drawn, [Write]
// draws it as one PDF and [WriteZIP] as one PDF a sheet.
//
// What is promised:
//
//   - Nothing is written unless every symbol has been read back from the
//     finished bytes.
//   - Equal documents give equal bytes.
//   - Names are set whole, whatever their length, and never over anything
//     else; only labels shorten those that would need more than five lines or
//     type below 6.5 points.
//   - Type is never smaller than 10 points on A4, 14 on A3, 7 on A5, lists and
//     offline cards, 6.5 on labels and 6 on desk cards.
//   - A symbol with its quiet zone is at least 150 mm wide on A3, 100 on A4, 70
//     on A5, 50 on offline cards, 45 on desk cards and 28 on labels and lists.
//     It is black on white, and its modules are whole dots of a printer of 300
//     dpi: sheets are to be printed at 100 %.
package poster

import (
	"strings"

	"tracuu/data"
)

// Layout is a kind of sheet.
type Layout string

// The layouts.
const (
	A3       Layout = "a3"
	A4       Layout = "a4"
	A5       Layout = "a5"
	Desk     Layout = "desk"     // a card that stands folded on a desk, two faces of A6
	Labels24 Layout = "labels24" // 3×8 labels of 70×37 mm on A4
	Labels14 Layout = "labels14" // 2×7 labels of 99.1×38.1 mm on A4
	List     Layout = "list"     // up to 12 codes of one field or office on A4
	Card     Layout = "card"     // a symbol that holds the text itself, for places without a network
)

// label is the layout's name for people.
func (l Layout) label() string {
	switch l {
	case A3, A4, A5:
		return strings.ToUpper(string(l))
	case Desk:
		return "thẻ để bàn"
	case Labels24:
		return "nhãn 24 ô"
	case Labels14:
		return "nhãn 14 ô"
	case List:
		return "danh sách"
	case Card:
		return "thẻ ngoại tuyến"
	}
	return string(l)
}

// MaxEntries is how many codes a sheet of layout List holds.
const MaxEntries = 12

// Labels is how many labels a sheet of the layout has, 0 if it is no label
// sheet.
func (l Layout) Labels() int { return labelGrids[l].count() }

// Document is all that a file is made of. Equal documents give equal bytes, so
// a printing is repeated by keeping its document, which marshals to JSON.
type Document struct {
	Layout    Layout            `json:"layout"`
	PublicURL string            `json:"public_url"`        // https://host, see qr.ValidatePublicURL
	Issued    data.Date         `json:"issued"`            // printed as the date of issue, and the file's own date
	Start     int               `json:"start,omitempty"`   // label sheets: place of the first label, from 1; 0 is 1
	English   bool              `json:"english,omitempty"` // fixed texts in English too, and each sheet's English line
	Bleed     bool              `json:"bleed,omitempty"`   // 3 mm more on every side, with crop marks
	Cover     bool              `json:"cover,omitempty"`   // first a list of what was printed
	Sheets    []Sheet           `json:"sheets"`            // one a poster, label or card
	Crests    map[string][]byte `json:"crests,omitempty"`  // PNG files by the key that issuers name, see Crest
}

// Sheet is what one poster says. Texts are as the record has them: drawing
// cleans, measures and fits them.
type Sheet struct {
	Code      string  `json:"code"`                // the short code, 8 symbols
	Title     string  `json:"title"`               // what the code leads to
	English   string  `json:"english,omitempty"`   // one line in English under the title; empty: none
	Gain      string  `json:"gain,omitempty"`      // one plain line: what one gets
	Number    string  `json:"number,omitempty"`    // the procedure's code
	Facts     []Fact  `json:"facts,omitempty"`     // a short box, left out whole where it does not fit
	Issuer    Issuer  `json:"issuer"`              // who hangs it up
	Placement string  `json:"placement,omitempty"` // where it hangs
	Entries   []Entry `json:"entries,omitempty"`   // layout List: the codes of the sheet; Code, Gain, Number and Facts are not used
	CardText  string  `json:"card_text,omitempty"` // layout Card: what the symbol holds, see CardText
}

// Fact is a line of the box: papers, fee, time.
type Fact struct {
	Label string   `json:"label"`
	Lines []string `json:"lines"`
}

// Entry is a line of a list poster.
type Entry struct {
	Code   string `json:"code"`
	Title  string `json:"title"`
	Number string `json:"number,omitempty"`
}

// Issuer is the agency a poster speaks for.
type Issuer struct {
	Name    string `json:"name,omitempty"`
	Colour  string `json:"colour,omitempty"` // "#0a5a50"
	Crest   string `json:"crest,omitempty"`  // key in Document.Crests
	Address string `json:"address,omitempty"`
	Hours   string `json:"hours,omitempty"`
	Phone   string `json:"phone,omitempty"`
}
