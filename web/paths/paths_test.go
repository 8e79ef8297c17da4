package paths

import "testing"

func TestAllowed(t *testing.T) {
	t.Parallel()
	hosts := []string{"example.vn", ".tinh.vn", "", "."}
	for address, want := range map[string]bool{
		"https://example.vn/x": true, "https://EXAMPLE.vn": true, "https://a.tinh.vn/": true, "https://b.a.tinh.vn:8443/": true, "https://xa.gov.vn": true,
		"https://tinh.vn": false, "https://a.example.vn": false, "https://xexample.vn": false, "https://atinh.vn": false, "http://example.vn": false,
		"https://example.vn@evil.example": false, "https://example.vn:x@example.vn": false, "https://evil.example/https://example.vn": false,
		"//example.vn": false, "/\\example.vn": false, "https:example.vn": false, "https://": false, "https://example.vn.": false,
		"https://evil.example\\@example.vn": false, "https://evil.example#@example.vn": false, "javascript://example.vn/%0aalert(1)": false,
	} {
		if got := Allowed(address, hosts); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}

func TestGovernment(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://dichvucong.gov.vn/p/1": true, "https://gov.vn": true, "https://khanhhoa.gov.vn:8443/x": true,
		"http://dichvucong.gov.vn": false, "https://dichvucong.gov.vn.example.com": false, "https://xgov.vn": false,
		"https://gov.vn@example.com": false, "https://a:b@dichvucong.gov.vn": false, "javascript:alert(1)//.gov.vn": false, "//gov.vn": false, "": false,
	} {
		if got := Government(address); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}
