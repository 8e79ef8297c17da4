package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"tracuu/data"
)

// rowWriter writes what lists show of procedures.
type rowWriter struct {
	order *collate.Collator
	keys  collate.Buffer
}

func newRowWriter() *rowWriter { return &rowWriter{order: collate.New(language.Vietnamese)} }

// put writes the row of a procedure, its levels and its audiences.
func (w *rowWriter) put(ctx context.Context, tx *sql.Tx, code, name, decision string, levels []data.Level, audience []string) error {
	w.keys.Reset()
	names := make([]string, len(levels))
	for i, l := range levels {
		names[i] = string(l)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO procedure_rows (code, levels, decision, letter, sort_key) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET levels = excluded.levels, decision = excluded.decision, letter = excluded.letter,
			sort_key = excluded.sort_key`,
		code, strings.Join(names, ","), decision, initial(name), w.order.KeyFromString(&w.keys, name))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM procedure_levels WHERE code = ?`, code); err != nil {
		return err
	}
	for _, l := range names {
		if _, err := tx.ExecContext(ctx, `INSERT INTO procedure_levels (code, level) VALUES (?, ?) ON CONFLICT DO NOTHING`, code, l); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM procedure_audiences WHERE code = ?`, code); err != nil {
		return err
	}
	for _, a := range audience {
		id, err := nameID(ctx, tx, "audiences", a)
		if err != nil {
			return err
		}
		if !id.Valid {
			continue
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO procedure_audiences (code, audience_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, code, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// initial is the letter that a name is found under: its first letter without a
// tone, as a capital, or data.OtherLetter.
func initial(name string) string {
	i := strings.IndexFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if i < 0 {
		return data.OtherLetter
	}
	first, _ := utf8.DecodeRuneInString(name[i:])
	if !unicode.IsLetter(first) {
		return data.OtherLetter
	}
	// Of the marks, only those that make another letter stay: ă, â, ơ.
	kept := strings.Map(func(r rune) rune {
		const breve, circumflex, horn = '\u0306', '\u0302', '\u031b'
		if !unicode.IsMark(r) || r == breve || r == circumflex || r == horn {
			return r
		}
		return -1
	}, norm.NFD.String(string(unicode.ToUpper(first))))
	return norm.NFC.String(kept)
}

// fillRows writes the rows of procedures that were stored before there were
// any.
func (db *DB) fillRows(ctx context.Context) error {
	type missing struct{ code, name, decision, levels, audience string }
	return db.tx(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT p.code, p.name, coalesce(p.record ->> 'decision', ''),
				coalesce(p.record -> 'levels', '[]'), coalesce(p.record -> 'audience', '[]')
			FROM procedures p WHERE p.code IN (SELECT code FROM procedures EXCEPT SELECT code FROM procedure_rows)`)
		todo, err := collect(rows, err, func(r *sql.Rows) (m missing, err error) {
			return m, r.Scan(&m.code, &m.name, &m.decision, &m.levels, &m.audience)
		})
		if err != nil {
			return err
		}
		w := newRowWriter()
		for _, m := range todo {
			var levels []data.Level
			var audience []string
			err := json.Unmarshal([]byte(m.levels), &levels)
			if err == nil {
				err = json.Unmarshal([]byte(m.audience), &audience)
			}
			if err == nil {
				err = w.put(ctx, tx, m.code, m.name, m.decision, levels, audience)
			}
			if err != nil {
				return fmt.Errorf("procedure %s: %w", m.code, err)
			}
		}
		return nil
	})
}

// rowQuery reads rows for collectRows, those that the query pick answers the
// codes of. Picking comes first: it reads nothing but indexes.
func rowQuery(pick, order string) string {
	return `SELECT p.code, p.name, coalesce(f.slug, ''), r.levels, r.decision, p.status FROM (` + pick + `) picked
		CROSS JOIN procedures p ON p.code = picked.code CROSS JOIN procedure_rows r ON r.code = p.code
		LEFT JOIN fields f ON f.id = p.field_id WHERE +p.visibility = 'shown' ORDER BY ` + order
}

// exceptHidden leaves codes of shown procedures for counting: those that are not
// shown are few, and to look each code up takes several times as long.
const exceptHidden = ` NOT IN (SELECT code FROM procedures WHERE visibility <> 'shown')`

// byName reads a page, by name, of the shown procedures p that where tells.
func byName(where string) string {
	const order = `p.name, p.code`
	return rowQuery(`SELECT p.code FROM `+where+` AND p.visibility = 'shown' ORDER BY `+order+` LIMIT ? OFFSET ?`, order)
}

func collectRows(rows *sql.Rows, err error) ([]data.ProcedureRow, error) {
	return collect(rows, err, func(r *sql.Rows) (p data.ProcedureRow, err error) {
		var levels string
		err = r.Scan(&p.Code, &p.Name, &p.Field, &levels, &p.Decision, &p.Status)
		for l := range strings.SplitSeq(levels, ",") {
			if l != "" {
				p.Levels = append(p.Levels, data.Level(l))
			}
		}
		return p, err
	})
}

// ProcedureRows finds several shown procedures by code; the others are left
// out.
func (db *DB) ProcedureRows(ctx context.Context, codes []string) (map[string]data.ProcedureRow, error) {
	list, err := jsonList(codes)
	if err != nil {
		return nil, err
	}
	found, err := collectRows(db.read.QueryContext(ctx,
		rowQuery(`SELECT value AS code FROM json_each(?)`, `p.code`), list))
	out := make(map[string]data.ProcedureRow, len(found))
	for _, p := range found {
		out[p.Code] = p
	}
	return out, wrap(err, "rows of %d procedures", len(codes))
}

// TranslatedNames finds the names that procedures have in another language, by
// code; those without one are left out.
func (db *DB) TranslatedNames(ctx context.Context, tag string, codes []string) (map[string]string, error) {
	list, err := jsonList(codes)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	rows, err := db.read.QueryContext(ctx, `SELECT code, record -> 'translations' -> ? ->> 'name' FROM procedures
		WHERE code IN (SELECT value FROM json_each(?))`, tag, list)
	_, err = collect(rows, err, func(r *sql.Rows) (struct{}, error) {
		var code string
		var name sql.NullString
		err := r.Scan(&code, &name)
		if name.String != "" {
			out[code] = name.String
		}
		return struct{}{}, err
	})
	return out, wrap(err, "names of %d procedures in %q", len(codes), tag)
}

// LevelProcedures is one page of the shown procedures of a level, by name, and
// how many they are.
func (db *DB) LevelProcedures(ctx context.Context, level data.Level, offset, limit int) (total int, ps []data.ProcedureRow, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM procedure_levels l JOIN procedures p ON p.code = l.code
		WHERE l.level = ? AND p.visibility = 'shown'`, level).Scan(&total)
	if err == nil {
		ps, err = collectRows(db.read.QueryContext(ctx,
			byName(`procedure_levels l JOIN procedures p ON p.code = l.code WHERE l.level = ?`), level, limit, offset))
	}
	return total, ps, wrap(err, "level %s", level)
}

// Audiences lists the audiences that have shown procedures, those of most
// first.
func (db *DB) Audiences(ctx context.Context) ([]data.Audience, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT a.slug, a.name, c.n FROM (
			SELECT pa.audience_id, count(*) AS n FROM procedure_audiences pa WHERE pa.code`+exceptHidden+` GROUP BY pa.audience_id
		) c JOIN audiences a ON a.id = c.audience_id ORDER BY c.n DESC, a.name`)
	as, err := collect(rows, err, func(r *sql.Rows) (a data.Audience, err error) {
		return a, r.Scan(&a.Slug, &a.Name, &a.Procedures)
	})
	return as, wrap(err, "audiences")
}

// AudienceProcedures is one page of the shown procedures for an audience, by
// name.
func (db *DB) AudienceProcedures(ctx context.Context, slug string, offset, limit int) (a data.Audience, ps []data.ProcedureRow, err error) {
	a.Slug = slug
	var id int64
	err = db.read.QueryRowContext(ctx, `SELECT a.id, a.name, (SELECT count(*) FROM procedure_audiences pa JOIN procedures p ON p.code = pa.code
			WHERE pa.audience_id = a.id AND p.visibility = 'shown')
		FROM audiences a WHERE a.slug = ?`, slug).Scan(&id, &a.Name, &a.Procedures)
	if err == nil {
		ps, err = collectRows(db.read.QueryContext(ctx,
			byName(`procedure_audiences pa JOIN procedures p ON p.code = pa.code WHERE pa.audience_id = ?`), id, limit, offset))
	}
	return a, ps, wrap(err, "audience %s", slug)
}

// Letters lists the letters that names of shown procedures begin with, in the
// order of the Vietnamese alphabet, digits last.
func (db *DB) Letters(ctx context.Context) ([]data.Letter, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT r.letter, count(*) FROM procedure_rows r WHERE r.code`+exceptHidden+` GROUP BY r.letter`)
	ls, err := collect(rows, err, func(r *sql.Rows) (l data.Letter, err error) { return l, r.Scan(&l.Letter, &l.Procedures) })
	order := collate.New(language.Vietnamese)
	slices.SortFunc(ls, func(a, b data.Letter) int {
		if a.Letter == data.OtherLetter || b.Letter == data.OtherLetter {
			return strings.Compare(b.Letter, a.Letter) // it is below every letter
		}
		return order.CompareString(a.Letter, b.Letter)
	})
	return ls, wrap(err, "letters")
}

// LetterProcedures is one page of the shown procedures whose names begin with
// a letter, in the order of the Vietnamese alphabet, and how many they are.
func (db *DB) LetterProcedures(ctx context.Context, letter string, offset, limit int) (total int, ps []data.ProcedureRow, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM procedure_rows r WHERE r.letter = ? AND r.code`+exceptHidden, letter).Scan(&total)
	if err == nil {
		ps, err = collectRows(db.read.QueryContext(ctx, rowQuery(
			`SELECT l.code FROM procedure_rows l JOIN procedures p ON p.code = l.code
			WHERE l.letter = ? AND p.visibility = 'shown' ORDER BY l.sort_key, l.code LIMIT ? OFFSET ?`, `r.sort_key, p.code`), letter, limit, offset))
	}
	return total, ps, wrap(err, "letter %s", letter)
}
