package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/search"
	"tracuu/web"
)

// TestScanBudget weighs what a phone loads when a procedure's code is scanned,
// for every tenth record of the national catalogue.
func TestScanBudget(t *testing.T) {
	needCatalogue(t)
	t.Parallel()
	dir := t.TempDir()
	f := openStore(t, filepath.Join(dir, "d"))
	defer f.Close()
	src, err := ingest.Open(t.Context(), tenth(t, dir), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	im := ingest.Importer{Store: f.store}
	if _, err := im.Run(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	id, _, err := f.store.Stamp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ix, err := search.Open(filepath.Join(dir, "index"), id) // and leave it empty
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	const public = "https://tracuu.example.vn"
	site, err := web.New(web.Config{
		Store: f.store, Searcher: ix, Settings: func() data.Settings { return data.Settings{PublicURL: public} }, Province: "Khánh Hòa",
		Ready: func() bool { return true }, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	records, err := f.store.ProcedureChanges(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, p := range records {
		link, err := web.Coder{Store: f.store, PublicURL: public}.Ensure(t.Context(), data.Target{Kind: data.KindProcedure, Key: p.Code}, 0, data.Edit{})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, public+"/q/"+link.Code, nil)
		r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s: status %d, %q", p.Code, w.Code, w.Header().Get("Content-Encoding"))
		}
		sizes = append(sizes, w.Body.Len())
	}
	if len(sizes) < 500 {
		t.Fatalf("only %d procedures", len(sizes))
	}
	slices.Sort(sizes)
	middle, most := sizes[len(sizes)/2], sizes[len(sizes)*99/100]
	t.Logf("%d scans: %d bytes in the middle, %d for ninety-nine of a hundred, %d at the most", len(sizes), middle, most, sizes[len(sizes)-1])
	if middle > 14_000 || most > 30_000 {
		t.Errorf("a scan weighs %d bytes in the middle, at most 14000; %d for ninety-nine of a hundred, at most 30000", middle, most)
	}
}

// tenth is a file of every tenth record of the catalogue.
func tenth(t *testing.T, dir string) string {
	t.Helper()
	in, err := os.Open(catalogueFile)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	unpacked, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	lines := bufio.NewReader(unpacked)
	for n := 0; ; n++ {
		line, err := lines.ReadString('\n')
		if n%10 == 0 {
			fmt.Fprintln(&b, strings.TrimSpace(line))
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "tenth.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}
