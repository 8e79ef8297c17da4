package paths

import "testing"

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
