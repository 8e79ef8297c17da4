package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"tracuu/data"
)

const draftColumns = `SELECT id, kind, key, author, agency, title, base, form, saved_at FROM drafts `

func scanDraft(scan func(...any) error) (d data.Draft, err error) {
	var form, at string
	if err := scan(&d.ID, &d.Kind, &d.Key, &d.Author, &d.Agency, &d.Title, &d.Base, &form, &at); err != nil {
		return d, err
	}
	if d.Saved, err = time.Parse(time.RFC3339, at); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(form), &d.Form)
}

// Draft finds a draft by its number.
func (db *DB) Draft(ctx context.Context, id int64) (data.Draft, error) {
	d, err := scanDraft(db.read.QueryRowContext(ctx, draftColumns+`WHERE id = ?`, id).Scan)
	return d, wrap(err, "draft %d", id)
}

// Drafts lists the drafts of a kind, of one record if key names it, the last
// saved first.
func (db *DB) Drafts(ctx context.Context, t data.Target) ([]data.Draft, error) {
	rows, err := db.read.QueryContext(ctx, draftColumns+`WHERE kind = ?1 AND (?2 = '' OR key = ?2) ORDER BY saved_at DESC, id DESC`, t.Kind, t.Key)
	ds, err := collect(rows, err, func(r *sql.Rows) (data.Draft, error) { return scanDraft(r.Scan) })
	return ds, wrap(err, "drafts of %s", object(t))
}

// SaveDraft keeps what the author has typed of a record, in place of what they
// kept of it before, and answers its number. The draft's own number says which
// one of a record without a key is meant; data.ErrNotFound if that is gone.
func (db *DB) SaveDraft(ctx context.Context, d data.Draft, by data.Edit) (id int64, err error) {
	form, err := json.Marshal(d.Form)
	if err != nil {
		return 0, err
	}
	err = db.tx(ctx, func(tx *sql.Tx) error {
		query, args := `INSERT INTO drafts (kind, key, author, agency, title, base, form, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (kind, key, author) WHERE key <> '' DO UPDATE SET agency = excluded.agency, title = excluded.title,
				base = excluded.base, form = excluded.form, saved_at = excluded.saved_at RETURNING id`,
			[]any{d.Kind, d.Key, d.Author, d.Agency, d.Title, d.Base, string(form), db.timestamp()}
		if d.ID != 0 {
			query, args = `UPDATE drafts SET kind = ?, key = ?, author = ?, agency = ?, title = ?, base = ?, form = ?, saved_at = ?
				WHERE id = ? RETURNING id`, append(args, d.ID)
		}
		if err := tx.QueryRowContext(ctx, query, args...).Scan(&id); err != nil {
			return err
		}
		return db.addAudit(ctx, tx, object(d.Target), "draft saved", "", d.Title, by)
	})
	return id, wrap(err, "save a draft of %s", object(d.Target))
}

// DeleteDraft throws a draft away.
func (db *DB) DeleteDraft(ctx context.Context, id int64, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		d, err := scanDraft(tx.QueryRowContext(ctx, draftColumns+`WHERE id = ?`, id).Scan)
		if err != nil {
			return err
		}
		if err := dropDraft(ctx, tx, id); err != nil {
			return err
		}
		typed, err := json.Marshal(d.Form)
		if err != nil {
			return err
		}
		return db.addAudit(ctx, tx, object(d.Target), "draft deleted", string(typed), "", by)
	})
	return wrap(err, "delete draft %d", id)
}

func dropDraft(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM drafts WHERE id = ?`, id)
	return err
}
