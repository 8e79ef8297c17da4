package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"tracuu/data"
)

// agencyQuery reads agencies for scanAgency.
const agencyQuery = `SELECT a.slug, a.name, a.colour, a.crest, a.address, a.hours, a.phone, coalesce(r.slug, ''),
		(SELECT count(*) FROM procedures p WHERE p.agency_id = a.id AND p.visibility = 'shown') AS shown,
		(SELECT json_group_array(f.name) FROM agency_former f WHERE f.agency_id = a.id)
	FROM agencies a LEFT JOIN agencies r ON r.id = a.replaced_by`

func scanAgency(scan func(...any) error) (a data.Agency, err error) {
	var former string
	err = scan(&a.Slug, &a.Name, &a.Colour, &a.Crest, &a.Address, &a.Hours, &a.Phone, &a.ReplacedBy, &a.Procedures, &former)
	if err == nil {
		err = json.Unmarshal([]byte(former), &a.Former)
	}
	return a, err
}

// agencyByKey finds the number of an agency by the canonical words ?1 of its
// name or of a former one.
const agencyByKey = `SELECT id FROM agencies WHERE key = ?1 UNION ALL SELECT agency_id FROM agency_former WHERE key = ?1`

// Agency finds an agency by its slug, with the number of its shown procedures.
func (db *DB) Agency(ctx context.Context, slug string) (data.Agency, error) {
	a, err := scanAgency(db.read.QueryRowContext(ctx, agencyQuery+` WHERE a.slug = ?`, slug).Scan)
	return a, wrap(err, "agency %s", slug)
}

// Heir finds the agency that has the work of another today: the last that is
// reached by "replaced by", the agency itself if nothing has replaced it.
func (db *DB) Heir(ctx context.Context, slug string) (data.Agency, error) {
	a, err := db.Agency(ctx, slug)
	for err == nil && a.ReplacedBy != "" { // ReplaceAgency lets nothing run in a circle
		a, err = db.Agency(ctx, a.ReplacedBy)
	}
	return a, err
}

// AgencyByName finds an agency by its name or a former one, in any spelling of
// the same words.
func (db *DB) AgencyByName(ctx context.Context, name string) (data.Agency, error) {
	a, err := scanAgency(db.read.QueryRowContext(ctx, agencyQuery+` WHERE a.id IN (`+agencyByKey+`)`, canonicalKey(name)).Scan)
	return a, wrap(err, "agency %q", name)
}

// Agencies lists every agency that has shown procedures or a place, or was made
// by staff and has no procedures at all, by name.
func (db *DB) Agencies(ctx context.Context) ([]data.Agency, error) {
	rows, err := db.read.QueryContext(ctx, agencyQuery+` WHERE shown > 0 OR EXISTS (SELECT 1 FROM placements l WHERE l.agency_id = a.id)
			OR NOT EXISTS (SELECT 1 FROM procedures p WHERE p.agency_id = a.id) ORDER BY a.name`)
	as, err := collect(rows, err, func(r *sql.Rows) (data.Agency, error) { return scanAgency(r.Scan) })
	return as, wrap(err, "agencies")
}

// EnsureAgency answers the agency of that name and makes it on first need.
func (db *DB) EnsureAgency(ctx context.Context, name string) (data.Agency, error) {
	var slug string
	err := db.tx(ctx, func(tx *sql.Tx) error {
		id, err := nameID(ctx, tx, "agencies", name)
		if err != nil {
			return err
		}
		if !id.Valid {
			return fmt.Errorf("an agency without a name: %w", data.ErrInvalid)
		}
		return tx.QueryRowContext(ctx, `SELECT slug FROM agencies WHERE id = ?`, id).Scan(&slug)
	})
	if err != nil {
		return data.Agency{}, wrap(err, "agency %q", name)
	}
	return db.Agency(ctx, slug)
}

// ChangeAgencyLook lets change alter what posters and pages tell of an agency,
// as it stands. An error of change leaves it as it was.
func (db *DB) ChangeAgencyLook(ctx context.Context, slug string, by data.Edit, change func(*data.AgencyLook) error) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		var look data.AgencyLook
		err := tx.QueryRowContext(ctx, `SELECT colour, crest, address, hours, phone FROM agencies WHERE slug = ?`, slug).
			Scan(&look.Colour, &look.Crest, &look.Address, &look.Hours, &look.Phone)
		if err != nil {
			return err
		}
		old := look
		if err := change(&look); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE agencies SET colour = ?, crest = ?, address = ?, hours = ?, phone = ? WHERE slug = ?`,
			look.Colour, look.Crest, look.Address, look.Hours, look.Phone, slug)
		for _, f := range []struct{ name, before, after string }{
			{"colour", old.Colour, look.Colour},
			{"crest", old.Crest, look.Crest},
			{"address", old.Address, look.Address},
			{"hours", old.Hours, look.Hours},
			{"phone", old.Phone, look.Phone},
		} {
			if err == nil {
				err = db.addConfigEvent(ctx, tx, agencyKey(slug, f.name), f.before, f.after, by)
			}
		}
		return err
	})
	return wrap(err, "look of agency %s", slug)
}

// agencyKey is what a part of an agency is called in the history.
func agencyKey(slug, part string) string { return "agency." + slug + "." + part }

// RenameAgency gives an agency a new name. The former one still means it, in
// imports too; its address stays, and its procedures show the new name. It
// answers data.ErrConflict for the name of another agency.
func (db *DB) RenameAgency(ctx context.Context, slug, name string, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		key := canonicalKey(name)
		if key == "" {
			return fmt.Errorf("an agency without a name: %w", data.ErrInvalid)
		}
		var id int64
		var oldKey, oldName string
		err := tx.QueryRowContext(ctx, `SELECT id, key, name FROM agencies WHERE slug = ?`, slug).Scan(&id, &oldKey, &oldName)
		if err != nil || oldName == name {
			return err
		}
		if key != oldKey {
			var other string
			err := tx.QueryRowContext(ctx, `SELECT name FROM agencies WHERE id <> ?2 AND id IN (`+agencyByKey+`)`, key, id).Scan(&other)
			switch {
			case err == nil:
				return fmt.Errorf("%q is another agency: %w", other, data.ErrConflict)
			case !errors.Is(err, sql.ErrNoRows):
				return err
			}
			if _, err := tx.ExecContext(ctx, `DELETE FROM agency_former WHERE key = ?`, key); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO agency_former (key, agency_id, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, oldKey, id, oldName)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE agencies SET key = ?, name = ? WHERE id = ?`, key, name, id); err != nil {
			return err
		}
		if err := db.addConfigEvent(ctx, tx, agencyKey(slug, "name"), oldName, name, by); err != nil {
			return err
		}
		return touchAgency(ctx, tx, id)
	})
	return wrap(err, "rename agency %s", slug)
}

// touchAgency moves an agency's procedures on in the change sequence, so that
// the index learns its new name.
func touchAgency(ctx context.Context, tx *sql.Tx, id int64) error {
	rows, err := tx.QueryContext(ctx, `SELECT code FROM procedures WHERE agency_id = ?`, id)
	codes, err := collect(rows, err, func(r *sql.Rows) (c string, err error) { return c, r.Scan(&c) })
	if err != nil {
		return err
	}
	for _, c := range codes {
		seq, err := nextSeq(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE procedures SET seq = ? WHERE code = ?`, seq, c); err != nil {
			return err
		}
	}
	return nil
}

// ReplaceAgency tells which agency took over the work of another; an empty heir
// takes that back. It answers data.ErrInvalid if the two would replace each
// other, over any number of steps.
func (db *DB) ReplaceAgency(ctx context.Context, slug, heir string, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		for at := heir; at != ""; {
			if at == slug {
				return fmt.Errorf("%s would replace itself: %w", slug, data.ErrInvalid)
			}
			err := tx.QueryRowContext(ctx, `SELECT coalesce(r.slug, '') FROM agencies a
				LEFT JOIN agencies r ON r.id = a.replaced_by WHERE a.slug = ?`, at).Scan(&at)
			if err != nil {
				return err
			}
		}
		var before string
		err := tx.QueryRowContext(ctx, `SELECT coalesce(r.slug, '') FROM agencies a
			LEFT JOIN agencies r ON r.id = a.replaced_by WHERE a.slug = ?`, slug).Scan(&before)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE agencies SET replaced_by = (SELECT id FROM agencies WHERE slug = ?) WHERE slug = ?`, heir, slug)
		if err != nil {
			return err
		}
		return db.addConfigEvent(ctx, tx, agencyKey(slug, "replaced_by"), before, heir, by)
	})
	return wrap(err, "agency %s replaced by %s", slug, heir)
}

// SaveImage keeps a picture and answers the hash it is found by.
func (db *DB) SaveImage(ctx context.Context, body []byte) (hash string, err error) {
	hash = imageHash(body)
	_, err = db.write.ExecContext(ctx, `INSERT INTO images (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING`, hash, body)
	return hash, wrap(err, "keep a picture of %d bytes", len(body))
}

// Image finds a picture by its hash.
func (db *DB) Image(ctx context.Context, hash string) (body []byte, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT body FROM images WHERE hash = ?`, hash).Scan(&body)
	return body, wrap(err, "picture %s", hash)
}
