package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

const placesPath = admin.Root + "/noi-dat"

// TestAddCounters adds many counters at once, for the own agency alone.
func TestAddCounters(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	own, _ := s.ward(t, "UBND phường Nha Trang", 0)
	other, _ := s.ward(t, "UBND xã Diên Khánh", 0)
	p := s.signedIn(t, data.RoleEditor, own)
	form := url.Values{"co-quan": {own}, "van-phong": {"Một cửa"}, "quay": {"Quầy 1…12\nBàn hướng dẫn"}}
	if to := p.follow(placesPath, form); to != placesPath+"?co-quan="+own {
		t.Errorf("led to %q", to)
	}
	_, page := p.get(placesPath)
	if !strings.Contains(page, "Đã thêm 13 nơi đặt") || strings.Index(page, "Quầy 2<") > strings.Index(page, "Quầy 12<") {
		t.Errorf("thirteen places in the order of their numbers:\n%s", page)
	}
	p.follow(placesPath, form)
	if _, page := p.get(placesPath); !strings.Contains(page, "Đã thêm 0 nơi đặt. 13 nơi đã có từ trước.") {
		t.Error("the same again is not told")
	}
	for typed, problem := range map[string]string{
		"Quầy 12…1": "số nhỏ trước", "Quầy 1…500": "nhiều nhất 100", "a\u200bb": "ký tự ẩn", strings.Repeat("ữ", 201): "Tên dài quá", "…": "không có chữ hay số",
	} {
		form := url.Values{"co-quan": {own}, "quay": {typed}}
		if status, page := p.post(placesPath, form); status != http.StatusUnprocessableEntity || !strings.Contains(page, problem) {
			t.Errorf("%.20q: status %d without %q", typed, status, problem)
		}
	}
	form.Set("co-quan", other)
	if status, _ := p.post(placesPath, form); status != http.StatusForbidden {
		t.Errorf("places of another agency: status %d", status)
	}
}

// TestRenamePlace: of two who rename a place the second is shown both versions
// and loses nothing.
func TestRenamePlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slug, places := s.ward(t, "UBND phường Nha Trang", 2)
	p := s.signedIn(t, data.RoleEditor, slug)
	path := fmt.Sprintf("%s/%d", placesPath, places[0].ID)
	form := url.Values{
		"cu-van-phong": {places[0].Office}, "cu-quay": {"Quầy 1"}, "cu-ghi-chu": {""},
		"van-phong": {places[0].Office}, "quay": {"Quầy hộ tịch"}, "ghi-chu": {"cạnh cửa"},
	}
	p.follow(path, form)
	form.Set("quay", strings.Repeat("x", data.MaxPlaceName+1))
	status, page := p.post(path, form)
	if status != http.StatusUnprocessableEntity || hidden(page).Get("cu-quay") != "Quầy 1" {
		t.Errorf("a refused form has forgotten what it was made from: status %d\n%s", status, page)
	}
	form.Set("quay", "Quầy đất đai")
	status, page = p.post(path, form)
	if status != http.StatusConflict || !strings.Contains(page, "Quầy hộ tịch") || !strings.Contains(page, `value="Quầy đất đai"`) {
		t.Errorf("a stale form: status %d\n%s", status, page)
	}
	form.Set("cu-quay", "Quầy hộ tịch")
	form.Set("cu-ghi-chu", "cạnh cửa")
	form.Set("quay", "Quầy 2")
	if status, page := p.post(path, form); status != http.StatusConflict || !strings.Contains(page, "Đã có nơi đặt khác") {
		t.Errorf("a name that is taken: status %d", status)
	}
	other, _ := s.ward(t, "UBND xã Diên Khánh", 0)
	s.user(t, "lan", data.RoleEditor, other)
	stranger := s.nobody(t)
	stranger.post(admin.Root+"/dang-nhap", url.Values{"ten": {"lan"}, "mat-khau": {password}})
	if status, _ := stranger.post(path, form); status != http.StatusForbidden {
		t.Errorf("a place of another agency: status %d", status)
	}
}

// TestPlacesOfMerged: what hangs at a house that another has taken over is still
// found, and printed for, under the heir; offices of one name stay two.
func TestPlacesOfMerged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	heir, _ := s.ward(t, "UBND phường Nha Trang", 1)
	former, places := s.ward(t, "UBND xã Diên Khánh", 1)
	must(t, s.db.ReplaceAgency(t.Context(), former, heir, data.Edit{Who: "thử"}))
	p := s.signedIn(t, data.RoleEditor, former)
	link := fmt.Sprintf(`href="%s/%d"`, placesPath, places[0].ID)
	if _, page := p.get(placesPath + "?co-quan=" + former); !strings.Contains(page, link) || !strings.Contains(page, "trước là của UBND xã Diên Khánh") {
		t.Errorf("the places of the former house are not listed:\n%s", page)
	}
	form := url.Values{"dich": {"1.001193"}, "van-phong": {places[0].Office}, "kho": {"a4"}, "lam": {"xem"}}
	if status, page := p.post(printing, form); status != http.StatusOK || !strings.Contains(page, "<b>1 tờ</b>") {
		t.Errorf("one of two offices of the same name: status %d", status)
	}
	form.Set("van-phong", "UBND xã Diên Khánh / "+places[0].Office)
	if status, page := p.post(printing, form); status != http.StatusOK || !strings.Contains(page, "<b>1 tờ</b>") {
		t.Errorf("the office of the former house: status %d", status)
	}
}
