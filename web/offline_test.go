package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web"
)

// shellRE finds what the worker says it keeps.
var shellRE = regexp.MustCompile(`^"use strict";const VERSION="(\w+)",SHELL=(\[.*?\])[,;]`)

func (s *site) worker() (version string, shell []string) {
	s.Helper()
	m := shellRE.FindSubmatch(s.get("/sw.js").body)
	if m == nil {
		s.Fatalf("the worker begins %.100q", s.get("/sw.js").body)
	}
	if err := json.Unmarshal(m[2], &shell); err != nil {
		s.Fatal(err)
	}
	return string(m[1]), shell
}

// TestWorker: the worker is asked for each time, and all that it keeps is there
// under an address that may be kept for good; what pages load is among it.
func TestWorker(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if a := s.get("/sw.js"); a.header.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(a.header.Get("Content-Type"), "text/javascript") {
		t.Errorf("the worker comes as %q, %q", a.header.Get("Content-Type"), a.header.Get("Cache-Control"))
	}
	version, shell := s.worker()
	for _, address := range shell {
		if a := s.get(address); a.status != http.StatusOK || !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %q", address, a.status, a.header.Get("Cache-Control"))
		}
	}
	page := s.page("/")
	loaded := append(attrs(find(page, "script[src]"), "src"), attr(one(t, page, "link[rel=manifest]"), "href"), attr(one(t, page, "link[rel=icon]"), "href"))
	for _, address := range loaded {
		if !slices.Contains(shell, address) {
			t.Errorf("%s is not kept", address)
		}
	}
	for path, title := range map[string]string{"/ngoai-tuyen": "Chưa có mạng", "/en/ngoai-tuyen": "No connection"} {
		if !slices.ContainsFunc(shell, func(a string) bool { return strings.HasPrefix(a, path+"?v=") }) {
			t.Errorf("%s is not kept", path)
		}
		if a := s.get(path); text(one(t, a.doc0(), "h1")) != title || a.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %q, %q", path, text(one(t, a.doc0(), "h1")), a.header.Get("Cache-Control"))
		}
	}
	other := newSite(t, func(c *web.Config) { c.Province = "Lâm Đồng" })
	if v, _ := other.worker(); v == version {
		t.Error("another site has a worker of the same version")
	}
	if v, _ := newSite(t).worker(); v != version {
		t.Error("the same site has a worker of another version")
	}
}

// TestAssets: files come packed to those who unpack, with a tag, for good under
// their own version and never under another.
func TestAssets(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, shell := s.worker()
	for _, address := range append(shell, "/sw.js", "/static/icon-maskable.svg") {
		plain := s.get(address)
		packed := s.get(address, "Accept-Encoding", "br, gzip")
		tag := plain.header.Get("ETag")
		if packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("Vary") != "Accept-Encoding" || len(packed.body) >= len(plain.body) {
			t.Errorf("%s: packed as %q, %d of %d bytes", address, packed.header.Get("Content-Encoding"), len(packed.body), len(plain.body))
			continue
		}
		if !bytes.Equal(unpacked(t, packed.body), plain.body) {
			t.Errorf("%s: packed is another file", address)
		}
		for _, h := range [][]string{{"If-None-Match", tag}, {"If-None-Match", tag, "Accept-Encoding", "gzip"}} {
			if a := s.get(address, h...); a.status != http.StatusNotModified || len(a.body) > 0 || a.header.Get("ETag") != tag || a.header.Get("Vary") == "" {
				t.Errorf("%s with %q: status %d, %d bytes", address, h, a.status, len(a.body))
			}
		}
		head := s.do(http.MethodHead, address)
		if head.status != http.StatusOK || len(head.body) > 0 || head.header.Get("ETag") != tag || head.header.Get("Content-Length") != plain.header.Get("Content-Length") {
			t.Errorf("HEAD %s: status %d, length %s", address, head.status, head.header.Get("Content-Length"))
		}
		path, _, _ := strings.Cut(address, "?")
		if a := s.get(path + "?v=other"); strings.Contains(a.header.Get("Cache-Control"), "immutable") || a.status != http.StatusOK {
			t.Errorf("%s under another version: status %d, %q", path, a.status, a.header.Get("Cache-Control"))
		}
	}
}

func unpacked(t testing.TB, packed []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPackedPages: a page keeps its tag however it is packed, and HEAD tells it.
func TestPackedPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/", "/thu-tuc/" + fullCode, "/en/thu-tuc/" + fullCode} {
		tag := s.get(path).header.Get("ETag")
		for _, accepts := range []string{"gzip", "gzip, deflate, br, zstd"} {
			a := s.get(path, "Accept-Encoding", accepts)
			if a.header.Get("Content-Encoding") != "gzip" || a.header.Get("ETag") != tag || !strings.Contains(a.header.Get("Vary"), "Accept-Encoding") {
				t.Errorf("%s to %q: %q, tag %q, %q", path, accepts, a.header.Get("Content-Encoding"), a.header.Get("ETag"), a.header.Get("Vary"))
			}
		}
		if a := s.do(http.MethodHead, path, "Accept-Encoding", "gzip"); a.status != http.StatusOK || a.header.Get("ETag") != tag || len(a.body) > 0 {
			t.Errorf("HEAD %s: status %d, tag %q", path, a.status, a.header.Get("ETag"))
		}
		if a := s.do(http.MethodHead, path, "If-None-Match", tag); a.status != http.StatusNotModified {
			t.Errorf("HEAD %s with its tag: status %d", path, a.status)
		}
	}
}

// TestContentLocation: a scanned page tells where it stands; others stand there.
func TestContentLocation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if got := s.get("/q/" + s.code(data.KindProcedure, fullCode)).header.Get("Content-Location"); got != "/thu-tuc/"+fullCode {
		t.Errorf("the scanned page stands at %q", got)
	}
	for _, path := range []string{"/thu-tuc/" + fullCode, "/", "/q/ABCDEFGH"} {
		if got := s.get(path).header.Get("Content-Location"); got != "" {
			t.Errorf("%s stands at %q", path, got)
		}
	}
}

// TestManifest: a browser can install the site.
func TestManifest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.get("/manifest.webmanifest")
	var m struct {
		Name    string
		Short   string `json:"short_name"`
		Start   string `json:"start_url"`
		Lang    string
		Display string
		Icons   []struct{ Src, Type, Purpose string }
	}
	if err := json.Unmarshal(a.body, &m); err != nil {
		t.Fatal(err)
	}
	if m.Name != "Tra cứu thủ tục hành chính Khánh Hòa" || m.Short == "" || m.Start != "/" || m.Lang != "vi" || m.Display != "standalone" || len(m.Icons) != 2 {
		t.Errorf("manifest %+v", m)
	}
	for _, icon := range m.Icons {
		if got := s.get(icon.Src); got.status != http.StatusOK || got.header.Get("Content-Type") != icon.Type {
			t.Errorf("icon %s: status %d, %s", icon.Src, got.status, got.header.Get("Content-Type"))
		}
	}
}

// TestLetterSize: a page comes in the letters its reader has chosen, under
// another tag; nothing else is taken from the cookie.
func TestLetterSize(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	usual := s.get("/").header.Get("ETag")
	for cookie, class := range map[string]string{"150": "s150", "200": "s200", "100": "", "999": "", "x\"><b>": ""} {
		a := s.get("/", "Cookie", "co-chu="+cookie)
		if got := attr(one(t, a.doc0(), "html"), "class"); got != class || (a.header.Get("ETag") == usual) != (class == "") {
			t.Errorf("%s: class %q, tag %s", cookie, got, a.header.Get("ETag"))
		}
	}
}

func packedText(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
