package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"tracuu/data"
)

// standing is a record as it stands in a transaction.
type standing struct {
	data.Record
	raw       string // as kept, by which versions are
	changedAt string
	article   data.Article
}

// stand reads a record and what staff have done to it.
func stand(ctx context.Context, q querier, t data.Target) (s standing, err error) {
	s.Target = t
	switch t.Kind {
	case data.KindProcedure:
		var agency sql.NullString
		row := q.QueryRowContext(ctx, `SELECT `+procedureColumns+`, p.changed_at, (SELECT slug FROM agencies WHERE id = p.agency_id)
			FROM procedures p WHERE p.code = ?`, t.Key)
		stored, err := scanStored(func(dest ...any) error { return row.Scan(append(dest, &s.changedAt, &agency)...) })
		if err != nil {
			return s, err
		}
		p, err := stored.decode()
		if err != nil {
			return s, err
		}
		p.Aliases = nil
		s.raw, s.Meta, s.Agency = stored.record, stored.meta, agency.String
		s.Fields, err = data.FieldsOf(&p)
		if err != nil {
			return s, err
		}
	case data.KindArticle:
		row := q.QueryRowContext(ctx, `SELECT `+articleColumns+`, a.changed_at, a.record FROM articles a WHERE a.id = ?`, t.Key)
		s.article, err = scanArticle(func(dest ...any) error { return row.Scan(append(dest, &s.changedAt, &s.raw)...) })
		if err != nil {
			return s, err
		}
		s.Meta = s.article.Meta
		if s.Fields, err = data.FieldsOf(&s.article); err != nil {
			return s, err
		}
	default:
		return s, fmt.Errorf("%s has no fields: %w", object(t), data.ErrInvalid)
	}
	var source string
	err = q.QueryRowContext(ctx, `SELECT source, hidden FROM edited WHERE kind = ? AND key = ?`, t.Kind, t.Key).Scan(&source, &s.Concealed)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(source), &s.Source)
	}
	if err == nil {
		s.Overrides, err = overrides(ctx, q, `o.kind = ? AND o.key = ?`, t.Kind, t.Key)
	}
	return s, err
}

// Record finds a procedure by its code or an article by its number, whatever
// its visibility, with what staff have done to it.
func (db *DB) Record(ctx context.Context, t data.Target) (data.Record, error) {
	s, err := stand(ctx, db.read, t)
	return s.Record, wrap(err, "record %s", object(t))
}

// RecordVersions lists the former versions of a record, newest first: by their
// place in the change sequence, whatever the clock said.
func (db *DB) RecordVersions(ctx context.Context, t data.Target) ([]data.Version, error) {
	query := `SELECT seq, record, changed_at FROM procedure_versions WHERE code = ? ORDER BY seq DESC`
	if t.Kind == data.KindArticle {
		query = `SELECT seq, record, changed_at FROM article_versions WHERE id = ? ORDER BY seq DESC`
	}
	rows, err := db.read.QueryContext(ctx, query, t.Key)
	vs, err := collect(rows, err, func(r *sql.Rows) (v data.Version, err error) {
		var record, at string
		if err := r.Scan(&v.Seq, &record, &at); err != nil {
			return v, err
		}
		v.ChangedAt, err = time.Parse(time.RFC3339, at)
		return v, errors.Join(err, json.Unmarshal([]byte(record), &v.Fields))
	})
	return vs, wrap(err, "versions of %s", object(t))
}

// stale reports whether the content of a record has changed since a step of
// the change sequence.
func stale(ctx context.Context, tx *sql.Tx, t data.Target, base int64) (is bool, err error) {
	query := `SELECT EXISTS (SELECT 1 FROM procedure_versions WHERE code = ? AND seq >= ?)`
	if t.Kind == data.KindArticle {
		query = `SELECT EXISTS (SELECT 1 FROM article_versions WHERE id = ? AND seq >= ?)`
	}
	err = tx.QueryRowContext(ctx, query, t.Key, base).Scan(&is)
	return is, err
}

// check answers data.ErrConflict for a revision of a record that has changed
// since, or that is new and there already.
func check(ctx context.Context, tx *sql.Tx, r data.Revision) error {
	if r.Base > 0 {
		is, err := stale(ctx, tx, r.Target, r.Base)
		if err == nil && is {
			err = data.ErrConflict
		}
		return err
	}
	if r.Key == "" {
		return nil
	}
	_, err := stand(ctx, tx, r.Target)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return errors.Join(err, data.ErrConflict)
}

// Publish shows a revision from now on and answers what it is of.
// data.ErrConflict if the record has changed since the revision was made.
func (db *DB) Publish(ctx context.Context, r data.Revision, by data.Edit) (t data.Target, err error) {
	err = db.tx(ctx, func(tx *sql.Tx) error {
		if err := check(ctx, tx, r); err != nil {
			return err
		}
		if t, err = db.revise(ctx, tx, r, by, false); err != nil {
			return err
		}
		return dropDraft(ctx, tx, r.Draft)
	})
	return t, wrap(err, "publish %s", object(r.Target))
}

// revise puts the fields of a revision over a record, or makes it of them. A
// late one was decided some time ago: what came since becomes the rival of what
// it brings.
func (db *DB) revise(ctx context.Context, tx *sql.Tx, r data.Revision, by data.Edit, late bool) (data.Target, error) {
	s, err := stand(ctx, tx, r.Target)
	switch {
	case errors.Is(err, sql.ErrNoRows) && r.Base == 0:
		return db.create(ctx, tx, r, by)
	case err != nil:
		return r.Target, err
	}
	shown := s.Fields.With(r.Fields)
	changed := s.Fields.Differ(shown)
	if len(changed) == 0 {
		return r.Target, nil
	}
	if s.Source == nil {
		if err := json.Unmarshal([]byte(s.raw), &s.Source); err != nil {
			return r.Target, err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO edited (kind, key, source) VALUES (?, ?, ?)`, r.Kind, r.Key, s.raw); err != nil {
			return r.Target, err
		}
	}
	for _, name := range changed {
		var rival json.RawMessage
		if now := s.Fields.Get(name); late && !data.SameField(now, r.Was.Get(name)) {
			rival = now
		}
		if err := db.putOverride(ctx, tx, s, name, shown.Get(name), rival, by); err != nil {
			return r.Target, err
		}
	}
	if err := db.putRecord(ctx, tx, s, shown); err != nil {
		return r.Target, err
	}
	return r.Target, db.addAudit(ctx, tx, object(r.Target), r.Action, fieldsText(s.Fields.Only(changed)), fieldsText(shown.Only(changed)), by)
}

// putOverride keeps staff's value of a field; one that the source has too is
// none.
func (db *DB) putOverride(ctx context.Context, tx *sql.Tx, s standing, name string, value, rival json.RawMessage, by data.Edit) error {
	base := s.Source.Get(name)
	var rivalBy string
	for _, o := range s.Overrides {
		if o.Field != name {
			continue
		}
		if rival != nil {
			rivalBy = o.Who
		} else if o.Rival != nil && !data.SameField(o.Rival, value) {
			rival, rivalBy, base = o.Rival, o.RivalBy, o.Base // still to be decided
		}
	}
	if data.SameField(value, s.Source.Get(name)) && rival == nil {
		_, err := tx.ExecContext(ctx, `DELETE FROM overrides WHERE kind = ? AND key = ? AND field = ?`, s.Kind, s.Key, name)
		return err
	}
	var kept sql.NullString
	if rival != nil {
		kept = sql.NullString{String: string(rival), Valid: true}
	}
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO overrides (kind, key, field, value, base, rival, rival_by, who, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.Kind, s.Key, name, string(value), string(base), kept, rivalBy, by.Who, db.timestamp())
	return err
}

// putRecord shows fields of a known record from now on; what was shown becomes
// a version.
func (db *DB) putRecord(ctx context.Context, tx *sql.Tx, s standing, f data.Fields) error {
	if s.Kind == data.KindArticle {
		a, record, err := mergedArticle(f, &s.article)
		if err != nil {
			return err
		}
		if _, err := db.putArticle(ctx, tx, a, record, s.Visibility); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO article_versions (id, seq, record, changed_at) VALUES (?, ?, ?, ?)`, s.Key, s.Seq, s.raw, s.changedAt)
		return err
	}
	p, record, err := mergedProcedure(f, &data.Procedure{Meta: s.Meta})
	if err != nil {
		return err
	}
	p.Code = s.Key
	if err := db.putProcedure(ctx, tx, p, record, s.Visibility); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO procedure_versions (code, seq, record, changed_at) VALUES (?, ?, ?, ?)`, s.Key, s.Seq, s.raw, s.changedAt)
	return err
}

// create makes a record that no source has. The sample stays beside it: only
// what is imported hides it.
func (db *DB) create(ctx context.Context, tx *sql.Tx, r data.Revision, by data.Edit) (t data.Target, err error) {
	t = r.Target
	f := data.Fields{}.With(r.Fields)
	if t.Kind == data.KindArticle {
		var n int64
		if n, err = nextSeq(ctx, tx); err != nil { // a name that no other has
			return t, err
		}
		a, record, err := mergedArticle(f, &data.Article{SourceID: data.OwnArticle + strconv.FormatInt(n, 10)})
		if err != nil {
			return t, err
		}
		id, err := db.putArticle(ctx, tx, a, record, data.Shown)
		if err != nil {
			return t, err
		}
		t = articleTarget(id)
	} else {
		p, record, err := mergedProcedure(f, &data.Procedure{})
		if err != nil {
			return t, err
		}
		if err := db.putProcedure(ctx, tx, p, record, data.Shown); err != nil {
			return t, err
		}
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO edited (kind, key, source) VALUES (?, ?, '{}')`, t.Kind, t.Key); err != nil {
		return t, err
	}
	s := standing{Record: data.Record{Target: t}}
	for name, v := range f {
		if err := db.putOverride(ctx, tx, s, name, v, nil, by); err != nil {
			return t, err
		}
	}
	return t, db.addAudit(ctx, tx, object(t), "created", "", fieldsText(f), by)
}

// ConcealRecord takes a record out of search and pages, or brings it back.
// Imports leave it where it is; a printed code opens it all the same.
func (db *DB) ConcealRecord(ctx context.Context, t data.Target, hidden bool, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		s, err := stand(ctx, tx, t)
		if err != nil {
			return err
		}
		if s.Visibility == data.Removed {
			return fmt.Errorf("removed: %w", data.ErrGone)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO edited (kind, key, source, hidden) VALUES (?, ?, ?, ?)
			ON CONFLICT (kind, key) DO UPDATE SET hidden = excluded.hidden`, t.Kind, t.Key, s.raw, hidden)
		if err != nil {
			return err
		}
		seq, err := nextSeq(ctx, tx)
		if err != nil {
			return err
		}
		is, action := data.Shown, "brought back"
		if hidden {
			is, action = data.Hidden, "hidden"
		}
		update := `UPDATE procedures SET visibility = ?, seq = ? WHERE code = ?`
		if t.Kind == data.KindArticle {
			update = `UPDATE articles SET visibility = ?, seq = ? WHERE id = ?`
		}
		if _, err := tx.ExecContext(ctx, update, is, seq, t.Key); err != nil {
			return err
		}
		return db.addAudit(ctx, tx, object(t), action, string(s.Visibility), string(is), by)
	})
	return wrap(err, "hide %s", object(t))
}
