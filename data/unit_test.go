package data

import "testing"

func TestSplitUnitName(t *testing.T) {
	for _, tt := range []struct {
		printed    string
		kind       UnitType
		name, note string
	}{
		{"Phường Lộc Thọ", UnitWard, "Lộc Thọ", ""},
		{"thị trấn Diên Khánh", UnitTown, "Diên Khánh", ""},
		{" Xã  Vĩnh Thái ", UnitCommune, "Vĩnh Thái", ""},
		{"Xã Kim Chung (huyện Đông Anh)", UnitCommune, "Kim Chung", "huyện Đông Anh"},
		{"Phường Minh Khai (quận Bắc Từ Liêm) (một phần)", UnitWard, "Minh Khai", "quận Bắc Từ Liêm"},
		{"Phường 12", UnitWard, "12", ""},
		{"Thành phố Huế", UnitCity, "Huế", ""},
		{"Krông Na", "", "Krông Na", ""},
		{"Xãabc", "", "Xãabc", ""},
		{"Xã", "", "Xã", ""},
		{"(", "", "", ""},
		{"", "", "", ""},
	} {
		kind, name, note := SplitUnitName(tt.printed)
		if kind != tt.kind || name != tt.name || note != tt.note {
			t.Errorf("%q is %q, %q, %q", tt.printed, kind, name, note)
		}
	}
}

func TestUnitKept(t *testing.T) {
	u := Unit{Name: "Ba Ngòi", Type: UnitWard}
	for _, tt := range []struct {
		merged []string
		want   bool
	}{
		{nil, false},
		{[]string{"Phường Ba Ngòi"}, true},
		{[]string{"Xã Ba Ngòi"}, false},
		{[]string{"Phường Ba Ngòi", "Xã Cam Phước Đông"}, false},
	} {
		u.Merged = tt.merged
		if u.Kept() != tt.want {
			t.Errorf("merged from %q: kept %v", tt.merged, u.Kept())
		}
	}
}
