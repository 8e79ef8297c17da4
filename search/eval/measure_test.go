package eval_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/search"
	"tracuu/search/eval"
)

// near compares ratios worked out by hand to four places; NaN equals NaN.
var near = cmp.Comparer(func(a, b eval.Ratio) bool {
	x, y := float64(a), float64(b)
	return math.Abs(x-y) <= 0.00005 || math.IsNaN(x) && math.IsNaN(y)
})

// hits gives one hit for each argument: the hit's id and its variants.
func hits(groups ...[]string) []eval.Ranked {
	var out []eval.Ranked
	for i, ids := range groups {
		out = append(out, eval.Ranked{IDs: ids, Score: float64(len(groups) - i)})
	}
	return out
}

func one(id string) []string { return []string{id} }

// wrongHits gives n hits that nobody accepts.
func wrongHits(n int) [][]string {
	var out [][]string
	for i := range n {
		out = append(out, one("x"+strconv.Itoa(i)))
	}
	return out
}

// The discounts 1/log2(rank+1): rank 1: 1; 2: 0.6309; 3: 0.5; 4: 0.4307;
// 5: 0.3869; 6: 0.3562; 7: 0.3333; 8: 0.3155; 9: 0.3010; 10: 0.2891.
// Ideal lists: of 1: 1; of 2: 1.6309; of 3: 2.1309; of 10: 4.5436.
func TestMeasureOneQuery(t *testing.T) {
	type want struct {
		hit1, hit3, hit5, mrr, ndcg, certain, wrong eval.Ratio
	}
	nan := eval.Ratio(math.NaN())
	tests := []struct {
		name     string
		accepted []string
		match    search.Match
		hits     []eval.Ranked
		want     want
	}{
		{
			"right at once", one("a"), search.MatchCertain, hits(one("a"), one("b")),
			want{1, 1, 1, 1, 1, 1, 0},
		},
		{
			// 1/3; 0.5 / 1
			"right at rank 3", one("a"), search.MatchPossible, hits(one("b"), one("c"), one("a")),
			want{0, 1, 1, 0.3333, 0.5, 0, 0},
		},
		{
			// 1/4; 0.4307 / 1; certain of b
			"certain of the wrong one", one("a"), search.MatchCertain, hits(one("b"), one("c"), one("d"), one("a")),
			want{0, 0, 1, 0.25, 0.4307, 1, 1},
		},
		{
			// (0.6309 + 0.4307) / 1.6309 = 1.0616 / 1.6309
			"two accepted at 2 and 4",
			[]string{"a", "b"},
			search.MatchPossible, hits(one("x"), one("b"), one("y"), one("a")),
			want{0, 1, 1, 0.5, 0.6509, 0, 0},
		},
		{
			// 1 / 2.1309: two of the three are missing
			"one of three",
			[]string{"a", "b", "c"},
			search.MatchPossible, hits(one("a"), one("x")),
			want{1, 1, 1, 1, 0.4693, 0, 0},
		},
		{
			"rank 10 counts", one("a"), search.MatchPossible, hits(append(wrongHits(9), one("a"))...),
			want{0, 0, 0, 0.1, 0.2891, 0, 0},
		},
		{
			"rank 11 does not", one("a"), search.MatchPossible, hits(append(wrongHits(10), one("a"))...),
			want{0, 0, 0, 0, 0, 0, 0},
		},
		{
			"no hits", one("a"), search.MatchNone, nil,
			want{0, 0, 0, 0, 0, 0, 0},
		},
		{
			"certain without a hit", one("a"), search.MatchCertain, nil,
			want{0, 0, 0, 0, 0, 1, 1},
		},
		{
			"accepted as a variant", one("a"), search.MatchCertain, hits([]string{"b", "a"}),
			want{1, 1, 1, 1, 1, 1, 0},
		},
		{
			// Three accepted ids in one hit make one: 1 / 1.
			"all folded into one hit",
			[]string{"a", "b", "c"},
			search.MatchPossible, hits([]string{"a", "b", "c"}, one("x")),
			want{1, 1, 1, 1, 1, 0, 0},
		},
		{
			// a and b folded make one, c is another: (1 + 0.5) / 1.6309
			"folded pair and a single",
			[]string{"a", "b", "c"},
			search.MatchPossible, hits([]string{"a", "b"}, one("x"), one("c")),
			want{1, 1, 1, 1, 0.9197, 0, 0},
		},
		{
			// a and b folded at rank 2, c missing: 0.6309 / 1.6309
			"folded pair and a missing one",
			[]string{"a", "b", "c"},
			search.MatchPossible, hits(one("x"), []string{"b", "y", "a"}),
			want{0, 1, 1, 0.5, 0.3869, 0, 0},
		},
		{
			// Folding below rank 10 is not looked at: 1 / 2.1309.
			"folded below the depth",
			[]string{"a", "b", "c"},
			search.MatchPossible,
			hits(append([][]string{one("a")}, append(wrongHits(9), []string{"b", "c"})...)...),
			want{1, 1, 1, 1, 0.4693, 0, 0},
		},
		{
			// The second a is worth nothing: 1 / 1.6309.
			"same hit twice",
			[]string{"a", "b"},
			search.MatchPossible, hits(one("a"), one("a"), one("a")),
			want{1, 1, 1, 1, 0.6131, 0, 0},
		},
		{
			// a again as a variant brings only b, at rank 2: (1 + 0.6309) / 1.6309
			"again beside something new",
			[]string{"a", "b"},
			search.MatchPossible, hits(one("a"), []string{"a", "b"}),
			want{1, 1, 1, 1, 1, 0, 0},
		},
		{
			"id twice in one hit",
			[]string{"a", "b"},
			search.MatchPossible, hits([]string{"a", "a"}, one("b")),
			want{1, 1, 1, 1, 1, 0, 0},
		},
		{
			// Twelve accepted, ten found: 4.5436 / 4.5436, the ideal list ends at ten.
			"more accepted than places",
			[]string{"a", "b", "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9"},
			search.MatchPossible, hits(wrongHits(10)...),
			want{1, 1, 1, 1, 1, 0, 0},
		},
		{
			"nothing should answer", nil, search.MatchCertain, hits(one("a")),
			want{nan, nan, nan, nan, nan, nan, nan},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := eval.Query{ID: "q", Accepted: tt.accepted}
			row := eval.Measure([]eval.Outcome{{Query: q, Match: tt.match, Hits: tt.hits}}).All
			got := want{row.Hit1, row.Hit3, row.Hit5, row.MRR, row.NDCG, row.Certain, row.WrongCertain}
			if diff := cmp.Diff(tt.want, got, near, cmp.AllowUnexported(want{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sixOutcomes are five judged queries of three kinds and one unjudged.
func sixOutcomes() []eval.Outcome {
	outcome := func(id, kind string, accepted []string, match search.Match, ms int, found ...[]string) eval.Outcome {
		return eval.Outcome{
			Query: eval.Query{ID: id, Kind: kind, Accepted: accepted},
			Match: match, Hits: hits(found...), Took: time.Duration(ms) * time.Millisecond,
		}
	}
	unjudged := outcome("6", "answer", nil, search.MatchCertain, 900, one("z"))
	unjudged.Query.Unjudged = true
	return []eval.Outcome{
		outcome("1", "answer", one("a"), search.MatchCertain, 4, one("a")),
		outcome("2", "answer", one("a"), search.MatchCertain, 2, one("b"), one("a")),
		outcome("3", "none", nil, search.MatchCertain, 30, one("a")),
		outcome("4", "none", nil, search.MatchNone, 1),
		outcome("5", "", []string{"a", "b"}, search.MatchPossible, 3, one("x"), one("y"), one("z"), []string{"v", "b"}),
		unjudged,
	}
}

func TestMeasureRows(t *testing.T) {
	nan := eval.Ratio(math.NaN())
	want := eval.Report{
		Kinds: []eval.Row{
			{
				// Query 5: right at rank 4: 1/4, 0.4307/1.6309.
				Kind: "-", Queries: 1, Answerable: 1,
				Hit1: 0, Hit3: 0, Hit5: 1, MRR: 0.25, NDCG: 0.2641,
				Certain: 0, WrongCertain: 0, FalseCertain: nan, P50: 3, P99: 3,
			},
			{
				// Ranks 1 and 2: (1 + 1/2)/2, (1 + 0.6309)/2. Times 2 and 4: place ⌈1⌉ and ⌈1.98⌉.
				Kind: "answer", Queries: 2, Answerable: 2,
				Hit1: 0.5, Hit3: 1, Hit5: 1, MRR: 0.75, NDCG: 0.8155,
				Certain: 1, WrongCertain: 0.5, FalseCertain: nan, P50: 2, P99: 4,
			},
			{
				Kind: "none", Queries: 2, Unanswerable: 2,
				Hit1: nan, Hit3: nan, Hit5: nan, MRR: nan, NDCG: nan,
				Certain: nan, WrongCertain: nan, FalseCertain: 0.5, P50: 1, P99: 30,
			},
		},
		All: eval.Row{
			// Three answerable: hit@1 1/3, hit@3 2/3; MRR (1 + 0.5 + 0.25)/3;
			// nDCG (1 + 0.6309 + 0.2641)/3; wrong 1/3; times 1 2 3 4 30.
			Kind: "all", Queries: 5, Answerable: 3, Unanswerable: 2,
			Hit1: 0.3333, Hit3: 0.6667, Hit5: 1, MRR: 0.5833, NDCG: 0.6317,
			Certain: 0.6667, WrongCertain: 0.3333, FalseCertain: 0.5, P50: 3, P99: 30,
		},
		Unjudged: 1,
	}
	if diff := cmp.Diff(want, eval.Measure(sixOutcomes()), near); diff != "" {
		t.Error(diff)
	}
}

func TestPercentilesAreNearestRank(t *testing.T) {
	tests := []struct {
		n        int // queries, which take 1, 2, … n ms
		p50, p99 float64
	}{
		{0, 0, 0},
		{1, 1, 1},
		{2, 1, 2},      // ⌈1.00⌉, ⌈1.98⌉
		{3, 2, 3},      // ⌈1.50⌉, ⌈2.97⌉
		{100, 50, 99},  // ⌈50⌉, ⌈99⌉
		{101, 51, 100}, // ⌈50.5⌉, ⌈99.99⌉
		{200, 100, 198},
	}
	for _, tt := range tests {
		var outcomes []eval.Outcome
		for i := tt.n; i > 0; i-- { // slowest first: the order must not matter
			outcomes = append(outcomes, eval.Outcome{Took: time.Duration(i) * time.Millisecond})
		}
		all := eval.Measure(outcomes).All
		if all.P50 != tt.p50 || all.P99 != tt.p99 {
			t.Errorf("%d times: p50 %v, p99 %v; want %v, %v", tt.n, all.P50, all.P99, tt.p50, tt.p99)
		}
	}
}
