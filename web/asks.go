package web

import (
	"context"
	"fmt"
	"hash/maphash"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/vi"
	"tracuu/web/find"
	"tracuu/web/mask"
	"tracuu/web/paths"
)

const (
	askStays  = time.Hour        // for how long the same query of the same reader is one search
	tapWithin = 30 * time.Minute // a search whose hits nobody opens by then is one without a tap
	maxAsks   = 20_000           // how many searches are remembered at most; about 6 MB
	maxPages  = 1_000            // how many pages of hits are, with their ranks; about 3 MB
	lateRank  = 3                // from which rank on a hit that was opened stood late
	maxAgain  = 8                // how many searches are made again at most, between two writings
)

// asks remembers what was looked for of late, to tell whether a hit of it was
// opened. Readers are in it as in [readers], by a number that nobody can lead
// back to them, in memory alone. What is counted of a search is its masked
// query; the query as typed is forgotten with the next [Counter.Flush].
//
// A process that ends forgets which searches still wait for a tap: up to half an
// hour of them is then counted neither as tapped nor as without a tap. When the
// memory is full, or after an hour's silence of the clock, searches are not
// counted rather than counted twice.
type asks struct {
	now    func() time.Time
	id     func(r *http.Request, text string) readerID
	masker *mask.Masker
	finder func(ctx context.Context, v view) ([]search.Hit, error) // searches again
	seed   maphash.Seed

	mu     sync.Mutex
	known  map[readerID]*ask
	fresh  []*ask              // not yet masked
	pages  map[uint64]hitsPage // by address
	order  []uint64            // of pages, a ring
	oldest int
}

// ask is one reader's search.
type ask struct {
	text     string // as typed, then masked
	masked   bool
	at       time.Time
	day      data.Date
	searches data.Searches
	waits    bool // for a tap
	tapped   *tap
}

// tap is the opening of a hit; its rank is 0 as long as it is not known.
type tap struct {
	rank   int
	view   view
	target data.Target
}

// hitsPage is a page of hits that was shown.
type hitsPage struct {
	hits  []search.Hit
	shown time.Time
}

// searched remembers a first page of hits. waits tells whether one of them
// should be opened: a search that is answered in place needs none.
func (a *asks) searched(r *http.Request, text string, found find.Found, waits bool) {
	now := a.now()
	k := &ask{text: asRead(found.Result), at: now, day: dayOf(now), searches: data.Searches{Uses: 1}, waits: waits && len(found.Hits) > 0 && found.Answer == nil}
	switch found.Match {
	case search.MatchNone:
		k.searches.None, k.waits = 1, false
	case search.MatchPossible:
		k.searches.Possible = 1
	}
	id := a.id(r, text)
	a.mu.Lock()
	defer a.mu.Unlock()
	if before := a.known[id]; before != nil && within(now.Sub(before.at), askStays) || before == nil && len(a.known) >= maxAsks {
		return
	}
	a.known[id] = k
	a.fresh = append(a.fresh, k)
}

// asRead is a query with its keystrokes and missing spaces read, so that nothing
// in it hides from the mask. Words parted come without the marks they were given,
// which could make other words of a name.
func asRead(res search.Result) string {
	text := res.Query
	for _, w := range res.ReadAs {
		switch w.By {
		case search.ByTelex:
			text = strings.Replace(text, w.From, w.To, 1)
		case search.BySpacing:
			text = strings.Replace(text, w.From, vi.Bare(w.To), 1)
		}
	}
	return text
}

// showed remembers the hits of any page, to tell the rank of one that is opened.
func (a *asks) showed(address string, hits []search.Hit) {
	key := maphash.String(a.seed, address)
	now := a.now()
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, ok := a.pages[key]; !ok {
		if len(a.order) < maxPages {
			a.order = append(a.order, key)
		} else {
			delete(a.pages, a.order[a.oldest])
			a.order[a.oldest] = key
			a.oldest = (a.oldest + 1) % maxPages
		}
	}
	a.pages[key] = hitsPage{hits, now}
}

// opened remembers that a reader came to a page from one of hits.
func (a *asks) opened(r *http.Request, target data.Target, public string) {
	if !counts(r) {
		return
	}
	v, ok := cameFromSearch(r, public)
	if !ok {
		return
	}
	id, key, now := a.id(r, v.text), maphash.String(a.seed, v.url()), a.now()
	a.mu.Lock()
	defer a.mu.Unlock()
	k := a.known[id]
	if k == nil || !k.waits || k.tapped != nil {
		return
	}
	k.tapped = &tap{view: v, target: target}
	if shown, ok := a.pages[key]; ok && within(now.Sub(shown.shown), tapWithin) {
		k.tapped.rank = rankIn(shown.hits, v, target)
	}
}

// cameFromSearch reads the results page that a request comes from, which only
// pages of this site tell.
func cameFromSearch(r *http.Request, public string) (view, bool) {
	from := r.Referer()
	if !strings.Contains(from, "/tim-kiem?") {
		return view{}, false
	}
	u, err := url.Parse(from)
	if err != nil || u.Host != r.Host && u.Host != paths.HostOf(public) || !strings.HasSuffix(u.Path, "/tim-kiem") {
		return view{}, false
	}
	v := readView(u.Query())
	return v, v.text != ""
}

// rankIn is the place of a target among the hits of a page, from the first page
// on. What is no hit of it, such as a field named beside one, stands first.
func rankIn(hits []search.Hit, v view, target data.Target) int {
	for i, h := range hits {
		same := h.Kind == target.Kind && h.ID == target.Key
		for _, other := range h.Variants {
			same = same || h.Kind == target.Kind && other.Code == target.Key
		}
		if same {
			return (v.page-1)*perPage + i + 1
		}
	}
	return 1
}

// settle answers what is to be counted now: new searches, masked, and those that
// were followed by a tap or by none.
func (a *asks) settle(ctx context.Context) []data.Query {
	a.mu.Lock()
	fresh := a.fresh
	a.fresh = nil
	a.mu.Unlock()
	var out []data.Query
	masked := make([]string, len(fresh))
	for i, k := range fresh {
		masked[i] = a.masker.Query(k.text)
		out = append(out, data.Query{Text: masked[i], Day: k.day, Searches: k.searches})
	}
	a.mu.Lock()
	for i, k := range fresh {
		k.text, k.masked = masked[i], true
	}
	var unranked []*tap
	now := a.now()
	for id, k := range a.known {
		age := now.Sub(k.at)
		if !within(age, askStays) {
			delete(a.known, id)
		}
		switch {
		case !k.waits || !k.masked:
		case k.tapped != nil && k.tapped.rank == 0 && within(age, askStays):
			if len(unranked) < maxAgain {
				unranked = append(unranked, k.tapped)
			}
		case k.tapped != nil:
			k.waits = false
			if k.tapped.rank >= lateRank {
				out = append(out, data.Query{Text: k.text, Day: k.day, Searches: data.Searches{Late: 1}})
			}
			k.tapped = nil
		case age >= tapWithin:
			k.waits = false
			out = append(out, data.Query{Text: k.text, Day: k.day, Searches: data.Searches{Untapped: 1}})
		}
	}
	a.mu.Unlock()
	a.rankAgain(ctx, unranked)
	return out
}

// rankAgain finds the ranks of hits whose page is not remembered.
func (a *asks) rankAgain(ctx context.Context, taps []*tap) {
	for _, t := range taps {
		rank := 1 // where it cannot be told it is not held against the search
		if hits, err := a.finder(ctx, t.view); err == nil {
			rank = rankIn(hits, t.view, t.target)
		}
		a.mu.Lock()
		t.rank = rank
		a.mu.Unlock()
	}
}

// within reports whether an age is less than most; the age of what the clock,
// set back, says is yet to come is not.
func within(age, most time.Duration) bool { return age >= 0 && age < most }

// searchAgain finds the hits of a results page.
func (s *Server) searchAgain(ctx context.Context, v view) ([]search.Hit, error) {
	res, err := s.Searcher.Search(ctx, v.query())
	if err != nil {
		return nil, fmt.Errorf("search again for page %d: %w", v.page, err)
	}
	return res.Hits, nil
}
