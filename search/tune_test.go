package search_test

import (
	"flag"
	"os"
	"testing"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/eval"
)

var tune = flag.Bool("tune", false, "find weights for the project's own queries and print them")

// TestTune finds weights for the ranking of procedures: no test of its own, but
// what "make tune" runs on the facts.
func TestTune(t *testing.T) {
	if !*tune {
		t.Skip("only with -tune")
	}
	ix := openCorpus(t, loadCorpus(t))
	examples, err := eval.Examples(t.Context(), loadQueries(t, queriesFile), ix.Candidates)
	if err != nil {
		t.Fatal(err)
	}
	start := search.DefaultWeights(data.KindProcedure)
	if err := eval.Tune(examples, start[:], eval.TuneFolds).Write(os.Stdout, search.WeightNames()); err != nil {
		t.Fatal(err)
	}
}
