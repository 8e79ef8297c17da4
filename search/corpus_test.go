package search_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"os"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/data/sample"
	"tracuu/search"
	"tracuu/search/eval"
)

// The project's own queries, and what they are asked of: the facts of the
// national catalogue, a line a procedure with code, name, field, levels and the
// province that issued it.
const (
	queriesFile = "eval/testdata/queries.jsonl"
	factsFile   = "eval/testdata/catalogue.tsv.gz"
	province    = "Khánh Hòa"
)

// corpus is a Source that stands still; record i has the sequence number i+1.
type corpus []data.Procedure

func (c corpus) Stamp(context.Context) (string, int64, error) { return "facts", int64(len(c)), nil }

func (c corpus) ProcedureChanges(_ context.Context, since int64, limit int) ([]data.Procedure, error) {
	rest := c[min(int(since), len(c)):]
	return rest[:min(limit, len(rest))], nil
}

func (c corpus) ArticleChanges(context.Context, int64, int) ([]data.Article, error) { return nil, nil }

// loadCorpus reads the facts as procedures that have nothing but a head. The
// sample's records, which have texts, stand in for the facts of their codes.
func loadCorpus(t testing.TB) corpus {
	t.Helper()
	full, _, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	for _, p := range full {
		written[p.Code] = true
	}
	all := corpus(full)
	f, err := os.Open(factsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unpacked)
	lines.Scan() // the head
	for lines.Scan() {
		if p := fact(t, lines.Text()); !written[p.Code] {
			all = append(all, p)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		all[i].Seq = int64(i + 1)
	}
	return all
}

// fact reads one line. The issuer is put where [data.IssuerProvince] looks for
// it: into the decision and the agency.
func fact(t testing.TB, line string) data.Procedure {
	t.Helper()
	cols := strings.Split(line, "\t")
	if len(cols) != 5 {
		t.Fatalf("%s: %d columns in %q, want 5", factsFile, len(cols), line)
	}
	p := data.Procedure{Code: cols[0], Name: cols[1], Field: cols[2], Status: data.StatusActive}
	p.Visibility = data.Shown
	for l := range strings.SplitSeq(cols[3], ",") {
		if l != "" {
			p.Levels = append(p.Levels, data.Level(l))
		}
	}
	switch issuer := cols[4]; issuer {
	case "":
	case "?":
		p.Decision = "QĐ-UBND"
	default:
		p.Decision, p.Agency = "QĐ-UBND", "Ủy ban nhân dân tỉnh "+issuer
	}
	return p
}

// openCorpus builds an index of the records, for the province.
func openCorpus(t testing.TB, records corpus) *search.Index {
	t.Helper()
	ix, err := search.Open(t.TempDir(), "facts")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	if n, err := ix.CatchUp(t.Context(), records, nil); err != nil || n != len(records) {
		t.Fatalf("indexed %d of %d records: %v", n, len(records), err)
	}
	ix.SetProvince(province)
	return ix
}

// searcher asks the index for procedures, without the parts that are off.
func searcher(ix *search.Index, off search.Part) eval.Searcher {
	return func(ctx context.Context, text string, limit int) (search.Match, []eval.Ranked, error) {
		res, err := ix.Search(ctx, search.Query{Text: text, Kind: data.KindProcedure, Limit: limit, Off: off})
		if err != nil {
			return "", nil, err
		}
		out := make([]eval.Ranked, len(res.Hits))
		for i, h := range res.Hits {
			out[i] = eval.Ranked{IDs: []string{h.ID}, Score: h.Score}
			for _, v := range h.Variants {
				out[i].IDs = append(out[i].IDs, v.Code)
			}
		}
		return res.Match, out, nil
	}
}

func loadQueries(t testing.TB, path string) []eval.Query {
	t.Helper()
	queries, err := eval.Load(path, "")
	if err != nil {
		t.Fatal(err)
	}
	return queries
}
