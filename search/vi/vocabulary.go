package vi

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// MaxWords and MaxPairs bound what a [Builder] remembers of marked and of folded
// words, so that any amount of text can be added: when the words are full, new
// ones are not counted, when the pairs are, the rarest half is forgotten.
const (
	MaxWords = 1 << 18
	MaxPairs = 1 << 20
)

// maxWordBytes is the longest word that is remembered; longer ones are no words.
const maxWordBytes = 40

// Builder counts the words of texts for a [Vocabulary]. The zero Builder is
// ready to use, by one goroutine at a time.
type Builder struct {
	marked, folded counts
}

// Add counts the words of a text and the pairs of words with only space between
// them.
func (b *Builder) Add(text string) {
	previous, end := "", 0
	for tok := range Tokens(text) {
		if len(tok.Text) > maxWordBytes {
			previous = ""
			continue
		}
		if previous != "" && strings.TrimSpace(text[end:tok.Start]) != "" {
			previous = ""
		}
		word := usual(tok.Text)
		b.marked.add(previous, word)
		b.folded.add(Fold(previous), Fold(word))
		previous, end = word, tok.End
	}
}

// usual is the spelling that words are counted by: lower case, the tone in its
// usual place.
func usual(word string) string {
	if s, ok := ParseSyllable(word); ok {
		return s.String()
	}
	return strings.ToLower(word)
}

// Vocabulary gives the words and pairs counted so far; the Builder may go on.
func (b *Builder) Vocabulary() *Vocabulary {
	v := &Vocabulary{marked: b.marked.grams(), folded: b.folded.grams()}
	v.readings = make([][]int32, len(v.folded.words))
	v.shapes = [2][]shape{v.folded.shapes(), v.marked.shapes()}
	for id, word := range v.marked.words {
		if id == 0 {
			continue
		}
		if fold, ok := v.folded.ids[Fold(word)]; ok {
			v.readings[fold] = append(v.readings[fold], int32(id))
		}
		v.longest = max(v.longest, len(Fold(word)))
	}
	for _, ids := range v.readings {
		slices.SortFunc(ids, func(a, b int32) int {
			return cmp.Or(cmp.Compare(v.marked.count[b], v.marked.count[a]), strings.Compare(v.marked.words[a], v.marked.words[b]))
		})
	}
	return v
}

// Vocabulary knows the words of a body of text, marked and folded, how often
// each occurs and how often two stand side by side. It reads input that the
// language alone leaves open: where words end ([Vocabulary.Split]), which marks
// were left out ([Vocabulary.Restore]) and what was misspelt
// ([Vocabulary.Correct]).
//
// It never changes and is safe for use by several goroutines. The same texts
// added in the same order give the same answers.
type Vocabulary struct {
	marked, folded *grams
	readings       [][]int32  // of each folded word, its marked forms, most frequent first
	shapes         [2][]shape // of the folded and the marked words
	longest        int        // bytes of the longest folded word
}

// Count is how often a word occurs, as it is spelt but for case and the place
// of its tone.
func (v *Vocabulary) Count(word string) int { return int(v.marked.countOf(usual(word))) }

// FoldCount is how often the fold of a word occurs.
func (v *Vocabulary) FoldCount(word string) int { return int(v.folded.countOf(Fold(usual(word)))) }

// PairCount is how often two words stand side by side, as they are spelt.
func (v *Vocabulary) PairCount(first, second string) int {
	return int(v.marked.pairOf(usual(first), usual(second)))
}

// FoldPairCount is how often the folds of two words stand side by side.
func (v *Vocabulary) FoldPairCount(first, second string) int {
	return int(v.folded.pairOf(Fold(usual(first)), Fold(usual(second))))
}

// counts is what a Builder gathers of one kind of words. Word 0 is the border
// of a run of words.
type counts struct {
	ids   map[string]int32
	words []string
	count []int64
	pairs map[[2]int32]int64
}

func (c *counts) add(previous, word string) {
	p, w := c.id(previous), c.id(word)
	if p < 0 {
		p = 0
	}
	if w < 0 {
		return
	}
	c.count[w]++
	if p == 0 {
		c.count[0]++
	}
	c.pairs[[2]int32{p, w}]++
	if len(c.pairs) <= MaxPairs {
		return
	}
	for least := int64(1); len(c.pairs) > MaxPairs/2; least++ {
		for pair, n := range c.pairs {
			if n <= least {
				delete(c.pairs, pair)
			}
		}
	}
}

// id gives the number of a word, -1 for a new one when the words are full.
func (c *counts) id(word string) int32 {
	if c.ids == nil {
		c.ids, c.words, c.count, c.pairs = map[string]int32{"": 0}, []string{""}, []int64{0}, map[[2]int32]int64{}
	}
	id, ok := c.ids[word]
	if !ok {
		if len(c.words) >= MaxWords {
			return -1
		}
		id = int32(len(c.words))
		word = strings.Clone(word)
		c.ids[word] = id
		c.words, c.count = append(c.words, word), append(c.count, 0)
	}
	return id
}

// grams is a bigram model with absolute discounting: a pair that was not seen
// gets the share that the seen ones were discounted by, dealt out by how many
// different words each word follows (Kneser and Ney 1995).
type grams struct {
	ids     map[string]int32
	words   []string
	count   []int64
	pairs   map[[2]int32]int64
	total   int64
	types   int64
	leading []int64   // sum of the pairs a word begins
	backOff []float64 // log of what is left for pairs not seen
	alone   []float64 // log probability of the word after one it never followed
}

// discount is taken from the count of every pair.
const discount = 0.7

func (c *counts) grams() *grams {
	c.id("")
	g := &grams{
		ids: make(map[string]int32, len(c.ids)), words: slices.Clone(c.words), count: slices.Clone(c.count),
		pairs: make(map[[2]int32]int64, len(c.pairs)), leading: make([]int64, len(c.words)),
		backOff: make([]float64, len(c.words)), alone: make([]float64, len(c.words)),
	}
	for word, id := range c.ids {
		g.ids[word] = id
	}
	followers, follows := make([]int64, len(c.words)), make([]int64, len(c.words))
	for pair, n := range c.pairs {
		g.pairs[pair] = n
		g.leading[pair[0]] += n
		followers[pair[0]]++
		follows[pair[1]]++
		g.types++
	}
	for id, n := range g.count {
		if id > 0 {
			g.total += n
		}
		if g.leading[id] > 0 {
			g.backOff[id] = math.Log(discount * float64(followers[id]) / float64(g.leading[id]))
		}
	}
	for id, n := range g.count {
		// half of how many words it follows, half of how often it stands
		g.alone[id] = math.Log(0.5*(float64(follows[id])+0.1)/float64(g.types+1) + 0.5*float64(n)/float64(g.total+1))
	}
	return g
}

// unknownLog is the log probability of a word that is not in the vocabulary.
const unknownLog = -14

// logP is the log probability of word b after word a; -1 is an unknown word.
func (g *grams) logP(a, b int32) float64 {
	if b < 0 {
		return unknownLog
	}
	if a < 0 {
		return g.alone[b]
	}
	if n := g.pairs[[2]int32{a, b}]; n > 0 {
		lead := float64(g.leading[a])
		return math.Log((float64(n)-discount)/lead + math.Exp(g.backOff[a]+g.alone[b]))
	}
	return g.backOff[a] + g.alone[b]
}

func (g *grams) id(word string) int32 {
	if id, ok := g.ids[word]; ok && id > 0 {
		return id
	}
	return -1
}

func (g *grams) countOf(word string) int64 {
	if id := g.id(word); id > 0 {
		return g.count[id]
	}
	return 0
}

func (g *grams) pairOf(first, second string) int64 {
	a, b := g.id(first), g.id(second)
	if a < 0 || b < 0 {
		return 0
	}
	return g.pairs[[2]int32{a, b}]
}

// shapes are the words as [Distance] sees them; the words it does not compare
// are left empty.
func (g *grams) shapes() []shape {
	shapes := make([]shape, len(g.words))
	for id, word := range g.words {
		if s, ok := shapeOf(word); ok && !strings.ContainsFunc(word, unicode.IsDigit) {
			shapes[id] = s
		}
	}
	return shapes
}
