package web_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tracuu/data"
)

// TestPreview: what is tried is shown as its page would be, and leaves nothing
// behind: no code, no count, nothing for search engines.
func TestPreview(t *testing.T) {
	s := newSite(t)
	p := data.Procedure{Code: "1.999555", Name: "Thủ tục chưa đăng", OfficialName: "Thủ tục chưa đăng", Field: "Hộ tịch", Agency: "Cơ quan chưa có", Status: data.StatusActive}
	show := func(do func(http.ResponseWriter, *http.Request) error) string {
		t.Helper()
		w := httptest.NewRecorder()
		if err := do(w, httptest.NewRequest(http.MethodPost, "/quan-tri/noi-dung/thu-tuc/moi", nil)); err != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" {
			t.Errorf("status %d, kept as %q", w.Code, w.Header().Get("Cache-Control"))
		}
		return w.Body.String()
	}
	page := show(func(w http.ResponseWriter, r *http.Request) error { return s.web.PreviewProcedure(w, r, p) })
	for _, want := range []string{"<h1>Thủ tục chưa đăng</h1>", "Cơ quan chưa có", `name="robots" content="noindex"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the procedure's page lacks %q", want)
		}
	}
	page = show(func(w http.ResponseWriter, r *http.Request) error {
		return s.web.PreviewArticle(w, r, data.Article{Title: "Tin chưa đăng", Body: "Một đoạn."})
	})
	if !strings.Contains(page, "Tin chưa đăng") || !strings.Contains(page, "Một đoạn.") {
		t.Error("the article's page lacks what it says")
	}
	s.flush()
	target := data.Target{Kind: data.KindProcedure, Key: p.Code}
	if _, err := s.db.TargetLink(t.Context(), target, 0); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a code is made for what is only tried: %v", err)
	}
	if n, err := s.db.ViewCount(t.Context(), target); err != nil || n != 0 {
		t.Errorf("counted %d times, %v", n, err)
	}
}
