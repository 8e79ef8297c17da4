package printing

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/target"
)

// Change is a poster of a former printing that should not go on a wall again,
// or says something else than its code opens.
type Change struct {
	data.Printed
	target.Reason
}

// Changed tells what has changed since a printing.
func (p Printer) Changed(ctx context.Context, kept data.Print) (changes []Change, err error) {
	t, err := target.NewReader(ctx, p.Store, p.PublicURL)
	if err != nil {
		return nil, err
	}
	for _, one := range kept.Posters {
		l, err := p.Store.Link(ctx, one.Code)
		if err != nil {
			return nil, err
		}
		why := target.Closed(l, p.today())
		if why == (target.Reason{}) {
			if why, err = p.changeOf(ctx, t, l, one.Title, kept.Created); err != nil {
				return nil, err
			}
		}
		if why != (target.Reason{}) {
			changes = append(changes, Change{one, why})
		}
	}
	return changes, nil
}

// changeOf tells what has become of a code since a poster with this title was
// printed; the zero Reason if it opens what the poster says.
func (p Printer) changeOf(ctx context.Context, t *target.Reader, l data.Link, title string, printed time.Time) (why target.Reason, err error) {
	history, err := p.Store.LinkHistory(ctx, l.Code)
	if err != nil {
		return why, err
	}
	then := "" // what the code led to, as the history writes it
	for _, h := range history {
		if (h.Action == data.LinkCreated || h.Action == data.LinkRetargeted) && !h.At.After(printed) {
			then = h.To
		}
	}
	a, err := t.Load(ctx, l.Target)
	if err == nil {
		a, err = t.Live(ctx, a)
	}
	var gone *target.Error
	switch {
	case errors.As(err, &gone):
		why = gone.Reason
		why.What = fmt.Sprintf("tờ in ghi %q, nay mã dẫn tới %s: %s", title, target.Text(l.Target), why.What)
		return why, nil
	case err != nil:
		return why, err
	case target.OfHistory(then) == target.Text(a.Target) && (a.Unnamed() || sheetOf(a).Title == strings.TrimPrefix(title, sampleMark)):
		return why, nil
	}
	why.What = fmt.Sprintf("tờ in ghi %q, nay mã mở %s (%s)", title, target.Text(a.Target), a.Title)
	return why, nil
}
