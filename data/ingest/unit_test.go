package ingest

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestProvinceMakesNoUnit(t *testing.T) {
	for _, line := range []string{
		`{"code":"1.001193","name":"Đăng ký mẫu","province_code":"56","steps":"Nộp hồ sơ."}`,
		`{"id":"9","title":"Tin mẫu","body":"Một tin.","province_code":"56"}`,
	} {
		if rec := decode([]byte(line), Options{}); rec.Reject != nil || rec.Unit != nil {
			t.Errorf("%s: %+v", line, rec.Reject)
		}
	}
}

func TestUnit(t *testing.T) {
	const place = `,"province_code":"56","province":"Tỉnh Mẫu"`
	for _, tt := range []struct {
		name, line string
		want       data.Unit
		reason     string
	}{
		{
			name: "our own keys",
			line: `{"code":"90001","name":"Sông Mẫu","type":"Xã","merged":["Xã Sông Trên","Thị trấn Sông Dưới"]` + place + `}`,
			want: data.Unit{Code: "90001", Name: "Sông Mẫu", Type: data.UnitCommune, Merged: []string{"Xã Sông Trên", "Thị trấn Sông Dưới"}},
		},
		{
			name: "the keys of public tables",
			line: `{"code":"90002","name":"Núi Mẫu","full_name":"Phường Núi Mẫu","name_en":"Nui Mau","type":"Phường","before_merge":"Phường Núi Một, Xã Núi Hai và Xã Núi Ba"` + place + `}`,
			want: data.Unit{Code: "90002", Name: "Núi Mẫu", Type: data.UnitWard, English: "Nui Mau", Merged: []string{"Phường Núi Một", "Xã Núi Hai", "Xã Núi Ba"}},
		},
		{
			name: "left as it was",
			line: `{"code":"90003","name":"Đảo Mẫu","type":"Đặc khu tại hải đảo","before_merge":"giữ nguyên"` + place + `}`,
			want: data.Unit{Code: "90003", Name: "Đảo Mẫu", Type: data.UnitZone, Merged: []string{"Đặc khu Đảo Mẫu"}},
		},
		{
			name: "nobody tells what it was made of; the type stands in the name, too",
			line: `{"code":"90004","name":"Xã Đồng Mẫu","type":"xã"` + place + `}`,
			want: data.Unit{Code: "90004", Name: "Đồng Mẫu", Type: data.UnitCommune},
		},
		{
			name: "a province",
			line: `{"code":"56","name":"Mẫu","type":"Thành phố trực thuộc trung ương","before_merge":"tỉnh Mẫu Một và thành phố Mẫu"` + place + `}`,
			want: data.Unit{Code: "56", Name: "Mẫu", Type: data.UnitCity, Merged: []string{"Tỉnh Mẫu Một", "Thành phố Mẫu"}},
		},
		{name: "no code", line: `{"name":"Sông Mẫu","type":"Xã"` + place + `}`, reason: "thiếu mã đơn vị hành chính"},
		{name: "a code of letters", line: `{"code":"A1","name":"Sông Mẫu","type":"Xã"` + place + `}`, reason: "không chỉ có chữ số"},
		{name: "no name", line: `{"code":"90001","type":"Xã"` + place + `}`, reason: "thiếu tên"},
		{name: "no type", line: `{"code":"90001","name":"Sông Mẫu"` + place + `}`, reason: "thiếu loại đơn vị"},
		{name: "a district", line: `{"code":"90001","name":"Sông Mẫu","type":"Huyện"` + place + `}`, reason: `"Huyện" không có từ ngày 01/07/2025`},
		{name: "no province", line: `{"code":"90001","name":"Sông Mẫu","type":"Xã","merged":[]}`, reason: "không ghi thuộc tỉnh"},
		{name: "merged from numbers and more", line: `{"code":"90001","name":"Sông Mẫu","type":"Xã","merged":[{"a":1}]` + place + `}`, reason: `trường "merged"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rec := decode([]byte(tt.line), Options{})
			if tt.reason != "" {
				if rec.Reject == nil || !strings.Contains(rec.Reject.Reason, tt.reason) {
					t.Errorf("%+v, want the reason %q", rec, tt.reason)
				}
				return
			}
			if rec.Unit == nil {
				t.Fatalf("%+v", rec.Reject)
			}
			tt.want.ProvinceCode, tt.want.Province = "56", "Tỉnh Mẫu"
			if diff := cmp.Diff(tt.want, *rec.Unit); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if rec := decode([]byte(`{"code":"1.001193","name":"Đăng ký khai sinh"}`), Options{Kind: data.KindUnit}); rec.Reject == nil {
		t.Error("a procedure is taken for a unit")
	}
}

func TestFormerUnits(t *testing.T) {
	for _, tt := range []struct {
		before string
		want   []string
	}{
		{"", nil},
		{"Giữ nguyên", []string{"Xã Nay"}},
		{"Phường Một, Phường 2 (Quận 5); xã Ba", []string{"Phường Một", "Phường 2 (Quận 5)", "Xã Ba"}},
		{
			"Xã Một (phần còn lại sau khi sáp nhập vào xã A, xã B và xã C), Xã Hai",
			[]string{"Xã Một (phần còn lại sau khi sáp nhập vào xã A, xã B và xã C)", "Xã Hai"},
		},
		{
			"Phường Một, một phần diện tích TN, quy mô dân số của các phường Hai, Ba, một phần diện tích TN của phường Tư, phần còn lại của xã Năm sau khi sắp Xếp",
			[]string{"Phường Một", "Phường Hai", "Phường Ba", "Phường Tư (một phần)", "Xã Năm (phần còn lại)"},
		},
		{
			"Toàn bộ  diện tích TN, quy mô dân số của các phường Phường Một và Phường Hai",
			[]string{"Phường Một", "Phường Hai"},
		},
		{"Xã Một và một phần diện tích tự nhiên, quy mô dân số của Xã Hai", []string{"Xã Một", "Xã Hai"}},
		{"một phần diện tích TN, toàn bộ quy mô dân số của Xã Một", []string{"Xã Một"}},
		{"Xã Một, khu vực bãi bồi (do huyện X, tỉnh Y quản lý)", []string{"Xã Một", "khu vực bãi bồi (do huyện X, tỉnh Y quản lý)"}},
		{", ,và", nil},
		{"Xã Một (chưa đóng ngoặc, Xã Hai", []string{"Xã Một (chưa đóng ngoặc, Xã Hai"}},
	} {
		if diff := cmp.Diff(tt.want, formerUnits(tt.before, "Xã Nay")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.before, diff)
		}
	}
}

// TestUnitsReal: of the public tables every unit is taken, and nearly every
// former unit is understood.
func TestUnitsReal(t *testing.T) {
	for _, tt := range []struct {
		file         string
		units, local int
		unread       int // former units without a type at most
	}{
		{"units_khanhhoa.jsonl", 66, 65, 0},
		{"units_vn.jsonl.gz", 3355, 3321, 30},
	} {
		path := "../../../shared/data/" + tt.file
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			t.Skipf("no %s in ../shared/data", tt.file)
		}
		src, err := Open(t.Context(), path, nil)
		if err != nil {
			t.Fatal(err)
		}
		var unread []string
		units, local := 0, 0
		for rec, err := range Records(t.Context(), src, Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			if rec.Unit == nil {
				t.Fatalf("%s:%d: %+v", tt.file, rec.Line, rec.Reject)
			}
			units++
			if !rec.Unit.Type.IsLocal() {
				continue
			}
			local++
			for _, printed := range rec.Unit.Merged {
				if kind, _, _ := data.SplitUnitName(printed); kind == "" {
					unread = append(unread, rec.Unit.FullName()+": "+printed)
				}
			}
		}
		if err := src.Close(); err != nil {
			t.Error(err)
		}
		slices.Sort(unread)
		if units != tt.units || local != tt.local || len(unread) > tt.unread {
			t.Errorf("%s: %d units, %d local, not understood: %q", tt.file, units, local, unread)
		}
	}
}
