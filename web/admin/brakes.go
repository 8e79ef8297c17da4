package admin

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// brake slows down what fails again and again: free failures cost nothing, then
// the wait doubles from first to most.
type brake struct {
	free        int
	first, most time.Duration
}

// What is slowed down. One person at one place may mistype a few times; an
// account that is tried from many places and an office behind one address have
// more patience, for there others pay for it.
var (
	pairBrake    = brake{5, 2 * time.Second, 5 * time.Minute}
	accountBrake = brake{20, 2 * time.Second, time.Minute}
	addressBrake = brake{50, time.Second, 30 * time.Second}
)

const (
	maxTries  = 20_000         // that are remembered
	triesStay = 12 * time.Hour // without another
)

// brakes remember failed tries, in memory alone, by numbers that lead back to
// nobody: HMACs of accounts and addresses with a key of this process. Nobody is
// shut out for good: after the wait the next try counts. Who has signed in from
// an address before is not held up there by what others try elsewhere.
type brakes struct {
	now func() time.Time
	key [sha256.Size]byte

	mu    sync.Mutex
	tries map[tryID]*tries
	known map[tryID]bool // accounts with addresses they have come in from
}

type tryID [16]byte

type tries struct {
	n           int
	last, until time.Time
}

func newBrakes(now func() time.Time) *brakes {
	b := &brakes{now: now, tries: map[tryID]*tries{}, known: map[tryID]bool{}}
	_, _ = rand.Read(b.key[:]) // it never fails
	return b
}

// take asks to try something of an account, "password lan", from an address,
// which may be empty. A wait means that nothing may be tried before. Otherwise
// the try counts as failed until done says that it was right: many at once gain
// nothing.
func (b *brakes) take(account, address string) (wait time.Duration, t *try) {
	t = &try{b: b, pair: b.id("pair", account, address)}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	b.sweep(now)
	whole := b.id("account", account)
	type held struct {
		id tryID
		brake
	}
	all := []held{{t.pair, pairBrake}, {whole, accountBrake}}
	if address != "" {
		all = append(all, held{b.id("address", address), addressBrake})
	}
	for _, h := range all {
		e := b.tries[h.id]
		if e == nil {
			continue
		}
		if e.last.After(now) { // the clock was set back
			e.last, e.until = now, now.Add(e.until.Sub(e.last))
		}
		if h.id != whole || !b.known[t.pair] {
			wait = max(wait, e.until.Sub(now))
		}
	}
	if wait > 0 {
		return wait, nil
	}
	for _, h := range all {
		e := b.tries[h.id]
		if e == nil {
			e = &tries{}
			b.tries[h.id] = e
		}
		e.n++
		e.last = now
		if over := e.n - h.free; over >= 0 {
			e.until = now.Add(min(h.first<<min(over, 16), h.most))
		}
		t.counted = append(t.counted, h.id)
	}
	t.Failed = b.tries[whole].n
	return 0, t
}

// try is one that was let through.
type try struct {
	Failed  int // of the account, one behind the other, this one included
	b       *brakes
	pair    tryID
	counted []tryID
}

// done says that the try was right: what went wrong before is forgotten.
func (t *try) done() {
	t.b.mu.Lock()
	defer t.b.mu.Unlock()
	for _, id := range t.counted {
		delete(t.b.tries, id)
	}
	if len(t.b.known) >= maxTries {
		clear(t.b.known)
	}
	t.b.known[t.pair] = true
}

// sweep makes room: for the old ones first, then for any.
func (b *brakes) sweep(now time.Time) {
	if len(b.tries) < maxTries {
		return
	}
	for id, e := range b.tries {
		if now.Sub(e.last) > triesStay {
			delete(b.tries, id)
		}
	}
	for id := range b.tries {
		if len(b.tries) < maxTries/2 {
			return
		}
		delete(b.tries, id)
	}
}

func (b *brakes) id(parts ...string) (id tryID) {
	mac := hmac.New(sha256.New, b.key[:])
	for _, p := range parts {
		mac.Write([]byte(p))
		mac.Write([]byte{0})
	}
	copy(id[:], mac.Sum(nil))
	return id
}

// addressOf is where a request comes from, as far as that tells people apart:
// empty for a proxy on this machine that does not say for whom it asks. What a
// header claims counts only there. One customer has a whole IPv6 network.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err == nil && ip.IsLoopback() {
		said := r.Header.Values("X-Forwarded-For")
		if len(said) == 0 {
			return ""
		}
		last := said[len(said)-1] // the proxy's own words come last
		ip, err = netip.ParseAddr(strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:]))
	}
	if err != nil {
		return ""
	}
	bits := 32
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		bits = 64
	}
	network, err := ip.Prefix(bits)
	if err != nil {
		return ""
	}
	return network.String()
}
