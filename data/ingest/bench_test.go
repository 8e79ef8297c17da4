package ingest

import (
	"os"
	"testing"
)

// BenchmarkCatalogue reads and cleans the national catalogue.
func BenchmarkCatalogue(b *testing.B) {
	path := realData(b, "procedures.jsonl.gz")
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range Records(b.Context(), open(b, path), Options{}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64(n), "records")
	}
}
