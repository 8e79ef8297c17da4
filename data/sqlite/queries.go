package sqlite

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tracuu/data"
)

const (
	// frequentUses is how often a query must be used in one week for its text to
	// be kept.
	frequentUses = 5
	// maxRare bounds the rare queries of a week; about 60 MB.
	maxRare = 500_000
	// dailyMonths is for how many whole months, beside the current one, queries
	// are counted by day.
	dailyMonths = 13
)

// addQueries counts queries of days. Of those that are not known by their text,
// those of the week of today are counted by their hash.
func addQueries(ctx context.Context, tx *sql.Tx, qs []data.Query, today data.Date) error {
	key, err := weekKey(ctx, tx, today)
	if err != nil {
		return err
	}
	for _, q := range qs {
		n := q.Searches
		_, err := tx.ExecContext(ctx, `INSERT INTO search_days (day, uses, none, possible, untapped, late) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (day) DO UPDATE SET `+addSearches, q.Day, n.Uses, n.None, n.Possible, n.Untapped, n.Late)
		if err != nil {
			return err
		}
		if q.Text == "" {
			continue // nothing of it is left
		}
		var id int64
		err = tx.QueryRowContext(ctx, `SELECT id FROM queries WHERE text = ?`, q.Text).Scan(&id)
		switch {
		case err == nil:
			err = addQueryDay(ctx, tx, id, q)
		case !errors.Is(err, sql.ErrNoRows):
		case isoWeek(q.Day) != isoWeek(today):
			err = nil // its week is over
		default:
			err = addRare(ctx, tx, key, q)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addSearches adds what is being written to what is there.
const addSearches = `uses = uses + excluded.uses, none = none + excluded.none, possible = possible + excluded.possible,
	untapped = untapped + excluded.untapped, late = late + excluded.late`

func addQueryDay(ctx context.Context, tx *sql.Tx, id int64, q data.Query) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO query_days (query_id, day, uses, none, possible, untapped, late) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (query_id, day) DO UPDATE SET `+addSearches, id, q.Day, q.Uses, q.None, q.Possible, q.Untapped, q.Late)
	return err
}

// addRare counts a query by its hash, and makes its text known when it has been
// used often enough.
func addRare(ctx context.Context, tx *sql.Tx, key []byte, q data.Query) error {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(q.Text))
	hash := mac.Sum(nil)
	_, err := tx.ExecContext(ctx, `INSERT INTO rare_queries (hash, day, uses, none, possible, untapped, late)
		SELECT ?, ?, ?, ?, ?, ?, ? WHERE coalesce((SELECT max(id) FROM rare_queries), 0) < ?
		ON CONFLICT (hash, day) DO UPDATE SET `+addSearches, hash, q.Day, q.Uses, q.None, q.Possible, q.Untapped, q.Late, maxRare)
	if err != nil {
		return err
	}
	var uses int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(sum(uses), 0) FROM rare_queries WHERE hash = ?`, hash).Scan(&uses); err != nil || uses < frequentUses {
		return err
	}
	var id int64
	if err := tx.QueryRowContext(ctx, `INSERT INTO queries (text) VALUES (?) RETURNING id`, q.Text).Scan(&id); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO query_days (query_id, day, uses, none, possible, untapped, late)
		SELECT ?, day, uses, none, possible, untapped, late FROM rare_queries WHERE hash = ?`, id, hash); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM rare_queries WHERE hash = ?`, hash)
	return err
}

// weekKey is the key of the week of today. When that is another week than the
// last one, earlier or later, the former key and all that was counted by it are
// gone: a clock that is set back brings nothing back.
func weekKey(ctx context.Context, tx *sql.Tx, today data.Date) (key []byte, err error) {
	week, have := isoWeek(today), ""
	err = tx.QueryRowContext(ctx, `SELECT week, key FROM query_week`).Scan(&have, &key)
	if err == nil && have == week {
		return key, nil
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	key = make([]byte, sha256.Size)
	rand.Read(key) // never fails
	if _, err := tx.ExecContext(ctx, `DELETE FROM rare_queries`); err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO query_week (only, week, key) VALUES (1, ?, ?)
		ON CONFLICT (only) DO UPDATE SET week = excluded.week, key = excluded.key`, week, key)
	return key, err
}

// isoWeek names the week of a day: "2026-W48".
func isoWeek(day data.Date) string {
	t, ok := day.Time()
	if !ok {
		return ""
	}
	year, week := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// TidyQueries lets go of the rare queries of another week than that of today,
// and sums up by month what was counted by day more than thirteen months ago.
func (db *DB) TidyQueries(ctx context.Context, today data.Date) error {
	t, ok := today.Time()
	if !ok {
		return fmt.Errorf("tidy queries on day %q: %w", today, data.ErrInvalid)
	}
	first := data.NewDate(time.Date(t.Year(), t.Month()-dailyMonths, 1, 0, 0, 0, 0, time.UTC))
	err := db.tx(ctx, func(tx *sql.Tx) error {
		if _, err := weekKey(ctx, tx, today); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO query_months (query_id, month, uses, none, possible, untapped, late)
			SELECT query_id, substr(day, 1, 7), sum(uses), sum(none), sum(possible), sum(untapped), sum(late)
				FROM query_days WHERE day < ? GROUP BY 1, 2
			ON CONFLICT (query_id, month) DO UPDATE SET `+addSearches, first); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM query_days WHERE day < ?`, first)
		return err
	})
	return wrap(err, "tidy queries on %s", today)
}

// SearchDays counts the searches of each day from one to another, both included;
// days without any are left out.
func (db *DB) SearchDays(ctx context.Context, from, until data.Date) ([]data.SearchDay, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT day, uses, none, possible, untapped, late FROM search_days
		WHERE day BETWEEN ? AND ? ORDER BY day`, from, until)
	ds, err := collect(rows, err, func(r *sql.Rows) (d data.SearchDay, err error) {
		return d, r.Scan(&d.Day, &d.Uses, &d.None, &d.Possible, &d.Untapped, &d.Late)
	})
	return ds, wrap(err, "searches from %s to %s", from, until)
}

// Queries lists what had a need from one day to another, both included. Those
// that staff have reviewed are left out until the need has come again.
func (db *DB) Queries(ctx context.Context, need data.Need, from, until data.Date, limit int) (l data.QueryList, err error) {
	defer func() { err = wrap(err, "queries with need %q from %s to %s", need, from, until) }()
	column, err := needColumn(need)
	if err != nil {
		return l, err
	}
	rows, err := db.read.QueryContext(ctx, `SELECT q.text, sum(d.uses), sum(d.none), sum(d.possible), sum(d.untapped), sum(d.late)
		FROM query_days d JOIN queries q ON q.id = d.query_id
		WHERE d.day BETWEEN ?1 AND ?2
		GROUP BY q.id
		HAVING sum(d.`+column+`) > 0 AND `+needed(column)+` > coalesce((SELECT seen FROM query_reviews WHERE query_id = q.id AND need = ?3), 0)
		ORDER BY sum(d.`+column+`) DESC, q.text LIMIT ?4`, from, until, need, limit)
	if l.Queries, err = collect(rows, err, func(r *sql.Rows) (q data.Query, err error) {
		return q, r.Scan(&q.Text, &q.Uses, &q.None, &q.Possible, &q.Untapped, &q.Late)
	}); err != nil {
		return l, err
	}
	days, err := db.SearchDays(ctx, from, until)
	if err != nil {
		return l, err
	}
	for _, d := range days {
		l.Rare.Add(d.Searches)
	}
	var known data.Searches
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(sum(uses), 0), coalesce(sum(none), 0), coalesce(sum(possible), 0),
			coalesce(sum(untapped), 0), coalesce(sum(late), 0) FROM query_days WHERE day BETWEEN ? AND ?`, from, until).
		Scan(&known.Uses, &known.None, &known.Possible, &known.Untapped, &known.Late)
	l.Rare.Add(data.Searches{Uses: -known.Uses, None: -known.None, Possible: -known.Possible, Untapped: -known.Untapped, Late: -known.Late})
	return l, err
}

// ReviewQuery keeps that a member of staff has looked at a query with a need.
func (db *DB) ReviewQuery(ctx context.Context, text string, need data.Need, by data.Edit) error {
	column, err := needColumn(need)
	if err != nil {
		return err
	}
	err = db.tx(ctx, func(tx *sql.Tx) error {
		var id, times, seen int64
		if err := tx.QueryRowContext(ctx, `SELECT q.id, `+needed(column)+`,
				coalesce((SELECT seen FROM query_reviews WHERE query_id = q.id AND need = ?2), 0)
			FROM queries q WHERE q.text = ?1`, text, need).Scan(&id, &times, &seen); err != nil {
			return err
		}
		if times == seen {
			return nil // pressed twice
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO query_reviews (query_id, need, seen) VALUES (?, ?, ?)
			ON CONFLICT (query_id, need) DO UPDATE SET seen = excluded.seen`, id, need, times); err != nil {
			return err
		}
		return db.addAudit(ctx, tx, "query "+text, "reviewed", fmt.Sprintf("%s %d", need, seen), fmt.Sprintf("%s %d", need, times), by)
	})
	return wrap(err, "review query %q", text)
}

// needed is an expression for how often the query q had a need, ever.
func needed(column string) string {
	return `(coalesce((SELECT sum(` + column + `) FROM query_days WHERE query_id = q.id), 0) +
		coalesce((SELECT sum(` + column + `) FROM query_months WHERE query_id = q.id), 0))`
}

// needColumn is where a need is counted.
func needColumn(n data.Need) (string, error) {
	switch n {
	case data.NeedNone, data.NeedUntapped, data.NeedLate:
		return string(n), nil
	}
	return "", fmt.Errorf("need %q: %w", n, data.ErrInvalid)
}
