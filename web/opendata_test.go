package web_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"tracuu/data"
	"tracuu/web"
)

// openShelf hands out what it holds.
type openShelf struct {
	current atomic.Pointer[data.Publication]
}

func (o *openShelf) Published() *data.Publication { return o.current.Load() }

// newPublication is open data with one set of that text.
func newPublication(t *testing.T, text string) *data.Publication {
	t.Helper()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"procedures.jsonl": {Data: []byte(text)}, "procedures.jsonl.gz": {Data: packed.Bytes()}, "LICENSE.txt": {Data: []byte("CC")}}
	told := func(name, mediaType string) data.OpenFile {
		sum := sha256.Sum256(files[name].Data)
		return data.OpenFile{Name: name, Type: mediaType, Size: int64(len(files[name].Data)), SHA256: hex.EncodeToString(sum[:])}
	}
	at := time.Date(2026, 11, 19, 3, 4, 5, 0, time.UTC)
	return &data.Publication{
		Sets: []data.OpenSet{{
			Name: "procedures", Title: "Thủ tục hành chính", TitleEN: "Administrative procedures", About: "Mọi thủ tục.", AboutEN: "All of them.",
			Records: 1234, Modified: at, Files: []data.OpenFile{told("procedures.jsonl", "application/jsonl"), told("procedures.jsonl.gz", "application/gzip")},
		}},
		Papers:  []data.OpenFile{told("LICENSE.txt", "text/plain; charset=utf-8")},
		Licence: data.Licence{Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}, Publisher: "Tỉnh", Modified: at, Files: files,
	}
}

// TestOpenDataFiles: files are sent as they lie, packed to those who can unpack
// them, whole or in part, and only to those who have not got them.
func TestOpenDataFiles(t *testing.T) {
	t.Parallel()
	shelf := &openShelf{}
	s := newSite(t, func(c *web.Config) { c.OpenData = shelf })
	if a := s.get("/du-lieu-mo/procedures.jsonl"); a.status != http.StatusNotFound || a.header.Get("Retry-After") == "" {
		t.Errorf("before there is any: status %d", a.status)
	}
	text := strings.Repeat(`{"code":"1.001193"}`+"\n", 100)
	shelf.current.Store(newPublication(t, text))

	const path = "/du-lieu-mo/procedures.jsonl"
	plain := s.get(path)
	tag := plain.header.Get("ETag")
	if plain.status != 200 || string(plain.body) != text || !strings.HasPrefix(tag, `"`) {
		t.Fatalf("status %d, %d bytes, tag %s", plain.status, len(plain.body), tag)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/jsonl", "Access-Control-Allow-Origin": "*", "Vary": "Accept-Encoding", "Content-Encoding": "",
		"Last-Modified": "Thu, 19 Nov 2026 03:04:05 GMT", "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff",
	} {
		if got := plain.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	packed := s.get(path, "Accept-Encoding", "br, gzip")
	z, err := gzip.NewReader(bytes.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != text || packed.header.Get("Content-Encoding") != "gzip" ||
		packed.header.Get("Content-Type") != "application/jsonl" || packed.header.Get("ETag") == tag {
		t.Errorf("packed: %v, %q, tag %s", err, packed.header.Get("Content-Encoding"), packed.header.Get("ETag"))
	}
	for name, c := range map[string]struct {
		header []string
		status int
		bytes  int
	}{
		"the same":         {[]string{"If-None-Match", tag}, 304, 0},
		"another":          {[]string{"If-None-Match", `"x"`}, 200, len(text)},
		"since":            {[]string{"If-Modified-Since", "Thu, 19 Nov 2026 03:04:05 GMT"}, 304, 0},
		"before":           {[]string{"If-Modified-Since", "Thu, 19 Nov 2026 03:04:04 GMT"}, 200, len(text)},
		"a part":           {[]string{"Range", "bytes=10-19"}, 206, 10},
		"a part of it":     {[]string{"Range", "bytes=10-19", "If-Range", tag}, 206, 10},
		"a part of other":  {[]string{"Range", "bytes=10-19", "If-Range", `"x"`}, 200, len(text)},
		"beyond":           {[]string{"Range", "bytes=99999-"}, 416, -1},
		"the packed twice": {[]string{"Accept-Encoding", "gzip", "If-None-Match", packed.header.Get("ETag")}, 304, 0},
	} {
		if a := s.get(path, c.header...); a.status != c.status || c.bytes >= 0 && len(a.body) != c.bytes {
			t.Errorf("%s: status %d, %d bytes, want %d, %d", name, a.status, len(a.body), c.status, c.bytes)
		}
	}
	head := s.do(http.MethodHead, path)
	if head.status != 200 || len(head.body) != 0 || head.header.Get("Content-Length") != plain.header.Get("Content-Length") || head.header.Get("ETag") != tag {
		t.Errorf("HEAD: status %d, %v", head.status, head.header)
	}
	if a := s.get(path+".gz", "Accept-Encoding", "gzip"); a.header.Get("Content-Type") != "application/gzip" || a.header.Get("Content-Encoding") != "" {
		t.Errorf("the packed file itself: %v", a.header)
	}
	for _, other := range []string{"/du-lieu-mo/x", "/du-lieu-mo/..%2Ftracuu.db", "/du-lieu-mo/procedures.csv", "/en/du-lieu-mo/procedures.jsonl"} {
		if a := s.get(other); a.status != http.StatusNotFound {
			t.Errorf("%s: status %d", other, a.status)
		}
	}

	shelf.current.Store(newPublication(t, "{}\n"))
	if a := s.get(path, "If-None-Match", tag); a.status != 200 || string(a.body) != "{}\n" {
		t.Errorf("after a change: status %d, %q", a.status, a.body)
	}
}

// TestOpenDataPage: the page says what there is, under which licence, in both
// languages, and tells programs of it in DCAT.
func TestOpenDataPage(t *testing.T) {
	t.Parallel()
	shelf := &openShelf{}
	s := newSite(t, func(c *web.Config) { c.OpenData = shelf })
	if n := len(find(s.page("/du-lieu-mo"), "table")); n != 0 {
		t.Errorf("%d tables before there is anything", n)
	}
	shelf.current.Store(newPublication(t, "{}\n"))
	doc := s.page("/du-lieu-mo")
	if got := text(one(t, doc, "tbody")); !strings.Contains(got, "1.234") || !strings.Contains(got, "JSON Lines 3 B") || !strings.Contains(got, "19/11/2026") {
		t.Errorf("the table says %q", got)
	}
	if got := attr(find(doc, "tbody li a")[0], "href"); got != "/du-lieu-mo/procedures.jsonl" {
		t.Errorf("the first file is at %q", got)
	}
	var c struct {
		Type     string `json:"@type"`
		Datasets []struct {
			Title string           `json:"dct:title"`
			Files []map[string]any `json:"dcat:distribution"`
		} `json:"dcat:dataset"`
	}
	blocks := find(s.page("/en/du-lieu-mo"), "script")
	if err := json.Unmarshal([]byte(rawText(blocks[0])), &c); err != nil {
		t.Fatal(err)
	}
	if c.Type != "dcat:Catalog" || len(c.Datasets) != 1 || c.Datasets[0].Title != "Administrative procedures" || len(c.Datasets[0].Files) != 1 {
		t.Errorf("the catalogue is %+v", c)
	}
	if a := s.get("/du-lieu-mo", "Accept-Encoding", "gzip"); len(a.body) > 10_000 {
		t.Errorf("the page weighs %d bytes", len(a.body))
	}
	if !strings.Contains(string(s.get("/sitemap-trang-1.xml").body), "/du-lieu-mo<") {
		t.Error("the page is not in the sitemap")
	}
}
