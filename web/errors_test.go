package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web"
)

// checkErrorPage: an error is a page with words, a search box and a way home,
// which nobody keeps.
func checkErrorPage(t testing.TB, name string, a answer, status int) {
	t.Helper()
	if len(name) > 60 {
		name = name[:60] + "…"
	}
	if a.status != status || a.doc == nil {
		t.Errorf("%s: status %d, want %d and a page", name, a.status, status)
		return
	}
	main := one(t, a.doc, "main")
	if text(one(t, main, "h1")) == "" || len(find(main, "form input[name=q]")) != 1 || len(find(main, "a[href=/]")) != 1 {
		t.Errorf("%s: the page does not help: %s", name, text(main))
	}
	if robots := attr(one(t, a.doc, "meta[name=robots]"), "content"); robots != "noindex" {
		t.Errorf("%s: robots %q", name, robots)
	}
	if len(find(a.doc, "link[rel=canonical]")) > 0 {
		t.Errorf("%s: has a canonical address", name)
	}
	if cc := a.header.Get("Cache-Control"); cc != "no-store" {
		t.Errorf("%s: Cache-Control %q", name, cc)
	}
	if a.header.Get("Content-Security-Policy") == "" {
		t.Errorf("%s: no content policy", name)
	}
	checkHouse(t, name, a.doc)
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{
		"/khong-co", "/static/", "/static/style.css", "/static/..%2fweb.go", "/template/layout.html", "/linh-vuc/khong-co",
		"/linh-vuc/", "/index.php?x=<script>", "//evil.example", "/%2e%2e/etc/passwd", "/TIM-KIEM?q=a", "/%FF", "/a%00b",
	} {
		checkErrorPage(t, path, s.get(path), http.StatusNotFound)
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/", "/tim-kiem?q=khai", "/thu-tuc/1.001193", "/healthz", "/robots.txt"} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
			a := s.do(method, path)
			checkErrorPage(t, method+" "+path, a, http.StatusMethodNotAllowed)
			if allow := a.header.Get("Allow"); allow != "GET, HEAD" {
				t.Errorf("%s %s: Allow %q", method, path, allow)
			}
		}
	}
}

// faultySearcher answers with a fault instead of hits.
type faultySearcher struct{ fault func() error }

func (f faultySearcher) Search(context.Context, search.Query) (search.Result, error) {
	return search.Result{}, f.fault()
}

func (f faultySearcher) Suggest(context.Context, string, int) ([]search.Suggestion, error) {
	return nil, f.fault()
}

// TestFaults: what goes wrong inside is told in bland words; the log knows.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		fault  func() error
		status int
		title  string
		log    string
	}{
		{"unknown", func() error { return errors.New("secret detail") }, 500, "Có lỗi xảy ra", "secret detail"},
		{"panic", func() error { panic("secret panic") }, 500, "Có lỗi xảy ra", "secret panic"},
		{"slip", func() error { return errors.New([]string{}[len(public)]) }, 500, "Có lỗi xảy ra", "index out of range"},
		{
			"damaged", func() error { return fmt.Errorf("secret page: %w", data.ErrStorageDamaged) },
			503, "Hệ thống đang gặp sự cố", "secret page",
		},
		{"invalid", func() error { return fmt.Errorf("secret: %w", data.ErrInvalid) }, 400, "Yêu cầu chưa đúng", ""},
		{"gone", func() error { return fmt.Errorf("secret: %w", data.ErrGone) }, 410, "Nội dung này đã được gỡ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, func(conf *web.Config) { conf.Searcher = faultySearcher{c.fault} })
			for _, encoding := range []string{"identity", "gzip"} {
				a := s.get(searchPath("khai sinh"), "Accept-Encoding", encoding)
				if encoding == "gzip" {
					body := a.body // a panic goes past the packing
					if a.header.Get("Content-Encoding") != "" {
						body = unzip(t, a)
					}
					if a.status != c.status || !strings.Contains(string(body), "<h1>"+c.title+"</h1>") {
						t.Errorf("for one who unpacks: status %d, %q", a.status, body)
					}
				} else {
					checkErrorPage(t, c.name, a, c.status)
					if h1 := text(one(t, a.doc, "h1")); h1 != c.title {
						t.Errorf("title %q", h1)
					}
					if strings.Contains(string(a.body), "secret") || strings.Contains(string(a.body), ".go:") {
						t.Error("the page tells the detail")
					}
				}
				faults := strings.Join(s.log.taken(), "\n")
				if c.log == "" && faults != "" || !strings.Contains(faults, c.log) {
					t.Errorf("log %q, want %q", faults, c.log)
				}
				if strings.Contains(faults, "khai") {
					t.Errorf("the log tells what was looked for: %q", faults)
				}
			}
			// The next request is answered as if nothing had been.
			if a := s.get("/"); a.status != http.StatusOK {
				t.Errorf("then the home page: status %d", a.status)
			}
		})
	}
}

// TestStoreFails: without its store the site still answers every request with
// words.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/thu-tuc", "/thu-tuc/1.001193", "/tin-tuc", "/tin-tuc/1", "/q/" + zeroOne(t).String(), searchPath("khai sinh"), "/kiem-tra/x2345678", "/ma?ma=12345678", "/di/1.001193", "/qr/" + zeroOne(t).String() + ".svg"} {
		checkErrorPage(t, path, s.get(path), http.StatusInternalServerError)
	}
	if a := s.get("/healthz"); a.status != http.StatusOK {
		t.Errorf("healthz: status %d", a.status)
	}
	if a := s.get("/readyz"); a.status != http.StatusServiceUnavailable || string(a.body) != "store unavailable\n" {
		t.Errorf("readyz: status %d, %q", a.status, a.body)
	}
	if len(s.log.taken()) == 0 {
		t.Error("nothing was logged")
	}
}

func TestPlainAnswers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	check := func(path string, status int, want string) {
		t.Helper()
		a := s.get(path)
		if a.status != status || !strings.Contains(string(a.body), want) {
			t.Errorf("%s: status %d, %q", path, a.status, a.body)
		}
		if ct := a.header.Get("Content-Type"); ct != "text/plain; charset=utf-8" {
			t.Errorf("%s: %s", path, ct)
		}
	}
	check("/healthz", http.StatusOK, "ok\n")
	check("/readyz", http.StatusOK, "ready\n")
	check("/robots.txt", http.StatusOK, "Disallow: /di/\n")
	s.ready.Store(false)
	check("/readyz", http.StatusServiceUnavailable, "indexing\n")
	check("/healthz", http.StatusOK, "ok\n")
	if a := s.get("/readyz"); a.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
	s.ready.Store(true)
	check("/readyz", http.StatusOK, "ready\n")

	icon := s.get("/static/icon.svg")
	if icon.header.Get("Content-Type") != "image/svg+xml" || !bytes.HasPrefix(icon.body, []byte("<svg ")) {
		t.Errorf("icon: %s, %.20q", icon.header.Get("Content-Type"), icon.body)
	}
}

// TestHead: HEAD answers as GET does, without a body, everywhere.
func TestHead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(data.KindProcedure, "1.001193")
	for _, path := range []string{
		"/", searchPath("khai sinh"), "/tim-kiem", "/thu-tuc", "/thu-tuc/1.001193", "/thu-tuc/1.999999", "/linh-vuc/ho-tich", "/tin-tuc",
		s.articlePath(fullArticle), "/tin-tuc/1", "/q/" + code, "/Q/" + code, "/q/x", "/qr/" + code + ".svg", "/qr/" + code + ".png",
		"/static/icon.svg", "/healthz", "/readyz", "/robots.txt", "/khong-co", "/ma", "/ma?ma=" + code, "/ma?ma=x", "/kiem-tra", "/kiem-tra/" + code,
		"/kiem-tra/x", "/di/1.001193", "/di/1.999999", "/co-quan/phong-dieu-giay", "/q/" + s.linkTo(data.KindPage, "/tim-kiem?q=khai+sinh"),
		"/q/" + s.linkTo(data.KindAddress, "https://dichvucong.gov.vn/"), "/q/" + s.link(data.Link{Target: procedureTarget, State: data.LinkRetired}),
	} {
		get, head := s.get(path), s.do(http.MethodHead, path)
		if head.status != get.status || len(head.body) > 0 {
			t.Errorf("HEAD %s: status %d with %d bytes, GET %d", path, head.status, len(head.body), get.status)
		}
		for _, name := range []string{"Content-Type", "Cache-Control", "Location", "Content-Security-Policy"} {
			if head.header.Get(name) != get.header.Get(name) {
				t.Errorf("HEAD %s: %s %q, GET %q", path, name, head.header.Get(name), get.header.Get(name))
			}
		}
	}
}

func unzip(t testing.TB, a answer) []byte {
	t.Helper()
	if e := a.header.Get("Content-Encoding"); e != "gzip" {
		t.Fatalf("Content-Encoding %q", e)
	}
	r, err := gzip.NewReader(bytes.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestGzip: pages travel packed to those who can unpack them.
func TestGzip(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/", searchPath("khai sinh"), "/thu-tuc/1.001193", "/khong-co", "/kiem-tra/x"} {
		plain, packed := s.get(path), s.get(path, "Accept-Encoding", "gzip")
		if plain.header.Get("Content-Encoding") != "" {
			t.Errorf("%s: packed for one who did not ask", path)
		}
		if got := unzip(t, packed); !bytes.Equal(got, plain.body) {
			t.Errorf("%s: %d bytes packed, %d unpacked", path, len(got), len(plain.body))
		}
		if packed.status != plain.status || len(packed.body) > len(plain.body)*2/3 {
			t.Errorf("%s: status %d, %d bytes of %d", path, packed.status, len(packed.body), len(plain.body))
		}
		for _, a := range []answer{plain, packed} {
			if v := a.header.Get("Vary"); v != "Accept-Encoding" {
				t.Errorf("%s: Vary %q", path, v)
			}
		}
	}
}
