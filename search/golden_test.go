package search_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"tracuu/search"
	"tracuu/search/eval"
)

const goldenFile = "eval/testdata/golden.json"

var update = flag.Bool("update", false, "write what is measured into the golden file and the table of parts")

// TestGolden holds the quality of the search: against what it was measured at
// before, against bleve alone, against the same queries typed badly, and on
// queries it was not tuned by where these are at hand.
func TestGolden(t *testing.T) {
	records := loadCorpus(t)
	ix := openCorpus(t, records)
	queries := loadQueries(t, queriesFile)
	ours := measure(t, searcher(ix, 0), queries)
	t.Logf("the search:\n%s", table(t, ours))

	t.Run("kinds", func(t *testing.T) { againstGolden(t, ours) })
	t.Run("peer", func(t *testing.T) { againstPeer(t, ours, records, queries) })
	t.Run("twins", func(t *testing.T) { againstTwins(t, ix, queries) })
	t.Run("dev", func(t *testing.T) { onOtherQueries(t, ix) })
	t.Run("friends", func(t *testing.T) { falseFriends(t, ix, namesOf(records)) })
}

func measure(t testing.TB, s eval.Searcher, queries []eval.Query) eval.Report {
	t.Helper()
	outcomes, err := eval.Runner{Search: s, Limit: eval.Depth, Now: time.Now}.Run(t.Context(), queries)
	if err != nil {
		t.Fatal(err)
	}
	return eval.Measure(outcomes)
}

func table(t testing.TB, r eval.Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden is what the golden file keeps of a kind: how many queries there were
// and, of those that can be answered, the shares; of the others, how often the
// search was certain all the same.
type golden struct {
	Kind         string  `json:"kind"`
	Answerable   int     `json:"answerable"`
	Unanswerable int     `json:"unanswerable"`
	Hit1         float64 `json:"hit@1"`
	Hit3         float64 `json:"hit@3"`
	Hit5         float64 `json:"hit@5"`
	MRR          float64 `json:"mrr@10"`
	Certain      float64 `json:"certain"`
	WrongCertain float64 `json:"wrong_certain"`
	FalseCertain float64 `json:"false_certain"`
}

func goldenRow(r eval.Row) golden {
	round := func(x eval.Ratio) float64 {
		if math.IsNaN(float64(x)) {
			return 0
		}
		return math.Round(float64(x)*1e4) / 1e4
	}
	return golden{
		r.Kind, r.Answerable, r.Unanswerable,
		round(r.Hit1), round(r.Hit3), round(r.Hit5), round(r.MRR), round(r.Certain), round(r.WrongCertain), round(r.FalseCertain),
	}
}

// readGolden gives the kinds of the golden file; there are none without it.
func readGolden(t *testing.T) map[string]golden {
	t.Helper()
	kinds := map[string]golden{}
	text, err := os.ReadFile(goldenFile)
	if *update && errors.Is(err, fs.ErrNotExist) {
		return kinds
	}
	if err != nil {
		t.Fatal(err)
	}
	var rows []golden
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatalf("%s: %v", goldenFile, err)
	}
	for _, r := range rows {
		kinds[r.Kind] = r
	}
	return kinds
}

func writeGolden(t *testing.T, report eval.Report) {
	t.Helper()
	rows := []golden{}
	for _, r := range report.Kinds {
		rows = append(rows, goldenRow(r))
	}
	text, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(goldenFile, append(text, '\n'), 0o666); err != nil {
		t.Fatal(err)
	}
}

// againstGolden fails where a kind has lost more than one query, or where the
// search is wrongly certain once more than before.
func againstGolden(t *testing.T, report eval.Report) {
	before := readGolden(t)
	lines, worse := differences(before, report)
	if *update {
		writeGolden(t, report)
		t.Logf("wrote %s\n%s", goldenFile, lines)
		return
	}
	const renew = "go test ./search -run TestGolden -args -update"
	switch {
	case worse:
		t.Errorf("the search has become worse (marked !). If that is meant, renew the golden file by\n  %s\n%s", renew, lines)
	case lines != "":
		t.Logf("within bounds; keep what was won by\n  %s\n%s", renew, lines)
	}
}

// differences lists, a line a kind and measure, what is not as it was; worse
// says that something is beyond its bound, which its line is marked with.
func differences(before map[string]golden, report eval.Report) (lines string, worse bool) {
	var b bytes.Buffer
	line := func(kind, measure string, was, is, slack float64, n int) {
		lost := math.Round((was - is) * float64(n))
		if math.Abs(was-is) < 5e-4 {
			return
		}
		mark := ' '
		if lost > slack {
			mark, worse = '!', true
		}
		fmt.Fprintf(&b, "%c %-13s %-14s %.3f → %.3f  %+.0f of %d queries\n", mark, kind, measure, math.Abs(was), math.Abs(is), -lost, n)
	}
	const free = math.MaxInt32 // only told, never a fault
	for _, row := range report.Kinds {
		is := goldenRow(row)
		was, ok := before[row.Kind]
		if !ok || was.Answerable != is.Answerable || was.Unanswerable != is.Unanswerable {
			fmt.Fprintf(&b, "! %-13s %d queries with an answer and %d without, in the golden file %d and %d\n",
				row.Kind, is.Answerable, is.Unanswerable, was.Answerable, was.Unanswerable)
			worse = true
			continue
		}
		line(row.Kind, "hit@1", was.Hit1, is.Hit1, 1, is.Answerable)
		line(row.Kind, "hit@3", was.Hit3, is.Hit3, free, is.Answerable)
		line(row.Kind, "hit@5", was.Hit5, is.Hit5, 1, is.Answerable)
		line(row.Kind, "MRR@10", was.MRR, is.MRR, free, is.Answerable)
		line(row.Kind, "certain", was.Certain, is.Certain, free, is.Answerable)
		// Of these less is better: negative, they are measures like the others.
		line(row.Kind, "wrong-certain", -was.WrongCertain, -is.WrongCertain, 0, is.Answerable)
		line(row.Kind, "false-certain", -was.FalseCertain, -is.FalseCertain, 0, is.Unanswerable)
	}
	measured := map[string]bool{}
	for _, row := range report.Kinds {
		measured[row.Kind] = true
	}
	for kind := range before {
		if !measured[kind] {
			fmt.Fprintf(&b, "! %-13s is no longer measured\n", kind)
			worse = true
		}
	}
	return b.String(), worse
}

// peerMargin is how much more often, on the kinds that need more than folded
// words, the right record is to be among our first five than among bleve's.
const peerMargin = 0.20

func againstPeer(t *testing.T, ours eval.Report, records corpus, queries []eval.Query) {
	p := newPeer(t, t.TempDir(), peerDocs(records))
	theirs := measure(t, func(_ context.Context, text string, limit int) (search.Match, []eval.Ranked, error) {
		ids, err := p.Search(text, limit)
		var hits []eval.Ranked
		for i, id := range ids {
			hits = append(hits, eval.Ranked{IDs: []string{id}, Score: float64(len(ids) - i)})
		}
		return search.MatchPossible, hits, err
	}, queries)
	t.Logf("bleve alone:\n%s", table(t, theirs))
	for _, kind := range []string{"telex", "vni", "nospace", "market"} {
		we, they := rowOf(t, ours, kind).Hit5, rowOf(t, theirs, kind).Hit5
		if we-they < peerMargin {
			t.Errorf("%s: hit@5 %.3f, bleve alone %.3f; want %.2f more", kind, we, they, peerMargin)
		}
	}
}

func rowOf(t *testing.T, r eval.Report, kind string) eval.Row {
	t.Helper()
	for _, row := range r.Kinds {
		if row.Kind == kind {
			return row
		}
	}
	t.Fatalf("no queries of kind %s", kind)
	return eval.Row{}
}

// againstTwins asks what was typed with marks once more as people mistype it.
// Each way of typing may lose a part of the queries and no more.
func againstTwins(t *testing.T, ix *search.Index, queries []eval.Query) {
	var marked []eval.Query
	for _, q := range queries {
		switch q.Kind {
		case "plain", "question", "market":
			q.Kind = "marked" // one row for all
			marked = append(marked, q)
		}
	}
	const seed = 2026
	twins, err := eval.Twins(marked, eval.TwinNames(), seed)
	if err != nil {
		t.Fatal(err)
	}
	report := measure(t, searcher(ix, 0), append(marked, twins...))
	t.Logf("twins:\n%s", table(t, report))
	asTyped := rowOf(t, report, "marked").Hit5
	for _, twin := range []struct {
		name string
		lost eval.Ratio // of hit@5, at the most
	}{
		{"bare", 0.02},
		{"telex", 0.02},
		{"vni", 0.02},
		{"typo", 0.05},
		// Words that run together read in more than one way: only reported.
		{"nospace", 1},
	} {
		const tiny = 1e-9
		if got := rowOf(t, report, "marked+"+twin.name).Hit5; asTyped-got > twin.lost+tiny {
			t.Errorf("%s: hit@5 %.3f, with marks %.3f; want at most %.2f less", twin.name, got, asTyped, twin.lost)
		}
	}
}

// otherQueries are labelled by others and stay out of the project.
const otherQueries = "../../shared/data/queries/dev.jsonl"

func onOtherQueries(t *testing.T, ix *search.Index) {
	if _, err := os.Stat(otherQueries); err != nil {
		t.Skip("without ../shared/data/queries")
	}
	report := measure(t, searcher(ix, 0), loadQueries(t, otherQueries))
	t.Logf("queries of others:\n%s", table(t, report))
	for _, floor := range []struct {
		name       string
		got, floor eval.Ratio
	}{
		{"hit@1", report.All.Hit1, 0.75},
		{"hit@5", report.All.Hit5, 0.90},
	} {
		if floor.got < floor.floor {
			t.Errorf("%s is %.3f, want at least %.3f", floor.name, floor.got, floor.floor)
		}
	}
}

// TestDifferences makes sure that the gate can fail, and does not too soon.
func TestDifferences(t *testing.T) {
	before := map[string]golden{
		"plain": {Kind: "plain", Answerable: 40, Hit1: 0.9, Hit5: 0.95},
		"none":  {Kind: "none", Unanswerable: 50, FalseCertain: 0.02},
	}
	row := func(hit1, hit5, wrong eval.Ratio) eval.Row {
		return eval.Row{Kind: "plain", Answerable: 40, Hit1: hit1, Hit5: hit5, WrongCertain: wrong, FalseCertain: eval.Ratio(math.NaN())}
	}
	none := func(certain eval.Ratio) eval.Row {
		return eval.Row{Kind: "none", Unanswerable: 50, Hit1: eval.Ratio(math.NaN()), FalseCertain: certain}
	}
	for _, c := range []struct {
		name  string
		rows  []eval.Row
		worse bool
		says  string
	}{
		{"as before", []eval.Row{row(0.9, 0.95, 0), none(0.02)}, false, ""},
		{"one query less", []eval.Row{row(0.875, 0.925, 0), none(0.02)}, false, "  plain         hit@1          0.900 → 0.875  -1 of 40 queries\n"},
		{"two less in front", []eval.Row{row(0.85, 0.95, 0), none(0.02)}, true, "! plain         hit@1          0.900 → 0.850  -2 of 40 queries\n"},
		{"two less in five", []eval.Row{row(0.9, 0.9, 0), none(0.02)}, true, "! plain         hit@5 "},
		{"one wrongly certain", []eval.Row{row(0.9, 0.95, 0.025), none(0.02)}, true, "! plain         wrong-certain  0.000 → 0.025  -1 of 40 queries\n"},
		{"one more certain of nothing", []eval.Row{row(0.9, 0.95, 0), none(0.04)}, true, "! none          false-certain  0.020 → 0.040  -1 of 50 queries\n"},
		{"better", []eval.Row{row(1, 1, 0), none(0)}, false, "  plain         hit@1          0.900 → 1.000  +4 of 40 queries\n"},
		{"kind gone", []eval.Row{row(0.9, 0.95, 0)}, true, "! none          is no longer measured\n"},
		{"kind new", []eval.Row{row(0.9, 0.95, 0), none(0.02), {Kind: "new", Answerable: 3}}, true, "! new "},
	} {
		lines, worse := differences(before, eval.Report{Kinds: c.rows})
		if worse != c.worse || !strings.Contains(lines, c.says) || (c.says == "") != (lines == "") {
			t.Errorf("%s: worse %v:\n%s", c.name, worse, lines)
		}
	}
}
