package qr

import (
	"image"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// A symbol that is not readable is hard at one size of modules or another; one
// that is stays so at all of them.
func TestReadable(t *testing.T) {
	random := newRandom()
	const codes = 500
	hard := 0
	for range codes {
		payload, err := Payload("https://dvc.example.vn", mustCode(t, random))
		if err != nil {
			t.Fatal(err)
		}
		s := mustSymbol(t, payload)
		readable := s.Readable()
		if readable != s.Readable() {
			t.Errorf("%s: readable only now and then", payload)
		}
		if !readable {
			hard++
			if err := s.VerifyModules(s.Size, s.Dark); err != nil {
				t.Errorf("%s is hard because it is wrong: %v", payload, err)
			}
		} else if got, err := find(s.picture(4, Colours{Dark: black, Light: white})); got != payload {
			t.Errorf("%s, readable, reads %q, %v at another size", payload, got, err)
		}
	}
	if hard < 1 || hard > codes/50 {
		t.Errorf("%d of %d symbols are hard to find, want one in some hundred", hard, codes)
	}
}

// find is a scan without being told that there is nothing but the symbol.
func find(img image.Image) (string, error) {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return "", err
	}
	result, err := qrcode.NewQRCodeReader().DecodeWithoutHints(bitmap)
	if err != nil {
		return "", err
	}
	return result.GetText(), nil
}

func TestReadableReads(t *testing.T) {
	s := *mustSymbol(t, examplePayload)
	if !s.Readable() {
		t.Error("the example is not readable")
	}
	s.Payload = "https://DVC.EXAMPLE.VN/Q/00000012"
	if s.Readable() {
		t.Error("a symbol that reads as another address counts as readable")
	}
}

func BenchmarkReadable(b *testing.B) {
	s := mustSymbol(b, examplePayload)
	for b.Loop() {
		s.Readable()
	}
}
