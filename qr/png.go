package qr

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
)

// PNGOptions says how large a picture is and in what colours. Zero fields mean their defaults,
// which print a symbol of 29 modules 31 mm wide, margin included.
type PNGOptions struct {
	Scale   int // pixels on a module's side, 1 to MaxScale; default 10
	DPI     int // pixels an inch that programs print it at, 1 to MaxDPI; default 300
	Colours Colours
}

// The bounds of PNGOptions. MaxScale draws 200 mm at 300 dpi.
const (
	MaxScale = 64
	MaxDPI   = 2400

	defaultScale = 10
	defaultDPI   = 300
)

// PNG draws the symbol in two colours, one bit a pixel, with whole pixels for
// each module and the quiet zone inside, and reads the file back before it
// hands it out.
func (s *Symbol) PNG(o PNGOptions) ([]byte, error) {
	o, err := o.resolve()
	if err != nil {
		return nil, err
	}
	file, err := s.drawPNG(o)
	if err != nil {
		return nil, fmt.Errorf("vẽ PNG của %q: %w", s.Payload, err)
	}
	if err := s.verifyPNG(file, o.Colours); err != nil {
		return nil, err
	}
	return file, nil
}

// resolve fills in the defaults and checks the bounds.
func (o PNGOptions) resolve() (PNGOptions, error) {
	if o.Scale == 0 {
		o.Scale = defaultScale
	}
	if o.DPI == 0 {
		o.DPI = defaultDPI
	}
	if o.Scale < 1 || o.Scale > MaxScale {
		return o, fmt.Errorf("cỡ ô vuông %d điểm ảnh: hãy chọn từ 1 đến %d", o.Scale, MaxScale)
	}
	if o.DPI < 1 || o.DPI > MaxDPI {
		return o, fmt.Errorf("độ phân giải %d dpi: hãy chọn từ 1 đến %d", o.DPI, MaxDPI)
	}
	var err error
	o.Colours, err = o.Colours.resolve()
	return o, err
}

// palette gives a picture its two colours, light ones at 0 and dark ones at 1.
// So many make image/png write one bit a pixel.
func (c Colours) palette() color.Palette { return color.Palette{c.Light, c.Dark} }

// picture paints the symbol with its quiet zone, scale pixels to a module.
func (s *Symbol) picture(scale int, c Colours) *image.Paletted {
	side := (s.Size + 2*QuietZone) * scale
	img := image.NewPaletted(image.Rect(0, 0, side, side), c.palette())
	for i := range img.Pix {
		if s.Dark(i%side/scale-QuietZone, i/side/scale-QuietZone) {
			img.Pix[i] = 1
		}
	}
	return img
}

func (s *Symbol) drawPNG(o PNGOptions) ([]byte, error) {
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, s.picture(o.Scale, o.Colours)); err != nil {
		return nil, err
	}
	return withDPI(b.Bytes(), o.DPI), nil
}

// headEnd is where the second chunk of a PNG starts: a signature of 8 bytes
// and IHDR, which is always the first chunk and always 25 bytes long.
const headEnd = 8 + 25

// withDPI records the resolution in a pHYs chunk right behind IHDR: pixels a
// metre in x and y, and 1 for the metre (PNG specification, 11.3.4.3).
func withDPI(file []byte, dpi int) []byte {
	perMetre := uint32(math.Round(float64(dpi) / 0.0254))
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	chunk = append(chunk, "pHYs"...)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return bytes.Join([][]byte{file[:headEnd], chunk, file[headEnd:]}, nil)
}
