package vi

import (
	"cmp"
	"slices"
)

const (
	// costPerDistance is the log probability that a distance of 1 costs, and
	// costOfChange what any change costs: an unknown word is changed readily, a
	// known one only for pairs that are many times as common.
	costPerDistance   = 7
	costOfChange      = 1
	costOfKnownChange = 4
	// commonPair is how often a pair stands in the texts to be left alone.
	commonPair = 2
	// maxChoices bounds the words that one misspelt word is taken for.
	maxChoices = 24
)

// Correct mends the spelling of a phrase given word by word: khai sihn → khai
// sinh, thườn trú → thường trú, kinh doah → kinh doanh. Cost is the sum of the
// [Distance] of every word that was changed, 0 if the phrase is left as it is.
//
// Words are judged in pairs, since most slips give another real syllable. A
// known word that stands with a neighbour in a pair that the vocabulary has more
// than once is never touched, nor are numbers, words of one letter, and a known
// word that stands alone. In a phrase with marks anywhere the marked pairs
// count, in a bare one the folded pairs. Corrected words are lower case.
func (v *Vocabulary) Correct(words []string) (corrected []string, cost float64) {
	corrected = append(corrected, words...)
	model, shapes := v.folded, v.shapes[0]
	for _, w := range words {
		if HasMarks(w) {
			model, shapes = v.marked, v.shapes[1]
		}
	}
	n := min(len(words), maxWords)
	if n == 0 {
		return corrected, 0
	}
	ids := make([]int32, n)
	for i, w := range words[:n] {
		ids[i] = -1
		if len(w) <= maxWordBytes {
			ids[i] = model.id(usual(w))
		}
	}
	chain := make([][]choice, n)
	changed := false
	for i, w := range words[:n] {
		as := choice{text: w, id: ids[i]}
		chain[i] = []choice{as}
		if !model.suspicious(ids, i) || len(w) > maxWordBytes {
			continue
		}
		more := model.near(usual(w), ids[i], shapes)
		changed = changed || len(more) > 0
		chain[i] = append(chain[i], more...)
	}
	if !changed {
		return corrected, 0
	}
	path, _ := model.bestPath(chain)
	for i, c := range path {
		corrected[i] = chain[i][c].text
		cost += chain[i][c].shift
	}
	return corrected, cost
}

// suspicious reports whether word i may be a slip.
func (g *grams) suspicious(ids []int32, i int) bool {
	id := ids[i]
	if id < 0 {
		return true
	}
	if len(ids) == 1 {
		return false
	}
	return (i == 0 || g.pairs[[2]int32{max(ids[i-1], 0), id}] < commonPair || ids[i-1] < 0) &&
		(i == len(ids)-1 || ids[i+1] < 0 || g.pairs[[2]int32{id, ids[i+1]}] < commonPair)
}

// near gives the words that a typed one may be a slip of, likeliest first.
func (g *grams) near(word string, id int32, shapes []shape) (choices []choice) {
	s, ok := shapeOf(word)
	if !ok || s.n < 2 {
		return nil
	}
	for _, r := range s.plain[:s.n] {
		if lookup(r).base == 0 { // digits, other scripts
			return nil
		}
	}
	change := float64(costOfChange)
	if id > 0 {
		change = costOfKnownChange
	}
	for other := range shapes {
		if other == 0 || int32(other) == id || shapes[other].n == 0 {
			continue
		}
		if d, ok := distance(&s, &shapes[other]); ok {
			choices = append(choices, choice{
				text: g.words[other], id: int32(other), cost: -change - costPerDistance*d, shift: d,
			})
		}
	}
	slices.SortStableFunc(choices, func(a, b choice) int {
		return cmp.Compare(b.cost+g.alone[b.id], a.cost+g.alone[a.id])
	})
	return choices[:min(len(choices), maxChoices)]
}
