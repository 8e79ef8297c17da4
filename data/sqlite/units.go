package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"tracuu/data"
	"tracuu/search/vi"
)

// SaveUnits stores a batch in one transaction, by code. One equal to the one
// kept changes nothing. The first real unit takes the place of all sample
// units.
func (db *DB) SaveUnits(ctx context.Context, batch []data.Unit) (data.SaveResult, error) {
	res, err := db.saveUnits(ctx, batch, false)
	return res, wrap(err, "save %d units", len(batch))
}

// CompareUnits answers what SaveUnits would do, and writes nothing.
func (db *DB) CompareUnits(ctx context.Context, batch []data.Unit) (data.SaveResult, error) {
	res, err := db.saveUnits(ctx, batch, true)
	return res, wrap(err, "compare %d units", len(batch))
}

func (db *DB) saveUnits(ctx context.Context, batch []data.Unit, dryRun bool) (res data.SaveResult, err error) {
	err = db.txOrDry(ctx, dryRun, func(tx *sql.Tx) error {
		res, err = db.putUnits(ctx, tx, batch)
		return err
	})
	return res, err
}

func (db *DB) putUnits(ctx context.Context, tx *sql.Tx, batch []data.Unit) (res data.SaveResult, err error) {
	if slices.ContainsFunc(batch, func(u data.Unit) bool { return !u.Sample }) {
		if _, err := tx.ExecContext(ctx, `DELETE FROM units WHERE sample = 1`); err != nil {
			return res, err
		}
	}
	for _, u := range batch {
		what, err := db.putUnit(ctx, tx, u)
		if err != nil {
			return res, wrap(err, "unit %s", u.Code)
		}
		res = res.Add(what)
	}
	return res, nil
}

func (db *DB) putUnit(ctx context.Context, tx *sql.Tx, u data.Unit) (data.SaveResult, error) {
	merged, err := json.Marshal(u.Merged)
	if err != nil {
		return data.SaveResult{}, err
	}
	var same bool
	err = tx.QueryRowContext(ctx, `SELECT type = ? AND name = ? AND english = ? AND province_code = ? AND province = ? AND merged = ?
		AND sample = ? FROM units WHERE code = ?`,
		u.Type, u.Name, u.English, u.ProvinceCode, u.Province, string(merged), u.Sample, u.Code).Scan(&same)
	known := err == nil
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return data.SaveResult{}, err
	case same:
		return savedUnchanged, nil
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO units (code, type, name, english, province_code, province, merged, sample, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET type = excluded.type, name = excluded.name, english = excluded.english,
			province_code = excluded.province_code, province = excluded.province, merged = excluded.merged,
			sample = excluded.sample, changed_at = excluded.changed_at`,
		u.Code, u.Type, u.Name, u.English, u.ProvinceCode, u.Province, string(merged), u.Sample, db.timestamp())
	if err != nil {
		return data.SaveResult{}, err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM unit_names WHERE code = ?`, u.Code); err != nil {
		return data.SaveResult{}, err
	}
	for _, name := range unitNames(u) {
		if unitFold(name) == "" {
			continue
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO unit_names (fold, code) VALUES (?, ?) ON CONFLICT DO NOTHING`, unitFold(name), u.Code)
		if err != nil {
			return data.SaveResult{}, err
		}
	}
	if known {
		return savedChanged, nil
	}
	return savedNew, nil
}

// unitNames are the names that lead to a unit, without types.
func unitNames(u data.Unit) []string {
	names := []string{u.Name}
	if u.English != "" {
		names = append(names, u.English)
	}
	for _, printed := range u.Merged {
		_, name, note := data.SplitUnitName(printed)
		names = append(names, name)
		if t, district, _ := data.SplitUnitName(note); t != "" {
			names = append(names, district)
		}
	}
	return names
}

// unitFold is a name by its folded words, with dashes between.
func unitFold(name string) string { return vi.Slug(name, len(name)) }

const unitQuery = `SELECT u.code, u.type, u.name, u.english, u.province_code, u.province, u.merged, u.sample FROM units u `

func scanUnit(r *sql.Rows) (u data.Unit, err error) {
	var merged string
	err = r.Scan(&u.Code, &u.Type, &u.Name, &u.English, &u.ProvinceCode, &u.Province, &merged, &u.Sample)
	if err == nil {
		err = json.Unmarshal([]byte(merged), &u.Merged)
	}
	return u, err
}

// collectUnits reads units in the order of the Vietnamese alphabet.
func collectUnits(rows *sql.Rows, err error) ([]data.Unit, error) {
	us, err := collect(rows, err, scanUnit)
	order := collate.New(language.Vietnamese)
	slices.SortStableFunc(us, func(a, b data.Unit) int { return order.CompareString(a.Name, b.Name) })
	return us, err
}

// UnitsNamed lists the units that bear or have taken in the name of those
// words, whatever its marks and type.
func (db *DB) UnitsNamed(ctx context.Context, name string) ([]data.Unit, error) {
	us, err := collectUnits(db.read.QueryContext(ctx, unitQuery+`JOIN unit_names n ON n.code = u.code WHERE n.fold = ? ORDER BY u.code`, unitFold(name)))
	return us, wrap(err, "units named %q", name)
}

// UnitsLike lists up to limit units with a name that has those words among its
// own.
func (db *DB) UnitsLike(ctx context.Context, words string, limit int) ([]data.Unit, error) {
	us, err := collectUnits(db.read.QueryContext(ctx, unitQuery+`WHERE ?1 <> '' AND u.code IN (
			SELECT code FROM unit_names WHERE instr('-' || fold || '-', '-' || ?1 || '-') > 0
		) ORDER BY u.code LIMIT ?2`, unitFold(words), limit))
	return us, wrap(err, "units like %q", words)
}

// LocalUnits lists the communes, wards and special zones of a province, which
// is named without its type.
func (db *DB) LocalUnits(ctx context.Context, province string) ([]data.Unit, error) {
	us, err := collectUnits(db.read.QueryContext(ctx, unitQuery+`WHERE u.type IN (?, ?, ?) ORDER BY u.code`,
		data.UnitCommune, data.UnitWard, data.UnitZone))
	want := canonicalKey(province)
	us = slices.DeleteFunc(us, func(u data.Unit) bool {
		_, name, _ := data.SplitUnitName(u.Province)
		return canonicalKey(name) != want
	})
	return us, wrap(err, "units of %q", province)
}

// LocalUnitCount is how many communes, wards and special zones there are.
func (db *DB) LocalUnitCount(ctx context.Context) (n int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM units WHERE type IN (?, ?, ?)`,
		data.UnitCommune, data.UnitWard, data.UnitZone).Scan(&n)
	return n, wrap(err, "count the units")
}
