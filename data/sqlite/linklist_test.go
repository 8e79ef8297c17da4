package sqlite

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tracuu/data"
)

func TestLinkRows(t *testing.T) {
	db, ctx := open(t), t.Context()
	save(t, db, data.Procedure{Code: "1.001193", Name: "Đăng ký khai sinh", Status: data.StatusActive},
		data.Procedure{Code: "2.000986", Name: "Liên thông khai sinh", Status: data.StatusRepealed, ReplacedBy: "1.001193"})
	place, err := db.EnsurePlacement(ctx, data.Placement{Agency: "Ủy ban nhân dân phường Nha Trang", Office: "Trung tâm A", Counter: "Quầy 3"})
	must(t, err)
	insert(t, db, data.Link{Code: "AAAA2345", Target: birth, Default: true})
	insert(t, db, data.Link{Code: "BBBB2345", Target: birth, PlacementID: place.ID, Until: "2026-01-01"})
	insert(t, db, data.Link{Code: "CCCC2345", Target: data.Target{Kind: data.KindProcedure, Key: "2.000986"}, From: "2199-01-01"})
	insert(t, db, data.Link{Code: "DDDD2345", Target: data.Target{Kind: data.KindPage, Key: "/tim-kiem?q=khai+sinh"}})
	insert(t, db, data.Link{Code: "EEEE2345", Target: data.Target{Kind: data.KindAddress, Key: "https://example.vn/"}, Until: "2026-01-01"})
	must(t, db.MoveLink(ctx, "DDDD2345", data.LinkPaused, lan))
	must(t, db.MoveLink(ctx, "EEEE2345", data.LinkRetired, lan))
	must(t, db.AddCounts(ctx, data.Counts{Scans: []data.Scan{
		{Code: "AAAA2345", Day: "2026-11-01", Outcome: data.OutcomeShown, Count: 3},
		{Code: "AAAA2345", Day: "2026-01-01", Outcome: data.OutcomeShown, Count: 4},
	}}))
	const day = data.Date("2026-11-23")
	for name, c := range map[string]struct {
		q    data.LinkQuery
		want string
	}{
		"all":               {data.LinkQuery{}, "A B C D E"},
		"name without mark": {data.LinkQuery{Text: "KHAI sinh"}, "A B C D"},
		"name and place":    {data.LinkQuery{Text: "dang ky nha trang"}, "B"},
		"own code":          {data.LinkQuery{Text: "1.001193"}, "A B"},
		"beginning of code": {data.LinkQuery{Text: "dddd-2"}, "D"},
		"nothing like it":   {data.LinkQuery{Text: "kết hôn"}, ""},
		"open":              {data.LinkQuery{Standing: data.StandingOpen}, "A"},
		"expired":           {data.LinkQuery{Standing: data.StandingExpired}, "B"},
		"early":             {data.LinkQuery{Standing: data.StandingEarly}, "C"},
		"paused":            {data.LinkQuery{Standing: data.StandingPaused}, "D"},
		"retired":           {data.LinkQuery{Standing: data.StandingRetired}, "E"},
		"kind":              {data.LinkQuery{Kind: data.KindAddress}, "E"},
		"target":            {data.LinkQuery{Target: birth}, "A B"},
		"agency":            {data.LinkQuery{Agency: "uy-ban-nhan-dan-phuong-nha-trang"}, "B"},
		"never scanned":     {data.LinkQuery{Unscanned: true}, "B C D E"},
		"these codes":       {data.LinkQuery{Codes: []string{"AAAA2345", "EEEE2345"}}, "A E"},
		"no codes":          {data.LinkQuery{Codes: []string{}}, ""},
	} {
		c.q.Day = day
		rows, total, err := db.LinkRows(ctx, c.q, 0, 10)
		var got []string
		for _, r := range rows {
			got = append(got, r.Code[:1])
			if c.q.Standing != "" && r.Standing(day) != c.q.Standing {
				t.Errorf("%s: %s is %s", name, r.Code, r.Standing(day))
			}
		}
		slices.Sort(got)
		if err != nil || strings.Join(got, " ") != c.want || total != len(got) {
			t.Errorf("%s: %v of %d, want %s (%v)", name, got, total, c.want, err)
		}
	}
	rows, total, err := db.LinkRows(ctx, data.LinkQuery{Day: day}, 2, 2)
	if err != nil || len(rows) != 2 || total != 5 {
		t.Errorf("a page: %d of %d, %v", len(rows), total, err)
	}
	row, err := db.LinkRow(ctx, "AAAA2345", day)
	if err != nil || row.Title != "Đăng ký khai sinh" || row.Scans != 3 || row.Version != 1 {
		t.Errorf("one row: %+v, %v", row, err)
	}
	if owner, err := db.LinkOwner(ctx, "BBBB2345"); err != nil || owner != "uy-ban-nhan-dan-phuong-nha-trang" {
		t.Errorf("owner: %q, %v", owner, err)
	}
	if _, err := db.LinkOwner(ctx, "NOTACODE"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("owner of no code: %v", err)
	}
	outdated, err := db.OutdatedTargets(ctx)
	if err != nil || len(outdated) != 1 || outdated[0].Code != "2.000986" || outdated[0].Links != 1 {
		t.Errorf("outdated: %+v, %v", outdated, err)
	}
}

// TestChangeLinks changes all or none, and nothing that has changed meanwhile.
func TestChangeLinks(t *testing.T) {
	db, ctx := open(t), t.Context()
	for _, code := range []string{"AAAA2345", "BBBB2345"} {
		insert(t, db, data.Link{Code: code, Target: birth})
	}
	lead := func(l *data.Link) error { l.Target = other; return nil }
	at := []data.LinkVersion{{Code: "AAAA2345", Version: 1}, {Code: "BBBB2345", Version: 1}}
	must(t, db.MoveLink(ctx, "BBBB2345", data.LinkPaused, lan))
	if err := db.ChangeLinks(ctx, at, lan, lead); !errors.Is(err, data.ErrConflict) {
		t.Errorf("changed meanwhile: %v", err)
	}
	if l, err := db.Link(ctx, "AAAA2345"); err != nil || l.Target != birth {
		t.Errorf("not all, yet one: %+v, %v", l, err)
	}
	at[1].Version = 2
	must(t, db.ChangeLinks(ctx, at, lan, lead))
	for _, one := range at {
		if l, err := db.Link(ctx, one.Code); err != nil || l.Target != other {
			t.Errorf("%+v, %v", l, err)
		}
	}
	var kept int
	must(t, db.read.QueryRow(`SELECT count(*) FROM audit WHERE object = 'link BBBB2345' AND action = 'retargeted' AND who = 'lan' AND note = 'luật mới'`).Scan(&kept))
	if kept != 1 {
		t.Errorf("the audit keeps %d", kept)
	}
}

// TestLateChecks orders checks by when somebody looked.
func TestLateChecks(t *testing.T) {
	db, ctx := open(t), t.Context()
	insert(t, db, data.Link{Code: "AAAA2345", Target: birth})
	_, err := db.SavePrint(ctx, data.Print{Layout: "a4", Document: []byte("{}"), Posters: []data.Printed{{Code: "AAAA2345", Title: "Đăng ký khai sinh"}}})
	must(t, err)
	later := data.Check{Code: "AAAA2345", At: clock().Add(2 * time.Hour), Found: data.FoundGood, Edit: lan}
	late := data.Check{Code: "AAAA2345", At: clock().Add(time.Hour), Found: data.FoundMissing, Edit: lan}
	for _, c := range []data.Check{later, late, late} {
		must(t, db.AddCheck(ctx, c))
	}
	if c, err := db.LastCheck(ctx, "AAAA2345"); err != nil || c.Found != data.FoundGood {
		t.Errorf("last: %+v, %v", c, err)
	}
	if cs, err := db.Checks(ctx, "AAAA2345"); err != nil || len(cs) != 2 {
		t.Errorf("sent twice, kept %d times (%v)", len(cs), err)
	}
	if due, err := db.DuePosters(ctx, clock()); err != nil || len(due) != 0 {
		t.Errorf("due: %+v, %v", due, err)
	}
	stops, err := db.Stops(ctx, clock(), clock())
	if err != nil || len(stops) != 1 || stops[0].LastCheck.Found != data.FoundGood {
		t.Errorf("stops: %+v, %v", stops, err)
	}
	if s, err := db.Stop(ctx, "AAAA2345"); err != nil || s.Title != "Đăng ký khai sinh" {
		t.Errorf("stop: %+v, %v", s, err)
	}
	if _, err := db.Stop(ctx, "NOTACODE"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("no stop: %v", err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
