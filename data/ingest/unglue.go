package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search/vi"
)

// Some records hold the portal's tables as running text, every cell glued to
// the next: "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến5 Ngày làm
// việcMiễn phí…". What the cells must be is split again; what is not certain
// stays together as a note, a document or a title, so that nothing is lost.

const (
	methodsHead   = "Hình thức nộpThời gianPhí, lệ phíMô tả"
	documentsHead = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
	legalHead     = "Tên văn bản pháp lýMã văn bản"
)

// unglue fills p from the glued tables of its record, and cuts the portal's
// page from the fields that have its end glued to them.
func unglue(f fields, p *data.Procedure) {
	if len(p.Methods) == 0 {
		p.Methods = gluedMethods(gluedTable(f.text("methods_text")))
	}
	if len(p.Documents) == 0 {
		p.Documents = gluedDocuments(gluedTable(f.text("documents_text")))
	}
	if len(p.LegalBasis) == 0 {
		p.LegalBasis = gluedLegal(gluedTable(f.text("legal_basis_text")))
	}
	for _, field := range []*string{&p.Result, &p.Conditions} {
		text, words, description := cutPage(*field)
		*field = block(text)
		if len(p.Keywords) == 0 {
			p.Keywords = keywords([]string{words})
		}
		if p.Description == "" {
			p.Description = block(description)
		}
	}
	p.Result = block(resultCodeRE.ReplaceAllString(p.Result, "\n")) // several results come as lines
	p.Conditions = conditions(p.Conditions)
}

// gluedTable is the text of a table, repaired. An empty one may have the next
// part of the page glued to it.
func gluedTable(s string) string {
	s = strings.TrimSpace(vi.Repair(s))
	if rest, ok := strings.CutPrefix(s, "Không có thông tin"); ok {
		if next, _ := utf8.DecodeRuneInString(rest); unicode.IsUpper(next) {
			return ""
		}
	}
	return s
}

var (
	resultCodeRE = regexp.MustCompile(`Mã: (?:KQ[.-][A-Z]\d{1,3}\.\d{6}|[A-Za-z0-9._-]*\d)`)
	pageRE       = regexp.MustCompile(`(?s)Từ khóa(.*?)Mô tả(.*)$`)
	footRE       = regexp.MustCompile(`(?s)Chọn cơ quan thực hiệnTỉnh/ Thành phố.*$`)
)

// cutPage splits a field from the rest of the portal's page behind it:
// keywords, a description and a form.
func cutPage(s string) (text, keywords, description string) {
	s = footRE.ReplaceAllString(s, "")
	if m := pageRE.FindStringSubmatchIndex(s); m != nil && !strings.HasPrefix(s[m[2]:], ":") {
		keywords, description = s[m[2]:m[3]], s[m[4]:m[5]]
		s = s[:m[0]]
	}
	return s, keywords, description
}

var (
	channelRE   = regexp.MustCompile(`Trực tuyến|Dịch vụ bưu chính|Trực tiếp`)
	gluedSpanRE = regexp.MustCompile(`^\d+(?:[.,]\d+)?\s?(?:Ngày làm việc|Ngày|Giờ|Tháng|Năm)`)
	gluedFeeRE  = regexp.MustCompile(`Miễn phí|Không có thông tin|([\d.,]*\d) (Việt Nam Đồng|VNĐ|USD)`)
)

// gluedMethods splits the table of the ways to file. A row begins with the
// name of a channel that the next cell is glued to: a digit or a capital.
func gluedMethods(s string) []data.Method {
	s = strings.TrimPrefix(s, methodsHead)
	if saysNothing(s) {
		return nil
	}
	var starts []int
	for _, at := range channelRE.FindAllStringIndex(s, -1) {
		if next, _ := utf8.DecodeRuneInString(s[at[1]:]); unicode.IsDigit(next) || unicode.IsUpper(next) {
			starts = append(starts, at[0])
		}
	}
	if len(starts) == 0 || starts[0] != 0 {
		return []data.Method{{Note: block(s)}}
	}
	var out []data.Method
	for i, start := range starts {
		end := len(s)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		out = append(out, gluedMethod(s[start:end]))
	}
	return out
}

// gluedMethod reads one row: channel, time limit, fees, note.
func gluedMethod(row string) data.Method {
	name := channelRE.FindString(row)
	rest := row[len(name):]
	m := data.Method{Channel: channel(name)}

	span := gluedSpanRE.FindString(rest)
	if span == "" { // no limit, one without a unit, or words: up to the fee
		at := gluedFeeRE.FindStringSubmatchIndex(rest)
		if at != nil && at[0] == 0 && at[2] < 0 && strings.HasPrefix(rest, "Không có thông tin") {
			at[0] = at[1] // this is the limit's own cell
		}
		if at != nil {
			span = rest[:at[0]]
		}
	}
	rest = rest[len(span):]
	bare := span == "" // then a number is the limit and an amount in one
	for at := gluedFeeRE.FindStringSubmatchIndex(rest); at != nil && at[0] == 0; at = gluedFeeRE.FindStringSubmatchIndex(rest) {
		// "Miễn phí" is how the portal shows the catalogue's "0 VNĐ", and
		// says as little.
		amount, currency := int64(0), ""
		if at[2] >= 0 && !bare {
			amount, _ = parseAmount(rest[at[2]:at[3]])
			currency = rest[at[4]:at[5]]
		}
		end := at[1]
		text := ""
		if n := bracketEnd(rest[end:]); n > 0 {
			text = rest[end+1 : end+n-1]
			end += n
		}
		f := data.Fee{Printed: line(rest[:end])}
		if f.Text, f.AmountVND = feeText(amount, currency, text); wordy(f.Text) {
			m.Fees = append(m.Fees, f)
		}
		if rest = rest[end:]; text == "" {
			break // only fees with brackets follow one another
		}
	}
	if len(m.Fees) > 1 {
		for i := range m.Fees {
			m.Fees[i].AmountVND = 0
		}
	}
	m.Note = block(rest)
	m.Duration = duration(span, m.Note)
	if sameWords(m.Note, m.Duration.Text) {
		m.Note = ""
	}
	return m
}

// bracketEnd is the length of the bracket s begins with, 0 if there is none.
// A bracket that is never closed ends with the text.
func bracketEnd(s string) int {
	if !strings.HasPrefix(s, "(") {
		return 0
	}
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
