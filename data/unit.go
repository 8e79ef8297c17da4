package data

import (
	"slices"
	"strings"
)

// Unit is an administrative unit as Viet Nam has had them since 1 July 2025: a
// commune, ward or special zone, or a province. Its identity is Code, the
// national unit code.
type Unit struct {
	Code         string   `json:"code"`
	Name         string   `json:"name"` // without its type: "Nha Trang"
	Type         UnitType `json:"type"`
	English      string   `json:"english,omitempty"`
	ProvinceCode string   `json:"province_code"`
	Province     string   `json:"province"`         // with its type: "Tỉnh Khánh Hòa"
	Merged       []string `json:"merged,omitempty"` // the former units it was made of, as printed; the unit alone: it was left as it was; empty: not known

	Sample bool `json:"-"`
}

// UnitType is what a unit is. Those of the former units are among them.
type UnitType string

// The types of units, as they are written before a name.
const (
	UnitCommune  UnitType = "Xã"
	UnitWard     UnitType = "Phường"
	UnitZone     UnitType = "Đặc khu"
	UnitProvince UnitType = "Tỉnh"
	UnitCity     UnitType = "Thành phố" // centrally run; before, also one of a province
	UnitTown     UnitType = "Thị trấn"  // until 2025
	UnitBorough  UnitType = "Thị xã"    // until 2025, as the two that follow
	UnitDistrict UnitType = "Huyện"
	UnitQuarter  UnitType = "Quận"
)

// unitTypes are all of them.
var unitTypes = []UnitType{
	UnitCommune, UnitWard, UnitZone, UnitProvince, UnitCity, UnitTown, UnitBorough, UnitDistrict, UnitQuarter,
}

// IsLocal reports whether units of the type are the lower of today's two
// levels.
func (t UnitType) IsLocal() bool { return t == UnitCommune || t == UnitWard || t == UnitZone }

// FullName is the name with the type before it: "Phường Nha Trang".
func (u Unit) FullName() string { return string(u.Type) + " " + u.Name }

// Kept reports whether the unit is one that was left as it was in 2025.
func (u Unit) Kept() bool { return len(u.Merged) == 1 && u.Merged[0] == u.FullName() }

// SplitUnitName takes a printed name apart: "xã Kim Chung (huyện Đông Anh)" is
// a commune, Kim Chung, with a note, of which the first is answered. The type is empty where none is printed.
func SplitUnitName(printed string) (t UnitType, name, note string) {
	printed = strings.TrimSpace(printed)
	i := slices.IndexFunc(unitTypes, func(t UnitType) bool {
		n := len(t)
		return len(printed) > n && printed[n] == ' ' && strings.EqualFold(printed[:n], string(t))
	})
	if i >= 0 {
		t = unitTypes[i]
		printed = strings.TrimSpace(printed[len(t):])
	}
	name, note, _ = strings.Cut(printed, "(")
	note, _, _ = strings.Cut(note, ")")
	return t, strings.TrimSpace(name), note
}
