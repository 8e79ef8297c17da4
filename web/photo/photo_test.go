package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"tracuu/web/photo"
)

// half is a picture whose left half is red.
func half(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.White)
			if x < w/2 {
				img.Set(x, y, color.RGBA{200, 0, 0, 255})
			}
		}
	}
	return img
}

func asJPEG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fromCamera puts the Exif part of a phone into a JPEG file: how it was held,
// and where.
func fromCamera(file []byte, orientation uint16) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	tiff = append(tiff, 0x01, 0x12, 0, 3, 0, 0, 0, 1)
	tiff = binary.BigEndian.AppendUint16(tiff, orientation)
	tiff = append(tiff, 0, 0)
	tiff = append(tiff, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38) // the directory of the place
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = append(tiff, "GPSLatitude 12.2388"...)
	part := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(part)+2))
	return append(append(head, part...), file[2:]...)
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name                   string
		file                   []byte
		w, h, smallW, smallH   int
		redX, redY, whiteX, wY int // in the small size
	}{
		{"a landscape is made smaller", asJPEG(t, half(2560, 1440)), 1280, 720, 480, 270, 20, 20, 460, 20},
		{"a small one is not made larger", asPNG(t, half(300, 200)), 300, 200, 300, 200, 20, 20, 280, 20},
		{"a phone held upright", fromCamera(asJPEG(t, half(1600, 1200)), 6), 960, 1280, 360, 480, 20, 20, 20, 460},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := photo.Parse(c.file)
			if err != nil {
				t.Fatal(err)
			}
			if p.Large.Width != c.w || p.Large.Height != c.h || p.Small.Width != c.smallW || p.Small.Height != c.smallH {
				t.Errorf("%d × %d and %d × %d", p.Large.Width, p.Large.Height, p.Small.Width, p.Small.Height)
			}
			for _, s := range []photo.Sized{p.Large, p.Small} {
				for _, trace := range []string{"Exif", "GPS"} {
					if bytes.Contains(s.JPEG, []byte(trace)) {
						t.Errorf("%s is still in the file", trace)
					}
				}
			}
			img, err := jpeg.Decode(bytes.NewReader(p.Small.JPEG))
			if err != nil {
				t.Fatal(err)
			}
			if r, g, _, _ := img.At(c.redX, c.redY).RGBA(); r < 3*g {
				t.Errorf("no red at %d, %d", c.redX, c.redY)
			}
			if _, g, _, _ := img.At(c.whiteX, c.wY).RGBA(); g < 0xE000 {
				t.Errorf("no white at %d, %d", c.whiteX, c.wY)
			}
		})
	}
}

// TestTransparent: what cannot be seen is white, not black.
func TestTransparent(t *testing.T) {
	p, err := photo.Parse(asPNG(t, image.NewNRGBA(image.Rect(0, 0, 100, 100))))
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(p.Large.JPEG))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := img.At(50, 50).RGBA(); r < 0xF000 {
		t.Error("a transparent picture is dark")
	}
}

func TestRefuse(t *testing.T) {
	good := asJPEG(t, half(200, 200))
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"a script in a drawing", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "SVG có thể chứa mã lệnh"},
		{"a drawing with a prologue", []byte("\ufeff<?xml version='1.0'?><svg/>"), "SVG"},
		{"a thread", asPNG(t, image.NewGray(image.Rect(0, 0, 1, 60_000))), "cạnh dài không quá 10 lần"},
		{"cut off", good[:len(good)/2], "cắt giữa chừng"},
		{"cut off in front", good[:10], "không phải ảnh"},
		{"a phone's own format", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "HEIC"},
		{"moving", []byte("GIF89a..."), "GIF"},
		{"too many bytes", make([]byte, photo.MaxFile+1), "20 MB"},
		{"nothing", nil, "không phải ảnh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := photo.Parse(c.file)
			if !errors.Is(err, photo.ErrPhoto) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	large := image.NewGray(image.Rect(0, 0, 8000, 6000))
	if _, err := photo.Parse(asPNG(t, large)); !errors.Is(err, photo.ErrPhoto) || !strings.Contains(err.Error(), "40 triệu điểm") {
		t.Errorf("48 million pixels: %v", err)
	}
}
