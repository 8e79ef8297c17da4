package poster

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // crests are PNG or JPEG
	"image/png"
)

// What a file with a crest may have at the most, and what is kept of it.
const (
	MaxCrestFile   = 2 << 20 // bytes
	minCrestSide   = 16      // pixels: less is no picture on paper
	maxCrestSide   = 4000    // pixels
	maxCrestPixels = 16_000_000
	maxCrestAspect = 8   // the longer side by the shorter
	crestSide      = 600 // pixels of the longer side: 300 dpi at 5 cm
)

// ErrCrest means that a file cannot be the crest of a poster.
var ErrCrest = errors.New("không dùng được ảnh này làm biểu trưng")

// ParseCrest makes the picture for a poster's head of an uploaded file, PNG or
// JPEG by its content: upright as a camera's mark has it, at most 600 pixels on
// the longer side, as a PNG of the pixels alone, without whatever else the file
// told. Equal files give equal bytes. The errors are [ErrCrest] with a hint.
func ParseCrest(file []byte) ([]byte, error) {
	if len(file) > MaxCrestFile {
		return nil, fmt.Errorf("%w: tệp nặng quá %d MB; hãy thu nhỏ ảnh rồi tải lại", ErrCrest, MaxCrestFile>>20)
	}
	// The size is read before anything is unpacked: a few bytes can stand for
	// gigabytes of pixels.
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || format != "png" && format != "jpeg" {
		return nil, fmt.Errorf("%w: không phải ảnh PNG hoặc JPEG; ảnh SVG, GIF, WebP hay PDF hãy xuất sang PNG", ErrCrest)
	}
	w, h := config.Width, config.Height
	if w < 1 || h < 1 || w > maxCrestSide || h > maxCrestSide || w*h > maxCrestPixels {
		return nil, fmt.Errorf("%w: ảnh %d × %d điểm, tối đa %d điểm mỗi cạnh; hãy thu nhỏ ảnh rồi tải lại", ErrCrest, w, h, maxCrestSide)
	}
	if shorter, longer := min(w, h), max(w, h); shorter < minCrestSide || longer > maxCrestAspect*shorter {
		return nil, fmt.Errorf("%w: ảnh %d × %d điểm; mỗi cạnh cần ít nhất %d điểm và cạnh dài không quá %d lần cạnh ngắn, hãy chọn ảnh khác",
			ErrCrest, w, h, minCrestSide, maxCrestAspect)
	}
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%w: ảnh bị hỏng giữa chừng; hãy lưu lại rồi tải lại", ErrCrest)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, Upright(shrink(img), file)); err != nil {
		return nil, fmt.Errorf("ghi ảnh biểu trưng: %w", err)
	}
	return out.Bytes(), nil
}

// shrink brings the longer side down to crestSide. A pixel is the mean of all
// pixels that fall on it, each by its opacity, so that a transparent edge
// takes no colour from what cannot be seen.
func shrink(img image.Image) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > crestSide {
		w, h = max(1, w*crestSide/longer), max(1, h*crestSide/longer)
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := b.Min.Y+y*b.Dy()/h, b.Min.Y+(y+1)*b.Dy()/h
		for x := range w {
			x0, x1 := b.Min.X+x*b.Dx()/w, b.Min.X+(x+1)*b.Dx()/w
			out.Set(x, y, mean(img, image.Rect(x0, y0, x1, y1)))
		}
	}
	return out
}

// mean is the mean colour of an area that is not empty.
func mean(img image.Image, area image.Rectangle) color.Color {
	var r, g, b, a uint64 // colours are multiplied by opacity, as RGBA gives them
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			pr, pg, pb, pa := img.At(x, y).RGBA()
			r, g, b, a = r+uint64(pr), g+uint64(pg), b+uint64(pb), a+uint64(pa)
		}
	}
	n := uint64(area.Dx() * area.Dy())
	return color.RGBA64{uint16(r / n), uint16(g / n), uint16(b / n), uint16(a / n)}
}

// Upright turns a picture as the camera's mark in its JPEG file has it; img may
// be a smaller version of what the file holds.
func Upright(img image.Image, file []byte) image.Image {
	return turned(img, orientation(file))
}

// turned sets a picture upright: mark is the orientation 1 to 8 of the Exif
// standard, which says how the camera was held.
func turned(img image.Image, mark int) image.Image {
	if mark < 2 || mark > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	if mark > 4 {
		out = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			// Where the pixel belongs, by the sides that row 0 and column 0 show.
			to := [...]image.Point{
				{w - 1 - x, y},
				{w - 1 - x, h - 1 - y},
				{x, h - 1 - y},
				{y, x},
				{h - 1 - y, x},
				{h - 1 - y, w - 1 - x},
				{y, w - 1 - x},
			}[mark-2]
			out.Set(to.X, to.Y, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}

// orientation reads the mark from the Exif part of a JPEG file, 0 if there is
// none: marker APP1, a TIFF header, and tag 274 in its first directory.
func orientation(file []byte) int {
	for at := 2; at+4 <= len(file) && file[at] == 0xFF && file[at+1] != 0xDA; {
		end := at + 2 + int(binary.BigEndian.Uint16(file[at+2:]))
		if end > len(file) || end < at+4 {
			return 0
		}
		tiff, found := bytes.CutPrefix(file[at+4:end], []byte("Exif\x00\x00"))
		if !found || file[at+1] != 0xE1 || len(tiff) < 8 {
			at = end
			continue
		}
		var order binary.ByteOrder = binary.BigEndian
		if tiff[0] == 'I' {
			order = binary.LittleEndian
		}
		first := uint64(order.Uint32(tiff[4:])) + 2 // behind the number of entries
		for entry := first; entry+12 <= uint64(len(tiff)); entry += 12 {
			if order.Uint16(tiff[entry:]) == 274 {
				return int(order.Uint16(tiff[entry+8:]))
			}
		}
		return 0
	}
	return 0
}

// CheckColour checks the colour of an issuer, empty for none.
func CheckColour(s string) error {
	_, err := parseColour(s)
	return err
}
