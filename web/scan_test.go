package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/qr"
)

// zeroOne is a code full of symbols that people mix up: 0 and O, 1 and I and L.
func zeroOne(t testing.TB) qr.Code {
	t.Helper()
	c, err := qr.NewCode(strings.NewReader("\x01\x00\x0a\x11\x01\x00\x14"))
	if err != nil || !strings.HasPrefix(c.String(), "10AH10M") {
		t.Fatalf("code %s, %v", c, err)
	}
	return c
}

// TestScan: a printed code opens the page in place, however it is typed.
func TestScan(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := zeroOne(t)
	if err := s.db.InsertLink(t.Context(), data.Link{Code: c.String(), Target: data.Target{Kind: data.KindProcedure, Key: "1.001193"}, Default: true}, data.Edit{}); err != nil {
		t.Fatal(err)
	}
	code := c.String()
	mixed := "IoahLO" + strings.ToLower(code[6:])
	for _, path := range []string{
		"/q/" + code, "/Q/" + code, "/q/" + strings.ToLower(code), "/q/" + c.Print(), "/Q/" + strings.ToLower(c.Print()), "/q/" + mixed,
		"/Q/l0" + code[2:], "/q/" + code[:4] + "%20" + code[4:], "/q/%20" + code + "%20", "/q/-" + code + "--", "/q/" + code + "?utm_source=zalo",
		"/q/%31" + code[1:],
	} {
		a := s.get(path)
		if a.status != http.StatusOK || a.doc == nil {
			t.Errorf("%s: status %d", path, a.status)
			continue
		}
		if h1 := text(one(t, a.doc, "h1")); h1 != "Đăng ký khai sinh" {
			t.Errorf("%s opens %q", path, h1)
		}
		if href := attr(one(t, a.doc, "link[rel=canonical]"), "href"); href != public+"/thu-tuc/1.001193" {
			t.Errorf("%s: canonical %q", path, href)
		}
		if cc := a.header.Get("Cache-Control"); cc != "no-cache" {
			t.Errorf("%s: Cache-Control %q: a scan answered from a cache is not counted", path, cc)
		}
		if printed := text(one(t, a.doc, ".qr .code")); printed != c.Print() {
			t.Errorf("%s shows the code %q", path, printed)
		}
	}
}

func TestScanArticle(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(data.KindArticle, fmt.Sprint(s.articleID(fullArticle)))
	doc := s.page("/q/" + code)
	if href := attr(one(t, doc, "link[rel=canonical]"), "href"); href != public+s.articlePath(fullArticle) {
		t.Errorf("canonical %q", href)
	}
	if h1 := text(one(t, doc, "h1")); h1 != "Lễ hội thả diều bên sông" {
		t.Errorf("code %s opens %q", code, h1)
	}
}

// TestScanMistyped: a slip of one symbol or of two neighbours is answered with
// the code that was meant.
func TestScanMistyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	right := qr.Code(s.code(data.KindProcedure, "1.000894"))
	code := right.String()
	var wrong []string
	for i := range code {
		other := byte('7')
		if code[i] == other {
			other = '8'
		}
		wrong = append(wrong, code[:i]+string(other)+code[i+1:])
		if i > 0 && code[i-1] != code[i] {
			wrong = append(wrong, code[:i-1]+string(code[i])+string(code[i-1])+code[i+1:])
		}
	}
	for _, w := range wrong {
		a := s.get("/q/" + w)
		checkErrorPage(t, w, a, http.StatusNotFound)
		var offered []string
		for _, li := range find(a.doc, "main li") {
			offered = append(offered, attr(find(li, "a")[0], "href")+" "+text(li))
		}
		if want := "/q/" + code + " Đăng ký kết hôn " + right.Print(); !slices.Contains(offered, want) {
			t.Errorf("%s typed for %s: %q is offered, want %q", w, code, offered, want)
		}
	}
	if scans, err := s.db.Scans(t.Context(), code); err != nil || len(scans) > 0 {
		t.Errorf("a mistyped code was counted: %v, %v", scans, err)
	}
}

func TestScanUnknown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	unknown := zeroOne(t).String() // a good code that nobody made
	for _, path := range []string{
		"/q/" + unknown, "/q/x", "/q/UUUUUUUU", "/q/" + strings.Repeat("1", 5000), "/q/%00", "/q/%FF%FE", "/q/%F0%9F%99%82", "/q/", "/q", "/Q",
		"/q/" + unknown + "/x", "/q/%3Cscript%3E", "/qr/", "/qr",
		"/qr/..%2f..%2fgo.mod", "/qr/https:%2f%2fexample.com.svg",
	} {
		checkErrorPage(t, path, s.get(path), http.StatusNotFound)
	}
	for _, path := range []string{"/q/" + unknown, "/q/x"} {
		help := text(one(t, s.get(path).doc, "main"))
		if !strings.Contains(help, "Mã này không có trong hệ thống") || !strings.Contains(help, "7K3M-9QXA") || strings.Contains(help, "Có phải bạn cần") {
			t.Errorf("%s: %s", path, help)
		}
	}
}

// TestSymbol: the pictures of a code hold its public address, and nothing is
// drawn for codes that do not exist.
func TestSymbol(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(data.KindProcedure, "1.001193")
	payload := "https://THUTUC.EXAMPLE.VN/Q/" + code
	for _, name := range []string{code, strings.ToLower(code), qr.Code(code).Print()} {
		for _, c := range []struct {
			ext, mediaType string
			verify         func([]byte, string) error
		}{
			{"svg", "image/svg+xml", qr.VerifySVG},
			{"png", "image/png", qr.VerifyPNG},
		} {
			path := "/qr/" + name + "." + c.ext
			a := s.get(path)
			if a.status != http.StatusOK || a.header.Get("Content-Type") != c.mediaType {
				t.Errorf("%s: status %d, %s", path, a.status, a.header.Get("Content-Type"))
				continue
			}
			if err := c.verify(a.body, payload); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			if d := a.header.Get("Content-Disposition"); d != fmt.Sprintf("inline; filename=%q", code+"."+c.ext) {
				t.Errorf("%s: Content-Disposition %s", path, d)
			}
			if cc := a.header.Get("Cache-Control"); cc != "public, max-age=600" {
				t.Errorf("%s: Cache-Control %s", path, cc)
			}
		}
	}
	unknown := zeroOne(t).String()
	for _, file := range []string{
		unknown + ".svg", unknown + ".png", "x.svg", ".svg", code, code + ".", code + ".gif", code + ".SVG", code + ".svg.png", code + ".svg%00",
	} {
		a := s.get("/qr/" + file)
		if mt := a.header.Get("Content-Type"); a.status != http.StatusNotFound || mt != "text/plain; charset=utf-8" || string(a.body) != "Không có mã này.\n" {
			t.Errorf("%s: status %d, %s, %d bytes", file, a.status, mt, len(a.body))
		}
		if cc := a.header.Get("Cache-Control"); cc != "no-store" {
			t.Errorf("%s: Cache-Control %s", file, cc)
		}
	}
}

// TestSymbolPacked: symbols travel packed to those who can unpack them, and not
// at all to those who have them.
func TestSymbolPacked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := "/qr/" + s.code(data.KindProcedure, "1.001193")
	plain := s.get(path + ".svg")
	for accepts, packed := range map[string]bool{
		"gzip": true, "br, gzip;q=0.8": true, "GZIP": true, "": false, "identity": false, "gzip;q=0": false, "gzip; q=0.0": false, "gzip;Q=0": false, "gzip;Q=0.5": true, "br": false,
	} {
		for range 2 { // made, then kept
			a := s.get(path+".svg", "Accept-Encoding", accepts)
			body := a.body
			if packed {
				body = unzip(t, a)
			}
			if string(body) != string(plain.body) || packed != (a.header.Get("Content-Encoding") == "gzip") || a.header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%q: %d bytes, %v", accepts, len(body), a.header)
			}
			if packed && len(a.body)*2 > len(body) {
				t.Errorf("%q: %d bytes packed to %d", accepts, len(body), len(a.body))
			}
		}
	}
	for _, ext := range []string{".svg", ".png"} {
		a := s.get(path + ext)
		tag := a.header.Get("Etag")
		if again := s.get(path+ext, "If-None-Match", tag); again.status != http.StatusNotModified || len(again.body) > 0 || again.header.Get("Etag") != tag {
			t.Errorf("%s: status %d, %d bytes, tag %q", ext, again.status, len(again.body), again.header.Get("Etag"))
		}
		if any := s.get(path+ext, "If-None-Match", " * "); any.status != http.StatusNotModified || len(any.body) > 0 {
			t.Errorf("%s: status %d for any tag", ext, any.status)
		}
		if other := s.get(path+ext, "If-None-Match", `"something"`); other.status != http.StatusOK || string(other.body) != string(a.body) {
			t.Errorf("%s: status %d for another tag", ext, other.status)
		}
	}
}

// TestSymbolOnPage: the symbol a page shows is that of the page's own code.
func TestSymbolOnPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	box := one(t, s.page("/thu-tuc/1.004222"), ".qr")
	code := strings.ReplaceAll(text(one(t, box, ".code")), "-", "")
	if src := attr(one(t, box, "img"), "src"); src != "/qr/"+code+".svg" {
		t.Errorf("picture %s, code %s", src, code)
	}
	if href := attr(one(t, box, "a[download]"), "href"); href != "/qr/"+code+".png" {
		t.Errorf("download %s", href)
	}
	if h1 := text(one(t, s.page("/q/"+code), "h1")); h1 != "Đăng ký thường trú" {
		t.Errorf("code %s opens %q", code, h1)
	}
	if again := text(one(t, s.page("/thu-tuc/1.004222"), ".qr .code")); strings.ReplaceAll(again, "-", "") != code {
		t.Errorf("the code changed from %s to %s", code, again)
	}
}
