package sqlite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func unit(code, name string, merged ...string) data.Unit {
	return data.Unit{Code: code, Name: name, Type: data.UnitCommune, ProvinceCode: "56", Province: "Tỉnh Khánh Hoà", Merged: merged}
}

func unitsOf(us []data.Unit) (codes []string) {
	for _, u := range us {
		codes = append(codes, u.Code)
	}
	return codes
}

// TestUnits: units are found by every name that leads to them, and the real
// ones take the place of the sample's.
func TestUnits(t *testing.T) {
	db, ctx := open(t), t.Context()
	sampled := unit("1", "Mẫu cũ", "Xã Lộc Thọ")
	sampled.Sample = true
	if filled, err := db.FillIfEmpty(ctx, []data.Procedure{procedure("1.000001", "Mẫu")}, nil, []data.Unit{sampled}); err != nil || !filled {
		t.Fatal(filled, err)
	}
	if us, err := db.UnitsNamed(ctx, "loc THO"); err != nil || len(us) != 1 || !us[0].Sample {
		t.Fatalf("the sample's: %+v, %v", us, err)
	}
	batch := []data.Unit{
		unit("11", "Đông Hải", "Phường Đông Hải", "Xã Lộc Thọ (huyện Cũ)"),
		unit("12", "Đông Mẫu", "Phường Đông Hải"),
		unit("13", "Ấp Đông Hải Bắc"),
	}
	batch[2].English = "North"
	other := unit("14", "Đông Hải")
	other.Province, other.ProvinceCode = "Tỉnh Khác", "99"
	batch = append(batch, other)
	all := data.SaveResult{New: 4}
	if res, err := db.CompareUnits(ctx, batch); err != nil || res != all {
		t.Errorf("comparing: %+v, %v", res, err)
	}
	if n, err := db.LocalUnitCount(ctx); err != nil || n != 1 {
		t.Errorf("comparing has left %d units, %v", n, err)
	}
	if res, err := db.SaveUnits(ctx, batch); err != nil || res != all {
		t.Errorf("saving: %+v, %v", res, err)
	}
	for name, want := range map[string][]string{
		"đông hải": {"11", "14", "12"}, "dong-hai": {"11", "14", "12"}, "Lộc Thọ": {"11"}, "cũ": {"11"}, "north": {"13"},
		"đông": nil, "mẫu cũ": nil, "": nil, "???": nil,
	} {
		us, err := db.UnitsNamed(ctx, name)
		if diff := cmp.Diff(want, unitsOf(us)); diff != "" || err != nil {
			t.Errorf("named %q (-want +got)\n%s, %v", name, diff, err)
		}
	}
	for words, want := range map[string][]string{"dong hai": {"13", "11", "14", "12"}, "hai bac": {"13"}, "ong": nil, "": nil} {
		us, err := db.UnitsLike(ctx, words, 10)
		if diff := cmp.Diff(want, unitsOf(us)); diff != "" || err != nil {
			t.Errorf("like %q (-want +got)\n%s, %v", words, diff, err)
		}
	}
	if us, err := db.UnitsLike(ctx, "dong", 2); err != nil || len(us) != 2 {
		t.Errorf("at most two: %+v, %v", us, err)
	}
	us, err := db.LocalUnits(ctx, "Khánh Hòa")
	if diff := cmp.Diff([]string{"13", "11", "12"}, unitsOf(us)); diff != "" || err != nil {
		t.Errorf("of the province (-want +got)\n%s, %v", diff, err)
	}
	if diff := cmp.Diff(batch[0], us[1]); diff != "" {
		t.Errorf("what came back (-want +got)\n%s", diff)
	}

	batch[1].Merged = []string{"Xã Khác"}
	if res, err := db.SaveUnits(ctx, batch); err != nil || res != (data.SaveResult{Changed: 1, Unchanged: 3}) {
		t.Errorf("again: %+v, %v", res, err)
	}
	if us, err := db.UnitsNamed(ctx, "Đông Hải"); err != nil || len(us) != 2 {
		t.Errorf("a name that leads there no more: %+v, %v", us, err)
	}
}
