package qr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// scan finds and decodes the symbol in a picture as a camera program does,
// which is another way than VerifyPNG goes. It answers the level, too.
func scan(img image.Image) (payload string, level Level, err error) {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return "", "", err
	}
	result, err := qrcode.NewQRCodeReader().DecodeWithoutHints(bitmap)
	if err != nil {
		// A symbol that is not Readable: this reader then needs to be told that
		// there is nothing else in the picture.
		pure := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true}
		result, err = qrcode.NewQRCodeReader().Decode(bitmap, pure)
	}
	if err != nil {
		return "", "", err
	}
	name := result.GetResultMetadata()[gozxing.ResultMetadataType_ERROR_CORRECTION_LEVEL]
	return result.GetText(), Level(fmt.Sprint(name)), nil
}

func decodePNG(t *testing.T, file []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestPNGIsReadByZXing(t *testing.T) {
	for _, payload := range payloads(t) {
		s := mustSymbol(t, payload)
		for _, scale := range []int{2, 3, 5, 10} {
			file, err := s.PNG(PNGOptions{Scale: scale})
			if err != nil {
				t.Fatalf("PNG of %s at scale %d: %v", payload, scale, err)
			}
			got, level, err := scan(decodePNG(t, file))
			if got != payload || level != s.Level || err != nil {
				t.Errorf("PNG at scale %d reads %q, level %s, %v; want %q, level %s", scale, got, level, err, payload, s.Level)
			}
		}
	}
}

func TestPNGIsReadByZBar(t *testing.T) {
	zbarimg, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg (Debian package zbar-tools) is not installed: a second decoder is left out")
	}
	for _, payload := range payloads(t) {
		for _, scale := range []int{3, 10} {
			file, err := mustSymbol(t, payload).PNG(PNGOptions{Scale: scale})
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), zbarimg, "--raw", "--quiet", "-")
			cmd.Stdin = bytes.NewReader(file)
			out, err := cmd.Output()
			if got := strings.TrimSuffix(string(out), "\n"); got != payload || err != nil {
				t.Errorf("zbarimg reads %q, %v at scale %d; want %q", got, err, scale, payload)
			}
		}
	}
}

func TestPNGForm(t *testing.T) {
	s := mustSymbol(t, examplePayload)
	tests := []struct {
		options          PNGOptions
		side, pixelMetre uint32
	}{
		{PNGOptions{}, 370, 11811},
		{PNGOptions{Scale: 1, DPI: 72}, 37, 2835},
		{PNGOptions{Scale: 7, DPI: 600}, 259, 23622},
		{PNGOptions{Scale: MaxScale, DPI: MaxDPI}, 2368, 94488},
	}
	for _, tt := range tests {
		file, err := s.PNG(tt.options)
		if err != nil {
			t.Fatal(err)
		}
		chunks := pngChunks(t, file)
		ihdr := binary.BigEndian.AppendUint32(nil, tt.side)
		ihdr = binary.BigEndian.AppendUint32(ihdr, tt.side)
		ihdr = append(ihdr, 1, 3, 0, 0, 0) // one bit, palette
		phys := binary.BigEndian.AppendUint32(nil, tt.pixelMetre)
		phys = binary.BigEndian.AppendUint32(phys, tt.pixelMetre)
		phys = append(phys, 1)
		want := []pngChunk{
			{"IHDR", ihdr},
			{"pHYs", phys},
			{"PLTE", []byte{255, 255, 255, 0, 0, 0}},
		}
		if diff := cmp.Diff(want, chunks[:3]); diff != "" {
			t.Errorf("%+v: first chunks (-want +got):\n%s", tt.options, diff)
		}
		if last := chunks[len(chunks)-1]; last.Name != "IEND" {
			t.Errorf("%+v: last chunk %s", tt.options, last.Name)
		}
	}
}

type pngChunk struct {
	Name string
	Data []byte
}

// pngChunks takes a PNG apart and checks every chunk's CRC.
func pngChunks(t *testing.T, file []byte) (chunks []pngChunk) {
	t.Helper()
	for rest := file[8:]; len(rest) > 0; {
		n := binary.BigEndian.Uint32(rest)
		body := rest[4 : 8+n]
		if got, want := binary.BigEndian.Uint32(rest[8+n:]), crc32.ChecksumIEEE(body); got != want {
			t.Errorf("chunk %s has CRC %08x, want %08x", body[:4], got, want)
		}
		chunks = append(chunks, pngChunk{string(body[:4]), body[4:]})
		rest = rest[12+n:]
	}
	return chunks
}

func TestPNGRefusesOptions(t *testing.T) {
	s, c := mustSymbol(t, examplePayload), NewCache(1)
	for _, o := range []PNGOptions{{Scale: -1}, {Scale: MaxScale + 1}, {DPI: -1}, {DPI: MaxDPI + 1}} {
		if file, err := s.PNG(o); file != nil || err == nil || !strings.Contains(err.Error(), "hãy chọn") {
			t.Errorf("PNG(%+v): %d bytes, %v; want an error that says what to choose", o, len(file), err)
		}
		if file, err := c.PNG(examplePayload, o); file != nil || err == nil {
			t.Errorf("Cache.PNG(%+v): %d bytes, %v; want an error", o, len(file), err)
		}
	}
}

func TestVerifyPNGRefuses(t *testing.T) {
	s := mustSymbol(t, examplePayload)
	file, err := s.PNG(PNGOptions{Scale: 4})
	if err != nil {
		t.Fatal(err)
	}
	// changed is the file after a change of its picture, other as before.
	changed := func(change func(*image.Paletted) image.Image) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, change(decodePNG(t, file).(*image.Paletted))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	same := changed(func(img *image.Paletted) image.Image { return img })
	if err := VerifyPNG(same, examplePayload); err != nil {
		t.Fatalf("an unchanged picture: %v", err)
	}
	flip := func(x, y int) []byte {
		return changed(func(img *image.Paletted) image.Image {
			img.SetColorIndex(x, y, 1-img.ColorIndexAt(x, y))
			return img
		})
	}
	tests := []struct {
		name string
		file []byte
	}{
		{"nothing", nil},
		{"no picture", []byte("no picture")},
		{"half a file", file[:len(file)/2]},
		{"a dark pixel in the quiet zone", flip(0, 0)},
		{"a wrong pixel in the symbol", flip(75, 77)},
		{"no quiet zone", changed(func(img *image.Paletted) image.Image {
			return img.SubImage(img.Rect.Inset(4 * QuietZone))
		})},
		{"an oblong picture", changed(func(img *image.Paletted) image.Image {
			return img.SubImage(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()-1))
		})},
		{"less than a pixel for each module", changed(func(img *image.Paletted) image.Image {
			return img.SubImage(image.Rect(0, 0, 20, 20))
		})},
		{"colours exchanged", changed(func(img *image.Paletted) image.Image {
			img.Palette = color.Palette{color.Black, color.White}
			return img
		})},
		{"mirrored", changed(func(img *image.Paletted) image.Image {
			mirror := image.NewPaletted(img.Rect, img.Palette)
			for y := range img.Rect.Dy() {
				for x := range img.Rect.Dx() {
					mirror.SetColorIndex(y, x, img.ColorIndexAt(x, y))
				}
			}
			return mirror
		})},
		{"other colours", changed(func(img *image.Paletted) image.Image {
			img.Palette = darkBlue.palette()
			return img
		})},
		{"a covered area", changed(func(img *image.Paletted) image.Image {
			for i := range 400 {
				img.SetColorIndex(60+i%20, 60+i/20, 0)
			}
			return img
		})},
		{"true colours", changed(func(img *image.Paletted) image.Image {
			return image.NewRGBA(img.Rect)
		})},
	}
	for _, tt := range tests {
		if err := VerifyPNG(tt.file, examplePayload); !errors.Is(err, ErrVerify) {
			t.Errorf("%s: got %v, want ErrVerify", tt.name, err)
		}
	}
	if err := VerifyPNG(file, strings.Replace(examplePayload, "M", "N", 1)); !errors.Is(err, ErrVerify) {
		t.Errorf("another payload: got %v, want ErrVerify", err)
	}
}

func BenchmarkPNG(b *testing.B) {
	s := mustSymbol(b, examplePayload)
	for b.Loop() {
		if _, err := s.PNG(PNGOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
