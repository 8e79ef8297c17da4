package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/search/vi"
)

// careTarget says of each rule whether its target can be shown. Pages and
// addresses are there; a page about a field or an agency is a target of its
// own kind.
const careTarget = `CASE r.target_kind
		WHEN 'procedure' THEN CASE
			WHEN p.code IS NULL OR p.visibility <> 'shown' AND p.replaced_by = '' THEN 'gone'
			WHEN p.replaced_by <> '' THEN 'replaced'
			WHEN p.status = 'repealed' THEN 'repealed'
			ELSE '' END
		WHEN 'article' THEN CASE WHEN a.visibility IS 'shown' THEN '' ELSE 'gone' END
		WHEN 'field' THEN CASE WHEN f.slug IS NULL THEN 'gone' ELSE '' END
		WHEN 'agency' THEN CASE WHEN g.slug IS NULL THEN 'gone' ELSE '' END
		ELSE '' END`

const careColumns = `r.id, r.kind, r.state, r.typed, r.means, r.both, r.target_kind, r.target_key, r.title, r.reason, r.owner, r.until,
	r.version, r.changed_at, r.changed_by, ` + careTarget + `, coalesce(p.replaced_by, '')
	FROM care_rules r
	LEFT JOIN procedures p ON r.target_kind = 'procedure' AND p.code = r.target_key
	LEFT JOIN articles a ON r.target_kind = 'article' AND a.id = CAST(r.target_key AS INTEGER)
	LEFT JOIN fields f ON r.target_kind = 'field' AND f.slug = r.target_key
	LEFT JOIN agencies g ON r.target_kind = 'agency' AND g.slug = r.target_key`

func scanCareRule(scan func(...any) error) (r data.CareRule, err error) {
	var changed string
	err = scan(&r.ID, &r.Kind, &r.State, &r.Typed, &r.Means, &r.Both, &r.Target.Kind, &r.Target.Key, &r.Title, &r.Reason, &r.Owner, &r.Until,
		&r.Version, &changed, &r.By, &r.Standing, &r.Heir)
	if err != nil {
		return r, err
	}
	r.Changed, err = time.Parse(time.RFC3339, changed)
	return r, err
}

// CareSeq goes up with every change of what staff teach the search.
func (db *DB) CareSeq(ctx context.Context) (seq int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT seq FROM care_state`).Scan(&seq)
	return seq, wrap(err, "sequence of the care")
}

// Care is what the search goes by on a day.
func (db *DB) Care(ctx context.Context, day data.Date) (c data.Care, err error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+careColumns+` WHERE r.state = 'live' AND (r.until = '' OR r.until >= ?) ORDER BY r.id`, string(day))
	all, err := collect(rows, err, func(r *sql.Rows) (data.CareRule, error) { return scanCareRule(r.Scan) })
	if err != nil {
		return c, wrap(err, "care of the search")
	}
	for _, r := range all {
		if r.Good(day) {
			c.Rules = append(c.Rules, r)
		}
	}
	off, err := db.SwitchedOff(ctx)
	for _, o := range off {
		c.Off = append(c.Off, o.Switch)
	}
	return c, err
}

// CareRules lists the rules of a kind by what is typed; all kinds if it is
// empty.
func (db *DB) CareRules(ctx context.Context, kind data.CareKind) ([]data.CareRule, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+careColumns+` WHERE ?1 = '' OR r.kind = ?1 ORDER BY r.kind, r.typed_key, r.id`, kind)
	rs, err := collect(rows, err, func(r *sql.Rows) (data.CareRule, error) { return scanCareRule(r.Scan) })
	return rs, wrap(err, "rules of kind %q", kind)
}

// CareRule finds a rule.
func (db *DB) CareRule(ctx context.Context, id int64) (data.CareRule, error) {
	r, err := scanCareRule(db.read.QueryRowContext(ctx, `SELECT `+careColumns+` WHERE r.id = ?`, id).Scan)
	return r, wrap(err, "rule %d", id)
}

// SaveCareRule keeps a rule: a new one, or the next version of the one it was
// made from. It is data.ErrConflict if that has changed since, data.ErrNotFound
// if it was removed, and data.ErrInvalid if there are too many of its kind.
func (db *DB) SaveCareRule(ctx context.Context, r data.CareRule, by data.Edit) (id int64, err error) {
	err = db.tx(ctx, func(tx *sql.Tx) error {
		before, action := "", "created"
		if r.ID != 0 {
			old, err := db.currentRule(ctx, tx, r.ID, r.Version)
			if err != nil {
				return err
			}
			before, action = careText(old), "changed"
			if old.State == data.CareProposed && r.State == data.CareLive {
				action = "approved"
			}
		} else {
			var n int
			if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM care_rules WHERE kind = ?`, r.Kind).Scan(&n); err != nil {
				return err
			}
			if n >= data.MaxCareRules {
				return fmt.Errorf("%d rules: %w", n, data.ErrInvalid)
			}
		}
		res, err := tx.ExecContext(ctx, `INSERT INTO care_rules (id, kind, state, typed, typed_key, means, both, target_kind, target_key,
				title, reason, owner, until, version, changed_at, changed_by)
			VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET state = excluded.state, typed = excluded.typed, typed_key = excluded.typed_key, means = excluded.means,
				both = excluded.both, target_kind = excluded.target_kind, target_key = excluded.target_key, title = excluded.title,
				reason = excluded.reason, owner = excluded.owner, until = excluded.until, version = excluded.version,
				changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
			r.ID, r.Kind, r.State, r.Typed, vi.Fold(r.Typed), r.Means, r.Both, r.Target.Kind, r.Target.Key,
			r.Title, r.Reason, r.Owner, r.Until, r.Version+1, db.timestamp(), by.Who)
		if err != nil {
			return err
		}
		if id = r.ID; id == 0 {
			if id, err = res.LastInsertId(); err != nil {
				return err
			}
		}
		return db.careChanged(ctx, tx, careObject(r), action, before, careText(r), by)
	})
	return id, wrap(err, "save %s", careObject(r))
}

// RemoveCareRule takes a rule away; the audit keeps it.
func (db *DB) RemoveCareRule(ctx context.Context, id, version int64, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		old, err := db.currentRule(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM care_rules WHERE id = ?`, id); err != nil {
			return err
		}
		return db.careChanged(ctx, tx, careObject(old), "removed", careText(old), "", by)
	})
	return wrap(err, "remove rule %d", id)
}

// currentRule is a rule if it still is of a version.
func (db *DB) currentRule(ctx context.Context, tx *sql.Tx, id, version int64) (data.CareRule, error) {
	r, err := scanCareRule(tx.QueryRowContext(ctx, `SELECT `+careColumns+` WHERE r.id = ?`, id).Scan)
	if err == nil && r.Version != version {
		err = fmt.Errorf("version %d, not %d: %w", r.Version, version, data.ErrConflict)
	}
	return r, err
}

// careChanged tells the followers and the audit of a change.
func (db *DB) careChanged(ctx context.Context, tx *sql.Tx, object, action, before, after string, by data.Edit) error {
	if _, err := tx.ExecContext(ctx, `UPDATE care_state SET seq = seq + 1`); err != nil {
		return err
	}
	return db.addAudit(ctx, tx, object, action, before, after, by)
}

// careObject names a rule for the audit.
func careObject(r data.CareRule) string {
	if r.Kind == data.CareSuppressed {
		return "suppression " + r.Typed
	}
	return string(r.Kind) + " " + r.Typed
}

// careText is what the audit tells of a rule.
func careText(r data.CareRule) string {
	both := " → "
	if r.Both {
		both = " ↔ "
	}
	parts := []string{r.Typed}
	switch r.Kind {
	case data.CareSynonym:
		parts[0] += both + r.Means
	case data.CareBet, data.CareRoute:
		parts[0] += " → " + string(r.Target.Kind) + " " + r.Target.Key
	}
	for _, p := range []struct{ name, value string }{
		{"title", r.Title},
		{"state", string(r.State)},
		{"owner", r.Owner},
		{"until", string(r.Until)},
		{"reason", r.Reason},
	} {
		if p.value != "" {
			parts = append(parts, p.name+": "+p.value)
		}
	}
	return strings.Join(parts, "; ")
}

// SwitchedOff lists the parts of the search that are off.
func (db *DB) SwitchedOff(ctx context.Context) ([]data.SwitchedOff, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT name, since, who, note FROM care_switches ORDER BY since, name`)
	all, err := collect(rows, err, func(r *sql.Rows) (o data.SwitchedOff, err error) {
		var since string
		if err := r.Scan(&o.Switch, &since, &o.Who, &o.Note); err != nil {
			return o, err
		}
		o.Since, err = time.Parse(time.RFC3339, since)
		return o, err
	})
	return all, wrap(err, "switches of the search")
}

// Switch turns a part of the search on or off; what is so already stays.
func (db *DB) Switch(ctx context.Context, name data.CareSwitch, on bool, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		statement, args := `DELETE FROM care_switches WHERE name = ?`, []any{name}
		before, after := "off", "on"
		if !on {
			statement = `INSERT INTO care_switches (name, since, who, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`
			args = append(args, db.timestamp(), by.Who, by.Note)
			before, after = "on", "off"
		}
		res, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return db.careChanged(ctx, tx, "switch "+string(name), "turned "+after, before, after, by)
	})
	return wrap(err, "switch %s", name)
}

// CareCases lists the queries that staff keep, the newest first.
func (db *DB) CareCases(ctx context.Context) ([]data.CareCase, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT id, query, codes, who FROM care_cases ORDER BY id DESC`)
	cs, err := collect(rows, err, func(r *sql.Rows) (c data.CareCase, err error) {
		var codes string
		if err := r.Scan(&c.ID, &c.Query, &codes, &c.By); err != nil {
			return c, err
		}
		return c, json.Unmarshal([]byte(codes), &c.Codes)
	})
	return cs, wrap(err, "kept queries")
}

// AddCareCase keeps a query; data.ErrInvalid if there are too many.
func (db *DB) AddCareCase(ctx context.Context, c data.CareCase, by data.Edit) error {
	codes, err := json.Marshal(append([]string{}, c.Codes...))
	if err != nil {
		return err
	}
	err = db.tx(ctx, func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM care_cases`).Scan(&n); err != nil {
			return err
		}
		if n >= data.MaxCareCases {
			return fmt.Errorf("%d queries: %w", n, data.ErrInvalid)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO care_cases (query, codes, who) VALUES (?, ?, ?)`, c.Query, string(codes), by.Who)
		if err != nil {
			return err
		}
		return db.addAudit(ctx, tx, "trial query "+c.Query, "created", "", string(codes), by)
	})
	return wrap(err, "keep query %q", c.Query)
}

// RemoveCareCase lets a kept query go.
func (db *DB) RemoveCareCase(ctx context.Context, id int64, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		var query, codes string
		err := tx.QueryRowContext(ctx, `DELETE FROM care_cases WHERE id = ? RETURNING query, codes`, id).Scan(&query, &codes)
		if err != nil {
			return err
		}
		return db.addAudit(ctx, tx, "trial query "+query, "removed", codes, "", by)
	})
	return wrap(err, "remove kept query %d", id)
}
