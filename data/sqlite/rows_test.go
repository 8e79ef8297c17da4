package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestInitial(t *testing.T) {
	for name, want := range map[string]string{
		"đăng ký": "Đ", "Áp dụng": "A", "ẩm thực": "Â", "Ước": "Ư", "Ưu đãi": "Ư", "ở": "Ơ", "“Cấp” phép": "C", "- Xóa": "X",
		"2 loại": data.OtherLetter, "???": data.OtherLetter, "": data.OtherLetter,
	} {
		if got := initial(name); got != want {
			t.Errorf("%q is under %q, want %q", name, got, want)
		}
	}
}

// listed are procedures for several lists; the last is hidden sample content.
func listed() []data.Procedure {
	named := func(code, name string, levels ...data.Level) data.Procedure {
		p := procedure(code, name)
		p.Levels = levels
		return p
	}
	ps := []data.Procedure{
		named("1.000001", "Đổi giấy", data.LevelCommune),
		named("1.000002", "Ẩm thực", data.LevelProvince, data.LevelCommune),
		named("1.000003", "Dời nhà"),
		named("1.000004", "Ăn uống", data.LevelProvince),
		named("1.000005", "An toàn", data.LevelProvince),
		named("1.000006", "Ảnh", data.LevelProvince),
		named("1.000007", "9 việc", data.LevelMinistry),
		named("1.000008", "An mẫu", data.LevelProvince),
	}
	ps[0].Audience = []string{"Công dân", "công dân", "Doanh nghiệp", " "}
	ps[0].Field, ps[0].Decision, ps[0].Status = "Thuế", "12/QĐ", data.StatusRepealed
	ps[1].Audience = []string{"CÔNG DÂN"}
	ps[7].Audience, ps[7].Sample = []string{"Công dân"}, true
	return ps
}

// checkLists holds what the lists of listed show.
func checkLists(t *testing.T, db *DB) {
	t.Helper()
	ctx := t.Context()
	codes := func(ps []data.ProcedureRow) (out []string) {
		for _, p := range ps {
			out = append(out, p.Code)
		}
		return out
	}
	letters, err := db.Letters(ctx)
	wantLetters := []data.Letter{{Letter: "A", Procedures: 2}, {Letter: "Ă", Procedures: 1}, {Letter: "Â", Procedures: 1}, {Letter: "D", Procedures: 1}, {Letter: "Đ", Procedures: 1}, {Letter: data.OtherLetter, Procedures: 1}}
	if diff := cmp.Diff(wantLetters, letters); diff != "" || err != nil {
		t.Errorf("letters (-want +got)\n%s, %v", diff, err)
	}
	total, ps, err := db.LetterProcedures(ctx, "A", 0, 10)
	if diff := cmp.Diff([]string{"1.000005", "1.000006"}, codes(ps)); diff != "" || total != 2 || err != nil {
		t.Errorf("%d under A (-want +got)\n%s, %v", total, diff, err)
	}
	total, ps, err = db.LetterProcedures(ctx, "A", 1, 1)
	if diff := cmp.Diff([]string{"1.000006"}, codes(ps)); diff != "" || total != 2 || err != nil {
		t.Errorf("the second of %d under A (-want +got)\n%s, %v", total, diff, err)
	}
	total, ps, err = db.LevelProcedures(ctx, data.LevelProvince, 0, 10)
	if diff := cmp.Diff([]string{"1.000005", "1.000004", "1.000006", "1.000002"}, codes(ps)); diff != "" || total != 4 || err != nil {
		t.Errorf("%d of the province (-want +got)\n%s, %v", total, diff, err)
	}
	audiences, err := db.Audiences(ctx)
	wantAudiences := []data.Audience{{Slug: "cong-dan", Name: "Công dân", Procedures: 2}, {Slug: "doanh-nghiep", Name: "Doanh nghiệp", Procedures: 1}}
	if diff := cmp.Diff(wantAudiences, audiences); diff != "" || err != nil {
		t.Errorf("audiences (-want +got)\n%s, %v", diff, err)
	}
	a, ps, err := db.AudienceProcedures(ctx, "cong-dan", 0, 10)
	want := []data.ProcedureRow{
		{Code: "1.000001", Name: "Đổi giấy", Field: "thue", Levels: []data.Level{data.LevelCommune}, Decision: "12/QĐ", Status: data.StatusRepealed},
		{Code: "1.000002", Name: "Ẩm thực", Field: "ho-tich", Levels: []data.Level{data.LevelProvince, data.LevelCommune}, Status: data.StatusActive},
	}
	if diff := cmp.Diff(want, ps); diff != "" || a != wantAudiences[0] || err != nil {
		t.Errorf("%+v (-want +got)\n%s, %v", a, diff, err)
	}
	if _, _, err := db.AudienceProcedures(ctx, "ai-do", 0, 10); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("an audience that is not there: %v", err)
	}
	rows, err := db.ProcedureRows(ctx, []string{"1.000001", "1.000008", "9.999999"})
	if diff := cmp.Diff(map[string]data.ProcedureRow{"1.000001": want[0]}, rows); diff != "" || err != nil {
		t.Errorf("by code (-want +got)\n%s, %v", diff, err)
	}
}

func TestTranslatedNames(t *testing.T) {
	db := open(t)
	ps := listed()[:3]
	ps[0].Translations = map[string]data.Translation{"en": {Name: "Exchange of papers"}, "ko": {Name: "서류 교환"}}
	ps[1].Translations = map[string]data.Translation{"ko": {Name: "요리"}}
	save(t, db, ps...)
	got, err := db.TranslatedNames(t.Context(), "en", []string{"1.000001", "1.000002", "1.000003", "9.999999"})
	if diff := cmp.Diff(map[string]string{"1.000001": "Exchange of papers"}, got); diff != "" || err != nil {
		t.Errorf("(-want +got)\n%s, %v", diff, err)
	}
}

func TestLists(t *testing.T) {
	db := open(t)
	ps := listed()
	save(t, db, ps[7])
	save(t, db, ps[:7]...)
	checkLists(t, db)

	// A record that changes its letter, level and audience is in the new lists
	// alone.
	ps[6].Name, ps[6].Levels, ps[6].Audience = "Yên tâm", []data.Level{data.LevelCommune}, []string{"Doanh nghiệp"}
	save(t, db, ps[6])
	if n, _, err := db.LevelProcedures(t.Context(), data.LevelMinistry, 0, 10); err != nil || n != 0 {
		t.Errorf("%d of the ministry, %v", n, err)
	}
	if n, ps, err := db.LetterProcedures(t.Context(), "Y", 0, 10); err != nil || n != 1 || ps[0].Name != "Yên tâm" {
		t.Errorf("%d under Y: %+v, %v", n, ps, err)
	}
}

// TestListsFilled: a store that has no rows for its lists gets them when it is
// opened.
func TestListsFilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tracuu.db")
	db, err := Open(t.Context(), path, clock)
	if err != nil {
		t.Fatal(err)
	}
	ps := listed()
	save(t, db, ps[7])
	save(t, db, ps[:7]...)
	for _, table := range []string{"procedure_rows", "procedure_levels", "procedure_audiences", "audiences"} {
		if _, err := db.write.ExecContext(t.Context(), `DELETE FROM `+table); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(t.Context(), path, clock); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	checkLists(t, db)
}
