package opendata

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"tracuu/data"
)

// schemas are the JSON Schemas of the lines of each set.
//
//go:embed schema/*.json
var schemas embed.FS

// writePapers writes what goes with the sets.
func (w *writer) writePapers() error {
	for _, h := range heads {
		text, err := schemas.ReadFile("schema/" + h.name + ".json")
		if err != nil {
			return fmt.Errorf("schema of %s: %w", h.name, err)
		}
		if err := w.writeFile(h.name+schemaEnd, "application/schema+json", string(text)); err != nil {
			return err
		}
	}
	for _, write := range []func() error{w.writeTables, w.writeCatalog, w.writeLicence, w.writeReadMe, w.writeChecksums} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) writeFile(name, mediaType, text string) error {
	o, err := w.create(name, mediaType)
	if err != nil {
		return err
	}
	_, err = io.WriteString(o, text)
	made, closeErr := o.close()
	w.pub.Papers = append(w.pub.Papers, made)
	if err == nil {
		err = closeErr
	}
	return err
}

// writeJSON writes something for people to read too.
func (w *writer) writeJSON(name, mediaType string, v any) error {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return w.writeFile(name, mediaType, b.String())
}

// tableGroup describes the CSV files by "CSV on the Web".
type tableGroup struct {
	Context string        `json:"@context"`
	Dialect dialect       `json:"dialect"`
	Tables  []csvMetadata `json:"tables"`
}

type dialect struct {
	Encoding string   `json:"encoding"`
	Ends     []string `json:"lineTerminators"`
}

type csvMetadata struct {
	URL    string      `json:"url"`
	Title  string      `json:"dc:title"`
	Schema tableSchema `json:"tableSchema"`
}

type tableSchema struct {
	Columns []columnMetadata `json:"columns"`
}

type columnMetadata struct {
	Name        string `json:"name"`
	Titles      string `json:"titles"`
	Description string `json:"dc:description"`
	DataType    string `json:"datatype"`
}

func columnsOf[T any](columns []column[T]) (out []columnMetadata) {
	for _, c := range columns {
		kind := c.dataType
		if kind == "" {
			kind = "string"
		}
		out = append(out, columnMetadata{c.name, c.name, c.title, kind})
	}
	return out
}

func (w *writer) writeTables() error {
	g := tableGroup{Context: "http://www.w3.org/ns/csvw", Dialect: dialect{"utf-8", []string{"\r\n"}}}
	columns := map[string][]columnMetadata{
		agencyHead.name: columnsOf(agencyColumns), fieldHead.name: columnsOf(fieldColumns), procedureHead.name: columnsOf(procedureColumns),
		articleHead.name: columnsOf(articleColumns), unitHead.name: columnsOf(unitColumns), scanHead.name: columnsOf(scanColumns),
	}
	for _, h := range heads {
		g.Tables = append(g.Tables, csvMetadata{h.name + ".csv", h.title, tableSchema{columns[h.name]}})
	}
	return w.writeJSON(tablesName, "application/csvm+json", g)
}

func (w *writer) writeLicence() error {
	return w.writeFile(licenceName, plainText, fmt.Sprintf(`GIẤY PHÉP

Người công bố: %[1]s
Giấy phép: %[2]s
%[3]s

Giấy phép trên do người công bố chọn, áp dụng cho phần do trang này tự làm: cách
sắp xếp, phần mô tả, số liệu và tin do trang này viết.

Nội dung thủ tục hành chính là thông tin công khai của cơ quan nhà nước; văn bản
hành chính không thuộc đối tượng bảo hộ quyền tác giả (Luật Sở hữu trí tuệ,
Điều 15).

%[4]s

Khi dùng lại, hãy ghi: "Nguồn: %[1]s, giấy phép %[2]s".

---

LICENCE

Publisher: %[1]s
Licence: %[2]s
%[3]s

The publisher chose this licence for what this site made itself: the arrangement,
descriptions, figures, and articles written here. Administrative procedures are
public information of the State. Titles and openings of articles of other sources
are quotations and belong to the source named with each.
`, w.Publisher, w.Licence.Name, w.Licence.URL, articleRights))
}

const plainText = "text/plain; charset=utf-8"

func (w *writer) writeReadMe() error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Dữ liệu mở – %s\n\n", w.site())
	if w.pub.Sample {
		fmt.Fprintf(&b, "**%s**\n\n", sampleMark)
	}
	b.WriteString("| bộ dữ liệu | bản ghi | nội dung |\n|---|---:|---|\n")
	for _, s := range w.pub.Sets {
		fmt.Fprintf(&b, "| `%s` %s | %d | %s |\n", s.Name, s.Title, s.Records, s.About)
	}
	fmt.Fprintf(&b, `
Mỗi bộ có ba dạng, mỗi dạng có thêm bản nén .gz:

- .jsonl: mỗi dòng một bản ghi JSON, đủ mọi trường công khai. Lược đồ ở tệp .schema.json cùng tên.
- .csv: bảng UTF-8 có BOM để mở bằng bảng tính; nhiều giá trị trong một ô thì mỗi dòng một giá trị; ô bắt đầu bằng = + - @ có dấu ' ở trước để bảng tính không hiểu thành công thức. Các cột được mô tả trong %s.
- .jsonld: dữ liệu liên kết; thủ tục theo CPSV-AP 3.2, tin theo schema.org.

%s mô tả toàn bộ bằng DCAT. %s là giấy phép. Kiểm tra tệp nguyên vẹn: sha256sum -c %s

Nạp lại: tracuu import THƯ-MỤC-NÀY

Lượt quét là số đếm của trang này nên không nạp lại. Số 0 ở lệ phí không có nghĩa là miễn phí: hãy đọc nguyên văn.
`, tablesName, catalogName, licenceName, checksumName)
	return w.writeFile(readMeName, "text/markdown; charset=utf-8", b.String())
}

// writeChecksums writes the checksums of all other files, as sha256sum does.
func (w *writer) writeChecksums() error {
	files := slices.Clone(w.pub.Papers)
	for _, s := range w.pub.Sets {
		files = append(files, s.Files...)
	}
	slices.SortFunc(files, func(a, b data.OpenFile) int { return strings.Compare(a.Name, b.Name) })
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", f.SHA256, f.Name)
	}
	return w.writeFile(checksumName, plainText, b.String())
}
