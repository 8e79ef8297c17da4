package main

import (
	"context"
	"errors"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/web/target"
)

// importPlacements stores a table of places and, for each row that names a
// target, makes the code of that target there.
func (f *folder) importPlacements(ctx context.Context, src *ingest.Source, in intake) (report data.ImportReport, codes int, err error) {
	public, err := f.address(ctx, in.publicURL)
	if err != nil {
		return report, 0, err
	}
	t, err := target.NewReader(ctx, f.store, public.url)
	if err != nil {
		return report, 0, err
	}
	aimAt := func(ctx context.Context, typed string) (target.Aim, error) {
		a, err := t.Find(ctx, typed)
		if err != nil {
			return a, err
		}
		if a.Link != nil {
			if why := target.Closed(*a.Link, in.day); why != (target.Reason{}) {
				return a, &target.Error{Typed: typed, Reason: why}
			}
		}
		return t.Live(ctx, a)
	}
	im := ingest.PlacementImporter{
		Store: f.store, DryRun: in.dryRun,
		Check: func(ctx context.Context, typed string) (string, error) {
			_, err := aimAt(ctx, typed)
			var bad *target.Error
			if errors.As(err, &bad) {
				return in.reason(bad.Reason), nil
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
			if _, err = t.EnsureCode(ctx, a, place.ID, in.by); err == nil {
				codes++
			}
			return err
		},
		Progress: in.progress,
	}
	report, err = im.Run(ctx, src)
	return report, codes, err
}
