package paths

import (
	"strings"
	"testing"

	"tracuu/data"
)

func TestAllowed(t *testing.T) {
	t.Parallel()
	hosts := []string{"example.vn", ".tinh.vn", "", "."}
	for address, want := range map[string]bool{
		"https://example.vn/x": true, "https://EXAMPLE.vn": true, "https://a.tinh.vn/": true, "https://b.a.tinh.vn:443/": true, "https://xa.gov.vn": true,
		"https://tinh.vn": false, "https://a.example.vn": false, "https://xexample.vn": false, "https://atinh.vn": false, "http://example.vn": false,
		"https://example.vn@evil.example": false, "https://example.vn:x@example.vn": false, "https://evil.example/https://example.vn": false,
		"//example.vn": false, "/\\example.vn": false, "https:example.vn": false, "https://": false, "https://example.vn.": false,
		"https://evil.example\\@example.vn": false, "https://evil.example#@example.vn": false, "javascript://example.vn/%0aalert(1)": false,
		"https://example.vn:8443/": false, "https://example.vn:80/": false, "https://[::1]/": false, "https://.tinh.vn/": false, "https://xn--a-xga.tinh.vn/": true,
	} {
		if got := Allowed(address, hosts); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}

func TestGovernment(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://dichvucong.gov.vn/p/1": true, "https://gov.vn": true, "https://khanhhoa.gov.vn:443/x": true, "https://a-1.b.gov.vn/?q='<b>": true,
		"http://dichvucong.gov.vn": false, "https://dichvucong.gov.vn.example.com": false, "https://xgov.vn": false, "https://khanhhoa.gov.vn:8443/x": false,
		"https://gov.vn@example.com": false, "https://a:b@dichvucong.gov.vn": false, "javascript:alert(1)//.gov.vn": false, "//gov.vn": false, "": false,
		"https://evil.com%EF%BC%8F.gov.vn/": false, "https://evil.com%E3%80%82.gov.vn/": false, "https://evil.com／.gov.vn/": false, "https://evil。gov.vn/": false,
		"https://evil.com;.gov.vn/": false, "https://'<b>.gov.vn/": false, "https://.gov.vn/": false, "https://x_..gov.vn/": false, "https://x..gov.vn/": false,
		"https://x_y.gov.vn/": false, "https://a&.gov.vn/": false, "https://a,b.gov.vn/": false, "https://-a.gov.vn/": false, "https://a-.gov.vn/": false,
		"https://xã.gov.vn/": false, "https://a.gov.vn./": false, "https://a%20b.gov.vn/": false, "https://" + strings.Repeat("a", 64) + ".gov.vn/": false,
	} {
		if got := Government(address); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}

func TestCheckAllowedHost(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"zalo.me": "zalo.me", " .Example.VN ": ".example.vn", "a.b.example.vn": "a.b.example.vn", "xn--tn-min-8db.vn": "xn--tn-min-8db.vn", ".ten.id.vn": ".ten.id.vn",
	} {
		if got, err := CheckAllowedHost(typed); got != want || err != nil {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for typed, why := range map[string]string{
		"": "hãy ghi", ".": "hãy ghi", "vn": "hãy ghi", ".vn": "hãy ghi", "..example.vn": "hãy ghi", "*.example.vn": "hãy ghi", "https://example.vn": "hãy ghi",
		"example.vn:443": "hãy ghi", "example.vn/": "hãy ghi", "127.0.0.1": "hãy ghi", "thủtục.vn": "hãy ghi", "-a.vn": "hãy ghi", "a..vn": "hãy ghi", "a.vn.": "hãy ghi",
		".id.vn": "đuôi", ".com.vn": "đuôi", ".io.vn": "đuôi", "com.vn": "đuôi", ".Edu.VN": "đuôi", ".co.uk": "đuôi", ".github.io": "đuôi",
		".gov.vn": "vốn đã", "khanhhoa.gov.vn": "vốn đã",
	} {
		if got, err := CheckAllowedHost(typed); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %q, %v, want %q", typed, got, err, why)
		}
	}
}

func TestOnward(t *testing.T) {
	t.Parallel()
	online := []data.Method{{Channel: data.ChannelInPerson}, {Channel: data.ChannelOnline}}
	for _, c := range []struct {
		source  string
		methods []data.Method
		want    Onward
		filed   string
	}{
		{
			"https://dichvucong.gov.vn/p/1", online,
			Onward{"https://dichvucong.gov.vn/p/1", "Cổng Dịch vụ công quốc gia", true, true},
			"https://dichvucong.gov.vn/p/1",
		},
		{"https://thutuc.dichvucong.gov.vn/p/1", nil, Onward{"https://thutuc.dichvucong.gov.vn/p/1", "Cổng Dịch vụ công quốc gia", true, false}, ""},
		{"https://xdichvucong.gov.vn/1", online, Onward{"https://xdichvucong.gov.vn/1", "trang xdichvucong.gov.vn", true, true}, "https://xdichvucong.gov.vn/1"},
		{"https://Khanhhoa.gov.vn/1", online[:1], Onward{"https://Khanhhoa.gov.vn/1", "trang khanhhoa.gov.vn", true, false}, ""},
		{"https://example.vn/1", online, Onward{"https://example.vn/1", "trang example.vn", true, true}, ""},
		{"https://evil.example/dichvucong.gov.vn", online, Onward{URL: Portal, Name: "Cổng Dịch vụ công quốc gia"}, ""},
		{"", online, Onward{URL: Portal, Name: "Cổng Dịch vụ công quốc gia"}, ""},
	} {
		p := data.Procedure{SourceURL: c.source, Methods: c.methods}
		if got, filed := OnwardFrom(&p, []string{"example.vn"}), FiledOnline(&p); got != c.want || filed != c.filed {
			t.Errorf("%s: %+v, filed at %q", c.source, got, filed)
		}
	}
}

func TestHost(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://Tracuu.Example.VN": "tracuu.example.vn", "https://a.vn:443/x": "a.vn", "http://a.vn:80": "a.vn", "https://a.vn.": "a.vn", "https://a.vn.:443": "a.vn",
		"https://a.vn:8443": "a.vn:8443", "http://localhost:8080/": "localhost:8080", "http://[::1]:8080": "[::1]:8080", "/thu-tuc": "", "https://%zz": "", "": "",
	} {
		if got := HostOf(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
	for typed, want := range map[string]string{"Cu.example.vn:443": "cu.example.vn", "cu:8443": "cu:8443", "https://cu.vn": "", "a b": "", "": "", "cu.vn/q": "", "cũ.vn": ""} {
		if got, err := CheckFormerHost(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", typed, got, err, want)
		}
	}
}
