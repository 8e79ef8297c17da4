package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
)

// numberRE finds the number of a legal text: 85/2019/TT-BTC, 66.7/2025/NQ-CP,
// 47/2014/QH13, 10/2013/TTLT-BTTTT-BQP-BCA, 2338/QĐ-BTP, 38-CT/TW, 14/2026,
// with the slips that numberMend mends.
var (
	numberRE = regexp.MustCompile(`\d+(?:\.\d+)?[a-z]?\.?\s?/\s?\d{4}(?:\s?//?\s?[A-ZĐƯ]+(?:\s?[-/_]\s?(?:TTg|[A-ZĐƯ&]+))*\d{0,2}|\b)` +
		`|\d+/(?:QĐ|NQ|CT|TT|KH|TB)\s?-\s?[A-ZĐa-z]+` +
		`|\d+-[A-ZĐ]{2}/[A-ZĐ]{2,}`)
	numberMend = strings.NewReplacer(" ", "", "./", "/", "//", "/", "_", "-")
	titleNumRE = regexp.MustCompile(`(?i)^(?:bộ luật|luật|pháp lệnh|nghị định|nghị quyết|thông tư liên tịch|thông tư|quyết định)(?:\s+số\s*:?)?\s+\d`)
)

// legalBasis reads the legal texts a procedure rests on; wholly empty and
// repeated ones are dropped.
func legalBasis(f fields) []data.LegalRef {
	var out []data.LegalRef
	for _, l := range f.objects("legal_basis", "title") {
		out = append(out, legalRef(line(l.text("number")), line(l.text("title"))))
	}
	return uniqueRefs(out)
}

func uniqueRefs(in []data.LegalRef) []data.LegalRef {
	var out []data.LegalRef
	seen := map[data.LegalRef]bool{{}: true}
	for _, ref := range in {
		if !seen[ref] {
			seen[ref] = true
			out = append(out, ref)
		}
	}
	return out
}

// legalRef makes one reference of a printed number and a title. Words around
// the number ("Pháp lệnh số: 02/2020/UBTVQH14") go to the title unless it has
// them already; a "number" that is all words is a title.
func legalRef(number, title string) data.LegalRef {
	number = strings.Trim(number, " .,;:")
	if number == "" && titleNumRE.MatchString(title) {
		// The title begins with it: "Nghị định số 174/2016/NĐ-CP ngày …".
		number = numberMend.Replace(numberRE.FindString(title))
		return data.LegalRef{Number: number, Title: title}
	}
	if n := len(number); n%2 == 0 && number[:n/2] == number[n/2:] {
		number = number[:n/2] // glued to itself
	}
	var found []string
	var before, after string
	for _, at := range numberRE.FindAllStringIndex(number, -1) {
		if at[0] > 0 && number[at[0]-1] == '/' {
			continue // the month and year of a date
		}
		if found == nil {
			before, after = number[:at[0]], number[at[1]:]
		}
		found = append(found, numberMend.Replace(number[at[0]:at[1]]))
	}
	switch found = unique(found); {
	case len(found) == 1:
		if strings.ContainsFunc(before, unicode.IsDigit) && !strings.Contains(before, " ") ||
			after != "" && strings.ContainsRune("/-", rune(after[0])) {
			break // part of a longer number that is not understood
		}
		return data.LegalRef{Number: found[0], Title: titleWith(title, found[0], before, after)}
	case strings.Contains(number, " ") && len(found) == 0:
		if !strings.Contains(strings.ToLower(title), strings.ToLower(number)) {
			title = strings.TrimSuffix(number+": "+title, ": ")
		}
		return data.LegalRef{Title: title}
	}
	return data.LegalRef{Number: number, Title: title}
}

// titleWith adds to a title the words that stood before and after the number:
// the kind of text and its date.
func titleWith(title, number, before, after string) string {
	if strings.Contains(numberMend.Replace(after), number) {
		after = "" // once more
	}
	if strings.Contains(numberMend.Replace(title), number) {
		return title
	}
	before = strings.TrimSuffix(strings.TrimRight(before, " .:"), "số")
	before = strings.Trim(strings.TrimSuffix(before, "Số"), " .:-")
	after = strings.Trim(after, " .,;:")
	has := func(words string) bool {
		return utf8.RuneCountInString(words) <= 3 || strings.Contains(strings.ToLower(title), strings.ToLower(words))
	}
	if !has(before) {
		title = strings.TrimSuffix(before+": "+title, ": ")
	}
	if !has(after) {
		title = strings.TrimSpace(title + " (" + after + ")")
	}
	return title
}

var (
	gluedNumberRE = regexp.MustCompile(`\d+(?:\.\d+)?[a-z]?/\d{4}/(?:Q[ĐD]-TTg|[A-ZĐƯ]+(?:-[A-ZĐƯ]+)*)`)
	gluedYearRE   = regexp.MustCompile(`^(?:19|20)\d{2}\d+/`) // "…năm 202072/2020/QH14"
	kindRE        = regexp.MustCompile(`(?i)(?:(?:bộ luật|luật|pháp lệnh|nghị định|nghị quyết|thông tư liên tịch|thông tư|quyết định)\s*)?(?:số\s*:?\s*)?$`)
)

// gluedLegal splits the table of legal texts: a title, then its number with
// the next title glued to it.
func gluedLegal(s string) []data.LegalRef {
	s = strings.TrimPrefix(s, legalHead)
	var out []data.LegalRef
	start := 0
	for from := 0; ; {
		begin, end := gluedNumber(s, from)
		if begin < 0 {
			break
		}
		from = end
		// Two numbers in a row: the first ends a title, unless the second
		// begins the next one.
		if b, e := gluedNumber(s, end); b == end && endsRow(s, e) || !endsRow(s, end) {
			continue
		}
		ref := data.LegalRef{Number: s[begin:end], Title: withoutKind(line(s[start:begin]))}
		start = end
		if n := len(out); n == 0 || ref.Title != "" || out[n-1].Number != ref.Number {
			out = append(out, ref)
		}
	}
	if rest := line(s[start:]); rest != "" {
		out = append(out, data.LegalRef{Title: rest})
	}
	return uniqueRefs(out)
}

// endsRow reports whether the next cell is glued to what ends at i.
func endsRow(s string, i int) bool {
	next, _ := utf8.DecodeRuneInString(s[i:])
	return i == len(s) || unicode.IsLetter(next) || unicode.IsDigit(next)
}

// withoutKind cuts from a title the words that stood before the number in its
// own cell ("…môi trườngLuật số") or are all there is.
func withoutKind(title string) string {
	n := len(title) - len(kindRE.FindString(title))
	if before, _ := utf8.DecodeLastRuneInString(title[:n]); before == ' ' {
		return title
	}
	return title[:n]
}

// gluedNumber finds the first number of a legal text in s[from:]; begin is -1
// if there is none. The two digits of a parliament's term belong to it, the
// capital that begins the next title does not.
func gluedNumber(s string, from int) (begin, end int) {
	at := gluedNumberRE.FindStringIndex(s[from:])
	if at == nil {
		return -1, -1
	}
	begin, end = from+at[0], from+at[1]
	if gluedYearRE.MatchString(s[begin:end]) {
		begin += len("2020")
	}
	number := s[begin:end]
	if strings.HasSuffix(number, "QH") && len(s) >= end+2 && isDigit(s[end]) && isDigit(s[end+1]) {
		return begin, end + 2
	}
	last := strings.LastIndexAny(number, "-/") + 1
	for n := len(number); n > last; n-- { // the longest issuer in front
		if issuers[number[last:n]] {
			return begin, begin + n
		}
	}
	capital, size := utf8.DecodeLastRuneInString(number)
	if small, _ := utf8.DecodeRuneInString(s[end:]); len(number)-size > last && unicode.IsLower(small) && startsWord(capital, small) {
		end -= size
	}
	return begin, end
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// issuers end the numbers of their texts; what follows is the next title, even
// if it looks like the rest of a word ("NĐ-CPhướng dẫn") or of the number
// ("TT-BTCLUẬT …").
var issuers = map[string]bool{
	"CP": true, "TTg": true, "UBND": true, "HĐND": true, "NHNN": true, "TTCP": true, "VPCP": true, "CTN": true,
	"BCA": true, "BCT": true, "BGDĐT": true, "BGTVT": true, "BKHCN": true, "BKHĐT": true, "BLĐTBXH": true,
	"BNG": true, "BNN": true, "BNNMT": true, "BNNPTNT": true, "BNV": true, "BQP": true, "BTC": true, "BTNMT": true,
	"BTP": true, "BTTTT": true, "BVHTT": true, "BVHTTDL": true, "BXD": true, "BYT": true,
}

// startsWord reports whether a capital and the small letter behind it begin a
// Vietnamese word, as in "TT-BXPThông tư".
func startsWord(capital, small rune) bool {
	switch string([]rune{capital, small}) {
	case "Ch", "Gh", "Kh", "Ng", "Nh", "Ph", "Th", "Tr":
		return true
	}
	return isVowel(small)
}
