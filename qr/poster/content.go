package poster

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
)

// maxGain is the longest line of what one gets, in characters: two lines under
// the title of an A4 sheet.
const maxGain = 110

// Procedure says what a poster of p says: its name and code, what one gets,
// and the box of papers, fee and time. Whoever hangs it up adds the rest.
//
// A wall cannot explain itself, so what the record does not say plainly, or at
// such length that it would have to be cut, is left to the page behind the
// code. A repealed procedure has name and code alone.
func Procedure(p data.Procedure) Sheet {
	s := Sheet{Title: inLine(p.Name), Number: p.Code}
	if p.Status != data.StatusRepealed {
		s.Gain, s.Facts = gain(p.Result), facts(p)
	}
	return s
}

// Article says what a poster of a says: its title, and its lead where that is
// short enough to be printed whole.
func Article(a data.Article) Sheet {
	s := Sheet{Title: inLine(a.Title)}
	lead := inLine(a.Lead)
	if lead != s.Title && utf8.RuneCountInString(lead) <= maxGain {
		s.Gain = lead
	}
	return s
}

// inLine puts a text on one line.
func inLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var (
	// bulletRE is what numbers an item of a list: "- ", "a) ", "1.2. ", "(3) ".
	bulletRE = regexp.MustCompile(`^(?:[\s\-–+*•·.:;,=]+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4})\)[.:]?\s*|\d{1,2}(?:\.\d{1,2})*[.,]\s+)+`)
	// formRE is where the catalogue says which form a result is printed on,
	// which nobody needs to know in front of a wall.
	formRE = regexp.MustCompile(`(?i)\s*\((?:theo\s+|ban hành theo\s+)?(?:mẫu|biểu mẫu)\s[^()]*\)|,?\s+(?:được )?(?:quy định )?(?:theo|tại) mẫu (?:số )?[^,;()]*$`)
	// itemRE is where a further result begins. A comma alone is no sign of it:
	// it stands within the names of results too.
	itemRE = regexp.MustCompile(`(?:[;,.]+|\s?/)\s+(?:[-+*•]\s*)?(Giấy|Văn bản|Quyết định|Thông báo|Công văn|Chứng chỉ|Chứng nhận|Chứng thư|Thẻ|Sổ|Biên bản|Bản|Tờ|Phiếu|Hợp đồng|Kết quả|Tem|Biển|Hộ chiếu|Trích lục|Bằng|Nghị quyết|Danh sách|Lệnh|Xác nhận|Trường hợp|Nếu|Hoặc)\s`)
	// refusalRE is the other thing one may get, where it stands alone.
	refusalRE = regexp.MustCompile(`(?i)từ chối|không (?:được )?(?:chấp thuận|chấp nhận|đồng ý|cấp|đủ|đáp ứng|phê duyệt|công nhận|cho phép|hợp lệ|thuộc|giải quyết|thực hiện)|trả (?:lại )?hồ sơ|yêu cầu (?:sửa đổi|bổ sung|giải trình|hoàn thiện)|(?:bổ sung|hoàn thiện) hồ sơ`)
	eitherRE  = regexp.MustCompile(`(?i)\bhoặc\s|/không |, không `)
	// clauseRE begins what is a rule rather than a thing.
	clauseRE = regexp.MustCompile(`(?i)^(?:trường hợp|nếu|hoặc|đối với|sau khi|khi|trong thời hạn|không|hồ sơ|cơ quan|cán bộ|theo quy định|căn cứ|bước|tùy|kết quả)(?:\s|$)`)
)

// gain says in one plain line what one gets, empty where result does not say
// it so. Refusals that are listed beside are left out; one of two things is
// never named alone.
func gain(result string) string {
	var items []string
	for line := range strings.Lines(result) {
		line = inLine(line)
		start := 0
		for _, at := range itemRE.FindAllStringSubmatchIndex(line, -1) {
			items = append(items, line[start:at[0]])
			start = at[2]
		}
		items = append(items, line[start:])
	}
	var got []string
	for _, item := range items {
		item = plainItem(formRE.ReplaceAllString(item, ""))
		switch {
		case item == "" || refusalRE.MatchString(item) && !eitherRE.MatchString(item):
			continue
		case clauseRE.MatchString(item) || strings.HasSuffix(item, ":") || !paired(item):
			return ""
		}
		if len(got) == 0 || got[len(got)-1] != item {
			got = append(got, item)
		}
	}
	line := strings.Join(got, "; ")
	if len(got) > 2 || utf8.RuneCountInString(line) > maxGain {
		return ""
	}
	return line
}

// plainItem is an item of a list without its number and the marks around it,
// beginning with a capital letter.
func plainItem(s string) string {
	s = bulletRE.ReplaceAllString(inLine(s), "")
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".;,=-–", r) })
	return capital(s)
}

// capital is s with a capital letter in front.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// paired reports whether every bracket and quotation mark of s has its other
// half: a list may be cut within one.
func paired(s string) bool {
	return strings.Count(s, "(") == strings.Count(s, ")") &&
		strings.Count(s, "“") == strings.Count(s, "”") && strings.Count(s, `"`)%2 == 0
}
