package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/diff"
	"tracuu/web/format"
)

// AuditStore is what the audit need of the store.
type AuditStore interface {
	Audit(ctx context.Context, f data.AuditFilter, limit int) ([]data.AuditEvent, error)
	AuditNames(ctx context.Context) (who, actions []string, err error)
	VerifyAudit(ctx context.Context) (data.AuditState, error)
}

const (
	auditPath   = Root + "/nhat-ky"
	auditPage   = 50     // events on a page
	auditExport = 50_000 // and in a file
)

func auditRoutes() []route {
	return []route{
		{http.MethodGet, auditPath, data.RolePublisher, nil, (*Server).audit},
		{http.MethodGet, auditPath + ".csv", data.RolePublisher, nil, (*Server).auditSheet},
	}
}

type auditListPage struct {
	base
	auditQuery
	Events       []auditRow
	People       []string
	Actions      []string
	State        data.AuditState
	Older, Sheet string // addresses; empty: there are none
	Newest       string
}

// auditQuery is what was asked for, as it was typed.
type auditQuery struct {
	Who, Object, Action, Words string
	From, Until                string // days
	Problem                    string
}

// auditRow is an event as people read it.
type auditRow struct {
	data.AuditEvent
	Thing, Did string
	Lines      []diff.Line // what changed
}

// filter reads what is looked for. A day that is none is told and left out.
func (s *Server) auditFilter(v url.Values) (q auditQuery, f data.AuditFilter) {
	q = auditQuery{
		Who: strings.TrimSpace(v.Get("viec-cua")), Object: strings.TrimSpace(v.Get("doi-tuong")), Action: v.Get("viec"),
		Words: strings.TrimSpace(v.Get("chu")), From: v.Get("tu"), Until: v.Get("den"),
	}
	f = data.AuditFilter{Who: q.Who, Object: auditObject(q.Object), Action: q.Action, Words: q.Words}
	f.Before, _ = strconv.ParseInt(v.Get("truoc"), 10, 64) // the newest if it is no number
	day := func(text string, plus int) time.Time {
		if text == "" {
			return time.Time{}
		}
		t, err := time.ParseInLocation(time.DateOnly, text, format.Hanoi)
		if err != nil {
			q.Problem = "Ngày cần viết theo dạng năm-tháng-ngày, ví dụ " + s.Now().In(format.Hanoi).Format(time.DateOnly) + "."
			return time.Time{}
		}
		return t.AddDate(0, 0, plus)
	}
	f.From, f.Until = day(q.From, 0), day(q.Until, 1)
	return q, f
}

func (s *Server) audit(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, p := r.Context(), auditListPage{base: s.base(r, "Nhật ký")}
	var f data.AuditFilter
	p.auditQuery, f = s.auditFilter(r.URL.Query())
	events, err := s.Store.Audit(ctx, f, auditPage+1)
	if err != nil {
		return err
	}
	if p.People, p.Actions, err = s.Store.AuditNames(ctx); err != nil {
		return err
	}
	if p.State, err = s.Store.VerifyAudit(ctx); err != nil {
		return err
	}
	v := r.URL.Query()
	if v.Del("truoc"); f.Before != 0 {
		p.Newest = auditPath + "?" + v.Encode()
	}
	p.Sheet = auditPath + ".csv?" + v.Encode()
	if len(events) > auditPage {
		events = events[:auditPage]
		v.Set("truoc", strconv.FormatInt(events[auditPage-1].ID, 10))
		p.Older = auditPath + "?" + v.Encode()
	}
	for _, e := range events {
		p.Events = append(p.Events, newAuditRow(e))
	}
	return s.render(w, r, http.StatusOK, "audit", p)
}

func (s *Server) auditSheet(w http.ResponseWriter, r *http.Request) error {
	_, f := s.auditFilter(r.URL.Query())
	f.Before = 0
	events, err := s.Store.Audit(r.Context(), f, auditExport)
	if err != nil {
		return err
	}
	t := sheet{
		Name: "nhat-ky-" + s.Now().In(format.Hanoi).Format(time.DateOnly),
		Head: []string{"Số", "Lúc", "Ai", "Việc", "Đối tượng", "Trước", "Sau", "Ghi chú", "Dấu"},
	}
	for _, e := range events {
		t.Rows = append(t.Rows, []string{
			strconv.FormatInt(e.ID, 10), e.At.In(format.Hanoi).Format("2006-01-02 15:04:05"), e.Who, e.Action, e.Object, e.From, e.To, e.Note, e.Hash,
		})
	}
	return s.download(w, t)
}

func newAuditRow(e data.AuditEvent) auditRow {
	row := auditRow{AuditEvent: e, Thing: auditThing(e.Object), Did: auditAction(e.Action)}
	if e.From != e.To {
		row.Lines = diff.Around(diff.Lines(auditLines(e.From), auditLines(e.To)))
	}
	return row
}

// auditLines are a value's lines: of a JSON object one for each part, of a list
// one for each entry.
func auditLines(text string) (lines []string) {
	var object map[string]json.RawMessage
	var list []json.RawMessage
	switch {
	case text == "" || text == "null":
		return nil
	case json.Unmarshal([]byte(text), &object) == nil:
		for _, key := range slices.Sorted(maps.Keys(object)) {
			name := key
			if said, ok := auditKeys[key]; ok {
				name = said
			}
			lines = append(lines, name+": "+plainJSON(object[key]))
		}
		return lines
	case json.Unmarshal([]byte(text), &list) == nil:
		for _, entry := range list {
			lines = append(lines, plainJSON(entry))
		}
		return lines
	}
	return strings.Split(plainJSON(json.RawMessage(text)), "\n")
}

// plainJSON is a value without the marks of JSON where it is a single one.
func plainJSON(v json.RawMessage) string {
	var said string
	switch {
	case json.Unmarshal(v, &said) == nil:
		return said
	case string(v) == "true":
		return "có"
	case string(v) == "false":
		return "không"
	}
	return string(v)
}

// auditKeys say in Vietnamese what a part of a value is called.
var auditKeys = map[string]string{
	"role": "Vai trò", "agency": "Cơ quan", "disabled": "Bị khóa", "must_change_password": "Phải đổi mật khẩu",
	"second_factor": "Xác thực hai bước", "recovery_codes_left": "Mã dự phòng còn lại",
}

// auditThings say in Vietnamese what an object is.
var auditThings = []struct{ object, said string }{
	{"link", "Mã"},
	{"setting", "Cài đặt"},
	{"agency", "Cơ quan"},
	{"print", "Lần in"},
	{"user", "Người dùng"},
	{"procedure", "Thủ tục"},
	{"article", "Tin"},
	{"placement", "Nơi đặt"},
	{"synonym", "Từ đồng nghĩa"},
	{"bet", "Ghim"},
	{"route", "Trang riêng"},
	{"suppression", "Gợi ý bị ẩn"},
	{"switch", "Công tắc tìm kiếm"},
	{"trial query", "Câu thử"},
	{"query", "Câu tìm"},
	{"filings", "Số hồ sơ nộp trực tuyến"},
	{"address", "Liên kết ngoài"},
	{"import", "Lần nạp"},
	{"picture", "Ảnh"},
}

func auditThing(object string) string {
	for _, t := range auditThings {
		if rest, ok := strings.CutPrefix(object, t.object); ok && (rest == "" || rest[0] == ' ') {
			return t.said + rest
		}
	}
	return object
}

// auditObject is the object that people mean who type it in either language.
func auditObject(typed string) string {
	for _, t := range auditThings {
		n := min(len(t.said), len(typed))
		if rest := typed[n:]; strings.EqualFold(typed[:n], t.said) && (rest == "" || rest[0] == ' ') {
			return t.object + rest
		}
	}
	return typed
}

// auditActions say in Vietnamese what was done.
var auditActions = map[string]string{
	"created": "tạo", "changed": "sửa", "retargeted": "đổi đích", "moved": "đổi trạng thái", "dated": "đặt thời hạn",
	"printed": "in", "reprinted": "in lại", "checked": "kiểm tra tại chỗ", "published": "xuất bản", "retired": "thu hồi", "removed": "gỡ",
	"signed in": "đăng nhập", "signed in by a recovery code": "đăng nhập bằng mã dự phòng", "sign-in failed": "đăng nhập sai",
	"signed out everywhere": "đăng xuất mọi nơi", "changed the password": "đổi mật khẩu", "reset the password": "đặt lại mật khẩu",
	"set up the second factor": "bật xác thực hai bước", "dropped the second factor": "bỏ xác thực hai bước",
	"repealed": "bãi bỏ", "in force again": "cho có hiệu lực trở lại", "hidden": "ẩn", "brought back": "hiện lại", "version brought back": "lấy lại bản cũ",
	"draft saved": "lưu bản nháp", "draft deleted": "bỏ bản nháp", "withdrawn": "bỏ thay đổi đã hẹn",
	"conflict: own value kept": "giải xung đột: giữ bản của mình", "conflict: other value taken": "giải xung đột: lấy bản kia",
	"described": "sửa lời mô tả", "reviewed": "đánh dấu đã xem", "turned on": "bật", "turned off": "tắt", "started": "bắt đầu nạp", "imported": "nạp xong",
	"made new recovery codes": "tạo mã dự phòng mới", "changed the role": "đổi vai trò", "disabled": "khóa", "enabled": "mở lại",
}

func auditAction(action string) string {
	if said, ok := auditActions[action]; ok {
		return said
	}
	if day, ok := strings.CutPrefix(action, "scheduled for "); ok {
		return "hẹn thay đổi cho ngày " + format.Day(data.Date(day))
	}
	if part, ok := strings.CutPrefix(action, "changed "); ok {
		return fmt.Sprintf("sửa (%s)", part)
	}
	return action
}
