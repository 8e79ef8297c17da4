package data

import "strings"

// Allows reports whether codes and buttons may lead to a host outside, given
// without its port: one of a Vietnamese state agency, or one of AllowedHosts.
func (s Settings) Allows(host string) bool {
	host = strings.ToLower(host)
	if host == "gov.vn" || strings.HasSuffix(host, ".gov.vn") {
		return true
	}
	for _, h := range s.AllowedHosts {
		if host == h || strings.HasPrefix(h, ".") && strings.HasSuffix(host, h) {
			return true
		}
	}
	return false
}
