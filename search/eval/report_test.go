package eval_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/search"
	"tracuu/search/eval"
)

func TestWriteTable(t *testing.T) {
	outcomes := sixOutcomes()
	outcomes[4].Query.Kind = "câu hỏi" // columns are counted in letters, not bytes
	var out strings.Builder
	if err := eval.Measure(outcomes).WriteTable(&out); err != nil {
		t.Fatal(err)
	}
	want := `
kind     queries  answerable  hit@1  hit@3  hit@5  MRR@10  nDCG@10  certain  wrong-certain  false-certain  p50-ms  p99-ms
answer         2           2  0.500  1.000  1.000   0.750    0.815    1.000          0.500              -     2.0     4.0
câu hỏi        1           1  0.000  0.000  1.000   0.250    0.264    0.000          0.000              -     3.0     3.0
none           2           0      -      -      -       -        -        -              -          0.500     1.0    30.0
all            5           3  0.333  0.667  1.000   0.583    0.632    0.667          0.333          0.500     3.0    30.0

Không tính 1 câu hỏi chưa biết kết quả đúng (không có trong tệp qrels).
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), out.String()); diff != "" {
		t.Error(diff)
	}

	out.Reset()
	if err := eval.Measure(outcomes[:1]).WriteTable(&out); err != nil {
		t.Fatal(err)
	}
	want = `
kind    queries  answerable  hit@1  hit@3  hit@5  MRR@10  nDCG@10  certain  wrong-certain  false-certain  p50-ms  p99-ms
answer        1           1  1.000  1.000  1.000   1.000    1.000    1.000          0.000              -     4.0     4.0
all           1           1  1.000  1.000  1.000   1.000    1.000    1.000          0.000              -     4.0     4.0
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestReportJSON(t *testing.T) {
	outcomes := sixOutcomes()
	got, err := json.MarshalIndent(eval.Measure(append(outcomes[:1:1], outcomes[3], outcomes[5])), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "all": {
    "kind": "all",
    "queries": 2,
    "answerable": 1,
    "unanswerable": 1,
    "hit@1": 1,
    "hit@3": 1,
    "hit@5": 1,
    "mrr@10": 1,
    "ndcg@10": 1,
    "certain": 1,
    "wrong_certain": 0,
    "false_certain": 0,
    "p50_ms": 1,
    "p99_ms": 4
  },
  "kinds": [
    {
      "kind": "answer",
      "queries": 1,
      "answerable": 1,
      "unanswerable": 0,
      "hit@1": 1,
      "hit@3": 1,
      "hit@5": 1,
      "mrr@10": 1,
      "ndcg@10": 1,
      "certain": 1,
      "wrong_certain": 0,
      "false_certain": null,
      "p50_ms": 4,
      "p99_ms": 4
    },
    {
      "kind": "none",
      "queries": 1,
      "answerable": 0,
      "unanswerable": 1,
      "hit@1": null,
      "hit@3": null,
      "hit@5": null,
      "mrr@10": null,
      "ndcg@10": null,
      "certain": null,
      "wrong_certain": null,
      "false_certain": 0,
      "p50_ms": 1,
      "p99_ms": 1
    }
  ],
  "unjudged": 1
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if empty, err := json.Marshal(eval.Measure(nil)); err != nil || !strings.Contains(string(empty), `"kinds":[]`) {
		t.Errorf("no outcomes: %s, %v", empty, err)
	}
}

func TestWriteRun(t *testing.T) {
	outcomes := []eval.Outcome{
		{
			Query: eval.Query{ID: "q1"}, Match: search.MatchCertain,
			Hits: []eval.Ranked{{IDs: []string{"1.000001", "1.000002"}, Score: 12.5}, {IDs: one("1.000003"), Score: 1e-7}},
		},
		{Query: eval.Query{ID: "q2"}, Match: search.MatchNone},
		{Query: eval.Query{ID: "q3", Unjudged: true}, Match: search.MatchPossible, Hits: hits(one("a"))},
	}
	var out strings.Builder
	if err := eval.WriteRun(&out, outcomes); err != nil {
		t.Fatal(err)
	}
	want := "q1\t1.000001\t1\t12.5\tcertain\n" +
		"q1\t1.000003\t2\t0.0000001\tcertain\n" +
		"q3\ta\t1\t1\tpossible\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}

	out.Reset()
	deep := []eval.Outcome{{Query: eval.Query{ID: "q"}, Hits: hits(wrongHits(60)...)}}
	if err := eval.WriteRun(&out, deep); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != eval.RunDepth {
		t.Errorf("60 hits: %d lines, want %d", n, eval.RunDepth)
	}
}

func TestWriteErrors(t *testing.T) {
	if err := eval.Measure(sixOutcomes()).WriteTable(full{}); !errors.Is(err, errFull) {
		t.Errorf("WriteTable: %v", err)
	}
	if err := eval.WriteRun(full{}, sixOutcomes()); !errors.Is(err, errFull) {
		t.Errorf("WriteRun: %v", err)
	}
}

var errFull = errors.New("disk full")

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
