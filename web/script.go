package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
)

// script is a script of ours. Its address changes with its text, so that
// browsers keep it for good.
type script struct {
	path    string // "/static/page.js"
	text    []byte
	version string
}

// readScript joins the files of pattern into the script at path.
func readScript(path, pattern string) (*script, error) {
	text, err := join(pattern)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(text))
	return &script{path, []byte(text), hex.EncodeToString(sum[:6])}, nil
}

// URL is where pages load it from.
func (s *script) URL() string { return s.path + "?v=" + s.version }

// send answers with a script. Under another version than its own it is the
// newest, which nobody keeps.
func (s *Server) send(sc *script) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		h.Set("Cache-Control", "no-cache")
		if r.URL.Query().Get("v") == sc.version {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		if _, err := w.Write(sc.text); err != nil {
			s.Log.Debug("reader went away", "error", err)
		}
	}
}
