package mask

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tracuu/search/vi"
)

// manyDigits is from how many digits on a number may be somebody's.
const manyDigits = 4

var (
	// mailRE is a mail address or a name at some service, also with spaces about
	// the sign or with a word for it.
	mailRE = regexp.MustCompile(`(?i)\S*\s?(?:@|\(at\)|\[at\]|a còng|a cong)\s?\S*(?:\s?\.\s?(?:com|vn|net|org|edu|gov)\b)*|\S+\s?(?:gmail|yahoo|hotmail|outlook|icloud)\s?(?:\.|chấm|cham|\s)\s?com\S*`)

	// mailWordRE is what stands in for the signs of an address.
	mailWordRE = regexp.MustCompile(`(?i)c[òo]ng|com`)

	// pageRE is an address of a page: with its scheme, or a host with something
	// behind it. A host alone is where somebody wants to go.
	pageRE = regexp.MustCompile(`(?i)\b(?:https?|ftp)\s?:\s?/\s?/?\s?\S+|\b(?:[\pL\d_-]+\.)+[a-z]{2,}(?::\d+)?[/?#]\S*|\bwww\.\S+`)

	// codeRE is a procedure code as it is printed.
	codeRE = regexp.MustCompile(`(?i)(?:^|[^\pL\d.,/-])([1-3]\.\d{6}(?:-xoa)?(?:\.000\.00\.00)?(?:\.h\d{1,3})?)`)

	// legalRE is the number of a legal text: 15/2020/NĐ-CP, 163/QĐ-BTP.
	legalRE = regexp.MustCompile(`(?i)(?:^|[^\pL\d.,/-])(\d{1,5}\s?/\s?(?:(?:19|20)\d\d\s?/\s?)?(?:nđ|nd|tt|ttlt|qđ|qd|qh\d{0,2}|nq|ct|vbhn|kh|hd|cv|tb|bc|pl|l|ubtvqh\d{0,2})(?:\s?-\s?\pL{1,9}\d{0,2}){0,3})`)

	// plateRE is the plate of a car or a motorbike, in any spacing.
	plateRE = regexp.MustCompile(`(?i)\b\d{2}[\s.-]{0,3}[a-zđ]{1,2}[\s.-]{0,3}(?:\d[\s.-]{1,3})?\d{3}[\s.-]{0,3}\d{1,3}\b|\b(?:[a-z]{2}|ng|nn|qt)[\s-]{0,2}\d{2,3}[.-]\d{2,3}(?:[.-]\d{2})?\b|\b\d{2}[a-zđ]{1,2}\d?\s?-\s?\d{4,5}\b`)

	// digitsRE is a number with whatever people part its digits by, and the
	// letters that stick to it.
	digitsRE = regexp.MustCompile(`[\pL\d]*\d(?:[\s.,;:_·•()/+*–—-]{0,4}\d)*[\pL\d]*`)

	yearRE      = regexp.MustCompile(`^(?:19[3-9]|20[0-4])\d$`)
	yearsRE     = regexp.MustCompile(`^(?:19[3-9]|20[0-4])\d\s?[–—/-]\s?(?:19[3-9]|20[0-4])\d$`)
	ofYearRE    = regexp.MustCompile(`^\d{1,3}/(?:19[3-9]|20[0-4])\d$`) // 168/2024, a month
	wordOfYear  = regexp.MustCompile(`^\D*\d{4}\D*$`)
	speltDigits = regexp.MustCompile(`^(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|linh|le|muoi)$`)
)

// harmless reports whether a number tells of nobody: it is short, a year, or
// the number of a legal text by its year.
func harmless(s string) bool {
	if yearsRE.MatchString(s) || ofYearRE.MatchString(s) {
		return true
	}
	total, longest := 0, 0
	for run := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsDigit(r) }) {
		total += len(run)
		if !yearRE.MatchString(run) {
			longest = max(longest, len(run))
		}
	}
	if total == manyDigits && longest == 0 {
		return wordOfYear.MatchString(s)
	}
	return longest < manyDigits && total < manyDigits+2
}

func countDigits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// spelt masks numbers that are spelt out digit by digit.
func spelt(text string) string {
	const many = 6
	var run []vi.Token
	var spans [][2]int
	end := func() {
		if len(run) >= many {
			spans = append(spans, [2]int{run[0].Start, run[len(run)-1].End})
		}
		run = run[:0]
	}
	for t := range vi.Tokens(text) {
		if speltDigits.MatchString(vi.Fold(t.Text)) {
			run = append(run, t)
		} else {
			end()
		}
	}
	end()
	for _, at := range slices.Backward(spans) {
		text = text[:at[0]] + around(markNumber) + text[at[1]:]
	}
	return text
}

// houseWords are what the numbers of houses, flats and parcels follow.
var houseWords = []string{
	"số nhà", "nhà số", "ngõ", "ngách", "hẻm", "kiệt", "căn hộ", "căn hộ số", "căn số", "lô", "lô số", "thửa", "thửa số", "thửa đất", "thửa đất số",
	"tờ bản đồ", "tờ số", "bản đồ số",
}

// streetWords follow the number of a house.
var streetWords = []string{"đường", "phố", "ngõ", "hẻm", "kiệt", "ngách", "đại lộ"}

// houses masks the numbers of houses and parcels, however short, and the names
// of the streets that follow.
func (m *Masker) houses(words []word) {
	for i := range words {
		for _, marker := range houseWords {
			if n := startsWith(words[i:], marker); n > 0 {
				m.houseAt(words, i+n)
			}
		}
		if startsWith(words[i:], "số") == 0 {
			continue
		}
		after := i + 1
		for after < len(words) && words[after].isNumber() {
			after++
		}
		if after > i+1 && startsWithAny(words[after:], streetWords) > 0 {
			m.houseAt(words, i+1)
		}
	}
}

// houseAt masks the number that begins at a place, and the name of a street
// after it.
func (m *Masker) houseAt(words []word, from int) {
	to := from
	for ; to < len(words) && words[to].isNumber(); to++ {
		if words[to].mark == 0 {
			words[to] = word{mark: markNumber}
		}
	}
	if n := startsWithAny(words[to:], streetWords); n > 0 && to > from {
		m.nameAt(words, to+n)
	}
}

func (w word) isNumber() bool {
	return w.mark == markNumber || w.mark == 0 && '0' <= w.canonical[0] && w.canonical[0] <= '9'
}

// startsWith answers how many words a phrase takes at the beginning of words, 0
// if it does not stand there.
func startsWith(words []word, phrase string) int {
	n := 0
	for f := range strings.FieldsSeq(phrase) {
		if n >= len(words) || !words[n].is(f) {
			return 0
		}
		n++
	}
	return n
}
