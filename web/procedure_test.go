package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"tracuu/data"
	"tracuu/data/sample"
)

// TestProcedureFields: every field of a record is on its page, in the order in
// which people ask: what is it, papers, fee and time, where, how, the rest.
func TestProcedureFields(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page("/thu-tuc/" + fullCode)
	main := text(one(t, doc, "main"))
	at := 0
	for _, want := range []string{
		"Trò chơi dân gian · Cấp xã · Cấp tỉnh · Nội dung mẫu", "Cấp phép thả diều", "Ai muốn thả diều thì xin phép ở đây.",
		"Giấy tờ cần mang", "Đơn xin thả diều", "1 bản chính",
		"Diều có đèn", "Giấy kiểm tra đèn", "1 bản chính, 2 bản sao", "Đèn phải tắt được từ xa.", "Diều đôi", "Bản vẽ diều", "1 bản sao",
		"Lệ phí và thời hạn", "Trực tuyến", "12.345 đồng/con diều (trẻ em: giảm một nửa)", "Lệ phí dây: theo chiều dài", "3 ngày làm việc",
		"Chụp rõ con diều.", "Bưu chính công ích", "Cước gửi do bưu cục thu", "5 ngày làm việc",
		"Trực tiếp", "Danh mục không ghi mức phí", "Danh mục không ghi thời hạn", "Cách nộp khác", "Cách nộp do hội định",
		"Nơi nộp", "Phòng Diều giấy", "Bãi cỏ số 7", "Nộp trực tuyến trên Cổng Dịch vụ công quốc gia",
		"Các bước thực hiện", "Bước 1: Ra bãi", "Chọn hướng gió", "Đứng xuôi gió", "Bước 2: Thả dây",
		"Kết quả nhận được", "Giấy phép thả diều", "Yêu cầu, điều kiện", "Trời không mưa.",
		"Căn cứ pháp lý", "01/2024/KT Quy ước về diều", "Lệ làng không số", "02/2025/KT",
		"Thông tin thủ tục", fullCode, "1.900001.H58", "Thủ tục cấp phép thả diều", "4321/QĐ-KT", "Loại được kiểm thử",
		"Người chơi diều; Câu lạc bộ diều", "Chủ tịch hội diều", "Tổ gió", "Trạm khí tượng", "diều sáo, gió nồm", "09/07/2025", "Đang áp dụng",
		"https://dichvucong.gov.vn/thu-tuc/1.900001", "Mã của trang này",
	} {
		i := strings.Index(main[at:], want)
		if i < 0 {
			t.Errorf("%q does not follow on %q", want, main[max(at-60, 0):at])
			continue
		}
		at += i + len(want)
	}
	if href := attr(one(t, doc, "#noi-nop a.button"), "href"); href != "/di/1.900001" {
		t.Errorf("the button leads to %q", href)
	}
	if href := attr(one(t, doc, "link[rel=canonical]"), "href"); href != public+"/thu-tuc/"+fullCode {
		t.Errorf("canonical %q", href)
	}
	if title := text(one(t, doc, "title")); title != "Cấp phép thả diều – Tra cứu thủ tục hành chính Khánh Hòa" {
		t.Errorf("title %q", title)
	}
	if diff := cmp.Diff([]string{"Đơn xin thả diều 1 bản chính", "Giấy kiểm tra đèn 1 bản chính, 2 bản sao", "Bản vẽ diều 1 bản sao"},
		texts(find(doc, "ul.papers li.paper"))); diff != "" {
		t.Errorf("papers (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Đèn phải tắt được từ xa."}, texts(find(doc, "li.note"))); diff != "" {
		t.Errorf("notes (-want +got)\n%s", diff)
	}
}

// TestProcedureSteps: bullets become depths, and the heads of steps stand out.
func TestProcedureSteps(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var got []string
	for _, p := range find(s.page("/thu-tuc/"+fullCode), "#cac-buoc .text p") {
		got = append(got, attr(p, "class")+": "+text(p))
	}
	want := []string{"d0: Bước 1: Ra bãi", "d1: Chọn hướng gió", "d2: Đứng xuôi gió", "d0: Bước 2: Thả dây"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("steps (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Bước 1:", "Bước 2:"}, texts(find(s.page("/thu-tuc/"+fullCode), "#cac-buoc b"))); diff != "" {
		t.Errorf("what stands out (-want +got)\n%s", diff)
	}
}

// TestProcedureBrief: the top of the page tells fee, time and place in a few
// words, each as far as the record has it.
func TestProcedureBrief(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	fee := func(texts ...string) (ms []data.Method) {
		for i, f := range texts {
			m := data.Method{Channel: []data.Channel{data.ChannelOnline, data.ChannelPost, data.ChannelInPerson, ""}[i%4]}
			if f != "" {
				m.Fees = []data.Fee{{Text: f}}
			}
			ms = append(ms, m)
		}
		return ms
	}
	long := strings.Repeat("theo quy định ", 20)
	for _, c := range []struct {
		ms   []data.Method
		want string
	}{
		{nil, "Danh mục không ghi"},
		{fee("", "", ""), "Danh mục không ghi"},
		{fee("10.000 đồng", "10.000 đồng", "10.000 đồng"), "10.000 đồng"},
		{fee("10.000 đồng (" + long + ")"), "10.000 đồng (xem chi tiết)"},
		{fee(long), "Xem chi tiết bên dưới"},
		{fee("10.000 đồng", "", "20.000 đồng ("+long+")"), "Trực tuyến: 10.000 đồng Bưu chính công ích: không ghi Trực tiếp: 20.000 đồng (xem chi tiết)"},
		{fee("1 đồng", "2 đồng", "3 đồng", "4 đồng"), "Có nhiều mức, xem bên dưới"},
		{[]data.Method{{Fees: []data.Fee{{Text: "1 đồng"}}}, {Fees: []data.Fee{{Text: "2 đồng"}}}}, "Có nhiều mức, xem bên dưới"},
		{[]data.Method{{Fees: []data.Fee{{Text: "1 đồng"}, {Text: "2 đồng"}}}}, "2 mức thu"},
		{fee(long+"một", long+"hai"), "Xem chi tiết bên dưới"},
		{append(fee("1 đồng", "1 đồng"), fee("2 đồng")...), "Có nhiều mức, xem bên dưới"},
	} {
		s.save([]data.Procedure{timed("1.920001", c.ms...)}, nil)
		got := text(one(t, s.page("/thu-tuc/1.920001"), ".brief"))
		if want := "Lệ phí " + c.want + " Thời hạn Danh mục không ghi Nơi nộp Danh mục không ghi"; !strings.HasPrefix(got, want) {
			t.Errorf("%+v: the top says %q, want %q", c.ms, got, want)
		}
	}
	people := timed("1.920003")
	people.Audience = []string{"Cán bộ chơi diều", "Những người chơi diều ở nước ngoài, những nhóm chơi diều và những câu lạc bộ diều", "Công dân Việt Nam"}
	s.save([]data.Procedure{people}, nil)
	doc := s.page("/thu-tuc/" + fullCode)
	if got := text(one(t, doc, ".brief")); !strings.Contains(got, "Trực tuyến: 2 mức thu") || !strings.Contains(got, "Nơi nộp Phòng Diều giấy Nộp được trực tuyến") {
		t.Errorf("the top says %q", got)
	}
	if got := text(one(t, doc, ".for")); got != "Dành cho: Người chơi diều; Câu lạc bộ diều" {
		t.Errorf("it is %q", got)
	}
	if got := text(one(t, s.page("/thu-tuc/1.920003"), ".for")); got != "Dành cho: Công dân Việt Nam; Cán bộ chơi diều và 1 đối tượng khác" {
		t.Errorf("it is %q", got)
	}
	many := timed("1.920002")
	for i := range 9 {
		many.Audience = append(many.Audience, fmt.Sprint("Những người chơi diều thuộc nhóm ", i))
	}
	s.save([]data.Procedure{many}, nil)
	if got := text(one(t, s.page("/thu-tuc/1.920002"), ".for")); !strings.HasSuffix(got, "nhóm 1 và 7 đối tượng khác") {
		t.Errorf("it is %q", got)
	}
}

// TestProcedurePapers: a paper can be ticked, a note cannot; what few readers
// need is folded, and is there.
func TestProcedurePapers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page("/thu-tuc/" + fullCode)
	for _, li := range find(doc, "li.paper") {
		label := one(t, li, "label")
		if box := one(t, label, "input"); attr(box, "type") != "checkbox" || box.NextSibling.Type != html.TextNode {
			t.Errorf("no box for %q", text(li))
		}
	}
	if boxes := find(doc, "input[type=checkbox]"); len(boxes) != 3 {
		t.Errorf("%d boxes", len(boxes))
	}
	bar := one(t, doc, ".ticks")
	if attr(bar, "data-code") != fullCode || !strings.Contains(attr(bar, "data-have"), "{n}/{m}") {
		t.Errorf("the bar has %v", bar.Attr)
	}
	if bars := find(s.page("/thu-tuc/"+emptyCode), ".ticks"); len(bars) != 0 {
		t.Error("nothing to tick, yet a bar")
	}

	p := timed("1.920003")
	note := strings.Repeat("Ghi chú dài dòng. ", 30)
	for i := range 14 {
		p.Documents = append(p.Documents, data.Document{Case: "Trường hợp " + []string{"một", "hai"}[i%2], Name: fmt.Sprint("Giấy ", i), Originals: 1})
	}
	p.Documents = append(p.Documents,
		data.Document{Case: "Thành phần chung", Name: "Tờ khai", Originals: 1},
		data.Document{Case: "Thành phần chung", Name: note}, data.Document{Case: "Thành phần chung", Name: note},
		data.Document{Case: "Thành phần chung", Name: "Nộp kèm:"}, data.Document{Case: "Thành phần chung", Name: "Bản đồ. " + strings.Repeat("Vẽ rõ. ", 100), Copies: 1})
	s.save([]data.Procedure{p}, nil)
	section := one(t, s.page("/thu-tuc/1.920003"), "#giay-to")
	var cases []string
	for _, d := range find(section, "details.case") {
		cases = append(cases, fmt.Sprint(text(one(t, d, "summary")), hasAttr(d, "open")))
	}
	if diff := cmp.Diff([]string{"Trường hợp một 7 giấy tờ" + "true", "Trường hợp hai 7 giấy tờ" + "false"}, cases); diff != "" {
		t.Errorf("cases (-want +got)\n%s", diff)
	}
	if notes := text(one(t, section, "li.notes")); !strings.HasPrefix(notes, "Xem 2 lưu ý Ghi chú dài dòng.") {
		t.Errorf("notes %q", notes)
	}
	if heads := texts(find(section, "li.heads")); !slices.Equal(heads, []string{"Nộp kèm:"}) {
		t.Errorf("heads %q", heads)
	}
	papers := find(section, "li.paper")
	last := papers[len(papers)-1]
	if n := strings.Count(text(last), "Vẽ rõ."); n != 100 || strings.Count(text(one(t, last, "label")), "Vẽ rõ.") > 40 {
		t.Errorf("the long paper is %q", text(last))
	}
}

// TestProcedureLong: a long text is folded behind its beginning, word for word;
// so is a name that would fill a phone.
func TestProcedureLong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := timed("1.920004")
	p.Name = strings.TrimSpace(strings.Repeat("tên rất dài ", 60))
	p.Steps = strings.Repeat("- Bước đi tiếp theo\n", 40)
	for i := range 12 {
		p.LegalBasis = append(p.LegalBasis, data.LegalRef{Number: fmt.Sprintf("%d/2025/KT", i)})
		p.Methods = append(p.Methods, data.Method{Note: fmt.Sprint("Cách ", i)})
	}
	s.save([]data.Procedure{p}, nil)
	doc := s.page("/thu-tuc/1.920004")
	if h := text(one(t, doc, "h1")); !strings.HasSuffix(h, "…") || len([]rune(h)) > 182 || text(one(t, doc, "details.name p")) != p.Name {
		t.Errorf("the heading is %q", h)
	}
	for id, want := range map[string][2]int{"#cac-buoc p": {40, 32}, ".laws li": {12, 7}, ".method": {12, 8}} {
		folded := 0
		for _, d := range find(doc, "details") {
			folded += len(find(d, id[strings.LastIndex(id, " ")+1:]))
		}
		if id == "#cac-buoc p" {
			folded = len(find(one(t, doc, "#cac-buoc details"), "p"))
		}
		if all := len(find(doc, id)); all != want[0] || folded != want[1] {
			t.Errorf("%s: %d, %d of them folded, want %v", id, all, folded, want)
		}
	}
}

// TestProcedurePlace: the page tells where the agency is, and who has its work
// today.
func TestProcedurePlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	set := func(slug, address, phone string) {
		err := s.db.ChangeAgencyLook(t.Context(), slug, data.Edit{}, func(l *data.AgencyLook) error {
			l.Address, l.Hours, l.Phone = address, "Thứ Hai đến thứ Sáu", phone
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	set("phong-dieu-giay", "Số 1 đường Gió", "0258 000 000")
	place := one(t, s.page("/thu-tuc/"+fullCode), "#noi-nop")
	if got := text(place); !strings.HasPrefix(got, "Nơi nộp Cơ quan thực hiện Phòng Diều giấy Địa chỉ Số 1 đường Gió Giờ làm việc Thứ Hai đến thứ Sáu Điện thoại 0258 000 000 Địa chỉ tiếp nhận Bãi cỏ số 7") {
		t.Errorf("the place is %q", got)
	}
	if href := attr(one(t, place, "dd a[href=tel:0258000000]"), "href"); href == "" {
		t.Error("the telephone cannot be called")
	}
	heir, err := s.db.EnsureAgency(t.Context(), "Sở Gió")
	if err == nil {
		err = s.db.ReplaceAgency(t.Context(), "phong-dieu-giay", heir.Slug, data.Edit{})
	}
	if err != nil {
		t.Fatal(err)
	}
	set(heir.Slug, "Số 2 đường Gió", "")
	if got := text(one(t, s.page("/thu-tuc/"+fullCode), "#noi-nop")); !strings.Contains(got, "Nay do cơ quan khác đảm nhận Sở Gió Địa chỉ Số 2 đường Gió") || strings.Contains(got, "0258") {
		t.Errorf("the place is %q", got)
	}
}

// TestProcedureEnglish: in English a record shows the name and summary it has in
// English, or says that it has none; its own words are marked as Vietnamese.
func TestProcedureEnglish(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := fullProcedure()
	p.Translations = map[string]data.Translation{"en": {Name: "Permit to fly a kite", Summary: "Ask here to fly a kite."}}
	s.save([]data.Procedure{p}, nil)
	doc := s.page("/en/thu-tuc/" + fullCode)
	if got := text(one(t, doc, "h1")) + " / " + text(one(t, doc, ".name[lang=vi]")) + " / " + text(one(t, doc, ".lead")); got != "Permit to fly a kite / Cấp phép thả diều / Ask here to fly a kite." {
		t.Errorf("it begins with %q", got)
	}
	if title := text(one(t, doc, "title")); !strings.HasPrefix(title, "Permit to fly a kite") {
		t.Errorf("title %q", title)
	}
	for _, want := range []string{"Documents to bring", "1 original, 2 copies", "Online", "Fee and time", "Apply online on the National Public Service Portal", "In force"} {
		if !strings.Contains(text(one(t, doc, "main")), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	unmarked := regexp.MustCompile(`[đĐăĂơƠưƯạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]`)
	for n := range one(t, doc, "article").Descendants() {
		if n.Type == html.TextNode && unmarked.MatchString(n.Data) && languageOf(n) != "vi" {
			t.Errorf("not marked as Vietnamese: %q", n.Data)
		}
	}
	doc = s.page("/en/thu-tuc/1.010803")
	if h := one(t, doc, "h1"); attr(h, "lang") != "vi" || !strings.Contains(text(one(t, doc, "main")), "This procedure is recorded in Vietnamese only.") {
		t.Errorf("without a translation: %q", text(one(t, doc, "main")))
	}
	if vi := find(s.page("/thu-tuc/"+fullCode), "article [lang]"); len(vi) != 0 {
		t.Errorf("%d parts of a Vietnamese page are marked", len(vi))
	}
}

// languageOf is the language that an element or what it is in is marked with.
func languageOf(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if l := attr(n, "lang"); l != "" {
			return l
		}
	}
	return ""
}

func TestProcedureAddresses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for path, code := range map[string]string{
		"/thu-tuc/1.001193":                    "1.001193",
		"/thu-tuc/1.001193?tu=app":             "1.001193",
		"/thu-tuc/%201.0%2001193%20":           "1.001193",
		"/thu-tuc/1%2E001193":                  "1.001193",
		"/thu-tuc/" + alias:                    aliasedCode,
		"/thu-tuc/1.012753.h19":                aliasedCode,
		"/thu-tuc/1.012753.000.00.00.H19":      aliasedCode,
		"/thu-tuc/" + otherAlias:               aliasedCode,
		"/thu-tuc/1.900002-xoa":                repealedCode,
		"/thu-tuc/1.001193/":                   "1.001193",
		"/thu-tuc/1.900002%C2%A0-%E2%80%83Xoa": repealedCode,
	} {
		a := s.get(path)
		if a.status != http.StatusOK {
			t.Errorf("%s: status %d", path, a.status)
			continue
		}
		if got := attr(one(t, a.doc, "link[rel=canonical]"), "href"); got != public+"/thu-tuc/"+code {
			t.Errorf("%s: canonical %q, want %s", path, got, code)
		}
	}
	for _, path := range []string{
		"/thu-tuc/1.999999", "/thu-tuc/abc", "/thu-tuc/1.001193'", "/thu-tuc/%00", "/thu-tuc/%FF", "/thu-tuc/" + strings.Repeat("1", 5000),
		"/thu-tuc/1.001193/x", "/thu-tuc/..%2f..%2fetc",
	} {
		a := s.get(path)
		checkErrorPage(t, path, a, http.StatusNotFound)
	}
	if help := text(one(t, s.get("/thu-tuc/1.999999").doc, "main")); !strings.Contains(help, "Không có thủ tục mang mã này") ||
		!strings.Contains(help, "1.001193 hoặc 1.012753.H19") {
		t.Errorf("help %q", help)
	}
}

func TestProcedureRepealed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page("/thu-tuc/" + repealedCode)
	boxes := find(doc, ".warnbox")
	if len(boxes) != 2 || !strings.Contains(text(boxes[0]), "đã bị bãi bỏ") ||
		text(boxes[1]) != "Thủ tục này đã được thay thế bằng Đăng ký khai sinh." {
		t.Errorf("notes %q", texts(boxes))
	}
	if href := attr(one(t, boxes[1], "a"), "href"); href != "/thu-tuc/1.001193" {
		t.Errorf("replacement at %q", href)
	}
	if facts := text(one(t, doc, ".facts")); !strings.Contains(facts, "Tình trạng Đã bãi bỏ") {
		t.Errorf("facts %q", facts)
	}
	// The name of a replacement that is not there is unknown, its code is not.
	if boxes := texts(find(s.page("/thu-tuc/"+orphanCode), ".warnbox")); len(boxes) != 2 || !strings.Contains(boxes[1], "1.999998") {
		t.Errorf("notes %q", boxes)
	}
}

// TestProcedureEmpty: a record that says nothing says so, with a way on.
func TestProcedureEmpty(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	doc := s.page("/thu-tuc/" + emptyCode)
	for id, want := range map[string]string{
		"giay-to": "Danh mục không ghi thành phần hồ sơ.",
		"le-phi":  "Danh mục không ghi cách nộp, lệ phí và thời hạn.",
		"noi-nop": "Danh mục không ghi cơ quan tiếp nhận.",
	} {
		if got := text(one(t, doc, "#"+id)); !strings.Contains(got, want) {
			t.Errorf("#%s says %q, want %q", id, got, want)
		}
	}
	if a := one(t, doc, "#noi-nop a.button"); attr(a, "href") != "/di/"+emptyCode || text(a) != "Mở Cổng Dịch vụ công quốc gia" {
		t.Errorf("button %q to %q", text(a), attr(a, "href"))
	}
	for _, tag := range []string{"dt", "dd", "p", "li", "ul", "dl", "h2", "h3", "td"} {
		for _, n := range find(doc, "main "+tag) {
			if text(n) == "" {
				t.Errorf("an empty <%s>", tag)
			}
		}
	}
	if crumb := text(one(t, doc, ".crumb")); crumb != "Nội dung mẫu" {
		t.Errorf("crumb %q", crumb)
	}
}

// TestProcedureCases: forty lines stand under the eight cases they belong to,
// those of every case first.
func TestProcedureCases(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := longProcedure()
	section := one(t, s.page("/thu-tuc/"+longCode), "#giay-to")
	got, name := map[string][]string{}, ""
	var cases []string
	for n := range section.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "h3":
			name = text(n)
			cases = append(cases, name)
		case n.Data == "li" || hasWord(attr(n, "class"), "note"):
			got[name] = append(got[name], text(n))
		}
	}
	want := map[string][]string{}
	for _, d := range p.Documents {
		line := d.Name
		if !d.IsNote() {
			line += fmt.Sprintf(" %d bản chính", d.Originals)
		}
		want[d.Case] = append(want[d.Case], line)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("papers by case (-want +got)\n%s", diff)
	}
	if len(cases) != 7 || !slices.IsSorted(cases) {
		t.Errorf("cases in the order %q", cases)
	}
}

func TestProcedureHostile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.get("/thu-tuc/" + hostileCode)
	if a.status != http.StatusOK {
		t.Fatalf("status %d", a.status)
	}
	checkHouse(t, "/thu-tuc/"+hostileCode, a.doc)
	if imgs := find(a.doc, "img"); len(imgs) != 1 || !strings.HasPrefix(attr(imgs[0], "src"), "/qr/") {
		t.Errorf("pictures %q", attrs(imgs, "src"))
	}
	// Name, official name, field, agency …: the text is there as text each time.
	if n := strings.Count(text(one(t, a.doc, "main")), `<script>alert(1)</script> "><img src=x onerror=alert(1)> {{.}}`); n < 18 {
		t.Errorf("the text is there %d times", n)
	}
	for _, n := range find(a.doc, "[href]") {
		if strings.HasPrefix(attr(n, "href"), "javascript:") {
			t.Errorf("a link to %s", attr(n, "href"))
		}
	}
	href := attr(one(t, a.doc, "a.button"), "href")
	if to := s.get(href).header.Get("Location"); href != "/di/"+hostileCode || to != "https://dichvucong.gov.vn" {
		t.Errorf("the button leads to %q and on to %q", href, to)
	}
}

// free is what says that something costs nothing.
var free = regexp.MustCompile(`(?i)miễn|không mất phí|không thu|(^|[^0-9.])0 (đồng|vnđ)`)

// TestFeesVerbatim: each fee of each procedure stands on its page word for
// word, and no page says "free" of its own accord.
func TestFeesVerbatim(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	procedures, _, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	fees := 0
	for _, p := range append(procedures, extraProcedures()...) {
		doc := s.page("/thu-tuc/" + p.Code)
		blocks := find(doc, ".method")
		for _, m := range p.Methods {
			var want []string
			for _, f := range m.Fees {
				want = append(want, strings.Join(strings.Fields(f.Text), " "))
				fees++
			}
			ok := slices.ContainsFunc(blocks, func(b *html.Node) bool {
				return strings.Contains(text(one(t, b, "h3")), m.Channel.Label()) && squeezed(want) == squeezed(texts(find(b, "dd.fee p"))) &&
					strings.Contains(text(b), "Danh mục không ghi mức phí") == (len(want) == 0)
			})
			if !ok {
				t.Errorf("%s: no block has %s with the fees %q", p.Code, m.Channel.Label(), want)
			}
		}
		record, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if said := free.FindString(text(one(t, doc, "main"))); said != "" && !free.Match(record) {
			t.Errorf("%s: the page says %q, the record does not", p.Code, said)
		}
	}
	if fees < 30 {
		t.Errorf("only %d fees were looked at", fees)
	}
}

// squeezed is texts without the spaces at which a long one is parted.
func squeezed(texts []string) string {
	return strings.NewReplacer(" ", "", "…", "").Replace(strings.Join(texts, ""))
}

// TestSampleHides: once a real record has come, the sample is gone from pages
// and search, but the codes printed from it still open it.
func TestSampleHides(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	procedureCode := s.code(data.KindProcedure, "1.004222")
	id := s.articleID(fullArticle)
	articlePath := s.get(fmt.Sprintf("/tin-tuc/%d", id)).header.Get("Location")
	articleCode := s.code(data.KindArticle, fmt.Sprint(id))
	real := fullProcedure()
	real.Code, real.Aliases, real.Name, real.Meta = "1.555555", nil, "Thủ tục có thật", data.Meta{}
	s.save([]data.Procedure{real}, nil)
	s.follow()

	for _, path := range []string{"/thu-tuc/1.004222", articlePath, fmt.Sprintf("/tin-tuc/%d", id)} {
		checkErrorPage(t, path, s.get(path), http.StatusNotFound)
	}
	for _, path := range []string{"/", "/thu-tuc", "/tin-tuc", searchPath("đăng ký thường trú"), searchPath("thả diều"), "/thu-tuc/1.555555"} {
		doc := s.page(path)
		if len(find(doc, ".sample")) > 0 || strings.Contains(text(doc), "Nội dung mẫu") {
			t.Errorf("%s still speaks of sample content", path)
		}
		for _, href := range attrs(find(doc, "main a"), "href") {
			if href == "/thu-tuc/1.004222" || href == articlePath {
				t.Errorf("%s leads to %s", path, href)
			}
		}
	}
	for code, title := range map[string]string{procedureCode: "Đăng ký thường trú", articleCode: "Lễ hội thả diều bên sông"} {
		doc := s.page("/q/" + code)
		if got := text(one(t, doc, "h1")); got != title {
			t.Errorf("code %s opens %q, want %q", code, got, title)
		}
		if len(find(doc, ".sample")) != 1 {
			t.Errorf("code %s: the page does not say that it is a sample", code)
		}
		if strings.Contains(text(doc), "Nay do cơ quan khác") || len(find(doc, "#noi-nop dd a")) > 0 {
			t.Errorf("code %s: the page leads to what the site has hidden", code)
		}
	}
}
