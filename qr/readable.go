package qr

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// readableScale is how many pixels a module has in the picture that Readable
// searches. Larger modules reveal nothing more, smaller ones miss symbols that
// are hard at close range.
const readableScale = 8

// Readable reports whether a camera program finds the symbol in a clean
// picture. ZXing, and what is built on it, looks for the three corners by their
// proportions, and about one symbol in 450 holds something that it takes for a
// corner; such a symbol is right in every module and yet hard to scan. Codes
// being drawn at random, whoever calls [NewCode] should draw again until the
// symbol of its address is readable. The answer is the same each time and costs
// about 2 ms.
func (s *Symbol) Readable() bool {
	img := s.picture(readableScale, Colours{Dark: black, Light: white})
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return false
	}
	result, err := qrcode.NewQRCodeReader().DecodeWithoutHints(bitmap)
	return err == nil && result.GetText() == s.Payload
}
