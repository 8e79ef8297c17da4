package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/search/vi"
	"tracuu/web/paths"
)

// maxTyped is how much of what is typed for a code is looked at, in bytes.
const maxTyped = 400

type enterPage struct {
	base
	Typed   string
	Foreign string // host of a pasted address that is not ours
	Unknown bool
	Near    []suggestion
	Domains []string
}

// enter is where people whose camera fails type the code printed beside the
// symbol.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) error {
	p := enterPage{base: s.base(r, "Gõ mã in trên áp phích"), Typed: typedIn(r), Domains: s.genuineHosts()}
	if p.Typed == "" {
		return s.render(w, http.StatusOK, "enter", p)
	}
	w.Header().Set("Cache-Control", "no-store")
	p.NoIndex = true
	var code string
	if code, p.Foreign = s.readTyped(p.Typed); p.Foreign != "" {
		p.Typed = "" // not to be sent once more
		return s.render(w, http.StatusBadRequest, "enter", p)
	}
	link, near, err := s.findCode(r.Context(), code)
	switch {
	case errors.Is(err, data.ErrNotFound):
		p.Unknown, p.Near = true, near
		return s.render(w, http.StatusNotFound, "enter", p)
	case err != nil:
		return err
	}
	http.Redirect(w, r, paths.Code(link.Code), http.StatusSeeOther)
	return nil
}

// typedIn is what was put into the box for a code.
func typedIn(r *http.Request) string {
	t := strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("ma"), ""))
	return t[:min(len(t), maxTyped)]
}

// readTyped takes the code out of what is typed or pasted: the code itself, or
// the whole address that stands beside the symbol. foreign is the host of an
// address that is not ours.
func (s *Server) readTyped(text string) (code, foreign string) {
	code = unkeyed(text)
	if _, err := qr.ParseCode(tidyCode(code)); !errors.Is(err, qr.ErrFormat) {
		return code, ""
	}
	address := tidyCode(text)
	if !strings.Contains(address, "//") {
		address = "//" + address // as it is printed, without https
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || !strings.Contains(u.Host, ".") && !strings.Contains(u.Host, ":") || strings.ContainsFunc(u.Host, unicode.IsSpace):
		return code, ""
	case !slices.Contains(s.genuineHosts(), paths.Host(u.Host)):
		return "", u.Hostname()
	}
	if i := strings.LastIndexByte(strings.TrimSuffix(u.Path, "/"), '/'); i >= 0 && strings.EqualFold(u.Path[:i], "/q") {
		return strings.TrimSuffix(u.Path[i+1:], "/"), ""
	}
	return text, ""
}

// unkeyed undoes a Vietnamese keyboard, which makes Đ of the symbols DD.
func unkeyed(text string) string {
	if !vi.HasMarks(text) {
		return text
	}
	if code, err := qr.ParseCode(tidyCode(vi.Telex(text))); err == nil {
		return code.String()
	}
	return text
}
