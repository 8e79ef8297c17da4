package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search/vi"
)

// Bounds on what one query may cost.
const (
	maxQueryRunes = 400
	maxQueryWords = 40
)

// word is one word of a query in its forms.
type word struct {
	text      string // as typed
	canonical string
	fold      string
	marked    bool    // typed with marks
	upper     bool    // typed in capitals, unlike the rest
	number    bool    // part of a legal number
	weight    float64 // 1; more for names, less for what tells little, 0 for what only asks
}

// nameWeight is what a word with a capital counts inside a sentence: names are
// what questions are about.
const nameWeight = 1.2

// reading is a query as it is understood.
type reading struct {
	text    string    // repaired, bounded, spaces collapsed
	spelt   string    // the same with its slips mended
	readAs  []Rewrite // what was read differently from how it was typed
	codes   []string  // the procedure codes in it, lower case
	only    bool      // it is one code and nothing else
	numbers []string  // the numbers of legal texts in it, as typed, folded
	words   []word
	parts   []expansion // what stands for something else as well
	asked   Asked
	english bool // typed in English
}

// read understands a query.
func (ix *Index) read(text string, off Part, care *Care) reading {
	r := read(text)
	r.english = off&PartTerms == 0 && ix.knowledge.inEnglish(r.words)
	if len(r.codes) == 0 && !r.english {
		typed := r.text
		if text, changed := ix.spell(r.text, off, care); len(changed) > 0 {
			r = read(text)
			r.text, r.readAs = typed, changed
		}
	}
	if off&PartQuestions == 0 {
		r.asked = ix.questions.strip(r.words)
	}
	if r.english {
		r.words = plainEnglish(r.words)
	}
	if off&PartTerms == 0 {
		r.parts = expand(r.words, care.house, ix.knowledge)
	}
	for _, p := range r.parts {
		if !p.entry.says(r.words) {
			continue
		}
		r.readAs = append(r.readAs, Rewrite{textOf(r.words[p.from:p.to]), p.entry.Means, p.entry.by})
	}
	return r
}

// textOf is a run of words as typed.
func textOf(words []word) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

func read(text string) reading {
	text = strings.Join(strings.Fields(vi.Repair(clip(text, maxQueryRunes))), " ")
	r := reading{text: text, spelt: text}
	if c, err := data.ParseProcedureCode(text); err == nil {
		r.codes, r.only = []string{strings.ToLower(c.Code)}, true
	} else {
		r.codes = codesIn(text)
	}
	spans := slices.DeleteFunc(numberSpans(text), func(at []int) bool { return isMonth(text, at) })
	for _, at := range spans {
		r.numbers = append(r.numbers, vi.Fold(text[at[0]:at[1]]))
	}
	shouted := strings.ToUpper(text) == text
	for t := range vi.Tokens(text) {
		if len(r.words) == maxQueryWords {
			break
		}
		if len(t.Text) > maxTerm {
			continue
		}
		inNumber := slices.ContainsFunc(spans, func(at []int) bool { return at[0] <= t.Start && t.End <= at[1] })
		w := newWord(t.Text)
		if w.fold == "" { // a mark without its letter
			continue
		}
		w.number = inNumber
		w.upper = !shouted && len(t.Text) > 1 && strings.ToUpper(t.Text) == t.Text
		if first, _ := utf8.DecodeRuneInString(t.Text); !shouted && len(r.words) > 0 && unicode.IsUpper(first) {
			w.weight = nameWeight
		}
		r.words = append(r.words, w)
	}
	return r
}

func newWord(text string) word {
	canonical := canonicalTerm(text)
	return word{text: text, canonical: canonical, fold: vi.Fold(canonical), marked: vi.HasMarks(text), weight: 1}
}

// isMonth reports whether the number at a place is a month of a year: sinh tháng
// 12/2023.
func isMonth(text string, at []int) bool {
	month, year, _ := strings.Cut(text[at[0]:at[1]], "/")
	n, err := strconv.Atoi(month)
	return err == nil && 1 <= n && n <= 12 && !strings.Contains(year, "/") &&
		strings.HasSuffix(" "+vi.Fold(strings.TrimSpace(text[:at[0]])), " thang")
}

// looseCode is a procedure code as people write it: with the point left out, or
// a space or a comma in its place.
var looseCode = regexp.MustCompile(`(?:^|\s)([1-9])[\s,]?(\d{6})(?:[\s.,;:?!]|$)`)

// codesIn finds the procedure codes among other words, with a mark after them
// or oddly written: "mã 1.001193.", "thủ tục 1,001193", "1001193".
func codesIn(text string) []string {
	var out []string
	add := func(s string) {
		if c, err := data.ParseProcedureCode(s); err == nil && !slices.Contains(out, strings.ToLower(c.Code)) {
			out = append(out, strings.ToLower(c.Code))
		}
	}
	for f := range strings.FieldsSeq(text) {
		add(strings.Trim(f, ".,;:?!()[]\"'“”"))
	}
	for _, m := range looseCode.FindAllStringSubmatch(text, -1) {
		add(m[1] + "." + m[2])
	}
	return out
}

// clip cuts s after n runes.
func clip(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// Search answers one page of hits, best first. Any text is a query, never
// syntax; one without words finds nothing.
func (ix *Index) Search(ctx context.Context, q Query) (res Result, err error) {
	ix.handle.RLock()
	defer ix.handle.RUnlock()
	start := time.Now()
	ok := false
	err = guard(func() (err error) {
		res, err = ix.search(ctx, q)
		ok = true
		return err
	})
	if !ok { // the engine panicked
		ix.broken.Store(true)
	}
	res.Took = time.Since(start)
	return res, err
}

func (ix *Index) search(ctx context.Context, q Query) (res Result, err error) {
	limit := min(cmp.Or(max(q.Limit, 0), 10), MaxLimit)
	offset := min(max(q.Offset, 0), MaxOffset)
	care := ix.careOf(q)
	q.Off |= care.off
	r := ix.read(q.Text, q.Off, care)
	if care.quiet {
		r.asked = AskedNothing
	}
	res = Result{Query: r.text, ReadAs: r.readAs, Asked: r.asked, Match: MatchNone}
	if len(r.words) == 0 {
		return res, nil
	}
	if len(r.codes) > 0 {
		hits, err := ix.byCode(ctx, r.codes, q)
		if err != nil {
			return res, err
		}
		if len(hits) > 0 {
			res.Match, res.Total, res.Hits = MatchCertain, len(hits), page(hits, offset, limit)
		}
		if len(hits) > 0 || r.only {
			return res, nil // the parts of an unknown code are no words to look for
		}
	}
	var pinnedHits []Hit
	pinnedHits, res.Places = ix.pin(care, &r, q)
	var first *found
	best := math.Inf(-1)
	for _, k := range kinds {
		if q.Kind != "" && q.Kind != k {
			continue
		}
		f, err := ix.find(ctx, k, &r, q)
		if err != nil {
			return res, fmt.Errorf("search %s: %w", k, err)
		}
		f.leaveOut(pinnedHits)
		res.Total += f.total
		if k == data.KindProcedure {
			res.Facets = f.facets
		}
		key := math.Inf(1)
		for i, c := range f.candidates[:min(len(f.candidates), offset+limit)] {
			key = min(key, f.logit(c)) // blending leaves the order of a kind as it is
			if i == 0 && key > best {
				first, best = &f, key
			}
			res.Hits = append(res.Hits, Hit{Kind: k, ID: c.record.id, Score: key, Why: f.why(c), Variants: variants(c.others)})
		}
	}
	slices.SortStableFunc(res.Hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	if first != nil {
		res.Match = first.match()
	}
	if len(pinnedHits) > 0 {
		res.Hits, res.Total, res.Match = append(pinnedHits, res.Hits...), res.Total+len(pinnedHits), MatchCertain
	}
	if res.Match != MatchCertain && !r.english && !care.mute {
		if better := ix.speller.restored(r); care.mayOffer(better) {
			res.DidYouMean = better
		}
	}
	res.Hits = page(res.Hits, offset, limit)
	return res, nil
}

// Candidate is a record that was looked at closely, with what its score is made
// of: for tuning.
type Candidate struct {
	IDs      []string  // the record's own, then those of its variants
	Features []float64 // as [WeightNames] names them
}

// Candidates gives the records of one kind that a query would rank, best first.
func (ix *Index) Candidates(ctx context.Context, q Query) ([]Candidate, error) {
	ix.handle.RLock()
	defer ix.handle.RUnlock()
	r := ix.read(q.Text, q.Off, ix.careOf(q))
	f, err := ix.find(ctx, q.Kind, &r, q)
	if err != nil {
		return nil, err
	}
	var out []Candidate
	for _, c := range f.candidates {
		ids := []string{c.record.id}
		for _, o := range c.others {
			ids = append(ids, o.id)
		}
		out = append(out, Candidate{ids, slices.Clone(c.features[:])})
	}
	return out, nil
}

func page(hits []Hit, offset, limit int) []Hit {
	return hits[min(offset, len(hits)):min(offset+limit, len(hits))]
}

// repealedSuffix marks the code of a repealed procedure; whoever types the code
// as it was printed finds it, behind the one in force if there is one.
const repealedSuffix = "-xoa"

func (ix *Index) byCode(ctx context.Context, codes []string, q Query) ([]Hit, error) {
	if q.Kind == data.KindArticle {
		return nil, nil
	}
	v := ix.views[data.KindProcedure]
	var hits []Hit
	seen := map[uint32]bool{} // a code typed twice, or an alias beside it
	for _, suffix := range []string{"", repealedSuffix} {
		for _, c := range codes {
			docs, err := v.withTerm(ctx, propCode, c+suffix)
			if err != nil {
				return nil, err
			}
			for _, d := range docs {
				r := v.record(uint64(d))
				if !seen[d] && q.Filter.passes(r, "") {
					hits = append(hits, Hit{Kind: data.KindProcedure, ID: r.id, Score: 1})
				}
				seen[d] = true
			}
		}
	}
	return hits, nil
}
