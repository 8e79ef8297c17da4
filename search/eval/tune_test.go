package eval_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/eval"
)

// example has one candidate for each row of features, by the ids "a", "b", …
func example(id string, accepted []string, rows ...[]float64) eval.Example {
	e := eval.Example{Query: eval.Query{ID: id, Accepted: accepted}}
	for i, r := range rows {
		e.Candidates = append(e.Candidates, search.Candidate{IDs: one(string(rune('a' + i))), Features: r})
	}
	return e
}

// TestTuneFindsOrder: the first feature tells the right record, the second
// misleads and is all that counts at first, the third tells nothing.
func TestTuneFindsOrder(t *testing.T) {
	var examples []eval.Example
	for i := range 20 {
		noise := float64(i%3) / 2
		examples = append(examples, example(fmt.Sprint(i), one("b"),
			[]float64{0.2, 1, noise, 0}, []float64{0.8, 0.3, 1 - noise, 0}, []float64{0.1, 0.6, noise, 0}))
	}
	start := []float64{0, 1, 0, 0}
	got := eval.Tune(examples, start, 5)
	if got.Before.Hit1 != 0 || got.Before.Hit5 != 1 {
		t.Errorf("before: %+v", got.Before)
	}
	if got.Train.Hit1 != 1 || got.Held.Hit1 != 1 || got.Missed != 0 {
		t.Errorf("after: %+v, held %+v, %d missed", got.Train, got.Held, got.Missed)
	}
	if got.Train.Loss > 0.1 || got.Held.Loss < got.Train.Loss || got.Held.Loss > got.Before.Loss {
		t.Errorf("loss %v before, %v after, %v held", got.Before.Loss, got.Train.Loss, got.Held.Loss)
	}
	if w := got.Weights; w[0] < 5*w[1] || w[0] < 5*w[2] {
		t.Errorf("weights %.3g", w)
	}
	if diff := cmp.Diff([]float64{0, 1, 0, 0}, start); diff != "" {
		t.Error("the weights in use changed: ", diff)
	}
	if diff := cmp.Diff(got, eval.Tune(examples, start, 5)); diff != "" {
		t.Error("another time another result: ", diff)
	}
}

// TestTuneNothingFits: weak records are right for no query, strong ones for all.
func TestTuneNothingFits(t *testing.T) {
	var examples []eval.Example
	for i := range 10 {
		examples = append(examples,
			example(fmt.Sprint("some", i), one("a"), []float64{0.9, 0}, []float64{0.3, 0}),
			example(fmt.Sprint("none", i), nil, []float64{0.4, 0}, []float64{0.3, 0}))
	}
	got := eval.Tune(examples, []float64{1, 0}, 5)
	strong, nothing, weak := 0.9*got.Weights[0], got.Weights[1], 0.4*got.Weights[0]
	if strong < nothing+1 || nothing < weak+1 {
		t.Errorf("strong %.2f, nothing %.2f, weak %.2f: want them apart", strong, nothing, weak)
	}
	if got.Held.Hit1 != 1 || got.Held.Loss > 0.3 {
		t.Errorf("held %+v", got.Held)
	}
}

// TestTuneKeepsSigns: the first feature ought to count for a record and the
// second against it, but both came with the other sign; the third came free.
func TestTuneKeepsSigns(t *testing.T) {
	var examples []eval.Example
	for i := range 10 {
		examples = append(examples, example(fmt.Sprint(i), one("a"), []float64{1, 0, 0, 0}, []float64{0, 1, 1, 0}))
	}
	w := eval.Tune(examples, []float64{-1, 1, 0, 0}, 2).Weights
	if w[0] != 0 || w[1] != 0 || w[2] >= -1 {
		t.Errorf("weights %.3g, want 0, 0 and one below -1", w)
	}
}

// TestTuneHoldsApart: every query has a feature of its own that gives its answer
// away, which is of no use for the others: learnt by heart it shines on the
// training and fails on what was held apart. A twin does not give it away.
func TestTuneHoldsApart(t *testing.T) {
	const n = 6
	secret := func(id string, i int) eval.Example {
		right, wrong := make([]float64, n+1), make([]float64, n+1)
		right[i] = 1
		return example(id, one("b"), wrong, right)
	}
	var apart, twins, leaking []eval.Example
	for i := range n {
		apart = append(apart, secret(fmt.Sprint("q", i), i))
		twins = append(twins, secret(fmt.Sprintf("q%d+bare", i), i))
		leaking = append(leaking, secret(fmt.Sprintf("bare-q%d", i), i))
	}
	start := make([]float64, n+1)
	for _, c := range []struct {
		name     string
		examples []eval.Example
		held     eval.Ratio
	}{
		{"alone", apart, 0},
		{"with twins", append(apart[:n:n], twins...), 0},
		{"asked twice", append(apart[:n:n], leaking...), 1}, // under other ids, each a fold further on
		{"fewer than folds", apart[:2], 0},
	} {
		got := eval.Tune(c.examples, start, 5)
		if got.Before.Hit1 != 0 || got.Train.Hit1 != 1 || got.Held.Hit1 != c.held {
			t.Errorf("%s: hit@1 %v before, %v trained, %v held; want 0, 1, %v", c.name, got.Before.Hit1, got.Train.Hit1, got.Held.Hit1, c.held)
		}
	}
}

// TestTuneMisses: what is not among the candidates counts as missed and teaches
// nothing; an accepted one far behind is looked at all the same.
func TestTuneMisses(t *testing.T) {
	deep := example("deep", nil)
	for i := range 200 {
		deep.Candidates = append(deep.Candidates, search.Candidate{IDs: one(fmt.Sprint(i)), Features: []float64{0, 0}})
	}
	deep.Query.Accepted = one("150")
	deep.Candidates[150].Features = []float64{1, 0}
	got := eval.Tune([]eval.Example{deep, example("lost", one("z"), []float64{1, 0})}, []float64{0, 0}, 2)
	if got.Missed != 1 || got.Before.Hit5 != 0 || got.Train.Hit1 != 0.5 || got.Weights[0] <= 0 {
		t.Errorf("%+v", got)
	}
	alone := eval.Tune([]eval.Example{example("lost", one("z"), []float64{1, 0})}, []float64{2, 3}, 2)
	if diff := cmp.Diff([]float64{2, 3}, alone.Weights); diff != "" {
		t.Error("learnt from nothing: ", diff)
	}
}

func TestTuneVariants(t *testing.T) {
	e := example("1", one("v"), []float64{0, 0}, []float64{1, 0})
	e.Candidates[1].IDs = []string{"b", "v"}
	if got := eval.Tune([]eval.Example{e}, []float64{1, 0}, 2); got.Before.Hit1 != 1 || got.Missed != 0 {
		t.Errorf("accepted as a variant: %+v", got)
	}
}

func TestExamples(t *testing.T) {
	queries := []eval.Query{{ID: "1", Text: "một", Accepted: one("a")}, {ID: "2", Text: "hai", Unjudged: true}, {ID: "3", Text: "ba"}}
	var asked []search.Query
	found := []search.Candidate{{IDs: one("a"), Features: []float64{1}}}
	candidates := func(_ context.Context, q search.Query) ([]search.Candidate, error) {
		asked = append(asked, q)
		if q.Text == "hỏng" {
			return nil, errFull
		}
		return found, nil
	}
	got, err := eval.Examples(t.Context(), queries, candidates)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]eval.Example{{queries[0], found}, {queries[2], found}}, got); diff != "" {
		t.Error(diff)
	}
	want := []search.Query{{Text: "một", Kind: data.KindProcedure}, {Text: "ba", Kind: data.KindProcedure}}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
	if _, err := eval.Examples(t.Context(), []eval.Query{{ID: "x", Text: "hỏng"}}, candidates); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

func TestTuningWrite(t *testing.T) {
	tuning := eval.Tuning{
		Weights: []float64{1.23456, 0, -0.5},
		Before:  eval.Quality{Hit1: 0.5, Hit5: 0.75, Loss: 1.5},
		Train:   eval.Quality{Hit1: 1, Hit5: 1, Loss: 0.25},
		Held:    eval.Quality{Hit1: 0.75, Hit5: 1, Loss: 0.5},
		Missed:  2,
	}
	var out strings.Builder
	if err := tuning.Write(&out, []string{"covered", "byFold", "nothingFits"}); err != nil {
		t.Fatal(err)
	}
	want := `
trọng số        hit@1  hit@5    loss
đang dùng       0.500  0.750  1.5000
mới             1.000  1.000  0.2500
mới, kiểm chéo  0.750  1.000  0.5000

Trong đó 2 câu tính là sai vì kết quả đúng không nằm trong số được xếp hạng (gõ mã, không tìm ra).

Kiểm chéo là đo trên những câu không dùng để tìm trọng số. Chép các dòng sau vào search/weights.go nếu nó hơn:
covered: 1.23,
nothingFits: -0.5,
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), out.String()); diff != "" {
		t.Error(diff)
	}
	if err := tuning.Write(full{}, nil); !errors.Is(err, errFull) {
		t.Errorf("full disk: %v", err)
	}
}
