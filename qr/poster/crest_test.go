package poster

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// disc is a red disc on nothing, whose invisible pixels are green.
func disc(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{0, 255, 0, 0}
			if dx, dy := 2*x-w, 2*y-h; dx*dx*h*h+dy*dy*w*w < w*w*h*h*4/5 {
				c = color.NRGBA{200, 16, 16, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// chunk is a piece of a PNG file.
func chunk(kind, content string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	b = append(b, kind+content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// withText adds a text chunk behind the head of a PNG file.
func withText(file []byte) []byte {
	const head = 8 + 25 // signature and IHDR
	return bytes.Join([][]byte{file[:head], chunk("tEXt", "Comment\x00chụp ở nhà"), file[head:]}, nil)
}

func TestParseCrest(t *testing.T) {
	for _, tt := range []struct {
		name string
		file []byte
		size image.Point
	}{
		{"small PNG", pngOf(t, disc(80, 40)), image.Pt(80, 40)},
		{"PNG with a comment", withText(pngOf(t, disc(80, 40))), image.Pt(80, 40)},
		{"large PNG", pngOf(t, disc(1500, 1000)), image.Pt(600, 400)},
		{"a strip", pngOf(t, disc(4000, 500)), image.Pt(600, 75)},
		{"JPEG", jpegOf(t, disc(700, 1400)), image.Pt(300, 600)},
		{"as small as may be", pngOf(t, disc(16, 16)), image.Pt(16, 16)},
		{"in shades of grey", pngOf(t, image.NewGray(image.Rect(0, 0, 900, 900))), image.Pt(600, 600)},
	} {
		out, err := ParseCrest(tt.file)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		img, err := png.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got := img.Bounds().Size(); got != tt.size {
			t.Errorf("%s: %v pixels, want %v", tt.name, got, tt.size)
		}
		if bytes.Contains(out, []byte("tEXt")) {
			t.Errorf("%s: the comment is still there", tt.name)
		}
		again, _ := ParseCrest(tt.file)
		if !bytes.Equal(out, again) {
			t.Errorf("%s: two results of one file", tt.name)
		}
	}
}

// TestShrinkKeepsColours: the invisible green must not shine through the edge.
func TestShrinkKeepsColours(t *testing.T) {
	out, err := ParseCrest(pngOf(t, disc(1300, 1300)))
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for y := range 600 {
		for x := range 600 {
			if c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA); c.A > 8 && (c.G > 40 || c.R < 180) {
				t.Fatalf("pixel %d, %d is %v", x, y, c)
			}
		}
	}
	if _, _, _, a := img.At(0, 0).RGBA(); a != 0 {
		t.Error("the corner is not transparent")
	}
}

// TestCrestStandsUpright parses one picture as cameras held in eight ways
// store it: the upper left quarter is always the black one.
func TestCrestStandsUpright(t *testing.T) {
	upright := image.NewGray(image.Rect(0, 0, 64, 32))
	for i := range upright.Pix {
		if x, y := i%64, i/64; x >= 32 || y >= 16 {
			upright.Pix[i] = 255
		}
	}
	// What takes the upright picture to the stored one undoes the mark: a mark
	// is its own inverse but for the quarter turns 6 and 8.
	for mark := 1; mark <= 8; mark++ {
		stored := turned(upright, []int{1, 2, 3, 4, 5, 8, 7, 6}[mark-1])
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			out, err := ParseCrest(marked(order, jpegOf(t, stored), mark))
			if err != nil {
				t.Fatal(err)
			}
			img, err := png.Decode(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			dark := func(x, y int) bool { r, _, _, _ := img.At(x, y).RGBA(); return r < 0x8000 }
			if img.Bounds().Size() != image.Pt(64, 32) || !dark(8, 4) || dark(56, 4) || dark(8, 28) || dark(56, 28) {
				t.Errorf("mark %d, %v: %v, dark %t %t %t %t", mark, order, img.Bounds(), dark(8, 4), dark(56, 4), dark(8, 28), dark(56, 28))
			}
		}
	}
	// By the standard, row 0 of mark 6 is the right side, of mark 8 the left.
	if r, _, _, _ := turned(upright, 6).At(24, 8).RGBA(); r != 0 {
		t.Error("mark 6 does not turn clockwise")
	}
	if r, _, _, _ := turned(upright, 8).At(8, 56).RGBA(); r != 0 {
		t.Error("mark 8 does not turn counterclockwise")
	}
}

// marked puts an Exif part that names an orientation behind the head of a JPEG.
func marked(order binary.AppendByteOrder, file []byte, mark int) []byte {
	tiff := []byte("MM")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		tiff = []byte("II")
	}
	tiff = order.AppendUint32(order.AppendUint16(tiff, 42), 8)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(order.AppendUint16(tiff, 1), 274), 3), 1)
	tiff = append(order.AppendUint16(tiff, uint16(mark)), 0, 0, 0, 0, 0, 0)
	part := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(part)+2))
	return slices.Concat(head, part, file[2:])
}

func TestParseCrestRefuses(t *testing.T) {
	var animated bytes.Buffer
	if err := gif.Encode(&animated, disc(10, 10), nil); err != nil {
		t.Fatal(err)
	}
	bomb := func(w, h uint32) []byte {
		head := binary.BigEndian.AppendUint32(nil, w)
		head = binary.BigEndian.AppendUint32(head, h)
		return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(head)+"\x08\x06\x00\x00\x00")...)
	}
	good := pngOf(t, disc(300, 300))
	for _, tt := range []struct {
		name string
		file []byte
		hint string
	}{
		{"nothing", nil, "không phải ảnh PNG hoặc JPEG"},
		{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`), "SVG, GIF, WebP hay PDF hãy xuất sang PNG"},
		{"GIF", animated.Bytes(), "không phải ảnh PNG hoặc JPEG"},
		{"text named .png", []byte("khai sinh"), "không phải ảnh PNG hoặc JPEG"},
		{"20 MB", append(bytes.Clone(good), make([]byte, 20<<20)...), "tệp nặng quá 2 MB"},
		{"30,000 pixels a side", bomb(30000, 30000), "ảnh 30000 × 30000 điểm, tối đa 4000"},
		{"a side too long", pngOf(t, disc(4001, 1)), "ảnh 4001 × 1 điểm"},
		{"a size beyond numbers", bomb(1<<31, 1<<31), "không phải ảnh PNG"},
		{"one pixel", pngOf(t, disc(1, 1)), "ảnh 1 × 1 điểm; mỗi cạnh cần ít nhất 16 điểm"},
		{"too flat", pngOf(t, disc(4000, 499)), "cạnh dài không quá 8 lần cạnh ngắn"},
		{"too narrow", pngOf(t, disc(16, 129)), "cạnh dài không quá 8 lần cạnh ngắn"},
		{"cut", good[:len(good)/2], "bị hỏng giữa chừng"},
	} {
		if out, err := ParseCrest(tt.file); !errors.Is(err, ErrCrest) || !strings.Contains(err.Error(), tt.hint) || out != nil {
			t.Errorf("%s: got %d bytes, %v; want the hint %q", tt.name, len(out), err, tt.hint)
		}
	}
}

func TestCheckColour(t *testing.T) {
	for s, good := range map[string]bool{
		"": true, "#0a5a50": true, "#FFFFFF": true,
		"0a5a50": false, "#0a5": false, "#0a5a5g": false, "#0a5a500": false, "red": false, "#0a5a50\n": false,
	} {
		if err := CheckColour(s); (err == nil) != good {
			t.Errorf("CheckColour(%q) = %v, want good: %t", s, err, good)
		}
	}
}

func FuzzParseCrest(f *testing.F) {
	f.Add(pngOf(f, disc(20, 10)))
	f.Add(jpegOf(f, disc(20, 10)))
	f.Fuzz(func(t *testing.T, file []byte) {
		out, err := ParseCrest(file)
		if err == nil {
			if c, err := png.DecodeConfig(bytes.NewReader(out)); err != nil || c.Width > crestSide || c.Height > crestSide {
				t.Errorf("a crest of %d × %d, %v", c.Width, c.Height, err)
			}
		} else if !errors.Is(err, ErrCrest) {
			t.Error(err)
		}
	})
}
