package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

func TestSignIn(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleViewer, "")
	if status, page := p.get(admin.Root); status != http.StatusOK || !strings.Contains(page, "Tổng quan") {
		t.Errorf("the first page: status %d", status)
	}
	stranger := s.nobody(t)
	_, wrong := stranger.post(admin.Root+"/dang-nhap", url.Values{"ten": {"viewer"}, "mat-khau": {"sai"}})
	_, unknown := stranger.post(admin.Root+"/dang-nhap", url.Values{"ten": {"khong-co"}, "mat-khau": {"sai"}})
	if strings.ReplaceAll(wrong, "viewer", "") != strings.ReplaceAll(unknown, "khong-co", "") {
		t.Error("a wrong password and an unknown user are answered differently")
	}
}
