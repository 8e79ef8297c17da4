package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// asset is a file that is the same for all who ask for it: it is packed once, as
// well as can be.
type asset struct {
	path      string // "/static/page.js"
	mediaType string
	version   string // changes with the body
	plain     []byte
	packed    []byte // nil where packing gains nothing
}

// newAsset makes an asset; pictures of points are packed already.
func newAsset(path, mediaType string, body []byte) (*asset, error) {
	sum := sha256.Sum256(body)
	a := &asset{path: path, mediaType: mediaType, version: hex.EncodeToString(sum[:6]), plain: body}
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
func (a *asset) URL() string { return a.path + "?v=" + a.version }

func (a *asset) tag() string { return `W/"` + a.version + `"` }

// keeping is how long an answer under the address asked for may be kept: for
// good under the asset's own version, else as age says.
func (a *asset) keeping(r *http.Request, age string) string {
	if r.URL.Query().Get("v") == a.version {
		return "public, max-age=31536000, immutable"
	}
	return age
}

// send answers with an asset, packed to those who can unpack it, and only if it
// is not the one they have.
func (s *Server) send(w http.ResponseWriter, r *http.Request, a *asset, age string) {
	h, body := w.Header(), a.plain
	h.Set("Cache-Control", a.keeping(r, age))
	h.Set("ETag", a.tag())
	if a.packed != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if matches(r.Header.Values("If-None-Match"), a.tag()) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if a.packed != nil && unpacks(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	h.Set("Content-Type", a.mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if _, err := w.Write(body); err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
}

// file is the handler of an asset.
func (s *Server) file(a *asset, age string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.send(w, r, a, age) }
}

// unpacks reports whether a reader with that Accept-Encoding takes gzip.
func unpacks(accepts string) bool {
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

// readScript joins the files of pattern into the script that is sent, without
// what only its writers need. prefix is put in front.
func readScript(pattern, prefix string) ([]byte, error) {
	text, err := join(pattern)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = js.Minify(minify.New(), &out, strings.NewReader(prefix+text), nil)
	return out.Bytes(), err
}
