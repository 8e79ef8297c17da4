// Package asset readies what pages are made of: scripts, pictures and
// stylesheets, minified and compressed once and kept by browsers for good, and
// the templates.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
)

// Asset is a file that is the same for all who ask for it: it is packed once, as
// well as can be.
type Asset struct {
	Path      string // "/static/page.js"
	mediaType string
	version   string // changes with the body
	plain     []byte
	packed    []byte // nil where packing gains nothing
}

// New makes an asset; pictures of points are packed already.
func New(path, mediaType string, body []byte) (*Asset, error) {
	sum := sha256.Sum256(body)
	a := &Asset{Path: path, mediaType: mediaType, version: hex.EncodeToString(sum[:6]), plain: body}
	if mediaType == "image/png" {
		return a, nil
	}
	packed, err := pack(body)
	if len(packed) < len(body) {
		a.packed = packed
	}
	return a, err
}

// URL is where pages load it from: an address that changes with the body, so
// that browsers keep it for good.
func (a *Asset) URL() string { return a.Path + "?v=" + a.version }

func (a *Asset) tag() string { return `W/"` + a.version + `"` }

// keeping is how long an answer under the address asked for may be kept: for
// good under the asset's own version, else as age says.
func (a *Asset) keeping(r *http.Request, age string) string {
	if r.URL.Query().Get("v") == a.version {
		return "public, max-age=31536000, immutable"
	}
	return age
}

// Send answers with an asset, packed to those who can unpack it, and only if it
// is not the one they have. age is the Cache-Control of an address without the
// asset's version.
func (a *Asset) Send(w http.ResponseWriter, r *http.Request, age string) {
	h, body := w.Header(), a.plain
	h.Set("Cache-Control", a.keeping(r, age))
	h.Set("ETag", a.tag())
	if a.packed != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if Matches(r.Header.Values("If-None-Match"), a.tag()) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if a.packed != nil && Unpacks(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	h.Set("Content-Type", a.mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // an error means that the reader went away
}

// Handler sends the asset to whoever asks.
func (a *Asset) Handler(age string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { a.Send(w, r, age) }
}

// Unpacks reports whether a reader with that Accept-Encoding takes gzip.
func Unpacks(accepts string) bool {
	for part := range strings.SplitSeq(accepts, ",") {
		name, q, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q = strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(q, " ", "")), "q=")
			return q == "" || strings.Trim(q, "0.") != ""
		}
	}
	return false
}

func pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Script joins the files of pattern in the order of their names into the script
// that is sent, without what only its writers need. prefix is put in front.
func Script(files fs.FS, pattern, prefix string) ([]byte, error) {
	text, err := Join(files, pattern)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = js.Minify(minify.New(), &out, strings.NewReader(prefix+text), nil)
	return out.Bytes(), err
}

// Style joins the files of the patterns into the stylesheet that is inlined in
// pages and allowed by its hash, see [Policy].
func Style(files fs.FS, patterns ...string) (template.CSS, error) {
	var text strings.Builder
	for _, pattern := range patterns {
		part, err := Join(files, pattern)
		if err != nil {
			return "", err
		}
		text.WriteString(part)
	}
	var out strings.Builder
	err := css.Minify(minify.New(), &out, strings.NewReader(text.String()), nil)
	return template.CSS(out.String()), err
}

// Join reads files one behind the other in the order of their names.
func Join(files fs.FS, pattern string) (string, error) {
	names, err := fs.Glob(files, pattern) // sorted
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return "", err
		}
		b.Write(text)
	}
	return b.String(), nil
}

// Policy allows our own scripts and pictures and the one inlined
// stylesheet, by its hash.
func Policy(style template.CSS) string {
	sum := sha256.Sum256([]byte(style))
	return fmt.Sprintf("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-%s'; img-src 'self' https:; "+
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'; manifest-src 'self'",
		base64.StdEncoding.EncodeToString(sum[:]))
}

// Matches reports whether the values of If-None-Match name the tag, by the weak
// comparison (RFC 9110, 8.8.3.2 and 13.1.2).
func Matches(values []string, tag string) bool {
	for v := range strings.SplitSeq(strings.Join(values, ","), ",") {
		v = strings.TrimSpace(v)
		if v == "*" || strings.TrimPrefix(v, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// Pages parses each file template/page-NAME.html together with the layout and
// the parts beside it, by NAME.
func Pages(files fs.FS, funcs template.FuncMap) (map[string]*template.Template, error) {
	layout, err := template.New("layout.html").Funcs(funcs).ParseFS(files, "template/layout.html", "template/part-*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "template/page-*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		t, err := layout.Clone()
		if err == nil {
			t, err = t.ParseFS(files, name)
		}
		if err != nil {
			return nil, err
		}
		pages[strings.TrimSuffix(strings.TrimPrefix(path.Base(name), "page-"), ".html")] = t
	}
	return pages, nil
}
