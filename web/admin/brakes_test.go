package admin

import (
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestBrakes: who pays for whose mistakes.
func TestBrakes(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	fail := func(b *brakes, n int, account, address string) {
		for i := range n {
			numbered := strings.NewReplacer("%d", strconv.Itoa(i))
			_, _ = b.take(numbered.Replace(account), numbered.Replace(address))
		}
	}
	for _, one := range []struct {
		name  string
		do    func(b *brakes)
		least time.Duration // lan waits from the office
		most  time.Duration
	}{
		{"nothing happened", func(*brakes) {}, 0, 0},
		{"lan has mistyped four times", func(b *brakes) { fail(b, 4, "lan", "office") }, 0, 0},
		{"lan has mistyped five times", func(b *brakes) { fail(b, 5, "lan", "office") }, time.Second, 2 * time.Second},
		{"a colleague mistypes without end", func(b *brakes) { fail(b, 1000, "minh", "office") }, 0, 0},
		{"lan is tried from everywhere", func(b *brakes) { fail(b, 1000, "lan", "far %d") }, time.Second, time.Minute},
		{"everybody is tried from the office", func(b *brakes) { fail(b, 1000, "user %d", "office") }, time.Second, 30 * time.Second},
		{"lan is tried from everywhere, but has come in from the office", func(b *brakes) {
			_, try := b.take("lan", "office")
			try.done()
			fail(b, 1000, "lan", "far %d")
		}, 0, 0},
		{"lan has come in after mistyping", func(b *brakes) {
			fail(b, 4, "lan", "office")
			_, try := b.take("lan", "office")
			try.done()
			fail(b, 4, "lan", "office")
		}, 0, 0},
		{"the clock was set back a year", func(b *brakes) {
			now = now.AddDate(1, 0, 0)
			for range 20 {
				fail(b, 1, "lan", "office")
				now = now.Add(5 * time.Minute)
			}
			now = now.AddDate(-1, 0, 0)
		}, time.Second, 5 * time.Minute},
		{"so many are tried that some are forgotten", func(b *brakes) { fail(b, 3*maxTries, "user %d", "far %d") }, 0, 0},
	} {
		b := newBrakes(func() time.Time { return now })
		one.do(b)
		if len(b.tries) > maxTries+3 {
			t.Errorf("%s: %d are remembered", one.name, len(b.tries))
		}
		wait, _ := b.take("lan", "office")
		if wait < one.least || wait > one.most {
			t.Errorf("%s: lan waits %v", one.name, wait)
		}
		now = now.Add(wait)
		if again, try := b.take("lan", "office"); wait > 0 && (again > 0 || try == nil) {
			t.Errorf("%s: after the wait lan waits %v more", one.name, again)
		}
	}
}

func TestAddressOf(t *testing.T) {
	for _, one := range []struct{ remote, forwarded, want string }{
		{"203.0.113.7:1234", "", "203.0.113.7/32"},
		{"203.0.113.7:1234", "198.51.100.1", "203.0.113.7/32"}, // anybody can claim that
		{"[2001:db8:1:2:3::4]:1234", "", "2001:db8:1:2::/64"},
		{"[::ffff:203.0.113.7]:1234", "", "203.0.113.7/32"},
		{"[fe80::1%eth0]:1234", "", "fe80::/64"},
		{"127.0.0.1:1234", "", ""},
		{"127.0.0.1:1234", "198.51.100.1", "198.51.100.1/32"},
		{"[::1]:1234", "10.0.0.1, 198.51.100.1", "198.51.100.1/32"},
		{"127.0.0.1:1234", "unknown", ""},
		{"@", "", ""},
	} {
		r := httptest.NewRequest("POST", "/", nil)
		r.RemoteAddr = one.remote
		if one.forwarded != "" {
			r.Header.Set("X-Forwarded-For", one.forwarded)
		}
		if got := addressOf(r); got != one.want {
			t.Errorf("%s for %s is %q, want %q", one.remote, one.forwarded, got, one.want)
		}
	}
}
