// Package sqlite keeps the product's content, links and counts in one SQLite
// file. It is the only package that speaks SQL.
//
// [Open] brings the file to the newest schema. Every exported method that
// writes is one transaction. Driver errors leave this package as the sentinel
// errors of package data.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"syscall"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"tracuu/data"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is an open store. It is safe for concurrent use, also by several
// processes on one file.
type DB struct {
	write *sql.DB // one connection: writers queue here instead of meeting as "busy"
	read  *sql.DB
	now   func() time.Time
}

// Open opens or creates the store in the file path and migrates it. now is the
// clock for change times.
func Open(ctx context.Context, path string, now func() time.Time) (_ *DB, err error) {
	defer func() { err = wrap(err, "open database %s", path) }()
	if err := checkPlace(path); err != nil {
		return nil, err
	}
	write, err := sql.Open("sqlite3", dsn(path, "_txlock=immediate", "_journal_mode=WAL", "_synchronous=FULL", "_secure_delete=true"))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	db := &DB{write: write, now: now}
	if err := db.migrate(ctx, path+".lock"); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if db.read, err = sql.Open("sqlite3", dsn(path, "_query_only=true")); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	db.read.SetMaxOpenConns(8)
	db.read.SetMaxIdleConns(8)
	return db, nil
}

// checkPlace tells a folder in place of the file, and a place that cannot be
// written, before SQLite does so in fewer words. It does not open a file that
// exists: closing it would drop the locks this process holds on it elsewhere.
func checkPlace(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return fmt.Errorf("%w: %w", data.ErrStorageReadOnly, err)
		}
		return f.Close()
	case err == nil && info.IsDir():
		err = syscall.EISDIR
	case err == nil:
		const writable = 2 // W_OK
		err = syscall.Access(path, writable)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", data.ErrStorageReadOnly, err)
	}
	return nil
}

func dsn(path string, params ...string) string {
	q := "_busy_timeout=60000&_foreign_keys=on" // imports of others may take a while
	for _, p := range params {
		q += "&" + p
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q
}

// migrate brings the schema up to date, one process after the other: two that
// create the same tables at once would stop each other.
func (db *DB) migrate(ctx context.Context, lockPath string) (err error) {
	lock, err := os.OpenFile(lockPath, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("%w: %w", data.ErrStorageReadOnly, err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("lock the schema: %w", err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db.write, files)
	if err != nil {
		return err
	}
	if _, err = p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := db.fillRows(ctx); err != nil {
		return fmt.Errorf("fill the lists: %w", err)
	}
	if err := db.bringHistory(ctx); err != nil {
		return fmt.Errorf("bring the history into the audit: %w", err)
	}
	return nil
}

// Close closes the store.
func (db *DB) Close() error {
	var errs []error
	if db.read != nil {
		errs = append(errs, db.read.Close())
	}
	return errors.Join(append(errs, db.write.Close())...)
}

// tx runs f in a write transaction and commits it if f succeeds.
func (db *DB) tx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

// errDryRun rolls a transaction back that did its work.
var errDryRun = errors.New("dry run")

// txOrDry is tx; in a dry run what f has done is taken back.
func (db *DB) txOrDry(ctx context.Context, dryRun bool, f func(*sql.Tx) error) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		if err := f(tx); err != nil || !dryRun {
			return err
		}
		return errDryRun
	})
	if errors.Is(err, errDryRun) {
		return nil
	}
	return err
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// wrap says what was being done and translates the driver's errors.
func wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	if meaning := meaningOf(err); meaning != nil && !errors.Is(err, meaning) {
		err = fmt.Errorf("%w: %w", meaning, err)
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}

func meaningOf(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return data.ErrNotFound
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return data.ErrStorageFull
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
		return data.ErrStorageReadOnly
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return data.ErrStorageDamaged
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return data.ErrStorageBusy
	case sqlite3.ErrIoErr:
		if e.SystemErrno == syscall.ENOSPC {
			return data.ErrStorageFull
		}
	case sqlite3.ErrConstraint:
		return data.ErrConflict
	}
	return nil
}

// stampLayout is how times are kept, in UTC: sortable.
const stampLayout = "2006-01-02T15:04:05.000Z07:00"

func (db *DB) timestamp() string { return db.now().UTC().Format(stampLayout) }

// Stamp names the store and its newest change.
func (db *DB) Stamp(ctx context.Context) (id string, seq int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT uuid, seq FROM store`).Scan(&id, &seq)
	return id, seq, wrap(err, "read the change sequence")
}

// nextSeq takes the next step of the change sequence.
func nextSeq(ctx context.Context, tx *sql.Tx) (seq int64, err error) {
	err = tx.QueryRowContext(ctx, `UPDATE store SET seq = seq + 1 RETURNING seq`).Scan(&seq)
	return seq, err
}

// collect scans every row of a query.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out = append(out, v)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}
