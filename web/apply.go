package web

import (
	"errors"
	"net/http"

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
		return unknownProcedure(err)
	}
	p, err := s.Store.Procedure(r.Context(), c.Code)
	if errors.Is(err, data.ErrNotFound) {
		return unknownProcedure(err)
	}
	if err != nil {
		return err
	}
	to, by := paths.Portal, ""
	if s.allowed(p.SourceURL) {
		to = p.SourceURL
	}
	if code, err := qr.ParseCode(r.URL.Query().Get("tu")); err == nil {
		link, err := s.Store.Link(r.Context(), code.String())
		if err != nil && !errors.Is(err, data.ErrNotFound) {
			return err
		}
		by = link.Code
	}
	s.counter.Apply(r, p.Code, by)
	leave(w, r, to)
	return nil
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
