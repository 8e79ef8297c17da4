// Package answer answers a question about a procedure with the words of its
// record: what it costs, how long it takes, what to bring. Nothing is inferred
// and nothing reworded; where the record is silent there is no answer. What is
// said around those words is in the reader's language.
//
// Start with [Of].
package answer

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// Answer is what a record says about one of its parts.
type Answer struct {
	Field  search.Asked
	Label  string // what the part is called, "Lệ phí"
	Lines  []Line // at least one
	More   string // what the page has beyond the lines; empty if nothing
	Anchor string // the section of the procedure's page that has it all, "#le-phi"

	in *words.Language
}

// Line is a stretch of the record.
type Line struct {
	Label  string // the channels it holds for, or what it is; may be empty
	Text   string
	URL    string // the text is this address; empty for words
	Head   bool   // it names the case of the lines after it
	Sheets string // how many of the paper are asked for; empty for all else
	Ours   bool   // the text is ours, in the reader's language
}

// How much of a part an answer shows: two screens of a phone at the most.
const (
	maxPapers = 6
	maxFees   = 8
	maxLines  = 5
	maxRunes  = 500 // of one line
	fullRunes = 800 // no line begins after so many
)

// fuller points to the page where what is left out cannot be counted.
func (a *Answer) fuller() string { return a.in.T("Trang thủ tục ghi đầy đủ hơn.") }

// Of answers a question about p in the language l, false where the record says
// nothing or where the procedure is no longer in force.
func Of(l *words.Language, p *data.Procedure, asked search.Asked) (Answer, bool) {
	if p.Status == data.StatusRepealed {
		return Answer{}, false
	}
	a := Answer{Field: asked, in: l}
	switch asked {
	case search.AskedDocuments:
		a.Label, a.Anchor = l.T("Giấy tờ cần mang"), paths.Documents
		a.documents(p.Documents)
	case search.AskedFee:
		a.Label, a.Anchor = l.T("Phí, lệ phí"), paths.Fees
		a.fees(p.Methods)
	case search.AskedTime:
		a.Label, a.Anchor = l.T("Thời hạn giải quyết"), paths.Fees
		for _, m := range format.Methods(l, p.Methods, format.SameTime) {
			text, ours := format.Duration(l, m.Duration)
			if a.add(m.Channels, text); ours {
				a.Lines[len(a.Lines)-1].Ours = true
			}
		}
	case search.AskedPlace:
		a.Label, a.Anchor = l.T("Nơi nộp"), paths.Place
		a.add(l.T("Cơ quan thực hiện"), p.Agency)
		a.add(l.T("Địa chỉ tiếp nhận"), p.ReceptionAddress)
		if at := paths.FiledOnline(p); at != "" {
			a.Lines = append(a.Lines, Line{Label: l.T("Nộp trực tuyến"), Text: at, URL: at})
		}
	case search.AskedAudience:
		a.Label, a.Anchor = l.T("Đối tượng thực hiện"), paths.Facts
		a.add("", strings.Join(p.Audience, "; "))
	case search.AskedResult:
		a.Label, a.Anchor = l.T("Kết quả nhận được"), paths.Result
		a.text(p.Result)
	case search.AskedConditions:
		a.Label, a.Anchor = l.T("Yêu cầu, điều kiện"), paths.Conditions
		a.text(p.Conditions)
	case search.AskedSteps:
		a.Label, a.Anchor = l.T("Các bước thực hiện"), paths.Steps
		a.text(p.Steps)
	}
	return a, len(a.Lines) > 0
}

// silentRE is the catalogue's way of filling a box with nothing. A bare zero is
// one: read as a fee it would say that there is none.
var silentRE = regexp.MustCompile(`(?i)^[("“ -]*(?:không quy định|chưa quy định|không có thông tin|0(?: ?vnđ)?)[()"”. ]*$`)

// add appends a line unless the record says nothing in it.
func (a *Answer) add(label, text string) {
	text = strings.TrimSpace(text)
	if text == "" || silentRE.MatchString(text) {
		return
	}
	short := clip(text)
	if short != text {
		a.More = a.fuller()
	}
	a.Lines = append(a.Lines, Line{Label: label, Text: short})
}

// full reports whether the lines are enough to read.
func (a *Answer) full() bool {
	n := 0
	for _, l := range a.Lines {
		n += utf8.RuneCountInString(l.Text)
	}
	return n >= fullRunes
}

// fees appends the first fees with the channels they are paid on.
func (a *Answer) fees(ms []data.Method) {
	rest := 0
	for _, m := range format.Methods(a.in, ms, format.SameFees) {
		for _, f := range m.Fees {
			if len(a.Lines) == maxFees || a.full() {
				rest++
				continue
			}
			a.add(m.Channels, f.Text)
		}
	}
	if rest > 0 {
		a.More = a.in.N("Còn %s mức phí nữa.", rest)
	}
}

// text appends the first lines of a long text as they are written.
func (a *Answer) text(s string) {
	rest := 0
	for line := range strings.Lines(s) {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case len(a.Lines) == maxLines || a.full():
			rest++
		default:
			a.add("", line)
		}
	}
	if rest > 0 {
		a.More = a.in.N("Còn %s dòng nữa.", rest)
	}
}

// documents appends the first papers with the cases they belong to.
func (a *Answer) documents(docs []data.Document) {
	papers, rest, heads := 0, 0, 0
	for _, c := range format.Cases(docs) {
		named := c.Name == ""
		for _, l := range c.Lines {
			if papers == maxPapers || len(a.Lines)-heads >= 2*maxPapers || a.full() { // notes are lines too
				a.More = a.fuller()
				if !l.IsNote() {
					rest++
				}
				continue
			}
			if !named {
				a.Lines = append(a.Lines, Line{Text: c.Name, Head: true})
				named = true
				heads++
			}
			line := Line{Text: clip(l.Name), Head: l.Heads, Sheets: format.Sheets(a.in, l.Document)}
			if line.Sheets != "" {
				papers++
			}
			a.Lines = append(a.Lines, line)
		}
	}
	if rest > 0 {
		a.More = a.in.N("Còn %s loại giấy tờ nữa.", rest)
	}
}

// Part is the lines that follow one another under the same label.
type Part struct {
	Label string
	Lines []Line
}

// Parts are the lines for reading, each label said once.
func (a *Answer) Parts() []Part {
	var out []Part
	for _, l := range a.Lines {
		if len(out) == 0 || out[len(out)-1].Label != l.Label {
			out = append(out, Part{Label: l.Label})
		}
		out[len(out)-1].Lines = append(out[len(out)-1].Lines, l)
	}
	return out
}

// Channel names the channels the whole answer holds for; empty where they
// differ or do not matter.
func (a *Answer) Channel() string {
	if a.Field != search.AskedFee && a.Field != search.AskedTime {
		return ""
	}
	for _, l := range a.Lines[1:] {
		if l.Label != a.Lines[0].Label {
			return ""
		}
	}
	return a.Lines[0].Label
}

// Text joins the lines, one below the other, each behind its label unless all
// have the same.
func (a *Answer) Text() string {
	channel := a.Channel()
	var out []string
	for _, l := range a.Lines {
		if l.Label != "" && l.Label != channel {
			l.Text = l.Label + ": " + l.Text
		}
		if l.Sheets != "" {
			l.Text += " (" + l.Sheets + ")"
		}
		out = append(out, l.Text)
	}
	if a.More != "" {
		out = append(out, a.More)
	}
	return strings.Join(out, "\n")
}

// clip cuts a line that is too long for an answer at a word.
func clip(s string) string {
	runes := []rune(s)
	if len(runes) <= maxRunes {
		return s
	}
	s = string(runes[:maxRunes])
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	return s + " …"
}
