package web_test

import (
	"strings"
	"testing"

	"tracuu/data"
)

// kB is a kilobyte as budgets are reckoned.
const kB = 1000

// TestBudgets: what readers load stays light, in bytes as they are sent. The
// pages of the national catalogue are weighed with cmd/tracuu.
func TestBudgets(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	packed := func(path string) int {
		a := s.get(path, "Accept-Encoding", "gzip")
		if a.status != 200 || a.header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s: status %d, %q", path, a.status, a.header.Get("Content-Encoding"))
		}
		return len(a.body)
	}
	page, suggest := packed("/static/page.js"), packed("/static/suggest.js")
	code := s.code(data.KindProcedure, "1.001193")
	for _, b := range []struct {
		what        string
		bytes, most int
	}{
		{"page.js", page, 8 * kB},
		{"suggest.js", suggest, 3 * kB},
		{"the worker, unpacked", len(s.get("/sw.js").body), 3 * kB},
		{"home and its scripts", packed("/") + page + suggest, 20 * kB},
		{"results and their scripts", packed("/tim-kiem?q=dang+ky+khai+sinh") + page + suggest, 20 * kB},
		{"a scan", packed("/q/" + code), 14 * kB},
		{"a procedure", packed("/thu-tuc/1.001193"), 14 * kB},
		{"a procedure in English", packed("/en/thu-tuc/1.001193"), 14 * kB},
		{"an article", packed(s.articlePath(fullArticle)), 14 * kB},
		{"the page without a signal", packed("/ngoai-tuyen"), 14 * kB},
		{"the stylesheet", packedStyle(t, s), 8 * kB},
	} {
		t.Logf("%s: %d bytes", b.what, b.bytes)
		if b.bytes > b.most {
			t.Errorf("%s weighs %d bytes, at most %d", b.what, b.bytes, b.most)
		}
	}
}

// packedStyle is the size of the one inlined stylesheet by itself.
func packedStyle(t *testing.T, s *site) int {
	t.Helper()
	css := rawText(one(t, s.page("/"), "style"))
	if !strings.Contains(css, "@media print") {
		t.Fatalf("the stylesheet is %.100q", css)
	}
	return len(packedText(t, css))
}
