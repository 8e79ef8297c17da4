package admin_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/admin"
)

func TestAuditPage(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	path := admin.Root + "/nhat-ky"
	ctx := t.Context()
	for i := range 60 {
		must(t, s.db.AddAudit(ctx, fmt.Sprintf("link AAAA%04d", i), "retargeted", "procedure 1.001193", `{"phường":"Nha Trang"}`, data.Edit{Who: "lan", Note: "=luật mới"}))
	}
	must(t, s.db.AddAudit(ctx, "setting <script>", "changed", "a", "b", data.Edit{Who: "minh"}))
	page := p.wants(http.StatusOK, path)
	says(t, page, "Nhật ký nguyên vẹn", "Mã AAAA0059", "đổi đích", "&lt;script&gt;", "<del>procedure 1.001193</del>", `<ins>phường: Nha Trang</ins>`, "Cũ hơn")
	if n := strings.Count(page, "<article"); n != 50 {
		t.Errorf("%d events on a page", n)
	}
	for query, want := range map[string]int{
		"viec-cua=minh": 1, "doi-tuong=Mã+AAAA0007": 1, "doi-tuong=link+AAAA0007": 1, "chu=NHA+trang+luat&doi-tuong=link": 50, "viec=signed+in": 1,
		"tu=2026-11-24": 0, "den=2026-11-22": 0, "tu=2026-11-23&den=2026-11-23&viec-cua=minh": 1, "truoc=2": 1, "viec-cua=%27+OR+1": 0,
	} {
		if n := strings.Count(p.wants(http.StatusOK, path+"?"+query), "<article"); n != want {
			t.Errorf("%s: %d events, want %d", query, n, want)
		}
	}
	says(t, p.wants(http.StatusOK, path+"?doi-tuong=Người+dùng"), "<ins>Vai trò: publisher</ins>")
	says(t, p.wants(http.StatusOK, path+"?tu=hôm+qua"), "năm-tháng-ngày")
	_, text := p.get(path + ".csv?" + url.Values{"viec-cua": {"lan"}, "truoc": {"5"}}.Encode())
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	must(t, err)
	if len(rows) != 61 || rows[1][7] != "'=luật mới" {
		t.Errorf("%d rows, the first %q", len(rows), rows[1])
	}
}

// TestAuditWords: whatever the room keeps in the audit is told in Vietnamese, and
// a thing is found by the words it is told in.
func TestAuditWords(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	path := admin.Root + "/nhat-ky"
	for _, c := range []struct{ object, action, thing, did string }{
		{"procedure 1.001193", "scheduled for 2026-12-01", "Thủ tục 1.001193", "hẹn thay đổi cho ngày 01/12/2026"},
		{"procedure 1.001193", "withdrawn", "Thủ tục 1.001193", "bỏ thay đổi đã hẹn"},
		{"procedure 1.001193", "repealed", "Thủ tục 1.001193", "bãi bỏ"},
		{"article 7", "hidden", "Tin 7", "ẩn"},
		{"picture 0123456789ab", "described", "Ảnh 0123456789ab", "sửa lời mô tả"},
		{"suppression lý hôn", "created", "Gợi ý bị ẩn lý hôn", "tạo"},
		{"route xã mới", "removed", "Trang riêng xã mới", "gỡ"},
		{"switch bets", "turned off", "Công tắc tìm kiếm bets", "tắt"},
		{"trial query làm khai sinh", "created", "Câu thử làm khai sinh", "tạo"},
		{"query hộ chiếu", "reviewed", "Câu tìm hộ chiếu", "đánh dấu đã xem"},
		{"filings", "changed", "Số hồ sơ nộp trực tuyến", "sửa"},
		{"import 0123456789ab", "imported", "Lần nạp 0123456789ab", "nạp xong"},
	} {
		must(t, s.db.AddAudit(t.Context(), c.object, c.action, "", "", data.Edit{Who: "lan"}))
		page := p.wants(http.StatusOK, path+"?"+url.Values{"doi-tuong": {c.thing}, "viec": {c.action}}.Encode())
		says(t, page, "<b>"+c.thing+"</b>: "+c.did+"<")
	}
	// Small letters may be longer than their capitals.
	p.wants(http.StatusOK, path+"?"+url.Values{"doi-tuong": {"mã ȺȺȺȺȺȺȺȺȺȺȺȺ"}}.Encode())
}
