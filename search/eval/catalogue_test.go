package eval

import (
	"bufio"
	"compress/gzip"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// The project's own queries and the facts of the national catalogue they are
// judged by: a line a procedure with code, name, field, levels and issuer. See
// TestCatalogueFacts in cmd/tracuu for where the facts come from.
const (
	queriesFile = "testdata/queries.jsonl"
	factsFile   = "testdata/catalogue.tsv.gz"
)

// TestQueriesFitCatalogue keeps the query set usable as a gate: every accepted
// code exists, every kind is measured on enough queries, and they reach across
// the fields of the catalogue.
func TestQueriesFitCatalogue(t *testing.T) {
	queries, err := Load(queriesFile, "")
	if err != nil {
		t.Fatal(err)
	}
	fields := catalogueFields(t)
	perKind := map[string]int{}
	reached := map[string]bool{}
	texts := map[string]string{} // text → id
	for _, q := range queries {
		perKind[q.Kind]++
		if other, ok := texts[q.Text]; ok {
			t.Errorf("%s asks the same as %s: %q", q.ID, other, q.Text)
		}
		texts[q.Text] = q.ID
		if !norm.NFC.IsNormalString(q.Text) || q.Text != strings.TrimSpace(q.Text) || q.Text == "" {
			t.Errorf("%s: %+q is empty, not NFC or has spaces around", q.ID, q.Text)
		}
		if (q.Kind == "none") != (len(q.Accepted) == 0) {
			t.Errorf("%s of kind %s has %d codes", q.ID, q.Kind, len(q.Accepted))
		}
		for _, code := range q.Accepted {
			field, ok := fields[code]
			if !ok {
				t.Errorf("%s: the catalogue has no %s", q.ID, code)
			}
			reached[field] = true
		}
	}
	for _, kind := range []string{
		"plain", "bare", "telex", "vni", "nospace", "typo", "regional",
		"abbreviation", "market", "event", "question", "code", "oldname",
	} {
		if perKind[kind] < 25 {
			t.Errorf("%d queries of kind %s, want at least 25", perKind[kind], kind)
		}
	}
	if perKind["none"] < 40 || len(queries) < 360 || len(reached) < 80 {
		t.Errorf("%d queries that nothing answers, %d in all, %d fields; want at least 40, 360 and 80",
			perKind["none"], len(queries), len(reached))
	}
}

// catalogueFields maps every code of the catalogue to its field.
func catalogueFields(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open(factsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{}
	lines := bufio.NewScanner(unpacked)
	for n := 1; lines.Scan(); n++ {
		cols := strings.Split(lines.Text(), "\t")
		if len(cols) != 5 {
			t.Fatalf("%s, line %d: %d columns, want 5", factsFile, n, len(cols))
		}
		if n > 1 {
			fields[cols[0]] = cols[2]
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return fields
}
