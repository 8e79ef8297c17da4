package qr

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// svgDoc is what a viewer sees of a symbol's file, but for the path data.
type svgDoc struct {
	XMLName xml.Name
	ViewBox string    `xml:"viewBox,attr"`
	Shapes  string    `xml:"shape-rendering,attr"`
	Title   string    `xml:"title"`
	Rects   []svgRect `xml:"rect"`
	Paths   []svgPath `xml:"path"`
}

type svgRect struct {
	Width  int    `xml:"width,attr"`
	Height int    `xml:"height,attr"`
	Fill   string `xml:"fill,attr"`
}

type svgPath struct {
	Fill string `xml:"fill,attr"`
}

func TestSVG(t *testing.T) {
	for _, payload := range payloads(t) {
		s := mustSymbol(t, payload)
		svg, err := s.SVG(SVGOptions{})
		if err != nil {
			t.Fatalf("SVG of %s: %v", payload, err)
		}
		if again, _ := s.SVG(SVGOptions{}); !bytes.Equal(svg, again) {
			t.Errorf("SVG of %s is not the same twice", payload)
		}
		var doc svgDoc
		if err := xml.Unmarshal(svg, &doc); err != nil {
			t.Fatalf("SVG of %s: %v", payload, err)
		}
		side := s.Size + 2*QuietZone
		want := svgDoc{
			XMLName: xml.Name{Space: "http://www.w3.org/2000/svg", Local: "svg"},
			ViewBox: fmt.Sprintf("0 0 %d %d", side, side),
			Shapes:  "crispEdges",
			Title:   payload,
			Rects:   []svgRect{{side, side, "#fff"}},
			Paths:   []svgPath{{"#000"}},
		}
		if diff := cmp.Diff(want, doc); diff != "" {
			t.Errorf("SVG of %s (-want +got):\n%s", payload, diff)
		}
		if found := regexp.MustCompile(`style|script|on[a-z]+=|href`).Find(svg); found != nil {
			t.Errorf("SVG of %s holds %q, which a strict page refuses", payload, found)
		}
	}
}

// Drawings of addresses of up to 45 characters stay small, in one path.
func TestSVGIsSmall(t *testing.T) {
	random := newRandom()
	largest := 0
	for n := range 1_000 {
		host := strings.Repeat("a", 1+n%23) + ".vn" // 23 to 45 characters
		payload, err := Payload("https://"+host, mustCode(t, random))
		if err != nil {
			t.Fatal(err)
		}
		svg, err := mustSymbol(t, payload).SVG(SVGOptions{darkBlue})
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Count(svg, []byte("<path")) != 1 {
			t.Errorf("SVG of %s has not one path:\n%s", payload, svg)
		}
		largest = max(largest, len(svg))
	}
	t.Logf("the largest has %d bytes", largest)
	if largest >= 3000 {
		t.Errorf("the largest has %d bytes, want less than 3000", largest)
	}
}

func TestSVGEscapesTheTitle(t *testing.T) {
	const payload = `https://A.VN/?a=1&b="<2>'`
	svg, err := mustSymbol(t, payload).SVG(SVGOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var doc svgDoc
	if err := xml.Unmarshal(svg, &doc); doc.Title != payload || err != nil {
		t.Errorf("title %q, %v; want %q", doc.Title, err, payload)
	}
}

// Outlines of any pattern, holes in holes and modules touching at corners
// included, fill to that pattern again.
func TestOutlines(t *testing.T) {
	r := rand.New(newRandom())
	for n := range 5_000 {
		s := &Symbol{Size: 1 + r.IntN(9)}
		share := r.Float64()
		for range s.Size {
			row := make([]bool, s.Size)
			for x := range row {
				row[x] = r.Float64() < share
			}
			s.dark = append(s.dark, row)
		}
		s.dark[r.IntN(s.Size)][r.IntN(s.Size)] = true // an empty path is not drawn
		svg, want := s.drawSVG(SVGOptions{darkBlue}), s.picture(svgScale, darkBlue)
		got, err := paintSVG(svg, want.Rect.Dx())
		if err != nil {
			t.Fatalf("pattern %d: %v in %s", n, err, svg)
		}
		for i := range want.Pix {
			if x, y := i%want.Stride, i/want.Stride; got.At(x, y) != want.At(x, y) {
				t.Fatalf("pattern %d differs at %d, %d:\n%vdrawn as %s", n, x/svgScale, y/svgScale, s.dark, svg)
			}
		}
	}
}

func TestVerifySVGRefuses(t *testing.T) {
	svg, err := mustSymbol(t, examplePayload).SVG(SVGOptions{})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, old, new string }{
		{"a finder pattern moved", `d="M4 4h7`, `d="M5 4h7`},
		{"a finder pattern shortened", `d="M4 4h7v7h-7z`, `d="M4 4h6v7h-6z`},
		{"a square in the quiet zone", `d="M4 4`, `d="M1 1h1v1h-1zM4 4`},
		{"one module more", `d="M4 4`, `d="M11 11h1v1h-1zM4 4`}, // of the light frame of a corner
		{"everything a module aside", `<path`, `<path transform="translate(1)"`},
		{"a covered area", `d="M4 4`, `d="M14 14h5v5h-5zM4 4`},
		{"a ring filled", `d="M4 4`, `d="M5 5h5v5h-5zM4 4`},
		{"half a module", `d="M4 4h7v7h-7z`, `d="M4 4h7v6.5h-7z`},
		{"an outline left open", `d="M4 4h7v7h-7z`, `d="M4 4h7v7h-7`},
		{"a slanting end", `d="M4 4h7v7h-7z`, `d="M4 4h7v7h-6z`},
		{"another way to write", `d="M4 4h7v7h-7z`, `d="M4 4h7v7h-7Z`},
		{"curves", `d="M4 4`, `d="M4 4q1 1 2 2zM4 4`},
		{"numbers too long", `d="M4 4`, `d="M99999999999999999999 4`},
		{"no path", `<path`, `<g`},
		{"a second path", `</svg>`, `<path d="M4 4h1v1h-1z"/></svg>`},
		{"no quiet zone", `viewBox="0 0 37 37"`, `viewBox="4 4 29 29"`},
		{"a ground too small", `width="37"`, `width="36"`},
		{"a handler", `role="img"`, `role="img" onload="x()"`},
		{"another colour", "#000", "#00f"},
		{"another view box", `viewBox="0 0 37 37"`, `viewBox="0 0 36 36"`},
		{"another title", "<title>https://", "<title>http://"},
		{"another name space", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"},
		{"broken XML", "</title>", ""},
	}
	for _, tt := range tests {
		broken := strings.Replace(string(svg), tt.old, tt.new, 1)
		if broken == string(svg) {
			t.Errorf("%s: %q is not in %.250s", tt.name, tt.old, svg)
		}
		if err := VerifySVG([]byte(broken), examplePayload); !errors.Is(err, ErrVerify) {
			t.Errorf("%s: got %v, want ErrVerify", tt.name, err)
		}
	}
	if err := VerifySVG(svg, strings.Replace(examplePayload, "M", "N", 1)); !errors.Is(err, ErrVerify) {
		t.Errorf("another payload: got %v, want ErrVerify", err)
	}
}

func FuzzVerifySVG(f *testing.F) {
	svg, err := mustSymbol(f, examplePayload).SVG(SVGOptions{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(svg)
	f.Add([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		if err := VerifySVG(file, examplePayload); err != nil && !errors.Is(err, ErrVerify) {
			t.Errorf("got %v, want ErrVerify or none", err)
		}
	})
}

func BenchmarkSVG(b *testing.B) {
	s := mustSymbol(b, examplePayload)
	for b.Loop() {
		if _, err := s.SVG(SVGOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
