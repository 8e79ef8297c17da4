package poster

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// pdfFile is a finished file as fpdf writes it: one table of plain objects,
// nothing encrypted, nothing appended. Whatever else PDF allows is refused
// rather than half understood, since a viewer might understand it.
type pdfFile struct {
	bytes   []byte
	table   []byte // the cross-reference table, 20 bytes an object
	trailer pdfDict
}

// Objects of a file are numbers (float64), texts (string), names, references,
// lists ([]any), dictionaries, and words such as true and null.
type (
	pdfName string
	pdfWord string
	pdfRef  int
	pdfDict map[string]any
)

// pdfBox is a rectangle in points, y upwards.
type pdfBox struct{ x0, y0, x1, y1 float64 }

// pdfPage is one page of a file, in the file's order.
type pdfPage struct {
	boxes     []pdfBox // what a symbol must lie in: the sheet and where it is cut
	contents  []byte
	resources any
}

const (
	maxContents = 16 << 20 // bytes of one page's operators
	maxDepth    = 16       // of lists in lists
	entryLen    = 20       // bytes of a line of the cross-reference table
	entryTail   = " 00000 n \n"
)

// openPDF finds the parts of a file, which is kept, not copied.
func openPDF(b []byte) (*pdfFile, error) {
	const tailLen = 64
	if !bytes.HasPrefix(b, []byte("%PDF-1.")) {
		return nil, errors.New("tệp không bắt đầu như PDF")
	}
	tail := b[max(0, len(b)-tailLen):]
	at := bytes.LastIndex(tail, []byte("startxref\n"))
	if at < 0 || !bytes.HasSuffix(tail, []byte("\n%%EOF\n")) {
		return nil, errors.New("tệp PDF bị cụt, không có đoạn kết")
	}
	digits, _, _ := bytes.Cut(tail[at+len("startxref\n"):], []byte("\n"))
	start, err := strconv.Atoi(string(digits))
	if err != nil || start < 0 || start >= len(b) {
		return nil, errors.New("bảng đối tượng nằm ngoài tệp PDF")
	}
	l := lexer{b: b, i: start}
	if !l.word("xref") || l.integer() != 0 {
		return nil, errors.New("tệp PDF không có bảng đối tượng")
	}
	count := l.integer()
	if count < 1 || count > len(b)/entryLen || l.i+1+count*entryLen > len(b) {
		return nil, errors.New("bảng đối tượng của tệp PDF bị cụt")
	}
	f := &pdfFile{bytes: b, table: b[l.i+1:][:count*entryLen]}
	l.i += 1 + len(f.table)
	if !l.word("trailer") {
		return nil, errors.New("tệp PDF không có đoạn kết")
	}
	if f.trailer, err = asDict(l.object(0)); err != nil {
		return nil, err
	}
	return f, only(f.trailer, "Size", "Root", "Info")
}

// only refuses keys that are not expected, since they may change what is seen.
func only(d pdfDict, keys ...string) error {
	found := 0
	for _, k := range keys {
		if _, ok := d[k]; ok {
			found++
		}
	}
	if found < len(d) {
		return fmt.Errorf("tệp PDF có mục lạ bên cạnh %q", keys)
	}
	return nil
}

func asDict(v any, err error) (pdfDict, error) {
	d, ok := v.(pdfDict)
	if err == nil && !ok {
		err = errors.New("tệp PDF thiếu một từ điển")
	}
	return d, err
}

// at gives a lexer behind "n 0 obj" of a referenced object.
func (f *pdfFile) at(v any) (*lexer, error) {
	r, ok := v.(pdfRef)
	if !ok || r < 1 || int(r) >= len(f.table)/entryLen {
		return nil, fmt.Errorf("tệp PDF nhắc tới đối tượng %v không có", v)
	}
	entry := f.table[int(r)*entryLen:][:entryLen]
	digits := entry[:entryLen-len(entryTail)]
	offset, err := strconv.Atoi(string(digits))
	if err != nil || offset < 0 || offset >= len(f.bytes) || string(entry[len(digits):]) != entryTail {
		return nil, fmt.Errorf("bảng đối tượng sai ở đối tượng %d", r)
	}
	l := &lexer{b: f.bytes, i: offset}
	if l.integer() != int(r) || l.integer() != 0 || !l.word("obj") {
		return nil, fmt.Errorf("đối tượng %d không nằm ở chỗ bảng đối tượng ghi", r)
	}
	return l, nil
}

// dict reads a dictionary that stands in place or is referenced.
func (f *pdfFile) dict(v any) (pdfDict, error) {
	if _, ok := v.(pdfRef); !ok {
		return asDict(v, nil)
	}
	l, err := f.at(v)
	if err != nil {
		return nil, err
	}
	return asDict(l.object(0))
}

// pages lists the pages, of which there have to be count, and gives the media
// box of those that have none of their own.
func (f *pdfFile) pages(count int) (pages []any, mediaBox any, err error) {
	catalog, err := f.dict(f.trailer["Root"])
	if err != nil {
		return nil, nil, err
	}
	root, err := f.dict(catalog["Pages"])
	if err != nil {
		return nil, nil, err
	}
	if err := only(root, "Type", "Kids", "Count", "MediaBox"); err != nil {
		return nil, nil, err
	}
	kids, _ := root["Kids"].([]any)
	if root["Count"] != float64(len(kids)) || len(kids) != count {
		return nil, nil, fmt.Errorf("tệp PDF có %d trang thay vì %d", len(kids), count)
	}
	return kids, root["MediaBox"], nil
}

// page reads one page; mediaBox holds where it has none of its own.
func (f *pdfFile) page(v, mediaBox any) (*pdfPage, error) {
	d, err := f.dict(v)
	if err != nil {
		return nil, err
	}
	if d["Type"] != pdfName("Page") {
		return nil, errors.New("không phải trang PDF")
	}
	err = only(d, "Type", "Parent", "MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox", "Resources", "Annots", "Group", "Contents")
	if err != nil {
		return nil, err
	}
	if own, ok := d["MediaBox"]; ok {
		mediaBox = own
	}
	p := &pdfPage{resources: d["Resources"]}
	for _, v := range []any{mediaBox, d["CropBox"], d["TrimBox"]} {
		if v == nil && len(p.boxes) > 0 {
			continue
		}
		b, err := readBox(v)
		if err != nil {
			return nil, err
		}
		p.boxes = append(p.boxes, b)
	}
	if err := f.checkAnnotations(d["Annots"]); err != nil {
		return nil, err
	}
	p.contents, err = f.stream(d["Contents"])
	return p, err
}

func readBox(v any) (pdfBox, error) {
	list, _ := v.([]any)
	var at [4]float64
	for i, v := range list {
		n, ok := v.(float64)
		if !ok || len(list) != len(at) {
			return pdfBox{}, errors.New("khổ giấy ghi sai")
		}
		at[i] = n
	}
	b := pdfBox{at[0], at[1], at[2], at[3]}
	if b.x0 >= b.x1 || b.y0 >= b.y1 {
		return pdfBox{}, errors.New("khổ giấy trống")
	}
	return b, nil
}

// checkAnnotations lets links pass, which paint nothing. Viewers draw all
// other annotations over the page.
func (f *pdfFile) checkAnnotations(v any) error {
	if v == nil {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		return errors.New("danh sách chú thích ghi sai")
	}
	for _, v := range list {
		d, err := f.dict(v)
		if err != nil {
			return err
		}
		if d["Subtype"] != pdfName("Link") {
			return errors.New("có chú thích vẽ đè lên trang")
		}
		if err := only(d, "Type", "Subtype", "Rect", "Border", "A", "Dest"); err != nil {
			return err
		}
	}
	return nil
}

// stream reads a stream and inflates it.
func (f *pdfFile) stream(v any) ([]byte, error) {
	l, err := f.at(v)
	if err != nil {
		return nil, err
	}
	d, err := asDict(l.object(0))
	if err != nil {
		return nil, err
	}
	if err := only(d, "Filter", "Length"); err != nil {
		return nil, err
	}
	size, _ := d["Length"].(float64)
	const begin, end = "\n", "\nendstream\n"
	if !l.word("stream") || !(size >= 0 && size <= float64(len(l.b)-l.i-len(begin)-len(end))) {
		return nil, errors.New("nội dung trang bị cụt")
	}
	raw := l.b[l.i+len(begin):]
	if l.b[l.i] != begin[0] || !bytes.HasPrefix(raw[int(size):], []byte(end)) {
		return nil, errors.New("nội dung trang không dài như đã ghi")
	}
	raw = raw[:int(size)]
	switch d["Filter"] {
	case nil:
		return raw, nil
	case pdfName("FlateDecode"):
		return inflate(raw)
	}
	return nil, errors.New("nội dung trang nén theo cách lạ")
}

// inflate unpacks at most maxContents bytes, checksum included.
func inflate(raw []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("giải nén nội dung trang: %w", err)
	}
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(r, maxContents+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("giải nén nội dung trang: %w", err)
	case n > maxContents:
		return nil, fmt.Errorf("nội dung trang lớn hơn %d MiB", maxContents>>20)
	}
	return out.Bytes(), nil
}
