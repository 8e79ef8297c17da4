package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/words"
)

// OpensPage reports whether a code may open a path of this site, given with its
// query: there is a page of that kind, and it does not lead to another code.
// Whether what the page is about exists is for the store to tell.
func OpensPage(at string) bool {
	u, err := pageAddress(at)
	if err != nil {
		return false
	}
	r, route := chi.NewRouter(), chi.NewRouteContext()
	new(Server).addPages(r) // routes alone; nothing is asked of them
	path := u.Path
	if path != "/" {
		path = strings.TrimSuffix(path, "/")
	}
	switch r.Find(route, http.MethodGet, path) {
	case "", openSearchPath:
		return false
	case "/ma", "/kiem-tra":
		return strings.TrimSpace(u.Query().Get("ma")) == ""
	case "/cap/{level}", "/a-z/{letter}":
		_, ok := listTitle(context.Background(), path)
		return ok
	case "/su-kien/{slug}":
		_, ok := eventTitle(words.Vietnamese(), route.URLParam("slug"))
		return ok
	case "/thu-tuc/{code}", "/thu-tuc/{code}/thay-doi":
		_, err = data.ParseProcedureCode(route.URLParam("code"))
	case "/tin-tuc/{id}":
		_, err = articleOf(route.URLParam("id"))
	case "/kiem-tra/{code}":
		_, err = qr.ParseCode(route.URLParam("code"))
	}
	return err == nil
}
