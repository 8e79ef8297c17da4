package web

import (
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
)

// askedUnit is a name as it may be meant.
type askedUnit struct {
	kind data.UnitType // empty: of whatever type
	name string
}

// isFormerDistrict reports whether the name is said to be of the level that was
// abolished in 2025, or of a city, which are both.
func (a askedUnit) isFormerDistrict() bool {
	return slices.Contains([]data.UnitType{data.UnitDistrict, data.UnitQuarter, data.UnitBorough, data.UnitCity}, a.kind)
}

// unitWords are the folded words before a name that tell its type.
func unitWords() []struct {
	words string
	kind  data.UnitType
} {
	return []struct {
		words string
		kind  data.UnitType
	}{
		{"phuong", data.UnitWard},
		{"p", data.UnitWard},
		{"xa", data.UnitCommune},
		{"x", data.UnitCommune},
		{"thi tran", data.UnitTown},
		{"tt", data.UnitTown},
		{"dac khu", data.UnitZone},
		{"thi xa", data.UnitBorough},
		{"tx", data.UnitBorough},
		{"thanh pho", data.UnitCity},
		{"tp", data.UnitCity},
		{"huyen", data.UnitDistrict},
		{"h", data.UnitDistrict},
		{"quan", data.UnitQuarter},
		{"q", data.UnitQuarter},
		{"tinh", data.UnitProvince},
	}
}

// unitReadings are what a typed name may mean, the likeliest first: with its type
// in front, or as a whole ("Xà Bang" is no commune of the name Bang), typed with
// marks or in keystrokes of Telex or VNI.
func unitReadings(typed string) (out []askedUnit) {
	for _, text := range []string{typed, vi.DecodeText(typed, vi.DecodeTelex), vi.DecodeText(typed, vi.DecodeVNI)} {
		var names, folded []string
		for t := range vi.Tokens(text) {
			names, folded = append(names, t.Text), append(folded, vi.Fold(t.Text))
		}
		for _, w := range unitWords() {
			n := strings.Count(w.words, " ") + 1
			if len(names) > n && strings.Join(folded[:n], " ") == w.words {
				out = append(out, askedUnit{w.kind, strings.Join(names[n:], " ")})
			}
		}
		out = append(out, askedUnit{name: strings.Join(names, " ")})
	}
	return out
}

// narrow leaves, of units with a name of the words asked for, those that fit
// best: by the marks typed, if there are any, and by the type. A former
// district is one or nothing.
func (a askedUnit) narrow(named []data.Unit) []data.Unit {
	best := 0
	var out []data.Unit
	for _, u := range named {
		switch fit := a.fit(u); {
		case a.isFormerDistrict() && (fit < 0 || fit&fitsType == 0):
		case fit > best:
			best, out = fit, []data.Unit{u}
		case fit == best:
			out = append(out, u)
		}
	}
	return out
}

// How well a name fits, to be added up.
const (
	fitsType  = 1
	fitsMarks = 2
)

// fit is how well the best name of a unit fits.
func (a askedUnit) fit(u data.Unit) (best int) {
	best = max(a.fitName(u.FullName()), a.fitName(u.English))
	for _, printed := range u.Merged {
		_, _, note := data.SplitUnitName(printed)
		best = max(best, a.fitName(printed), a.fitName(note))
	}
	return best
}

// isName reports whether a unit bears the name or is made of one that does,
// type and all.
func (a askedUnit) isName(u data.Unit) bool {
	return slices.ContainsFunc(append(u.Merged, u.FullName()), func(printed string) bool {
		fit := a.fitName(printed)
		return fit > 0 && fit&fitsType > 0
	})
}

// fitName is how well a printed name fits, -1 for another name.
func (a askedUnit) fitName(printed string) int {
	kind, name, _ := data.SplitUnitName(printed)
	if vi.Slug(name, len(name)) != vi.Slug(a.name, len(a.name)) {
		return -1
	}
	fit := 0
	if kind == a.kind {
		fit += fitsType
	}
	if canonical(name) == canonical(a.name) || !a.hasMarks() {
		fit += fitsMarks
	}
	return fit
}

// hasMarks reports whether the name was typed with marks, which then count.
func (a askedUnit) hasMarks() bool {
	return slices.ContainsFunc(strings.Fields(a.name), vi.HasMarks)
}

// canonical is a name by its words in one spelling, with their marks.
func canonical(name string) string {
	var words []string
	for t := range vi.Tokens(name) {
		words = append(words, vi.Canonical(t.Text))
	}
	return strings.Join(words, " ")
}
