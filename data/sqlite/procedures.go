package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"tracuu/data"
)

func (db *DB) saveProcedure(ctx context.Context, tx *sql.Tx, p *data.Procedure) (data.SaveResult, error) {
	record, err := marshalProcedure(p)
	if err != nil {
		return data.SaveResult{}, err
	}
	var old former
	err = tx.QueryRowContext(ctx, `SELECT seq, sample, record, changed_at FROM procedures WHERE code = ?`, p.Code).
		Scan(&old.seq, &old.sample, &old.record, &old.changedAt)
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return data.SaveResult{}, err
	}
	if known && p.Sample && !old.sample {
		return savedUnchanged, nil
	}
	newAliases, err := missingAliases(ctx, tx, p)
	if err != nil {
		return data.SaveResult{}, err
	}
	own, err := takeSource(ctx, tx, data.Target{Kind: data.KindProcedure, Key: p.Code}, record)
	if err != nil {
		return data.SaveResult{}, err
	}
	if own.merged != nil {
		if p, record, err = mergedProcedure(own.merged, p); err != nil {
			return data.SaveResult{}, err
		}
	}
	if known && old.sample == p.Sample && old.record == record && len(newAliases) == 0 {
		return own.result(), nil
	}
	if err := db.putProcedure(ctx, tx, p, record, own.visibility()); err != nil {
		return data.SaveResult{}, err
	}
	for _, a := range newAliases {
		if _, err := tx.ExecContext(ctx, `INSERT INTO procedure_aliases (alias, code) VALUES (?, ?)`, a, p.Code); err != nil {
			return data.SaveResult{}, err
		}
	}
	if !known {
		return savedNew, nil
	}
	if !old.sample && old.record != record {
		_, err = tx.ExecContext(ctx, `INSERT INTO procedure_versions (code, seq, record, changed_at) VALUES (?, ?, ?, ?)`,
			p.Code, old.seq, old.record, old.changedAt)
	}
	return savedChanged, err
}

// mergedProcedure is what is shown of an imported record that staff have
// changed, with what belongs to it and not to its fields.
func mergedProcedure(f data.Fields, imported *data.Procedure) (*data.Procedure, string, error) {
	var p data.Procedure
	if err := f.Decode(&p); err != nil {
		return nil, "", err
	}
	p.Aliases, p.Sample = imported.Aliases, imported.Sample
	record, err := marshalProcedure(&p)
	return &p, record, err
}

// putProcedure writes the row as it shall be from now on.
func (db *DB) putProcedure(ctx context.Context, tx *sql.Tx, p *data.Procedure, record string, v data.Visibility) error {
	field, err := nameID(ctx, tx, "fields", p.Field)
	if err != nil {
		return err
	}
	agency, err := nameID(ctx, tx, "agencies", p.Agency)
	if err != nil {
		return err
	}
	seq, err := nextSeq(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO procedures
			(code, seq, name, field_id, agency_id, status, replaced_by, sample, visibility, record, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET seq = excluded.seq, name = excluded.name, field_id = excluded.field_id,
			agency_id = excluded.agency_id, status = excluded.status, replaced_by = excluded.replaced_by,
			sample = excluded.sample, visibility = excluded.visibility, record = excluded.record,
			changed_at = iif(procedures.record = excluded.record, procedures.changed_at, excluded.changed_at)`,
		p.Code, seq, p.Name, field, agency, p.Status, p.ReplacedBy, p.Sample, v, record, db.timestamp())
	if err != nil {
		return err
	}
	return newRowWriter().put(ctx, tx, p.Code, p.Name, p.Decision, p.Levels, p.Audience)
}

// missingAliases lists the aliases of p that are not known yet. An alias that
// belongs to another procedure, or is one's code, stays where it is.
func missingAliases(ctx context.Context, tx *sql.Tx, p *data.Procedure) (out []string, err error) {
	for _, a := range p.Aliases {
		var taken bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM procedure_aliases WHERE alias = ?1)
			OR EXISTS (SELECT 1 FROM procedures WHERE code = ?1)`, a).Scan(&taken)
		if err != nil {
			return nil, err
		}
		if !taken && a != p.Code {
			out = append(out, a)
		}
	}
	return out, nil
}

// marshalProcedure is the record as kept and compared. Aliases have a table of
// their own, where those of several sources meet.
func marshalProcedure(p *data.Procedure) (string, error) {
	bare := *p
	bare.Aliases = nil
	b, err := json.Marshal(&bare)
	return string(b), err
}

// The agency's name comes along where it is no longer the record's.
const procedureColumns = `p.seq, p.sample, p.visibility, p.changed_at, (SELECT count(*) FROM procedure_versions v WHERE v.code = p.code), p.record,
	(SELECT json_group_array(alias) FROM procedure_aliases a WHERE a.code = p.code),
	coalesce((SELECT a.name FROM agencies a JOIN agency_former f ON f.agency_id = a.id WHERE a.id = p.agency_id LIMIT 1), '')`

// storedProcedure is a row as it is read, before its record is decoded.
type storedProcedure struct {
	meta                    data.Meta
	record, aliases, agency string
}

func scanStored(scan func(...any) error) (s storedProcedure, err error) {
	var changed string
	if err := scan(&s.meta.Seq, &s.meta.Sample, &s.meta.Visibility, &changed, &s.meta.Versions, &s.record, &s.aliases, &s.agency); err != nil {
		return s, err
	}
	s.meta.ChangedAt, err = time.Parse(time.RFC3339, changed) // earlier ones have whole seconds
	return s, err
}

func (s *storedProcedure) decode() (p data.Procedure, err error) {
	if err := json.Unmarshal([]byte(s.record), &p); err != nil {
		return p, err
	}
	p.Meta = s.meta
	if s.agency != "" {
		p.Agency = s.agency
	}
	return p, json.Unmarshal([]byte(s.aliases), &p.Aliases)
}

// collectProcedures reads every row of a query. Decoding is most of the work
// and is shared out over the processors.
func collectProcedures(rows *sql.Rows, err error) ([]data.Procedure, error) {
	stored, err := collect(rows, err, func(r *sql.Rows) (storedProcedure, error) { return scanStored(r.Scan) })
	if err != nil {
		return nil, err
	}
	out, errs := make([]data.Procedure, len(stored)), make([]error, len(stored))
	var next atomic.Int64
	var work sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(stored)) {
		work.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(stored)); i = next.Add(1) - 1 {
				out[i], errs[i] = stored[i].decode()
			}
		})
	}
	work.Wait()
	return out, errors.Join(errs...)
}

// Procedure finds a procedure by its code or an alias, whatever its visibility,
// or else the repealed one of that code.
func (db *DB) Procedure(ctx context.Context, code string) (data.Procedure, error) {
	s, err := scanStored(db.read.QueryRowContext(ctx, `SELECT `+procedureColumns+` FROM procedures p
		WHERE p.code IN (?1, ?1 || '-Xoa') OR p.code = (SELECT code FROM procedure_aliases WHERE alias = ?1)
		ORDER BY p.code = ?1 DESC, p.code = ?1 || '-Xoa'`, code).Scan)
	if err != nil {
		return data.Procedure{}, wrap(err, "procedure %s", code)
	}
	p, err := s.decode()
	return p, wrap(err, "procedure %s", code)
}

// Procedures finds several by code; unknown codes are left out.
func (db *DB) Procedures(ctx context.Context, codes []string) (map[string]data.Procedure, error) {
	list, err := jsonList(codes)
	if err != nil {
		return nil, err
	}
	rows, err := db.read.QueryContext(ctx, `SELECT `+procedureColumns+` FROM procedures p
		WHERE p.code IN (SELECT value FROM json_each(?))`, list)
	ps, err := collectProcedures(rows, err)
	out := make(map[string]data.Procedure, len(ps))
	for _, p := range ps {
		out[p.Code] = p
	}
	return out, wrap(err, "%d procedures", len(codes))
}

// ProcedureVersions lists the former versions of a procedure, newest first,
// each with when it came in. Agencies renamed since bear their new names.
func (db *DB) ProcedureVersions(ctx context.Context, code string) ([]data.Procedure, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT seq, 0, 'shown', changed_at, 0, record, '[]',
			coalesce((SELECT a.name FROM agency_former f JOIN agencies a ON a.id = f.agency_id WHERE f.name = record->>'agency'), '')
		FROM procedure_versions WHERE code = ? ORDER BY seq DESC`, code)
	ps, err := collectProcedures(rows, err)
	return ps, wrap(err, "versions of %s", code)
}

// ProcedureChanges lists up to limit procedures changed after a step of the
// change sequence, in its order, hidden and removed ones too.
func (db *DB) ProcedureChanges(ctx context.Context, since int64, limit int) ([]data.Procedure, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+procedureColumns+` FROM procedures p
		WHERE p.seq > ? ORDER BY p.seq LIMIT ?`, since, limit)
	ps, err := collectProcedures(rows, err)
	return ps, wrap(err, "procedures changed since %d", since)
}

// jsonList writes values as a JSON array for json_each.
func jsonList[T any](values []T) (string, error) {
	b, err := json.Marshal(values)
	return string(b), err
}
