package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

var versionRE = regexp.MustCompile(`name="ban" value="([^"]*)"`)

// version is what the form of a page was made from.
func (p *person) version(path string) string {
	p.t.Helper()
	status, page := p.get(path)
	m := versionRE.FindStringSubmatch(page)
	if status != http.StatusOK || m == nil {
		p.t.Fatalf("%s: status %d, no form", path, status)
	}
	return m[1]
}

// TestSettings: what is typed is kept or refused in words, with what was typed.
func TestSettings(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleAdmin, "")
	const at = admin.Root + "/cai-dat/"
	for _, c := range []struct {
		name string
		form url.Values
		want string // of the refusal; empty: it is kept
	}{
		{"dia-chi", url.Values{"gia-tri": {"https://thutuc.example.vn"}}, ""},
		{"dia-chi", url.Values{"gia-tri": {"http://thutuc.example.vn"}}, "https"},
		{"ten-mien-cu", url.Values{"gia-tri": {"https://cu.example.vn"}}, "không kèm https://"},
		{"ten-mien-cu", url.Values{"gia-tri": {"cu.example.vn\r\ncu2.example.vn"}}, ""},
		{"ten-mien-ngoai", url.Values{"gia-tri": {"https://bao.example.vn"}}, "không kèm https://"},
		{"ten-mien-ngoai", url.Values{"gia-tri": {"bao.example.vn"}}, ""},
		{"tinh", url.Values{"gia-tri": {"Xứ Lạ"}}, "Không có tỉnh"},
		{"tinh", url.Values{"gia-tri": {"Lâm Đồng"}}, ""},
		{"ngay-nghi", url.Values{"nam": {"2027"}, "ngay": {"05/02/2027 Tết\n05/02/2027 Tết"}, "nguon": {"1/QĐ"}}, "ghi hai lần"},
		{"ngay-nghi", url.Values{"nam": {"2027"}, "ngay": {"30/02/2027 Tết"}, "nguon": {"1/QĐ"}}, "không có thật"},
		{"ngay-nghi", url.Values{"nam": {"2027"}, "ngay": {"08/05/2027 Lễ"}, "hoan-doi": {"29/04/2027 → 08/05/2027"}, "nguon": {"1/QĐ"}}, "vừa ghi là ngày nghỉ vừa ghi là ngày làm bù"},
		{"ngay-nghi", url.Values{"nam": {"2027"}, "hoan-doi": {"29/04/2027 → 08/05/2027"}, "nguon": {"1/QĐ"}}, ""},
		{"ngay-le-them", url.Values{"gia-tri": {`[{"month":11`}}, "JSON"},
		{"trang-chu", url.Values{"bao": {"Nghỉ"}, "tu": {"2026-12-02"}, "den": {"2026-12-01"}}, "đứng trước"},
		{"trang-chu", url.Values{"chao": {"Chào bạn"}, "bao": {"<b>Nghỉ</b> chiều"}, "den": {"2026-12-01"}}, ""},
	} {
		c.form.Set("ban", p.version(at+c.name))
		status, page := p.post(at+c.name, c.form)
		if c.want == "" && status != http.StatusSeeOther {
			t.Errorf("%s %v: status %d", c.name, c.form, status)
		}
		if c.want != "" && (status != http.StatusUnprocessableEntity || !strings.Contains(page, c.want)) {
			t.Errorf("%s %v: status %d, lacks %q", c.name, c.form, status, c.want)
		}
	}
	now, err := s.db.Settings(t.Context())
	must(t, err)
	if now.PublicURL != "https://thutuc.example.vn" || len(now.FormerHosts) != 2 || now.Province != "Lâm Đồng" || len(now.Holidays) != 1 || now.Home.Notice != "<b>Nghỉ</b> chiều" {
		t.Errorf("the settings are %+v", now)
	}
	if told := s.audit(t, "setting home"); len(told) != 1 || told[0].who != "admin" {
		t.Errorf("the audit tells %+v", told)
	}

	old := p.version(at + "trang-chu")
	p.post(at+"trang-chu", url.Values{"ban": {old}, "chao": {"Lời của người thứ nhất"}})
	status, page := p.post(at+"trang-chu", url.Values{"ban": {old}, "chao": {"Lời của người thứ hai"}})
	if status != http.StatusConflict || !strings.Contains(page, "người thứ nhất") || !strings.Contains(page, "người thứ hai") {
		t.Errorf("two at once: status %d:\n%s", status, page)
	}
	if status, _ := s.signedIn(t, data.RolePublisher, "").get(admin.Root + "/cai-dat"); status != http.StatusForbidden {
		t.Errorf("a publisher: status %d", status)
	}
}

// TestPrintedHosts: a host that codes were printed with is not dropped by the way.
func TestPrintedHosts(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RoleAdmin, "")
	const at = admin.Root + "/cai-dat/ten-mien-cu"
	must(t, s.db.RememberHost(t.Context(), "cu.example.vn"))
	p.post(at, url.Values{"ban": {p.version(at)}, "gia-tri": {"cu.example.vn"}})
	form := url.Values{"ban": {p.version(at)}, "gia-tri": {""}}
	status, page := p.post(at, form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "mã đã in mang tên miền này") || strings.Contains(page, "--force") {
		t.Errorf("status %d:\n%s", status, page)
	}
	form.Set("chac", "1")
	if status, _ := p.post(at, form); status != http.StatusSeeOther {
		t.Errorf("forced: status %d", status)
	}
	if _, page := p.get(admin.Root + "/cai-dat"); !strings.Contains(page, "<strong>cu.example.vn</strong>") {
		t.Error("the page does not tell of the host")
	}
}

// TestAgencies: an editor keeps their own agency's contact, and nothing else.
func TestAgencies(t *testing.T) {
	s := newSite(t)
	slug := s.agency(t)
	editor, boss := s.signedIn(t, data.RoleEditor, slug), s.signedIn(t, data.RoleAdmin, "")
	at := admin.Root + "/cai-dat/co-quan/" + slug
	old := editor.version(at)
	form := url.Values{"ban": {old}, "dia-chi": {"Số 1 đường Thử"}, "gio": {"7:30–17:00"}, "dien-thoai": {"0258 3 000 111"}}
	if status, _ := editor.post(at, form); status != http.StatusSeeOther {
		t.Errorf("the editor's own agency: status %d", status)
	}
	a, err := s.db.Agency(t.Context(), slug)
	if err != nil || a.Phone != "0258 3 000 111" {
		t.Errorf("%+v, %v", a, err)
	}
	form.Set("dien-thoai", "0258 3 000 222")
	if status, page := editor.post(at, form); status != http.StatusConflict || !strings.Contains(page, "000 111") || !strings.Contains(page, "000 222") {
		t.Errorf("from an old form: status %d", status)
	}
	all, err := s.db.Agencies(t.Context())
	must(t, err)
	if status, _ := editor.post(admin.Root+"/cai-dat/co-quan/"+all[1].Slug, form); status != http.StatusForbidden {
		t.Errorf("another agency: status %d", status)
	}
	for _, part := range []string{"/mau", "/ten", "/thay-the", "/bieu-trung"} {
		if status, _ := editor.post(at+part, form); status != http.StatusForbidden {
			t.Errorf("%s by an editor: status %d", part, status)
		}
	}

	for _, c := range []struct {
		part, field, value, want string
	}{
		{"/mau", "mau", "#GG0000", "viết sai"},
		{"/mau", "mau", "#0A5A50", ""},
		{"/ten", "ten", " ", "trống"},
		{"/ten", "ten", all[1].Name, "cơ quan khác mang tên này"},
		{"/ten", "ten", "Sở Thử", ""},
		{"/thay-the", "nay-la", "khong-co", "Không có cơ quan ấy"},
		{"/thay-the", "nay-la", slug, "thay thế lẫn nhau"},
		{"/thay-the", "nay-la", all[1].Slug, ""},
	} {
		status, page := boss.post(at+c.part, url.Values{"ban": {boss.version(at)}, c.field: {c.value}})
		if c.want == "" && status != http.StatusSeeOther || c.want != "" && (status != http.StatusUnprocessableEntity || !strings.Contains(page, c.want)) {
			t.Errorf("%s %q: status %d, want %q", c.part, c.value, status, c.want)
		}
	}
	res := boss.send(at+"/bieu-trung", "tep", "a.png", picture(t), "ban", boss.version(at))
	if status, _ := read(t, res); status != http.StatusSeeOther {
		t.Errorf("crest: status %d", status)
	}
	if status, body := boss.get(at + "/bieu-trung.png"); status != http.StatusOK || !strings.HasPrefix(body, "\x89PNG") {
		t.Errorf("the crest: status %d", status)
	}
	if _, page := boss.get(admin.Root + "/cai-dat/co-quan?q=so+thu"); !strings.Contains(page, "Sở Thử") {
		t.Error("the agency is not found by its new name")
	}
	if told := s.audit(t, "agency "+slug); len(told) != 7 {
		t.Errorf("the audit tells %+v", told)
	}
}
