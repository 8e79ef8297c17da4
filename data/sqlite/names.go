package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"tracuu/data"
	"tracuu/search/vi"
)

// maxSlug is the length of a field's or agency's address in bytes.
const maxSlug = 80

// nameID is the row of a field, agency or audience by its canonical words, an
// agency's former names included, made on first need; the empty name has none.
func nameID(ctx context.Context, tx *sql.Tx, table, name string) (id sql.NullInt64, err error) {
	key := canonicalKey(name)
	if key == "" {
		return id, nil
	}
	known := `SELECT id FROM ` + table + ` WHERE key = ?1`
	if table == "agencies" {
		known = agencyByKey
	}
	err = tx.QueryRowContext(ctx, known, key).Scan(&id)
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

// canonicalKey is a name by its words, in whatever spelling.
func canonicalKey(name string) string {
	var words []string
	for t := range vi.Tokens(name) {
		words = append(words, vi.Canonical(t.Text))
	}
	return strings.Join(words, " ")
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

// Fields lists the fields that have shown procedures, in the order of the
// Vietnamese alphabet.
func (db *DB) Fields(ctx context.Context) ([]data.Field, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT f.slug, f.name, count(*) FROM fields f
		JOIN procedures p ON p.field_id = f.id WHERE p.visibility = 'shown' GROUP BY f.id`)
	fs, err := collect(rows, err, func(r *sql.Rows) (f data.Field, err error) {
		return f, r.Scan(&f.Slug, &f.Name, &f.Procedures)
	})
	order := collate.New(language.Vietnamese)
	slices.SortFunc(fs, func(a, b data.Field) int { return order.CompareString(a.Name, b.Name) })
	return fs, wrap(err, "fields")
}

// FieldProcedures is one page of a field's shown procedures, by name.
func (db *DB) FieldProcedures(ctx context.Context, slug string, offset, limit int) (data.Field, []data.ProcedureRow, error) {
	f := data.Field{Slug: slug}
	ps, err := db.under(ctx, "fields", "field_id", slug, &f.Name, &f.Procedures, offset, limit)
	return f, ps, wrap(err, "field %s", slug)
}

// AgencyProcedures is one page of an agency's shown procedures, by name.
func (db *DB) AgencyProcedures(ctx context.Context, slug string, offset, limit int) (data.Agency, []data.ProcedureRow, error) {
	a := data.Agency{Slug: slug}
	ps, err := db.under(ctx, "agencies", "agency_id", slug, &a.Name, &a.Procedures, offset, limit)
	return a, ps, wrap(err, "agency %s", slug)
}

// under lists the shown procedures that point at a row of table by column, and
// tells that row's name and how many they are.
func (db *DB) under(ctx context.Context, table, column, slug string, name *string, total *int, offset, limit int) ([]data.ProcedureRow, error) {
	var id int64
	err := db.read.QueryRowContext(ctx, `SELECT t.id, t.name, count(p.code) FROM `+table+` t
		LEFT JOIN procedures p ON p.`+column+` = t.id AND p.visibility = 'shown' WHERE t.slug = ? GROUP BY t.id`, slug).
		Scan(&id, name, total)
	if err != nil {
		return nil, err
	}
	return collectRows(db.read.QueryContext(ctx, byName(`procedures p WHERE p.`+column+` = ?`), id, limit, offset))
}

// ProcedurePlaces are the field and the agency of a procedure; one that it does
// not have is empty. Procedures are not counted, nor former names told.
func (db *DB) ProcedurePlaces(ctx context.Context, code string) (f data.Field, a data.Agency, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(f.slug, ''), coalesce(f.name, ''), coalesce(a.slug, ''), coalesce(a.name, ''),
			coalesce(a.colour, ''), coalesce(a.crest, ''), coalesce(a.address, ''), coalesce(a.hours, ''), coalesce(a.phone, ''), coalesce(r.slug, '')
		FROM procedures p LEFT JOIN fields f ON f.id = p.field_id LEFT JOIN agencies a ON a.id = p.agency_id
			LEFT JOIN agencies r ON r.id = a.replaced_by
		WHERE p.code = ?`, code).
		Scan(&f.Slug, &f.Name, &a.Slug, &a.Name, &a.Colour, &a.Crest, &a.Address, &a.Hours, &a.Phone, &a.ReplacedBy)
	return f, a, wrap(err, "places of procedure %s", code)
}
