package opendata

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
)

// column is a column of a CSV file. Several values of one record stand in one
// cell, a line each.
type column[T any] struct {
	name, title string
	dataType    string // by CSV on the Web; empty: string
	value       func(*T) string
}

var procedureColumns = []column[data.Procedure]{
	{"code", "Mã thủ tục", "", func(p *data.Procedure) string { return p.Code }},
	{"name", "Tên thủ tục", "", func(p *data.Procedure) string { return p.Name }},
	{"official_name", "Tên ghi trong quyết định", "", func(p *data.Procedure) string { return p.OfficialName }},
	{"status", "Tình trạng: active là còn hiệu lực, repealed là đã bãi bỏ", "", func(p *data.Procedure) string { return string(p.Status) }},
	{"replaced_by", "Mã thủ tục thay thế", "", func(p *data.Procedure) string { return p.ReplacedBy }},
	{"effective_from", "Ngày có hiệu lực", "date", func(p *data.Procedure) string { return string(p.EffectiveFrom) }},
	{"aliases", "Mã khác của cùng thủ tục", "", func(p *data.Procedure) string { return listed(p.Aliases) }},
	{"field", "Lĩnh vực", "", func(p *data.Procedure) string { return p.Field }},
	{"levels", "Cấp thực hiện: commune, province, ministry", "", func(p *data.Procedure) string { return listed(p.Levels) }},
	{"type", "Loại thủ tục", "", func(p *data.Procedure) string { return p.Type }},
	{"decision", "Quyết định công bố", "", func(p *data.Procedure) string { return p.Decision }},
	{"agency", "Cơ quan thực hiện", "", func(p *data.Procedure) string { return p.Agency }},
	{"authority", "Cơ quan có thẩm quyền", "", func(p *data.Procedure) string { return p.Authority }},
	{"coordinating", "Cơ quan phối hợp", "", func(p *data.Procedure) string { return p.Coordinating }},
	{"delegated", "Cơ quan được ủy quyền", "", func(p *data.Procedure) string { return p.Delegated }},
	{"reception_address", "Địa chỉ tiếp nhận hồ sơ", "", func(p *data.Procedure) string { return p.ReceptionAddress }},
	{"audience", "Đối tượng thực hiện", "", func(p *data.Procedure) string { return listed(p.Audience) }},
	{"steps", "Trình tự thực hiện", "", func(p *data.Procedure) string { return p.Steps }},
	{"methods", "Cách nộp, thời hạn, lệ phí, mỗi dòng một cách", "", func(p *data.Procedure) string { return told(p.Methods, tellMethod) }},
	{"documents", "Giấy tờ, mỗi dòng một loại", "", func(p *data.Procedure) string { return told(p.Documents, tellDocument) }},
	{"result", "Kết quả", "", func(p *data.Procedure) string { return p.Result }},
	{"conditions", "Yêu cầu, điều kiện", "", func(p *data.Procedure) string { return p.Conditions }},
	{"legal_basis", "Căn cứ pháp lý, mỗi dòng một văn bản", "", func(p *data.Procedure) string { return told(p.LegalBasis, tellLegal) }},
	{"keywords", "Từ khóa", "", func(p *data.Procedure) string { return listed(p.Keywords) }},
	{"description", "Mô tả", "", func(p *data.Procedure) string { return p.Description }},
	{"name_en", "Tên tiếng Anh", "", func(p *data.Procedure) string { return p.Translations["en"].Name }},
	{"source_url", "Trang của thủ tục tại Cổng Dịch vụ công quốc gia", "anyURI", func(p *data.Procedure) string { return p.SourceURL }},
	{"sample", "true: nội dung mẫu", "boolean", func(p *data.Procedure) string { return strconv.FormatBool(p.Sample) }},
}

var articleColumns = []column[data.Article]{
	{"source", "Nguồn; trống: chính trang này", "", func(a *data.Article) string { return a.Source }},
	{"source_id", "Mã của tin tại nguồn", "", func(a *data.Article) string { return a.SourceID }},
	{"title", "Tiêu đề", "", func(a *data.Article) string { return a.Title }},
	{"published", "Thời điểm đăng", "dateTime", func(a *data.Article) string { return moment(a.Published) }},
	{"published_trust", "time: đúng giờ; day: chỉ đúng ngày; fetched: là lúc tải về", "", func(a *data.Article) string { return string(a.PublishedTrust) }},
	{"category", "Chuyên mục", "", func(a *data.Article) string { return a.Category }},
	{"author", "Tác giả", "", func(a *data.Article) string { return a.Author }},
	{"url", "Địa chỉ tại nguồn", "anyURI", func(a *data.Article) string { return a.URL }},
	{"lead", "Đoạn mở đầu", "", func(a *data.Article) string { return a.Lead }},
	{"body", "Toàn văn, của tin do trang này viết", "", func(a *data.Article) string { return a.Body }},
	{"excerpt", "true: toàn văn ở nguồn", "boolean", func(a *data.Article) string { return strconv.FormatBool(a.Excerpt) }},
	{"sample", "true: nội dung mẫu", "boolean", func(a *data.Article) string { return strconv.FormatBool(a.Sample) }},
}

var agencyColumns = []column[data.Agency]{
	{"slug", "Tên trong địa chỉ trang", "", func(a *data.Agency) string { return a.Slug }},
	{"name", "Tên cơ quan", "", func(a *data.Agency) string { return a.Name }},
	{"former", "Tên cũ", "", func(a *data.Agency) string { return listed(a.Former) }},
	{"address", "Địa chỉ", "", func(a *data.Agency) string { return a.Address }},
	{"hours", "Giờ làm việc", "", func(a *data.Agency) string { return a.Hours }},
	{"phone", "Điện thoại", "", func(a *data.Agency) string { return a.Phone }},
	{"replaced_by", "Cơ quan thay thế (slug)", "", func(a *data.Agency) string { return a.ReplacedBy }},
	{"procedures", "Số thủ tục", "integer", func(a *data.Agency) string { return strconv.Itoa(a.Procedures) }},
}

var fieldColumns = []column[data.Field]{
	{"slug", "Tên trong địa chỉ trang", "", func(f *data.Field) string { return f.Slug }},
	{"name", "Tên lĩnh vực", "", func(f *data.Field) string { return f.Name }},
	{"procedures", "Số thủ tục", "integer", func(f *data.Field) string { return strconv.Itoa(f.Procedures) }},
}

var unitColumns = []column[data.Unit]{
	{"code", "Mã đơn vị", "", func(u *data.Unit) string { return u.Code }},
	{"type", "Loại", "", func(u *data.Unit) string { return string(u.Type) }},
	{"name", "Tên", "", func(u *data.Unit) string { return u.Name }},
	{"english", "Tên không dấu", "", func(u *data.Unit) string { return u.English }},
	{"province_code", "Mã tỉnh", "", func(u *data.Unit) string { return u.ProvinceCode }},
	{"province", "Tỉnh, thành phố", "", func(u *data.Unit) string { return u.Province }},
	{"merged", "Những đơn vị cũ nhập vào", "", func(u *data.Unit) string { return listed(u.Merged) }},
}

var scanColumns = []column[data.ScanMonth]{
	{"month", "Tháng", "gYearMonth", func(m *data.ScanMonth) string { return m.Month }},
	{"kind", "Loại nội dung: procedure, article, field, agency, page, address", "", func(m *data.ScanMonth) string { return string(m.Kind) }},
	{"scans", "Số lượt quét", "integer", func(m *data.ScanMonth) string { return strconv.FormatInt(m.Scans, 10) }},
}

func listed[S ~string](values []S) string {
	return told(values, func(s S) string { return string(s) })
}

func told[T any](values []T, tell func(T) string) string {
	lines := make([]string, len(values))
	for i, v := range values {
		lines[i] = tell(v)
	}
	return strings.Join(lines, "\n")
}

// oneLine keeps what stands in a list on its line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func tellMethod(m data.Method) string {
	parts := []string{m.Channel.Label()}
	if m.Duration.Text != "" {
		parts = append(parts, "thời hạn "+m.Duration.Text)
	}
	for _, f := range m.Fees {
		if f.Text != "" {
			parts = append(parts, "lệ phí "+f.Text)
		}
	}
	if m.Note != "" {
		parts = append(parts, "ghi chú "+m.Note)
	}
	return oneLine(strings.Join(parts, "; "))
}

func tellDocument(d data.Document) string {
	s := d.Name
	if d.Case != "" {
		s = "[" + d.Case + "] " + s
	}
	if !d.IsNote() {
		s += fmt.Sprintf(" (bản chính %d, bản sao %d)", d.Originals, d.Copies)
	}
	return oneLine(s)
}

func tellLegal(l data.LegalRef) string { return oneLine(strings.TrimSpace(l.Number + " " + l.Title)) }

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
