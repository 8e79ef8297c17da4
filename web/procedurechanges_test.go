package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// TestProcedureChanges: the page of a procedure says how often it has changed,
// and leads to what has.
func TestProcedureChanges(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	day := func(d int) { s.clock.set(time.Date(2026, 11, d, 9, 0, 0, 0, time.FixedZone("+07", 7*60*60))) }
	p := fullProcedure()
	p.Meta = data.Meta{}
	p.Aliases = nil
	day(20)
	s.save([]data.Procedure{p}, nil)
	const path = "/thu-tuc/" + fullCode
	if links := find(s.page(path), "a[href="+path+"/thay-doi]"); len(links) != 0 {
		t.Error("a procedure that has not changed leads to its changes")
	}
	empty := s.page(path + "/thay-doi")
	if said := text(one(t, empty, ".changes")); !strings.Contains(said, "chưa thay đổi lần nào") || len(find(empty, "meta[name=robots]")) != 1 {
		t.Errorf("without changes it says %q", said)
	}

	day(21)
	p.Methods = append([]data.Method{}, p.Methods...)
	p.Methods[1].Fees = []data.Fee{{Text: "30.000 đồng"}}
	p.Methods[1].Duration.Text = "4 ngày làm việc"
	p.Documents = append(p.Documents[1:len(p.Documents):len(p.Documents)], data.Document{Name: "Ảnh con diều", Copies: 2})
	s.save([]data.Procedure{p}, nil)
	day(23)
	p.Steps = "Bước 1: Ra bãi\n- Chọn hướng gió\n+ Đứng ngược gió\nBước 2: Thả dây"
	p.Agency, p.LegalBasis = "Phòng Diều vải", p.LegalBasis[:2]
	s.save([]data.Procedure{p}, nil)

	doc := s.page(path)
	link := one(t, doc, "a[href="+path+"/thay-doi]")
	if text(link) != "Đã thay đổi 2 lần, lần gần nhất ngày 23/11/2026" {
		t.Errorf("the page says %q", text(link))
	}
	if facts := text(one(t, doc, ".facts")); !strings.Contains(facts, "Đang áp dụng; ghi theo danh mục ngày 23/11/2026") {
		t.Errorf("facts %q", facts)
	}
	doc = s.page(path + "/thay-doi")
	checkHouse(t, path+"/thay-doi", doc)
	got := map[string][]string{}
	var days []string
	for _, section := range find(doc, "section") {
		head := text(one(t, section, "h2"))
		days = append(days, head)
		for _, tag := range []string{"dt", "del", "ins"} {
			for _, n := range find(section, tag) {
				got[head] = append(got[head], tag+" "+text(n))
			}
		}
	}
	if diff := cmp.Diff([]string{"thứ hai 23/11/2026", "thứ bảy 21/11/2026"}, days); diff != "" {
		t.Errorf("days (-want +got)\n%s", diff)
	}
	want := map[string][]string{
		"thứ hai 23/11/2026": {
			"dt Cơ quan thực hiện", "dt Căn cứ pháp lý", "dt Các bước thực hiện",
			"del Phòng Diều giấy", "del 02/2025/KT", "del + Đứng xuôi gió", "ins Phòng Diều vải", "ins + Đứng ngược gió",
		},
		"thứ bảy 21/11/2026": {
			"dt Giấy tờ", "dt Lệ phí", "dt Thời hạn",
			"del Đơn xin thả diều (1 bản chính)", "del Bưu chính công ích: Cước gửi do bưu cục thu", "del Bưu chính công ích: 5 ngày làm việc",
			"ins Ảnh con diều (2 bản sao)", "ins Bưu chính công ích: 30.000 đồng", "ins Bưu chính công ích: 4 ngày làm việc",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got)\n%s", diff)
	}
	if n := text(one(t, doc, "summary")); n != "Xem chỗ sửa: bớt 1 dòng, thêm 1 dòng" {
		t.Errorf("the fold says %q", n)
	}
	if english := text(one(t, s.page("/en"+path+"/thay-doi"), "main")); !strings.Contains(english, "Changes to this procedure") || !strings.Contains(english, "Monday 23/11/2026") {
		t.Errorf("in English it says %q", english)
	}
	checkErrorPage(t, "unknown", s.get("/thu-tuc/1.999999/thay-doi"), http.StatusNotFound)
	checkErrorPage(t, "no code", s.get("/thu-tuc/abc/thay-doi"), http.StatusNotFound)
	checkErrorPage(t, "hidden", s.get("/thu-tuc/1.001193/thay-doi"), http.StatusNotFound)
}
