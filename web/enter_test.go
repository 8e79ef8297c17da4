package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
)

func TestEnterForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for path, action := range map[string]string{"/ma": "/ma", "/kiem-tra": "/kiem-tra", "/ma?ma=++": "/ma"} {
		doc := s.page(path)
		checkHouse(t, path, doc)
		form := one(t, doc, "main form")
		input := one(t, form, "input[name=ma]")
		if attr(form, "action") != action || attr(form, "method") != "get" || attr(input, "autocapitalize") != "characters" || hasAttr(input, "pattern") {
			t.Errorf("%s: the form is %v, the input %v", path, form.Attr, input.Attr)
		}
	}
	for _, path := range []string{"/", "/khong-co", "/thu-tuc/1.001193"} {
		doc := s.get(path).doc
		for _, to := range []string{"/ma", "/kiem-tra"} {
			if len(find(doc, `footer a[href=`+to+`]`)) != 1 {
				t.Errorf("%s does not lead to %s", path, to)
			}
		}
	}
	if len(find(s.get("/khong-co").doc, "main a[href=/ma]")) != 1 {
		t.Error("an error does not lead to where codes are typed")
	}
}

// TestEnter: a code is understood however it is typed or pasted; an address of
// somebody else is refused.
func TestEnter(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.set.Store(&data.Settings{PublicURL: public, FormerHosts: []string{"cu.example.vn"}})
	c := zeroOne(t)
	code := c.String()
	if err := s.db.InsertLink(t.Context(), data.Link{Code: code, Target: procedureTarget}, data.Edit{}); err != nil {
		t.Fatal(err)
	}
	low := strings.ToLower(code)
	for _, typed := range []string{
		code, low, c.Print(), " " + low + " ", "I0AH-lOM" + code[7:], code[:4] + " " + code[4:], code[:4] + "–" + code[4:], c.Print() + ".", "“" + c.Print() + "”",
		public + "/q/" + code, public + "/Q/" + low, "HTTPS://THUTUC.EXAMPLE.VN/Q/" + code, "thutuc.example.vn/q/" + c.Print(), "http://cu.example.vn/q/" + code,
		"https://cu.example.vn:443/q/" + code + "/", public + "/q/" + code + "?utm_source=zalo#a", "//thutuc.example.vn/q/" + code, public + "/q/" + code + ").", public + "/kiem-tra/" + code,
		public + "/kiem-tra?ma=" + code, "https://cu.example.vn/KIEM-TRA/" + low,
	} {
		for page, to := range map[string]string{"/ma": "/q/", "/kiem-tra": "/kiem-tra/"} {
			a := s.get(page + "?ma=" + url.QueryEscape(typed))
			if a.status != http.StatusSeeOther || a.header.Get("Location") != to+code || a.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s %q: status %d to %q", page, typed, a.status, a.header.Get("Location"))
			}
		}
	}
	for typed, host := range map[string]string{
		"https://evil.example/q/" + code: "evil.example", "evil.example/q/" + code: "evil.example", "thutuc.example.vn.evil.example/q/" + code: "thutuc.example.vn.evil.example",
		"https://thutuc.example.vn@evil.example/q/" + code: "evil.example", "//evil.example": "evil.example", "https://bit.ly/abc": "bit.ly",
		"https://thutuc.example.vn:8443/q/" + code: "thutuc.example.vn:8443", "https://thutuc-example.vn": "thutuc-example.vn",
		"http://evil/q/" + code: "evil", "https://evil.com\\@thutuc.example.vn": "evil.com", "https://thutuc.example.vn\\@evil.example/q/" + code: "evil.example",
		"https://evil.com\\.thutuc.example.vn/q/" + code: "evil.com", "https://thutuс.example.vn/q/" + code: "xn--thutu-5ye.example.vn", "abcdef.vn": "abcdef.vn",
		"https://evil.com／.thutuc.example.vn/q/" + code: "evil.com", "https://evil。com": "evil.com",
	} {
		for page, status := range map[string]int{"/ma": http.StatusNotFound, "/kiem-tra": http.StatusNotFound} {
			a := s.get(page + "?ma=" + url.QueryEscape(typed))
			if a.status != status || !strings.Contains(text(one(t, a.doc, ".warnbox")), host+" không") {
				t.Errorf("%s %q: status %d, %q", page, typed, a.status, texts(find(a.doc0(), ".warnbox")))
			}
			checkHouse(t, typed, a.doc)
			for _, href := range attrs(find(a.doc, "main a"), "href") {
				if !isLocal(href) {
					t.Errorf("%s %q: a link to %s", page, typed, href)
				}
			}
		}
	}
	other := byte('7')
	if code[3] == other {
		other = '8'
	}
	for typed, want := range map[string][]string{
		code[:3] + string(other) + code[4:]: {code}, code[:2] + string(code[3]) + string(code[2]) + code[4:]: {code},
		"x": nil, "ABCDEFGH": nil, code + "0": nil, code[1:]: nil, "khai sinh": nil, "javascript:alert(1)": nil, "https://": nil, "https://[": nil,
		strings.Repeat("đ", 5000): nil, "\xff\xfe" + code[:3]: nil, hostile: nil, "/q/" + code + "x": nil,
		strings.Repeat("x", 399) + "ế": nil,
	} {
		for page, to := range map[string]string{"/ma": "/q/", "/kiem-tra": "/kiem-tra/"} {
			a := s.get(page + "?ma=" + url.QueryEscape(typed))
			if a.status != http.StatusNotFound {
				t.Errorf("%s %.40q: status %d to %q", page, typed, a.status, a.header.Get("Location"))
				continue
			}
			checkHouse(t, typed, a.doc)
			var near []string
			for _, href := range attrs(find(a.doc, ".near a"), "href") {
				near = append(near, strings.ReplaceAll(strings.TrimPrefix(href, to), "-", ""))
			}
			if diff := cmp.Diff(want, near, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s %.40q: near (-want +got)\n%s", page, typed, diff)
			}
			if want != nil && !strings.Contains(text(one(t, a.doc, ".near")), "Đăng ký khai sinh") {
				t.Errorf("%s %.40q: %s", page, typed, text(one(t, a.doc, ".near")))
			}
		}
	}
	if got := s.outcomes(code); len(got) > 0 {
		t.Errorf("typing was counted as scans: %v", got)
	}
}
