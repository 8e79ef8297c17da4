package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/qr/poster"
	"tracuu/web/target"
)

// pick is one thing to print, where it will hang and what its sheet says; the
// sheet has no code yet.
type pick struct {
	aim   target.Aim
	place data.Placement // the zero Placement: none
	sheet poster.Sheet
}

// unnamed reports whether a pick leads to something without a name of its own.
func (p pick) unnamed() bool { return p.aim.Unnamed() }

// order is one thing somebody asked for, before it is looked up.
type order struct {
	source string // the file, empty on the command line
	line   int
	typed  string
	place  data.Placement
	reason string // why it cannot be read, empty if it can
}

// pick looks up all that the command line asks for. What cannot be printed is
// in bad, each with its line and why.
func (d *drafter) pick(ctx context.Context) (picked []pick, bad []data.Reject, err error) {
	c, e, f := d.cmd, d.env, d.folder
	t, err := target.NewReader(ctx, f.store, d.public.url)
	if err != nil {
		return nil, nil, err
	}
	orders, err := c.orders(ctx, e, f)
	if err != nil {
		return nil, nil, err
	}
	if c.Placement != "" {
		place, err := d.flagPlace(ctx)
		if err != nil {
			return nil, nil, err
		}
		for i := range orders {
			orders[i].place = place
		}
	}
	day := today(e)
	for _, o := range orders {
		p, err := d.look(ctx, t, o, day)
		var unusable *target.Error
		switch {
		case errors.As(err, &unusable):
			code := unusable.Typed
			if o.typed != "" {
				code = target.Shorten(o.typed)
			}
			bad = append(bad, data.Reject{Source: o.source, Line: o.line, Code: code, Reason: unusable.Reason.String()})
			continue
		case err != nil:
			return nil, nil, err
		}
		if p.aim.Followed != "" {
			fmt.Fprintln(e.stderr, p.aim.FollowedNote())
		}
		picked = append(picked, p)
	}
	return picked, bad, nil
}

// look finds what an order means and whether a poster of it may be printed.
func (d *drafter) look(ctx context.Context, t *target.Reader, o order, day data.Date) (p pick, err error) {
	if o.reason != "" {
		return p, target.Unfit(o.typed, o.reason)
	}
	if p.aim, err = t.Find(ctx, o.typed); err != nil {
		return p, err
	}
	if p.aim, err = t.Live(ctx, p.aim); err != nil {
		return p, err
	}
	if o.place == (data.Placement{}) && p.aim.Link != nil && p.aim.Link.PlacementID != 0 {
		p.place, err = d.folder.store.Placement(ctx, p.aim.Link.PlacementID)
	} else {
		p.place, err = d.folder.knownPlace(ctx, o.place)
	}
	if err != nil {
		return p, err
	}
	if p.place.ID != 0 || p.place.Label() == "" { // nothing hangs at a new place
		if err := t.Usable(ctx, p.aim, p.place.ID, day); err != nil {
			return p, err
		}
	}
	p.sheet, err = d.draft(ctx, p.aim, p.place)
	if errors.Is(err, data.ErrInvalid) || errors.Is(err, poster.ErrNoCard) {
		return p, target.Unfit(target.Text(p.aim.Target), err.Error())
	}
	return p, err
}

// orders lists what is asked for, in its order.
func (c *posterCmd) orders(ctx context.Context, e *env, f *folder) (out []order, err error) {
	switch {
	case c.List != "":
		return c.listed(e)
	case c.Placements != "":
		src, err := ingest.Open(ctx, c.Placements, e.stdin)
		if err != nil {
			return nil, err
		}
		defer src.Close()
		for row, err := range ingest.Placements(ctx, src, true) {
			if err != nil {
				return nil, err
			}
			o := order{source: src.Name, line: row.Line, typed: row.Target, place: row.Placement}
			if row.Reject != nil {
				o.reason = row.Reject.Reason
			}
			out = append(out, o)
		}
		return out, nil
	case len(c.Targets) > 0:
		for _, t := range c.Targets {
			out = append(out, order{typed: t})
		}
		return out, nil
	}
	codes, err := c.selected(ctx, f)
	for _, code := range codes {
		out = append(out, order{typed: code})
	}
	return out, err
}

// commentRE is a comment: a # within a target is none.
var commentRE = regexp.MustCompile(`(?:^|\s)#.*$`)

// listed reads a file of one target a line. What stands behind a # at the start
// of a word is a comment.
func (c *posterCmd) listed(e *env) (out []order, err error) {
	in := e.stdin
	if c.List != "-" {
		file, err := os.Open(c.List)
		if err != nil {
			return nil, fmt.Errorf("--list: không đọc được tệp %s; hãy kiểm tra đường dẫn và quyền đọc", c.List)
		}
		defer file.Close()
		in = file
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<10)
	n := 0
	for lines.Scan() {
		n++
		text := commentRE.ReplaceAllString(strings.TrimPrefix(lines.Text(), "\ufeff"), "")
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, order{source: c.List, line: n, typed: text})
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s, dòng %d: dòng quá dài; mỗi dòng chỉ ghi một đích", c.List, n+1)
	} else if err != nil {
		return nil, fmt.Errorf("%s: không đọc tiếp được: %w", c.List, err)
	}
	return out, nil
}

// selected lists the codes of the shown procedures in force that --field,
// --agency and --level choose together, by name.
func (c *posterCmd) selected(ctx context.Context, f *folder) (codes []string, err error) {
	take := func(ps []data.ProcedureRow) {
		for _, p := range ps {
			if p.Status == data.StatusActive && (c.Level == "" || slices.Contains(p.Levels, data.Level(c.Level))) {
				codes = append(codes, p.Code)
			}
		}
	}
	switch {
	case c.Field != "":
		field, err := target.FindField(ctx, f.store, c.Field)
		if err != nil {
			return nil, err
		}
		err = pages(take, func(offset, limit int) ([]data.ProcedureRow, error) {
			_, ps, err := f.store.FieldProcedures(ctx, field.Slug, offset, limit)
			return ps, err
		})
		if err != nil || c.Agency == "" {
			return codes, err
		}
		ofField := codes
		codes = nil
		if err := c.ofAgency(ctx, f, take); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(ofField, func(code string) bool { return !slices.Contains(codes, code) }), nil
	case c.Agency != "":
		err = c.ofAgency(ctx, f, take)
		return codes, err
	}
	err = pages(take, func(offset, limit int) ([]data.ProcedureRow, error) {
		_, ps, err := f.store.LevelProcedures(ctx, data.Level(c.Level), offset, limit)
		return ps, err
	})
	return codes, err
}

func (c *posterCmd) ofAgency(ctx context.Context, f *folder, take func([]data.ProcedureRow)) error {
	a, err := target.FindAgency(ctx, f.store, c.Agency)
	if err != nil {
		return err
	}
	return pages(take, func(offset, limit int) ([]data.ProcedureRow, error) {
		_, ps, err := f.store.AgencyProcedures(ctx, a.Slug, offset, limit)
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
