package qr

import (
	"strings"
	"testing"

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

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		mustSymbol(b, examplePayload)
	}
}
