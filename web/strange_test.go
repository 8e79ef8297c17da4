package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestStrangeRequests: what browsers, proxies and the curious send along
// changes nothing about a page, and nothing is kept on the reader's side.
func TestStrangeRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	long := strings.Repeat("text/html;q=0.1,", 3000)
	for _, path := range []string{"/", "/thu-tuc/" + fullCode, "/tin-tuc", "/tim-kiem?q=khai+sinh", "/en"} {
		plain := s.get(path)
		for _, header := range [][]string{
			{"Accept", long},
			{"Accept", "nothing/at-all"},
			{"Accept-Language", "xx-YY, zz;q=0.9, en;q=0.1"},
			{"Accept-Language", strings.Repeat("en,", 10_000)},
			{"Accept-Encoding", "br;q=1.0, nothing, *;q=0"},
			{"Cookie", strings.Repeat("a=b; ", 5000)},
			{"Cookie", "\xff\xfe=;;;==,"},
			{"Range", "bytes=5-2"},
			{"If-None-Match", strings.Repeat(`"x",`, 10_000)},
			{"If-Modified-Since", "yesterday"},
			{"X-Forwarded-Proto", "gopher"},
		} {
			a := s.get(path, header...)
			if a.status != http.StatusOK || a.header.Get("ETag") != plain.header.Get("ETag") {
				t.Errorf("%s with %s %.20q: status %d, tag %s, want %s", path, header[0], header[1], a.status, a.header.Get("ETag"), plain.header.Get("ETag"))
			}
			if c := a.header.Values("Set-Cookie"); len(c) > 0 {
				t.Errorf("%s sets cookies %q", path, c)
			}
		}
	}
	for _, path := range []string{
		"/tin-tuc?trang=999999999999999999999", "/tin-tuc?trang=-5", "/tin-tuc?trang=NaN", "/tin-tuc?trang=1e9", "/tin-tuc?trang=",
		"/tim-kiem?q=khai+sinh&trang=99999999999999999999", "/linh-vuc/ho-tich?trang=2147483648", "/thu-tuc?trang=0x10", "/?trang=%00",
	} {
		if a := s.get(path); a.status != http.StatusOK {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
}
