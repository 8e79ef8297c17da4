package admin_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

type outsideOf func(address string) data.OutsideCheck

func (f outsideOf) Check(_ context.Context, address string) data.OutsideCheck {
	c := f(address)
	c.Address = address
	return c
}

func TestOutsidePage(t *testing.T) {
	const address = "https://vidu.gov.vn/mau-don?a=1&b=2"
	s := newSite(t)
	ctx := t.Context()
	gone := data.OutsideCheck{Address: address, Status: 404, Problem: data.ProblemGone}
	use := data.Outside{Address: address, Uses: []data.OutsideUse{{Kind: data.KindProcedure, Key: birthTarget.Key, Part: "form"}}}
	must(t, s.db.SaveOutside(ctx, data.KindProcedure, 1, map[string][]data.Outside{birthTarget.Key: {use}}))
	for _, day := range []data.Date{"2026-11-20", "2026-11-21", "2026-11-21", "2026-11-20"} { // on two days, whatever the clock does
		must(t, s.db.SaveCheck(ctx, gone, day, data.Edit{}))
	}
	p := s.signedIn(t, data.RoleEditor, "")
	const path = admin.Root + "/so-lieu/lien-ket"
	_, page := p.get(path)
	for _, w := range []string{"Đã hỏng (0)", "Chưa chắc (1)", "trang không còn (404)", "Đăng ký khai sinh – giấy tờ, mẫu đơn", "hỏng 2 ngày, từ 20/11/2026"} {
		if !strings.Contains(page, w) {
			t.Errorf("the page has no %q", w)
		}
	}

	s.outside = map[string]data.OutsideCheck{address: {Status: 404, Problem: data.ProblemGone}}
	form := url.Values{"dia-chi": {address}}
	if status, _ := p.post(path, form); status != http.StatusSeeOther {
		t.Fatalf("check at once: status %d", status)
	}
	_, page = p.get(path)
	if !strings.Contains(page, "Đã hỏng (1)") || !strings.Contains(page, "Chưa mở được") {
		t.Error("the third day does not make it dead")
	}
	if _, page = p.get(admin.Root); !strings.Contains(page, "<b>1</b> <span>Liên kết ra ngoài đã hỏng") {
		t.Error("the first page does not count it")
	}
	s.outside[address] = data.OutsideCheck{Status: 200}
	p.post(path, form)
	if _, page = p.get(path); !strings.Contains(page, "Đã hỏng (0)") || !strings.Contains(page, "Mở được: ") {
		t.Error("an address that is back stays dead")
	}

	if status, _ := p.post(path, url.Values{"dia-chi": {"https://noi-khac.vn/"}}); status != http.StatusNotFound {
		t.Errorf("an address that nothing uses: status %d", status)
	}
	viewer := s.signedIn(t, data.RoleViewer, "")
	if status, _ := viewer.post(path, form); status != http.StatusForbidden {
		t.Errorf("a viewer checks: status %d", status)
	}
}
