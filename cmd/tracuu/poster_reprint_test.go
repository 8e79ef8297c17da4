package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracuu/data"
)

// writerFunc does something whenever it is written to.
type writerFunc func()

func (w writerFunc) Write(b []byte) (int, error) { w(); return len(b), nil }

// TestReprintAfterLostName prints to a name that is taken while the sheets are
// made: the advice must make the same kind of file.
func TestReprintAfterLostName(t *testing.T) {
	t.Parallel()
	ctx, dir := t.Context(), t.TempDir()
	e := &env{stdout: io.Discard, stderr: io.Discard, now: time.Now}
	f, err := openFolder(ctx, dir, e.now)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.store.SaveProcedures(ctx, []data.Procedure{{Code: "1.001193", Name: "Đăng ký khai sinh", Status: data.StatusActive}})
	f.Close()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "sheets.zip")
	e.stderr = writerFunc(func() { // the warning that nobody else can open the code
		if err := os.MkdirAll(name, 0o755); err != nil {
			t.Error(err)
		}
	})
	c := posterCmd{Targets: []string{"1.001193"}, Out: name}
	if err := c.Run(ctx, e, &shared{Dir: dir}); err == nil || !strings.Contains(err.Error(), "tracuu poster --reprint 1 -o TỆP.zip") {
		t.Fatalf("no advice: %v", err)
	}
	e.stderr = io.Discard
	again := posterCmd{Reprint: 1, Out: filepath.Join(dir, "again.zip")}
	if err := again.Run(ctx, e, &shared{Dir: dir}); err != nil {
		t.Fatal(err)
	}
}
