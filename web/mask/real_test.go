package mask_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"tracuu/web/mask"
)

// TestOrdinaryQuestions: what people ask keeps its words.
func TestOrdinaryQuestions(t *testing.T) {
	m, err := mask.New()
	if err != nil {
		t.Fatal(err)
	}
	all, changed := 0, 0
	for _, name := range []string{"dev", "unlabelled"} {
		f, err := os.Open("../../../shared/data/queries/" + name + ".jsonl")
		if err != nil {
			t.Skip(err)
		}
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			var q struct{ Query string }
			if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
				t.Fatal(err)
			}
			all++
			if got := m.Query(q.Query); strings.Contains(got, "[") {
				changed++
				t.Logf("%s\n\t\t%s", q.Query, got)
			}
		}
	}
	t.Logf("%d of %d are masked in part", changed, all)
	if changed > all/50 {
		t.Errorf("%d of %d questions lose words", changed, all)
	}
}
