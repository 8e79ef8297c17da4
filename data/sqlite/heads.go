package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"tracuu/data"
)

// ProcedureHeads finds what a link to a procedure says: code and name, and no
// more of the record. Those unknown, not shown or repealed are left out.
func (db *DB) ProcedureHeads(ctx context.Context, codes []string) (map[string]data.Procedure, error) {
	list, err := jsonList(codes)
	if err != nil {
		return nil, err
	}
	rows, err := db.read.QueryContext(ctx, `SELECT code, name, status FROM procedures
		WHERE code IN (SELECT value FROM json_each(?)) AND visibility = 'shown' AND status = 'active'`, list)
	ps, err := collect(rows, err, func(r *sql.Rows) (p data.Procedure, err error) {
		p.Visibility = data.Shown
		return p, r.Scan(&p.Code, &p.Name, &p.Status)
	})
	out := make(map[string]data.Procedure, len(ps))
	for _, p := range ps {
		out[p.Code] = p
	}
	return out, wrap(err, "heads of %d procedures", len(codes))
}

// ArticleHeads finds what a link to an article says: number, title and time,
// and no more of the record. Those unknown or not shown are left out.
func (db *DB) ArticleHeads(ctx context.Context, ids []int64) (map[int64]data.Article, error) {
	list, err := jsonList(ids)
	if err != nil {
		return nil, err
	}
	// The plus keeps SQLite from going through all that is shown.
	rows, err := db.read.QueryContext(ctx, `SELECT id, json_object('title', record ->> 'title',
			'published', coalesce(record ->> 'published', '0001-01-01T00:00:00Z'), 'published_trust', coalesce(record ->> 'published_trust', ''))
		FROM articles WHERE id IN (SELECT value FROM json_each(?)) AND +visibility = 'shown'`, list)
	as, err := collect(rows, err, func(r *sql.Rows) (a data.Article, err error) {
		var head string
		if err := r.Scan(&a.ID, &head); err != nil {
			return a, err
		}
		err = json.Unmarshal([]byte(head), &a)
		a.Visibility = data.Shown
		return a, err
	})
	out := make(map[int64]data.Article, len(as))
	for _, a := range as {
		out[a.ID] = a
	}
	return out, wrap(err, "heads of %d articles", len(ids))
}
