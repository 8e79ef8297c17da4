package qr

import (
	"bytes"
	"encoding/binary"
	"image/color"
	"math"
	"strings"
	"testing"
)

var darkBlue = Colours{Dark: color.RGBA{0, 0x33, 0x66, 255}, Light: color.RGBA{0xff, 0xff, 0xf0, 255}}

func mustColour(t *testing.T, s string) color.RGBA {
	t.Helper()
	c, err := ParseColour(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParseColour(t *testing.T) {
	tests := []struct {
		in   string
		want color.RGBA
	}{
		{"#000000", color.RGBA{0, 0, 0, 255}},
		{"#003366", color.RGBA{0, 0x33, 0x66, 255}},
		{"#FfF0e1", color.RGBA{0xff, 0xf0, 0xe1, 255}},
		{"", color.RGBA{}},
		{"003366", color.RGBA{}},
		{"#036", color.RGBA{}},
		{"#00336", color.RGBA{}},
		{"#0033667", color.RGBA{}},
		{"#00336g", color.RGBA{}},
		{"#-03366", color.RGBA{}},
		{"#003366\n", color.RGBA{}},
		{" #003366", color.RGBA{}},
		{"xanh", color.RGBA{}},
	}
	for _, tt := range tests {
		got, err := ParseColour(tt.in)
		if got != tt.want || (err == nil) != (tt.want != color.RGBA{}) {
			t.Errorf("ParseColour(%q) = %v, %v; want %v", tt.in, got, err, tt.want)
		}
		if err != nil && !strings.Contains(err.Error(), "hãy ghi") {
			t.Errorf("ParseColour(%q): %v, which does not say what to write", tt.in, err)
		}
	}
}

func TestBrightness(t *testing.T) {
	tests := []struct {
		colour    string
		luma, red float64 // by hand from the standards' formulas
	}{
		{"#000000", 0, 0},
		{"#ffffff", 1, 1},
		{"#ff0000", 0.299, 1},
		{"#00ff00", 0.587, 0},
		{"#0000ff", 0.114, 0},
		{"#808080", 0.5020, 0.2159},
		{"#0a0000", 0.0117, 0.0030},
	}
	for _, tt := range tests {
		c := mustColour(t, tt.colour)
		if l, r := luma(c), linear(c.R); math.Abs(l-tt.luma) > 0.0001 || math.Abs(r-tt.red) > 0.0001 {
			t.Errorf("%s has luma %.4f and reflects %.4f of red, want %.4f and %.4f", tt.colour, l, r, tt.luma, tt.red)
		}
	}
}

func TestColoursValidate(t *testing.T) {
	tests := []struct{ dark, light, refused string }{
		{"#000000", "#ffffff", ""},
		{"#003366", "#ffffff", ""},
		{"#003366", "#fff8dc", ""},
		{"#0000ff", "#ffffff", ""},
		{"#006400", "#ffffff", ""},
		{"#8b0000", "#ffffff", ""}, // 74 % in red
		{"#4c4c4c", "#ffffff", ""}, // 70.2 %
		{"#4d4d4d", "#ffffff", "chỉ chênh 69%"},
		{"#808080", "#ffffff", "chỉ chênh 49%"},
		{"#000000", "#dddddd", ""}, // a reflectance of 72 %
		{"#ffffff", "#000000", "sáng hơn nền"},
		{"#ffff00", "#003366", "sáng hơn nền"},
		{"#000000", "#003366", "nền #003366 quá tối"},
		{"#000000", "#c0c0c0", "nền #c0c0c0 quá tối"},
		{"#000000", "#00ffff", "nền #00ffff quá tối"}, // black under red light
		{"#ffffff", "#ffffff", "chỉ chênh 0%"},
		{"#ffd700", "#ffffff", "hãy chọn màu đậm hơn"},
		{"#ff0000", "#ffffff", "ánh sáng đỏ"}, // a luma of 0.3 only
		{"#800000", "#ffc0c0", "nền #ffc0c0"},
		{"#c00000", "#ffffff", "ánh sáng đỏ"},
	}
	for _, tt := range tests {
		c := Colours{Dark: mustColour(t, tt.dark), Light: mustColour(t, tt.light)}
		err := c.Validate()
		if tt.refused == "" && err != nil || tt.refused != "" && (err == nil || !strings.Contains(err.Error(), tt.refused)) {
			t.Errorf("%s on %s: got %v, want %q", tt.dark, tt.light, err, tt.refused)
		}
	}
	for _, c := range []Colours{{Dark: color.RGBA{0, 0, 0, 128}}, {Light: color.RGBA{255, 255, 255, 254}}} {
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), "trong suốt") {
			t.Errorf("%v: got %v, want an error on transparency", c, err)
		}
	}
	if err := (Colours{}).Validate(); err != nil {
		t.Errorf("the default: %v", err)
	}
}

func TestColouredFiles(t *testing.T) {
	s := mustSymbol(t, examplePayload)
	svg, err := s.SVG(SVGOptions{Colours: darkBlue})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<rect width="37" height="37" fill="#fffff0"/>`, `<path fill="#036" d="M`} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("no %s in %.300s", want, svg)
		}
	}
	file, err := s.PNG(PNGOptions{Scale: 4, Colours: darkBlue})
	if err != nil {
		t.Fatal(err)
	}
	chunks := pngChunks(t, file)
	if depth := chunks[0].Data[8]; depth != 1 {
		t.Errorf("PNG has %d bits a pixel, want 1", depth)
	}
	if got, want := binary.BigEndian.Uint64(append([]byte{0, 0}, chunks[2].Data...)), uint64(0xfffff0_003366); got != want {
		t.Errorf("palette %012x, want %012x", got, want)
	}
	if got, _, err := scan(decodePNG(t, file)); got != examplePayload || err != nil {
		t.Errorf("PNG reads %q, %v", got, err)
	}
	if err := VerifySVG(svg, examplePayload); err == nil {
		t.Error("VerifySVG takes other colours for the default")
	}
	if err := VerifyPNG(file, examplePayload); err == nil {
		t.Error("VerifyPNG takes other colours for the default")
	}
	inverse := Colours{Dark: white, Light: black}
	if file, err := s.SVG(SVGOptions{Colours: inverse}); file != nil || err == nil {
		t.Errorf("SVG light on dark: %d bytes, %v; want an error", len(file), err)
	}
	if file, err := s.PNG(PNGOptions{Colours: inverse}); file != nil || err == nil {
		t.Errorf("PNG light on dark: %d bytes, %v; want an error", len(file), err)
	}
}
