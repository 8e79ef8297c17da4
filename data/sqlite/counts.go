package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"tracuu/data"
)

// AddCounts adds to what is counted, in one transaction.
func (db *DB) AddCounts(ctx context.Context, c data.Counts) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		for _, s := range c.Scans {
			if err := addScan(ctx, tx, s); err != nil {
				return fmt.Errorf("code %s: %w", s.Code, err)
			}
		}
		for _, v := range c.Views {
			_, err := tx.ExecContext(ctx, `INSERT INTO views (kind, key, day, count) VALUES (?, ?, ?, ?)
				ON CONFLICT (kind, key, day) DO UPDATE SET count = count + excluded.count`,
				v.Target.Kind, v.Target.Key, v.Day, v.Count)
			if err != nil {
				return fmt.Errorf("%s %s: %w", v.Target.Kind, v.Target.Key, err)
			}
		}
		for _, v := range c.CodeViews {
			_, err := tx.ExecContext(ctx, `INSERT INTO code_views (code, kind, key, day, count) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (code, kind, key, day) DO UPDATE SET count = count + excluded.count`,
				v.Code, v.Target.Kind, v.Target.Key, v.Day, v.Count)
			if err != nil {
				return fmt.Errorf("%s %s by code %s: %w", v.Target.Kind, v.Target.Key, v.Code, err)
			}
		}
		for _, a := range c.Applies {
			_, err := tx.ExecContext(ctx, `INSERT INTO applies (procedure, code, day, count) VALUES (?, ?, ?, ?)
				ON CONFLICT (procedure, code, day) DO UPDATE SET count = count + excluded.count`,
				a.Procedure, a.Code, a.Day, a.Count)
			if err != nil {
				return fmt.Errorf("applications for %s: %w", a.Procedure, err)
			}
		}
		for _, f := range c.Feedback {
			if err := addFeedback(ctx, tx, f); err != nil {
				return err
			}
		}
		if len(c.Queries) == 0 {
			return nil
		}
		if err := addQueries(ctx, tx, c.Queries, c.Today); err != nil {
			return fmt.Errorf("queries: %w", err)
		}
		return nil
	})
	return wrap(err, "write %d scan, %d view, %d application, %d feedback and %d query counts",
		len(c.Scans), len(c.Views), len(c.Applies), len(c.Feedback), len(c.Queries))
}

func addScan(ctx context.Context, tx *sql.Tx, s data.Scan) (err error) {
	if s.Outcome == data.OutcomeUnknown {
		_, err = tx.ExecContext(ctx, `INSERT INTO unknown_scans (day, count) VALUES (?, ?)
			ON CONFLICT (day) DO UPDATE SET count = count + excluded.count`, s.Day, s.Count)
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO scans (code, day, outcome, count) VALUES (?, ?, ?, ?)
		ON CONFLICT (code, day, outcome) DO UPDATE SET count = count + excluded.count`, s.Code, s.Day, s.Outcome, s.Count)
	return err
}

// Scans lists a code's scans by day and outcome; the empty code stands for
// everything that was no code.
func (db *DB) Scans(ctx context.Context, code string) ([]data.Scan, error) {
	query, args := `SELECT code, day, outcome, count FROM scans WHERE code = ? ORDER BY day, outcome`, []any{code}
	if code == "" {
		query, args = `SELECT '', day, 'unknown', count FROM unknown_scans ORDER BY day`, nil
	}
	rows, err := db.read.QueryContext(ctx, query, args...)
	ss, err := collect(rows, err, func(r *sql.Rows) (s data.Scan, err error) {
		return s, r.Scan(&s.Code, &s.Day, &s.Outcome, &s.Count)
	})
	return ss, wrap(err, "scans of %s", code)
}

// ViewCount is how often a page was read, over all days.
func (db *DB) ViewCount(ctx context.Context, target data.Target) (n int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(sum(count), 0) FROM views WHERE kind = ? AND key = ?`,
		target.Kind, target.Key).Scan(&n)
	return n, wrap(err, "views of %s %s", target.Kind, target.Key)
}

// Use tells how a procedure was used from one day to another, both included:
// scans of the codes that lead to it, readings of its page, and applications
// opened from there.
func (db *DB) Use(ctx context.Context, procedure string, from, until data.Date) (u data.Use, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT
			(SELECT coalesce(sum(s.count), 0) FROM scans s JOIN links l ON l.code = s.code
				WHERE l.kind = 'procedure' AND l.key = ?1 AND s.day BETWEEN ?2 AND ?3),
			(SELECT coalesce(sum(count), 0) FROM views WHERE kind = 'procedure' AND key = ?1 AND day BETWEEN ?2 AND ?3),
			(SELECT coalesce(sum(count), 0) FROM applies WHERE procedure = ?1 AND day BETWEEN ?2 AND ?3)`,
		procedure, from, until).Scan(&u.Scans, &u.Views, &u.Applies)
	return u, wrap(err, "use of %s", procedure)
}

// CodeUse tells how one code was used: its scans, and the applications opened
// by those who had come by it.
func (db *DB) CodeUse(ctx context.Context, code string, from, until data.Date) (u data.Use, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT
			(SELECT coalesce(sum(count), 0) FROM scans WHERE code = ?1 AND day BETWEEN ?2 AND ?3),
			(SELECT coalesce(sum(count), 0) FROM scans WHERE code = ?1 AND outcome IN ('shown', 'replaced') AND day BETWEEN ?2 AND ?3),
			(SELECT coalesce(sum(count), 0) FROM applies WHERE code = ?1 AND day BETWEEN ?2 AND ?3)`,
		code, from, until).Scan(&u.Scans, &u.Views, &u.Applies)
	return u, wrap(err, "use of code %s", code)
}

// CodeViews lists how often a page was read by those who had opened a code, by
// code and day.
func (db *DB) CodeViews(ctx context.Context, target data.Target, from, until data.Date) ([]data.CodeView, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT code, day, count FROM code_views
		WHERE kind = ? AND key = ? AND day BETWEEN ? AND ? ORDER BY code, day`, target.Kind, target.Key, from, until)
	vs, err := collect(rows, err, func(r *sql.Rows) (data.CodeView, error) {
		v := data.CodeView{Target: target}
		return v, r.Scan(&v.Code, &v.Day, &v.Count)
	})
	return vs, wrap(err, "views of %s %s by code", target.Kind, target.Key)
}

// MostRead lists the codes of the shown procedures opened most, by page views,
// which the scans that showed a page are among, most first.
func (db *DB) MostRead(ctx context.Context, limit int) ([]string, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT p.code FROM procedures p JOIN (
			SELECT key, sum(count) AS n FROM views WHERE kind = 'procedure' GROUP BY key
		) v ON v.key = p.code WHERE p.visibility = 'shown' ORDER BY v.n DESC, p.code LIMIT ?`, limit)
	codes, err := collect(rows, err, func(r *sql.Rows) (c string, err error) { return c, r.Scan(&c) })
	return codes, wrap(err, "most read procedures")
}
