package sqlite

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tracuu/data"
)

var editor = data.Edit{Who: "lan", Note: "thử"}

// revision is what somebody makes of a record as it stands.
func revision(t *testing.T, db *DB, target data.Target, over map[string]any) data.Revision {
	t.Helper()
	rec, err := db.Record(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	f := data.Fields{}
	for name, v := range over {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		f[name] = b
	}
	after := rec.Fields.With(f)
	changed := rec.Fields.Differ(after)
	return data.Revision{Target: target, Base: rec.Seq, Was: rec.Fields.Only(changed), Fields: after.Only(changed), Action: "published"}
}

func publish(t *testing.T, db *DB, target data.Target, over map[string]any) {
	t.Helper()
	if _, err := db.Publish(t.Context(), revision(t, db, target, over), editor); err != nil {
		t.Fatal(err)
	}
}

func birthNow(t *testing.T, db *DB) data.Procedure {
	t.Helper()
	p, err := db.Procedure(t.Context(), birth.Key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestImportOverEdits(t *testing.T) {
	db, ctx := open(t), t.Context()
	source := procedure("1.001193", "Đăng ký khai sinh")
	source.Steps, source.Conditions = "Bước 1", "Không"
	save(t, db, source)
	publish(t, db, birth, map[string]any{"steps": "Bước của ta", "description": "Tóm tắt của ta"})
	seq := seqOf(t, db)

	if res := save(t, db, source); res != savedUnchanged || seqOf(t, db) != seq || birthNow(t, db).Steps != "Bước của ta" {
		t.Errorf("the same source: %+v, %q", res, birthNow(t, db).Steps)
	}
	source.Conditions = "Điều kiện mới"
	if res := save(t, db, source); res != savedChanged {
		t.Errorf("a field nobody touched: %+v", res)
	}
	if p := birthNow(t, db); p.Conditions != "Điều kiện mới" || p.Steps != "Bước của ta" || p.Description != "Tóm tắt của ta" || p.Versions != 2 {
		t.Errorf("shown: %+v", p)
	}
	if cs, err := db.Conflicts(ctx); err != nil || len(cs) != 0 {
		t.Fatalf("conflicts %+v, %v", cs, err)
	}
	source.Steps = "Bước mới của nguồn"
	save(t, db, source)
	cs, err := db.Conflicts(ctx)
	if err != nil || len(cs) != 1 || cs[0].Field != "steps" || string(cs[0].Rival) != `"Bước mới của nguồn"` || string(cs[0].Base) != `"Bước 1"` || cs[0].Who != "lan" {
		t.Fatalf("conflicts %+v, %v", cs, err)
	}
	if birthNow(t, db).Steps != "Bước của ta" {
		t.Error("the source overwrites what staff wrote")
	}
	if err := db.SettleConflict(ctx, birth, "steps", json.RawMessage(`"khác"`), true, editor); !errors.Is(err, data.ErrConflict) {
		t.Errorf("a rival that is not there: %v", err)
	}
	if err := db.SettleConflict(ctx, birth, "steps", cs[0].Rival, true, editor); err != nil {
		t.Fatal(err)
	}
	if cs, err := db.Conflicts(ctx); err != nil || len(cs) != 0 || birthNow(t, db).Steps != "Bước của ta" {
		t.Errorf("own value kept: %+v, %v", cs, err)
	}
	source.Steps = "Bước mới nữa"
	save(t, db, source)
	if cs, err = db.Conflicts(ctx); err != nil || len(cs) != 1 {
		t.Fatalf("the next change of the source: %+v, %v", cs, err)
	}
	if err := db.SettleConflict(ctx, birth, "steps", cs[0].Rival, false, editor); err != nil {
		t.Fatal(err)
	}
	if p := birthNow(t, db); p.Steps != "Bước mới nữa" {
		t.Errorf("the source's value: %q", p.Steps)
	}
	source.Steps, source.Description = "Bước sau cùng", "Tóm tắt của ta" // round to ours
	save(t, db, source)
	rec, err := db.Record(ctx, birth)
	if err != nil || len(rec.Overrides) != 0 || rec.Fields.Text("steps") != "Bước sau cùng" {
		t.Errorf("overrides %+v, %v", rec.Overrides, err)
	}
}

func TestPublishStale(t *testing.T) {
	db, ctx := open(t), t.Context()
	save(t, db, procedure("1.001193", "Đăng ký khai sinh"))
	mine := revision(t, db, birth, map[string]any{"steps": "của tôi"})
	publish(t, db, birth, map[string]any{"steps": "của người kia"})
	if _, err := db.Publish(ctx, mine, editor); !errors.Is(err, data.ErrConflict) {
		t.Errorf("publishing: %v", err)
	}
	mine.Day = "2026-12-01"
	if _, err := db.Schedule(ctx, mine, "Đăng ký khai sinh", editor); !errors.Is(err, data.ErrConflict) {
		t.Errorf("scheduling: %v", err)
	}
	if _, err := db.Publish(ctx, data.Revision{Target: birth, Fields: mine.Fields}, editor); !errors.Is(err, data.ErrConflict) {
		t.Errorf("making it once more: %v", err)
	}
	var who, before, after string
	err := db.read.QueryRowContext(ctx, `SELECT who, before, after FROM audit WHERE object = 'procedure 1.001193'`).Scan(&who, &before, &after)
	if err != nil || who != "lan" || before != "{\n \"steps\": null\n}" || after != "{\n \"steps\": \"của người kia\"\n}" {
		t.Errorf("audit: %s, %s → %s, %v", who, before, after, err)
	}
}

// TestTakeEffect: changes come on their day, in order, also after the server
// was off, and lose nothing that came meanwhile.
func TestTakeEffect(t *testing.T) {
	db, ctx := open(t), t.Context()
	save(t, db, procedure("1.001193", "Đăng ký khai sinh"))
	schedule := func(day data.Date, over map[string]any) int64 {
		t.Helper()
		r := revision(t, db, birth, over)
		r.Day = day
		id, err := db.Schedule(ctx, r, "Đăng ký khai sinh", editor)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	schedule("2026-12-03", map[string]any{"steps": "ngày 3"})
	schedule("2026-12-01", map[string]any{"steps": "ngày 1", "result": "kết quả mới"})
	gone := schedule("2026-12-02", map[string]any{"steps": "ngày 2"})
	if err := db.Withdraw(ctx, gone, editor); err != nil {
		t.Fatal(err)
	}
	if err := db.Withdraw(ctx, gone, editor); !errors.Is(err, data.ErrConflict) {
		t.Errorf("withdrawn twice: %v", err)
	}
	if n, err := db.TakeEffect(ctx, "2026-11-30"); n != 0 || err != nil {
		t.Errorf("too early: %d, %v", n, err)
	}
	publish(t, db, birth, map[string]any{"result": "kết quả sửa giữa chừng"})
	if n, err := db.TakeEffect(ctx, "2026-12-10"); n != 2 || err != nil {
		t.Errorf("catching up: %d, %v", n, err)
	}
	p := birthNow(t, db)
	if p.Steps != "ngày 3" || p.Result != "kết quả mới" {
		t.Errorf("steps %q, result %q", p.Steps, p.Result)
	}
	cs, err := db.Conflicts(ctx)
	if err != nil || !slices.ContainsFunc(cs, func(o data.Override) bool {
		return o.Field == "result" && string(o.Rival) == `"kết quả sửa giữa chừng"` && o.RivalBy == "lan"
	}) {
		t.Errorf("conflicts %+v, %v", cs, err)
	}
	if n, err := db.TakeEffect(ctx, "2026-12-10"); n != 0 || err != nil {
		t.Errorf("once more: %d, %v", n, err)
	}
	if waiting, err := db.Upcoming(ctx, data.Target{}); err != nil || len(waiting) != 0 {
		t.Errorf("still waiting: %+v, %v", waiting, err)
	}
}

// TestScheduledArrives: what is to be made on a day may have come from the
// source before.
func TestScheduledArrives(t *testing.T) {
	db, ctx := open(t), t.Context()
	p := procedure("1.001193", "Đăng ký khai sinh")
	f, err := data.FieldsOf(&p)
	if err != nil {
		t.Fatal(err)
	}
	r := data.Revision{Target: birth, Was: data.Fields{}, Fields: f, Action: "published", Day: "2026-12-01"}
	if _, err := db.Schedule(ctx, r, p.Name, editor); err != nil {
		t.Fatal(err)
	}
	p.Field = "Tư pháp"
	save(t, db, p)
	if n, err := db.TakeEffect(ctx, "2026-12-01"); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if cs, err := db.Conflicts(ctx); err != nil || len(cs) != 1 || cs[0].Field != "field" || birthNow(t, db).Field != "Hộ tịch" {
		t.Errorf("conflicts %+v, %v", cs, err)
	}
}

// TestClockBack: a clock that is set back does not reorder history.
func TestClockBack(t *testing.T) {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "tracuu.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	save(t, db, procedure("1.001193", "Đăng ký khai sinh"))
	for _, steps := range []string{"một", "hai", "ba"} {
		now = now.Add(-time.Hour)
		publish(t, db, birth, map[string]any{"steps": steps})
	}
	vs, err := db.RecordVersions(t.Context(), birth)
	if err != nil || len(vs) != 3 || vs[0].Fields.Text("steps") != "hai" || vs[1].Fields.Text("steps") != "một" || vs[2].Fields.Text("steps") != "" {
		t.Errorf("versions %+v, %v", vs, err)
	}
}

// TestStaffRecord: what staff made stays theirs when a source brings the same
// code, and a hidden article stays hidden when it is imported again.
func TestStaffRecord(t *testing.T) {
	db, ctx := open(t), t.Context()
	p := procedure("1.001193", "Đăng ký khai sinh")
	f, err := data.FieldsOf(&p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Publish(ctx, data.Revision{Target: birth, Fields: f}, editor); err != nil {
		t.Fatal(err)
	}
	p.Name, p.Result = "Đăng ký khai sinh mới", "Giấy khai sinh"
	save(t, db, p)
	if b := birthNow(t, db); b.Name != "Đăng ký khai sinh" || b.Result != "Giấy khai sinh" {
		t.Errorf("shown: %q, %q", b.Name, b.Result)
	}
	if cs, err := db.Conflicts(ctx); err != nil || len(cs) != 1 || cs[0].Field != "name" {
		t.Errorf("conflicts %+v, %v", cs, err)
	}
	a := data.Article{Source: "Báo", SourceID: "7", Title: "Tin"}
	if _, err := db.SaveArticles(ctx, []data.Article{a}); err != nil {
		t.Fatal(err)
	}
	if err := db.ConcealRecord(ctx, articleTarget(1), true, editor); err != nil {
		t.Fatal(err)
	}
	a.Title = "Tin sửa"
	if _, err := db.SaveArticles(ctx, []data.Article{a}); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Article(ctx, 1); err != nil || got.Visibility != data.Hidden || got.Title != "Tin sửa" {
		t.Errorf("the article: %+v, %v", got, err)
	}
	if err := db.ConcealRecord(ctx, articleTarget(1), false, editor); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Article(ctx, 1); err != nil || got.Visibility != data.Shown {
		t.Errorf("brought back: %+v, %v", got, err)
	}
}
