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
	Rule string `xml:"fill-rule,attr"`
}

func TestSVG(t *testing.T) {
	for _, payload := range payloads(t) {
		s := mustSymbol(t, payload)
		svg, err := s.SVG()
		if err != nil {
			t.Fatalf("SVG of %s: %v", payload, err)
		}
		if again, _ := s.SVG(); !bytes.Equal(svg, again) {
			t.Errorf("SVG of %s is not the same twice", payload)
		}
		if len(svg) >= 3000 && s.Version <= 4 {
			t.Errorf("SVG of %s, version %d, has %d bytes, want less than 3000", payload, s.Version, len(svg))
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
			Paths:   []svgPath{{"#000", "evenodd"}},
		}
		if diff := cmp.Diff(want, doc); diff != "" {
			t.Errorf("SVG of %s (-want +got):\n%s", payload, diff)
		}
		if found := regexp.MustCompile(`style|script|on[a-z]+=|href`).Find(svg); found != nil {
			t.Errorf("SVG of %s holds %q, which a strict page refuses", payload, found)
		}
	}
}

func TestSVGEscapesTheTitle(t *testing.T) {
	const payload = `https://A.VN/?a=1&b="<2>'`
	svg, err := mustSymbol(t, payload).SVG()
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
		var b bytes.Buffer
		s.drawOutlines(&b)
		bits, err := parsePath(b.String(), s.Size)
		if err != nil {
			t.Fatalf("pattern %d: %v in %s", n, err, b.String())
		}
		for y := range s.Size {
			for x := range s.Size {
				if bits.Get(x, y) != s.Dark(x, y) {
					t.Fatalf("pattern %d differs at %d, %d:\n%vdrawn as %s", n, x, y, bits, b.String())
				}
			}
		}
	}
}

func TestVerifySVGRefuses(t *testing.T) {
	svg, err := mustSymbol(t, examplePayload).SVG()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, old, new string }{
		{"a finder pattern moved", `d="M4 4h7`, `d="M5 4h7`},
		{"a finder pattern shortened", `d="M4 4h7v7h-7z`, `d="M4 4h6v7h-6z`},
		{"a square in the quiet zone", `d="M4 4`, `d="M1 1h1v1h-1zM4 4`},
		{"a square beyond the picture", `d="M4 4`, `d="M99 4h1v1h-1zM4 4`},
		{"one module more", `d="M4 4`, `d="M15 11h1v1h-1zM4 4`},
		{"an outline twice", `d="M4 4h7v7h-7z`, `d="M4 4h7v7h-7zM4 4h7v7h-7z`},
		{"an outline left open", `d="M4 4h7v7h-7z`, `d="M4 4h7v7h-7`},
		{"a slanting end", `d="M4 4h7v7h-7z`, `d="M4 4h7v7h-6z`},
		{"another way to write", `d="M4 4h7v7h-7z`, `d="M4 4h7v7h-7Z`},
		{"curves", `d="M4 4`, `d="M4 4q1 1 2 2zM4 4`},
		{"numbers too long", `d="M4 4`, `d="M99999999999999999999 4`},
		{"no path", `<path`, `<g`},
		{"a second path", `</svg>`, `<path d="M4 4h1v1h-1z"/></svg>`},
		{"another fill rule", "evenodd", "nonzero"},
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
	svg, err := mustSymbol(f, examplePayload).SVG()
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
		if _, err := s.SVG(); err != nil {
			b.Fatal(err)
		}
	}
}
