package qr

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"regexp"
	"strconv"
)

// Colours are what a symbol is drawn in. A zero field means its default, black
// on white. Files are made only in colours that pass [Colours.Validate].
type Colours struct {
	Dark  color.RGBA // of the dark modules, opaque
	Light color.RGBA // of all else, the quiet zone included, opaque
}

var (
	black = color.RGBA{0, 0, 0, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// The least differences between light and dark modules, as shares of full
// white. Both leave room, because a poster fades, gets dirty and is copied,
// which no later check sees.
const (
	// minLuma is where the margin starts to shrink: in pictures of a dim room,
	// 60 % of the range, at 6 pixels a module with noise of σ 12 of 255, ZXing
	// and ZBar read 79 and 80 of 80 at a difference of 1.0 and of 0.8, 73 at
	// 0.7, 38 at 0.6, 16 at 0.5 and 1 at 0.4.
	minLuma = 0.70
	// minReflectance is grade A of symbol contrast in ISO/IEC 15415.
	minReflectance = 0.70
)

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// ParseColour reads an opaque colour written as "#rrggbb".
func ParseColour(s string) (color.RGBA, error) {
	if !hexColour.MatchString(s) {
		return color.RGBA{}, fmt.Errorf(`màu %.20q viết sai: hãy ghi dấu # và sáu chữ số hệ 16, như "#003366"`, s)
	}
	n, _ := strconv.ParseUint(s[1:], 16, 32) // the expression admits nothing else
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}, nil
}

// Validate refuses colours that not every scanner tells apart: light modules on
// a dark ground, which many programs do not look for, and too little contrast.
//
// A phone's programs see luma, which is coded as the colours are. The scanners
// at counters light up in red, at about 660 nm, and see how much of it comes
// back, in which a bright red is as white as paper. So the contrast has to
// suffice in luma and in the reflectance of red, which is linear. The error
// says which colour to change.
func (c Colours) Validate() error {
	_, err := c.resolve()
	return err
}

// resolve fills in the defaults and checks the colours.
func (c Colours) resolve() (Colours, error) {
	if c.Dark == (color.RGBA{}) {
		c.Dark = black
	}
	if c.Light == (color.RGBA{}) {
		c.Light = white
	}
	inRed := linear(c.Light.R) - linear(c.Dark.R)
	inLuma := luma(c.Light) - luma(c.Dark)
	switch {
	case c.Dark.A != 255 || c.Light.A != 255:
		return c, errors.New("màu mã QR không được trong suốt: hãy chọn màu đặc")
	case inLuma < 0:
		return c, fmt.Errorf("màu mã QR %s sáng hơn nền %s nên nhiều máy không quét được: hãy dùng màu đậm cho mã và màu sáng cho nền", hex(c.Dark), hex(c.Light))
	case luma(c.Light) < minLuma || linear(c.Light.R) < minReflectance:
		return c, fmt.Errorf("nền %s quá tối để máy quét đọc mã QR: hãy chọn nền gần trắng, như #ffffff", hex(c.Light))
	case inLuma < minLuma:
		return c, fmt.Errorf("màu mã QR %s chỉ chênh %.0f%% độ sáng so với nền %s, cần ít nhất %.0f%%: hãy chọn màu đậm hơn, như #000000 hoặc #003366, hay nền trắng",
			hex(c.Dark), percent(inLuma), hex(c.Light), percent(minLuma))
	case inRed < minReflectance:
		return c, fmt.Errorf("máy quét dùng ánh sáng đỏ không phân biệt được màu mã QR %s với nền %s: hãy chọn màu ít sắc đỏ hơn, như #000000 hoặc #003366, hay nền trắng", hex(c.Dark), hex(c.Light))
	}
	return c, nil
}

// percent rounds down, so that what falls short reads so.
func percent(share float64) float64 { return math.Floor(share * 100) }

// luma is the brightness that cameras code (ITU-R BT.601), 0 for black to 1
// for white.
func luma(c color.RGBA) float64 {
	return (0.299*float64(c.R) + 0.587*float64(c.G) + 0.114*float64(c.B)) / 255
}

// linear is the share of light that a channel value of sRGB stands for (IEC
// 61966-2-1).
func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}

// hex writes c as "#rrggbb".
func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
