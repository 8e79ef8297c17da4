package main

import (
	"context"
	"fmt"
	"os"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/qr/poster"
	"tracuu/web/printing"
)

// printer prints from the folder.
func (f *folder) printer(e *env, public address, province string) printing.Printer {
	return printing.Printer{Store: f.store, PublicURL: public.url, Host: public.host, House: printing.House(province), Now: e.now}
}

// order is what the command line asks for.
func (c *posterCmd) order(ctx context.Context, e *env, f *folder, day data.Date) (o printing.Order, err error) {
	o = printing.Order{
		Field: c.Field, Agency: c.Agency, Level: data.Level(c.Level),
		Layout: poster.Layout(c.Layout), Issued: day, Start: c.Start, Copies: c.Copies,
		English: c.English, Bleed: c.Bleed, Cover: c.Cover, Title: c.Title, By: edit(c.By, ""),
	}
	if c.Placement != "" {
		place, err := c.flagPlace(ctx, f)
		if err != nil {
			return o, err
		}
		o.Places = []data.Placement{place}
	}
	if c.List != "" || c.Placements != "" || len(c.Targets) > 0 {
		items, err := c.items(ctx, e)
		o.Items = append([]printing.Item{}, items...) // not nil: an empty list chooses nothing
		return o, err
	}
	return o, nil
}

// items lists what is named, in its order.
func (c *posterCmd) items(ctx context.Context, e *env) (out []printing.Item, err error) {
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
			item := printing.Item{Source: src.Name, Line: row.Line, Typed: row.Target, Place: row.Placement}
			if row.Reject != nil {
				item.Reason = row.Reject.Reason
			}
			out = append(out, item)
		}
		return out, nil
	}
	for _, t := range c.Targets {
		out = append(out, printing.Item{Typed: t})
	}
	return out, nil
}

// listed reads a file of one target a line.
func (c *posterCmd) listed(e *env) ([]printing.Item, error) {
	in := e.stdin
	if c.List != "-" {
		file, err := os.Open(c.List)
		if err != nil {
			return nil, fmt.Errorf("--list: không đọc được tệp %s; hãy kiểm tra đường dẫn và quyền đọc", c.List)
		}
		defer file.Close()
		in = file
	}
	return printing.ReadList(in, c.List)
}

// rejects are the things that cannot be printed as reports list them.
func rejects(bad []printing.Bad) []data.Reject {
	out := []data.Reject{}
	for _, b := range bad {
		out = append(out, data.Reject{Source: b.Source, Line: b.Line, Code: b.Typed, Reason: b.Reason.String()})
	}
	return out
}

// unnamed reports whether a pick leads to something without a name of its own.
func unnamed(p printing.Pick) bool { return p.Aim.Unnamed() }
