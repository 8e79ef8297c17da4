package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/web/words"
)

type languageKey struct{}

// language is the one a request is answered in. It is told by the address
// alone: nothing is guessed from the reader's browser.
func language(ctx context.Context) *words.Language {
	if l, ok := ctx.Value(languageKey{}).(*words.Language); ok {
		return l
	}
	return words.Vietnamese()
}

// say says a message in the language of a request.
func say(ctx context.Context, message string, args ...any) string {
	return language(ctx).T(message, args...)
}

// redirect sends a reader on to a page of the site in the same language.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request, path string, status int) {
	http.Redirect(w, r, language(r.Context()).Path(path), status)
}

// inLanguage answers the pages below a language's prefix: handlers see the
// Vietnamese path, and the language in the context.
func (s *Server) inLanguage(l *words.Language) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		prefix := "/" + l.Tag
		ctx := context.WithValue(r.Context(), languageKey{}, l)
		ctx = context.WithValue(ctx, chi.RouteCtxKey, (*chi.Context)(nil)) // routes of its own
		inner := r.Clone(ctx)
		inner.URL.Path = "/" + strings.TrimLeft(strings.TrimPrefix(r.URL.Path, prefix), "/")
		inner.URL.RawPath = ""
		s.pages.ServeHTTP(w, inner)
	}
}
