package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
)

// symbol draws the QR symbol of a code that exists, /qr/{CODE}.svg or .png.
func (s *Server) symbol(w http.ResponseWriter, r *http.Request) error {
	name, format, _ := strings.Cut(chi.URLParam(r, "file"), ".")
	if format != "svg" && format != "png" {
		return fmt.Errorf("symbol format %q: %w", format, data.ErrNotFound)
	}
	link, err := s.findCode(r.Context(), name)
	if err != nil {
		return err
	}
	payload, err := qr.Payload(s.PublicURL, qr.Code(link.Code))
	if err != nil {
		return fmt.Errorf("symbol of %s: %w", link.Code, err)
	}
	var b []byte
	h := w.Header()
	if format == "svg" {
		h.Set("Content-Type", "image/svg+xml")
		b, err = s.symbols.SVG(payload)
	} else {
		h.Set("Content-Type", "image/png")
		b, err = s.symbols.PNG(payload, qr.PNGOptions{})
	}
	if err != nil {
		h.Del("Content-Type")
		return fmt.Errorf("symbol of %s: %w", link.Code, err)
	}
	h.Set("Cache-Control", "public, max-age=86400")
	h.Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", link.Code+"."+format))
	if _, err := w.Write(b); err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
}
