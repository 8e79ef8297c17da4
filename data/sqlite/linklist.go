package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
)

// Links is one page of all links, oldest first.
func (db *DB) Links(ctx context.Context, offset, limit int) ([]data.Link, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+linkColumns+` FROM links ORDER BY created_at, code LIMIT ? OFFSET ?`, limit, offset)
	ls, err := collect(rows, err, func(r *sql.Rows) (data.Link, error) { return scanLink(r.Scan) })
	return ls, wrap(err, "links")
}

// targetTitle is the name of what link l leads to.
const targetTitle = `CASE l.kind
		WHEN 'procedure' THEN (SELECT name FROM procedures WHERE code = l.key)
		WHEN 'article' THEN (SELECT record ->> 'title' FROM articles WHERE id = CAST(l.key AS INTEGER))
		WHEN 'field' THEN (SELECT name FROM fields WHERE slug = l.key)
		WHEN 'agency' THEN (SELECT name FROM agencies WHERE slug = l.key)
	END`

// LinkRows is one page of the links that q asks for, newest first, and how many
// they are in all.
func (db *DB) LinkRows(ctx context.Context, q data.LinkQuery, offset, limit int) (rows []data.LinkRow, total int, err error) {
	where, args, err := db.linkWhere(ctx, q)
	if err == nil {
		err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM links l`+where, args...).Scan(&total)
	}
	if err == nil && total > 0 {
		rows, err = db.linkRows(ctx, q.Day, where, append(args, limit, offset))
	}
	return rows, total, wrap(err, "list codes")
}

// LinkRow is one link as lists show it, with its scans in the 30 days to day.
func (db *DB) LinkRow(ctx context.Context, code string, day data.Date) (data.LinkRow, error) {
	rows, err := db.linkRows(ctx, day, ` WHERE l.code = ?`, []any{code, 1, 0})
	if err == nil && len(rows) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return data.LinkRow{}, wrap(err, "code %s", code)
	}
	return rows[0], nil
}

// LinkOwner is the slug of the agency that a code's place belongs to, empty if
// it is the whole house's.
func (db *DB) LinkOwner(ctx context.Context, code string) (slug string, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(a.slug, '') FROM links l LEFT JOIN placements p ON p.id = l.placement_id
		LEFT JOIN agencies a ON a.id = p.agency_id WHERE l.code = ?`, code).Scan(&slug)
	return slug, wrap(err, "owner of code %s", code)
}

// linkRows reads links by a condition; its arguments are followed by the most
// rows to read and how many to skip.
func (db *DB) linkRows(ctx context.Context, day data.Date, where string, args []any) ([]data.LinkRow, error) {
	today, _ := day.Time()
	since := data.NewDate(today.AddDate(0, 0, -29))
	rows, err := db.read.QueryContext(ctx, `SELECT l.code, l.kind, l.key, l.main, coalesce(l.placement_id, 0), l.state, l.from_day, l.until_day, l.created_at,
			(`+linkEvents+`), coalesce(`+targetTitle+`, ''),
			coalesce(p.id, 0), coalesce(a.name, ''), coalesce(p.office, ''), coalesce(p.counter, ''), coalesce(p.note, ''), coalesce(a.slug, ''),
			(SELECT count(*) FROM print_posters s WHERE s.code = l.code),
			(SELECT coalesce(sum(count), 0) FROM scans s WHERE s.code = l.code AND s.day >= ?),
			coalesce((SELECT found FROM checks c WHERE c.code = l.code ORDER BY at DESC, id DESC LIMIT 1), '')
		FROM (SELECT * FROM links l`+where+` ORDER BY l.created_at DESC, l.code DESC LIMIT ? OFFSET ?) l
			LEFT JOIN placements p ON p.id = l.placement_id LEFT JOIN agencies a ON a.id = p.agency_id
		ORDER BY l.created_at DESC, l.code DESC`, append([]any{since}, args...)...)
	return collect(rows, err, func(r *sql.Rows) (row data.LinkRow, err error) {
		p := &row.Place
		rest := []any{
			&row.Version, &row.Title, &p.ID, &p.Agency, &p.Office, &p.Counter, &p.Note, &row.Owner,
			&row.Printings, &row.Scans, &row.LastCheck,
		}
		row.Link, err = scanLink(func(link ...any) error { return r.Scan(append(link, rest...)...) })
		return row, err
	})
}

// linkEvents counts what has happened to link l.
const linkEvents = `SELECT count(*) FROM link_events e WHERE e.code = l.code`

// standings are the conditions on link l to have a standing on day ?, as
// data.Link.Standing decides it.
var standings = map[data.Standing]string{
	data.StandingRetired: `l.state = 'retired'`,
	data.StandingExpired: `l.state <> 'retired' AND l.until_day <> '' AND l.until_day < ?`,
	data.StandingPaused:  `l.state = 'paused' AND (l.until_day = '' OR l.until_day >= ?)`,
	data.StandingEarly:   `l.state = 'active' AND (l.until_day = '' OR l.until_day >= ?) AND l.from_day > ?`,
	data.StandingOpen:    `l.state = 'active' AND (l.until_day = '' OR l.until_day >= ?) AND l.from_day <= ?`,
}

// linkWhere is the condition on link l that q makes.
func (db *DB) linkWhere(ctx context.Context, q data.LinkQuery) (where string, args []any, err error) {
	conditions := []string{"true"}
	add := func(condition string, more ...any) {
		conditions, args = append(conditions, condition), append(args, more...)
	}
	if c, ok := standings[q.Standing]; ok {
		add(c, slices.Repeat([]any{q.Day}, strings.Count(c, "?"))...)
	}
	if q.Kind != "" {
		add(`l.kind = ?`, q.Kind)
	}
	if q.Target != (data.Target{}) {
		add(`l.kind = ? AND l.key = ?`, q.Target.Kind, q.Target.Key)
	}
	if q.Agency != "" {
		add(`l.placement_id IN (SELECT p.id FROM placements p JOIN agencies a ON a.id = p.agency_id WHERE a.slug = ?)`, q.Agency)
	}
	if q.Unscanned {
		add(`NOT EXISTS (SELECT 1 FROM scans s WHERE s.code = l.code)`)
	}
	if q.Codes != nil {
		list, err := jsonList(q.Codes)
		if err != nil {
			return "", nil, err
		}
		add(`l.code IN (SELECT value FROM json_each(?))`, list)
	}
	if words := strings.Fields(folded(q.Text)); len(words) > 0 {
		spoken, err := db.spokenOf(ctx)
		if err != nil {
			return "", nil, err
		}
		for _, w := range words {
			targets, places, err := spoken.with(w)
			if err != nil {
				return "", nil, err
			}
			add(`(l.kind || ' ' || l.key IN (SELECT value FROM json_each(?)) OR l.placement_id IN (SELECT value FROM json_each(?))
				OR instr(l.code, ?) = 1)`, targets, places, strings.ToUpper(strings.ReplaceAll(w, "-", "")))
		}
	}
	return ` WHERE ` + strings.Join(conditions, ` AND `), args, nil
}

// spoken holds what codes lead to and where they hang, by folded words. There
// are far fewer of both than codes, so that no index of their words is kept.
type spoken struct {
	targets map[string]string // of "procedure 1.001193"
	places  map[int64]string
}

func (db *DB) spokenOf(ctx context.Context) (s spoken, err error) {
	s = spoken{map[string]string{}, map[int64]string{}}
	rows, err := db.read.QueryContext(ctx, `SELECT l.kind || ' ' || l.key, l.key || ' ' || coalesce(`+targetTitle+`, '')
		FROM (SELECT DISTINCT kind, key FROM links) l`)
	_, err = collect(rows, err, func(r *sql.Rows) (_ struct{}, err error) {
		var target, text string
		err = r.Scan(&target, &text)
		s.targets[target] = folded(text)
		return struct{}{}, err
	})
	if err != nil {
		return s, err
	}
	places, err := db.Placements(ctx)
	for _, p := range places {
		s.places[p.ID] = folded(strings.Join([]string{p.Agency, p.Office, p.Counter, p.Note}, " "))
	}
	return s, err
}

// with lists, as JSON, the targets and the places that have a word.
func (s spoken) with(word string) (targets, places string, err error) {
	ts, ps := []string{}, []int64{}
	for target, text := range s.targets {
		if strings.Contains(text, word) {
			ts = append(ts, target)
		}
	}
	for id, text := range s.places {
		if strings.Contains(text, word) {
			ps = append(ps, id)
		}
	}
	if targets, err = jsonList(ts); err == nil {
		places, err = jsonList(ps)
	}
	return targets, places, err
}

func folded(s string) string { return vi.Fold(vi.Repair(s)) }

// OutdatedTargets lists the procedures that codes in use lead to though they
// were repealed or replaced, with the number of those codes, most first.
func (db *DB) OutdatedTargets(ctx context.Context) ([]data.OutdatedTarget, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT p.code, p.name, p.status, p.replaced_by, l.n
		FROM (SELECT key, count(*) AS n FROM links WHERE kind = 'procedure' AND state <> 'retired' GROUP BY key) l
			JOIN procedures p ON p.code = l.key
		WHERE p.status <> 'active' OR p.replaced_by <> '' OR p.visibility <> 'shown' ORDER BY l.n DESC, p.code`)
	ts, err := collect(rows, err, func(r *sql.Rows) (t data.OutdatedTarget, err error) {
		return t, r.Scan(&t.Code, &t.Name, &t.Status, &t.ReplacedBy, &t.Links)
	})
	return ts, wrap(err, "outdated targets")
}
