package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"tracuu/data"
	"tracuu/web/format"
)

// Counter gathers scans, views, applications and feedback in memory, per code or target
// and day and nothing else, and writes them together. At a crash at most what
// came since the last Flush is lost.
type Counter struct {
	store interface {
		AddCounts(ctx context.Context, c data.Counts) error
	}
	now func() time.Time
	log *slog.Logger

	flushing sync.Mutex

	mu      sync.Mutex
	got     tallies
	writing tallies // taken out of got and not yet known to be written
}

// tallies are counts by what they are of.
type tallies struct {
	scans    map[scanKey]int64
	views    map[viewKey]int64
	applies  map[applyKey]int64
	feedback map[feedbackKey]int64
}

func newTallies() tallies {
	return tallies{
		scans: map[scanKey]int64{}, views: map[viewKey]int64{}, applies: map[applyKey]int64{}, feedback: map[feedbackKey]int64{},
	}
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

type applyKey struct {
	procedure, code string
	day             data.Date
}

type feedbackKey struct {
	target data.Target
	day    data.Date
	answer data.Answer
}

func newCounter(store Store, now func() time.Time, log *slog.Logger) *Counter {
	return &Counter{store: store, now: now, log: log, got: newTallies()}
}

func (c *Counter) today() data.Date { return data.NewDate(c.now().In(format.Hanoi)) }

// Scan counts the opening of a code with its outcome if a person stands behind
// the request. The code of data.OutcomeUnknown is empty.
func (c *Counter) Scan(r *http.Request, code string, o data.Outcome) {
	c.count(r, func(t tallies) { t.scans[scanKey{code, c.today(), o}]++ })
}

// View counts the reading of a page if a person stands behind the request.
func (c *Counter) View(r *http.Request, target data.Target) {
	c.count(r, func(t tallies) { t.views[viewKey{target, c.today()}]++ })
}

// Apply counts a person who goes on from a procedure to the national portal;
// code is the existing short code that person came by, or empty.
func (c *Counter) Apply(r *http.Request, procedure, code string) {
	c.count(r, func(t tallies) { t.applies[applyKey{procedure, code, c.today()}]++ })
}

// Feedback counts what a person who read a page says of it; target is an
// existing one.
func (c *Counter) Feedback(r *http.Request, target data.Target, answer data.Answer) {
	if byPerson(r) {
		c.add(func(t tallies) { t.feedback[feedbackKey{target, c.today(), answer}]++ })
	}
}

func (c *Counter) count(r *http.Request, add func(tallies)) {
	if counts(r) {
		c.add(add)
	}
}

func (c *Counter) add(add func(tallies)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	add(c.got)
}

// Pending is how many views of a target are not known to be written yet.
func (c *Counter) Pending(target data.Target) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := viewKey{target, c.today()}
	return c.got.views[k] + c.writing.views[k]
}

// Total is how many counts of all sorts are not known to be written yet.
func (c *Counter) Total() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.got.total() + c.writing.total()
}

// Flush writes what has been counted. What cannot be written is kept for the
// next time. Flushes come one after the other.
func (c *Counter) Flush(ctx context.Context) error {
	c.flushing.Lock()
	defer c.flushing.Unlock()
	c.mu.Lock()
	c.writing, c.got = c.got, newTallies()
	counts := c.writing.counts()
	c.mu.Unlock()
	if len(counts.Scans)+len(counts.Views)+len(counts.Applies)+len(counts.Feedback) == 0 {
		return nil
	}
	err := c.store.AddCounts(ctx, counts)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		addTo(c.got.scans, c.writing.scans)
		addTo(c.got.views, c.writing.views)
		addTo(c.got.applies, c.writing.applies)
		addTo(c.got.feedback, c.writing.feedback)
	}
	c.writing = tallies{}
	return err
}

func addTo[K comparable](sum, more map[K]int64) {
	for k, n := range more {
		sum[k] += n
	}
}

func (t tallies) total() int64 {
	return sum(t.scans) + sum(t.views) + sum(t.applies) + sum(t.feedback)
}

func sum[K comparable](of map[K]int64) (n int64) {
	for _, k := range of {
		n += k
	}
	return n
}

func (t tallies) counts() (out data.Counts) {
	for k, n := range t.scans {
		out.Scans = append(out.Scans, data.Scan{Code: k.code, Day: k.day, Outcome: k.outcome, Count: n})
	}
	for k, n := range t.views {
		out.Views = append(out.Views, data.View{Target: k.target, Day: k.day, Count: n})
	}
	for k, n := range t.applies {
		out.Applies = append(out.Applies, data.Apply{Procedure: k.procedure, Code: k.code, Day: k.day, Count: n})
	}
	for k, n := range t.feedback {
		out.Feedback = append(out.Feedback, data.Feedback{Target: k.target, Day: k.day, Answer: k.answer, Count: n})
	}
	return out
}
