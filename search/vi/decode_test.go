package vi

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestDecodeTelex(t *testing.T) {
	tests := []struct {
		in, want string
		ok       bool
	}{
		// usual typing
		{"ddawng", "đăng", true},
		{"kys", "ký", true},
		{"giaays", "giấy", true},
		{"pheps", "phép", true},
		{"dduwowcj", "được", true},
		{"nguwowif", "người", true},
		{"thuees", "thuế", true},
		{"thuowr", "thuở", true},
		{"quyeenf", "quyền", true},
		{"hoaf", "hòa", true},
		{"thuyr", "thủy", true},
		{"gif", "gì", true},
		{"giuwax", "giữa", true},
		{"giafu", "giàu", true},
		{"luwu", "lưu", true},
		{"huwowu", "hươu", true},
		{"khuyur", "khuỷu", true},
		{"ngoaos", "ngoáo", true},
		{"queoj", "quẹo", true},
		{"khoeo", "khoeo", false}, // no key: a syllable of its own
		{"khai", "khai", false},
		{"sinh", "sinh", false},

		// keys in any order
		{"dawngd", "đăng", true},
		{"ddangw", "đăng", true},
		{"dangwd", "đăng", true},
		{"giasya", "giấy", true},
		{"giayas", "giấy", true},
		{"gisaay", "giấy", true},
		{"theue", "thêu", true},
		{"duocwdj", "được", true},
		{"dduwocj", "được", true},
		{"dduocjw", "được", true},
		{"nguoiwf", "người", true},
		{"muaw", "mưa", true},
		{"muwa", "mưa", true},
		{"luuw", "lưu", true},
		{"quawng", "quăng", true},
		{"hoawcj", "hoặc", true},
		{"hoacjw", "hoặc", true},
		{"tw", "tư", true},
		{"nhwx", "nhữ", true},

		// the last tone counts, z takes it away, a key again is a letter
		{"khaisf", "khài", true},
		{"khaisz", "khai", true},
		{"ass", "as", false},
		{"dass", "das", false},
		{"xooong", "xoong", true},
		{"moosoc", "moóc", true},
		{"ddd", "dd", false},
		{"tuww", "tuw", false},

		// case
		{"DDAWNG", "ĐĂNG", true},
		{"KYS", "KÝ", true},
		{"Ddown", "Đơn", true},
		{"DdOwn", "ĐƠn", true},
		{"QuyS", "Quý", true},

		// half typed with marks
		{"đawng", "đăng", true},
		{"đăngs", "đắng", true},

		// plain words that are also keys: decodable, for the caller to decide
		{"tax", "tã", true},
		{"gas", "gá", true},
		{"is", "í", true},
		{"as", "á", true},
		{"too", "tô", true},
		{"see", "sê", true},
		{"khoo", "khô", true},

		// nothing to be had
		{"mp3", "mp3", false},
		{"online", "online", false},
		{"facebook", "facebôk", false},
		{"catf", "càt", false}, // no huyền before t
		{"1.001193", "1.001193", false},
		{"fax", "fã", false},
		{"ndd", "nđ", false},
		{"", "", false},
		{"nghieengsnghieengs", "nghieengsnghieengs", false},
	}
	for _, tt := range tests {
		if got, ok := DecodeTelex(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("DecodeTelex(%q) = %q, %v, want %q, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func TestDecodeVNI(t *testing.T) {
	tests := []struct {
		in, want string
		ok       bool
	}{
		{"d9a8ng", "đăng", true},
		{"d9ang8", "đăng", true},
		{"dang89", "đăng", true},
		{"ky1", "ký", true},
		{"gia61y", "giấy", true},
		{"giay61", "giấy", true},
		{"gia6y1", "giấy", true},
		{"phe1p", "phép", true},
		{"d9u7o7c5", "được", true},
		{"duoc579", "được", true},
		{"thuo73", "thuở", true},
		{"D9A8NG", "ĐĂNG", true},
		{"Ky1", "Ký", true},
		{"khai10", "khai", true},
		{"a11", "a1", false},
		{"mp3", "mp3", false},
		{"covid19", "cóviđ", false},
		{"2019", "2019", false},
		{"m3", "m3", false},
		{"khai", "khai", false},
	}
	for _, tt := range tests {
		if got, ok := DecodeVNI(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("DecodeVNI(%q) = %q, %v, want %q, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func TestDecodeText(t *testing.T) {
	const want = "Đăng ký khai sinh, 61/2018/NĐ-CP (mp3)"
	telex := strings.Replace(Telex(want), "NDD", "NĐ", 1) // an abbreviation is no syllable
	if got := DecodeText(telex, DecodeTelex); got != want {
		t.Errorf("DecodeText(%q) = %q, want %q", telex, got, want)
	}
	keep := func(word string) (string, bool) {
		if word == "gas" {
			return word, false
		}
		return DecodeTelex(word)
	}
	if got, want := DecodeText("binhf gas", keep), "bình gas"; got != want {
		t.Errorf("DecodeText = %q, want %q", got, want)
	}
}

// TestKeysRoundTrip decodes the keystrokes of every syllable. Telex gives oo in
// two ways, and the encoder's is that of ô: those few do not come back.
func TestKeysRoundTrip(t *testing.T) {
	n, failed := 0, 0
	for s := range Syllables {
		for _, word := range []string{s.String(), strings.ToUpper(s.String())} {
			n++
			for _, c := range []struct {
				name   string
				keys   string
				decode func(string) (string, bool)
			}{
				{"Telex", Telex(word), DecodeTelex},
				{"VNI", VNI(word), DecodeVNI},
			} {
				got, ok := c.decode(c.keys)
				if got == word && ok == (c.keys != word) {
					continue
				}
				failed++
				if c.name == "VNI" || s.Nucleus != "oo" {
					t.Errorf("%s: %q → %q → %q, %v", c.name, word, c.keys, got, ok)
				}
			}
		}
	}
	t.Logf("%d of %d words do not come back", failed, n)
	if failed*1000 > n*12 {
		t.Errorf("%d of %d words do not come back", failed, n)
	}
}

// TestKeysRoundTripOfCatalogue does the same with the running syllables of the
// catalogue's names.
func TestKeysRoundTripOfCatalogue(t *testing.T) {
	n, failed := 0, 0
	wrong := map[string]string{}
	for _, name := range catalogueNames(t) {
		for tok := range Tokens(name) {
			s, ok := ParseSyllable(tok.Text)
			if !ok || !s.Valid() || s.String() != strings.ToLower(tok.Text) {
				continue
			}
			n++
			telex, _ := DecodeTelex(Telex(tok.Text))
			vni, _ := DecodeVNI(VNI(tok.Text))
			if telex != tok.Text || vni != tok.Text {
				failed++
				wrong[tok.Text] = telex + " " + vni
			}
		}
	}
	t.Logf("%d of %d running syllables do not come back: %v", failed, n, wrong)
	if failed*1000 > n {
		t.Errorf("%d of %d running syllables do not come back", failed, n)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"ddawng", "giay61", "xooong", "aaaa aeae", "wwww", "zzz", "\xff", "İı", "uwouwouwouwouwo", "ǅd", "a\u0301s", "d9d9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, decode := range map[string]func(string) (string, bool){"Telex": DecodeTelex, "VNI": DecodeVNI} {
			got, ok := decode(s)
			if ok && !utf8.ValidString(got) || len(got) > 3*len(s) {
				t.Errorf("%s: %q → %q", name, s, got)
			}
			if syl, parsed := ParseSyllable(got); ok && (!parsed || !syl.Valid() || !norm.NFC.IsNormalString(got)) {
				t.Errorf("%s: %q → %q is no valid syllable", name, s, got)
			}
			if text := DecodeText(s, decode); utf8.ValidString(s) && !utf8.ValidString(text) {
				t.Errorf("%s: text %q → %q", name, s, text)
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, word := range []string{"dduwowcj", "giayas", "khai", "facebook", "uououououououou"} {
		b.Run(word, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				DecodeTelex(word)
			}
		})
	}
}
