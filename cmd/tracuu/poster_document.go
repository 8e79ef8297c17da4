package main

import (
	"context"
	"fmt"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/qr/poster"
)

// listEntries is how many codes a list holds.
const listEntries = 12

// drafter writes the sheets of a document.
type drafter struct {
	folder  *folder
	cmd     *posterCmd
	env     *env
	public  address
	house   string      // who speaks where no agency does
	agency  data.Agency // the one the flag names, if it does
	by      data.Edit
	doc     poster.Document
	posters []data.Printed
	lists   map[listKey]*list
	issuers map[string]poster.Issuer // by an agency's slug
	places  map[data.Placement]data.Placement
}

// document makes the codes that are missing and writes the sheets. posters are
// in the order of picked.
func (c *posterCmd) document(ctx context.Context, e *env, f *folder, picked []pick, public address, house string, day data.Date) (poster.Document, []data.Printed, error) {
	d := drafter{
		folder: f, cmd: c, env: e, public: public, house: house, by: edit(c.By, ""),
		lists: map[listKey]*list{}, issuers: map[string]poster.Issuer{}, places: map[data.Placement]data.Placement{},
		doc: poster.Document{
			Layout: poster.Layout(c.Layout), PublicURL: public.url, Issued: day, Start: c.Start,
			English: c.English, Bleed: c.Bleed, Cover: c.Cover, Crests: map[string][]byte{},
		},
	}
	if c.Agency != "" {
		var err error
		if d.agency, err = f.findAgency(ctx, c.Agency); err != nil {
			return d.doc, nil, err
		}
	}
	for _, p := range picked {
		if err := d.add(ctx, p); err != nil {
			return d.doc, nil, err
		}
	}
	d.finishLists()
	return d.doc, d.posters, nil
}

// listKey is what the entries of one list have in common.
type listKey struct {
	title string
	place int64
}

// list is a list as it grows, on as many sheets as it takes.
type list struct {
	sheets []int // places in the document
	issuer poster.Issuer
	mixed  bool // the entries are of several agencies
}

// add writes the sheet of a pick, or its line of a list.
func (d *drafter) add(ctx context.Context, p pick) error {
	place, err := d.place(ctx, p.place)
	if err != nil {
		return err
	}
	issuer, err := d.issuer(ctx, p.aim, place)
	if err != nil {
		return err
	}
	link, err := d.folder.ensureCode(ctx, p.aim, place.ID, d.public, d.by)
	if err != nil {
		return err
	}
	sheet := d.sheet(p.aim)
	if p.aim.sample() { // the sheet itself has to say so, wherever it ends up
		sheet.Title = "(Nội dung mẫu) " + sheet.Title
	}
	sheet.Code, sheet.Issuer, sheet.Placement = link.Code, issuer, place.Label()
	d.posters = append(d.posters, data.Printed{
		Code: link.Code, Title: sheet.Title, Placement: sheet.Placement,
		Layout: d.cmd.Layout, Host: d.public.host, Issued: d.doc.Issued,
	})
	switch d.doc.Layout {
	case poster.List:
		d.addEntry(listKey{d.listTitle(p.aim), place.ID}, sheet)
		return nil
	case poster.Card:
		if sheet.CardText, err = d.cardText(p.aim, issuer, link.Code); err != nil {
			return err
		}
	}
	d.doc.Sheets = append(d.doc.Sheets, sheet)
	return nil
}

// addEntry puts a line on the list it belongs to.
func (d *drafter) addEntry(key listKey, s poster.Sheet) {
	l := d.lists[key]
	if l == nil {
		l = &list{issuer: s.Issuer}
		d.lists[key] = l
	}
	l.mixed = l.mixed || l.issuer != s.Issuer
	if n := len(l.sheets); n == 0 || len(d.doc.Sheets[l.sheets[n-1]].Entries) == listEntries {
		l.sheets = append(l.sheets, len(d.doc.Sheets))
		d.doc.Sheets = append(d.doc.Sheets, poster.Sheet{Title: key.title, Placement: s.Placement})
	}
	last := &d.doc.Sheets[l.sheets[len(l.sheets)-1]]
	last.Entries = append(last.Entries, poster.Entry{Code: s.Code, Title: s.Title, Number: s.Number})
}

// finishLists numbers the sheets of each list and names the agency that all of
// its entries are of.
func (d *drafter) finishLists() {
	for _, l := range d.lists {
		for i, at := range l.sheets {
			s := &d.doc.Sheets[at]
			if !l.mixed {
				s.Issuer = l.issuer
			}
			if len(l.sheets) > 1 {
				s.Title = fmt.Sprintf("%s (%d/%d)", s.Title, i+1, len(l.sheets))
			}
		}
	}
}

// place is a place as it is kept, made or noted anew on first need.
func (d *drafter) place(ctx context.Context, p data.Placement) (data.Placement, error) {
	if p.Label() == "" || p.ID != 0 && p.Note == "" {
		return p, nil
	}
	if known, ok := d.places[p]; ok {
		return known, nil
	}
	kept, err := d.folder.store.EnsurePlacement(ctx, p)
	d.places[p] = kept
	return kept, err
}

// sheet is what a poster of a target says.
func (d *drafter) sheet(a aim) poster.Sheet {
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
	case data.KindPage, data.KindAddress:
		if d.cmd.Title != "" && d.doc.Layout != poster.List {
			s.Title = d.cmd.Title
		}
	}
	return s
}

// listTitle is the name of the list that a target stands in.
func (d *drafter) listTitle(a aim) string {
	switch {
	case d.cmd.Title != "":
		return d.cmd.Title
	case d.cmd.Agency != "" && d.cmd.Field == "" && d.cmd.selects():
		return d.agency.Name
	case a.Procedure != nil && a.Procedure.Field != "":
		return a.Procedure.Field
	case a.Article != nil:
		return "Tin tức"
	}
	return d.house
}

// selects reports whether the flags choose procedures, rather than a person
// who names them.
func (c *posterCmd) selects() bool { return len(c.Targets) == 0 && c.List == "" && c.Placements == "" }

// cardText is what the symbol of a card holds.
func (d *drafter) cardText(a aim, issuer poster.Issuer, code string) (string, error) {
	payload, err := qr.Payload(d.public.url, qr.Code(code))
	if err != nil {
		return "", err
	}
	text, left, err := poster.CardText(*a.Procedure, issuer.Phone, payload)
	if err != nil {
		return "", err
	}
	for _, part := range left {
		fmt.Fprintf(d.env.stderr, "Lưu ý: thẻ của %s không đủ chỗ hoặc không ghi chắc được %s; thẻ chỉ chỗ hỏi.\n", a.Key, part)
	}
	return text, nil
}

// issuer is the agency a poster speaks for: that of its place, else the one
// the flag names, else the procedure's own.
func (d *drafter) issuer(ctx context.Context, a aim, place data.Placement) (poster.Issuer, error) {
	var agency data.Agency
	var err error
	switch {
	case place.Agency != "":
		agency, err = d.folder.store.AgencyByName(ctx, place.Agency)
	case d.agency.Slug != "":
		agency = d.agency
	case a.Kind == data.KindAgency:
		agency, err = d.folder.store.Agency(ctx, a.Key)
	case a.Procedure != nil:
		_, agency, err = d.folder.store.ProcedurePlaces(ctx, a.Procedure.Code)
	}
	if err != nil || agency.Slug == "" {
		return poster.Issuer{Name: d.house}, err
	}
	if known, ok := d.issuers[agency.Slug]; ok {
		return known, nil
	}
	slug := agency.Slug
	if agency, err = d.folder.store.Heir(ctx, slug); err != nil {
		return poster.Issuer{}, err
	}
	issuer := poster.Issuer{
		Name: strings.TrimRight(agency.Name, ". "), Colour: agency.Colour, Crest: agency.Crest,
		Address: agency.Address, Hours: agency.Hours, Phone: agency.Phone,
	}
	if agency.Crest != "" {
		if d.doc.Crests[agency.Crest], err = d.folder.store.Image(ctx, agency.Crest); err != nil {
			return issuer, err
		}
	}
	d.issuers[slug] = issuer
	return issuer, nil
}

// cardReason tells why no card can be made of a target, empty if one can.
func cardReason(a aim, public address) string {
	if a.Procedure == nil {
		return "thẻ chữ chỉ làm được cho thủ tục; hãy chọn khổ khác"
	}
	const anyCode = "/Q/00000000" // all codes are as long
	if _, _, err := poster.CardText(*a.Procedure, "", public.url+anyCode); err != nil {
		return err.Error()
	}
	return ""
}
