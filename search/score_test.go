package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
	"tracuu/search/vi"
)

// randomNews is an index over 30 living texts of few words, some of which were
// changed and beside which some were taken out, with the texts.
func randomNews(t *testing.T) (*Index, map[string]data.Article) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	vocabulary := strings.Fields("đăng ký dang kỳ thuế thuê đất đai nhà cửa hộ khẩu sổ đỏ và và và của của hoà")
	text := func(least, most int) string {
		var words []string
		for range least + rng.IntN(most-least) {
			words = append(words, vocabulary[rng.IntN(len(vocabulary))])
		}
		return strings.Join(words, " ")
	}
	m := newMemory()
	for id := range int64(36) {
		m.putArticle(data.Article{ID: id, Title: text(1, 7), Body: text(3, 40)})
	}
	ix := openIndex(t, t.TempDir(), m)
	t.Cleanup(func() { closeIndex(t, ix) })
	catchUp(t, ix, m)
	for id := range int64(12) {
		a := m.articles[id*3]
		if id%2 == 0 {
			a.Visibility = data.Hidden
		} else {
			a.Title, a.Body = text(1, 7), text(3, 40)
		}
		m.putArticle(a)
	}
	catchUp(t, ix, m)
	living := map[string]data.Article{}
	for id, a := range m.articles {
		if a.Visibility == data.Shown {
			living[fmt.Sprint(id)] = a
		}
	}
	if len(living) != 30 {
		t.Fatalf("%d texts", len(living))
	}
	return ix, living
}

// textbook is BM25 by its formula (Robertson and Zaragoza 2009, eq. 3.15) of
// one term for every text. Lengths are words in every channel, pairs too.
func textbook(texts map[string]data.Article, ch channel, term string) map[string]float64 {
	type stored struct {
		terms  []string
		length float64
	}
	docs := map[string]stored{}
	mean, having := 0.0, 0.0
	for id, a := range texts {
		words := strings.Fields(a.Title)
		title := ch == inTitle || ch == inTitlePairs
		if !title {
			words = strings.Fields(articleDocument(&a).Body)
		}
		d := stored{length: float64(len(words))}
		for i, w := range words {
			switch w = vi.Canonical(w); ch {
			case inExact:
				d.terms = append(d.terms, w)
			case inFold, inTitle:
				d.terms = append(d.terms, vi.Fold(w))
			case inPairs, inTitlePairs:
				if i+1 < len(words) {
					d.terms = append(d.terms, vi.Fold(w)+" "+vi.Fold(vi.Canonical(words[i+1])))
				}
			}
		}
		docs[id] = d
		mean += d.length / float64(len(texts))
		if slices.Contains(d.terms, term) {
			having++
		}
	}
	k1, b := 0.9, 0.75
	if ch == inTitle || ch == inTitlePairs {
		k1, b = 0.6, 0.4
	}
	n := float64(len(texts))
	scores := map[string]float64{}
	for id, d := range docs {
		tf := 0.0
		for _, w := range d.terms {
			if w == term {
				tf++
			}
		}
		if tf > 0 {
			scores[id] = math.Log(1+(n-having+0.5)/(having+0.5)) * tf * (k1 + 1) / (tf + k1*(1-b+b*d.length/mean))
		}
	}
	return scores
}

// scored is what gather gives of each channel, by id.
func scored(t *testing.T, v *view, terms []term) (out [channels]map[string]float64, cover map[string]float64) {
	t.Helper()
	acc, err := v.gather(t.Context(), terms)
	defer v.postings.Put(acc)
	if err != nil {
		t.Fatal(err)
	}
	cover = map[string]float64{}
	for ch := range out {
		out[ch] = map[string]float64{}
	}
	for _, d := range acc.touched {
		id := v.record(uint64(d)).id
		if _, twice := cover[id]; twice {
			t.Errorf("%s was touched twice", id)
		}
		cover[id] = float64(acc.slots[d].cover)
		for ch, s := range acc.slots[d].score {
			if s != 0 {
				out[ch][id] = float64(s)
			}
		}
	}
	return out, cover
}

func TestGatherIsTextbookBM25(t *testing.T) {
	ix, texts := randomNews(t)
	v := ix.views[data.KindArticle]
	for name, terms := range map[string][]term{
		"one word":     {{channel: inFold, text: "thue", weight: 1, typed: true}},
		"unknown":      {{channel: inFold, text: "xyz", weight: 1, typed: true}},
		"marked":       {{channel: inExact, text: "thuế", weight: 1}, {channel: inExact, text: "thuê", weight: 0.5}},
		"other script": {{channel: inExact, text: "hòa", weight: 1}, {channel: inExact, text: "kí", weight: 1}},
		"pairs":        {{channel: inPairs, text: "va cua", weight: 1}, {channel: inPairs, text: "dang ki", weight: 0.7}},
		"titles":       {{channel: inTitle, text: "va", weight: 1}, {channel: inTitlePairs, text: "va va", weight: 1}},
		"all": {
			{channel: inFold, text: "dang", weight: 1, typed: true},
			{channel: inFold, text: "ki", weight: 1, typed: true},
			{channel: inFold, text: "cua", weight: 0.1, typed: true},
			{channel: inFold, text: "xyz", weight: 1, typed: true},
			{channel: inFold, text: "so", weight: 0.5},
			{channel: inExact, text: "đăng", weight: 1},
			{channel: inPairs, text: "dang ki", weight: 1},
			{channel: inTitle, text: "dang", weight: 1},
			{channel: inTitlePairs, text: "dang ki", weight: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var want [channels]map[string]float64
			cover := map[string]float64{}
			for ch := range want {
				want[ch] = map[string]float64{}
			}
			for _, q := range terms {
				scores := textbook(texts, q.channel, q.text)
				for id, s := range scores {
					want[q.channel][id] += q.weight * s
					cover[id] += 0
					if q.typed && q.channel == inFold {
						n, df := 30.0, float64(len(scores))
						cover[id] += math.Log(1 + (n-df+0.5)/(df+0.5))
					}
				}
			}
			got, gotCover := scored(t, v, slices.Clone(terms))
			near := cmpopts.EquateApprox(1e-5, 1e-6)
			if diff := cmp.Diff(want, got, near); diff != "" {
				t.Errorf("scores (-textbook +ours)\n%s", diff)
			}
			if diff := cmp.Diff(cover, gotCover, near); diff != "" {
				t.Errorf("cover (-want +got)\n%s", diff)
			}
		})
	}
}

func TestAccumulatorIsCleanOnReuse(t *testing.T) {
	ix, _ := randomNews(t)
	v := ix.views[data.KindArticle]
	one := &accumulator{slots: make([]slot, v.size)}
	v.postings.New = func() any { return one }
	state := func(words ...string) (string, accumulator) {
		var terms []term
		for _, w := range words {
			terms = append(terms, term{channel: inFold, text: w, weight: 1, typed: true})
		}
		acc, err := v.gather(t.Context(), terms)
		if err != nil {
			t.Fatal(err)
		}
		if acc != one {
			t.Fatal("another accumulator")
		}
		return fmt.Sprint(acc.slots, acc.touched), accumulator{norm: acc.norm, unknown: acc.unknown, covered: acc.covered}
	}
	first, sums := state("thue", "dat", "xyz")
	if other, _ := state("va", "cua", "nha"); other == first {
		t.Fatal("two queries give the same")
	}
	again, sumsAgain := state("thue", "dat", "xyz")
	if again != first || sumsAgain.norm != sums.norm || sumsAgain.unknown != sums.unknown || sumsAgain.covered != sums.covered {
		t.Errorf("the second time\n%s %+v\nthe first\n%s %+v", again, sumsAgain, first, sums)
	}
	if sums.norm <= sums.covered || math.Abs(sums.norm-sums.covered-sums.unknown) > 1e-9 {
		t.Errorf("norm %v, covered %v, unknown %v", sums.norm, sums.covered, sums.unknown)
	}
}

// TestBudgetLeavesOutTheFrequent: where the lists are too long together, those
// that tell least are not read.
func TestBudgetLeavesOutTheFrequent(t *testing.T) {
	const texts = maxPostings/3 + 1_000 // three lists of it are too many
	m := newMemory()
	for id := range int64(texts) {
		body := "và của các"
		if id%100 == 0 {
			body += " tách"
		}
		if id == 7 {
			body = "tách thửa"
		}
		m.putArticle(data.Article{ID: id, Body: body})
	}
	ix := openIndex(t, t.TempDir(), m)
	defer closeIndex(t, ix)
	src := &inOrderSource{memory: m}
	if _, err := ix.CatchUp(t.Context(), src, nil); err != nil {
		t.Fatal(err)
	}
	v := ix.views[data.KindArticle]
	var terms []term
	for _, w := range []string{"va", "cua", "cac", "tach", "thua"} {
		terms = append(terms, term{channel: inFold, text: w, weight: 1, typed: true})
	}
	acc, err := v.gather(t.Context(), terms)
	defer v.postings.Put(acc)
	if err != nil {
		t.Fatal(err)
	}
	left := idf(texts, texts-1) // one of the three everyday words, each in all texts but one
	if got := acc.norm - acc.covered; math.Abs(got-left) > 1e-9 {
		t.Errorf("words worth %v were left out, want %v", got, left)
	}
	best := acc.best(acc.covering(0.5), 1, func(uint32) bool { return false })
	if len(best) != 1 || v.record(uint64(best[0])).id != "7" {
		t.Errorf("best %v", best)
	}
	s := acc.slots[best[0]]
	if want := idf(texts, (texts+99)/100+1) + idf(texts, 1); math.Abs(float64(s.cover)-want) > 1e-3 {
		t.Errorf("the rare words are worth %v, want %v", s.cover, want)
	}
}

// inOrderSource hands out articles whose sequence is their number and one.
type inOrderSource struct{ *memory }

func (s *inOrderSource) ArticleChanges(_ context.Context, since int64, limit int) (out []data.Article, _ error) {
	for seq := since; len(out) < limit; seq++ {
		a, ok := s.articles[seq]
		if !ok {
			break
		}
		out = append(out, a)
	}
	return out, nil
}

func TestBest(t *testing.T) {
	ix, _ := randomNews(t)
	v := ix.views[data.KindArticle]
	acc, err := v.gather(t.Context(), []term{
		{channel: inFold, text: "va", weight: 1, typed: true},
		{channel: inFold, text: "thue", weight: 1, typed: true},
		{channel: inTitle, text: "thue", weight: 1},
	})
	defer v.postings.Put(acc)
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(uint32) bool { return false }
	all := acc.best(acc.covering(0), 1000, nothing)
	if len(all) != len(acc.touched) || len(all) < 10 {
		t.Fatalf("%d of %d", len(all), len(acc.touched))
	}
	for i := range all[1:] {
		if acc.slots[all[i]].pre < acc.slots[all[i+1]].pre {
			t.Errorf("place %d scores less than place %d", i, i+1)
		}
	}
	if got := acc.best(all, 5, nothing); !cmp.Equal(got, all[:5]) {
		t.Errorf("the best five are %v, want %v", got, all[:5])
	}
	last := all[len(all)-1]
	if got := acc.best(all, 5, func(d uint32) bool { return d == last }); !cmp.Equal(got, append(slices.Clone(all[:5]), last)) {
		t.Errorf("the best five and the last: %v", got)
	}
	whole := acc.best(acc.covering(1), 1000, nothing)
	for _, d := range whole {
		if s := acc.slots[d]; float64(s.cover) < acc.covered-1e-5 {
			t.Errorf("%d covers %v of %v", d, s.cover, acc.covered)
		}
	}
	if len(whole) == 0 || len(whole) == len(all) {
		t.Errorf("%d of %d texts have both words", len(whole), len(all))
	}
}

func TestNth(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2_000 {
		s := make([]int, rng.IntN(60))
		for i := range s {
			s[i] = rng.IntN(1 + rng.IntN(80)) // often many alike
		}
		if len(s) > 0 && rng.IntN(4) == 0 {
			slices.Sort(s)
		}
		want := slices.Sorted(slices.Values(s))
		n := rng.IntN(len(s) + 1)
		got := slices.Clone(s)
		nth(got, n, func(a, b int) int { return a - b })
		slices.Sort(got[:n])
		slices.Sort(got[n:])
		if !cmp.Equal(got, want, cmpopts.EquateEmpty()) {
			t.Fatalf("the %d least of %v: %v", n, s, got[:n])
		}
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	ix := sampleIndex(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, q := range []Query{{Text: "đăng ký khai sinh"}, {Text: "chuyển đổi số", Kind: data.KindArticle}} {
		if _, err := ix.Search(ctx, q); !errors.Is(err, context.Canceled) {
			t.Errorf("%q: %v", q.Text, err)
		}
	}
	if got := ids(t, ix, Query{Text: "đăng ký khai sinh", Limit: 1}); !cmp.Equal(got, []string{"procedure 1.001193"}) {
		t.Errorf("afterwards: %q", got)
	}
}
