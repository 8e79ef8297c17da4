package sqlite

import (
	"context"
	"database/sql"

	"tracuu/data"
)

// contentTables hold what may be sample content.
var contentTables = []string{"procedures", "articles"}

// FillIfEmpty stores the sample if no procedure and no article was ever stored,
// and reports whether it did. Looking and storing are one transaction: what another process imports
// meanwhile comes either before or after it.
func (db *DB) FillIfEmpty(ctx context.Context, procedures []data.Procedure, articles []data.Article, units []data.Unit) (filled bool, err error) {
	err = db.tx(ctx, func(tx *sql.Tx) error {
		var any bool
		err := tx.QueryRowContext(ctx,
			`SELECT EXISTS (SELECT 1 FROM procedures) OR EXISTS (SELECT 1 FROM articles)`).Scan(&any)
		if err != nil || any {
			return err
		}
		if _, err := saveAll(ctx, tx, procedures, procedureKey, db.saveProcedure); err != nil {
			return err
		}
		if _, err := saveAll(ctx, tx, articles, articleKey, db.saveArticle); err != nil {
			return err
		}
		filled = true
		var real bool // units were imported, which the sample's give way to
		err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM units WHERE sample = 0)`).Scan(&real)
		if err == nil && !real {
			_, err = db.putUnits(ctx, tx, units)
		}
		return err
	})
	return filled, wrap(err, "fill with the sample")
}

// SampleCount is how many sample records stand at a visibility.
func (db *DB) SampleCount(ctx context.Context, v data.Visibility) (n int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM procedures WHERE sample = 1 AND visibility = ?1) +
		(SELECT count(*) FROM articles WHERE sample = 1 AND visibility = ?1)`, v).Scan(&n)
	return n, wrap(err, "count the sample")
}

// RemoveSample takes the hidden sample content out for good and answers how
// many records that were. The rows stay for the codes printed from them.
func (db *DB) RemoveSample(ctx context.Context) (n int, err error) {
	err = db.tx(ctx, func(tx *sql.Tx) error {
		n, err = moveSample(ctx, tx, data.Hidden, data.Removed)
		return err
	})
	return n, wrap(err, "remove the sample")
}

// hideSample hides the sample as soon as there is real content.
func hideSample(ctx context.Context, tx *sql.Tx) error {
	_, err := moveSample(ctx, tx, data.Shown, data.Hidden)
	return err
}

// moveSample changes the visibility of the sample; each record takes its own
// step of the change sequence, so that the index follows.
func moveSample(ctx context.Context, tx *sql.Tx, from, to data.Visibility) (n int, err error) {
	for _, table := range contentTables {
		rows, err := tx.QueryContext(ctx, `SELECT rowid FROM `+table+` WHERE sample = 1 AND visibility = ?`, from)
		ids, err := collect(rows, err, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) })
		if err != nil {
			return n, err
		}
		for _, id := range ids {
			seq, err := nextSeq(ctx, tx)
			if err != nil {
				return n, err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE `+table+` SET visibility = ?, seq = ? WHERE rowid = ?`, to, seq, id); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}
