package vi

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// costPerDistance is the log probability that a distance of 1 costs, and
	// costOfChange what any change costs: an unknown word is changed readily, one
	// that could be a syllable less so, a known one only for pairs that are many
	// times as common.
	costPerDistance      = 7
	costOfChange         = 1
	costOfSyllableChange = 2
	costOfKnownChange    = 4
	// costOfNonsense is what keeping an unknown word costs that is no syllable.
	costOfNonsense = 4
	// costOfSpace is what a space too many or too few costs.
	costOfSpace = 3
	// commonPair is how often a pair stands in the texts to be left alone.
	commonPair = 2
	// farFold is how far the fold of a slip may be from that of the word meant.
	farFold = 1.1
	// maxChoices bounds the words that one misspelt word is taken for.
	maxChoices = 24
)

// Change is what [Vocabulary.Correct] made of one word or of two.
type Change struct{ From, To string }

// Correct mends the spelling of a phrase: khai sihn → khai sinh, thườn trú →
// thường trú. It also parts words typed together (khaisinh cho con → khai sinh
// cho con) and joins one that was torn (ch ứng thực → chứng thực), so that the
// phrase may come back with more words or fewer; the changes are in its order.
//
// Words are judged in pairs, since most slips give another real syllable. A
// known word is touched only for a pair that is as common as the word itself,
// which may be new in this company (giá vàng), and never if it stands in a pair
// that the vocabulary has more than once, or alone; a letter alone only for such
// pairs on both sides; numbers and other codes never. In a phrase with marks
// anywhere the marked pairs count, in a bare one the folded pairs. Where no marked
// pairs are known (see [NewVocabulary]) a word whose fold is right stays as it is,
// and of the marked readings of a fold the one nearest to what was typed is
// taken. Corrected words are lower case. Only the first 128 words are read.
func (v *Vocabulary) Correct(words []string) (corrected []string, changes []Change) {
	n := min(len(words), maxWords)
	c := corrector{Vocabulary: v, words: words[:n], marked: slices.ContainsFunc(words[:n], HasMarks)}
	c.folds = v.folded.reader()
	c.reader = c.folds
	if c.marked && v.marked.pairs != nil {
		c.reader = v.marked.reader()
	}
	for _, w := range c.words {
		c.ids = append(c.ids, c.id(w))
	}
	chain := make([][]choice, n)
	changed := false
	for i, w := range c.words {
		chain[i] = append(c.mended(i), c.joined(i)...)
		changed = changed || len(chain[i]) > 0
		chain[i] = slices.Insert(chain[i], 0, choice{text: w, id: c.ids[i], cost: -c.keeping(i)})
	}
	if !changed {
		return slices.Clone(words), nil
	}
	path, _ := c.bestPath(chain)
	at := 0
	for i, p := range path {
		from := strings.Join(words[at:at+1+p.takes], " ")
		if p.text == from || !c.supported(path, i, at) {
			corrected = append(corrected, words[at:at+1+p.takes]...)
		} else {
			corrected = append(corrected, strings.Fields(p.text)...)
			changes = append(changes, Change{From: from, To: p.text})
		}
		at += 1 + p.takes
	}
	return append(corrected, words[n:]...), changes
}

// corrector is one call of Correct.
type corrector struct {
	*Vocabulary
	*reader
	folds  *reader
	words  []string
	ids    []int32 // in the model
	marked bool    // some word is
}

// id is the number of a word in the model.
func (c *corrector) id(word string) int32 {
	switch {
	case len(word) > maxWordBytes:
		return -1
	case c.reader.grams == c.Vocabulary.marked:
		return c.markedID(c.key(word))
	}
	return c.foldID(word)
}

// common reports whether two words often stand side by side.
func (c *corrector) common(a, b int32) bool { return a > 0 && b > 0 && c.pair(a, b) >= commonPair }

// suspicious reports whether word i may be a slip.
func (c *corrector) suspicious(i int) bool {
	id := c.ids[i]
	if id < 0 {
		return true
	}
	return len(c.ids) > 1 &&
		(i == 0 || !c.common(c.ids[i-1], id)) && (i == len(c.ids)-1 || !c.common(id, c.ids[i+1]))
}

// supported reports whether a known word was changed for a pair that is more
// common than the word itself, which else may only be new in this company; what
// could be a word for any common pair; and a letter for such pairs on both sides.
func (c *corrector) supported(path []choice, i, at int) bool {
	p := &path[i]
	before := i > 0 && c.common(path[i-1].id, p.first())
	after := i+1 < len(path) && c.common(p.id, path[i+1].first())
	if utf8.RuneCountInString(c.words[at]) < 2 {
		return (before || i == 0) && (after || i+1 == len(path)) && len(path) > 1
	}
	known := c.ids[at]
	if known < 0 && !bareSyllable(Fold(c.key(c.words[at]))) {
		return true
	}
	least := int64(commonPair) // a syllable may be a word that the texts lack
	if known >= 0 {
		least = max(least, c.reader.count[known])
	}
	// Two known words do not vouch for each other's change.
	before = before && (at < 1 || c.stands(path[i-1], at-1)) && c.pair(path[i-1].id, p.first()) >= least
	after = after && c.stands(path[i+1], at+1+p.takes) && c.pair(p.id, path[i+1].first()) >= least
	return before || after
}

// stands reports whether a choice keeps word at, or that word was unknown.
func (c *corrector) stands(p choice, at int) bool {
	return at >= len(c.ids) || c.ids[at] < 0 || p.id == c.ids[at]
}

// mended gives what word i may be a slip of, likeliest first.
func (c *corrector) mended(i int) []choice {
	word := c.words[i]
	if len(word) > maxWordBytes || !c.suspicious(i) || isCode(word) {
		return nil
	}
	key := c.key(word)
	fold := Fold(key)
	change := float64(costOfChange)
	switch {
	case c.ids[i] > 0 || utf8.RuneCountInString(word) < 2:
		change = costOfKnownChange
	case bareSyllable(fold):
		change = costOfSyllableChange
	}
	choices := c.near(key, fold, c.ids[i])
	if c.reader != c.folds && c.ids[i] > 0 && c.foldStands(i) {
		choices = slices.DeleteFunc(choices, func(o choice) bool { return Fold(o.text) != fold })
	}
	for j := range choices {
		choices[j].cost -= change
	}
	if parts, ok := c.parted(word, fold, i); ok {
		parts.cost -= change - costOfChange
		choices = append(choices, parts)
	}
	return choices
}

// keeping is what leaving word i as it is costs, beside its probability.
func (c *corrector) keeping(i int) float64 {
	word := c.words[i]
	if c.ids[i] > 0 || utf8.RuneCountInString(word) < 2 || isCode(word) || bareSyllable(Fold(word)) {
		return 0
	}
	return costOfNonsense
}

// foldStands reports whether the fold of word i often stands with that of a
// neighbour: then at most its marks are wrong.
func (c *corrector) foldStands(i int) bool {
	id := c.foldID(c.words[i])
	return i > 0 && c.folds.pair(c.foldID(c.words[i-1]), id) >= commonPair ||
		i+1 < len(c.words) && c.folds.pair(id, c.foldID(c.words[i+1])) >= commonPair
}

// isCode reports whether a word is a capital alone or holds what is no Vietnamese
// letter: a digit, another script.
func isCode(word string) bool {
	letters, capital := 0, false
	for _, r := range word {
		if lookup(r).base == 0 {
			return true
		}
		letters++
		capital = unicode.IsUpper(r)
	}
	return letters < 2 && capital
}

// near gives the known words that are near to one, likeliest first.
func (c *corrector) near(word, fold string, id int32) (choices []choice) {
	s, ok := shapeOf(word)
	f, okFold := shapeOf(fold)
	if !ok || !okFold {
		return nil
	}
	for _, other := range c.Vocabulary.near.of(fold) {
		o := choice{id: other}
		if place(choices, &o, c.folded) == maxChoices {
			continue // too rare at any distance
		}
		t, _ := shapeOf(c.folded.words[other])
		if d, ok := distance(&f, &t, farFold); ok {
			o.cost = -costPerDistance * d
			choices = insert(choices, o, c.folded)
		}
	}
	if !c.marked {
		for i := range choices {
			choices[i].text = c.folded.words[choices[i].id]
		}
		return slices.DeleteFunc(choices, func(o choice) bool { return o.id == id })
	}
	folds, model := choices, c.reader.grams
	choices = nil
	for _, o := range folds {
		nearest := choice{cost: math.Inf(-1)}
		for _, m := range c.readingsOf(o.id) {
			text := c.Vocabulary.marked.words[m]
			t, _ := shapeOf(text)
			d, ok := distance(&s, &t, MaxDistance)
			if !ok {
				continue
			}
			reading := choice{text: text, id: m, cost: -costPerDistance * d}
			if model == c.Vocabulary.marked {
				choices = insert(choices, reading, model)
			} else if reading.cost > nearest.cost {
				nearest = reading
			}
		}
		if nearest.text != "" {
			nearest.id = o.id
			choices = insert(choices, nearest, model)
		}
	}
	return slices.DeleteFunc(choices, func(o choice) bool { return o.id == id })
}

// insert puts a choice among the best ones, likeliest first.
func insert(best []choice, c choice, g *grams) []choice {
	i := place(best, &c, g)
	if i == maxChoices {
		return best
	}
	return slices.Insert(best[:min(len(best), maxChoices-1)], i, c)
}

// place is where a choice stands among the best ones, maxChoices for none.
func place(best []choice, c *choice, g *grams) int {
	score := c.cost + float64(g.alone[c.id])
	i := len(best)
	for i > 0 && best[i-1].cost+float64(g.alone[best[i-1].id]) < score {
		i--
	}
	return i
}

// parted reads word i as several typed together: syllables that often stand side
// by side.
func (c *corrector) parted(word, fold string, i int) (choice, bool) {
	if len(fold) < 4 || len(word) > maxSplit || bareSyllable(fold) {
		return choice{}, false
	}
	folded, offsets := FoldMap(word)
	parts, ok := c.split(c.folds, word, folded, offsets)
	if !ok || len(parts) < 2 {
		return choice{}, false
	}
	ids := make([]int32, len(parts))
	whole := choice{text: strings.Join(parts, " "), cost: -costOfSpace}
	for j, part := range parts {
		ids[j] = c.id(part)
		if !bareSyllable(Fold(part)) || j > 0 && !c.common(ids[j-1], ids[j]) {
			return choice{}, false
		}
		if j > 0 {
			whole.cost += c.logP(ids[j-1], ids[j])
		}
	}
	whole.before, whole.id = ids[:len(ids)-1], ids[len(ids)-1]
	return whole, true
}

// joined reads word i and the one before it as one that a space tore.
func (c *corrector) joined(i int) []choice {
	if i == 0 || !c.suspicious(i-1) || !c.suspicious(i) || c.ids[i-1] > 0 && c.ids[i] > 0 {
		return nil
	}
	word := c.words[i-1] + c.words[i]
	id := c.id(word)
	if id < 0 || isCode(word) || !bareSyllable(Fold(word)) {
		return nil
	}
	return []choice{{text: strings.ToLower(word), id: id, takes: 1, cost: -costOfSpace}}
}
