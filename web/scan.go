package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/paths"
)

// handler shows a page or answers why it cannot.
type handler = func(http.ResponseWriter, *http.Request) error

// arrival is how a reader came to a page: by a short code, and perhaps through
// what has taken the place of the code's target.
type arrival struct {
	code string
	was  string // name of what the code was printed for, empty if it is the page's own
}

type arrivalKey struct{}

func arrivalOf(ctx context.Context) arrival {
	a, _ := ctx.Value(arrivalKey{}).(arrival)
	return a
}

// scan answers a printed code in place: one round trip on a weak network, with
// the page's own address as the canonical one.
func (s *Server) scan(w http.ResponseWriter, r *http.Request) error {
	link, near, err := s.findCode(r.Context(), chi.URLParam(r, "code"))
	if errors.Is(err, data.ErrNotFound) {
		s.counter.Scan(r, "", data.OutcomeUnknown)
		return unknownCode(err, near)
	}
	if err != nil {
		return err
	}
	to, err := s.open(r, link)
	if to.outcome != "" {
		s.counter.Scan(r, link.Code, to.outcome)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-cache")
	ctx := context.WithValue(r.Context(), arrivalKey{}, arrival{link.Code, to.was})
	return to.show(w, r.WithContext(ctx))
}

// opening is what a code leads to today. A fault of ours has no outcome.
type opening struct {
	outcome data.Outcome
	show    handler
	was     string
}

func shown(show handler) opening { return opening{outcome: data.OutcomeShown, show: show} }

// open finds what a code leads to, or the words why to nothing.
func (s *Server) open(r *http.Request, link data.Link) (opening, error) {
	ctx := r.Context()
	if st := link.Standing(s.counter.today()); st != data.StandingOpen {
		return opening{outcome: data.OutcomeClosed}, s.closed(ctx, link, st)
	}
	to, err := s.openTarget(r, link)
	if errors.Is(err, data.ErrNotFound) && to.outcome == "" {
		return opening{outcome: data.OutcomeClosed}, s.vanished(ctx, link, err)
	}
	return to, err
}

func (s *Server) openTarget(r *http.Request, link data.Link) (opening, error) {
	ctx, key := r.Context(), link.Target.Key
	switch link.Target.Kind {
	case data.KindProcedure:
		p, err := s.Store.Procedure(ctx, key)
		if err != nil {
			return opening{}, err
		}
		last, replaced, err := s.Store.Successor(ctx, p)
		if err != nil {
			return opening{}, err
		}
		if len(replaced) > 0 && last.Visibility == data.Shown {
			return opening{data.OutcomeReplaced, s.showing(last), p.Name}, nil
		}
		return shown(s.showing(p)), nil
	case data.KindArticle:
		id, err := articleNumber(key)
		if err != nil {
			return opening{}, err
		}
		a, err := s.Store.Article(ctx, id)
		if err != nil {
			return opening{}, err
		}
		return shown(func(w http.ResponseWriter, r *http.Request) error { return s.showArticle(w, r, a) }), nil
	case data.KindField:
		if _, _, err := s.Store.FieldProcedures(ctx, key, 0, 0); err != nil {
			return opening{}, err
		}
		return shown(func(w http.ResponseWriter, r *http.Request) error { return s.showField(w, r, key) }), nil
	case data.KindAgency:
		a, err := s.Store.Agency(ctx, key)
		if err != nil {
			return opening{}, err
		}
		last, err := s.heir(ctx, a)
		if err != nil {
			return opening{}, err
		}
		show := func(w http.ResponseWriter, r *http.Request) error { return s.showAgency(w, r, last) }
		if last.Slug != a.Slug {
			return opening{data.OutcomeReplaced, show, a.Name}, nil
		}
		return shown(show), nil
	case data.KindPage:
		return s.openPage(r, link)
	case data.KindAddress:
		if !s.allowed(key) {
			return opening{outcome: data.OutcomeClosed}, s.forbidden(ctx, link)
		}
		return opening{outcome: data.OutcomeOutside, show: func(w http.ResponseWriter, r *http.Request) error {
			leave(w, r, key)
			return nil
		}}, nil
	}
	return opening{}, fmt.Errorf("code %s leads to unknown kind %q", link.Code, link.Target.Kind)
}

func (s *Server) showing(p data.Procedure) handler {
	return func(w http.ResponseWriter, r *http.Request) error { return s.showProcedure(w, r, p) }
}

// findCode looks a code up as it was typed. If there is none, near lists those
// that exist and differ by a single slip.
func (s *Server) findCode(ctx context.Context, typed string) (link data.Link, near []suggestion, err error) {
	typed = tidyCode(typed)
	code, err := qr.ParseCode(typed)
	if err == nil {
		link, err = s.Store.Link(ctx, code.String())
		if !errors.Is(err, data.ErrNotFound) {
			return link, nil, err
		}
	}
	unknown := fmt.Errorf("code: %w: %w", data.ErrNotFound, err)
	for _, n := range qr.Nearest(typed) {
		link, err := s.Store.Link(ctx, n.String())
		if errors.Is(err, data.ErrNotFound) {
			continue
		}
		if err != nil {
			return data.Link{}, nil, err
		}
		title, err := TargetTitle(ctx, s.Store, link.Target)
		if err != nil && !errors.Is(err, data.ErrNotFound) {
			return data.Link{}, nil, err
		}
		if title == "" {
			title = "Mã " + n.Print()
		}
		near = append(near, suggestion{Title: title, URL: paths.Code(link.Code), Note: n.Print()})
	}
	return data.Link{}, near, unknown
}

// tidyCode takes off what phones and messages put into and around a code: other
// dashes and spaces, the punctuation of the sentence it stood in.
func tidyCode(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '‐', '‑', '‒', '–', '—', '−':
			return '-'
		case '\u00a0', '\u202f', '\u2009', '\t', '\n', '\r':
			return ' '
		}
		return r
	}, s)
	return strings.Trim(s, " .,;:!?()[]<>\"'“”‘’")
}

func unknownCode(err error, near []suggestion) error {
	return &helpfulError{
		error: err,
		title: "Mã này không có trong hệ thống",
		help: "Mã in trên áp phích gồm 8 chữ và số, ví dụ 7K3M-9QXA. Hãy nhìn lại từng ký tự: số 0 và chữ O, " +
			"số 1 và chữ I, L được hiểu như nhau. Nếu mã in đúng như vậy, áp phích có thể là giả: hãy báo cho cán bộ tại quầy.",
		suggestions: near,
	}
}
