package eval

import (
	"bytes"
	_ "embed"
)

//go:embed testdata/queries.jsonl
var house []byte

// House is the project's own set of queries over the national catalogue.
func House() ([]Query, error) {
	return ReadQueries(bytes.NewReader(house), "queries.jsonl", nil)
}
