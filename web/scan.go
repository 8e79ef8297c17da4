package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
)

// scan answers a printed code in place: one round trip on a weak network, with
// the page's own address as the canonical one.
func (s *Server) scan(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	link, err := s.findCode(ctx, chi.URLParam(r, "code"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	switch link.Target.Kind {
	case data.KindProcedure:
		p, err := s.Store.Procedure(ctx, link.Target.Key)
		if err != nil {
			return err
		}
		s.counter.Scan(r, link)
		return s.showProcedure(w, r, p)
	case data.KindArticle:
		id, err := strconv.ParseInt(link.Target.Key, 10, 64)
		if err != nil {
			return fmt.Errorf("code %s leads to article %q: %w", link.Code, link.Target.Key, err)
		}
		a, err := s.Store.Article(ctx, id)
		if err != nil {
			return err
		}
		s.counter.Scan(r, link)
		return s.showArticle(w, r, a)
	}
	return fmt.Errorf("code %s leads to unknown kind %q", link.Code, link.Target.Kind)
}

// findCode looks a code up as it was typed. For one that does not exist the
// error offers those that do and differ by a single slip.
func (s *Server) findCode(ctx context.Context, typed string) (data.Link, error) {
	code, err := qr.ParseCode(typed)
	if err == nil {
		var link data.Link
		link, err = s.Store.Link(ctx, code.String())
		if err == nil {
			return link, nil
		}
		if !errors.Is(err, data.ErrNotFound) {
			return link, err
		}
	}
	help := &helpfulError{
		error: fmt.Errorf("code: %w: %w", data.ErrNotFound, err),
		title: "Mã này không có trong hệ thống",
		help: "Mã in trên áp phích gồm 8 chữ và số, ví dụ 7K3M-9QXA. Hãy nhìn lại từng ký tự: số 0 và chữ O, " +
			"số 1 và chữ I, L được hiểu như nhau. Nếu mã in đúng như vậy, áp phích có thể là giả: hãy báo cho cán bộ tại quầy.",
	}
	for _, near := range qr.Nearest(typed) {
		link, err := s.Store.Link(ctx, near.String())
		if errors.Is(err, data.ErrNotFound) {
			continue
		}
		if err != nil {
			return data.Link{}, err
		}
		title, err := TargetTitle(ctx, s.Store, link.Target)
		if err != nil {
			return data.Link{}, err
		}
		help.suggestions = append(help.suggestions, suggestion{Title: title, URL: "/q/" + link.Code, Note: near.Print()})
	}
	return data.Link{}, help
}
