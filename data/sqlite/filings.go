package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tracuu/data"
)

const filingColumns = `procedure, month, filed, online, source, who, at`

func scanFiling(scan func(...any) error) (f data.Filing, err error) {
	var at string
	if err := scan(&f.Procedure, &f.Month, &f.All, &f.Online, &f.Source, &f.Who, &at); err != nil {
		return f, err
	}
	f.At, err = time.Parse(time.RFC3339, at)
	return f, err
}

// Filings lists what is known of filing from one month to another, both
// included.
func (db *DB) Filings(ctx context.Context, from, until string) ([]data.Filing, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+filingColumns+` FROM filings WHERE month BETWEEN ? AND ? ORDER BY procedure, month`, from, until)
	fs, err := collect(rows, err, func(r *sql.Rows) (data.Filing, error) { return scanFiling(r.Scan) })
	return fs, wrap(err, "filings from %s to %s", from, until)
}

// Filing is what is known of a procedure in a month.
func (db *DB) Filing(ctx context.Context, procedure, month string) (data.Filing, error) {
	f, err := scanFiling(db.read.QueryRowContext(ctx, `SELECT `+filingColumns+` FROM filings WHERE procedure = ? AND month = ?`, procedure, month).Scan)
	return f, wrap(err, "filings for %s in %s", procedure, month)
}

// SaveFilings keeps figures of filing, with one event of the audit for those
// that are new or other than before.
func (db *DB) SaveFilings(ctx context.Context, batch []data.Filing, by data.Edit) (res data.SaveResult, err error) {
	err = db.tx(ctx, func(tx *sql.Tx) error {
		var before, after []string
		for _, f := range batch {
			old, err := scanFiling(tx.QueryRowContext(ctx, `SELECT `+filingColumns+` FROM filings WHERE procedure = ? AND month = ?`, f.Procedure, f.Month).Scan)
			switch {
			case errors.Is(err, sql.ErrNoRows):
				res.New++
			case err != nil:
				return err
			case old.All == f.All && old.Online == f.Online && old.Source == f.Source:
				res.Unchanged++
				continue
			default:
				res.Changed++
				before = append(before, filingText(old))
			}
			after = append(after, filingText(f))
			_, err = tx.ExecContext(ctx, `INSERT INTO filings (`+filingColumns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
				ON CONFLICT (procedure, month) DO UPDATE SET filed = ?3, online = ?4, source = ?5, who = ?6, at = ?7`,
				f.Procedure, f.Month, f.All, f.Online, f.Source, by.Who, db.timestamp())
			if err != nil {
				return fmt.Errorf("%s in %s: %w", f.Procedure, f.Month, err)
			}
		}
		if len(after) == 0 {
			return nil
		}
		from, err := json.Marshal(before)
		if err != nil {
			return err
		}
		to, err := json.Marshal(after)
		if err != nil {
			return err
		}
		return db.addAudit(ctx, tx, "filings", "changed", string(from), string(to), by)
	})
	if err != nil {
		res = data.SaveResult{}
	}
	return res, wrap(err, "keep %d figures of filing", len(batch))
}

func filingText(f data.Filing) string {
	return fmt.Sprintf("%s %s: %d/%d, %s", f.Procedure, f.Month, f.Online, f.All, f.Source)
}
