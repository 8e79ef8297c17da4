package sqlite

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
)

var (
	birth = data.Target{Kind: data.KindProcedure, Key: "1.001193"}
	other = data.Target{Kind: data.KindField, Key: "ho-tich"}
	lan   = data.Edit{Who: "lan", Note: "luật mới"}
)

func insert(t *testing.T, db *DB, l data.Link) {
	t.Helper()
	if err := db.InsertLink(t.Context(), l, lan); err != nil {
		t.Fatal(err)
	}
}

func TestLinks(t *testing.T) {
	db, ctx := open(t), t.Context()
	if _, err := db.TargetLink(ctx, birth, 0); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("no code yet: %v", err)
	}
	insert(t, db, data.Link{Code: "ABCD2345", Target: birth, Default: true})
	for _, l := range []data.Link{
		{Code: "ABCD2345", Target: other, Default: true}, // taken
		{Code: "ABCD2345", Target: other},
		{Code: "ZZZZ2345", Target: birth, Default: true}, // a second default
	} {
		if err := db.InsertLink(ctx, l, lan); !errors.Is(err, data.ErrConflict) {
			t.Errorf("%+v: %v", l, err)
		}
	}
	place, err := db.EnsurePlacement(ctx, data.Placement{Office: "Trung tâm A", Counter: "Quầy 3"})
	if err != nil {
		t.Fatal(err)
	}
	insert(t, db, data.Link{Code: "WALL2345", Target: birth, PlacementID: place.ID, From: "2026-12-01"})
	if err := db.InsertLink(ctx, data.Link{Code: "WALL9999", Target: birth, PlacementID: place.ID}, lan); !errors.Is(err, data.ErrConflict) {
		t.Errorf("a second code for one wall: %v", err)
	}
	want := data.Link{Code: "WALL2345", Target: birth, PlacementID: place.ID, State: data.LinkActive, From: "2026-12-01", Created: clock()}
	for name, get := range map[string]func() (data.Link, error){
		"by code":  func() (data.Link, error) { return db.Link(ctx, "WALL2345") },
		"by place": func() (data.Link, error) { return db.TargetLink(ctx, birth, place.ID) },
	} {
		if got, err := get(); err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	all, err := db.TargetLinks(ctx, birth)
	if err != nil || len(all) != 2 {
		t.Errorf("codes of the target: %+v, %v", all, err)
	}
}

// TestLinkHistory: what is done to a link shows in it and in its history, and
// its history cannot be rewritten.
func TestLinkHistory(t *testing.T) {
	db, ctx := open(t), t.Context()
	insert(t, db, data.Link{Code: "ABCD2345", Target: birth, Default: true})
	steps := []struct {
		do   func() error
		want data.Link
	}{
		{func() error { return db.RetargetLink(ctx, "ABCD2345", other, lan) }, data.Link{Target: other, Default: true, State: data.LinkActive}},
		{func() error { return db.RetargetLink(ctx, "ABCD2345", other, lan) }, data.Link{Target: other, Default: true, State: data.LinkActive}},
		{func() error { return db.MoveLink(ctx, "ABCD2345", data.LinkPaused, lan) }, data.Link{Target: other, Default: true, State: data.LinkPaused}},
		{func() error { return db.DateLink(ctx, "ABCD2345", "2026-12-01", "2026-12-31", lan) }, data.Link{Target: other, Default: true, State: data.LinkPaused, From: "2026-12-01", Until: "2026-12-31"}},
		{func() error { return db.MoveLink(ctx, "ABCD2345", data.LinkRetired, lan) }, data.Link{Target: other, State: data.LinkRetired, From: "2026-12-01", Until: "2026-12-31"}},
		{func() error { return db.MoveLink(ctx, "ABCD2345", data.LinkActive, lan) }, data.Link{Target: other, Default: true, State: data.LinkActive, From: "2026-12-01", Until: "2026-12-31"}},
	}
	for i, s := range steps {
		if err := s.do(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		s.want.Code, s.want.Created = "ABCD2345", clock()
		if got, err := db.Link(ctx, "ABCD2345"); err != nil || !cmp.Equal(got, s.want) {
			t.Errorf("step %d: %+v, %v; want %+v", i, got, err, s.want)
		}
	}
	got, err := db.LinkHistory(ctx, "ABCD2345")
	event := func(a data.LinkAction, from, to string) data.LinkEvent {
		return data.LinkEvent{Code: "ABCD2345", At: clock(), Action: a, From: from, To: to, Edit: lan}
	}
	want := []data.LinkEvent{
		event(data.LinkCreated, "", "procedure 1.001193"),
		event(data.LinkRetargeted, "procedure 1.001193", "field ho-tich"),
		event(data.LinkMoved, "active", "paused"),
		event(data.LinkDated, "/", "2026-12-01/2026-12-31"),
		event(data.LinkMoved, "paused", "retired"),
		event(data.LinkMoved, "retired", "active"),
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("history (-want +got)\n%s, %v", diff, err)
	}
	for _, q := range []string{
		`DELETE FROM links`, `DELETE FROM link_events`, `UPDATE link_events SET who = 'nobody'`, `UPDATE links SET code = 'OTHER234'`,
	} {
		if _, err := db.write.ExecContext(ctx, q); err == nil {
			t.Errorf("%s succeeds", q)
		}
	}
	for _, err := range []error{
		db.RetargetLink(ctx, "NOTACODE", other, lan), db.MoveLink(ctx, "NOTACODE", data.LinkPaused, lan), db.DateLink(ctx, "NOTACODE", "", "", lan),
	} {
		if !errors.Is(err, data.ErrNotFound) {
			t.Errorf("unknown code: %v", err)
		}
	}
}

// TestDefaultStaysOne: a retargeted or returning code never makes a second
// default of a target.
func TestDefaultStaysOne(t *testing.T) {
	db, ctx := open(t), t.Context()
	insert(t, db, data.Link{Code: "AAAA2345", Target: birth, Default: true})
	insert(t, db, data.Link{Code: "BBBB2345", Target: other, Default: true})
	if err := db.RetargetLink(ctx, "AAAA2345", other, lan); err != nil {
		t.Fatal(err)
	}
	if l, err := db.Link(ctx, "AAAA2345"); err != nil || l.Default {
		t.Errorf("two defaults: %+v, %v", l, err)
	}
	if l, err := db.TargetLink(ctx, other, 0); err != nil || l.Code != "BBBB2345" {
		t.Errorf("default of the target: %+v, %v", l, err)
	}
	if err := db.MoveLink(ctx, "BBBB2345", data.LinkRetired, lan); err != nil {
		t.Fatal(err)
	}
	insert(t, db, data.Link{Code: "CCCC2345", Target: other, Default: true})
	if err := db.MoveLink(ctx, "BBBB2345", data.LinkActive, lan); err != nil {
		t.Fatal(err)
	}
	if l, err := db.TargetLink(ctx, other, 0); err != nil || l.Code != "CCCC2345" {
		t.Errorf("default of the target: %+v, %v", l, err)
	}
}

func TestStanding(t *testing.T) {
	for _, c := range []struct {
		link data.Link
		day  data.Date
		want data.Standing
	}{
		{data.Link{State: data.LinkActive}, "2026-11-01", data.StandingOpen},
		{data.Link{State: data.LinkPaused}, "2026-11-01", data.StandingPaused},
		{data.Link{State: data.LinkRetired, From: "2027-01-01"}, "2026-11-01", data.StandingRetired},
		{data.Link{State: data.LinkActive, From: "2026-11-02"}, "2026-11-01", data.StandingEarly},
		{data.Link{State: data.LinkActive, From: "2026-11-01", Until: "2026-11-01"}, "2026-11-01", data.StandingOpen},
		{data.Link{State: data.LinkPaused, Until: "2026-10-31"}, "2026-11-01", data.StandingExpired},
	} {
		if got := c.link.Standing(c.day); got != c.want {
			t.Errorf("%+v on %s: %s, want %s", c.link, c.day, got, c.want)
		}
	}
}

func TestSuccessor(t *testing.T) {
	db, ctx := open(t), t.Context()
	next := func(code, by string) data.Procedure {
		p := procedure(code, "Thủ tục "+code)
		p.ReplacedBy = by
		if by != "" {
			p.Status = data.StatusRepealed
		}
		return p
	}
	alias := next("3.000004", "")
	alias.Aliases = []string{"3.000004.H32"}
	ring := next("4.000003", "4.000001")
	ring.Status = data.StatusActive
	save(
		t, db, next("1.000001", "2.000002"), next("2.000002", "3.000004.H32"), alias,
		next("4.000001", "4.000002"), next("4.000002", "4.000003"), ring,
		next("5.000001", "5.000002"), next("5.000002", "5.000001"), next("6.000001", "6.000001"), next("7.000001", "7.000002"),
	)
	for _, c := range []struct {
		code, want string
		replaced   []string
	}{
		{"3.000004", "3.000004", nil},
		{"1.000001", "3.000004", []string{"1.000001", "2.000002"}}, // over an alias
		{"4.000001", "4.000003", []string{"4.000001", "4.000002"}}, // a circle with one in force
		{"5.000001", "5.000001", nil},                              // a circle without
		{"6.000001", "6.000001", nil},                              // itself
		{"7.000001", "7.000001", nil},                              // something not in the store
	} {
		p, err := db.Procedure(ctx, c.code)
		if err != nil {
			t.Fatal(err)
		}
		last, replaced, err := db.Successor(ctx, p)
		if err != nil || last.Code != c.want || !cmp.Equal(replaced, c.replaced, cmpopts.EquateEmpty()) {
			t.Errorf("%s: %s over %v, %v; want %s over %v", c.code, last.Code, replaced, err, c.want, c.replaced)
		}
	}
}

func TestCounts(t *testing.T) {
	db, ctx := open(t), t.Context()
	save(t, db, procedure("1.001193", "Khai sinh"), procedure("1.000002", "Khác"))
	insert(t, db, data.Link{Code: "ABCD2345", Target: birth, Default: true})
	for range 2 {
		err := db.AddCounts(ctx, data.Counts{
			Scans: []data.Scan{
				{Code: "ABCD2345", Day: "2026-11-01", Outcome: data.OutcomeShown, Count: 3},
				{Code: "ABCD2345", Day: "2026-11-01", Outcome: data.OutcomeClosed, Count: 1},
				{Day: "2026-11-01", Outcome: data.OutcomeUnknown, Count: 4},
			},
			Views:   []data.View{{Target: birth, Day: "2026-11-01", Count: 2}, {Target: birth, Day: "2026-11-02", Count: 1}},
			Applies: []data.Apply{{Procedure: "1.001193", Code: "ABCD2345", Day: "2026-11-01", Count: 1}, {Procedure: "1.001193", Day: "2026-11-03", Count: 5}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	scans, err := db.Scans(ctx, "ABCD2345")
	want := []data.Scan{
		{Code: "ABCD2345", Day: "2026-11-01", Outcome: data.OutcomeClosed, Count: 2},
		{Code: "ABCD2345", Day: "2026-11-01", Outcome: data.OutcomeShown, Count: 6},
	}
	if diff := cmp.Diff(want, scans); diff != "" || err != nil {
		t.Errorf("scans (-want +got)\n%s, %v", diff, err)
	}
	unknown, err := db.Scans(ctx, "")
	if diff := cmp.Diff([]data.Scan{{Day: "2026-11-01", Outcome: data.OutcomeUnknown, Count: 8}}, unknown); diff != "" || err != nil {
		t.Errorf("unknown codes (-want +got)\n%s, %v", diff, err)
	}
	if n, err := db.ViewCount(ctx, birth); err != nil || n != 6 {
		t.Errorf("%d views, %v", n, err)
	}
	if codes, err := db.MostRead(ctx, 5); err != nil || !cmp.Equal(codes, []string{"1.001193"}) {
		t.Errorf("most read %q, %v", codes, err)
	}
	for _, c := range []struct {
		from, until data.Date
		want        data.Use
	}{
		{"2026-11-01", "2026-11-30", data.Use{Scans: 8, Views: 6, Applies: 12}},
		{"2026-11-02", "2026-11-02", data.Use{Views: 2}},
	} {
		if u, err := db.Use(ctx, "1.001193", c.from, c.until); err != nil || u != c.want {
			t.Errorf("use from %s to %s: %+v, %v; want %+v", c.from, c.until, u, err, c.want)
		}
	}
	if u, err := db.CodeUse(ctx, "ABCD2345", "2026-11-01", "2026-11-30"); err != nil || u != (data.Use{Scans: 8, Views: 6, Applies: 2}) {
		t.Errorf("use of the code: %+v, %v", u, err)
	}
	// A scan of a code that does not exist is a bug above; nothing of it stays.
	err = db.AddCounts(ctx, data.Counts{
		Scans: []data.Scan{{Code: "NOTACODE", Day: "2026-11-01", Outcome: data.OutcomeShown, Count: 1}},
		Views: []data.View{{Target: birth, Day: "2026-11-01", Count: 1}},
	})
	if n, _ := db.ViewCount(ctx, birth); !errors.Is(err, data.ErrConflict) || n != 6 {
		t.Errorf("unknown code: %v, %d views", err, n)
	}
}
