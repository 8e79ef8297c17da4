package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"tracuu/data"
)

// actionPrinted is how the audit calls a new printing.
const actionPrinted = "printed"

// SavePrint keeps a printing with its host and answers its number; one whose
// token is known is there already. The posters' codes must exist.
func (db *DB) SavePrint(ctx context.Context, p data.Print) (id int64, err error) {
	err = db.tx(ctx, func(tx *sql.Tx) error {
		var err error
		if id, err = sentPrint(ctx, tx, p.Who, p.Token); err != nil || id != 0 {
			return err
		}
		err = tx.QueryRowContext(ctx, `INSERT INTO prints (created_at, who, layout, host, issued, document)
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
		return db.addAudit(ctx, tx, printObject(id), actionPrinted, "", printText(p), data.Edit{Who: p.Who})
	})
	return id, wrap(err, "keep a printing of %d posters", len(p.Posters))
}

// printObject names a printing in the audit.
func printObject(id int64) string { return fmt.Sprintf("print %d", id) }

// printText is what the audit tells of a printing.
func printText(p data.Print) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s", p.Layout, p.Host)
	for _, one := range p.Posters {
		fmt.Fprintf(&b, "\n%s %s", one.Code, one.Placement)
	}
	if p.Token != "" {
		b.WriteString(tokenText(p.Token))
	}
	return b.String()
}

// tokenText ends the text of a printing that was ordered with a token.
func tokenText(token string) string { return "\ntoken " + token }

// sentPrint is the number of the printing that somebody has ordered with a
// token, 0 if there is none. The audit, which loses nothing, remembers it.
func sentPrint(ctx context.Context, tx *sql.Tx, who, token string) (id int64, err error) {
	if token == "" {
		return 0, nil
	}
	err = tx.QueryRowContext(ctx, `SELECT CAST(substr(object, 7) AS INTEGER) FROM audit
		WHERE who = ? AND action = ? AND substr(after, -length(?3)) = ?3`, who, actionPrinted, tokenText(token)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, err
}

// Prints lists printings, newest first, and tells how many there are.
func (db *DB) Prints(ctx context.Context, offset, limit int) (ps []data.PrintRow, total int, err error) {
	if err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM prints`).Scan(&total); err != nil {
		return nil, 0, wrap(err, "printings")
	}
	rows, err := db.read.QueryContext(ctx, `SELECT p.id, p.created_at, p.who, p.layout, p.host, p.issued,
			(SELECT count(*) FROM print_posters s WHERE s.print_id = p.id),
			coalesce((SELECT s.title FROM print_posters s WHERE s.print_id = p.id ORDER BY s.n LIMIT 1), ''),
			(SELECT count(*) FROM reprints r WHERE r.print_id = p.id)
		FROM prints p ORDER BY p.id DESC LIMIT ? OFFSET ?`, limit, offset)
	ps, err = collect(rows, err, func(r *sql.Rows) (p data.PrintRow, err error) {
		var created string
		if err := r.Scan(&p.ID, &created, &p.Who, &p.Layout, &p.Host, &p.Issued, &p.Codes, &p.Title, &p.Reprints); err != nil {
			return p, err
		}
		p.Created, err = time.Parse(time.RFC3339, created)
		return p, err
	})
	return ps, total, wrap(err, "printings")
}

// PrintAgency is the name of the agency that all codes of a printing hang at,
// empty if there is no such one.
func (db *DB) PrintAgency(ctx context.Context, id int64) (name string, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT CASE WHEN count(*) = count(a.id) AND min(a.id) = max(a.id) THEN min(a.name) ELSE '' END
		FROM print_posters s JOIN links l ON l.code = s.code LEFT JOIN placements p ON p.id = l.placement_id
			LEFT JOIN agencies a ON a.id = p.agency_id
		WHERE s.print_id = ?`, id).Scan(&name)
	return name, wrap(err, "agency of printing %d", id)
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
