package eval_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/search"
	"tracuu/search/eval"
)

func TestReadRun(t *testing.T) {
	outcomes := []eval.Outcome{
		{
			Query: eval.Query{ID: "q1"}, Match: search.MatchCertain,
			Hits: []eval.Ranked{{IDs: []string{"a", "b"}, Score: 12.5}, {IDs: one("c"), Score: -1e-7}},
		},
		{Query: eval.Query{ID: "q2"}, Match: search.MatchNone},
		{Query: eval.Query{ID: "q3"}, Match: search.MatchPossible, Hits: hits(one("a"))},
	}
	var file strings.Builder
	if err := eval.WriteRun(&file, outcomes); err != nil {
		t.Fatal(err)
	}
	want := eval.Run{
		"q1": {{IDs: one("a"), Score: 12.5}, {IDs: one("c"), Score: -1e-7}},
		"q3": {{IDs: one("a"), Score: 1}},
	}
	for name, text := range map[string]string{
		"as written":      file.String(),
		"other order":     "q1\tc\t2\t-0.0000001\tcertain\r\nq3\ta\t1\t1\tpossible\r\n\r\nq1\ta\t1\t12.5\tcertain",
		"ranks with gaps": "q1\tc\t9\t-0.0000001\tcertain\nq3\ta\t5\t1\tpossible\nq1\ta\t3\t12.5\tcertain\n",
	} {
		got, err := eval.ReadRun(strings.NewReader(text), "run.tsv")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestReadRunFaults(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"", "run.tsv: không có kết quả nào"},
		{"q1\ta\t1\n", "run.tsv, dòng 1: cần đúng năm cột"},
		{"\ta\t1\t1\tnone\n", "run.tsv, dòng 1: cần đúng năm cột"},
		{"q1\ta\t1\t1\tnone\nq1\tb\t0\t1\tnone\n", `run.tsv, dòng 2: thứ hạng là "0"`},
		{"q1\ta\tx\t1\tnone\n", `run.tsv, dòng 1: thứ hạng là "x"`},
		{"q1\ta\t1\tcao\tnone\n", `run.tsv, dòng 1: điểm là "cao"`},
		{"q1\ta\t1\t2\tnone\nq1\tb\t1\t1\tnone\n", `run.tsv, dòng 2: câu hỏi "q1" đã có thứ hạng 1`},
	} {
		_, err := eval.ReadRun(strings.NewReader(c.text), "run.tsv")
		var fault *eval.InputError
		if !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("%q: %v, want %s…", c.text, err, c.says)
		}
	}
	if _, err := eval.LoadRun("testdata/no-such-run.tsv"); err == nil || !strings.Contains(err.Error(), "không tìm thấy tệp") {
		t.Errorf("no file: %v", err)
	}
}

// compared are four queries asked anew: one won, one lost, two the same, one of
// these unknown to the earlier run; and two that are not compared.
func compared() (eval.Run, []eval.Outcome) {
	before := eval.Run{
		"won":  hits(one("x"), one("a")),
		"lost": hits(one("a")),
		"same": hits(one("x"), one("y"), one("a")),
		"none": hits(one("x")),
	}
	outcome := func(id string, accepted []string, groups ...[]string) eval.Outcome {
		return eval.Outcome{Query: eval.Query{ID: id, Text: "câu " + id, Accepted: accepted}, Match: search.MatchPossible, Hits: hits(groups...)}
	}
	after := []eval.Outcome{
		outcome("won", one("a"), one("a"), one("x")),
		outcome("lost", one("a"), append(wrongHits(11), one("a"))...),
		outcome("same", one("a"), one("y"), one("x"), one("a")),
		outcome("new", one("a"), []string{"b", "a"}), // only a variant is accepted: the same as no hit
		outcome("none", nil, one("y")),
		outcome("unjudged", nil, one("y")),
	}
	after[5].Query.Unjudged = true
	return before, after
}

func TestCompare(t *testing.T) {
	got := eval.Compare(compared())
	// Before: (0.6309 + 1 + 0.5 + 0) / 4; after: (1 + 0 + 0.5 + 0) / 4.
	want := eval.Comparison{
		Queries: 4, Unasked: 1, Won: 1, Lost: 1, Same: 2, Before: 0.5327, After: 0.375,
		Changes: []eval.Change{
			{ID: "lost", Text: "câu lost", Before: 1, After: 0, RankBefore: 1, RankAfter: 12},
			{ID: "won", Text: "câu won", Before: 1 / math.Log2(3), After: 1, RankBefore: 2, RankAfter: 1},
		},
	}
	want.P = got.P // TestSignificance
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Error(diff)
	}

	empty := eval.Compare(eval.Run{"q": hits(one("a"))}, nil)
	if empty.Queries != 0 || !math.IsNaN(float64(empty.P)) || !math.IsNaN(float64(empty.Before)) {
		t.Errorf("nothing to compare: %+v", empty)
	}
}

// TestSignificance holds the drawn permutations to probabilities that can be
// counted out. Every difference is that between rank 1 and 2.
func TestSignificance(t *testing.T) {
	for _, c := range []struct {
		won, lost, same int
		p               float64 // of all 2^n signs those as far from 0
	}{
		{0, 0, 5, 1},
		{1, 0, 0, 1},
		{4, 4, 0, 1},
		{5, 1, 0, 14.0 / 64}, // one other sign at the most, either way
		{1, 5, 9, 14.0 / 64}, // what is the same is no evidence
		{8, 0, 0, 2.0 / 256},
		{0, 8, 100, 2.0 / 256},
		{60, 0, 0, 0.0001}, // never drawn: only ours itself is as far
	} {
		before := eval.Run{}
		var after []eval.Outcome
		add := func(n int, was, is []eval.Ranked) {
			for range n {
				q := eval.Query{ID: fmt.Sprint(len(after)), Accepted: one("a")}
				before[q.ID] = was
				after = append(after, eval.Outcome{Query: q, Hits: is})
			}
		}
		first, second := hits(one("a"), one("b")), hits(one("b"), one("a"))
		add(c.won, second, first)
		add(c.lost, first, second)
		add(c.same, first, first)
		got := eval.Compare(before, after)
		if got.Won != c.won || got.Lost != c.lost || got.Same != c.same {
			t.Errorf("%d won, %d lost, %d same, want %d, %d, %d", got.Won, got.Lost, got.Same, c.won, c.lost, c.same)
		}
		// Five times the standard error of a share of 10,000.
		if slack := 5*math.Sqrt(c.p*(1-c.p)/10_000) + 1e-9; math.Abs(float64(got.P)-c.p) > slack {
			t.Errorf("%d won, %d lost: p %.4f, want %.4f", c.won, c.lost, float64(got.P), c.p)
		}
		if again := eval.Compare(before, after); again.P != got.P {
			t.Errorf("p is %v, then %v", got.P, again.P)
		}
	}
}

func TestComparisonWrite(t *testing.T) {
	c := eval.Compare(compared())
	c.P = 0.5
	var out strings.Builder
	if err := c.Write(&out); err != nil {
		t.Fatal(err)
	}
	want := `
So với lần đo trước: 1 câu hơn, 1 câu kém, 2 câu như cũ.
nDCG@10 trung bình 0.533 → 0.375 (-0.158), p = 0.5000: có thể chỉ là ngẫu nhiên.
Cả hai lần chấm theo mã của chính kết quả, không kể các bản cùng tên gộp trong đó.
1 câu không có dòng nào trong lần đo trước, tính như không có kết quả.

Kém đi nhiều nhất (1 trong 1 câu):
nDCG@10        hạng    mã câu  câu hỏi
1.000 → 0.000  1 → 12  lost    câu lost

Hơn lên nhiều nhất (1 trong 1 câu):
nDCG@10        hạng   mã câu  câu hỏi
0.631 → 1.000  2 → 1  won     câu won
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), out.String()); diff != "" {
		t.Error(diff)
	}

	out.Reset()
	many := eval.Comparison{Lost: 30, P: 0.01}
	for i := range 30 {
		many.Changes = append(many.Changes, eval.Change{ID: fmt.Sprintf("q%02d", i), Before: 1})
	}
	if err := many.Write(&out); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "(20 trong 30 câu)") || !strings.Contains(got, "q19") || strings.Contains(got, "q20") ||
		strings.Contains(got, "Hơn lên") || !strings.Contains(got, "khó là ngẫu nhiên") || !strings.Contains(got, "không thấy → không thấy") {
		t.Errorf("30 losses:\n%s", got)
	}
	if err := c.Write(full{}); !errors.Is(err, errFull) {
		t.Errorf("full disk: %v", err)
	}
}
