package sqlite

import (
	"context"
	"database/sql"
	"time"

	"tracuu/data"
)

// Figures of a span are read code by code and page by page, each from where its
// days begin in the primary key: what earlier years hold is never touched.

// months are the first and the last month of a span of whole months, which is
// read from monthly sums; false for any other.
func months(s data.Span) (from, until string, whole bool) {
	first, ok1 := s.From.Time()
	last, ok2 := s.Until.Time()
	if !ok1 || !ok2 || first.Day() != 1 || last.AddDate(0, 0, 1).Day() != 1 {
		return "", "", false
	}
	return first.Format("2006-01"), last.Format("2006-01"), true
}

// DayFigures lists the days of a span on which anything was counted.
func (db *DB) DayFigures(ctx context.Context, s data.Span) ([]data.DayFigures, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT day,
			sum(iif(what = 'shown', count, 0)), sum(iif(what = 'replaced', count, 0)), sum(iif(what = 'outside', count, 0)),
			sum(iif(what = 'closed', count, 0)), sum(iif(what = 'unknown', count, 0)), sum(iif(what = 'view', count, 0)),
			sum(iif(what = 'apply', count, 0)), sum(iif(what = 'helped', count, 0)), sum(iif(what = 'not helped', count, 0))
		FROM figure_days WHERE day BETWEEN ? AND ? GROUP BY day ORDER BY day`, s.From, s.Until)
	ds, err := collect(rows, err, func(r *sql.Rows) (d data.DayFigures, err error) {
		err = r.Scan(&d.Day, &d.Shown, &d.Replaced, &d.Outside, &d.Closed, &d.Unknown, &d.Views, &d.Applies, &d.Helped, &d.NotHelped)
		d.Scanned = d.Shown + d.Replaced + d.Outside + d.Closed
		return d, err
	})
	return ds, wrap(err, "figures from %s to %s", s.From, s.Until)
}

// FirstFigure is the first day on which anything was counted; empty if nothing
// ever was.
func (db *DB) FirstFigure(ctx context.Context) (d data.Date, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(min(day), '') FROM figure_days`).Scan(&d)
	return d, wrap(err, "the first day of figures")
}

// AgencyDays lists the openings of the codes that hang at an agency's places,
// each day with the outcome.
func (db *DB) AgencyDays(ctx context.Context, slug string, s data.Span) ([]data.DayFigures, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT s.day,
			sum(iif(s.outcome = 'shown', s.count, 0)), sum(iif(s.outcome = 'replaced', s.count, 0)),
			sum(iif(s.outcome = 'outside', s.count, 0)), sum(iif(s.outcome = 'closed', s.count, 0))
		FROM agencies a CROSS JOIN placements p ON p.agency_id = a.id CROSS JOIN links l ON l.placement_id = p.id
			CROSS JOIN scans s ON s.code = l.code AND s.day BETWEEN ?2 AND ?3
		WHERE a.slug = ?1 GROUP BY s.day ORDER BY s.day`, slug, s.From, s.Until)
	ds, err := collect(rows, err, func(r *sql.Rows) (d data.DayFigures, err error) {
		err = r.Scan(&d.Day, &d.Shown, &d.Replaced, &d.Outside, &d.Closed)
		d.Scanned = d.Shown + d.Replaced + d.Outside + d.Closed
		return d, err
	})
	return ds, wrap(err, "figures of agency %s", slug)
}

// CodeFigures lists the codes that were opened in a span, and how many of those
// who came by each went on to the national portal.
func (db *DB) CodeFigures(ctx context.Context, s data.Span) ([]data.CodeFigures, error) {
	from, until, whole := months(s)
	table, column := "scan_months", "month"
	if !whole {
		table, column, from, until = "scans", "day", string(s.From), string(s.Until)
	}
	// Most openings show the page: what is left of all after the others.
	rows, err := db.read.QueryContext(ctx, `SELECT l.code, l.kind, l.key, coalesce(l.placement_id, 0),
			coalesce((SELECT a.slug FROM placements p JOIN agencies a ON a.id = p.agency_id WHERE p.id = l.placement_id), ''), sum(c.count),
			coalesce(sum(c.count) FILTER (WHERE c.outcome = 'replaced'), 0), coalesce(sum(c.count) FILTER (WHERE c.outcome = 'outside'), 0),
			coalesce(sum(c.count) FILTER (WHERE c.outcome = 'closed'), 0)
		FROM links l CROSS JOIN `+table+` c ON c.code = l.code AND c.`+column+` BETWEEN ?1 AND ?2 GROUP BY l.code`, from, until)
	cs, err := collect(rows, err, func(r *sql.Rows) (c data.CodeFigures, err error) {
		err = r.Scan(&c.Code, &c.Target.Kind, &c.Target.Key, &c.PlacementID, &c.Agency, &c.Shown, &c.Replaced, &c.Outside, &c.Closed)
		c.Shown -= c.Replaced + c.Outside + c.Closed
		return c, err
	})
	if err == nil {
		var applies map[string]int64
		// By procedure, as that index has all that is read; the one by code has not.
		applies, err = db.sums(ctx, `SELECT a.code, sum(a.count) FROM procedures p CROSS JOIN applies a
			ON a.procedure = p.code AND a.day BETWEEN ? AND ? AND a.code <> '' GROUP BY a.code`, s.From, s.Until)
		for i := range cs {
			cs[i].Applies = applies[cs[i].Code]
		}
	}
	return cs, wrap(err, "figures of codes from %s to %s", s.From, s.Until)
}

// ViewFigures tells how often each page of a kind was read in a span, by key.
func (db *DB) ViewFigures(ctx context.Context, kind data.Kind, s data.Span) (map[string]int64, error) {
	from, until, whole := months(s)
	table, column := "view_months", "month"
	if !whole {
		table, column, from, until = "views", "day", string(s.From), string(s.Until)
	}
	// Procedures are gone through one by one; of the others there are few.
	query := `SELECT v.key, sum(v.count) FROM ` + table + ` v WHERE v.kind = ?1 AND v.` + column + ` BETWEEN ?2 AND ?3 GROUP BY v.key`
	if kind == data.KindProcedure {
		query = `SELECT p.code, sum(v.count) FROM procedures p CROSS JOIN ` + table + ` v
			ON v.kind = ?1 AND v.key = p.code AND v.` + column + ` BETWEEN ?2 AND ?3 GROUP BY p.code`
	}
	sums, err := db.sums(ctx, query, kind, from, until)
	return sums, wrap(err, "readings of each %s", kind)
}

// ApplyFigures tells how often people went on from each procedure to the
// national portal in a span.
func (db *DB) ApplyFigures(ctx context.Context, s data.Span) (map[string]int64, error) {
	sums, err := db.sums(ctx, `SELECT p.code, sum(a.count) FROM procedures p CROSS JOIN applies a
		ON a.procedure = p.code AND a.day BETWEEN ? AND ? GROUP BY p.code`, s.From, s.Until)
	return sums, wrap(err, "applications of each procedure")
}

func (db *DB) sums(ctx context.Context, query string, args ...any) (map[string]int64, error) {
	rows, err := db.read.QueryContext(ctx, query, args...)
	type one struct {
		key   string
		count int64
	}
	list, err := collect(rows, err, func(r *sql.Rows) (o one, err error) { return o, r.Scan(&o.key, &o.count) })
	out := make(map[string]int64, len(list))
	for _, o := range list {
		out[o.key] = o.count
	}
	return out, err
}

// Unscanned lists the codes in use that were printed before a moment and not
// opened in a span of days, the longest printed first.
func (db *DB) Unscanned(ctx context.Context, printedBefore time.Time, during data.Span) ([]data.Unscanned, error) {
	rows, err := db.read.QueryContext(ctx, `WITH printed AS (
			SELECT s.code, max(s.print_id) AS print_id, min(p.created_at) AS first
			FROM print_posters s JOIN prints p ON p.id = s.print_id GROUP BY s.code
		)
		SELECT s.print_id, s.code, s.title, s.placement, p.layout, p.host, p.issued, t.first,
			coalesce((SELECT max(day) FROM scans c WHERE c.code = s.code AND c.day <= ?3), ''), coalesce(a.slug, '')
		FROM printed t JOIN links l ON l.code = t.code AND l.state = 'active'
			JOIN print_posters s ON s.print_id = t.print_id AND s.code = t.code JOIN prints p ON p.id = t.print_id
			LEFT JOIN placements w ON w.id = l.placement_id LEFT JOIN agencies a ON a.id = w.agency_id
		WHERE t.first < ?1 AND NOT EXISTS (SELECT 1 FROM scans c WHERE c.code = t.code AND c.day BETWEEN ?2 AND ?3)
		GROUP BY s.code ORDER BY t.first, s.code`, printedBefore.UTC().Format(stampLayout), during.From, during.Until)
	us, err := collect(rows, err, func(r *sql.Rows) (u data.Unscanned, err error) {
		var first string
		if err := r.Scan(&u.PrintID, &u.Code, &u.Title, &u.Placement, &u.Layout, &u.Host, &u.Issued, &first, &u.LastScan, &u.Agency); err != nil {
			return u, err
		}
		at, err := time.Parse(time.RFC3339, first)
		u.First = data.NewDate(at)
		return u, err
	})
	return us, wrap(err, "codes that nobody opens")
}
