package web_test

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tracuu/data"
	"tracuu/qr"
)

// keep keeps codes for procedureTarget.
func (s *site) keep(codes ...string) {
	s.Helper()
	for _, c := range codes {
		if err := s.db.InsertLink(s.Context(), data.Link{Code: c, Target: procedureTarget}, data.Edit{}); err != nil {
			s.Fatal(err)
		}
	}
}

// TestCodeAsTyped: a code is found as keyboards and messages make it.
func TestCodeAsTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	codes := []string{"69MWYJB5", "4VCH7TMW", "5TAXVDJ3", "YSV9H50M", "AA8MZF6E", "V8R83E3N", "V19ZE4WS"}
	s.keep(codes...)
	for typed, code := range map[string]string{
		"69MƯYJB5": "69MWYJB5", "69mư-yjb5": "69MWYJB5", "69MƯ.YJB5": "69MWYJB5", "69MU\u031bYJB5": "69MWYJB5", "4VCH7TMƯ": "4VCH7TMW",
		"5TÃVDJ3": "5TAXVDJ3", "ÝV9H50M": "YSV9H50M", "AĂMZF6E": "AA8MZF6E", "ÂMZF6E8": "", "V8R83ẺN": "V8R83E3N", "V19ZẼWS": "V19ZE4WS", "V19ZẼ-WS": "V19ZE4WS",
		"69MW.YJB5": "69MWYJB5", "69MW_YJB5": "69MWYJB5", "69MW•YJB5": "69MWYJB5", "69MW·YJB5": "69MWYJB5", "69MW+YJB5": "69MWYJB5", "6.9.M.W.Y.J.B.5": "69MWYJB5",
		"69MW\u200bYJB5": "69MWYJB5", "\ufeff69MWYJB5": "69MWYJB5", "69MW\u00adYJB5": "69MWYJB5", "69MW\u200d\ufe0fYJB5": "69MWYJB5", "６９ＭＷ－ＹＪＢ５": "69MWYJB5",
		"69МWУЈВ5": "69MWYJB5", "69ΜWΥJΒ5": "69MWYJB5", "69мwујв5": "69MWYJB5", "69MWYJB5&utm=1": "69MWYJB5", "69MWYJB5?utm=1": "69MWYJB5", "69MWYJB5#a": "69MWYJB5",
		"Mã: 69MW-YJB5": "69MWYJB5", "mã:69MWYJB5": "69MWYJB5", "Mã của trang này: 69MW-YJB5": "69MWYJB5", "MA: 69MW YJB5.": "69MWYJB5", "(69MW–YJB5)": "69MWYJB5",
		"Mã: " + public + "/q/69MW-YJB5": "69MWYJB5", public + "/q/69MWYJB5&utm=1": "69MWYJB5", public + "/q/69MƯYJB5": "69MWYJB5",
		"69MUYJB5": "", "69MỮYJB5": "", "69MƯYJB": "", "69MƯYJB55": "", "ƯƯƯƯƯƯƯƯ": "", "ấấấấ": "", "69MW中YJB5": "",
	} {
		want, status := "", http.StatusNotFound
		if code != "" {
			want, status = "/q/"+code, http.StatusSeeOther
		}
		if a := s.get("/ma?ma=" + url.QueryEscape(typed)); a.status != status || a.header.Get("Location") != want {
			t.Errorf("%q: status %d to %q, want %q", typed, a.status, a.header.Get("Location"), want)
		}
	}
	// The same in an address, where slashes come in, too.
	for path, opens := range map[string]bool{
		"/q/69M%C6%AFYJB5": true, "/q/69MW.YJB5": true, "/q/69MW+YJB5": true, "/q/69MWYJB5&utm=1": true, "/q/M%C3%A3:%2069MW-YJB5": true, "/q/%E2%80%8B69MWYJB5": true,
		"/q/69MW/YJB5": true, "/q/69MWYJB5//": true, "//q/69MWYJB5": true, "///Q/69mwyjb5": true, "/q/69MWYJB5/": true, "/q//69MWYJB5": true,
		"/q/69MWYJB5/x": false, "/q/69MW/YJB5/x": false, "/q": false, "/q/": false, "//q/": false,
	} {
		a := s.get(path)
		if opens {
			if a.status != http.StatusOK || text(one(t, a.doc, "h1")) != "Đăng ký khai sinh" {
				t.Errorf("%s: status %d", path, a.status)
			}
			continue
		}
		if checkErrorPage(t, path, a, http.StatusNotFound); text(one(t, a.doc, "h1")) != "Mã này không có trong hệ thống" {
			t.Errorf("%s says %q", path, text(one(t, a.doc, "h1")))
		}
	}
}

// TestCodeByTelex: any code is found again after a Vietnamese keyboard in Telex
// or VNI has had its way with it.
func TestCodeByTelex(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := rand.New(rand.NewPCG(2026, 12))
	changed := 0
	for range 400 {
		var seed [7]byte
		for i := range seed {
			seed[i] = byte(r.IntN(32))
		}
		code, err := qr.NewCode(strings.NewReader(string(seed[:])))
		if err != nil {
			t.Fatal(err)
		}
		typed := keyed(code.String(), r.IntN(2) == 0)
		if typed == code.String() {
			continue
		}
		changed++
		s.keep(code.String())
		if a := s.get("/ma?ma=" + url.QueryEscape(typed)); a.header.Get("Location") != "/q/"+code.String() {
			t.Errorf("%s typed for %s: status %d to %q", typed, code, a.status, a.header.Get("Location"))
		}
	}
	if changed < 80 {
		t.Errorf("only %d codes were changed by the keyboard", changed)
	}
}

// keyed is what a simple input method makes of keys: a letter doubled or
// followed by the key of a mark, and one tone, which goes to the last vowel.
func keyed(keys string, telex bool) string {
	var out []rune
	tone := false
	for _, k := range keys {
		last := len(out) - 1
		mark := rune(0)
		switch prev := lastOf(out); {
		case telex && k == 'W' && prev == 'A', !telex && k == '8' && prev == 'A':
			mark = '\u0306'
		case telex && k == prev && (k == 'A' || k == 'E'), !telex && k == '6' && (prev == 'A' || prev == 'E'):
			mark = '\u0302'
		case telex && k == 'W':
			out = append(out, 'Ư')
			continue
		case telex && k == 'D' && prev == 'D', !telex && k == '9' && prev == 'D':
			out[last] = 'Đ'
			continue
		}
		if mark != 0 {
			out = append(out, mark)
			continue
		}
		keysOfTones := "12345"
		if telex {
			keysOfTones = "SFRXJ"
		}
		i := strings.IndexRune(keysOfTones, k)
		at := strings.LastIndexAny(string(out), "AEY")
		if i >= 0 && at >= 0 && !tone {
			tone = true
			n := utf8.RuneCountInString(string(out)[:at]) + 1
			out = []rune(string(out[:n]) + string([]rune("\u0301\u0300\u0309\u0303\u0323")[i]) + string(out[n:]))
			continue
		}
		out = append(out, k)
	}
	return norm.NFC.String(string(out))
}

func lastOf(s []rune) rune {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1]
}

// TestOwnAddress: an address of ours that is no code is called ours.
func TestOwnAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for typed, to := range map[string]string{
		public + "/thu-tuc/1.001193": "/thu-tuc/1.001193", public: "/", "thutuc.example.vn": "/", "THUTUC.example.vn/tim-kiem?q=sổ đỏ": "/tim-kiem?q=s%e1%bb%95%20%c4%91%e1%bb%8f",
		public + "/khong-co": "/", public + "/q/": "/", public + "//evil.example/": "/", public + "/ma": "/ma",
	} {
		for _, page := range []string{"/ma", "/kiem-tra"} {
			a := s.get(page + "?ma=" + url.QueryEscape(typed))
			if a.status != http.StatusOK {
				t.Errorf("%s %q: status %d to %q", page, typed, a.status, a.header.Get("Location"))
				continue
			}
			checkHouse(t, typed, a.doc)
			if box := one(t, a.doc, "main .good"); !strings.Contains(text(box), "Đây là trang thật của chúng tôi") || attr(one(t, box, "a"), "href") != to {
				t.Errorf("%s %q: %s, %q", page, typed, text(box), attrs(find(box, "a"), "href"))
			}
		}
	}
}

// TestHomograph: a host in deceiving letters is shown as what it is.
func TestHomograph(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for typed, imitates := range map[string]bool{
		"https://thutuс.example.vn/q/69MWYJB5": true, "https://xn--thutu-5ye.example.vn/": true, "https://thủtục.example.vn/": false, "https://evil.example": false,
	} {
		for _, page := range []string{"/ma", "/kiem-tra"} {
			warn := text(one(t, s.get(page+"?ma="+url.QueryEscape(typed)).doc, ".warnbox"))
			if strings.Contains(warn, "bắt chước") != imitates || strings.Contains(warn, "thutuс") || !strings.Contains(warn, ".example") {
				t.Errorf("%s %q says %s", page, typed, warn)
			}
		}
	}
}
