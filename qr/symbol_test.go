package qr

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	qrcode "github.com/skip2/go-qrcode"
)

func mustSymbol(t testing.TB, payload string) *Symbol {
	t.Helper()
	s, err := New(payload)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// examplePayload has 33 characters.
const examplePayload = "https://DVC.EXAMPLE.VN/Q/7KQ3M9XQ"

// payloads are what is printed, under hosts of many lengths.
func payloads(t testing.TB) []string {
	t.Helper()
	random := newRandom()
	var all []string
	for _, publicURL := range []string{
		"https://dvc.vn",
		"https://dvc.example.vn",
		"https://thutuc.example.gov.vn",
		"https://xn--thnhph-uta9m.example.vn:8443",
		"http://localhost:8080",
		"http://[::1]:8080",
		"https://" + strings.Repeat("rat-dai.", 10) + "vn",
	} {
		for range 2 {
			p, err := Payload(publicURL, mustCode(t, random))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, p)
		}
	}
	return all
}

// Versions and levels as the capacities of ISO/IEC 18004 table 7 give them:
// 4+8+8·5 bits for "https" in byte mode and 4+9 bits and 11 a pair for the
// rest, against 176 (2-Q), 272 (3-Q), 208 (3-H), 288 (4-H) bits.
func TestNew(t *testing.T) {
	tests := []struct {
		payload string
		size    int
		level   Level
	}{
		{"https://A.VN/Q/CODE", 25, LevelQ},                        // 52+112 bits
		{"https://DVC.VN/Q/CODE", 25, LevelQ},                      // 52+123
		{"https://TTHC.VN/Q/CODE", 29, LevelH},                     // 52+129
		{"https://DICHVUCON.VN/Q/CODE", 29, LevelH},                // 52+156, all of 208
		{"https://DICHVUCONG.VN/Q/CODE", 29, LevelQ},               // 52+162
		{"https://DVC.EXAMPLE.VN/Q/CODE", 29, LevelQ},              // 52+167
		{"https://THUTUC.EXAMPLE.GOV.VN/Q/CODE", 29, LevelQ},       // 52+206
		{"https://TRACUUTTHC.EXAMPLE.GOV.VN/Q/CODE", 33, LevelH},   // 52+228
		{"https://TRACUUTHUTUC.EXAMPLE.GOV.VN/Q/CODE", 33, LevelQ}, // 52+239
		{"https://dvc.example.vn/q/code", 33, LevelH},              // 4+8+8·33, a version more
		{"http://LOCALHOST:8080/Q/CODE", 29, LevelQ},               // 44+167
		{"https://" + strings.Repeat("A", 200) + ".VN/Q/CODE", 61, LevelQ},
	}
	for _, tt := range tests {
		payload := strings.NewReplacer("CODE", "7KQ3M9XQ", "code", "7kq3m9xq").Replace(tt.payload)
		s := mustSymbol(t, payload)
		if s.Size != tt.size || s.Level != tt.level || s.Size != 17+4*s.Version || s.Payload != payload {
			t.Errorf("New(%q) has %d modules, version %d, level %s, payload %q; want %d modules, level %s",
				payload, s.Size, s.Version, s.Level, s.Payload, tt.size, tt.level)
		}
	}
}

// New takes the smallest version at Q and the better level that it has room
// for, whatever the length.
func TestNewTakesTheBestFit(t *testing.T) {
	for n := range 100 {
		payload := "https://" + strings.Repeat("A", n+1)
		s := mustSymbol(t, payload)
		if _, err := qrcode.NewWithForcedVersion(payload, s.Version-1, qrcode.High); err == nil && s.Version > 1 {
			t.Errorf("%d characters: version %d, but one less holds them at Q", len(payload), s.Version)
		}
		_, err := qrcode.NewWithForcedVersion(payload, s.Version, qrcode.Highest)
		if want := map[bool]Level{true: LevelH, false: LevelQ}[err == nil]; s.Level != want {
			t.Errorf("%d characters: level %s in version %d, want %s", len(payload), s.Level, s.Version, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, payload := range []string{"", "https://" + strings.Repeat("A", 3000)} {
		if s, err := New(payload); s != nil || err == nil {
			t.Errorf("New with %d characters: %v, %v; want an error", len(payload), s, err)
		}
	}
}

func TestDarkOutsideIsLight(t *testing.T) {
	s := mustSymbol(t, examplePayload)
	for y := -QuietZone; y < s.Size+QuietZone; y++ {
		for x := -QuietZone; x < s.Size+QuietZone; x++ {
			if inside := x >= 0 && y >= 0 && x < s.Size && y < s.Size; !inside && s.Dark(x, y) {
				t.Errorf("module %d, %d of the quiet zone is dark", x, y)
			}
		}
	}
	for _, corner := range [][2]int{{0, 0}, {s.Size - 1, 0}, {0, s.Size - 1}} {
		if !s.Dark(corner[0], corner[1]) {
			t.Errorf("corner %v of a finder pattern is light", corner)
		}
	}
}

// textOf is Vietnamese text of n bytes, in NFC.
func textOf(n int) string {
	const sentence = "Giấy tờ cần có khi đăng ký khai sinh: tờ khai theo mẫu, giấy chứng sinh, căn cước. Thứ hai đến thứ sáu, 7:30–11:30. ĐỊA CHỈ: Ủy ban nhân dân; điện thoại 0123456789.\n"
	text := strings.Repeat(sentence, n/len(sentence)+1)[:n]
	for !utf8.ValidString(text) { // cut within a letter
		text = text[:len(text)-1]
	}
	return text + strings.Repeat(".", n-len(text))
}

func TestNewTextHoldsItsText(t *testing.T) {
	last := 0
	for n := 1; n <= TextCapacity; n += 19 {
		text := textOf(n)
		s, err := NewText(text)
		if err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if s.Payload != text || s.Level != LevelM || s.Size != 17+4*s.Version || s.Version < last {
			t.Errorf("%d bytes: payload %q, level %s, %d modules in version %d after %d", n, s.Payload, s.Level, s.Size, s.Version, last)
		}
		last = s.Version
		if err := s.VerifyModules(s.Size, s.Dark); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
		if _, err := qrcode.NewWithForcedVersion(text, s.Version-1, qrcode.Medium); err == nil {
			t.Errorf("%d bytes: version %d, but one less holds them", n, s.Version)
		}
	}
}

// Whatever the letters, TextCapacity bytes fit, and one more of those that
// take a byte each does not.
func TestNewTextCapacity(t *testing.T) {
	for _, unit := range []string{"a", "ê", "ệ", "aA", "a1", "ệ12345678901234567890", "aBCDEFGHIJKLMNOPQRSTUV", "😀A1", "\x00", "{0}"} {
		text := strings.Repeat(unit, TextCapacity/len(unit))
		text += strings.Repeat("x", TextCapacity-len(text))
		s, err := NewText(text)
		if err != nil {
			t.Errorf("%d bytes of %q: %v", len(text), unit, err)
			continue
		}
		if err := s.VerifyModules(s.Size, s.Dark); err != nil {
			t.Errorf("%d bytes of %q: %v", len(text), unit, err)
		}
	}
	tests := []struct {
		unit string
		most int // by table 7 of ISO/IEC 18004 for version 20-M
	}{
		{"a", 666},
		{"A", 970},
		{"1", 1600},
	}
	for _, tt := range tests {
		if s, err := NewText(strings.Repeat(tt.unit, tt.most)); err != nil || s.Version != MaxTextVersion {
			t.Errorf("%d of %q: %v, %v; want version %d", tt.most, tt.unit, s, err, MaxTextVersion)
		}
		for _, n := range []int{tt.most + 1, 5000} {
			if s, err := NewText(strings.Repeat(tt.unit, n)); s != nil || !errors.Is(err, ErrTooLong) {
				t.Errorf("%d of %q: %v; want ErrTooLong", n, tt.unit, err)
			}
		}
	}
	for _, text := range []string{"", "\xff", "Thủ tục \xe1\xbb"} {
		if s, err := NewText(text); s != nil || err == nil || errors.Is(err, ErrTooLong) {
			t.Errorf("NewText(%q): %v, %v; want an error, not on length", text, s, err)
		}
	}
}

// The files of a text are made as those of an address are.
func TestNewTextFiles(t *testing.T) {
	for _, n := range []int{20, 100, 300, TextCapacity} {
		s, err := NewText(textOf(n))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.SVG(SVGOptions{}); err != nil {
			t.Errorf("SVG of %d bytes: %v", n, err)
		}
		file, err := s.PNG(PNGOptions{Scale: 8})
		if err != nil {
			t.Errorf("PNG of %d bytes: %v", n, err)
			continue
		}
		if got, level, err := scan(decodePNG(t, file)); got != s.Payload || level != LevelM || err != nil {
			t.Errorf("PNG of %d bytes reads %q, level %s, %v", n, got, level, err)
		}
	}
}

func FuzzNewText(f *testing.F) {
	for _, s := range []string{"Thủ tục", "A1a", "ﾊﾝｶｸ", "\ufeffa", "é", "\u0080", "😀"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := NewText(text)
		if err != nil {
			if text != "" && utf8.ValidString(text) && len(text) <= TextCapacity {
				t.Errorf("%d bytes refused: %v", len(text), err)
			}
			return
		}
		if err := s.VerifyModules(s.Size, s.Dark); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		mustSymbol(b, examplePayload)
	}
}
