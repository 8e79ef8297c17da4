package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/web/api"
)

// TestAPISaysTheSame: the API finds what the page finds, in the same order, at
// the same addresses and under the same names.
func TestAPISaysTheSame(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, q := range []string{"đăng ký khai sinh", "mã QR", "le phi thuong tru", "1.001193", "xyzzyx"} {
		a := s.get("/api/v1/search?" + url.Values{"q": {q}}.Encode())
		var got api.Result
		if err := json.Unmarshal(a.body, &got); err != nil || a.status != http.StatusOK {
			t.Fatalf("%s: status %d, %v", q, a.status, err)
		}
		type hit struct{ URL, Title string }
		var page, answered []hit
		for _, link := range find(s.page(searchPath(q)), ".hits h2 a") {
			page = append(page, hit{attr(link, "href"), text(link)})
		}
		for _, h := range got.Hits {
			answered = append(answered, hit{h.URL, h.Title})
			if res := s.get(h.URL); res.status != http.StatusOK {
				t.Errorf("%s: %s answers %d", q, h.URL, res.status)
			}
		}
		if diff := cmp.Diff(page, answered); diff != "" {
			t.Errorf("%s: the page (-), the API (+)\n%s", q, diff)
		}
	}
}

// TestAPIMounted: the API stands behind the same doors as the pages, and its
// errors are no pages.
func TestAPIMounted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for path, status := range map[string]int{
		"/api/v1/search?q=khai": 200, "/api/v1/search/?q=khai": 200, "/api/v1/search": 400, "/api/v1/x": 404, "/api/v1": 404, "/api/v1/suggest?q=kh": 200,
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			a := s.do(method, path)
			got := [3]string{a.header.Get("Content-Type"), a.header.Get("Access-Control-Allow-Origin"), a.header.Get("X-Content-Type-Options")}
			if want := [3]string{"application/json; charset=utf-8", "*", "nosniff"}; a.status != status || got != want {
				t.Errorf("%s %s: status %d, %q", method, path, a.status, got)
			}
			if (method == http.MethodHead) != (len(a.body) == 0) {
				t.Errorf("%s %s: %d bytes", method, path, len(a.body))
			}
		}
	}
}
