package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
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

type fieldPage struct {
	base
	Field      data.Field
	Procedures []data.Procedure
	Prev, Next string
}

func (s *Server) field(w http.ResponseWriter, r *http.Request) error {
	slug, page := chi.URLParam(r, "slug"), listNumber(r)
	f, ps, err := s.Store.FieldProcedures(r.Context(), slug, (page-1)*listPage, listPage)
	if err != nil {
		return err
	}
	p := fieldPage{base: s.base(r, f.Name), Field: f, Procedures: ps}
	p.Prev, p.Next = pageLinks("/linh-vuc/"+f.Slug, page, page*listPage < f.Procedures)
	return s.render(w, http.StatusOK, "field", p)
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
	switch {
	case page == 2:
		prev = path
	case page > 2:
		prev = fmt.Sprintf("%s?trang=%d", path, page-1)
	}
	if more {
		next = fmt.Sprintf("%s?trang=%d", path, page+1)
	}
	return prev, next
}
