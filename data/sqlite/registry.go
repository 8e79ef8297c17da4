package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tracuu/data"
)

// SaveAgencies takes agencies over as another store has them: one that is not
// known comes with its slug, if that is free. One that is known, by its name or
// a former one, stays as it is and is told only what it does not say.
func (db *DB) SaveAgencies(ctx context.Context, batch []data.Agency) (data.SaveResult, error) {
	res, err := db.saveAgencies(ctx, batch, false)
	return res, wrap(err, "save %d agencies", len(batch))
}

// CompareAgencies answers what SaveAgencies would do, and writes nothing.
func (db *DB) CompareAgencies(ctx context.Context, batch []data.Agency) (data.SaveResult, error) {
	res, err := db.saveAgencies(ctx, batch, true)
	return res, wrap(err, "compare %d agencies", len(batch))
}

func (db *DB) saveAgencies(ctx context.Context, batch []data.Agency, dryRun bool) (res data.SaveResult, err error) {
	err = db.txOrDry(ctx, dryRun, func(tx *sql.Tx) error {
		for _, a := range batch {
			what, err := saveAgency(ctx, tx, a)
			if err != nil {
				return fmt.Errorf("agency %s: %w", a.Slug, err)
			}
			res = res.Add(what)
		}
		for _, a := range batch { // the heirs are there by now, or may never be
			if err := saveHeir(ctx, tx, a); err != nil {
				return fmt.Errorf("heir of agency %s: %w", a.Slug, err)
			}
		}
		return nil
	})
	return res, err
}

func saveAgency(ctx context.Context, tx *sql.Tx, a data.Agency) (data.SaveResult, error) {
	id, made, err := registered(ctx, tx, "agencies", agencyByKey, a.Slug, a.Name)
	if err != nil {
		return data.SaveResult{}, err
	}
	r, err := tx.ExecContext(ctx, `UPDATE agencies SET address = iif(address = '', ?1, address), hours = iif(hours = '', ?2, hours),
			phone = iif(phone = '', ?3, phone)
		WHERE id = ?4 AND (address = '' AND ?1 <> '' OR hours = '' AND ?2 <> '' OR phone = '' AND ?3 <> '')`, a.Address, a.Hours, a.Phone, id)
	if err != nil {
		return data.SaveResult{}, err
	}
	told, err := r.RowsAffected()
	if err != nil {
		return data.SaveResult{}, err
	}
	for _, name := range a.Former {
		key := canonicalKey(name)
		r, err := tx.ExecContext(ctx, `INSERT INTO agency_former (key, agency_id, name) SELECT ?1, ?2, ?3
			WHERE ?1 <> '' AND NOT EXISTS (`+agencyByKey+`) ON CONFLICT DO NOTHING`, key, id, name)
		if err != nil {
			return data.SaveResult{}, err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return data.SaveResult{}, err
		}
		told += n
	}
	switch {
	case made:
		return savedNew, nil
	case told > 0:
		return savedChanged, nil
	}
	return savedUnchanged, nil
}

// saveHeir tells who took over an agency's work, where nobody is known to have
// and the two would not replace each other.
func saveHeir(ctx context.Context, tx *sql.Tx, a data.Agency) error {
	if a.ReplacedBy == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `WITH RECURSIVE heirs (id) AS (
			SELECT id FROM agencies WHERE slug = ?2 UNION SELECT a.replaced_by FROM agencies a JOIN heirs h ON a.id = h.id WHERE a.replaced_by IS NOT NULL
		)
		UPDATE agencies SET replaced_by = (SELECT id FROM agencies WHERE slug = ?2)
		WHERE slug = ?1 AND replaced_by IS NULL AND id NOT IN (SELECT id FROM heirs)`, a.Slug, a.ReplacedBy)
	return err
}

// SaveFields takes fields over as another store has them: one that is not known
// comes with its slug, if that is free.
func (db *DB) SaveFields(ctx context.Context, batch []data.Field) (data.SaveResult, error) {
	res, err := db.saveFields(ctx, batch, false)
	return res, wrap(err, "save %d fields", len(batch))
}

// CompareFields answers what SaveFields would do, and writes nothing.
func (db *DB) CompareFields(ctx context.Context, batch []data.Field) (data.SaveResult, error) {
	res, err := db.saveFields(ctx, batch, true)
	return res, wrap(err, "compare %d fields", len(batch))
}

func (db *DB) saveFields(ctx context.Context, batch []data.Field, dryRun bool) (res data.SaveResult, err error) {
	err = db.txOrDry(ctx, dryRun, func(tx *sql.Tx) error {
		for _, f := range batch {
			_, made, err := registered(ctx, tx, "fields", `SELECT id FROM fields WHERE key = ?1`, f.Slug, f.Name)
			if err != nil {
				return fmt.Errorf("field %s: %w", f.Slug, err)
			}
			what := savedUnchanged
			if made {
				what = savedNew
			}
			res = res.Add(what)
		}
		return nil
	})
	return res, err
}

// registered is the row of a name, made with a slug if that is free and with a
// number behind it if not; byKey finds the row of the canonical words ?1.
func registered(ctx context.Context, tx *sql.Tx, table, byKey, slug, name string) (id int64, made bool, err error) {
	key := canonicalKey(name)
	if key == "" {
		return 0, false, fmt.Errorf("a name without words: %w", data.ErrInvalid)
	}
	err = tx.QueryRowContext(ctx, byKey, key).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, false, err
	}
	if slug, err = freeSlug(ctx, tx, table, slug); err != nil {
		return 0, false, err
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO `+table+` (key, slug, name) VALUES (?, ?, ?) RETURNING id`, key, slug, name).Scan(&id)
	return id, true, err
}
