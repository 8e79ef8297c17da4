package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"tracuu/data"
)

// What staff change of a record lies over what its source says, field by field:
// an import brings new values for the other fields, and a rival for a field
// that staff have changed and the source has changed since.

// edits are what staff have done to a record, as an import meets it.
type edits struct {
	merged data.Fields // the record to be shown; nil: as it was imported, or as it is
	hidden bool
	moved  bool // the source says something else than before
}

// result is what became of a record that is shown as before.
func (e edits) result() data.SaveResult {
	if e.moved {
		return savedChanged
	}
	return savedUnchanged
}

func (e edits) visibility() data.Visibility {
	if e.hidden {
		return data.Hidden
	}
	return data.Shown
}

// takeSource keeps what the source says now of a record that staff have changed.
func takeSource(ctx context.Context, tx *sql.Tx, t data.Target, record string) (e edits, err error) {
	var last string
	err = tx.QueryRowContext(ctx, `SELECT source, hidden FROM edited WHERE kind = ? AND key = ?`, t.Kind, t.Key).Scan(&last, &e.hidden)
	if errors.Is(err, sql.ErrNoRows) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	var was, is data.Fields
	if err := errors.Join(json.Unmarshal([]byte(last), &was), json.Unmarshal([]byte(record), &is)); err != nil {
		return e, err
	}
	e.moved = last != record
	own, err := overrides(ctx, tx, `o.kind = ? AND o.key = ?`, t.Kind, t.Key)
	if err != nil {
		return e, err
	}
	over := data.Fields{}
	for _, o := range own {
		over[o.Field] = o.Value
		if !e.moved {
			continue
		}
		if err := meetSource(ctx, tx, o, was.Get(o.Field), is.Get(o.Field)); err != nil {
			return e, err
		}
	}
	e.merged = is.With(over)
	_, err = tx.ExecContext(ctx, `UPDATE edited SET source = ? WHERE kind = ? AND key = ?`, record, t.Kind, t.Key)
	return e, err
}

// meetSource keeps what a source's change of a field means for staff's value.
func meetSource(ctx context.Context, tx *sql.Tx, o data.Override, was, is json.RawMessage) (err error) {
	switch {
	case data.SameField(is, o.Value): // the source has come round
		_, err = tx.ExecContext(ctx, `DELETE FROM overrides WHERE kind = ? AND key = ? AND field = ?`, o.Kind, o.Key, o.Field)
	case data.SameField(is, o.Base) && o.RivalBy == "": // and back
		_, err = tx.ExecContext(ctx, `UPDATE overrides SET rival = NULL WHERE kind = ? AND key = ? AND field = ?`, o.Kind, o.Key, o.Field)
	case !data.SameField(is, was):
		_, err = tx.ExecContext(ctx, `UPDATE overrides SET rival = ?, rival_by = '' WHERE kind = ? AND key = ? AND field = ?`, string(is), o.Kind, o.Key, o.Field)
	}
	return err
}

// querier is the store or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// overrides finds fields as staff have them.
func overrides(ctx context.Context, q querier, where string, args ...any) ([]data.Override, error) {
	rows, err := q.QueryContext(ctx, `SELECT o.kind, o.key, o.field, o.value, o.base, o.rival, o.rival_by, o.who, o.at,
			coalesce(p.name, a.record ->> 'title', '')
		FROM overrides o LEFT JOIN procedures p ON o.kind = 'procedure' AND p.code = o.key
			LEFT JOIN articles a ON o.kind = 'article' AND a.id = cast(o.key AS INTEGER)
		WHERE `+where+` ORDER BY o.at, o.kind, o.key, o.field`, args...)
	return collect(rows, err, func(r *sql.Rows) (o data.Override, err error) {
		var value, base, at string
		var rival sql.NullString
		if err := r.Scan(&o.Kind, &o.Key, &o.Field, &value, &base, &rival, &o.RivalBy, &o.Who, &at, &o.Title); err != nil {
			return o, err
		}
		o.Value, o.Base = json.RawMessage(value), json.RawMessage(base)
		if rival.Valid {
			o.Rival = json.RawMessage(rival.String)
		}
		o.At, err = time.Parse(time.RFC3339, at)
		return o, err
	})
}

// Conflicts lists the fields for which another value has come since staff
// changed them, the longest waiting first.
func (db *DB) Conflicts(ctx context.Context) ([]data.Override, error) {
	os, err := overrides(ctx, db.read, `o.rival IS NOT NULL`)
	return os, wrap(err, "conflicts")
}

// SettleConflict decides between staff's value of a field and its rival.
// data.ErrConflict if the rival is no longer the one that was decided upon.
func (db *DB) SettleConflict(ctx context.Context, t data.Target, field string, rival json.RawMessage, ours bool, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		own, err := overrides(ctx, tx, `o.kind = ? AND o.key = ? AND o.field = ? AND o.rival IS NOT NULL`, t.Kind, t.Key, field)
		if err != nil {
			return err
		}
		if len(own) == 0 || !data.SameField(own[0].Rival, rival) {
			return data.ErrConflict
		}
		o := own[0]
		if !ours {
			_, err := db.revise(ctx, tx, data.Revision{Target: t, Fields: data.Fields{field: o.Rival}, Action: "conflict: other value taken"}, by, false)
			return err
		}
		base := string(o.Base)
		if o.RivalBy == "" {
			base = string(o.Rival)
		}
		_, err = tx.ExecContext(ctx, `UPDATE overrides SET rival = NULL, rival_by = '', base = ? WHERE kind = ? AND key = ? AND field = ?`, base, t.Kind, t.Key, field)
		if err != nil {
			return err
		}
		return db.addAudit(ctx, tx, object(t), "conflict: own value kept", fieldsText(data.Fields{field: o.Rival}), fieldsText(data.Fields{field: o.Value}), by)
	})
	return wrap(err, "settle %s of %s", field, object(t))
}

// object is a record as the audit names it.
func object(t data.Target) string { return string(t.Kind) + " " + t.Key }

// fieldsText is fields for the audit.
func fieldsText(f data.Fields) string {
	b, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return "" // fields are JSON already
	}
	return string(b)
}
