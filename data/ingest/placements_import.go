package ingest

import (
	"context"
	"fmt"

	"tracuu/data"
)

// PlacementStore keeps places where posters hang. Each call is one transaction;
// Compare answers what Save would do, and changes nothing.
type PlacementStore interface {
	SavePlacements(ctx context.Context, batch []data.Placement) (data.SaveResult, error)
	ComparePlacements(ctx context.Context, batch []data.Placement) (data.SaveResult, error)
}

// PlacementImporter carries a table of places into a store.
type PlacementImporter struct {
	Store    PlacementStore
	Check    func(ctx context.Context, target string) (reason string, err error) // why a target cannot hang anywhere, in Vietnamese; empty if it can
	Keep     func(ctx context.Context, row PlacementRow) error                   // told of each row with a target once its place is stored; not in a dry run
	DryRun   bool                                                                // compare with the store, write nothing
	Progress func(Progress)                                                      // told after each batch and at the end; may be nil
}

// Run reads src to its end and saves its places, in batches. Report and errors
// are as those of [Importer.Run].
func (im *PlacementImporter) Run(ctx context.Context, src *Source) (data.ImportReport, error) {
	report := data.ImportReport{Rejects: []data.Reject{}}
	var rows []PlacementRow
	var broken error
	for row, err := range Placements(ctx, src, false) {
		if err != nil {
			broken = err
			break
		}
		if row.Reject == nil && row.Target != "" {
			reason, err := im.Check(ctx, row.Target)
			if err != nil {
				return report, err
			}
			if reason != "" {
				row.reject(src, reason)
			}
		}
		if row.Reject != nil {
			report.Read++
			report.Rejected++
			if len(report.Rejects) < MaxRejects {
				report.Rejects = append(report.Rejects, *row.Reject)
			}
			continue
		}
		if rows = append(rows, row); len(rows) == batchRecords {
			if err := im.save(ctx, src, &report, rows); err != nil {
				return report, err
			}
			rows = rows[:0]
		}
	}
	if err := ctx.Err(); err != nil {
		return report, err
	}
	if err := im.save(ctx, src, &report, rows); err != nil {
		return report, err
	}
	return report, broken
}

func (im *PlacementImporter) save(ctx context.Context, src *Source, report *data.ImportReport, rows []PlacementRow) error {
	batch := make([]data.Placement, len(rows))
	for i, row := range rows {
		batch[i] = row.Placement
	}
	save := im.Store.SavePlacements
	if im.DryRun {
		save = im.Store.ComparePlacements
	}
	res, err := save(ctx, batch)
	if err != nil {
		return fmt.Errorf("save the places of %s: %w", src.Name, err)
	}
	report.Read += len(rows)
	report.New += res.New
	report.Changed += res.Changed
	report.Unchanged += res.Unchanged
	for _, row := range rows {
		if row.Target == "" || im.DryRun {
			continue
		}
		if err := im.Keep(ctx, row); err != nil {
			return fmt.Errorf("line %d: %w", row.Line, err)
		}
	}
	if im.Progress != nil {
		im.Progress(Progress{Records: report.Read, BytesRead: src.BytesRead(), Size: src.Size})
	}
	return nil
}
