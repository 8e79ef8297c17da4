package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layers says which packages of ours each package may import directly; "x/..."
// is x and everything below it.
var layers = map[string][]string{
	"data":           {},
	"qr":             {},
	"search/vi":      {},
	"search/lexicon": {"search/vi"},
	"search":         {"data", "search/vi", "search/lexicon"},
	"search/eval":    {"search", "search/vi", "data"},
	"data/sample":    {"data"},
	"data/sqlite":    {"data", "search/vi"},
	"data/ingest":    {"data", "data/ingest/...", "search/vi"},
	// Reading bytes and pages knows nothing of the data types: what it yields is raw.
	"data/ingest/charset": {"search/vi"},
	"data/ingest/crawl":   {"data", "data/ingest", "data/ingest/page"},
	"data/ingest/page":    {"data/ingest/charset", "search/vi"},
	"data/opendata":       {"data"},
	"qr/poster":           {"qr", "data"},
	"web":                 {"data", "search/...", "qr/...", "web/..."},
	"cmd/tracuu":          {"data/...", "search/...", "qr/...", "web/..."},
}

// above may be imported by the external tests of a package, though it stands
// higher: these tests are packages of their own, so nothing goes in a circle.
var above = map[string][]string{
	"search":    {"search/eval", "data/ingest"},
	"qr/poster": {"data/ingest"},
	"web/admin": {"data/ingest"},
}

// reserved are modules that only some packages may import, and why.
var reserved = []struct {
	module *regexp.Regexp
	only   []string
	reason string
}{
	{regexp.MustCompile(`^github\.com/blevesearch/`), []string{"search"}, "the search engine stays exchangeable behind package search"},
	{regexp.MustCompile(`^(database/sql|github\.com/mattn/go-sqlite3|github\.com/pressly/goose)`), []string{"data/sqlite"}, "SQL lives in one place"},
	{regexp.MustCompile(`^net/http$`), []string{"web", "data/ingest", "data/ingest/crawl", "cmd/tracuu"}, "everything below the pages is usable without HTTP"},
	{regexp.MustCompile(`^github\.com/skip2/`), []string{"qr"}, "its traps are handled in package qr"},
}

// standardOnly are packages that import the standard library and nothing else.
var standardOnly = []string{"data"}

type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "tracuu/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var ps []pkg
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for dec.More() {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	return ps
}

// TestLayers holds the direct imports to the design: who may know whom.
func TestLayers(t *testing.T) {
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, "tracuu/")
		allowed, ok := layers[layerOf(name)]
		if !ok {
			t.Errorf("package %s has no place in the design", name)
			continue
		}
		for _, complaint := range complaints(name, p.Imports, allowed) {
			t.Error(complaint)
		}
		inTests := slices.Concat(allowed, []string{name, "data/sqlite", "data/sample"})
		for _, complaint := range complaints(name+" (tests)", p.TestImports, inTests) {
			t.Error(complaint)
		}
		for _, complaint := range complaints(name+" (tests)", p.XTestImports, slices.Concat(inTests, above[name])) {
			t.Error(complaint)
		}
	}
}

// layerOf is the row a package stands under: web/admin under web.
func layerOf(name string) string {
	if strings.HasPrefix(name, "web/") {
		return "web"
	}
	return name
}

func complaints(name string, imports, allowed []string) (out []string) {
	test := strings.HasSuffix(name, "(tests)")
	for _, imp := range imports {
		if ours, ok := strings.CutPrefix(imp, "tracuu/"); ok {
			if !slices.ContainsFunc(allowed, func(a string) bool { return covers(a, ours) }) {
				out = append(out, name+" imports "+ours+": the design does not let it know that package")
			}
			continue
		}
		if test {
			continue
		}
		for _, r := range reserved {
			if r.module.MatchString(imp) && !slices.Contains(r.only, layerOf(name)) {
				out = append(out, name+" imports "+imp+": only "+strings.Join(r.only, ", ")+" may, since "+r.reason)
			}
		}
		if slices.Contains(standardOnly, name) && strings.Contains(imp, ".") {
			out = append(out, name+" imports "+imp+": the domain knows the standard library alone")
		}
	}
	return out
}

func covers(pattern, name string) bool {
	if root, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == root || strings.HasPrefix(name, root+"/")
	}
	return name == pattern
}

// TestLayersBite makes sure that the check can fail.
func TestLayersBite(t *testing.T) {
	for _, c := range []struct {
		name    string
		imports []string
		want    int
	}{
		{"data", []string{"strings", "tracuu/search/vi"}, 1},
		{"data", []string{"golang.org/x/text"}, 1},
		{"web", []string{"github.com/blevesearch/bleve/v2", "tracuu/data/sqlite"}, 2},
		{"web/admin", []string{"net/http", "tracuu/search/eval", "tracuu/web"}, 0},
		{"search (tests)", []string{"tracuu/search/eval"}, 1},
		{"search", []string{"database/sql", "net/http"}, 2},
		{"search", []string{"github.com/blevesearch/bleve/v2", "tracuu/data"}, 0},
	} {
		if got := complaints(c.name, c.imports, layers[layerOf(strings.TrimSuffix(c.name, " (tests)"))]); len(got) != c.want {
			t.Errorf("%s importing %q: %d complaints %q, want %d", c.name, c.imports, len(got), got, c.want)
		}
	}
}

// TestTopLevel holds the shape of the house.
func TestTopLevel(t *testing.T) {
	cmd := exec.Command("git", "ls-files")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("no git checkout to look at: %v", err)
	}
	house := []string{"cmd", "search", "qr", "web", "data", "go.mod", "go.sum", "README.md", "LICENSE", "Makefile"}
	for name := range strings.Lines(string(out)) {
		top, _, _ := strings.Cut(strings.TrimSpace(name), "/")
		if !slices.Contains(house, top) && !strings.HasPrefix(top, ".") {
			t.Errorf("%s stands at the top level; the house is %q", top, house)
		}
	}
}
