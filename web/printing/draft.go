package printing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/qr/poster"
	"tracuu/web/target"
)

// Draft is an order that has been looked up.
type Draft struct {
	Printer
	Order Order
	Picks []Pick   // what can be printed, in the order's order
	Bad   []Bad    // what cannot
	Notes []string // what people should read first

	Document poster.Document // what Make has made; before, without sheets
	Posters  []data.Printed  // one a code, set by Make
	Again    int             // how many picks Make has dropped, being of a code that was there already

	reader  *target.Reader
	agency  data.Agency // the one the order names, if it does
	title   string      // of lists
	checker *poster.Checker
	issuers map[string]poster.Issuer // by an agency's slug
}

// newDraft begins a document.
func (p Printer) newDraft(ctx context.Context, o Order) (*Draft, error) {
	if o.Issued == "" {
		o.Issued = p.today()
	}
	d := &Draft{
		Printer: p, Order: o, title: cmp.Or(o.Title, "Tra cứu bằng mã QR"), issuers: map[string]poster.Issuer{},
		Document: poster.Document{
			Layout: o.Layout, PublicURL: p.PublicURL, Issued: o.Issued, Start: o.Start,
			English: o.English, Bleed: o.Bleed, Cover: o.Cover, Crests: map[string][]byte{},
		},
	}
	var err error
	if d.reader, err = target.NewReader(ctx, p.Store, p.PublicURL); err != nil {
		return nil, err
	}
	if o.Agency != "" {
		if d.agency, err = target.FindAgency(ctx, p.Store, o.Agency); err != nil {
			return nil, err
		}
	}
	switch {
	case o.Title != "":
	case o.Field != "":
		field, err := target.FindField(ctx, p.Store, o.Field)
		if err != nil {
			return nil, err
		}
		d.title = field.Name
	case o.Agency != "" && o.selects():
		d.title = d.agency.Name
	}
	d.checker, err = poster.NewChecker(d.Document)
	return d, err
}

// Make makes the codes and places that are missing and writes the sheets. A
// code that was asked for twice is printed once: Picks are then those of
// Posters.
func (d *Draft) Make(ctx context.Context) error {
	var picked []Pick
	var codes []string
	seen, places := map[string]bool{}, map[data.Placement]data.Placement{}
	for _, p := range d.Picks {
		var err error
		if p.Place, err = d.ensurePlace(ctx, places, p.Place); err != nil {
			return err
		}
		link, err := d.reader.EnsureCode(ctx, p.Aim, p.Place.ID, d.Order.By)
		if err != nil {
			return err
		}
		if seen[link.Code] {
			continue
		}
		seen[link.Code] = true
		picked, codes = append(picked, p), append(codes, link.Code)
	}
	d.Again, d.Picks = len(d.Picks)-len(picked), picked
	return d.compose(picked, codes)
}

// ensurePlace is a place as it is kept, made or noted anew on first need.
func (d *Draft) ensurePlace(ctx context.Context, places map[data.Placement]data.Placement, p data.Placement) (data.Placement, error) {
	if p.Label() == "" || p.ID != 0 && p.Note == "" {
		return p, nil
	}
	if known, ok := places[p]; ok {
		return known, nil
	}
	kept, err := d.Store.EnsurePlacement(ctx, p)
	places[p] = kept
	return kept, err
}

// compose writes the sheets of picks, the codes being theirs.
func (d *Draft) compose(picks []Pick, codes []string) error {
	d.Document.Sheets, d.Posters = nil, nil
	lists := map[int64]*list{}
	for i, p := range picks {
		sheet := p.Sheet
		sheet.Code = codes[i]
		d.Posters = append(d.Posters, data.Printed{
			Code: sheet.Code, Title: sheet.Title, Placement: sheet.Placement,
			Layout: string(d.Order.Layout), Host: d.Host, Issued: d.Order.Issued,
		})
		if d.Order.Layout == poster.List {
			d.addEntry(lists, p.Place.ID, sheet)
			continue
		}
		var err error
		if sheet.CardText, _, err = d.cardText(p.Aim, sheet.Issuer, sheet.Code); err != nil {
			return err
		}
		d.Document.Sheets = append(d.Document.Sheets, slices.Repeat([]poster.Sheet{sheet}, max(d.Order.Copies, 1))...)
	}
	d.finishLists(lists)
	return nil
}

// sampleMark stands before the titles of sample content on paper.
const sampleMark = "(Nội dung mẫu) "

// draft is what the sheet of a target at a place says, checked as it will be
// drawn. The error is a [data.ErrInvalid] or [poster.ErrNoCard] if there can be
// no such sheet; left is what a card has no room for. Nothing is written.
func (d *Draft) draft(ctx context.Context, a target.Aim, place data.Placement) (s poster.Sheet, left []string, err error) {
	s = d.sheet(a)
	if a.Sample() { // the sheet itself has to say so, wherever it ends up
		s.Title = sampleMark + s.Title
	}
	s.Placement = place.Label()
	if s.Issuer, err = d.issuer(ctx, a, place); err != nil {
		return s, nil, err
	}
	if s.CardText, left, err = d.cardText(a, s.Issuer, anyCode); err != nil {
		return s, nil, err
	}
	err = d.check(s)
	if house := (poster.Issuer{Name: d.House}); err != nil && place.Agency == "" && d.agency.Slug == "" && s.Issuer != house {
		// The name that a record has for its agency may be a whole paragraph.
		plain := s
		if plain.Issuer = house; d.check(plain) == nil {
			return plain, left, nil
		}
	}
	return s, left, err
}

// anyCode stands for a code that is yet to be made; all are as long.
const anyCode = "00000000"

// check tries to draw a sheet, on a list of its own if that is the layout.
func (d *Draft) check(s poster.Sheet) error {
	s.Code = anyCode
	if d.Order.Layout == poster.List {
		s = poster.Sheet{
			Title: d.title, Placement: s.Placement, Issuer: s.Issuer,
			Entries: []poster.Entry{{Code: s.Code, Title: s.Title, Number: s.Number}},
		}
	}
	return d.checker.Check(s)
}

// sheet is what a poster of a target says in this printing: what has no name of
// its own may be given one.
func (d *Draft) sheet(a target.Aim) poster.Sheet {
	s := sheetOf(a)
	if a.Unnamed() && d.Order.Title != "" && d.Order.Layout != poster.List {
		s.Title = d.Order.Title
	}
	return s
}

// sheetOf is what a poster of a target says by itself.
func sheetOf(a target.Aim) poster.Sheet {
	switch {
	case a.Procedure != nil:
		return poster.Procedure(*a.Procedure)
	case a.Article != nil:
		return poster.Article(*a.Article)
	}
	s := poster.Sheet{Title: a.Title}
	switch a.Kind {
	case data.KindField:
		s.Gain = "Mọi thủ tục của lĩnh vực: giấy tờ, lệ phí, thời hạn và nơi nộp"
	case data.KindAgency:
		s.Gain = "Mọi thủ tục của cơ quan: giấy tờ, lệ phí, thời hạn và nơi nộp"
	}
	return s
}

// cardText is what the symbol of a card holds, and what it has no room for;
// other layouts have none.
func (d *Draft) cardText(a target.Aim, issuer poster.Issuer, code string) (text string, left []string, err error) {
	switch {
	case d.Order.Layout != poster.Card:
		return "", nil, nil
	case a.Procedure == nil:
		return "", nil, fmt.Errorf("%w: thẻ chữ chỉ làm được cho thủ tục; hãy chọn khổ khác", poster.ErrNoCard)
	}
	payload, err := qr.Payload(d.PublicURL, qr.Code(code))
	if err != nil {
		return "", nil, err
	}
	return poster.CardText(*a.Procedure, issuer.Phone, payload)
}

// issuer is the agency a poster speaks for: that of its place, else the one
// the order names, else the procedure's own.
func (d *Draft) issuer(ctx context.Context, a target.Aim, place data.Placement) (poster.Issuer, error) {
	var agency data.Agency
	var err error
	switch {
	case place.Agency != "":
		if agency, err = d.Store.AgencyByName(ctx, place.Agency); errors.Is(err, data.ErrNotFound) {
			return poster.Issuer{Name: place.Agency}, nil // it is made with its place
		}
	case d.agency.Slug != "":
		agency = d.agency
	case a.Kind == data.KindAgency:
		agency, err = d.Store.Agency(ctx, a.Key)
	case a.Procedure != nil:
		_, agency, err = d.Store.ProcedurePlaces(ctx, a.Procedure.Code)
	}
	if err != nil || agency.Slug == "" {
		return poster.Issuer{Name: d.House}, err
	}
	if known, ok := d.issuers[agency.Slug]; ok {
		return known, nil
	}
	slug := agency.Slug
	if agency, err = d.Store.Heir(ctx, slug); err != nil {
		return poster.Issuer{}, err
	}
	issuer := poster.Issuer{
		Name: strings.TrimRight(agency.Name, ". "), Colour: agency.Colour, Crest: agency.Crest,
		Address: agency.Address, Hours: agency.Hours, Phone: agency.Phone,
	}
	if agency.Crest != "" {
		if d.Document.Crests[agency.Crest], err = d.Store.Image(ctx, agency.Crest); err != nil {
			return issuer, err
		}
	}
	d.issuers[slug] = issuer
	return issuer, nil
}
