package web

import (
	"fmt"
	"net/http"
	"strings"
)

// healthz answers as long as the process does.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) error {
	return plain(w, http.StatusOK, "ok\n")
}

// readyz answers 200 once the index has caught up with the store and the store
// can be read.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) error {
	if !s.Ready() {
		w.Header().Set("Retry-After", "1")
		return plain(w, http.StatusServiceUnavailable, "indexing\n")
	}
	if _, _, err := s.Store.Counts(r.Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		return plain(w, http.StatusServiceUnavailable, "store unavailable\n")
	}
	return plain(w, http.StatusOK, "ready\n")
}

// robots lets crawlers read content and keeps them off what has no end (search),
// what is counted (going on to the portal) and what only serves a poster. Codes
// are open to them: what a code shows names its page as the true address.
func (s *Server) robots(w http.ResponseWriter, _ *http.Request) error {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, l := range s.Languages {
		for _, path := range []string{"/tim-kiem", "/kiem-tra/"} {
			fmt.Fprintf(&b, "Disallow: %s\n", l.Path(path))
		}
	}
	fmt.Fprintf(&b, "Disallow: /di/\nDisallow: /api/\n\nSitemap: %s/sitemap.xml\n", s.public())
	return plain(w, http.StatusOK, b.String())
}

func plain(w http.ResponseWriter, status int, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := fmt.Fprint(w, text)
	return err
}
