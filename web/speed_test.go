package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tracuu/data"
)

// BenchmarkSymbol asks for symbols over kept connections, of us and of a bare
// handler that writes the same bytes, turn and turn about in one run.
func BenchmarkSymbol(b *testing.B) {
	for _, encoding := range []string{"identity", "gzip"} {
		b.Run(encoding, func(b *testing.B) { benchmarkSymbol(b, encoding) })
	}
}

func benchmarkSymbol(b *testing.B, encoding string) {
	s := newSite(b)
	const codes = 50
	var paths []string
	files := map[string]answer{}
	for i := range codes {
		path := "/qr/" + s.linkTo(data.KindPage, fmt.Sprint("/?n=", i)) + ".svg"
		paths, files[path] = append(paths, path), s.get(path, "Accept-Encoding", encoding)
	}
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := files[r.URL.Path]
		w.Header().Set("Content-Type", "image/svg+xml")
		if encoding == "gzip" {
			w.Header().Set("Content-Encoding", "gzip")
		}
		if _, err := w.Write(a.body); err != nil {
			b.Error(err)
		}
	}))
	defer bare.Close()
	run := func(url string, n int) time.Duration {
		const readers = 4
		var next atomic.Int64
		var wg sync.WaitGroup
		start := time.Now()
		for range readers {
			wg.Go(func() {
				for i := next.Add(1); i <= int64(n); i = next.Add(1) {
					path := paths[int(i)%codes]
					if n := fetchBytes(b, url+path, encoding); n != len(files[path].body) {
						b.Errorf("%s: %d bytes", path, n)
						return
					}
				}
			})
		}
		wg.Wait()
		return time.Since(start)
	}
	run(bare.URL, 200)
	run(s.url, 200)
	const round = 500
	var ours, theirs time.Duration
	n := 0
	for b.Loop() {
		theirs += run(bare.URL, round)
		ours += run(s.url, round)
		n += round
	}
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "of-bare")
	b.ReportMetric(float64(n)/ours.Seconds(), "ours/s")
	b.ReportMetric(float64(n)/theirs.Seconds(), "bare/s")
}

func fetchBytes(tb testing.TB, url, encoding string) int {
	req, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, url, nil)
	if err != nil {
		tb.Error(err)
		return 0
	}
	req.Header.Set("Accept-Encoding", encoding)
	res, err := asIs.Do(req)
	if err != nil {
		tb.Error(err)
		return 0
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		tb.Errorf("%s: status %d, %v", url, res.StatusCode, err)
	}
	return int(n)
}

// BenchmarkScan opens codes 500 times a second, whatever the answers take, with
// counts written meanwhile, and reports how long the readers wait.
func BenchmarkScan(b *testing.B) {
	s := newSite(b)
	var paths []string
	for _, code := range []string{"1.001193", "1.000894", "1.004222", "1.013225", "1.012753", fullCode} {
		for i := range 20 {
			place, err := s.db.EnsurePlacement(b.Context(), data.Placement{Office: fmt.Sprint("Nơi ", i)})
			if err != nil {
				b.Fatal(err)
			}
			paths = append(paths, "/q/"+s.link(data.Link{Target: data.Target{Kind: data.KindProcedure, Key: code}, PlacementID: place.ID}))
		}
	}
	for _, p := range paths {
		fetchBytes(b, s.url+p, "gzip")
	}
	stop := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(800 * time.Millisecond):
				s.flush()
			}
		}
	})
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as serve has it
	runtime.GC()
	const rate, seconds = 500, 4
	var took []time.Duration
	for b.Loop() {
		took = append(took, pace(b, s.url, paths, rate, rate*seconds)...)
	}
	close(stop)
	writer.Wait()
	slices.Sort(took)
	ms := func(p float64) float64 { return float64(took[int(p*float64(len(took)-1))].Microseconds()) / 1000 }
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
	b.ReportMetric(ms(1), "max-ms")
	s.flush()
	var counted int64
	for _, p := range paths {
		counted += s.outcomes(strings.TrimPrefix(p, "/q/"))[data.OutcomeShown]
	}
	if want := int64(len(took) + len(paths)); counted != want {
		b.Errorf("%d scans are counted, %d were made", counted, want)
	}
}

// pace asks for n pages at a steady rate and answers how long each took from
// the moment it was due.
func pace(b *testing.B, url string, paths []string, rate, n int) []time.Duration {
	took := make([]time.Duration, n)
	var wg sync.WaitGroup
	start := time.Now()
	for i := range n {
		due := start.Add(time.Duration(i) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		wg.Go(func() {
			fetchBytes(b, url+paths[i%len(paths)], "gzip")
			took[i] = time.Since(due)
		})
	}
	wg.Wait()
	return took
}
