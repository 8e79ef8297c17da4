package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tracuu/data"
)

// The settings by the name they are kept under.
func settingFields(s *data.Settings) map[string]any {
	return map[string]any{
		"public_url": &s.PublicURL, "former_hosts": &s.FormerHosts, "allowed_hosts": &s.AllowedHosts,
		"holidays": &s.Holidays, "added_holidays": &s.AddedHolidays,
		"province": &s.Province, "home": &s.Home,
		"publisher": &s.Publisher, "licence": &s.Licence,
	}
}

// Settings are what the installation has decided.
func (db *DB) Settings(ctx context.Context) (s data.Settings, err error) {
	s, err = readSettings(db.read.QueryContext(ctx, `SELECT name, value FROM settings`))
	return s, wrap(err, "settings")
}

func readSettings(rows *sql.Rows, err error) (s data.Settings, _ error) {
	fields := settingFields(&s)
	_, err = collect(rows, err, func(r *sql.Rows) (struct{}, error) {
		var name, value string
		if err := r.Scan(&name, &value); err != nil {
			return struct{}{}, err
		}
		if into, ok := fields[name]; ok {
			if err := json.Unmarshal([]byte(value), into); err != nil {
				return struct{}{}, fmt.Errorf("%s: %w", name, err)
			}
		}
		return struct{}{}, nil
	})
	return s, err
}

// ChangeSettings lets change alter the settings as they stand and keeps what
// has become different. An error of change leaves them as they were.
func (db *DB) ChangeSettings(ctx context.Context, by data.Edit, change func(*data.Settings) error) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		s, err := readSettings(tx.QueryContext(ctx, `SELECT name, value FROM settings`))
		if err != nil {
			return err
		}
		before, err := settingValues(&s)
		if err != nil {
			return err
		}
		if err := change(&s); err != nil {
			return err
		}
		after, err := settingValues(&s)
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(after)) {
			value := after[name]
			if err := db.addConfigEvent(ctx, tx, name, before[name], value, by); err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES (?1, ?2)
				ON CONFLICT (name) DO UPDATE SET value = ?2`, name, value)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "change the settings")
}

// settingValues are the settings as they are kept.
func settingValues(s *data.Settings) (map[string]string, error) {
	values := map[string]string{}
	for name, field := range settingFields(s) {
		b, err := json.Marshal(field)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = string(b)
	}
	return values, nil
}

// addConfigEvent keeps a change of a setting, in the audit too; what has not
// changed is none.
func (db *DB) addConfigEvent(ctx context.Context, tx *sql.Tx, name, before, after string, by data.Edit) error {
	if before == after {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO config_events (at, name, before, after, who, note) VALUES (?, ?, ?, ?, ?, ?)`,
		db.timestamp(), name, before, after, by.Who, by.Note)
	if err != nil {
		return err
	}
	object, action := configObject(name)
	return db.addAudit(ctx, tx, object, action, before, after, by)
}

// configObject is what the audit calls a setting, or an agency and what was
// changed of it.
func configObject(name string) (object, action string) {
	if rest, ok := strings.CutPrefix(name, "agency."); ok {
		slug, part, _ := strings.Cut(rest, ".")
		return "agency " + slug, "changed " + part
	}
	return "setting " + name, "changed"
}

// ConfigHistory lists what happened to the settings whose names begin with
// prefix, "public_url" or "agency.so-y-te.", oldest first.
func (db *DB) ConfigHistory(ctx context.Context, prefix string) ([]data.ConfigEvent, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT at, name, before, after, who, note FROM config_events
		WHERE substr(name, 1, length(?1)) = ?1 ORDER BY id`, prefix)
	es, err := collect(rows, err, func(r *sql.Rows) (e data.ConfigEvent, err error) {
		var at string
		if err := r.Scan(&at, &e.Name, &e.From, &e.To, &e.Who, &e.Note); err != nil {
			return e, err
		}
		e.At, err = time.Parse(time.RFC3339, at)
		return e, err
	})
	return es, wrap(err, "history of %q", prefix)
}
