package web

import (
	"cmp"
	"net/http"
	"slices"

	"tracuu/data"
	"tracuu/web/paths"
)

// groupsPage lists groups of procedures of one kind.
type groupsPage struct {
	base
	Short      bool // names are short
	Groups     []group
	Prev, Next string
	First      string // address of the list's first page
}

type group struct {
	Name, URL  string
	Procedures int
}

// agencies lists the agencies that have procedures, those of most first.
func (s *Server) agencies(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Agencies(r.Context())
	if err != nil {
		return err
	}
	var groups []group
	for _, a := range all {
		if a.Procedures > 0 {
			groups = append(groups, group{a.Name, paths.Agency(a.Slug), a.Procedures})
		}
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(b.Procedures, a.Procedures) })
	const path = "/co-quan"
	page := listNumber(r)
	p := groupsPage{base: s.base(r, say(r.Context(), agenciesTitle)), First: path}
	from := min((page-1)*listPage, len(groups))
	p.Groups = groups[from:min(from+listPage, len(groups))]
	p.Path = pagePath(path, page)
	p.Prev, p.Next = pageLinks(path, page, page*listPage < len(groups))
	return s.render(w, r, http.StatusOK, "groups", p)
}

// audiences lists the kinds of people that procedures are for; there are few.
func (s *Server) audiences(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Audiences(r.Context())
	if err != nil {
		return err
	}
	p := groupsPage{base: s.base(r, say(r.Context(), audiencesTitle))}
	for _, a := range all {
		p.Groups = append(p.Groups, group{a.Name, paths.Audience(a.Slug), a.Procedures})
	}
	return s.render(w, r, http.StatusOK, "groups", p)
}

// letters lists the letters that names of procedures begin with.
func (s *Server) letters(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Letters(r.Context())
	if err != nil {
		return err
	}
	p := groupsPage{base: s.base(r, say(r.Context(), lettersTitle)), Short: true}
	for _, l := range all {
		name := l.Letter
		if name == data.OtherLetter {
			name = "0–9"
		}
		p.Groups = append(p.Groups, group{name, paths.Letter(l.Letter), l.Procedures})
	}
	return s.render(w, r, http.StatusOK, "groups", p)
}
