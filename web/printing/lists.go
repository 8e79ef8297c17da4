package printing

import (
	"fmt"

	"tracuu/qr/poster"
)

// list is a list as it grows, on as many sheets as it takes.
type list struct {
	sheets []int // places in the document
	issuer poster.Issuer
	mixed  bool // the entries are of several agencies
}

// addEntry puts a line on the list of its place.
func (d *Draft) addEntry(lists map[int64]*list, place int64, s poster.Sheet) {
	l := lists[place]
	if l == nil {
		l = &list{issuer: s.Issuer}
		lists[place] = l
	}
	l.mixed = l.mixed || l.issuer != s.Issuer
	sheets := &d.Document.Sheets
	if n := len(l.sheets); n == 0 || len((*sheets)[l.sheets[n-1]].Entries) == poster.MaxEntries {
		l.sheets = append(l.sheets, len(*sheets))
		*sheets = append(*sheets, poster.Sheet{Title: d.title, Placement: s.Placement})
	}
	last := &(*sheets)[l.sheets[len(l.sheets)-1]]
	last.Entries = append(last.Entries, poster.Entry{Code: s.Code, Title: s.Title, Number: s.Number})
}

// finishLists numbers the sheets of each list and names the agency that all of
// its entries are of.
func (d *Draft) finishLists(lists map[int64]*list) {
	for _, l := range lists {
		for i, at := range l.sheets {
			s := &d.Document.Sheets[at]
			if !l.mixed {
				s.Issuer = l.issuer
			}
			if len(l.sheets) > 1 {
				s.Title = fmt.Sprintf("%s (%d/%d)", s.Title, i+1, len(l.sheets))
			}
		}
	}
}
