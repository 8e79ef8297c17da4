package web

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
)

const sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9"

// mapEntry is an address in a sitemap, or a sitemap in the index.
type mapEntry struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

// urlElement is what an address in a sitemap stands in.
var urlElement = xml.StartElement{Name: xml.Name{Local: "url"}}

func newMapEntry(address string, changed time.Time) mapEntry {
	e := mapEntry{Address: address}
	if !changed.IsZero() {
		e.Changed = changed.UTC().Format(time.RFC3339)
	}
	return e
}

// sitemap lists the sitemaps of the site.
func (s *Server) sitemap(w http.ResponseWriter, r *http.Request) error {
	if fresh, err := s.mapUnchanged(w, r); err != nil || fresh {
		return err
	}
	ctx := r.Context()
	newest, err := s.Store.NewestChange(ctx)
	if err != nil {
		return err
	}
	procedures, err := s.Store.ProcedureParts(ctx, mapSize)
	if err != nil {
		return err
	}
	articles, err := s.Store.ArticleParts(ctx, mapSize)
	if err != nil {
		return err
	}
	index := struct {
		XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []mapEntry `xml:"sitemap"`
	}{}
	add := func(kind string, parts ...data.AddressPart) {
		for _, p := range parts {
			index.Maps = append(index.Maps, newMapEntry(fmt.Sprintf("%s/sitemap-%s-%d.xml", s.public(), kind, p.N), p.Newest))
		}
	}
	add(mapPages, data.AddressPart{N: 1, Newest: newest})
	add(mapProcedures, procedures...)
	for _, list := range []struct {
		kind      string
		addresses func(context.Context, int) ([]data.Address, error)
	}{{mapFields, s.Store.FieldAddresses}, {mapAgencies, s.Store.AgencyAddresses}} {
		as, err := list.addresses(ctx, mapSize)
		if err != nil {
			return err
		}
		part := data.AddressPart{N: 1}
		for _, a := range as {
			if a.Changed.After(part.Newest) {
				part.Newest = a.Changed
			}
		}
		if len(as) > 0 {
			add(list.kind, part)
		}
	}
	add(mapArticles, articles...)
	b, err := xml.Marshal(index)
	if err == nil {
		_, err = w.Write(append([]byte(xml.Header), b...))
	}
	return err
}

// mapUnchanged answers a program that has the sitemap as of the store's newest
// change.
func (s *Server) mapUnchanged(w http.ResponseWriter, r *http.Request) (bool, error) {
	store, seq, err := s.Store.Stamp(r.Context())
	if err != nil {
		return false, err
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	return unchanged(w, r, entityTag(fmt.Appendf(nil, "%s %s %d", s.public(), store, seq)), time.Time{}), nil
}

// sitemapPart is one sitemap, written as it is read from the store.
func (s *Server) sitemapPart(w http.ResponseWriter, r *http.Request) error {
	part := chi.URLParam(r, "part")
	i := max(strings.LastIndexByte(part, '-'), 0)
	n, err := strconv.Atoi(strings.TrimPrefix(part[i:], "-"))
	if err != nil || n < 1 || n > mapSize {
		return fmt.Errorf("sitemap %q: %w", part, data.ErrNotFound)
	}
	var enc *xml.Encoder
	for a, err := range s.addresses(r.Context(), part[:i], n) {
		switch {
		case err != nil && enc == nil:
			return err
		case err != nil:
			// The beginning is sent already: only a broken connection tells that
			// the rest is missing.
			if r.Context().Err() == nil {
				s.Log.Error("write a sitemap", "part", part, "error", err)
			}
			panic(http.ErrAbortHandler)
		case enc == nil:
			if fresh, err := s.mapUnchanged(w, r); err != nil || fresh {
				return err
			}
			_, err = io.WriteString(w, xml.Header+`<urlset xmlns="`+sitemaps+`">`)
			enc = xml.NewEncoder(w)
		}
		if err == nil {
			err = enc.EncodeElement(newMapEntry(s.public()+a.Key, a.Changed), urlElement)
		}
		if err != nil {
			s.Log.Debug("reader went away", "error", err)
			return nil
		}
	}
	if enc == nil {
		return fmt.Errorf("sitemap %q is empty: %w", part, data.ErrNotFound)
	}
	if _, err = io.WriteString(w, "</urlset>\n"); err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
}
