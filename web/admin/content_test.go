package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tracuu/data"
	"tracuu/web/admin"
)

const (
	birthPage = admin.Root + "/noi-dung/thu-tuc/1.001193"
	birthEdit = birthPage + "/sua"
)

// form reads the values that the form with an id would send.
func form(t testing.TB, page, id string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	must(t, err)
	out := url.Values{}
	attr := func(n *html.Node, name string) (string, bool) {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val, true
			}
		}
		return "", false
	}
	text := func(n *html.Node) string {
		if n.FirstChild == nil {
			return ""
		}
		return strings.TrimPrefix(n.FirstChild.Data, "\n")
	}
	var in bool
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		was := in
		if n.Type == html.ElementNode {
			name, _ := attr(n, "name")
			value, _ := attr(n, "value")
			kind, _ := attr(n, "type")
			_, checked := attr(n, "checked")
			switch at, _ := attr(n, "id"); {
			case n.Data == "form" && (id == "" || at == id):
				in = true
			case !in || name == "":
			case n.Data == "input" && (kind != "checkbox" && kind != "radio" || checked):
				out.Add(name, value)
			case n.Data == "textarea":
				out.Add(name, text(n))
			case n.Data == "select":
				chosen := ""
				for o := range n.Descendants() {
					if _, is := attr(o, "selected"); is {
						chosen, _ = attr(o, "value")
					}
				}
				out.Add(name, chosen)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Data == "form" {
			in = was
		}
	}
	walk(doc)
	return out
}

// edit opens a form and answers what it holds.
func (p *person) edit(path string) url.Values {
	p.t.Helper()
	status, page := p.get(path)
	if status != http.StatusOK {
		p.t.Fatalf("%s: status %d\n%s", path, status, page)
	}
	return form(p.t, page, "bieu-mau")
}

func (s *site) birth(t *testing.T) data.Procedure {
	t.Helper()
	p, err := s.db.Procedure(t.Context(), "1.001193")
	must(t, err)
	return p
}

func TestEditUntouched(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	f := p.edit(birthEdit)
	f.Set("viec", "dang")
	if status, page := p.post(birthEdit, f); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Chưa có gì khác") {
		t.Errorf("an untouched form: status %d", status)
	}
}

func TestEditPublish(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	before := s.birth(t)
	f := p.edit(birthEdit)
	f.Set("description", "Ghi vào sổ việc sinh.\r\nAi cũng làm được.")
	f["documents.name"][len(f["documents.name"])-1] = "Giấy thử nghiệm"
	f["documents.originals"][len(f["documents.originals"])-1] = "2"
	f.Set("viec", "dang")
	if status, page := p.post(birthEdit, f); status != http.StatusSeeOther {
		t.Fatalf("publish: status %d\n%s", status, page)
	}
	after := s.birth(t)
	if after.Description != "Ghi vào sổ việc sinh.\nAi cũng làm được." || len(after.Documents) != len(before.Documents)+1 || after.Documents[len(before.Documents)].Originals != 2 {
		t.Errorf("after: %q, %+v", after.Description, after.Documents)
	}
	if after.Seq <= before.Seq || after.Versions != before.Versions+1 || after.Steps != before.Steps {
		t.Errorf("seq %d after %d, %d versions", after.Seq, before.Seq, after.Versions)
	}
	if _, page := p.get(birthPage); !strings.Contains(page, "Giấy thử nghiệm") || !strings.Contains(page, "nguồn ghi") {
		t.Error("the record's page does not tell what staff have changed")
	}
	_, page := p.get(birthPage + "/lich-su")
	if !strings.Contains(page, "Giấy thử nghiệm") {
		t.Error("the history does not tell the difference")
	}
	back := form(t, page[strings.Index(page, `name="ban"`)-200:], "")
	back.Set("ban", regexp.MustCompile(`name="ban" value="(\d+)"`).FindStringSubmatch(page)[1])
	back.Set("ban-goc", regexp.MustCompile(`name="ban-goc" value="(\d+)"`).FindStringSubmatch(page)[1])
	if status, page := p.post(birthPage+"/lich-su", back); status != http.StatusSeeOther {
		t.Fatalf("bring back: status %d\n%s", status, page)
	}
	if again := s.birth(t); again.Description != before.Description || again.Versions != after.Versions+1 {
		t.Errorf("brought back: %q, %d versions", again.Description, again.Versions)
	}
}

func TestEditProblem(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	f := p.edit(birthEdit)
	f.Set("official_name", " ")
	f.Set("source_url", "dichvucong")
	f.Set("steps", "Bước lạ <b>&</b>")
	f["documents.copies"][0] = "nhiều"
	f.Set("viec", "dang")
	status, page := p.post(birthEdit, f)
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", status)
	}
	for _, want := range []string{"Hãy ghi tên thủ tục", "bắt đầu bằng https://", "Dòng 1: số bản", `href="#o-official_name"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	typed := form(t, page, "bieu-mau")
	if typed.Get("steps") != "Bước lạ <b>&</b>" || typed["documents.copies"][0] != "nhiều" || typed.Get("source_url") != "dichvucong" {
		t.Error("what was typed is lost")
	}
	f.Set("viec", "them:documents")
	if _, page = p.post(birthEdit, f); len(form(t, page, "bieu-mau")["documents.name"]) != len(f["documents.name"]) {
		t.Error("the form has no empty row")
	}
	f.Set("viec", "bo:documents:0")
	if _, page = p.post(birthEdit, f); len(form(t, page, "bieu-mau")["documents.name"]) != len(f["documents.name"])-1 {
		t.Error("the row stays")
	}
}

func TestTwoEditors(t *testing.T) {
	s := newSite(t)
	lan := s.signedIn(t, data.RolePublisher, "")
	minh := s.signedIn(t, data.RoleAdmin, "")
	mine, theirs := lan.edit(birthEdit), minh.edit(birthEdit)
	theirs.Set("description", "Tóm tắt của Minh")
	theirs.Set("conditions", "Điều kiện của Minh")
	theirs.Set("viec", "dang")
	if status, _ := minh.post(birthEdit, theirs); status != http.StatusSeeOther {
		t.Fatalf("the first: status %d", status)
	}
	mine.Set("description", "Tóm tắt của Lan")
	mine.Set("result", "Kết quả của Lan")
	mine.Set("viec", "dang")
	status, page := lan.post(birthEdit, mine)
	if status != http.StatusConflict {
		t.Fatalf("the second: status %d", status)
	}
	for _, want := range []string{"Tóm tắt của Lan", "Tóm tắt của Minh", "Kết quả của Lan", "Bản gốc chung", "cả hai cùng sửa"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the conflict lacks %q", want)
		}
	}
	if p := s.birth(t); p.Description != "Tóm tắt của Minh" || p.Result == "Kết quả của Lan" {
		t.Error("the first one's work is overwritten")
	}
	merged := form(t, page, "")
	merged.Set("chon.description", "kia")
	merged.Set("chon.result", "toi")
	merged.Set("viec", "dang")
	if status, page := lan.post(birthEdit, merged); status != http.StatusSeeOther {
		t.Fatalf("merged: status %d\n%s", status, page)
	}
	if p := s.birth(t); p.Description != "Tóm tắt của Minh" || p.Result != "Kết quả của Lan" || p.Conditions != "Điều kiện của Minh" {
		t.Errorf("merged: %q, %q, %q", p.Description, p.Result, p.Conditions)
	}
}

func TestDraft(t *testing.T) {
	s := newSite(t)
	rec, err := s.db.Record(t.Context(), data.Target{Kind: data.KindProcedure, Key: "1.001193"})
	must(t, err)
	p := s.signedIn(t, data.RoleEditor, rec.Agency)
	f := p.edit(birthEdit)
	f.Set("description", "Nháp của biên tập viên")
	f.Set("official_name", "") // drafts may be wrong
	f.Set("viec", "nhap")
	if status, page := p.post(birthEdit, f); status != http.StatusSeeOther {
		t.Fatalf("save: status %d\n%s", status, page)
	}
	again := s.nobody(t)
	again.post(admin.Root+"/dang-nhap", url.Values{"ten": {"editor"}, "mat-khau": {password}})
	kept := again.edit(birthEdit)
	if kept.Get("description") != "Nháp của biên tập viên" || kept.Get("official_name") != "" || kept.Get("nhap") == "" {
		t.Error("the draft is not kept as it was typed")
	}
	kept.Set("viec", "dang")
	if status, _ := again.post(birthEdit, kept); status != http.StatusForbidden {
		t.Errorf("an editor publishes: status %d", status)
	}
	kept.Set("viec", "xem")
	if status, page := again.post(birthEdit, kept); status != http.StatusOK || !strings.Contains(page, "Nháp của biên tập viên") {
		t.Errorf("preview: status %d", status)
	}
	if s.birth(t).Description == "Nháp của biên tập viên" {
		t.Error("the draft is shown to everybody")
	}
	boss := s.signedIn(t, data.RolePublisher, "")
	_, page := boss.get(birthPage)
	at := regexp.MustCompile(`/sua\?nhap=(\d+)`).FindString(page)
	f = boss.edit(birthPage + at)
	f.Set("official_name", "Đăng ký khai sinh")
	f.Set("viec", "dang")
	if status, page := boss.post(birthEdit, f); status != http.StatusSeeOther {
		t.Fatalf("publish: status %d\n%s", status, page)
	}
	if s.birth(t).Description != "Nháp của biên tập viên" {
		t.Error("the draft is not published")
	}
	if ds, err := s.db.Drafts(t.Context(), rec.Target); err != nil || len(ds) != 0 {
		t.Errorf("drafts left: %d, %v", len(ds), err)
	}
}

func TestEditorOfAnother(t *testing.T) {
	s := newSite(t)
	a, err := s.db.EnsureAgency(t.Context(), "Sở Khác hẳn")
	must(t, err)
	p := s.signedIn(t, data.RoleEditor, a.Slug)
	if status, _ := p.get(birthEdit); status != http.StatusForbidden {
		t.Errorf("the form: status %d", status)
	}
	if status, _ := p.post(birthEdit, url.Values{"viec": {"nhap"}}); status != http.StatusForbidden {
		t.Errorf("saving: status %d", status)
	}
	if status, page := p.get(birthPage); status != http.StatusOK || strings.Contains(page, birthEdit+`"`) {
		t.Errorf("reading: status %d", status)
	}
}

func TestNewAndRepeal(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	at := admin.Root + "/noi-dung/thu-tuc/moi"
	f := p.edit(at)
	f.Set("ma-thu-tuc", "1.001193")
	f.Set("official_name", "Thủ tục Đăng ký khai sinh kiểu mới")
	f.Set("viec", "dang")
	if status, page := p.post(at, f); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Mã này đã có") {
		t.Errorf("a code that is taken: status %d", status)
	}
	f.Set("ma-thu-tuc", "1.999777")
	if status, page := p.post(at, f); status != http.StatusSeeOther {
		t.Fatalf("publish: status %d\n%s", status, page)
	}
	made, err := s.db.Procedure(t.Context(), "1.999777")
	must(t, err)
	if made.Name != "Đăng ký khai sinh kiểu mới" || made.Sample || made.Visibility != data.Shown {
		t.Errorf("made %+v", made)
	}
	if s.birth(t).Visibility != data.Shown {
		t.Error("what staff write hides the sample")
	}
	_, page := p.get(birthPage)
	f = url.Values{"ban-goc": {regexp.MustCompile(`name="ban-goc" value="(\d+)"`).FindStringSubmatch(page)[1]}, "thay-the": {"1.999778"}, "hieu-luc": {"2026-12-01"}, "viec": {"bai-bo"}}
	if status, page := p.post(birthPage+"/bai-bo", f); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Chưa có thủ tục mang mã này") {
		t.Errorf("an unknown replacement: status %d", status)
	}
	f.Set("thay-the", "1.999777")
	if status, page := p.post(birthPage+"/bai-bo", f); status != http.StatusSeeOther {
		t.Fatalf("repeal: status %d\n%s", status, page)
	}
	if s.birth(t).Status != data.StatusActive {
		t.Error("the change does not wait for its day")
	}
	if _, page = p.get(admin.Root + "/noi-dung/sap-toi"); !strings.Contains(page, "01/12/2026: bãi bỏ") {
		t.Error("the change is not listed")
	}
	if _, page = p.get(admin.Root + "/noi-dung?tinh-trang=waiting"); !strings.Contains(page, "1.001193") || !strings.Contains(page, "Chờ hiệu lực") {
		t.Error("the list does not tell it")
	}
	n, err := s.db.TakeEffect(t.Context(), "2026-12-01")
	if b := s.birth(t); err != nil || n != 1 || b.Status != data.StatusRepealed || b.ReplacedBy != "1.999777" {
		t.Errorf("%d took effect, %v: %s by %q", n, err, b.Status, b.ReplacedBy)
	}
}

func TestArticle(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	at := admin.Root + "/noi-dung/tin/moi"
	f := p.edit(at)
	f.Set("body", "Một đoạn.\nHai đoạn.")
	f.Set("viec", "nhap")
	if status, _ := p.post(at, f); status != http.StatusSeeOther {
		t.Fatalf("draft: status %d", status)
	}
	_, page := p.get(admin.Root + "/noi-dung?loai=article&tinh-trang=draft")
	f = p.edit(at + regexp.MustCompile(`\?nhap=\d+`).FindString(page))
	f.Set("title", "Tin thử nghiệm của tòa soạn")
	f.Set("published", "2026-11-23T08:30")
	f.Set("viec", "dang")
	if status, page := p.post(at, f); status != http.StatusSeeOther {
		t.Fatalf("publish: status %d\n%s", status, page)
	}
	as, err := s.db.LatestArticles(t.Context(), "", 0, 1)
	must(t, err)
	if as[0].Title != "Tin thử nghiệm của tòa soạn" || as[0].PublishedTrust != data.TrustTime {
		t.Fatalf("the newest: %+v", as[0])
	}
	_, page = p.get(admin.Root + "/noi-dung?loai=article&q=tin+thu+nghiem+toa+soan")
	own := regexp.MustCompile(`/quan-tri/noi-dung/tin/\d+`).FindString(page)
	if status, _ := p.post(own+"/an", url.Values{"viec": {"an"}}); status != http.StatusSeeOther {
		t.Fatal("the article cannot be hidden")
	}
	if a, err := s.db.Article(t.Context(), as[0].ID); err != nil || a.Visibility != data.Hidden {
		t.Errorf("hidden: %s, %v", a.Visibility, err)
	}
	if status, page := p.get(own + "/lich-su"); status != http.StatusOK || !strings.Contains(page, "Chưa có bản nào") {
		t.Errorf("history: status %d", status)
	}
}

// TestDraftWrittenOn: what an editor has saved since a publisher opened a draft
// is not thrown away when the publisher publishes what they saw.
func TestDraftWrittenOn(t *testing.T) {
	s := newSite(t)
	rec, err := s.db.Record(t.Context(), data.Target{Kind: data.KindProcedure, Key: "1.001193"})
	must(t, err)
	editor, publisher := s.signedIn(t, data.RoleEditor, rec.Agency), s.signedIn(t, data.RolePublisher, "")
	f := editor.edit(birthEdit)
	f.Set("description", "Tóm tắt thứ nhất.")
	f.Set("viec", "nhap")
	draft := editor.follow(birthEdit, f)
	seen := publisher.edit(draft)
	s.time = s.time.Add(time.Minute)
	f = editor.edit(draft)
	f.Set("description", "Tóm tắt thứ hai, viết thêm.")
	f.Set("viec", "nhap")
	editor.follow(birthEdit, f)
	seen.Set("viec", "dang")
	publisher.follow(birthEdit, seen)
	if status, page := editor.get(draft); status != http.StatusOK || !strings.Contains(page, "Tóm tắt thứ hai, viết thêm.") {
		t.Errorf("the newer draft is lost: status %d", status)
	}
	seen = publisher.edit(draft)
	seen.Set("viec", "tiep")
	_, page := publisher.post(birthEdit, seen)
	seen = form(t, page, "bieu-mau")
	seen.Set("viec", "dang")
	if status, page := publisher.post(birthEdit, seen); status == http.StatusConflict {
		seen = form(t, page, "")
		seen.Set("viec", "dang")
		publisher.follow(birthEdit, seen)
	}
	if status, _ := editor.get(draft); status != http.StatusNotFound {
		t.Errorf("a draft that was published whole: status %d", status)
	}
}

// TestRepealPast: a day that is over is asked about, not taken for now; a form
// made from a former version keeps what was typed.
func TestRepealPast(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	_, page := p.get(birthPage)
	seq := regexp.MustCompile(`name="ban-goc" value="(\d+)"`).FindStringSubmatch(page)[1]
	f := url.Values{"viec": {"bai-bo"}, "ban-goc": {seq}, "hieu-luc": {"2025-07-01"}, "ghi-chu": {"QĐ thử"}}
	if status, page := p.post(birthPage+"/bai-bo", f); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Ngày này đã qua") {
		t.Errorf("a day of last year: status %d", status)
	}
	changed := p.edit(birthEdit)
	changed.Set("description", "Đổi trước.")
	changed.Set("viec", "dang")
	p.follow(birthEdit, changed)
	f.Set("hieu-luc", "2027-01-01")
	if status, page := p.post(birthPage+"/bai-bo", f); status != http.StatusConflict || !strings.Contains(page, `value="QĐ thử"`) || !strings.Contains(page, "Đổi trước.") {
		t.Errorf("a stale form: status %d", status)
	}
}
