package vi

import (
	"maps"
	"math"
	"slices"
)

// grams is a bigram model with absolute discounting: a pair that was not seen
// gets the share that the seen ones were discounted by, dealt out by how many
// different words each word follows (Kneser and Ney 1995).
//
// Of pairs counted elsewhere no sums are known: there a word leads as often as
// it occurs, and how much is left for new pairs follows from that alone.
type grams struct {
	ids     map[string]int32 // of folded words
	words   []string
	count   []int64
	pairs   map[[2]int32]int64
	ask     func(first, second string) int // counts pairs where there are none here
	leading []int64                        // sum of the pairs a word begins
	backOff []float32                      // log of what is left for pairs not seen
	alone   []float32                      // log probability of the word after one it never followed
}

const (
	// discount is taken from the count of every pair.
	discount = 0.7
	// newPairs is the power of how often a word occurs that the share of pairs
	// not seen falls with, where pairs are counted elsewhere.
	newPairs = -0.25
	// maxAsked bounds the pairs that one call asks for: a question of a few words
	// needs two hundred, what needs more is no question.
	maxAsked = 4000
	// unknownLog is the log probability of a word that is not in the vocabulary.
	unknownLog = -14
)

func (c *counts) grams() *grams {
	c.id("")
	g := &grams{
		ids: maps.Clone(c.ids), words: slices.Clone(c.words), count: slices.Clone(c.count), pairs: maps.Clone(c.pairs),
	}
	g.weigh()
	return g
}

// weigh works out the probabilities of words.
func (g *grams) weigh() {
	n := len(g.words)
	g.backOff, g.alone = make([]float32, n), make([]float32, n)
	total := 0.0
	for _, n := range g.count[1:] {
		total += float64(n)
	}
	if g.pairs == nil {
		g.leading = g.count
		for id, n := range g.count {
			lead := max(1, float64(n))
			g.backOff[id] = float32(math.Log(discount) + newPairs*math.Log(lead))
			g.alone[id] = float32(math.Log(lead / (total + 1)))
		}
		return
	}
	g.leading = make([]int64, n)
	followers, follows := make([]int64, n), make([]int64, n)
	for pair, n := range g.pairs {
		g.leading[pair[0]] += n
		followers[pair[0]]++
		follows[pair[1]]++
	}
	types := float64(len(g.pairs) + 1)
	for id, n := range g.count {
		if g.leading[id] > 0 {
			g.backOff[id] = float32(math.Log(discount * float64(followers[id]) / float64(g.leading[id])))
		}
		// half of how many words it follows, half of how often it stands
		g.alone[id] = float32(math.Log(0.5*(float64(follows[id])+0.1)/types + 0.5*float64(n)/(total+1)))
	}
}

// id is the number of a folded word, -1 if it is not known.
func (g *grams) id(word string) int32 {
	if id, ok := g.ids[word]; ok && id > 0 {
		return id
	}
	return -1
}

// reader is a model for the length of one call, in which it asks for the count
// of each pair once.
type reader struct {
	*grams
	asked map[[2]int32]int64
}

func (g *grams) reader() *reader {
	r := &reader{grams: g}
	if g.ask != nil {
		r.asked = map[[2]int32]int64{}
	}
	return r
}

// pair is how often word b follows word a; -1 is an unknown word, 0 the border.
func (r *reader) pair(a, b int32) int64 {
	if a < 0 || b <= 0 {
		return 0
	}
	p := [2]int32{a, b}
	if r.ask == nil {
		return r.pairs[p]
	}
	if a == 0 {
		return 0
	}
	n, ok := r.asked[p]
	if !ok && len(r.asked) < maxAsked {
		n = int64(r.ask(r.words[a], r.words[b]))
		r.asked[p] = n
	}
	return n
}

// logP is the log probability of word b after word a; -1 is an unknown word.
func (r *reader) logP(a, b int32) float64 {
	if b < 0 {
		return unknownLog
	}
	if a < 0 || r.pairs == nil && (a == 0 || r.ask == nil) {
		return float64(r.alone[b])
	}
	return r.logOf(a, b, r.pair(a, b))
}

// atMost is a bound of logP that asks for no pair.
func (r *reader) atMost(a, b int32) float64 {
	if a <= 0 || b < 0 || r.ask == nil {
		return 0
	}
	return r.logOf(a, b, min(r.count[a], r.count[b]))
}

// logOf is logP if the pair is counted n times.
func (r *reader) logOf(a, b int32, n int64) float64 {
	unseen := float64(r.backOff[a] + r.alone[b])
	if n > 0 {
		return math.Log((float64(n)-discount)/float64(r.leading[a]) + math.Exp(unseen))
	}
	return unseen
}
