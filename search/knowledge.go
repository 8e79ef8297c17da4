package search

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"tracuu/search/lexicon"
	"tracuu/search/vi"
)

// knowledge is a lexicon made ready for reading queries.
type knowledge struct {
	terms  map[string][]entry // by the fold of their first word, longest first
	needs  []need
	having map[string][]int32 // needs that have a word, by its fold
	idfs   map[string]float64 // what a folded word tells among needs

	english map[string]bool // words of phrases that are in no Vietnamese
}

// entry is a term, an abbreviation or a rename.
type entry struct {
	lexicon.Term
	words   []word
	means   []word
	context []word
	by      ReadBy
}

// says reports whether the entry tells anything new of a query: "chuyển mục
// đích" need not be told to be "chuyển mục đích sử dụng đất" where all of it was
// typed.
func (e *entry) says(words []word) bool {
	for at := range words {
		rest := words[at:]
		if len(e.means) <= len(rest) && slices.EqualFunc(rest[:len(e.means)], e.means, word.sameAs) {
			return false
		}
	}
	return true
}

// need is a [lexicon.Need] with its words.
type need struct {
	lexicon.Need
	words   []word
	actions actions
	weight  float64 // sum of what its words tell
}

func newKnowledge(l *lexicon.Lexicon) *knowledge {
	k := &knowledge{terms: map[string][]entry{}, having: map[string][]int32{}, idfs: map[string]float64{}, english: map[string]bool{}}
	for by, terms := range map[ReadBy][]lexicon.Term{ByLexicon: l.Terms, ByAbbreviation: l.Abbreviations, ByRename: l.Renames} {
		for _, t := range terms {
			e := entry{Term: t, words: plainWords(t.Typed), means: plainWords(t.Means), by: by}
			e.context = plainWords(strings.Join(t.Context, " "))
			if by == ByLexicon {
				k.learnEnglish(e.words)
			}
			if len(e.words) > 0 {
				first := e.words[0].fold
				k.terms[first] = append(k.terms[first], e)
			}
		}
	}
	for _, es := range k.terms {
		// The longest first, then those that ask for company.
		slices.SortFunc(es, func(a, b entry) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(len(b.context), len(a.context)), strings.Compare(a.Typed+a.Means, b.Typed+b.Means))
		})
	}
	for _, n := range l.Needs {
		words := plainWords(n.Typed)
		for i := range words {
			words[i].weight = particleWeight(words[i])
		}
		k.learnEnglish(words)
		k.needs = append(k.needs, need{Need: n, words: words, actions: actionsIn(foldsOf(words))})
	}
	for i, n := range k.needs {
		for _, w := range distinct(n.words) {
			k.having[w] = append(k.having[w], int32(i))
		}
	}
	for w, having := range k.having {
		k.idfs[w] = idf(len(k.needs), len(having))
	}
	for i := range k.needs {
		n := &k.needs[i]
		for _, w := range n.words {
			n.weight += w.weight * k.idfs[w.fold]
		}
	}
	return k
}

// plainWords are the words of a text of ours.
func plainWords(text string) []word {
	var out []word
	for t := range vi.Tokens(text) {
		out = append(out, newWord(t.Text))
	}
	return out
}

func distinct(words []word) []string {
	var out []string
	for _, w := range words {
		if !slices.Contains(out, w.fold) {
			out = append(out, w.fold)
		}
	}
	return out
}

// expansion is a place of the query that stands for something else as well.
type expansion struct {
	entry    *entry
	from, to int // of the words
}

// expand finds what parts of the query stand for, the longest from the left.
// Parts do not overlap. What staff taught comes before what came with the
// program.
func expand(words []word, house, own *knowledge) (out []expansion) {
	for i := 0; i < len(words); {
		e := house.termAt(words, i)
		if e == nil {
			e = own.termAt(words, i)
		}
		if e == nil {
			e = numeral(words, i)
		}
		if e == nil {
			i++
			continue
		}
		out = append(out, expansion{e, i, i + len(e.words)})
		i += len(e.words)
	}
	return out
}

// countable are the words after which a number is written in either way: nhà
// cấp IV, cấp 4.
const countable = " cấp loại hạng nhóm bậc quý kỉ ki kỷ thứ khóa lần kỳ "

var countables = vi.Fold(countable)

var romans = []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX", "XXI"}

// numeral reads a Roman number as digits, and digits as a Roman number.
func numeral(words []word, at int) *entry {
	if at == 0 || !strings.Contains(countables, " "+words[at-1].fold+" ") {
		return nil
	}
	e := &entry{words: words[at : at+1], by: ByLexicon}
	if n := slices.Index(romans, words[at].text); n >= 0 {
		e.Means = strconv.Itoa(n + 1)
	} else if n, err := strconv.Atoi(words[at].text); err == nil && n >= 1 && n <= len(romans) {
		e.Means = romans[n-1]
	} else {
		return nil
	}
	e.means = plainWords(e.Means)
	return e
}

// termAt is the longest term that begins at a word. Nothing knows nothing.
func (k *knowledge) termAt(words []word, at int) *entry {
	if k == nil {
		return nil
	}
	entries := k.terms[words[at].fold]
	for i := range entries {
		e := &entries[i]
		if at+len(e.words) <= len(words) && e.fits(words, at) {
			return e
		}
	}
	return nil
}

func (e *entry) fits(words []word, at int) bool {
	for i, w := range e.words {
		if !words[at+i].sameAs(w) {
			return false
		}
	}
	if len(e.words) == 1 {
		typed, meant := words[at], e.words[0]
		// A syllable without marks is too many words, unless it is typed as
		// an abbreviation is, or has none.
		_, syllable := vi.ParseSyllable(meant.canonical)
		if syllable && !typed.upper && !typed.marked && (meant.marked || e.by == ByAbbreviation) {
			return false
		}
	}
	if len(e.context) == 0 {
		return true
	}
	for i, w := range words {
		if i >= at && i < at+len(e.words) {
			continue
		}
		if slices.ContainsFunc(e.context, w.sameAs) {
			return true
		}
	}
	return false
}

// sameAs reports whether a typed word can be the other one: the same letters,
// and the same marks if any were typed.
func (w word) sameAs(other word) bool {
	return w.fold == other.fold && (!w.marked || w.canonical == other.canonical)
}

// wordings gives the query with its parts replaced by what they stand for: all
// at once, and each alone if there are several. More than maxWordings say
// nothing new.
func wordings(words []word, parts []expansion) [][]word {
	if len(parts) == 0 {
		return nil
	}
	replace := func(parts []expansion) []word {
		var out []word
		at := 0
		for _, p := range parts {
			out = append(append(out, words[at:p.from]...), p.entry.means...)
			at = p.to
		}
		return append(out, words[at:]...)
	}
	out := [][]word{replace(parts)}
	if len(parts) > 1 {
		for _, p := range parts[:min(len(parts), maxWordings)] {
			out = append(out, replace([]expansion{p}))
		}
	}
	return out
}

const maxWordings = 3

// meets is how well a need is met by a query.
type meets struct {
	need  *need
	score float64 // 0 to 1
}

// typedIn reports whether every word of a need was typed: a reason names what
// somebody typed, not what others say.
func (n *need) typedIn(words []word) bool {
	for _, o := range n.words {
		if !slices.ContainsFunc(words, func(w word) bool { return w.sameAs(o) }) {
			return false
		}
	}
	return true
}

// leastNeed is the score from which a need counts.
const leastNeed = 0.3

// needed finds the procedures whose needs the query words, each with the need
// that fits best. A need fits by how much of it the query has and how much of
// the query it has, by what the words tell.
func (k *knowledge) needed(words []word) map[string]meets {
	type found struct{ query, need float64 }
	hits := map[int32]found{}
	total := 0.0
	var asked []word
	for _, w := range words {
		if w.weight == 0 || slices.ContainsFunc(asked, func(o word) bool { return o.fold == w.fold }) {
			continue
		}
		tells, ok := k.idfs[w.fold]
		if !ok {
			tells = idf(len(k.needs), 0)
		}
		total += w.weight * tells
		asked = append(asked, w)
		for _, i := range k.having[w.fold] {
			f := hits[i]
			for _, o := range k.needs[i].words {
				if o.fold != w.fold {
					continue
				}
				agree := 1.0
				if w.marked && o.canonical != w.canonical {
					agree = otherMarks
				}
				f.query += w.weight * tells * agree
				f.need += o.weight * tells * agree
				break
			}
			hits[i] = f
		}
	}
	out := map[string]meets{}
	actionsAsked := actionsIn(foldsOf(words))
	for i, f := range hits {
		n := &k.needs[i]
		score := math.Sqrt(min(f.query/total, 1) * min(f.need/n.weight, 1))
		if score < leastNeed {
			continue
		}
		score *= 1 - outOfOrder*(1-neighbours(words, n.words))
		if n.actions&^actionsAsked&^actStart != 0 {
			score *= 1 - otherAction
		}
		for j, c := range n.Codes {
			s := score * (1 - 0.03*float64(j))
			if best, ok := out[c]; !ok || s > best.score || s == best.score && n.At < best.need.At {
				out[c] = meets{n, s}
			}
		}
	}
	return out
}

// What a need loses whose words stand nowhere side by side as in the query, and
// one that does something that was not asked for.
const (
	outOfOrder  = 0.25
	otherAction = 0.2
)

// neighbours is the share of a need's adjacent words that stand side by side
// in the query too.
func neighbours(words, need []word) float64 {
	if len(need) < 2 {
		return 1
	}
	n := 0
	for i := range need[1:] {
		for j := range words[:len(words)-1] {
			if words[j].fold == need[i].fold && words[j+1].fold == need[i+1].fold {
				n++
				break
			}
		}
	}
	return float64(n) / float64(len(need)-1)
}
