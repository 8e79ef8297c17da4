package web

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"
)

// TestReaders: people are told apart by address and browser for five minutes.
func TestReaders(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	c := newReaders(100, func() time.Time { return now })
	meet := func(address, agent string, header ...string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = address
		r.Header.Set("User-Agent", agent)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		c.meet(r)
	}
	for i, step := range []struct {
		after time.Duration
		do    func()
		want  int
	}{
		{0, func() {}, 0},
		{0, func() { meet("10.0.0.1:1000", "A") }, 1},
		{0, func() { meet("10.0.0.1:2000", "A") }, 1}, // another connection of the same phone
		{0, func() { meet("10.0.0.1:1000", "B") }, 2}, // another phone behind the same address
		{time.Minute, func() { meet("[2001:db8::1]:1000", "A") }, 3},
		{0, func() { meet("10.0.0.1:1000", "A", "X-Forwarded-For", "10.9.9.9", "Forwarded", "for=10.9.9.9") }, 3},
		{0, func() { meet("10.0.0.9:1", "Googlebot/2.1") }, 3},
		{0, func() { meet("10.0.0.9:1", "A", "Sec-Purpose", "prefetch") }, 3},
		{4 * time.Minute, func() {}, 2}, // B has gone, A was seen again
		{time.Minute, func() {}, 0},
	} {
		now = now.Add(step.after)
		step.do()
		if got := c.count(); got != step.want {
			t.Errorf("step %d: %d readers, want %d", i, got, step.want)
		}
	}
}

// TestReadersBounded: the set never grows beyond its bound, and has room again
// when people have gone.
func TestReadersBounded(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	c := newReaders(50, func() time.Time { return now })
	come := func(n int) {
		for i := range n {
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = fmt.Sprintf("10.0.%d.%d:1", i/250, i%250)
			r.Header.Set("User-Agent", now.String())
			c.meet(r)
		}
	}
	come(2000)
	if got := c.count(); got != 50 || len(c.seen) != 50 {
		t.Errorf("%d readers, want the bound", got)
	}
	now = now.Add(readerStays)
	come(20)
	if got := c.count(); got != 20 {
		t.Errorf("%d readers after the others have gone, want 20", got)
	}
}

// TestReadersUnknown: the same person has another number in another run, and
// the number holds neither address nor browser.
func TestReadersUnknown(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", "/", nil)
	a, b := newReaders(1, time.Now), newReaders(1, time.Now)
	here := a.id(r, "")
	if again := a.id(r, ""); again != here {
		t.Error("a reader has two numbers in one run")
	}
	if b.id(r, "") == here {
		t.Error("a reader has the same number in another run")
	}
}
