package qr

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

func TestCacheAnswersAsSymbols(t *testing.T) {
	c := NewCache(16)
	s := mustSymbol(t, examplePayload)
	svg, err := s.SVG(SVGOptions{})
	if err != nil {
		t.Fatal(err)
	}
	png, err := s.PNG(PNGOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, err := c.Symbol(examplePayload); err != nil || got.Version != s.Version {
			t.Errorf("Symbol: %v, %v", got, err)
		}
		if got, err := c.SVG(examplePayload, SVGOptions{}); !bytes.Equal(got, svg) || err != nil {
			t.Errorf("SVG: %d bytes, %v; want the %d of the symbol", len(got), err, len(svg))
		}
		if got, err := c.PNG(examplePayload, PNGOptions{}); !bytes.Equal(got, png) || err != nil {
			t.Errorf("PNG: %d bytes, %v; want the %d of the symbol", len(got), err, len(png))
		}
	}
	a, _ := c.PNG(examplePayload, PNGOptions{})
	b, _ := c.PNG(examplePayload, PNGOptions{Scale: 10, DPI: 300})
	if &a[0] != &b[0] {
		t.Error("the default options, spelled out, are drawn again")
	}
	spelled := Colours{Dark: black, Light: white}
	if svg, _ := c.SVG(examplePayload, SVGOptions{Colours: spelled}); !bytes.Equal(svg, mustSVG(t, c, Colours{})) || len(c.svgs.made) != 1 {
		t.Errorf("%d drawings kept, the default colours spelled out being one", len(c.svgs.made))
	}
	for _, colours := range []Colours{{}, darkBlue} {
		want, err := s.SVG(SVGOptions{Colours: colours})
		if got := mustSVG(t, c, colours); !bytes.Equal(got, want) || err != nil {
			t.Errorf("SVG in %v is not the symbol's: %v\n%.250s", colours, err, got)
		}
		want, err = s.PNG(PNGOptions{Colours: colours})
		if got, err2 := c.PNG(examplePayload, PNGOptions{Colours: colours}); !bytes.Equal(got, want) || errors.Join(err, err2) != nil {
			t.Errorf("PNG in %v is not the symbol's: %v, %v", colours, err, err2)
		}
	}
	if _, err := c.SVG(examplePayload, SVGOptions{Colours: Colours{Dark: white}}); err == nil {
		t.Error("SVG in white: want an error")
	}
	if _, err := c.SVG("", SVGOptions{}); err == nil {
		t.Error("SVG of an empty payload: want an error")
	}
	if _, err := c.PNG("", PNGOptions{}); err == nil {
		t.Error("PNG of an empty payload: want an error")
	}
}

func mustSVG(t *testing.T, c *Cache, colours Colours) []byte {
	t.Helper()
	svg, err := c.SVG(examplePayload, SVGOptions{Colours: colours})
	if err != nil {
		t.Fatal(err)
	}
	return svg
}

func TestCacheIsSharedAndBounded(t *testing.T) {
	const limit = 4
	c := NewCache(limit)
	all := payloads(t)[:8]
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, payload := range all {
				svg, err := c.SVG(payload, SVGOptions{})
				if err == nil {
					err = VerifySVG(svg, payload)
				}
				if err != nil {
					t.Errorf("SVG of %s: %v", payload, err)
				}
				png, err := c.PNG(payload, PNGOptions{Scale: 2})
				if err == nil {
					err = VerifyPNG(png, payload)
				}
				if err != nil {
					t.Errorf("PNG of %s: %v", payload, err)
				}
			}
		})
	}
	wg.Wait()
	if n := [3]int{len(c.symbols.made), len(c.svgs.made), len(c.pngs.made)}; n != [3]int{limit, limit, limit} {
		t.Errorf("the cache keeps %v symbols, SVG and PNG files, want %d each", n, limit)
	}
}

func TestTableFillsOnce(t *testing.T) {
	table := newTable[string, int](2)
	broken := errors.New("broken")
	var fills atomic.Int32
	fill := func() (int, error) { return int(fills.Add(1)), broken }
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if v, err := table.get("key", fill); v != 1 || !errors.Is(err, broken) {
				t.Errorf("got %d, %v; want 1, broken", v, err)
			}
		})
	}
	wg.Wait()
	if n := fills.Load(); n != 1 {
		t.Errorf("filled %d times, want once", n)
	}
}

func BenchmarkCacheSVG(b *testing.B) {
	c := NewCache(4096)
	for _, hit := range []bool{true, false} {
		b.Run(fmt.Sprintf("hit=%t", hit), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				payload := examplePayload
				if !hit {
					payload += fmt.Sprint("/", i)
				}
				if _, err := c.SVG(payload, SVGOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
