package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tracuu/data"
)

// writeRecords writes a file of n procedures and n articles to import.
func writeRecords(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "records.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for i := range n {
		fmt.Fprintf(w, `{"code":"1.%06d","name":"Thủ tục thử số %d","field":"Lĩnh vực %d","steps":"Bước 1: nộp hồ sơ số %d"}`+"\n", i, i, i%40, i)
		fmt.Fprintf(w, `{"id":"n%d","title":"Tin thử số %d","body":"Nội dung của tin số %d.","date":"2026-01-02"}`+"\n", i, i, i)
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestKilledImport kills an import at many moments. Afterwards the store is
// whole batches of whole records, the index agrees after the next start, and
// running the import again finishes the job.
func TestKilledImport(t *testing.T) {
	exe, file := binary(t), writeRecords(t, 4000)
	start := time.Now()
	if out, err := exec.Command(exe, "import", "--dir", filepath.Join(t.TempDir(), "d"), file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := time.Since(start)
	const kills = 8
	partial := 0
	for i := range kills {
		dir := filepath.Join(t.TempDir(), fmt.Sprint("d", i))
		cmd := exec.Command(exe, "import", "--dir", dir, file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(whole * time.Duration(i+1) / (kills + 1))
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if p, a := checkFolder(t, dir); p+a > 0 && p+a < 8000 {
			partial++
		}
		if out, err := exec.Command(exe, "import", "--dir", dir, file).CombinedOutput(); err != nil {
			t.Fatalf("the import after the kill: %v\n%s", err, out)
		}
		if p, a := checkFolder(t, dir); p != 4000 || a != 4000 {
			t.Errorf("kill %d: %d procedures and %d articles at last", i, p, a)
		}
	}
	if partial == 0 {
		t.Error("no kill hit the import in the middle: the test shows nothing")
	}
}

// checkFolder starts on a folder as serve does and compares index and store.
func checkFolder(t *testing.T, dir string) (procedures, articles int) {
	t.Helper()
	f, err := openFolder(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ix, _, err := f.ownIndex(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	rep, err := ix.Check(t.Context(), f.store)
	if err != nil || !rep.OK() {
		t.Errorf("%s: index and store disagree: %d missing, %d extra, %d stale, %v",
			filepath.Base(dir), len(rep.Missing), len(rep.Extra), len(rep.Stale), err)
	}
	if procedures, articles, err = f.store.Counts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if procedures != rep.Procedures || articles != rep.Articles {
		t.Errorf("%s: %d and %d records counted, %d and %d compared", filepath.Base(dir), procedures, articles, rep.Procedures, rep.Articles)
	}
	return procedures, articles
}

// TestInterruptedImport: Ctrl-C ends between batches with status 130 and says
// how far it came; what it reported is stored.
func TestInterruptedImport(t *testing.T) {
	exe, dir := binary(t), filepath.Join(t.TempDir(), "d")
	r, w, err := os.Pipe() // a source that never ends
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	cmd := exec.Command(exe, "import", "--dir", dir, "-")
	cmd.Stdin = r
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.Close()
	for i := range 1200 { // two batches and a part of a third
		if _, err := fmt.Fprintf(w, `{"code":"1.%06d","name":"Thủ tục %d"}`+"\n", i, i); err != nil {
			t.Fatal(err)
		}
	}
	waitFor(t, func() bool { return storedProcedures(t, dir) >= 1000 })
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	if status, ok := exitStatus(err); !ok || status != statusInterrupted {
		t.Errorf("ended with %v\n%s", err, out.String())
	}
	if !strings.Contains(out.String(), "đọc 1000, mới 1000") || !strings.Contains(out.String(), "đã dừng theo yêu cầu") {
		t.Errorf("it says %q", out.String())
	}
	if p, _ := checkFolder(t, dir); p != 1000 {
		t.Errorf("%d procedures are stored", p)
	}
}

func storedProcedures(t *testing.T, dir string) int {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "tracuu.db")); err != nil {
		return 0
	}
	f, err := openFolder(t.Context(), dir, time.Now)
	if err != nil {
		return 0 // not created to the end yet
	}
	defer f.Close()
	p, _, err := f.store.Counts(t.Context())
	if err != nil {
		return 0
	}
	return p
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for range 400 {
		if done() {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("it did not happen within ten seconds")
}

// onSmallDisk runs tracuu with DIR on a file system of its own with the given
// mount options, and answers what it said and its status.
func onSmallDisk(t *testing.T, exe, options, script string) (string, int) {
	t.Helper()
	if exec.Command("unshare", "-rm", "true").Run() != nil {
		t.Skip("this machine does not let a test mount a file system of its own")
	}
	dir := t.TempDir()
	cmd := exec.Command("unshare", "-rm", "sh", "-c",
		`mount -t tmpfs -o `+options+` tmpfs "$DIR" && `+script)
	cmd.Env = append(os.Environ(), "DIR="+dir, "TRACUU="+exe)
	out, err := cmd.CombinedOutput()
	status := 0
	if err != nil {
		var ok bool
		if status, ok = exitStatus(err); !ok {
			t.Fatal(err)
		}
	}
	return string(out), status
}

// TestFullDisk: a disk that fills up during an import, in the database or in
// the index, ends it with a sentence and keeps what was stored before.
func TestFullDisk(t *testing.T) {
	exe, file := binary(t), writeRecords(t, 4000)
	full := 0
	for _, size := range []string{"2500k", "4000k", "4500k", "4800k", "5100k"} {
		kept := t.TempDir()
		t.Setenv("KEPT", kept)
		out, status := onSmallDisk(t, exe, "size="+size, `
			head -n 500 `+file+` > "$DIR/first.jsonl"
			"$TRACUU" import --dir "$DIR/d" "$DIR/first.jsonl" || exit 90
			timeout 60 "$TRACUU" import --dir "$DIR/d" `+file+`; s=$?
			cp "$DIR"/d/tracuu.db* "$KEPT" || exit 91
			exit $s`)
		if status == statusDone {
			continue // it was enough
		}
		full++
		if status != statusFailed || !strings.Contains(out, "tracuu: đĩa đã hết chỗ.") || strings.Contains(out, "panic") {
			t.Errorf("%s: status %d\n%s", size, status, out)
		}
		if p, a := checkFolder(t, kept); p < 250 || a < 250 {
			t.Errorf("%s: of 250 procedures and articles %d and %d are left", size, p, a)
		}
	}
	if full < 3 {
		t.Errorf("only %d of the disks were too small: the test shows little", full)
	}
}

// TestReadOnlyFolder: a folder that cannot be written is told in a sentence.
func TestReadOnlyFolder(t *testing.T) {
	exe, file := binary(t), writeRecords(t, 10)
	for _, command := range []string{`import --dir "$DIR/d" ` + file, `serve --addr 127.0.0.1:0 --dir "$DIR/d"`} {
		out, status := onSmallDisk(t, exe, "size=1m", `mount -o remount,ro "$DIR" && "$TRACUU" `+command)
		if status != statusFailed || !strings.Contains(out, "tracuu: không ghi được vào thư mục dữ liệu.") {
			t.Errorf("%s: status %d\n%s", command, status, out)
		}
	}
}

// TestServeLosesNoScan: what was counted is written when the server is asked
// to stop.
func TestServeLosesNoScan(t *testing.T) {
	exe, dir := binary(t), filepath.Join(t.TempDir(), "d")
	if out, err := exec.Command(exe, "import", "--dir", dir, writeRecords(t, 3)).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(exe, "qr", "--dir", dir, "1.000002").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(out), "/Q/")
	code := rest[:8]
	addr, stop := startServer(t, exe, dir)
	waitReady(t, addr)
	const scans = 30
	for range scans {
		if page, err := fetch(addr + "/q/" + code); err != nil || !strings.Contains(page, "Thủ tục thử số 2") {
			t.Fatalf("%v\n%s", err, page)
		}
	}
	stop()
	f, err := openFolder(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	counted, err := f.store.Scans(t.Context(), code)
	if err != nil || len(counted) != 1 || counted[0].Count != scans {
		t.Errorf("counted %+v, %v", counted, err)
	}
	if n, err := f.store.ViewCount(t.Context(), data.Target{Kind: data.KindProcedure, Key: "1.000002"}); err != nil || n != scans {
		t.Errorf("%d views, %v", n, err)
	}
}
