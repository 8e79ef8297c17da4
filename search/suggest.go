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
	words []string // folded, sorted
	texts [][]int32
}

func newWordIndex(texts [][]word) wordIndex {
	lists := map[string][]int32{}
	for i, words := range texts {
		for _, w := range distinct(words) {
			lists[w] = append(lists[w], int32(i))
		}
	}
	var x wordIndex
	for w := range lists {
		x.words = append(x.words, w)
	}
	slices.Sort(x.words)
	for _, w := range x.words {
		x.texts = append(x.texts, lists[w])
	}
	return x
}

// having gives the texts with a word; with prefix, with one that begins so.
func (x *wordIndex) having(w string, prefix bool) (out []int32) {
	for i := sort.SearchStrings(x.words, w); i < len(x.words); i++ {
		if x.words[i] != w && (!prefix || !strings.HasPrefix(x.words[i], w)) {
			break
		}
		out = append(out, x.texts[i]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// all gives the texts with every word, the last of which may be unfinished.
func (x *wordIndex) all(t typing) (out []int32) {
	for i, w := range t.words {
		last := i == len(t.words)-1
		have := x.having(w.fold, last && t.open)
		if i == 0 {
			out = have
			continue
		}
		out = slices.DeleteFunc(out, func(n int32) bool { _, ok := slices.BinarySearch(have, n); return !ok })
	}
	return out
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
			if v.ids[r.id] != v.offsets[i]+uint64(n) || r.Repealed || r.foreign(province) {
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
			return cmp.Or(a.closest()-b.closest(), strings.Compare(a.id, b.id))
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

// typed reads the keystrokes so far, Telex included.
func (ix *Index) typed(text string) typing {
	text = vi.Repair(clip(text, maxQueryRunes))
	t := typing{open: text != "" && text == strings.TrimRight(text, " \t\n")}
	if decoded, ok := ix.speller.words.Decode(text); ok {
		text = decoded
	}
	t.words = read(text).words
	if n := len(t.words); t.open && n > 0 {
		last := t.words[n-1]
		if decoded, ok := vi.DecodeTelex(last.text); ok && ix.speller.words.FoldCount(last.fold) == 0 {
			t.words[n-1] = newWord(decoded)
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
	maxSuggestNews  = 20_000 // headlines looked through
	perGroup        = 3      // suggestions of fields and of news
)

// Suggest completes what is being typed with at most limit suggestions:
// procedures by any words of their names or by needs that lead to them, then
// fields, then news. Marks may be missing, half-typed Telex is read, and where
// nothing fits the spelling is mended.
func (ix *Index) Suggest(ctx context.Context, text string, limit int) (out []Suggestion, err error) {
	ix.handle.RLock()
	defer ix.handle.RUnlock()
	err = guard(func() (err error) {
		out, err = ix.suggest(ctx, ix.typed(text), limit)
		if err != nil || len(out) > 0 {
			return err
		}
		if mended, changed := ix.spell(text, 0); len(changed) > 0 {
			out, err = ix.suggest(ctx, ix.typed(mended), limit)
		}
		return err
	})
	return out, err
}

func (ix *Index) suggest(ctx context.Context, t typing, limit int) ([]Suggestion, error) {
	if len(t.words) == 0 || limit <= 0 {
		return nil, nil
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
	rest := min(len(fields), perGroup) + min(len(news), perGroup)
	out := ix.suggestProcedures(t, max(limit-rest, (limit+1)/2))
	for _, more := range [][]Suggestion{fields, news} {
		out = append(out, more[:min(len(more), limit-len(out))]...)
	}
	return out, nil
}

// suggestProcedures completes names, those that begin so first, then the more
// read, the nearer to citizens, the shorter; then what needs lead to.
func (ix *Index) suggestProcedures(t typing, limit int) (out []Suggestion) {
	s := ix.suggester()
	type offer struct {
		record *record
		at     int // where in the name the first word stands
		rank   int
	}
	var offers []offer
	for _, i := range s.names.all(t) {
		r := s.groups[i][0]
		offers = append(offers, offer{r, ix.position(r, t), ix.popularRank(r.id)})
	}
	slices.SortFunc(offers, func(a, b offer) int {
		return cmp.Or(cmp.Compare(min(a.at, 1), min(b.at, 1)), cmp.Compare(a.rank, b.rank), a.record.closest()-b.record.closest(),
			len(a.record.title)-len(b.record.title), strings.Compare(a.record.id, b.record.id))
	})
	taken := map[string]bool{}
	for _, o := range offers {
		if len(out) == limit {
			return out
		}
		taken[o.record.group] = true
		out = append(out, Suggestion{SuggestProcedures, o.record.id, o.record.Title, o.record.Field})
	}
	needs := s.needs.all(t)
	needs = slices.DeleteFunc(needs, func(i int32) bool { return !t.standIn(ix.knowledge.needs[i].words) })
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
		if !ok || taken[v.record(doc).group] {
			continue
		}
		r := v.record(doc)
		taken[r.group] = true
		out = append(out, Suggestion{SuggestProcedures, r.id, r.Title, n.Typed})
	}
	return out
}

// standIn reports whether the typed words stand side by side in a text: needs
// are many, and words strewn over one mean another.
func (t typing) standIn(words []word) bool {
	for at := 0; at+len(t.words) <= len(words); at++ {
		fits := true
		for i, w := range t.words {
			other := words[at+i].fold
			if other != w.fold && !(t.open && i == len(t.words)-1 && strings.HasPrefix(other, w.fold)) {
				fits = false
				break
			}
		}
		if fits {
			return true
		}
	}
	return false
}

// position is the place of the first typed word in the name.
func (ix *Index) position(r *record, t typing) int {
	for i, w := range plainWords(r.Title) {
		if w.fold == t.words[0].fold || len(t.words) == 1 && t.open && strings.HasPrefix(w.fold, t.words[0].fold) {
			return i
		}
	}
	return len(r.title)
}

// suggestNews finds the newest headlines with every word typed. A single
// unfinished word fits too many.
func (ix *Index) suggestNews(ctx context.Context, t typing) ([]Suggestion, error) {
	v := ix.views[data.KindArticle]
	whole := t.words
	if t.open {
		whole = whole[:len(whole)-1]
	}
	if len(whole) == 0 || v.docs == 0 {
		return nil, nil
	}
	rarest, least := "", maxSuggestNews+1
	for _, w := range whole {
		n, err := v.count(ctx, propTitleFold, w.fold)
		if err != nil {
			return nil, err
		}
		if n < least {
			rarest, least = w.fold, n
		}
	}
	if rarest == "" {
		return nil, nil
	}
	docs, err := v.withTerm(ctx, propTitleFold, rarest)
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
