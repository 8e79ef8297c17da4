package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"tracuu/data"
)

const pictureQuery = `SELECT p.hash, p.width, p.height, p.small_width, p.small_height, p.alt, coalesce(a.slug, ''), p.who, p.added_at
	FROM pictures p LEFT JOIN agencies a ON a.id = p.agency_id`

func scanPicture(scan func(...any) error) (p data.Picture, err error) {
	var added string
	err = scan(&p.Hash, &p.Width, &p.Height, &p.SmallWidth, &p.SmallHeight, &p.Alt, &p.Agency, &p.Who, &added)
	if err == nil {
		p.Added, err = time.Parse(time.RFC3339, added)
	}
	return p, err
}

// AddPicture keeps a picture in its two sizes and answers it with its hash. One
// that is there already stays as it is.
func (db *DB) AddPicture(ctx context.Context, p data.Picture, large, small []byte, by data.Edit) (data.Picture, error) {
	p.Hash = imageHash(large)
	err := db.tx(ctx, func(tx *sql.Tx) error {
		for _, body := range [][]byte{large, small} {
			if _, err := tx.ExecContext(ctx, `INSERT INTO images (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING`, imageHash(body), body); err != nil {
				return err
			}
		}
		res, err := tx.ExecContext(ctx, `INSERT INTO pictures (hash, width, height, small, small_width, small_height, alt, agency_id, who, added_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT id FROM agencies WHERE slug = ?), ?, ?) ON CONFLICT DO NOTHING`,
			p.Hash, p.Width, p.Height, imageHash(small), p.SmallWidth, p.SmallHeight, p.Alt, p.Agency, by.Who, db.timestamp())
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return db.addAudit(ctx, tx, "picture "+p.Hash[:12], "created", "", fmt.Sprintf("%d × %d: %s", p.Width, p.Height, p.Alt), by)
	})
	if err != nil {
		return data.Picture{}, wrap(err, "keep a picture of %d bytes", len(large))
	}
	return db.Picture(ctx, p.Hash)
}

func imageHash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Picture finds a picture by its hash.
func (db *DB) Picture(ctx context.Context, hash string) (data.Picture, error) {
	p, err := scanPicture(db.read.QueryRowContext(ctx, pictureQuery+` WHERE p.hash = ?`, hash).Scan)
	return p, wrap(err, "picture %s", hash)
}

// PictureBody is a picture in one of its widths.
func (db *DB) PictureBody(ctx context.Context, hash string, width int) (body []byte, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT i.body FROM pictures p JOIN images i
		ON i.hash = CASE ?2 WHEN p.width THEN p.hash WHEN p.small_width THEN p.small END WHERE p.hash = ?1`, hash, width).Scan(&body)
	return body, wrap(err, "picture %s of width %d", hash, width)
}

// Pictures lists what was put in, the newest first.
func (db *DB) Pictures(ctx context.Context, offset, limit int) ([]data.Picture, error) {
	rows, err := db.read.QueryContext(ctx, pictureQuery+` ORDER BY p.added_at DESC, p.hash LIMIT ? OFFSET ?`, limit, offset)
	ps, err := collect(rows, err, func(r *sql.Rows) (data.Picture, error) { return scanPicture(r.Scan) })
	return ps, wrap(err, "pictures")
}

// DescribePicture changes what is said of a picture from before, which is what
// the one who changes it has seen; data.ErrConflict if it says something else
// by now.
func (db *DB) DescribePicture(ctx context.Context, hash, before, alt string, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		var now string
		if err := tx.QueryRowContext(ctx, `SELECT alt FROM pictures WHERE hash = ?`, hash).Scan(&now); err != nil {
			return err
		}
		switch now {
		case alt:
			return nil
		case before:
		default:
			return fmt.Errorf("it says %q: %w", now, data.ErrConflict)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE pictures SET alt = ? WHERE hash = ?`, alt, hash); err != nil {
			return err
		}
		return db.addAudit(ctx, tx, "picture "+hash[:12], "described", before, alt, by)
	})
	return wrap(err, "describe picture %s", hash)
}
