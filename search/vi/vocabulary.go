package vi

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
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
	v := &Vocabulary{key: usual, marked: b.marked.grams(), folded: b.folded.grams()}
	folds := make([]int32, len(v.marked.words))
	for id, word := range v.marked.words {
		folds[id] = max(v.folded.id(Fold(word)), 0)
	}
	v.arrange(folds)
	return v
}

// NewVocabulary makes a vocabulary of words that were counted elsewhere, such
// as the dictionary of an index: marked words with the number of texts that each
// is in. How many texts hold two words side by side is asked of pair, by their
// folds (of the [Canonical] forms), when an answer depends on it and once in a
// call; pair must answer within some microseconds and be safe for use by several
// goroutines.
//
// The two spellings kỹ and kĩ count as one word, and no marked pairs are known:
// [Vocabulary.Correct] judges marked phrases by their folds, too, and
// [Vocabulary.Restore] takes the most frequent reading of each word.
func NewVocabulary(words iter.Seq2[string, int], pair func(first, second string) int) *Vocabulary {
	v := &Vocabulary{key: Canonical, marked: &grams{words: []string{""}, count: []int64{0}}}
	v.folded = &grams{ids: map[string]int32{"": 0}, words: []string{""}, count: []int64{0}, ask: pair}
	folds := []int32{0}
	add := func(word string, n int) {
		text := Fold(word)
		fold, ok := v.folded.ids[text]
		if !ok {
			fold = int32(len(v.folded.words))
			v.folded.ids[text] = fold
			v.folded.words, v.folded.count = append(v.folded.words, text), append(v.folded.count, 0)
		}
		v.folded.count[fold] += int64(n)
		folds = append(folds, fold)
		v.marked.words, v.marked.count = append(v.marked.words, word), append(v.marked.count, int64(n))
	}
	respelt := map[string]int{} // the words in another spelling than the canonical one
	for word, n := range words {
		if word == "" || len(word) > maxWordBytes || n <= 0 {
			continue
		}
		if c := Canonical(word); c != word {
			respelt[c] += n
		} else {
			add(word, n)
		}
	}
	for id, word := range v.marked.words {
		if n, ok := respelt[word]; ok {
			v.marked.count[id] += int64(n)
			v.folded.count[folds[id]] += int64(n)
			delete(respelt, word)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(respelt)) {
		add(word, respelt[word])
	}
	v.marked.weigh()
	v.folded.weigh()
	v.arrange(folds)
	return v
}

// arrange fills what depends on both kinds of words; folds holds the folded word
// of each marked one, 0 for none.
func (v *Vocabulary) arrange(folds []int32) {
	v.starts = make([]int32, len(v.folded.words)+1)
	for _, fold := range folds {
		v.starts[fold]++
	}
	v.starts[0] = 0
	var end int32
	for fold, n := range v.starts {
		end += n
		v.starts[fold] = end
	}
	v.readings = make([]int32, end)
	for id, fold := range folds {
		if fold > 0 {
			v.starts[fold]--
			v.readings[v.starts[fold]] = int32(id)
		}
	}
	for fold, word := range v.folded.words {
		slices.SortFunc(v.readingsOf(int32(fold)), func(a, b int32) int {
			return cmp.Or(cmp.Compare(v.marked.count[b], v.marked.count[a]), strings.Compare(v.marked.words[a], v.marked.words[b]))
		})
		v.longest = max(v.longest, len(word))
	}
	v.near = v.folded.neighbours()
}

// Vocabulary knows the words of a body of text, marked and folded, how often
// each occurs and how often two stand side by side. It reads input that the
// language alone leaves open: where words end ([Vocabulary.Split]), which marks
// were left out ([Vocabulary.Restore]), what was misspelt ([Vocabulary.Correct])
// and what was typed as keystrokes ([Vocabulary.Decode]).
//
// It never changes and is safe for use by several goroutines. The same texts
// added in the same order give the same answers.
type Vocabulary struct {
	key            func(word string) string // the spelling that words are known by
	marked, folded *grams
	readings       []int32 // marked words, by fold, most frequent first
	starts         []int32 // where those of a folded word begin in readings
	near           *neighbours
	longest        int // bytes of the longest folded word
}

// readingsOf gives the marked words of a folded one, most frequent first.
func (v *Vocabulary) readingsOf(fold int32) []int32 {
	if fold <= 0 {
		return nil
	}
	return v.readings[v.starts[fold]:v.starts[fold+1]]
}

// foldID is the number of the fold of a word, -1 if it is not known.
func (v *Vocabulary) foldID(word string) int32 { return v.folded.id(Fold(v.key(word))) }

// markedID is the number of a marked word, -1 if it is not known.
func (v *Vocabulary) markedID(word string) int32 {
	for _, id := range v.readingsOf(v.folded.id(Fold(word))) {
		if v.marked.words[id] == word {
			return id
		}
	}
	return -1
}

// Count is how often a word occurs, as it is spelt but for case and the place
// of its tone.
func (v *Vocabulary) Count(word string) int {
	if id := v.markedID(v.key(word)); id > 0 {
		return int(v.marked.count[id])
	}
	return 0
}

// FoldCount is how often the fold of a word occurs.
func (v *Vocabulary) FoldCount(word string) int {
	if id := v.foldID(word); id > 0 {
		return int(v.folded.count[id])
	}
	return 0
}

// PairCount is how often two words stand side by side, as they are spelt.
func (v *Vocabulary) PairCount(first, second string) int {
	return int(v.marked.reader().pair(v.markedID(v.key(first)), v.markedID(v.key(second))))
}

// FoldPairCount is how often the folds of two words stand side by side.
func (v *Vocabulary) FoldPairCount(first, second string) int {
	return int(v.folded.reader().pair(v.foldID(first), v.foldID(second)))
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
