package sqlite

import (
	"context"
	"database/sql"
	"time"

	"tracuu/data"
)

// AddCheck keeps what a member of staff found at a poster, now or at the time
// that the check tells. A check that has come before, the same thing found by
// the same person at the same moment, is kept once.
func (db *DB) AddCheck(ctx context.Context, c data.Check) error {
	at := db.timestamp()
	if !c.At.IsZero() {
		at = c.At.UTC().Format(stampLayout)
	}
	err := db.tx(ctx, func(tx *sql.Tx) error {
		var known bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM checks WHERE code = ? AND at = ? AND found = ? AND who = ?)`,
			c.Code, at, c.Found, c.Who).Scan(&known)
		if err != nil || known && !c.At.IsZero() {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO checks (code, at, found, who, note) VALUES (?, ?, ?, ?, ?)`,
			c.Code, at, c.Found, c.Who, c.Note)
		if err != nil {
			return err
		}
		return db.addAudit(ctx, tx, "link "+c.Code, "checked", "", string(c.Found), c.Edit)
	})
	return wrap(err, "check of code %s", c.Code)
}

// Checks lists what was found at a code's posters, newest first.
func (db *DB) Checks(ctx context.Context, code string) ([]data.Check, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT code, at, found, who, note FROM checks WHERE code = ? ORDER BY at DESC, id DESC`, code)
	cs, err := collect(rows, err, func(r *sql.Rows) (data.Check, error) { return scanCheck(r.Scan) })
	return cs, wrap(err, "checks of code %s", code)
}

// LastCheck is the newest check of a code.
func (db *DB) LastCheck(ctx context.Context, code string) (data.Check, error) {
	c, err := scanCheck(db.read.QueryRowContext(ctx, `SELECT code, at, found, who, note FROM checks WHERE code = ?
		ORDER BY at DESC, id DESC`, code).Scan)
	return c, wrap(err, "last check of code %s", code)
}

func scanCheck(scan func(...any) error) (c data.Check, err error) {
	var at string
	if err = scan(&c.Code, &at, &c.Found, &c.Who, &c.Note); err == nil {
		c.At, err = time.Parse(time.RFC3339, at)
	}
	return c, err
}

// stops are the printed codes in use: the newest printing t of each with when
// that was last printed, and the newest check c. Whoever asks about one code
// alone says so by ?2, which is empty otherwise.
const stops = `WITH latest AS (
		SELECT s.code, max(s.print_id) AS print_id, max(max(p.created_at), coalesce(max(r.at), '')) AS at
		FROM print_posters s JOIN links l ON l.code = s.code JOIN prints p ON p.id = s.print_id
			LEFT JOIN reprints r ON r.print_id = s.print_id
		WHERE l.state <> 'retired' AND (?2 = '' OR s.code = ?2) GROUP BY s.code
	), checked AS (
		SELECT code, at, found, who, note, row_number() OVER (PARTITION BY code ORDER BY at DESC, id DESC) AS n FROM checks
		WHERE ?2 = '' OR code = ?2
	)
	SELECT s.print_id, s.code, s.title, s.placement, p.layout, p.host, p.issued,
		coalesce(c.at, ''), coalesce(c.found, ''), coalesce(c.who, ''), coalesce(c.note, ''),
		coalesce(a.slug, ''), coalesce(pl.id, 0), coalesce(a.name, ''), coalesce(pl.office, ''), coalesce(pl.counter, ''), coalesce(pl.note, '')
	FROM latest t JOIN prints p ON p.id = t.print_id
		JOIN print_posters s ON s.print_id = t.print_id AND s.code = t.code
		JOIN links l ON l.code = t.code
		LEFT JOIN placements pl ON pl.id = l.placement_id LEFT JOIN agencies a ON a.id = pl.agency_id
		LEFT JOIN checked c ON c.code = t.code AND c.n = 1`

// isDue holds for stops that nobody has looked at since ?1, and for those whose
// last check found something wrong that no printing has mended since.
const isDue = `(max(t.at, coalesce(c.at, '')) < ?1 OR c.found <> 'good' AND c.at > t.at)`

// DuePosters lists the printed codes in use that nobody has looked at since
// before, neither in a check nor by printing them anew, and those whose last
// check found something wrong; the longest forgotten first.
func (db *DB) DuePosters(ctx context.Context, before time.Time) ([]data.Due, error) {
	stops, err := db.stops(ctx, ` WHERE `+isDue, before.UTC().Format(stampLayout), "")
	ds := make([]data.Due, len(stops))
	for i, s := range stops {
		ds[i] = s.Due
	}
	return ds, wrap(err, "posters to look at")
}

// Stops lists the posters of a patrol: those that are due by DuePosters, and
// those that were looked at since it began.
func (db *DB) Stops(ctx context.Context, before, began time.Time) ([]data.Stop, error) {
	ss, err := db.stops(ctx, ` WHERE `+isDue+` OR c.at >= ?3`, before.UTC().Format(stampLayout), "", began.UTC().Format(stampLayout))
	return ss, wrap(err, "stops of a patrol")
}

// Stop is the poster of a code as a patrol sees it; data.ErrNotFound if it was
// never printed or is retired.
func (db *DB) Stop(ctx context.Context, code string) (data.Stop, error) {
	ss, err := db.stops(ctx, ` WHERE ?1 = ''`, "", code)
	if err == nil && len(ss) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return data.Stop{}, wrap(err, "poster of code %s", code)
	}
	return ss[0], nil
}

func (db *DB) stops(ctx context.Context, where string, args ...any) ([]data.Stop, error) {
	rows, err := db.read.QueryContext(ctx, stops+where+` GROUP BY s.code ORDER BY max(t.at, coalesce(c.at, '')), s.code`, args...)
	return collect(rows, err, func(r *sql.Rows) (s data.Stop, err error) {
		var at string
		var c data.Check
		p := &s.Place
		err = r.Scan(&s.PrintID, &s.Code, &s.Title, &s.Placement, &s.Layout, &s.Host, &s.Issued, &at, &c.Found, &c.Who, &c.Note,
			&s.Owner, &p.ID, &p.Agency, &p.Office, &p.Counter, &p.Note)
		if err != nil || at == "" {
			return s, err
		}
		c.Code, s.LastCheck = s.Code, &c
		c.At, err = time.Parse(time.RFC3339, at)
		return s, err
	})
}
