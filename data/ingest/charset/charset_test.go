package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const motto = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc: đề nghị cấp giấy phép xây dựng nhà ở riêng lẻ"

// latin gives text of an old font as bytes.
func latin(t *testing.T, s string) []byte {
	t.Helper()
	b, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(b)
}

func TestDecode(t *testing.T) {
	inTCVN3 := "Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp, tù do, h¹nh phóc"
	inVNI := "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ñoäc laäp, töï do, haïnh phuùc"
	plain := "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc"
	utf16 := []byte{0xff, 0xfe}
	for _, r := range plain {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for _, c := range []struct {
		name        string
		in          []byte
		contentType string
		want, enc   string
	}{
		{"UTF-8", []byte(motto), "", motto, UTF8},
		{"UTF-8 with a mark", []byte("\ufeff" + motto), "", motto, UTF8},
		{"UTF-8 declared wrong", []byte(motto), "text/html; charset=iso-8859-1", motto, UTF8},
		{"UTF-8 with the wrong meta", []byte(`<meta charset="windows-1252">` + motto), "", `<meta charset="windows-1252">` + motto, UTF8},
		{"UTF-8 cut in a letter", []byte(motto + "ộ")[:len(motto)+2], "", motto + "\ufffd", UTF8},
		{"UTF-16", utf16, "", plain, "utf-16le"},
		{"TCVN3", latin(t, inTCVN3), "text/html; charset=utf-8", plain, TCVN3},
		{"TCVN3 inside UTF-8", []byte(inTCVN3), "", plain, TCVN3},
		{"VNI", latin(t, inVNI), "", plain, VNI},
		{"VNI inside UTF-8", []byte(inVNI), "", plain, VNI},
		{"Windows-1258", []byte("\xd0\xf4\xf2c l\xe2\xf2p, t\xfd\xf2 do, h\xf5nh ph\xfac, Vi\xea\xf2t Nam"), "", "Độc lập, tự do, hơnh phúc, Việt Nam", Windows1258},
		{"Western, declared", []byte("Le pr\xe9sident \xe0 Gen\xe8ve re\xe7oit les d\xe9l\xe9gu\xe9s fran\xe7ais"), "text/html; charset=iso-8859-1", "Le président à Genève reçoit les délégués français", "windows-1252"},
		{"ASCII", []byte("gia han"), "", "gia han", UTF8},
		{"nothing", nil, "", "", UTF8},
	} {
		got, enc := Decode(c.in, c.contentType)
		if got != c.want || enc != c.enc {
			t.Errorf("%s: %q in %s, want %q in %s", c.name, got, enc, c.want, c.enc)
		}
	}
}

// Capitals, both ways that VNI typists wrote their marks.
func TestVNICapitals(t *testing.T) {
	for in, want := range map[string]string{
		"UÛY BAN NHAÂN DAÂN TÆNH KHAÙNH HOØA": "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA",
		"UYÛ BAN NHAÂN DAÂN TÆNH ÑOÀNG NAI":   "UỶ BAN NHÂN DÂN TỈNH ĐỒNG NAI",
	} {
		if got, enc := Text(in); got != want || enc != VNI {
			t.Errorf("Text(%q) = %q in %s, want %q", in, got, enc, want)
		}
	}
}

// What is good as it stands must not be touched.
func TestTextKeeps(t *testing.T) {
	for _, s := range []string{
		motto, "Nguyễn Thị Bé", "Café à la carte", "résumé", "Đơn giá: 5 € – 10 €", "Hà Nội", "Lý Thường Kiệt", "ngày 5 tháng 6",
		"Xã Ninh Hòa, tỉnh Khánh Hòa", "Phòng Tài chính - Kế hoạch", "UỶ BAN NHÂN DÂN", "",
	} {
		if got, enc := Text(s); got != s || enc != UTF8 {
			t.Errorf("Text(%q) = %q in %s", s, got, enc)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(motto), "text/html; charset=utf-8")
	f.Add([]byte("\xff\xfe\x00"), "")
	f.Add([]byte("C\xe9ng h\xdfa x\xb7 h\xe9i"), "text/html; charset=gbk")
	f.Add([]byte("<meta charset=x-user-defined>\xe9\x80"), ";;;")
	f.Fuzz(func(t *testing.T, b []byte, contentType string) {
		if got, name := Decode(b, contentType); !utf8.ValidString(got) || name == "" {
			t.Errorf("Decode gives %q in %q", got, name)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	in := []byte(strings.Repeat(motto, 500))
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		Decode(in, "")
	}
}
