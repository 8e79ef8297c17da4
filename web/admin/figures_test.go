package admin_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tracuu/data"
	"tracuu/web/admin"
)

var birthTarget = data.Target{Kind: data.KindProcedure, Key: "1.001193"}

// counted puts figures of the last days into the site: at a commune's counter,
// at another's, and what was no code.
func (s *site) counted(t *testing.T) (agency data.Agency) {
	t.Helper()
	ctx := t.Context()
	agency, err := s.db.EnsureAgency(ctx, "Ủy ban nhân dân phường Nha Trang")
	must(t, err)
	for i, counter := range []string{"Quầy 1", "Quầy 2"} {
		place, err := s.db.EnsurePlacement(ctx, data.Placement{Agency: []string{agency.Name, "Ủy ban nhân dân xã Cam Lâm"}[i], Office: "Trung tâm", Counter: counter})
		must(t, err)
		must(t, s.db.InsertLink(ctx, data.Link{Code: []string{"AAAA2222", "BBBB3333"}[i], Target: birthTarget, PlacementID: place.ID}, data.Edit{Who: "thử"}))
	}
	must(t, s.db.AddCounts(ctx, data.Counts{
		Scans: []data.Scan{
			{Code: "AAAA2222", Day: "2026-11-20", Outcome: data.OutcomeShown, Count: 40},
			{Code: "AAAA2222", Day: "2026-11-21", Outcome: data.OutcomeClosed, Count: 3},
			{Code: "BBBB3333", Day: "2026-11-20", Outcome: data.OutcomeShown, Count: 7},
			{Day: "2026-11-20", Outcome: data.OutcomeUnknown, Count: 9},
			{Code: "AAAA2222", Day: "2026-09-30", Outcome: data.OutcomeShown, Count: 25},
			{Code: "AAAA2222", Day: "2027-05-05", Outcome: data.OutcomeShown, Count: 999}, // by a clock that was wrong
		},
		Views:    []data.View{{Target: birthTarget, Day: "2026-11-20", Count: 50}},
		Applies:  []data.Apply{{Procedure: birthTarget.Key, Code: "AAAA2222", Day: "2026-11-20", Count: 10}},
		Feedback: []data.Feedback{{Target: birthTarget, Day: "2026-11-21", Answer: data.AnswerFee, Count: 4}, {Target: birthTarget, Day: "2026-11-21", Answer: data.AnswerHelped, Count: 6}},
	}))
	return agency
}

func TestFigurePages(t *testing.T) {
	s := newSite(t)
	agency := s.counted(t)
	p := s.signedIn(t, data.RoleViewer, "")
	for path, want := range map[string][]string{
		"/so-lieu":                             {"<b>50</b> <span>Lượt quét mã", "trước đó 0", "Đăng ký khai sinh"},
		"/so-lieu?ky=90":                       {"<b>75</b> <span>Lượt quét mã"},
		"/so-lieu?ky=2026":                     {"<b>75</b> <span>Lượt quét mã", "01/2026"},
		"/so-lieu?ky=2026-09":                  {"<b>25</b> <span>Lượt quét mã", "Tháng 9/2026"},
		"/so-lieu/quet":                        {"Quầy 1", "Quầy 2", "AAAA-2222", "Mã không có thật", "Tổng cộng 9 lượt quét"},
		"/so-lieu/quet?co-quan=" + agency.Slug: {"Quầy 1", "Tổng cộng 43 lượt quét", agency.Name},
		"/so-lieu/thu-tuc":                     {"20,0", "25,0", "ít"},
		"/so-lieu/phan-hoi":                    {"Lệ phí không rõ", "Tổng cộng 4 phản hồi"},
		"/so-lieu/lien-ket":                    {"Chưa thấy liên kết nào hỏng hẳn"},
		"":                                     {"Việc trong tuần", "<b>4</b> <span>Lượt người đọc nói"},
	} {
		status, page := p.get(admin.Root + path)
		if status != http.StatusOK {
			t.Errorf("%s: status %d\n%s", path, status, s.log)
			continue
		}
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s has no %q", path, w)
			}
		}
		if strings.Contains(page, "999") || strings.Contains(page, "style=\"") {
			t.Errorf("%s: counts of a day to come, or a style of its own", path)
		}
	}
	if _, page := p.get(admin.Root + "/so-lieu/quet?co-quan=" + agency.Slug); strings.Contains(page, "Quầy 2") {
		t.Error("one agency's figures hold another's place")
	}
	if status, page := p.get(admin.Root + "/so-lieu?ky=abc"); status != http.StatusBadRequest || !strings.Contains(page, "Hãy chọn lại") {
		t.Errorf("an unknown period: status %d", status)
	}
	if status, _ := p.get(admin.Root + "/so-lieu?dang=csv&bang=khong-co"); status != http.StatusNotFound {
		t.Errorf("an unknown table: status %d", status)
	}
}

func TestOwnAgencyFirst(t *testing.T) {
	s := newSite(t)
	s.counted(t)
	own, err := s.db.AgencyByName(t.Context(), "Ủy ban nhân dân xã Cam Lâm")
	must(t, err)
	p := s.signedIn(t, data.RoleEditor, own.Slug)
	_, page := p.get(admin.Root + "/so-lieu/quet?dang=csv&bang=co-quan")
	lines := strings.Split(page, "\n")
	if len(lines) < 3 || !strings.HasPrefix(lines[1], own.Name) || !strings.Contains(page, "Nha Trang") {
		t.Errorf("an editor's own agency does not come first:\n%s", page)
	}
}

func TestDownloads(t *testing.T) {
	s := newSite(t)
	s.counted(t)
	ctx := t.Context()
	place, err := s.db.EnsurePlacement(ctx, data.Placement{Office: "=HYPERLINK(\"http://x\")", Counter: ""})
	must(t, err)
	must(t, s.db.InsertLink(ctx, data.Link{Code: "CCCC4444", Target: birthTarget, PlacementID: place.ID}, data.Edit{Who: "thử"}))
	must(t, s.db.AddCounts(ctx, data.Counts{Scans: []data.Scan{{Code: "CCCC4444", Day: "2026-11-22", Outcome: data.OutcomeShown, Count: 1234}}}))
	p := s.signedIn(t, data.RoleViewer, "")
	_, csv := p.get(admin.Root + "/so-lieu/quet?bang=noi-dat&dang=csv")
	if !strings.Contains(csv, `"'=HYPERLINK(""http://x"")",1,1234,0`) {
		t.Errorf("CSV:\n%s", csv)
	}
	_, body := p.get(admin.Root + "/so-lieu/quet?bang=noi-dat&dang=xlsx")
	rows, formula, kinds := readWorkbook(t, body, "A2", "A2", "C2")
	if want := []string{`=HYPERLINK("http://x")`, "1", "1234", "0"}; len(rows) < 2 || !cmp.Equal(rows[1], want) {
		t.Errorf("workbook: %q", rows)
	}
	if formula != "" || kinds[0] == excelize.CellTypeNumber || kinds[1] != excelize.CellTypeUnset && kinds[1] != excelize.CellTypeNumber {
		t.Errorf("formula %q, kinds %v", formula, kinds)
	}
	_, body = p.get(admin.Root + "/so-lieu/thu-tuc?bang=thu-tuc&dang=xlsx")
	rows, _, kinds = readWorkbook(t, body, "A2", "A2")
	if len(rows) < 2 || rows[1][0] != "1.001193" || kinds[0] == excelize.CellTypeNumber || kinds[0] == excelize.CellTypeUnset {
		t.Errorf("a code does not stay text: %q %v", rows, kinds)
	}
}

// readWorkbook answers the rows of a workbook's first sheet, the formula of a
// cell and the kinds of others.
func readWorkbook(t *testing.T, body, formulaOf string, kindsOf ...string) (rows [][]string, formula string, kinds []excelize.CellType) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(body))
	must(t, err)
	defer f.Close()
	name := f.GetSheetName(0)
	rows, err = f.GetRows(name)
	must(t, err)
	formula, err = f.GetCellFormula(name, formulaOf)
	must(t, err)
	for _, c := range kindsOf {
		k, err := f.GetCellType(name, c)
		must(t, err)
		kinds = append(kinds, k)
	}
	return rows, formula, kinds
}

func TestFilings(t *testing.T) {
	s := newSite(t)
	s.counted(t)
	p := s.signedIn(t, data.RolePublisher, "")
	const path = admin.Root + "/so-lieu/thu-tuc/ho-so"
	form := url.Values{"ma": {"1.001193"}, "thang": {"11/2026"}, "ho-so": {"1.200"}, "truc-tuyen": {"900"}, "nguon": {"Báo cáo tháng"}}
	if status, page := p.post(path, form); status != http.StatusSeeOther {
		t.Fatalf("typed: status %d\n%s", status, page)
	}
	_, page := p.get(admin.Root + "/so-lieu/thu-tuc")
	for _, w := range []string{"1.200", "75,0", "Báo cáo tháng (publisher)"} {
		if !strings.Contains(page, w) {
			t.Errorf("the table has no %q", w)
		}
	}

	// Somebody else who types another number is shown both.
	form.Set("truc-tuyen", "901")
	status, page := p.post(path, form)
	if status != http.StatusConflict || !strings.Contains(page, "<b>900</b> trực tuyến") || !strings.Contains(page, "<b>901</b>") {
		t.Errorf("a second number: status %d\n%s", status, s.log)
	}
	_, rest, _ := strings.Cut(page, `name="ban" value="`)
	version, _, _ := strings.Cut(rest, `"`)
	form.Set("ban", version)
	if status, _ = p.post(path, form); status != http.StatusSeeOther {
		t.Errorf("the second number, knowing the first: status %d", status)
	}
	form.Set("thang", "13/2026")
	if status, page = p.post(path, form); status != http.StatusUnprocessableEntity || !strings.Contains(page, "13/2026") {
		t.Errorf("no such month: status %d", status)
	}

	status, page = p.upload(path+"/tep", "bao-cao.csv", "\ufeffMã;Tháng;Hồ sơ;Trực tuyến\n1.001193;11/2026;1200;901\n1.001193.H32;2026-10;1.100;800\n9.999999;10/2026;5;5\n1.000894;10/2026;5;6\nrác\n1.001193;10/2026;1;1\n")
	if status != http.StatusOK {
		t.Fatalf("upload: status %d", status)
	}
	for _, w := range []string{"1 số mới", "1 số thay số cũ", "4 dòng không nhận", `<td class="n">4</td><td>9.999999</td><td>không có thủ tục`, "lớn hơn tổng số", "cần bốn cột", "đã có ở dòng 3"} {
		if !strings.Contains(page, w) {
			t.Errorf("the report has no %q", w)
		}
	}
	status, page = p.upload(path+"/tep", "dai.csv", "1.001193;9/2026;12;9\n"+strings.Repeat("1.001193;9/2026;12;9\n", 20000))
	if kept, err := s.db.Filings(t.Context(), "2026-09", "2026-09"); status != http.StatusUnprocessableEntity || !strings.Contains(page, "20.000 dòng") || err != nil || len(kept) != 0 {
		t.Errorf("a file too long: status %d, %d kept, %v", status, len(kept), err)
	}
	got, err := s.db.Filings(t.Context(), "2026-10", "2026-10")
	must(t, err)
	if len(got) != 1 || got[0].All != 1100 || got[0].Source != "bao-cao.csv" || got[0].Who != "publisher" {
		t.Errorf("kept: %+v", got)
	}
}

// upload sends a file as a form does.
func (p *person) upload(path, name, content string) (int, string) {
	p.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, err := m.CreateFormFile("tep", name)
	must(p.t, err)
	_, err = f.Write([]byte(content))
	must(p.t, err)
	must(p.t, m.Close())
	res, err := p.Post(p.site.URL+path, m.FormDataContentType(), &b)
	must(p.t, err)
	return read(p.t, res)
}

func TestIdleCodes(t *testing.T) {
	s := newSite(t)
	s.counted(t)
	ctx, now := t.Context(), s.time
	printed := func(days int, codes ...string) {
		t.Helper()
		s.time = now.AddDate(0, 0, -days)
		defer func() { s.time = now }()
		doc := data.Print{Layout: "a4", Document: []byte("{}")}
		for _, c := range codes {
			if _, err := s.db.Link(ctx, c); err != nil {
				must(t, s.db.InsertLink(ctx, data.Link{Code: c, Target: birthTarget}, data.Edit{Who: "thử"}))
			}
			doc.Posters = append(doc.Posters, data.Printed{Code: c, Title: "Khai sinh", Placement: "Quầy " + c})
		}
		_, err := s.db.SavePrint(ctx, doc)
		must(t, err)
	}
	printed(40, "AAAA2222", "DDDD5555", "EEEE6666", "FFFF7777") // the first is scanned
	printed(10, "GGGG8888")                                     // too early to tell
	must(t, s.db.MoveLink(ctx, "EEEE6666", data.LinkRetired, data.Edit{Who: "thử"}))
	must(t, s.db.AddCounts(ctx, data.Counts{Scans: []data.Scan{{Code: "FFFF7777", Day: "2026-10-20", Outcome: data.OutcomeShown, Count: 1}}}))
	p := s.signedIn(t, data.RoleViewer, "")
	_, page := p.get(admin.Root + "/so-lieu?bang=ma-khong-quet&dang=csv")
	_, got, _ := strings.Cut(page, "\n")
	if want := "DDDD-5555,Khai sinh,Quầy DDDD5555,14/10/2026,chưa lần nào\nFFFF-7777,Khai sinh,Quầy FFFF7777,14/10/2026,20/10/2026\n"; got != want {
		t.Errorf("idle codes:\n%s", cmp.Diff(want, got))
	}
	if _, page = p.get(admin.Root); !strings.Contains(page, "<b>2</b> <span>Mã in ra mà không ai quét") {
		t.Error("the first page does not count the idle codes")
	}
}
