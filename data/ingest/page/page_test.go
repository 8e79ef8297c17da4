package page

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

// compare reads a page of testdata and compares its kind and record.
func compare(t *testing.T, name, address string, kind Kind, want map[string]any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Read(Input{URL: address, Body: b})
	if err != nil {
		t.Fatal(err)
	}
	if p.Kind != kind {
		t.Errorf("%s: %s, want %s", name, p.Kind, kind)
		return
	}
	if diff := cmp.Diff(want, p.Record); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// The layouts of portals, each with what surrounds the text there.
func TestArticles(t *testing.T) {
	for _, tt := range []struct {
		file, address string
		want          map[string]any
	}{
		{"article_blocks.html", "https://xa.example.gov.vn/tin-tuc/-/view_content/4711", map[string]any{
			"title": "Phường mở thêm quầy nhận hồ sơ buổi chiều", "published_raw": "18/03/2025 | 04:01 PM",
			"lead":     "Từ tháng tư, người dân có thêm hai giờ mỗi chiều để nộp hồ sơ.",
			"category": "Tin hoạt động", "views": "1422", "url": "https://xa.example.gov.vn/tin-tuc/-/view_content/4711", "source": "xa.example.gov.vn",
			"body": strings.Join([]string{
				"Ủy ban nhân dân phường cho biết quầy mới mở cửa từ 15 giờ đến 17 giờ, từ thứ hai đến thứ sáu, dành cho hồ sơ hộ tịch, chứng thực và đất đai.",
				"Người cao tuổi được lấy số riêng. Ai không có điện thoại thông minh thì cán bộ giúp nhập thông tin tại chỗ, không thu thêm khoản nào.",
				"Bà con nhớ mang căn cước và giấy tờ gốc để đối chiếu, cán bộ chỉ giữ bản chụp.",
			}, "\n"),
			"photos":      []map[string]any{{"url": "https://xa.example.gov.vn/anh/quay.jpg", "alt": "quầy", "caption": "Quầy tiếp nhận mới ở tầng một"}},
			"attachments": []map[string]any{{"url": "https://xa.example.gov.vn/tep/lich.pdf", "title": "Lịch làm việc"}},
		}},
		{"article_table.html", "", map[string]any{
			"title": "Hướng dẫn nộp hồ sơ qua mạng cho bà con vùng xa", "published_raw": "Cập nhật: 02/06/2023 2:17 CH", "source": "huyen.example.vn", "url": "http://huyen.example.vn/Default.aspx?id=99",
			"body": "Bà con ở thôn xa có thể nộp hồ sơ qua mạng tại nhà văn hóa thôn, nơi có máy tính và người hướng dẫn vào sáng thứ bảy hằng tuần, kể cả ngày lễ.\n" +
				"Trước khi đi, hãy gọi cho trưởng thôn để hẹn giờ, vì mỗi buổi chỉ giúp được chừng hai mươi hồ sơ, và mang theo căn cước còn hạn.",
			"author": "Ban biên tập",
		}},
		{"article_declared.html", "https://so.example.vn/bai/x?utm_source=f", map[string]any{
			"title": "Sở trả lời về lệ phí cấp lại giấy phép", "published_raw": "2024-08-09T08:30:00+07:00", "category": "Hỏi đáp", "author": "Phòng Tổng hợp",
			"source": "Sở Mẫu", "url": "https://so.example.vn/bai/le-phi",
			"body": "Nhiều người hỏi vì sao nộp qua mạng lại rẻ hơn nộp tại quầy. Sở giải thích: nghị quyết của hội đồng nhân dân tỉnh giảm một nửa lệ phí cho hồ sơ nộp qua mạng.\n" +
				"Ai đã lỡ nộp đủ tại quầy thì không được hoàn lại, vì mức thu khi ấy đúng với quy định đang có hiệu lực.",
		}},
	} {
		compare(t, tt.file, tt.address, Article, tt.want)
	}
}

// What looks like a page and holds nothing to keep is told for what it is.
func TestRefusals(t *testing.T) {
	long := strings.Repeat("<p>Sở giới thiệu chức năng, nhiệm vụ và quyền hạn của mình trong trang này.</p>", 10)
	for name, tt := range map[string]struct {
		html string
		want Kind
	}{
		"server report":   {`<title>Apache Tomcat - Error report</title><h1>HTTP Status 500 - Internal Server Error</h1><p>type Exception report</p>`, Error},
		"gateway":         {`<title>502 Bad Gateway</title><center><h1>502 Bad Gateway</h1></center>`, Error},
		"not found":       {`<title>Cổng thông tin</title><h1>404</h1><p>Không tìm thấy trang bạn yêu cầu.</p>`, NotFound},
		"portal status":   {`<title>Trạng thái - Sở Mẫu</title><h1>Trạng thái</h1><div>The requested resource was not found.</div>`, NotFound},
		"login":           {`<title>Đăng nhập - Cổng</title><form><input name=u><input type=password></form>`, Login},
		"empty":           {`<html><body><script>document.write("x")</script><!-- <p>không ai thấy</p> --></body></html>`, Empty},
		"about an office": {`<title>Giới thiệu - Sở Mẫu</title><h1>Giới thiệu</h1>` + long, Section},
		"list": {`<title>Tin tức - Sở Mẫu</title><h2>Tin tức</h2>` + strings.Repeat(`<div><h3><a href="/a">Một tiêu đề dẫn sang bài khác của cổng</a></h3><div>02/03/2025 | 08:00 AM</div>
			<div>Đoạn tóm tắt của bài kia, đủ dài để trông như một bài viết thật sự nếu chỉ nhìn riêng nó, nhưng chỉ là phần mở đầu, còn nữa thì ở trang khác của cổng này.</div></div>`, 6), Section},
	} {
		p, err := Read(Input{Body: []byte(tt.html)})
		if err != nil {
			t.Fatal(err)
		}
		if p.Kind != tt.want || p.Record != nil || tt.want.Why() == "" {
			t.Errorf("%s: %s with record %v, want %s without", name, p.Kind, p.Record, tt.want)
		}
	}
}

func TestProcedures(t *testing.T) {
	for _, tt := range []struct {
		file string
		want map[string]any
	}{
		{"procedure_table.html", map[string]any{
			"code": "1.999101", "name": "Cấp giấy xác nhận mẫu", "field": "Hộ tịch", "decision": "12/QĐ-MAU", "level": []string{"Cấp xã"},
			"steps": "Bước 1: Nộp hồ sơ tại quầy.\nBước 2: Nhận kết quả.",
			"methods": []map[string]any{
				{"channel_raw": "Trực tiếp", "duration_raw": "5 Ngày làm việc", "fee_raw": "Lệ phí : 20000 Đồng", "note": "Nộp tại quầy"},
				{"channel_raw": "Trực tuyến", "duration_raw": "3 Ngày làm việc", "fee_raw": "Lệ phí : 10000 Đồng"},
			},
			"documents": []map[string]any{
				{"name": "Tờ khai theo mẫu", "quantity_text": "Bản chính: 1 - Bản sao: 0", "case": "Trường hợp nộp lần đầu"},
				{"name": "Bản chụp căn cước", "quantity_text": "Bản chính: 0 - Bản sao: 1", "case": "Trường hợp nộp lần đầu"},
			},
			"audience": []string{"Công dân Việt Nam"}, "agency": "Ủy ban nhân dân cấp xã", "result": "Giấy xác nhận",
			"legal_basis": []map[string]any{{"title": "Nghị định 01/2030/NĐ-CP"}},
			"conditions":  "Không có thông tin",
		}},
		{"procedure_labels.html", map[string]any{
			"code": "2.999102", "name": "Đăng ký hoạt động mẫu", "agency": "Sở Mẫu", "duration": "10 ngày làm việc", "fee": "Không",
			"steps": "1. Nộp hồ sơ\n2. Chờ giấy hẹn", "documents": []map[string]any{
				{"name": "Đơn đăng ký", "case": "", "originals": 1}, {"name": "Hợp đồng thuê nhà", "case": "", "originals": 1},
			},
			"audience": []string{"Tổ chức, cá nhân"},
		}},
		{"procedure_half.html", map[string]any{ // breaks off in a table within the table of the page
			"code": "1.999103", "name": "Thủ tục lưu dở dang", "steps": "Nộp hồ sơ tại xã.", "duration": "", "fee": "",
			"documents": []map[string]any{{"name": "Đơn đề nghị", "quantity_text": "Bản chính: 1", "case": ""}, {"name": "Bản vẽ", "case": "", "originals": 1}},
		}},
	} {
		compare(t, tt.file, "", Procedure, tt.want)
	}
}

// The charset is told by the bytes: what is declared may be wrong.
func TestCharset(t *testing.T) {
	const said = `<title>Thông báo của xã</title><p>Được hưởng chế độ`
	old, err := charmap.Windows1258.NewEncoder().String("Thông báo")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ body, contentType, want string }{
		"utf-8 declared latin": {`<meta charset="iso-8859-1">` + said, "text/html; charset=iso-8859-1", "Thông báo của xã"},
		"mark":                 {"\ufeff" + said, "", "Thông báo của xã"},
		"entities":             {"<title>Th&ocirc;ng b&#225;o c&#x1EE7;a x&atilde;</title>", "", "Thông báo của xã"},
		"windows":              {"<title>" + old + "</title>", "", "Thông báo"},
		"cut in a letter":      {strings.Repeat(" ", 9) + said + strings.Repeat(" chế độ hỗ trợ", 30)[:len(" chế độ hỗ trợ")*30-1], "", "Thông báo của xã"},
	} {
		p, err := Read(Input{Body: []byte(tt.body), ContentType: tt.contentType})
		if err != nil || p.Title != tt.want {
			t.Errorf("%s: %q, %v, want %q", name, p.Title, err, tt.want)
		}
	}
}

func TestLimits(t *testing.T) {
	if _, err := Read(Input{Body: make([]byte, MaxBytes+1)}); !errors.Is(err, ErrTooLong) {
		t.Errorf("long page: %v", err)
	}
	if _, err := Read(Input{Body: []byte(strings.Repeat("<div>", 100_000))}); err == nil {
		t.Error("a page of 100,000 nested blocks was read")
	}
}

// kinds of the index of saved pages, and what they are read as. Its articles
// show lists of headlines only.
var kinds = map[string][]Kind{
	"procedure page":                   {Procedure},
	"login page (must not be indexed)": {Login},
	"portal section or list page":      {Section, Empty, Login},
	"portal status/not-found page":     {NotFound},
	"article page (English section)":   {Section},

	"article page, duplicate at another URL (crawl trap)":         {Section},
	"commune police public-service page":                          {Section},
	"error page saved with status-like 200 (must not be indexed)": {Error, NotFound},
}

func TestSavedPages(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "data", "html")
	f, err := os.Open(filepath.Join(dir, "index.jsonl"))
	if err != nil {
		t.Skip("the saved pages are not beside the project: " + err.Error())
	}
	defer f.Close()
	right, all, papers := 0, 0, 0
	for s := bufio.NewScanner(f); s.Scan(); {
		var said struct{ File, Kind string }
		if err := json.Unmarshal(s.Bytes(), &said); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, said.File))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Read(Input{Body: b})
		if err != nil {
			t.Fatalf("%s: %v", said.File, err)
		}
		all++
		if ks, known := kinds[said.Kind]; known && slices.Contains(ks, p.Kind) {
			right++
		} else {
			t.Errorf("%s (%s) was read as %s", said.File, said.Kind, p.Kind)
		}
		if p.Kind == Procedure {
			code, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(said.File, ".html"), "tthc2228__"), ".H19")
			if docs, _ := p.Record["documents"].([]map[string]any); p.Record["code"] != code || len(docs) == 0 || p.Record["steps"] == nil || p.Record["fee"] == "" {
				t.Errorf("%s: code %v, %d papers, fee %q, steps %v", said.File, p.Record["code"], len(docs), p.Record["fee"], p.Record["steps"] != nil)
			} else {
				papers += len(docs)
			}
		}
	}
	t.Logf("kinds right: %d of %d; papers of procedures: %d", right, all, papers)
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.html")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("<table><tr><td>Mã thủ tục<td>1.000001<li>Hồ sơ:<title>a - b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Read(Input{Body: b, URL: "https://a.example.vn/x"})
		if err == nil && (p.Record != nil) != (p.Kind == Article || p.Kind == Procedure) {
			t.Errorf("%s with record %v", p.Kind, p.Record)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	body, err := os.ReadFile(filepath.Join("testdata", "article_blocks.html"))
	if err != nil {
		b.Fatal(err)
	}
	// What surrounds an article on a portal: about 35 kB of it.
	page := strings.Replace(string(body), "<!-- menu -->", strings.Repeat(`<li class="leaf"><a href="/muc">Một mục của danh sách chuyên mục</a></li>`, 400), 1)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(Input{Body: []byte(page)}); err != nil {
			b.Fatal(err)
		}
	}
}
