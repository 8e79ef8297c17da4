package ingest

import (
	"context"
	"fmt"
	"iter"

	"tracuu/data"
)

// MaxRejects is how many rejects a report lists. All are counted.
const MaxRejects = 10_000

// A batch is saved when it has this many records or bytes of lines.
const (
	batchRecords = 500
	batchBytes   = 4 << 20
)

// Store keeps records. Each Save is one transaction. Each Compare answers what
// the Save would do, and changes nothing. No batch has the same record twice.
type Store interface {
	SaveProcedures(ctx context.Context, batch []data.Procedure) (data.SaveResult, error)
	SaveArticles(ctx context.Context, batch []data.Article) (data.SaveResult, error)
	CompareProcedures(ctx context.Context, batch []data.Procedure) (data.SaveResult, error)
	CompareArticles(ctx context.Context, batch []data.Article) (data.SaveResult, error)
	SaveUnits(ctx context.Context, batch []data.Unit) (data.SaveResult, error)
	CompareUnits(ctx context.Context, batch []data.Unit) (data.SaveResult, error)
	SaveAgencies(ctx context.Context, batch []data.Agency) (data.SaveResult, error)
	CompareAgencies(ctx context.Context, batch []data.Agency) (data.SaveResult, error)
	SaveFields(ctx context.Context, batch []data.Field) (data.SaveResult, error)
	CompareFields(ctx context.Context, batch []data.Field) (data.SaveResult, error)
}

// Importer carries the records of sources into a store.
type Importer struct {
	Store    Store
	Options  Options
	DryRun   bool           // compare with the store, write nothing
	Progress func(Progress) // told after each batch and at the end; may be nil
}

// Progress is how far a run has come.
type Progress struct {
	Records   int   // read so far, rejected ones included
	BytesRead int64 // of the file as stored, compressed or not
	Size      int64 // of the file as stored; 0 when unknown
}

// Run reads src to its end and saves what it holds, in batches. A record that
// comes again replaces the earlier one and counts again; in a dry run it is
// compared with what the store holds, not with the earlier one.
//
// The report always tells what has become of the records so far, also beside
// an error: ctx's own after an interruption (the batch begun is not saved and
// not counted), a *SourceError when the file breaks off (what came before is
// saved), or the store's. Of the rejects the first [MaxRejects] are listed.
func (im *Importer) Run(ctx context.Context, src *Source) (data.ImportReport, error) {
	return im.Take(ctx, Records(ctx, src, im.Options), func(records int) Progress { return Progress{records, src.BytesRead(), src.Size} })
}

// Take saves records wherever they come from, with the rules of [Importer.Run].
// progress tells how far the source is when so many records have come.
func (im *Importer) Take(ctx context.Context, from iter.Seq2[Record, error], progress func(records int) Progress) (data.ImportReport, error) {
	r := run{
		report:     data.ImportReport{Rejects: []data.Reject{}},
		procedures: newBatch[string](im.Store.SaveProcedures, im.Store.CompareProcedures, im.DryRun),
		articles:   newBatch[articleKey](im.Store.SaveArticles, im.Store.CompareArticles, im.DryRun),
		units:      newBatch[string](im.Store.SaveUnits, im.Store.CompareUnits, im.DryRun),
		agencies:   newBatch[string](im.Store.SaveAgencies, im.Store.CompareAgencies, im.DryRun),
		fields:     newBatch[string](im.Store.SaveFields, im.Store.CompareFields, im.DryRun),
	}
	records := 0
	tell := func() {
		if im.Progress != nil {
			im.Progress(progress(records))
		}
	}
	var broken error
	for rec, err := range from {
		if err != nil {
			broken = err
			break
		}
		records++
		saved, err := r.add(ctx, rec)
		if err != nil {
			return r.report, err
		}
		if saved || records%batchRecords == 0 {
			tell()
		}
	}
	if err := ctx.Err(); err != nil {
		return r.report, err
	}
	if err := r.flush(ctx); err != nil {
		return r.report, err
	}
	tell()
	return r.report, broken
}

// run is the state of one Run.
type run struct {
	report     data.ImportReport
	procedures batch[string, data.Procedure]
	articles   batch[articleKey, data.Article]
	units      batch[string, data.Unit]
	agencies   batch[string, data.Agency]
	fields     batch[string, data.Field]
}

type articleKey struct{ source, id string }

// add takes one record in and reports whether a batch was saved for it.
func (r *run) add(ctx context.Context, rec Record) (saved bool, err error) {
	switch {
	case rec.Reject != nil:
		r.report.Read++
		r.report.Rejected++
		if len(r.report.Rejects) < MaxRejects {
			r.report.Rejects = append(r.report.Rejects, *rec.Reject)
		}
		return false, nil
	case rec.Procedure != nil:
		return r.procedures.add(ctx, &r.report, rec.Procedure.Code, *rec.Procedure, rec)
	case rec.Unit != nil:
		return r.units.add(ctx, &r.report, rec.Unit.Code, *rec.Unit, rec)
	case rec.Agency != nil:
		return r.agencies.add(ctx, &r.report, rec.Agency.Slug, *rec.Agency, rec)
	case rec.Field != nil:
		return r.fields.add(ctx, &r.report, rec.Field.Slug, *rec.Field, rec)
	default:
		key := articleKey{rec.Article.Source, rec.Article.SourceID}
		return r.articles.add(ctx, &r.report, key, *rec.Article, rec)
	}
}

func (r *run) flush(ctx context.Context) error {
	if err := r.agencies.flush(ctx, &r.report); err != nil { // before those who name them
		return err
	}
	if err := r.fields.flush(ctx, &r.report); err != nil {
		return err
	}
	if err := r.procedures.flush(ctx, &r.report); err != nil {
		return err
	}
	if err := r.articles.flush(ctx, &r.report); err != nil {
		return err
	}
	return r.units.flush(ctx, &r.report)
}

// batch gathers records of one type until they are saved together. No key is
// twice in a batch: saving first is what lets the later record win and both be
// counted.
type batch[K comparable, T any] struct {
	save        func(context.Context, []T) (data.SaveResult, error)
	records     []T
	keys        map[K]bool
	bytes       int
	first, last int // lines
}

type saver[T any] = func(context.Context, []T) (data.SaveResult, error)

func newBatch[K comparable, T any](save, compare saver[T], dryRun bool) batch[K, T] {
	if dryRun {
		save = compare
	}
	return batch[K, T]{save: save, keys: make(map[K]bool)}
}

func (b *batch[K, T]) add(ctx context.Context, report *data.ImportReport, key K, t T, rec Record) (saved bool, err error) {
	if len(b.records) >= batchRecords || b.bytes >= batchBytes || b.keys[key] {
		if err := b.flush(ctx, report); err != nil {
			return false, err
		}
		saved = true
	}
	if len(b.records) == 0 {
		b.first = rec.Line
	}
	b.last = rec.Line
	b.records = append(b.records, t)
	b.keys[key] = true
	b.bytes += rec.size
	return saved, nil
}

func (b *batch[K, T]) flush(ctx context.Context, report *data.ImportReport) error {
	if len(b.records) == 0 {
		return nil
	}
	res, err := b.save(ctx, b.records)
	if err != nil {
		return fmt.Errorf("save the records of lines %d to %d: %w", b.first, b.last, err)
	}
	report.Read += len(b.records)
	report.New += res.New
	report.Changed += res.Changed
	report.Unchanged += res.Unchanged
	b.records, b.bytes = nil, 0
	clear(b.keys)
	return nil
}
