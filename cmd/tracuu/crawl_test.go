package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A site is crawled twice: the second time nothing has changed. Then a story is
// edited and another goes, which takes nothing away.
func TestCrawlCommand(t *testing.T) {
	story := func(title, more string) string {
		return `<h1>` + title + `</h1><p>Đăng ngày 09 - 08 - 2022</p><p>` + strings.Repeat("Xã nhận hồ sơ vào các buổi chiều trong tuần. ", 6) + more + `</p>`
	}
	pages := map[string]string{"/": `<a href="/1">Một</a><a href="/2">Hai</a>`, "/1": story("Xã mở thêm quầy nhận hồ sơ", ""), "/2": story("Lịch tiếp dân tháng sau", "")}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(body))
	}))
	defer site.Close()
	dir := t.TempDir()
	crawl := func(flags ...string) (crawlReport, string, error) {
		var out, errs bytes.Buffer
		e := &env{args: append([]string{"crawl", "--dir", dir, "--json", "--delay", "0s", site.URL}, flags...), stdin: strings.NewReader(""), stdout: &out, stderr: &errs, now: time.Now}
		err := run(t.Context(), e)
		var rep crawlReport
		if out.Len() > 0 && out.Bytes()[0] == '{' {
			if err := json.Unmarshal(out.Bytes(), &rep); err != nil {
				t.Fatal(err)
			}
		}
		return rep, out.String() + errs.String(), err
	}
	if rep, out, err := crawl(); err == nil || rep.Rejected != 1 || !strings.Contains(out, "--allow-private") {
		t.Fatalf("a network of the house: %v\n%s", err, out)
	}
	steps := []struct {
		change                                             func()
		fetched, read, added, changed, unchanged, rejected int
	}{
		{func() {}, 3, 2, 2, 0, 0, 0},
		{func() {}, 3, 2, 0, 0, 2, 0},
		{func() {
			pages["/1"] = story("Xã mở thêm quầy nhận hồ sơ", "Thêm một câu.")
			delete(pages, "/2")
		}, 3, 2, 0, 1, 0, 1},
	}
	for i, s := range steps {
		s.change()
		r, out, err := crawl("--allow-private")
		if (err != nil) != (s.rejected > 0) || r.Fetched != s.fetched || r.Read != s.read || r.New != s.added || r.Changed != s.changed || r.Unchanged != s.unchanged || r.Rejected != s.rejected {
			t.Errorf("crawl %d: %+v, %v\n%s", i+1, r, err, out)
		}
	}
	var out bytes.Buffer
	e := &env{args: []string{"crawl", "--dir", dir, "--explain", "--allow-private", site.URL + "/1"}, stdin: strings.NewReader(""), stdout: &out, stderr: &out, now: time.Now}
	if err := run(t.Context(), e); err != nil || !strings.Contains(out.String(), "loại: article") || !strings.Contains(out.String(), "published_raw: Đăng ngày 09 - 08 - 2022") {
		t.Errorf("%v\n%s", err, out.String())
	}

	rules := filepath.Join(t.TempDir(), "trang.toml")
	for toml, want := range map[string]string{
		"[[site]]\nhost = \"127.0.0.1\"\nbody = \"h1 ~ p + p\"\ntitle = \"p\"\n": "title: Đăng ngày 09 - 08 - 2022",
		"[[site]]\nhost = \"127.0.0.1\"\nbody = \"p[\"\n":                        "trang.toml: dòng 3",
	} {
		if err := os.WriteFile(rules, []byte(toml), 0o600); err != nil {
			t.Fatal(err)
		}
		out.Reset()
		e.args = []string{"crawl", "--dir", dir, "--explain", "--allow-private", "--rules", rules, site.URL + "/1"}
		if err := run(t.Context(), e); !strings.Contains(out.String()+fmt.Sprint(err), want) {
			t.Errorf("%s%v\n%s", toml, err, out.String())
		}
	}
}
