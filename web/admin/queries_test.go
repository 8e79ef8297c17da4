package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tracuu/data"
)

// TestQueries: staff see what was not found, put it aside, and see it again when
// it comes again.
func TestQueries(t *testing.T) {
	s := newSite(t)
	count := func(text string, n data.Searches) {
		t.Helper()
		must(t, s.db.AddCounts(t.Context(), data.Counts{Today: "2026-11-23", Queries: []data.Query{{Text: text, Day: "2026-11-23", Searches: n}}}))
	}
	count("giấy báo tử cũ", data.Searches{Uses: 6, None: 6})
	count("=cmd()", data.Searches{Uses: 5, None: 5})
	count("tên [tên] cccd [số]", data.Searches{Uses: 5, None: 5})
	count("[số]", data.Searches{Uses: 5, None: 5})
	count("câu hiếm quá", data.Searches{Uses: 4, None: 3})
	count("sổ đỏ", data.Searches{Uses: 9, Possible: 9, Untapped: 7, Late: 2})
	const path = "/quan-tri/so-lieu/tim-kiem"
	p := s.signedIn(t, data.RolePublisher, "")
	status, page := p.get(path)
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	for _, want := range []string{
		"<b>giấy báo tử cũ</b> <span>6 lần, trong 6 lượt tìm", "<b>sổ đỏ</b> <span>7 lần, trong 9 lượt tìm", "<b>sổ đỏ</b> <span>2 lần, trong 9 lượt tìm", "Câu hiếm: 3 lượt",
		`action="/quan-tri/tim-kiem/dong-nghia/moi"`, "/quan-tri/tim-kiem/ghim/moi?cau=gi%E1%BA%A5y", "/quan-tri/tim-kiem/ghim/moi?cau=t%C3%AAn&#43;cccd",
		`name="tu" value="tên cccd"`, "<b>34</b> lượt tìm",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "hiếm quá") {
		t.Error("a rare query is shown")
	}
	form := url.Values{"cau": {"giấy báo tử cũ"}, "danh-sach": {"khong-co"}, "ky": {"30"}}
	if status, _ := p.post(path+"/da-xem", form); status != http.StatusSeeOther {
		t.Fatalf("review: status %d", status)
	}
	if _, page = p.get(path); strings.Contains(page, "<b>giấy báo tử cũ") || !strings.Contains(page, "Đã xem xét “giấy báo tử cũ”") {
		t.Error("a reviewed query is still shown, or nothing is said")
	}
	count("giấy báo tử cũ", data.Searches{Uses: 1, None: 1})
	if _, page = p.get(path + "?ky=30"); !strings.Contains(page, "<b>giấy báo tử cũ</b> <span>7 lần, trong 7") {
		t.Error("a reviewed query that came again is not shown")
	}
	for _, c := range []struct {
		path   string
		status int
		want   string
	}{
		{"?bang=khong-co&dang=csv", 200, "'=cmd(),5,5"},
		{"?bang=ngay&dang=csv", 200, "2026-11-23,35,25,9,7,2"},
		{"?bang=gi-do&dang=csv", 404, ""},
		{"?tu=2026-11-30&den=2026-11-01", 200, "Từ 01/11/2026 đến 30/11/2026"},
		{"?tu=2026-11-30", 200, "Hãy chọn cả ngày đầu và ngày cuối"},
		{"?tu=1900-01-01&den=2026-11-23", 200, "nhiều nhất 400 ngày"},
		{"?ky=-1", 200, "Từ 17/11/2026"},
	} {
		if status, page := p.get(path + c.path); status != c.status || !strings.Contains(page, c.want) {
			t.Errorf("%s: status %d, without %q", c.path, status, c.want)
		}
	}
	for _, f := range []url.Values{{"cau": {"không có câu này"}, "danh-sach": {"khong-co"}}, {"cau": {"sổ đỏ"}, "danh-sach": {"gì đó"}}} {
		if status, _ := p.post(path+"/da-xem", f); status != http.StatusNotFound && status != http.StatusBadRequest {
			t.Errorf("%v: status %d", f, status)
		}
	}
	if strings.Contains(page, "cau=%5B") {
		t.Error("a mask is to be taught")
	}
	if status, page := p.get(path + "?bang=khong-co&dang=xlsx"); status != http.StatusOK || !strings.HasPrefix(page, "PK") {
		t.Errorf("no workbook: status %d", status)
	}
	editor := s.signedIn(t, data.RoleEditor, "")
	if _, page := editor.get(path); !strings.Contains(page, "/quan-tri/tim-kiem/ghim/moi?cau=") || strings.Contains(page, "da-xem") {
		t.Error("an editor cannot propose, or may let queries rest")
	}
	viewer := s.signedIn(t, data.RoleViewer, "")
	if status, page := viewer.get(path); status != http.StatusOK || strings.Contains(page, "da-xem") {
		t.Error("a viewer does not see the page, or sees what is not a viewer's to do")
	}
	if status, _ := viewer.post(path+"/da-xem", form); status != http.StatusForbidden {
		t.Errorf("a viewer reviews: status %d", status)
	}
}
