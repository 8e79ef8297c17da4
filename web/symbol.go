package web

import (
	"fmt"
	"net/http"
	"strings"

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
	return s.picture(w, "image/svg+xml", b)
}

// picture sends a picture that stays the same for a day at least.
func (s *Server) picture(w http.ResponseWriter, mediaType string, b []byte) error {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Cache-Control", "public, max-age=86400")
	if _, err := w.Write(b); err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
}

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
	mediaType := "image/svg+xml"
	if format == "svg" {
		b, err = s.symbols.SVG(payload, qr.SVGOptions{})
	} else {
		mediaType = "image/png"
		b, err = s.symbols.PNG(payload, qr.PNGOptions{})
	}
	if err != nil {
		return fmt.Errorf("symbol of %s: %w", link.Code, err)
	}
	w.Header().Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", link.Code+"."+format))
	return s.picture(w, mediaType, b)
}
