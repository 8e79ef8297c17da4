package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/paths"
)

// besides is how many related and latest articles stand beside one.
const besides = 6

type articlePage struct {
	base
	A          data.Article
	Paragraphs []string
	Views      int64
	Related    []data.Article
	Latest     []data.Article
	Code       string
	IsSample   bool
}

func (s *Server) article(w http.ResponseWriter, r *http.Request) error {
	id, err := articleOf(chi.URLParam(r, "id"))
	if err != nil {
		return unknownArticle(r.Context(), err)
	}
	a, err := s.Store.Article(r.Context(), id)
	if errors.Is(err, data.ErrNotFound) || err == nil && a.Visibility != data.Shown {
		return unknownArticle(r.Context(), fmt.Errorf("article %d: %w", id, data.ErrNotFound))
	}
	if err != nil {
		return err
	}
	if at := paths.Article(a.ID, a.Title); r.URL.Path != at {
		s.redirect(w, r, at, http.StatusMovedPermanently)
		return nil
	}
	return s.showArticle(w, r, a)
}

// articleOf reads the number in the address of an article, which its title may
// follow.
func articleOf(param string) (int64, error) {
	digits, _, _ := strings.Cut(param, "-")
	id, err := articleNumber(digits)
	if err == nil && id <= 0 {
		err = fmt.Errorf("article %d: %w", id, data.ErrNotFound)
	}
	return id, err
}

func unknownArticle(ctx context.Context, err error) error {
	return &helpfulError{
		error: err,
		title: say(ctx, "Không tìm thấy bài viết này"),
		help:  say(ctx, "Bài có thể đã được gỡ hoặc địa chỉ bị gõ nhầm. Hãy tìm theo tiêu đề, hoặc xem các tin mới nhất."),
		suggestions: []suggestion{
			{Title: say(ctx, "Tin tức mới nhất"), URL: "/tin-tuc"},
		},
	}
}

func (s *Server) showArticle(w http.ResponseWriter, r *http.Request, a data.Article) (err error) {
	ctx := r.Context()
	target := data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(a.ID, 10)}
	p := articlePage{base: s.base(r, a.Title), A: a, IsSample: a.Sample, Paragraphs: paragraphs(a)}
	p.Path = paths.Article(a.ID, a.Title)
	p.NoIndex = a.Visibility != data.Shown
	p.Sample = p.Sample || a.Sample // a printed code opens what the site has hidden
	if p.Views, err = s.Store.ViewCount(ctx, target); err != nil {
		return err
	}
	p.Views += a.SourceViews + s.counter.Pending(target)
	if counts(r) {
		p.Views++ // this one
	}
	if p.Related, err = s.related(r, a); err != nil {
		return err
	}
	latest, err := s.Store.LatestArticles(ctx, "", 0, besides+1)
	if err != nil {
		return err
	}
	p.Latest = without(latest, a.ID)
	if err := s.tellArticle(ctx, &p.base, &a); err != nil {
		return err
	}
	p.Code = s.pageCode(ctx, target)
	return s.showCounted(w, r, "article", p, target)
}

func paragraphs(a data.Article) []string {
	if a.BodyIsLead {
		return nil
	}
	var out []string
	for line := range strings.Lines(a.Body) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// related finds articles about the same thing by the words of the title.
func (s *Server) related(r *http.Request, a data.Article) ([]data.Article, error) {
	res, err := s.Searcher.Search(r.Context(), search.Query{Text: a.Title, Kind: data.KindArticle, Limit: besides + 1})
	if err != nil {
		return nil, fmt.Errorf("related to article %d: %w", a.ID, err)
	}
	var ids []int64
	for _, h := range res.Hits {
		if id, err := strconv.ParseInt(h.ID, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	known, err := s.Store.Articles(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	var found []data.Article
	for _, id := range ids {
		if rel, ok := known[id]; ok {
			found = append(found, rel)
		}
	}
	return without(found, a.ID), nil
}

// without is a list of at most besides articles without the one being read.
func without(as []data.Article, id int64) []data.Article {
	var out []data.Article
	for _, a := range as {
		if a.ID != id && len(out) < besides {
			out = append(out, a)
		}
	}
	return out
}
