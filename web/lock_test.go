package web_test

import (
	"database/sql"
	"net/http"
	"sync"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web"
)

// holdWrites is another process that writes and does not end before release.
func (s *site) holdWrites() (release func()) {
	s.Helper()
	other, err := sql.Open("sqlite3", s.path)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		if err := other.Close(); err != nil {
			s.Errorf("close other writer: %v", err)
		}
	})
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(s.Context(), "BEGIN IMMEDIATE"); err != nil {
		s.Fatal(err)
	}
	return func() {
		s.Helper()
		if _, err := other.ExecContext(s.Context(), "ROLLBACK"); err != nil {
			s.Fatal(err)
		}
	}
}

// TestReadingWhileWriting: nobody who reads waits for somebody who writes, and
// a page whose code cannot be made yet gets it afterwards.
func TestReadingWhileWriting(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *web.Config) { c.CodeWait = 100 * time.Millisecond })
	wall := s.link(data.Link{Target: procedureTarget, PlacementID: s.newPlace("Ủy ban nhân dân phường Thử")})
	release := s.holdWrites()
	shown := func(path string) string {
		t.Helper()
		start := time.Now()
		a := s.get(path)
		if took := time.Since(start); a.status != http.StatusOK || took > 2*time.Second {
			t.Errorf("%s: status %d after %s", path, a.status, took)
			return ""
		}
		codes := texts(find(a.doc, ".qr .code"))
		if len(codes) == 0 {
			return ""
		}
		return codes[0]
	}
	for range 2 {
		if got := shown("/q/" + wall); got != qr.Code(wall).Print() {
			t.Errorf("the scanned page shows the code %q, want %s", got, wall)
		}
	}
	var readers sync.WaitGroup
	for _, path := range []string{"/thu-tuc/1.001193", "/thu-tuc/1.001193", "/thu-tuc/1.004222", s.articlePath(fullArticle)} {
		readers.Go(func() {
			if got := shown(path); got != "" {
				t.Errorf("%s shows the code %q, which nobody can have kept", path, got)
			}
		})
	}
	readers.Wait()
	release()
	for deadline := time.Now().Add(10 * time.Second); shown("/thu-tuc/1.001193") == "" || shown("/thu-tuc/1.004222") == ""; {
		if time.Now().After(deadline) {
			t.Fatal("the pages have no codes after the writing")
		}
	}
	if got := shown("/q/" + wall); got == qr.Code(wall).Print() {
		t.Error("the scanned page does not show the page's own code")
	}
}
