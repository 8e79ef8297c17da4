package search

import (
	"cmp"
	"context"
	"math"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// channel is one form of the text that words are found in. Each has a BM25
// score of its own.
type channel int

const (
	inFold channel = iota
	inExact
	inPairs
	inTitle
	inTitlePairs
	channels
)

// props are the properties behind the channels.
var props = [channels]string{propBodyFold, propBody, propBodyPairs, propTitleFold, propTitlePairs}

// Parameters of BM25 (Robertson and Zaragoza, The Probabilistic Relevance
// Framework, 2009): how soon a word said again stops counting, and how much a
// long text is held against it.
const (
	bm25K1      = 0.9
	bm25B       = 0.75
	bm25TitleK1 = 0.6
	bm25TitleB  = 0.4
)

// maxPostings bounds the postings one shard reads for one query. Lists are read
// shortest first, so what is left out are the words that say least.
const maxPostings = 60_000

// idf is what a term found in df of n texts tells.
func idf(n, df int) float64 {
	return math.Log(1 + (float64(n-df)+0.5)/(float64(df)+0.5))
}

// term is one term to look for.
type term struct {
	channel channel
	text    string
	weight  float64 // 1 as typed, less for what stands for it
	typed   bool    // counts for how much of the query a text covers
	df      int
	idf     float64
	reader  index.TermFieldReader
}

// slot gathers what is found of one document.
type slot struct {
	score [channels]float32
	cover float32 // idf of the typed words found
	pre   float32 // weighted sum of the scores, for choosing candidates
}

// accumulator has a slot for every document of a view.
type accumulator struct {
	slots   []slot
	touched []uint32
	norm    float64 // idf of the typed words: what all scores are divided by
	unknown float64 // idf of those in no text
	covered float64 // idf of those whose lists were read; a word in no text is none
}

func (a *accumulator) clear() {
	for _, d := range a.touched {
		a.slots[d] = slot{}
	}
	a.touched = a.touched[:0]
}

// gather scores every document that has one of the terms. The caller gives the
// accumulator back to v.postings.
func (v *view) gather(ctx context.Context, terms []term) (*accumulator, error) {
	acc := v.postings.Get().(*accumulator)
	acc.clear()
	acc.norm, acc.covered, acc.unknown = 0, 0, 0
	defer func() {
		for i := range terms {
			if r := terms[i].reader; r != nil {
				r.Close()
			}
		}
	}()
	for i := range terms {
		t := &terms[i]
		r, err := v.reader.TermFieldReader(ctx, []byte(t.text), props[t.channel], true, false, false)
		if err != nil {
			return acc, err
		}
		t.reader, t.df = r, int(r.Count())
		t.idf = idf(v.docs, t.df)
		if t.typed && t.channel == inFold {
			acc.norm += t.idf
		}
	}
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(a.df, b.df) })
	left := maxPostings
	for i := range terms {
		t := &terms[i]
		if t.df == 0 {
			if t.typed && t.channel == inFold {
				acc.unknown += t.idf
			}
			continue
		}
		if left -= t.df; left < 0 {
			break
		}
		if err := ctx.Err(); err != nil {
			return acc, err
		}
		if err := v.add(acc, t); err != nil {
			return acc, err
		}
	}
	return acc, nil
}

// count is how many living documents have a term.
func (v *view) count(ctx context.Context, prop, text string) (int, error) {
	r, err := v.reader.TermFieldReader(ctx, []byte(text), prop, false, false, false)
	if err != nil {
		return 0, err
	}
	n := int(r.Count())
	return n, r.Close()
}

// withTerm lists the documents that have a term.
func (v *view) withTerm(ctx context.Context, prop, text string) (docs []uint32, err error) {
	r, err := v.reader.TermFieldReader(ctx, []byte(text), prop, false, false, false)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for {
		d, err := r.Next(nil)
		if err != nil || d == nil {
			return docs, err
		}
		docs = append(docs, uint32(d.ID.Value()))
	}
}

// add goes through one list.
func (v *view) add(acc *accumulator, t *term) error {
	k1, b, mean := bm25K1, bm25B, v.length
	inTitles := t.channel == inTitle || t.channel == inTitlePairs
	if inTitles {
		k1, b, mean = bm25TitleK1, bm25TitleB, v.titles
	}
	counts := t.typed && t.channel == inFold
	if counts {
		acc.covered += t.idf
	}
	seg, from, to := 0, uint64(0), uint64(0)
	var long []lengths
	var doc index.TermFieldDoc
	for {
		d, err := t.reader.Next(&doc)
		if err != nil {
			return err
		}
		if d == nil {
			return nil
		}
		n := d.ID.Value()
		for n >= to { // the segment that n is in
			from = v.offsets[seg]
			long = v.segments[seg].lengths
			to = from + uint64(len(long))
			seg++
		}
		length := float64(long[n-from].text)
		if inTitles {
			length = float64(long[n-from].title)
		}
		tf := float64(d.Freq)
		score := t.weight * t.idf * tf * (k1 + 1) / (tf + k1*(1-b+b*length/mean))
		s := &acc.slots[n]
		if s.pre == 0 {
			acc.touched = append(acc.touched, uint32(n))
		}
		s.score[t.channel] += float32(score)
		s.pre += float32(score * preWeights[t.channel])
		if counts {
			s.cover += float32(t.idf)
		}
	}
}

// preWeights weigh the channels when the candidates are chosen that are looked
// at closely.
var preWeights = [channels]float64{inFold: 1, inExact: 0.5, inPairs: 0.5, inTitle: 1.5, inTitlePairs: 1.5}

// covers reports whether a document was found and has at least share of what the
// query's words tell.
func (a *accumulator) covers(doc uint32, share float64) bool {
	s := &a.slots[doc]
	return s.pre > 0 && s.cover >= float32(share*a.covered)
}

// covering gives the documents that cover share of the query.
func (a *accumulator) covering(share float64) (docs []uint32) {
	for _, d := range a.touched {
		if a.covers(d, share) {
			docs = append(docs, d)
		}
	}
	return docs
}

// best gives the n of the documents that have the highest first score, and
// beyond them those that keep names, best first.
func (a *accumulator) best(docs []uint32, n int, keep func(doc uint32) bool) []uint32 {
	order := func(x, y uint32) int {
		return cmp.Or(cmp.Compare(a.slots[y].pre, a.slots[x].pre), cmp.Compare(x, y))
	}
	docs = slices.Clone(docs)
	if len(docs) > n {
		nth(docs, n, order)
		docs = slices.Concat(docs[:n], slices.DeleteFunc(docs[n:], func(d uint32) bool { return !keep(d) }))
	}
	slices.SortFunc(docs, order)
	return docs
}

// nth moves the n least elements to the front (quickselect, Hoare 1961).
func nth[E any](s []E, n int, order func(x, y E) int) {
	for lo, hi := 0, len(s); hi-lo > 1; {
		pivot := s[lo+(hi-lo)/2]
		i, j := lo, hi-1
		for i <= j {
			for order(s[i], pivot) < 0 {
				i++
			}
			for order(s[j], pivot) > 0 {
				j--
			}
			if i <= j {
				s[i], s[j] = s[j], s[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			hi = j + 1
		case n >= i:
			lo = i
		default:
			return
		}
	}
}
