package admin

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
)

// Cleaner cleans what people type or paste, by the rules of imports.
type Cleaner interface {
	Line(s string) string
	Text(s string) string
	Joined(s string) string
	Paragraphs(s string) string
	List(s string) []string
	Keywords(s string) []string
	Paper(s string) string
	Case(s string) string
	Limit(s, note string) data.Duration
	Fees(s string) []data.Fee
	Law(number, title string) data.LegalRef
	Name(official string) string
	Address(s string) string
	Day(s string) (data.Date, bool)
}

// part is a field of a record as a form shows it: rows of cells, one of one
// cell where it is no table.
type part struct {
	Name    string // in the record and in the form
	Label   string
	Hint    string
	Shape   string // "line", "text", "tall", "checks", "day", "moment", "table", "pair"; "" is not in the form
	Columns []column
	Pick    string // the list of names it may be picked from

	read func(v json.RawMessage) [][]string
	// write cleans what was typed; base is the field as it was.
	write func(c Cleaner, rows [][]string, base json.RawMessage) (v any, problem string)
}

// column is one of a table's.
type column struct {
	Name, Label string
	Shape       string   // "line", "text", "number", "select"
	Options     []option // of a select, a set of checks
}

// option is a value that can be chosen.
type option struct{ Value, Label string }

var (
	channels = []option{
		{"", "Cách khác"},
		{string(data.ChannelInPerson), data.ChannelInPerson.Label()},
		{string(data.ChannelOnline), data.ChannelOnline.Label()},
		{string(data.ChannelPost), data.ChannelPost.Label()},
	}
	levels = []column{{Name: "", Options: []option{
		{string(data.LevelCommune), data.LevelCommune.Label()},
		{string(data.LevelProvince), data.LevelProvince.Label()},
		{string(data.LevelMinistry), data.LevelMinistry.Label()},
	}}}
)

// procedureParts are the fields of a procedure in the order of its form.
func procedureParts() []part {
	return []part{
		text("official_name", "Tên theo quyết định", "Chép đúng như quyết định công bố.", "text", Cleaner.Line, "Hãy ghi tên thủ tục."),
		text("name", "Tên cho người dân", "Ngắn, không có chữ “Thủ tục” ở đầu. Để trống thì lấy từ tên theo quyết định.", "text", Cleaner.Line, ""),
		list("keywords", "Tên gọi khác, từ khóa", "Cách người dân vẫn gọi. Ngăn bằng dấu phẩy hoặc xuống dòng.", Cleaner.Keywords),
		text("description", "Tóm tắt", "", "tall", Cleaner.Text, ""),
		picked(text("field", "Lĩnh vực", "", "line", Cleaner.Line, ""), "fields"),
		picked(text("agency", "Cơ quan thực hiện", "", "line", Cleaner.Joined, ""), "agencies"),
		levelPart(),
		list("audience", "Đối tượng thực hiện", "Mỗi dòng một đối tượng.", Cleaner.List),
		papersPart(),
		methodsPart(),
		text("reception_address", "Địa chỉ tiếp nhận", "", "text", Cleaner.Joined, ""),
		text("source_url", "Địa chỉ nộp trực tuyến", "Địa chỉ đầy đủ, bắt đầu bằng https://", "line", nil, ""),
		text("conditions", "Yêu cầu, điều kiện", "", "tall", Cleaner.Text, ""),
		text("steps", "Các bước thực hiện", "Mỗi bước một dòng.", "tall", Cleaner.Text, ""),
		text("result", "Kết quả nhận được", "", "tall", Cleaner.Text, ""),
		lawsPart(),
		text("decision", "Quyết định công bố", "", "line", Cleaner.Line, ""),
		text("type", "Loại thủ tục", "", "line", Cleaner.Line, ""),
		text("authority", "Cơ quan có thẩm quyền", "", "line", Cleaner.Joined, ""),
		text("coordinating", "Cơ quan phối hợp", "", "line", Cleaner.Joined, ""),
		text("delegated", "Cơ quan được ủy quyền", "", "line", Cleaner.Joined, ""),
		dayPart("effective_from", "Hiệu lực từ"),
		englishPart(),
		{Name: "status", Label: "Tình trạng", read: func(v json.RawMessage) [][]string {
			if string(v) == `"repealed"` {
				return [][]string{{"Đã bãi bỏ"}}
			}
			return [][]string{{"Đang áp dụng"}}
		}},
		{Name: "replaced_by", Label: "Được thay thế bằng", read: readText},
	}
}

// articleParts are the fields of an article in the order of its form.
func articleParts() []part {
	return []part{
		text("title", "Tiêu đề", "", "text", Cleaner.Line, "Hãy ghi tiêu đề của tin."),
		text("lead", "Đoạn mở đầu", "", "tall", Cleaner.Paragraphs, ""),
		text("body", "Nội dung", "Mỗi đoạn một dòng.", "tall", Cleaner.Paragraphs, ""),
		picked(text("category", "Chuyên mục", "", "line", Cleaner.Line, ""), "categories"),
		text("author", "Tác giả", "", "line", Cleaner.Line, ""),
		momentPart("published", "Ngày giờ đăng"),
		text("url", "Đã đăng ở", "Địa chỉ của bài gốc, nếu có.", "line", nil, ""),
	}
}

func partsOf(k data.Kind) []part {
	if k == data.KindArticle {
		return articleParts()
	}
	return procedureParts()
}

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

// typed is what a form holds of the part: rows of cells, without those that are
// blank throughout.
func (p part) typed(form url.Values) (rows [][]string) {
	clean := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
	switch p.Shape {
	case "checks":
		for _, v := range form[p.Name] {
			rows = append(rows, []string{v})
		}
		return rows
	case "table", "pair":
		most := 0
		for _, c := range p.Columns {
			most = max(most, len(form[p.Name+"."+c.Name]))
		}
		for i := range most {
			row, blank := make([]string, len(p.Columns)), true
			for j, c := range p.Columns {
				if cells := form[p.Name+"."+c.Name]; i < len(cells) {
					row[j] = clean(cells[i])
				}
				blank = blank && row[j] == ""
			}
			if !blank || p.Shape == "pair" {
				rows = append(rows, row)
			}
		}
		if p.Shape == "pair" && len(rows) == 0 {
			rows = [][]string{make([]string, len(p.Columns))}
		}
		return rows
	}
	return [][]string{{clean(form.Get(p.Name))}}
}

// fill puts rows into a form.
func (p part) fill(form url.Values, rows [][]string) {
	switch p.Shape {
	case "table", "pair":
		for _, c := range p.Columns {
			form.Del(p.Name + "." + c.Name)
		}
		for _, row := range rows {
			for j, c := range p.Columns {
				form.Add(p.Name+"."+c.Name, row[j])
			}
		}
		return
	}
	form.Del(p.Name)
	for _, row := range rows {
		form.Add(p.Name, row[0])
	}
}

// formOf is the form of a record.
func formOf(parts []part, f data.Fields) url.Values {
	form := url.Values{}
	for _, p := range parts {
		if p.Shape != "" {
			p.fill(form, p.read(f.Get(p.Name)))
		}
	}
	return form
}

// fieldsOf is the record that a form makes of base, and what is wrong with it by
// the names of parts. What was not touched stays as it was, to the letter.
func fieldsOf(c Cleaner, parts []part, base data.Fields, form url.Values) (f data.Fields, problems map[string]string) {
	f, problems = base.With(nil), map[string]string{}
	for _, p := range parts {
		if p.Shape == "" {
			continue
		}
		rows := p.typed(form)
		was := base.Get(p.Name)
		if base[p.Name] != nil && slices.EqualFunc(rows, p.read(was), slices.Equal) {
			continue
		}
		v, problem := p.write(c, rows, was)
		if problem != "" {
			problems[p.Name] = problem
			continue
		}
		b, err := json.Marshal(v)
		if err != nil {
			problems[p.Name] = "Không đọc được: hãy ghi lại."
			continue
		}
		f.Set(p.Name, b)
	}
	return f, problems
}

// lines are a field's value in lines, to be compared and read.
func (p part) lines(v json.RawMessage) (out []string) {
	for _, row := range p.read(v) {
		var cells []string
		for j, cell := range row {
			if cell == "" {
				continue
			}
			if p.Shape == "table" && p.Columns[j].Shape != "text" {
				cell = p.Columns[j].say(cell)
			}
			cells = append(cells, cell)
		}
		if len(cells) == 0 {
			continue
		}
		if len(row) > 1 {
			out = append(out, strings.ReplaceAll(strings.Join(cells, " · "), "\n", "; "))
			continue
		}
		for l := range strings.SplitSeq(p.say(cells[0]), "\n") {
			out = append(out, l)
		}
	}
	return out
}

// say is a cell in words.
func (c column) say(cell string) string {
	for _, o := range c.Options {
		if o.Value == cell {
			return o.Label
		}
	}
	if c.Shape == "number" {
		return cell + " " + strings.ToLower(c.Label)
	}
	return cell
}

func (p part) say(cell string) string {
	switch p.Shape {
	case "checks":
		return p.Columns[0].say(cell)
	case "day":
		return format.Day(data.Date(cell))
	case "moment":
		return strings.Replace(cell, "T", " ", 1)
	}
	return cell
}
