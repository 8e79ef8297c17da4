package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/data/sample"
	"tracuu/data/sqlite"
	"tracuu/search"
	"tracuu/web/api"
	"tracuu/web/find"
	"tracuu/web/words"
)

var update = flag.Bool("update", false, "write what is answered into testdata")

// canned answers what it holds; the records are the real store's.
type canned struct {
	result      search.Result
	suggestions []search.Suggestion
	fault       func() error
	last        search.Query
}

func (c *canned) Search(_ context.Context, q search.Query) (search.Result, error) {
	c.last = q
	if c.fault != nil {
		return search.Result{}, c.fault()
	}
	return c.result, nil
}

func (c *canned) Suggest(_ context.Context, _ string, limit int) ([]search.Suggestion, error) {
	if c.fault != nil {
		return nil, c.fault()
	}
	return c.suggestions[:min(limit, len(c.suggestions))], nil
}

type service struct {
	http.Handler
	searcher *canned
	log      *bytes.Buffer
}

func newService(t testing.TB) *service {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) }
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "tracuu.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	procedures, _, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.SaveProcedures(t.Context(), procedures); err != nil {
		t.Fatal(err)
	}
	article := data.Article{
		Source: "Báo Thử", SourceID: "1", Title: "Lễ hội thả diều", Body: "Hàng trăm con diều bay lên.",
		Meta: data.Meta{Sample: true, Visibility: data.Shown},
	}
	if _, err := db.SaveArticles(t.Context(), []data.Article{article}); err != nil {
		t.Fatal(err)
	}
	s := &service{searcher: &canned{}, log: &bytes.Buffer{}}
	s.Handler = api.New(find.Finder{Store: db, Searcher: s.searcher, Language: words.Vietnamese()}, func() string { return "https://thutuc.example.vn" }, func(*http.Request, search.Query, find.Found) {}, slog.New(slog.NewTextHandler(s.log, nil)))
	return s
}

func (s *service) get(target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}

// TestContract holds the shape that others script against, byte by byte.
func TestContract(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.searcher.suggestions = []search.Suggestion{
		{Group: search.SuggestNews, ID: "1", Text: "Lễ hội thả diều"},
		{Group: search.SuggestProcedures, ID: "1.001193", Text: "Đăng ký khai sinh", Note: "Hộ tịch"},
		{Group: search.SuggestFields, ID: "ho-tich", Text: "Hộ tịch", Note: "9 thủ tục"},
		{Group: search.SuggestProcedures, ID: "1.012753.H19", Text: "Đăng ký đất đai <lần đầu>"},
		{Group: search.SuggestNews, ID: "không số", Text: "Không có trang"},
		{Group: "weather", ID: "1", Text: "Không có nhóm"},
	}
	for name, c := range map[string]struct {
		target string
		result search.Result
	}{
		"search": {"/search?q=khai+sihn+m%E1%BA%A5t+m%E1%BA%A5y+ng%C3%A0y", search.Result{
			Query: "khai sinh mất mấy ngày", Match: search.MatchCertain, Asked: search.AskedTime, Total: 12, Took: 1234567,
			ReadAs: []search.Rewrite{{From: "khai sihn", To: "khai sinh", By: search.BySpelling}}, DidYouMean: "đăng ký khai sinh",
			Hits: []search.Hit{
				{
					Kind: data.KindProcedure, ID: "1.001193", Score: 12.5, Why: []search.Why{{Typed: "sihn", Matched: "sinh", By: search.BySpelling}},
					Variants: []search.Variant{{Code: "2.000635", Name: "Đăng ký khai sinh", Levels: []data.Level{data.LevelCommune, data.LevelProvince}}},
				},
				{Kind: data.KindArticle, ID: "1", Score: 3},
				{Kind: data.KindProcedure, ID: "9.999999", Score: 1}, // gone since it was indexed
			},
			Facets: []search.Facet{
				{Name: "level", Values: []search.FacetValue{{Value: "commune", Label: "Cấp xã", Count: 11}}},
				{Name: "field"},
			},
		}},
		"search-nothing": {"/search?q=xyzzyx", search.Result{Query: "xyzzyx", Match: search.MatchNone}},
		"suggest":        {"/suggest?q=+d%C4%83ng+k+", search.Result{}},
		"error":          {"/search?q=a&per_page=x", search.Result{}},
	} {
		s.searcher.result = c.result
		var got bytes.Buffer
		if err := json.Indent(&got, s.get(c.target).Body.Bytes(), "", "  "); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		path := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestParameters: what is asked for reaches the index.
func TestParameters(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for params, want := range map[string]search.Query{
		"q=khai":                             {Text: "khai", Limit: 10},
		"q=+khai%20&page=&per_page=&online=": {Text: "khai", Limit: 10},
		"q=khai&kind=article&page=3":         {Text: "khai", Kind: data.KindArticle, Offset: 20, Limit: 10},
		"q=khai&per_page=100&page=11":        {Text: "khai", Offset: 1000, Limit: 100},
		"q=khai&per_page=1&page=1001":        {Text: "khai", Offset: 1000, Limit: 1},
		"q=khai&online=0&level=":             {Text: "khai", Limit: 10},
		"q=a&kind=procedure&field=ho-tich&agency=so-tu-phap&level=commune&audience=cong-dan&online=1": {
			Text: "a", Kind: data.KindProcedure, Limit: 10,
			Filter: search.Filter{Field: "ho-tich", Agency: "so-tu-phap", Level: data.LevelCommune, Audience: "cong-dan", Online: true},
		},
	} {
		want.Facets = true
		w := s.get("/search?" + params)
		if diff := cmp.Diff(want, s.searcher.last); diff != "" || w.Code != http.StatusOK {
			t.Errorf("%s: status %d (-want +got)\n%s", params, w.Code, diff)
		}
		head := [3]string{w.Header().Get("Content-Type"), w.Header().Get("Access-Control-Allow-Origin"), w.Header().Get("Cache-Control")}
		if head != [3]string{"application/json; charset=utf-8", "*", "public, max-age=10"} {
			t.Errorf("%s: headers %q", params, head)
		}
	}
}

// errorOf is the error an answer tells.
func errorOf(t testing.TB, w *httptest.ResponseRecorder) (code, message string) {
	t.Helper()
	var body struct {
		Error struct{ Code, Message string }
	}
	dec := json.NewDecoder(w.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&body); err != nil {
		t.Errorf("error is no JSON: %v", err)
	}
	return body.Error.Code, body.Error.Message
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for target, want := range map[string]string{
		"/search":                                 "Thiếu q",
		"/search?q=":                              "Thiếu q",
		"/search?q=+%09%C2%A0":                    "Thiếu q",
		"/search?q=%ff":                           "Thiếu q",
		"/suggest":                                "Thiếu q",
		"/search?q=a&per_page=x":                  "per_page phải là số nguyên từ 1 đến 100.",
		"/search?q=a&per_page=0":                  "per_page phải",
		"/search?q=a&per_page=101":                "per_page phải",
		"/search?q=a&per_page=1.5":                "per_page phải",
		"/search?q=a&page=-1":                     "page phải là số nguyên từ 1 đến 101.",
		"/search?q=a&page=102":                    "page phải",
		"/search?q=a&page=12&per_page=100":        "page phải là số nguyên từ 1 đến 11.",
		"/search?q=a&page=99999999999999999999":   "page phải",
		"/search?q=a&kind=news":                   "kind chỉ nhận",
		"/search?q=a&level=district":              "level chỉ nhận",
		"/search?q=a&online=yes":                  "online chỉ nhận",
		"/search?q=a&kind=article&level=commune":  "chỉ lọc thủ tục",
		"/search?q=a&kind=article&field=ho-tich":  "chỉ lọc thủ tục",
		"/search?q=a&kind=%22%3E%3Cscript%3E&x=y": "kind chỉ nhận",
	} {
		w := s.get(target)
		code, message := errorOf(t, w)
		wantCode := "invalid_parameter"
		if strings.HasPrefix(want, "Thiếu") {
			wantCode = "missing_query"
		}
		if w.Code != http.StatusBadRequest || code != wantCode || !strings.Contains(message, want) {
			t.Errorf("%s: status %d, %s: %s", target, w.Code, code, message)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", target, w.Header())
		}
	}
	for _, target := range []string{"/", "/searches", "/search/x"} {
		if code, _ := errorOf(t, s.get(target)); code != "not_found" {
			t.Errorf("%s: %s", target, code)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/search?q=a", nil))
	if code, _ := errorOf(t, w); w.Code != http.StatusMethodNotAllowed || code != "method_not_allowed" || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: status %d, %s, %v", w.Code, code, w.Header())
	}
	if s.log.Len() > 0 {
		t.Errorf("logged %s", s.log)
	}
}

// TestFaults: what goes wrong inside is told in bland words; the log knows.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  func() error
		status int
		code   string
	}{
		"unknown": {func() error { return errors.New("secret") }, http.StatusInternalServerError, "internal"},
		"panic":   {func() error { panic("secret") }, http.StatusInternalServerError, "internal"},
		"damaged": {func() error { return fmt.Errorf("secret: %w", data.ErrStorageDamaged) }, http.StatusServiceUnavailable, "unavailable"},
	} {
		s := newService(t)
		s.searcher.fault = c.fault
		for _, target := range []string{"/search?q=a", "/suggest?q=a"} {
			s.log.Reset()
			w := s.get(target)
			body := w.Body.String()
			code, message := errorOf(t, w)
			if w.Code != c.status || code != c.code || message == "" || strings.Contains(body, "secret") {
				t.Errorf("%s %s: status %d, %s", name, target, w.Code, body)
			}
			if !strings.Contains(s.log.String(), "secret") {
				t.Errorf("%s %s: logged %q", name, target, s.log)
			}
		}
	}
}

// FuzzParameters: whatever is asked for, the answer is JSON of one of the two
// shapes, and nothing out of bounds reaches the index.
func FuzzParameters(f *testing.F) {
	s := newService(f)
	s.searcher.result = search.Result{Match: search.MatchPossible, Total: 1, Hits: []search.Hit{{Kind: data.KindProcedure, ID: "1.001193"}}}
	for _, q := range []string{
		"q=khai+sinh", "q=%ff&page=2", "q=a&per_page=1e9", "q=a&page=9223372036854775807&per_page=100", "q=a;kind=article", "%zz=1&q=a",
		"q=a&level=province&field=%00&online=1", "q=a&q=b&page=1&page=x", "kind=procedure",
	} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/search", "/suggest"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.URL.RawQuery = query
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			var body map[string]json.RawMessage
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
				t.Fatalf("%s?%q: %v", path, query, err)
			}
			_, told := body["error"]
			if told != (w.Code == http.StatusBadRequest) || !told && w.Code != http.StatusOK {
				t.Errorf("%s?%q: status %d, %s", path, query, w.Code, w.Body)
			}
		}
		v, _ := url.ParseQuery(query) // what cannot be parsed is dropped, as net/http does
		if q, err := api.ReadQuery(v); err == nil {
			if q.Limit < 1 || q.Limit > search.MaxLimit || q.Offset < 0 || q.Offset > search.MaxOffset || q.Text == "" {
				t.Errorf("%q asks for %+v", query, q)
			}
		}
	})
}
