package search

import (
	"cmp"
	"math"
	"slices"

	"tracuu/data"
)

// maxCandidates is how many documents of a shard are looked at closely.
const maxCandidates = 400

// target is a query made ready for one shard.
type target struct {
	kind     data.Kind
	words    []word
	parts    []expansion
	variants []titleQuery     // how titles may word it, as typed first
	needs    map[string]meets // by code
	actions  actions
	popular  map[string]int
	weights  *Weights
	province string
	off      Part
}

// titleQuery is one wording of a query as titles are compared with it.
type titleQuery struct {
	words    []titleWord
	total    float64 // sum of the weights
	pairs    float64 // sum of the weights of the pairs
	discount float64 // 1 as typed
}

type titleWord struct {
	exact, fold wordID
	marked      bool
	weight      float64 // idf among titles times the weight of the word
	next        bool    // makes a pair with the word after it
}

// titleQuery prepares one wording.
func (ix *Index) titleQuery(v *view, words []word, discount float64) titleQuery {
	q := titleQuery{discount: discount}
	seen := map[wordID]bool{}
	for i, w := range words {
		if w.weight == 0 {
			continue
		}
		t := titleWord{exact: ix.lexis.id(w.canonical), fold: ix.lexis.id(w.fold), marked: w.marked}
		t.next = i+1 < len(words) && words[i+1].weight > 0
		if !seen[t.fold] || t.fold == 0 {
			t.weight = w.weight * v.titleIDF(t.fold)
		}
		seen[t.fold] = true
		q.total += t.weight
		q.words = append(q.words, t)
	}
	for i, w := range q.words {
		if w.next && i+1 < len(q.words) {
			q.pairs += pairWeight(w, q.words[i+1])
		}
	}
	return q
}

func pairWeight(a, b titleWord) float64 { return (a.weight + b.weight) / 2 }

// features are what the final score is the weighted sum of, each about 0 to 1.
type features [featureCount]float64

// The features; weights.go says what each is worth.
const (
	byFold       = iota // BM25 of the folded words of the text
	byExact             // BM25 of the words with the marks typed
	byPairs             // BM25 of the folded adjacent pairs
	byTitle             // BM25 of the title
	byCover             // how much of the query the text has
	byTitlePairs        // BM25 of its pairs
	covered             // how much of the query the title has
	covering            // how much of the title the query has
	inOrder             // how many of the query's pairs the title has
	byMarks             // how far the marks typed agree with the title's
	whole               // the title is the query
	byNeed              // the record meets a need the lexicon knows
	byWholeNeed         // the need is all that was typed
	recent              // news: how new
	foreign             // published by another province's committee
	repealed            // no longer in force
	served              // at a level citizens go to
	popular             // looked at and scanned
	both                // the title has the query and the query the title
	actionHas           // how many of the actions asked for the title has
	actionLacks         // how many it lacks
	actionExtra         // it has one that was not asked for
	nothingFits         // no feature of a record: the score of having found nothing
	featureCount
)

var channelFeatures = [channels]int{inFold: byFold, inExact: byExact, inPairs: byPairs, inTitle: byTitle, inTitlePairs: byTitlePairs}

// candidate is a document with its score.
type candidate struct {
	record   *record
	score    float64
	features features
	weighed  bool      // its features were taken; else it is ordered by the postings alone
	variant  int       // of the wordings the one that fits best
	others   []*record // procedures of the same name
}

// rank orders documents, of which the first are looked at closely; the others
// follow in the order they have.
func (v *view) rank(w *target, acc *accumulator, docs []uint32, folds []wordID) []candidate {
	out := make([]candidate, len(docs))
	for i, d := range docs {
		_, met := w.needs[v.record(uint64(d)).id]
		if i < maxCandidates || met {
			out[i] = v.weigh(w, acc, uint64(d), folds)
			out[i].weighed = true
			continue
		}
		out[i] = candidate{record: v.record(uint64(d)), score: math.Inf(-1)}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	last := 0.0
	for i := range out {
		if out[i].weighed {
			last = out[i].score
		} else {
			out[i].score = last
		}
	}
	return out
}

// weigh takes the features of one document.
func (v *view) weigh(w *target, acc *accumulator, doc uint64, folds []wordID) candidate {
	c := candidate{record: v.record(doc)}
	f := &c.features
	s := &acc.slots[doc]
	if acc.norm > 0 {
		for ch := range channels {
			f[channelFeatures[ch]] = min(float64(s.score[ch])/acc.norm, maxText)
		}
		f[byCover] = float64(s.cover) / max(acc.covered+acc.unknown, 1e-9)
	}
	best := -1.0
	for i := range w.variants {
		var g features
		w.variants[i].compare(c.record, folds, v, &g)
		for j := covered; j <= whole; j++ {
			g[j] *= w.variants[i].discount
		}
		g[both] = g[covered] * g[covering]
		if total := w.weights.sum(&g); total > best {
			best, c.variant = total, i
			copy(f[covered:whole+1], g[covered:whole+1])
		}
	}
	f[byNeed] = w.needs[c.record.id].score
	if f[byNeed] >= wholeNeed {
		f[byWholeNeed] = 1
	}
	if w.kind == data.KindProcedure {
		if c.record.foreign(w.province) {
			f[foreign] = 1
		}
		if c.record.Repealed || c.record.district {
			f[repealed] = 1
		}
		if !slices.Contains(c.record.Levels, data.LevelMinistry) || len(c.record.Levels) > 1 {
			f[served] = 1
		}
	} else if c.record.Day > 0 && v.maxDay > 0 {
		f[recent] = 1 / (1 + float64(v.maxDay-c.record.Day)/365)
	}
	if n, ok := w.popular[c.record.id]; ok {
		f[popular] = 1 / (1 + float64(n)/popularHalf)
	}
	f[both] = f[covered] * f[covering]
	if f[byWholeNeed] == 0 { // a need that is met names the procedure whatever its title does
		f[actionHas], f[actionLacks], f[actionExtra] = w.actions.agree(c.record.actions)
	}
	f.without(w.off)
	c.score = w.weights.sum(f)
	if w.off&PartRanking != 0 {
		c.score = float64(s.pre)
	}
	return c
}

// without empties the features of the parts that are off.
func (f *features) without(off Part) {
	for _, p := range []struct {
		part     Part
		features []int
	}{
		{PartPairs, []int{inOrder}},
		{PartExact, []int{byMarks}},
		{PartActions, []int{actionHas, actionLacks, actionExtra}},
	} {
		if off&p.part != 0 {
			for _, i := range p.features {
				f[i] = 0
			}
		}
	}
}

// maxText bounds the features of the text: words that stand in nearly every text
// tell next to nothing, and what is divided by that is out of all measure.
const maxText = 3

// wholeNeed is the score from which a need is met word for word.
const wholeNeed = 0.95

// popularHalf is the place among the most read that is worth half the first.
const popularHalf = 20

// foreign reports whether the procedure was published by another province's
// committee and so does not apply in ours.
func (r *record) foreign(province string) bool {
	return r.Issuer != "" && province != "" && r.Issuer != province
}

// compare takes the features of a title. What stands in brackets may answer the
// query but need not be asked for.
func (q *titleQuery) compare(r *record, folds []wordID, v *view, f *features) {
	title := r.title
	if len(q.words) == 0 || len(title) == 0 || q.total == 0 {
		return
	}
	var found, marks, marked, pairs, titleFound, titleTotal float64
	for i, w := range q.words {
		if w.fold == 0 {
			continue
		}
		there, exact, followed := false, false, false
		for j, t := range title {
			if folds[t] != w.fold {
				continue
			}
			there = true
			exact = exact || t == w.exact
			if w.next && i+1 < len(q.words) && j+1 < len(title) && folds[title[j+1]] == q.words[i+1].fold {
				followed = true
			}
		}
		if !there {
			continue
		}
		agree := 1.0
		if w.marked {
			marked += w.weight
			if exact {
				marks += w.weight
			} else {
				agree = otherMarks
			}
		}
		found += w.weight * agree
		if followed {
			pairs += pairWeight(w, q.words[i+1])
		}
	}
	for _, t := range title[:r.head] {
		weight := v.titleIDF(folds[t])
		titleTotal += weight
		for _, w := range q.words {
			if w.fold == folds[t] {
				titleFound += weight
				break
			}
		}
	}
	f[covered] = found / q.total
	f[covering] = titleFound / max(titleTotal, 1e-9)
	if q.pairs > 0 {
		f[inOrder] = pairs / q.pairs
	} else {
		f[inOrder] = f[covered]
	}
	f[byMarks] = 1
	if marked > 0 {
		f[byMarks] = marks / marked
	}
	if f[covered] > 0.999 && f[covering] > 0.999 && f[inOrder] > 0.999 {
		f[whole] = 1
	}
}

// otherMarks is how far a word counts that was typed with other marks than the
// title's: thuế is not thuê, but people slip.
const otherMarks = 0.6

// titleIDF is what a folded word tells among titles.
func (v *view) titleIDF(fold wordID) float64 {
	if fold == 0 || int(fold) >= len(v.idfs) {
		return idf(v.docs, 0)
	}
	return float64(v.idfs[fold])
}
