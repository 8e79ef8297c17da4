package main

import (
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/data/opendata"
)

var exported = opendata.Options{PublicURL: "https://tracuu.example.vn", Province: "Khánh Hòa", Today: "2026-11-20"}

// TestRoundTrip: what is handed out and brought into an empty folder is handed
// out from there the same, to the last byte; brought in where it comes from it
// changes nothing.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for name, sources := range map[string][]string{
		"sample":        nil,
		"real records":  {"../../../shared/data/procedures_small.jsonl", "../../../shared/data/units_khanhhoa.jsonl"},
		"real articles": {"../../../shared/data/articles.jsonl.gz"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			first := openStore(t, filepath.Join(dir, "first"))
			defer first.Close()
			if sources == nil {
				if err := fillEmpty(t.Context(), first, &env{stderr: t.Output()}); err != nil {
					t.Fatal(err)
				}
			}
			for _, s := range sources {
				if _, err := os.Stat(s); err != nil {
					t.Skipf("the real data are not here: %v", err)
				}
				importInto(t, first, s)
			}
			out := filepath.Join(dir, "out")
			exportTo(t, first, out)

			second := openStore(t, filepath.Join(dir, "second"))
			defer second.Close()
			for _, f := range ingest.HouseFiles(out) {
				if r := importInto(t, second, f); r.Rejected > 0 || r.New != r.Read {
					t.Errorf("%s into an empty folder: %+v", f, r)
				}
				if r := importInto(t, first, f); r.Rejected > 0 || r.Unchanged != r.Read {
					t.Errorf("%s into its own folder: %d of %d are as they were; %v", f, r.Unchanged, r.Read, r.Rejects)
				}
			}
			again := filepath.Join(dir, "again")
			exportTo(t, second, again)
			sameFiles(t, out, again)
		})
	}
}

func importInto(t *testing.T, f *folder, file string) data.ImportReport {
	t.Helper()
	src, err := ingest.Open(t.Context(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	report, _, err := f.importSource(t.Context(), src, intake{kind: "auto"})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func exportTo(t *testing.T, f *folder, dir string) {
	t.Helper()
	if _, err := f.export(t.Context(), dir, exported); err != nil {
		t.Fatal(err)
	}
}

func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	names, err := os.ReadDir(a)
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, n := range names {
		was, err := os.ReadFile(filepath.Join(a, n.Name()))
		if err != nil {
			t.Fatal(err)
		}
		is, err := os.ReadFile(filepath.Join(b, n.Name()))
		if err != nil || string(was) != string(is) {
			t.Errorf("%s differs: %d bytes, %d bytes, %v", n.Name(), len(was), len(is), err)
		}
	}
}

// TestPublisher: a server hands out what is public once it rests, not more often
// than it should, and what it had before until then.
func TestPublisher(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := openStore(t, dir)
	defer f.Close()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	f.now = func() time.Time { return now }
	if err := fillEmpty(t.Context(), f, &env{stderr: t.Output()}); err != nil {
		t.Fatal(err)
	}
	settings := func() data.Settings { return data.Settings{PublicURL: "https://tracuu.example.vn"} }
	p := newPublisher(f, settings, "Khánh Hòa", slog.New(slog.DiscardHandler))
	look := func() *data.Publication {
		t.Helper()
		for range 2 { // the first only sees
			if err := p.look(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return p.Published()
	}
	if err := p.look(t.Context()); err != nil || p.Published() != nil {
		t.Errorf("made at once: %v", err)
	}
	first := look()
	if first == nil || !first.Sample {
		t.Fatalf("made: %+v", first)
	}
	if again := look(); again != first {
		t.Error("made again of the same")
	}
	batch := filepath.Join(t.TempDir(), "one.jsonl")
	if err := os.WriteFile(batch, []byte(`{"code":"1.000001","name":"Cấp giấy A"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	importInto(t, f, batch)
	if look() != first {
		t.Error("made again too soon")
	}
	now = now.Add(publishRest)
	second := look()
	if second == first || second.Sample || second.Modified.IsZero() {
		t.Fatalf("not made again: %+v", second)
	}
	if b, err := fs.ReadFile(second.Files, "procedures.jsonl"); err != nil || len(b) == 0 {
		t.Errorf("%d bytes of procedures: %v", len(b), err)
	}
	later := newPublisher(f, settings, "Khánh Hòa", slog.New(slog.DiscardHandler))
	later.openOld()
	if pub := later.Published(); pub == nil || pub.Sample {
		t.Errorf("after a restart: %+v", pub)
	}
	if left, err := os.ReadDir(p.dir()); err != nil || len(left) != 1 {
		t.Errorf("%d folders are kept: %v", len(left), err)
	}
}
