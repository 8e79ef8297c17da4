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

// Counter gathers scans, views, applications, feedback and masked queries in
// memory, per code, target or text and day and nothing else, and writes them
// together. At a crash at most what came since the last Flush is lost, and which
// searches still wait for a tap.
type Counter struct {
	store interface {
		AddCounts(ctx context.Context, c data.Counts) error
		TidyQueries(ctx context.Context, today data.Date) error
	}
	asks *asks
	now  func() time.Time
	log  *slog.Logger

	flushing sync.Mutex
	tidied   data.Date // when queries were last tidied

	mu      sync.Mutex
	got     tallies
	writing tallies // taken out of got and not yet known to be written
}

// tallies are counts by what they are of.
type tallies struct {
	scans     map[scanKey]int64
	views     map[viewKey]int64
	codeViews map[codeViewKey]int64
	applies   map[applyKey]int64
	feedback  map[feedbackKey]int64
	queries   map[queryKey]data.Searches
}

func newTallies() tallies {
	return tallies{
		scans: map[scanKey]int64{}, views: map[viewKey]int64{}, codeViews: map[codeViewKey]int64{}, applies: map[applyKey]int64{},
		feedback: map[feedbackKey]int64{}, queries: map[queryKey]data.Searches{},
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

type codeViewKey struct {
	viewKey
	code string
}

type queryKey struct {
	text string // masked
	day  data.Date
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

func newCounter(store Store, asks *asks, now func() time.Time, log *slog.Logger) *Counter {
	return &Counter{store: store, asks: asks, now: now, log: log, got: newTallies()}
}

func (c *Counter) today() data.Date { return dayOf(c.now()) }

// dayOf is the day of a moment where the readers live.
func dayOf(t time.Time) data.Date { return data.NewDate(t.In(format.Hanoi)) }

// Scan counts the opening of a code with its outcome if a person stands behind
// the request. The code of data.OutcomeUnknown is empty.
func (c *Counter) Scan(r *http.Request, code string, o data.Outcome) {
	c.count(r, func(t tallies) { t.scans[scanKey{code, c.today(), o}]++ })
}

// View counts the reading of a page, and the code it was opened by, if a person
// stands behind the request.
func (c *Counter) View(r *http.Request, target data.Target) {
	c.count(r, func(t tallies) {
		k := viewKey{target, c.today()}
		t.views[k]++
		if code := arrivalOf(r.Context()).code; code != "" {
			t.codeViews[codeViewKey{k, code}]++
		}
	})
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
	settled := c.asks.settle(ctx)
	c.mu.Lock()
	c.got.addQueries(settled)
	c.writing, c.got = c.got, newTallies()
	counts := c.writing.counts()
	c.mu.Unlock()
	if counts.Today = c.today(); c.tidied != counts.Today {
		if err := c.store.TidyQueries(ctx, counts.Today); err != nil {
			c.putBack()
			return err
		}
		c.tidied = counts.Today
	}
	if c.writing.total() == 0 {
		return nil
	}
	if err := c.store.AddCounts(ctx, counts); err != nil {
		c.putBack()
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing = tallies{}
	return nil
}

// putBack keeps what could not be written.
func (c *Counter) putBack() {
	c.mu.Lock()
	defer c.mu.Unlock()
	addTo(c.got.scans, c.writing.scans)
	addTo(c.got.views, c.writing.views)
	addTo(c.got.codeViews, c.writing.codeViews)
	addTo(c.got.applies, c.writing.applies)
	addTo(c.got.feedback, c.writing.feedback)
	for k, n := range c.writing.queries {
		c.got.addQueries([]data.Query{{Text: k.text, Day: k.day, Searches: n}})
	}
	c.writing = tallies{}
}

func (t tallies) addQueries(qs []data.Query) {
	for _, q := range qs {
		k := queryKey{q.Text, q.Day}
		n := t.queries[k]
		n.Add(q.Searches)
		t.queries[k] = n
	}
}

func addTo[K comparable](sum, more map[K]int64) {
	for k, n := range more {
		sum[k] += n
	}
}

func (t tallies) total() int64 {
	n := sum(t.scans) + sum(t.views) + sum(t.applies) + sum(t.feedback) // views by codes are among the views
	for _, q := range t.queries {
		n += q.Uses + q.Untapped + q.Late
	}
	return n
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
	for k, n := range t.codeViews {
		out.CodeViews = append(out.CodeViews, data.CodeView{Target: k.target, Code: k.code, Day: k.day, Count: n})
	}
	for k, n := range t.queries {
		out.Queries = append(out.Queries, data.Query{Text: k.text, Day: k.day, Searches: n})
	}
	for k, n := range t.applies {
		out.Applies = append(out.Applies, data.Apply{Procedure: k.procedure, Code: k.code, Day: k.day, Count: n})
	}
	for k, n := range t.feedback {
		out.Feedback = append(out.Feedback, data.Feedback{Target: k.target, Day: k.day, Answer: k.answer, Count: n})
	}
	return out
}
