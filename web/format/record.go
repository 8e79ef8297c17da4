package format

import (
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/web/words"
)

// Case is the lines of one case, in the order of the record: a note often
// introduces the papers after it.
type Case struct {
	Name  string // empty: every case
	Lines []CaseLine
}

// CaseLine is a paper or a note; a note ending in a colon heads what follows.
type CaseLine struct {
	data.Document
	Heads bool
}

// Sheets says in a language how many originals and copies of a paper are asked
// for; it is empty for a note.
func Sheets(l *words.Language, d data.Document) string {
	var out []string
	if d.Originals > 0 {
		out = append(out, l.N("%s bản chính", d.Originals))
	}
	if d.Copies > 0 {
		out = append(out, l.N("%s bản sao", d.Copies))
	}
	return strings.Join(out, ", ")
}

// Cases gathers the lines by case, in the order of first appearance; what
// belongs to every case comes first.
func Cases(docs []data.Document) []Case {
	out := []Case{{}}
	at := map[string]int{"": 0}
	for _, d := range docs {
		i, ok := at[d.Case]
		if !ok {
			i = len(out)
			at[d.Case] = i
			out = append(out, Case{Name: d.Case})
		}
		out[i].Lines = append(out[i].Lines, CaseLine{d, d.IsNote() && strings.HasSuffix(d.Name, ":")})
	}
	if len(out[0].Lines) == 0 {
		out = out[1:]
	}
	return out
}

// Method is a way to file with every channel it holds for.
type Method struct {
	Channels string
	data.Method
}

// Methods says once what holds for several channels, which l names: methods are
// one where same finds them alike.
func Methods(l *words.Language, ms []data.Method, same func(a, b data.Method) bool) []Method {
	var out []Method
	for _, m := range ms {
		i := slices.IndexFunc(out, func(o Method) bool { return same(o.Method, m) })
		if i < 0 {
			out = append(out, Method{l.T(m.Channel.Label()), m})
			continue
		}
		if label := l.T(m.Channel.Label()); !strings.Contains(out[i].Channels, label) {
			out[i].Channels += " · " + label
		}
	}
	return out
}

// Duration is a time limit in a language, as the record words it unless it is
// one certain number that can be said in another; ours tells that it was.
func Duration(l *words.Language, d data.Duration) (text string, ours bool) {
	if l.Tag == "vi" || d.Text == "" || d.Unit != data.UnitWithinDay && (d.Value <= 0 || d.Value != float64(int(d.Value))) {
		return d.Text, false
	}
	n := int(d.Value)
	switch d.Unit {
	case data.UnitWithinDay:
		return l.T("Trong ngày làm việc"), true
	case data.UnitWorkingDay:
		return l.N("%s ngày làm việc", n), true
	case data.UnitDay:
		return l.N("%s ngày", n), true
	case data.UnitHour:
		return l.N("%s giờ", n), true
	case data.UnitMonth:
		return l.N("%s tháng", n), true
	case data.UnitYear:
		return l.N("%s năm", n), true
	}
	return d.Text, false
}

// SameTerms, SameFees and SameTime compare methods by all that is read of
// them, by their fees and by their time limit.
func SameTerms(a, b data.Method) bool { return SameTime(a, b) && a.Note == b.Note && SameFees(a, b) }

func SameFees(a, b data.Method) bool {
	return slices.EqualFunc(a.Fees, b.Fees, func(a, b data.Fee) bool { return a.Text == b.Text })
}

func SameTime(a, b data.Method) bool { return a.Duration.Text == b.Duration.Text }
