package page

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tracuu/search/vi"
)

// labels are what portals print before the parts of a procedure, folded, and
// the keys of these parts. "" ends the part before it.
var labels = map[string]string{
	"ma thu tuc": "code", "ma tthc": "code", "ma so": "code", "ma thu tuc hanh chinh": "code",
	"ten thu tuc": "name", "ten tthc": "name", "ten thu tuc hanh chinh": "name",
	"so quyet dinh": "decision", "quyet dinh cong bo": "decision",
	"cap thuc hien": "level", "cap thu tuc": "level", "cap hanh chinh": "level", "muc do cung cap": "",
	"loai thu tuc": "type", "loai tthc": "type", "linh vuc": "field",
	"trinh tu thuc hien": "steps", "quy trinh thuc hien": "steps", "buoc thuc hien": "steps", "trinh tu": "steps",
	"cach thuc thuc hien": "methods", "cach thuc nop": "methods", "hinh thuc nop": "methods",
	"thanh phan ho so": "documents", "ho so can chuan bi": "documents", "thanh phan so luong ho so": "documents", "giay to can nop": "documents",
	"giay to can chuan bi": "documents", "ho so": "documents",
	"doi tuong thuc hien": "audience", "doi tuong": "audience",
	"co quan thuc hien": "agency", "don vi thuc hien": "agency", "co quan truc tiep thuc hien": "agency",
	"co quan co tham quyen": "authority", "co quan co tham quyen quyet dinh": "authority",
	"co quan phoi hop": "coordinating", "co quan duoc uy quyen": "delegated",
	"dia chi tiep nhan ho so": "reception_address", "dia chi tiep nhan hs": "reception_address", "noi nop ho so": "reception_address", "noi tiep nhan": "reception_address",
	"ket qua thuc hien": "result", "ket qua": "result", "ket qua giai quyet": "result",
	"can cu phap ly": "legal_basis", "co so phap ly": "legal_basis", "van ban phap ly": "legal_basis",
	"yeu cau dieu kien thuc hien": "conditions", "yeu cau dieu kien": "conditions", "dieu kien thuc hien": "conditions", "yeu cau hoac dieu kien": "conditions",
	"thoi han giai quyet": "duration", "thoi gian giai quyet": "duration", "thoi han": "duration",
	"le phi": "fee", "phi": "fee", "phi le phi": "fee", "phi va le phi": "fee", "le phi neu co": "fee",
	"tu khoa": "keywords", "mo ta": "description",
	"chi phi": "fee_details", "phi tham dinh": "fee_details", "co quan giai quyet": "", "bieu mau": "", "mau don to khai": "", "so luong ho so": "", "so bo ho so": "",
	"thu tuc lien quan": "", "thu tuc hanh chinh lien quan": "", "san sang thuc hien thu tuc": "", "nop ho so truc tuyen": "", "luu y": "",
}

var (
	codeRE = regexp.MustCompile(`\b\d\.\d{6,9}(?:\.H\d{2}|-Xoa)?\b`)
	// quyTrinhRE is "Quy trình 3 bước".
	quyTrinhRE = regexp.MustCompile(`^quy trinh(?: thuc hien)?(?: \w+ buoc(?: \w+){0,3})?$`)
	// stepRE is the number of a step in a line of its own.
	stepRE = regexp.MustCompile(`(?m)^(\d{1,2})\.?\n`)
	stopRE = regexp.MustCompile(`(?i)^(?:trở về|quay lại|in trang|chi tiết|xem chi tiết|nộp hồ sơ|tải về)\b.{0,30}$`)
)

// labelOf reads a label: its key, and what stands behind it in the same line.
func labelOf(text string) (key, rest string, ok bool) {
	head, rest, colon := strings.Cut(text, ":")
	if !colon {
		head = text
	}
	if runes(head) > 60 {
		return "", "", false
	}
	head, _, _ = strings.Cut(head, "(") // "(nếu có)"
	words := strings.FieldsFunc(vi.Fold(strings.ToLower(head)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 0 && strings.Trim(words[0], "0123456789ivx") == "" {
		words = words[1:] // numbers of parts
	}
	folded := strings.Join(words, " ")
	for _, filler := range []string{"chi tiet ", "thong tin ", "cac "} {
		folded = strings.TrimPrefix(folded, filler)
	}
	key, ok = labels[folded]
	if !ok && quyTrinhRE.MatchString(folded) {
		key, ok = "steps", true
	}
	return key, strings.TrimSpace(rest), ok
}

// procedure takes the procedure of a page, nil if there is none: a page of one
// has a code and at least two of its parts under labels, three if the code
// itself stands under none.
func (d *document) procedure() map[string]any {
	r := reading{d: d, parts: map[string][]string{}, tables: map[*html.Node]bool{}}
	r.read()
	code := ""
	for _, s := range r.parts["code"] {
		code = cmp.Or(code, codeRE.FindString(s))
	}
	need := 2
	if code == "" {
		code, need = r.codeNear(), 3
	}
	content := 0
	for _, key := range []string{"steps", "methods", "documents", "audience", "agency", "authority", "result", "legal_basis", "conditions", "duration", "fee", "field", "reception_address"} {
		if len(r.parts[key]) > 0 || key == "methods" && len(r.methods) > 0 || key == "documents" && len(r.documents) > 0 {
			content++
		}
	}
	if code == "" || content < need {
		return nil
	}
	return r.record(code)
}

// reading goes through the lines of a page, from label to label.
type reading struct {
	d         *document
	parts     map[string][]string // lines by key
	methods   []map[string]any
	documents []map[string]any
	papers    string // case of the papers that follow
	tables    map[*html.Node]bool
}

func (r *reading) read() {
	key, level := "", 0 // the part that is being read, and the level of its heading
	for _, l := range r.d.lines {
		if l.aside || l.block == nil {
			continue
		}
		if t := tableOf(l.block); t != nil && r.tables[t] {
			continue
		} else if t != nil && (key == "methods" || key == "documents") && r.table(t, key) {
			r.tables[t] = true
			continue
		}
		if k, rest, ok := labelOf(strings.Trim(l.text, "*()")); ok && !belongs(key, k, level, l.heading) && (l.heading > 0 || rest != "" || runes(l.text) < 45) {
			if key, level = k, l.heading; rest != "" && key != "" {
				r.parts[key] = append(r.parts[key], rest)
			}
			continue
		}
		if level > 0 && l.heading > 0 && l.heading <= level {
			key = "" // the heading of something else
		}
		if key == "" || stopRE.MatchString(l.text) {
			continue
		}
		if single(key) && len(r.parts[key]) > 0 {
			key = "" // what follows a short value belongs to nothing that is known
			continue
		}
		if key == "documents" {
			if r.isCase(l) {
				r.papers = strings.TrimSuffix(l.text, ":")
				continue
			}
			r.documents = append(r.documents, map[string]any{"name": l.text, "case": r.papers})
			continue
		}
		r.parts[key] = append(r.parts[key], l.text)
	}
}

// belongs reports whether what reads like the label of a part is a line of the
// part that is open: "Đối tượng: tổ chức" below the heading of the fees.
func belongs(open, label string, level, heading int) bool {
	return level > 0 && (heading == 0 || heading > level) &&
		slices.Contains([]string{"fee", "fee_details", "steps", "documents", "conditions"}, open) &&
		slices.Contains([]string{"fee", "fee_details", "duration", "audience", "documents", "result", ""}, label)
}

// single reports whether a part is one line long.
func single(key string) bool {
	return slices.Contains([]string{"code", "name", "decision", "type", "field", "level"}, key)
}

// isCase reports whether a line between papers is the heading of a case.
func (r *reading) isCase(l line) bool {
	return l.heading > 0 || l.block.DataAtom != atom.Li && l.block.DataAtom != atom.Td && strings.HasSuffix(l.text, ":")
}

// codeNear looks for a code behind its label anywhere in a line, as in "(Mã
// TTHC: 1.012812)".
func (r *reading) codeNear() string {
	for _, l := range r.d.lines {
		if s := codeRE.FindString(l.text); s != "" && !l.aside && strings.Contains(vi.Fold(strings.ToLower(l.text)), "ma ") && runes(l.text) < 80 {
			return s
		}
	}
	return ""
}

// tableOf is the innermost table around a node; nil if there is none.
func tableOf(n *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Table {
			return n
		}
	}
	return nil
}

// columns of tables, by words in their headings.
var columns = map[string][]struct{ words, key string }{
	"methods": {
		{"hinh thuc", "channel_raw"},
		{"kenh", "channel_raw"},
		{"cach thuc", "channel_raw"},
		{"thoi han", "duration_raw"},
		{"thoi gian", "duration_raw"},
		{"phi", "fee_raw"},
		{"mo ta", "note"},
		{"ghi chu", "note"},
	},
	"documents": {
		{"ten giay to", "name"}, {"giay to", "name"}, {"ten ho so", "name"}, {"thanh phan", "name"}, {"so luong", "quantity_text"}, {"ban chinh", "originals"}, {"ban sao", "copies"},
	},
}

// table reads a table of ways to file or of papers. It reports false for one
// of another kind.
func (r *reading) table(t *html.Node, key string) bool {
	var rows [][]string
	for n := range t.Descendants() {
		if n.DataAtom != atom.Tr || tableOf(n) != t {
			continue
		}
		var row []string
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				row = append(row, textOf(c))
			}
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	if len(rows) < 2 {
		return false
	}
	keys, named := make([]string, len(rows[0])), 0
	for i, head := range rows[0] {
		folded := vi.Fold(strings.ToLower(head))
		for _, c := range columns[key] {
			if keys[i] == "" && strings.Contains(folded, c.words) && !slices.Contains(keys, c.key) {
				keys[i] = c.key
				named++
			}
		}
	}
	if named < 2 && (key != "documents" || !slices.Contains(keys, "name")) {
		return false
	}
	for _, row := range rows[1:] {
		rec := map[string]any{}
		for i, cell := range row[:min(len(row), len(keys))] {
			if keys[i] != "" && cell != "" {
				rec[keys[i]] = cell
			}
		}
		switch {
		case len(rec) == 0:
		case key == "methods":
			r.methods = append(r.methods, rec)
		case rec["name"] != nil:
			rec["case"] = r.papers
			r.documents = append(r.documents, rec)
		}
	}
	return true
}

// sentences joins lines into one.
func sentences(lines string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(lines, "\n") {
		switch so := b.String(); {
		case so == "":
		case strings.HasSuffix(so, ":") || strings.HasSuffix(so, "."):
			b.WriteByte(' ')
		default:
			b.WriteString("; ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// record writes the parts in the keys of the catalogue's records.
func (r *reading) record(code string) map[string]any {
	d := r.d
	rec := map[string]any{"code": code}
	text := func(key string) string { return strings.ReplaceAll(strings.Join(r.parts[key], "\n"), "**", "") }
	name := text("name")
	if name == "" {
		for _, l := range d.lines {
			if l.heading > 0 && l.heading < 3 && !l.aside && runes(l.text) > 8 {
				if _, _, label := labelOf(l.text); !label {
					name = l.text
					break
				}
			}
		}
	}
	rec["name"] = cmp.Or(name, d.pageTitle())
	for _, key := range []string{"decision", "type", "field", "steps", "agency", "authority", "coordinating", "delegated", "reception_address", "result", "conditions", "description"} {
		if s := text(key); s != "" {
			rec[key] = s
		}
	}
	for _, key := range []string{"level", "keywords", "audience"} {
		if s := text(key); s != "" {
			rec[key] = strings.Split(strings.TrimSuffix(s, "."), "\n")
		}
	}
	if steps := text("steps"); steps != "" {
		rec["steps"] = stepRE.ReplaceAllString(steps, "$1. ")
	}
	if len(r.methods) > 0 {
		rec["methods"] = r.methods
	} else {
		rec["duration"], rec["fee"] = sentences(text("duration")), sentences(cmp.Or(text("fee_details"), text("fee")))
		if m := text("methods"); m != "" {
			rec["methods"] = []map[string]any{{"channel_raw": "", "note": m, "duration_raw": rec["duration"], "fee_raw": rec["fee"]}}
		}
	}
	if len(r.documents) > 0 {
		for _, doc := range r.documents {
			if s, _ := doc["name"].(string); doc["originals"] == nil && doc["copies"] == nil && doc["quantity_text"] == nil {
				doc["name"] = strings.ReplaceAll(s, "**", "")
				doc["originals"] = 1 // a line of such a list is a paper to bring
			}
		}
		rec["documents"] = r.documents
	}
	var laws []map[string]any
	for _, s := range r.parts["legal_basis"] {
		laws = append(laws, map[string]any{"title": strings.ReplaceAll(s, "**", "")})
	}
	if len(laws) > 0 {
		rec["legal_basis"] = laws
	}
	if u := d.address(); u != "" {
		rec["url"] = u
	}
	return rec
}
