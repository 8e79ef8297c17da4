package qr

import (
	"bytes"
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
		err := VerifyModules(tt.size, tt.dark, examplePayload)
		if tt.want && err != nil || !tt.want && !errors.Is(err, ErrVerify) {
			t.Errorf("%s: got %v, want fit: %t", tt.name, err, tt.want)
		}
	}
}

// The decoder is the judge even where drawing and symbol agree.
func TestVerifyDecodes(t *testing.T) {
	s := *mustSymbol(t, examplePayload)
	s.Payload = "https://DVC.EXAMPLE.VN/Q/00000012"
	var path bytes.Buffer
	s.drawOutlines(&path)
	bits, err := parsePath(path.String(), s.Size)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(bits, &s); !errors.Is(err, ErrVerify) {
		t.Errorf("a symbol of another payload: got %v, want ErrVerify", err)
	}
}
