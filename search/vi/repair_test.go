package vi

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestRepair(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"clean", "Đăng ký khai sinh\n- Bước 1: nộp hồ sơ", "Đăng ký khai sinh\n- Bước 1: nộp hồ sơ"},
		{"half decomposed", "no\u0323\u0302p hô\u0300 sơ", "nộp hồ sơ"},
		{"fully decomposed", norm.NFD.String("Ủy ban nhân dân xã Diên Khánh"), "Ủy ban nhân dân xã Diên Khánh"},
		{"tone placement kept", "xoá hóa hoà thuỷ", "xoá hóa hoà thuỷ"},
		{"eth", "Ðiều 5, hợp ðồng", "Điều 5, hợp đồng"},
		{"oi for ư", "đƣợc ƢU TIÊN", "được ƯU TIÊN"},
		{"cyrillic in a latin word", "TT-BT\u0421, NĐ-C\u0420", "TT-BTC, NĐ-CP"},
		{"cyrillic vowel takes the tone", "kh\u0430\u0301m", "khám"},
		{"cyrillic word", "Россия", "Россия"},
		{"cyrillic without a twin", "sa\u0438", "sa\u0438"},
		{"marks in words", "đăng k\u200eý\u200b hộ\u00ad tịch\ufeff", "đăng ký hộ tịch"},
		{"mark between letter and tone", "ho\u200b\u0323c", "họ" + "c"},
		{"not-sign as hyphen", "đ¬ược ¬ a ¬ b", "được ¬ a ¬ b"},
		{"not-sign beside a hidden mark", "đ¬\u200bược", "được"},
		{"tab", "a)\tNộp hồ sơ", "a) Nộp hồ sơ"},
		{"controls", "a\x00b\x07c\x1bd\x7fe\u0080f", "abcdef"},
		{"line breaks", "a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh\n", "a\nb\nc\nd\ne\nf\ng\nh\n"},
		{"spaces", "khoản\u202f9\u00a0Điều\u20033\u30004", "khoản 9 Điều 3 4"},
		{"bullets", "\uf0b7 một\n\uf076 hai\n\uf0fc ba\n\uf02d bốn\n\uf02b năm", "• một\n• hai\n• ba\n- bốn\n+ năm"},
		{"invalid bytes", "Cấp \xff giấy\xc3", "Cấp \ufffd giấy\ufffd"},
		{"typography kept", "“chung cư” – 10 m² …", "“chung cư” – 10 m² …"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Repair(tt.in); got != tt.want {
				t.Errorf("Repair(%+q)\n got %+q\nwant %+q", tt.in, got, tt.want)
			}
		})
	}
}

func TestRepairLeavesCleanTextUncopied(t *testing.T) {
	s := strings.Repeat("Giấy chứng nhận quyền sử dụng đất; 85/2019/TT-BTC\n", 100)
	if n := testing.AllocsPerRun(10, func() { Repair(s) }); n != 0 {
		t.Errorf("Repair of clean text allocates %v times, want 0", n)
	}
}

func FuzzRepair(f *testing.F) {
	for _, s := range []string{
		"", "Đăng ký", "no\u0323\u0302p", "TT-BT\u0421", "a\r\n\rb", "đ¬ược", "\xff\xfe", "\uf0b7\t", "k\u200eý",
		"I\u031b\u0307", "a¬\u0301¬b", "у\u0306z", "\u212a\u0421",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Repair(s)
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
			t.Errorf("Repair(%+q) = %+q: not NFC", s, got)
		}
		if again := Repair(got); again != got {
			t.Errorf("Repair(%+q) = %+q, and again %+q", s, got, again)
		}
		if strings.ContainsAny(got, "\r\t\u00a0\u200b\ufeff\u0000Ðð") {
			t.Errorf("Repair(%+q) = %+q: something is left", s, got)
		}
	})
}

func BenchmarkRepair(b *testing.B) {
	clean := strings.Repeat("Giấy chứng nhận quyền sử dụng đất theo Thông tư số 85/2019/TT-BTC.\n", 1000)
	for _, bb := range []struct{ name, s string }{{"clean", clean}, {"decomposed", norm.NFD.String(clean)}} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.s)))
			for b.Loop() {
				Repair(bb.s)
			}
		})
	}
}
