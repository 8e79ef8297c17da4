package web

import (
	"context"
	"errors"
	"net/http"

	"tracuu/data"
)

type previewKey struct{}

// previewing reports whether a page is shown to try it: nothing is counted,
// stored or to be found by search engines.
func previewing(ctx context.Context) bool { return ctx.Value(previewKey{}) != nil }

// PreviewProcedure shows the page that a procedure would have, which may differ
// from what is stored or not be stored at all.
func (s *Server) PreviewProcedure(w http.ResponseWriter, r *http.Request, p data.Procedure) error {
	r = s.asPreview(w, r)
	last, replaced, err := s.Store.Successor(r.Context(), p)
	if err != nil {
		return err
	}
	return s.showProcedure(w, r, p, last, replaced)
}

// PreviewArticle is PreviewProcedure for an article.
func (s *Server) PreviewArticle(w http.ResponseWriter, r *http.Request, a data.Article) error {
	return s.showArticle(w, s.asPreview(w, r), a)
}

func (s *Server) asPreview(w http.ResponseWriter, r *http.Request) *http.Request {
	w.Header().Set("Content-Security-Policy", s.csp)
	w.Header().Set("Cache-Control", "no-store")
	return r.WithContext(context.WithValue(r.Context(), previewKey{}, true))
}

// previewPlaces are the field and the agency that a procedure names.
func (s *Server) previewPlaces(ctx context.Context, p *data.Procedure) (f data.Field, a data.Agency, err error) {
	f.Name = p.Field
	if p.Agency == "" {
		return f, a, nil
	}
	if a, err = s.Store.AgencyByName(ctx, p.Agency); errors.Is(err, data.ErrNotFound) {
		return f, data.Agency{Name: p.Agency}, nil
	}
	return f, a, err
}
