// Package photo makes pictures for pages of the files that people send in: [Parse]
// takes what cameras and phones make and gives it back upright, small and
// without whatever else the file told, such as where it was taken.
package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // photos may be PNG

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // and WebP

	"tracuu/qr/poster"
)

// What a file may have at the most, and what is made of it.
const (
	MaxFile   = 20 << 20   // bytes
	maxPixels = 40_000_000 // unpacked, at four bytes each, they are held in memory
	maxAspect = 10         // the longer side by the shorter
	minSide   = 64         // pixels: less is no photo
	large     = 1280       // pixels of the longer side
	small     = 480
	quality   = 82 // of JPEG
)

// ErrPhoto means that a file cannot be shown as a photo.
var ErrPhoto = errors.New("không dùng được ảnh này")

// Sized is a picture in one size, as JPEG.
type Sized struct {
	Width, Height int
	JPEG          []byte
}

// Photo is a picture in two sizes.
type Photo struct{ Large, Small Sized }

// Parse makes a photo of a file: JPEG, PNG or WebP by its content. Equal files
// give equal bytes. The errors are [ErrPhoto] with what to do, in Vietnamese.
func Parse(file []byte) (p Photo, err error) {
	if len(file) > MaxFile {
		return p, fmt.Errorf("%w: tệp nặng quá %d MB; hãy thu nhỏ ảnh rồi gửi lại", ErrPhoto, MaxFile>>20)
	}
	// The size is read before anything is unpacked: a few bytes can stand for
	// gigabytes of pixels.
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return p, fmt.Errorf("%w: %s", ErrPhoto, unknown(file))
	}
	w, h := config.Width, config.Height
	switch shorter, longer := min(w, h), max(w, h); {
	case shorter < minSide || longer > maxAspect*shorter:
		return p, fmt.Errorf("%w: ảnh %d × %d điểm; mỗi cạnh cần ít nhất %d điểm và cạnh dài không quá %d lần cạnh ngắn, hãy chọn ảnh khác",
			ErrPhoto, w, h, minSide, maxAspect)
	case w*h > maxPixels:
		return p, fmt.Errorf("%w: ảnh %d × %d điểm, tối đa %d triệu điểm; hãy thu nhỏ ảnh rồi gửi lại", ErrPhoto, w, h, maxPixels/1_000_000)
	}
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return p, fmt.Errorf("%w: ảnh %s bị hỏng hoặc bị cắt giữa chừng; hãy lưu lại rồi gửi lại", ErrPhoto, format)
	}
	fitted := fit(img, large)
	upright := poster.Upright(fitted, file)
	if p.Large, err = encode(upright); err == nil {
		p.Small, err = encode(fit(upright, small))
	}
	return p, err
}

// unknown says why a file is none of the kinds that are taken.
func unknown(file []byte) string {
	head := bytes.ToLower(file[:min(len(file), 1<<10)])
	switch {
	case bytes.Contains(head, []byte("<svg")), bytes.Contains(head, []byte("<?xml")):
		return "ảnh SVG có thể chứa mã lệnh nên không nhận; hãy xuất sang PNG hoặc JPEG rồi gửi lại"
	case bytes.HasPrefix(head, []byte("gif8")):
		return "không nhận ảnh GIF; hãy lưu sang PNG hoặc JPEG rồi gửi lại"
	case len(head) > 12 && bytes.HasPrefix(head[4:], []byte("ftyp")):
		return "ảnh HEIC hoặc AVIF của điện thoại chưa nhận được; hãy gửi bản JPEG (trên iPhone: Cài đặt › Camera › Định dạng › Tương thích nhất)"
	}
	return "không phải ảnh JPEG, PNG hoặc WebP, hoặc tệp bị cắt ngay ở đầu; hãy chọn tệp khác"
}

// fit brings the longer side of a picture down to side, on white where it is
// transparent.
func fit(img image.Image, side int) *image.RGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > side {
		w, h = max(1, (w*side+longer/2)/longer), max(1, (h*side+longer/2)/longer)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Over, nil)
	return out
}

func encode(img image.Image) (Sized, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return Sized{}, fmt.Errorf("encode a photo: %w", err)
	}
	return Sized{img.Bounds().Dx(), img.Bounds().Dy(), b.Bytes()}, nil
}
