package format

import (
	"fmt"
	"slices"
	"strings"

	"tracuu/data"
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

// Sheets says how many originals and copies of a paper are asked for; it is
// empty for a note.
func (l CaseLine) Sheets() string {
	var out []string
	if l.Originals > 0 {
		out = append(out, fmt.Sprint(l.Originals, " bản chính"))
	}
	if l.Copies > 0 {
		out = append(out, fmt.Sprint(l.Copies, " bản sao"))
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

// Methods says once what holds for several channels: methods are one where
// same finds them alike.
func Methods(ms []data.Method, same func(a, b data.Method) bool) []Method {
	var out []Method
	for _, m := range ms {
		i := slices.IndexFunc(out, func(o Method) bool { return same(o.Method, m) })
		if i < 0 {
			out = append(out, Method{m.Channel.Label(), m})
			continue
		}
		if label := m.Channel.Label(); !strings.Contains(out[i].Channels, label) {
			out[i].Channels += " · " + label
		}
	}
	return out
}

// SameTerms, SameFees and SameTime compare methods by all that is read of
// them, by their fees and by their time limit.
func SameTerms(a, b data.Method) bool { return SameTime(a, b) && a.Note == b.Note && SameFees(a, b) }

func SameFees(a, b data.Method) bool {
	return slices.EqualFunc(a.Fees, b.Fees, func(a, b data.Fee) bool { return a.Text == b.Text })
}

func SameTime(a, b data.Method) bool { return a.Duration.Text == b.Duration.Text }
