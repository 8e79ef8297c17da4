package sqlite

import (
	"context"
	"database/sql"
	"time"

	"tracuu/data"
)

// InsertLink keeps a new code. It answers data.ErrConflict when the code is
// taken or the target has one already.
func (db *DB) InsertLink(ctx context.Context, code string, target data.Target) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO links (code, kind, key, created_at) VALUES (?, ?, ?, ?)`,
		code, target.Kind, target.Key, db.timestamp())
	return wrap(err, "keep code %s", code)
}

// Link finds what a code leads to.
func (db *DB) Link(ctx context.Context, code string) (data.Link, error) {
	l, err := scanLink(db.read.QueryRowContext(ctx, `SELECT code, kind, key, created_at FROM links WHERE code = ?`, code))
	return l, wrap(err, "code %s", code)
}

// TargetLink finds the code of a target.
func (db *DB) TargetLink(ctx context.Context, target data.Target) (data.Link, error) {
	l, err := scanLink(db.read.QueryRowContext(ctx,
		`SELECT code, kind, key, created_at FROM links WHERE kind = ? AND key = ?`, target.Kind, target.Key))
	return l, wrap(err, "code of %s %s", target.Kind, target.Key)
}

func scanLink(row *sql.Row) (l data.Link, err error) {
	var created string
	if err := row.Scan(&l.Code, &l.Target.Kind, &l.Target.Key, &created); err != nil {
		return l, err
	}
	l.Created, err = time.Parse(time.RFC3339, created)
	return l, err
}
