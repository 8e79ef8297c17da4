package eval_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/search"
	"tracuu/search/eval"
)

// TestAblate asks a search that has every query right, puts the right record of
// market queries second without the terms, finds nothing for bare ones without
// the spelling, and has one event right only without the needs.
func TestAblate(t *testing.T) {
	queries := []eval.Query{
		{ID: "1", Text: "market", Kind: "market", Accepted: one("a")},
		{ID: "2", Text: "market", Kind: "market", Accepted: one("a")},
		{ID: "3", Text: "bare", Kind: "bare", Accepted: one("a")},
		{ID: "4", Text: "event", Kind: "event", Accepted: one("a")},
		{ID: "5", Text: "none", Kind: "none"},
	}
	asked := map[search.Part]int{}
	off := func(off search.Part) eval.Searcher {
		return func(_ context.Context, text string, _ int) (search.Match, []eval.Ranked, error) {
			asked[off]++
			switch {
			case text == "market" && off == search.PartTerms:
				return search.MatchPossible, hits(one("b"), one("a")), nil
			case text == "bare" && off == search.PartSpelling, text == "event" && off != search.PartNeeds:
				return search.MatchNone, nil, nil
			}
			return search.MatchPossible, hits(one("a")), nil
		}
	}
	got, err := eval.Runner{Now: time.Now}.Ablate(t.Context(), queries, off)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(search.Parts()) || len(asked) != len(got)+1 || asked[0] != len(queries) {
		t.Errorf("%d parts, asked %v", len(got), asked)
	}
	var needs eval.Ablation
	for _, a := range got[2:] {
		if a.Part == "needs" {
			needs = a
		} else if diff := cmp.Diff(eval.Ablation{Part: a.Part}, a); diff != "" {
			t.Error(diff)
		}
	}
	want := []eval.Ablation{
		{Part: "terms", Hit1: 0.5, Worst: eval.KindLoss{Kind: "market", Hit1: 1}},
		{Part: "spelling", Hit1: 0.25, Hit5: 0.25, Worst: eval.KindLoss{Kind: "bare", Hit1: 1, Hit5: 1}},
		{Part: "needs", Hit1: -0.25, Hit5: -0.25},
	}
	if diff := cmp.Diff(want, append(got[:2:2], needs), near); diff != "" {
		t.Error(diff)
	}

	var out strings.Builder
	if err := eval.WriteAblation(&out, append(got[:2:2], eval.Ablation{Part: "pairs", Hit1: 1e-17}, needs)); err != nil {
		t.Fatal(err)
	}
	table := `
without   hit@1  hit@5  most-of-all   hit@1   hit@5
terms     -50.0   +0.0       market  -100.0    +0.0
spelling  -25.0  -25.0         bare  -100.0  -100.0
pairs      +0.0   +0.0            -       -       -
needs     +25.0  +25.0            -       -       -
`
	if diff := cmp.Diff(strings.TrimPrefix(table, "\n"), out.String()); diff != "" {
		t.Error(diff)
	}
	if err := eval.WriteAblation(full{}, got); !errors.Is(err, errFull) {
		t.Errorf("full disk: %v", err)
	}
}

func TestAblateStops(t *testing.T) {
	closed := errors.New("index closed")
	_, err := eval.Runner{Now: time.Now}.Ablate(t.Context(), []eval.Query{{ID: "1"}}, func(off search.Part) eval.Searcher {
		return func(context.Context, string, int) (search.Match, []eval.Ranked, error) {
			if off == search.PartPairs {
				return "", nil, closed
			}
			return search.MatchNone, nil, nil
		}
	})
	if !errors.Is(err, closed) || err.Error() != "pairs: câu hỏi 1: index closed" {
		t.Errorf("got %v", err)
	}
}
