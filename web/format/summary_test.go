package format

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClip(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		most int
		want string
	}{
		{"Đăng ký khai sinh", 17, "Đăng ký khai sinh"},
		{"Đăng ký khai sinh", 16, "Đăng ký khai…"},
		{" Đăng\n ký\t", 10, "Đăng ký"},
		{"Đăng ký, khai", 9, "Đăng ký…"},
		{"Đăngkýkhaisinh", 5, "Đăng…"},
		{"", 5, ""},
	} {
		got := Clip(c.in, c.most)
		if got != c.want || utf8.RuneCountInString(got) > c.most {
			t.Errorf("%q cut to %d is %q, want %q", c.in, c.most, got, c.want)
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Ghi tên trẻ vào sổ. Cha mẹ đi làm.":        "Ghi tên trẻ vào sổ.",
		"Sáng nay, tại TP. Nha Trang có mưa. Chiều": "Sáng nay, tại TP. Nha Trang có mưa.",
		"Có được không? Được.":                      "Có được không?",
		"Một dòng\nhai dòng":                        "Một dòng",
		"Phí 12.345 đồng. 3 ngày.":                  "Phí 12.345 đồng.",
		"gồm các mục v.v. như sau. Hết":             "gồm các mục v.v. như sau.",
		"  ":                                        "",
		"Hết.":                                      "Hết.",
	} {
		if got := Sentence(in); got != want {
			t.Errorf("%q begins with %q, want %q", in, got, want)
		}
	}
}

func FuzzSummary(f *testing.F) {
	f.Add("TP. Nha Trang. Mưa", 10)
	f.Add("\xff\u202e.", 1)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if most < 1 || most > 1000 {
			return
		}
		if got := Clip(Sentence(s), most); utf8.RuneCountInString(got) > most || strings.ContainsAny(got, "\n\r") {
			t.Errorf("%q is %q", s, got)
		}
	})
}
