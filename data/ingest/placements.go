package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search/vi"
)

// PlacementRow is one line of a table of places where posters hang, or why it
// was not taken.
type PlacementRow struct {
	Line      int    // counted from 1, the header's line included
	Target    string // what hangs there, as written; may be empty
	Placement data.Placement
	Reject    *data.Reject
}

// A column of the table.
const (
	colTarget = iota
	colAgency
	colOffice
	colCounter
	colNote
	columns
)

// columnNames are the headings of each column, folded; the first with its marks
// is how errors name it.
var columnNames = [columns]struct {
	name  string
	known []string
}{
	colTarget: {"đích", []string{
		"dich", "target", "ma thu tuc", "ma tthc", "muc tieu", "thu tuc", "ma", "code", "procedure", "procedure code", "dan toi", "noi dung", "link",
	}},
	colAgency: {"cơ quan", []string{"co quan", "agency", "ten co quan", "don vi", "co quan thuc hien"}},
	colOffice: {"văn phòng", []string{
		"van phong", "office", "noi dat", "noi treo", "dia diem", "tru so", "vi tri", "bo phan", "place", "placement", "location",
	}},
	colCounter: {"quầy", []string{"quay", "counter", "cua", "so quay", "quay so", "cua so", "o cua", "window", "desk"}},
	colNote:    {"ghi chú", []string{"ghi chu", "note", "notes", "remark", "chu thich"}},
}

// placementExample is a header that is understood.
const placementExample = "đích,cơ quan,văn phòng,quầy,ghi chú"

// Placements reads a table of places, a CSV file in UTF-8 with commas,
// semicolons or tabs, told from its header. Rows without any text are passed
// over. A row that cannot be taken comes with its Reject and reading goes on; a
// quotation mark that swallows further lines is an error. An error, which is ctx's own or a *SourceError, ends the sequence. If targets
// is set every row must name one.
func Placements(ctx context.Context, src *Source, targets bool) iter.Seq2[PlacementRow, error] {
	return func(yield func(PlacementRow, error) bool) {
		header, skipped, err := readHeader(src)
		if err != nil {
			yield(PlacementRow{}, err)
			return
		}
		r := csv.NewReader(io.MultiReader(bytes.NewReader(header), src.r))
		r.Comma = delimiter(header)
		r.FieldsPerRecord, r.ReuseRecord, r.TrimLeadingSpace = -1, true, r.Comma != '\t'
		var at [columns]int
		width, line, empty := 0, skipped, true
		for {
			if err := ctx.Err(); err != nil {
				yield(PlacementRow{}, err)
				return
			}
			fields, err := r.Read()
			if err == io.EOF {
				if width > 0 && empty {
					yield(PlacementRow{}, src.fail("tệp chỉ có dòng tiêu đề, không có dòng nào bên dưới", errEmpty))
				}
				return
			}
			row, syntax := PlacementRow{}, (*csv.ParseError)(nil)
			switch {
			case errors.As(err, &syntax):
				row.Line = skipped + syntax.StartLine
				if syntax.Line > syntax.StartLine { // whatever lines it has swallowed, they are not rows
					yield(row, &SourceError{
						Name: src.Name, Line: row.Line, Err: fs.ErrInvalid,
						Msg: fmt.Sprintf("dấu nháy kép mở ở dòng %d không đóng đúng chỗ; từ đó không đọc được. Hãy sửa dòng này rồi nạp lại", row.Line),
					})
					return
				}
				if width == 0 {
					yield(row, headerError(src, row.Line, "dấu nháy kép đặt sai chỗ"))
					return
				}
				row.reject(src, "dấu nháy kép đặt sai chỗ: chữ có dấu phân cách hoặc xuống dòng phải nằm trọn giữa hai dấu nháy kép, dấu nháy bên trong viết đôi")
			case err != nil:
				yield(row, src.broken(line+1, err))
				return
			default:
				row.Line, _ = r.FieldPos(0)
				row.Line += skipped
			}
			line = row.Line
			if width == 0 {
				if at, err = headings(src, row.Line, fields, targets); err != nil {
					yield(PlacementRow{}, err)
					return
				}
				width = len(fields)
				continue
			}
			if row.Reject == nil && !slices.ContainsFunc(fields, func(s string) bool { return strings.TrimSpace(s) != "" }) {
				continue
			}
			empty = false
			if row.Reject == nil {
				row.take(src, fields, at, width, targets)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func (row *PlacementRow) reject(src *Source, reason string) {
	row.Reject = &data.Reject{Source: src.Name, Line: row.Line, Code: shown(strings.ToValidUTF8(row.Target, "")), Reason: reason}
}

// readHeader reads lines until one has text. It answers that line and how many
// there were before it.
func readHeader(src *Source) (header []byte, before int, err error) {
	for {
		line, err := src.r.ReadSlice('\n')
		header = bytes.Clone(line)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, 0, headerError(src, before+1, "dòng đầu quá dài")
		case err == io.EOF && len(bytes.TrimSpace(header)) == 0:
			return nil, 0, src.fail("tệp không có dòng nào: hãy kiểm tra xem đã chọn đúng tệp chưa", errEmpty)
		case err != nil && err != io.EOF:
			return nil, 0, src.broken(before+1, err)
		case !utf8.Valid(header):
			return nil, 0, src.fail("tệp không dùng bảng mã UTF-8: trong Excel hãy chọn lưu dạng \"CSV UTF-8\"", fs.ErrInvalid)
		case len(bytes.TrimSpace(header)) > 0:
			return header, before, nil
		}
		before++
	}
}

// delimiter is the mark that parts the most columns of a header, outside
// quotes.
func delimiter(header []byte) rune {
	best, most := ',', 0
	for _, mark := range []rune{',', ';', '\t'} {
		n, quoted := 0, false
		for _, r := range string(header) {
			switch {
			case r == '"':
				quoted = !quoted
			case r == mark && !quoted:
				n++
			}
		}
		if n > most {
			best, most = mark, n
		}
	}
	return best
}

// headings tells where each column stands, -1 for one that is not there.
func headings(src *Source, line int, fields []string, targets bool) (at [columns]int, err error) {
	for i := range at {
		at[i] = -1
	}
	for i, f := range fields {
		words := strings.Join(strings.FieldsFunc(vi.Fold(vi.Repair(f)), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }), " ")
		for c, names := range columnNames {
			if !slices.Contains(names.known, words) {
				continue
			}
			if at[c] >= 0 {
				return at, headerError(src, line, fmt.Sprintf("hai cột cùng là %q: %q và %q", names.name, shown(fields[at[c]]), shown(f)))
			}
			at[c] = i
		}
	}
	found := make([]string, len(fields))
	for i, f := range fields {
		found[i] = strconv.Quote(shown(f))
	}
	switch {
	case at[colAgency] < 0 && at[colOffice] < 0 && at[colCounter] < 0:
		return at, headerError(src, line, "dòng tiêu đề có các cột "+strings.Join(found, ", ")+" nhưng thiếu nơi đặt: cần ít nhất một trong các cột cơ quan, văn phòng, quầy")
	case targets && at[colTarget] < 0:
		return at, headerError(src, line, "dòng tiêu đề có các cột "+strings.Join(found, ", ")+" nhưng thiếu cột đích (mã thủ tục)")
	}
	return at, nil
}

func headerError(src *Source, line int, msg string) error {
	return &SourceError{Name: src.Name, Line: line, Msg: msg + ". Ví dụ dòng tiêu đề đúng: " + placementExample, Err: fs.ErrInvalid}
}

// take reads the fields of a row under a heading of width of them.
func (row *PlacementRow) take(src *Source, fields []string, at [columns]int, width int, targets bool) {
	var words [columns]string
	for c, i := range at {
		if i < 0 || i >= len(fields) {
			continue
		}
		if !utf8.ValidString(fields[i]) {
			row.reject(src, fmt.Sprintf("cột %s có byte không phải UTF-8: hãy lưu lại tệp bằng bảng mã UTF-8", columnNames[c].name))
			return
		}
		words[c] = line(fields[i])
	}
	row.Target = words[colTarget]
	row.Placement = data.Placement{Agency: words[colAgency], Office: words[colOffice], Counter: words[colCounter], Note: words[colNote]}
	switch {
	case PlaceReason(row.Placement) != "":
		row.reject(src, PlaceReason(row.Placement))
	case targets && row.Target == "":
		row.reject(src, "không ghi đích: hãy điền mã thủ tục hoặc đích khác")
	case len(fields) > width && slices.ContainsFunc(fields[width:], func(s string) bool { return strings.TrimSpace(s) != "" }):
		row.reject(src, "dòng có nhiều ô hơn dòng tiêu đề: chữ có dấu phân cách phải nằm giữa hai dấu nháy kép")
	}
}

// PlaceReason tells in Vietnamese why a place cannot be kept, empty if it can.
func PlaceReason(p data.Placement) string {
	for _, part := range []struct {
		column int
		text   string
		limit  int
	}{
		{colAgency, p.Agency, data.MaxPlaceName},
		{colOffice, p.Office, data.MaxPlaceName},
		{colCounter, p.Counter, data.MaxPlaceName},
		{colNote, p.Note, data.MaxPlaceNote},
	} {
		switch {
		case utf8.RuneCountInString(part.text) > part.limit:
			return fmt.Sprintf("%s dài quá %d chữ: hãy viết gọn lại", columnNames[part.column].name, part.limit)
		case strings.ContainsFunc(part.text, func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) }):
			return columnNames[part.column].name + " có ký tự điều khiển hoặc không phải UTF-8: hãy gõ lại"
		}
	}
	switch label := p.Label(); {
	case label == "":
		return "không ghi nơi đặt: hãy điền cơ quan, văn phòng hoặc quầy"
	case len(slices.Collect(vi.Tokens(label))) == 0:
		return "nơi đặt không có chữ hay số nào: hãy ghi tên văn phòng hoặc quầy bằng chữ"
	case utf8.RuneCountInString(label) > data.MaxPlaceLabel:
		return fmt.Sprintf("quầy và văn phòng dài quá %d chữ khi ghi liền trên tờ in: hãy viết gọn lại", data.MaxPlaceLabel)
	}
	return ""
}
