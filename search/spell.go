package search

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"tracuu/data"
	"tracuu/search/vi"
)

// speller reads what was not typed as it is written: keystrokes, words run
// together and slips. It knows the words of the index and of the lexicon.
type speller struct {
	words   *vi.Vocabulary
	written func() writing // made when first asked for: not needed to start
	docs    int            // in the index when the words were counted
}

// writing is how procedures and the lexicon write.
type writing struct {
	titles *vi.Vocabulary    // with their marks
	usual  map[string]string // of a canonical word, how titles spell it
}

// How many texts a word and a pair of the lexicon count for: its words are known
// well, but what stands beside them is only an example.
const (
	lexiconWords = 50
	lexiconPairs = 3
)

// newSpeller counts the words of the views. Pairs are asked of the views that
// are current when a query is read.
func (ix *Index) newSpeller(views map[data.Kind]*view) (*speller, error) {
	s := &speller{docs: docsIn(views), written: sync.OnceValue(func() writing { return ix.writing(views) })}
	counts := map[string]int{}
	for _, v := range views {
		dict, err := v.reader.FieldDict(propBody)
		if err != nil {
			return nil, fmt.Errorf("read the words of the index: %w", err)
		}
		for {
			e, err := dict.Next()
			if err != nil {
				return nil, fmt.Errorf("read the words of the index: %w", err)
			}
			if e == nil {
				break
			}
			if strings.IndexFunc(e.Term, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 {
				counts[e.Term] += int(e.Count)
			}
		}
		if err := dict.Close(); err != nil {
			return nil, err
		}
	}
	pairs := map[string]int{}
	learn := func(text string) {
		words := plainWords(text)
		for i, w := range words {
			counts[w.canonical] += lexiconWords
			if i > 0 {
				pairs[pairTerm(words[i-1].fold, w.fold)] += lexiconPairs
			}
		}
	}
	for _, text := range ix.knowledge.texts() { // those that ask would vouch for slips
		learn(text)
	}
	s.words = vi.NewVocabulary(
		iter.Seq2[string, int](func(yield func(string, int) bool) {
			// in order, for of words that are as likely the first is taken
			for _, w := range slices.Sorted(maps.Keys(counts)) {
				if len(w) <= maxTerm && !yield(w, counts[w]) {
					return
				}
			}
		}),
		func(first, second string) int {
			pair := pairTerm(first, second)
			n := pairs[pair]
			for _, v := range ix.views {
				if v.docs > 0 {
					have, _ := v.count(context.Background(), propBodyPairs, pair) // what cannot be read is not known
					n += have
				}
			}
			return n
		},
	)
	return s, nil
}

// writing learns from the names of procedures and the lexicon.
func (ix *Index) writing(views map[data.Kind]*view) writing {
	w := writing{usual: map[string]string{}}
	var b vi.Builder
	for _, text := range slices.Concat(ix.knowledge.texts(), ix.questions.texts()) {
		b.Add(text)
	}
	if v := views[data.KindProcedure]; v != nil {
		for _, seg := range v.segments {
			for i := range seg.rows {
				b.Add(seg.rows[i].Title)
				for t := range vi.Tokens(seg.rows[i].Title) {
					if c := canonicalTerm(t.Text); w.usual[c] == "" {
						w.usual[c] = strings.ToLower(t.Text)
					}
				}
			}
		}
	}
	w.titles = b.Vocabulary()
	return w
}

func docsIn(views map[data.Kind]*view) (n int) {
	for _, v := range views {
		n += v.docs
	}
	return n
}

// grown reports whether the index has changed so much since the words were
// counted that they should be counted again.
func (s *speller) grown(views map[data.Kind]*view) bool {
	n := docsIn(views)
	return n-s.docs > s.docs/20 || s.docs-n > s.docs/20
}

// spell reads a text as it is meant to be written, and says what it changed.
// What asks is left alone: its words are common everywhere but in titles. So is
// what staff taught.
func (ix *Index) spell(text string, off Part, care *Care) (string, []Rewrite) {
	s := ix.speller
	var changed []Rewrite
	if off&PartKeystrokes == 0 {
		if decoded, ok := s.words.Decode(text); ok && !care.house.lost(text, decoded) {
			decoded = s.asWritten(decoded)
			changed = append(changed, Rewrite{text, decoded, ByTelex})
			text = decoded
		}
	}
	if off&PartSpelling != 0 {
		return text, changed
	}
	if parted, changes := s.part(text); len(changes) > 0 && !care.house.lost(text, parted) {
		text, changed = parted, append(changed, changes...)
	}
	r := read(text)
	ix.questions.strip(r.words)
	taught := care.house.covered(r.words)
	left := func(i int) bool { return r.words[i].weight == 0 || r.words[i].number || taught[i] }
	var out []string
	mended := false
	for i := 0; i < len(r.words); {
		if left(i) {
			out = append(out, r.words[i].text)
			i++
			continue
		}
		var run []string
		for ; i < len(r.words) && !left(i); i++ {
			run = append(run, r.words[i].text)
		}
		words, changes := s.words.Correct(run)
		for _, c := range changes {
			by := BySpelling
			if vi.Fold(strings.ReplaceAll(c.To, " ", "")) == vi.Fold(strings.ReplaceAll(c.From, " ", "")) {
				by = BySpacing
			}
			to := s.asWritten(c.To)
			if by == BySpacing && !vi.HasMarks(c.From) {
				to, _ = s.written().titles.Restore(to)
			}
			changed = append(changed, Rewrite{c.From, to, by})
		}
		mended = mended || len(changes) > 0
		out = append(out, words...)
	}
	if mended {
		text = s.asWritten(strings.Join(out, " "))
	}
	return text, changed
}

// longestWord is the length from which an unknown word is rather several: no
// syllable is as long.
const longestWord = 8

// part parts what was typed without spaces.
func (s *speller) part(text string) (string, []Rewrite) {
	var changed []Rewrite
	parted := vi.DecodeText(text, func(word string) (string, bool) {
		if len(vi.Fold(word)) < longestWord || s.words.FoldCount(word) > 0 {
			return word, false
		}
		words, ok := s.words.Split(word)
		if !ok || len(words) < 2 || len(vi.Fold(word)) < 2*len(words) {
			return word, false
		}
		to := strings.Join(words, " ")
		if !vi.HasMarks(word) {
			to, _ = s.written().titles.Restore(to)
		}
		changed = append(changed, Rewrite{word, to, BySpacing})
		return strings.Join(words, " "), true
	})
	return parted, changed
}

// sureMarks is how likely the marks must be that a bare query is offered with.
const sureMarks = 0.4

// restored is a bare query with its marks, if they are plain enough to offer.
func (s *speller) restored(r reading) string {
	if slices.ContainsFunc(r.words, func(w word) bool { return w.marked }) || len(r.readAs) > 0 && r.readAs[0].By == ByTelex {
		return ""
	}
	marked, share := s.written().titles.Restore(strings.ToLower(r.spelt))
	if share < sureMarks || !vi.HasMarks(marked) {
		return ""
	}
	return marked
}

// asWritten spells words as titles do: the index knows đăng ký as đăng kí.
func (s *speller) asWritten(text string) string {
	words, usual := strings.Fields(text), s.written().usual
	for i, w := range words {
		if u := usual[canonicalTerm(w)]; u != "" && vi.HasMarks(w) {
			words[i] = u
		}
	}
	return strings.Join(words, " ")
}

// texts are all phrases as people type them.
func (k *knowledge) texts() (out []string) {
	for _, es := range k.terms {
		for i := range es {
			out = append(out, es[i].Typed)
		}
	}
	for i := range k.needs {
		out = append(out, k.needs[i].Typed)
	}
	return out
}
