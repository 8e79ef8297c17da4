package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"

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
	link, near, err := s.findCode(r.Context(), chi.URLParam(r, "*"))
	if errors.Is(err, data.ErrNotFound) {
		s.counter.Scan(r, "", data.OutcomeUnknown)
		return unknownCode(r.Context(), err, near)
	}
	if err != nil {
		return err
	}
	to, err := s.open(r, link)
	if err == nil {
		w.Header().Set("Cache-Control", "no-cache")
		ctx := context.WithValue(r.Context(), arrivalKey{}, arrival{link.Code, to.was})
		if err := to.show(w, r.WithContext(ctx)); err != nil {
			return err
		}
	}
	if to.outcome != "" {
		s.counter.Scan(r, link.Code, to.outcome)
	}
	return err
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
			show := func(w http.ResponseWriter, r *http.Request) error { return s.followProcedure(w, r, last) }
			return opening{data.OutcomeReplaced, show, p.Name}, nil
		}
		return shown(func(w http.ResponseWriter, r *http.Request) error { return s.showProcedure(w, r, p, last, replaced) }), nil
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
		page := listNumber(r)
		f, ps, err := s.Store.FieldProcedures(ctx, key, (page-1)*listPage, listPage)
		if err != nil {
			return opening{}, err
		}
		return shown(func(w http.ResponseWriter, r *http.Request) error { return s.showField(w, r, f, ps, page) }), nil
	case data.KindAgency:
		a, err := s.Store.Agency(ctx, key)
		if err != nil {
			return opening{}, err
		}
		last, err := s.Store.Heir(ctx, a.Slug)
		if err != nil {
			return opening{}, err
		}
		show := func(w http.ResponseWriter, r *http.Request) error { return s.showAgency(w, r, last, last) }
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

// findCode looks a code up as it was typed. If there is none, or more than one
// that it may be, near lists those that it may be or that differ by a single
// slip.
func (s *Server) findCode(ctx context.Context, text string) (link data.Link, near []suggestion, err error) {
	meant, slips := Codes(text)
	read, err := s.existing(ctx, meant)
	if err != nil {
		return data.Link{}, nil, err
	}
	if len(read) == 1 {
		return read[0], nil, nil
	}
	if len(read) == 0 {
		if read, err = s.existing(ctx, slips); err != nil {
			return data.Link{}, nil, err
		}
	}
	for _, l := range read {
		to, err := describe(ctx, s.Store, l.Target)
		if err != nil && !errors.Is(err, data.ErrNotFound) {
			return data.Link{}, nil, err
		}
		note := printedCode(l.Code)
		if to.Title == "" {
			to = suggestion{Title: say(ctx, "Mã %s", note)}
		}
		near = append(near, suggestion{Title: to.Title, Record: to.Record, URL: paths.Code(l.Code), Note: note})
	}
	return data.Link{}, near, fmt.Errorf("code: %w", data.ErrNotFound)
}

// existing are the links of those codes that exist.
func (s *Server) existing(ctx context.Context, codes []qr.Code) (out []data.Link, err error) {
	for _, c := range codes {
		link, err := s.Store.Link(ctx, c.String())
		if errors.Is(err, data.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, link)
	}
	return out, nil
}

func unknownCode(ctx context.Context, err error, near []suggestion) error {
	return &helpfulError{
		error: err,
		title: say(ctx, "Mã này không có trong hệ thống"),
		help: say(ctx, "Mã in trên áp phích gồm 8 chữ và số, ví dụ 7K3M-9QXA. Hãy nhìn lại từng ký tự: số 0 và chữ O, "+
			"số 1 và chữ I, L được hiểu như nhau. Nếu mã in đúng như vậy, áp phích có thể là giả: hãy báo cho cán bộ tại quầy."),
		suggestions: near,
	}
}
