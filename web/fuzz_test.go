package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"tracuu/data"
)

// FuzzPaths: whatever is asked for, there is an answer, it is not a fault of
// ours and nothing is logged as one.
func FuzzPaths(f *testing.F) {
	s := newSite(f)
	code := s.code(data.KindProcedure, "1.001193")
	for _, seed := range [][2]string{
		{"/", ""},
		{"/tim-kiem", "q=khai+sinh&kind=procedure&trang=2"},
		{"/tim-kiem", "q=%ff%00&trang=-9999999999999999999"},
		{"/tim-kiem", "q=%F0%9F%99%82&q=2;x"},
		{"/tim-kiem", "q=%2B%22%28*%5C"},
		{"/tim-kiem", "q=khai&kind=procedure&field=ho-tich&level=commune&online=1&agency=%00&audience=%22"},
		{"/api/v1/search", "q=khai+sinh&page=2&per_page=5"},
		{"/api/v1/suggest", "q=%ff"},
		{"/api/v1", ""},
		{"/static/suggest.js", "v="},
		{"/thu-tuc", ""},
		{"/thu-tuc/1.001193", ""},
		{"/thu-tuc/1.012753.H19", "x=y"},
		{"/thu-tuc/\x00", ""},
		{"/linh-vuc/ho-tich", "trang=3"},
		{"/tin-tuc", "trang=1e9"},
		{"/tin-tuc/1-a", ""},
		{"/tin-tuc/99999999999999999999", ""},
		{"/q/" + code, ""},
		{"/Q/10AH-10M\xff", ""},
		{"/qr/" + code + ".svg", ""},
		{"/qr/" + code + ".png", ""},
		{"/qr/..svg", ""},
		{"/ma", "ma=" + code},
		{"/ma", "ma=https%3A%2F%2Fthutuc.example.vn%2Fq%2F" + code},
		{"/ma", "ma=%C4%90%FF%2F%2F%5B"},
		{"/kiem-tra", "ma=evil.example%2Fq%2F1"},
		{"/kiem-tra/" + code, ""},
		{"/kiem-tra/x", "ma=1"},
		{"/di/1.001193", "tu=" + code},
		{"/di/1.001193.H56", "tu=%00"},
		{"/co-quan/phong-dieu-giay", "trang=2"},
		{"//x/../q", "%zz"},
		{"/static/icon.svg", ""},
		{"/robots.txt", ""},
	} {
		f.Add(seed[0], seed[1], false)
		f.Add(seed[0], seed[1], true)
	}
	f.Fuzz(func(t *testing.T, path, query string, raw bool) {
		if path == "" || path[0] != '/' {
			path = "/" + path
		}
		u := &url.URL{Path: path, RawQuery: query}
		if raw { // a path that came in another spelling than the usual one
			p, err := url.PathUnescape(path)
			if err != nil {
				return
			}
			u.Path, u.RawPath = p, path
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.URL = u
		w := httptest.NewRecorder()
		s.web.ServeHTTP(w, r)
		if w.Code >= 500 || w.Code < 200 {
			t.Errorf("GET %q?%q: status %d", path, query, w.Code)
		}
		if faults := s.log.taken(); len(faults) > 0 {
			t.Errorf("GET %q?%q: logged %q", path, query, faults)
		}
		if w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %q?%q: headers %v", path, query, w.Header())
		}
	})
}
