package eval

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"

	"tracuu/search"
)

// KindFailures are queries of one kind that were answered wrongly.
type KindFailures struct {
	Kind    string    `json:"kind"`
	Queries int       `json:"queries"` // of the kind, judged
	Failed  int       `json:"failed"`
	First   []Failure `json:"first"` // in the order they were asked
}

// Failure is a query whose first hit is not accepted, or one that nothing should
// answer and whose first hit the search is certain of.
type Failure struct {
	ID       string       `json:"id"`
	Text     string       `json:"text"`
	Accepted int          `json:"accepted"` // how many ids are; 0: nothing should answer
	Rank     int          `json:"rank"`     // of the first accepted hit among RunDepth; 0: none
	Match    search.Match `json:"match"`
	Hit      string       `json:"hit"` // id of the first hit; empty: there was none
}

// Failures gives the kinds with failures by name and the first n failures of
// each. How deep it can look for the accepted hit is how many hits were asked
// for.
func Failures(outcomes []Outcome, n int) []KindFailures {
	byKind := map[string]*KindFailures{}
	for _, o := range outcomes {
		if o.Query.Unjudged {
			continue
		}
		k := byKind[o.Query.kind()]
		if k == nil {
			k = &KindFailures{Kind: o.Query.kind()}
			byKind[k.Kind] = k
		}
		k.Queries++
		f, failed := failure(o)
		if !failed {
			continue
		}
		k.Failed++
		if len(k.First) < n {
			k.First = append(k.First, f)
		}
	}
	kinds := []KindFailures{}
	for _, name := range slices.Sorted(maps.Keys(byKind)) {
		if k := byKind[name]; k.Failed > 0 {
			kinds = append(kinds, *k)
		}
	}
	return kinds
}

func failure(o Outcome) (f Failure, failed bool) {
	f = Failure{ID: o.Query.ID, Text: o.Query.Text, Accepted: len(o.Query.Accepted), Match: o.Match}
	f.Rank = firstRight(o.Query.Accepted, o.Hits)
	if len(o.Hits) > 0 {
		f.Hit = o.Hits[0].IDs[0]
	}
	if f.Accepted == 0 {
		return f, o.Match == search.MatchCertain
	}
	return f, f.Rank != 1
}

// WriteFailures writes failures for a terminal: under each kind a line a query,
// and under it what came first, by its id and by its title as title knows it.
func WriteFailures(w io.Writer, kinds []KindFailures, title func(id string) string) error {
	var out bytes.Buffer
	if len(kinds) == 0 {
		out.WriteString("Không có câu nào sai ở vị trí đầu.\n")
	}
	for i, k := range kinds {
		if i > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintf(&out, "%s: %d trong %d câu sai ở vị trí đầu\n", k.Kind, k.Failed, k.Queries)
		rows := [][]string{{"mã câu", "kết quả đúng", "mức khớp", "câu hỏi, → kết quả đứng đầu"}}
		for _, f := range k.First {
			first := "→ không có kết quả"
			if f.Hit != "" {
				first = "→ " + f.Hit + " " + clip(title(f.Hit))
			}
			right := rankText(f.Rank)
			switch {
			case f.Accepted == 0:
				right = "không có"
			case f.Rank > 0:
				right = "hạng " + right
			}
			rows = append(rows, []string{f.ID, right, string(f.Match), f.Text}, []string{"", "", "", first})
		}
		writeColumns(&out, rows, false)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// clip cuts a title to what a line of a terminal has room for.
func clip(title string) string {
	const most = 80
	if r := []rune(title); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return title
}
