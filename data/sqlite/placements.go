package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"tracuu/data"
)

// EnsurePlacement answers the place of that agency, office and counter and
// makes it on first need; a note that is not empty replaces the one kept.
func (db *DB) EnsurePlacement(ctx context.Context, p data.Placement) (data.Placement, error) {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		id, _, err := db.savePlacement(ctx, tx, p)
		p.ID = id
		return err
	})
	if err != nil {
		return p, wrap(err, "placement %s", p.Label())
	}
	return db.Placement(ctx, p.ID)
}

// SavePlacements stores a batch in one transaction.
func (db *DB) SavePlacements(ctx context.Context, batch []data.Placement) (data.SaveResult, error) {
	res, err := db.savePlacements(ctx, batch, false)
	return res, wrap(err, "save %d placements", len(batch))
}

// ComparePlacements answers what SavePlacements would do, and writes nothing.
func (db *DB) ComparePlacements(ctx context.Context, batch []data.Placement) (data.SaveResult, error) {
	res, err := db.savePlacements(ctx, batch, true)
	return res, wrap(err, "compare %d placements", len(batch))
}

func (db *DB) savePlacements(ctx context.Context, batch []data.Placement, dryRun bool) (res data.SaveResult, err error) {
	err = db.txOrDry(ctx, dryRun, func(tx *sql.Tx) error {
		for _, p := range batch {
			_, what, err := db.savePlacement(ctx, tx, p)
			if err != nil {
				return fmt.Errorf("placement %s: %w", p.Label(), err)
			}
			res = res.Add(what)
		}
		return nil
	})
	return res, err
}

func (db *DB) savePlacement(ctx context.Context, tx *sql.Tx, p data.Placement) (id int64, what data.SaveResult, err error) {
	agency, err := nameID(ctx, tx, "agencies", p.Agency)
	if err != nil {
		return 0, what, err
	}
	key := placementKey(agency.Int64, p)
	if key == "0||" {
		return 0, what, fmt.Errorf("a place without a name: %w", data.ErrInvalid)
	}
	var note string
	err = tx.QueryRowContext(ctx, `SELECT id, note FROM placements WHERE key = ?`, key).Scan(&id, &note)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = tx.QueryRowContext(ctx, `INSERT INTO placements (key, agency_id, office, counter, note, changed_at)
			VALUES (?, ?, ?, ?, ?, ?) RETURNING id`, key, agency, p.Office, p.Counter, p.Note, db.timestamp()).Scan(&id)
		return id, savedNew, err
	case err != nil || p.Note == "" || p.Note == note:
		return id, savedUnchanged, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE placements SET note = ?, changed_at = ? WHERE id = ?`, p.Note, db.timestamp(), id)
	return id, savedChanged, err
}

// placementKey is what a place is known by.
func placementKey(agency int64, p data.Placement) string {
	return fmt.Sprintf("%d|%s|%s", agency, canonicalKey(p.Office), canonicalKey(p.Counter))
}

const placementColumns = `p.id, coalesce(a.name, ''), p.office, p.counter, p.note FROM placements p LEFT JOIN agencies a ON a.id = p.agency_id`

// Placement finds a place by its number.
func (db *DB) Placement(ctx context.Context, id int64) (data.Placement, error) {
	p, err := scanPlacement(db.read.QueryRowContext(ctx, `SELECT `+placementColumns+` WHERE p.id = ?`, id).Scan)
	return p, wrap(err, "placement %d", id)
}

// FindPlacement finds the place of that agency, office and counter, and makes
// none.
func (db *DB) FindPlacement(ctx context.Context, p data.Placement) (data.Placement, error) {
	var agency int64
	if canonicalKey(p.Agency) != "" {
		err := db.read.QueryRowContext(ctx, agencyByKey, canonicalKey(p.Agency)).Scan(&agency)
		if err != nil {
			return p, wrap(err, "agency %q", p.Agency)
		}
	}
	found, err := scanPlacement(db.read.QueryRowContext(ctx, `SELECT `+placementColumns+` WHERE p.key = ?`, placementKey(agency, p)).Scan)
	return found, wrap(err, "placement %s", p.Label())
}

// PlacementsNamed lists the places of that office and counter, of whatever
// agency.
func (db *DB) PlacementsNamed(ctx context.Context, office, counter string) ([]data.Placement, error) {
	named := strings.TrimPrefix(placementKey(0, data.Placement{Office: office, Counter: counter}), "0")
	rows, err := db.read.QueryContext(ctx, `SELECT `+placementColumns+` WHERE substr(p.key, instr(p.key, '|')) = ?
		ORDER BY coalesce(a.name, '')`, named)
	ps, err := collect(rows, err, func(r *sql.Rows) (data.Placement, error) { return scanPlacement(r.Scan) })
	return ps, wrap(err, "placements %s", named)
}

// Placements lists every place, by agency, office and counter.
func (db *DB) Placements(ctx context.Context) ([]data.Placement, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+placementColumns+` ORDER BY coalesce(a.name, ''), p.office, p.counter`)
	ps, err := collect(rows, err, func(r *sql.Rows) (data.Placement, error) { return scanPlacement(r.Scan) })
	return ps, wrap(err, "placements")
}

func scanPlacement(scan func(...any) error) (p data.Placement, err error) {
	return p, scan(&p.ID, &p.Agency, &p.Office, &p.Counter, &p.Note)
}

// AddPlacements makes the places that are not there yet and answers how many
// are new.
func (db *DB) AddPlacements(ctx context.Context, batch []data.Placement, by data.Edit) (added int, err error) {
	err = db.tx(ctx, func(tx *sql.Tx) error {
		for _, p := range batch {
			id, what, err := db.savePlacement(ctx, tx, p)
			if err != nil {
				return fmt.Errorf("placement %s: %w", p.Label(), err)
			}
			if what != savedNew {
				continue
			}
			added++
			if err := db.addAudit(ctx, tx, placementObject(id), "created", "", placementText(p), by); err != nil {
				return err
			}
		}
		return nil
	})
	return added, wrap(err, "add %d placements", len(batch))
}

// ChangePlacement names a place anew, or notes something else of it. It answers
// data.ErrConflict if the place is no longer as was, or another has the new
// name. Its agency stays.
func (db *DB) ChangePlacement(ctx context.Context, was, to data.Placement, by data.Edit) error {
	err := db.tx(ctx, func(tx *sql.Tx) error {
		now, err := scanPlacement(tx.QueryRowContext(ctx, `SELECT `+placementColumns+` WHERE p.id = ?`, was.ID).Scan)
		if err != nil {
			return err
		}
		to.ID, to.Agency = now.ID, now.Agency
		switch {
		case now == to:
			return nil
		case now.Office != was.Office || now.Counter != was.Counter || now.Note != was.Note:
			return fmt.Errorf("it is %q now: %w", placementText(now), data.ErrConflict)
		}
		var agency int64
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(agency_id, 0) FROM placements WHERE id = ?`, to.ID).Scan(&agency); err != nil {
			return err
		}
		if canonicalKey(to.Office+" "+to.Counter) == "" && agency == 0 {
			return fmt.Errorf("a place without a name: %w", data.ErrInvalid)
		}
		_, err = tx.ExecContext(ctx, `UPDATE placements SET key = ?, office = ?, counter = ?, note = ?, changed_at = ? WHERE id = ?`,
			placementKey(agency, to), to.Office, to.Counter, to.Note, db.timestamp(), to.ID)
		if err != nil {
			return err // a key that is taken is a conflict
		}
		return db.addAudit(ctx, tx, placementObject(to.ID), "changed", placementText(now), placementText(to), by)
	})
	return wrap(err, "change placement %d", was.ID)
}

// PlacementLinks lists the codes that hang at a place, retired ones too.
func (db *DB) PlacementLinks(ctx context.Context, id int64) ([]data.Link, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+linkColumns+` FROM links WHERE placement_id = ? ORDER BY state = 'retired', created_at, code`, id)
	ls, err := collect(rows, err, func(r *sql.Rows) (data.Link, error) { return scanLink(r.Scan) })
	return ls, wrap(err, "codes at placement %d", id)
}

// PlacementCodes counts the codes in use at each place.
func (db *DB) PlacementCodes(ctx context.Context) (map[int64]int, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT placement_id, count(*) FROM links
		WHERE placement_id IS NOT NULL AND state <> 'retired' GROUP BY placement_id`)
	codes := map[int64]int{}
	_, err = collect(rows, err, func(r *sql.Rows) (id int64, err error) {
		var n int
		err = r.Scan(&id, &n)
		codes[id] = n
		return id, err
	})
	return codes, wrap(err, "codes by placement")
}

// placementObject and placementText are a place as the audit keeps it.
func placementObject(id int64) string { return fmt.Sprintf("placement %d", id) }

func placementText(p data.Placement) string {
	return strings.Join([]string{p.Agency, p.Office, p.Counter, p.Note}, " / ")
}
