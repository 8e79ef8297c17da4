package web

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/vi"
)

// How many neighbours a page shows.
const (
	relatedProcedures = 4 // of a procedure
	relatedNews       = 3 // of a procedure
	aboutProcedures   = 3 // that an article is about
	besideNews        = 6 // of an article: related ones, and the latest
)

// Scores from which a hit for the name of a record is related to it. They were
// chosen by reading what the national catalogue and 22,000 articles give: a
// procedure of the same field is near with little in common, one of another
// field must be worded alike, and news share but a few words.
const (
	sameFieldFrom  = 1.0
	otherFieldFrom = 6.0
	newsOfNews     = -4.6
	newsOfName     = -1.0
)

// neighbourHits is how many hits are looked at.
const neighbourHits = 20

// besideProcedure is what the page of p leads to beside p.
func (s *Server) besideProcedure(ctx context.Context, p data.Procedure) beside {
	target := data.Target{Kind: data.KindProcedure, Key: p.Code}
	return beside{
		Related: s.relatedTo(ctx, target, func(ctx context.Context) (neighbours, error) { return s.nearProcedure(ctx, p) }),
		Ask:     newQuestion(target, p.Visibility == data.Shown && p.Status == data.StatusActive),
	}
}

// besideArticle is what the page of a leads to beside a.
func (s *Server) besideArticle(ctx context.Context, a data.Article) beside {
	target := articleTarget(a)
	return beside{
		Related: s.relatedTo(ctx, target, func(ctx context.Context) (neighbours, error) { return s.nearArticle(ctx, a) }),
		Ask:     newQuestion(target, a.Visibility == data.Shown),
	}
}

func articleTarget(a data.Article) data.Target {
	return data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(a.ID, 10)}
}

// nearProcedure finds the procedures whose names are like p's, those of its
// field first, and the news whose titles speak of it.
func (s *Server) nearProcedure(ctx context.Context, p data.Procedure) (n neighbours, err error) {
	res, err := s.Searcher.Search(ctx, search.Query{Text: p.Name, Kind: data.KindProcedure, Limit: neighbourHits})
	if err != nil {
		return n, fmt.Errorf("procedures like %s: %w", p.Code, err)
	}
	if n.procedures, err = s.likeProcedure(ctx, p, res.Hits); err != nil {
		return n, err
	}
	// A name that leads to other procedures too (Hỗ trợ chi phí) says too
	// little to be found in a headline.
	if res.Match != search.MatchCertain || !isHit(res.Hits[0], p.Code) || syllables(nameWords(p.Name)) < shortestName {
		return n, nil
	}
	n.articles, err = s.newsNaming(ctx, p)
	return n, err
}

// likeProcedure picks from hits those related to p. Hits of p's own name are
// variants of it and none of them; nor are those of other provinces.
func (s *Server) likeProcedure(ctx context.Context, p data.Procedure, hits []search.Hit) ([]string, error) {
	codes := make([]string, len(hits))
	for i, h := range hits {
		codes[i] = h.ID
	}
	known, err := s.Store.Procedures(ctx, codes)
	if err != nil {
		return nil, err
	}
	var near, others []string
	own := nameWords(p.Name)
	for _, h := range hits {
		q, ok := known[h.ID]
		switch {
		case !ok || isHit(h, p.Code) || nameWords(q.Name) == own || q.Status != data.StatusActive || s.elsewhere(&q):
		case q.Field == p.Field && h.Score >= sameFieldFrom:
			near = append(near, q.Code)
		case h.Score >= otherFieldFrom:
			others = append(others, q.Code)
		}
	}
	near = append(near, others...)
	return near[:min(len(near), relatedProcedures)], nil
}

// elsewhere reports whether another province has published p for itself.
func (s *Server) elsewhere(p *data.Procedure) bool {
	issuer, _ := data.IssuerProvince(p)
	return issuer != "" && s.Province != "" && issuer != s.Province
}

// newsNaming finds the newest of the news that have the name of p in their own
// title.
func (s *Server) newsNaming(ctx context.Context, p data.Procedure) ([]int64, error) {
	as, hits, err := s.newsFor(ctx, p.Name, neighbourHits)
	if err != nil {
		return nil, fmt.Errorf("news on %s: %w", p.Code, err)
	}
	name := nameWords(p.Name)
	var found []data.Article
	for i, a := range as {
		if hits[i].Score >= newsOfName && !a.TitleDerived && strings.Contains(phrase(a.Title), name) {
			found = append(found, a)
		}
	}
	slices.SortStableFunc(found, func(a, b data.Article) int { return b.Published.Compare(a.Published) })
	var ids []int64
	for _, a := range found[:min(len(found), relatedNews)] {
		ids = append(ids, a.ID)
	}
	return ids, nil
}

// nearArticle finds the procedures a is about and news like it.
func (s *Server) nearArticle(ctx context.Context, a data.Article) (n neighbours, err error) {
	if n.procedures, err = s.proceduresNamed(ctx, a); err != nil {
		return n, fmt.Errorf("procedures of article %d: %w", a.ID, err)
	}
	as, hits, err := s.newsFor(ctx, a.Title, besideNews+1)
	if err != nil {
		return n, fmt.Errorf("news like article %d: %w", a.ID, err)
	}
	for i, other := range as {
		if other.ID != a.ID && hits[i].Score >= newsOfNews && len(n.articles) < besideNews {
			n.articles = append(n.articles, other.ID)
		}
	}
	return n, nil
}

// proceduresNamed finds the procedures an article is about: those whose codes
// it gives, and those whose names it has word for word in title or lead. A
// short name is believed only if the search is certain that the title means it.
func (s *Server) proceduresNamed(ctx context.Context, a data.Article) ([]string, error) {
	given, err := s.codesGiven(ctx, a)
	if err != nil || len(given) >= aboutProcedures {
		return given[:min(len(given), aboutProcedures)], err
	}
	res, err := s.Searcher.Search(ctx, search.Query{Text: a.Title, Kind: data.KindProcedure, Limit: neighbourHits})
	if err != nil {
		return nil, err
	}
	codes := make([]string, len(res.Hits))
	for i, h := range res.Hits {
		codes[i] = h.ID
	}
	known, err := s.Store.ProcedureHeads(ctx, codes)
	if err != nil {
		return nil, err
	}
	head := phrase(a.Title + ". " + a.Lead)
	for i, h := range res.Hits {
		name := nameWords(known[h.ID].Name)
		certain := i == 0 && res.Match == search.MatchCertain && syllables(name) >= shortestName
		long := h.Score > 0 && syllables(name) > shortestName
		if (certain || long) && strings.Contains(head, name) && !slices.Contains(given, h.ID) {
			given = append(given, h.ID)
		}
	}
	return given[:min(len(given), aboutProcedures)], nil
}

// codeRE finds what may be the code of a procedure.
var codeRE = regexp.MustCompile(`\b\d\.\d{6}(?:(?:\.000\.00\.00)?\.H\d{1,3})?\b`)

// maxCodes bounds how many codes of one article are looked up.
const maxCodes = 50

// codesGiven are the codes an article gives of procedures that are here.
func (s *Server) codesGiven(ctx context.Context, a data.Article) (found []string, err error) {
	var codes []string
	for _, text := range []string{a.Title, a.Lead, a.Body} {
		for _, m := range codeRE.FindAllString(text, maxCodes) {
			if c, err := data.ParseProcedureCode(m); err == nil && !slices.Contains(codes, c.Code) {
				codes = append(codes, c.Code)
			}
		}
	}
	if len(codes) == 0 {
		return nil, nil
	}
	known, err := s.Store.ProcedureHeads(ctx, codes)
	for _, p := range inOrder(codes, known) {
		found = append(found, p.Code)
	}
	return found, err
}

// newsFor searches news; the articles come with their hits, side by side.
func (s *Server) newsFor(ctx context.Context, text string, limit int) (as []data.Article, hits []search.Hit, err error) {
	res, err := s.Searcher.Search(ctx, search.Query{Text: text, Kind: data.KindArticle, Limit: limit})
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(res.Hits))
	for i, h := range res.Hits {
		ids[i], _ = articleNumber(h.ID) // 0 is no article
	}
	known, err := s.Store.Articles(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for i, h := range res.Hits {
		if a, ok := known[ids[i]]; ok {
			as, hits = append(as, a), append(hits, h)
		}
	}
	return as, hits, nil
}

// isHit reports whether a hit is the procedure of that code, by itself or among
// its variants.
func isHit(h search.Hit, code string) bool {
	return h.ID == code || slices.ContainsFunc(h.Variants, func(v search.Variant) bool { return v.Code == code })
}

// shortestName is how many syllables a name has at least that can be told in
// the middle of a sentence ("Thành lập hội" is in "thành lập hội đồng").
const shortestName = 4

// nameWords is a procedure's name as a phrase, without what stands in brackets
// behind it.
func nameWords(name string) string {
	if i := strings.LastIndexByte(name, '('); i > 0 && strings.HasSuffix(strings.TrimSpace(name), ")") {
		name = name[:i]
	}
	return phrase(name)
}

// phrase is a text as its words in small letters and one spelling, each between
// spaces, so that a phrase stands in another if its words do.
func phrase(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for t := range vi.Tokens(text) {
		b.WriteString(vi.Canonical(t.Text))
		b.WriteByte(' ')
	}
	return b.String()
}

func syllables(phrase string) int { return strings.Count(phrase, " ") - 1 }
