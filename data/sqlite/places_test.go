package sqlite

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestPlacements(t *testing.T) {
	db, ctx := open(t), t.Context()
	ensure := func(p data.Placement) data.Placement {
		t.Helper()
		got, err := db.EnsurePlacement(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	first := ensure(data.Placement{Agency: "Ủy ban nhân dân phường Nha Trang", Office: "Bộ phận một cửa", Counter: "Quầy 3", Note: "cạnh cửa"})
	again := ensure(data.Placement{Agency: "Uỷ ban Nhân dân phường Nha Trang", Office: "bộ phận Một cửa", Counter: "quầy 3"})
	if !cmp.Equal(first, again) {
		t.Errorf("the same place twice: %+v and %+v", first, again)
	}
	if moved := ensure(data.Placement{Agency: first.Agency, Office: first.Office, Counter: first.Counter, Note: "trên cột"}); moved.ID != first.ID || moved.Note != "trên cột" {
		t.Errorf("a new note: %+v", moved)
	}
	if found, err := db.FindPlacement(ctx, data.Placement{Agency: "UỶ BAN nhân dân phường Nha Trang", Office: "bộ phận một cửa", Counter: "Quầy 3"}); err != nil || found.ID != first.ID {
		t.Errorf("found %+v, %v", found, err)
	}
	for _, p := range []data.Placement{{Agency: "Sở lạ", Counter: "Quầy 3"}, {Office: "Bộ phận một cửa", Counter: "Quầy 3"}, {Agency: first.Agency}} {
		if _, err := db.FindPlacement(ctx, p); !errors.Is(err, data.ErrNotFound) {
			t.Errorf("%s is found: %v", p.Label(), err)
		}
	}
	other := ensure(data.Placement{Agency: "Sở khác", Office: "Bộ phận một cửa", Counter: "Quầy 3"})
	ensure(data.Placement{Agency: "Sở khác", Office: "Bộ phận một cửa"})
	if named, err := db.PlacementsNamed(ctx, "BỘ PHẬN một cửa", "quầy  3"); err != nil || len(named) != 2 || named[0].ID != other.ID || named[1].ID != first.ID {
		t.Errorf("places of that name: %+v, %v", named, err)
	}
	if far := ensure(data.Placement{Agency: first.Agency, Office: first.Office, Counter: "Quầy 4"}); far.ID == first.ID {
		t.Error("another counter is the same place")
	}
	if _, err := db.EnsurePlacement(ctx, data.Placement{Note: "?"}); !errors.Is(err, data.ErrInvalid) {
		t.Errorf("a place without a name: %v", err)
	}
	batch := []data.Placement{{Office: "Trung tâm"}, {Office: "Trung tâm", Note: "mới"}, {Office: "trung tâm"}}
	want := data.SaveResult{New: 1, Changed: 1, Unchanged: 1}
	for i, do := range []func() (data.SaveResult, error){
		func() (data.SaveResult, error) { return db.ComparePlacements(ctx, batch) },
		func() (data.SaveResult, error) { return db.SavePlacements(ctx, batch) }, // finds as new what comparing has not kept
	} {
		if got, err := do(); err != nil || got != want {
			t.Errorf("step %d: %+v, %v", i, got, err)
		}
	}
	all, err := db.Placements(ctx)
	var labels []string
	for _, p := range all {
		labels = append(labels, p.Label())
	}
	wantLabels := []string{"Trung tâm", "Bộ phận một cửa", "Quầy 3, Bộ phận một cửa", "Quầy 3, Bộ phận một cửa", "Quầy 4, Bộ phận một cửa"}
	if diff := cmp.Diff(wantLabels, labels); diff != "" || err != nil {
		t.Errorf("places (-want +got)\n%s, %v", diff, err)
	}
}

// TestRenamedAgency: an agency keeps its row, address and places through a new
// name; records that bear the former name are still its own and show the new.
func TestRenamedAgency(t *testing.T) {
	db, ctx := open(t), t.Context()
	p := procedure("1.001193", "Khai sinh")
	p.Agency = "Sở Nông nghiệp"
	save(t, db, p)
	old, err := db.AgencyByName(ctx, "sở nông nghiệp")
	if err != nil || old.Slug != "so-nong-nghiep" || old.Procedures != 1 {
		t.Fatalf("agency %+v, %v", old, err)
	}
	place, err := db.EnsurePlacement(ctx, data.Placement{Agency: "Sở Nông nghiệp", Counter: "Quầy 1"})
	if err != nil {
		t.Fatal(err)
	}
	before := seqOf(t, db)
	if err := db.RenameAgency(ctx, old.Slug, "Sở Nông nghiệp và Môi trường", lan); err != nil {
		t.Fatal(err)
	}
	got, err := db.Procedure(ctx, "1.001193")
	if err != nil || got.Agency != "Sở Nông nghiệp và Môi trường" || got.Seq <= before {
		t.Errorf("its procedure: agency %q, step %d after %d, %v", got.Agency, got.Seq, before, err)
	}
	if res := save(t, db, p); res != (data.SaveResult{Unchanged: 1}) {
		t.Errorf("the same record under the former name: %+v", res)
	}
	q := procedure("1.000002", "Khác")
	q.Agency = "SỞ NÔNG NGHIỆP"
	save(t, db, q)
	now, err := db.Agency(ctx, old.Slug)
	want := data.Agency{Slug: old.Slug, Name: "Sở Nông nghiệp và Môi trường", Former: []string{"Sở Nông nghiệp"}, Procedures: 2}
	if diff := cmp.Diff(want, now); diff != "" || err != nil {
		t.Errorf("agency (-want +got)\n%s, %v", diff, err)
	}
	if p, err := db.Placement(ctx, place.ID); err != nil || p.Agency != now.Name {
		t.Errorf("its place: %+v, %v", p, err)
	}
	if again, err := db.EnsurePlacement(ctx, data.Placement{Agency: "Sở Nông nghiệp", Counter: "Quầy 1"}); err != nil || again.ID != place.ID {
		t.Errorf("its place under the former name: %+v, %v", again, err)
	}
	other, err := db.EnsureAgency(ctx, "Sở Tài chính")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sở nông nghiệp", "Sở nông nghiệp và môi trường"} {
		if err := db.RenameAgency(ctx, other.Slug, name, lan); !errors.Is(err, data.ErrConflict) {
			t.Errorf("renamed to another's name %q: %v", name, err)
		}
	}
	if err := db.RenameAgency(ctx, old.Slug, " ", lan); !errors.Is(err, data.ErrInvalid) {
		t.Errorf("no name: %v", err)
	}
	// Back to the former name, and away again.
	for _, name := range []string{"Sở Nông nghiệp", "Sở Nông nghiệp và Môi trường"} {
		if err := db.RenameAgency(ctx, old.Slug, name, lan); err != nil {
			t.Errorf("renamed to %s: %v", name, err)
		}
	}
	if a, err := db.AgencyByName(ctx, "Sở Nông nghiệp"); err != nil || a.Slug != old.Slug || len(a.Former) != 1 {
		t.Errorf("at last: %+v, %v", a, err)
	}
}

func TestAgencyLook(t *testing.T) {
	db, ctx := open(t), t.Context()
	hash, err := db.SaveImage(ctx, []byte("picture"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := db.SaveImage(ctx, []byte("picture")); err != nil || again != hash {
		t.Errorf("kept twice: %s and %s, %v", hash, again, err)
	}
	if body, err := db.Image(ctx, hash); err != nil || string(body) != "picture" {
		t.Errorf("picture %q, %v", body, err)
	}
	a, err := db.EnsureAgency(ctx, "Sở Y tế")
	if err != nil {
		t.Fatal(err)
	}
	look := data.AgencyLook{Colour: "#0a5a50", Crest: hash, Address: "4 Phan Chu Trinh", Hours: "7:30–17:00", Phone: "0258 000"}
	set := func(what func(*data.AgencyLook)) error {
		return db.ChangeAgencyLook(ctx, a.Slug, lan, func(l *data.AgencyLook) error { what(l); return nil })
	}
	if err := set(func(l *data.AgencyLook) { *l = look; l.Phone, l.Hours = "", "" }); err != nil {
		t.Fatal(err)
	}
	// Two at once, each with its own part.
	var work sync.WaitGroup
	work.Go(func() {
		if err := set(func(l *data.AgencyLook) { l.Phone = look.Phone }); err != nil {
			t.Error(err)
		}
	})
	work.Go(func() {
		if err := set(func(l *data.AgencyLook) { l.Hours = look.Hours }); err != nil {
			t.Error(err)
		}
	})
	work.Wait()
	if got, err := db.Agency(ctx, a.Slug); err != nil || got.AgencyLook != look {
		t.Errorf("look %+v, %v", got.AgencyLook, err)
	}
	events, err := db.ConfigHistory(ctx, "agency.so-y-te.phone")
	want := []data.ConfigEvent{{At: clock(), Name: "agency.so-y-te.phone", To: look.Phone, Edit: lan}}
	if diff := cmp.Diff(want, events); diff != "" || err != nil {
		t.Errorf("history (-want +got)\n%s, %v", diff, err)
	}
	if all, err := db.ConfigHistory(ctx, "agency.so-y-te."); err != nil || len(all) != 5 {
		t.Errorf("%d changes in all, %v", len(all), err)
	}
	if _, err := db.write.ExecContext(ctx, `DELETE FROM config_events`); err == nil {
		t.Error("the history can be deleted")
	}
	if err := db.ChangeAgencyLook(ctx, "khong-co", lan, func(*data.AgencyLook) error { return nil }); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("unknown agency: %v", err)
	}
}

func TestReplacedAgency(t *testing.T) {
	db, ctx := open(t), t.Context()
	slug := func(name string) string {
		a, err := db.EnsureAgency(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		return a.Slug
	}
	a, b, c := slug("Sở A"), slug("Sở B"), slug("Sở C")
	for _, step := range [][2]string{{a, b}, {b, c}} {
		if err := db.ReplaceAgency(ctx, step[0], step[1], lan); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := db.Agency(ctx, a); err != nil || got.ReplacedBy != b {
		t.Errorf("%+v, %v", got, err)
	}
	for _, by := range []string{c, b, a} {
		if err := db.ReplaceAgency(ctx, c, by, lan); !errors.Is(err, data.ErrInvalid) {
			t.Errorf("a circle over %s: %v", by, err)
		}
	}
	if err := db.ReplaceAgency(ctx, c, "khong-co", lan); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("unknown agency: %v", err)
	}
	if err := db.ReplaceAgency(ctx, a, "", lan); err != nil {
		t.Error(err)
	}
}

func TestSettings(t *testing.T) {
	db, ctx := open(t), t.Context()
	if s, err := db.Settings(ctx); err != nil || !cmp.Equal(s, data.Settings{}) {
		t.Errorf("nothing decided yet: %+v, %v", s, err)
	}
	want := data.Settings{PublicURL: "https://a.vn", FormerHosts: []string{"b.vn"}, AllowedHosts: []string{".c.vn"}}
	if err := db.ChangeSettings(ctx, lan, func(s *data.Settings) error { *s = want; return nil }); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := db.ChangeSettings(ctx, lan, func(s *data.Settings) error { s.FormerHosts = nil; s.AllowedHosts[0] = "x"; return broken })
	if got, e := db.Settings(ctx); !errors.Is(err, broken) || e != nil || !cmp.Equal(got, want) {
		t.Errorf("after a change that failed: %+v, %v, %v", got, err, e)
	}
	if err := db.ChangeSettings(ctx, lan, func(s *data.Settings) error { s.FormerHosts[0] = "d.vn"; return nil }); err != nil {
		t.Fatal(err)
	}
	events, err := db.ConfigHistory(ctx, "former_hosts")
	if err != nil || len(events) != 2 || events[1].From != `["b.vn"]` || events[1].To != `["d.vn"]` || events[1].Who != "lan" {
		t.Errorf("history %+v, %v", events, err)
	}
	if got, err := db.Settings(ctx); err != nil || !cmp.Equal(got.FormerHosts, []string{"d.vn"}) || got.PublicURL != want.PublicURL {
		t.Errorf("changed in place: %+v, %v", got, err)
	}
}

func TestPrintsAndChecks(t *testing.T) {
	db, ctx := open(t), t.Context()
	now := clock()
	db.now = func() time.Time { return now }
	for _, c := range []string{"AAAA2345", "BBBB2345", "CCCC2345"} {
		insert(t, db, data.Link{Code: c, Target: data.Target{Kind: data.KindPage, Key: "/" + c}, Default: true})
	}
	print := func(codes ...string) int64 {
		t.Helper()
		p := data.Print{Who: "lan", Layout: "a4", Host: "a.vn", Issued: "2026-11-01", Document: []byte("{}")}
		for _, c := range codes {
			p.Posters = append(p.Posters, data.Printed{Code: c, Title: "Tên " + c, Placement: "Quầy 1"})
		}
		id, err := db.SavePrint(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := print("AAAA2345", "BBBB2345")
	p, err := db.Print(ctx, first)
	printed := func(id int64, code string) data.Printed {
		return data.Printed{PrintID: id, Code: code, Title: "Tên " + code, Placement: "Quầy 1", Layout: "a4", Host: "a.vn", Issued: "2026-11-01"}
	}
	want := data.Print{
		ID: first, Created: now, Who: "lan", Layout: "a4", Host: "a.vn", Issued: "2026-11-01", Document: []byte("{}"),
		Posters: []data.Printed{printed(first, "AAAA2345"), printed(first, "BBBB2345")},
	}
	if diff := cmp.Diff(want, p); diff != "" || err != nil {
		t.Errorf("printing (-want +got)\n%s, %v", diff, err)
	}
	if _, err := db.Print(ctx, 99); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("unknown printing: %v", err)
	}
	if _, err := db.SavePrint(ctx, data.Print{Document: []byte("{}"), Posters: []data.Printed{{Code: "NOTACODE"}}}); !errors.Is(err, data.ErrConflict) {
		t.Errorf("a poster of no code: %v", err)
	}

	due := func(days int) (out []string) {
		t.Helper()
		ds, err := db.DuePosters(ctx, now.AddDate(0, 0, -days))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range ds {
			s := d.Code
			if d.LastCheck != nil {
				s += " " + string(d.LastCheck.Found)
			}
			out = append(out, s)
		}
		return out
	}
	check := func(code string, found data.Found) {
		t.Helper()
		if err := db.AddCheck(ctx, data.Check{Code: code, Found: found, Edit: lan}); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(when string, want ...string) {
		t.Helper()
		if got := due(90); !cmp.Equal(got, want) {
			t.Errorf("%s: due %q, want %q", when, got, want)
		}
	}
	expect("just printed")
	now = now.AddDate(0, 0, 91)
	expect("91 days later", "AAAA2345", "BBBB2345")
	check("AAAA2345", data.FoundGood)
	expect("one found good", "BBBB2345")
	check("BBBB2345", data.FoundCovered)
	expect("the other found covered", "BBBB2345 covered")
	now = now.AddDate(0, 0, 1)
	second := print("BBBB2345")
	expect("printed anew")
	check("BBBB2345", data.FoundMissing)
	now = now.AddDate(0, 0, 1)
	if err := db.AddReprint(ctx, second, "lan"); err != nil {
		t.Fatal(err)
	}
	expect("missing, and printed once more")
	if ps, err := db.Printed(ctx, "BBBB2345"); err != nil || !cmp.Equal(ps, []data.Printed{printed(second, "BBBB2345"), printed(first, "BBBB2345")}) {
		t.Errorf("printings of a code %+v, %v", ps, err)
	}
	now = now.AddDate(0, 0, 95)
	expect("long after", "AAAA2345 good", "BBBB2345 missing")
	if err := db.MoveLink(ctx, "AAAA2345", data.LinkRetired, lan); err != nil {
		t.Fatal(err)
	}
	expect("one retired", "BBBB2345 missing")
	if c, err := db.LastCheck(ctx, "BBBB2345"); err != nil || c.Found != data.FoundMissing || c.Edit != lan {
		t.Errorf("last check %+v, %v", c, err)
	}
	if _, err := db.LastCheck(ctx, "CCCC2345"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("never checked: %v", err)
	}
	if err := db.RememberHost(ctx, "b.vn"); err != nil {
		t.Fatal(err)
	}
	if hosts, err := db.UsedHosts(ctx); err != nil || !cmp.Equal(hosts, []string{"a.vn", "b.vn"}) {
		t.Errorf("hosts %q, %v", hosts, err)
	}
}
