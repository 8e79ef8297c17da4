package admin_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

const printing = admin.Root + "/in"

// ward adds a commune with counters and answers its slug and the counters.
func (s *site) ward(t *testing.T, name string, counters int) (slug string, places []data.Placement) {
	t.Helper()
	a, err := s.db.EnsureAgency(t.Context(), name)
	must(t, err)
	for n := range counters {
		p, err := s.db.EnsurePlacement(t.Context(), data.Placement{Agency: a.Name, Office: "Trung tâm Phục vụ hành chính công", Counter: fmt.Sprintf("Quầy %d", n+1)})
		must(t, err)
		places = append(places, p)
	}
	return a.Slug, places
}

// follow posts a form and answers where it leads.
func (p *person) follow(path string, form url.Values) string {
	p.t.Helper()
	res, err := p.PostForm(p.site.URL+path, form)
	must(p.t, err)
	if status, page := read(p.t, res); status != http.StatusSeeOther {
		p.t.Fatalf("%s: status %d\n%s", path, status, page)
	}
	return res.Header.Get("Location")
}

// TestPrintOffice prints one procedure for every counter of an office: each has
// a code of its own, the form sent twice is one printing, and the file is the
// same to the byte whenever it is taken.
func TestPrintOffice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slug, places := s.ward(t, "UBND phường Nha Trang", 12)
	p := s.signedIn(t, data.RoleEditor, slug)
	form := url.Values{
		"dich": {"1.001193"}, "van-phong": {"Trung tâm Phục vụ hành chính công"}, "kho": {"a4"}, "phieu": {"MOTLAN"}, "kieu": {"pdf"},
	}
	form.Set("lam", "xem")
	status, page := p.post(printing, form)
	if status != http.StatusOK || !strings.Contains(page, "<b>12 tờ</b>") || !strings.Contains(page, "<svg xmlns") {
		t.Fatalf("preview: status %d\n%s", status, page)
	}
	for _, warning := range []string{"12 tờ in nội dung mẫu", "chỉ mở được trên máy chủ này"} {
		if !strings.Contains(page, warning) {
			t.Errorf("no warning %q", warning)
		}
	}
	if links, err := s.db.PlacementLinks(t.Context(), places[0].ID); err != nil || len(links) > 0 {
		t.Errorf("a preview has made codes: %v, %v", links, err)
	}
	to := make([]string, 2)
	var clicks sync.WaitGroup
	for i := range to {
		clicks.Go(func() { to[i] = p.follow(printing+"/ban", form) })
	}
	clicks.Wait()
	if to[0] != printing+"/so/1?tai=pdf" || to[1] != to[0] {
		t.Errorf("a double click leads to %q", to)
	}
	if _, total, err := s.db.Prints(t.Context(), 0, 10); err != nil || total != 1 {
		t.Errorf("%d printings, %v", total, err)
	}
	for _, place := range places {
		if links, err := s.db.PlacementLinks(t.Context(), place.ID); err != nil || len(links) != 1 {
			t.Errorf("%s: %d codes, %v", place.Counter, len(links), err)
		}
	}
	var files [2][]byte
	for i := range files {
		res, err := p.Get(s.URL + printing + "/so/1/tep?kieu=pdf")
		must(t, err)
		files[i], err = io.ReadAll(res.Body)
		must(t, err)
		must(t, res.Body.Close())
		if h := res.Header; h.Get("Content-Type") != "application/pdf" || h.Get("Content-Disposition") != `attachment; filename="ban-in-1-a4.pdf"` {
			t.Errorf("headers %v", h)
		}
	}
	if !bytes.HasPrefix(files[0], []byte("%PDF-")) || !bytes.Equal(files[0], files[1]) {
		t.Error("the file is no PDF, or another each time")
	}
	if to := p.follow(printing+"/so/1", url.Values{"kieu": {"zip"}}); to != printing+"/so/1?tai=zip" {
		t.Errorf("a reprint leads to %q", to)
	}
	if _, page := p.get(printing + "/so"); !strings.Contains(page, "in lại 1 lần") {
		t.Error("the reprint is not on record")
	}
}

// TestPrintBounds: editors print for their own agency, viewers not at all, and
// nobody else's printing is theirs.
func TestPrintBounds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	own, _ := s.ward(t, "UBND phường Nha Trang", 1)
	_, foreign := s.ward(t, "UBND xã Diên Khánh", 2)
	editor, viewer := s.signedIn(t, data.RoleEditor, own), s.signedIn(t, data.RoleViewer, "")
	publisher := s.signedIn(t, data.RolePublisher, "")
	foreignPlace := fmt.Sprint(foreign[0].ID)
	form := url.Values{"dich": {"1.001193"}, "noi": {foreignPlace}, "co-quan": {"ubnd-xa-dien-khanh"}, "lam": {"xem"}, "kieu": {"pdf"}}
	if status, page := editor.post(printing+"/ban", form); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Hãy chọn nơi đặt của cơ quan mình") {
		t.Errorf("an editor prints for another agency: status %d", status)
	}
	if status, _ := viewer.post(printing+"/ban", form); status != http.StatusForbidden {
		t.Errorf("a viewer prints: status %d", status)
	}
	if to := publisher.follow(printing+"/ban", form); to != printing+"/so/1?tai=pdf" {
		t.Errorf("a publisher is led to %q", to)
	}
	for _, path := range []string{printing + "/so/1/tep"} {
		if status, _ := editor.get(path); status != http.StatusForbidden {
			t.Errorf("%s: status %d for an editor of another agency", path, status)
		}
	}
	if status, _ := editor.post(printing+"/so/1", nil); status != http.StatusForbidden {
		t.Errorf("an editor reprints what another agency has: status %d", status)
	}
	if status, page := viewer.get(printing + "/so/1"); status != http.StatusOK || strings.Contains(page, "In lại") {
		t.Errorf("a viewer at a printing: status %d", status)
	}
	if status, _ := viewer.get(printing + "/so/2"); status != http.StatusNotFound {
		t.Errorf("no such printing: status %d", status)
	}
}

// TestPrintList: each bad line is told with its number, and the rest can go on.
func TestPrintList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	form := url.Values{"danh-sach": {"1.001193 # khai sinh\n\n9.999999\r\n1.000894\nvớ vẩn"}, "kho": {"labels24"}, "kieu": {"pdf"}, "phieu": {"DS"}}
	status, page := p.post(printing+"/ban", form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "Dòng 3, 9.999999: không có thủ tục mang mã này") || !strings.Contains(page, "Dòng 5, vớ vẩn: ") {
		t.Fatalf("status %d\n%s", status, page)
	}
	if !strings.Contains(page, "1.001193 # khai sinh") {
		t.Error("what was pasted is lost")
	}
	if strings.Contains(page, "tracuu ") {
		t.Error("the page speaks of the command line")
	}
	form.Set("bo-qua", "on")
	if to := p.follow(printing+"/ban", form); to != printing+"/so/1?tai=pdf" {
		t.Errorf("led to %q", to)
	}
	form.Set("linh-vuc", "ho-tich")
	if status, _ := p.post(printing+"/ban", form); status != http.StatusUnprocessableEntity {
		t.Errorf("a list and a field at once: status %d", status)
	}
	field := url.Values{"linh-vuc": {"ho-tich"}, "kho": {"list"}, "lam": {"xem"}, "so-ban": {"1"}}
	if status, page := p.post(printing, field); status != http.StatusOK || !strings.Contains(page, "Xem trước rồi in") {
		t.Errorf("a field: status %d", status)
	}
	field.Set("so-ban", "900")
	field.Set("kho", "a4")
	if status, page := p.post(printing, field); status != http.StatusUnprocessableEntity || !strings.Contains(page, "mỗi lần in nhiều nhất 1500") {
		t.Errorf("too much: status %d", status)
	}
}

// TestPrintSearch finds what may be printed by words, codes and names.
func TestPrintSearch(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ward(t, "UBND phường Nha Trang", 1)
	p := s.signedIn(t, data.RolePublisher, "")
	for words, want := range map[string]string{
		"khai sinh": `value="1.001193"`, "1.001193": `value="1.001193"`, "ho tich": `value="linh-vuc/ho-tich"`,
		"nha trang": `value="co-quan/ubnd-phuong-nha-trang"`, "/thu-tuc": `value="/thu-tuc"`, "9.999999": "không có thủ tục mang mã này",
		"xyzzy": "Không thấy thủ tục", "https://example.com/": "chưa được phép",
	} {
		status, page := p.post(printing, url.Values{"q": {words}, "lam": {"tim"}})
		if status != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("%q: status %d without %q", words, status, want)
		}
		if regexp.MustCompile(`tracuu (config|link)`).MatchString(page) {
			t.Errorf("%q: the page speaks of the command line", words)
		}
	}
}

// TestChangedSince: a printing whose code leads elsewhere now says so.
func TestChangedSince(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	p.follow(printing+"/ban", url.Values{"dich": {"1.001193"}, "kieu": {"pdf"}})
	if _, page := p.get(printing + "/so/1"); !strings.Contains(page, "mọi mã vẫn mở đúng") {
		t.Error("something has changed at once")
	}
	kept, err := s.db.Print(t.Context(), 1)
	must(t, err)
	must(t, s.db.RetargetLink(t.Context(), kept.Posters[0].Code, data.Target{Kind: data.KindProcedure, Key: "1.000894"}, data.Edit{Who: "thử"}))
	if _, page := p.get(printing + "/so/1"); !strings.Contains(page, "nay mã mở 1.000894") {
		t.Errorf("nothing is told of the change:\n%s", page)
	}
}

// TestPrintOneAgain follows the ways that lead from a code to printing it once
// more: its target and its place are chosen already.
func TestPrintOneAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slug, places := s.ward(t, "UBND phường Nha Trang", 2)
	p := s.signedIn(t, data.RoleEditor, slug)
	p.follow(printing+"/ban", url.Values{"dich": {"1.001193"}, "noi": {fmt.Sprint(places[1].ID)}, "kho": {"a4"}, "kieu": {"pdf"}})
	links, err := s.db.PlacementLinks(t.Context(), places[1].ID)
	must(t, err)
	code := links[0].Code
	status, page := p.get(printing + "?ma=" + code)
	f := form(t, page, "")
	if status != http.StatusOK || f.Get("dich") != code || f.Get("noi") != fmt.Sprint(places[1].ID) {
		t.Fatalf("status %d, target %q at place %q", status, f.Get("dich"), f.Get("noi"))
	}
	f.Set("kieu", "pdf")
	p.follow(printing+"/ban", f)
	if again, err := s.db.PlacementLinks(t.Context(), places[1].ID); err != nil || len(again) != 1 {
		t.Errorf("%d codes, %v", len(again), err)
	}
	if printed, err := s.db.Printed(t.Context(), code); err != nil || len(printed) != 2 {
		t.Errorf("printed %d times, %v", len(printed), err)
	}
	if status, page := p.get(printing + "?ma=ZZZZZZZZ"); status != http.StatusNotFound || !strings.Contains(page, "Không có mã") {
		t.Errorf("a code that is none: status %d", status)
	}
}

// TestPrintGoneBack: a form that somebody goes back to and fills in otherwise is
// another printing, not the former once more.
func TestPrintGoneBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slug, places := s.ward(t, "UBND phường Nha Trang", 2)
	p := s.signedIn(t, data.RoleEditor, slug)
	f := url.Values{"dich": {"1.001193"}, "noi": {fmt.Sprint(places[0].ID)}, "kho": {"a4"}, "phieu": {"MOTLAN"}, "kieu": {"pdf"}}
	first := p.follow(printing+"/ban", f)
	f.Set("noi", fmt.Sprint(places[1].ID))
	if second := p.follow(printing+"/ban", f); second == first {
		t.Errorf("other posters lead to the former printing, %s", second)
	}
}
