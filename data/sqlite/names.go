package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
)

// maxSlug is the length of a field's or agency's address in bytes.
const maxSlug = 80

// nameID is the row of a field or agency by its canonical words, made on first
// need; the empty name has none.
func nameID(ctx context.Context, tx *sql.Tx, table, name string) (id sql.NullInt64, err error) {
	var words []string
	for t := range vi.Tokens(name) {
		words = append(words, vi.Canonical(t.Text))
	}
	if len(words) == 0 {
		return id, nil
	}
	key := strings.Join(words, " ")
	err = tx.QueryRowContext(ctx, `SELECT id FROM `+table+` WHERE key = ?`, key).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	slug, err := freeSlug(ctx, tx, table, vi.Slug(name, maxSlug))
	if err != nil {
		return id, err
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO `+table+` (key, slug, name) VALUES (?, ?, ?) RETURNING id`, key, slug, name).Scan(&id)
	return id, err
}

// freeSlug numbers a slug that is taken: "thuê đất" and "thuế đất" are two
// fields with one fold.
func freeSlug(ctx context.Context, tx *sql.Tx, table, slug string) (string, error) {
	if slug == "" {
		slug = "khac"
	}
	try := slug
	for n := 2; ; n++ {
		var taken bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+table+` WHERE slug = ?)`, try).Scan(&taken)
		if err != nil || !taken {
			return try, err
		}
		try = fmt.Sprintf("%s-%d", slug, n)
	}
}

// Fields lists the fields that have shown procedures, by name.
func (db *DB) Fields(ctx context.Context) ([]data.Field, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT f.slug, f.name, count(*) FROM fields f
		JOIN procedures p ON p.field_id = f.id WHERE p.visibility = 'shown' GROUP BY f.id ORDER BY f.key`)
	fs, err := collect(rows, err, func(r *sql.Rows) (f data.Field, err error) {
		return f, r.Scan(&f.Slug, &f.Name, &f.Procedures)
	})
	return fs, wrap(err, "fields")
}

// FieldProcedures is one page of a field's shown procedures, by name.
func (db *DB) FieldProcedures(ctx context.Context, slug string, offset, limit int) (data.Field, []data.Procedure, error) {
	f := data.Field{Slug: slug}
	err := db.read.QueryRowContext(ctx, `SELECT f.name, count(*) FROM fields f
		JOIN procedures p ON p.field_id = f.id WHERE f.slug = ? AND p.visibility = 'shown' GROUP BY f.id`, slug).
		Scan(&f.Name, &f.Procedures)
	if err != nil {
		return f, nil, wrap(err, "field %s", slug)
	}
	rows, err := db.read.QueryContext(ctx, `SELECT `+procedureColumns+` FROM procedures p
		WHERE p.field_id = (SELECT id FROM fields WHERE slug = ?) AND p.visibility = 'shown'
		ORDER BY p.name, p.code LIMIT ? OFFSET ?`, slug, limit, offset)
	ps, err := collect(rows, err, scanProcedureRow)
	return f, ps, wrap(err, "procedures of field %s", slug)
}
