package web

import (
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/paths"
)

// photo sends a photo that staff have put in. Its address changes with its
// bytes, so browsers keep it for good; and whatever it were, it could do
// nothing.
func (s *Server) photo(w http.ResponseWriter, r *http.Request) error {
	file := chi.URLParam(r, "file")
	if !paths.IsPicture("/anh/" + file) {
		return fmt.Errorf("picture %q: %w", file, data.ErrNotFound)
	}
	hash, size, _ := strings.Cut(strings.TrimSuffix(file, path.Ext(file)), "-")
	width, err := strconv.Atoi(size)
	if err != nil {
		return fmt.Errorf("picture %q: %w", file, data.ErrNotFound)
	}
	body, err := s.Store.PictureBody(r.Context(), hash, width)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", pictureForGood)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	_, _ = w.Write(body) // an error means that the reader went away
	return nil
}

const pictureForGood = "public, max-age=31536000, immutable"
