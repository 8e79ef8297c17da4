package poster

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"image"
	"image/draw"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// tool runs a program over a PDF in a directory of its own, or skips the test
// where it is not installed.
func tool(t *testing.T, file []byte, name string, args ...string) (out []byte, dir string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed (Debian packages poppler-utils, zbar-tools)", name)
	}
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "in.pdf"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%s: %v\n%s", name, err, stderr.Bytes())
	}
	return out, dir
}

// contents are the content streams of a file's pages, in order.
func contents(t testing.TB, file []byte) []string {
	t.Helper()
	var pages []string
	for rest := file; ; {
		i := bytes.Index(rest, []byte("<</Type /Page\n"))
		if i < 0 {
			return pages
		}
		rest = rest[i+1:]
		r, err := zlib.NewReader(bytes.NewReader(rest[bytes.Index(rest, []byte("stream\n"))+len("stream\n"):]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, string(content))
	}
}

var symbolOpening = regexp.MustCompile(`/QR BMC\nq\n(?:-1 0 0 -1 [\d.]+ [\d.]+ cm\n)?1 g\n([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\nf\n`)

// symbolBoxes are the white squares of a page's symbols, in points.
func symbolBoxes(t testing.TB, content string) []box {
	t.Helper()
	var boxes []box
	for _, m := range symbolOpening.FindAllStringSubmatch(content, -1) {
		var v [4]float64
		for i := range v {
			var err error
			if v[i], err = strconv.ParseFloat(m[i+1], 64); err != nil {
				t.Fatal(err)
			}
		}
		boxes = append(boxes, box{v[0], v[1], v[2], v[3]})
	}
	return boxes
}

// shownWord is a word as pdftotext finds it, in points from the upper left.
type shownWord struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

type shownPage struct {
	Width  float64     `xml:"width,attr"`
	Height float64     `xml:"height,attr"`
	Words  []shownWord `xml:"word"`
}

// shownPages are the words of a file by page.
func shownPages(t *testing.T, file []byte) []shownPage {
	t.Helper()
	out, _ := tool(t, file, "pdftotext", "-bbox", "in.pdf", "-")
	var doc struct {
		Pages []shownPage `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(bytes.NewReader(out))
	d.Strict = false
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return doc.Pages
}

// overlap tells how far two words or boxes reach into each other, in points.
func overlap(a, b shownWord) float64 {
	return min(min(a.XMax, b.XMax)-max(a.XMin, b.XMin), min(a.YMax, b.YMax)-max(a.YMin, b.YMin))
}

func TestTextStandsFree(t *testing.T) {
	const touch = 0.5 // points that boxes may share: those of pdftotext are taller than the letters
	for _, l := range layouts {
		for name, d := range samples(l.layout) {
			t.Run(string(l.layout)+"/"+name, func(t *testing.T) {
				file := write(t, d)
				streams := contents(t, file)
				for i, page := range shownPages(t, file) {
					var symbols []shownWord
					for _, b := range symbolBoxes(t, streams[i]) {
						symbols = append(symbols, shownWord{b.x, page.Height - b.y - b.h, b.x + b.w, page.Height - b.y, "symbol"})
					}
					all := append(page.Words, symbols...)
					for j, w := range all {
						if w.XMin < 0 || w.YMin < 0 || w.XMax > page.Width || w.YMax > page.Height {
							t.Errorf("page %d: %q is off the page: %+v", i+1, w.Text, w)
						}
						for _, other := range all[:j] {
							if overlap(w, other) > touch {
								t.Errorf("page %d: %q and %q overlap by %.1f pt", i+1, other.Text, w.Text, overlap(w, other))
							}
						}
					}
				}
			})
		}
	}
}

var typeSize = regexp.MustCompile(`/F\S+ ([\d.]+) Tf`)

func TestLegibleAndLargeEnough(t *testing.T) {
	for _, l := range layouts {
		for name, d := range samples(l.layout) {
			t.Run(string(l.layout)+"/"+name, func(t *testing.T) {
				covers := 0
				if d.Cover {
					covers = slices.IndexFunc(payloads(t, d), func(p []string) bool { return len(p) > 0 })
				}
				for i, content := range contents(t, write(t, d))[covers:] {
					size := 0.0
					for line := range strings.Lines(content) {
						if m := typeSize.FindStringSubmatch(line); m != nil {
							size, _ = strconv.ParseFloat(m[1], 64)
						}
						if strings.Contains(line, ") Tj") && size < l.points-0.01 {
							t.Errorf("page %d has type of %v pt, want at least %v: %q", i+1, size, l.points, line)
						}
					}
					boxes := symbolBoxes(t, content)
					if len(boxes) == 0 {
						t.Errorf("page %d has no symbol", i+1)
					}
					for _, b := range boxes {
						if side := b.w * mmPerPoint; side < l.side {
							t.Errorf("page %d has a symbol of %.1f mm, want at least %v", i+1, side, l.side)
						}
					}
				}
			})
		}
	}
}

// TestDecode reads every layout as a printer of 150 and 300 dpi shows it, with
// two readers that have nothing in common with the encoder.
func TestDecode(t *testing.T) {
	for _, l := range layouts {
		for name, d := range samples(l.layout) {
			for _, dpi := range []int{150, 300} {
				if dpi == 300 && (testing.Short() || name == "plain") {
					continue
				}
				t.Run(string(l.layout)+"/"+name+"/"+strconv.Itoa(dpi), func(t *testing.T) {
					t.Parallel()
					decodePages(t, d, dpi)
				})
			}
		}
	}
}

func decodePages(t *testing.T, d Document, dpi int) {
	file := write(t, d)
	want := payloads(t, d)
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Skip("zbarimg is not installed (Debian package zbar-tools)")
	}
	first, last := slices.IndexFunc(want, func(p []string) bool { return len(p) > 0 }), len(want)-1
	if dpi == 300 {
		last = first // a page tells as much as all of them
	}
	_, dir := tool(t, file, "pdftoppm", "-gray", "-png", "-r", strconv.Itoa(dpi), "-f", strconv.Itoa(first+1), "-l", strconv.Itoa(last+1), "in.pdf", "p")
	files, err := filepath.Glob(filepath.Join(dir, "p-*.png"))
	if err != nil || len(files) != last-first+1 {
		t.Fatalf("%d pages, want %d (%v)", len(files), last-first+1, err)
	}
	slices.Sort(files)
	streams := contents(t, file)[first:]
	for i, name := range files {
		want := want[first+i]
		if got := scan(t, name, want); !slices.Equal(got, slices.Compact(slices.Sorted(slices.Values(want)))) {
			t.Errorf("page %d: zbar reads %q, want %q", i+1, got, want)
		}
		page := readPNG(t, name)
		scale := float64(dpi) / 72
		for j, b := range symbolBoxes(t, streams[i]) {
			r := image.Rect(int(b.x*scale), page.Bounds().Dy()-int((b.y+b.h)*scale), int((b.x+b.w)*scale), page.Bounds().Dy()-int(b.y*scale))
			if got := readSymbol(t, page, r); got != want[j] {
				t.Errorf("page %d, symbol %d: gozxing reads %q, want %q", i+1, j+1, got, want[j])
			}
		}
	}
}

// scan gives what zbar reads on a page, sorted, each once. It is asked for the
// bytes as they are: its guesses at their encoding are its own.
func scan(t *testing.T, name string, want []string) []string {
	t.Helper()
	out, err := exec.Command("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", "-Sqrcode.binary", name).Output()
	if err != nil {
		t.Errorf("zbarimg: %v", err)
	}
	// Symbols are written one after the other with nothing in between that a
	// text could not hold: what was wanted is taken out, the rest is wrong.
	var found []string
	rest := string(out)
	for _, w := range slices.Compact(slices.Sorted(slices.Values(want))) {
		if strings.Contains(rest, w) {
			found = append(found, w)
			rest = strings.ReplaceAll(rest, w, "")
		}
	}
	if rest = strings.TrimSpace(rest); rest != "" {
		found = append(found, rest)
	}
	return found
}

func readPNG(t *testing.T, name string) image.Image {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// readSymbol decodes one part of a page.
func readSymbol(t *testing.T, page image.Image, r image.Rectangle) string {
	t.Helper()
	part := image.NewGray(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(part, part.Bounds(), page, r.Min, draw.Src)
	bitmap, err := gozxing.NewBinaryBitmapFromImage(part)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_CHARACTER_SET: "UTF-8", gozxing.DecodeHintType_TRY_HARDER: true}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		t.Errorf("gozxing: %v", err)
		return ""
	}
	return result.GetText()
}
