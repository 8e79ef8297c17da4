package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestRowReadsBack(t *testing.T) {
	for name, r := range map[string]row{
		"nothing": {},
		"news":    {Title: "Chuyển đổi số", Length: 120, Day: 19_500},
		"old":     {Day: -400},
		"bare":    {Title: "Đăng ký khai sinh", Length: 3, Field: "Hộ tịch"},
		"lists":   {Levels: []data.Level{data.LevelCommune}, Audience: []string{"Công dân"}},
		"longer":  {Levels: []data.Level{data.LevelMinistry, data.LevelProvince, data.LevelCommune}, Audience: []string{"Công dân Việt Nam", "", "Hợp tác xã"}},
		"online":  {Online: true},
		"gone":    {Repealed: true},
		"full": {
			Title: "Cấp lại (cấp xã)", Length: 1 << 30, Day: 3, Field: "Đất đai, nhà ở", Agency: "UBND xã|phường\nThuế",
			Levels: []data.Level{data.LevelProvince}, Audience: []string{"Tổ chức (không bao gồm doanh nghiệp, HTX)"},
			Online: true, Repealed: true, Issuer: unknownIssuer,
		},
	} {
		got, ok := decodeRow(r.encode())
		if diff := cmp.Diff(r, got); diff != "" || !ok {
			t.Errorf("%s: %v (-want +got)\n%s", name, ok, diff)
		}
	}
	for _, s := range []string{"", "x", strings.Repeat(rowComma, 7), strings.Repeat(rowComma, 9)} {
		if r, ok := decodeRow(s); ok {
			t.Errorf("%q was read as %+v", s, r)
		}
	}
}

// FuzzRow: any text is a row or none, and a row that was read is read again
// from what it is written as.
func FuzzRow(f *testing.F) {
	for _, r := range []row{{}, {Title: "a", Levels: []data.Level{"x", ""}, Audience: []string{"", "b"}, Online: true}} {
		f.Add(r.encode())
	}
	f.Add("")
	f.Add("a\x1f-07\x1f99999999999999999999\x1f\x1f\x1f\x1e\x1f\x1e\x1e\x1fro!\x1f\xff\x1f")
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := decodeRow(s)
		if !ok {
			return
		}
		again, ok := decodeRow(r.encode())
		if diff := cmp.Diff(r, again); diff != "" || !ok {
			t.Errorf("%v (-first +again)\n%s", ok, diff)
		}
	})
}

// TestRecordWithSeparators: whatever a record's text has in it, it is indexed
// and the others stay readable.
func TestRecordWithSeparators(t *testing.T) {
	m := newMemory()
	odd := proc("1.000001", "Đăng\x1fký tàu\x1ecá")
	odd.Field, odd.Audience = "Thủy\x1fsản", []string{"Ngư\x1edân", "Chủ\x1ftàu"}
	m.put(odd)
	m.put(proc("1.000002", "Đăng ký tàu cá"))
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	catchUp(t, ix, m)
	if got := ids(t, ix, Query{Text: "đăng ký tàu cá"}); len(got) == 0 {
		t.Error("nothing is found")
	}
	mustAgree(t, ix, m)
}

func TestGroupKey(t *testing.T) {
	words := newLexis()
	for _, same := range [][]string{
		{
			"Cấp giấy phép môi trường", "Cấp giấy phép môi trường (cấp tỉnh)", "Cấp giấy phép môi trường (Cấp Tỉnh).", "Cấp giấy phép môi trường (cấp xã)",
			"Cấp giấy phép môi trường (thực hiện tại cấp tỉnh)", "Cấp giấy phép môi trường ( Thực hiện ở cấp xã )", "Cấp giấy phép môi trường [cấp bộ]",
			"Cấp giấy phép môi trường (cấp Trung ương)", "Cấp giấy phép môi trường (TW)", "Cấp giấy phép môi trường (cấp tỉnh, cấp xã)",
			"Cấp giấy phép môi trường (cấp tỉnh và cấp huyện)", "Cấp giấy phép môi trường (tỉnh/xã)", "CẤP GIẤY PHÉP MÔI TRƯỜNG (CẤP TỈNH)",
			"Cấp  giấy phép môi trường(cấp tỉnh)", "Cấp giấy phép: môi trường",
		},
		{"Hòa giải cơ sở", "Hoà giải cơ sở", "hòa giải, cơ sở"},
		{"Đăng ký kết hôn", "Đăng kí kết hôn"},
		{"Xóa đăng ký thường trú", "Xoá đăng ký thường trú"},
		{"Cấp mĩ thuật", "Cấp mỹ thuật"},
	} {
		for _, name := range same[1:] {
			if a, b := groupKey(same[0], words), groupKey(name, words); a != b {
				t.Errorf("%q is %q, but %q is %q", same[0], a, name, b)
			}
		}
	}
	for _, apart := range [][2]string{
		{"Cấp giấy phép môi trường", "Cấp lại giấy phép môi trường"},
		{"Thuê đất", "Thuế đất"},
		{"Thuế đất", "Thue dat"},
		{"Đăng ký kết hôn", "Đăng ký kết hôn có yếu tố nước ngoài"},
		{"Đăng ký xe (lần đầu)", "Đăng ký xe (sang tên)"},
		{"Đăng ký xe (lần đầu)", "Đăng ký xe"},
		{"Cấp phép (cấp tỉnh) cho tàu", "Cấp phép (cấp xã) cho tàu"},
		{"Cấp phép (cấp tỉnh) cho tàu", "Cấp phép cho tàu"},
		{"Thành lập quỹ cấp tỉnh", "Thành lập quỹ cấp xã"},
		{"Công nhận xã (xã đảo)", "Công nhận xã"},
		{"Nhà ở cấp III", "Nhà ở cấp IV"},
		{"Cấp thẻ", "Cấp thể"},
	} {
		if a, b := groupKey(apart[0], words), groupKey(apart[1], words); a == b {
			t.Errorf("%q and %q are both %q", apart[0], apart[1], a)
		}
	}
}
