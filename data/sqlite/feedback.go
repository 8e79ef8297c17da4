package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"tracuu/data"
)

func addFeedback(ctx context.Context, tx *sql.Tx, f data.Feedback) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO feedback (day, kind, key, answer, count) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (day, kind, key, answer) DO UPDATE SET count = count + excluded.count`,
		f.Day, f.Target.Kind, f.Target.Key, f.Answer, f.Count)
	if err != nil {
		return fmt.Errorf("feedback on %s %s: %w", f.Target.Kind, f.Target.Key, err)
	}
	return nil
}

// Feedback lists what readers answered from one day to another, both included:
// one sum for each target and answer, ordered by these.
func (db *DB) Feedback(ctx context.Context, from, until data.Date) ([]data.Feedback, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT kind, key, answer, sum(count) FROM feedback
		WHERE day BETWEEN ? AND ? GROUP BY kind, key, answer ORDER BY kind, key, answer`, from, until)
	fs, err := collect(rows, err, func(r *sql.Rows) (f data.Feedback, err error) {
		return f, r.Scan(&f.Target.Kind, &f.Target.Key, &f.Answer, &f.Count)
	})
	return fs, wrap(err, "feedback from %s to %s", from, until)
}
