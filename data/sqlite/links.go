package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tracuu/data"
)

// InsertLink keeps a new code with its target, place and days; it is active.
// It answers data.ErrConflict when the code is taken, when a default is
// inserted for a target that has one, or when the target has a code at the
// place already.
func (db *DB) InsertLink(ctx context.Context, l data.Link, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		if l.PlacementID != 0 {
			var taken bool
			err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM links WHERE kind = ? AND key = ? AND placement_id = ? AND state <> 'retired')`,
				l.Target.Kind, l.Target.Key, l.PlacementID).Scan(&taken)
			if err != nil {
				return err
			}
			if taken {
				return fmt.Errorf("%s %s has a code at placement %d: %w", l.Target.Kind, l.Target.Key, l.PlacementID, data.ErrConflict)
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO links (code, kind, key, main, placement_id, state, from_day, until_day, created_at)
			VALUES (?, ?, ?, ?, nullif(?, 0), 'active', ?, ?, ?)`,
			l.Code, l.Target.Kind, l.Target.Key, l.Default, l.PlacementID, l.From, l.Until, db.timestamp())
		if err != nil {
			return err
		}
		return db.addLinkEvent(ctx, tx, l.Code, data.LinkCreated, "", targetText(l.Target), by)
	})
	return wrap(err, "keep code %s", l.Code)
}

const linkColumns = `code, kind, key, main, coalesce(placement_id, 0), state, from_day, until_day, created_at`

// Link finds what a code leads to.
func (db *DB) Link(ctx context.Context, code string) (data.Link, error) {
	l, err := scanLink(db.read.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM links WHERE code = ?`, code).Scan)
	return l, wrap(err, "code %s", code)
}

// TargetLink finds the code of a target at a place, or its default code for
// placement 0. Retired codes do not count.
func (db *DB) TargetLink(ctx context.Context, target data.Target, placement int64) (data.Link, error) {
	where := `main = 1`
	if placement != 0 {
		where = `placement_id = ?3 AND state <> 'retired'`
	}
	l, err := scanLink(db.read.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM links
		WHERE kind = ?1 AND key = ?2 AND `+where+` ORDER BY created_at, code`, target.Kind, target.Key, placement).Scan)
	return l, wrap(err, "code of %s %s", target.Kind, target.Key)
}

// TargetLinks lists every code of a target, oldest first.
func (db *DB) TargetLinks(ctx context.Context, target data.Target) ([]data.Link, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+linkColumns+` FROM links
		WHERE kind = ? AND key = ? ORDER BY created_at, code`, target.Kind, target.Key)
	ls, err := collect(rows, err, func(r *sql.Rows) (data.Link, error) { return scanLink(r.Scan) })
	return ls, wrap(err, "codes of %s %s", target.Kind, target.Key)
}

// RetargetLink leads a code to something else from now on. It becomes the
// default of its new target if it was that of the old one and the new one has
// none.
func (db *DB) RetargetLink(ctx context.Context, code string, to data.Target, by data.Edit) error {
	err := db.changeLink(ctx, code, by, func(l *data.Link) error { l.Target = to; return nil })
	return wrap(err, "retarget code %s", code)
}

// MoveLink pauses, resumes or retires a code. A retired one is no longer its
// target's default; brought back it is again, unless another has taken its
// place.
func (db *DB) MoveLink(ctx context.Context, code string, to data.LinkState, by data.Edit) error {
	err := db.changeLink(ctx, code, by, func(l *data.Link) error { l.State = to; return nil })
	return wrap(err, "move code %s to %s", code, to)
}

// DateLink sets the first and the last day a code is good for.
func (db *DB) DateLink(ctx context.Context, code string, from, until data.Date, by data.Edit) error {
	err := db.changeLink(ctx, code, by, func(l *data.Link) error { l.From, l.Until = from, until; return nil })
	return wrap(err, "date code %s", code)
}

// ChangeLinks lets change alter the target, the state and the days of codes as
// they stand: all of them or, when it answers an error for one, none. A code
// that somebody has changed since the version it was read at is
// data.ErrConflict; version 0 takes it as it is.
func (db *DB) ChangeLinks(ctx context.Context, at []data.LinkVersion, by data.Edit, change func(*data.Link) error) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		for _, one := range at {
			var version int64
			if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM link_events WHERE code = ?`, one.Code).Scan(&version); err != nil {
				return err
			}
			if one.Version != 0 && version != one.Version {
				return fmt.Errorf("code %s at version %d, not %d: %w", one.Code, version, one.Version, data.ErrConflict)
			}
			if err := db.changeLinkIn(ctx, tx, one.Code, by, change); err != nil {
				return fmt.Errorf("code %s: %w", one.Code, err)
			}
		}
		return nil
	})
	return wrap(err, "change %d codes", len(at))
}

func (db *DB) changeLink(ctx context.Context, code string, by data.Edit, change func(*data.Link) error) error {
	return db.tx(ctx, func(tx *sql.Tx) error { return db.changeLinkIn(ctx, tx, code, by, change) })
}

// changeLinkIn changes a link as it stands and keeps what has changed.
func (db *DB) changeLinkIn(ctx context.Context, tx *sql.Tx, code string, by data.Edit, change func(*data.Link) error) error {
	old, err := scanLink(tx.QueryRowContext(ctx, `SELECT `+linkColumns+` FROM links WHERE code = ?`, code).Scan)
	if err != nil {
		return err
	}
	l := old
	if err := change(&l); err != nil {
		return err
	}
	if l.Target != old.Target {
		_, err := tx.ExecContext(ctx, `UPDATE links SET kind = ?1, key = ?2,
			main = main AND NOT EXISTS (SELECT 1 FROM links WHERE kind = ?1 AND key = ?2 AND main = 1) WHERE code = ?3`,
			l.Target.Kind, l.Target.Key, code)
		if err == nil {
			err = db.addLinkEvent(ctx, tx, code, data.LinkRetargeted, targetText(old.Target), targetText(l.Target), by)
		}
		if err != nil {
			return err
		}
	}
	if l.State != old.State {
		_, err := tx.ExecContext(ctx, `UPDATE links SET state = ?1, main = ?1 <> 'retired' AND placement_id IS NULL
				AND NOT EXISTS (SELECT 1 FROM links o WHERE o.kind = links.kind AND o.key = links.key AND o.main = 1 AND o.code <> links.code)
			WHERE code = ?2`, l.State, code)
		if err == nil {
			err = db.addLinkEvent(ctx, tx, code, data.LinkMoved, string(old.State), string(l.State), by)
		}
		if err != nil {
			return err
		}
	}
	if l.From == old.From && l.Until == old.Until {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE links SET from_day = ?, until_day = ? WHERE code = ?`, l.From, l.Until, code); err != nil {
		return err
	}
	return db.addLinkEvent(ctx, tx, code, data.LinkDated, daysText(old.From, old.Until), daysText(l.From, l.Until), by)
}

func (db *DB) addLinkEvent(ctx context.Context, tx *sql.Tx, code string, action data.LinkAction, before, after string, by data.Edit) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO link_events (code, at, action, before, after, who, note) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		code, db.timestamp(), action, before, after, by.Who, by.Note)
	if err != nil {
		return err
	}
	return db.addAudit(ctx, tx, "link "+code, string(action), before, after, by)
}

// LinkHistory lists what happened to a code, oldest first.
func (db *DB) LinkHistory(ctx context.Context, code string) ([]data.LinkEvent, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT code, at, action, before, after, who, note FROM link_events WHERE code = ? ORDER BY id`, code)
	es, err := collect(rows, err, func(r *sql.Rows) (e data.LinkEvent, err error) {
		var at string
		if err := r.Scan(&e.Code, &at, &e.Action, &e.From, &e.To, &e.Who, &e.Note); err != nil {
			return e, err
		}
		e.At, err = time.Parse(time.RFC3339, at)
		return e, err
	})
	return es, wrap(err, "history of code %s", code)
}

// targetText and daysText write what has changed as the history keeps it.
func targetText(t data.Target) string { return string(t.Kind) + " " + t.Key }

func daysText(from, until data.Date) string { return string(from) + "/" + string(until) }

func scanLink(scan func(...any) error) (l data.Link, err error) {
	var created string
	err = scan(&l.Code, &l.Target.Kind, &l.Target.Key, &l.Default, &l.PlacementID, &l.State, &l.From, &l.Until, &created)
	if err != nil {
		return l, err
	}
	l.Created, err = time.Parse(time.RFC3339, created)
	return l, err
}

// Successor is what has taken a procedure's place: the last of the "replaced
// by" chain that is in the store. replaced lists the codes on the way, the
// procedure's own first; it is empty when nothing has. A chain that runs in a
// circle ends at the first procedure in it that is in force, else at p.
func (db *DB) Successor(ctx context.Context, p data.Procedure) (last data.Procedure, replaced []string, err error) {
	seen := map[string]bool{p.Code: true}
	chain := []data.Procedure{p}
	for at := p; at.ReplacedBy != ""; {
		next, err := db.Procedure(ctx, at.ReplacedBy)
		if errors.Is(err, data.ErrNotFound) {
			break
		}
		if err != nil {
			return p, nil, err
		}
		if seen[next.Code] {
			chain = chain[:circleEnd(chain)+1]
			break
		}
		seen[next.Code] = true
		chain = append(chain, next)
		at = next
	}
	for _, c := range chain[:len(chain)-1] {
		replaced = append(replaced, c.Code)
	}
	return chain[len(chain)-1], replaced, nil
}

// circleEnd is the place of the first procedure in force, 0 if none is.
func circleEnd(chain []data.Procedure) int {
	for i, p := range chain {
		if p.Status == data.StatusActive {
			return i
		}
	}
	return 0
}
