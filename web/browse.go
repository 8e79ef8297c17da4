package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/paths"
)

// listPage is how many records a list shows at once.
const listPage = 50

type proceduresPage struct {
	base
	Total  int
	Fields []data.Field
}

// procedures is the way in by field of administration.
func (s *Server) procedures(w http.ResponseWriter, r *http.Request) error {
	fields, err := s.Store.Fields(r.Context())
	if err != nil {
		return err
	}
	p := proceduresPage{base: s.base(r, "Thủ tục theo lĩnh vực"), Fields: fields}
	for _, f := range fields {
		p.Total += f.Procedures
	}
	return s.render(w, http.StatusOK, "procedures", p)
}

// groupPage lists the procedures of one field or agency.
type groupPage struct {
	base
	Path       string
	Total      int
	Procedures []data.Procedure
	Prev, Next string
}

func (s *Server) field(w http.ResponseWriter, r *http.Request) error {
	page := listNumber(r)
	f, ps, err := s.Store.FieldProcedures(r.Context(), chi.URLParam(r, "slug"), (page-1)*listPage, listPage)
	if err != nil {
		return err
	}
	return s.group(w, r, f.Name, paths.Field(f.Slug), f.Procedures, ps, page)
}

func (s *Server) agency(w http.ResponseWriter, r *http.Request) error {
	page := listNumber(r)
	a, ps, err := s.Store.AgencyProcedures(r.Context(), chi.URLParam(r, "slug"), (page-1)*listPage, listPage)
	if err != nil {
		return err
	}
	return s.group(w, r, a.Name, paths.Agency(a.Slug), a.Procedures, ps, page)
}

func (s *Server) group(w http.ResponseWriter, r *http.Request, name, path string, total int, ps []data.Procedure, page int) error {
	p := groupPage{base: s.base(r, name), Path: path, Total: total, Procedures: ps}
	p.Canonical = s.PublicURL + pagePath(path, page)
	p.Prev, p.Next = pageLinks(path, page, page*listPage < total)
	return s.render(w, http.StatusOK, "group", p)
}

type articlesPage struct {
	base
	Articles   []data.Article
	Prev, Next string
}

func (s *Server) articles(w http.ResponseWriter, r *http.Request) error {
	page := listNumber(r)
	// One more than shown tells whether there is a next page.
	as, err := s.Store.LatestArticles(r.Context(), "", (page-1)*listPage, listPage+1)
	if err != nil {
		return err
	}
	p := articlesPage{base: s.base(r, "Tin tức"), Articles: as[:min(len(as), listPage)]}
	p.Canonical = s.PublicURL + pagePath("/tin-tuc", page)
	p.Prev, p.Next = pageLinks("/tin-tuc", page, len(as) > listPage)
	return s.render(w, http.StatusOK, "articles", p)
}

// maxList is the deepest page of a list.
const maxList = 10_000

func listNumber(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("trang"))
	if err != nil {
		return 1
	}
	return min(max(n, 1), maxList)
}

func pageLinks(path string, page int, more bool) (prev, next string) {
	if page > 1 {
		prev = pagePath(path, page-1)
	}
	if more {
		next = pagePath(path, page+1)
	}
	return prev, next
}

// pagePath is the address of a page of a list.
func pagePath(path string, page int) string {
	if page == 1 {
		return path
	}
	return fmt.Sprintf("%s?trang=%d", path, page)
}
