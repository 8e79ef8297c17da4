package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/paths"
)

type articlePage struct {
	base
	beside
	A          data.Article
	Paragraphs []string
	First      *data.Photo  // stands above the text
	Photos     []data.Photo // the others
	Elsewhere  []data.Photo // those that cannot be shown here
	Views      int64
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
	target := articleTarget(a)
	p := articlePage{base: s.base(r, a.Title), A: a, IsSample: a.Sample, Paragraphs: paragraphs(a)}
	p.Path = paths.Article(a.ID, a.Title)
	p.NoIndex = a.Visibility != data.Shown || previewing(ctx)
	p.Sample = p.Sample || a.Sample // a printed code opens what the site has hidden
	if p.Views, err = s.Store.ViewCount(ctx, target); err != nil {
		return err
	}
	p.Views += a.SourceViews + s.counter.Pending(target)
	if counts(r) {
		p.Views++ // this one
	}
	p.First, p.Photos, p.Elsewhere = photos(a)
	if previewing(ctx) {
		return s.render(w, r, http.StatusOK, "article", p)
	}
	p.beside = s.besideArticle(ctx, a)
	latest, err := s.Store.LatestArticles(ctx, "", 0, besideNews+1)
	if err != nil {
		return err
	}
	latest = slices.DeleteFunc(latest, func(l data.Article) bool { return l.ID == a.ID })
	p.Latest = latest[:min(len(latest), besideNews)]
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

// photos parts the photos of an article: the first stands above the text, the
// others below it. Only what comes encrypted, or from here, is shown;
// where it is not there is a link.
func photos(a data.Article) (first *data.Photo, others, elsewhere []data.Photo) {
	for _, p := range a.Photos {
		u, err := url.Parse(p.URL)
		if err != nil {
			continue
		}
		switch {
		case u.Scheme == "https", paths.IsPicture(p.URL):
			if p.Width <= 0 || p.Height <= 0 { // half a size is none
				p.Width, p.Height = 0, 0
			}
			others = append(others, p)
		case u.Scheme == "http":
			elsewhere = append(elsewhere, p)
		}
	}
	if len(others) > 0 {
		first, others = &others[0], others[1:]
	}
	return first, others, elsewhere
}
