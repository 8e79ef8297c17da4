package vi

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Đăng ký khai sinh":          "dang ky khai sinh",
		"ĐƯỜNG":                      "duong",
		"Ðất":                        "dat", // eth in place of đ
		"":                           "",
		"1.001193":                   "1.001193",
		norm.NFD.String("Khánh Hòa"): "khanh hoa",
		"café Ångström":              "cafe angstrom",
		"quyền sử dụng đất ở":        "quyen su dung dat o",
		"ăâđêôơư ắấếốớứ ặậệộợự ẵẫễỗỡữ": "aadeoou aaeoou aaeoou aaeoou",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestCanonical lists spellings that must meet and words that must not.
func TestCanonical(t *testing.T) {
	same := [][]string{
		{"hòa", "hoà", "Hòa", "HOÀ"},
		{"thủy", "thuỷ"},
		{"khỏe", "khoẻ"},
		{"việt", "vịêt", "VIỆT"},
		{"kỹ", "kĩ"},
		{"lý", "lí"},
		{"Mỹ", "mĩ"},
		{"tỷ", "tỉ"},
		{"sỹ", "sĩ"},
		{"ky", "ki"},
		{"quý", "quí"},
		{"quy", "qui"},
		{"quỳ", "quì"},
		{"quít", "quýt"},
		{"được", "đựơc"},
		{"giấy", "gíây"},
		{"toàn", "tòan"},
	}
	for _, group := range same {
		for _, w := range group[1:] {
			if a, b := Canonical(group[0]), Canonical(w); a != b {
				t.Errorf("Canonical(%q) = %q, Canonical(%q) = %q: must agree", group[0], a, w, b)
			}
		}
	}
	differ := [][2]string{
		{"quý", "quỳ"},
		{"quy", "qua"},
		{"quít", "quết"},
		{"tay", "tai"},
		{"thuê", "thuế"},
		{"khai", "khái"},
		{"tạm", "tam"},
		{"đa", "da"},
		{"ý", "í"},
		{"thúy", "thúi"},
	}
	for _, w := range differ {
		if a, b := Canonical(w[0]), Canonical(w[1]); a == b {
			t.Errorf("Canonical(%q) = Canonical(%q) = %q: must differ", w[0], w[1], a)
		}
	}
	// A correctly spelt word keeps its spelling.
	for _, w := range strings.Fields("đăng kí khai sinh hòa thủy khỏe quý giếng gì già giữa nguyễn khuya thuở quyền nước người mười huỳnh quỳ oái oăm uống yêu ý mp3 covid 2025 facebook") {
		if got := Canonical(w); got != w {
			t.Errorf("Canonical(%q) = %q", w, got)
		}
	}
}

func TestTokens(t *testing.T) {
	text := "Nghị định 85/2019/NĐ-CP: “Khánh Hòa”, e-mail"
	var got []string
	for tok := range Tokens(text) {
		if text[tok.Start:tok.End] != tok.Text {
			t.Errorf("offsets of %q cut %q", tok.Text, text[tok.Start:tok.End])
		}
		got = append(got, tok.Text)
	}
	want := []string{"Nghị", "định", "85", "2019", "NĐ", "CP", "Khánh", "Hòa", "e", "mail"}
	if !slices.Equal(got, want) {
		t.Errorf("Tokens = %q, want %q", got, want)
	}
	for range Tokens(text) { // stopping early is allowed
		break
	}
}

func TestHasMarks(t *testing.T) {
	for w, want := range map[string]bool{"đất": true, "dat": false, "Đ": true, "ơ": true, "covid19": false, "": false} {
		if HasMarks(w) != want {
			t.Errorf("HasMarks(%q) = %v", w, !want)
		}
	}
}

func TestSlug(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"Hộ tịch", 60, "ho-tich"},
		{"Cảnh báo 8 lỗ hổng: “mới”!", 60, "canh-bao-8-lo-hong-moi"},
		{"Đăng ký khai sinh", 10, "dang-ky"},
		{"nghiêng", 4, "nghi"},
		{"Привет", 60, ""},
		{"", 60, ""},
	} {
		if got := Slug(c.in, c.max); got != c.want {
			t.Errorf("Slug(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"hoà", "vịêt", "qúy", "nghiêng", "\xff", "ÐÐ", "a\u0323\u0302", "ịịị"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Canonical(s)
		if utf8.ValidString(s) && !utf8.ValidString(c) {
			t.Errorf("Canonical(%q) = %q is not UTF-8", s, c)
		}
		if again := Canonical(c); again != c {
			t.Errorf("Canonical(%q) = %q, then %q", s, c, again)
		}
		folded := Fold(s)
		if again := Fold(folded); again != folded {
			t.Errorf("Fold(%q) = %q, then %q", s, folded, again)
		}
		for tok := range Tokens(s) {
			if s[tok.Start:tok.End] != tok.Text || tok.Text == "" {
				t.Errorf("Tokens(%q): bad token %+v", s, tok)
			}
		}
		if len(Slug(s, 40)) > 40 {
			t.Errorf("Slug(%q) is too long", s)
		}
	})
}
