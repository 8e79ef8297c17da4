package events_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"testing"

	"tracuu/data/sample"
	"tracuu/search/vi"
	"tracuu/web/events"
)

func load(t *testing.T) []events.Event {
	t.Helper()
	all, err := events.Load()
	if err != nil || len(all) < 8 {
		t.Fatalf("%d events, %v", len(all), err)
	}
	return all
}

// TestEvents: each event says what it is in both languages, under an address
// of its own, and has two steps and more with the sample alone.
func TestEvents(t *testing.T) {
	procedures, _, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	inSample := map[string]bool{}
	for _, p := range procedures {
		inSample[p.Code] = true
	}
	slugs := map[string]bool{}
	for _, e := range load(t) {
		if slugs[e.Slug] || vi.Slug(e.Slug, 80) != e.Slug {
			t.Errorf("address %q", e.Slug)
		}
		slugs[e.Slug] = true
		for _, words := range []events.Text{e.Title, e.Lead} {
			if words.In("vi") == "" || words.In("en") == words.In("vi") {
				t.Errorf("%s: %q", e.Slug, words)
			}
		}
		if e.Title.In("fr") != e.Title.In("vi") {
			t.Errorf("%s: in a language it does not speak: %q", e.Slug, e.Title.In("fr"))
		}
		shown, codes := 0, map[string]bool{}
		for _, s := range e.Steps {
			if codes[s.Code] {
				t.Errorf("%s: %s twice", e.Slug, s.Code)
			}
			codes[s.Code] = true
			if inSample[s.Code] {
				shown++
			}
		}
		if shown < 2 {
			t.Errorf("%s has %d steps with the sample", e.Slug, shown)
		}
	}
}

// TestEventsReal: every code is one of the national catalogue.
func TestEventsReal(t *testing.T) {
	f, err := os.Open("../../../shared/data/procedures.jsonl.gz")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no national catalogue in ../shared/data")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		var p struct{ Code string }
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		known[p.Code] = true
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	for _, e := range load(t) {
		for _, s := range e.Steps {
			if !known[s.Code] {
				t.Errorf("%s: no procedure %s", e.Slug, s.Code)
			}
		}
	}
}
