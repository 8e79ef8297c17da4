package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/qr"
	"tracuu/web/target"
)

// warnChanged tells which codes of an old printing should not go on a wall
// again, which open something else than their posters say, and whether they
// carry a former address.
func (f *folder) warnChanged(ctx context.Context, w io.Writer, p data.Print, public address, day data.Date) error {
	if p.Host != public.host {
		fmt.Fprintf(w, "Lưu ý: mã của bản in này mang tên miền %s, nay là %s.\n", p.Host, public.host)
	}
	t, err := target.NewReader(ctx, f.store, public.url)
	if err != nil {
		return err
	}
	for _, one := range p.Posters {
		l, err := f.store.Link(ctx, one.Code)
		if err != nil {
			return err
		}
		change := target.Closed(l, day).String()
		if change == "" {
			if change, err = changeOf(ctx, f.store, t, l, one.Title, p.Created); err != nil {
				return err
			}
		}
		if change != "" {
			fmt.Fprintf(w, "Lưu ý: %s: %s\n", qr.Code(one.Code).Print(), change)
		}
	}
	return nil
}

// changeOf tells what has become of a code since a poster with this title was
// printed, empty if it opens what the poster says.
func changeOf(ctx context.Context, store *sqlite.DB, t *target.Reader, l data.Link, title string, printed time.Time) (string, error) {
	history, err := store.LinkHistory(ctx, l.Code)
	if err != nil {
		return "", err
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
		return fmt.Sprintf("tờ in ghi %q, nay mã dẫn tới %s: %s", title, target.Text(l.Target), gone.Reason.String()), nil
	case err != nil:
		return "", err
	case target.OfHistory(then) == target.Text(a.Target) && (a.Unnamed() || sheetOf(a).Title == strings.TrimPrefix(title, sampleMark)):
		return "", nil
	}
	return fmt.Sprintf("tờ in ghi %q, nay mã mở %s (%s)", title, target.Text(a.Target), a.Title), nil
}
