package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/web"
)

// The benchmarks need the national catalogue, which is not part of the project.
const (
	catalogueFile = "../../../shared/data/procedures.jsonl.gz"
	queriesFile   = "../../../shared/data/queries/dev.jsonl"
)

func needCatalogue(tb testing.TB) {
	tb.Helper()
	if _, err := os.Stat(catalogueFile); err != nil {
		tb.Skip("needs the national catalogue at ../shared/data beside the project")
	}
}

// built is the real binary, built once for all tests that start processes.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "tracuu-test-*")
	if err != nil {
		return "", err
	}
	builtDir = dir
	exe := filepath.Join(dir, "tracuu")
	if out, err := exec.Command("go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return exe, nil
})

var builtDir string // removed at the end

func binary(tb testing.TB) string {
	tb.Helper()
	exe, err := built()
	if err != nil {
		tb.Fatal(err)
	}
	return exe
}

// peakRSS is the most memory a finished process held, in bytes.
func peakRSS(tb testing.TB, cmd *exec.Cmd) float64 {
	tb.Helper()
	u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		tb.Fatal("the system does not tell a process's memory")
	}
	return float64(u.Maxrss) * 1024
}

// BenchmarkImport imports and indexes the whole catalogue with the real binary.
func BenchmarkImport(b *testing.B) {
	needCatalogue(b)
	exe := binary(b)
	for b.Loop() {
		cmd := exec.Command(exe, "import", "--dir", filepath.Join(b.TempDir(), "d"), catalogueFile)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		b.ReportMetric(peakRSS(b, cmd)/1e6, "peak-MB")
	}
}

// startServer serves a folder with the real binary and answers its address.
func startServer(tb testing.TB, exe, dir string, flags ...string) (addr string, stop func()) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	addr = l.Addr().String()
	if err := l.Close(); err != nil {
		tb.Fatal(err)
	}
	cmd := exec.Command(exe, append([]string{"serve", "--dir", dir, "--addr", addr}, flags...)...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	return "http://" + addr, func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			tb.Errorf("serve ended with %v", err)
		}
	}
}

func waitReady(tb testing.TB, addr string) {
	tb.Helper()
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		resp, err := http.Get(addr + "/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	tb.Fatal("the server did not get ready within a minute")
}

// catalogueFolder imports the catalogue once for a benchmark.
func catalogueFolder(tb testing.TB, exe string) string {
	tb.Helper()
	dir := filepath.Join(tb.TempDir(), "d")
	if out, err := exec.Command(exe, "import", "--dir", dir, catalogueFile).CombinedOutput(); err != nil {
		tb.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// BenchmarkStart is the time from starting serve until /readyz answers.
func BenchmarkStart(b *testing.B) {
	needCatalogue(b)
	exe := binary(b)
	dir := catalogueFolder(b, exe)
	for b.Loop() {
		addr, stop := startServer(b, exe, dir)
		waitReady(b, addr)
		b.StopTimer()
		stop()
		b.StartTimer()
	}
}

// BenchmarkSearchPage has the search page made for every question of the
// development set in turn, and reports the median and the 99th percentile of
// the time at the server, compression included; and the median of the same for
// bots, whose searches are not counted.
func BenchmarkSearchPage(b *testing.B) {
	needCatalogue(b)
	f, err := openFolder(b.Context(), catalogueFolder(b, binary(b)), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	ix, _, err := f.ownIndex(b.Context(), "benchmark")
	if err != nil {
		b.Fatal(err)
	}
	defer ix.Close()
	calmGC()
	site, err := web.New(web.Config{
		Store: f.store, Searcher: ix, Settings: func() data.Settings { return data.Settings{PublicURL: "http://localhost:8080"} }, Ready: func() bool { return true },
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	page := func(q, agent string) time.Duration {
		r := httptest.NewRequest(http.MethodGet, "/tim-kiem?q="+url.QueryEscape(q), nil)
		r.Header.Set("Accept-Encoding", "gzip")
		r.Header.Set("User-Agent", agent)
		w := httptest.NewRecorder()
		start := time.Now()
		site.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatalf("%s: status %d", q, w.Code)
		}
		return time.Since(start)
	}
	queries := benchQueries(b)
	for _, q := range queries[:50] { // warm up
		page(q, "")
	}
	var took, uncounted []time.Duration
	for i := 0; b.Loop(); i++ {
		q, reader := queries[i%len(queries)], fmt.Sprint("reader ", i)
		if i%2 == 0 { // whoever comes second finds everything warm
			took = append(took, page(q, reader))
		}
		uncounted = append(uncounted, page(q, "bot"))
		if i%2 == 1 {
			took = append(took, page(q, reader))
		}
	}
	ms := func(took []time.Duration, p float64) float64 {
		slices.Sort(took)
		return float64(took[min(int(p*float64(len(took))), len(took)-1)].Microseconds()) / 1000
	}
	b.ReportMetric(ms(took, 0.50), "p50-ms")
	b.ReportMetric(ms(took, 0.99), "p99-ms")
	b.ReportMetric(ms(uncounted, 0.50), "uncounted-p50-ms")
}

func benchQueries(tb testing.TB) []string {
	tb.Helper()
	f, err := os.Open(queriesFile)
	if err != nil {
		tb.Skip("needs the development queries beside the catalogue")
	}
	defer f.Close()
	var out []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var q struct{ Query string }
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			tb.Fatal(err)
		}
		out = append(out, q.Query)
	}
	return out
}
