package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"tracuu/data"
)

// SaveProcedures stores a batch in one transaction, by code. A record equal to
// the one kept changes nothing; a changed one takes the next step of the change
// sequence and the former version is kept. Sample content never replaces real
// content, and the first real content hides the sample.
func (db *DB) SaveProcedures(ctx context.Context, batch []data.Procedure) (data.SaveResult, error) {
	res, err := saveBatch(ctx, db, batch, procedureKey, db.saveProcedure, false)
	return res, wrap(err, "save %d procedures", len(batch))
}

// CompareProcedures answers what SaveProcedures would do, and writes nothing.
func (db *DB) CompareProcedures(ctx context.Context, batch []data.Procedure) (data.SaveResult, error) {
	res, err := saveBatch(ctx, db, batch, procedureKey, db.saveProcedure, true)
	return res, wrap(err, "compare %d procedures", len(batch))
}

// SaveArticles stores a batch in one transaction, by source and source id, with
// the rules of [DB.SaveProcedures].
func (db *DB) SaveArticles(ctx context.Context, batch []data.Article) (data.SaveResult, error) {
	res, err := saveBatch(ctx, db, batch, articleKey, db.saveArticle, false)
	return res, wrap(err, "save %d articles", len(batch))
}

// CompareArticles answers what SaveArticles would do, and writes nothing.
func (db *DB) CompareArticles(ctx context.Context, batch []data.Article) (data.SaveResult, error) {
	res, err := saveBatch(ctx, db, batch, articleKey, db.saveArticle, true)
	return res, wrap(err, "compare %d articles", len(batch))
}

func procedureKey(p *data.Procedure) (string, bool) { return "procedure " + p.Code, p.Sample }

func articleKey(a *data.Article) (string, bool) { return "article " + a.SourceID, a.Sample }

// saveBatch saves records in a transaction of their own.
func saveBatch[T any](ctx context.Context, db *DB, batch []T, key func(*T) (string, bool),
	save func(context.Context, *sql.Tx, *T) (data.SaveResult, error), dryRun bool,
) (res data.SaveResult, err error) {
	err = db.txOrDry(ctx, dryRun, func(tx *sql.Tx) error {
		res, err = saveAll(ctx, tx, batch, key, save)
		return err
	})
	return res, err
}

// saveAll saves records one by one. key names a record and tells whether it is
// sample content.
func saveAll[T any](ctx context.Context, tx *sql.Tx, batch []T, key func(*T) (string, bool),
	save func(context.Context, *sql.Tx, *T) (data.SaveResult, error),
) (res data.SaveResult, err error) {
	hidden := false
	for i := range batch {
		name, sample := key(&batch[i])
		if !sample && !hidden {
			if err := hideSample(ctx, tx); err != nil {
				return res, err
			}
			hidden = true
		}
		what, err := save(ctx, tx, &batch[i])
		if err != nil {
			return res, fmt.Errorf("%s: %w", name, err)
		}
		res = res.Add(what)
	}
	return res, nil
}

var (
	savedNew       = data.SaveResult{New: 1}
	savedChanged   = data.SaveResult{Changed: 1}
	savedUnchanged = data.SaveResult{Unchanged: 1}
)

// former is the state of a row before it is overwritten.
type former struct {
	seq       int64
	sample    bool
	record    string
	changedAt string
}
