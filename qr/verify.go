package qr

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"regexp"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/srwiley/oksvg"
	"github.com/srwiley/rasterx"
)

// ErrVerify means that a finished file does not hold what it was made for.
// Such a file must not leave the house.
var ErrVerify = errors.New("mã QR vẽ ra đọc lại không khớp nên không được phát hành")

// VerifyPNG checks a file in the default colours that [Symbol.PNG] made of the
// address want: every single pixel has to be right, and the modules read from
// the picture have to pass [Symbol.VerifyModules].
func VerifyPNG(file []byte, want string) error {
	s, err := New(want)
	if err != nil {
		return err
	}
	return s.verifyPNG(file, Colours{Dark: black, Light: white})
}

func (s *Symbol) verifyPNG(file []byte, c Colours) error {
	decoded, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return fmt.Errorf("%w: đọc PNG: %w", ErrVerify, err)
	}
	img, ok := decoded.(*image.Paletted)
	if !ok || !slices.Equal(img.Palette, c.palette()) {
		return fmt.Errorf("%w: PNG không có đúng hai màu đã chọn", ErrVerify)
	}
	return s.verifyPicture(img.Rect, func(x, y int) (dark, known bool) {
		return img.ColorIndexAt(x, y) == 1, true
	})
}

// VerifySVG checks a file in the default colours that [Symbol.SVG] made of the
// address want. Title, ground and view box have to be the very ones, and there
// must be one path and nothing else. The whole file is then painted by oksvg,
// and every pixel has to be right as in [VerifyPNG].
func VerifySVG(file []byte, want string) error {
	s, err := New(want)
	if err != nil {
		return err
	}
	return s.verifySVG(file, Colours{Dark: black, Light: white})
}

// pathData is the form that drawOutlines writes. Nothing else is given to
// oksvg: it guesses where it should refuse, and its fixed-point numbers
// overflow.
var pathData = regexp.MustCompile(`^(M\d{1,3} \d{1,3}(h-?\d{1,3}v-?\d{1,3})+h-?\d{1,3}z)+$`)

// svgScale is how many pixels oksvg paints for a module: enough for half a
// module to show.
const svgScale = 3

func (s *Symbol) verifySVG(file []byte, c Colours) error {
	rest, hasHead := bytes.CutPrefix(file, s.svgHead(c))
	path, hasTail := bytes.CutSuffix(rest, []byte(svgTail))
	switch {
	case !hasHead || !hasTail:
		return fmt.Errorf("%w: SVG không có đúng khung, tiêu đề và nền", ErrVerify)
	case !pathData.Match(path):
		return fmt.Errorf("%w: nét vẽ SVG ghi theo cách lạ", ErrVerify)
	}
	img, err := paintSVG(file, (s.Size+2*QuietZone)*svgScale)
	if err != nil {
		return fmt.Errorf("%w: đọc SVG: %w", ErrVerify, err)
	}
	return s.verifyPicture(img.Rect, func(x, y int) (dark, known bool) {
		pixel := img.RGBAAt(x, y)
		return pixel == c.Dark, pixel == c.Dark || pixel == c.Light
	})
}

// paintSVG paints a drawing side pixels wide and high, with an SVG reader that
// knows nothing of symbols.
func paintSVG(file []byte, side int) (*image.RGBA, error) {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(file), oksvg.StrictErrorMode)
	if err != nil {
		return nil, err
	}
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	icon.SetTarget(0, 0, float64(side), float64(side))
	icon.Draw(rasterx.NewDasher(side, side, rasterx.NewScannerGV(side, side, img, img.Rect)), 1)
	return img, nil
}

// verifyPicture checks every pixel of a picture of the symbol with its quiet
// zone, then its modules. The function pixel says whether a pixel is dark, and
// whether it has one of the two colours at all.
//
// Each module is read where it must stand. Searching the picture for the
// symbol, as a camera has to, would refuse good files: see [Symbol.Readable].
func (s *Symbol) verifyPicture(bounds image.Rectangle, pixel func(x, y int) (dark, known bool)) error {
	side := s.Size + 2*QuietZone
	scale := bounds.Dx() / side
	if scale == 0 || bounds != image.Rect(0, 0, side*scale, side*scale) {
		return fmt.Errorf("%w: ảnh %v không chia đều cho %d ô mỗi cạnh", ErrVerify, bounds.Max, side)
	}
	for y := range bounds.Max.Y {
		for x := range bounds.Max.X {
			col, row := x/scale-QuietZone, y/scale-QuietZone
			if dark, known := pixel(x, y); !known || dark != s.Dark(col, row) {
				return fmt.Errorf("%w: sai điểm ảnh ở ô cột %d, hàng %d", ErrVerify, col, row)
			}
		}
	}
	return s.VerifyModules(s.Size, func(x, y int) bool {
		dark, _ := pixel((x+QuietZone)*scale, (y+QuietZone)*scale)
		return dark
	})
}

// VerifyModules checks a symbol that was read back from a finished file, size
// modules on a side without the quiet zone. It answers [ErrVerify] unless every
// module is that of s (a drawing mistake that error correction mends has
// already cost the reader that correction) and unless a decoder that shares
// nothing with the encoder reads the payload of s.
func (s *Symbol) VerifyModules(size int, dark func(x, y int) bool) error {
	if size != s.Size {
		return fmt.Errorf("%w: có %d ô mỗi cạnh thay vì %d", ErrVerify, size, s.Size)
	}
	bits, err := gozxing.NewSquareBitMatrix(size)
	if err != nil {
		return fmt.Errorf("%w: %d ô mỗi cạnh: %w", ErrVerify, size, err)
	}
	for y := range size {
		for x := range size {
			module := dark(x, y)
			if module != s.Dark(x, y) {
				return fmt.Errorf("%w: sai ô ở cột %d, hàng %d", ErrVerify, x, y)
			}
			if module {
				bits.Set(x, y)
			}
		}
	}
	got, err := decoder.NewDecoder().DecodeWithoutHint(bits)
	if err != nil {
		return fmt.Errorf("%w: giải mã: %w", ErrVerify, err)
	}
	if got.GetText() != s.Payload {
		return fmt.Errorf("%w: đọc ra %q thay vì %q", ErrVerify, got.GetText(), s.Payload)
	}
	return nil
}
