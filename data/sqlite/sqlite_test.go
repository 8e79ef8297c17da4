package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
)

var clock = func() time.Time { return time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC) }

func open(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "tra cứu #1?%41.db"), clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func procedure(code, name string) data.Procedure {
	return data.Procedure{
		Code: code, Name: name, OfficialName: "Thủ tục " + name, Field: "Hộ tịch",
		Levels: []data.Level{data.LevelCommune}, Agency: "Ủy ban nhân dân cấp xã", Status: data.StatusActive,
		Methods: []data.Method{{
			Channel:  data.ChannelOnline,
			Duration: data.Duration{Printed: "5 WORKING_DAY", Text: "5 ngày làm việc", Value: 5, Unit: data.UnitWorkingDay},
			Fees:     []data.Fee{{Printed: "8000 VNĐ ()", Text: "8.000 đồng", AmountVND: 8000}},
		}},
		Documents: []data.Document{{Case: "Trường hợp A", Name: "Tờ khai", Originals: 1}},
	}
}

func save(t *testing.T, db *DB, ps ...data.Procedure) data.SaveResult {
	t.Helper()
	res, err := db.SaveProcedures(t.Context(), ps)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func seqOf(t *testing.T, db *DB) int64 {
	t.Helper()
	_, seq, err := db.Stamp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

func TestProcedureRoundTrip(t *testing.T) {
	db := open(t)
	want := procedure("1.001193", "Đăng ký khai sinh")
	want.Aliases = []string{"1.001193.H19"}
	want.EffectiveFrom = "2025-07-01"
	save(t, db, want)
	for _, code := range []string{"1.001193", "1.001193.H19"} {
		got, err := db.Procedure(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(data.Procedure{}, "Meta")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", code, diff)
		}
		if got.Visibility != data.Shown || got.Seq == 0 || got.Sample {
			t.Errorf("%s: meta %+v", code, got.Meta)
		}
	}
	if _, err := db.Procedure(t.Context(), "9.999999"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("unknown code: %v", err)
	}
}

// TestUpsert: the same record changes nothing, a changed one raises the
// sequence and keeps the former version.
func TestUpsert(t *testing.T) {
	db := open(t)
	p := procedure("1.001193", "Đăng ký khai sinh")
	if got := save(t, db, p); got != (data.SaveResult{New: 1}) {
		t.Errorf("first: %+v", got)
	}
	before := seqOf(t, db)
	if got := save(t, db, p); got != (data.SaveResult{Unchanged: 1}) {
		t.Errorf("again: %+v", got)
	}
	if got := seqOf(t, db); got != before {
		t.Errorf("an unchanged record moved the sequence from %d to %d", before, got)
	}
	changed := p
	changed.Result = "Giấy khai sinh"
	if got := save(t, db, changed); got != (data.SaveResult{Changed: 1}) {
		t.Errorf("changed: %+v", got)
	}
	if got := seqOf(t, db); got != before+1 {
		t.Errorf("sequence %d after one change of %d", got, before)
	}
	versions, err := db.ProcedureVersions(t.Context(), p.Code)
	if err != nil || len(versions) != 1 || versions[0].Result != "" || versions[0].Seq != before {
		t.Errorf("versions %+v, %v", versions, err)
	}
	if now, err := db.Procedure(t.Context(), p.Code); err != nil || now.Result != "Giấy khai sinh" {
		t.Errorf("now %+v, %v", now, err)
	}
}

// TestChangedAt: a record tells when it came in as it is, its former versions
// when they did; another alias is no change of it.
func TestChangedAt(t *testing.T) {
	db := open(t)
	day := func(d int) time.Time { return time.Date(2026, 11, d, 8, 0, 0, 0, time.UTC) }
	p := procedure("1.001193", "Đăng ký khai sinh")
	for d, change := range []func(){func() {}, func() {}, func() { p.Result = "Giấy" }, func() { p.Aliases = []string{"1.001193.H19"} }, func() { p.Result = "Giấy khai sinh" }} {
		db.now = func() time.Time { return day(d + 1) }
		change()
		save(t, db, p)
		got, err := db.Procedure(t.Context(), p.Code)
		want := []data.Meta{{ChangedAt: day(1)}, {ChangedAt: day(1)}, {ChangedAt: day(3), Versions: 1}, {ChangedAt: day(3), Versions: 1}, {ChangedAt: day(5), Versions: 2}}[d]
		if err != nil || !got.ChangedAt.Equal(want.ChangedAt) || got.Versions != want.Versions {
			t.Errorf("day %d: changed at %v after %d versions, want %v after %d (%v)", d+1, got.ChangedAt, got.Versions, want.ChangedAt, want.Versions, err)
		}
	}
	versions, err := db.ProcedureVersions(t.Context(), p.Code)
	if err != nil || len(versions) != 2 || !versions[0].ChangedAt.Equal(day(3)) || !versions[1].ChangedAt.Equal(day(1)) {
		t.Errorf("versions %+v, %v", versions, err)
	}
	if _, err := db.write.ExecContext(t.Context(), `UPDATE procedures SET changed_at = '2026-11-05T08:00:00Z'`); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Procedure(t.Context(), p.Code); err != nil || !got.ChangedAt.Equal(day(5)) {
		t.Errorf("in whole seconds: %v, %v", got.ChangedAt, err)
	}
	if _, err := db.SaveArticles(t.Context(), []data.Article{{Source: "Báo", SourceID: "1", Title: "Tin"}}); err != nil {
		t.Fatal(err)
	}
	if as, err := db.LatestArticles(t.Context(), "", 0, 1); err != nil || len(as) != 1 || !as[0].ChangedAt.Equal(day(5)) {
		t.Errorf("article %+v, %v", as, err)
	}
}

func TestCompareWritesNothing(t *testing.T) {
	db := open(t)
	save(t, db, procedure("1.000001", "Cũ"))
	before := seqOf(t, db)
	res, err := db.CompareProcedures(t.Context(), []data.Procedure{procedure("1.000001", "Khác"), procedure("1.000002", "Mới")})
	if err != nil || res != (data.SaveResult{New: 1, Changed: 1}) {
		t.Errorf("compare: %+v, %v", res, err)
	}
	if seqOf(t, db) != before {
		t.Error("the sequence moved")
	}
	if _, err := db.Procedure(t.Context(), "1.000002"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a dry run stored a record: %v", err)
	}
}

// TestBatchIsOneTransaction: a batch that fails in the middle leaves nothing.
func TestBatchIsOneTransaction(t *testing.T) {
	db := open(t)
	bad := procedure("1.000002", "Hỏng")
	bad.Status = "no such status"
	if _, err := db.SaveProcedures(t.Context(), []data.Procedure{procedure("1.000001", "Tốt"), bad}); !errors.Is(err, data.ErrConflict) {
		t.Errorf("error %v", err)
	}
	if ps, err := db.ProcedureChanges(t.Context(), 0, 10); err != nil || len(ps) > 0 {
		t.Errorf("half a batch was stored: %d procedures (%v)", len(ps), err)
	}
}

func TestAliasesOfSeveralSources(t *testing.T) {
	db := open(t)
	local := procedure("1.012753", "Đăng ký đất đai")
	local.Aliases = []string{"1.012753.H19"}
	save(t, db, local)
	save(t, db, procedure("1.012753", "Đăng ký đất đai")) // the national record knows no alias
	got, err := db.Procedure(t.Context(), "1.012753.H19")
	if err != nil || !cmp.Equal(got.Aliases, []string{"1.012753.H19"}) {
		t.Errorf("alias lost: %q, %v", got.Aliases, err)
	}
	other := procedure("1.000001", "Khác")
	other.Aliases = []string{"1.012753.H19", "1.012753"}
	save(t, db, other)
	if got, err := db.Procedure(t.Context(), "1.012753.H19"); err != nil || got.Code != "1.012753" {
		t.Errorf("alias was taken over by %s (%v)", got.Code, err)
	}
}

// TestSampleBesideReal: the first real record hides the sample, replaces the
// sample record of its code, and is never replaced by sample content.
func TestSampleBesideReal(t *testing.T) {
	db, ctx := open(t), t.Context()
	s1, s2 := procedure("1.000001", "Mẫu một"), procedure("1.000002", "Mẫu hai")
	s1.Sample, s2.Sample = true, true
	save(t, db, s1, s2)
	news := data.Article{Source: "Nội dung mẫu", SourceID: "a", Title: "Tin mẫu", Meta: data.Meta{Sample: true}}
	if _, err := db.SaveArticles(ctx, []data.Article{news}); err != nil {
		t.Fatal(err)
	}
	if n, err := db.SampleCount(ctx, data.Shown); err != nil || n != 3 {
		t.Fatalf("%d sample records shown, %v", n, err)
	}
	if got := save(t, db, procedure("1.000001", "Thật")); got != (data.SaveResult{Changed: 1}) {
		t.Errorf("real over sample: %+v", got)
	}
	real1, err := db.Procedure(ctx, "1.000001")
	if err != nil || real1.Sample || real1.Visibility != data.Shown || real1.Name != "Thật" {
		t.Errorf("real record %+v, %v", real1.Meta, err)
	}
	if vs, err := db.ProcedureVersions(ctx, "1.000001"); err != nil || len(vs) != 0 {
		t.Errorf("sample content became a former version: %v, %v", vs, err)
	}
	hidden, err := db.Procedure(ctx, "1.000002")
	if err != nil || hidden.Visibility != data.Hidden {
		t.Errorf("the rest of the sample is %q, %v", hidden.Visibility, err)
	}
	if got := save(t, db, s1); got != (data.SaveResult{Unchanged: 1}) {
		t.Errorf("sample over real: %+v", got)
	}
	changes, err := db.ProcedureChanges(ctx, 0, 10)
	if err != nil || len(changes) != 2 || changes[0].Seq >= changes[1].Seq {
		t.Errorf("changes %+v, %v", changes, err)
	}
	if n, err := db.RemoveSample(ctx); err != nil || n != 2 {
		t.Errorf("removed %d, %v", n, err)
	}
	if latest, err := db.LatestArticles(ctx, "", 0, 10); err != nil || len(latest) != 0 {
		t.Errorf("removed sample is listed: %v, %v", latest, err)
	}
}

func TestFieldsAndAgencies(t *testing.T) {
	db, ctx := open(t), t.Context()
	a, b, c := procedure("1.000001", "A"), procedure("1.000002", "B"), procedure("1.000003", "C")
	a.Field, b.Field, c.Field = "Thuế đất", "Thuê đất", "THUẾ ĐẤT"
	save(t, db, a, b, c)
	fields, err := db.Fields(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Field{{Slug: "thue-dat-2", Name: "Thuê đất", Procedures: 1}, {Slug: "thue-dat", Name: "Thuế đất", Procedures: 2}}
	if diff := cmp.Diff(want, fields, cmpopts.SortSlices(func(a, b data.Field) bool { return a.Slug < b.Slug })); diff != "" {
		t.Errorf("fields (-want +got)\n%s", diff)
	}
	f, ps, err := db.FieldProcedures(ctx, "thue-dat", 1, 10)
	if err != nil || f.Procedures != 2 || len(ps) != 1 || ps[0].Code != "1.000003" {
		t.Errorf("second page %+v %v, %v", f, ps, err)
	}
	agency, ps, err := db.AgencyProcedures(ctx, "uy-ban-nhan-dan-cap-xa", 0, 2)
	if err != nil || agency.Procedures != 3 || agency.Name != "Ủy ban nhân dân cấp xã" || len(ps) != 2 {
		t.Errorf("agency %+v %v, %v", agency, ps, err)
	}
	field, agency, err := db.ProcedurePlaces(ctx, "1.000002")
	if err != nil || field.Slug != "thue-dat-2" || agency.Slug != "uy-ban-nhan-dan-cap-xa" {
		t.Errorf("places %+v %+v, %v", field, agency, err)
	}
	if _, _, err := db.FieldProcedures(ctx, "khong-co", 0, 10); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("unknown field: %v", err)
	}
}

func TestArticles(t *testing.T) {
	db, ctx := open(t), t.Context()
	day := func(d int) time.Time { return time.Date(2026, 10, d, 9, 30, 0, 0, time.FixedZone("", 7*3600)) }
	as := []data.Article{
		{Source: "Báo A", SourceID: "1", Title: "Cũ", Category: "Đất đai", Published: day(1), Photos: []data.Photo{{URL: "https://a.vn/1.jpg", Caption: "Ảnh"}}},
		{Source: "Báo B", SourceID: "1", Title: "Mới", Published: day(3)},
		{Source: "Báo A", SourceID: "2", Title: "Không rõ ngày", Category: "Đất đai"},
	}
	if res, err := db.SaveArticles(ctx, as); err != nil || res.New != 3 {
		t.Fatalf("%+v, %v", res, err)
	}
	if res, err := db.SaveArticles(ctx, as); err != nil || res.Unchanged != 3 {
		t.Fatalf("%+v, %v", res, err)
	}
	latest, err := db.LatestArticles(ctx, "", 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, a := range latest {
		titles = append(titles, a.Title)
	}
	if !cmp.Equal(titles, []string{"Mới", "Cũ", "Không rõ ngày"}) {
		t.Errorf("latest %q", titles)
	}
	if of, err := db.LatestArticles(ctx, "Đất đai", 0, 1); err != nil || len(of) != 1 || of[0].Title != "Cũ" {
		t.Errorf("latest of a category %v, %v", of, err)
	}
	first := latest[1]
	as[0].Body = "Thêm nội dung"
	if res, err := db.SaveArticles(ctx, as[:1]); err != nil || res.Changed != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	again, err := db.Article(ctx, first.ID)
	if err != nil || again.Body != "Thêm nội dung" || again.ID != first.ID || !again.Published.Equal(day(1)) || len(again.Photos) != 1 {
		t.Errorf("changed article %+v, %v", again, err)
	}
}

func TestOpenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tracuu.db")
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			db, err := Open(t.Context(), path, clock)
			if err != nil {
				t.Error(err)
				return
			}
			if _, _, err := db.Stamp(t.Context()); err != nil {
				t.Error(err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestPlaces: what can be wrong with the file's place has a meaning.
func TestPlaces(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	if _, err := Open(ctx, dir, clock); !errors.Is(err, data.ErrStorageReadOnly) {
		t.Errorf("a folder: %v", err)
	}
	broken := filepath.Join(dir, "broken.db")
	if err := os.WriteFile(broken, []byte(strings.Repeat("not a database ", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, broken, clock); !errors.Is(err, data.ErrStorageDamaged) {
		t.Errorf("a broken file: %v", err)
	}
	if b, err := os.ReadFile(broken); err != nil || !strings.HasPrefix(string(b), "not a database") {
		t.Errorf("the broken file was written to (%v)", err)
	}
}
