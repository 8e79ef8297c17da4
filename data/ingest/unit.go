package ingest

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"tracuu/data"
)

// unit reads an administrative unit: with our own keys, or with those of the
// public tables, where before_merge tells in free text what the unit was made
// of.
func unit(f fields) (data.Unit, error) {
	u := data.Unit{
		Code: line(f.text("code")), Name: line(f.text("name")), English: line(f.text("english", "name_en")),
		ProvinceCode: line(f.text("province_code")), Province: line(f.text("province")),
	}
	kind := line(f.text("type"))
	for _, printed := range f.list("merged") {
		if printed = line(printed); printed != "" {
			u.Merged = append(u.Merged, printed)
		}
	}
	before := line(f.text("before_merge"))
	if *f.err != nil {
		return u, *f.err
	}
	switch {
	case !unitCodeRE.MatchString(u.Code):
		return u, errors.New(`thiếu mã đơn vị hành chính, hoặc mã không chỉ có chữ số: hãy điền "code", ví dụ 22366`)
	case u.Name == "":
		return u, errors.New(`thiếu tên: hãy điền "name"`)
	case kind == "":
		return u, errors.New(`thiếu loại đơn vị: hãy điền "type" là Xã, Phường, Đặc khu, Tỉnh hoặc Thành phố`)
	}
	// The tables say more than the type: "Đặc khu tại hải đảo".
	u.Type, _, _ = data.SplitUnitName(kind + " -")
	if u.Type != data.UnitProvince && u.Type != data.UnitCity && !u.Type.IsLocal() {
		return u, fmt.Errorf(`loại đơn vị %q không có từ ngày 01/07/2025: hãy ghi "type" là Xã, Phường, Đặc khu, Tỉnh hoặc Thành phố`, shown(kind))
	}
	if t, name, _ := data.SplitUnitName(u.Name); t == u.Type {
		u.Name = name
	}
	if u.Type.IsLocal() && (u.Province == "" || u.ProvinceCode == "") {
		return u, errors.New(`không ghi thuộc tỉnh, thành phố nào: hãy điền "province" và "province_code"`)
	}
	if len(u.Merged) == 0 {
		u.Merged = formerUnits(before, u.FullName())
	}
	return u, nil
}

var (
	unitCodeRE = regexp.MustCompile(`^\d{2,5}$`)
	// wholeRE and partRE match how a table says how much of a unit went over,
	// before its name.
	wholeRE = regexp.MustCompile(`(?i)^(và\s+)?((toàn bộ|toàn bố|một phần|phần còn l[aạ]i|diện tích|tự nhiên|TN|quy mô dân số|của|các|và)(\s+|$))+`)
	// manyRE ends such a phrase with the type of all units that follow.
	manyRE = regexp.MustCompile(`(?i)các (xã|phường|thị trấn)$`)
	// afterRE matches what some tables say behind the last name.
	afterRE = regexp.MustCompile(`(?i)\s+sau khi (sắp xếp|sáp nhập)$`)
)

// formerUnits takes apart what a table tells of the units that one was made
// of. Names that are understood are written with their type in front; of how
// much of a unit went over stays what is printed with that unit alone. What is
// not understood stays as printed.
func formerUnits(before, now string) (out []string) {
	if strings.EqualFold(before, "giữ nguyên") {
		return []string{now}
	}
	var listed data.UnitType // of the units of a list, "các xã A, B, C"
	for piece := range unitPieces(before) {
		phrase := strings.TrimSpace(wholeRE.FindString(piece))
		name := strings.TrimSpace(afterRE.ReplaceAllString(piece[len(wholeRE.FindString(piece)):], ""))
		if name == "" {
			listed = "" // "một phần diện tích tự nhiên", of what follows
			continue
		}
		t, bare, _ := data.SplitUnitName(name)
		if t != "" {
			// "các phường Phường Giảng Võ", "các phường Cửa Nam, Điện Biên"
			if again, _, _ := data.SplitUnitName(bare); again != "" {
				name = strings.TrimSpace(name[len(t):])
				t = again
			}
			listed = ""
			if manyRE.MatchString(phrase + " " + string(t)) {
				listed = t
			}
			name = string(t) + name[len(t):]
		} else if listed != "" {
			name = string(listed) + " " + name
		}
		if part := partOf(phrase); part != "" && !strings.Contains(name, "(phần") {
			name += " (" + part + ")"
		}
		out = append(out, name)
	}
	return out
}

// partOf is how much of one unit a phrase before its name says went over, if
// that is a part.
func partOf(phrase string) string {
	for _, part := range []string{"một phần", "phần còn lại"} {
		if rest, ok := strings.CutPrefix(strings.ToLower(phrase), part); ok && !strings.Contains(rest, "toàn b") {
			return part
		}
	}
	return ""
}

// unitPieces cuts a list of units at its commas, semicolons and "và" that stand
// outside brackets.
func unitPieces(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		depth, start := 0, 0
		for i := 0; i <= len(s); i++ {
			width := 0
			switch {
			case i == len(s):
				width = 1
			case s[i] == '(':
				depth++
			case s[i] == ')':
				depth--
			case depth > 0:
			case s[i] == ',' || s[i] == ';':
				width = 1
			case strings.HasPrefix(s[i:], " và "):
				width = len(" và ")
			}
			if width == 0 {
				continue
			}
			if piece := strings.TrimSpace(s[start:i]); piece != "" && piece != "và" && !yield(piece) {
				return
			}
			start = i + width
			i += width - 1
		}
	}
}
