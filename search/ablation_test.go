package search_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"tracuu/search"
	"tracuu/search/eval"
)

// partsDoc holds the table of parts, between these lines.
const (
	partsDoc    = "eval/doc.go"
	partsBefore = "// testdata/catalogue.tsv.gz and of the sample's records.\n//\n"
	partsAfter  = "// This table is written by \"make ablation\".\n"
)

// TestAblation holds the table of parts in the documentation of package eval to
// the parts there are. With -update it measures them and writes the table.
func TestAblation(t *testing.T) {
	doc, err := os.ReadFile(partsDoc)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := bytes.Cut(doc, []byte(partsBefore))
	table, after, ok2 := bytes.Cut(rest, []byte(partsAfter))
	if !ok1 || !ok2 {
		t.Fatalf("%s does not hold the lines that the table stands between:\n%s%s", partsDoc, partsBefore, partsAfter)
	}
	if *update {
		table = measureParts(t)
		text := bytes.Join([][]byte{before, []byte(partsBefore), table, []byte(partsAfter), after}, nil)
		if err := os.WriteFile(partsDoc, text, 0o666); err != nil {
			t.Fatal(err)
		}
		t.Logf("wrote %s\n%s", partsDoc, table)
	}
	written := map[string]bool{}
	for line := range strings.Lines(string(table)) {
		if cells := strings.Fields(strings.TrimPrefix(line, "//")); len(cells) > 0 && cells[0] != "without" {
			written[cells[0]] = true
		}
	}
	for part := range search.Parts() {
		if !written[part] {
			t.Errorf("the table of parts in %s does not tell what %s gains; renew it by make ablation", partsDoc, part)
		}
		delete(written, part)
	}
	for part := range written {
		t.Errorf("the table of parts in %s tells of %s, which is no part; renew it by make ablation", partsDoc, part)
	}
}

// measureParts gives the table as lines of a comment.
func measureParts(t *testing.T) []byte {
	ix := openCorpus(t, loadCorpus(t))
	runner := eval.Runner{Limit: eval.Depth, Now: time.Now}
	parts, err := runner.Ablate(t.Context(), loadQueries(t, queriesFile), func(off search.Part) eval.Searcher {
		return searcher(ix, off)
	})
	if err != nil {
		t.Fatal(err)
	}
	var table, out bytes.Buffer
	if err := eval.WriteAblation(&table, parts); err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(table.Bytes()) {
		out.WriteString("//\t")
		out.Write(line)
	}
	out.WriteString("//\n")
	return out.Bytes()
}
