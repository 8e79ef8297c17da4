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

// TestMigrateCodes: a store of the first schema keeps its codes, their scans
// and its agencies.
func TestMigrateCodes(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "tracuu.db")
	old, err := sql.Open("sqlite3", dsn(path, "_txlock=immediate", "_journal_mode=WAL"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, old, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(ctx, 1); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`INSERT INTO agencies (key, slug, name) VALUES ('so y te', 'so-y-te', 'Sở Y tế')`,
		`INSERT INTO links VALUES ('ABCD2345', 'procedure', '1.001193', '2026-10-01T00:00:00Z')`,
		`INSERT INTO scans VALUES ('ABCD2345', '2026-10-02', 7)`,
	} {
		if _, err := old.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := Open(ctx, path, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	l, err := db.Link(ctx, "ABCD2345")
	if err != nil || l.Target != birth || !l.Default || l.State != data.LinkActive {
		t.Errorf("link %+v, %v", l, err)
	}
	scans, err := db.Scans(ctx, "ABCD2345")
	if want := []data.Scan{{Code: "ABCD2345", Day: "2026-10-02", Outcome: data.OutcomeShown, Count: 7}}; err != nil || !cmp.Equal(scans, want) {
		t.Errorf("scans %+v, %v", scans, err)
	}
	history, err := db.LinkHistory(ctx, "ABCD2345")
	if err != nil || len(history) != 1 || history[0].Action != data.LinkCreated || !history[0].At.Equal(l.Created) {
		t.Errorf("history %+v, %v", history, err)
	}
	if a, err := db.Agency(ctx, "so-y-te"); err != nil || a.Name != "Sở Y tế" {
		t.Errorf("agency %+v, %v", a, err)
	}
	// The scans still belong to the codes.
	err = db.AddCounts(ctx, data.Counts{Scans: []data.Scan{{Code: "NOTACODE", Day: "2026-10-02", Outcome: data.OutcomeShown, Count: 1}}})
	if err == nil {
		t.Error("a scan of no code is counted")
	}
}
