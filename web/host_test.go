package web_test

import (
	"net/http"
	"testing"

	"tracuu/data"
)

// at asks under another host than the server's own.
func (s *site) at(method, host, path string) answer {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), method, s.url+path, nil)
	if err != nil {
		s.Fatal(err)
	}
	req.Host = host
	return s.ask(req)
}

// TestFormerHosts: codes printed with a former host are answered in place, and
// readers of other pages move on to the public address for good.
func TestFormerHosts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(data.KindProcedure, "1.001193")
	s.set.Store(&data.Settings{PublicURL: public, FormerHosts: []string{"Cu.example.vn", "may-cu.example.vn:8443", "thutuc.example.vn"}})
	for _, host := range []string{"cu.example.vn", "CU.EXAMPLE.VN", "cu.example.vn:443", "cu.example.vn.", "may-cu.example.vn:8443"} {
		for path, status := range map[string]int{
			"/q/" + code: 200, "/Q/" + code: 200, "/q/" + zeroOne(t).String(): 404, "/qr/" + code + ".svg": 200, "/qr/" + code + ".png": 200,
			"/kiem-tra": 200, "/kiem-tra/" + code: 200, "/ma": 200, "/ma?ma=" + code: 303, "/healthz": 200, "/readyz": 200, "/static/icon.svg": 200,
		} {
			if a := s.at(http.MethodGet, host, path); a.status != status {
				t.Errorf("%s%s: status %d, want %d", host, path, a.status, status)
			}
		}
		for path, to := range map[string]string{
			"/": "/", "/thu-tuc/1.001193": "/thu-tuc/1.001193", "/tim-kiem?q=khai+sinh&trang=2": "/tim-kiem?q=khai+sinh&trang=2",
			"/khong-co": "/khong-co", "/%C4%91": "/%C4%91", "/thu-tuc?x=%2F%2Fevil.example": "/thu-tuc?x=%2F%2Fevil.example",
			"//evil.example/a": "/evil.example/a", "/\\evil.example": "/%5Cevil.example", "/.evil.example": "/.evil.example", "/@evil.example": "/@evil.example",
			"/qua": "/qua", "/mai": "/mai", "/di/1.001193?tu=" + code: "/di/1.001193?tu=" + code,
		} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				a := s.at(method, host, path)
				if a.status != http.StatusTemporaryRedirect || a.header.Get("Location") != public+to || a.header.Get("Cache-Control") != "no-store" {
					t.Errorf("%s %s%s: status %d to %q", method, host, path, a.status, a.header.Get("Location"))
				}
			}
		}
		if a := s.at(http.MethodPost, host, "/"); a.status != http.StatusMethodNotAllowed {
			t.Errorf("POST: status %d", a.status)
		}
	}
	for _, host := range []string{"thutuc.example.vn", "THUTUC.example.vn:443", "la.example", "may-cu.example.vn", "localhost:8080", "x.cu.example.vn"} {
		if a := s.at(http.MethodGet, host, "/thu-tuc"); a.status != http.StatusOK {
			t.Errorf("%s: status %d to %q", host, a.status, a.header.Get("Location"))
		}
	}
	doc := s.at(http.MethodGet, "cu.example.vn", "/q/"+code).doc
	if href := attr(one(t, doc, "link[rel=canonical]"), "href"); href != public+"/thu-tuc/1.001193" {
		t.Errorf("canonical %q", href)
	}
	// Nobody is sent to a machine that only its own people reach.
	s.set.Store(&data.Settings{PublicURL: "http://localhost:8080", FormerHosts: []string{"cu.example.vn"}})
	if a := s.at(http.MethodGet, "cu.example.vn", "/"); a.status != http.StatusOK {
		t.Errorf("without a public address: status %d to %q", a.status, a.header.Get("Location"))
	}
}

// TestSettingsWhileServing: what is decided anew holds from the next request.
func TestSettingsWhileServing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(data.KindProcedure, "1.001193")
	first := s.get("/qr/" + code + ".svg")
	s.set.Store(&data.Settings{PublicURL: "https://moi.example.vn/"})
	doc := s.page("/q/" + code)
	if href := attr(one(t, doc, "link[rel=canonical]"), "href"); href != "https://moi.example.vn/thu-tuc/1.001193" {
		t.Errorf("canonical %q", href)
	}
	if got := text(one(t, doc, ".qr .address")); got != "moi.example.vn/q/"+text(one(t, doc, ".qr .code")) {
		t.Errorf("address %q", got)
	}
	if second := s.get("/qr/" + code + ".svg"); string(second.body) == string(first.body) || second.header.Get("Etag") == first.header.Get("Etag") {
		t.Error("the symbol is still that of the former address")
	}
}
