package web_test

import (
	"net/http"
	"testing"
)

// TestUnchanged: who has a page is told that it has not changed, views left
// aside, and gets it once it has.
func TestUnchanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/", "/thu-tuc/" + fullCode, "/tin-tuc", "/tim-kiem?q=khai+sinh", "/en/thu-tuc/" + fullCode, "/q/" + s.code("procedure", fullCode)} {
		first := s.get(path)
		tag := first.header.Get("ETag")
		if first.status != http.StatusOK || tag == "" {
			t.Fatalf("%s: status %d, tag %q", path, first.status, tag)
		}
		for _, known := range []string{tag, `"other", ` + tag, tag[2:], "*"} {
			again := s.get(path, "If-None-Match", known)
			if again.status != http.StatusNotModified || len(again.body) > 0 || again.header.Get("ETag") != tag {
				t.Errorf("%s, If-None-Match %s: status %d, %d bytes, tag %q", path, known, again.status, len(again.body), again.header.Get("ETag"))
			}
		}
		if packed := s.get(path, "If-None-Match", tag, "Accept-Encoding", "gzip"); packed.status != http.StatusNotModified {
			t.Errorf("%s packed: status %d", path, packed.status)
		}
		if other := s.get(path, "If-None-Match", `W/"other"`); other.status != http.StatusOK || len(other.body) == 0 {
			t.Errorf("%s, another tag: status %d, %d bytes", path, other.status, len(other.body))
		}
	}
}

// TestLanguages: a page in another language stands under that language's
// address, leads to pages in it, and names itself as canonical.
func TestLanguages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for path, own := range map[string]string{
		"/en": "/", "/en/": "/", "/en/thu-tuc/" + fullCode: "/thu-tuc/" + fullCode, "/en/tin-tuc": "/tin-tuc",
		"/thu-tuc/" + fullCode: "/thu-tuc/" + fullCode,
	} {
		a := s.get(path)
		if a.status != http.StatusOK {
			t.Errorf("%s: status %d", path, a.status)
			continue
		}
		canonical := own
		if path[:3] == "/en" {
			canonical = englishPath(own)
		}
		if got := attr(one(t, a.doc, "link[rel=canonical]"), "href"); got != public+canonical {
			t.Errorf("%s: canonical %q", path, got)
		}
		var tags []string
		for _, n := range find(a.doc, "link[rel=alternate]") {
			tags = append(tags, attr(n, "hreflang")+" "+attr(n, "href"))
		}
		if len(tags) < 3 || tags[0] != "vi "+public+own || tags[1] != "en "+public+englishPath(own) || tags[2] != "x-default "+public+own {
			t.Errorf("%s: alternates %q", path, tags)
		}
		want := "vi"
		if path[:3] == "/en" {
			want = "en"
		}
		if got := attr(one(t, a.doc, "html"), "lang"); got != want || a.header.Get("Content-Language") != want {
			t.Errorf("%s: language %q, header %q", path, got, a.header.Get("Content-Language"))
		}
	}
	for _, path := range []string{"/en/khong-co", "/en/en", "/en/q/ABCDEFGH", "/fr", "/en/../etc", "/english"} {
		if a := s.get(path, "Accept-Language", "en"); a.status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
}

func englishPath(path string) string {
	if path == "/" {
		return "/en"
	}
	return "/en" + path
}
