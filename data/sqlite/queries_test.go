package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func addQuery(t *testing.T, db *DB, today data.Date, qs ...data.Query) {
	t.Helper()
	if err := db.AddCounts(t.Context(), data.Counts{Queries: qs, Today: today}); err != nil {
		t.Fatal(err)
	}
}

func none(text string, day data.Date, n int64) data.Query {
	return data.Query{Text: text, Day: day, Searches: data.Searches{Uses: n, None: n}}
}

func queryList(t *testing.T, db *DB, need data.Need, from, until data.Date) data.QueryList {
	t.Helper()
	l, err := db.Queries(t.Context(), need, from, until, 100)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// rare is how many rows there are of rare queries.
func rare(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.read.QueryRowContext(t.Context(), `SELECT count(*) FROM rare_queries`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// holds reports whether the files of a store hold a text anywhere.
func holds(t *testing.T, db *DB, text string) bool {
	t.Helper()
	if _, err := db.write.ExecContext(t.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	var path string
	if err := db.read.QueryRowContext(t.Context(), `SELECT file FROM pragma_database_list WHERE name = 'main'`).Scan(&path); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(text)) {
			return true
		}
	}
	return false
}

// TestRareQueries: the text of a query is kept from its fifth use in a week, and
// nothing of a rare one outlives the week, whichever way the clock goes.
func TestRareQueries(t *testing.T) {
	db := open(t)
	const monday, sunday, next = "2026-11-23", "2026-11-29", "2026-11-30"
	addQuery(t, db, monday, none("vay vốn", monday, 4), none("đổi bằng", monday, 2), none("", monday, 1))
	want := data.QueryList{Rare: data.Searches{Uses: 7, None: 7}}
	if diff := cmp.Diff(want, queryList(t, db, data.NeedNone, monday, sunday)); diff != "" {
		t.Errorf("four uses (-want +got)\n%s", diff)
	}
	if holds(t, db, "vay vốn") {
		t.Error("the text of a rare query is in the file")
	}
	addQuery(t, db, sunday, none("vay vốn", sunday, 1))
	want = data.QueryList{Queries: []data.Query{{Text: "vay vốn", Searches: data.Searches{Uses: 5, None: 5}}}, Rare: data.Searches{Uses: 3, None: 3}}
	if diff := cmp.Diff(want, queryList(t, db, data.NeedNone, monday, sunday)); diff != "" {
		t.Errorf("the fifth use (-want +got)\n%s", diff)
	}
	if got := queryList(t, db, data.NeedNone, sunday, sunday); len(got.Queries) != 1 || got.Queries[0].None != 1 {
		t.Errorf("on the last day %+v", got)
	}
	var before []byte
	if err := db.read.QueryRowContext(t.Context(), `SELECT key FROM query_week`).Scan(&before); err != nil {
		t.Fatal(err)
	}
	// Two uses in one week and three in the next are rare in both.
	if err := db.TidyQueries(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	if n := rare(t, db); n != 0 || holds(t, db, string(before)) {
		t.Errorf("%d rows outlive their week, or the key does", n)
	}
	addQuery(t, db, next, none("đổi bằng", next, 3), none("đổi bằng", sunday, 9))
	if got := queryList(t, db, data.NeedNone, monday, next); len(got.Queries) != 1 {
		t.Errorf("uses of two weeks are added up: %+v", got)
	}
	for _, today := range []data.Date{"2026-11-28", "2025-01-01", next, "2030-01-01", next} { // a clock that jumps
		if err := db.TidyQueries(t.Context(), today); err != nil {
			t.Fatal(err)
		}
		if n := rare(t, db); n != 0 {
			t.Errorf("on %s %d rows have come back", today, n)
		}
		addQuery(t, db, today, none("đổi bằng", today, 1))
	}
	addQuery(t, db, next, none("vay vốn", "2026-12-01", 1)) // known by its text: no week is asked for
	if got := queryList(t, db, data.NeedNone, "2026-12-01", "2026-12-01"); len(got.Queries) != 1 {
		t.Errorf("a known query is not counted: %+v", got)
	}
}

// TestTidyQueries: what is older than thirteen months is summed up by month, and
// a review made before still holds.
func TestTidyQueries(t *testing.T) {
	db, ctx := open(t), t.Context()
	for _, day := range []data.Date{"2025-09-30", "2025-10-01", "2025-10-02", "2025-11-01"} {
		addQuery(t, db, day, none("vay vốn", day, 5))
	}
	if err := db.ReviewQuery(ctx, "vay vốn", data.NeedNone, data.Edit{Who: "thử"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := db.TidyQueries(ctx, "2026-12-31"); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := db.read.QueryContext(ctx, `SELECT month, none FROM query_months ORDER BY month`)
	type sum struct {
		Month string
		None  int64
	}
	months, err := collect(rows, err, func(r *sql.Rows) (s sum, err error) {
		return s, r.Scan(&s.Month, &s.None)
	})
	if diff := cmp.Diff([]sum{{"2025-09", 5}, {"2025-10", 10}}, months); diff != "" || err != nil {
		t.Errorf("months (-want +got)\n%s%v", diff, err)
	}
	if got := queryList(t, db, data.NeedNone, "2025-01-01", "2026-12-31"); len(got.Queries) != 0 {
		t.Errorf("a reviewed query is back: %+v", got)
	}
	addQuery(t, db, "2026-12-31", none("vay vốn", "2026-12-31", 1))
	if got := queryList(t, db, data.NeedNone, "2026-12-01", "2026-12-31"); len(got.Queries) != 1 || got.Queries[0].None != 1 {
		t.Errorf("a query that came again is not shown: %+v", got)
	}
	for _, c := range []struct {
		text string
		need data.Need
		want error
	}{{"không có", data.NeedNone, data.ErrNotFound}, {"vay vốn", "uses; --", data.ErrInvalid}} {
		if err := db.ReviewQuery(ctx, c.text, c.need, data.Edit{}); !errors.Is(err, c.want) {
			t.Errorf("%q, %q: %v", c.text, c.need, err)
		}
	}
}

// TestCodeViews: a reading by a code stays with the page that the code led to.
func TestCodeViews(t *testing.T) {
	db, ctx := open(t), t.Context()
	save(t, db, procedure("1.001193", "Khai sinh"))
	l := data.Link{Code: "ABCD2345", Target: birth, State: data.LinkActive}
	if err := db.InsertLink(ctx, l, data.Edit{}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err := db.AddCounts(ctx, data.Counts{CodeViews: []data.CodeView{{Target: birth, Code: l.Code, Day: "2026-11-23", Count: 2}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.CodeViews(ctx, birth, "2026-11-01", "2026-11-30")
	if diff := cmp.Diff([]data.CodeView{{Target: birth, Code: l.Code, Day: "2026-11-23", Count: 4}}, got); diff != "" || err != nil {
		t.Errorf("(-want +got)\n%s%v", diff, err)
	}
}
