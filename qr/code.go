package qr

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Code is a short code in canonical form: 8 symbols of [Alphabet], seven of
// them random and the last one a check symbol. Codes come from [NewCode] and
// [ParseCode] only; a store keeps them as they are.
//
// # Check symbol
//
// Each symbol is an element of GF(32), the field of polynomials over GF(2)
// modulo the primitive polynomial x⁵+x²+1, its value being the symbol's place
// in the alphabet and α the class of x (value 2). A word s₀…s₇ is a code when
//
//	s₀·α⁷ + s₁·α⁶ + … + s₆·α + s₇ = 0,
//
// the one-check case of a Reed-Solomon code. A mistyping is accepted only if
// it leaves that sum unchanged:
//
//   - One wrong symbol a→b at weight w changes it by w·(a−b), never zero,
//     since a field has no zero divisors.
//   - Two different symbols that changed places, at weights v and w, change it
//     by (v−w)·(a−b), never zero either: the powers α⁰…α⁷ all differ, α having
//     order 31. So neighbour swaps, jump swaps (places i and i+2) and swaps
//     over any distance are caught.
//   - A pair aa typed as bb changes it by (v+w)·(a−b), caught likewise:
//     addition and subtraction are the same in characteristic 2.
//
// Any other nonsense of the right shape passes once in 32 times.
type Code string

// Alphabet holds the symbols of Crockford's base 32 by value: the digits and
// the capital letters without I, L, O and U.
const Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeLen      = 8  // symbols of a code
	maxCodeInput = 64 // bytes ParseCode looks at; nobody types so many spaces
)

// The two ways of not being a code, for errors.Is.
var (
	// ErrFormat means the text does not have the shape of a short code.
	ErrFormat = errors.New("không phải mã ngắn: mã ngắn gồm 8 chữ cái không dấu và chữ số (không có chữ U), hãy gõ đúng như in cạnh mã QR")
	// ErrCheck means 8 good symbols that are no code: at least one is mistyped.
	ErrCheck = errors.New("mã ngắn bị gõ sai ký tự, hãy so lại từng ký tự với mã in cạnh mã QR")
)

// NewCode draws a code from random, which must be crypto/rand.Reader wherever
// codes are printed: they must not be guessable. All 2³⁵ codes are equally
// likely. The caller still has to refuse a code that is already taken.
func NewCode(random io.Reader) (Code, error) {
	var b [codeLen]byte
	data := b[:codeLen-1]
	if _, err := io.ReadFull(random, data); err != nil {
		return "", fmt.Errorf("tạo mã ngắn: đọc nguồn ngẫu nhiên: %w", err)
	}
	for i := range data {
		data[i] &= 31 // 256 is a multiple of 32, so no symbol is favoured
	}
	b[codeLen-1] = timesAlpha(syndrome(data))
	return encode(b), nil
}

// ParseCode reads a code as people type it: in any letter case, with dashes
// and spaces anywhere, I and L for 1 and O for 0. It answers [ErrFormat] or
// [ErrCheck], and never anything else.
func ParseCode(s string) (Code, error) {
	v, ok := values(s)
	if !ok {
		return "", ErrFormat
	}
	c := encode(v)
	if syndrome(v[:]) != 0 {
		return "", fmt.Errorf("%s: %w", c.Print(), ErrCheck)
	}
	return c, nil
}

// Nearest lists the codes that a mistyped s may have been: those at one wrong
// symbol (always 8, one for each place), then those at one swap of neighbours
// (at most 7). It is for looking up which of them exist; with a few thousand
// of 2³⁵ codes in use, a wrong suggestion is practically excluded. The list is
// empty unless ParseCode answers [ErrCheck].
func Nearest(s string) []Code {
	v, ok := values(s)
	if !ok || syndrome(v[:]) == 0 {
		return nil
	}
	var near []Code
	for i := range v {
		w := v
		for w[i] = range byte(len(Alphabet)) {
			if syndrome(w[:]) == 0 {
				near = append(near, encode(w))
			}
		}
	}
	for i := range codeLen - 1 {
		w := v
		w[i], w[i+1] = v[i+1], v[i]
		if syndrome(w[:]) == 0 {
			near = append(near, encode(w))
		}
	}
	return near
}

// String is the canonical form, eight symbols.
func (c Code) String() string { return string(c) }

// Print is the form for people, four symbols, a dash, four symbols.
func (c Code) Print() string {
	if len(c) != codeLen {
		return string(c) // not a code: shown as it is rather than cut
	}
	return string(c[:codeLen/2]) + "-" + string(c[codeLen/2:])
}

// values reads the 8 symbols of s, whatever their check symbol says.
func values(s string) (v [codeLen]byte, ok bool) {
	if len(s) > maxCodeInput {
		return v, false
	}
	n := 0
	for i := range len(s) {
		c := s[i]
		switch c {
		case '-', ' ':
			continue
		case 'I', 'i', 'L', 'l':
			c = '1'
		case 'O', 'o':
			c = '0'
		}
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		value := strings.IndexByte(Alphabet, c)
		if value < 0 || n == codeLen {
			return v, false
		}
		v[n] = byte(value)
		n++
	}
	return v, n == codeLen
}

// encode writes values below 32 as symbols.
func encode(v [codeLen]byte) Code {
	for i, x := range v {
		v[i] = Alphabet[x]
	}
	return Code(v[:])
}

// syndrome evaluates the word v as a polynomial at α, by Horner's rule. It is
// zero for codes.
func syndrome(v []byte) byte {
	var sum byte
	for _, x := range v {
		sum = timesAlpha(sum) ^ x
	}
	return sum
}

// timesAlpha multiplies x by α in GF(32): shift, then reduce by x⁵+x²+1.
func timesAlpha(x byte) byte {
	x <<= 1
	if x&0b100000 != 0 {
		x ^= 0b100101
	}
	return x
}
