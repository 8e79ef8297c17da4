package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/web"
)

const birthFeedback = "/phan-hoi?key=1.001193&kind=procedure"

// post sends a form; header is a list of names and values.
func (s *site) post(path, form string, header ...string) answer {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.url+path, strings.NewReader(form))
	if err != nil {
		s.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return s.ask(req)
}

// answered is what the store holds of all feedback.
func (s *site) answered() map[string]int64 {
	s.Helper()
	s.flush()
	all, err := s.db.Feedback(s.Context(), "2026-01-01", "2026-12-31")
	if err != nil {
		s.Fatal(err)
	}
	out := map[string]int64{}
	for _, f := range all {
		out[fmt.Sprint(f.Target.Kind, " ", f.Target.Key, " ", f.Answer)] = f.Count
	}
	return out
}

// TestFeedback answers by each button of the pages that ask, in both languages,
// and follows to the thanks and back.
func TestFeedback(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	article := s.articlePath(fullArticle)
	want := map[string]int64{}
	for _, c := range []struct {
		path, kind, key, thanks, back string
		answers                       []string
	}{
		{
			"/thu-tuc/1.001193", "procedure", "1.001193", "Cảm ơn bạn", "Đăng ký khai sinh",
			[]string{"helped", "papers", "fee", "place", "counter", "unclear", "unrelated", "other"},
		},
		{
			"/en" + article, "article", fmt.Sprint(s.articleID(fullArticle)), "Thank you", "Lễ hội thả diều bên sông",
			[]string{"helped", "unclear", "unrelated", "other"},
		},
	} {
		form := one(t, s.page(c.path), "form.ask")
		if attr(form, "method") != "post" || len(find(form, "details button")) != len(c.answers)-1 {
			t.Errorf("%s: form by %q with %q", c.path, attr(form, "method"), texts(find(form, "button")))
		}
		if diff := cmp.Diff(c.answers, attrs(find(form, "button[name=answer]"), "value")); diff != "" {
			t.Errorf("%s: answers (-want +got)\n%s", c.path, diff)
		}
		for _, value := range c.answers {
			a := s.post(attr(form, "action"), url.Values{"answer": {value}}.Encode(), "Sec-Fetch-Site", "same-origin")
			if a.status != http.StatusSeeOther || a.header.Get("Cache-Control") != "no-store" {
				t.Fatalf("%s: %s answers %d", c.path, value, a.status)
			}
			want[c.kind+" "+c.key+" "+value]++
			thanks := s.get(a.header.Get("Location"))
			checkHouse(t, a.header.Get("Location"), thanks.doc0())
			if h1 := text(one(t, thanks.doc, "h1")); h1 != c.thanks {
				t.Errorf("thanks %q", h1)
			}
			back := find(thanks.doc, "main p a")[0]
			if attr(back, "href") != c.path || text(back) != c.back {
				t.Errorf("back to %q, %q", attr(back, "href"), text(back))
			}
		}
	}
	if diff := cmp.Diff(want, s.answered()); diff != "" {
		t.Errorf("counted (-want +got)\n%s", diff)
	}
}

// TestFeedbackRefused: nothing is counted of what no page of ours asks.
func TestFeedbackRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.articleID(fullArticle)
	for _, c := range []struct {
		name, path, form string
		status           int
		header           []string
	}{
		{"unknown answer", birthFeedback, "answer=bad", http.StatusBadRequest, nil},
		{"no answer", birthFeedback, "", http.StatusBadRequest, nil},
		{"answer in the address", birthFeedback + "&answer=helped", "", http.StatusBadRequest, nil},
		{"a procedure's answer on news", fmt.Sprint("/phan-hoi?kind=article&key=", id), "answer=fee", http.StatusBadRequest, nil},
		{"unknown procedure", "/phan-hoi?kind=procedure&key=1.999999", "answer=helped", http.StatusNotFound, nil},
		{"unknown article", "/phan-hoi?kind=article&key=999999", "answer=helped", http.StatusNotFound, nil},
		{"a number written otherwise", fmt.Sprint("/phan-hoi?kind=article&key=00", id), "answer=helped", http.StatusNotFound, nil},
		{"no number", "/phan-hoi?kind=article&key=x", "answer=helped", http.StatusNotFound, nil},
		{"another kind", "/phan-hoi?kind=page&key=/", "answer=helped", http.StatusBadRequest, nil},
		{"no target", "/phan-hoi", "answer=helped", http.StatusBadRequest, nil},
		{"repealed", "/phan-hoi?kind=procedure&key=" + orphanCode, "answer=helped", http.StatusNotFound, nil},
		{"another site", birthFeedback, "answer=helped", http.StatusForbidden, []string{"Sec-Fetch-Site", "cross-site"}},
		{"a neighbour site", birthFeedback, "answer=helped", http.StatusForbidden, []string{"Sec-Fetch-Site", "same-site"}},
		{"another site, old browser", birthFeedback, "answer=helped", http.StatusForbidden, []string{"Origin", "https://evil.example"}},
		{"sandboxed frame", birthFeedback, "answer=helped", http.StatusForbidden, []string{"Origin", "null"}},
		{"too much", birthFeedback, "answer=helped&x=" + strings.Repeat("x", 5000), http.StatusRequestEntityTooLarge, nil},
		{"no form", birthFeedback, "answer=helped", http.StatusBadRequest, []string{"Content-Type", "text/plain"}},
		{"broken form", birthFeedback, "answer=%zz", http.StatusBadRequest, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkErrorPage(t, c.path, s.post(c.path, c.form, c.header...), c.status)
			if a := s.post("/en"+c.path, c.form, c.header...); a.status != c.status {
				t.Errorf("in English: status %d", a.status)
			}
		})
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch} {
		for _, path := range []string{birthFeedback, "/en" + birthFeedback} {
			if a := s.do(method, path); a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") != "GET, HEAD, POST" {
				t.Errorf("%s %s: status %d, Allow %q", method, path, a.status, a.header.Get("Allow"))
			}
		}
	}
	if a := s.do(http.MethodPost, "/thu-tuc/1.001193"); a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") != "GET, HEAD" {
		t.Errorf("a page takes a form: %d, Allow %q", a.status, a.header.Get("Allow"))
	}
	code := s.code(data.KindProcedure, "1.001193")
	s.save([]data.Procedure{{Code: "1.800001", Name: "Việc thật", OfficialName: "Việc thật", Status: data.StatusActive}}, nil)
	if a := s.post(birthFeedback, "answer=helped"); a.status != http.StatusNotFound {
		t.Errorf("what is hidden takes answers: %d", a.status)
	}
	for _, path := range []string{"/q/" + code, "/thu-tuc/1.800001"} {
		if asks := len(find(s.page(path), ".ask")) > 0; asks != (path == "/thu-tuc/1.800001") {
			t.Errorf("%s asks: %v", path, asks)
		}
	}
	if got := s.answered(); len(got) > 0 {
		t.Errorf("counted: %v", got)
	}
}

// TestFeedbackTaken: old browsers, the public address behind a proxy, and bots,
// who are answered and not counted.
func TestFeedbackTaken(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		name   string
		header []string
		counts int64
	}{
		{"says nothing of where it comes from", nil, 1},
		{"old browser", []string{"Origin", s.url}, 1},
		{"old browser behind a proxy", []string{"Origin", public}, 1},
		{"bot", []string{"User-Agent", "Googlebot/2.1"}, 0},
	} {
		before := s.answered()["procedure 1.001193 papers"]
		if a := s.post(birthFeedback, "answer=papers", c.header...); a.status != http.StatusSeeOther {
			t.Errorf("%s: status %d", c.name, a.status)
		}
		if got := s.answered()["procedure 1.001193 papers"] - before; got != c.counts {
			t.Errorf("%s: counted %d, want %d", c.name, got, c.counts)
		}
	}
}

// TestThanks: the thanks lead back only to pages that are there.
func TestThanks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/phan-hoi", "/phan-hoi?kind=page&key=//evil.example", "/phan-hoi?kind=procedure&key=1.999999", "/en/phan-hoi?kind=article&key=x"} {
		a := s.get(path)
		checkHouse(t, path, a.doc0())
		if links := attrs(find(a.doc, "main a"), "href"); a.status != http.StatusOK || len(links) != 1 || len(find(a.doc, "meta[name=robots]")) != 1 {
			t.Errorf("%s: status %d, links to %q", path, a.status, links)
		}
	}
}

// TestFeedbackOutlivesFailure: answers are kept while they cannot be written.
func TestFeedbackOutlivesFailure(t *testing.T) {
	t.Parallel()
	var store *brokenStore
	s := newSite(t, func(c *web.Config) {
		store = &brokenStore{DB: c.Store.(*sqlite.DB)}
		c.Store = store
	})
	store.broken.Store(true)
	for range 2 {
		s.post(birthFeedback, "answer=helped")
		if err := s.web.Counter().Flush(t.Context()); !errors.Is(err, errNoRoom) {
			t.Fatalf("Flush: %v", err)
		}
	}
	if total := s.web.Counter().Total(); total != 2 {
		t.Errorf("%d counts are pending", total)
	}
	store.broken.Store(false)
	if diff := cmp.Diff(map[string]int64{"procedure 1.001193 helped": 2}, s.answered()); diff != "" {
		t.Errorf("counted (-want +got)\n%s", diff)
	}
}
