// Package api answers programs as package web answers people: the same hits,
// answers and suggestions as JSON, read-only and open to every site.
//
// Start with [New]. [Result] and [Suggestions] are the shapes others script
// against: fields are added, never renamed. A fault is
// {"error":{"code","message"}}, the message in Vietnamese.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/find"
)

// Root is where the API stands.
const Root = "/api/v1"

// maxAge is how long an answer may be kept, in seconds: long enough for
// somebody who types back and forth, short beside the pace of changes.
const maxAge = 10

type handler struct {
	finder   find.Finder
	public   func() string
	searched Searched
	log      *slog.Logger
}

// Searched is told of every search and what it found.
type Searched func(r *http.Request, q search.Query, found find.Found)

// New answers the requests below Root. public is the address of the site
// without a closing slash.
func New(f find.Finder, public func() string, searched Searched, log *slog.Logger) http.Handler {
	h := &handler{f, public, searched, log}
	r := chi.NewRouter()
	r.Use(h.recoverPanics)
	r.Get("/search", h.handle(h.search))
	r.Get("/suggest", h.handle(h.suggest))
	r.NotFound(h.handle(func(*http.Request) (any, error) {
		return nil, &fault{http.StatusNotFound, "not_found", "Không có địa chỉ này. Hãy dùng " + Root + "/search?q= hoặc " + Root + "/suggest?q="}
	}))
	r.MethodNotAllowed(h.handle(func(*http.Request) (any, error) {
		return nil, &fault{http.StatusMethodNotAllowed, "method_not_allowed", "Chỉ nhận GET và HEAD."}
	}))
	return r
}

// fault is an error of the one who asks, in words for that person.
type fault struct {
	status        int
	code, message string
}

func (f *fault) Error() string { return f.code + ": " + f.message }

func invalid(format string, args ...any) error {
	return &fault{http.StatusBadRequest, "invalid_parameter", fmt.Sprintf(format, args...)}
}

func (h *handler) search(r *http.Request) (any, error) {
	q, err := ReadQuery(r.URL.Query())
	if err != nil {
		return nil, err
	}
	found, err := h.finder.Find(r.Context(), q)
	if err != nil {
		return nil, err
	}
	h.searched(r, q, found)
	return NewResult(found), nil
}

func (h *handler) suggest(r *http.Request) (any, error) {
	text, err := queryText(r.URL.Query())
	if err != nil {
		return nil, err
	}
	groups, err := h.finder.Suggest(r.Context(), text)
	if err != nil {
		return nil, err
	}
	switch format := r.URL.Query().Get("format"); format {
	case "", "json":
		return newSuggestions(text, groups), nil
	case "opensearch":
		return newOpenSearch(text, groups, h.public()), nil
	default:
		return nil, invalid("format chỉ nhận json hoặc opensearch; bỏ trống để nhận json.")
	}
}

// ReadQuery reads the parameters of a search; what is out of bounds is an
// error that says what is allowed.
func ReadQuery(v url.Values) (search.Query, error) {
	text, err := queryText(v)
	if err != nil {
		return search.Query{}, err
	}
	q := search.Query{Text: text, Kind: data.Kind(v.Get("kind")), Facets: true}
	if q.Kind != "" && q.Kind != data.KindProcedure && q.Kind != data.KindArticle {
		return q, invalid("kind chỉ nhận procedure (thủ tục) hoặc article (tin tức); bỏ trống để tìm cả hai.")
	}
	if l := data.Level(v.Get("level")); l != "" && !find.IsLevel(l) {
		return q, invalid("level chỉ nhận commune (cấp xã), province (cấp tỉnh) hoặc ministry (cấp bộ, trung ương).")
	}
	switch v.Get("online") {
	case "", "0", "1":
	default:
		return q, invalid("online chỉ nhận 1 (nộp được trực tuyến); bỏ trống để không lọc.")
	}
	q.Filter = find.ReadFilter(v)
	if q.Filter != (search.Filter{}) && q.Kind == data.KindArticle {
		return q, invalid("field, agency, level, audience và online chỉ lọc thủ tục; hãy bỏ kind=article hoặc bỏ các bộ lọc này.")
	}
	if q.Limit, err = number(v, "per_page", 10, search.MaxLimit); err != nil {
		return q, err
	}
	page, err := number(v, "page", 1, search.MaxOffset/q.Limit+1)
	q.Offset = (page - 1) * q.Limit
	return q, err
}

func queryText(v url.Values) (string, error) {
	text := strings.TrimSpace(strings.ToValidUTF8(v.Get("q"), ""))
	if text == "" {
		return "", &fault{http.StatusBadRequest, "missing_query", "Thiếu q: hãy ghi điều cần tìm, ví dụ ?q=khai+sinh. Có dấu hay không dấu đều được."}
	}
	return text, nil
}

// number reads a parameter from 1 to most.
func number(v url.Values, name string, otherwise, most int) (int, error) {
	s := v.Get(name)
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		return 0, invalid("%s phải là số nguyên từ 1 đến %d.", name, most)
	}
	return n, nil
}

// handle writes what answer gives, or its error, as JSON.
func (h *handler) handle(answer func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := answer(r)
		if err != nil {
			h.writeError(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", fmt.Sprint("public, max-age=", maxAge))
		h.write(w, http.StatusOK, body)
	}
}

// recoverPanics turns a bug into an answer and a log line.
func (h *handler) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				h.writeError(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func (h *handler) writeError(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // nobody is waiting for the answer
	}
	f := &fault{http.StatusInternalServerError, "internal", "Lỗi ở phía máy chủ. Vui lòng thử lại sau ít phút."}
	if errors.Is(err, data.ErrStorageDamaged) {
		f = &fault{http.StatusServiceUnavailable, "unavailable", "Dữ liệu tạm thời chưa đọc được. Vui lòng quay lại sau."}
	}
	if !errors.As(err, &f) {
		h.log.Error("request failed", "path", r.URL.Path, "error", err)
	}
	if f.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", "GET, HEAD")
	}
	w.Header().Set("Cache-Control", "no-store")
	h.write(w, f.status, map[string]any{"error": map[string]string{"code": f.code, "message": f.message}})
}

func (h *handler) write(w http.ResponseWriter, status int, body any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // the type and nosniff keep it from being read as a page
	if err := enc.Encode(body); err != nil {
		h.log.Error("encode an answer", "error", err)
		status = http.StatusInternalServerError
	}
	contentType := "application/json"
	if _, ok := body.(openSearch); ok {
		contentType = SuggestionsType
	}
	w.Header().Set("Content-Type", contentType+"; charset=utf-8")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		h.log.Debug("reader went away", "error", err)
	}
}
