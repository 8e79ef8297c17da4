package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tracuu/data"
)

const scheduledColumns = `SELECT id, kind, key, title, action, day, was, fields, who, note, created_at FROM scheduled `

func scanScheduled(r *sql.Rows) (s data.Scheduled, err error) {
	var was, fields, at string
	if err := r.Scan(&s.ID, &s.Kind, &s.Key, &s.Title, &s.Action, &s.Day, &was, &fields, &s.Who, &s.Note, &at); err != nil {
		return s, err
	}
	if s.Created, err = time.Parse(time.RFC3339, at); err != nil {
		return s, err
	}
	return s, errors.Join(json.Unmarshal([]byte(was), &s.Was), json.Unmarshal([]byte(fields), &s.Fields))
}

// Schedule keeps a revision that takes effect at the beginning of its day.
// data.ErrConflict if the record has changed since the revision was made.
func (db *DB) Schedule(ctx context.Context, r data.Revision, title string, by data.Edit) (id int64, err error) {
	was, err := json.Marshal(r.Was)
	if err != nil {
		return 0, err
	}
	fields, err := json.Marshal(r.Fields)
	if err != nil {
		return 0, err
	}
	err = db.tx(ctx, func(tx *sql.Tx) error {
		if err := check(ctx, tx, r); err != nil {
			return err
		}
		at := db.timestamp()
		err := tx.QueryRowContext(ctx, `INSERT INTO scheduled (kind, key, title, action, day, was, fields, who, note, created_at, state, state_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?) RETURNING id`,
			r.Kind, r.Key, title, r.Action, r.Day, string(was), string(fields), by.Who, by.Note, at, at).Scan(&id)
		if err != nil {
			return err
		}
		if err := dropDraft(ctx, tx, r.Draft); err != nil {
			return err
		}
		return db.addAudit(ctx, tx, object(r.Target), "scheduled for "+string(r.Day), fieldsText(r.Was), fieldsText(r.Fields), by)
	})
	return id, wrap(err, "schedule %s", object(r.Target))
}

// Upcoming lists what waits for its day, of one record if key names it, in the
// order in which it will take effect.
func (db *DB) Upcoming(ctx context.Context, t data.Target) ([]data.Scheduled, error) {
	rows, err := db.read.QueryContext(ctx, scheduledColumns+`WHERE state = 'waiting'
		AND (?1 = '' OR kind = ?1) AND (?2 = '' OR key = ?2) ORDER BY day, id`, t.Kind, t.Key)
	ss, err := collect(rows, err, scanScheduled)
	return ss, wrap(err, "scheduled changes")
}

// Withdraw keeps what is scheduled from taking effect; data.ErrConflict if it
// has, or is withdrawn already.
func (db *DB) Withdraw(ctx context.Context, id int64, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		s, err := takeScheduled(ctx, tx, id, "withdrawn", db.timestamp())
		if err != nil {
			return err
		}
		return db.addAudit(ctx, tx, object(s.Target), "withdrawn", fieldsText(s.Fields), "", by)
	})
	return wrap(err, "withdraw scheduled change %d", id)
}

// takeScheduled moves what waits on to another state.
func takeScheduled(ctx context.Context, tx *sql.Tx, id int64, state, at string) (s data.Scheduled, err error) {
	rows, err := tx.QueryContext(ctx, scheduledColumns+`WHERE id = ? AND state = 'waiting'`, id)
	found, err := collect(rows, err, scanScheduled)
	if err != nil {
		return s, err
	}
	if len(found) == 0 {
		return s, data.ErrConflict
	}
	_, err = tx.ExecContext(ctx, `UPDATE scheduled SET state = ?, state_at = ? WHERE id = ?`, state, at, id)
	return found[0], err
}

// TakeEffect shows what was scheduled for today or before, in order, and
// answers how much that was. Each change is a transaction; one that cannot be
// made stays, and the others go on.
func (db *DB) TakeEffect(ctx context.Context, today data.Date) (n int, err error) {
	rows, err := db.read.QueryContext(ctx, `SELECT id FROM scheduled WHERE state = 'waiting' AND day <= ? ORDER BY day, id`, today)
	due, err := collect(rows, err, func(r *sql.Rows) (id int64, err error) { return id, r.Scan(&id) })
	if err != nil {
		return 0, wrap(err, "scheduled changes")
	}
	var failed []error
	for _, id := range due {
		err := db.tx(ctx, func(tx *sql.Tx) error {
			s, err := takeScheduled(ctx, tx, id, "done", db.timestamp())
			if errors.Is(err, data.ErrConflict) {
				return nil // withdrawn meanwhile
			}
			if err != nil {
				return err
			}
			note := fmt.Sprintf("hẹn hiệu lực từ %s", s.Day)
			if s.Note != "" {
				note += ": " + s.Note
			}
			_, err = db.revise(ctx, tx, s.Revision, data.Edit{Who: s.Who, Note: note}, true)
			if err == nil {
				n++
			}
			return err
		})
		if err != nil {
			failed = append(failed, wrap(err, "scheduled change %d", id))
		}
	}
	return n, errors.Join(failed...)
}
