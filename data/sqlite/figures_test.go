package sqlite

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"tracuu/data"
)

// TestFigures: sums by month, and those of everything, are those of the days,
// for what was counted before there were sums and for what came later.
func TestFigures(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "tracuu.db")
	need := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	old, err := sql.Open("sqlite3", dsn(path, "_txlock=immediate", "_journal_mode=WAL"))
	need(err)
	files, err := fs.Sub(migrations, "migrations")
	need(err)
	p, err := goose.NewProvider(goose.DialectSQLite3, old, files)
	need(err)
	_, err = p.UpTo(ctx, 7)
	need(err)
	for _, q := range []string{
		`INSERT INTO procedures VALUES ('1.001193', 1, 'Khai sinh', NULL, NULL, 'active', '', 0, 'shown', '{}', '')`,
		`INSERT INTO links (code, kind, key, main, state, from_day, until_day, created_at) VALUES ('ABCD2345', 'procedure', '1.001193', 0, 'active', '', '', '')`,
		`INSERT INTO scans VALUES ('ABCD2345', '2026-10-31', 'shown', 7), ('ABCD2345', '2026-10-31', 'closed', 2)`,
		`INSERT INTO unknown_scans VALUES ('2026-10-31', 4)`,
		`INSERT INTO views VALUES ('procedure', '1.001193', '2026-10-30', 5)`,
		`INSERT INTO feedback VALUES ('2026-10-30', 'procedure', '1.001193', 'fee', 1), ('2026-10-30', 'procedure', '1.001193', 'other', 1)`,
	} {
		_, err := old.ExecContext(ctx, q)
		need(err)
	}
	need(old.Close())
	db, err := Open(ctx, path, clock)
	need(err)
	defer db.Close()
	for range 2 { // first rows, then more of the same
		need(db.AddCounts(ctx, data.Counts{
			Scans: []data.Scan{
				{Code: "ABCD2345", Day: "2026-10-31", Outcome: data.OutcomeShown, Count: 1},
				{Code: "ABCD2345", Day: "2026-11-01", Outcome: data.OutcomeShown, Count: 10},
				{Day: "2026-10-31", Outcome: data.OutcomeUnknown, Count: 1},
			},
			Views:    []data.View{{Target: birth, Day: "2026-10-30", Count: 1}, {Target: birth, Day: "2026-11-01", Count: 3}},
			Applies:  []data.Apply{{Procedure: birth.Key, Code: "ABCD2345", Day: "2026-11-01", Count: 2}},
			Feedback: []data.Feedback{{Target: birth, Day: "2026-11-01", Answer: data.AnswerHelped, Count: 1}},
		}))
	}
	days, err := db.DayFigures(ctx, data.Span{From: "2026-10-01", Until: "2026-11-30"})
	need(err)
	if diff := cmp.Diff([]data.DayFigures{
		{Day: "2026-10-30", Views: 7, NotHelped: 2},
		{Day: "2026-10-31", Shown: 9, Closed: 2, Unknown: 6, Scanned: 11},
		{Day: "2026-11-01", Shown: 20, Scanned: 20, Views: 6, Applies: 4, Helped: 2},
	}, days); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		span                   data.Span
		shown, closed          int64
		views, applies, months int64
	}{
		"a day":          {span: data.Span{From: "2026-10-31", Until: "2026-10-31"}, shown: 9, closed: 2},
		"a month":        {span: data.Span{From: "2026-10-01", Until: "2026-10-31"}, shown: 9, closed: 2, views: 7, months: 1},
		"two months":     {span: data.Span{From: "2026-10-01", Until: "2026-11-30"}, shown: 29, closed: 2, views: 13, applies: 4, months: 1},
		"over their end": {span: data.Span{From: "2026-10-02", Until: "2026-11-30"}, shown: 29, closed: 2, views: 13, applies: 4},
	} {
		if _, _, whole := months(c.span); whole != (c.months > 0) {
			t.Errorf("%s: whole months: %v", name, whole)
		}
		codes, err := db.CodeFigures(ctx, c.span)
		need(err)
		if len(codes) != 1 || codes[0].Shown != c.shown || codes[0].Closed != c.closed || codes[0].Applies != c.applies || codes[0].Target != birth {
			t.Errorf("%s: codes %+v", name, codes)
		}
		views, err := db.ViewFigures(ctx, data.KindProcedure, c.span)
		need(err)
		if views[birth.Key] != c.views {
			t.Errorf("%s: %d views", name, views[birth.Key])
		}
		applies, err := db.ApplyFigures(ctx, c.span)
		need(err)
		if applies[birth.Key] != c.applies {
			t.Errorf("%s: %d applications", name, applies[birth.Key])
		}
	}
}
