package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"

	"tracuu/data"
)

// addAudit keeps that something was changed, in the transaction of the change.
func (db *DB) addAudit(ctx context.Context, tx *sql.Tx, object, action, before, after string, by data.Edit) error {
	at := db.timestamp()
	var last string
	err := tx.QueryRowContext(ctx, `SELECT hash FROM audit ORDER BY id DESC LIMIT 1`).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	hash, err := auditHash(last, at, object, action, before, after, by)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO audit (at, object, action, before, after, who, note, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		at, object, action, before, after, by.Who, by.Note, hash)
	return err
}

// auditHash chains an event to the one before: SHA-256 over the JSON list of
// the former hash and the event's columns.
func auditHash(last, at, object, action, before, after string, by data.Edit) (string, error) {
	b, err := json.Marshal([]string{last, at, object, action, before, after, by.Who, by.Note})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}

// AddAudit keeps an event that changes nothing else in the store, such as a
// sign-in.
func (db *DB) AddAudit(ctx context.Context, object, action, before, after string, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error { return db.addAudit(ctx, tx, object, action, before, after, by) })
	return wrap(err, "audit of %s", object)
}
