package printing

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tracuu/data"
	"tracuu/qr/poster"
	"tracuu/web/target"
)

// Look looks up all that is ordered. It writes nothing.
func (p Printer) Look(ctx context.Context, o Order) (*Draft, error) {
	d, err := p.newDraft(ctx, o)
	if err != nil {
		return nil, err
	}
	items := o.Items
	if o.selects() {
		if items, err = p.selected(ctx, o); err != nil {
			return nil, err
		}
	}
	day := p.today()
	for _, item := range items {
		places := []data.Placement{item.Place}
		if item.Place == (data.Placement{}) && len(o.Places) > 0 {
			places = o.Places
		}
		aim, err := d.aim(ctx, item)
		for _, place := range places {
			var pick Pick
			if err == nil {
				pick, err = d.look(ctx, aim, place, day)
			}
			var unusable *target.Error
			if errors.As(err, &unusable) {
				d.Bad = append(d.Bad, bad(item, unusable))
				if aim.Kind == "" { // it is nothing at any place
					break
				}
				err = nil
				continue
			}
			if err != nil {
				return nil, err
			}
			if aim.Followed != "" {
				d.note("%s", aim.FollowedNote())
				aim.Followed = "" // told once
			}
			for _, part := range pick.left {
				d.note("thẻ của %s không đủ chỗ hoặc không ghi chắc được %s; thẻ chỉ chỗ hỏi.", aim.Key, part)
			}
			d.Picks = append(d.Picks, pick)
		}
	}
	return d, nil
}

func bad(item Item, err *target.Error) Bad {
	b := Bad{item.Source, item.Line, err.Typed, err.Reason}
	if item.Typed != "" {
		b.Typed = target.Shorten(item.Typed)
	}
	return b
}

// aim finds what an item means; the zero Aim comes with an error.
func (d *Draft) aim(ctx context.Context, item Item) (a target.Aim, err error) {
	if item.Reason != "" {
		return a, target.Unfit(item.Typed, item.Reason)
	}
	if a, err = d.reader.Find(ctx, item.Typed); err == nil {
		a, err = d.reader.Live(ctx, a)
	}
	if err != nil {
		return target.Aim{}, err
	}
	return a, nil
}

// look tells what a poster of a at a place says, if it may be printed.
func (d *Draft) look(ctx context.Context, a target.Aim, place data.Placement, day data.Date) (p Pick, err error) {
	p.Aim = a
	if place == (data.Placement{}) && a.Link != nil && a.Link.PlacementID != 0 {
		p.Place, err = d.Store.Placement(ctx, a.Link.PlacementID)
	} else {
		p.Place, err = d.knownPlace(ctx, place)
	}
	if err != nil {
		return p, err
	}
	if p.Place.ID != 0 || p.Place.Label() == "" { // nothing hangs at a new place
		if err := d.reader.Usable(ctx, p.Aim, p.Place.ID, day); err != nil {
			return p, err
		}
	}
	p.Sheet, p.left, err = d.draft(ctx, p.Aim, p.Place)
	if errors.Is(err, data.ErrInvalid) || errors.Is(err, poster.ErrNoCard) {
		return p, target.Unfit(target.Text(p.Aim.Target), err.Error())
	}
	return p, err
}

// knownPlace is a place with its number if it is in the store; it makes none.
// A note that is not empty is the one it will bear.
func (d *Draft) knownPlace(ctx context.Context, p data.Placement) (data.Placement, error) {
	if p.ID != 0 || p.Label() == "" {
		return p, nil
	}
	known, err := d.Store.FindPlacement(ctx, p)
	if errors.Is(err, data.ErrNotFound) {
		return p, nil
	}
	if p.Note != "" {
		known.Note = p.Note
	}
	return known, err
}

// selected names the shown procedures in force that an order chooses, by name.
func (p Printer) selected(ctx context.Context, o Order) (items []Item, err error) {
	take := func(ps []data.ProcedureRow) {
		for _, row := range ps {
			if row.Status == data.StatusActive && (o.Level == "" || slices.Contains(row.Levels, o.Level)) {
				items = append(items, Item{Typed: row.Code})
			}
		}
	}
	switch {
	case o.Field != "":
		field, err := target.FindField(ctx, p.Store, o.Field)
		if err != nil {
			return nil, err
		}
		err = pages(take, func(offset, limit int) ([]data.ProcedureRow, error) {
			_, ps, err := p.Store.FieldProcedures(ctx, field.Slug, offset, limit)
			return ps, err
		})
		if err != nil || o.Agency == "" {
			return items, err
		}
		ofField := items
		items = nil
		if err := p.ofAgency(ctx, o.Agency, take); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(ofField, func(i Item) bool { return !slices.Contains(items, i) }), nil
	case o.Agency != "":
		err = p.ofAgency(ctx, o.Agency, take)
		return items, err
	}
	err = pages(take, func(offset, limit int) ([]data.ProcedureRow, error) {
		_, ps, err := p.Store.LevelProcedures(ctx, o.Level, offset, limit)
		return ps, err
	})
	return items, err
}

func (p Printer) ofAgency(ctx context.Context, name string, take func([]data.ProcedureRow)) error {
	a, err := target.FindAgency(ctx, p.Store, name)
	if err != nil {
		return err
	}
	return pages(take, func(offset, limit int) ([]data.ProcedureRow, error) {
		_, ps, err := p.Store.AgencyProcedures(ctx, a.Slug, offset, limit)
		return ps, err
	})
}

// pages takes a list that comes page by page.
func pages(take func([]data.ProcedureRow), page func(offset, limit int) ([]data.ProcedureRow, error)) error {
	const limit = 500
	for offset := 0; ; offset += limit {
		ps, err := page(offset, limit)
		if err != nil {
			return err
		}
		take(ps)
		if len(ps) < limit {
			return nil
		}
	}
}

// note keeps a sentence that people should read before they print, once.
func (d *Draft) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(d.Notes, text) {
		d.Notes = append(d.Notes, text)
	}
}
