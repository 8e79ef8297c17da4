package admin

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

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
