package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/search/vi"
)

// head is what a list of content is chosen by.
type head struct {
	data.ContentRow
	category string
}

// Content lists records for staff, whatever their visibility: procedures by
// name, articles with the newest first, records that are drafts alone before
// all. Words are looked for in any order and spelling, as the beginnings of
// words of the title, or as a code. It answers how many there are in all.
func (db *DB) Content(ctx context.Context, q data.ContentQuery) (total int, page []data.ContentRow, err error) {
	rows, err := db.heads(ctx, q)
	if err != nil {
		return 0, nil, wrap(err, "content")
	}
	marks, err := db.contentMarks(ctx, q.Kind)
	if err != nil {
		return 0, nil, wrap(err, "content")
	}
	words := foldedWords(q.Words)
	rows = slices.DeleteFunc(rows, func(h head) bool {
		return !inState(h, marks, q.State) || !hasWords(h, words, q.Words)
	})
	total = len(rows)
	rows = rows[min(q.Offset, total):min(q.Offset+q.Limit, total)]
	for _, h := range rows {
		r := h.ContentRow
		r.Draft, r.Waiting, r.Conflict = r.Draft || marks.draft[r.Key], marks.waiting[r.Key], marks.conflict[r.Key]
		if r.DraftID == 0 {
			if err := db.tellRow(ctx, &r); err != nil {
				return 0, nil, wrap(err, "content row %s", object(r.Target))
			}
		}
		page = append(page, r)
	}
	return total, page, nil
}

// heads reads the heads of all records of a kind, of a field, agency or
// category, from indexes alone.
func (db *DB) heads(ctx context.Context, q data.ContentQuery) ([]head, error) {
	var out []head
	if q.State == "" || q.State == data.StateDraft {
		drafts, err := db.Drafts(ctx, data.Target{Kind: q.Kind})
		if err != nil {
			return nil, err
		}
		for _, d := range drafts {
			if q.Field+q.Category == "" && (q.Agency == "" || q.Agency == d.Agency) {
				if d.Key == "" || !db.known(ctx, d.Target) {
					out = append(out, head{ContentRow: data.ContentRow{Target: d.Target, Title: d.Title, Changed: d.Saved, Draft: true, DraftID: d.ID}})
				}
			}
		}
	}
	query, args := `SELECT p.code, p.name, p.status, p.visibility, '' FROM procedures p INDEXED BY procedures_agency
		WHERE (?1 = '' OR p.field_id = (SELECT id FROM fields WHERE slug = ?1)) AND (?2 = '' OR p.agency_id = (SELECT id FROM agencies WHERE slug = ?2))
		ORDER BY p.name, p.code`, []any{q.Field, q.Agency}
	if q.Kind == data.KindArticle {
		query, args = `SELECT a.id, coalesce(json_extract(record, '$.title'), ''), 'active', a.visibility, a.category FROM articles a
			WHERE ?1 = '' OR a.category = ?1 ORDER BY a.published DESC, a.id DESC`, []any{q.Category}
	}
	rows, err := db.read.QueryContext(ctx, query, args...)
	all, err := collect(rows, err, func(r *sql.Rows) (h head, err error) {
		h.Kind = q.Kind
		return h, r.Scan(&h.Key, &h.Title, &h.Status, &h.Visibility, &h.category)
	})
	return append(out, all...), err
}

func (db *DB) known(ctx context.Context, t data.Target) bool {
	_, err := stand(ctx, db.read, t)
	return err == nil
}

// contentMarks are the keys of records that something is to be told of.
type contentMarks struct{ draft, waiting, conflict map[string]bool }

func (db *DB) contentMarks(ctx context.Context, kind data.Kind) (m contentMarks, err error) {
	keys := func(query string) map[string]bool {
		out := map[string]bool{}
		if err != nil {
			return out
		}
		var rows *sql.Rows
		rows, err = db.read.QueryContext(ctx, query, kind)
		_, err = collect(rows, err, func(r *sql.Rows) (struct{}, error) {
			var key string
			err := r.Scan(&key)
			out[key] = true
			return struct{}{}, err
		})
		return out
	}
	m.draft = keys(`SELECT key FROM drafts WHERE kind = ? AND key <> ''`)
	m.waiting = keys(`SELECT key FROM scheduled WHERE kind = ? AND state = 'waiting'`)
	m.conflict = keys(`SELECT key FROM overrides WHERE kind = ? AND rival IS NOT NULL`)
	return m, err
}

func inState(h head, m contentMarks, s data.ContentState) bool {
	switch s {
	case data.StateDraft:
		return h.DraftID != 0 || m.draft[h.Key]
	case data.StateWaiting:
		return m.waiting[h.Key]
	case data.StateActive:
		return h.DraftID == 0 && h.Visibility == data.Shown && h.Status == data.StatusActive
	case data.StateRepealed:
		return h.Status == data.StatusRepealed && h.Visibility == data.Shown
	case data.StateHidden:
		return h.DraftID == 0 && h.Visibility != data.Shown
	}
	return h.Visibility != data.Removed
}

func foldedWords(s string) (out []string) {
	for t := range vi.Tokens(s) {
		out = append(out, vi.Fold(t.Text))
	}
	return out
}

// hasWords reports whether a title has words that begin with each of those
// asked for, or the code is the one asked for.
func hasWords(h head, words []string, typed string) bool {
	if len(words) == 0 || strings.HasPrefix(h.Key, strings.TrimSpace(typed)) {
		return true
	}
	title := " " + strings.Join(foldedWords(h.Title), " ")
	for _, w := range words {
		if !strings.Contains(title, " "+w) {
			return false
		}
	}
	return true
}

// tellRow adds what only the rows of a page need.
func (db *DB) tellRow(ctx context.Context, r *data.ContentRow) error {
	query := `SELECT coalesce(f.name, ''), coalesce(a.name, ''), p.changed_at FROM procedures p
		LEFT JOIN fields f ON f.id = p.field_id LEFT JOIN agencies a ON a.id = p.agency_id WHERE p.code = ?`
	if r.Kind == data.KindArticle {
		query = `SELECT a.category, '', a.changed_at FROM articles a WHERE a.id = ?`
	}
	var at string
	err := db.read.QueryRowContext(ctx, query, r.Key).Scan(&r.Field, &r.Agency, &at)
	if err == nil {
		r.Changed, err = time.Parse(time.RFC3339, at)
	}
	return err
}
