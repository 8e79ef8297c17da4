package ingest

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tracuu/data"
	"tracuu/search/vi"
)

// The ways the catalogue prints a fee: "20000 VNĐ (text)", now and then without
// the closing bracket, and "Phí : 20.000 Đồng (text)".
var (
	amountRE = regexp.MustCompile(`(?is)^([\d.,]+)\s*(VNĐ|VND|Việt Nam Đồng|đồng|đ|USD)?\s*(?:\((.*?)\)?)?$`)
	labelRE  = regexp.MustCompile(`(?is)^((?:Lệ phí|Phí)) :\s*([\d.,]+|[oO]|)\s*(Đồng|VNĐ|USD|)\s*(?:\((.*)\))?$`)
	// partRE is where one fee ends and the next begins. The text in brackets
	// may hold bars and brackets itself, so an amount must follow.
	partRE  = regexp.MustCompile(`\)\s*\|\s*[\d.,]+ (?:VNĐ|USD) \(`)
	labelAt = regexp.MustCompile(`(?:^|[\s)])(?:Lệ phí|Phí) :`)
)

// fees reads the fees of one method. What is printed twice is kept once, and
// what says nothing is dropped. With several fees it is not certain which of
// them is due, so none gets an amount.
func fees(s string) []data.Fee {
	s = block(s)
	if s == "" {
		return nil
	}
	var out []data.Fee
	for _, part := range splitFees(s) {
		f := fee(part)
		if wordy(f.Text) && !slices.ContainsFunc(out, func(o data.Fee) bool { return o.Text == f.Text }) {
			out = append(out, f)
		}
	}
	if len(out) > 1 {
		for i := range out {
			out[i].AmountVND = 0
		}
	}
	return out
}

// wordy reports whether a text has at least two letters: less is debris.
func wordy(s string) bool {
	first := strings.IndexFunc(s, unicode.IsLetter)
	return first >= 0 && first < strings.LastIndexFunc(s, unicode.IsLetter)
}

// splitFees cuts the fees of a method apart.
func splitFees(s string) []string {
	if at := labelAt.FindAllStringIndex(s, -1); at != nil {
		var parts []string
		start := 0
		for _, m := range at {
			cut := m[0]
			if s[cut] == ')' {
				cut++
			}
			parts = append(parts, s[start:cut])
			start = cut
		}
		return append(parts, s[start:])
	}
	var parts []string
	start := 0
	for _, m := range partRE.FindAllStringIndex(s, -1) {
		bar := m[0] + strings.IndexByte(s[m[0]:], '|')
		parts = append(parts, splitWords(s[start:bar])...)
		start = bar + 1
	}
	return append(parts, splitWords(s[start:])...)
}

// splitWords cuts at the bars of a text that is no amount.
func splitWords(s string) []string {
	if s = strings.TrimSpace(s); amountRE.MatchString(s) {
		return []string{s}
	}
	return strings.Split(s, "|")
}

// fee reads one fee. A fee that says nothing has no Text.
func fee(s string) data.Fee {
	s = line(s)
	if s == "" {
		return data.Fee{}
	}
	f := data.Fee{Printed: s}
	if m := amountRE.FindStringSubmatch(s); m != nil {
		if amount, ok := parseAmount(m[1]); ok {
			f.Text, f.AmountVND = feeText(amount, m[2], m[3])
			return f
		}
	}
	if m := labelRE.FindStringSubmatch(s); m != nil {
		amount, ok := parseAmount(strings.NewReplacer("o", "0", "O", "0").Replace(m[2]))
		if ok || m[2] == "" {
			f.Text, f.AmountVND = feeText(amount, m[3], m[4])
			return f
		}
	}
	f.Text = strings.NewReplacer("Lệ phí : ", "Lệ phí: ", "Phí : ", "Phí: ").Replace(s)
	return f
}

// leastFee is the smallest amount that can be a fee in đồng. What is less
// stands for something else: a placeholder, thousands, dollars.
const leastFee = 1000

var (
	unitRE     = regexp.MustCompile(`(?i)^(?:đồng|vnđ|vnd|đ|usd)?\s*/`)
	currencyRE = regexp.MustCompile(`(?i)^(?:đồng|vnđ|vnd|đ|usd)(?:[\s/(.;,]|$)`)
	againRE    = regexp.MustCompile(`^([\d.,]*\d)\s*(.*)$`)
	// flatRE is what may follow an amount that is still flat: one dossier is
	// filed, once.
	flatRE = regexp.MustCompile(`(?i)^(?:/\s*(?:0?1\s*)?(?:hồ sơ|bộ hồ sơ|lần)(?:\s+(?:cấp|nộp))?)?\.?$`)
)

// feeText puts an amount and the text in its brackets into words. A zero says
// nothing about being free: only the text counts then. The second result is
// the amount where it is flat: neither per page or paper, nor changed by any
// condition in the text. An amount too small for đồng is told as it stands
// unless the text has numbers of its own; 1 is a mere placeholder.
func feeText(amount int64, currency, text string) (string, int64) {
	text = unwrap(line(text))
	unit, odd := "đồng", int64(0)
	if strings.EqualFold(currency, "USD") {
		unit = "USD"
	} else if amount < leastFee {
		odd, amount = amount, 0
	}
	switch {
	case odd > 1 && !strings.ContainsAny(text, "0123456789"):
		return vi.Repair(strings.TrimSpace("Danh mục ghi " + grouped(odd) + ", không rõ đơn vị " + bracketed(text))), 0
	case amount == 0 && (unitRE.MatchString(text) || saysNothing(text)):
		return "", 0
	case amount == 0:
		return text, 0
	}
	money := grouped(amount) + " " + unit
	if m := againRE.FindStringSubmatch(text); m != nil {
		if again, ok := parseAmount(m[1]); ok && again == amount && (currencyRE.MatchString(m[2]) || strings.HasPrefix(m[2], "/")) {
			text = m[2] // the text begins with the amount once more
		}
	}
	if c := currencyRE.FindString(text); c != "" {
		word := strings.TrimRight(c, " /(.;,")
		text = strings.TrimSpace(text[len(word):])
	}
	flat := int64(0)
	if unit == "đồng" && flatRE.MatchString(text) {
		flat = amount
	}
	switch {
	case text == "", text == ".":
		return money, flat
	case strings.HasPrefix(text, "/"):
		return money + "/" + strings.TrimLeft(text[1:], " "), flat
	case strings.HasPrefix(text, "("):
		return money + " " + text, flat
	}
	return vi.Repair(money + " (" + text + ")"), flat
}

// bracketed puts a text that says something into brackets.
func bracketed(text string) string {
	if text == "" || saysNothing(text) {
		return ""
	}
	return "(" + text + ")"
}

// unwrap mends the text of a bracket: no bullet in front, no second pair of
// brackets around everything, no closing bracket too many or too few at the
// end. A bracket that closes nothing, as in "a)", is numbering.
func unwrap(s string) string {
	s = strings.TrimLeft(s, "-+•* ")
	var open []int // places of the brackets not closed yet
	for i := range len(s) {
		last := i == len(s)-1
		switch {
		case s[i] == '(':
			open = append(open, i)
		case s[i] == ')' && len(open) > 0:
			if last && open[len(open)-1] == 0 {
				return strings.TrimSpace(s[1:i])
			}
			open = open[:len(open)-1]
		case s[i] == ')' && last:
			return strings.TrimSpace(s[:i])
		}
	}
	return s + strings.Repeat(")", len(open))
}

var groupedRE = regexp.MustCompile(`^\d{1,3}(?:[.,]\d{3})+$`)

// parseAmount reads a whole amount: 20000, 20000.0, 20.000 or 20,000.
func parseAmount(s string) (int64, bool) {
	if groupedRE.MatchString(s) {
		s = strings.NewReplacer(".", "", ",", "").Replace(s)
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v != math.Trunc(v) || v < 0 || v > 1e15 {
		return 0, false
	}
	return int64(v), true
}
