package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/asset"
)

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
		return s.picture(w, r, key.code, format, p)
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
	return s.picture(w, r, key.code, format, p)
}

// noPicture answers in few words: nobody reads a page in place of a picture.
func noPicture(w http.ResponseWriter) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "Không có mã này.", http.StatusNotFound)
	return nil
}

// picture sends a symbol under a name to save it by.
func (s *Server) picture(w http.ResponseWriter, r *http.Request, code, format string, p *asset.Asset) error {
	w.Header().Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", code+"."+format))
	p.Send(w, r, symbolAge)
	return nil
}

// symbols keeps pictures ready to be sent.
type symbols struct {
	drawn *qr.Cache
	limit int

	mu    sync.RWMutex
	ready map[symbolKey]*asset.Asset
}

type symbolKey struct{ code, format, public string }

func newSymbols(limit int) *symbols {
	return &symbols{drawn: qr.NewCache(limit), limit: limit, ready: map[symbolKey]*asset.Asset{}}
}

// kept is a picture that has been made, else nil.
func (c *symbols) kept(k symbolKey) *asset.Asset {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.ready[k]
}

// draw makes the picture of a code that exists and keeps it. When there are too
// many, any one goes.
func (c *symbols) draw(k symbolKey) (*asset.Asset, error) {
	payload, err := qr.Payload(k.public, qr.Code(k.code))
	if err != nil {
		return nil, err
	}
	var body []byte
	mediaType := "image/png"
	if k.format == "svg" {
		mediaType = "image/svg+xml"
		body, err = c.drawn.SVG(payload, qr.SVGOptions{})
	} else {
		body, err = c.drawn.PNG(payload, qr.PNGOptions{})
	}
	if err != nil {
		return nil, err
	}
	p, err := asset.New("", mediaType, body)
	if err != nil {
		return nil, err
	}
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
