package web

import (
	"fmt"
	"net/http"
	"slices"

	"tracuu/data"
	"tracuu/search/vi"
	"tracuu/web/paths"
)

// maxCategories is how many categories of news are offered.
const maxCategories = 24

type articlesPage struct {
	base
	Categories []tab
	Articles   []data.Article
	First      string // address of the list's first page
	Prev, Next string
}

// articles lists the news, newest first, of one category or of all.
func (s *Server) articles(w http.ResponseWriter, r *http.Request) error {
	ctx, page := r.Context(), listNumber(r)
	categories, err := s.Store.Categories(ctx)
	if err != nil {
		return err
	}
	p := articlesPage{base: s.base(r, say(ctx, newsTitle)), First: "/tin-tuc"}
	category := r.URL.Query().Get("chuyen-muc")
	if category != "" {
		i := findCategory(categories, category)
		if i < 0 {
			return fmt.Errorf("category %q: %w", category, data.ErrNotFound)
		}
		category = categories[i].Name
		p.Title, p.First = say(ctx, "Tin tức: %s", category), paths.Category(category)
	}
	if len(categories) > 1 {
		p.Categories = append(p.Categories, tab{Label: say(ctx, "Tất cả"), URL: "/tin-tuc", Current: category == ""})
		for _, c := range categories[:min(len(categories), maxCategories)] {
			p.Categories = append(p.Categories, tab{c.Name, paths.Category(c.Name), c.Name == category, true})
		}
	}
	// One more than shown tells whether there is a next page.
	as, err := s.Store.LatestArticles(ctx, category, (page-1)*listPage, listPage+1)
	if err != nil {
		return err
	}
	p.Articles = as[:min(len(as), listPage)]
	p.Path, p.Feed = pagePath(p.First, page), newsFeed(category)
	p.Prev, p.Next = pageLinks(p.First, page, len(as) > listPage)
	return s.render(w, r, http.StatusOK, "articles", p)
}

// findCategory finds a category by its name, or else by what a person may type
// into an address; -1 if there is none.
func findCategory(all []data.Category, name string) int {
	i := slices.IndexFunc(all, func(c data.Category) bool { return c.Name == name })
	if slug := vi.Slug(name, len(name)); i < 0 && slug != "" {
		i = slices.IndexFunc(all, func(c data.Category) bool { return vi.Slug(c.Name, len(c.Name)) == slug })
	}
	return i
}
