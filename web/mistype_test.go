package web_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/qr"
)

// slips are the ways of mistyping a code. wrong ones must open nothing; the
// others are read as the code that was meant. found says that the code is
// offered.
var slips = []struct {
	name         string
	wrong, found bool
	make         func(r *rand.Rand, code string) string
}{
	{"one wrong symbol", true, true, func(r *rand.Rand, c string) string { return replaced(r, c, r.IntN(8)) }},
	{"two wrong symbols", true, false, func(r *rand.Rand, c string) string {
		i := r.IntN(8)
		return replaced(r, replaced(r, c, i), (i+1+r.IntN(7))%8)
	}},
	{"neighbours swapped", true, true, func(r *rand.Rand, c string) string { i := r.IntN(7); return swapped(c, i, i+1) }},
	{"swapped over one", true, false, func(r *rand.Rand, c string) string { i := r.IntN(6); return swapped(c, i, i+2) }},
	{"doubled", true, false, func(r *rand.Rand, c string) string { i := r.IntN(8); return c[:i] + c[i:i+1] + c[i:] }},
	{"dropped", true, false, func(r *rand.Rand, c string) string { i := r.IntN(8); return c[:i] + c[i+1:] }},
	{"dropped and doubled", true, false, func(r *rand.Rand, c string) string {
		i := r.IntN(8)
		c = c[:i] + c[i+1:]
		i = r.IntN(7)
		return c[:i] + c[i:i+1] + c[i:]
	}},
	{"look-alikes", true, false, func(r *rand.Rand, c string) string {
		return strings.NewReplacer("5", "S", "S", "5", "8", "B", "B", "8", "2", "Z", "Z", "2", "G", "6", "6", "G").Replace(c)
	}},
	{"read as meant", false, false, func(r *rand.Rand, c string) string {
		out := strings.NewReplacer("0", []string{"O", "o", "0"}[r.IntN(3)], "1", []string{"I", "l", "i", "L"}[r.IntN(4)]).Replace(c)
		if r.IntN(2) == 0 {
			out = strings.ToLower(out)
		}
		if i := r.IntN(9); i < 8 {
			out = out[:i] + []string{"-", "%20", "–"}[r.IntN(3)] + out[i:]
		}
		return out
	}},
}

func replaced(r *rand.Rand, c string, i int) string {
	for {
		if s := qr.Alphabet[r.IntN(len(qr.Alphabet))]; s != c[i] {
			return c[:i] + string(s) + c[i+1:]
		}
	}
}

func swapped(c string, i, j int) string {
	b := []byte(c)
	b[i], b[j] = b[j], b[i]
	return string(b)
}

// TestMistypedNeverOpens: over thousands of codes, ten thousand slips open
// nothing but the very code that was meant.
func TestMistypedNeverOpens(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	codes, times := 3000, 10_000
	if testing.Short() {
		codes, times = 300, 1000
	}
	leads := map[string]string{}
	var all []string
	for i := range codes {
		address := fmt.Sprintf("https://xa%d.gov.vn/", i)
		code := s.linkTo(data.KindAddress, address)
		leads[code], all = address, append(all, code)
	}
	r := rand.New(rand.NewPCG(2026, 11))
	opened := map[string]int{}
	for n := range times {
		slip := slips[n%len(slips)]
		code := all[r.IntN(codes)]
		typed := slip.make(r, code)
		if slip.wrong && typed == code { // two equal neighbours swapped
			continue
		}
		a := s.get("/q/" + typed)
		switch {
		case a.status == http.StatusFound && !slip.wrong:
			opened[slip.name]++
			if to := a.header.Get("Location"); to != leads[code] {
				t.Errorf("%s: %s typed for %s opens %s, not %s", slip.name, typed, code, to, leads[code])
			}
		case a.status != http.StatusNotFound || !slip.wrong:
			t.Errorf("%s: %s typed for %s: status %d to %q", slip.name, typed, code, a.status, a.header.Get("Location"))
		case slip.found && !slices.Contains(attrs(find(a.doc, "main li a"), "href"), "/q/"+code):
			t.Errorf("%s: %s typed for %s is not offered it", slip.name, typed, code)
		}
	}
	if len(opened) != 1 || opened["read as meant"] < times/len(slips)-1 {
		t.Errorf("opened %v", opened)
	}
}
