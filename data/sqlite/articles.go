package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"tracuu/data"
)

func (db *DB) saveArticle(ctx context.Context, tx *sql.Tx, a *data.Article) (data.SaveResult, error) {
	b, err := json.Marshal(a)
	if err != nil {
		return data.SaveResult{}, err
	}
	record := string(b)
	var id int64
	var old former
	err = tx.QueryRowContext(ctx, `SELECT id, seq, sample, record, changed_at FROM articles WHERE source = ? AND source_id = ?`,
		a.Source, a.SourceID).Scan(&id, &old.seq, &old.sample, &old.record, &old.changedAt)
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return data.SaveResult{}, err
	}
	if known && a.Sample && !old.sample {
		return savedUnchanged, nil
	}
	if known && a.Excerpt { // what is here has more, or is it
		return savedUnchanged, nil
	}
	var own edits
	if known {
		if own, err = takeSource(ctx, tx, articleTarget(id), record); err != nil {
			return data.SaveResult{}, err
		}
	}
	if own.merged != nil {
		if a, record, err = mergedArticle(own.merged, a); err != nil {
			return data.SaveResult{}, err
		}
	}
	if known && old.sample == a.Sample && old.record == record {
		return own.result(), nil
	}
	if _, err := db.putArticle(ctx, tx, a, record, own.visibility()); err != nil {
		return data.SaveResult{}, err
	}
	if !known {
		return savedNew, nil
	}
	if !old.sample {
		_, err = tx.ExecContext(ctx, `INSERT INTO article_versions (id, seq, record, changed_at) VALUES (?, ?, ?, ?)`,
			id, old.seq, old.record, old.changedAt)
	}
	return savedChanged, err
}

func articleTarget(id int64) data.Target {
	return data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(id, 10)}
}

// mergedArticle is what is shown of an imported record that staff have changed.
func mergedArticle(f data.Fields, imported *data.Article) (*data.Article, string, error) {
	var a data.Article
	if err := f.Decode(&a); err != nil {
		return nil, "", err
	}
	a.Source, a.SourceID, a.Sample = imported.Source, imported.SourceID, imported.Sample
	b, err := json.Marshal(&a)
	return &a, string(b), err
}

// putArticle writes the row as it shall be from now on and answers its number.
func (db *DB) putArticle(ctx context.Context, tx *sql.Tx, a *data.Article, record string, v data.Visibility) (id int64, err error) {
	seq, err := nextSeq(ctx, tx)
	if err != nil {
		return 0, err
	}
	var published int64
	if !a.Published.IsZero() {
		published = a.Published.Unix()
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO articles
			(source, source_id, seq, category, published, sample, visibility, record, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (source, source_id) DO UPDATE SET seq = excluded.seq, category = excluded.category,
			published = excluded.published, sample = excluded.sample, visibility = excluded.visibility,
			record = excluded.record, changed_at = excluded.changed_at
		RETURNING id`,
		a.Source, a.SourceID, seq, a.Category, published, a.Sample, v, record, db.timestamp()).Scan(&id)
	return id, err
}

const articleColumns = `a.id, a.seq, a.sample, a.visibility, a.changed_at, a.record`

func scanArticle(scan func(...any) error) (a data.Article, err error) {
	var changed, record string
	var id int64
	var meta data.Meta
	if err := scan(&id, &meta.Seq, &meta.Sample, &meta.Visibility, &changed, &record); err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(record), &a); err != nil {
		return a, err
	}
	a.ID, a.Meta = id, meta
	a.ChangedAt, err = time.Parse(time.RFC3339, changed) // earlier ones have whole seconds
	return a, err
}

func scanArticleRow(r *sql.Rows) (data.Article, error) { return scanArticle(r.Scan) }

// Article finds an article by its number, whatever its visibility.
func (db *DB) Article(ctx context.Context, id int64) (data.Article, error) {
	a, err := scanArticle(db.read.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = ?`, id).Scan)
	return a, wrap(err, "article %d", id)
}

// Articles finds several by number; unknown numbers are left out.
func (db *DB) Articles(ctx context.Context, ids []int64) (map[int64]data.Article, error) {
	list, err := jsonList(ids)
	if err != nil {
		return nil, err
	}
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+` FROM articles a
		WHERE a.id IN (SELECT value FROM json_each(?))`, list)
	as, err := collect(rows, err, scanArticleRow)
	out := make(map[int64]data.Article, len(as))
	for _, a := range as {
		out[a.ID] = a
	}
	return out, wrap(err, "%d articles", len(ids))
}

// LatestArticles is one page of the shown articles, newest first, of one
// category or, with "", of all. They have what lists show and no more: number,
// title, category and time.
func (db *DB) LatestArticles(ctx context.Context, category string, offset, limit int) ([]data.Article, error) {
	where, args := "", []any{limit, offset}
	if category != "" {
		where, args = "AND a.category = ?3", append(args, category)
	}
	rows, err := db.read.QueryContext(ctx, `SELECT a.id, a.seq, a.sample, a.visibility, a.changed_at, json_object('source', a.source, 'source_id', a.source_id,
			'title', record ->> 'title', 'category', a.category,
			'published', coalesce(record ->> 'published', '0001-01-01T00:00:00Z'), 'published_trust', coalesce(record ->> 'published_trust', ''))
		FROM articles a WHERE a.visibility = 'shown' `+where+` ORDER BY a.published DESC, a.id DESC LIMIT ?1 OFFSET ?2`, args...)
	as, err := collect(rows, err, scanArticleRow)
	return as, wrap(err, "latest articles")
}

// Categories lists the categories that have shown articles, those of most first.
func (db *DB) Categories(ctx context.Context) ([]data.Category, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT category, count(*) AS n FROM articles
		WHERE visibility = 'shown' AND category <> '' GROUP BY category ORDER BY n DESC, category`)
	cs, err := collect(rows, err, func(r *sql.Rows) (c data.Category, err error) { return c, r.Scan(&c.Name, &c.Articles) })
	return cs, wrap(err, "categories")
}

// ArticleChanges lists up to limit articles changed after a step of the change
// sequence, in its order, hidden and removed ones too.
func (db *DB) ArticleChanges(ctx context.Context, since int64, limit int) ([]data.Article, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+articleColumns+` FROM articles a
		WHERE a.seq > ? ORDER BY a.seq LIMIT ?`, since, limit)
	as, err := collect(rows, err, scanArticleRow)
	return as, wrap(err, "articles changed since %d", since)
}

// Counts is how many records are shown.
func (db *DB) Counts(ctx context.Context) (procedures, articles int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM procedures WHERE visibility = 'shown'),
		(SELECT count(*) FROM articles WHERE visibility = 'shown')`).Scan(&procedures, &articles)
	return procedures, articles, wrap(err, "count the content")
}
