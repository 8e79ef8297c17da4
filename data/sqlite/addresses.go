package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"tracuu/data"
)

// The records p that may be handed out beyond this site, shown ones that are no
// sample, by the indexes made for it.
const (
	official           = ` p.visibility = 'shown' AND p.sample = 0 `
	officialProcedures = ` procedures p INDEXED BY procedures_addresses `
	officialArticles   = ` articles p INDEXED BY articles_addresses `
)

// ProcedureParts lists the parts of the official procedures in the order of
// their codes, size procedures a part.
func (db *DB) ProcedureParts(ctx context.Context, size int) ([]data.AddressPart, error) {
	ps, err := db.parts(ctx, `SELECT 1 + (n - 1) / ?, max(changed_at) FROM (
		SELECT row_number() OVER (ORDER BY p.code) AS n, p.changed_at FROM`+officialProcedures+`WHERE`+official+`) GROUP BY 1 ORDER BY 1`, size)
	return ps, wrap(err, "parts of %d procedures", size)
}

// ProcedureAddresses lists up to limit official procedures by code: those
// behind a code and then skip more. They have no titles.
func (db *DB) ProcedureAddresses(ctx context.Context, after string, skip, limit int) ([]data.Address, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT p.code, '', p.changed_at FROM`+officialProcedures+`
		WHERE`+official+`AND p.code > ? ORDER BY p.code LIMIT ? OFFSET ?`, after, limit, skip)
	as, err := collect(rows, err, scanAddress)
	return as, wrap(err, "procedures behind %q", after)
}

// ArticleParts lists the parts of the official articles. A part has the
// articles of size numbers, so that an article stays in its part.
func (db *DB) ArticleParts(ctx context.Context, size int) ([]data.AddressPart, error) {
	ps, err := db.parts(ctx, `SELECT 1 + (p.id - 1) / ?, max(p.changed_at) FROM`+officialArticles+`WHERE`+official+`GROUP BY 1 ORDER BY 1`, size)
	return ps, wrap(err, "parts of %d articles", size)
}

// ArticleAddresses lists up to limit official articles with numbers above after
// and not above until, by number.
func (db *DB) ArticleAddresses(ctx context.Context, after, until int64, limit int) ([]data.Address, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT p.id, json_extract(p.record, '$.title'), p.changed_at FROM`+officialArticles+`
		WHERE`+official+`AND p.id > ? AND p.id <= ? ORDER BY p.id LIMIT ?`, after, until, limit)
	as, err := collect(rows, err, scanAddress)
	return as, wrap(err, "articles behind %d", after)
}

// FieldAddresses and AgencyAddresses list up to limit fields and agencies that
// have official procedures, in the order in which they came.
func (db *DB) FieldAddresses(ctx context.Context, limit int) ([]data.Address, error) {
	return db.listAddresses(ctx, "fields", "field_id", limit)
}

func (db *DB) AgencyAddresses(ctx context.Context, limit int) ([]data.Address, error) {
	return db.listAddresses(ctx, "agencies", "agency_id", limit)
}

func (db *DB) listAddresses(ctx context.Context, table, column string, limit int) ([]data.Address, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT t.slug, '', max(p.changed_at) FROM`+officialProcedures+`
		JOIN `+table+` t ON t.id = p.`+column+` WHERE`+official+`GROUP BY t.id ORDER BY t.id LIMIT ?`, limit)
	as, err := collect(rows, err, scanAddress)
	return as, wrap(err, "addresses of %s", table)
}

// ProceduresChanged and ArticlesChanged tell when several records were last
// changed; unknown ones are left out.
func (db *DB) ProceduresChanged(ctx context.Context, codes []string) (map[string]data.Change, error) {
	out, err := changes(ctx, db, "procedures", "code", "procedure_versions", codes)
	return out, wrap(err, "changes of %d procedures", len(codes))
}

func (db *DB) ArticlesChanged(ctx context.Context, ids []int64) (map[int64]data.Change, error) {
	out, err := changes(ctx, db, "articles", "id", "article_versions", ids)
	return out, wrap(err, "changes of %d articles", len(ids))
}

func changes[K comparable](ctx context.Context, db *DB, table, column, versions string, keys []K) (map[K]data.Change, error) {
	list, err := jsonList(keys)
	if err != nil {
		return nil, err
	}
	rows, err := db.read.QueryContext(ctx, fmt.Sprintf(`SELECT t.%[1]s, t.changed_at, EXISTS (SELECT 1 FROM %[2]s v WHERE v.%[1]s = t.%[1]s)
		FROM %[3]s t WHERE t.%[1]s IN (SELECT value FROM json_each(?))`, column, versions, table), list)
	out := map[K]data.Change{}
	_, err = collect(rows, err, func(r *sql.Rows) (c data.Change, err error) {
		var key K
		var at string
		if err = r.Scan(&key, &at, &c.Revised); err == nil {
			c.At, err = time.Parse(time.RFC3339, at)
			out[key] = c
		}
		return c, err
	})
	return out, err
}

// NewestChange is when a record was last stored anew, zero if there is none.
func (db *DB) NewestChange(ctx context.Context) (time.Time, error) {
	var at string
	err := db.read.QueryRowContext(ctx, `SELECT coalesce(max(at), '') FROM (
		SELECT * FROM (SELECT changed_at AS at FROM procedures ORDER BY seq DESC LIMIT 1)
		UNION ALL SELECT * FROM (SELECT changed_at FROM articles ORDER BY seq DESC LIMIT 1))`).Scan(&at)
	if err != nil || at == "" {
		return time.Time{}, wrap(err, "newest change")
	}
	newest, err := time.Parse(time.RFC3339, at)
	return newest, wrap(err, "newest change")
}

func (db *DB) parts(ctx context.Context, query string, size int) ([]data.AddressPart, error) {
	rows, err := db.read.QueryContext(ctx, query, size)
	return collect(rows, err, func(r *sql.Rows) (p data.AddressPart, err error) {
		var at string
		if err = r.Scan(&p.N, &at); err == nil {
			p.Newest, err = time.Parse(time.RFC3339, at)
		}
		return p, err
	})
}

func scanAddress(r *sql.Rows) (a data.Address, err error) {
	var at string
	if err = r.Scan(&a.Key, &a.Title, &at); err == nil {
		a.Changed, err = time.Parse(time.RFC3339, at)
	}
	return a, err
}
