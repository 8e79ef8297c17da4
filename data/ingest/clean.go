package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/search/vi"
)

// line is s as one line: repaired, every run of white space one space. Text
// that says nothing is empty.
func line(s string) string {
	s = oneLine(vi.Repair(s))
	if saysNothing(s) {
		return ""
	}
	return s
}

// block is s with its lines: repaired, each line trimmed and with single
// spaces, at most one blank line between two. Text that says nothing is empty.
func block(s string) string {
	s = tidyLines(vi.Repair(s), true)
	if saysNothing(s) {
		return ""
	}
	return s
}

// paragraphs is block without any blank line.
func paragraphs(s string) string {
	return tidyLines(vi.Repair(s), false)
}

// joined is a block put on one line: where a line does not end with a mark of
// its own, a semicolon parts it from the next.
func joined(s string) string {
	var b strings.Builder
	for l := range strings.SplitSeq(block(s), "\n") {
		l = trimBullet(l)
		if l == "" {
			continue
		}
		if b.Len() > 0 {
			if last, _ := utf8.DecodeLastRuneInString(b.String()); unicode.IsLetter(last) || unicode.IsDigit(last) || last == ')' {
				b.WriteByte(';')
			}
			b.WriteByte(' ')
		}
		b.WriteString(l)
	}
	return b.String()
}

func oneLine(s string) string {
	if !strings.Contains(s, "\n") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

func tidyLines(s string, keepBlank bool) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for l := range strings.SplitSeq(s, "\n") {
		l = oneLine(l)
		if l == "" {
			blank = true
			continue
		}
		if b.Len() > 0 {
			if blank && keepBlank {
				b.WriteByte('\n')
			}
			b.WriteByte('\n')
		}
		b.WriteString(l)
		blank = false
	}
	return b.String()
}

// noInfoRE matches the catalogue's words for an empty field, alone or with the
// name of the field.
var noInfoRE = regexp.MustCompile(`(?i)^không có thông tin(?: về)?(?: (?:thành phần hồ sơ|trình tự thực hiện|cách thức thực hiện|thời hạn giải quyết|phí, lệ phí|phí|lệ phí|căn cứ pháp lý|kết quả thực hiện|kết quả|yêu cầu, điều kiện|điều kiện|cơ quan thực hiện|đối tượng thực hiện|mô tả|từ khóa))?$`)

// saysNothing reports whether s only stands for an empty field: no letter nor
// digit, "null", or the catalogue's "Không có thông tin".
func saysNothing(s string) bool {
	const longest = 64 // bytes of the longest phrase that says nothing, and some
	if len(s) > longest {
		return false
	}
	s = strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return s == "" || strings.EqualFold(s, "null") || noInfoRE.MatchString(s)
}

// trimBullet cuts the bullet or the stray mark a line begins with. Numbering
// ("1.", "a)", "(i)") and opening quotes stay.
func trimBullet(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`([{"'“‘«§`, r)
	})
}

// heading is s as the heading of a list: one line without bullet nor colon.
func heading(s string) string {
	s = trimBullet(line(s))
	return strings.TrimRight(s, " :;-–")
}

// webAddress is s if it is an address on the web, else empty.
func webAddress(s string) string {
	s = line(s)
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || rest == "" || strings.ContainsAny(s, " \"<>\\") {
		return ""
	}
	if scheme = strings.ToLower(scheme); scheme != "http" && scheme != "https" {
		return ""
	}
	return s
}

// unique drops empty strings and repetitions, keeping the order.
func unique(in []string) []string {
	var out []string
	seen := make(map[string]bool, len(in))
	for _, s := range in {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
