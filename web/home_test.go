package web_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// TestHomeInForce: what has been repealed is not among the procedures in use.
func TestHomeInForce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p, err := s.db.Procedure(t.Context(), "1.001193")
	if err != nil {
		t.Fatal(err)
	}
	p.Status = data.StatusRepealed
	s.save([]data.Procedure{p}, nil)
	if got := texts(find(s.page("/"), ".two a")); slices.Contains(got, p.Name) || len(got) == 0 {
		t.Errorf("the home page lists %q", got)
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.get("/")
	if a.status != http.StatusOK {
		t.Fatalf("status %d", a.status)
	}

	t.Run("head", func(t *testing.T) {
		want := map[string]string{
			"Content-Type":           "text/html; charset=utf-8",
			"Content-Language":       "vi",
			"Cache-Control":          "no-cache",
			"X-Content-Type-Options": "nosniff",
			"Referrer-Policy":        "same-origin",
		}
		got := map[string]string{}
		for name := range want {
			got[name] = a.header.Get(name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("headers (-want +got)\n%s", diff)
		}
		if lang := attr(one(t, a.doc, "html"), "lang"); lang != "vi" {
			t.Errorf("lang %q", lang)
		}
		if charset := attr(one(t, a.doc, "meta[charset]"), "charset"); charset != "utf-8" {
			t.Errorf("charset %q", charset)
		}
		if !strings.HasPrefix(string(a.body), "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">") {
			t.Errorf("the page begins %q", a.body[:80])
		}
		if href := attr(one(t, a.doc, "link[rel=canonical]"), "href"); href != public+"/" {
			t.Errorf("canonical %q", href)
		}
		if title := text(one(t, a.doc, "title")); title != "Tra cứu thủ tục hành chính Khánh Hòa" {
			t.Errorf("title %q", title)
		}
	})

	t.Run("content policy", func(t *testing.T) {
		policy := a.header.Get("Content-Security-Policy")
		sum := sha256.Sum256([]byte(rawText(one(t, a.doc, "style"))))
		for _, want := range []string{
			"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
			"style-src 'self' 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
		} {
			if !strings.Contains(policy, want) {
				t.Errorf("policy %q lacks %q", policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("policy %q has something unsafe", policy)
		}
	})

	t.Run("search box", func(t *testing.T) {
		form := one(t, a.doc, "main form")
		if got := [2]string{attr(form, "action"), attr(form, "method")}; got != [2]string{"/tim-kiem", "get"} {
			t.Errorf("form %q", got)
		}
		input := one(t, form, "input[name=q]")
		if label := one(t, form, "label"); attr(label, "for") != attr(input, "id") || text(label) == "" {
			t.Errorf("label %q is for %q, the input is %q", text(label), attr(label, "for"), attr(input, "id"))
		}
		if len(find(form, "button"))-len(find(form, "button[type=button]")) != 1 {
			t.Error("no button, or more than one, that searches")
		}
	})

	t.Run("content", func(t *testing.T) {
		common := attrs(find(a.doc, ".two a"), "href")
		if len(common) != 25 || common[0] != "/thu-tuc/1.001193" {
			t.Errorf("%d common procedures, %q", len(common), common)
		}
		if events := attrs(find(a.doc, ".tiles a"), "href"); len(events) < 8 || events[0] != "/su-kien/sinh-con" {
			t.Errorf("events %q", events)
		}
		fields, err := s.db.Fields(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n := len(find(a.doc, ".fields a")); n != min(len(fields), 24) {
			t.Errorf("%d fields shown, the store has %d", n, len(fields))
		}
		latest, err := s.db.LatestArticles(t.Context(), "", 0, 5)
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, l := range latest {
			titles = append(titles, l.Title)
		}
		if diff := cmp.Diff(titles, texts(find(a.doc, ".news a"))); diff != "" {
			t.Errorf("latest news (-want +got)\n%s", diff)
		}
		if note := text(one(t, a.doc, ".sample")); !strings.Contains(note, "nội dung mẫu") {
			t.Errorf("sample note %q", note)
		}
	})

	t.Run("no external resource", func(t *testing.T) {
		for _, name := range []string{"src", "srcset", "poster", "data"} {
			for _, n := range find(a.doc, "["+name+"]") {
				if n.Data != "script" || !isLocal(attr(n, name)) {
					t.Errorf("%s loads %s", n.Data, attr(n, name))
				}
			}
		}
		for _, n := range find(a.doc, "link[href]") {
			if rel := attr(n, "rel"); rel != "canonical" && rel != "alternate" && !isLocal(attr(n, "href")) {
				t.Errorf("link %s to %s", rel, attr(n, "href"))
			}
		}
		if n := len(foreignScripts(a.doc)); n > 0 {
			t.Errorf("%d scripts", n)
		}
		if css := rawText(one(t, a.doc, "style")); strings.Contains(css, "url(") || strings.Contains(css, "@import") {
			t.Error("the stylesheet loads something")
		}
	})
}

// TestHomeLearns: what people open most comes to the front of the home page.
func TestHomeLearns(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 3 {
		s.page("/thu-tuc/" + longCode)
	}
	s.page("/thu-tuc/" + emptyCode)
	s.flush()
	cards := attrs(find(s.page("/"), ".two a"), "href")
	if len(cards) != 25 || cards[0] != "/thu-tuc/"+longCode || cards[1] != "/thu-tuc/"+emptyCode || cards[2] != "/thu-tuc/1.001193" {
		t.Errorf("the first lead to %q", cards)
	}
}

func isLocal(href string) bool {
	u, err := url.Parse(href)
	return err == nil && u.Scheme == "" && u.Host == "" && strings.HasPrefix(href, "/")
}
