package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"tracuu/data"
)

// Snapshot is what is public of the store at one moment, for handing out:
// what is shown and no sample, or the sample where there is nothing else. Its
// records come in an order that hangs on them alone. Close it.
type Snapshot struct {
	tx     *sql.Tx
	sample bool
	public string // the condition on a row of procedures or articles
}

// Snapshot takes one. Changes that come meanwhile are not seen.
func (db *DB) Snapshot(ctx context.Context) (*Snapshot, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, wrap(err, "take a snapshot")
	}
	s := &Snapshot{tx: tx, public: ` visibility = 'shown' AND sample = 0 `}
	err = tx.QueryRowContext(ctx, `SELECT (EXISTS (SELECT 1 FROM procedures WHERE sample = 1 AND visibility = 'shown')
			OR EXISTS (SELECT 1 FROM articles WHERE sample = 1 AND visibility = 'shown'))
		AND NOT EXISTS (SELECT 1 FROM procedures WHERE sample = 0) AND NOT EXISTS (SELECT 1 FROM articles WHERE sample = 0)`).Scan(&s.sample)
	if err != nil {
		return nil, errors.Join(wrap(err, "take a snapshot"), ignoreDone(tx.Rollback()))
	}
	if s.sample {
		s.public = ` visibility = 'shown' `
	}
	return s, nil
}

// Close lets the snapshot go.
func (s *Snapshot) Close() error { return ignoreDone(s.tx.Rollback()) }

// Sample reports whether there is sample content alone.
func (s *Snapshot) Sample() bool { return s.sample }

// Modified is when a public record of each set was last changed; sets that do
// not know are left out.
func (s *Snapshot) Modified(ctx context.Context) (map[data.Kind]time.Time, error) {
	out := map[data.Kind]time.Time{}
	for kind, query := range map[data.Kind]string{
		data.KindProcedure: `SELECT coalesce(max(changed_at), '') FROM procedures WHERE` + s.public,
		data.KindArticle:   `SELECT coalesce(max(changed_at), '') FROM articles WHERE` + s.public,
		data.KindUnit:      `SELECT coalesce(max(changed_at), '') FROM units`,
	} {
		var at string
		if err := s.tx.QueryRowContext(ctx, query).Scan(&at); err != nil {
			return nil, wrap(err, "newest change of a %s", kind)
		}
		if at == "" {
			continue
		}
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return nil, fmt.Errorf("newest change of a %s: %w", kind, err)
		}
		out[kind] = t
	}
	return out, nil
}

// Procedures are the public procedures by code, repealed ones among them.
func (s *Snapshot) Procedures(ctx context.Context) iter.Seq2[data.Procedure, error] {
	return stream(ctx, s.tx, `SELECT `+procedureColumns+` FROM procedures p WHERE`+s.public+`ORDER BY p.code`,
		func(rows *sql.Rows) (data.Procedure, error) {
			stored, err := scanStored(rows.Scan)
			if err != nil {
				return data.Procedure{}, err
			}
			p, err := stored.decode()
			slices.Sort(p.Aliases)
			return p, err
		})
}

// Articles are the public articles by source and source id.
func (s *Snapshot) Articles(ctx context.Context) iter.Seq2[data.Article, error] {
	return stream(ctx, s.tx, `SELECT `+articleColumns+` FROM articles a WHERE`+s.public+`ORDER BY a.source, a.source_id`, scanArticleRow)
}

// Units are the administrative units by code.
func (s *Snapshot) Units(ctx context.Context) iter.Seq2[data.Unit, error] {
	return stream(ctx, s.tx, unitQuery+`WHERE u.sample = 0 OR ? ORDER BY u.code`, scanUnit, s.sample)
}

// Fields are the fields that have public procedures, by slug.
func (s *Snapshot) Fields(ctx context.Context) iter.Seq2[data.Field, error] {
	return stream(ctx, s.tx, `SELECT f.slug, f.name, count(*) FROM fields f JOIN procedures r ON r.field_id = f.id
		WHERE`+s.public+`GROUP BY f.id ORDER BY f.slug`, func(rows *sql.Rows) (f data.Field, err error) {
		return f, rows.Scan(&f.Slug, &f.Name, &f.Procedures)
	})
}

// Agencies are the agencies that have public procedures, or none at all, by
// slug. One that is not among them does not stand as anybody's heir.
func (s *Snapshot) Agencies(ctx context.Context) iter.Seq2[data.Agency, error] {
	const public = `SELECT r.id FROM agencies r WHERE EXISTS (SELECT 1 FROM shown WHERE agency_id = r.id)
		OR NOT EXISTS (SELECT 1 FROM procedures p WHERE p.agency_id = r.id)`
	return stream(ctx, s.tx, `WITH shown AS (SELECT r.agency_id, count(*) AS n FROM procedures r WHERE`+s.public+`GROUP BY r.agency_id),
			known AS (`+public+`)
		SELECT a.slug, a.name, a.address, a.hours, a.phone,
			coalesce((SELECT h.slug FROM agencies h WHERE h.id = a.replaced_by AND h.id IN (SELECT id FROM known)), ''),
			coalesce((SELECT n FROM shown WHERE agency_id = a.id), 0),
			(SELECT json_group_array(f.name) FROM agency_former f WHERE f.agency_id = a.id)
		FROM agencies a WHERE a.id IN (SELECT id FROM known) ORDER BY a.slug`, func(rows *sql.Rows) (a data.Agency, err error) {
		var former string
		if err = rows.Scan(&a.Slug, &a.Name, &a.Address, &a.Hours, &a.Phone, &a.ReplacedBy, &a.Procedures, &former); err == nil {
			err = json.Unmarshal([]byte(former), &a.Former)
		}
		slices.Sort(a.Former)
		return a, err
	})
}

// Scans are the openings of codes in the months before a day's, by month and
// kind. What was opened fewer than data.MinScans times in a month is left out.
func (s *Snapshot) Scans(ctx context.Context, today data.Date) iter.Seq2[data.ScanMonth, error] {
	month := today
	if t, ok := today.Time(); ok {
		month = data.Date(t.Format("2006-01"))
	}
	return stream(ctx, s.tx, `SELECT month, kind, sum(n) FROM (
			SELECT c.month, l.kind, l.key, sum(c.count) AS n FROM scan_months c JOIN links l ON l.code = c.code
			WHERE c.month < ?1 GROUP BY c.month, l.kind, l.key
		) WHERE n >= ?2 GROUP BY month, kind ORDER BY month, kind`, func(rows *sql.Rows) (m data.ScanMonth, err error) {
		return m, rows.Scan(&m.Month, &m.Kind, &m.Scans)
	}, month, data.MinScans)
}

// stream reads the rows of a query one by one.
func stream[T any](ctx context.Context, tx *sql.Tx, query string, scan func(*sql.Rows) (T, error), args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			yield(none, wrap(err, "read what is public"))
			return
		}
		defer rows.Close() // its error is that of Err, or of no more use
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				yield(none, wrap(err, "read what is public"))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, wrap(err, "read what is public"))
		}
	}
}

// PublicState changes whenever what is handed out may have: with records,
// units, agencies and settings.
func (db *DB) PublicState(ctx context.Context) (state string, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT uuid || ' ' || seq || ' ' || (SELECT count(*) || ' ' || coalesce(max(changed_at), '') FROM units)
		|| ' ' || (SELECT coalesce(max(id), 0) FROM config_events) || ' ' || (SELECT count(*) FROM agencies) FROM store`).Scan(&state)
	return state, wrap(err, "the state of what is public")
}
