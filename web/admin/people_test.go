package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

// TestStaleAfterRefusal: a form that was refused and is sent again still belongs
// to the version it was made from.
func TestStaleAfterRefusal(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleAdmin, "")
	s.user(t, "minh", data.RoleViewer, "")
	for _, c := range []struct {
		path      string
		bad, good url.Values
		meanwhile func()
	}{
		{
			admin.Root + "/nguoi-dung/minh",
			url.Values{"vai-tro": {"editor"}},
			url.Values{"vai-tro": {"editor"}, "co-quan": {s.agency(t)}},
			func() {
				must(t, s.db.ChangeUser(t.Context(), "minh", "changed the role", data.Edit{}, func(u *data.User) error { u.Role = data.RolePublisher; return nil }))
			},
		},
		{
			admin.Root + "/cai-dat/ten-mien-cu",
			url.Values{"gia-tri": {"không phải"}},
			url.Values{"gia-tri": {"a.example.vn"}},
			func() {
				must(t, s.db.ChangeSettings(t.Context(), data.Edit{}, func(now *data.Settings) error { now.FormerHosts = []string{"b.example.vn"}; return nil }))
			},
		},
	} {
		version := hidden(p.wants(http.StatusOK, c.path)).Get("ban")
		c.meanwhile()
		page := p.sends(http.StatusUnprocessableEntity, c.path, merge(c.bad, url.Values{"ban": {version}}))
		page = p.sends(http.StatusConflict, c.path, merge(c.good, url.Values{"ban": {hidden(page).Get("ban")}}))
		if !strings.Contains(page, "b.example.vn") && !strings.Contains(page, "Người xuất bản") {
			t.Errorf("%s: what somebody else has made of it is not told", c.path)
		}
	}
}
