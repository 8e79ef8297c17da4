package eval_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/search"
	"tracuu/search/eval"
)

func TestRun(t *testing.T) {
	var now time.Time
	var limits []int
	runner := eval.Runner{
		Now:   func() time.Time { return now },
		Limit: 50,
		Search: func(_ context.Context, query string, limit int) (search.Match, []eval.Ranked, error) {
			limits = append(limits, limit)
			now = now.Add(time.Duration(len(query)) * time.Millisecond)
			if query == "" {
				return search.MatchNone, nil, nil
			}
			return search.MatchPossible, hits(one(query)), nil
		},
	}
	queries := []eval.Query{{ID: "1", Text: "abc"}, {ID: "2"}}
	got, err := runner.Run(t.Context(), queries)
	if err != nil {
		t.Fatal(err)
	}
	want := []eval.Outcome{
		{Query: queries[0], Match: search.MatchPossible, Hits: hits(one("abc")), Took: 3 * time.Millisecond},
		{Query: queries[1], Match: search.MatchNone},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	runner.Limit = 0
	if _, err := runner.Run(t.Context(), queries[:1]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{50, 50, eval.Depth}, limits); diff != "" {
		t.Error("limits: ", diff)
	}
}

func TestRunStops(t *testing.T) {
	closed := errors.New("index closed")
	asked := 0
	ctx, cancel := context.WithCancel(t.Context())
	runner := eval.Runner{
		Now: time.Now,
		Search: func(_ context.Context, query string, _ int) (search.Match, []eval.Ranked, error) {
			asked++
			switch query {
			case "bad":
				return "", nil, closed
			case "last":
				cancel()
			}
			return search.MatchNone, nil, nil
		},
	}
	_, err := runner.Run(ctx, []eval.Query{{ID: "1"}, {ID: "2", Text: "bad"}, {ID: "3"}})
	if !errors.Is(err, closed) || err.Error() != "câu hỏi 2: index closed" || asked != 2 {
		t.Errorf("got %v after %d queries", err, asked)
	}
	asked = 0
	_, err = runner.Run(ctx, []eval.Query{{ID: "1", Text: "last"}, {ID: "2"}})
	if !errors.Is(err, context.Canceled) || asked != 1 {
		t.Errorf("interrupted: %v after %d queries", err, asked)
	}
}

// TestEndToEnd asks a search that knows one word.
func TestEndToEnd(t *testing.T) {
	queries := []eval.Query{
		{ID: "1", Text: "đất", Accepted: one("land")},
		{ID: "2", Text: "gạo"},
	}
	twins, err := eval.Twins(queries, []string{"bare"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	runner := eval.Runner{
		Now: time.Now,
		Search: func(_ context.Context, query string, _ int) (search.Match, []eval.Ranked, error) {
			if query == "đất" {
				return search.MatchCertain, hits(one("land")), nil
			}
			return search.MatchNone, nil, nil
		},
	}
	outcomes, err := runner.Run(t.Context(), append(queries, twins...))
	if err != nil {
		t.Fatal(err)
	}
	report := eval.Measure(outcomes)
	got := map[string]eval.Ratio{}
	for _, row := range report.Kinds {
		got[row.Kind] = row.Hit1
	}
	if diff := cmp.Diff(map[string]eval.Ratio{"-": 1, "-+bare": 0}, got); diff != "" {
		t.Error(diff)
	}
	if report.All.Hit1 != 0.5 || report.All.FalseCertain != 0 {
		t.Errorf("all: hit@1 %v, false-certain %v", report.All.Hit1, report.All.FalseCertain)
	}
}
