package ingest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"tracuu/data"
)

// realData is the path of a file of real records, which the project does not
// hold; the test is skipped where it is absent.
func realData(tb testing.TB, name string) string {
	tb.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		tb.Skipf("real records not here: %s", path)
	}
	return path
}

// write puts a file into a temporary folder.
func write(tb testing.TB, name string, content []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

func gzipped(tb testing.TB, content []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func open(tb testing.TB, path string) *Source {
	tb.Helper()
	src, err := Open(tb.Context(), path, nil)
	if err != nil {
		tb.Fatalf("Open(%s): %v", path, err)
	}
	tb.Cleanup(func() { _ = src.Close() })
	return src
}

// read reads all records of a file.
func read(tb testing.TB, path string, opts Options) []Record {
	tb.Helper()
	var out []Record
	for rec, err := range Records(tb.Context(), open(tb, path), opts) {
		if err != nil {
			tb.Fatalf("reading %s: %v", path, err)
		}
		out = append(out, rec)
	}
	return out
}

// readProcedure cleans one record, which must be taken.
func readProcedure(tb testing.TB, json string) data.Procedure {
	tb.Helper()
	rec := decode([]byte(json), Options{})
	if rec.Procedure == nil {
		tb.Fatalf("no procedure from %s: %+v", json, rec.Reject)
	}
	return *rec.Procedure
}

// readArticle cleans one record, which must be taken.
func readArticle(tb testing.TB, json string) data.Article {
	tb.Helper()
	rec := decode([]byte(json), Options{SourceName: "Báo thử"})
	if rec.Article == nil {
		tb.Fatalf("no article from %s: %+v", json, rec.Reject)
	}
	return *rec.Article
}
