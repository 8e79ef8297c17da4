package web

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
)

// pageHops bounds how often pages of this site may send on to each other.
const pageHops = 4

// openPage answers a code with any page of this site, without sending the
// reader there. The page is made before it is known whether there is one.
func (s *Server) openPage(r *http.Request, link data.Link) (opening, error) {
	ctx := context.WithValue(r.Context(), arrivalKey{}, arrival{code: link.Code})
	ctx = context.WithValue(ctx, chi.RouteCtxKey, (*chi.Context)(nil)) // a route of its own
	at := link.Target.Key
	for range pageHops {
		u, err := pageAddress(at)
		if err != nil {
			return opening{}, err
		}
		inner := r.Clone(ctx)
		inner.URL, inner.RequestURI = u, u.RequestURI()
		inner.Header.Del("If-None-Match") // it speaks of the code's page as a whole
		got := &made{header: http.Header{}}
		s.pages.ServeHTTP(got, inner)
		switch {
		case got.status >= 500:
			return opening{show: got.send}, nil // the log has it already
		case got.status >= 400:
			return opening{}, fmt.Errorf("page %s answers %d: %w", at, got.status, data.ErrNotFound)
		case got.status < 300:
			return shown(got.send), nil
		}
		at = inVietnamese(language(ctx), got.header.Get("Location"))
	}
	return opening{}, fmt.Errorf("page %s sends on and on: %w", link.Target.Key, data.ErrNotFound)
}

// made is a page that has been made and not sent yet.
type made struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (m *made) Header() http.Header { return m.header }

func (m *made) WriteHeader(status int) {
	if m.status == 0 {
		m.status = status
	}
}

func (m *made) Write(b []byte) (int, error) {
	m.WriteHeader(http.StatusOK)
	return m.body.Write(b)
}

func (m *made) send(w http.ResponseWriter, _ *http.Request) error {
	maps.Copy(w.Header(), m.header)
	w.WriteHeader(m.status)
	_, err := w.Write(m.body.Bytes())
	return err
}
