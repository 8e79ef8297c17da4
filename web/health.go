package web

import (
	"fmt"
	"net/http"
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

// robots lets crawlers read content and keeps them off search, codes and
// what is counted.
func (s *Server) robots(w http.ResponseWriter, _ *http.Request) error {
	return plain(w, http.StatusOK, "User-agent: *\nDisallow: /tim-kiem\nDisallow: /q/\nDisallow: /Q/\nDisallow: /di/\nDisallow: /kiem-tra/\n")
}

func plain(w http.ResponseWriter, status int, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := fmt.Fprint(w, text)
	return err
}
