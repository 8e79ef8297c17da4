package qr

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// newRandom gives the same bytes in every run.
func newRandom() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{'q', 'r'}) }

func mustCode(t testing.TB, random io.Reader) Code {
	t.Helper()
	c, err := NewCode(random)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// replaced is c with symbol a at place i.
func replaced(c Code, i int, a byte) Code { return c[:i] + Code(a) + c[i+1:] }

// swapped is c with places i and j exchanged.
func swapped(c Code, i, j int) Code { return replaced(replaced(c, i, c[j]), j, c[i]) }

// codesWith lists the codes like c but with a and b at places i and j and any
// symbol at one other place: just one, if the check symbol does its work.
func codesWith(c Code, i int, a byte, j int, b byte) (codes []Code) {
	free := 0
	for free == i || free == j {
		free++
	}
	c = replaced(replaced(c, i, a), j, b)
	for _, x := range []byte(Alphabet) {
		if got, err := ParseCode(string(replaced(c, free, x))); err == nil {
			codes = append(codes, got)
		}
	}
	return codes
}

// The promise of the check symbol, for every place and every pair of symbols.
func TestCheckSymbolExhaustively(t *testing.T) {
	background := mustCode(t, newRandom())
	for i := range codeLen {
		for j := i + 1; j < codeLen; j++ {
			for _, a := range []byte(Alphabet) {
				for _, b := range []byte(Alphabet) {
					if a == b {
						continue
					}
					codes := codesWith(background, i, a, j, b)
					if len(codes) != 1 {
						t.Fatalf("%d codes like %s with %c at %d and %c at %d, want 1: %v", len(codes), background, a, i, b, j, codes)
					}
					c := codes[0]
					// Every swap, of neighbours, jumping and farther.
					if wrong := swapped(c, i, j); !errors.Is(parseError(wrong), ErrCheck) {
						t.Errorf("%s accepted: %s with places %d and %d swapped", wrong, c, i, j)
					}
					for _, wrong := range []Code{replaced(c, i, b), replaced(c, j, a)} {
						if !errors.Is(parseError(wrong), ErrCheck) {
							t.Errorf("%s accepted: %s with one wrong symbol", wrong, c)
						}
					}
					// Twins: bb for aa.
					for _, twin := range codesWith(background, i, a, j, a) {
						if wrong := replaced(replaced(twin, i, b), j, b); !errors.Is(parseError(wrong), ErrCheck) {
							t.Errorf("%s accepted: %s with %c%[3]c for %c%[4]c at %d and %d", wrong, twin, b, a, i, j)
						}
					}
				}
			}
		}
	}
}

func parseError(c Code) error {
	_, err := ParseCode(string(c))
	return err
}

func TestRandomMistypingsAreNeverCodes(t *testing.T) {
	source := newRandom()
	r := rand.New(source)
	for n := range 10_000 {
		c := mustCode(t, source)
		wrong := c
		for wrong == c { // again where the two symbols happen to be the same
			switch i := r.IntN(codeLen); n % 3 {
			case 0:
				wrong = replaced(c, i, Alphabet[r.IntN(len(Alphabet))])
			case 1:
				i = min(i, codeLen-2)
				wrong = swapped(c, i, i+1)
			case 2:
				i = min(i, codeLen-3)
				wrong = swapped(c, i, i+2)
			}
		}
		if got, err := ParseCode(string(wrong)); !errors.Is(err, ErrCheck) {
			t.Fatalf("ParseCode(%q), mistyped for %s: got %q, %v, want ErrCheck", wrong, c, got, err)
		}
	}
}

// α must be primitive for its powers, the weights, to differ.
func TestAlphaIsPrimitive(t *testing.T) {
	seen := make(map[byte]bool)
	for x := byte(1); !seen[x]; x = timesAlpha(x) {
		seen[x] = true
	}
	if len(seen) != 31 {
		t.Errorf("α has order %d in GF(32), want 31", len(seen))
	}
}

func TestNewCode(t *testing.T) {
	t.Run("uniform", func(t *testing.T) {
		got := make(map[byte]int)
		for b := range 256 {
			c := mustCode(t, bytes.NewReader(bytes.Repeat([]byte{byte(b)}, codeLen)))
			got[c[0]]++
		}
		want := make(map[byte]int)
		for _, a := range []byte(Alphabet) {
			want[a] = 8
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("symbols from all 256 bytes (-want +got):\n%s", diff)
		}
	})
	t.Run("distinct", func(t *testing.T) {
		random, seen := newRandom(), make(map[Code]bool)
		for range 10_000 {
			seen[mustCode(t, random)] = true
		}
		if len(seen) != 10_000 {
			t.Errorf("%d different codes in 10000", len(seen))
		}
	})
	t.Run("broken source", func(t *testing.T) {
		broken := errors.New("broken")
		for _, r := range []io.Reader{iotest.ErrReader(broken), io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(broken))} {
			if c, err := NewCode(r); c != "" || !errors.Is(err, broken) {
				t.Errorf("got %q, %v, want the source's error", c, err)
			}
		}
		if _, err := NewCode(strings.NewReader("abc")); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("short source: got %v, want io.ErrUnexpectedEOF", err)
		}
	})
}

// The check symbols here were worked out by hand from the formula.
func TestParseCode(t *testing.T) {
	tests := []struct {
		in   string
		want Code
		err  error
	}{
		{"00000000", "00000000", nil},
		{"00000012", "00000012", nil}, // 1·α = α, value 2
		{"000000G5", "000000G5", nil}, // α⁴·α = α⁵ = α²+1, value 5
		{"10000004", "", ErrCheck},
		{"1000000M", "1000000M", nil}, // α⁷ = α⁴+α², value 20
		{"1000-000M", "1000000M", nil},
		{"1000-000m", "1000000M", nil},
		{"  1 0-0 0 - 0 0 0 m ", "1000000M", nil},
		{"IoOoOOom", "1000000M", nil},
		{"lOOO-OOOM", "1000000M", nil},
		{"Looo ooom", "1000000M", nil},
		{"1000-000N", "", ErrCheck},
		{"", "", ErrFormat},
		{"----", "", ErrFormat},
		{"1000000", "", ErrFormat},
		{"1000000M0", "", ErrFormat},
		{"U000000M", "", ErrFormat},
		{"u000000M", "", ErrFormat},
		{"1000.000M", "", ErrFormat},
		{"1.001193", "", ErrFormat},
		{"1000–000M", "", ErrFormat}, // en dash
		{"１０００ＯＯＯＭ", "", ErrFormat},  // full width
		{"1000\u00a0000M", "", ErrFormat},
		{"1000000\x00", "", ErrFormat},
		{"1000000\xff", "", ErrFormat},
		{"đ00000000", "", ErrFormat},
		{"ı000000M", "", ErrFormat}, // dotless i, which upper-cases to I
		{"1000000M" + strings.Repeat(" ", maxCodeInput-codeLen), "1000000M", nil},
		{"1000000M" + strings.Repeat(" ", maxCodeInput), "", ErrFormat},
		{strings.Repeat("1", 1<<20), "", ErrFormat},
	}
	for _, tt := range tests {
		got, err := ParseCode(tt.in)
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("ParseCode(%.80q) = %q, %v; want %q, %v", tt.in, got, err, tt.want, tt.err)
		}
	}
}

func TestPrint(t *testing.T) {
	for c, want := range map[Code]string{"1000000M": "1000-000M", "": "", "100": "100", "1000000M0": "1000000M0"} {
		if got := c.Print(); got != want {
			t.Errorf("Code(%q).Print() = %q, want %q", string(c), got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Run("finds the code meant", func(t *testing.T) {
		random := newRandom()
		for range 200 {
			c := mustCode(t, random)
			var wrong []Code
			for i := range codeLen {
				for _, a := range []byte(Alphabet) {
					wrong = append(wrong, replaced(c, i, a))
				}
				if i > 0 {
					wrong = append(wrong, swapped(c, i-1, i))
				}
			}
			for _, w := range wrong {
				near := Nearest(strings.ToLower(w.Print()))
				if w == c {
					if near != nil {
						t.Fatalf("Nearest(%s), a code itself: %v, want none", w, near)
					}
					continue
				}
				if len(near) < codeLen || len(near) > 2*codeLen-1 {
					t.Errorf("Nearest(%s): %d codes, want 8 to 15", w, len(near))
				}
				found := make(map[Code]bool)
				for _, n := range near {
					if got, err := ParseCode(string(n)); got != n || err != nil {
						t.Errorf("Nearest(%s) lists %s, which is no code: %v", w, n, err)
					}
					found[n] = true
				}
				if !found[c] {
					t.Errorf("Nearest(%s) = %v, without %s", w, near, c)
				}
				if len(found) != len(near) {
					t.Errorf("Nearest(%s) = %v, with repetitions", w, near)
				}
			}
		}
	})
	t.Run("worked example", func(t *testing.T) {
		// The sum of 1000000N is 1, so the symbol at weight αⁿ is wrong by α⁻ⁿ:
		// 1, 18, 9, 22, 11, 23, 25 and 30 for n from 0 to 7.
		want := []Code{"Z000000N", "1S00000N", "10Q0000N", "100B000N", "1000P00N", "1000090N", "100000JN", "1000000M"}
		if diff := cmp.Diff(want, Nearest("1000-000n")); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	for _, s := range []string{"", "1000", "U000000M", "1.001193", "1000–000M", strings.Repeat("1", 1<<20)} {
		if near := Nearest(s); near != nil {
			t.Errorf("Nearest(%.40q) = %v, want none", s, near)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"1000-000M", "looo ooom", "1000000N", "U", "１０００", "\xff", "--------"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCode(s)
		near := Nearest(s)
		if err != nil {
			if c != "" || errors.Is(err, ErrFormat) == errors.Is(err, ErrCheck) {
				t.Fatalf("ParseCode(%q) = %q, %v; want no code and one of the two errors", s, c, err)
			}
			if errors.Is(err, ErrCheck) == (len(near) == 0) {
				t.Fatalf("ParseCode(%q): %v, yet Nearest lists %v", s, err, near)
			}
			return
		}
		if near != nil {
			t.Fatalf("Nearest(%q) = %v for a code", s, near)
		}
		for _, form := range []string{c.String(), c.Print(), strings.ToLower(c.Print())} {
			if again, err := ParseCode(form); again != c || err != nil {
				t.Fatalf("ParseCode(%q) = %q, %v; want %q again", form, again, err, c)
			}
		}
	})
}
