package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"tracuu/data"
)

// The settings by the name they are kept under.
func settingFields(s *data.Settings) map[string]any {
	return map[string]any{"public_url": &s.PublicURL, "former_hosts": &s.FormerHosts, "allowed_hosts": &s.AllowedHosts}
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
		old := settingFields(&data.Settings{PublicURL: s.PublicURL, FormerHosts: slices.Clone(s.FormerHosts), AllowedHosts: slices.Clone(s.AllowedHosts)})
		if err := change(&s); err != nil {
			return err
		}
		for name, field := range settingFields(&s) {
			value, err := json.Marshal(field)
			if err != nil {
				return err
			}
			if was, err := json.Marshal(old[name]); err != nil || string(was) == string(value) {
				if err != nil {
					return err
				}
				continue
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO settings (name, value, changed_at, who) VALUES (?1, ?2, ?3, ?4)
				ON CONFLICT (name) DO UPDATE SET value = ?2, changed_at = ?3, who = ?4`, name, string(value), db.timestamp(), by.Who)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "change the settings")
}
