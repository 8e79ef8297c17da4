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

const care = admin.Root + "/tim-kiem"

var triedMark = regexp.MustCompile(`name="da-thu" value="([0-9a-f]+)"`)

// try sends a form to be tried and answers what saving it must carry.
func (p *person) try(path string, form url.Values) (status int, page, mark string) {
	p.t.Helper()
	form.Set("lam", "thu")
	status, page = p.post(path, form)
	if m := triedMark.FindStringSubmatch(page); m != nil {
		mark = m[1]
	}
	return status, page, mark
}

// teach tries a form and saves it.
func (p *person) teach(path string, form url.Values) {
	p.t.Helper()
	status, page, mark := p.try(path, form)
	if mark == "" {
		p.t.Fatalf("try at %s: status %d\n%s", path, status, page)
	}
	form.Set("lam", "luu")
	form.Set("da-thu", mark)
	form.Set("van-luu", "1")
	if status, page := p.post(path, form); status != http.StatusSeeOther {
		p.t.Fatalf("save at %s: status %d\n%s", path, status, page)
	}
}

func synonymForm(typed, means string) url.Values {
	return url.Values{"tu": {typed}, "nghia": {means}}
}

func betForm(typed, dest string) url.Values {
	return url.Values{"tu": {typed}, "dich": {dest}, "nguoi": {"lan"}, "den": {"2027-01-31"}, "ly-do": {"nhiều người hỏi"}}
}

func TestCareTaughtAndTaken(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	if _, page := p.get(care + "/dong-nghia/moi?tu=gi%E1%BA%A5y+m%E1%BB%9F+m%E1%BA%AFt"); !strings.Contains(page, `value="giấy mở mắt"`) {
		t.Error("a query is not filled in")
	}
	if _, page := p.get(care + "/ghim/moi?cau=khai"); !strings.Contains(page, `value="khai"`) || !strings.Contains(page, `value="2027-05-23"`) {
		t.Error("a bet is not filled in")
	}
	form := synonymForm("giấy mở mắt", "đăng ký khai sinh")
	status, page, mark := p.try(care+"/dong-nghia/moi", form)
	if status != http.StatusOK || !strings.Contains(page, "Không câu thử nào thay đổi") || !strings.Contains(page, "bỏ qua") || mark == "" {
		t.Fatalf("status %d\n%s", status, page)
	}
	if rules, _ := s.db.CareRules(t.Context(), ""); len(rules) != 0 {
		t.Fatal("trying saves")
	}
	form.Set("lam", "luu")
	if _, page := p.post(care+"/dong-nghia/moi", form); !strings.Contains(page, "da-thu") {
		t.Error("saved without a trial")
	}
	form.Set("da-thu", mark)
	if status, _ := p.post(care+"/dong-nghia/moi", form); status != http.StatusSeeOther {
		t.Fatalf("save: status %d", status)
	}
	rules, err := s.db.CareRules(t.Context(), data.CareSynonym)
	must(t, err)
	if len(rules) != 1 || rules[0].State != data.CareLive || rules[0].By != "publisher" {
		t.Fatalf("%+v", rules)
	}
	if _, page := p.get(care + "/thu?cau=giay+mo+mat"); !strings.Contains(page, "của ta") || !strings.Contains(page, "1.001193") {
		t.Error("the query that is tried does not show what was taught")
	}
	p.teach(care+"/ghim/moi", betForm("việc của bé", "/thu-tuc/1.001193"))
	p.teach(care+"/trang-rieng/moi", url.Values{"tu": {"xã mới"}, "dich": {s.URL + "/lam-o-xa-nao"}, "nguoi": {"lan"}, "ten": {"Làm ở xã nào?"}})
	if status, _ := p.post(care+"/an-goi-y/moi", url.Values{"tu": {"Đăng ký kết hôn"}, "lam": {"luu"}}); status != http.StatusSeeOther {
		t.Errorf("suppress: status %d", status)
	}
	got, err := s.db.Care(t.Context(), "2026-11-23")
	must(t, err)
	if len(got.Rules) != 4 {
		t.Errorf("%d rules are good", len(got.Rules))
	}
	for _, path := range []string{care, care + "/dong-nghia?q=mo+mat", care + "/ghim", care + "/trang-rieng", care + "/an-goi-y", care + "/bo-thu"} {
		if status, page := p.get(path); status != http.StatusOK || strings.Contains(page, "Chưa có mục nào") {
			t.Errorf("%s: status %d", path, status)
		}
	}
	if status, _ := p.post(care+"/dong-nghia/1/bo", url.Values{"phien-ban": {"1"}, "ghi-chu": {"thử xong"}}); status != http.StatusSeeOther {
		t.Errorf("remove: status %d", status)
	}
	if status, _ := p.get(care + "/dong-nghia/1"); status != http.StatusNotFound {
		t.Errorf("removed, yet status %d", status)
	}
}

func TestCareBadInput(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	p.teach(care+"/dong-nghia/moi", synonymForm("giấy mở mắt", "giấy khai sinh"))
	for _, c := range []struct {
		path string
		form url.Values
		want string
	}{
		{"/dong-nghia/moi", synonymForm("giấy", "đăng ký khai sinh"), "quá chung"},
		{"/dong-nghia/moi", synonymForm("", "đăng ký khai sinh"), "ít nhất một từ"},
		{"/dong-nghia/moi", synonymForm("giấy cho bé yêu", "?!"), "thủ tục gọi việc ấy là gì"},
		{"/dong-nghia/moi", synonymForm("giấy khai sinh", "giấy mở mắt"), "vòng tròn"},
		{"/dong-nghia/moi", synonymForm("giấy nhắm mắt", "giấy mở mắt"), "hai bước"},
		{"/dong-nghia/moi", synonymForm("GIẤY MỞ MẮT", "đăng ký kết hôn"), "đã được dạy"},
		{"/dong-nghia/moi", synonymForm("dang ky khai sinh", "giấy khai sinh"), "đúng là tên"},
		{"/dong-nghia/moi", synonymForm("Đăng ký khai sinh", "giấy khai sinh"), "đúng là tên"},
		{"/dong-nghia/moi", synonymForm("giay ket hon", "đăng ký kết hôn"), "thiếu dấu"},
		{"/dong-nghia/moi", synonymForm("sổ đoàn", "so doan"), "Hai bên giống nhau"},
		{"/dong-nghia/moi", synonymForm(strings.Repeat("dài ", 60), "giấy khai sinh"), "nhiều nhất là 120"},
		{"/ghim/moi", betForm("việc của bé", "9.999999"), "Không có thủ tục"},
		{"/ghim/moi", betForm("việc của bé", "https://dichvucong.gov.vn/"), "mục Trang riêng"},
		{"/ghim/moi", betForm("việc của bé", "khai sinh"), "Thủ tục tìm thấy"},
		{"/ghim/moi", betForm("việc của bé", "/q/7K3M9QXA"), "Không có thủ tục"},
		{"/ghim/moi", url.Values{"tu": {"việc của bé"}, "dich": {"1.001193"}, "nguoi": {"lan"}}, "Ghim nào cũng có hạn"},
		{"/ghim/moi", url.Values{"tu": {"việc của bé"}, "dich": {"1.001193"}, "nguoi": {"lan"}, "den": {"2026-11-22"}}, "đã qua"},
		{"/trang-rieng/moi", betForm("việc của bé", "https://evil.example/"), "chưa được phép"},
		{"/trang-rieng/moi", betForm("việc của bé", "javascript:alert(1)"), "Hãy chọn một trong"},
		{"/trang-rieng/moi", betForm("việc của bé", "/khong-co"), "Không có thủ tục"},
	} {
		status, page, _ := p.try(care+c.path, c.form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, c.want) || !strings.Contains(page, "còn nguyên") {
			t.Errorf("%v: status %d, want %q\n%s", c.form, status, c.want, page)
		}
	}
	form := synonymForm("giay ket hon", "đăng ký kết hôn")
	form.Set("khong-dau", "1")
	if status, _, _ := p.try(care+"/dong-nghia/moi", form); status != http.StatusOK {
		t.Errorf("bare on purpose: status %d", status)
	}
	for range data.MaxCareRules {
		if _, err := s.db.SaveCareRule(t.Context(), data.CareRule{Kind: data.CareSuppressed, State: data.CareLive, Typed: "x"}, data.Edit{Who: "thử"}); err != nil {
			t.Fatal(err)
		}
	}
	if status, page := p.post(care+"/an-goi-y/moi", url.Values{"tu": {"một nữa"}, "lam": {"luu"}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "2000") {
		t.Errorf("too many: status %d", status)
	}
}

func TestCareConflict(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	p.teach(care+"/ghim/moi", betForm("việc của bé", "1.001193"))
	rule, err := s.db.CareRule(t.Context(), 1)
	must(t, err)
	theirs := rule
	theirs.Reason = "lý do của người kia"
	_, err = s.db.SaveCareRule(t.Context(), theirs, data.Edit{Who: "hoa"})
	must(t, err)
	mine := betForm("việc của bé", "1.000894")
	mine.Set("phien-ban", "1")
	mine.Set("ly-do", "lý do của tôi")
	status, page, _ := p.try(care+"/ghim/1", mine)
	if status != http.StatusConflict || !strings.Contains(page, "lý do của người kia") || !strings.Contains(page, "lý do của tôi") || !strings.Contains(page, `name="phien-ban" value="2"`) {
		t.Fatalf("status %d\n%s", status, page)
	}
	mine.Set("phien-ban", "2")
	p.teach(care+"/ghim/1", mine)
	if rule, err = s.db.CareRule(t.Context(), 1); err != nil || rule.Target.Key != "1.000894" || rule.Version != 3 {
		t.Errorf("%+v, %v", rule, err)
	}
	if status, _ := p.post(care+"/ghim/1/bo", url.Values{"phien-ban": {"2"}, "van-luu": {"1"}}); status != http.StatusConflict {
		t.Errorf("a removal of an older version: status %d", status)
	}
	must(t, s.db.RemoveCareRule(t.Context(), 1, 3, data.Edit{Who: "hoa"}))
	if status, page, _ := p.try(care+"/ghim/1", mine); status != http.StatusConflict || !strings.Contains(page, "vừa bỏ") || !strings.Contains(page, "lý do của tôi") {
		t.Errorf("a rule that was removed: status %d\n%s", status, page)
	}
}

func TestCareRoles(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	publisher, editor, viewer, chief := s.signedIn(t, data.RolePublisher, ""), s.signedIn(t, data.RoleEditor, ""), s.signedIn(t, data.RoleViewer, ""), s.signedIn(t, data.RoleAdmin, "")
	publisher.teach(care+"/ghim/moi", betForm("việc của bé", "1.001193"))
	editor.teach(care+"/ghim/moi", betForm("việc của mẹ", "1.001193"))
	proposed, err := s.db.CareRule(t.Context(), 2)
	must(t, err)
	if proposed.State != data.CareProposed {
		t.Errorf("an editor's bet is %s", proposed.State)
	}
	if c, err := s.db.Care(t.Context(), "2026-11-23"); err != nil || len(c.Rules) != 1 {
		t.Errorf("a proposal is live: %+v, %v", c, err)
	}
	for _, c := range []struct {
		name   string
		p      *person
		path   string
		status int
	}{
		{"a viewer proposes", viewer, "/ghim/moi", http.StatusForbidden},
		{"an editor changes what is live", editor, "/ghim/1", http.StatusForbidden},
		{"an editor removes what is live", editor, "/ghim/1/bo", http.StatusForbidden},
		{"a publisher turns a switch", publisher, "/cong-tac", http.StatusForbidden},
		{"a switch that is none", chief, "/cong-tac", http.StatusBadRequest},
	} {
		if status, _ := c.p.post(care+c.path, betForm("x", "1.001193")); status != c.status {
			t.Errorf("%s: status %d, want %d", c.name, status, c.status)
		}
	}
	if _, page := viewer.get(care + "/ghim/1"); strings.Contains(page, "<button name=\"lam\"") || !strings.Contains(page, "việc của bé") {
		t.Error("a viewer is shown a form")
	}
	if _, page := publisher.get(care); !strings.Contains(page, "Đề xuất đang chờ") {
		t.Error("nobody is told of the proposal")
	}
	approved := betForm("việc của mẹ", "1.001193")
	approved.Set("phien-ban", "1")
	publisher.teach(care+"/ghim/2", approved)
	if c, err := s.db.Care(t.Context(), "2026-11-23"); err != nil || len(c.Rules) != 2 {
		t.Errorf("approved, yet %+v, %v", c, err)
	}
}

func TestCareSwitches(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RoleAdmin, "")
	off := url.Values{"ten": {"spelling"}}
	if status, _ := p.post(care+"/cong-tac", off); status != http.StatusBadRequest {
		t.Errorf("without a note: status %d", status)
	}
	off.Set("ghi-chu", "sửa sai hàng loạt")
	if status, _ := p.post(care+"/cong-tac", off); status != http.StatusSeeOther {
		t.Errorf("status %d", status)
	}
	if _, page := p.get(admin.Root); !strings.Contains(page, "Tìm kiếm đang tắt: Sửa chính tả") {
		t.Error("no banner in the room")
	}
	if _, page := p.get(care); !strings.Contains(page, "sửa sai hàng loạt") {
		t.Error("the reason is not told")
	}
	if status, _ := p.post(care+"/cong-tac", url.Values{"ten": {"spelling"}, "bat": {"1"}}); status != http.StatusSeeOther {
		t.Errorf("on again: status %d", status)
	}
	if _, page := p.get(care); strings.Contains(page, "Tìm kiếm đang tắt") {
		t.Error("the banner stays")
	}
}

func TestCareAttention(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	for _, r := range []data.CareRule{
		{Typed: "đích mất", Target: data.Target{Kind: data.KindProcedure, Key: "9.999999"}, Until: "2027-06-01"},
		{Typed: "sắp hết", Target: data.Target{Kind: data.KindProcedure, Key: "1.001193"}, Until: "2026-12-01"},
		{Typed: "đã hết", Target: data.Target{Kind: data.KindProcedure, Key: "1.001193"}, Until: "2026-11-01"},
		{Typed: "còn lâu", Target: data.Target{Kind: data.KindProcedure, Key: "1.001193"}, Until: "2027-06-01"},
		{Typed: "tin mất", Target: data.Target{Kind: data.KindArticle, Key: "99999"}, Until: "2027-06-01"},
		{Typed: "cấm", Target: data.Target{Kind: data.KindAddress, Key: "https://evil.example/"}, Until: "2027-06-01"},
	} {
		r.Kind, r.State = data.CareBet, data.CareLive
		_, err := s.db.SaveCareRule(t.Context(), r, data.Edit{Who: "thử"})
		must(t, err)
	}
	home := regexp.MustCompile(`<b>\d+</b> <span>Mục dạy tìm kiếm cần xem`)
	if _, page := p.get(admin.Root); !strings.Contains(home.FindString(page), "<b>5</b>") {
		t.Errorf("the first page does not count what needs a look: %q", home.FindString(page))
	}
	if _, page := p.get(care + "/thu?cau=" + url.QueryEscape("cấm")); strings.Contains(page, "Trang riêng</span>") {
		t.Error("what readers do not get is shown as theirs")
	}
	_, page := p.get(care)
	for _, want := range []string{"Đích không còn (3)", "hoặc đã hết (2)", "đích mất", "sắp hết", "đã hết hạn 01/11/2026", "không còn được phép"} {
		if !strings.Contains(page, want) {
			t.Errorf("the overview lacks %q", want)
		}
	}
	if strings.Contains(page, "còn lâu") {
		t.Error("the overview shows what needs nothing")
	}
}

func TestCareCases(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RoleEditor, "")
	for _, c := range []struct {
		query, codes, want string
	}{
		{"", "1.001193", "Hãy ghi câu"},
		{"việc của bé", "", "ít nhất một mã"},
		{"việc của bé", "9.999999", "9.999999"},
		{"việc của bé", "khai sinh", "khai, sinh"},
	} {
		if status, page := p.post(care+"/bo-thu", url.Values{"cau": {c.query}, "ma": {c.codes}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, c.want) {
			t.Errorf("%+v: status %d", c, status)
		}
	}
	if status, _ := p.post(care+"/bo-thu", url.Values{"cau": {"việc của bé"}, "ma": {"1.001193", ""}}); status != http.StatusSeeOther {
		t.Fatalf("status %d", status)
	}
	boss := s.signedIn(t, data.RolePublisher, "")
	_, page, _ := boss.try(care+"/ghim/moi", betForm("việc của bé", "1.001193"))
	if !strings.Contains(page, "Thay đổi này được thêm 1 câu") || !strings.Contains(page, "gồm 1 câu của ta") {
		t.Errorf("a kept query is not won:\n%s", page)
	}
	status, page, mark := boss.try(care+"/ghim/moi", betForm("đăng ký khai sinh cho con", "1.000894"))
	if status != http.StatusOK || !strings.Contains(page, "làm mất 1 câu") || !strings.Contains(page, "Vẫn lưu, dù mất 1 câu") {
		t.Fatalf("status %d\n%s", status, page)
	}
	form := betForm("đăng ký khai sinh cho con", "1.000894")
	form.Set("da-thu", mark)
	form.Set("lam", "luu")
	if status, _ := boss.post(care+"/ghim/moi", form); status != http.StatusOK {
		t.Errorf("saved a loss without being asked: status %d", status)
	}
	form.Set("van-luu", "1")
	if status, _ := boss.post(care+"/ghim/moi", form); status != http.StatusSeeOther {
		t.Errorf("confirmed: status %d", status)
	}
	if status, _ := p.post(care+"/bo-thu/1/bo", nil); status != http.StatusSeeOther {
		t.Errorf("remove: status %d", status)
	}
}

// TestCareCaseTwice: a question that is kept with two answers fares with each as
// it does, though it is asked in the same words.
func TestCareCaseTwice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	for _, code := range []string{"1.001193", "1.000894"} {
		if status, page := p.post(care+"/bo-thu", url.Values{"cau": {"việc của bé"}, "ma": {code}}); status != http.StatusSeeOther {
			t.Fatalf("status %d\n%s", status, page)
		}
	}
	_, page, _ := p.try(care+"/ghim/moi", betForm("việc của bé", "1.001193"))
	if !strings.Contains(page, "Thay đổi này được thêm 1 câu") || !strings.Contains(page, "gồm 2 câu của ta") {
		t.Errorf("one answer was taken for the other:\n%s", page)
	}
}
