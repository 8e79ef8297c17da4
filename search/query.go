package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"tracuu/data"
	"tracuu/search/vi"
)

// Bounds on what one query may cost.
const (
	maxQueryRunes = 400
	maxQueryWords = 40
)

// Weights of the properties a word can be found in. A word in the title tells
// more than one in the text by far; the exact forms count only for words typed
// with their marks, since a bare "da" or "co" is some other word exactly.
const (
	boostTitleFold  = 3.0
	boostTitlePairs = 4.0
	boostTitle      = 2.0
	boostWords      = 1.0
	boostBodyFold   = 1.0
	boostName       = 12.0
	boostNumber     = 6.0
)

// procedureLead multiplies the score of procedures where both kinds are asked
// for: people come for procedures more often than for news.
const procedureLead = 2

// word is one word of a query in its forms.
type word struct {
	canonical string
	fold      string
	marked    bool // typed with marks
	number    bool // part of a legal number
}

// reading is a query as it is understood.
type reading struct {
	text    string   // repaired, bounded, spaces collapsed
	codes   []string // the procedure codes in it, lower case
	only    bool     // it is one code and nothing else
	numbers []string // the numbers of legal texts in it, as typed, folded
	words   []word
}

func read(text string) reading {
	text = strings.Join(strings.Fields(vi.Repair(clip(text, maxQueryRunes))), " ")
	r := reading{text: text}
	if c, err := data.ParseProcedureCode(text); err == nil {
		r.codes, r.only = []string{strings.ToLower(c.Code)}, true
	} else {
		r.codes = codesIn(text)
	}
	spans := numberSpans(text)
	for _, at := range spans {
		r.numbers = append(r.numbers, vi.Fold(text[at[0]:at[1]]))
	}
	for t := range vi.Tokens(text) {
		if len(r.words) == maxQueryWords {
			break
		}
		if len(t.Text) > maxTerm {
			continue
		}
		inNumber := slices.ContainsFunc(spans, func(at []int) bool { return at[0] <= t.Start && t.End <= at[1] })
		r.words = append(r.words, word{canonicalTerm(t.Text), foldTerm(t.Text), vi.HasMarks(t.Text), inNumber})
	}
	return r
}

// codesIn finds the procedure codes among other words, with a comma for the
// point or a mark after it: "mã 1.001193.", "thủ tục 1,001193".
func codesIn(text string) []string {
	var out []string
	for f := range strings.FieldsSeq(text) {
		f = strings.Trim(f, ".,;:?!()[]\"'“”")
		if len(f) > 1 && f[1] == ',' {
			f = f[:1] + "." + f[2:]
		}
		if c, err := data.ParseProcedureCode(f); err == nil {
			out = append(out, strings.ToLower(c.Code))
		}
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
	r := read(q.Text)
	res = Result{Query: r.text, Match: MatchNone}
	if len(r.words) == 0 {
		return res, nil
	}
	if len(r.codes) > 0 {
		hits, err := ix.byCode(ctx, r.codes, q.Kind)
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
	named := false
	for _, k := range kinds {
		if q.Kind != "" && q.Kind != k {
			continue
		}
		hits, total, first, err := ix.shards[k].search(ctx, k, r, offset+limit)
		if err != nil {
			return res, fmt.Errorf("search %s: %w", k, err)
		}
		if k == data.KindProcedure && q.Kind == "" {
			for i := range hits {
				hits[i].Score *= procedureLead
			}
		}
		named = named || first
		res.Total += total
		res.Hits = append(res.Hits, hits...)
	}
	slices.SortStableFunc(res.Hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	if len(res.Hits) > 0 {
		res.Match = MatchPossible
		if named {
			res.Match = MatchCertain
		}
	}
	res.Hits = page(res.Hits, offset, limit)
	return res, nil
}

func page(hits []Hit, offset, limit int) []Hit {
	return hits[min(offset, len(hits)):min(offset+limit, len(hits))]
}

// repealedSuffix marks the code of a repealed procedure; whoever types the code
// as it was printed finds it, behind the one in force if there is one.
const repealedSuffix = "-xoa"

func (ix *Index) byCode(ctx context.Context, codes []string, kind data.Kind) ([]Hit, error) {
	if kind == data.KindArticle {
		return nil, nil
	}
	var any []query.Query
	for _, c := range codes {
		any = append(any, term(propCode, c, 2), term(propCode, c+repealedSuffix, 1))
	}
	res, err := ix.shards[data.KindProcedure].alias.SearchInContext(ctx,
		bleve.NewSearchRequestOptions(query.NewDisjunctionQuery(any), MaxLimit, 0, false))
	if err != nil {
		return nil, fmt.Errorf("search codes %q: %w", codes, err)
	}
	var hits []Hit
	for _, h := range res.Hits {
		hits = append(hits, Hit{Kind: data.KindProcedure, ID: h.ID, Score: h.Score})
	}
	return hits, nil
}

// search finds the best n hits of one kind and reports whether the first of
// them bears the query as its full title.
func (s *shard) search(ctx context.Context, kind data.Kind, r reading, n int) (hits []Hit, total int, named bool, err error) {
	common, err := s.commonWords(ctx, r.words)
	if err != nil {
		return nil, 0, false, err
	}
	find := func(q query.Query) (*bleve.SearchResult, error) {
		req := bleve.NewSearchRequestOptions(q, n, 0, false)
		return s.alias.SearchInContext(ctx, req)
	}
	// A legal number is looked for as a whole where there are such numbers;
	// one that no procedure bears may be a date, and is words like any other.
	byNumber := kind == data.KindProcedure && len(r.numbers) > 0
	res, err := find(build(r, common, byNumber))
	if err == nil && byNumber && res.Total == 0 {
		res, err = find(build(r, common, false))
	}
	if err != nil {
		return nil, 0, false, err
	}
	for _, h := range res.Hits {
		hits = append(hits, Hit{Kind: kind, ID: h.ID, Score: h.Score})
	}
	if len(hits) == 0 || kind != data.KindProcedure {
		return hits, int(res.Total), false, nil
	}
	named, err = s.isNamed(ctx, r, hits[0].ID)
	return hits, int(res.Total), named, err
}

// isNamed reports whether the record's whole title is what was typed.
func (s *shard) isNamed(ctx context.Context, r reading, id string) (bool, error) {
	q := query.NewConjunctionQuery([]query.Query{nameQuery(r), query.NewDocIDQuery([]string{id})})
	res, err := s.alias.SearchInContext(ctx, bleve.NewSearchRequestOptions(q, 0, 0, false))
	if err != nil {
		return false, err
	}
	return res.Total > 0, nil
}

// build turns the words into a bleve query. A record is a candidate when at
// least a third of the telling words occur in it; every form found
// adds to the score. Words that stand in most texts tell nothing there and are
// looked for in titles alone: their lists are what costs time. With byNumber
// the legal numbers of the query are what is required, and their parts are no
// words.
func build(r reading, common func(fold string) bool, byNumber bool) query.Query {
	seen := map[string]bool{}
	var anywhere, should []query.Query
	telling := 0
	for i, w := range r.words {
		if byNumber && w.number {
			continue
		}
		if i > 0 {
			pair := pairTerm(r.words[i-1].fold, w.fold)
			if !seen[pair] {
				seen[pair] = true
				should = append(should, term(propTitlePairs, pair, boostTitlePairs))
			}
		}
		if seen[w.fold] {
			continue
		}
		seen[w.fold] = true
		if w.marked {
			should = append(should, term(propTitle, w.canonical, boostTitle))
		}
		should = append(should, term(propTitleFold, w.fold, boostTitleFold))
		if common(w.fold) {
			continue
		}
		telling++
		should = append(should, term(propWordsFold, w.fold, boostWords))
		anywhere = append(anywhere, term(propBodyFold, w.fold, boostBodyFold))
	}
	var must []query.Query
	if byNumber {
		for _, n := range r.numbers {
			must = append(must, term(propNumber, n, boostNumber))
		}
		should = append(should, anywhere...)
	} else {
		words := query.NewDisjunctionQuery(anywhere)
		words.SetMin(float64((telling + 2) / 3))
		must = append(must, words)
	}
	should = append(should, nameQuery(r))
	return query.NewBooleanQuery(must, should, nil)
}

// commonShare is the share of texts from which on a word is common, commonLeast
// how many texts that are at least (short lists cost nothing), and fewTelling
// how many of the rarest words are telling all the same.
const (
	commonShare = 0.10
	commonLeast = 1000
	fewTelling  = 3
)

// commonWords finds which words of a query stand in too many texts to tell
// them apart.
func (s *shard) commonWords(ctx context.Context, words []word) (func(string) bool, error) {
	adv, err := s.alias.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := adv.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	docs, err := reader.DocCount()
	if err != nil {
		return nil, err
	}
	count := map[string]uint64{}
	var order []string
	for _, w := range words {
		if _, ok := count[w.fold]; ok {
			continue
		}
		terms, err := reader.TermFieldReader(ctx, []byte(w.fold), propBodyFold, false, false, false)
		if err != nil {
			return nil, err
		}
		count[w.fold] = terms.Count()
		order = append(order, w.fold)
		if err := terms.Close(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(count[a], count[b]) })
	common := map[string]bool{}
	for i, w := range order {
		common[w] = i >= fewTelling && float64(count[w]) > max(commonShare*float64(docs), commonLeast)
	}
	return func(fold string) bool { return common[fold] }, nil
}

// nameQuery finds the titles that are what was typed as a whole, by the marks
// where any were typed.
func nameQuery(r reading) query.Query {
	prop, form := propNameFold, func(w word) string { return w.fold }
	if slices.ContainsFunc(r.words, func(w word) bool { return w.marked }) {
		prop, form = propName, func(w word) string { return w.canonical }
	}
	parts := make([]string, len(r.words))
	for i, w := range r.words {
		parts[i] = form(w)
	}
	name := strings.Join(parts, " ")
	whole := term(prop, name, boostName)
	for _, prefix := range []string{"thủ tục ", "thu tuc "} { // most titles are indexed without these words
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return query.NewDisjunctionQuery([]query.Query{whole, term(prop, rest, boostName)})
		}
	}
	return whole
}

func term(prop, text string, boost float64) query.Query {
	q := query.NewTermQuery(text)
	q.SetField(prop)
	q.SetBoost(boost)
	return q
}
