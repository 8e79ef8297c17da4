package web_test

import (
	"net/http"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/qr"
)

// TestApply: the button to the portal is counted by procedure and code, and
// leads to the portal alone.
func TestApply(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(data.KindProcedure, fullCode)
	portal := "https://dichvucong.gov.vn/thu-tuc/1.900001"
	if href := attr(one(t, s.page("/q/"+code), "#noi-nop a.button"), "href"); href != "/di/"+fullCode+"?tu="+code {
		t.Errorf("by a code, the button leads to %q", href)
	}
	page := s.link(data.Link{Target: data.Target{Kind: data.KindPage, Key: "/thu-tuc/" + fullCode}})
	if a := one(t, s.page("/q/"+page), "#noi-nop a.button"); attr(a, "href") != "/di/"+fullCode+"?tu="+page || attr(a, "rel") != "nofollow" {
		t.Errorf("by a code to the page, the button leads to %q", attr(a, "href"))
	}
	if href := attr(one(t, s.page("/thu-tuc/"+fullCode), "#noi-nop a.button"), "href"); href != "/di/"+fullCode {
		t.Errorf("without a code, the button leads to %q", href)
	}
	for path, to := range map[string]string{
		"/di/" + fullCode: portal, "/di/" + fullCode + "?tu=" + code: portal, "/di/" + fullCode + "?tu=" + strings.ToLower(qr.Code(code).Print()): portal,
		"/di/" + fullCode + "?tu=" + zeroOne(t).String(): portal, "/di/" + fullCode + "?tu=https://evil.example": portal,
		"/di/" + fullCode + ".H58": portal, "/di/" + emptyCode: "https://dichvucong.gov.vn", "/di/" + hostileCode + "?to=https://evil.example": "https://dichvucong.gov.vn",
	} {
		for _, ask := range []func() answer{
			func() answer { return s.get(path) },
			func() answer { return s.do(http.MethodHead, path) },
			func() answer { return s.get(path, "User-Agent", "facebookexternalhit/1.1") },
			func() answer { return s.get(path, "Purpose", "prefetch") },
		} {
			if a := ask(); a.status != http.StatusFound || a.header.Get("Location") != to || a.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: status %d to %q, Cache-Control %q", path, a.status, a.header.Get("Location"), a.header.Get("Cache-Control"))
			}
		}
	}
	checkErrorPage(t, "unknown", s.get("/di/1.999999"), http.StatusNotFound)
	checkErrorPage(t, "no code", s.get("/di/https:%2f%2fevil.example"), http.StatusNotFound)
	s.flush()
	if u, err := s.db.Use(t.Context(), fullCode, "2026-11-20", "2026-11-20"); err != nil || u.Applies != 6 {
		t.Errorf("use %+v, %v", u, err)
	}
	if u, err := s.db.CodeUse(t.Context(), code, "2026-11-20", "2026-11-20"); err != nil || u != (data.Use{Scans: 1, Views: 1, Applies: 2}) {
		t.Errorf("use of the code %+v, %v", u, err)
	}
	if u, err := s.db.CodeUse(t.Context(), "", "2026-11-20", "2026-11-20"); err != nil || u.Applies != 6 {
		t.Errorf("without a code %+v, %v", u, err)
	}
}

// TestApplyCredit: an application is put down to a code only where the code
// leads to that procedure.
func TestApplyCredit(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.save(replacementChain(), nil)
	for _, c := range []struct {
		name   string
		link   data.Link
		credit int64
	}{
		{"its own", data.Link{Target: data.Target{Kind: data.KindProcedure, Key: newestCode}}, 1},
		{"of one it has replaced", data.Link{Target: data.Target{Kind: data.KindProcedure, Key: oldestCode}}, 1},
		{"by an alias", data.Link{Target: data.Target{Kind: data.KindProcedure, Key: olderCode + ".H56"}}, 1},
		{"to its page", data.Link{Target: data.Target{Kind: data.KindPage, Key: "/thu-tuc/" + newestCode + "#le-phi"}}, 1},
		{"to the page of one it has replaced", data.Link{Target: data.Target{Kind: data.KindPage, Key: "/thu-tuc/" + oldestCode + "/"}}, 1},
		{"of another", data.Link{Target: procedureTarget}, 0},
		{"to another's page", data.Link{Target: data.Target{Kind: data.KindPage, Key: "/thu-tuc/1.001193"}}, 0},
		{"to the home page", data.Link{Target: data.Target{Kind: data.KindPage, Key: "/"}}, 0},
		{"to no page", data.Link{Target: data.Target{Kind: data.KindPage, Key: "//thu-tuc/" + newestCode}}, 0},
		{"to nothing", data.Link{Target: data.Target{Kind: data.KindProcedure, Key: "1.999999"}}, 0},
		{"of a field", data.Link{Target: data.Target{Kind: data.KindField, Key: "ho-tich"}}, 0},
		{"outside", data.Link{Target: data.Target{Kind: data.KindAddress, Key: "https://dichvucong.gov.vn/"}}, 0},
	} {
		code := s.link(c.link)
		if a := s.get("/di/" + newestCode + "?tu=" + code); a.status != http.StatusFound {
			t.Errorf("%s: status %d", c.name, a.status)
		}
		s.flush()
		u, err := s.db.CodeUse(t.Context(), code, "2026-11-20", "2026-11-20")
		if err != nil || u.Applies != c.credit {
			t.Errorf("%s: %d applications, want %d; %v", c.name, u.Applies, c.credit, err)
		}
	}
	if u, err := s.db.Use(t.Context(), newestCode, "2026-11-20", "2026-11-20"); err != nil || u.Applies != 12 {
		t.Errorf("use %+v, %v", u, err)
	}
}
