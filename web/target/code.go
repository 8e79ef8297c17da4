package target

import (
	"context"
	"errors"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web"
	"tracuu/web/format"
)

// Code finds what a person means by a target and answers its code, made on
// first need.
func (t *Reader) Code(ctx context.Context, typed string, day data.Date, by data.Edit) (Aim, data.Link, error) {
	a, err := t.Find(ctx, typed)
	if err != nil {
		return a, data.Link{}, err
	}
	if a, err = t.Live(ctx, a); err != nil {
		return a, data.Link{}, err
	}
	if err := t.Usable(ctx, a, 0, day); err != nil {
		return a, data.Link{}, err
	}
	link, err := t.EnsureCode(ctx, a, 0, by)
	return a, link, err
}

// EnsureCode is the code that a poster of a at a place carries: the one the
// person named, unless another place is meant, else that of the target there,
// made on first need.
func (t *Reader) EnsureCode(ctx context.Context, a Aim, placement int64, by data.Edit) (data.Link, error) {
	if a.names(placement) {
		return *a.Link, nil
	}
	return web.Coder{Store: t.Store, PublicURL: t.PublicURL}.Ensure(ctx, a.Target, placement, by)
}

// names reports whether the person has named the very code for a place.
func (a Aim) names(placement int64) bool {
	return a.Link != nil && (placement == 0 || placement == a.Link.PlacementID)
}

// Usable refuses a code that exists already and would not open, with an
// *Error.
func (t *Reader) Usable(ctx context.Context, a Aim, placement int64, day data.Date) error {
	link := a.Link
	if !a.names(placement) {
		known, err := t.Store.TargetLink(ctx, a.Target, placement)
		if errors.Is(err, data.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		link = &known
	}
	if why := Closed(*link, day); why != (Reason{}) {
		return &Error{qr.Code(link.Code).Print(), why}
	}
	return nil
}

// Closed tells why a code should not be printed on that day; the zero Reason
// if it may be. One whose first day is to come may: walls are prepared
// beforehand.
func Closed(l data.Link, day data.Date) Reason {
	code := qr.Code(l.Code).Print()
	switch l.Standing(day) {
	case data.StandingPaused:
		return Reason{"mã đang tạm dừng", "; mở lại bằng: tracuu link resume " + code}
	case data.StandingRetired:
		return Reason{"mã đã thu hồi", "; dùng lại bằng: tracuu link resume " + code}
	case data.StandingExpired:
		return Reason{"mã đã hết hạn ngày " + format.Day(l.Until), "; gia hạn bằng: tracuu link dates " + code + " --until NGÀY"}
	}
	return Reason{}
}
