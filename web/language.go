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

// inLanguage answers what is below a language's prefix: handlers see the
// Vietnamese path, and the language in the context.
func (s *Server) inLanguage(l *words.Language, next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), languageKey{}, l)
		ctx = context.WithValue(ctx, chi.RouteCtxKey, (*chi.Context)(nil)) // routes of its own
		inner := r.Clone(ctx)
		inner.URL.Path = inVietnamese(l, r.URL.Path)
		inner.URL.RawPath = ""
		next.ServeHTTP(w, inner)
	}
}

// inVietnamese is the address of a page without the language in front of it.
func inVietnamese(l *words.Language, address string) string {
	if rest, ok := strings.CutPrefix(address, "/"+l.Tag); ok && l.Tag != "vi" && (rest == "" || strings.ContainsAny(rest[:1], "/?#")) {
		return "/" + strings.TrimLeft(rest, "/")
	}
	return address
}
