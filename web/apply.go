package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/paths"
)

// apply leads on from a procedure's page to its page at the national portal and
// counts it, with the short code the reader came by.
func (s *Server) apply(w http.ResponseWriter, r *http.Request) error {
	c, err := data.ParseProcedureCode(chi.URLParam(r, "code"))
	if err != nil {
		return unknownProcedure(r.Context(), err)
	}
	p, err := s.Store.Procedure(r.Context(), c.Code)
	if errors.Is(err, data.ErrNotFound) {
		return unknownProcedure(r.Context(), err)
	}
	if err != nil {
		return err
	}
	by := ""
	if code, err := qr.ParseCode(r.URL.Query().Get("tu")); err == nil {
		if by, err = s.creditedCode(r.Context(), code, p); err != nil {
			return err
		}
	}
	s.counter.Apply(r, p.Code, by)
	leave(w, r, s.onward(&p).URL)
	return nil
}

// onward is where people go on to from a procedure's page.
func (s *Server) onward(p *data.Procedure) paths.Onward {
	return paths.OnwardFrom(p, s.Settings().AllowedHosts)
}

// creditedCode is a code if it exists and leads to a procedure, or to one that
// the procedure has replaced; else it is empty.
func (s *Server) creditedCode(ctx context.Context, code qr.Code, p data.Procedure) (string, error) {
	link, err := s.Store.Link(ctx, code.String())
	if err != nil {
		return "", ignoreAbsent(err)
	}
	key := link.Target.Key
	switch link.Target.Kind {
	case data.KindProcedure:
	case data.KindPage:
		u, err := pageAddress(key)
		if err != nil {
			return "", nil // it leads nowhere
		}
		key = strings.Trim(strings.TrimPrefix(u.Path, "/thu-tuc/"), "/")
	default:
		return "", nil
	}
	c, err := data.ParseProcedureCode(key)
	if err != nil {
		return "", nil // nor does this
	}
	from, err := s.Store.Procedure(ctx, c.Code)
	if err != nil {
		return "", ignoreAbsent(err)
	}
	if from.Code != p.Code {
		if from, _, err = s.Store.Successor(ctx, from); err != nil {
			return "", err
		}
	}
	if from.Code != p.Code {
		return "", nil
	}
	return link.Code, nil
}

func ignoreAbsent(err error) error {
	if errors.Is(err, data.ErrNotFound) {
		return nil
	}
	return err
}

// allowed reports whether people may be sent on to an address.
func (s *Server) allowed(address string) bool {
	return paths.Allowed(address, s.Settings().AllowedHosts)
}

// leave sends a reader to an allowed address outside, this time only.
func leave(w http.ResponseWriter, r *http.Request, to string) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h["Content-Type"] = nil // and no page of its own
	http.Redirect(w, r, to, http.StatusFound)
}
