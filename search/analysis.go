package search

import (
	"sync"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"

	"tracuu/search/vi"
)

// Names under which the Vietnamese parts stand in bleve's registry.
const (
	tokenizerName = "tracuu_vi"
	canonicalName = "tracuu_canonical"
	foldName      = "tracuu_fold"
	pairsName     = "tracuu_pairs"
)

func init() {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	must(registry.RegisterTokenizer(tokenizerName, func(map[string]any, *registry.Cache) (analysis.Tokenizer, error) {
		return tokenizer{}, nil
	}))
	for name, f := range map[string]func(string) string{canonicalName: canonicalTerm, foldName: foldTerm} {
		must(registry.RegisterTokenFilter(name, func(map[string]any, *registry.Cache) (analysis.TokenFilter, error) {
			return &termFilter{form: f, known: map[string][]byte{}}, nil
		}))
	}
	must(registry.RegisterTokenFilter(pairsName, func(map[string]any, *registry.Cache) (analysis.TokenFilter, error) {
		return pairFilter{}, nil
	}))
}

// maxTerm is the longest term in bytes; what is longer is no word.
const maxTerm = 64

// tokenizer gives vi's words to bleve.
type tokenizer struct{}

func (tokenizer) Tokenize(input []byte) analysis.TokenStream {
	out := make(analysis.TokenStream, 0, len(input)/5)
	// One allocation for many tokens: bleve keeps pointers, not values.
	var block []analysis.Token
	position := 0
	for t := range vi.Tokens(string(input)) {
		if t.End-t.Start > maxTerm {
			continue
		}
		position++
		if len(block) == 0 {
			block = make([]analysis.Token, 64)
		}
		block[0] = analysis.Token{Start: t.Start, End: t.End, Term: input[t.Start:t.End:t.End], Position: position}
		out = append(out, &block[0])
		block = block[1:]
	}
	return out
}

// canonicalTerm and foldTerm are the two forms of a word in the index. The fold
// is taken of the canonical form so that kỹ, kĩ, ky and ki meet.
func canonicalTerm(w string) string { return vi.Canonical(w) }

func foldTerm(w string) string { return vi.Fold(vi.Canonical(w)) }

// termFilter gives each term its form. Texts say the same few thousand words
// again and again, so forms are remembered, as many as maxForms.
type termFilter struct {
	form  func(string) string
	mu    sync.RWMutex
	known map[string][]byte // word → its form, which nobody writes to
}

// maxForms bounds the forms remembered: Vietnamese has some seven thousand
// syllables, each in a few spellings and with and without a capital.
const maxForms = 1 << 15

func (f *termFilter) Filter(in analysis.TokenStream) analysis.TokenStream {
	var unknown analysis.TokenStream
	f.mu.RLock()
	for _, t := range in {
		if form, ok := f.known[string(t.Term)]; ok {
			t.Term = form
		} else {
			unknown = append(unknown, t)
		}
	}
	f.mu.RUnlock()
	for _, t := range unknown {
		t.Term = f.learn(string(t.Term))
	}
	return in
}

func (f *termFilter) learn(word string) []byte {
	form := []byte(f.form(word))
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.known) < maxForms {
		f.known[word] = form
	}
	return form
}

// pairFilter replaces the words by their adjacent pairs, "đăng ký" as one term:
// the cheap stand-in for phrases.
type pairFilter struct{}

func (pairFilter) Filter(in analysis.TokenStream) analysis.TokenStream {
	if len(in) < 2 {
		return nil
	}
	out := make(analysis.TokenStream, 0, len(in)-1)
	for i, t := range in[1:] {
		prev := in[i]
		out = append(out, &analysis.Token{
			Start: prev.Start, End: t.End, Position: prev.Position,
			Term: []byte(pairTerm(string(prev.Term), string(t.Term))), Type: analysis.Shingle,
		})
	}
	return out
}

func pairTerm(a, b string) string { return a + " " + b }
