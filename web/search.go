package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/search"
)

const (
	perPage     = 10
	snippetSize = 260 // bytes
)

type searchPage struct {
	base
	Kind       data.Kind
	Tabs       []tab
	Result     search.Result
	Hits       []*hitView
	Page       int
	Prev, Next string // addresses, empty at the ends
	From, To   int    // numbers of the hits shown
}

// tab is one way to narrow the hits by kind.
type tab struct {
	Label, URL string
	Current    bool
}

// hitView is a hit with its record's words.
type hitView struct {
	Title   []search.Fragment
	Snippet []search.Fragment
	URL     string
	IsNews  bool
	Notes   []string // short facts under the title
	Repeal  bool
}

func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	form := r.URL.Query()
	q := strings.TrimSpace(strings.ToValidUTF8(form.Get("q"), ""))
	if q == "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	if at, ok := s.codeTyped(r.Context(), q); ok {
		http.Redirect(w, r, at, http.StatusSeeOther)
		return nil
	}
	kind := data.Kind(form.Get("kind"))
	if kind != data.KindProcedure && kind != data.KindArticle {
		kind = ""
	}
	page := pageNumber(form.Get("trang"))
	res, err := s.Searcher.Search(r.Context(), search.Query{Text: q, Kind: kind, Offset: (page - 1) * perPage, Limit: perPage})
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	hits, err := s.hitViews(r.Context(), q, res.Hits)
	if err != nil {
		return err
	}
	p := searchPage{
		base: s.base(r, "Kết quả cho “"+res.Query+"”"), Kind: kind, Result: res, Hits: hits, Page: page,
		Tabs: []tab{
			{"Tất cả", searchURL(q, "", 1), kind == ""},
			{"Thủ tục", searchURL(q, data.KindProcedure, 1), kind == data.KindProcedure},
			{"Tin tức", searchURL(q, data.KindArticle, 1), kind == data.KindArticle},
		},
		From: (page-1)*perPage + 1, To: (page-1)*perPage + len(hits),
	}
	p.Query, p.NoIndex = q, true
	if page > 1 {
		p.Prev = searchURL(q, kind, page-1)
	}
	if last := min(res.Total, search.MaxOffset+perPage); page*perPage < last {
		p.Next = searchURL(q, kind, page+1)
	}
	return s.render(w, http.StatusOK, "search", p)
}

// codeTyped finds the address of what a printed code leads to: somebody whose
// camera fails types the code into the nearest box.
func (s *Server) codeTyped(ctx context.Context, q string) (address string, ok bool) {
	code, err := qr.ParseCode(q)
	if err != nil {
		return "", false
	}
	link, err := s.Store.Link(ctx, code.String())
	if err != nil {
		return "", false // eight letters that are no code of ours are words
	}
	return "/q/" + link.Code, true
}

// pageNumber reads a page number; what is absurd is the first or the last page
// that can be reached.
func pageNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1
	}
	return min(max(n, 1), search.MaxOffset/perPage+1)
}

func searchURL(q string, kind data.Kind, page int) string {
	v := url.Values{"q": {q}}
	if kind != "" {
		v.Set("kind", string(kind))
	}
	if page > 1 {
		v.Set("trang", strconv.Itoa(page))
	}
	return "/tim-kiem?" + v.Encode()
}

// hitViews fetches the records of the hits and marks what was typed in them. A
// record that has gone between search and fetch is left out.
func (s *Server) hitViews(ctx context.Context, query string, hits []search.Hit) ([]*hitView, error) {
	var codes []string
	var ids []int64
	for _, h := range hits {
		if h.Kind == data.KindProcedure {
			codes = append(codes, h.ID)
		} else if id, err := strconv.ParseInt(h.ID, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	procedures, err := s.Store.Procedures(ctx, codes)
	if err != nil {
		return nil, err
	}
	articles, err := s.Store.Articles(ctx, ids)
	if err != nil {
		return nil, err
	}
	marker := search.NewHighlighter(query)
	views := make([]*hitView, len(hits))
	var work sync.WaitGroup // cutting snippets from ten long records is worth both cores
	for i, h := range hits {
		if p, ok := procedures[h.ID]; ok && h.Kind == data.KindProcedure {
			work.Go(func() { views[i] = procedureHit(marker, &p) })
			continue
		}
		id, _ := strconv.ParseInt(h.ID, 10, 64)
		if a, ok := articles[id]; ok && h.Kind == data.KindArticle {
			work.Go(func() { views[i] = articleHit(marker, &a) })
		}
	}
	work.Wait()
	return slices.DeleteFunc(views, func(v *hitView) bool { return v == nil }), nil
}

func procedureHit(m *search.Highlighter, p *data.Procedure) *hitView {
	h := &hitView{
		Title: m.Mark(p.Name), Snippet: m.Snippet(search.ProcedureText(p), snippetSize),
		URL: procedurePath(*p), Repeal: p.Status == data.StatusRepealed,
	}
	h.Notes = append(h.Notes, p.Field)
	for _, l := range p.Levels {
		h.Notes = append(h.Notes, l.Label())
	}
	h.Notes = append(h.Notes, "Mã\u00a0"+p.Code)
	h.Notes = slices.DeleteFunc(h.Notes, func(s string) bool { return s == "" })
	return h
}

func articleHit(m *search.Highlighter, a *data.Article) *hitView {
	h := &hitView{Title: m.Mark(a.Title), Snippet: m.Snippet(search.ArticleText(a), snippetSize), URL: articlePath(*a), IsNews: true}
	for _, note := range []string{publishedText(*a), a.Source, a.Category} {
		if note != "" {
			h.Notes = append(h.Notes, note)
		}
	}
	return h
}
