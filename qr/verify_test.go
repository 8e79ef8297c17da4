package qr

import (
	"errors"
	"testing"
)

func TestVerifyModules(t *testing.T) {
	s := mustSymbol(t, examplePayload)
	other := mustSymbol(t, "https://DVC.EXAMPLE.VN/Q/00000012")
	tests := []struct {
		name string
		size int
		dark func(x, y int) bool
		want bool
	}{
		{"as made", s.Size, s.Dark, true},
		{"one wrong module", s.Size, func(x, y int) bool { return s.Dark(x, y) != (x == 14 && y == 14) }, false},
		{"mirrored", s.Size, func(x, y int) bool { return s.Dark(y, x) }, false},
		{"light for dark", s.Size, func(x, y int) bool { return !s.Dark(x, y) }, false},
		{"another symbol", other.Size, other.Dark, false},
		{"cut", s.Size - 4, s.Dark, false},
		{"nothing", 0, s.Dark, false},
	}
	for _, tt := range tests {
		err := s.VerifyModules(tt.size, tt.dark)
		if tt.want && err != nil || !tt.want && !errors.Is(err, ErrVerify) {
			t.Errorf("%s: got %v, want fit: %t", tt.name, err, tt.want)
		}
	}
}

// The decoder is the judge even where drawing and symbol agree.
func TestVerifyDecodes(t *testing.T) {
	s := *mustSymbol(t, examplePayload)
	s.Payload = "https://DVC.EXAMPLE.VN/Q/00000012"
	if err := s.VerifyModules(s.Size, s.Dark); !errors.Is(err, ErrVerify) {
		t.Errorf("modules of another payload: got %v, want ErrVerify", err)
	}
	if _, err := s.SVG(SVGOptions{}); !errors.Is(err, ErrVerify) {
		t.Errorf("SVG of another payload: got %v, want ErrVerify", err)
	}
	if _, err := s.PNG(PNGOptions{}); !errors.Is(err, ErrVerify) {
		t.Errorf("PNG of another payload: got %v, want ErrVerify", err)
	}
}

// Every single module counts, in the drawing as in the picture; each third
// stands for all of its row.
func TestVerifySeesEachModule(t *testing.T) {
	s := mustSymbol(t, examplePayload)
	for y := range s.Size {
		for x := y % 3; x < s.Size; x += 3 {
			wrong := *s
			wrong.dark = make([][]bool, s.Size)
			for i := range wrong.dark {
				wrong.dark[i] = append([]bool(nil), s.dark[i]...)
			}
			wrong.dark[y][x] = !s.dark[y][x]
			if err := VerifySVG(wrong.drawSVG(SVGOptions{Colours{black, white}}), examplePayload); !errors.Is(err, ErrVerify) {
				t.Errorf("SVG with module %d, %d flipped: got %v, want ErrVerify", x, y, err)
			}
			file, err := wrong.drawPNG(PNGOptions{Scale: 1, DPI: 72, Colours: Colours{black, white}})
			if err != nil {
				t.Fatal(err)
			}
			if err := VerifyPNG(file, examplePayload); !errors.Is(err, ErrVerify) {
				t.Errorf("PNG with module %d, %d flipped: got %v, want ErrVerify", x, y, err)
			}
		}
	}
}

func BenchmarkVerifySVG(b *testing.B) {
	s := mustSymbol(b, examplePayload)
	svg, err := s.SVG(SVGOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := s.verifySVG(svg, Colours{black, white}); err != nil {
			b.Fatal(err)
		}
	}
}
