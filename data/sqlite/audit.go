package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/search/vi"
)

// addAudit keeps that something was changed, in the transaction of the change.
func (db *DB) addAudit(ctx context.Context, tx *sql.Tx, object, action, before, after string, by data.Edit) error {
	return addAuditAt(ctx, tx, db.timestamp(), object, action, before, after, by)
}

func addAuditAt(ctx context.Context, tx *sql.Tx, at, object, action, before, after string, by data.Edit) error {
	var last string
	err := tx.QueryRowContext(ctx, `SELECT hash FROM audit ORDER BY id DESC LIMIT 1`).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	hash, err := auditHash(last, at, object, action, before, after, by)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO audit (at, object, action, before, after, who, note, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		at, object, action, before, after, by.Who, by.Note, hash)
	return err
}

// auditHash chains an event to the one before: SHA-256 over the JSON list of
// the former hash and the event's columns.
func auditHash(last, at, object, action, before, after string, by data.Edit) (string, error) {
	b, err := json.Marshal([]string{last, at, object, action, before, after, by.Who, by.Note})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}

// AddAudit keeps an event that changes nothing else in the store, such as a
// sign-in.
func (db *DB) AddAudit(ctx context.Context, object, action, before, after string, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error { return db.addAudit(ctx, tx, object, action, before, after, by) })
	return wrap(err, "audit of %s", object)
}

const auditColumns = `id, at, object, action, before, after, who, note, hash FROM audit`

func scanAudit(scan func(...any) error) (e data.AuditEvent, at string, err error) {
	if err := scan(&e.ID, &at, &e.Object, &e.Action, &e.From, &e.To, &e.Who, &e.Note, &e.Hash); err != nil {
		return e, at, err
	}
	e.At, err = time.Parse(time.RFC3339, at)
	return e, at, err
}

// Audit lists what was done, newest first, at most limit events.
func (db *DB) Audit(ctx context.Context, f data.AuditFilter, limit int) (out []data.AuditEvent, err error) {
	where, args := auditWhere(f)
	rows, err := db.read.QueryContext(ctx, `SELECT `+auditColumns+where+` ORDER BY id DESC`, args...)
	if err != nil {
		return nil, wrap(err, "audit")
	}
	words := strings.Fields(vi.Fold(f.Words))
	for len(out) < limit && rows.Next() {
		e, _, err := scanAudit(rows.Scan)
		if err != nil {
			return nil, wrap(errors.Join(err, rows.Close()), "audit")
		}
		if holdsAll(e, words) {
			out = append(out, e)
		}
	}
	return out, wrap(errors.Join(rows.Err(), rows.Close()), "audit")
}

// auditWhere is the part of a filter that SQLite can judge.
func auditWhere(f data.AuditFilter) (where string, args []any) {
	add := func(condition string, values ...any) {
		where += " AND " + condition
		args = append(args, values...)
	}
	if f.Who != "" {
		add(`who = ?`, f.Who)
	}
	if f.Object != "" {
		add(`(object = ? OR substr(object, 1, length(?)) = ?)`, f.Object, f.Object+" ", f.Object+" ")
	}
	if f.Action != "" {
		add(`action = ?`, f.Action)
	}
	if !f.From.IsZero() {
		add(`at >= ?`, f.From.UTC().Format(stampLayout))
	}
	if !f.Until.IsZero() {
		add(`at < ?`, f.Until.UTC().Format(stampLayout))
	}
	if f.Before != 0 {
		add(`id < ?`, f.Before)
	}
	return " WHERE 1" + where, args
}

func holdsAll(e data.AuditEvent, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := vi.Fold(strings.Join([]string{e.Object, e.Action, e.From, e.To, e.Who, e.Note}, " "))
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// AuditNames lists who has done something, and what was ever done.
func (db *DB) AuditNames(ctx context.Context) (who, actions []string, err error) {
	for _, one := range []struct {
		query string
		into  *[]string
	}{
		{`SELECT DISTINCT who FROM audit WHERE who <> '' ORDER BY who`, &who},
		{`SELECT DISTINCT action FROM audit ORDER BY action`, &actions},
	} {
		rows, err := db.read.QueryContext(ctx, one.query)
		*one.into, err = collect(rows, err, func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) })
		if err != nil {
			return nil, nil, wrap(err, "names in the audit")
		}
	}
	return who, actions, nil
}

// VerifyAudit follows the chain from its first event to its last.
func (db *DB) VerifyAudit(ctx context.Context) (s data.AuditState, err error) {
	tx, err := db.read.BeginTx(ctx, nil) // one moment for the events and their number
	if err != nil {
		return s, wrap(err, "verify the audit")
	}
	defer func() { err = wrap(errors.Join(err, ignoreDone(tx.Rollback())), "verify the audit") }()
	rows, err := tx.QueryContext(ctx, `SELECT `+auditColumns+` ORDER BY id`)
	if err != nil {
		return s, err
	}
	var id int64
	for rows.Next() {
		e, at, err := scanAudit(rows.Scan)
		if err != nil {
			return s, errors.Join(err, rows.Close())
		}
		want, err := auditHash(s.Hash, at, e.Object, e.Action, e.From, e.To, e.Edit)
		if err != nil {
			return s, errors.Join(err, rows.Close())
		}
		if s.Broken == 0 && (want != e.Hash || e.ID != id+1) {
			s.Broken = e.ID
		}
		s.Events++
		s.Hash, id = e.Hash, e.ID
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return s, err
	}
	// SQLite remembers the highest number it has ever given.
	var highest int64
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'audit'`).Scan(&highest)
	s.Lost = max(highest-id, 0)
	return s, err
}

// bringHistory takes what happened before there was an audit into it, once, in
// the order of time.
func (db *DB) bringHistory(ctx context.Context) error {
	return db.tx(ctx, func(tx *sql.Tx) error {
		var done bool
		if err := tx.QueryRowContext(ctx, `SELECT audited FROM store`).Scan(&done); err != nil || done {
			return err
		}
		type event struct {
			at, object, action, before, after string
			by                                data.Edit
		}
		// prints come last of a moment: their codes were made for them.
		rows, err := tx.QueryContext(ctx, `
			SELECT 1 AS kind, at, code AS object, action, before, after, who, note, id FROM link_events
			UNION ALL SELECT 2, at, name, '', before, after, who, note, id FROM config_events
			UNION ALL SELECT 3, created_at, 'print ' || id, 'printed', '', layout || ', ' || host || coalesce((
				SELECT group_concat(char(10) || code || ' ' || placement, '' ORDER BY n) FROM print_posters WHERE print_id = prints.id), ''), who, '', id FROM prints
			UNION ALL SELECT 4, at, 'print ' || print_id, 'reprinted', '', '', who, '', id FROM reprints
			UNION ALL SELECT 5, at, code, 'checked', '', found, who, note, id FROM checks
			ORDER BY at, kind, id`)
		events, err := collect(rows, err, func(r *sql.Rows) (e event, err error) {
			var kind, id int
			err = r.Scan(&kind, &e.at, &e.object, &e.action, &e.before, &e.after, &e.by.Who, &e.by.Note, &id)
			switch kind {
			case 1, 5:
				e.object = "link " + e.object
			case 2:
				e.object, e.action = configObject(e.object)
			}
			return e, err
		})
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := addAuditAt(ctx, tx, e.at, e.object, e.action, e.before, e.after, e.by); err != nil {
				return fmt.Errorf("%s of %s: %w", e.action, e.object, err)
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE store SET audited = 1`)
		return err
	})
}
