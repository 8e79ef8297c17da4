package web

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"tracuu/data"
	"tracuu/web/format"
)

// Counter gathers scans and views in memory, per target and day and nothing
// else, and writes them together. At a crash at most what came since the last
// Flush is lost.
type Counter struct {
	store interface {
		AddCounts(ctx context.Context, c data.Counts) error
	}
	now func() time.Time
	log *slog.Logger

	mu    sync.Mutex
	scans map[scanKey]int64
	views map[viewKey]int64
}

type scanKey struct {
	code    string
	day     data.Date
	outcome data.Outcome
}

type viewKey struct {
	target data.Target
	day    data.Date
}

func newCounter(store Store, now func() time.Time, log *slog.Logger) *Counter {
	return &Counter{store: store, now: now, log: log, scans: map[scanKey]int64{}, views: map[viewKey]int64{}}
}

func (c *Counter) today() data.Date { return data.NewDate(c.now().In(format.Hanoi)) }

// Scan counts the opening of a printed code, and the view it leads to, if a
// person stands behind the request.
func (c *Counter) Scan(r *http.Request, link data.Link) {
	if !counts(r) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.scans[scanKey{link.Code, c.today(), data.OutcomeShown}]++
	c.views[viewKey{link.Target, c.today()}]++
}

// View counts the reading of a page if a person stands behind the request.
func (c *Counter) View(r *http.Request, target data.Target) {
	if !counts(r) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.views[viewKey{target, c.today()}]++
}

// Pending is how many views of a target are not written yet.
func (c *Counter) Pending(target data.Target) (n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.views[viewKey{target, c.today()}]
}

// Flush writes what has been counted. What cannot be written is kept for the
// next time.
func (c *Counter) Flush(ctx context.Context) error {
	c.mu.Lock()
	scans, views := c.scans, c.views
	c.scans, c.views = map[scanKey]int64{}, map[viewKey]int64{}
	c.mu.Unlock()
	if len(scans)+len(views) == 0 {
		return nil
	}
	var counts data.Counts
	for k, n := range scans {
		counts.Scans = append(counts.Scans, data.Scan{Code: k.code, Day: k.day, Outcome: k.outcome, Count: n})
	}
	for k, n := range views {
		counts.Views = append(counts.Views, data.View{Target: k.target, Day: k.day, Count: n})
	}
	err := c.store.AddCounts(ctx, counts)
	if err != nil {
		c.putBack(scans, views)
	}
	return err
}

func (c *Counter) putBack(scans map[scanKey]int64, views map[viewKey]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, n := range c.scans {
		scans[k] += n
	}
	for k, n := range c.views {
		views[k] += n
	}
	c.scans, c.views = scans, views
}

// counts reports whether a request is a person reading: a GET that is neither
// a prefetch, nor a link preview, nor a bot.
func counts(r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	for _, h := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		v := strings.ToLower(r.Header.Get(h))
		if strings.Contains(v, "prefetch") || strings.Contains(v, "preview") {
			return false
		}
	}
	return !isBot(r.UserAgent())
}

// botWords are parts of the agent strings by which crawlers, link previews and
// monitors name themselves. Plain HTTP clients are not among them: offices read
// through programs too.
var botWords = []string{
	"bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "facebookcatalog", "zalo/link",
	"whatsapp/", "embedly", "lighthouse", "pingdom", "uptime", "monitor",
}

func isBot(agent string) bool {
	agent = strings.ReplaceAll(strings.ToLower(agent), "cubot", "") // a make of phone
	return slices.ContainsFunc(botWords, func(w string) bool { return strings.Contains(agent, w) })
}
