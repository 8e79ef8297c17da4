package crawl

import "testing"

func TestKey(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://Xa.Example.vn:80":                                            "http://xa.example.vn/",
		"https://xa.example.vn:443/a#b":                                      "https://xa.example.vn/a",
		"https://xa.example.vn/tin;jsessionid=0A1B?b=2&a=1":                  "https://xa.example.vn/tin?a=1&b=2",
		"https://xa.example.vn/(S(abc12))/tin.aspx?PHPSESSID=9&utm_medium=x": "https://xa.example.vn/tin.aspx",
		"https://xa.example.vn/tin?sort=asc&orderby=ngay&trang=2":            "https://xa.example.vn/tin?trang=2",
		"https://xa.example.vn/en/vi/vi/en/tin":                              "https://xa.example.vn/en/tin",
		"https://xa.example.vn/tin/1.html/en/vi":                             "https://xa.example.vn/tin/1.html/en",
		"https://xa.example.vn/vi":                                           "https://xa.example.vn/vi",
		"https://xa.example.vn/a/b/a/b/a/b":                                  "",
		"https://xa.example.vn/tep/lich.PDF":                                 "",
		"https://user:pw@xa.example.vn/":                                     "",
		"mailto:a@b.vn":                                                      "",
		"javascript:void(0)":                                                 "",
		"/tin":                                                               "",
		"https://xa.example.vn/%zz":                                          "",
	} {
		if got := Key(in); got != want {
			t.Errorf("Key(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzKey(f *testing.F) {
	f.Add("https://xa.example.vn/en/vi/a;jsessionid=1?sort=a&x=%20#f")
	f.Fuzz(func(t *testing.T, s string) {
		if k := Key(s); k != "" && Key(k) != k {
			t.Errorf("Key(%q) = %q, whose key is %q", s, k, Key(k))
		}
	})
}
