package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/web"
)

// scanFolder is a folder with a few procedures and a code for each.
func scanFolder(t *testing.T) (exe, dir string, codes []string) {
	t.Helper()
	exe, dir = binary(t), filepath.Join(t.TempDir(), "d")
	if out, err := exec.Command(exe, "import", "--dir", dir, writeRecords(t, 5)).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f := openStore(t, dir)
	defer f.Close()
	for i := range 5 {
		l, err := web.Coder{Store: f.store, PublicURL: "https://tracuu.example.vn"}.Ensure(t.Context(), data.Target{Kind: data.KindProcedure, Key: fmt.Sprintf("1.%06d", i)}, 0, data.Edit{})
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, l.Code)
	}
	return exe, dir, codes
}

func openStore(t *testing.T, dir string) *folder {
	t.Helper()
	f, err := openFolder(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// serveProcess serves a folder with the real binary. It answers the address and
// the process, which the caller ends.
func serveProcess(t *testing.T, exe, dir string, flags ...string) (addr string, cmd *exec.Cmd, stderr *strings.Builder) {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	addr = net.JoinHostPort("127.0.0.1", port)
	cmd, stderr = exec.Command(exe, append([]string{"serve", "--dir", dir, "--addr", addr}, flags...)...), &strings.Builder{}
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	waitReady(t, "http://"+addr)
	return "http://" + addr, cmd, stderr
}

// scanUntil opens codes at rate a second until ctx ends, each request ending as
// the server lets it. It answers when each of the pages came that were whole.
func scanUntil(ctx context.Context, addr string, codes []string, rate int) []time.Time {
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var came []time.Time
	var wg sync.WaitGroup
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			wg.Wait()
			return came
		case <-tick.C:
		}
		wg.Go(func() {
			resp, err := client.Get(addr + "/q/" + codes[i%len(codes)])
			if err != nil {
				return
			}
			defer resp.Body.Close()
			if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			came = append(came, time.Now())
		})
	}
}

func countedScans(t *testing.T, dir string, codes []string) (n int64) {
	t.Helper()
	f := openStore(t, dir)
	defer f.Close()
	for _, c := range codes {
		scans, err := f.store.Scans(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scans {
			n += s.Count
		}
	}
	return n
}

// TestStoppedServeLosesNoScan: a server that is asked to stop amid hundreds of
// scans a second has counted every page it gave.
func TestStoppedServeLosesNoScan(t *testing.T) {
	exe, dir, codes := scanFolder(t)
	addr, cmd, stderr := serveProcess(t, exe, dir)
	ctx, stop := context.WithCancel(t.Context())
	var came []time.Time
	var readers sync.WaitGroup
	readers.Go(func() { came = scanUntil(ctx, addr, codes, 300) })
	time.Sleep(2500 * time.Millisecond)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("serve ended with %v\n%s", err, stderr)
	}
	stop()
	readers.Wait()
	// A page whose reader was cut off may be counted and not have come.
	if n := countedScans(t, dir, codes); n < int64(len(came)) || n > int64(len(came))+64 || len(came) == 0 {
		t.Errorf("%d scans are counted, %d pages came", n, len(came))
	}
}

// TestKilledServeLosesASecond: a server that is killed has lost at most the
// scans of its last second.
func TestKilledServeLosesASecond(t *testing.T) {
	exe, dir, codes := scanFolder(t)
	for i := range 3 {
		before := countedScans(t, dir, codes)
		addr, cmd, _ := serveProcess(t, exe, dir)
		ctx, stop := context.WithCancel(t.Context())
		var came []time.Time
		var readers sync.WaitGroup
		readers.Go(func() { came = scanUntil(ctx, addr, codes, 200) })
		time.Sleep(2*time.Second + time.Duration(i)*350*time.Millisecond)
		killed := time.Now()
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		stop()
		readers.Wait()
		var old int64 // what came more than a second before the end
		for _, at := range came {
			if killed.Sub(at) > time.Second {
				old++
			}
		}
		got := countedScans(t, dir, codes) - before
		t.Logf("%d pages came, %d of them more than a second before the end; %d are counted", len(came), old, got)
		if got < old || got > int64(len(came))+64 || old == 0 {
			t.Errorf("kill %d: %d scans are counted, %d pages came, %d of them more than a second before the end", i, got, len(came), old)
		}
	}
}

// TestStoppedWhileOthersWrite: a server that is asked to stop while another
// process writes waits for it, for a few seconds only, and says so.
func TestStoppedWhileOthersWrite(t *testing.T) {
	exe, dir, codes := scanFolder(t)
	for _, c := range []struct {
		held       time.Duration
		kept       int64
		words      string
		least, max time.Duration
	}{
		{2 * time.Second, 3, "waiting for another process", 0, 5 * time.Second},
		{20 * time.Second, 0, "the last counts are not written", 4 * time.Second, 9 * time.Second},
	} {
		before := countedScans(t, dir, codes)
		addr, cmd, stderr := serveProcess(t, exe, dir)
		other, err := sql.Open("sqlite3", filepath.Join(dir, "tracuu.db"))
		if err != nil {
			t.Fatal(err)
		}
		other.SetMaxOpenConns(1)
		if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
			t.Fatal(err)
		}
		release := time.AfterFunc(c.held, func() { _ = other.Close() })
		for _, code := range codes[:3] {
			if _, err := fetch(addr + "/q/" + code); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		end(t, cmd)
		took := time.Since(start)
		if took < c.least || took > c.max || !strings.Contains(stderr.String(), c.words) || !strings.Contains(stderr.String(), "=6") { // a scan and a view each
			t.Errorf("held for %s: it ended after %s and says\n%s", c.held, took, stderr)
		}
		release.Stop()
		if err := other.Close(); err != nil {
			t.Error(err)
		}
		if n := countedScans(t, dir, codes) - before; n != c.kept {
			t.Errorf("held for %s: %d scans are counted, want %d", c.held, n, c.kept)
		}
	}
}

// TestSettingsBesideServe: what is decided beside a running server holds there
// within two seconds, unless a flag has decided it.
func TestSettingsBesideServe(t *testing.T) {
	exe, dir, codes := scanFolder(t)
	f := openStore(t, dir)
	defer f.Close()
	set := func(change func(*data.Settings)) {
		t.Helper()
		err := f.store.ChangeSettings(t.Context(), data.Edit{Who: "test"}, func(s *data.Settings) error { change(s); return nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	shows := func(addr, words string) {
		t.Helper()
		deadline := time.Now().Add(2 * time.Second)
		for {
			page, err := fetch(addr + "/q/" + codes[0])
			if err == nil && strings.Contains(page, words) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("after two seconds the page does not hold %q (%v)", words, err)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	addr, cmd, stderr := serveProcess(t, exe, dir)
	shows(addr, addr[len("http://127.0.0.1"):]+"/thu-tuc/1.000000") // this machine's own
	set(func(s *data.Settings) { s.PublicURL = "https://mot.example.vn" })
	shows(addr, `href="https://mot.example.vn/thu-tuc/1.000000"`)
	set(func(s *data.Settings) {
		s.PublicURL, s.FormerHosts = "https://hai.example.vn", []string{"mot.example.vn"}
	})
	shows(addr, `href="https://hai.example.vn/thu-tuc/1.000000"`)
	if status, to := asHost(t, addr+"/thu-tuc", "mot.example.vn"); status != http.StatusTemporaryRedirect || to != "https://hai.example.vn/thu-tuc" {
		t.Errorf("a former host: status %d to %q", status, to)
	}
	set(func(s *data.Settings) { s.PublicURL = "ftp://hong" })
	time.Sleep(time.Second)
	shows(addr, "/thu-tuc/1.000000")
	if page, err := fetch(addr + "/q/" + codes[0]); err != nil || strings.Contains(page, "ftp://") {
		t.Errorf("an address that cannot be is used (%v)", err)
	}
	end(t, cmd)
	if n := strings.Count(stderr.String(), "public address is not used"); n != 1 {
		t.Errorf("the address is refused %d times in\n%s", n, stderr)
	}

	set(func(s *data.Settings) { s.PublicURL = "https://hai.example.vn" })
	addr, cmd, stderr = serveProcess(t, exe, dir, "--public-url", "https://co.example.vn", "--former-host", "cu.example.vn", "--allow-host", ".example.org")
	shows(addr, `href="https://co.example.vn/thu-tuc/1.000000"`)
	for _, host := range []string{"cu.example.vn", "mot.example.vn", "hai.example.vn"} {
		if status, to := asHost(t, addr+"/", host); status != http.StatusTemporaryRedirect || to != "https://co.example.vn/" {
			t.Errorf("%s: status %d to %q", host, status, to)
		}
	}
	to := data.Target{Kind: data.KindAddress, Key: "https://a.example.org/"}
	if err := f.store.RetargetLink(t.Context(), codes[1], to, data.Edit{}); err != nil {
		t.Fatal(err)
	}
	if status, at := asHost(t, addr+"/q/"+codes[1], "cu.example.vn"); status != http.StatusFound || at != to.Key {
		t.Errorf("an allowed host: status %d to %q", status, at)
	}
	if page, err := fetch(addr + "/kiem-tra?ma=https://hai.example.vn/q/" + codes[0]); err != nil || !strings.Contains(page, "Mã này có thật") {
		t.Errorf("the site warns against its own stored address (%v)", err)
	}
	end(t, cmd)
	if n := strings.Count(stderr.String(), "codes printed with hai.example.vn stay genuine"); n != 1 {
		t.Errorf("the clash of addresses is told %d times in\n%s", n, stderr)
	}
}

func end(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
}

// asHost asks under a host and follows nothing.
func asHost(t *testing.T, url, host string) (status int, location string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = host
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode, resp.Header.Get("Location")
}

// TestPrintedHostWarning: a server that does not know a host that codes were
// printed with says which flag is missing.
func TestPrintedHostWarning(t *testing.T) {
	exe, dir, codes := scanFolder(t)
	f := openStore(t, dir)
	defer f.Close()
	for _, host := range []string{"cu.example.vn", "MOI.example.vn"} {
		_, err := f.store.SavePrint(t.Context(), data.Print{Layout: "a4", Host: host, Document: []byte("{}"), Posters: []data.Printed{{Code: codes[0]}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		flags []string
		warns bool
	}{
		{[]string{"--public-url", "https://moi.example.vn"}, true},
		{[]string{"--public-url", "https://moi.example.vn", "--former-host", "cu.example.vn"}, false},
		{[]string{"--public-url", "https://cu.example.vn/", "--former-host", "a.example.vn,moi.example.vn"}, false},
	} {
		_, cmd, stderr := serveProcess(t, exe, dir, c.flags...)
		end(t, cmd)
		if got := strings.Contains(stderr.String(), "Thêm --former-host cu.example.vn"); got != c.warns || strings.Contains(stderr.String(), "--former-host MOI") {
			t.Errorf("%q: it says %s", c.flags, stderr)
		}
	}
}
