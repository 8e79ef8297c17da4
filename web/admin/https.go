package admin

import (
	"net/http"
	"net/url"
	"strings"

	"tracuu/web/paths"
)

// safeWay tells somebody who comes over plain HTTP, while the cookie of a
// session goes over TLS alone, where to come in instead; else they would be
// asked for their password for ever. sure says that it cannot work here: the
// browser or the proxy has told the scheme. A proxy that says nothing is
// trusted as long as the name is the public one.
func (s *Server) safeWay(r *http.Request) (address string, sure bool) {
	if r.TLS != nil || s.sessions(r) != s.secure {
		return "", false
	}
	public := s.Settings().PublicURL
	address = strings.TrimSuffix(public, "/") + Root
	if proto := r.Header.Get("X-Forwarded-Proto"); proto != "" {
		if sure = strings.EqualFold(proto, "http"); sure {
			return address, true
		}
		return "", false
	}
	if origin, err := url.Parse(r.Header.Get("Origin")); err == nil && origin.Scheme == "http" {
		return address, true
	}
	if paths.Host(r.Host) != paths.HostOf(public) {
		return address, false
	}
	return "", false
}

// withNext is a page of the room that knows where to go on to.
func withNext(path, next string) string {
	if next == "" || next == Root {
		return path
	}
	return path + "?" + url.Values{carryNext: {next}}.Encode()
}
