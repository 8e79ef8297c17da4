package data

import "testing"

func TestAllows(t *testing.T) {
	t.Parallel()
	s := Settings{AllowedHosts: []string{"zalo.me", ".example.vn"}}
	for host, want := range map[string]bool{
		"dichvucong.gov.vn": true, "gov.vn": true, "GOV.VN": true, "xgov.vn": false, "gov.vn.example.com": false,
		"zalo.me": true, "a.zalo.me": false, "xzalo.me": false,
		"a.example.vn": true, "b.a.example.vn": true, "example.vn": false, "xexample.vn": false, "": false,
	} {
		if got := s.Allows(host); got != want {
			t.Errorf("Allows(%q) = %v", host, got)
		}
	}
}
