package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"tracuu/data"
)

// AddCounts adds scans and views to what is counted, in one transaction.
func (db *DB) AddCounts(ctx context.Context, scans []data.Scan, views []data.View) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		for _, s := range scans {
			_, err := tx.ExecContext(ctx, `INSERT INTO scans (code, day, count) VALUES (?, ?, ?)
				ON CONFLICT (code, day) DO UPDATE SET count = count + excluded.count`, s.Code, s.Day, s.Count)
			if err != nil {
				return fmt.Errorf("code %s: %w", s.Code, err)
			}
		}
		for _, v := range views {
			_, err := tx.ExecContext(ctx, `INSERT INTO views (kind, key, day, count) VALUES (?, ?, ?, ?)
				ON CONFLICT (kind, key, day) DO UPDATE SET count = count + excluded.count`,
				v.Target.Kind, v.Target.Key, v.Day, v.Count)
			if err != nil {
				return fmt.Errorf("%s %s: %w", v.Target.Kind, v.Target.Key, err)
			}
		}
		return nil
	})
	return wrap(err, "write %d scan and %d view counts", len(scans), len(views))
}

// Scans lists a code's scans by day.
func (db *DB) Scans(ctx context.Context, code string) ([]data.Scan, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT code, day, count FROM scans WHERE code = ? ORDER BY day`, code)
	ss, err := collect(rows, err, func(r *sql.Rows) (s data.Scan, err error) { return s, r.Scan(&s.Code, &s.Day, &s.Count) })
	return ss, wrap(err, "scans of %s", code)
}

// ViewCount is how often a page was read, over all days.
func (db *DB) ViewCount(ctx context.Context, target data.Target) (n int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(sum(count), 0) FROM views WHERE kind = ? AND key = ?`,
		target.Kind, target.Key).Scan(&n)
	return n, wrap(err, "views of %s %s", target.Kind, target.Key)
}

// MostRead lists the codes of the shown procedures opened most, by page views
// and scans together, most first.
func (db *DB) MostRead(ctx context.Context, limit int) ([]string, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT p.code FROM procedures p JOIN (
			SELECT key, sum(count) AS n FROM views WHERE kind = 'procedure' GROUP BY key
		) v ON v.key = p.code WHERE p.visibility = 'shown' ORDER BY v.n DESC, p.code LIMIT ?`, limit)
	codes, err := collect(rows, err, func(r *sql.Rows) (c string, err error) { return c, r.Scan(&c) })
	return codes, wrap(err, "most read procedures")
}
