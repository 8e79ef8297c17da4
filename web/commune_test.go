package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"tracuu/data"
)

// answers are the units that a page answers with.
func (s *site) answers(typed string) []string {
	s.Helper()
	doc := s.page("/lam-o-xa-nao?xa=" + url.QueryEscape(typed))
	checkHouse(s, typed, doc)
	return texts(find(doc, ".unit h2"))
}

// TestCommune: a former or present name leads to today's commune, however it is
// typed.
func TestCommune(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, tt := range []struct {
		typed string
		want  []string
	}{
		{"Lộc Thọ", []string{"Phường Nha Trang"}},
		{"loc tho", []string{"Phường Nha Trang"}},
		{"p. Lộc Thọ", []string{"Phường Nha Trang"}},
		{"P.LỘC THỌ", []string{"Phường Nha Trang"}},
		{"phường lộc thọ", []string{"Phường Nha Trang"}},
		{"phuong-loc-tho", []string{"Phường Nha Trang"}},
		{"Loocj Thoj", []string{"Phường Nha Trang"}},           // Telex
		{"Lo65c Tho5", []string{"Phường Nha Trang"}},           // VNI
		{"Lộc\u00a0 Tho\u0323 ", []string{"Phường Nha Trang"}}, // another space, half decomposed
		{"xã Lộc Thọ", []string{"Phường Nha Trang"}},           // it was a ward, and is the only one
		{"xã Vĩnh Thái", []string{"Phường Nam Nha Trang"}},
		{"TT Diên Khánh", []string{"Xã Diên Khánh"}},
		{"thị trấn diên khánh", []string{"Xã Diên Khánh"}},
		{"Nha Trang", []string{"Phường Nha Trang"}},
		{"đặc khu Trường Sa", []string{"Đặc khu Trường Sa"}},
		{"Cam Hòa", []string{"Xã Cam Hiệp", "Xã Cam Lâm", "Xã Suối Dầu"}}, // split
		{"cam hoà", []string{"Xã Cam Hiệp", "Xã Cam Lâm", "Xã Suối Dầu"}}, // the mark elsewhere
		{"Đông Hải", []string{"Phường Đông Hải", "Xã Phước Dinh"}},        // split, and a name of today
		{"Khánh Bình", []string{"Xã Bắc Khánh Vĩnh"}},
		{"Vạn Thạnh", []string{"Xã Đại Lãnh", "Phường Nha Trang"}}, // a commune and a ward
		{"phường Vạn Thạnh", []string{"Phường Nha Trang"}},         // the ward
		{"xa van thanh", []string{"Xã Đại Lãnh"}},                  // the commune
		{"Phước Hoà", []string{"Xã Bác Ái Tây", "Phường Nha Trang"}},
		{"huyện Diên Khánh", nil},
		{"tp Nha Trang", nil},
		{"Không Có Đâu", nil},
		{"???", nil},
		{strings.Repeat("dài ", 500), nil},
		{"<script>alert(1)</script>", nil},
		{"%", nil},
	} {
		if diff := cmp.Diff(tt.want, s.answers(tt.typed)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.typed, diff)
		}
	}
}

// TestCommuneAnswer: an answer tells what the unit was made of and where its
// centre is, as far as that is known.
func TestCommuneAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ask := func(typed string) *html.Node { return s.page("/lam-o-xa-nao?xa=" + url.QueryEscape(typed)) }
	doc := ask("loc tho")
	if marked := texts(find(doc, ".unit mark")); !slices.Equal(marked, []string{"Phường Lộc Thọ"}) {
		t.Errorf("marked %q", marked)
	}
	for _, want := range []string{
		"Nhập từ: Phường Vạn Thạnh, Phường Lộc Thọ, Phường Vĩnh Nguyên", "Trung tâm Phục vụ hành chính công phường Nha Trang",
		"chưa có địa chỉ", "Ủy ban nhân dân phường Nha Trang",
	} {
		if main := text(one(t, doc, "main")); !strings.Contains(main, want) {
			t.Errorf("no %q in %s", want, main)
		}
	}
	a, err := s.db.EnsureAgency(t.Context(), "Ủy ban nhân dân phường Nha Trang")
	if err != nil {
		t.Fatal(err)
	}
	err = s.db.ChangeAgencyLook(t.Context(), a.Slug, data.Edit{}, func(l *data.AgencyLook) error {
		l.Address, l.Hours, l.Phone = "Số 7 đường Mẫu", "7:30–11:30", "0258 000 000"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	main := text(one(t, ask("nha trang"), "main"))
	if !strings.Contains(main, "Số 7 đường Mẫu") || !strings.Contains(main, "0258 000 000") || strings.Contains(main, "chưa có địa chỉ") {
		t.Errorf("with a known office: %s", main)
	}
	if like := texts(find(ask("nha trang"), ".plain a")); !slices.Equal(like, []string{"Phường Bắc Nha Trang", "Phường Nam Nha Trang", "Phường Tây Nha Trang"}) {
		t.Errorf("similar names %q", like)
	}
	if main := text(one(t, ask("huyện Diên Khánh"), "main")); !strings.Contains(main, "không còn cấp huyện") {
		t.Errorf("a former district: %s", main)
	}
	if main := text(one(t, ask("Cam Hòa"), "main")); !strings.Contains(main, "Có 3 nơi ngày nay") {
		t.Errorf("a unit that was split: %s", main)
	}
	if n := len(find(s.page("/lam-o-xa-nao"), ".plain a")); n != 65 {
		t.Errorf("%d communes are listed", n)
	}
	if h1 := text(one(t, s.page("/en/lam-o-xa-nao?xa=loc+tho"), "h1")); h1 != "Which commune do I go to?" {
		t.Errorf("in English: %q", h1)
	}
}

// TestCommuneReal: with units of several provinces, one's own come first; of
// former districts the page tells as much as the units do; without any unit it
// says so.
func TestCommuneReal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	unit := func(code, name, province string, merged ...string) data.Unit {
		return data.Unit{Code: code, Name: name, Type: data.UnitCommune, ProvinceCode: "9", Province: province, Merged: merged}
	}
	province := unit("56", "Khánh Hoà", "Tỉnh Khánh Hoà", "Tỉnh Ninh Thuận", "Tỉnh Khánh Hòa")
	province.Type = data.UnitProvince
	_, err := s.db.SaveUnits(t.Context(), []data.Unit{
		unit("90001", "Tân Mẫu", "Tỉnh Xa", "Xã Tân Mẫu"),
		unit("90002", "Tân Mẫu", "Tỉnh Khánh Hoà", "Xã Khác (huyện Xưa)"),
		province,
	})
	if err != nil {
		t.Fatal(err)
	}
	at := func(typed string) string {
		return text(one(t, s.page("/lam-o-xa-nao?xa="+url.QueryEscape(typed)), "main"))
	}
	if got := at("tan mau"); strings.Index(got, "Tỉnh Khánh Hoà") > strings.Index(got, "Tỉnh Xa") || !strings.Contains(got, "Giữ nguyên") {
		t.Errorf("two of one name: %s", got)
	}
	if got := at("huyện Xưa"); !strings.Contains(got, "Xã Khác (huyện Xưa)") || !strings.Contains(got, "chưa phải tất cả") {
		t.Errorf("a former district: %s", got)
	}
	if got := at("Ninh Thuận"); !strings.Contains(got, "Đây là tên tỉnh") || strings.Contains(got, "Trung tâm Phục vụ") {
		t.Errorf("a former province: %s", got)
	}

	empty := newSite(t)
	if _, err := empty.db.SaveUnits(t.Context(), []data.Unit{province}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/lam-o-xa-nao", "/lam-o-xa-nao?xa=loc+tho"} {
		if main := text(one(t, empty.page(path), "main")); !strings.Contains(main, "Danh sách còn trống") {
			t.Errorf("%s without units: %s", path, main)
		}
	}
}
