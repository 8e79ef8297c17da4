package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"tracuu/data"
)

const userColumns = `u.name, u.role, coalesce(a.slug, ''), u.disabled, u.password, u.generation, u.totp_secret, u.totp_used, u.recovery, u.must_change, u.created_at
	FROM users u LEFT JOIN agencies a ON a.id = u.agency_id`

func scanUser(scan func(...any) error) (u data.User, err error) {
	var recovery, created string
	err = scan(&u.Name, &u.Role, &u.Agency, &u.Disabled, &u.Password, &u.Generation, &u.TOTPSecret, &u.TOTPUsed, &recovery, &u.MustChange, &created)
	if err != nil {
		return u, err
	}
	if u.Created, err = time.Parse(time.RFC3339, created); err != nil {
		return u, err
	}
	return u, json.Unmarshal([]byte(recovery), &u.Recovery)
}

// User finds a member of staff by login.
func (db *DB) User(ctx context.Context, name string) (data.User, error) {
	u, err := scanUser(db.read.QueryRowContext(ctx, `SELECT `+userColumns+` WHERE u.name = ?`, name).Scan)
	return u, wrap(err, "user %s", name)
}

// Users lists everybody, disabled ones too, by login.
func (db *DB) Users(ctx context.Context) ([]data.User, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+userColumns+` ORDER BY u.name`)
	us, err := collect(rows, err, func(r *sql.Rows) (data.User, error) { return scanUser(r.Scan) })
	return us, wrap(err, "users")
}

// AddUser keeps a new member of staff; data.ErrConflict if the login is taken,
// data.ErrNotFound if there is no such agency.
func (db *DB) AddUser(ctx context.Context, u data.User, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		if err := putUser(ctx, tx, u, `INSERT INTO users (role, agency_id, disabled, password, generation, totp_secret, totp_used, recovery, must_change, created_at, name)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, db.timestamp(), u.Name); err != nil {
			return err
		}
		return db.addAudit(ctx, tx, "user "+u.Name, "created", "", userText(u), by)
	})
	return wrap(err, "add user %s", u.Name)
}

// ChangeUser lets change alter a member of staff as they stand; the login stays
// whatever it does. An error of change leaves everything as it was, and so does
// data.ErrLastAdmin where no admin would be left who can sign in. action says
// what is done, for the audit.
func (db *DB) ChangeUser(ctx context.Context, name, action string, by data.Edit, change func(*data.User) error) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		u, err := scanUser(tx.QueryRowContext(ctx, `SELECT `+userColumns+` WHERE u.name = ?`, name).Scan)
		if err != nil {
			return err
		}
		before, admin := userText(u), isAdmin(u)
		if err := change(&u); err != nil {
			return err
		}
		if err := putUser(ctx, tx, u, `UPDATE users SET role = ?, agency_id = ?, disabled = ?, password = ?, generation = ?,
			totp_secret = ?, totp_used = ?, recovery = ?, must_change = ? WHERE name = ?`, name); err != nil {
			return err
		}
		if admin && !isAdmin(u) {
			var left bool
			err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM users WHERE role = ? AND disabled = 0)`, data.RoleAdmin).Scan(&left)
			if err != nil {
				return err
			}
			if !left {
				return data.ErrLastAdmin
			}
		}
		return db.addAudit(ctx, tx, "user "+name, action, before, userText(u), by)
	})
	return wrap(err, "change user %s", name)
}

func isAdmin(u data.User) bool { return u.Role == data.RoleAdmin && !u.Disabled }

// putUser runs a statement with a user's columns; rest are its last arguments.
func putUser(ctx context.Context, tx *sql.Tx, u data.User, statement string, rest ...any) error {
	var agency sql.NullInt64
	if u.Agency != "" {
		if err := tx.QueryRowContext(ctx, `SELECT id FROM agencies WHERE slug = ?`, u.Agency).Scan(&agency); err != nil {
			return err
		}
	}
	recovery, err := json.Marshal(append([]string{}, u.Recovery...))
	if err != nil {
		return err
	}
	args := append([]any{u.Role, agency, u.Disabled, u.Password, u.Generation, u.TOTPSecret, u.TOTPUsed, string(recovery), u.MustChange}, rest...)
	_, err = tx.ExecContext(ctx, statement, args...)
	return err
}

// userText is what the audit tells of a user: nothing that opens a door.
func userText(u data.User) string {
	b, _ := json.Marshal(struct { // strings, numbers and booleans alone
		Role         data.Role `json:"role"`
		Agency       string    `json:"agency,omitempty"`
		Disabled     bool      `json:"disabled,omitempty"`
		MustChange   bool      `json:"must_change_password,omitempty"`
		SecondFactor bool      `json:"second_factor"`
		Recovery     int       `json:"recovery_codes_left,omitempty"`
	}{u.Role, u.Agency, u.Disabled, u.MustChange, u.TOTPSecret != "", len(u.Recovery)})
	return string(b)
}
