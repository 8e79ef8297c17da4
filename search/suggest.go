package search

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"tracuu/data"
	"tracuu/search/vi"
)

// suggester completes what is being typed. It is made with the views.
type suggester struct {
	names  wordIndex // of procedures, one a name
	groups [][]*record
	needs  wordIndex
	fields wordIndex
	field  []fieldCount
}

type fieldCount struct {
	slug, name string
	count      int
}

// wordIndex finds texts by whole words and by the beginning of one.
type wordIndex struct {
	words  []string   // folded, sorted
	having [][]int32  // of each word, the texts that have it
	texts  [][]string // folded words of each text
}

func newWordIndex(texts [][]word) wordIndex {
	var x wordIndex
	lists := map[string][]int32{}
	for i, words := range texts {
		for _, w := range distinct(words) {
			lists[w] = append(lists[w], int32(i))
		}
		x.texts = append(x.texts, foldsOf(words))
	}
	for w := range lists {
		x.words = append(x.words, w)
	}
	slices.Sort(x.words)
	for _, w := range x.words {
		x.having = append(x.having, lists[w])
	}
	return x
}

// all gives the texts with every word, the last of which may be unfinished, in
// their order.
func (x *wordIndex) all(t typing) (out []int32) {
	found := make([]uint8, len(x.texts)) // how many of the words so far
	for n, w := range t.words {
		prefix := t.open && n == len(t.words)-1
		for i := sort.SearchStrings(x.words, w.fold); i < len(x.words); i++ {
			if x.words[i] != w.fold && (!prefix || !strings.HasPrefix(x.words[i], w.fold)) {
				break
			}
			for _, text := range x.having[i] {
				if found[text] == uint8(n) {
					found[text]++
				}
			}
		}
	}
	for text, n := range found {
		if int(n) == len(t.words) {
			out = append(out, int32(text))
		}
	}
	return out
}

// position is where the typed words stand in a text side by side, or else the
// first of them; past the end if it does not.
func (x *wordIndex) position(text int32, t typing) (at int, together bool) {
	folds := x.texts[text]
	first := len(folds)
	for at := range folds {
		for i, w := range t.words {
			if at+i >= len(folds) || folds[at+i] != w.fold && !(t.open && i == len(t.words)-1 && strings.HasPrefix(folds[at+i], w.fold)) {
				break
			}
			first = min(first, at)
			if i == len(t.words)-1 {
				return at, true
			}
		}
	}
	return first, false
}

// suggestFrom makes a suggester of the views when it is first asked for.
func (ix *Index) suggestFrom(views map[data.Kind]*view) func() *suggester {
	province := ix.province
	return sync.OnceValue(func() *suggester { return ix.newSuggester(views, province) })
}

func (ix *Index) newSuggester(views map[data.Kind]*view, province string) *suggester {
	s := &suggester{}
	v := views[data.KindProcedure]
	var names [][]word
	seen := map[string]int{}
	fields := map[string]int{}
	for i, seg := range v.segments {
		for n := range seg.rows {
			r := &seg.rows[n]
			if doc, ok := v.ids[r.id]; !ok || doc != v.offsets[i]+uint64(n) || r.Repealed || r.foreign(province) {
				continue // deleted, or not to be offered
			}
			at, ok := seen[r.group]
			if !ok {
				at = len(names)
				seen[r.group] = at
				names = append(names, plainWords(r.Title))
				s.groups = append(s.groups, nil)
			}
			s.groups[at] = append(s.groups[at], r)
			if r.Field != "" {
				j, ok := fields[r.key.field]
				if !ok {
					j = len(s.field)
					fields[r.key.field] = j
					s.field = append(s.field, fieldCount{slug: r.key.field, name: r.Field})
				}
				s.field[j].count++
			}
		}
	}
	for _, g := range s.groups {
		slices.SortStableFunc(g, func(a, b *record) int {
			return cmp.Or(a.near-b.near, strings.Compare(a.id, b.id))
		})
	}
	s.names = newWordIndex(names)
	var labels [][]word
	for _, f := range s.field {
		labels = append(labels, plainWords(f.name))
	}
	s.fields = newWordIndex(labels)
	var needs [][]word
	for i := range ix.knowledge.needs {
		needs = append(needs, ix.knowledge.needs[i].words)
	}
	s.needs = newWordIndex(needs)
	return s
}

// typing is a query that is not finished.
type typing struct {
	words []word
	open  bool // the last word may go on
}

// typed reads the keystrokes so far; text is repaired. Words that are none are read as Telex or
// VNI one by one: what stands beside them takes too long to ask.
func (ix *Index) typed(text string) typing {
	t := typing{open: text != "" && text == strings.TrimRight(text, " \t\n")}
	t.words = read(text).words
	for i, w := range t.words {
		if ix.care.off&PartKeystrokes != 0 || ix.speller.words.FoldCount(w.text) > 0 {
			continue
		}
		for _, decode := range []func(string) (string, bool){vi.DecodeTelex, vi.DecodeVNI} {
			if word, ok := decode(w.text); ok {
				t.words[i] = newWord(word)
				break
			}
		}
	}
	if len(t.words) > maxSuggestWords {
		t.words = t.words[:maxSuggestWords]
		t.open = false
	}
	return t
}

// Bounds on what one keystroke may cost.
const (
	maxSuggestWords = 12
	maxSuggestNews  = 5_000 // headlines looked through
	maxMended       = 6     // words whose spelling is mended
	maxStrewn       = 2     // words that may stand apart in a name
	perGroup        = 3     // suggestions of fields and of news
)

// Suggest completes what is being typed with at most limit suggestions:
// procedures by any words of their names or by needs that lead to them, then
// fields, then news. Marks may be missing, half-typed Telex is read, and where
// nothing fits the spelling is mended.
func (ix *Index) Suggest(ctx context.Context, text string, limit int) (out []Suggestion, err error) {
	ix.handle.RLock()
	defer ix.handle.RUnlock()
	text = vi.Repair(clip(text, maxQueryRunes))
	err = guard(func() (err error) {
		if ix.care.mute {
			return nil
		}
		t := ix.typed(text)
		if out, err = ix.suggest(ctx, t, limit); err != nil || len(out) > 0 || len(t.words) > maxMended {
			return err
		}
		if mended, changed := ix.spell(text, ix.care.off, ix.care); len(changed) > 0 {
			out, err = ix.suggest(ctx, ix.typed(mended), limit)
		}
		return err
	})
	return out, err
}

func (ix *Index) suggest(ctx context.Context, t typing, limit int) ([]Suggestion, error) {
	if len(t.words) == 0 || len(t.words) == 1 && len(t.words[0].fold) < 2 || limit <= 0 {
		return nil, nil // a letter begins everything
	}
	var fields, news []Suggestion
	s := ix.suggester()
	found := s.fields.all(t)
	slices.SortFunc(found, func(a, b int32) int { return s.field[b].count - s.field[a].count })
	for _, i := range found[:min(len(found), perGroup)] {
		f := s.field[i]
		fields = append(fields, Suggestion{SuggestFields, f.slug, f.name, strconv.Itoa(f.count) + " thủ tục"})
	}
	news, err := ix.suggestNews(ctx, t)
	if err != nil {
		return nil, err
	}
	mustNot := func(s Suggestion) bool { return !ix.care.mayOffer(s.Text) }
	fields, news = slices.DeleteFunc(fields, mustNot), slices.DeleteFunc(news, mustNot)
	rest := min(len(fields), perGroup) + min(len(news), perGroup)
	out := ix.suggestProcedures(t, max(limit-rest, (limit+1)/2))
	for len(out)+len(fields)+len(news) == 0 && len(t.words) > 2 { // what was typed first may be known
		t = typing{words: t.words[:len(t.words)-1]}
		out = ix.suggestProcedures(t, limit)
	}
	for _, more := range [][]Suggestion{fields, news} {
		out = append(out, more[:min(len(more), limit-len(out))]...)
	}
	return out, nil
}

// offer is a procedure that could be suggested.
type offer struct {
	record   *record
	at       int // where in the name the words stand
	together bool
	popular  int // place among the most read
}

// place is 0 for a name that begins as typed, 1 for one that has it, 2 for one
// that has the words elsewhere.
func (o offer) place() int {
	switch {
	case !o.together:
		return 2
	case o.at > 0:
		return 1
	}
	return 0
}

// suggestProcedures completes names, those that begin so first, then the more
// read, the nearer to citizens, the shorter; then what needs lead to.
func (ix *Index) suggestProcedures(t typing, limit int) (out []Suggestion) {
	s := ix.suggester()
	var offers []offer
	for _, i := range s.names.all(t) {
		r := s.groups[i][0]
		at, together := s.names.position(i, t)
		if together || len(t.words) <= maxStrewn {
			offers = append(offers, offer{r, at, together, ix.popularRank(r.id)})
		}
	}
	order := func(a, b offer) int {
		return cmp.Or(a.place()-b.place(), a.popular-b.popular, a.record.near-b.record.near,
			len(a.record.title)-len(b.record.title), strings.Compare(a.record.id, b.record.id))
	}
	if most := limit + len(ix.care.suppressed); len(offers) > most {
		nth(offers, most, order)
		offers = offers[:most]
	}
	slices.SortFunc(offers, order)
	taken := map[string]bool{}
	for _, o := range offers {
		if len(out) == limit {
			return out
		}
		taken[o.record.group] = true
		if !ix.care.mayOffer(o.record.Title) {
			continue
		}
		out = append(out, Suggestion{SuggestProcedures, o.record.id, o.record.Title, o.record.Field})
	}
	if len(out) == limit {
		return out
	}
	needs := s.needs.all(t)
	needs = slices.DeleteFunc(needs, func(i int32) bool { // words strewn over a need mean another
		_, together := s.needs.position(i, t)
		return !together
	})
	slices.SortStableFunc(needs, func(a, b int32) int {
		return len(ix.knowledge.needs[a].words) - len(ix.knowledge.needs[b].words)
	})
	v := ix.views[data.KindProcedure]
	for _, i := range needs {
		n := &ix.knowledge.needs[i]
		doc, ok := v.ids[n.Codes[0]]
		if len(out) == limit {
			break
		}
		if !ok {
			continue
		}
		r := v.record(doc)
		if taken[r.group] || r.Repealed || r.foreign(ix.province) || !ix.care.mayOffer(r.Title) || !ix.care.mayOffer(n.Typed) {
			continue
		}
		taken[r.group] = true
		out = append(out, Suggestion{SuggestProcedures, r.id, r.Title, n.Typed})
	}
	return out
}

// suggestNews finds the newest headlines with every word typed, two of them side
// by side if that is rare. A single unfinished word fits too many, and so do
// words of thousands of headlines.
func (ix *Index) suggestNews(ctx context.Context, t typing) ([]Suggestion, error) {
	v := ix.views[data.KindArticle]
	whole := t.words
	if t.open {
		whole = whole[:len(whole)-1]
	}
	if len(whole) == 0 || v.docs == 0 {
		return nil, nil
	}
	prop, rarest, least := "", "", maxSuggestNews+1
	try := func(p, term string) error {
		n, err := v.count(ctx, p, term)
		if n < least {
			prop, rarest, least = p, term, n
		}
		return err
	}
	for i, w := range whole {
		err := try(propTitleFold, w.fold)
		if i > 0 && err == nil {
			err = try(propTitlePairs, pairTerm(whole[i-1].fold, w.fold))
		}
		if err != nil {
			return nil, err
		}
	}
	if rarest == "" {
		return nil, nil
	}
	docs, err := v.withTerm(ctx, prop, rarest)
	if err != nil {
		return nil, err
	}
	folds := ix.lexis.table()
	var asked []wordID
	for _, w := range whole {
		asked = append(asked, ix.lexis.id(w.fold))
	}
	prefix := ""
	if t.open {
		prefix = t.words[len(t.words)-1].fold
	}
	var best []*record
	for _, d := range docs {
		r := v.record(uint64(d))
		if len(best) == perGroup && r.Day <= best[perGroup-1].Day || !ix.lexis.has(r.title, folds, asked, prefix) {
			continue
		}
		at := sort.Search(len(best), func(i int) bool { return best[i].Day < r.Day })
		best = slices.Insert(best, at, r)
		best = best[:min(len(best), perGroup)]
	}
	var out []Suggestion
	for _, r := range best {
		out = append(out, Suggestion{SuggestNews, r.id, r.Title, ""})
	}
	return out, nil
}

// has reports whether a title has all folded words and one that begins with
// prefix.
func (l *lexis) has(title, folds, asked []wordID, prefix string) bool {
	for _, w := range asked {
		if !slices.ContainsFunc(title, func(t wordID) bool { return folds[t] == w }) {
			return false
		}
	}
	if prefix == "" {
		return true
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.ContainsFunc(title, func(t wordID) bool { return strings.HasPrefix(l.names[folds[t]], prefix) })
}
