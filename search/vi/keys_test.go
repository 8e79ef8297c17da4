package vi_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tracuu/search/vi"
)

func TestKeystrokes(t *testing.T) {
	tests := []struct {
		in, bare, telex, vni, nospace string
	}{
		{"đăng ký", "dang ky", "ddawng kys", "d9a8ng ky1", "dangky"},
		{"giấy phép", "giay phep", "giaays pheps", "gia6y1 phep1", "giayphep"},
		{"được", "duoc", "dduwowcj", "d9u7o7c5", "duoc"},
		{"khai sinh", "khai sinh", "khai sinh", "khai sinh", "khaisinh"},
		{"nghĩa vụ quân sự", "nghia vu quan su", "nghiax vuj quaan suwj", "nghia4 vu5 qua6n su75", "nghiavuquansu"},
		{"hoà, hỏa; hõa", "hoa, hoa; hoa", "hoaf, hoar; hoax", "hoa2, hoa3; hoa4", "hoa,hoa;hoa"},
		{"Đơn", "Don", "Ddown", "D9o7n", "Don"},
		{"ĐĂNG KÝ", "DANG KY", "DDAWNG KYS", "D9A8NG KY1", "DANGKY"},
		{"Ở đâu?", "O dau?", "Owr ddaau?", "O73 d9a6u?", "Odau?"},
		{"Ðà Lạt", "Da Lat", "Ddaf Latj", "D9a2 Lat5", "DaLat"}, // eth for đ
		{"m2 đất 61/2018/NĐ-CP", "m2 dat 61/2018/ND-CP", "m2 ddaats 61/2018/NDD-CP", "m2 d9a6t1 61/2018/ND9-CP", "m2dat61/2018/ND-CP"},
		{"đăngký-hộtịch", "dangky-hotich", "ddawngkys-hoojtijch", "d9a8ngky1-ho65ti5ch", "dangky-hotich"},
		{"viê\u0323t", "viet", "vieetj", "vie6t5", "viet"},                                        // half decomposed
		{"vie\u0302\u0323t", "viet", "vieetj", "vie6t5", "viet"},                                  // decomposed
		{"Müller, piñata", "Muller, pinata", "Müller, piñata", "Müller, piñata", "Muller,pinata"}, // marks without a key
		{"a\u00a0b\tc\n", "a\u00a0b\tc\n", "a\u00a0b\tc\n", "a\u00a0b\tc\n", "abc"},
		{"한국 日本", "한국 日本", "한국 日本", "한국 日本", "한국日本"},
		{"x\xffé", "x\ufffde", "x\ufffdes", "x\ufffde1", "x\ufffde"},
		{"", "", "", "", ""},
	}
	for _, tt := range tests {
		for _, c := range []struct {
			name      string
			got, want string
		}{
			{"Bare", vi.Bare(tt.in), tt.bare},
			{"Telex", vi.Telex(tt.in), tt.telex},
			{"VNI", vi.VNI(tt.in), tt.vni},
			{"NoSpace", vi.NoSpace(tt.in), tt.nospace},
		} {
			if c.got != c.want {
				t.Errorf("%s(%q) = %q, want %q", c.name, tt.in, c.got, c.want)
			}
		}
	}
}

// TestTypoForms draws often enough to see every slip of a word and compares
// with all that are allowed.
func TestTypoForms(t *testing.T) {
	tests := []struct {
		in   string
		want string // forms separated by spaces, in any order
	}{
		{"sửa", "ửa sa sử ssửa sửửa sửaa ửsa saử sữa xửa"},
		{"lễ", "ễ l llễ lễễ ễl lể nễ"},
		{"chi", "hi ci ch cchi chhi chii hci cih tri"},
		{"Trẻ", "rẻ Tẻ Tr TTrẻ Trrẻ Trẻẻ rTẻ Tẻr Trẽ Chẻ"},
		{"dì", "ì d ddì dìì ìd gì rì"},
		{"gì", "ì g ggì gìì ìg dì rì"},
		{"gia", "ia ga gi ggia giia giaa iga gai da ra"},
		{"giết", "iết gết git giế ggiết giiết giếết giếtt igết gếit gitế diết riết giếc"},
		{"RA", "A R RRA RAA AR DA GIA"},
		{"nan", "an nn na nnan naan nann ann nna lan nang"},
		{"NÁNG", "ÁNG NNG NÁG NÁN NNÁNG NÁÁNG NÁNNG NÁNGG ÁNNG NNÁG NÁGN LÁNG NÁN"},
		{"ác", "c á áác ácc cá át"},
		{"nhanh", "hanh nanh nhnh nhah nhan nnhanh nhhanh nhaanh nhannh nhanhh hnanh nahnh nhnah nhahn"},
		{"đh", "h đ đđh đhh hđ"},
		{"oo", "o ooo"},
	}
	for _, tt := range tests {
		want := strings.Fields(tt.want)
		slices.Sort(want)
		want = slices.Compact(want)
		rng := rand.New(rand.NewPCG(1, 2))
		seen := map[string]bool{}
		for range 2000 {
			seen[vi.Typo(tt.in, rng)] = true
		}
		var got []string
		for form := range seen {
			got = append(got, form)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("Typo(%q) gives\n%q, want\n%q", tt.in, got, want)
		}
	}
}

func TestTypoHowMany(t *testing.T) {
	tests := []struct {
		in    string
		slips int
	}{
		{"đăng ký", 1},
		{"thủ tục đăng ký khai sinh cho", 1},     // 7 words
		{"thủ tục đăng ký khai sinh cho con", 2}, // 8 words
		{"thủ tục, đăng ký: khai sinh (cho con) cần giấy tờ gì?", 2},
		{"1.001193 61/2018/NĐ-CP 1990 mp3 a b c đăng", 1}, // one word that may slip
		{"mã 1.001193", 1},
		{"1.001193", 0},
		{"a\u00a0b c", 0},
		{"  ", 0},
		{"", 0},
	}
	for _, tt := range tests {
		in := strings.Fields(tt.in)
		for seed := range uint64(200) {
			out := vi.Typo(tt.in, rand.New(rand.NewPCG(seed, 0)))
			got := strings.Fields(out)
			if len(got) != len(in) {
				t.Fatalf("Typo(%q) = %q: other number of words", tt.in, out)
			}
			changed := 0
			for i := range in {
				if got[i] != in[i] {
					changed++
				}
			}
			if changed != tt.slips {
				t.Fatalf("Typo(%q) = %q: %d words changed, want %d", tt.in, out, changed, tt.slips)
			}
		}
	}
}

func TestTypoIsRepeatable(t *testing.T) {
	const in = "thủ tục đăng ký khai sinh cho con mới sinh"
	seen := map[string]bool{}
	for seed := range uint64(20) {
		a := vi.Typo(in, rand.New(rand.NewPCG(seed, 7)))
		b := vi.Typo(in, rand.New(rand.NewPCG(seed, 7)))
		if a != b {
			t.Errorf("seed %d: %q, then %q", seed, a, b)
		}
		seen[a] = true
	}
	if len(seen) < 10 {
		t.Errorf("20 seeds give only %d forms", len(seen))
	}
}

func FuzzKeys(f *testing.F) {
	for _, s := range []string{
		"đăng ký khai sinh", "Giết GIỀNG gỉ gi", "1.001193.H19 61/2018/NĐ-CP", "vie\u0302\u0323t", "x\xff\u0323\u0301", "\xf6Ư",
		"한국", "İı ﬁ ǅ", "\u0301\u0323", "q\u0303u", strings.Repeat("a\u0323\u0301", 40), "a" + strings.Repeat("\u0301", 40),
	} {
		f.Add(s, uint64(1))
	}
	f.Fuzz(func(t *testing.T, s string, seed uint64) {
		outs := map[string]string{
			"Bare":    vi.Bare(s),
			"Telex":   vi.Telex(s),
			"VNI":     vi.VNI(s),
			"NoSpace": vi.NoSpace(s),
			"Typo":    vi.Typo(s, rand.New(rand.NewPCG(seed, seed))),
		}
		for name, out := range outs {
			if !utf8.ValidString(out) {
				t.Errorf("%s(%q) = %q: not UTF-8", name, s, out)
			}
			if !norm.NFC.IsNormalString(out) {
				t.Errorf("%s(%q) = %q: not NFC", name, s, out)
			}
		}
		if again := vi.Bare(outs["Bare"]); again != outs["Bare"] {
			t.Errorf("Bare(Bare(%q)) = %q, not %q", s, again, outs["Bare"])
		}
		if strings.ContainsFunc(outs["NoSpace"], unicode.IsSpace) {
			t.Errorf("NoSpace(%q) = %q", s, outs["NoSpace"])
		}
		if ascii := strings.ToValidUTF8(s, ""); !strings.ContainsFunc(ascii, func(r rune) bool { return r > unicode.MaxASCII }) {
			for _, got := range []string{vi.Bare(ascii), vi.Telex(ascii), vi.VNI(ascii)} {
				if got != ascii {
					t.Errorf("plain %q changed to %q", ascii, got)
				}
			}
		}
	})
}
