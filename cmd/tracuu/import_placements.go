package main

import (
	"context"
	"errors"
	"fmt"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/web/target"
)

// importPlacements stores a table of places and, for each row that names a
// target, makes the code of that target there.
func (c *importCmd) importPlacements(ctx context.Context, e *env, sh *shared, f *folder, src *ingest.Source) (data.ImportReport, error) {
	public, err := f.address(ctx, sh.PublicURL)
	if err != nil {
		return data.ImportReport{}, err
	}
	t, err := target.NewReader(ctx, f.store, public.url)
	if err != nil {
		return data.ImportReport{}, err
	}
	by, day, codes := edit(c.By, ""), today(e), 0
	aimAt := func(ctx context.Context, typed string) (target.Aim, error) {
		a, err := t.Find(ctx, typed)
		if err != nil {
			return a, err
		}
		if a.Link != nil {
			if why := target.Closed(*a.Link, day); why != (target.Reason{}) {
				return a, &target.Error{Typed: typed, Reason: why}
			}
		}
		return t.Live(ctx, a)
	}
	bar := newBar(e, src.Name, src.Size)
	defer bar.finish()
	im := ingest.PlacementImporter{
		Store: f.store, DryRun: c.DryRun,
		Check: func(ctx context.Context, typed string) (string, error) {
			_, err := aimAt(ctx, typed)
			var bad *target.Error
			if errors.As(err, &bad) {
				return bad.Reason.String(), nil
			}
			return "", err
		},
		Keep: func(ctx context.Context, row ingest.PlacementRow) error {
			a, err := aimAt(ctx, row.Target)
			if err != nil {
				return err
			}
			place, err := f.store.EnsurePlacement(ctx, row.Placement)
			if err != nil {
				return err
			}
			if _, err = t.EnsureCode(ctx, a, place.ID, by); err == nil {
				codes++
			}
			return err
		},
		Progress: func(p ingest.Progress) { bar.set(p.BytesRead, p.Records) },
	}
	report, err := im.Run(ctx, src)
	if codes > 0 {
		fmt.Fprintf(e.stderr, "%s: %d dòng có đích, mỗi dòng có mã riêng tại nơi đặt của nó. In: tracuu poster --placements %s -o TỆP.pdf\n", src.Name, codes, src.Name)
	}
	return report, err
}
