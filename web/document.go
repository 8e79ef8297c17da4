package web

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"tracuu/web/asset"
)

// unchanged writes what tells one version of a document from another, and
// answers 304 and true to a program that has this one already. modified may be
// zero.
func unchanged(w http.ResponseWriter, r *http.Request, tag string, modified time.Time) bool {
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if !modified.IsZero() {
		h.Set("Last-Modified", modified.UTC().Format(http.TimeFormat))
	}
	if known := r.Header.Values("If-None-Match"); len(known) > 0 { // it comes before the other (RFC 9110, 13.2.2)
		if !asset.Matches(known, tag) {
			return false
		}
	} else {
		since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
		if err != nil || modified.IsZero() || modified.Truncate(time.Second).After(since) {
			return false
		}
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// sendXML writes a whole document, or nothing to a program that has it.
func (s *Server) sendXML(w http.ResponseWriter, r *http.Request, contentType string, document any, modified time.Time) error {
	b := bytes.NewBufferString(xml.Header)
	if err := xml.NewEncoder(b).Encode(document); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	w.Header().Set("Content-Type", contentType)
	if unchanged(w, r, entityTag(b.Bytes()), modified) {
		return nil
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
}
