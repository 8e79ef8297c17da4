package ingest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"tracuu/data"
)

// How an address outside is asked.
const (
	hostPause    = 2 * time.Second // between two requests to one host
	askTimeout   = 15 * time.Second
	maxHops      = 5
	longestDelay = 7 * 24 * time.Hour // that a Retry-After is honoured
)

// ErrPrivate is the refusal to talk to a network of the house.
var ErrPrivate = errors.New("an address of a private network")

// OutsideChecker opens addresses outside to see whether they are there, with
// care for those who are asked: one request a host at a time and a pause after
// it, the head alone where that is answered, and later where that is asked for.
// Make it with NewOutsideChecker; it is safe for concurrent use.
type OutsideChecker struct {
	agent  string
	now    func() time.Time
	sleep  func(context.Context, time.Duration) error
	client *http.Client

	mu    sync.Mutex
	hosts map[string]*turn
}

// turn lets one after the other ask a host.
type turn struct {
	gate chan struct{} // holds one while nobody asks
	next time.Time     // when the next may
}

// NewOutsideChecker makes a checker that names the public address of the site
// to those it asks. allowPrivate lets it into networks of the house.
func NewOutsideChecker(publicURL string, now func() time.Time, sleep func(context.Context, time.Duration) error, allowPrivate bool) *OutsideChecker {
	return &OutsideChecker{
		agent: "tracuu-link-check/1.0 (+" + publicURL + ")", now: now, sleep: sleep, hosts: map[string]*turn{},
		client: &http.Client{
			Timeout:       askTimeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport:     NewTransport(askTimeout, allowPrivate),
		},
	}
}

// NewTransport makes what connects to the web within the given time, to one
// host once at a time and, unless allowPrivate, never to a network of the
// house: that is asked of the very address which a name or redirect has led to.
func NewTransport(timeout time.Duration, allowPrivate bool) *http.Transport {
	dialer := &net.Dialer{Timeout: timeout, Control: func(_, address string, _ syscall.RawConn) error {
		if at, err := netip.ParseAddrPort(address); !allowPrivate && (err != nil || !isPublic(at.Addr().Unmap())) {
			return ErrPrivate
		}
		return nil
	}}
	return &http.Transport{ // no proxy: what it connects to could not be told
		DialContext: dialer.DialContext, MaxConnsPerHost: 1, IdleConnTimeout: 2 * hostPause,
		TLSHandshakeTimeout: timeout, MaxResponseHeaderBytes: 64 << 10,
	}
}

// shared are networks that no page of the public stands in, beside those that
// package netip knows.
var shared = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
}

func isPublic(ip netip.Addr) bool {
	for _, p := range shared {
		if p.Contains(ip) {
			return false
		}
	}
	return ip.IsGlobalUnicast() && !ip.IsPrivate()
}

// Check opens an address and follows where it leads. Ending ctx answers
// data.ProblemLater.
func (c *OutsideChecker) Check(ctx context.Context, address string) data.OutsideCheck {
	found := data.OutsideCheck{Address: address}
	at, err := url.Parse(address)
	for range maxHops + 1 {
		if err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" {
			found.Problem = data.ProblemAddress
			return found
		}
		var res *http.Response
		if res, err = c.open(ctx, at); err != nil {
			found.Status, found.Problem = 0, problemOf(ctx, err)
			return found
		}
		found.Status = res.StatusCode
		to := res.Header.Get("Location")
		if res.StatusCode < 300 || res.StatusCode > 399 || to == "" {
			found.Problem = statusProblem(res.StatusCode)
			if found.Later = c.later(res); !found.Later.IsZero() && found.Problem != "" {
				found.Problem = data.ProblemLater
			}
			return found
		}
		at, err = at.Parse(to)
	}
	found.Problem = data.ProblemCircle
	return found
}

// open asks for the head of a page, and for its first byte where that is not
// answered well.
func (c *OutsideChecker) open(ctx context.Context, at *url.URL) (*http.Response, error) {
	res, err := c.ask(ctx, http.MethodHead, at)
	if err != nil || res.StatusCode < http.StatusBadRequest || res.Header.Get("Retry-After") != "" || res.StatusCode == http.StatusTooManyRequests {
		return res, err
	}
	return c.ask(ctx, http.MethodGet, at)
}

// ask sends one request when it is the host's turn.
func (c *OutsideChecker) ask(ctx context.Context, method string, at *url.URL) (*http.Response, error) {
	done, err := c.wait(ctx, at.Hostname())
	if err != nil {
		return nil, err
	}
	defer done()
	req, err := http.NewRequestWithContext(ctx, method, at.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", data.ErrInvalid, err)
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "*/*")
	if method == http.MethodGet {
		req.Header.Set("Range", "bytes=0-0")
	}
	res, err := c.client.Do(req)
	if err != nil {
		return nil, err
	}
	_, _ = io.CopyN(io.Discard, res.Body, 4<<10) // so that the connection can be used again
	return res, res.Body.Close()
}

// wait waits until a host may be asked; done lets the next one.
func (c *OutsideChecker) wait(ctx context.Context, host string) (done func(), err error) {
	host = strings.ToLower(host)
	c.mu.Lock()
	t := c.hosts[host]
	if t == nil {
		t = &turn{gate: make(chan struct{}, 1)}
		t.gate <- struct{}{}
		c.hosts[host] = t
	}
	c.mu.Unlock()
	select {
	case <-t.gate:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// A clock that was set back lets nobody wait longer than the pause.
	if err := c.sleep(ctx, min(t.next.Sub(c.now()), hostPause)); err != nil {
		t.gate <- struct{}{}
		return nil, err
	}
	return func() {
		t.next = c.now().Add(hostPause)
		t.gate <- struct{}{}
	}, nil
}

// later is when an answer asks to come again; zero if it does not.
func (c *OutsideChecker) later(res *http.Response) time.Time {
	given := res.Header.Get("Retry-After")
	if given == "" {
		if res.StatusCode == http.StatusTooManyRequests {
			return c.now().Add(time.Hour)
		}
		return time.Time{}
	}
	at, err := http.ParseTime(given)
	if err != nil {
		seconds, err := strconv.ParseInt(given, 10, 32)
		if err != nil || seconds < 0 {
			return time.Time{}
		}
		at = c.now().Add(time.Duration(seconds) * time.Second)
	}
	if latest := c.now().Add(longestDelay); at.After(latest) {
		return latest
	}
	return at
}

func statusProblem(status int) data.Problem {
	switch {
	case status < http.StatusBadRequest:
		return ""
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusTooManyRequests,
		status == http.StatusUnavailableForLegalReasons, status == http.StatusRequestedRangeNotSatisfiable:
		return data.ProblemRefused
	case status >= http.StatusInternalServerError:
		return data.ProblemServer
	}
	return data.ProblemGone
}

func problemOf(ctx context.Context, err error) data.Problem {
	var name *net.DNSError
	var tlsFault *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return data.ProblemLater
	case errors.Is(err, ErrPrivate):
		return data.ProblemPrivate
	case errors.Is(err, data.ErrInvalid):
		return data.ProblemAddress
	case errors.As(err, &tlsFault), errors.As(err, &record):
		return data.ProblemTLS
	case errors.As(err, &name) && name.IsNotFound:
		return data.ProblemName
	}
	return data.ProblemConnect
}
