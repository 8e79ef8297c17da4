package data

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProvinces(t *testing.T) {
	all := Provinces()
	if len(all) != 34 {
		t.Errorf("%d provinces, want 34", len(all))
	}
	names := map[string]bool{}
	for _, p := range all {
		for _, name := range append(p.Former, p.Name) {
			if names[placeKey(name)] {
				t.Errorf("%s twice", name)
			}
			names[placeKey(name)] = true
		}
	}
	// 63 before 2025, and Huế twice, for it was Thừa Thiên Huế until that year.
	if len(names) != 64 {
		t.Errorf("%d names old and new, want 64", len(names))
	}
	all[0].Name = "changed"
	if Provinces()[0].Name != "Hà Nội" {
		t.Error("a caller can change the provinces")
	}
}

func TestIssuerProvince(t *testing.T) {
	legal := func(titles ...string) (refs []LegalRef) {
		for _, title := range titles {
			refs = append(refs, LegalRef{Title: title})
		}
		return refs
	}
	for _, c := range []struct {
		about      string
		p          Procedure
		name       string
		provincial bool
	}{
		{"a ministry", Procedure{Decision: "375/QĐ-BNNMT", Agency: "Sở Nông nghiệp và Môi trường Thành phố Hà Nội"}, "", false},
		{"an office of a ministry", Procedure{Decision: "12/BNG-VP", Authority: "UBND tỉnh Gia Lai"}, "", false},
		{"nothing known", Procedure{}, "", false},
		{"agency", Procedure{Decision: "10/QĐ-UBND", Agency: "Sở Xây dựng - tỉnh Gia Lai"}, "Gia Lai", true},
		{"authority", Procedure{Decision: "10/QĐ-UBND", Authority: "UBND Thành phố Huế"}, "Huế", true},
		{"the older name of Huế", Procedure{Decision: "10/QĐ-UBND", Name: "Tặng danh hiệu của tỉnh Thừa Thiên Huế"}, "Huế", true},
		{"abbreviated", Procedure{Decision: "10/QĐ-UBND.", Agency: "Sở Nội vụ - TP.Đà Nẵng"}, "Đà Nẵng", true},
		{"Hồ Chí Minh abbreviated", Procedure{Decision: "10/qđ-ubnd", Agency: "Sở Xây dựng TP.HCM"}, "Hồ Chí Minh", true},
		{"not every Hồ Chí Minh is the city", Procedure{Decision: "10/QĐ-UBND", Agency: "Đoàn Thanh niên Cộng sản Hồ Chí Minh"}, "", true},
		{"former province", Procedure{Decision: "10/QĐ-UBND", Agency: "Sở Y tế tỉnh Ninh Thuận"}, "Khánh Hòa", true},
		{"tone mark placed the other way", Procedure{Decision: "10/QĐ-UBND", Agency: "Sở Y tế tỉnh Khánh Hoà"}, "Khánh Hòa", true},
		{"capitals", Procedure{Decision: "10/QĐ-UBND", LegalBasis: legal("QUY ĐỊNH TRÊN ĐỊA BÀN TỈNH KHÁNH HÒA")}, "Khánh Hòa", true},
		{"other spellings", Procedure{Decision: "10/QĐ-UBND", Agency: "Sở Y tế tỉnh Đăk Nông"}, "Lâm Đồng", true},
		{"dashes", Procedure{Decision: "10/QĐ-UBND", Agency: "Sở Y tế tỉnh Bà Rịa – Vũng Tàu"}, "Hồ Chí Minh", true},
		{"a street is no province", Procedure{Decision: "10/QĐ-UBND", ReceptionAddress: "5 đường Hòa Bình, tỉnh Tây Ninh"}, "Tây Ninh", true},
		{"two names of one province", Procedure{Decision: "10/QĐ-UBND", ReceptionAddress: "tỉnh Lào Cai (trước là tỉnh Yên Bái)"}, "Lào Cai", true},
		{"two provinces", Procedure{Decision: "10/QĐ-UBND", ReceptionAddress: "tỉnh Lào Cai, tỉnh Lai Châu"}, "", true},
		{"agency before legal basis", Procedure{Decision: "10/QĐ-UBND", Agency: "Sở Y tế tỉnh Hà Tĩnh", LegalBasis: legal("Quy định của tỉnh Lai Châu")}, "Hà Tĩnh", true},
		{"law of the capital", Procedure{Decision: "10/QĐ-TTPVHCC", LegalBasis: legal("Luật Giáo dục", "Luật Thủ đô")}, "Hà Nội", true},
		{"office of a committee", Procedure{Decision: "10/QĐ-VP", Agency: "UBND cấp xã, tỉnh Thanh Hoá"}, "Thanh Hóa", true},
		{"a department's report", Procedure{Decision: "10/TTr-SNNMT", Agency: "Văn phòng Đăng ký đất đai Thành phố Đồng Nai"}, "Đồng Nai", true},
		{"a land decision", Procedure{Decision: "10/QĐ-UBND-DatDai"}, "", true},
		{"number alone", Procedure{Decision: "1704", Authority: "UBND tỉnh Bắc Ninh"}, "Bắc Ninh", true},
		{"number alone, nothing named", Procedure{Decision: "1704", Authority: "Bộ Xây dựng", LegalBasis: legal("Nghị quyết về thành phố Đà Nẵng")}, "", false},
	} {
		if name, provincial := IssuerProvince(&c.p); name != c.name || provincial != c.provincial {
			t.Errorf("%s: %q, %v; want %q, %v", c.about, name, provincial, c.name, c.provincial)
		}
	}
}

func TestIssuers(t *testing.T) {
	got := Issuers(slices.Values([]*Procedure{
		{Code: "national", Decision: "1/QĐ-BTP"},
		{Code: "named", Decision: "2/QĐ-UBND", Agency: "UBND tỉnh Sơn La"},
		{Code: "unnamed", Decision: "2/qđ-ubnd."},
		{Code: "alone", Decision: "3/QĐ-UBND"},
		{Code: "one", Decision: "4/QĐ-UBND", Agency: "UBND tỉnh Sơn La"},
		{Code: "other", Decision: "4/QĐ-UBND", Agency: "UBND tỉnh Cà Mau"},
		{Code: "either", Decision: "4/QĐ-UBND"},
	}))
	want := map[string]string{
		"named": "Sơn La", "unnamed": "Sơn La", "alone": "", "one": "Sơn La", "other": "Cà Mau", "either": "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("issuers (-want +got):\n%s", diff)
	}
}

// TestRealIssuers measures on the national catalogue how many provincial
// procedures find their province.
func TestRealIssuers(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "data", "procedures.jsonl.gz")
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("real records not here: %s", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []*Procedure
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		// The texts asked for have one form and one name in records and here.
		var rec struct {
			Code, Name, Decision, Agency, Authority string
			ReceptionAddress                        string `json:"reception_address"`
			LegalBasis                              []struct {
				Number, Title string
			} `json:"legal_basis"`
		}
		if err := json.Unmarshal(lines.Bytes(), &rec); err != nil {
			t.Fatal(err)
		}
		p := &Procedure{
			Code: rec.Code, Name: rec.Name, Decision: rec.Decision, Agency: rec.Agency,
			Authority: rec.Authority, ReceptionAddress: rec.ReceptionAddress,
		}
		for _, ref := range rec.LegalBasis {
			p.LegalBasis = append(p.LegalBasis, LegalRef(ref))
		}
		all = append(all, p)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	issuers := Issuers(slices.Values(all))
	unnamed := 0
	for _, name := range issuers {
		if name == "" {
			unnamed++
		}
	}
	t.Logf("%d procedures, %d provincial, %d of them without a name", len(all), len(issuers), unnamed)
	if len(issuers) < 900 || unnamed > 20 {
		t.Errorf("%d provincial, %d without a name; want at least 900, at most 20", len(issuers), unnamed)
	}
	for code, want := range map[string]string{"1.115194": "Đồng Nai", "1.115514": "Thanh Hóa", "1.115412": "Bắc Ninh", "1.115750": "Lạng Sơn"} {
		if got := issuers[code]; got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}
