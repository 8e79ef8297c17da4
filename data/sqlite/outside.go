package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tracuu/data"
)

// How long after a check an address is asked again. Each is half a day short of
// its days, so that one hour of the night is as good as another.
const (
	againAfter      = 7*24*time.Hour - 12*time.Hour
	againAfterFault = 24*time.Hour - 12*time.Hour
)

// OutsideMark is the step of the change sequence up to which the records of a
// kind have been read for addresses.
func (db *DB) OutsideMark(ctx context.Context, kind data.Kind) (seq int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM outside_marks WHERE kind = ?`, kind).Scan(&seq)
	return seq, wrap(err, "addresses of each %s", kind)
}

// SaveOutside keeps the addresses that records of a kind use, by key, in place
// of those they used before, and that the records have been read up to a step.
func (db *DB) SaveOutside(ctx context.Context, kind data.Kind, seq int64, uses map[string][]data.Outside) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		for key, addresses := range uses {
			if _, err := tx.ExecContext(ctx, `DELETE FROM outside_uses WHERE kind = ? AND key = ?`, kind, key); err != nil {
				return err
			}
			for _, a := range addresses {
				if err := db.addOutside(ctx, tx, a); err != nil {
					return fmt.Errorf("%s %s: %w", kind, key, err)
				}
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO outside_marks VALUES (?1, ?2) ON CONFLICT (kind) DO UPDATE SET seq = ?2`, kind, seq)
		return err
	})
	return wrap(err, "keep the addresses of %d records", len(uses))
}

func (db *DB) addOutside(ctx context.Context, tx *sql.Tx, a data.Outside) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO outside VALUES (?, '', '', 0, '', 0, '', '') ON CONFLICT DO NOTHING`, a.Address)
	if err != nil {
		return err
	}
	for _, u := range a.Uses {
		_, err := tx.ExecContext(ctx, `INSERT INTO outside_uses VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, a.Address, u.Kind, u.Key, u.Part)
		if err != nil {
			return err
		}
	}
	return nil
}

// RefreshOutside takes the targets of the codes in use among the addresses, and
// drops those that nothing uses any more.
func (db *DB) RefreshOutside(ctx context.Context) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		for _, q := range []string{
			`DELETE FROM outside_uses WHERE kind = 'address'`,
			`INSERT INTO outside SELECT DISTINCT key, '', '', 0, '', 0, '', '' FROM links WHERE kind = 'address' AND state <> 'retired'
				ON CONFLICT DO NOTHING`,
			`INSERT INTO outside_uses SELECT key, 'address', code, 'target' FROM links WHERE kind = 'address' AND state <> 'retired'`,
			`DELETE FROM outside WHERE address NOT IN (SELECT address FROM outside_uses)`,
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "addresses of codes")
}

// DueOutside lists the addresses whose time has come, those that waited longest
// first. One that was checked in the future, by a clock set wrong, is due.
func (db *DB) DueOutside(ctx context.Context) ([]string, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT address FROM outside WHERE next_at <= ?1 OR checked_at > ?1 ORDER BY next_at, address`, db.timestamp())
	as, err := collect(rows, err, func(r *sql.Rows) (a string, err error) { return a, r.Scan(&a) })
	return as, wrap(err, "addresses to check")
}

// SaveCheck keeps what the check of an address found on a day. Failures are
// counted once a day. A check that a member of staff asked for is kept in the
// audit.
func (db *DB) SaveCheck(ctx context.Context, c data.OutsideCheck, day data.Date, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		var failures int
		var since, failed data.Date
		var before data.Problem
		err := tx.QueryRowContext(ctx, `SELECT failures, since, failed_day, problem FROM outside WHERE address = ?`, c.Address).
			Scan(&failures, &since, &failed, &before)
		if err != nil {
			return err
		}
		next := db.now().Add(againAfter)
		switch {
		case c.Problem == "":
			failures, since, failed = 0, "", ""
		case c.Problem.Fails():
			next = db.now().Add(againAfterFault)
			if failures == 0 {
				since = day
			}
			if day > failed {
				failures, failed = failures+1, day
			}
		case c.Problem != data.ProblemRefused:
			next = db.now().Add(againAfterFault)
		}
		if c.Later.After(next) {
			next = c.Later
		}
		_, err = tx.ExecContext(ctx, `UPDATE outside SET checked_at = ?, next_at = ?, status = ?, problem = ?, failures = ?, since = ?, failed_day = ?
			WHERE address = ?`, db.timestamp(), next.UTC().Format(stampLayout), c.Status, c.Problem, failures, since, failed, c.Address)
		if err != nil || by.Who == "" {
			return err
		}
		return db.addAudit(ctx, tx, "address "+c.Address, "checked", string(before), string(c.Problem), by)
	})
	return wrap(err, "check of %s", c.Address)
}

// Outside finds an address outside, without its uses.
func (db *DB) Outside(ctx context.Context, address string) (data.Outside, error) {
	o, err := scanOutside(db.read.QueryRowContext(ctx, `SELECT `+outsideColumns+` FROM outside o WHERE address = ?`, address).Scan)
	return o, wrap(err, "address %s", address)
}

// GoodOutside is the address that was found well last; empty if none was.
func (db *DB) GoodOutside(ctx context.Context) (address string, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT address FROM outside WHERE problem = '' AND checked_at <> '' ORDER BY checked_at DESC LIMIT 1`).Scan(&address)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return address, wrap(err, "an address that is well")
}

const outsideColumns = `o.address, o.checked_at, o.status, o.problem, o.failures, o.since`

func scanOutside(scan func(...any) error) (o data.Outside, err error) {
	var at string
	if err := scan(&o.Address, &at, &o.Status, &o.Problem, &o.Failures, &o.Since); err != nil || at == "" {
		return o, err
	}
	o.Checked, err = time.Parse(time.RFC3339, at)
	return o, err
}

// FailingOutside lists the addresses that the last check could not open, with
// where they are used: the longest failing first.
func (db *DB) FailingOutside(ctx context.Context) ([]data.Outside, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+outsideColumns+` FROM outside o WHERE o.problem <> '' ORDER BY o.failures DESC, o.since, o.address`)
	os, err := collect(rows, err, func(r *sql.Rows) (data.Outside, error) { return scanOutside(r.Scan) })
	if err != nil {
		return nil, wrap(err, "failing addresses")
	}
	at := make(map[string]int, len(os))
	for i, o := range os {
		at[o.Address] = i
	}
	rows, err = db.read.QueryContext(ctx, `SELECT o.address, u.kind, u.key, u.part FROM outside o CROSS JOIN outside_uses u ON u.address = o.address
		WHERE o.problem <> '' ORDER BY u.kind DESC, u.key, u.part`)
	_, err = collect(rows, err, func(r *sql.Rows) (u data.OutsideUse, err error) {
		var address string
		err = r.Scan(&address, &u.Kind, &u.Key, &u.Part)
		if i, known := at[address]; err == nil && known {
			os[i].Uses = append(os[i].Uses, u)
		}
		return u, err
	})
	return os, wrap(err, "uses of failing addresses")
}

// OutsideState sums the addresses up.
func (db *DB) OutsideState(ctx context.Context) (s data.OutsideState, err error) {
	var at string
	err = db.read.QueryRowContext(ctx, `SELECT count(*), count(nullif(checked_at, '')), coalesce(sum(failures >= ?), 0), coalesce(max(checked_at), '') FROM outside`,
		data.DeadAfter).Scan(&s.All, &s.Checked, &s.Dead, &at)
	if err == nil && at != "" {
		s.Last, err = time.Parse(time.RFC3339, at)
	}
	return s, wrap(err, "state of the addresses")
}
