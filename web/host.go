package web

import (
	"net/http"
	"slices"
	"strings"

	"tracuu/web/paths"
)

// public is the address that codes and canonical addresses begin with,
// https://host without a path.
func (s *Server) public() string { return strings.TrimSuffix(s.Settings().PublicURL, "/") }

// genuineHosts are the hosts that true codes are printed with, the one of today
// first.
func (s *Server) genuineHosts() []string {
	out := []string{paths.HostOf(s.public())}
	for _, h := range s.Settings().FormerHosts {
		if h = paths.Host(h); h != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// stayingPaths are answered under a former host, too: codes printed with it,
// the pages that tell of codes, and what pages are made of.
var stayingPaths = []string{"/q", "/Q", "/qr", "/ma", "/kiem-tra", "/healthz", "/readyz", "/static", "/api", "/favicon.ico", "/robots.txt"}

// moveOn sends readers who ask under a former host on to the public address, for
// this time only: what is former today may be public tomorrow. Nothing is sent
// to an address that is only this machine's own.
func (s *Server) moveOn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		public := s.public()
		if len(s.Settings().FormerHosts) == 0 || r.Method != http.MethodGet && r.Method != http.MethodHead || strings.HasPrefix(public, "http:") {
			next.ServeHTTP(w, r)
			return
		}
		if former := s.genuineHosts()[1:]; !slices.Contains(former, paths.Host(r.Host)) || slices.ContainsFunc(stayingPaths, func(p string) bool {
			return r.URL.Path == p || strings.HasPrefix(r.URL.Path, p+"/")
		}) {
			next.ServeHTTP(w, r)
			return
		}
		// The host stands in front, so that no path can lead elsewhere.
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, public+"/"+strings.TrimLeft(r.URL.RequestURI(), "/"), http.StatusTemporaryRedirect)
	})
}
