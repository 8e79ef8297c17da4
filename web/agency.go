package web

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/paths"
)

func (s *Server) agency(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Store.Agency(r.Context(), chi.URLParam(r, "slug"))
	if err != nil {
		return err
	}
	heir, err := s.Store.Heir(r.Context(), a.Slug)
	if err != nil {
		return err
	}
	return s.showAgency(w, r, a, heir)
}

// showAgency shows an agency and who has its work now.
func (s *Server) showAgency(w http.ResponseWriter, r *http.Request, a, heir data.Agency) error {
	page := listNumber(r)
	_, ps, err := s.Store.AgencyProcedures(r.Context(), a.Slug, (page-1)*listPage, listPage)
	if err != nil {
		return err
	}
	p := s.newGroup(r, tab{Label: say(r.Context(), agenciesTitle), URL: "/co-quan"}, a.Name, paths.Agency(a.Slug), a.Procedures, ps, page)
	p.Record, p.Agency, p.Was = true, a, arrivalOf(r.Context()).was
	if heir.Slug != a.Slug {
		p.Heir = &heir
	}
	return s.showCounted(w, r, "group", p, data.Target{Kind: data.KindAgency, Key: a.Slug})
}

// telephone is the address that calls a number, empty for what is not a single
// number.
func telephone(number string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()\u00a0", r) {
			return -1
		}
		return r
	}, number)
	bare := strings.TrimPrefix(digits, "+")
	if len(bare) < 3 || len(bare) > 15 || strings.Trim(bare, "0123456789") != "" {
		return ""
	}
	return template.URL("tel:" + digits)
}
