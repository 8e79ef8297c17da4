package search

import (
	"context"
	"maps"
	"math"
	"slices"

	"tracuu/data"
)

// found is what one kind has for a query.
type found struct {
	kind       data.Kind
	numbered   bool        // found by the number of a legal text
	candidates []candidate // best first, one a name, at most MaxOffset+MaxLimit
	rivals     []candidate // those, and what the filter holds back
	total      int         // hits in all
	facets     []Facet
	target     *target
}

// find ranks the records of one kind.
func (ix *Index) find(ctx context.Context, k data.Kind, r *reading, q Query) (found, error) {
	out := found{kind: k}
	v := ix.views[k]
	if v.docs == 0 || k == data.KindArticle && !q.Filter.empty() {
		return out, nil
	}
	words, parts := r.words, r.parts
	// A legal number is looked for as a whole where procedures bear it; one
	// that none bears may be a date, and is words like any other.
	var bearers []uint32
	if k == data.KindProcedure && len(r.numbers) > 0 {
		for _, n := range r.numbers {
			docs, err := v.withTerm(ctx, propNumber, n)
			if err != nil {
				return out, err
			}
			bearers = append(bearers, docs...)
		}
		slices.Sort(bearers) // one may bear several of the numbers
		bearers = slices.Compact(bearers)
		if out.numbered = len(bearers) > 0; out.numbered {
			words = slices.DeleteFunc(slices.Clone(words), func(w word) bool { return w.number })
			if parts = nil; q.Off&PartTerms == 0 {
				parts = expand(words, ix.careOf(q).house, ix.knowledge)
			}
		}
	}
	acc, err := v.gather(ctx, terms(words, parts, q.Off))
	defer v.postings.Put(acc)
	if err != nil {
		return out, err
	}
	out.target = ix.target(v, k, words, parts, q.Off)
	least := leastCover
	if len(parts) > 0 { // found by other words than those typed
		least = 0
	}
	all := slices.Clone(bearers) // what fits is asked of the bearers as they are
	if !out.numbered {
		all = acc.covering(least)
		for _, code := range slices.Sorted(maps.Keys(out.target.needs)) { // records of one score stay in this order
			if d, ok := v.ids[code]; ok && !acc.covers(uint32(d), least) {
				all = append(all, uint32(d))
			}
		}
	}
	out.total = len(all)
	if k == data.KindProcedure {
		all = slices.DeleteFunc(all, func(d uint32) bool { return v.eclipsed(uint64(d), ix.province) })
		if q.Facets {
			out.facets = facets(v.records(all), q.Filter)
		}
	}
	rank := func(docs []uint32, f Filter) []candidate {
		met := func(d uint32) bool { _, ok := out.target.needs[v.record(uint64(d)).id]; return ok }
		ranked := v.rank(out.target, acc, acc.best(docs, MaxOffset+MaxLimit, met), ix.lexis.table())
		if q.Off&PartVariants != 0 {
			return ranked
		}
		fits := func(doc uint64) bool {
			return f.passes(v.record(doc), "") && (len(bearers) == 0 || slices.Contains(bearers, uint32(doc)))
		}
		return v.fold(ranked, fits, levelAsked(r.words), ix.province)
	}
	if !q.Filter.empty() {
		out.rivals = rank(all, Filter{})
		all = slices.DeleteFunc(all, func(d uint32) bool { return !q.Filter.passes(v.record(uint64(d)), "") })
	}
	if k == data.KindProcedure {
		out.total = v.names(all)
	}
	out.candidates = rank(all, q.Filter)
	if q.Filter.empty() {
		out.rivals = out.candidates
	}
	return out, nil
}

// leastCover is the share of what the words of a query tell that a text must
// have to be a hit.
const leastCover = 0.25

// target is the query made ready for one kind.
func (ix *Index) target(v *view, k data.Kind, words []word, parts []expansion, off Part) *target {
	t := &target{kind: k, words: words, parts: parts, weights: &articleWeights, province: ix.province, popular: ix.popular}
	t.variants = []titleQuery{ix.titleQuery(v, words, 1)}
	if k == data.KindProcedure {
		t.weights = &procedureWeights
		t.actions = actionsIn(foldsOf(words))
		for _, words := range wordings(words, parts) {
			t.variants = append(t.variants, ix.titleQuery(v, words, expandedTitle))
		}
		if off&PartNeeds == 0 {
			t.needs = ix.knowledge.needed(words)
		}
	}
	t.off = off
	return t
}

// Expanded words count less than typed ones: in the text, and in titles.
const (
	expandedText  = 0.5
	expandedTitle = 0.95
)

// Probabilities from which the first procedure is certainly right, and from
// which nothing that was found is any good. To be certain, the title must also
// have nearly all that was asked or be asked for nearly whole, or a need half of
// it: what tells the first from the others need not tell it from what is no
// procedure at all (giá bitcoin).
const (
	certainFrom = 0.8
	nothingFrom = 0.6

	certainTitle = 0.85
	certainNeed  = 0.5
	certainWhole = 0.95
)

// match judges the first candidate: how likely it is right among all rivals (a
// hit is no surer for having its betters hidden) and the chance that nothing
// fits.
func (f *found) match() Match {
	if len(f.candidates) == 0 {
		return MatchNone
	}
	first := f.candidates[0]
	if f.numbered { // the words beside the number, if any, tell which of its bearers is meant
		beside := slices.ContainsFunc(f.target.words, func(w word) bool { return w.weight > weakVerb })
		switch {
		case beside && first.features[byCover] < fairCover:
			return MatchNone
		case len(f.candidates) == 1:
			return MatchCertain
		case !beside:
			return MatchPossible
		}
	}
	if f.kind == data.KindArticle {
		switch {
		case first.features[whole] == 1:
			return MatchCertain
		case first.features[byCover] < fairCover:
			return MatchNone
		}
		return MatchPossible
	}
	nothing := f.target.weights[nothingFits]
	top := max(f.rivals[0].score, nothing)
	all := math.Exp(nothing - top)
	for _, c := range f.rivals {
		if c.weighed {
			all += math.Exp(c.score - top)
		}
	}
	switch p := math.Exp(first.score-top) / all; {
	case p >= certainFrom && first.sound():
		return MatchCertain
	case math.Exp(nothing-top)/all >= nothingFrom:
		return MatchNone
	}
	return MatchPossible
}

// sound reports whether the title or a need speaks for a candidate by itself.
func (c *candidate) sound() bool {
	f := &c.features
	return f[covered] >= certainTitle || f[byNeed] >= certainNeed || f[covering] >= certainWhole && len(c.record.title) > 2
}

// fairCover is how much of the query news must have to be worth showing as
// more than a guess.
const fairCover = 0.6

// logit brings the scores of both kinds to one scale: above 0 a record is
// rather wanted than not.
func (f *found) logit(c candidate) float64 {
	if f.kind == data.KindProcedure {
		if f.numbered { // it bears the number: there is no doubt that something fits
			return c.score
		}
		return c.score - f.target.weights[nothingFits]
	}
	g := &c.features
	return newsBase + newsCovered*g[covered] + newsOrder*g[inOrder] + newsWhole*g[whole] + newsText*g[byCover]
}

// A headline that has all that was typed stands beside a fair procedure, one
// that is what was typed before all but the certain.
const (
	newsBase    = -6.0
	newsCovered = 3.0
	newsOrder   = 1.5
	newsWhole   = 4.0
	newsText    = 1.5
)

// terms are what is looked for in the postings.
func terms(words []word, parts []expansion, off Part) []term {
	var out []term
	seen := map[string]bool{}
	add := func(ch channel, text string, weight float64, typed bool) {
		if off&PartPairs != 0 && (ch == inPairs || ch == inTitlePairs) || off&PartExact != 0 && ch == inExact {
			return
		}
		key := string(rune('0'+ch)) + text
		if !seen[key] {
			seen[key] = true
			out = append(out, term{channel: ch, text: text, weight: weight, typed: typed})
		}
	}
	run := func(words []word, typed bool, share float64) {
		for i, w := range words {
			if w.weight == 0 {
				continue
			}
			add(inFold, w.fold, share*w.weight, typed)
			add(inTitle, w.fold, share*w.weight, typed)
			if w.marked {
				add(inExact, w.canonical, share*w.weight, typed)
			}
			if i+1 < len(words) && words[i+1].weight > 0 {
				pair := pairTerm(w.fold, words[i+1].fold)
				weight := max(w.weight, words[i+1].weight) // one telling word makes the pair tell
				add(inPairs, pair, share*weight, typed)
				add(inTitlePairs, pair, share*weight, typed)
			}
		}
	}
	run(words, true, 1)
	for _, p := range parts {
		run(p.entry.means, false, expandedText)
	}
	return out
}

// why tells what led to a candidate beside the words typed.
func (f *found) why(c candidate) (out []Why) {
	t := f.target
	if c.variant > 0 {
		parts := t.parts
		if alone := c.variant - 2; alone >= 0 { // as wordings orders them
			parts = parts[alone : alone+1]
		}
		for _, p := range parts {
			out = append(out, Why{textOf(t.words[p.from:p.to]), p.entry.Means, p.entry.by})
		}
	}
	if m, ok := t.needs[c.record.id]; ok && m.score >= tellingNeed && c.features[covered] < 1 && m.need.typedIn(t.words) {
		out = append(out, Why{m.need.Typed, m.need.Means, ByLexicon})
	}
	return out
}

// tellingNeed is the score from which a need is given as a reason.
const tellingNeed = 0.5
