package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"tracuu/data"
)

// SavePrint keeps a printing with its host and answers its number. The posters'
// codes must exist.
func (db *DB) SavePrint(ctx context.Context, p data.Print) (id int64, err error) {
	err = db.tx(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `INSERT INTO prints (created_at, who, layout, host, issued, document)
			VALUES (?, ?, ?, ?, ?, ?) RETURNING id`, db.timestamp(), p.Who, p.Layout, p.Host, p.Issued, p.Document).Scan(&id)
		if err != nil {
			return err
		}
		if err := db.rememberHost(ctx, tx, p.Host); err != nil {
			return err
		}
		for i, one := range p.Posters {
			_, err := tx.ExecContext(ctx, `INSERT INTO print_posters (print_id, n, code, title, placement) VALUES (?, ?, ?, ?, ?)`,
				id, i+1, one.Code, one.Title, one.Placement)
			if err != nil {
				return fmt.Errorf("code %s: %w", one.Code, err)
			}
		}
		return db.addAudit(ctx, tx, printObject(id), "printed", "", printText(p), data.Edit{Who: p.Who})
	})
	return id, wrap(err, "keep a printing of %d posters", len(p.Posters))
}

func printObject(id int64) string { return fmt.Sprint("print ", id) }

// printText is what the audit tells of a printing.
func printText(p data.Print) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s", p.Layout, p.Host)
	for _, one := range p.Posters {
		fmt.Fprintf(&b, "\n%s %s", one.Code, one.Placement)
	}
	return b.String()
}

// Print finds a printing by its number, whole.
func (db *DB) Print(ctx context.Context, id int64) (p data.Print, err error) {
	var created string
	err = db.read.QueryRowContext(ctx, `SELECT id, created_at, who, layout, host, issued, document FROM prints WHERE id = ?`, id).
		Scan(&p.ID, &created, &p.Who, &p.Layout, &p.Host, &p.Issued, &p.Document)
	if err == nil {
		p.Created, err = time.Parse(time.RFC3339, created)
	}
	if err != nil {
		return p, wrap(err, "printing %d", id)
	}
	rows, err := db.read.QueryContext(ctx, printedQuery+` WHERE s.print_id = ? ORDER BY s.n`, id)
	p.Posters, err = collect(rows, err, func(r *sql.Rows) (data.Printed, error) { return scanPrinted(r.Scan) })
	return p, wrap(err, "posters of printing %d", id)
}

const printedQuery = `SELECT s.print_id, s.code, s.title, s.placement, p.layout, p.host, p.issued
	FROM print_posters s JOIN prints p ON p.id = s.print_id`

// Printed lists the printings of a code, newest first.
func (db *DB) Printed(ctx context.Context, code string) ([]data.Printed, error) {
	rows, err := db.read.QueryContext(ctx, printedQuery+` WHERE s.code = ? ORDER BY s.print_id DESC`, code)
	ps, err := collect(rows, err, func(r *sql.Rows) (data.Printed, error) { return scanPrinted(r.Scan) })
	return ps, wrap(err, "printings of code %s", code)
}

// AddReprint keeps that a printing was done once more.
func (db *DB) AddReprint(ctx context.Context, id int64, who string) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO reprints (print_id, at, who) VALUES (?, ?, ?)`, id, db.timestamp(), who)
		if err != nil {
			return err
		}
		return db.addAudit(ctx, tx, printObject(id), "reprinted", "", "", data.Edit{Who: who})
	})
	return wrap(err, "reprint of printing %d", id)
}

// RememberHost keeps that codes were handed out with a host.
func (db *DB) RememberHost(ctx context.Context, host string) error {
	err := db.tx(ctx, func(tx *sql.Tx) error { return db.rememberHost(ctx, tx, host) })
	return wrap(err, "remember host %s", host)
}

func (db *DB) rememberHost(ctx context.Context, tx *sql.Tx, host string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO hosts (host, first_at) VALUES (?, ?) ON CONFLICT DO NOTHING`, host, db.timestamp())
	return err
}

// UsedHosts lists every host that codes were handed out with.
func (db *DB) UsedHosts(ctx context.Context) ([]string, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT host FROM hosts ORDER BY host`)
	hs, err := collect(rows, err, func(r *sql.Rows) (h string, err error) { return h, r.Scan(&h) })
	return hs, wrap(err, "used hosts")
}

func scanPrinted(scan func(...any) error) (p data.Printed, err error) {
	return p, scan(&p.PrintID, &p.Code, &p.Title, &p.Placement, &p.Layout, &p.Host, &p.Issued)
}
