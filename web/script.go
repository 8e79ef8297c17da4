package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
)

// script is a script of ours. Its address changes with its text, so that
// browsers keep it for good.
type script struct {
	path    string // below the root, "static/suggest.js"
	text    []byte
	version string
}

func readScript(path string) (script, error) {
	text, err := files.ReadFile(path)
	if err != nil {
		return script{}, err
	}
	sum := sha256.Sum256(text)
	return script{path, text, hex.EncodeToString(sum[:6])}, nil
}

// URL is where pages load it from.
func (s script) URL() string { return fmt.Sprintf("/%s?v=%s", s.path, s.version) }

// suggestScript sends the script of the search box. Under another version than
// its own it is the newest, which nobody keeps.
func (s *Server) suggestScript(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == s.script.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if _, err := w.Write(s.script.text); err != nil {
		s.Log.Debug("reader went away", "error", err)
	}
	return nil
}
