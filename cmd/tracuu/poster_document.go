package main

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

// drafter writes the sheets of a document.
type drafter struct {
	folder  *folder
	cmd     *posterCmd
	env     *env
	public  address
	house   string      // who speaks where no agency does
	agency  data.Agency // the one the flag names, if it does
	title   string      // of lists
	by      data.Edit
	doc     poster.Document
	checker *poster.Checker
	posters []data.Printed
	lists   map[int64]*list          // by place
	issuers map[string]poster.Issuer // by an agency's slug
	places  map[data.Placement]data.Placement
}

// newDrafter begins a document.
func (c *posterCmd) newDrafter(ctx context.Context, e *env, f *folder, public address, house string, day data.Date) (*drafter, error) {
	d := &drafter{
		folder: f, cmd: c, env: e, public: public, house: house, by: edit(c.By, ""), title: cmp.Or(c.Title, "Tra cứu bằng mã QR"),
		lists: map[int64]*list{}, issuers: map[string]poster.Issuer{}, places: map[data.Placement]data.Placement{},
		doc: poster.Document{
			Layout: poster.Layout(c.Layout), PublicURL: public.url, Issued: day, Start: c.Start,
			English: c.English, Bleed: c.Bleed, Cover: c.Cover, Crests: map[string][]byte{},
		},
	}
	var err error
	if c.Agency != "" {
		if d.agency, err = target.FindAgency(ctx, f.store, c.Agency); err != nil {
			return nil, err
		}
	}
	switch {
	case c.Title != "":
	case c.Field != "":
		field, err := target.FindField(ctx, f.store, c.Field)
		if err != nil {
			return nil, err
		}
		d.title = field.Name
	case c.Agency != "" && c.selects():
		d.title = d.agency.Name
	}
	d.checker, err = poster.NewChecker(d.doc)
	return d, err
}

// document makes the codes that are missing and writes the sheets. A code that
// was asked for twice is printed once: printed are the picks in the order of
// d.posters.
func (d *drafter) document(ctx context.Context, picked []pick) (printed []pick, err error) {
	t, err := target.NewReader(ctx, d.folder.store, d.public.url)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range picked {
		place, err := d.place(ctx, p.place)
		if err != nil {
			return nil, err
		}
		link, err := t.EnsureCode(ctx, p.aim, place.ID, d.by)
		if err != nil {
			return nil, err
		}
		if seen[link.Code] {
			continue
		}
		seen[link.Code] = true
		printed = append(printed, p)
		if err := d.add(p, place.ID, link.Code); err != nil {
			return nil, err
		}
	}
	if n := len(picked) - len(printed); n > 0 {
		fmt.Fprintf(d.env.stderr, "Lưu ý: %d đích ghi trùng; mỗi mã chỉ in một lần. Cần nhiều bản giống nhau thì thêm --copies.\n", n)
	}
	d.finishLists()
	return printed, nil
}

// sampleMark stands before the titles of sample content on paper.
const sampleMark = "(Nội dung mẫu) "

// list is a list as it grows, on as many sheets as it takes.
type list struct {
	sheets []int // places in the document
	issuer poster.Issuer
	mixed  bool // the entries are of several agencies
}

// draft is what the sheet of a target at a place says, checked as it will be
// drawn. The error is a [data.ErrInvalid] or [poster.ErrNoCard] if there can be
// no such sheet. Nothing is written.
func (d *drafter) draft(ctx context.Context, a target.Aim, place data.Placement) (s poster.Sheet, err error) {
	s = d.sheet(a)
	if a.Sample() { // the sheet itself has to say so, wherever it ends up
		s.Title = sampleMark + s.Title
	}
	s.Placement = place.Label()
	if s.Issuer, err = d.issuer(ctx, a, place); err != nil {
		return s, err
	}
	if s.CardText, _, err = d.cardText(a, s.Issuer, anyCode); err != nil {
		return s, err
	}
	err = d.check(s)
	if house := (poster.Issuer{Name: d.house}); err != nil && place.Agency == "" && d.agency.Slug == "" && s.Issuer != house {
		// The name that a record has for its agency may be a whole paragraph.
		plain := s
		if plain.Issuer = house; d.check(plain) == nil {
			return plain, nil
		}
	}
	return s, err
}

// anyCode stands for a code that is yet to be made; all are as long.
const anyCode = "00000000"

// check tries to draw a sheet, on a list of its own if that is the layout.
func (d *drafter) check(s poster.Sheet) error {
	s.Code = anyCode
	if d.doc.Layout == poster.List {
		s = poster.Sheet{
			Title: d.title, Placement: s.Placement, Issuer: s.Issuer,
			Entries: []poster.Entry{{Code: s.Code, Title: s.Title, Number: s.Number}},
		}
	}
	return d.checker.Check(s)
}

// add writes the sheet of a pick, or its line of a list.
func (d *drafter) add(p pick, place int64, code string) error {
	sheet := p.sheet
	sheet.Code = code
	d.posters = append(d.posters, data.Printed{
		Code: code, Title: sheet.Title, Placement: sheet.Placement,
		Layout: d.cmd.Layout, Host: d.public.host, Issued: d.doc.Issued,
	})
	if d.doc.Layout == poster.List {
		d.addEntry(place, sheet)
		return nil
	}
	text, left, err := d.cardText(p.aim, sheet.Issuer, code)
	if err != nil {
		return err
	}
	for _, part := range left {
		fmt.Fprintf(d.env.stderr, "Lưu ý: thẻ của %s không đủ chỗ hoặc không ghi chắc được %s; thẻ chỉ chỗ hỏi.\n", p.aim.Key, part)
	}
	sheet.CardText = text
	d.doc.Sheets = append(d.doc.Sheets, slices.Repeat([]poster.Sheet{sheet}, max(d.cmd.Copies, 1))...)
	return nil
}

// addEntry puts a line on the list of its place.
func (d *drafter) addEntry(place int64, s poster.Sheet) {
	l := d.lists[place]
	if l == nil {
		l = &list{issuer: s.Issuer}
		d.lists[place] = l
	}
	l.mixed = l.mixed || l.issuer != s.Issuer
	if n := len(l.sheets); n == 0 || len(d.doc.Sheets[l.sheets[n-1]].Entries) == poster.MaxEntries {
		l.sheets = append(l.sheets, len(d.doc.Sheets))
		d.doc.Sheets = append(d.doc.Sheets, poster.Sheet{Title: d.title, Placement: s.Placement})
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

// sheet is what a poster of a target says in this printing: what has no name of
// its own may be given one.
func (d *drafter) sheet(a target.Aim) poster.Sheet {
	s := sheetOf(a)
	if a.Unnamed() && d.cmd.Title != "" && d.doc.Layout != poster.List {
		s.Title = d.cmd.Title
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

// selects reports whether the flags choose procedures, rather than a person
// who names them.
func (c *posterCmd) selects() bool { return len(c.Targets) == 0 && c.List == "" && c.Placements == "" }

// cardText is what the symbol of a card holds, and what it has no room for;
// other layouts have none.
func (d *drafter) cardText(a target.Aim, issuer poster.Issuer, code string) (text string, left []string, err error) {
	switch {
	case d.doc.Layout != poster.Card:
		return "", nil, nil
	case a.Procedure == nil:
		return "", nil, fmt.Errorf("%w: thẻ chữ chỉ làm được cho thủ tục; hãy chọn khổ khác", poster.ErrNoCard)
	}
	payload, err := qr.Payload(d.public.url, qr.Code(code))
	if err != nil {
		return "", nil, err
	}
	return poster.CardText(*a.Procedure, issuer.Phone, payload)
}

// issuer is the agency a poster speaks for: that of its place, else the one
// the flag names, else the procedure's own.
func (d *drafter) issuer(ctx context.Context, a target.Aim, place data.Placement) (poster.Issuer, error) {
	var agency data.Agency
	var err error
	switch {
	case place.Agency != "":
		if agency, err = d.folder.store.AgencyByName(ctx, place.Agency); errors.Is(err, data.ErrNotFound) {
			return poster.Issuer{Name: place.Agency}, nil // it is made with its place
		}
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
