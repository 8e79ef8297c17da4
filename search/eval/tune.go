package eval

import (
	"math"
	"slices"

	"tracuu/search"
)

// Example is a query with the records that were looked at closely for it.
type Example struct {
	Query      Query
	Candidates []search.Candidate // best first by the weights in use
}

// Tuning is what [Tune] found.
type Tuning struct {
	Weights []float64 // as search.Weights
	Train   Quality   // of the weights on the examples they were set by
	Held    Quality   // on examples that were kept apart: the mean over the folds
	Before  Quality   // of the weights that were there
}

// Quality is how well weights order the candidates of examples.
type Quality struct {
	Hit1, Hit5 Ratio // over the answerable
	Loss       float64
}

// Parameters of the tuning.
const (
	tuneDepth = 80    // candidates looked at per query, beside the accepted ones
	tuneSteps = 600   // of gradient descent
	tuneRate  = 0.05  // first step size
	tuneL2    = 0.002 // pull towards the weights in use, against learning by heart
)

// Tune sets the weights so that the accepted candidates are likely: the
// probability of a candidate is the softmax of the scores of all candidates and
// of the constant [search.NothingFits], which stands for none of them and is
// the right answer where nothing is accepted. It minimises the mean negative
// logarithm of that probability (ListNet, Cao et al. 2007) by Adam (Kingma and
// Ba 2014) from the weights in use. Weights whose sign is given keep it.
//
// The examples are split into folds by the order of their queries; Held tells
// what the weights set by the others do on each.
func Tune(examples []Example, start []float64, folds int) Tuning {
	t := Tuning{Weights: descend(examples, start), Before: quality(examples, start)}
	t.Train = quality(examples, t.Weights)
	var held []Quality
	for f := range folds {
		var train, test []Example
		for i, e := range examples {
			if i%folds == f {
				test = append(test, e)
			} else {
				train = append(train, e)
			}
		}
		held = append(held, quality(test, descend(train, start)))
	}
	for _, q := range held {
		t.Held.Hit1 += q.Hit1 / Ratio(len(held))
		t.Held.Hit5 += q.Hit5 / Ratio(len(held))
		t.Held.Loss += q.Loss / float64(len(held))
	}
	return t
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
	any := false
	for i, c := range e.Candidates {
		ok := accepted(c)
		if i < tuneDepth || ok {
			s.rows = append(s.rows, c.Features)
			s.right = append(s.right, ok)
			any = any || ok
		}
	}
	nothing := make([]float64, width)
	nothing[width-1] = 1
	s.rows = append(s.rows, nothing)
	s.right = append(s.right, len(e.Query.Accepted) == 0)
	if !any && len(e.Query.Accepted) > 0 {
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
			if start[j] > 0 {
				w[j] = max(w[j], 0)
			}
		}
	}
	return w
}

func quality(examples []Example, weights []float64) Quality {
	var hit1, hit5, loss mean
	for _, e := range examples {
		s := newSheet(e, len(weights))
		if len(s.rows) == 0 {
			hit1.add(0)
			hit5.add(0)
			continue
		}
		loss.add(s.step(weights, make([]float64, len(weights))))
		if len(e.Query.Accepted) == 0 {
			continue
		}
		best, at := math.Inf(-1), 0
		last := len(s.rows) - 1
		for i, r := range s.rows[:last] {
			if x := dot(r, weights); s.right[i] && x > best {
				best = x
			}
		}
		for i, r := range s.rows[:last] {
			if !s.right[i] && dot(r, weights) > best {
				at++
			}
		}
		hit1.addIf(at == 0)
		hit5.addIf(at < 5)
	}
	return Quality{hit1.ratio(), hit5.ratio(), loss.sum / float64(max(loss.n, 1))}
}
