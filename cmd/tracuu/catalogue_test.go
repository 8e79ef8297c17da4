package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/data/ingest"
)

// factsFile holds what the quality gates of the search know of the national
// catalogue: a line a procedure with code, name, field, levels and the province
// that issued it ("" none, "?" unknown).
const factsFile = "../../search/eval/testdata/catalogue.tsv.gz"

var update = flag.Bool("update", false, "write the table of facts anew from the national catalogue")

// TestCatalogueFacts holds the table of facts to the records it comes from.
func TestCatalogueFacts(t *testing.T) {
	needCatalogue(t)
	want := catalogueFacts(t)
	if *update {
		if err := os.WriteFile(factsFile, pack(t, want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(factsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("the table is not what the records say; renew it with -update (-want +got):\n%s", diff)
	}
}

func catalogueFacts(t *testing.T) string {
	t.Helper()
	src, err := ingest.Open(t.Context(), catalogueFile, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var all []*data.Procedure
	for rec, err := range ingest.Records(t.Context(), src, ingest.Options{Kind: data.KindProcedure}) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Procedure != nil {
			all = append(all, rec.Procedure)
		}
	}
	slices.SortFunc(all, func(a, b *data.Procedure) int { return strings.Compare(a.Code, b.Code) })
	issuers := data.Issuers(slices.Values(all))
	var b strings.Builder
	b.WriteString("code\tname\tfield\tlevel\tissuer\n")
	for _, p := range all {
		issuer, provincial := issuers[p.Code]
		if provincial && issuer == "" {
			issuer = "?"
		}
		var levels []string
		for _, l := range p.Levels {
			levels = append(levels, string(l))
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\n", p.Code, p.Name, p.Field, strings.Join(levels, ","), issuer)
	}
	return b.String()
}

// pack compresses without name and time, so that one table gives one file.
func pack(t *testing.T, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
