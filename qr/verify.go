package qr

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// ErrVerify means that a finished file does not hold what it was made for.
// Such a file must not leave the house.
var ErrVerify = errors.New("mã QR vẽ ra đọc lại không khớp nên không được phát hành")

// VerifyPNG reads the modules back from a file of [Symbol.PNG], in which every
// single pixel has to be right, and checks them as [VerifyModules] does.
//
// Each module is read where it must stand. Searching the picture for the
// symbol, as a camera has to, would refuse good files: gozxing's search misses
// one clean picture in 600.
func VerifyPNG(file []byte, want string) error {
	symbol, err := New(want)
	if err != nil {
		return err
	}
	decoded, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return fmt.Errorf("%w: đọc PNG: %w", ErrVerify, err)
	}
	img, ok := decoded.(*image.Paletted)
	if !ok || !slices.Equal(img.Palette, blackOnWhite) {
		return fmt.Errorf("%w: PNG không phải ảnh đen trắng", ErrVerify)
	}
	side := symbol.Size + 2*QuietZone
	scale := img.Rect.Dx() / side
	if scale == 0 || img.Rect != image.Rect(0, 0, side*scale, side*scale) {
		return fmt.Errorf("%w: ảnh %v không chia đều cho %d ô mỗi cạnh", ErrVerify, img.Rect.Max, side)
	}
	bits, err := gozxing.NewSquareBitMatrix(symbol.Size)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrVerify, err)
	}
	for i, pixel := range img.Pix {
		x, y := i%img.Stride/scale-QuietZone, i/img.Stride/scale-QuietZone
		if dark := pixel == 1; dark != symbol.Dark(x, y) {
			return fmt.Errorf("%w: sai điểm ảnh ở ô cột %d, hàng %d", ErrVerify, x, y)
		} else if dark {
			bits.Set(x, y)
		}
	}
	return verify(bits, symbol)
}

// VerifySVG reads the modules back from a file of [Symbol.SVG], whose drawing
// it takes exactly as written there and in no other way, and checks them as
// [VerifyModules] does.
func VerifySVG(file []byte, want string) error {
	symbol, err := New(want)
	if err != nil {
		return err
	}
	rest, hasHead := strings.CutPrefix(string(file), symbol.svgHead())
	path, hasTail := strings.CutSuffix(rest, svgTail)
	if !hasHead || !hasTail {
		return fmt.Errorf("%w: SVG không có đúng khung, tiêu đề và nền", ErrVerify)
	}
	bits, err := parsePath(path, symbol.Size)
	if err != nil {
		return fmt.Errorf("%w: hình SVG: %w", ErrVerify, err)
	}
	return verify(bits, symbol)
}

var (
	pathData = regexp.MustCompile(`^(M\d{1,3} \d{1,3}(h-?\d{1,3}v-?\d{1,3})+h-?\d{1,3}z)+$`)
	pathStep = regexp.MustCompile(`([Mhvz])(-?\d+)?(?: (\d+))?`)
)

// parsePath fills path data as drawOutlines writes it, in the view box of a
// symbol of size modules, by the even-odd rule: a module is dark when an odd
// number of edges lies to its left. Other data, and anything that reaches into
// the quiet zone, is an error.
func parsePath(d string, size int) (*gozxing.BitMatrix, error) {
	bits, err := gozxing.NewSquareBitMatrix(size)
	if err != nil {
		return nil, err
	}
	if !pathData.MatchString(d) {
		return nil, errors.New("nét vẽ ghi theo cách lạ")
	}
	symbol := image.Rect(0, 0, size+1, size+1) // of grid points
	var start, from image.Point
	for _, step := range pathStep.FindAllStringSubmatch(d, -1) {
		// The expressions admit numbers only, and none where none belongs.
		a, _ := strconv.Atoi(step[2])
		b, _ := strconv.Atoi(step[3])
		to := from
		switch step[1] {
		case "M":
			to = image.Pt(a-QuietZone, b-QuietZone)
			start, from = to, to
		case "h":
			to.X += a
			from = to // no edge to the left or right of anything
		case "v":
			to.Y += a
		case "z":
			to = start
		}
		if !to.In(symbol) || to.X != from.X {
			return nil, fmt.Errorf("nét vẽ tới %v nằm ngoài mã hoặc không khép góc vuông", to)
		}
		for y := min(from.Y, to.Y); y < max(from.Y, to.Y); y++ {
			for x := to.X; x < size; x++ {
				bits.Flip(x, y)
			}
		}
		from = to
	}
	return bits, nil
}

// VerifyModules checks a symbol that was read back from a finished file, size
// modules on a side without the quiet zone. It answers [ErrVerify] unless every
// module is what [New] made it (a drawing mistake that error correction mends
// has already cost the reader that correction) and unless a decoder that
// shares nothing with the encoder reads want.
func VerifyModules(size int, dark func(x, y int) bool, want string) error {
	symbol, err := New(want)
	if err != nil {
		return err
	}
	bits, err := gozxing.NewSquareBitMatrix(size)
	if err != nil {
		return fmt.Errorf("%w: %d ô mỗi cạnh: %w", ErrVerify, size, err)
	}
	for y := range size {
		for x := range size {
			if dark(x, y) {
				bits.Set(x, y)
			}
		}
	}
	return verify(bits, symbol)
}

// verify compares bits with symbol, then decodes them, in that order because
// the decoder changes them in place.
func verify(bits *gozxing.BitMatrix, symbol *Symbol) error {
	if bits.GetWidth() != symbol.Size {
		return fmt.Errorf("%w: có %d ô mỗi cạnh thay vì %d", ErrVerify, bits.GetWidth(), symbol.Size)
	}
	for y := range symbol.Size {
		for x := range symbol.Size {
			if bits.Get(x, y) != symbol.Dark(x, y) {
				return fmt.Errorf("%w: sai ô ở cột %d, hàng %d", ErrVerify, x, y)
			}
		}
	}
	got, err := decoder.NewDecoder().DecodeWithoutHint(bits)
	if err != nil {
		return fmt.Errorf("%w: giải mã: %w", ErrVerify, err)
	}
	if got.GetText() != symbol.Payload {
		return fmt.Errorf("%w: đọc ra %q thay vì %q", ErrVerify, got.GetText(), symbol.Payload)
	}
	return nil
}
