package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Report is what [Measure] found. Its JSON names are stable.
type Report struct {
	All      Row   `json:"all"`
	Kinds    []Row `json:"kinds"`    // by name
	Unjudged int   `json:"unjudged"` // queries asked but in no row, for want of known answers
}

// Row is the measures of one kind of query, or of all. [Measure] says what each
// means.
type Row struct {
	Kind         string  `json:"kind"` // "-" for queries without a kind
	Queries      int     `json:"queries"`
	Answerable   int     `json:"answerable"`
	Unanswerable int     `json:"unanswerable"` // nothing should answer
	Hit1         Ratio   `json:"hit@1"`
	Hit3         Ratio   `json:"hit@3"`
	Hit5         Ratio   `json:"hit@5"`
	MRR          Ratio   `json:"mrr@10"`
	NDCG         Ratio   `json:"ndcg@10"`
	Certain      Ratio   `json:"certain"`
	WrongCertain Ratio   `json:"wrong_certain"`
	FalseCertain Ratio   `json:"false_certain"`
	P50          float64 `json:"p50_ms"`
	P99          float64 `json:"p99_ms"`
}

// Ratio is a mean between 0 and 1, or NaN where there was nothing to measure:
// null in JSON, "-" in print.
type Ratio float64

func (r Ratio) String() string {
	if math.IsNaN(float64(r)) {
		return "-"
	}
	return strconv.FormatFloat(float64(r), 'f', 3, 64)
}

// MarshalJSON writes the full number, or null.
func (r Ratio) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(r)) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(r))
}

// WriteTable writes the report as plain text: a heading, a row for each kind and
// one for all, in columns of two spaces and more, then a line on unjudged
// queries if there are any. Headings are the names of the measures, as scripts
// know them.
func (r Report) WriteTable(w io.Writer) error {
	table := [][]string{{
		"kind", "queries", "answerable", "hit@1", "hit@3", "hit@5", "MRR@10", "nDCG@10",
		"certain", "wrong-certain", "false-certain", "p50-ms", "p99-ms",
	}}
	for _, row := range r.Kinds {
		table = append(table, row.cells())
	}
	table = append(table, r.All.cells())
	var out bytes.Buffer
	writeColumns(&out, table, true)
	if r.Unjudged > 0 {
		fmt.Fprintf(&out, "\nKhông tính %d câu hỏi chưa biết kết quả đúng (không có trong tệp qrels).\n", r.Unjudged)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// writeColumns writes rows of equally many cells in columns two spaces apart, as
// wide as their widest cell in letters. With numbers all but the first stand to
// the right.
func writeColumns(out *bytes.Buffer, rows [][]string, numbers bool) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i > 0 {
				line.WriteString("  ")
			}
			if numbers && i > 0 {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		out.WriteString(strings.TrimRight(line.String(), " "))
		out.WriteByte('\n')
	}
}

func (r Row) cells() []string {
	ms := func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
	return []string{
		r.Kind, strconv.Itoa(r.Queries), strconv.Itoa(r.Answerable),
		r.Hit1.String(), r.Hit3.String(), r.Hit5.String(), r.MRR.String(), r.NDCG.String(),
		r.Certain.String(), r.WrongCertain.String(), r.FalseCertain.String(), ms(r.P50), ms(r.P99),
	}
}

// WriteRun writes the first RunDepth hits of every outcome, one a line, for
// other tools to judge: query id, the hit's own id, rank from 1, score and
// match, with tabs between. A query without hits has no line.
func WriteRun(w io.Writer, outcomes []Outcome) error {
	var out bytes.Buffer
	for _, o := range outcomes {
		for i, hit := range o.Hits[:min(len(o.Hits), RunDepth)] {
			score := strconv.FormatFloat(hit.Score, 'f', -1, 64)
			fmt.Fprintf(&out, "%s\t%s\t%d\t%s\t%s\n", o.Query.ID, hit.IDs[0], i+1, score, o.Match)
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}
