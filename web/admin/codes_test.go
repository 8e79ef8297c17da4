package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

const (
	birth    = "1.001193"
	marriage = "1.000894"
)

// link inserts the code of a target, at a place of an agency if it names one.
func (s *site) link(t *testing.T, code, procedure, agency string) {
	t.Helper()
	l := data.Link{Code: code, Target: data.Target{Kind: data.KindProcedure, Key: procedure}}
	if agency != "" {
		place, err := s.db.EnsurePlacement(t.Context(), data.Placement{Agency: agency, Office: "Trung tâm " + agency, Counter: "Quầy 3"})
		must(t, err)
		l.PlacementID = place.ID
	}
	must(t, s.db.InsertLink(t.Context(), l, data.Edit{Who: "thử"}))
}

func (s *site) slug(t *testing.T, agency string) string {
	t.Helper()
	a, err := s.db.EnsureAgency(t.Context(), agency)
	must(t, err)
	return a.Slug
}

func (s *site) target(t *testing.T, code string) string {
	t.Helper()
	l, err := s.db.Link(t.Context(), code)
	must(t, err)
	return l.Target.Key
}

func TestCodesList(t *testing.T) {
	s := newSite(t)
	codes := []string{newCode(t), newCode(t)}
	s.link(t, codes[0], birth, "Phường A")
	s.link(t, codes[1], marriage, "")
	p := s.signedIn(t, data.RoleViewer, "")
	for query, want := range map[string][]int{
		"": {0, 1}, "?q=khai+sinh": {0}, "?q=phuong+a": {0}, "?q=%C4%91%C4%83ng+k%C3%BD+k%E1%BA%BFt+h%C3%B4n": {1}, "?co-quan=phuong-a": {0}, "?q=xyz": {},
		"?chua-quet=1": {0, 1}, "?tinh-trang=paused": {}, "?can-xem=1": {}, "?trang=9": {}, "?trang=x": {0, 1},
	} {
		status, page := p.get(admin.Root + "/ma" + query)
		if status != http.StatusOK {
			t.Fatalf("%s: status %d", query, status)
		}
		for i, code := range codes {
			if got, wanted := strings.Contains(page, "/quan-tri/ma/"+code), contains(want, i); got != wanted {
				t.Errorf("%s lists code %d: %v", query, i, got)
			}
		}
	}
	if status, _ := p.get(admin.Root + "/ma?q=" + strings.ToLower(codes[0][:4]) + "-" + codes[0][4:]); status != http.StatusSeeOther {
		t.Errorf("a code typed in full: status %d", status)
	}
	misread := "0" + codes[0][1:]
	if misread == codes[0] {
		misread = "1" + codes[0][1:]
	}
	if _, page := p.get(admin.Root + "/ma?q=" + misread); !strings.Contains(page, "Có phải là") {
		t.Error("a code misread is not brought to the right one")
	}
	status, sheet := p.get(admin.Root + "/ma/bang.csv?q=khai+sinh")
	if status != http.StatusOK || strings.Count(sheet, "\n") != 2 || !strings.Contains(sheet, "Phường A") {
		t.Errorf("table: %d %q", status, sheet)
	}
	if status, _ := p.get(admin.Root + "/ma/" + misread); status != http.StatusNotFound {
		t.Errorf("no such code: status %d", status)
	}
}

// TestRetarget leads one code elsewhere and never over somebody else's change.
func TestRetarget(t *testing.T) {
	s := newSite(t)
	code := newCode(t)
	s.link(t, code, birth, "")
	path := admin.Root + "/ma/" + code
	p := s.signedIn(t, data.RolePublisher, "")
	if _, page := p.get(path + "/dich?toi=ket+hon"); !strings.Contains(page, "/dich?toi="+marriage+`"`) {
		t.Error("words lead to nothing")
	}
	if _, page := p.get(path + "/dich?toi=" + marriage); !strings.Contains(page, "Đổi đích</button>") || !strings.Contains(page, `name="v" value="1"`) {
		t.Error("nothing to confirm")
	}
	must(t, s.db.MoveLink(t.Context(), code, data.LinkPaused, data.Edit{Who: "lan", Note: "sửa quầy"}))
	form := url.Values{"toi": {marriage}, "v": {"1"}, "ghi-chu": {"luật mới"}}
	status, page := p.post(path+"/dich", form)
	if status != http.StatusConflict || s.target(t, code) != birth {
		t.Errorf("over somebody's change: status %d", status)
	}
	for _, want := range []string{"lan", "sửa quầy", "Tạm dừng", `value="luật mới"`, `name="v" value="2"`, "kết hôn"} {
		if !strings.Contains(page, want) {
			t.Errorf("the conflict does not tell %q", want)
		}
	}
	form.Set("v", "2")
	if status, _ := p.post(path+"/dich", form); status != http.StatusSeeOther || s.target(t, code) != marriage {
		t.Errorf("confirmed: status %d, leads to %s", status, s.target(t, code))
	}
	for _, bad := range []url.Values{{"toi": {"9.999999"}, "v": {"3"}}, {"v": {"3"}}, {"toi": {birth}, "v": {"3"}, "ghi-chu": {strings.Repeat("x", 301)}}} {
		if status, _ := p.post(path+"/dich", bad); status != http.StatusBadRequest || s.target(t, code) != marriage {
			t.Errorf("%v: status %d", bad, status)
		}
	}
	if status, _ := p.post(path+"/dich", url.Values{"toi": {birth}}); status != http.StatusConflict {
		t.Errorf("a form without a version: status %d", status)
	}
	if status, page := p.get(path); status != http.StatusOK || !strings.Contains(page, "Đổi đích: "+birth+" → "+marriage) {
		t.Errorf("the code's page: %d", status)
	}
}

func TestCodeStateAndDays(t *testing.T) {
	s := newSite(t)
	code := newCode(t)
	s.link(t, code, birth, "")
	path := admin.Root + "/ma/" + code
	p := s.signedIn(t, data.RolePublisher, "")
	for _, c := range []struct {
		path   string
		form   url.Values
		status int
		says   string
	}{
		{"/trang-thai", url.Values{"trang-thai": {"paused"}, "v": {"1"}}, http.StatusSeeOther, ""},
		{"/trang-thai", url.Values{"trang-thai": {"retired"}, "v": {"1"}}, http.StatusConflict, "Có người vừa sửa"},
		{"/trang-thai", url.Values{"trang-thai": {"retired"}, "v": {"2"}}, http.StatusSeeOther, ""},
		{"/trang-thai", url.Values{"trang-thai": {"paused"}, "v": {"3"}}, http.StatusBadRequest, "hãy dùng lại trước"},
		{"/trang-thai", url.Values{"trang-thai": {"deleted"}, "v": {"3"}}, http.StatusBadRequest, ""},
		{"/trang-thai", url.Values{"trang-thai": {"active"}, "v": {"3"}}, http.StatusSeeOther, ""},
		{"/ngay", url.Values{"tu": {"1/12/2026"}, "den": {"2026-12-31"}, "v": {"4"}}, http.StatusSeeOther, ""},
		{"/ngay", url.Values{"tu": {"32/12/2026"}, "v": {"5"}}, http.StatusBadRequest, `value="32/12/2026"`},
		{"/ngay", url.Values{"tu": {"1/12/2026"}, "den": {"1/11/2026"}, "v": {"5"}}, http.StatusBadRequest, "sau ngày cuối"},
		{"/ngay", url.Values{"tu": {"1/12/0026"}, "v": {"5"}}, http.StatusBadRequest, "xem lại năm"},
	} {
		status, page := p.post(path+c.path, c.form)
		if status != c.status || !strings.Contains(page, c.says) {
			t.Errorf("%s %v: status %d, want %d and %q", c.path, c.form, status, c.status, c.says)
		}
	}
	l, err := s.db.Link(t.Context(), code)
	must(t, err)
	if l.State != data.LinkActive || l.From != "2026-12-01" || l.Until != "2026-12-31" {
		t.Errorf("in the end: %+v", l)
	}
}

// TestMoveMany leads the ticked codes of one target to another: all or none,
// and those of an editor's own agency alone.
func TestMoveMany(t *testing.T) {
	s := newSite(t)
	own, foreign, plain := newCode(t), newCode(t), newCode(t)
	s.link(t, own, birth, "Phường A")
	s.link(t, foreign, birth, "Phường B")
	s.link(t, plain, birth, "")
	path := admin.Root + "/ma/doi-dich"
	form := func(codes ...string) url.Values {
		return url.Values{"tu": {birth}, "toi": {marriage}, "ma": codes, "ghi-chu": {"luật mới"}}
	}
	editor := s.signedIn(t, data.RoleEditor, s.slug(t, "Phường A"))
	if _, page := editor.get(path + "?tu=" + birth + "&toi=" + marriage); strings.Count(page, " disabled>") != 2 || strings.Count(page, " checked") != 1 {
		t.Error("an editor is offered what is not theirs")
	}
	if status, _ := editor.post(path, form(own+".1", foreign+".1")); status != http.StatusForbidden || s.target(t, own) != birth {
		t.Errorf("another agency's code: status %d", status)
	}
	p := s.signedIn(t, data.RolePublisher, "")
	must(t, s.db.MoveLink(t.Context(), plain, data.LinkPaused, data.Edit{Who: "lan"}))
	if status, page := p.post(path, form(own+".1", foreign+".1", plain+".1")); status != http.StatusConflict || s.target(t, own) != birth || !strings.Contains(page, "vừa thay đổi</span>") {
		t.Errorf("one has changed: status %d", status)
	}
	if status, _ := p.post(path, form()); status != http.StatusBadRequest {
		t.Errorf("none ticked: status %d", status)
	}
	if status, _ := p.post(path, form(own+".1", plain+".2")); status != http.StatusSeeOther {
		t.Errorf("two of three: status %d", status)
	}
	if s.target(t, own) != marriage || s.target(t, plain) != marriage || s.target(t, foreign) != birth {
		t.Error("not the ticked ones were changed")
	}
	if status, page := p.post(path, form(own+".2")); status != http.StatusConflict || !strings.Contains(page, "không còn dẫn tới đích cũ") {
		t.Errorf("changed before: status %d", status)
	}
}

// TestCodeOwners keeps editors to the codes of their agency's places.
func TestCodeOwners(t *testing.T) {
	s := newSite(t)
	own, foreign, plain := newCode(t), newCode(t), newCode(t)
	s.link(t, own, birth, "Phường A")
	s.link(t, foreign, birth, "Phường B")
	s.link(t, plain, birth, "")
	editor := s.signedIn(t, data.RoleEditor, s.slug(t, "Phường A"))
	for code, want := range map[string]int{own: http.StatusSeeOther, foreign: http.StatusForbidden, plain: http.StatusForbidden, "NOTACODE": http.StatusNotFound} {
		for path, form := range map[string]url.Values{
			"/ma/" + code + "/trang-thai": {"trang-thai": {"paused"}, "v": {"1"}},
			"/tuan-tra/" + code:           {"thay": {"good"}},
		} {
			if status, _ := editor.post(admin.Root+path, form); status != want {
				t.Errorf("%s: status %d, want %d", path, status, want)
			}
		}
	}
	if status, _ := editor.post(admin.Root+"/ma/moi", url.Values{"toi": {birth}}); status != http.StatusForbidden {
		t.Errorf("a new code: status %d", status)
	}
}

func TestNewCode(t *testing.T) {
	s := newSite(t)
	s.settings.PublicURL = "https://thutuc.example.vn"
	p := s.signedIn(t, data.RolePublisher, "")
	path := admin.Root + "/ma/moi"
	if _, page := p.get(path + "?toi=khai+sinh"); !strings.Contains(page, path+"?toi="+birth+`"`) {
		t.Error("words lead to nothing")
	}
	for range 2 { // the second time it is there
		if status, _ := p.post(path, url.Values{"toi": {birth}}); status != http.StatusSeeOther {
			t.Errorf("status %d", status)
		}
	}
	rows, total, err := s.db.LinkRows(t.Context(), data.LinkQuery{Day: "2026-11-23"}, 0, 10)
	if err != nil || total != 1 || rows[0].Target.Key != birth || !rows[0].Default {
		t.Errorf("%+v, %v", rows, err)
	}
}
