package web_test

import (
	"net/http"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/qr"
)

// TestCheckPoster: what a genuine poster shows is told as it was printed, and
// nobody of the staff is named.
func TestCheckPoster(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.set.Store(&data.Settings{PublicURL: public, FormerHosts: []string{"cu.example.vn"}})
	agency := s.newAgency("Ủy ban nhân dân phường Thử")
	code := s.link(data.Link{Target: procedureTarget, PlacementID: s.newPlace(agency.Name)})
	path, shown := "/kiem-tra/"+code, qr.Code(code).Print()
	main := func(path string) string {
		t.Helper()
		a := s.get(path)
		if a.status != http.StatusOK || a.doc == nil {
			t.Fatalf("%s: status %d", path, a.status)
		}
		checkHouse(t, path, a.doc)
		if robots := attr(one(t, a.doc, "meta[name=robots]"), "content"); robots != "noindex" {
			t.Errorf("robots %q", robots)
		}
		if strings.Contains(string(a.body), "can-bo-an") {
			t.Error("the page names staff")
		}
		return text(one(t, a.doc, "main"))
	}
	holds := func(got string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("the page lacks %q: %s", w, got)
			}
		}
	}
	holds(main(path), "Kiểm tra mã "+shown, "Mã này có thật", "Hôm nay Đang mở", "Mở ra trang Đăng ký khai sinh", "chưa kiểm tra lần nào", "Chưa in áp phích nào",
		"thutuc.example.vn hoặc cu.example.vn", "Nơi treo Quầy 3, Trung tâm Thử", "Cơ quan "+agency.Name)

	for i, title := range []string{"Tên in lần đầu", "Tên in lần sau"} {
		_, err := s.db.SavePrint(t.Context(), data.Print{
			Who: "can-bo-an", Layout: []string{"a4", "labels24"}[i], Host: []string{"cu.example.vn", "thutuc.example.vn"}[i],
			Issued: []data.Date{"2025-01-02", "2026-03-04"}[i], Document: []byte("{}"),
			Posters: []data.Printed{{Code: code, Title: title, Placement: "Quầy 3 như in"}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	holds(main(path), "Áp phích thật trông như sau", "Tên in lớn Tên in lần sau", "Kiểu Nhãn dán nhỏ", "Nơi treo in trên tờ Quầy 3 như in",
		"Địa chỉ in cạnh mã thutuc.example.vn/q/"+shown, "Ngày in trên tờ 04/03/2026",
		"Các lần in trước (1)", "02/01/2025: Áp phích khổ A4, “Tên in lần đầu”", "cu.example.vn", "Đừng nhập mật khẩu", "0258 3 123 456")

	check := func(found data.Found) {
		t.Helper()
		if err := s.db.AddCheck(t.Context(), data.Check{Code: code, Found: found, Edit: data.Edit{Who: "can-bo-an", Note: "can-bo-an đã đi"}}); err != nil {
			t.Fatal(err)
		}
	}
	check(data.FoundCovered)
	holds(main(path), "Ngày 20/11/2026 cán bộ thấy áp phích này bị dán đè.", "Mã có thật, nhưng tờ này từng bị dán đè")
	if len(find(s.get(path).doc, "main .good")) > 0 {
		t.Error("a covered poster is called good")
	}
	check(data.FoundMissing)
	holds(main(path), "ngày 20/11/2026, không thấy áp phích ở nơi treo")
	check(data.FoundGood)
	if got := main(path); strings.Contains(got, "cán bộ thấy áp phích này bị dán đè") {
		t.Error("it still says that the poster is covered")
	} else {
		holds(got, "ngày 20/11/2026, áp phích còn nguyên")
	}

	for _, c := range []struct {
		state       data.LinkState
		from, until data.Date
		want        string
	}{
		{data.LinkPaused, "", "", "Hôm nay Đang tạm dừng Được in cho trang Đăng ký khai sinh"},
		{data.LinkActive, "2026-11-21", "", "Chưa đến ngày dùng; mở từ 21/11/2026"},
		{data.LinkActive, "", "2026-11-19", "Đã hết hạn từ sau ngày 19/11/2026"},
		{data.LinkActive, "", "2026-11-20", "Đang mở, đến hết ngày 20/11/2026"},
		{data.LinkRetired, "", "", "Không còn dùng nữa"},
	} {
		if err := s.db.MoveLink(t.Context(), code, c.state, data.Edit{}); err != nil {
			t.Fatal(err)
		}
		if err := s.db.DateLink(t.Context(), code, c.from, c.until, data.Edit{}); err != nil {
			t.Fatal(err)
		}
		holds(main("/kiem-tra/"+strings.ToLower(shown)), c.want)
	}
	if err := s.db.MoveLink(t.Context(), code, data.LinkActive, data.Edit{}); err != nil {
		t.Fatal(err)
	}
	if err := s.db.DateLink(t.Context(), code, "", "", data.Edit{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		to   data.Target
		want string
	}{
		{data.Target{Kind: data.KindAddress, Key: "https://evil.example/"}, "Một trang bên ngoài chưa được phép mở"},
		{data.Target{Kind: data.KindProcedure, Key: "1.999999"}, "Trang mà mã dẫn tới đã được gỡ"},
		{data.Target{Kind: data.KindPage, Key: "/khong-co"}, "Trang mà mã dẫn tới đã được gỡ"},
		{data.Target{Kind: data.KindPage, Key: "/thu-tuc/1.999999"}, "Trang mà mã dẫn tới đã được gỡ"},
		{data.Target{Kind: data.KindPage, Key: "/ma?ma=" + code}, "Trang mà mã dẫn tới đã được gỡ"},
		{data.Target{Kind: data.KindPage, Key: "/tim-kiem?q=khai+sinh"}, "Mở ra trang Tìm “khai sinh”"},
		{data.Target{Kind: data.KindPage, Key: "/thu-tuc/1.001193"}, "Mở ra trang Trang /thu-tuc/1.001193"},
		{data.Target{Kind: data.KindAddress, Key: "https://dichvucong.gov.vn/p"}, "Mở ra trang Trang dichvucong.gov.vn/p"},
	} {
		if err := s.db.RetargetLink(t.Context(), code, c.to, data.Edit{}); err != nil {
			t.Fatal(err)
		}
		got := main(path)
		if holds(got, c.want); strings.Contains(got, "Đang mở") != strings.HasPrefix(c.want, "Mở") {
			t.Errorf("%s: %s", c.to.Key, got)
		}
	}
	s.flush()
	if _, views := s.counted(code); views > 0 {
		t.Errorf("checking was counted as %d views", views)
	}
	if got := s.outcomes(code); len(got) > 0 {
		t.Errorf("checking was counted: %v", got)
	}
}

// TestCheckUnknown: a code that does not exist may be a forgery.
func TestCheckUnknown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(data.KindProcedure, "1.000894")
	other := byte('7')
	if code[0] == other {
		other = '8'
	}
	for typed, near := range map[string]int{zeroOne(t).String(): 0, "x": 0, string(other) + code[1:]: 1, "%3Cscript%3E": 0, strings.Repeat("1", 3000): 0} {
		a := s.get("/kiem-tra/" + typed)
		if a.status != http.StatusNotFound || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%.20s: status %d, Cache-Control %q", typed, a.status, a.header.Get("Cache-Control"))
		}
		checkHouse(t, typed, a.doc)
		warn := text(one(t, a.doc, ".warnbox"))
		for _, want := range []string{"Cẩn thận: không có mã", "có thể là giả", "Đừng nhập mật khẩu", "Báo cho cán bộ tại quầy"} {
			if !strings.Contains(warn, want) {
				t.Errorf("%.20s lacks %q: %s", typed, want, warn)
			}
		}
		if got := len(find(a.doc, ".near a")); got != near {
			t.Errorf("%.20s: %d codes near", typed, got)
		}
		if near == 1 {
			if href := attr(one(t, a.doc, ".near a"), "href"); s.get(href).status != http.StatusOK {
				t.Errorf("the nearest is at %s", href)
			}
		}
	}
	if got := s.outcomes(""); len(got) > 0 {
		t.Errorf("checking was counted: %v", got)
	}
}
