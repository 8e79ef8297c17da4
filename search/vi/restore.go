package vi

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWords bounds the words of one text that Restore and Correct look at; the
// rest is kept as it is.
const maxWords = 128

// choice is one reading of a word in a chain of words, or of several words that
// end there.
type choice struct {
	text   string
	before []int32 // the words of text but the last
	id     int32   // the last or only one, in the model; -1 if unknown
	takes  int     // how many typed words it takes in before this one
	cost   float64 // log probability of the reading itself, 0 or less
	best   float64 // of the best chain that ends here
	sum    float64 // of all chains that end here
	from   int     // the choice before it in the best chain
}

// first is the word that stands beside what came before.
func (c *choice) first() int32 {
	if len(c.before) > 0 {
		return c.before[0]
	}
	return c.id
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
	return read(bare, v.marked.reader(), v.restored)
}

// read writes text with the likeliest of the choices of its words, and gives the
// share of probability that they have.
func read(text string, r *reader, choices func(word string) []choice) (string, float64) {
	var chain [][]choice
	var tokens []Token
	sure := 1.0
	var b strings.Builder
	written := 0
	flush := func() {
		if len(chain) == 0 {
			return
		}
		path, share := r.bestPath(chain)
		sure *= share
		for i, c := range path {
			b.WriteString(text[written:tokens[i].Start])
			b.WriteString(withCase(c.text, tokens[i].Text))
			written = tokens[i].End
		}
		chain, tokens = chain[:0], tokens[:0]
	}
	words, end := 0, 0
	for tok := range Tokens(text) {
		if words++; words > maxWords {
			break
		}
		if strings.TrimSpace(text[end:tok.Start]) != "" {
			flush()
		}
		chain, tokens, end = append(chain, choices(tok.Text)), append(tokens, tok), tok.End
	}
	flush()
	b.WriteString(text[written:])
	return b.String(), sure
}

// restored gives the marked words that a typed one can stand for.
func (v *Vocabulary) restored(typed string) []choice {
	as := choice{text: typed, id: -1}
	if len(typed) > maxWordBytes {
		return []choice{as}
	}
	word := v.key(typed)
	if as.id = v.markedID(word); as.id > 0 && HasMarks(word) {
		return []choice{as}
	}
	var choices []choice
	for _, id := range v.readingsOf(v.folded.id(Fold(word))) {
		if keepsMarks(word, v.marked.words[id]) {
			choices = append(choices, choice{text: v.marked.words[id], id: id})
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

// bestPath gives the best choices one after the other, and what share of the
// probability of all paths is theirs.
func (r *reader) bestPath(chain [][]choice) (path []choice, share float64) {
	border := []choice{{}}
	for i := range chain {
		for j := range chain[i] {
			c := &chain[i][j]
			last := border
			if at := i - c.takes; at > 0 {
				last = chain[at-1]
			}
			c.best, c.sum = math.Inf(-1), math.Inf(-1)
			for k := range last {
				if r.ask != nil && last[k].best+c.cost+r.atMost(last[k].id, c.first()) <= c.best {
					continue // hopeless: not worth asking, and next to nothing in the share
				}
				p := r.logP(last[k].id, c.first()) + c.cost
				if last[k].best+p > c.best {
					c.best, c.from = last[k].best+p, k
				}
				c.sum = logAdd(c.sum, last[k].sum+p)
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
	for i := len(chain) - 1; i >= 0; {
		c := chain[i][end]
		path = append(path, c)
		i -= 1 + c.takes
		end = c.from
	}
	slices.Reverse(path)
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
