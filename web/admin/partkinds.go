package admin

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
)

func readText(v json.RawMessage) [][]string {
	return [][]string{{data.Fields{"": v}.Text("")}}
}

func picked(p part, from string) part {
	p.Pick = from
	return p
}

// mostLetters bounds what one field may hold, as imports do.
const mostLetters = 128 << 10

// text is a field that is a string; without clean it is an address on the web.
// needed is what is said where it is empty and must not be.
func text(name, label, hint, shape string, clean func(Cleaner, string) string, needed string) part {
	return part{Name: name, Label: label, Hint: hint, Shape: shape, read: readText, write: func(c Cleaner, rows [][]string, _ json.RawMessage) (any, string) {
		typed := rows[0][0]
		switch {
		case len(typed) > mostLetters:
			return nil, "Dài quá: hãy rút gọn hoặc tách ra."
		case clean == nil && typed != "" && c.Address(typed) == "":
			return nil, "Chưa đúng: hãy chép cả địa chỉ, bắt đầu bằng https://"
		case clean == nil:
			return c.Address(typed), ""
		}
		if v := clean(c, typed); v != "" || needed == "" {
			return v, ""
		}
		return nil, needed
	}}
}

func list(name, label, hint string, clean func(Cleaner, string) []string) part {
	return part{Name: name, Label: label, Hint: hint, Shape: "text", read: func(v json.RawMessage) [][]string {
		return [][]string{{strings.Join(decoded[[]string](v), "\n")}}
	}, write: func(c Cleaner, rows [][]string, _ json.RawMessage) (any, string) {
		return clean(c, rows[0][0]), ""
	}}
}

// decoded is a field as its type, zero where it is empty.
func decoded[T any](v json.RawMessage) (t T) {
	if json.Unmarshal(v, &t) != nil {
		var none T
		return none
	}
	return t
}

func levelPart() part {
	return part{Name: "levels", Label: "Cấp giải quyết", Shape: "checks", Columns: levels, read: func(v json.RawMessage) (rows [][]string) {
		for _, l := range decoded[[]string](v) {
			rows = append(rows, []string{l})
		}
		return rows
	}, write: func(_ Cleaner, rows [][]string, _ json.RawMessage) (any, string) {
		var out []string
		for _, o := range levels[0].Options {
			if slices.ContainsFunc(rows, func(r []string) bool { return r[0] == o.Value }) {
				out = append(out, o.Value)
			}
		}
		return out, ""
	}}
}

func papersPart() part {
	return part{
		Name: "documents", Label: "Giấy tờ cần nộp", Shape: "table",
		Hint: "Không ghi số bản thì dòng ấy là lời dặn, không phải giấy tờ. Xóa trắng một dòng là bỏ dòng ấy.",
		Columns: []column{
			{Name: "name", Label: "Tên giấy tờ, mẫu đơn", Shape: "text"},
			{Name: "originals", Label: "Bản chính", Shape: "number"},
			{Name: "copies", Label: "Bản sao", Shape: "number"},
			{Name: "case", Label: "Trường hợp", Shape: "text"},
		},
		read: func(v json.RawMessage) (rows [][]string) {
			for _, d := range decoded[[]data.Document](v) {
				rows = append(rows, []string{d.Name, count(d.Originals), count(d.Copies), d.Case})
			}
			return rows
		},
		write: func(c Cleaner, rows [][]string, base json.RawMessage) (any, string) {
			var out []data.Document
			known := decoded[[]data.Document](base)
			for i, r := range rows {
				originals, ok := number(r[1])
				copies, fine := number(r[2])
				if !ok || !fine {
					return nil, fmt.Sprintf("Dòng %d: số bản phải là số từ 0 đến %d.", i+1, mostPapers)
				}
				d := data.Document{Name: r[0], Case: r[3], Originals: originals, Copies: copies}
				if !slices.Contains(known, d) {
					d.Name, d.Case = c.Paper(r[0]), c.Case(r[3])
				}
				if d.Name == "" {
					return nil, fmt.Sprintf("Dòng %d: hãy ghi tên giấy tờ, hoặc xóa trắng cả dòng.", i+1)
				}
				out = append(out, d)
			}
			return out, ""
		},
	}
}

const mostPapers = 1000

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func number(s string) (n int, ok bool) {
	if s == "" {
		return 0, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= mostPapers
}

func methodsPart() part {
	row := func(m data.Method) []string {
		var fees []string
		for _, f := range m.Fees {
			fees = append(fees, f.Text)
		}
		return []string{string(m.Channel), m.Duration.Text, strings.Join(fees, "\n"), m.Note}
	}
	return part{
		Name: "methods", Label: "Cách nộp, thời hạn, lệ phí", Shape: "table", Hint: "Mỗi khoản lệ phí một dòng. Xóa trắng một cách nộp là bỏ cách ấy.",
		Columns: []column{
			{Name: "channel", Label: "Cách nộp", Shape: "select", Options: channels},
			{Name: "limit", Label: "Thời hạn", Shape: "line"},
			{Name: "fees", Label: "Lệ phí", Shape: "text"},
			{Name: "note", Label: "Ghi chú", Shape: "text"},
		},
		read: func(v json.RawMessage) (rows [][]string) {
			for _, m := range decoded[[]data.Method](v) {
				rows = append(rows, row(m))
			}
			return rows
		},
		write: func(c Cleaner, rows [][]string, base json.RawMessage) (any, string) {
			var out []data.Method
			known := decoded[[]data.Method](base)
			for _, r := range rows {
				m := data.Method{Channel: data.Channel(r[0]), Note: r[3]}
				if !slices.ContainsFunc(channels, func(o option) bool { return o.Value == r[0] }) {
					m.Channel = ""
				}
				limit, fees, note := true, true, true // to be read
				for _, k := range known {             // what stays keeps what the source printed
					is := row(k)
					if limit && is[1] == r[1] {
						m.Duration, limit = k.Duration, false
					}
					if fees && is[2] == r[2] {
						m.Fees, fees = k.Fees, false
					}
					note = note && is[3] != r[3]
				}
				if note {
					m.Note = c.Text(r[3])
				}
				if limit {
					m.Duration = c.Limit(r[1], m.Note)
				}
				if fees {
					m.Fees = c.Fees(r[2])
				}
				out = append(out, m)
			}
			return out, ""
		},
	}
}

func lawsPart() part {
	return part{
		Name: "legal_basis", Label: "Căn cứ pháp lý", Shape: "table",
		Columns: []column{{Name: "number", Label: "Số, ký hiệu", Shape: "line"}, {Name: "title", Label: "Tên văn bản", Shape: "text"}},
		read: func(v json.RawMessage) (rows [][]string) {
			for _, l := range decoded[[]data.LegalRef](v) {
				rows = append(rows, []string{l.Number, l.Title})
			}
			return rows
		},
		write: func(c Cleaner, rows [][]string, base json.RawMessage) (any, string) {
			var out []data.LegalRef
			known := decoded[[]data.LegalRef](base)
			for _, r := range rows {
				l := data.LegalRef{Number: r[0], Title: r[1]}
				if !slices.Contains(known, l) {
					l = c.Law(r[0], r[1])
				}
				out = append(out, l)
			}
			return out, ""
		},
	}
}

// english is the language of translations that the form has.
const english = "en"

func englishPart() part {
	return part{
		Name: "translations", Label: "Tiếng Anh", Shape: "pair",
		Columns: []column{{Name: "name", Label: "Tên tiếng Anh", Shape: "line"}, {Name: "summary", Label: "Tóm tắt tiếng Anh", Shape: "text"}},
		read: func(v json.RawMessage) [][]string {
			t := decoded[map[string]data.Translation](v)[english]
			return [][]string{{t.Name, t.Summary}}
		},
		write: func(c Cleaner, rows [][]string, base json.RawMessage) (any, string) {
			all := decoded[map[string]data.Translation](base)
			if all == nil {
				all = map[string]data.Translation{}
			}
			t := data.Translation{Name: c.Line(rows[0][0]), Summary: c.Line(rows[0][1])}
			switch {
			case t.Name == "" && t.Summary != "":
				return nil, "Có tóm tắt thì cần cả tên tiếng Anh."
			case t.Name == "":
				delete(all, english)
			default:
				all[english] = t
			}
			return all, ""
		},
	}
}

func dayPart(name, label string) part {
	return part{Name: name, Label: label, Shape: "day", read: readText, write: func(c Cleaner, rows [][]string, _ json.RawMessage) (any, string) {
		if rows[0][0] == "" {
			return "", ""
		}
		if d, ok := c.Day(rows[0][0]); ok {
			return d, ""
		}
		return nil, "Ngày chưa đúng: hãy ghi như 2026-07-01 hoặc 01/07/2026."
	}}
}

// momentLayout is a moment as browsers send it.
const momentLayout = "2006-01-02T15:04"

func momentPart(name, label string) part {
	return part{Name: name, Label: label, Shape: "moment", read: func(v json.RawMessage) [][]string {
		t := decoded[time.Time](v)
		if t.IsZero() {
			return [][]string{{""}}
		}
		return [][]string{{t.In(format.Hanoi).Format(momentLayout)}}
	}, write: func(_ Cleaner, rows [][]string, _ json.RawMessage) (any, string) {
		if rows[0][0] == "" {
			return nil, ""
		}
		t, err := time.ParseInLocation(momentLayout, rows[0][0], format.Hanoi)
		if err != nil {
			return nil, "Ngày giờ chưa đúng: hãy ghi như 2026-07-01T08:00."
		}
		return t, ""
	}}
}
