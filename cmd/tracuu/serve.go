package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"tracuu/data/ingest"
	"tracuu/data/sample"
	"tracuu/qr"
	"tracuu/search"
	"tracuu/web"
	"tracuu/web/admin"
)

type serveCmd struct {
	Addr       string   `env:"TRACUU_ADDR" default:":8080" placeholder:"MÁY:CỔNG" help:"Địa chỉ và cổng lắng nghe (${default})."`
	FormerHost []string `env:"TRACUU_SERVE_FORMER_HOST" placeholder:"TÊN-MIỀN" help:"Tên miền cũ đã in trong mã; mã cũ vẫn mở được. Ghi nhiều lần nếu có nhiều."`
	AllowHost  []string `env:"TRACUU_SERVE_ALLOW_HOST" placeholder:"TÊN-MIỀN" help:"Tên miền ngoài .gov.vn mà mã được dẫn tới; .tên-miền là mọi tên miền con. Ghi nhiều lần nếu có nhiều."`
	Verbose    bool     `env:"TRACUU_VERBOSE" help:"Ghi từng lượt truy cập (không ghi người truy cập và nội dung tìm)."`
}

const (
	followEvery   = 300 * time.Millisecond // how often the store is asked for changes
	rankEvery     = 5 * time.Minute        // how often what is read most is looked at
	rankDepth     = 200                    // procedures that count as much read
	followAtLeast = 30 * time.Second       // and how often while the index cannot be written
	flushEvery    = 800 * time.Millisecond // how often counts are written: with the writing, a second's worth can be lost
	effectEvery   = 5 * time.Second        // how often changes that are due are looked for
	lastFlush     = 5 * time.Second        // how long the end waits for the last counts to be written
	shutdownGrace = 10 * time.Second
)

// Run serves until ctx ends, then finishes what is under way.
func (c *serveCmd) Run(ctx context.Context, e *env, sh *shared) error {
	calmGC()
	given, err := c.settings(sh)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(e.stderr, &slog.HandlerOptions{Level: c.level()}))
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return explainListen(c.Addr, err)
	}
	defer listener.Close() // the server has closed it already, unless starting fails
	f, err := openFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer closing(log, "store", f.Close)
	lock, err := f.waitLock(ctx, "tracuu serve "+c.Addr, 10*time.Second)
	if err != nil {
		var held *errHeld
		if errors.As(err, &held) {
			return fmt.Errorf("%w. Mỗi lúc chỉ một tiến trình giữ chỉ mục của thư mục: hãy đợi hoặc dừng tiến trình kia, hoặc chọn thư mục khác bằng --dir", held)
		}
		return err
	}
	defer closing(log, "lock", lock.Close)
	here, err := publicURL("", listener.Addr())
	if err != nil {
		return err
	}
	set := &settings{given: given, here: here, log: log}
	if err := set.refresh(ctx, f.store); err != nil {
		return err
	}
	if err := fillEmpty(ctx, f, e); err != nil {
		return err
	}
	ix, err := f.openIndex(ctx)
	if err != nil {
		return err
	}
	province := sh.province(set.now())
	ix.SetProvince(province)
	defer closing(log, "index", ix.Close)

	var ready atomic.Bool
	outside := ingest.NewOutsideChecker(set.now().PublicURL, e.now, sleep, false)
	preview := &preview{}
	staff, err := admin.New(admin.Config{
		Store: f.store, Searcher: ix, Settings: set.now, Province: province, Now: e.now, Log: log,
		Clean: ingest.Typed{}, Preview: preview, Outside: outside, Importer: sentImporter{f, set.now, e.now}, Uploads: filepath.Join(f.dir, "uploads"),
	})
	if err != nil {
		return err
	}
	defer staff.Close()
	open := newPublisher(f, set.now, province, log)
	site, err := web.New(web.Config{
		Store: f.store, Searcher: ix, Settings: set.now, Province: province,
		Ready: ready.Load, Now: e.now, Log: log, Staff: staff, OpenData: open,
	})
	if err != nil {
		return err
	}
	preview.Server = site
	var jobs sync.WaitGroup
	jobCtx, stopJobs := context.WithCancel(context.Background())
	defer jobs.Wait()
	defer stopJobs()
	jobs.Go(func() { follow(jobCtx, ix, f, log, &ready, set, e.now) })
	jobs.Go(func() { flush(jobCtx, site.Counter(), log) })
	jobs.Go(func() { takeEffect(jobCtx, f.store, e.now, effectEvery, log) })
	watch := outsideWatch{f.store, outside, e.now, sleep, log}
	jobs.Go(func() { watch.run(jobCtx) })
	jobs.Go(func() { open.run(jobCtx) })

	fmt.Fprintf(e.stderr, "Trang đang chạy tại %s (thư mục %s). Nhấn Ctrl-C để dừng.\n", set.now().PublicURL, sh.Dir)
	if err := set.warn(ctx, f.store, e.stderr); err != nil {
		return err
	}
	return serve(ctx, listener, site)
}

// calmGC lets the heap of a server grow to five times what is in use before it
// is collected: a page is a few megabytes of short-lived rubbish, and little
// stays. GOGC overrides it.
func calmGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

func (c *serveCmd) level() slog.Level {
	if c.Verbose {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// serve answers requests until ctx ends; those under way may finish.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		graceful, cancel := context.WithTimeout(context.Background(), shutdownGrace)
		defer cancel()
		err := srv.Shutdown(graceful)
		if errors.Is(err, context.DeadlineExceeded) { // somebody who never ends a request
			err = srv.Close()
		}
		done <- err
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-done
}

// follow keeps the index at the newest change of the store. The site is ready
// once it has got there for the first time.
func follow(ctx context.Context, ix *search.Index, f *folder, log *slog.Logger, ready *atomic.Bool, set *settings, clock func() time.Time) {
	care := careFollower{ix: ix, store: f.store}
	var seen int64 = -1
	pause := followEvery
	var ranked time.Time
	for {
		_, newest, err := f.store.Stamp(ctx)
		if err == nil {
			err = set.refresh(ctx, f.store)
		}
		if err == nil && (newest != seen || ix.Broken() || ix.Stale()) {
			var n int
			if n, err = ix.CatchUp(ctx, f.store, nil); err == nil {
				seen = newest
				if n > 0 {
					log.Info("indexed", "records", n)
				}
			}
		}
		if err == nil {
			err = care.follow(ctx, newest, set.now().AllowedHosts, clock())
		}
		if now := time.Now(); err == nil && now.Sub(ranked) > rankEvery {
			var codes []string
			if codes, err = f.store.MostRead(ctx, rankDepth); err == nil {
				ix.SetPopular(codes)
				ranked = now
			}
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			pause = min(2*pause, followAtLeast) // a full disk stays full for a while
			log.Error("index does not follow the store", "error", err, "next_try_in", pause)
		default:
			pause = followEvery
			ready.Store(true)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// flush writes the counts again and again, and what is left when ctx ends. It
// may outlast ctx by lastFlush while another process holds the store, which
// cannot be called back from waiting.
func flush(ctx context.Context, c *web.Counter, log *slog.Logger) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for last := false; ; {
			err := c.Flush(context.WithoutCancel(ctx))
			if err != nil {
				log.Error("counts are not written yet", "pending", c.Total(), "error", err)
			}
			if last && err == nil {
				return
			}
			select {
			case <-ctx.Done():
				if last { // and could not write
					time.Sleep(flushEvery)
				}
				last = true
			case <-time.After(flushEvery):
			}
		}
	}()
	<-ctx.Done()
	soon, late := time.After(flushEvery), time.After(lastFlush)
	for {
		select {
		case <-done:
			return
		case <-soon:
			log.Warn("waiting for another process to write the last counts", "pending", c.Total(), "at_most", lastFlush)
		case <-late:
			log.Error("the last counts are not written", "lost", c.Total())
			return
		}
	}
}

// fillEmpty loads the sample into a folder that never held anything.
func fillEmpty(ctx context.Context, f *folder, e *env) error {
	procedures, articles, err := sample.Load()
	if err != nil {
		return err
	}
	units, err := sample.Units()
	if err != nil {
		return err
	}
	filled, err := f.store.FillIfEmpty(ctx, procedures, articles, units)
	if err != nil || !filled {
		return err
	}
	fmt.Fprintf(e.stderr, "Thư mục còn trống: đã nạp nội dung mẫu (%d thủ tục, %d tin). Nạp dữ liệu thật bằng \"tracuu import\".\n",
		len(procedures), len(articles))
	return nil
}

// publicURL checks the address that codes carry; without one it is this
// machine's own.
func publicURL(given string, addr net.Addr) (string, error) {
	if given == "" {
		port := "8080"
		if tcp, ok := addr.(*net.TCPAddr); ok {
			port = fmt.Sprint(tcp.Port)
		}
		given = "http://localhost:" + port
	}
	if err := qr.ValidatePublicURL(given); err != nil {
		return "", fmt.Errorf("%w: --public-url: %w", errUsage, err)
	}
	return given, nil
}

func explainListen(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("cổng %s đang được chương trình khác dùng. Hãy chọn cổng khác, ví dụ --addr :8081", addr)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("không được phép mở cổng %s. Hãy chọn cổng từ 1024 trở lên, ví dụ --addr :8080", addr)
	}
	return fmt.Errorf("không mở được địa chỉ %q: %w. Viết dạng :8080 hoặc 127.0.0.1:8080", addr, err)
}

// closing closes something at the end of a command, where an error can only be
// logged.
func closing(log *slog.Logger, what string, c func() error) {
	if err := c(); err != nil {
		log.Error("close", "what", what, "error", err)
	}
}
