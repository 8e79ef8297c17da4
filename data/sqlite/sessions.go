package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Session finds what a session holds by the hash of its token; found is false
// for one that is unknown or over.
func (db *DB) Session(ctx context.Context, token string) (body []byte, found bool, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT body FROM sessions WHERE token = ? AND expires > ?`,
		token, db.now().UnixMilli()).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return body, err == nil, wrap(err, "session")
}

// SaveSession keeps what a session holds until it is over, and forgets those
// that are.
func (db *DB) SaveSession(ctx context.Context, token string, body []byte, expires time.Time) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE expires <= ?`, db.now().UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO sessions (token, body, expires) VALUES (?1, ?2, ?3)
			ON CONFLICT (token) DO UPDATE SET body = ?2, expires = ?3`, token, body, expires.UnixMilli())
		return err
	})
	return wrap(err, "save the session")
}

// DeleteSession ends a session.
func (db *DB) DeleteSession(ctx context.Context, token string) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM sessions WHERE token = ?`, token)
	return wrap(err, "end the session")
}
