package vi

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// catalogueNames reads the names of the national catalogue, each once, in the
// order of the file; the test is skipped where the catalogue is not at hand.
func catalogueNames(tb testing.TB) []string {
	tb.Helper()
	file, err := os.Open("../../../shared/data/procedures.jsonl.gz")
	if errors.Is(err, fs.ErrNotExist) {
		tb.Skip("needs the national catalogue at ../shared/data beside the project")
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	zip, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	lines := bufio.NewScanner(zip)
	lines.Buffer(nil, 8<<20)
	var names []string
	seen := map[string]bool{}
	for lines.Scan() {
		var record struct {
			Name string `json:"name"`
		}
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			tb.Fatal(err)
		}
		name := strings.TrimSpace(Repair(record.Name))
		if name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return names
}
