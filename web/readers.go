package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	readerStays = 5 * time.Minute // how long somebody counts as reading
	maxReaders  = 20_000          // how many are known at most; about 2 MB
	sweepEvery  = time.Second     // how often those who have gone are looked for
)

// readers tells how many people read the site now. They are known for five
// minutes, in memory alone, by a number that nobody can lead back to an address
// or to an earlier run: an HMAC with a key of this process. When the set is
// full, those who come are not counted, so that the number is at least that many.
type readers struct {
	now   func() time.Time
	key   [sha256.Size]byte
	limit int

	mu    sync.Mutex
	seen  map[readerID]time.Time // when last
	swept time.Time
}

type readerID [16]byte

func newReaders(limit int, now func() time.Time) *readers {
	c := &readers{now: now, limit: limit, seen: map[readerID]time.Time{}}
	rand.Read(c.key[:]) // never fails
	return c
}

// meet counts the person behind a request, if there is one.
func (c *readers) meet(r *http.Request) {
	if !counts(r) {
		return
	}
	id, now := c.id(r, ""), c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.seen[id]; !known && len(c.seen) >= c.limit {
		if c.sweep(now); len(c.seen) >= c.limit {
			return
		}
	}
	c.seen[id] = now
}

// id tells readers apart: those of one address by their browsers. The address
// is that of the connection; what a header claims could be anybody's. With a
// query it tells apart what each of them asks.
func (c *readers) id(r *http.Request, query string) (id readerID) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	mac := hmac.New(sha256.New, c.key[:])
	mac.Write([]byte(host))
	mac.Write([]byte{0})
	mac.Write([]byte(r.UserAgent()))
	if query != "" {
		mac.Write([]byte{0})
		mac.Write([]byte(strings.Join(strings.Fields(strings.ToLower(query)), " ")))
	}
	copy(id[:], mac.Sum(nil))
	return id
}

// count is how many read now.
func (c *readers) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep(c.now())
	return len(c.seen)
}

// sweep forgets those who have gone.
func (c *readers) sweep(now time.Time) {
	if passed := now.Sub(c.swept); passed >= 0 && passed < sweepEvery {
		return
	}
	c.swept = now
	for id, at := range c.seen {
		if now.Sub(at) >= readerStays {
			delete(c.seen, id)
		}
	}
}
