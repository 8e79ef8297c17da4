package qr

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"
	"unicode/utf8"
)

// onScreen paints terminal output, four pixels a module: blocks in the colour
// set for the letters, the rest in the colour of the ground.
func onScreen(t *testing.T, out string) *image.Gray {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	const before, after, scale = "\x1b[38;5;231;48;5;16m", "\x1b[0m", 4
	width := utf8.RuneCountInString(lines[0]) - len(before) - len(after)
	img := image.NewGray(image.Rect(0, 0, width*scale, 2*len(lines)*scale))
	for row, line := range lines {
		blocks, ok := strings.CutPrefix(line, before)
		blocks, ok2 := strings.CutSuffix(blocks, after)
		if !ok || !ok2 || utf8.RuneCountInString(blocks) != width {
			t.Fatalf("line %d is %q, want %d blocks between colours", row, line, width)
		}
		for col, block := range []rune(blocks) {
			halves, ok := map[rune][2]uint8{' ': {0, 0}, '▀': {255, 0}, '▄': {0, 255}, '█': {255, 255}}[block]
			if !ok {
				t.Fatalf("line %d holds %q", row, block)
			}
			for half, grey := range halves {
				for i := range scale * scale {
					img.SetGray(col*scale+i%scale, (2*row+half)*scale+i/scale, color.Gray{grey})
				}
			}
		}
	}
	return img
}

func TestTerminal(t *testing.T) {
	for _, payload := range payloads(t) {
		s := mustSymbol(t, payload)
		var out bytes.Buffer
		if err := s.Terminal(&out); err != nil {
			t.Fatal(err)
		}
		img := onScreen(t, out.String())
		side := (s.Size + 2*QuietZone) * 4
		if img.Rect.Dx() != side || img.Rect.Dy() < side {
			t.Errorf("%s takes %v, want %d with the quiet zone", payload, img.Rect.Max, side)
		}
		if got, _, err := scan(img); got != payload || err != nil {
			t.Errorf("the screen reads %q, %v; want %q", got, err, payload)
		}
	}
}

type brokenPipe struct{ error }

func (w brokenPipe) Write([]byte) (int, error) { return 0, w.error }

func TestTerminalTellsWriteErrors(t *testing.T) {
	broken := errors.New("broken pipe")
	if err := mustSymbol(t, examplePayload).Terminal(brokenPipe{broken}); !errors.Is(err, broken) {
		t.Errorf("got %v, want the writer's error", err)
	}
}
