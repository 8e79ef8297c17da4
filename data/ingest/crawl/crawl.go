// Package crawl reads a site page by page, politely: robots.txt is obeyed, a
// host gets one request at a time with a pause after it, sitemaps come before
// links, and no page is asked for twice.
//
// Start with [Crawler]. What is found comes out as records of package ingest.
package crawl

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/data/ingest/page"
)

// How a site is asked.
const (
	maxPause   = 30 * time.Second // that robots.txt is granted
	timeout    = 30 * time.Second
	maxHops    = 5
	maxMapped  = 50_000 // addresses taken of sitemaps
	maxWaiting = 1_000_000
)

// Crawler reads sites.
type Crawler struct {
	Agent    string        // what it calls itself, with an address where to ask about it
	MaxPages int           // pages asked for in one crawl
	MaxDepth int           // links from a start; what a sitemap names is one away
	Pause    time.Duration // between two requests, where robots.txt asks for no more
	Rules    page.Rules    // of sites that are known
	Client   *http.Client
	Sleep    func(context.Context, time.Duration) error
	Told     func(done int) // after each page; may be nil
}

// NewClient is a client that follows no redirects and, unless it is allowed,
// no address into a network of the house.
func NewClient(allowPrivate bool) *http.Client {
	return &http.Client{
		Timeout:       timeout,
		Transport:     ingest.NewTransport(timeout, allowPrivate),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Sums tells what became of the pages that were asked for.
type Sums struct {
	Fetched  int `json:"fetched"`  // pages asked for
	Sections int `json:"sections"` // lists and pages about the office: read for their links
	Same     int `json:"same"`     // stories found again at another address
	Barred   int `json:"barred"`   // addresses that robots.txt keeps crawlers from
	Left     int `json:"left"`     // addresses not asked for because of MaxPages
}

// crawl is the state of one crawl of one site.
type crawl struct {
	*Crawler
	host    string
	robots  *robotstxt.Group
	pause   time.Duration
	asked   bool // something was asked for, so that a pause is due
	waiting []address
	seen    map[string]bool
	stories map[[sha256.Size]byte]bool
	sums    *Sums
}

type address struct {
	url   string
	depth int
}

// Records crawls the site that start stands on and gives what it finds: a
// record for each article and procedure, a reject for each page that could not
// be had. sums is counted up meanwhile. Lists, and stories that came already,
// give nothing. The error is ctx's own.
func (c *Crawler) Records(ctx context.Context, start string, opts ingest.Options, sums *Sums) iter.Seq2[ingest.Record, error] {
	return func(yield func(ingest.Record, error) bool) {
		key := Key(start)
		u, err := url.Parse(key)
		if key == "" || err != nil {
			yield(rejected(start, "đây không phải địa chỉ của một trang web: hãy ghi như https://xa.example.vn/tin-tuc"), nil)
			return
		}
		s := crawl{Crawler: c, host: u.Host, pause: c.Pause, seen: map[string]bool{}, stories: map[[sha256.Size]byte]bool{}, sums: sums}
		maps, err := s.readRobots(ctx, u)
		if err != nil {
			if ctx.Err() != nil {
				yield(ingest.Record{}, ctx.Err())
				return
			}
			yield(rejected(start, reason(err)), nil)
			return
		}
		s.push(key, 0)
		s.mapped(ctx, append(maps, u.Scheme+"://"+u.Host+"/sitemap.xml"))
		for len(s.waiting) > 0 && s.sums.Fetched < c.MaxPages {
			next := s.waiting[0]
			s.waiting = s.waiting[1:]
			rec, keep := s.visit(ctx, next, opts)
			if ctx.Err() != nil {
				yield(ingest.Record{}, ctx.Err())
				return
			}
			if c.Told != nil {
				c.Told(s.sums.Fetched)
			}
			if keep && !yield(rec, nil) {
				return
			}
		}
		s.sums.Left += len(s.waiting)
	}
}

func rejected(at, why string) ingest.Record {
	return ingest.Record{Line: 1, Reject: &data.Reject{Source: at, Line: 1, Reason: why}}
}

// push puts an address of the site in the queue, once.
func (s *crawl) push(at string, depth int) {
	key := Key(at)
	u, err := url.Parse(key)
	if key == "" || err != nil || u.Host != s.host || s.seen[key] || depth > s.MaxDepth || len(s.waiting) >= maxWaiting {
		return
	}
	s.seen[key] = true
	if !s.robots.Test(u.RequestURI()) {
		s.sums.Barred++
		return
	}
	s.waiting = append(s.waiting, address{key, depth})
}

// visit asks for a page and takes its record and links. keep is false where
// there is nothing to tell of.
func (s *crawl) visit(ctx context.Context, at address, opts ingest.Options) (rec ingest.Record, keep bool) {
	s.sums.Fetched++
	in, err := s.get(ctx, at.url, page.MaxBytes)
	if err != nil {
		return rejected(at.url, reason(err)), true
	}
	if final := Key(in.URL); final != at.url {
		if u, err := url.Parse(final); err != nil || u.Host != s.host || s.seen[final] {
			return rec, false // another site's, or a page that comes by itself
		}
		s.seen[final] = true
	}
	in.Rules = s.Rules
	p, err := page.Read(in)
	if err != nil {
		return rejected(at.url, err.Error()), true
	}
	for _, link := range p.Links {
		s.push(link, at.depth+1)
	}
	switch p.Kind {
	case page.Section:
		s.sums.Sections++
		return rec, false
	case page.Article:
		if own := Key(p.URL); own != "" && sameHost(own, at.url) {
			p.Record["url"] = own
		} else {
			p.Record["url"] = at.url
		}
		title, _ := p.Record["title"].(string)
		body, _ := p.Record["body"].(string)
		story := sha256.Sum256([]byte(title + "\n" + body))
		if s.stories[story] {
			s.sums.Same++
			return rec, false
		}
		s.stories[story] = true
	}
	return ingest.PageRecord(p, at.url, len(in.Body), opts), true
}

func sameHost(a, b string) bool {
	u, err := url.Parse(a)
	v, errB := url.Parse(b)
	return err == nil && errB == nil && u.Host == v.Host
}

// Page asks for one page, as a crawl would, and reads it.
func (c *Crawler) Page(ctx context.Context, at string) (page.Page, error) {
	s := crawl{Crawler: c}
	in, err := s.get(ctx, at, page.MaxBytes)
	if err != nil {
		return page.Page{}, errors.New(reason(err))
	}
	in.Rules = c.Rules
	return page.Read(in)
}

// Why a page could not be had.
var (
	errTooLong  = errors.New("trang quá nặng nên không đọc")
	errCircle   = errors.New("trang chuyển hướng vòng tròn hoặc quá nhiều lần: hãy kiểm tra lại địa chỉ")
	errNoPage   = errors.New("địa chỉ này là một tệp, không phải trang web")
	errNotThere = errors.New("không tìm thấy trang (đã bị gỡ hoặc đổi địa chỉ)")
)

type statusError int

func (e statusError) Error() string {
	return fmt.Sprintf("máy chủ trả lời lỗi %d: hãy thử lại sau", int(e))
}

func reason(err error) string {
	var status statusError
	switch {
	case errors.As(err, &status):
		return status.Error()
	case errors.Is(err, ingest.ErrPrivate):
		return "địa chỉ nằm trong mạng nội bộ nên không tải: nếu đó đúng là trang của mình, thêm --allow-private"
	case errors.Is(err, errTooLong), errors.Is(err, errCircle), errors.Is(err, errNoPage), errors.Is(err, errNotThere):
		return err.Error()
	}
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		return "máy chủ không trả lời kịp: hãy thử lại sau"
	}
	return "không kết nối được tới máy chủ: hãy kiểm tra địa chỉ và mạng, rồi thử lại"
}

// get asks for an address after the pause that is due, and follows where it
// leads. No more than limit bytes are read, unpacked.
func (s *crawl) get(ctx context.Context, at string, limit int64) (page.Input, error) {
	u, err := url.Parse(at)
	for range maxHops {
		if err != nil || u.Scheme != "http" && u.Scheme != "https" {
			return page.Input{}, errNoPage
		}
		if s.asked {
			if err := s.Sleep(ctx, s.pause); err != nil {
				return page.Input{}, err
			}
		}
		s.asked = true
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
		if err != nil {
			return page.Input{}, errNoPage
		}
		req.Header.Set("User-Agent", s.Agent)
		req.Header.Set("Accept", "text/html, application/xhtml+xml, application/xml;q=0.9")
		res, err := s.Client.Do(req)
		if err != nil {
			return page.Input{}, err
		}
		to := res.Header.Get("Location")
		if res.StatusCode >= 300 && res.StatusCode < 400 && to != "" {
			_ = res.Body.Close()
			if u, err = u.Parse(to); err == nil {
				continue
			}
			return page.Input{}, errCircle
		}
		return take(res, u.String(), limit)
	}
	return page.Input{}, errCircle
}

// take reads an answer to its end.
func take(res *http.Response, at string, limit int64) (page.Input, error) {
	defer res.Body.Close()
	kind := res.Header.Get("Content-Type")
	switch {
	case res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusGone:
		return page.Input{}, errNotThere
	case res.StatusCode != http.StatusOK:
		return page.Input{}, statusError(res.StatusCode)
	case kind != "" && !strings.Contains(kind, "html") && !strings.Contains(kind, "xml") && !strings.HasPrefix(kind, "text/"):
		return page.Input{}, errNoPage
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err != nil {
		return page.Input{}, err
	}
	if int64(len(body)) > limit {
		return page.Input{}, errTooLong
	}
	return page.Input{URL: at, ContentType: kind, Body: body}, nil
}

// readRobots learns what the site keeps crawlers from and how long a pause it
// wants, and answers which sitemaps it names. A site without the file allows
// all; one that cannot answer allows nothing, as RFC 9309 has it.
func (s *crawl) readRobots(ctx context.Context, site *url.URL) (sitemaps []string, err error) {
	const longest = 500 << 10
	in, err := s.get(ctx, site.Scheme+"://"+site.Host+"/robots.txt", longest)
	var status statusError
	switch {
	case errors.As(err, &status) && status >= 500:
		return nil, err
	case errors.As(err, &status), errors.Is(err, errNotThere), errors.Is(err, errNoPage), errors.Is(err, errTooLong), errors.Is(err, errCircle):
		in.Body = nil
	case err != nil:
		return nil, err
	}
	rules, err := robotstxt.FromBytes(in.Body)
	if err != nil {
		rules, _ = robotstxt.FromBytes(nil) // nothing that could be read bars anything
	}
	name, _, _ := strings.Cut(s.Agent, "/")
	s.robots = rules.FindGroup(name)
	s.pause = max(s.Pause, min(s.robots.CrawlDelay, maxPause))
	return rules.Sitemaps, nil
}

// sitemap is one by sitemaps.org, or an index of several.
type sitemap struct {
	Pages []string `xml:"url>loc"`
	Maps  []string `xml:"sitemap>loc"`
}

// mapped takes the addresses of sitemaps and of those that they name. One that
// cannot be read is passed over: links lead to the pages as well.
func (s *crawl) mapped(ctx context.Context, maps []string) {
	const longest, files = 50 << 20, 100
	read := map[string]bool{}
	taken := 0
	for i := 0; i < len(maps) && i < files && taken < maxMapped; i++ {
		at := strings.TrimSpace(maps[i])
		if u, err := url.Parse(at); err != nil || strings.ToLower(u.Host) != s.host || read[at] {
			continue
		}
		read[at] = true
		in, err := s.get(ctx, at, longest)
		if err != nil {
			continue
		}
		var m sitemap
		d := xml.NewDecoder(bytes.NewReader(in.Body))
		d.Strict = false
		if d.Decode(&m) != nil {
			continue
		}
		for _, at := range m.Pages[:min(len(m.Pages), maxMapped-taken)] {
			s.push(strings.TrimSpace(at), 1)
			taken++
		}
		maps = append(maps, m.Maps...)
	}
}

// String tells the sums in one line.
func (s Sums) String() string {
	out := "Đã tải " + strconv.Itoa(s.Fetched) + " trang: " + strconv.Itoa(s.Sections) + " trang chuyên mục, " + strconv.Itoa(s.Same) + " bài trùng ở địa chỉ khác"
	if s.Barred > 0 {
		out += ", " + strconv.Itoa(s.Barred) + " địa chỉ robots.txt không cho vào"
	}
	if s.Left > 0 {
		out += ", còn " + strconv.Itoa(s.Left) + " địa chỉ chưa tải (tăng --max-pages để tải thêm)"
	}
	return out + "."
}
