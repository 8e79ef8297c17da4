package web

import (
	"errors"
	"net/http"
	"strings"

	"tracuu/data"
	"tracuu/web/paths"
)

// maxTyped is how much of what is typed for a code is looked at, in bytes.
const maxTyped = 400

// asking is a page with a box for a code, and what came of what was typed there
// before.
type asking struct {
	base
	Typed   string
	Foreign stranger   // a pasted address that is not ours
	Own     suggestion // a pasted address that is ours and no code
	Unknown bool
	Near    []suggestion
	Domains []string // that genuine codes are printed with, today's first
}

// enter is where people whose camera fails type the code printed beside the
// symbol.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) error {
	p := asking{base: s.base(r, say(r.Context(), "Gõ mã in trên áp phích")), Domains: s.genuineHosts()}
	status, err := s.askCode(w, r, &p, paths.Code)
	if err != nil || status == http.StatusSeeOther {
		return err
	}
	return s.render(w, r, status, "enter", p)
}

// askCode reads the box for a code: a code that exists is at its place, and p
// tells of anything else, with the answered status.
func (s *Server) askCode(w http.ResponseWriter, r *http.Request, p *asking, at func(code string) string) (status int, err error) {
	text := r.URL.Query().Get("ma")
	text = strings.TrimSpace(strings.ToValidUTF8(text[:min(len(text), maxTyped)], ""))
	if text == "" {
		return http.StatusOK, nil
	}
	w.Header().Set("Cache-Control", "no-store")
	p.NoIndex = true
	got := readTyped(text, p.Domains, s.Languages)
	switch {
	case got.foreign.Host != "":
		p.Foreign = got.foreign // and not to be sent once more
		return http.StatusNotFound, nil
	case got.own != "":
		p.Own = suggestion{Title: say(r.Context(), "Mở trang này"), URL: got.own}
		return http.StatusOK, nil
	}
	p.Typed = text
	link, near, err := s.findCode(r.Context(), got.code)
	if errors.Is(err, data.ErrNotFound) {
		p.unknown(near, at)
		return http.StatusNotFound, nil
	}
	if err != nil {
		return 0, err
	}
	s.redirect(w, r, at(link.Code), http.StatusSeeOther)
	return http.StatusSeeOther, nil
}

// unknown tells that there is no such code, and which there are.
func (p *asking) unknown(near []suggestion, at func(code string) string) {
	p.Unknown = true
	for _, n := range near {
		n.URL = at(strings.ReplaceAll(n.Note, "-", ""))
		p.Near = append(p.Near, n)
	}
}
