package sqlite

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// TestAddresses: what may be handed out is listed with its last change, part by
// part, and nothing else is.
func TestAddresses(t *testing.T) {
	now := clock()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "tracuu.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx := t.Context()
	if at, err := db.NewestChange(ctx); err != nil || !at.IsZero() {
		t.Errorf("an empty store was changed at %v, %v", at, err)
	}
	sample := procedure("1.000009", "Mẫu")
	sample.Field, sample.Sample = "Lĩnh vực mẫu", true
	save(t, db, sample)
	first := now
	repealed := procedure("1.000003-Xoa", "Thôi")
	repealed.Status = data.StatusRepealed
	save(t, db, procedure("1.000002", "Hai"), procedure("1.000001", "Một"), repealed)
	var articles []data.Article
	for i := range 5 {
		articles = append(articles, data.Article{Source: "Báo", SourceID: fmt.Sprint(i), Title: fmt.Sprint("Tin ", i)})
	}
	saveArticles := func(as ...data.Article) {
		t.Helper()
		if _, err := db.SaveArticles(ctx, as); err != nil {
			t.Fatal(err)
		}
	}
	saveArticles(articles...)
	now = now.Add(time.Hour)
	save(t, db, procedure("1.000002", "Hai mới"))
	articles[3].Title = "Tin ba"
	saveArticles(articles[3])

	check := func(what string, want any, got any, err error) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", what, err, diff)
		}
	}
	got, err := db.ProcedureAddresses(ctx, "", 0, 10)
	check("procedures", []data.Address{{Key: "1.000001", Changed: first}, {Key: "1.000002", Changed: now}, {Key: "1.000003-Xoa", Changed: first}}, got, err)
	got, err = db.ProcedureAddresses(ctx, "", 1, 1)
	check("the second procedure", []data.Address{{Key: "1.000002", Changed: now}}, got, err)
	got, err = db.ProcedureAddresses(ctx, "1.000002", 0, 1)
	check("the procedure behind it", []data.Address{{Key: "1.000003-Xoa", Changed: first}}, got, err)
	parts, err := db.ProcedureParts(ctx, 2)
	check("parts of two procedures", []data.AddressPart{{N: 1, Newest: now}, {N: 2, Newest: first}}, parts, err)

	got, err = db.ArticleAddresses(ctx, 2, 4, 10)
	check("articles", []data.Address{{Key: "3", Title: "Tin 2", Changed: first}, {Key: "4", Title: "Tin ba", Changed: now}}, got, err)
	got, err = db.ArticleAddresses(ctx, 0, 5, 1)
	check("the first article", []data.Address{{Key: "1", Title: "Tin 0", Changed: first}}, got, err)
	parts, err = db.ArticleParts(ctx, 2)
	check("parts of two articles", []data.AddressPart{{N: 1, Newest: first}, {N: 2, Newest: now}, {N: 3, Newest: first}}, parts, err)

	got, err = db.FieldAddresses(ctx, 10)
	check("fields", []data.Address{{Key: "ho-tich", Changed: now}}, got, err)
	got, err = db.AgencyAddresses(ctx, 10)
	check("agencies", []data.Address{{Key: "uy-ban-nhan-dan-cap-xa", Changed: now}}, got, err)

	procedures, err := db.ProceduresChanged(ctx, []string{"1.000001", "1.000002", "9"})
	check("changes of procedures", map[string]data.Change{"1.000001": {At: first}, "1.000002": {At: now, Revised: true}}, procedures, err)
	news, err := db.ArticlesChanged(ctx, []int64{3, 4, 99})
	check("changes of articles", map[int64]data.Change{3: {At: first}, 4: {At: now, Revised: true}}, news, err)
	at, err := db.NewestChange(ctx)
	check("newest change", now, at, err)
}

// TestAddressesReadNoRecords: lists of addresses come from their indexes alone.
func TestAddressesReadNoRecords(t *testing.T) {
	db := open(t)
	for _, query := range []string{
		`SELECT p.id, json_extract(p.record, '$.title'), p.changed_at FROM` + officialArticles + `WHERE` + official + `AND p.id > 1 AND p.id <= 5 ORDER BY p.id LIMIT 2`,
		`SELECT p.code, '', p.changed_at FROM` + officialProcedures + `WHERE` + official + `AND p.code > '1' ORDER BY p.code LIMIT 2`,
		`SELECT max(p.changed_at) FROM` + officialProcedures + `JOIN fields t ON t.id = p.field_id WHERE` + official,
	} {
		rows, err := db.read.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+query)
		if err != nil {
			t.Fatal(err)
		}
		plan := ""
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			plan += step + "\n"
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan, "p USING COVERING INDEX") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s\n%s", query, plan)
		}
	}
}
