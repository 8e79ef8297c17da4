package vi

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWords bounds the words of one text that Restore and Correct look at; the
// rest is kept as it is.
const maxWords = 128

// choice is one reading of a word in a chain of words.
type choice struct {
	text  string
	id    int32   // in the model; -1 if unknown
	cost  float64 // log probability of the reading itself, 0 or less
	best  float64 // of the best chain that ends here
	sum   float64 // of all chains that end here
	from  int     // the choice before it in the best chain
	shift float64 // distance from what was typed
}

// Restore gives the most likely marked reading of a phrase typed without marks,
// "dang ky khai sinh" → "đăng ký khai sinh", and the share of the probability
// of all readings that it has, 0 to 1: near 1 for a phrase that reads one way.
//
// A word typed with marks stays if the vocabulary knows it; if not, its marks
// are kept and those that are missing added (đang ký). Words that the vocabulary
// does not know, capitals, punctuation and spaces stay as they are. Only the
// first 128 words are read.
//
// The reading is the best path through the readings of each syllable under the
// probabilities of pairs (Viterbi), which start anew after punctuation.
func (v *Vocabulary) Restore(bare string) (string, float64) {
	var chain [][]choice
	var tokens []Token
	sure := 1.0
	var b strings.Builder
	written := 0
	flush := func() {
		if len(chain) == 0 {
			return
		}
		path, share := v.marked.bestPath(chain)
		sure *= share
		for i, c := range path {
			b.WriteString(bare[written:tokens[i].Start])
			b.WriteString(withCase(chain[i][c].text, tokens[i].Text))
			written = tokens[i].End
		}
		chain, tokens = chain[:0], tokens[:0]
	}
	words, end := 0, 0
	for tok := range Tokens(bare) {
		if words++; words > maxWords {
			break
		}
		if strings.TrimSpace(bare[end:tok.Start]) != "" {
			flush()
		}
		chain, tokens, end = append(chain, v.readingsOf(tok.Text)), append(tokens, tok), tok.End
	}
	flush()
	b.WriteString(bare[written:])
	return b.String(), sure
}

// readingsOf gives the marked words that a typed one can stand for.
func (v *Vocabulary) readingsOf(typed string) []choice {
	as := choice{text: typed, id: -1}
	if len(typed) > maxWordBytes {
		return []choice{as}
	}
	word := usual(typed)
	if as.id = v.marked.id(word); as.id > 0 && HasMarks(word) {
		return []choice{as}
	}
	var choices []choice
	if fold := v.folded.id(Fold(word)); fold > 0 {
		for _, id := range v.readings[fold] {
			if keepsMarks(word, v.marked.words[id]) {
				choices = append(choices, choice{text: v.marked.words[id], id: id})
			}
		}
	}
	if len(choices) == 0 {
		return []choice{as}
	}
	return choices
}

// keepsMarks reports whether the marks of word are in reading, too.
func keepsMarks(word, reading string) bool {
	s, ok := shapeOf(word)
	t, okt := shapeOf(reading)
	if !ok || !okt || s.n != t.n {
		return !HasMarks(word)
	}
	for i := range s.n {
		if l := lookup(s.base[i]); s.base[i] != t.base[i] && l.base != l.plain {
			return false
		}
	}
	return s.tone == Level || s.tone == t.tone
}

// bestPath gives the index of the best choice of each word, and what share of
// the probability of all paths is its.
func (g *grams) bestPath(chain [][]choice) (path []int, share float64) {
	for i := range chain {
		for j := range chain[i] {
			c := &chain[i][j]
			if i == 0 {
				c.best = g.logP(0, c.id) + c.cost
				c.sum = c.best
				continue
			}
			c.best, c.sum = math.Inf(-1), math.Inf(-1)
			for k := range chain[i-1] {
				before := &chain[i-1][k]
				p := g.logP(before.id, c.id) + c.cost
				if before.best+p > c.best {
					c.best, c.from = before.best+p, k
				}
				c.sum = logAdd(c.sum, before.sum+p)
			}
		}
	}
	last := chain[len(chain)-1]
	end, all := 0, math.Inf(-1)
	for j := range last {
		if last[j].best > last[end].best {
			end = j
		}
		all = logAdd(all, last[j].sum)
	}
	share = min(1, math.Exp(last[end].best-all))
	path = make([]int, len(chain))
	for i := len(chain) - 1; i >= 0; i-- {
		path[i] = end
		end = chain[i][end].from
	}
	return path, share
}

// logAdd is log(exp a + exp b).
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if d := b - a; d > -30 {
		return a + math.Log1p(math.Exp(d))
	}
	return a
}

// withCase writes word in the case of typed: as it is, with a capital or all in
// capitals.
func withCase(word, typed string) string {
	if first, _ := utf8.DecodeRuneInString(typed); !unicode.IsUpper(first) {
		return word
	}
	if inCapitals(typed) {
		return strings.ToUpper(word)
	}
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}
