package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"tracuu/data"
	"tracuu/qr"
)

// reprint draws a printing again as it was, and tells what has changed since.
func (c *posterCmd) reprint(ctx context.Context, e *env, f *folder, public address) error {
	p, doc, err := f.printing(ctx, c.Reprint)
	if err != nil {
		return err
	}
	out, err := createOutput(c.Out)
	if err != nil {
		return err
	}
	defer out.discard()
	if err := c.draw(e, out, doc); err != nil {
		return err
	}
	if err := out.keep(); err != nil {
		return err
	}
	if err := f.store.AddReprint(ctx, p.ID, edit(c.By, "").Who); err != nil {
		return fmt.Errorf("đã ghi %s nhưng không ghi sổ được lần in lại: %w", c.Out, err)
	}
	if err := f.warnChanged(ctx, e.stderr, p, public, today(e)); err != nil { // the file is there and good
		fmt.Fprintf(e.stderr, "Lưu ý: không so được bản in này với dữ liệu hiện nay, hãy quét thử trước khi treo. [%v]\n", err)
	}
	if c.JSON {
		codes, err := printedCodes(doc.PublicURL, p.Posters)
		if err != nil {
			return err
		}
		return printJSON(e.stdout, printResult{
			Print: p.ID, File: c.Out, Layout: doc.Layout, Host: p.Host, Issued: p.Issued, Sheets: len(doc.Sheets),
			Codes: codes, Skipped: []data.Reject{},
		})
	}
	_, err = fmt.Fprintf(e.stdout, "Đã ghi lại bản in số %d vào %s: %s.\n", p.ID, c.Out, countText(doc, len(p.Posters)))
	return err
}

// warnChanged tells which codes of an old printing should not go on a wall
// again, which open something else than their posters say, and whether they
// carry a former address.
func (f *folder) warnChanged(ctx context.Context, w io.Writer, p data.Print, public address, day data.Date) error {
	if p.Host != public.host {
		fmt.Fprintf(w, "Lưu ý: mã của bản in này mang tên miền %s, nay là %s.\n", p.Host, public.host)
	}
	t, err := f.targets(ctx, public)
	if err != nil {
		return err
	}
	for _, one := range p.Posters {
		l, err := f.store.Link(ctx, one.Code)
		if err != nil {
			return err
		}
		change := closedReason(l, day)
		if change == "" {
			if change, err = t.changeOf(ctx, l, one.Title, p.Created); err != nil {
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
func (t *targets) changeOf(ctx context.Context, l data.Link, title string, printed time.Time) (string, error) {
	history, err := t.store.LinkHistory(ctx, l.Code)
	if err != nil {
		return "", err
	}
	then := "" // what the code led to, as the history writes it
	for _, h := range history {
		if (h.Action == data.LinkCreated || h.Action == data.LinkRetargeted) && !h.At.After(printed) {
			then = h.To
		}
	}
	a, err := t.load(ctx, l.Target)
	if err == nil {
		a, err = t.live(ctx, a)
	}
	var gone *targetError
	plain := drafter{cmd: new(posterCmd)} // no flag changes a name
	switch {
	case errors.As(err, &gone):
		return fmt.Sprintf("tờ in ghi %q, nay mã dẫn tới %s: %s", title, targetText(l.Target), gone.reason), nil
	case err != nil:
		return "", err
	case historyTarget(then) == targetText(a.Target) && (a.unnamed() || plain.sheet(a).Title == title):
		return "", nil
	}
	return fmt.Sprintf("tờ in ghi %q, nay mã mở %s (%s)", title, targetText(a.Target), a.Title), nil
}
