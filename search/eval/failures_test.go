package eval_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/search"
	"tracuu/search/eval"
)

// failing are outcomes of three kinds with failures and one without.
func failing() []eval.Outcome {
	outcome := func(id, kind string, accepted []string, m search.Match, groups ...[]string) eval.Outcome {
		return eval.Outcome{Query: eval.Query{ID: id, Text: "câu " + id, Kind: kind, Accepted: accepted}, Match: m, Hits: hits(groups...)}
	}
	out := []eval.Outcome{
		outcome("p1", "plain", one("a"), search.MatchCertain, []string{"b", "a"}), // right as a variant
		outcome("p2", "plain", one("a"), search.MatchCertain, one("b"), one("a")),
		outcome("p3", "plain", one("a"), search.MatchPossible, append(wrongHits(49), one("a"))...),
		outcome("p4", "plain", one("a"), search.MatchPossible, append(wrongHits(50), one("a"))...),
		outcome("n1", "none", nil, search.MatchPossible, one("b")), // shown, but not as certain
		outcome("n2", "none", nil, search.MatchCertain, one("b")),
		outcome("e1", "event", one("a"), search.MatchNone),
		outcome("c1", "code", one("a"), search.MatchCertain, one("a")),
		outcome("u1", "event", nil, search.MatchCertain, one("b")),
	}
	out[len(out)-1].Query.Unjudged = true
	return out
}

func TestFailures(t *testing.T) {
	got := eval.Failures(failing(), 2)
	want := []eval.KindFailures{
		{"event", 1, 1, []eval.Failure{{ID: "e1", Text: "câu e1", Accepted: 1, Match: search.MatchNone}}},
		{"none", 2, 1, []eval.Failure{{ID: "n2", Text: "câu n2", Match: search.MatchCertain, Hit: "b"}}},
		{"plain", 4, 3, []eval.Failure{
			{ID: "p2", Text: "câu p2", Accepted: 1, Rank: 2, Match: search.MatchCertain, Hit: "b"},
			{ID: "p3", Text: "câu p3", Accepted: 1, Rank: 50, Match: search.MatchPossible, Hit: "x0"},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if all := eval.Failures(failing(), 10); len(all[2].First) != 3 || all[2].First[2].Rank != 0 {
		t.Errorf("rank 51 is beyond the run: %+v", all[2])
	}
}

func TestWriteFailures(t *testing.T) {
	title := func(id string) string { return map[string]string{"b": "Đăng ký kết hôn"}[id] }
	var out strings.Builder
	if err := eval.WriteFailures(&out, eval.Failures(failing(), 2), title); err != nil {
		t.Fatal(err)
	}
	want := `
event: 1 trong 1 câu sai ở vị trí đầu
mã câu  kết quả đúng  mức khớp  câu hỏi, → kết quả đứng đầu
e1      không thấy    none      câu e1
                                → không có kết quả

none: 1 trong 2 câu sai ở vị trí đầu
mã câu  kết quả đúng  mức khớp  câu hỏi, → kết quả đứng đầu
n2      không có      certain   câu n2
                                → b Đăng ký kết hôn

plain: 3 trong 4 câu sai ở vị trí đầu
mã câu  kết quả đúng  mức khớp  câu hỏi, → kết quả đứng đầu
p2      hạng 2        certain   câu p2
                                → b Đăng ký kết hôn
p3      hạng 50       possible  câu p3
                                → x0
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), out.String()); diff != "" {
		t.Error(diff)
	}
	out.Reset()
	if err := eval.WriteFailures(&out, nil, title); err != nil || out.String() != "Không có câu nào sai ở vị trí đầu.\n" {
		t.Errorf("none failed: %q, %v", out.String(), err)
	}
	out.Reset()
	long := func(string) string { return strings.Repeat("ế", 81) }
	err := eval.WriteFailures(&out, eval.Failures(failing(), 2), long)
	if err != nil || !strings.Contains(out.String(), " "+strings.Repeat("ế", 79)+"…\n") {
		t.Errorf("a long title: %v\n%s", err, out.String())
	}
	if err := eval.WriteFailures(full{}, nil, title); !errors.Is(err, errFull) {
		t.Errorf("full disk: %v", err)
	}
}
