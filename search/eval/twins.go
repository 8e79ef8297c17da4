package eval

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"tracuu/search/vi"
)

// twinEncoder writes a query as somebody might type it.
type twinEncoder struct {
	name   string
	encode func(text string, rng *rand.Rand) string
}

func twinEncoders() []twinEncoder {
	plain := func(encode func(string) string) func(string, *rand.Rand) string {
		return func(text string, _ *rand.Rand) string { return encode(text) }
	}
	return []twinEncoder{
		{"bare", plain(vi.Bare)},
		{"telex", plain(vi.Telex)},
		{"vni", plain(vi.VNI)},
		{"nospace", plain(vi.NoSpace)},
		{"typo", vi.Typo},
	}
}

// TwinNames are the names that [Twins] knows: without marks, keystrokes of
// Telex and VNI, without spaces, with slips.
func TwinNames() []string {
	var names []string
	for _, e := range twinEncoders() {
		names = append(names, e.name)
	}
	return names
}

// Twins derives, for each name in turn, a twin of every query: the text through
// that encoder, "+name" behind id and kind, and the same answers (the Accepted
// lists are shared). A name given twice counts once. A twin may equal its
// query, e.g. one typed without marks to begin with; it stays, so that rows of
// twins compare with those of their originals.
//
// The slips of a query depend on seed and its id alone: the same set gives the
// same twins always, and a query keeps its twins when others join. An unknown
// name is an error in Vietnamese.
func Twins(queries []Query, names []string, seed uint64) ([]Query, error) {
	encoders := twinEncoders()
	var twins []Query
	done := map[string]bool{}
	for _, name := range names {
		i := slices.IndexFunc(encoders, func(e twinEncoder) bool { return e.name == name })
		if i < 0 {
			return nil, fmt.Errorf("không có kiểu gõ %q; hãy chọn trong: %s", name, strings.Join(TwinNames(), ", "))
		}
		if done[name] {
			continue
		}
		done[name] = true
		for _, q := range queries {
			id := fnv.New64a()
			id.Write([]byte(q.ID))
			twin := q
			twin.ID += "+" + name
			twin.Kind = q.kind() + "+" + name
			twin.Text = encoders[i].encode(q.Text, rand.New(rand.NewPCG(seed, id.Sum64())))
			twins = append(twins, twin)
		}
	}
	return twins, nil
}
