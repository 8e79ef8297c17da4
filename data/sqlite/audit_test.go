package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"tracuu/data"
)

// TestHistoryIsBrought: what was kept before there was an audit is in it after
// the store was opened, once, in the order of time.
func TestHistoryIsBrought(t *testing.T) {
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
	if _, err := p.UpTo(ctx, 7); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`INSERT INTO links (code, kind, key, main, state, from_day, until_day, created_at) VALUES ('ABCD2345', 'procedure', '1.001193', 1, 'active', '', '', '2026-10-01T00:00:00Z')`,
		`INSERT INTO link_events (code, at, action, before, after, who, note) VALUES
			('ABCD2345', '2026-10-01T00:00:00.000Z', 'created', '', 'procedure 1.001193', 'lan', ''),
			('ABCD2345', '2026-10-05T00:00:00.000Z', 'retargeted', 'procedure 1.001193', 'procedure 1.000656', 'minh', 'Luật mới')`,
		`INSERT INTO config_events (at, name, before, after, who, note) VALUES
			('2026-10-02T00:00:00.000Z', 'public_url', '""', '"https://a.vn"', 'lan', ''),
			('2026-10-03T00:00:00.000Z', 'agency.so-y-te.phone', '', '113', 'lan', '')`,
		`INSERT INTO prints (created_at, who, layout, host, issued, document) VALUES ('2026-10-04T00:00:00.000Z', 'lan', 'a4', 'a.vn', '', x'7b7d')`,
		`INSERT INTO print_posters VALUES (1, 1, 'ABCD2345', 'Khai sinh', 'Quầy 3')`,
		`INSERT INTO reprints (print_id, at, who) VALUES (1, '2026-10-06T00:00:00.000Z', 'minh')`,
		`INSERT INTO checks (code, at, found, who, note) VALUES ('ABCD2345', '2026-10-07T00:00:00.000Z', 'covered', 'minh', 'bị dán đè')`,
	} {
		if _, err := old.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"link ABCD2345|checked||covered|minh|bị dán đè",
		"print 1|reprinted|||minh|",
		"link ABCD2345|retargeted|procedure 1.001193|procedure 1.000656|minh|Luật mới",
		"print 1|printed||a4, a.vn\nABCD2345 Quầy 3|lan|",
		"agency so-y-te|changed phone||113|lan|",
		`setting public_url|changed|""|"https://a.vn"|lan|`,
		"link ABCD2345|created||procedure 1.001193|lan|",
	}
	for range 2 { // the second opening brings nothing again
		db, err := Open(ctx, path, clock)
		if err != nil {
			t.Fatal(err)
		}
		if got := auditLines(t, db, data.AuditFilter{}); !cmp.Equal(got, want) {
			t.Error(cmp.Diff(want, got))
		}
		if s, err := db.VerifyAudit(ctx); err != nil || !s.Whole() || s.Events != len(want) {
			t.Errorf("state %+v, %v", s, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func auditLines(t *testing.T, db *DB, f data.AuditFilter) (out []string) {
	t.Helper()
	events, err := db.Audit(t.Context(), f, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		out = append(out, strings.Join([]string{e.Object, e.Action, e.From, e.To, e.Who, e.Note}, "|"))
	}
	return out
}

// TestEveryChangeIsAudited: each kind of change leaves one event, and a change
// of nothing none.
func TestEveryChangeIsAudited(t *testing.T) {
	db, ctx, by := open(t), t.Context(), data.Edit{Who: "lan", Note: "vì thế"}
	a, err := db.EnsureAgency(ctx, "Sở Thử")
	if err != nil {
		t.Fatal(err)
	}
	var id int64
	for _, one := range []struct {
		name string
		do   func() error
		want string // the newest event; empty: none is added
	}{
		{"create", func() error { return db.InsertLink(ctx, data.Link{Code: "ABCD2345", Target: birth, Default: true}, by) }, "link ABCD2345|created||procedure 1.001193|lan|vì thế"},
		{"pause", func() error { return db.MoveLink(ctx, "ABCD2345", data.LinkPaused, by) }, "link ABCD2345|moved|active|paused|lan|vì thế"},
		{"pause again", func() error { return db.MoveLink(ctx, "ABCD2345", data.LinkPaused, by) }, ""},
		{"setting", func() error {
			return db.ChangeSettings(ctx, by, func(s *data.Settings) error { s.AllowedHosts = []string{"zalo.me"}; return nil })
		}, `setting allowed_hosts|changed|null|["zalo.me"]|lan|vì thế`},
		{"agency", func() error {
			return db.ChangeAgencyLook(ctx, a.Slug, by, func(l *data.AgencyLook) error { l.Phone = "113"; return nil })
		}, "agency so-thu|changed phone||113|lan|vì thế"},
		{"rename", func() error { return db.RenameAgency(ctx, a.Slug, "Sở Thử nghiệm", by) }, "agency so-thu|changed name|Sở Thử|Sở Thử nghiệm|lan|vì thế"},
		{"print", func() (err error) {
			id, err = db.SavePrint(ctx, data.Print{Who: "lan", Layout: "a4", Host: "a.vn", Document: []byte("{}"), Posters: []data.Printed{{Code: "ABCD2345", Placement: "Quầy 3"}}})
			return err
		}, "print 1|printed||a4, a.vn\nABCD2345 Quầy 3|lan|"},
		{"reprint", func() error { return db.AddReprint(ctx, id, "minh") }, "print 1|reprinted|||minh|"},
		{"check", func() error { return db.AddCheck(ctx, data.Check{Code: "ABCD2345", Found: data.FoundGood, Edit: by}) }, "link ABCD2345|checked||good|lan|vì thế"},
		{"check of nothing", func() error {
			if err := db.AddCheck(ctx, data.Check{Code: "ZZZZ2345", Found: data.FoundGood, Edit: by}); !errors.Is(err, data.ErrConflict) {
				return fmt.Errorf("checked an unknown code: %w", err)
			}
			return nil
		}, ""},
	} {
		before := len(auditLines(t, db, data.AuditFilter{}))
		if err := one.do(); err != nil {
			t.Fatalf("%s: %v", one.name, err)
		}
		after := auditLines(t, db, data.AuditFilter{})
		switch {
		case one.want == "" && len(after) != before:
			t.Errorf("%s: added %q", one.name, after[0])
		case one.want != "" && (len(after) != before+1 || after[0] != one.want):
			t.Errorf("%s: %d more, newest %q, want %q", one.name, len(after)-before, after[0], one.want)
		}
	}
	for _, one := range []struct {
		filter data.AuditFilter
		want   int
	}{
		{data.AuditFilter{Who: "minh"}, 1},
		{data.AuditFilter{Object: "link"}, 3},
		{data.AuditFilter{Object: "link ABCD"}, 0},
		{data.AuditFilter{Object: "link ABCD2345", Action: "moved"}, 1},
		{data.AuditFilter{Words: "QUAY abcd"}, 1},
		{data.AuditFilter{Words: "vi the so thu"}, 2},
		{data.AuditFilter{Words: "khongco"}, 0},
		{data.AuditFilter{Until: clock()}, 0},
		{data.AuditFilter{Before: 2}, 1},
	} {
		if got := auditLines(t, db, one.filter); len(got) != one.want {
			t.Errorf("%+v: %d events, want %d: %q", one.filter, len(got), one.want, got)
		}
	}
}

// TestVerifyAudit: whoever gets round the triggers is found out.
func TestVerifyAudit(t *testing.T) {
	for _, one := range []struct {
		name, tamper string
		broken, lost int64
	}{
		{"untouched", ``, 0, 0},
		{"changed", `UPDATE audit SET who = 'nobody' WHERE id = 2`, 2, 0},
		{"taken out of the middle", `DELETE FROM audit WHERE id = 3`, 4, 0},
		{"taken out at the start", `DELETE FROM audit WHERE id = 1`, 2, 0},
		{"taken off the end", `DELETE FROM audit WHERE id > 3`, 0, 2},
		{"emptied", `DELETE FROM audit`, 0, 5},
	} {
		t.Run(one.name, func(t *testing.T) {
			db, ctx := open(t), t.Context()
			for i := range 5 {
				if err := db.AddAudit(ctx, fmt.Sprint("thing ", i), "changed", "a", "b", data.Edit{Who: "lan"}); err != nil {
					t.Fatal(err)
				}
			}
			for _, q := range []string{`DELETE FROM audit`, `UPDATE audit SET who = ''`} {
				if _, err := db.write.ExecContext(ctx, q); err == nil {
					t.Errorf("%s is let through", q)
				}
			}
			for _, q := range []string{`DROP TRIGGER audit_stays`, `DROP TRIGGER audit_keeps`, one.tamper} {
				if _, err := db.write.ExecContext(ctx, q); err != nil {
					t.Fatal(err)
				}
			}
			s, err := db.VerifyAudit(ctx)
			if err != nil || s.Broken != one.broken || s.Lost != one.lost {
				t.Errorf("state %+v, %v; want broken %d, lost %d", s, err, one.broken, one.lost)
			}
		})
	}
}

// TestLastAdmin: one admin who can sign in always stays.
func TestLastAdmin(t *testing.T) {
	db, ctx, by := open(t), t.Context(), data.Edit{Who: "lan"}
	for _, name := range []string{"lan", "minh"} {
		if err := db.AddUser(ctx, data.User{Name: name, Role: data.RoleAdmin}, by); err != nil {
			t.Fatal(err)
		}
	}
	disable := func(u *data.User) error { u.Disabled = true; return nil }
	demote := func(u *data.User) error { u.Role = data.RoleViewer; return nil }
	if err := db.ChangeUser(ctx, "minh", "disabled", by, disable); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*data.User) error{"disable": disable, "demote": demote} {
		if err := db.ChangeUser(ctx, "lan", what, by, change); !errors.Is(err, data.ErrLastAdmin) {
			t.Errorf("%s the last admin: %v", what, err)
		}
	}
	if u, err := db.User(ctx, "lan"); err != nil || u.Disabled || u.Role != data.RoleAdmin {
		t.Errorf("the last admin is %+v, %v", u, err)
	}
}
