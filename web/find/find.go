// Package find asks the index and fetches the records of what it found: one
// answer that the results page, the API and the command line all show.
//
// Start with [Finder.Find] and [Finder.Suggest].
package find

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/answer"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// Store has the records of the hits.
type Store interface {
	Procedures(ctx context.Context, codes []string) (map[string]data.Procedure, error)
	Articles(ctx context.Context, ids []int64) (map[int64]data.Article, error)
}

// Searcher finds records.
type Searcher interface {
	Search(ctx context.Context, q search.Query) (search.Result, error)
	Suggest(ctx context.Context, text string, limit int) ([]search.Suggestion, error)
}

// Finder finds records together with their words.
type Finder struct {
	Store    Store
	Searcher Searcher
	Language *words.Language // of what is said around the words of records
}

// Found is a page of hits. Those of the embedded Result are bare; Hits here
// have their records' words, and miss those whose record has gone since.
type Found struct {
	search.Result
	Hits   []*Hit
	Places []Place
	Answer *Answer // to what was asked for; nil if nothing was or the record is silent
}

// Hit is a hit with its record's words.
type Hit struct {
	search.Hit
	Title       []search.Fragment
	Translation data.Translation // what the record says of itself in the finder's language; empty if nothing
	Snippet     []search.Fragment
	URL         string // beginning with the slash, as all addresses here; a page's without a language in front
	Notes       []Note // short facts under the title
	Repealed    bool
	Variants    []Variant
}

// Place is a page that staff chose for the query, and where it is.
type Place struct {
	search.Place
	URL string // of an address outside, all of it
}

// Outside reports whether the page is not of this site.
func (p Place) Outside() bool { return p.Target.Kind == data.KindAddress }

// Note is a short fact, in the words of the record or in ours.
type Note struct {
	Text string
	Ours bool
}

// IsNews reports whether the hit is an article.
func (h *Hit) IsNews() bool { return h.Kind == data.KindArticle }

// Variant is the same procedure at another level or under another code.
type Variant struct {
	search.Variant
	Level string // its levels by name, "Cấp tỉnh, Cấp xã"
	URL   string
}

// Answer is the answer to a question, and whose it is.
type Answer struct {
	answer.Answer
	Code        string // of the procedure
	Name        string
	Translation data.Translation // as of a hit
	URL         string           // of the section that has it all
}

// Procedure is the address of the whole procedure.
func (a *Answer) Procedure() string { return paths.Procedure(a.Code) }

// snippetSize is how long snippets are, in bytes.
const snippetSize = 260

// Find searches and fetches the records. A question is answered only on the
// first page of a result whose first hit is certain and a procedure.
func (f Finder) Find(ctx context.Context, q search.Query) (Found, error) {
	res, err := f.Searcher.Search(ctx, q)
	if err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	found := Found{Result: res}
	if q.Offset == 0 {
		for _, p := range res.Places {
			found.Places = append(found.Places, Place{p, paths.Target(p.Target)})
		}
	}
	var codes []string
	var ids []int64
	for _, h := range res.Hits {
		if h.Kind == data.KindProcedure {
			codes = append(codes, h.ID)
		} else if id, err := strconv.ParseInt(h.ID, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	procedures, err := f.Store.Procedures(ctx, codes)
	if err != nil {
		return Found{}, err
	}
	articles, err := f.Store.Articles(ctx, ids)
	if err != nil {
		return Found{}, err
	}
	marker := search.NewHighlighter(q.Text, res.ReadAs...)
	hits := make([]*Hit, len(res.Hits))
	var work sync.WaitGroup // cutting snippets from ten long records is worth both cores
	for i, h := range res.Hits {
		if p, ok := procedures[h.ID]; ok && h.Kind == data.KindProcedure {
			work.Go(func() { hits[i] = f.procedureHit(marker, h, &p) })
			continue
		}
		id, _ := strconv.ParseInt(h.ID, 10, 64)
		if a, ok := articles[id]; ok && h.Kind == data.KindArticle {
			work.Go(func() { hits[i] = f.articleHit(marker, h, &a) })
		}
	}
	work.Wait()
	if res.Match == search.MatchCertain && q.Offset == 0 && len(hits) > 0 && hits[0] != nil && !hits[0].IsNews() {
		p := procedures[hits[0].ID]
		found.Answer = f.answerOf(&p, res.Asked)
	}
	found.Hits = slices.DeleteFunc(hits, func(h *Hit) bool { return h == nil })
	return found, nil
}

func (f Finder) answerOf(p *data.Procedure, asked search.Asked) *Answer {
	a, ok := answer.Of(f.Language, p, asked)
	if !ok {
		return nil
	}
	return &Answer{Answer: a, Code: p.Code, Name: p.Name, Translation: f.translation(p), URL: paths.Procedure(p.Code) + a.Anchor}
}

func (f Finder) translation(p *data.Procedure) data.Translation {
	return p.Translations[f.Language.Tag]
}

func (f Finder) procedureHit(m *search.Highlighter, found search.Hit, p *data.Procedure) *Hit {
	h := &Hit{
		Hit: found, Title: m.Mark(p.Name), Translation: f.translation(p), Snippet: m.Snippet(search.ProcedureText(p), snippetSize),
		URL: paths.Procedure(p.Code), Repealed: p.Status == data.StatusRepealed,
	}
	h.note(p.Field)
	for _, l := range p.Levels {
		h.Notes = append(h.Notes, Note{f.Language.T(l.Label()), true})
	}
	h.Notes = append(h.Notes, Note{f.Language.T("Mã") + "\u00a0" + p.Code, true})
	for _, v := range found.Variants {
		var levels []string
		for _, l := range v.Levels {
			levels = append(levels, f.Language.T(l.Label()))
		}
		h.Variants = append(h.Variants, Variant{v, strings.Join(levels, ", "), paths.Procedure(v.Code)})
	}
	return h
}

func (f Finder) articleHit(m *search.Highlighter, found search.Hit, a *data.Article) *Hit {
	h := &Hit{Hit: found, Title: m.Mark(a.Title), Snippet: m.Snippet(search.ArticleText(a), snippetSize), URL: paths.Article(a.ID, a.Title)}
	if at := format.Published(f.Language, *a); at != "" {
		h.Notes = append(h.Notes, Note{at, true})
	}
	h.note(a.Source)
	h.note(a.Category)
	return h
}

// note adds what the record says, if it says anything.
func (h *Hit) note(text string) {
	if text != "" {
		h.Notes = append(h.Notes, Note{Text: text})
	}
}

// Plain is the text of fragments without their marks, on one line.
func Plain(fs []search.Fragment) string {
	var b strings.Builder
	for _, f := range fs {
		b.WriteString(f.Text)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
