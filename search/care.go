package search

import (
	"cmp"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/search/lexicon"
	"tracuu/search/vi"
)

// Care is what staff taught the search, made ready for queries by
// [Index.Prepare]. It never changes; the zero value teaches nothing.
type Care struct {
	house       *knowledge          // synonyms; nil: none
	pinned      map[string][]pinned // bets and routes by the fold of their query
	suppressed  map[string]bool     // by canonical words
	off         Part                // parts of the search that are off
	quiet, mute bool                // no direct answers, no suggestions
}

// pinned is a bet or a route.
type pinned struct {
	words  []word
	target data.Target
	title  string
	by     ReadBy
}

// Place is a page that staff chose for a query, beside the hits.
type Place struct {
	Target data.Target
	Title  string // what staff call it
	By     ReadBy
}

// Prepare makes what staff taught ready for queries.
func (ix *Index) Prepare(c data.Care) *Care {
	out := &Care{pinned: map[string][]pinned{}, suppressed: map[string]bool{}}
	off := func(s data.CareSwitch) bool { return slices.Contains(c.Off, s) }
	if off(data.SwitchSpelling) {
		out.off |= PartSpelling
	}
	if off(data.SwitchKeystrokes) {
		out.off |= PartKeystrokes
	}
	out.quiet, out.mute = off(data.SwitchAnswers), off(data.SwitchSuggestions)
	words := &lexicon.Lexicon{}
	for _, r := range c.Rules {
		switch r.Kind {
		case data.CareSynonym:
			words.Terms = append(words.Terms, lexicon.Term{Typed: r.Typed, Means: r.Means})
			if r.Both {
				words.Terms = append(words.Terms, lexicon.Term{Typed: r.Means, Means: r.Typed})
			}
		case data.CareBet, data.CareRoute:
			if off(data.SwitchBets) {
				continue
			}
			p := pinned{words: plainWords(r.Typed), target: r.Target, title: r.Title, by: ByStaff}
			for _, key := range ix.keysOf(p.words) {
				out.pinned[key] = append(out.pinned[key], p)
			}
		case data.CareSuppressed:
			out.suppressed[suppressKey(r.Typed)] = true
		}
	}
	if len(words.Terms) > 0 && !off(data.SwitchSynonyms) {
		out.house = newKnowledge(words)
		out.house.saidBy(ByHouse)
	}
	return out
}

// saidBy marks all entries as those of one source.
func (k *knowledge) saidBy(by ReadBy) {
	for _, es := range k.terms {
		for i := range es {
			es[i].by = by
		}
	}
}

// covered tells of each word whether it is part of a term.
func (k *knowledge) covered(words []word) []bool {
	out := make([]bool, len(words))
	if k == nil {
		return out
	}
	for _, p := range expand(words, k, nil) {
		for i := p.from; i < p.to; i++ {
			out[i] = p.entry.by == ByHouse // numbers are anybody's
		}
	}
	return out
}

// lost reports whether a text has a term that it has no longer when it is read
// as another one.
func (k *knowledge) lost(text, as string) bool {
	return k != nil && slices.Contains(k.covered(plainWords(text)), true) && !slices.Contains(k.covered(plainWords(as)), true)
}

// SetCare makes the search go by what staff taught from now on.
func (ix *Index) SetCare(c data.Care) {
	prepared := ix.Prepare(c)
	ix.handle.Lock()
	defer ix.handle.Unlock()
	ix.care = prepared
}

// careOf is the care that a query goes by.
func (ix *Index) careOf(q Query) *Care { return cmp.Or(q.Care, ix.care) }

// keysOf are the forms that a query is known under: all of its words, and
// without those that only ask.
func (ix *Index) keysOf(words []word) []string {
	keys := []string{strings.Join(foldsOf(words), " ")}
	asked := slices.Clone(words)
	ix.questions.strip(asked)
	asked = slices.DeleteFunc(asked, func(w word) bool { return w.weight == 0 })
	if key := strings.Join(foldsOf(asked), " "); key != keys[0] {
		keys = append(keys, key)
	}
	return keys
}

// pinnedFor finds what staff chose for a query: as it was typed, then as it
// was read. Marks that were typed on both sides must agree.
func (ix *Index) pinnedFor(c *Care, r *reading) (out []pinned) {
	if len(c.pinned) == 0 {
		return nil
	}
	for _, words := range [][]word{plainWords(r.text), r.words} {
		for _, key := range ix.keysOf(words) {
			for _, p := range c.pinned[key] {
				if agreeing(words, p.words) && !slices.ContainsFunc(out, func(o pinned) bool { return o.target == p.target }) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// agreeing reports whether no word was typed with other marks than the same
// word of a phrase.
func agreeing(words, phrase []word) bool {
	for _, w := range words {
		for _, p := range phrase {
			if w.fold == p.fold && w.marked && p.marked && w.canonical != p.canonical {
				return false
			}
		}
	}
	return true
}

// hit is the hit that a bet puts first; false if the index has nothing to show
// or the query asks for something else. Procedures are checked here; whether an
// article is there is for the store to say.
func (ix *Index) hit(p pinned, r *reading, q Query) (Hit, bool) {
	kind := p.target.Kind
	if q.Kind != "" && q.Kind != kind {
		return Hit{}, false
	}
	h := Hit{Kind: kind, ID: p.target.Key, Score: pinnedScore, Why: []Why{{Typed: r.text, By: p.by}}}
	switch kind {
	case data.KindArticle:
		return h, q.Filter.empty()
	case data.KindProcedure:
		v := ix.views[kind]
		doc, ok := v.ids[p.target.Key]
		if !ok {
			return Hit{}, false
		}
		rec := v.record(doc)
		h.Why[0].Matched = rec.Title
		if rec.group != "" {
			for _, m := range v.groups[rec.group] {
				if m != doc {
					h.Variants = append(h.Variants, variants([]*record{v.record(m)})...)
				}
			}
		}
		return h, !rec.Repealed && q.Filter.passes(rec, "")
	}
	return Hit{}, false
}

// pinnedScore stands above every score of the ranking.
const pinnedScore = 100

// pin gives the hits and places that staff chose for a query.
func (ix *Index) pin(c *Care, r *reading, q Query) (hits []Hit, places []Place) {
	for _, p := range ix.pinnedFor(c, r) {
		switch p.target.Kind {
		case data.KindProcedure, data.KindArticle:
			if h, ok := ix.hit(p, r, q); ok && !slices.ContainsFunc(hits, func(o Hit) bool { return o.has(h.Kind, h.ID) }) {
				hits = append(hits, h)
			}
		default:
			if q.Kind == "" && q.Filter.empty() {
				places = append(places, Place{p.target, p.title, p.by})
			}
		}
	}
	return hits, places
}

// has reports whether the hit is a record or has it among its variants.
func (h Hit) has(kind data.Kind, id string) bool {
	return h.Kind == kind && (h.ID == id || slices.ContainsFunc(h.Variants, func(v Variant) bool { return v.Code == id }))
}

// leaveOut takes out of what was found what staff put before it.
func (f *found) leaveOut(pinned []Hit) {
	if len(pinned) == 0 {
		return
	}
	before := len(f.candidates)
	f.candidates = slices.DeleteFunc(slices.Clone(f.candidates), func(c candidate) bool {
		return slices.ContainsFunc(pinned, func(h Hit) bool { return h.has(f.kind, c.record.id) })
	})
	f.total -= before - len(f.candidates)
}

// mayOffer reports whether a text may be suggested.
func (c *Care) mayOffer(text string) bool {
	return len(c.suppressed) == 0 || !c.suppressed[suppressKey(text)]
}

// suppressKey is the same for spellings that differ in case and the placement
// of tones alone.
func suppressKey(text string) string {
	var b strings.Builder
	for _, w := range plainWords(text) {
		b.WriteString(w.canonical)
		b.WriteByte(' ')
	}
	return b.String()
}

// SameReading reports whether a query is understood alike under two cares, so
// that its hits are the same.
func (ix *Index) SameReading(text string, a, b *Care) bool {
	ix.handle.RLock()
	defer ix.handle.RUnlock()
	if a.off != b.off {
		return false
	}
	x, y := ix.read(text, a.off, a), ix.read(text, b.off, b)
	return x.spelt == y.spelt && slices.Equal(x.readAs, y.readAs) &&
		slices.EqualFunc(x.parts, y.parts, expansion.sameAs) &&
		slices.EqualFunc(ix.pinnedFor(a, &x), ix.pinnedFor(b, &y), pinned.sameAs)
}

func (e expansion) sameAs(o expansion) bool {
	return e.from == o.from && e.to == o.to && slices.EqualFunc(e.entry.means, o.entry.means, func(a, b word) bool { return a.canonical == b.canonical })
}

func (p pinned) sameAs(o pinned) bool { return p.target == o.target && p.title == o.title }

// Known tells what the search knows of a phrase before staff teach it more.
type Known struct {
	Words  int    // how many there are
	Common bool   // it is one word that much else is called by
	Marked string // the phrase with its marks, if it has none and they are plain
	Named  string // the procedure that bears the phrase as its name
}

// commonShare is the share of needs from which one word says too little to
// stand for anything else.
const commonShare = 0.004

// Known looks a phrase up.
func (ix *Index) Known(text string) Known {
	ix.handle.RLock()
	defer ix.handle.RUnlock()
	r := read(text)
	k := Known{Words: len(r.words)}
	if len(r.words) == 0 {
		return k
	}
	if w := r.words[0]; len(r.words) == 1 {
		k.Common = float64(len(ix.knowledge.having[w.fold])) >= commonShare*float64(len(ix.knowledge.needs))
	}
	if !vi.HasMarks(r.text) {
		k.Marked = ix.speller.restored(r)
	}
	if v := ix.views[data.KindProcedure]; v != nil {
		for _, m := range v.groups[groupKey(cmp.Or(k.Marked, r.text), ix.lexis)] {
			if rec := v.record(m); !rec.Repealed {
				k.Named = rec.id
				break
			}
		}
	}
	return k
}

// Has reports whether a procedure is in the index.
func (ix *Index) Has(code string) bool {
	ix.handle.RLock()
	defer ix.handle.RUnlock()
	_, ok := ix.views[data.KindProcedure].ids[code]
	return ok
}

// State is a number for what is searched: it changes when a new view of the
// content is taken.
func (ix *Index) State() int64 {
	ix.handle.RLock()
	defer ix.handle.RUnlock()
	return ix.shown
}
