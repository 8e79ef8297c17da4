package eval

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/search"
)

// Example is a query with the records that were looked at closely for it.
type Example struct {
	Query      Query
	Candidates []search.Candidate // best first by the weights in use
}

// Examples asks for the candidates of every query that has been judged, among
// procedures.
func Examples(
	ctx context.Context, queries []Query, candidates func(context.Context, search.Query) ([]search.Candidate, error),
) ([]Example, error) {
	var examples []Example
	for _, q := range queries {
		if q.Unjudged {
			continue
		}
		found, err := candidates(ctx, search.Query{Text: q.Text, Kind: data.KindProcedure})
		if err != nil {
			return nil, fmt.Errorf("câu hỏi %s: %w", q.ID, err)
		}
		examples = append(examples, Example{q, found})
	}
	return examples, nil
}

// Tuning is what [Tune] found.
type Tuning struct {
	Weights []float64 // as search.Weights
	Train   Quality   // of them on the examples they were set by
	Held    Quality   // of weights set likewise on examples that were kept apart, over all folds
	Before  Quality   // of the weights that were there
	Missed  int       // answerable queries without an accepted record among their candidates: no weights help them
}

// Quality is how well weights order the candidates of examples.
type Quality struct {
	Hit1, Hit5 Ratio   // over the answerable; what was not among the candidates is missed
	Loss       float64 // mean negative log-likelihood of what is right, where it was among them
}

// TuneFolds is into how many parts examples are split to check weights on
// queries they were not set by.
const TuneFolds = 5

// Parameters of the tuning.
const (
	tuneDepth = 80    // candidates looked at per query, beside the accepted ones
	tuneSteps = 600   // of gradient descent
	tuneRate  = 0.05  // first step size
	tuneL2    = 0.002 // pull towards the weights in use, against learning by heart
)

// Tune sets the weights so that the accepted candidates are likely: the
// probability of a candidate is the softmax of the scores of all candidates and
// of nothing, which has the last feature alone and is the right answer where no
// id is accepted. It minimises the mean negative logarithm of the probability
// of what is right (the listwise loss of ListNet, Cao et al. 2007, with the
// probabilities of the right ones summed) by Adam (Kingma and Ba 2014) from the
// weights in use. A weight above zero does not fall below it nor one below rise
// above; one that is zero is free. There is no chance in it: the same examples
// give the same weights.
//
// Held is what weights set by the other folds do on each fold. A query and its
// twins are in one fold, so that none is foreseen from another.
func Tune(examples []Example, start []float64, folds int) Tuning {
	t := Tuning{Weights: descend(examples, start)}
	for _, e := range examples {
		if len(newSheet(e, len(start)).rows) == 0 {
			t.Missed++
		}
	}
	var before, after, held tally
	before.add(examples, start)
	after.add(examples, t.Weights)
	foldOf := map[string]int{} // of each query by its id, which its twins' ids begin with
	for f := range folds {
		var train, test []Example
		for _, e := range examples {
			id, _, _ := strings.Cut(e.Query.ID, "+")
			if _, ok := foldOf[id]; !ok {
				foldOf[id] = len(foldOf) % folds
			}
			if foldOf[id] == f {
				test = append(test, e)
			} else {
				train = append(train, e)
			}
		}
		if len(test) > 0 {
			held.add(test, descend(train, start))
		}
	}
	t.Before, t.Train, t.Held = before.quality(), after.quality(), held.quality()
	return t
}

// Write writes the tuning for people: the quality before and after, then the
// weights as search/weights.go has them. Names are those of the weights.
func (t Tuning) Write(w io.Writer, names []string) error {
	var out bytes.Buffer
	rows := [][]string{{"trọng số", "hit@1", "hit@5", "loss"}}
	for _, q := range []struct {
		name string
		Quality
	}{{"đang dùng", t.Before}, {"mới", t.Train}, {"mới, kiểm chéo", t.Held}} {
		rows = append(rows, []string{q.name, q.Hit1.String(), q.Hit5.String(), strconv.FormatFloat(q.Loss, 'f', 4, 64)})
	}
	writeColumns(&out, rows, true)
	if t.Missed > 0 {
		fmt.Fprintf(&out, "\nTrong đó %d câu tính là sai vì kết quả đúng không nằm trong số được xếp hạng (gõ mã, không tìm ra).\n", t.Missed)
	}
	out.WriteString("\nKiểm chéo là đo trên những câu không dùng để tìm trọng số. Chép các dòng sau vào search/weights.go nếu nó hơn:\n")
	for i, name := range names {
		if x := strconv.FormatFloat(t.Weights[i], 'g', 3, 64); x != "0" {
			fmt.Fprintf(&out, "%s: %s,\n", name, x)
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// sheet is an example as numbers: the features of each candidate, and which of
// them are right. The last row is that nothing fits.
type sheet struct {
	rows  [][]float64
	right []bool
}

func newSheet(e Example, width int) sheet {
	var s sheet
	accepted := func(c search.Candidate) bool {
		return slices.ContainsFunc(c.IDs, func(id string) bool { return slices.Contains(e.Query.Accepted, id) })
	}
	found := false
	for i, c := range e.Candidates {
		ok := accepted(c)
		if i < tuneDepth || ok {
			s.rows = append(s.rows, c.Features)
			s.right = append(s.right, ok)
			found = found || ok
		}
	}
	nothing := make([]float64, width)
	nothing[width-1] = 1
	s.rows = append(s.rows, nothing)
	s.right = append(s.right, len(e.Query.Accepted) == 0)
	if !found && len(e.Query.Accepted) > 0 {
		return sheet{} // nothing to learn: the right record was not looked at
	}
	return s
}

func dot(a, b []float64) (sum float64) {
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// step adds the gradient of one sheet and gives its loss.
func (s *sheet) step(weights, gradient []float64) float64 {
	scores := make([]float64, len(s.rows))
	top := math.Inf(-1)
	for i, r := range s.rows {
		scores[i] = dot(r, weights)
		top = max(top, scores[i])
	}
	var all, right float64
	for i := range scores {
		scores[i] = math.Exp(scores[i] - top)
		all += scores[i]
		if s.right[i] {
			right += scores[i]
		}
	}
	for i, r := range s.rows {
		p := scores[i] / all
		if s.right[i] && right > 0 {
			p -= scores[i] / right
		}
		for j, x := range r {
			gradient[j] += p * x
		}
	}
	return math.Log(all) - math.Log(max(right, 1e-300))
}

func descend(examples []Example, start []float64) []float64 {
	var sheets []sheet
	for _, e := range examples {
		if s := newSheet(e, len(start)); len(s.rows) > 0 {
			sheets = append(sheets, s)
		}
	}
	w := slices.Clone(start)
	m, v := make([]float64, len(w)), make([]float64, len(w))
	const keepMean, keepSquare, least = 0.9, 0.999, 1e-8
	for n := 1; n <= tuneSteps; n++ {
		g := make([]float64, len(w))
		for i := range sheets {
			sheets[i].step(w, g)
		}
		rate := tuneRate * (1 - float64(n-1)/tuneSteps)
		for j := range w {
			grad := g[j]/float64(max(len(sheets), 1)) + tuneL2*(w[j]-start[j])
			m[j] = keepMean*m[j] + (1-keepMean)*grad
			v[j] = keepSquare*v[j] + (1-keepSquare)*grad*grad
			mean := m[j] / (1 - math.Pow(keepMean, float64(n)))
			square := v[j] / (1 - math.Pow(keepSquare, float64(n)))
			w[j] -= rate * mean / (math.Sqrt(square) + least)
			switch {
			case start[j] > 0:
				w[j] = max(w[j], 0)
			case start[j] < 0:
				w[j] = min(w[j], 0)
			}
		}
	}
	return w
}

// tally gathers the quality over examples.
type tally struct{ hit1, hit5, loss mean }

func (t *tally) quality() Quality {
	return Quality{t.hit1.ratio(), t.hit5.ratio(), t.loss.sum / float64(max(t.loss.n, 1))}
}

// add counts how weights do on examples. Of candidates with one score the wrong
// ones go first: weights that tell nothing earn nothing.
func (t *tally) add(examples []Example, weights []float64) {
	for _, e := range examples {
		s := newSheet(e, len(weights))
		if len(s.rows) == 0 {
			t.hit1.add(0)
			t.hit5.add(0)
			continue
		}
		t.loss.add(s.step(weights, make([]float64, len(weights))))
		if len(e.Query.Accepted) == 0 {
			continue
		}
		candidates := s.rows[:len(s.rows)-1]
		best := math.Inf(-1)
		for i, r := range candidates {
			if s.right[i] {
				best = max(best, dot(r, weights))
			}
		}
		before := 0
		for i, r := range candidates {
			if !s.right[i] && dot(r, weights) >= best {
				before++
			}
		}
		t.hit1.addIf(before == 0)
		t.hit5.addIf(before < 5)
	}
}
