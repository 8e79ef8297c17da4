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
	return s.render(w, r, http.StatusOK, "procedures", p)
}

// groupPage lists the procedures of one field or agency.
type groupPage struct {
	base
	First      string // address of the list's first page
	Total      int
	Procedures []data.Procedure
	Prev, Next string

	Agency data.Agency  // empty for a field
	Heir   *data.Agency // has the agency's work now; nil: the agency itself
	Was    string       // name of the agency a code was printed for, which this one has replaced
}

func (s *Server) field(w http.ResponseWriter, r *http.Request) error {
	page := listNumber(r)
	f, ps, err := s.Store.FieldProcedures(r.Context(), chi.URLParam(r, "slug"), (page-1)*listPage, listPage)
	if err != nil {
		return err
	}
	return s.showField(w, r, f, ps, page)
}

// showField shows a page of a field's procedures, ps.
func (s *Server) showField(w http.ResponseWriter, r *http.Request, f data.Field, ps []data.Procedure, page int) error {
	p := s.newGroup(r, f.Name, paths.Field(f.Slug), f.Procedures, ps, page)
	return s.showCounted(w, r, "group", p, data.Target{Kind: data.KindField, Key: f.Slug})
}

// newGroup is a page of a group's list. A group without procedures has little
// to tell and is kept out of search engines.
func (s *Server) newGroup(r *http.Request, name, path string, total int, ps []data.Procedure, page int) groupPage {
	p := groupPage{base: s.base(r, name), First: path, Total: total, Procedures: ps}
	p.Path, p.NoIndex = pagePath(path, page), total == 0
	p.Prev, p.Next = pageLinks(path, page, page*listPage < total)
	p.tellGroup(total, ps)
	return p
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
	p.Path, p.Feed = pagePath("/tin-tuc", page), newsFeed("")
	p.Prev, p.Next = pageLinks("/tin-tuc", page, len(as) > listPage)
	return s.render(w, r, http.StatusOK, "articles", p)
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
