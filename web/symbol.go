package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
)

// icon is the site's own picture.
func (s *Server) icon(w http.ResponseWriter, _ *http.Request) error {
	b, err := files.ReadFile("static/icon.svg")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", pictureAge)
	if _, err := w.Write(b); err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
}

// How long pictures may be kept. A symbol holds the public address, which may
// change; asking again for one that has not costs few bytes.
const (
	pictureAge = "public, max-age=86400"
	symbolAge  = "public, max-age=600"
)

// symbol draws the QR symbol of a code that exists, /qr/{CODE}.svg or .png.
//
// A code never disappears, so that a picture once made proves that its code
// exists; the store is asked for the others only.
func (s *Server) symbol(w http.ResponseWriter, r *http.Request) error {
	name, format, _ := strings.Cut(chi.URLParam(r, "file"), ".")
	code, err := qr.ParseCode(name)
	if err != nil || format != "svg" && format != "png" {
		return noPicture(w)
	}
	key := symbolKey{code.String(), format, s.public()}
	if p := s.symbols.kept(key); p != nil {
		return s.picture(w, r, p)
	}
	switch _, err := s.Store.Link(r.Context(), key.code); {
	case errors.Is(err, data.ErrNotFound):
		return noPicture(w)
	case err != nil:
		return err
	}
	p, err := s.symbols.draw(key)
	if err != nil {
		return fmt.Errorf("symbol of %s: %w", key.code, err)
	}
	return s.picture(w, r, p)
}

// noPicture answers in few words: nobody reads a page in place of a picture.
func noPicture(w http.ResponseWriter) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "Không có mã này.", http.StatusNotFound)
	return nil
}

// picture sends a picture, packed to those who can unpack it, and only if it is
// not the one they have.
func (s *Server) picture(w http.ResponseWriter, r *http.Request, p *picture) error {
	h, body := w.Header(), p.plain
	h.Set("Cache-Control", symbolAge)
	h.Set("Etag", p.tag)
	if p.packed != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if had := r.Header.Get("If-None-Match"); strings.TrimSpace(had) == "*" || strings.Contains(had, p.tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if p.packed != nil && unpacks(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body = p.packed
	}
	h.Set("Content-Type", p.mediaType)
	h.Set("Content-Disposition", p.disposition)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if _, err := w.Write(body); err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
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

// symbols keeps pictures ready to be sent.
type symbols struct {
	drawn *qr.Cache
	limit int

	mu    sync.RWMutex
	ready map[symbolKey]*picture
}

type symbolKey struct{ code, format, public string }

// picture is a file with its headers; packed is nil where packing gains
// nothing.
type picture struct {
	mediaType, disposition, tag string
	plain, packed               []byte
}

func newSymbols(limit int) *symbols {
	return &symbols{drawn: qr.NewCache(limit), limit: limit, ready: map[symbolKey]*picture{}}
}

// kept is a picture that has been made, else nil.
func (c *symbols) kept(k symbolKey) *picture {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.ready[k]
}

// draw makes the picture of a code that exists and keeps it. When there are too
// many, any one goes.
func (c *symbols) draw(k symbolKey) (*picture, error) {
	payload, err := qr.Payload(k.public, qr.Code(k.code))
	if err != nil {
		return nil, err
	}
	p := &picture{mediaType: "image/png", disposition: fmt.Sprintf("inline; filename=%q", k.code+"."+k.format)}
	if k.format == "svg" {
		p.mediaType = "image/svg+xml"
		if p.plain, err = c.drawn.SVG(payload, qr.SVGOptions{}); err == nil {
			p.packed, err = pack(p.plain)
		}
	} else {
		p.plain, err = c.drawn.PNG(payload, qr.PNGOptions{})
	}
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(p.plain)
	p.tag = fmt.Sprintf(`W/"%x"`, sum[:9])
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.ready) >= c.limit {
		for old := range c.ready {
			delete(c.ready, old)
			break
		}
	}
	c.ready[k] = p
	return p, nil
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
