package poster

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tracuu/data"
)

// The measure of the box: it has to stand on A4 beside title and symbol.
const (
	boxLines  = 7
	boxWidth  = 80  // characters of a line
	maxPaper  = 110 // characters of a paper's name; longer ones are rules
	feeLines  = 3   // lines at most for the fee
	timeLines = 3   // and for the time
)

// facts is the box of a procedure: papers, fee and time, in the words of the
// record. Nothing in it is shortened: what does not fit, or is not certain, is
// said to stand on the page. What the record does not name is not in the box,
// and there is none where it would say no more than to look there.
func facts(p data.Procedure) []Fact {
	room, told := boxLines, false
	fact := func(label string, limit int, t terms, otherwise string) []Fact {
		lines := t.lines
		switch {
		case t.vague || height(lines) > limit:
			lines = []string{otherwise}
		case len(lines) == 0:
			return nil
		default:
			told = true
		}
		room -= height(lines)
		return []Fact{{Label: label, Lines: lines}}
	}
	fee := fact("Lệ phí", feeLines, fees(p), "Quét mã để xem mức phí và diện miễn giảm")
	t := times(p)
	if t.more {
		t.lines = append(t.lines, "Có trường hợp khác, quét mã để xem")
	}
	time := fact("Thời gian", timeLines, t, "Tùy trường hợp, quét mã để xem")
	d := papers(p)
	otherwise := "Quét mã để xem danh sách giấy tờ"
	switch {
	case d.more:
		otherwise = "Tùy trường hợp, quét mã để xem"
		d.lines = append(d.lines, otherwise)
	case d.count > 0:
		otherwise, told = fmt.Sprintf("%d loại giấy tờ, quét mã để xem", d.count), true
	}
	box := slices.Concat(fact("Giấy tờ cần mang", room, d.terms, otherwise), fee, time)
	if !told {
		return nil
	}
	return box
}

// height is how many lines of the box a text takes.
func height(lines []string) int {
	n := 0
	for _, l := range lines {
		n += 1 + (utf8.RuneCountInString(l)-1)/boxWidth
	}
	return n
}

// terms is what a record says of one thing.
type terms struct {
	lines []string
	vague bool // it says something, but nothing to be printed without the rest
	more  bool // there are other cases besides
}

// byChannel says once what holds for several ways to file, and names the ways
// where they differ. of gives what one way says; ways that say nothing are
// told by silent, if that is not empty. It is vague where one way says two
// things.
func byChannel(ms []data.Method, of func(data.Method) string, silent string) (t terms) {
	type group struct{ channels, text string }
	var groups []group
	said := map[data.Channel]string{}
	for _, m := range ms {
		text := of(m)
		if before, ok := said[m.Channel]; ok {
			t.vague = t.vague || before != text
			continue
		}
		said[m.Channel] = text
		i := slices.IndexFunc(groups, func(g group) bool { return g.text == text })
		if i < 0 {
			groups = append(groups, group{m.Channel.Label(), text})
		} else {
			groups[i].channels += ", " + m.Channel.Label()
		}
	}
	for _, g := range groups {
		switch {
		case g.text == "" && (len(groups) == 1 || silent == ""):
			continue
		case g.text == "":
			g.text = silent
		}
		if len(groups) > 1 {
			g.text = g.channels + ": " + g.text
		}
		t.lines = append(t.lines, g.text)
	}
	return t
}

var (
	amountRE = regexp.MustCompile(`(?i)\d[\d.,]*\s*(?:triệu|nghìn|ngàn|đồng|đ(?:\s|[/.;,)]|$)|vnđ|vnd|usd)`)
	exemptRE = regexp.MustCompile(`(?i)miễn|giảm`)
	moneyRE  = regexp.MustCompile(`(?i)(\d[\d.,]*)\s*(?:đ|vnđ|vnd)`)
	// freeRE begins what says that nothing is due, or only where that is ruled.
	freeRE = regexp.MustCompile(`(?i)^(?:phí|lệ phí|[\s,:.()-])*(?:miễn|không|theo|thực hiện|thông tư|nghị định|nghị quyết|quyết định)`)
	bareRE = regexp.MustCompile(`(?i)^[\d.,\s]+(?:đồng|usd)?[\s.;]*$`)
	// datedRE is a fee for some time only, which a wall outlives.
	datedRE = regexp.MustCompile(`(?i)(?:đến|từ|sau|trước)(?: hết)? ngày|đến hết`)
	// localRE is a fee of one province, which is another's business.
	localRE = regexp.MustCompile(`(?:HĐND|Hội đồng nhân dân|UBND|[UỦ][yỷ] ban nhân dân|[Tt]ỉnh|[Tt]hành phố) (?:tỉnh |thành phố |Thành phố )?\p{Lu}`)
)

const longestBare = 60 // characters of a fee text without an amount that still may say nothing

// plainFee reports whether a text tells what is to be paid.
func plainFee(text string) bool {
	bare := !amountRE.MatchString(text)
	return !(bare && (freeRE.MatchString(text) || !exemptRE.MatchString(text) || utf8.RuneCountInString(text) <= longestBare)) &&
		!datedRE.MatchString(text) && !localRE.MatchString(text) && paired(text) && !contradicts(text)
}

// contradicts reports whether a text gives an amount and then, in brackets,
// others only: "1.500.000 đồng (150.000 đồng/1 giấy)".
func contradicts(text string) bool {
	amount, rest, _ := strings.Cut(text, "(")
	outer, inner := moneyRE.FindStringSubmatch(amount), moneyRE.FindAllStringSubmatch(rest, -1)
	if outer == nil || len(inner) == 0 {
		return false
	}
	digits := strings.NewReplacer(".", "", ",", "")
	return !slices.ContainsFunc(inner, func(m []string) bool { return digits.Replace(m[1]) == digits.Replace(outer[1]) })
}

// fees says what is to be paid, every exemption included. A record never says
// for sure that something is free, so neither does this.
func fees(p data.Procedure) terms {
	t := byChannel(p.Methods, func(m data.Method) string {
		texts := make([]string, len(m.Fees))
		for i, f := range m.Fees {
			texts[i] = capital(strings.TrimRight(inLine(f.Text), " .;"))
		}
		return strings.Join(texts, "; ")
	}, "hỏi cơ quan tiếp nhận")
	for _, m := range p.Methods {
		for _, f := range m.Fees {
			// Of several amounts each has to say what it is for.
			t.vague = t.vague || len(m.Fees) > 1 && bareRE.MatchString(f.Text)
			// A note may exempt people or name another fee.
			t.vague = t.vague || !plainFee(f.Text) || feeNoteRE.MatchString(m.Note)
		}
	}
	return t
}

var (
	feeNoteRE = regexp.MustCompile(`(?i)(?:lệ phí|mức phí|mức thu|thu phí|miễn phí|nộp phí|^phí|\sphí )`)
	spanRE    = regexp.MustCompile(`(?i)(sau\s+)?(\d+(?:[.,]\d+)?)\s*(?:\([^()]*\)\s*)?(ngày|giờ|tháng|năm|tuần)`)
	unitWords = map[data.DurationUnit]string{
		data.UnitWorkingDay: "ngày", data.UnitDay: "ngày", data.UnitHour: "giờ", data.UnitMonth: "tháng", data.UnitYear: "năm",
	}
)

// times says how long it takes. Notes often tell of longer terms for some
// people or places: then there is more, and if a note names other terms only,
// the term of the record is not certain at all.
func times(p data.Procedure) terms {
	t := byChannel(p.Methods, func(m data.Method) string { return inLine(m.Duration.Text) }, "")
	for _, m := range p.Methods {
		if m.Duration.Text == "" {
			continue
		}
		same, other := false, false
		for _, span := range spanRE.FindAllStringSubmatch(m.Note, -1) {
			value, err := strconv.ParseFloat(strings.Replace(span[2], ",", ".", 1), 64)
			switch {
			case span[1] != "": // "sau 15 giờ": a time of day
				t.more = true
			case err == nil && value == m.Duration.Value && strings.EqualFold(span[3], unitWords[m.Duration.Unit]):
				same = true
			default:
				other = true
			}
		}
		t.more = t.more || other
		t.vague = t.vague || other && !same
	}
	return t
}

// dossier is the papers of a record.
type dossier struct {
	terms
	count int // kinds of papers, 0 if that is not certain
}

var (
	// everyRE is the name of a case that is none.
	everyRE = regexp.MustCompile(`(?i)^\W*(?:\w\)\s*)?(?:thành phần(?: và số lượng)? hồ sơ|số lượng hồ sơ|0?1 (?:\(một\) )?bộ hồ sơ|hồ sơ|giấy tờ (?:phải|cần) nộp)(?: bao| gồm|[ ,:.]|0?1 bộ)*$`)
	// looseRE is a line that holds more than one paper, or speaks of people.
	looseRE  = regexp.MustCompile(`(?i)[:;/.]\s*[-+*•] | \+ |;/|_|\.(?:docx?|pdf|xlsx?)\b|^(?:người|cá nhân|tổ chức|cơ quan|việc|không|sau khi|khi)\s|gồm(?: có)?(?:[: ]|$)`)
	dependRE = regexp.MustCompile(`(?i)^(?:trường hợp|đối với|nếu|một trong|lưu ý|ngoài)|\((?:nếu có|đối với|trường hợp|trong trường hợp|nếu)|nếu có|trường hợp`)
	copiesRE = regexp.MustCompile(`(?i)bản (?:chính|sao|gốc|chụp|photo|giấy|điện tử)|\d+ (?:\([^()]*\) )?(?:bản|bộ|tờ|ảnh)|xuất trình`)
)

// papers lists what everybody has to bring.
func papers(p data.Procedure) dossier {
	var d dossier
	if len(p.Documents) == 0 {
		return d
	}
	only := p.Documents[0].Case // the one name of a case there is
	for _, doc := range p.Documents {
		if doc.Case != only {
			only = ""
			break
		}
	}
	certain := true
	for _, doc := range p.Documents {
		if doc.Case != "" && (doc.Case != only || !everyRE.MatchString(doc.Case)) {
			d.more = true
			continue
		}
		line := paperLine(doc)
		loose := looseRE.MatchString(line) || !paired(line)
		d.vague = d.vague || loose || utf8.RuneCountInString(line) > maxPaper
		certain = certain && !loose && !doc.IsNote() && !dependRE.MatchString(line)
		d.lines = append(d.lines, line)
	}
	if certain && !d.more {
		d.count = len(d.lines)
	}
	d.vague = d.vague || d.more && len(d.lines) == 0
	return d
}

// paperLine is a line of the dossier in its own words, with the number of
// sheets unless the words tell that.
func paperLine(d data.Document) string {
	line := plainItem(d.Name)
	if line == "" {
		line = inLine(d.Name)
	}
	if !d.IsNote() && !copiesRE.MatchString(line) {
		line += " (" + sheets(d) + ")"
	}
	return line
}

// sheets says how many originals and copies are asked for.
func sheets(d data.Document) string {
	var out []string
	if d.Originals > 0 {
		out = append(out, fmt.Sprint(d.Originals, " bản chính"))
	}
	if d.Copies > 0 {
		out = append(out, fmt.Sprint(d.Copies, " bản sao"))
	}
	return strings.Join(out, ", ")
}
