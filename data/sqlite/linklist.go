package sqlite

import (
	"context"
	"database/sql"

	"tracuu/data"
)

// Links is one page of all links, oldest first.
func (db *DB) Links(ctx context.Context, offset, limit int) ([]data.Link, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+linkColumns+` FROM links ORDER BY created_at, code LIMIT ? OFFSET ?`, limit, offset)
	ls, err := collect(rows, err, func(r *sql.Rows) (data.Link, error) { return scanLink(r.Scan) })
	return ls, wrap(err, "links")
}
