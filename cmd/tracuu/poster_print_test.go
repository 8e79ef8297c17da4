package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/qr/poster"
)

// TestPrintOnFullDisk: a disk that has no room for the file is told in a
// sentence, and nothing of the file is left on it.
func TestPrintOnFullDisk(t *testing.T) {
	w := printedWall{t: t, dir: filepath.Join(t.TempDir(), "d")}
	w.importVersion(1)
	for _, file := range []string{"a.pdf", "a.zip"} {
		out, status := onSmallDisk(t, binary(t), "size=16k", `
			"$TRACUU" poster --dir `+w.dir+` --public-url https://tinh.gov.vn --field ho-tich -o "$DIR/`+file+`"; s=$?
			ls -A "$DIR"; exit $s`)
		if status != statusFailed || !strings.HasPrefix(out, "tracuu: đĩa đã hết chỗ. Hãy giải phóng chỗ trống") || strings.Contains(out, file) {
			t.Errorf("%s: status %d\n%s", file, status, out)
		}
	}
}

// TestInterruptedPrinting: drawing hears that nobody waits for it any more.
func TestInterruptedPrinting(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "a.pdf")
	out, err := createOutput(name)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	doc := poster.Document{
		Layout: poster.A4, PublicURL: "https://tinh.gov.vn", Issued: "2026-11-23",
		Sheets: []poster.Sheet{{Code: "7K3M9QXA", Title: "Đăng ký khai sinh"}},
	}
	e := &env{stdout: io.Discard, stderr: io.Discard, now: time.Now}
	if err := (&posterCmd{Out: name}).draw(ctx, e, out, doc); !errors.Is(err, context.Canceled) {
		t.Errorf("drawing goes on: %v", err)
	}
	out.discard()
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestEveryLevelAndField: whatever a level or a field of the national catalogue
// holds can be printed, on labels and on the sheet with the least room.
func TestEveryLevelAndField(t *testing.T) {
	needCatalogue(t)
	if testing.Short() {
		t.Skip("it draws the whole catalogue twice")
	}
	dir := catalogueFolder(t, binary(t))
	f, err := openFolder(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	public, err := newAddress("https://dichvucong-tracuu.khanhhoa.gov.vn")
	if err != nil {
		t.Fatal(err)
	}
	fields, err := f.store.Fields(t.Context())
	if err != nil || len(fields) < 100 {
		t.Fatalf("%d fields, %v", len(fields), err)
	}
	commands := map[poster.Layout][]posterCmd{
		poster.Labels24: {{Level: string(data.LevelCommune)}, {Level: string(data.LevelProvince)}, {Level: string(data.LevelMinistry)}},
	}
	for _, field := range fields {
		commands[poster.Desk] = append(commands[poster.Desk], posterCmd{Field: field.Slug})
	}
	e := &env{stdout: io.Discard, stderr: io.Discard, now: time.Now}
	for layout, all := range commands {
		printable := 0
		for _, c := range all {
			c.Layout = string(layout)
			o, err := c.order(t.Context(), e, f, "2026-11-23")
			if err != nil {
				t.Fatal(err)
			}
			d, err := f.printer(e, public, "Khánh Hòa").Look(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			printable += len(d.Picks)
			for _, b := range rejects(d.Bad) {
				t.Errorf("%s, %s%s: %s", layout, c.Level, c.Field, badText(b))
			}
		}
		if printable < 5000 {
			t.Errorf("%s: %d can be printed", layout, printable)
		}
	}
	// What the largest level holds does come onto paper.
	var errs bytes.Buffer
	e = &env{
		args:  []string{"poster", "--dir", dir, "--public-url", public.url, "--level", "commune", "--layout", "labels24", "-o", filepath.Join(t.TempDir(), "a.pdf")},
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: &errs, now: time.Now,
	}
	if err := run(t.Context(), e); err != nil {
		t.Errorf("%v\n%s", err, &errs)
	}
}
