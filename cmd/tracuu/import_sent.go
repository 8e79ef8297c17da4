package main

import (
	"context"
	"errors"
	"time"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/web/admin"
	"tracuu/web/format"
	"tracuu/web/target"
)

// How much text may come out of a file that was sent in. Real files unpack to
// ten times their size, and rows of tables are held in memory.
const (
	maxSentText  = 1 << 30
	maxSentTable = 32 << 20
	maxSentRatio = 100
	minSentText  = 64 << 20 // whatever the ratio
)

// sentImporter imports what staff send in at the site, as the command does.
type sentImporter struct {
	folder   *folder
	settings func() data.Settings
	now      func() time.Time
}

// Import reads a file to its end. What a file of unknown kind holds is told by
// what it begins with, never by its name.
func (i sentImporter) Import(ctx context.Context, f admin.ImportFile) (data.ImportReport, error) {
	src, err := ingest.NewSource(f.Name, f.Size, f, min(maxSentText, max(minSentText, maxSentRatio*f.Size)))
	if err != nil {
		return data.ImportReport{Rejects: []data.Reject{}}, sentError(err)
	}
	defer src.Close()
	in := intake{
		kind: f.Kind, dryRun: f.DryRun, publicURL: i.settings().PublicURL, by: f.By, day: data.NewDate(i.now().In(format.Hanoi)),
		reason:   func(r target.Reason) string { return r.What },
		progress: func(p ingest.Progress) { f.Progress(p.BytesRead, p.Records) },
	}
	if in.kind == "auto" && src.IsTable() {
		in.kind = "placements"
	}
	if in.kind == "placements" {
		src.Bound(maxSentTable)
	}
	report, _, err := i.folder.importSource(ctx, src, in)
	return report, sentError(err)
}

// sentError says what is wrong with a file to the one who sent it.
func sentError(err error) error {
	var unreadable *ingest.SourceError
	if errors.As(err, &unreadable) {
		return &admin.FileError{Reason: unreadable.Error()}
	}
	return err
}
