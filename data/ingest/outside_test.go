package ingest_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/data/ingest"
)

// still is a clock that stands and moves on by as much as somebody sleeps.
type still struct {
	mu  sync.Mutex
	now time.Time
}

func (c *still) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *still) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(max(d, 0))
	return ctx.Err()
}

func TestOutsideChecker(t *testing.T) {
	clock := &still{now: time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)}
	var asked []string
	var at []time.Time
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, at = append(asked, r.Method+" "+r.URL.Path), append(at, clock.Now())
		if !strings.Contains(r.UserAgent(), "https://thutuc.example.vn") {
			t.Errorf("agent %q", r.UserAgent())
		}
		switch r.URL.Path {
		case "/tot":
		case "/chi-get":
			if r.Method == http.MethodHead {
				w.WriteHeader(http.StatusMethodNotAllowed)
			} else if r.Header.Get("Range") != "bytes=0-0" {
				t.Error("a whole page is asked for")
			}
		case "/di":
			http.Redirect(w, r, "/tot", http.StatusFound)
		case "/vong":
			http.Redirect(w, r, "/vong", http.StatusFound)
		case "/ban":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/hen-xa":
			w.Header().Set("Retry-After", "99999999")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/cam":
			w.WriteHeader(http.StatusForbidden)
		case "/loi":
			w.WriteHeader(http.StatusBadGateway)
		default:
			http.NotFound(w, r)
		}
	}))
	defer host.Close()
	c := ingest.NewOutsideChecker("https://thutuc.example.vn", clock.Now, clock.Sleep, true)
	closed := httptest.NewServer(nil)
	closed.Close()
	for address, want := range map[string]data.OutsideCheck{
		host.URL + "/tot":     {Status: 200},
		host.URL + "/chi-get": {Status: 200},
		host.URL + "/di":      {Status: 200},
		host.URL + "/vong":    {Status: 302, Problem: data.ProblemCircle},
		host.URL + "/ban":     {Status: 503, Problem: data.ProblemLater},
		host.URL + "/hen-xa":  {Status: 429, Problem: data.ProblemLater},
		host.URL + "/cam":     {Status: 403, Problem: data.ProblemRefused},
		host.URL + "/loi":     {Status: 502, Problem: data.ProblemServer},
		host.URL + "/mat":     {Status: 404, Problem: data.ProblemGone},
		closed.URL:            {Problem: data.ProblemConnect},
		"ftp://example.vn/":   {Problem: data.ProblemAddress},
		"https:///khong":      {Problem: data.ProblemAddress},
	} {
		before := clock.Now()
		got := c.Check(t.Context(), address)
		delay := got.Later.Sub(before)
		if later := want.Problem == data.ProblemLater; later == got.Later.IsZero() || later && (delay < 100*time.Second || delay > 8*24*time.Hour) {
			t.Errorf("%s: later %v", address, got.Later)
		}
		want.Address, got.Later = address, time.Time{}
		if !cmp.Equal(got, want) {
			t.Errorf("%s: %+v", address, got)
		}
	}
	for i := 1; i < len(at); i++ {
		if at[i].Sub(at[i-1]) < 2*time.Second {
			t.Errorf("%s comes %v after %s", asked[i], at[i].Sub(at[i-1]), asked[i-1])
		}
	}
}

// TestOutsidePrivate: nothing of the house is asked, by whatever way.
func TestOutsidePrivate(t *testing.T) {
	clock := &still{now: time.Now()}
	host := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the house is asked") }))
	defer host.Close()
	c := ingest.NewOutsideChecker("https://thutuc.example.vn", clock.Now, clock.Sleep, false)
	_, port, err := net.SplitHostPort(host.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "[fd00::1]", "[64:ff9b::7f00:1]"} {
		got := c.Check(t.Context(), fmt.Sprintf("http://%s:%s/", name, port))
		if got.Problem != data.ProblemPrivate || got.Status != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	p := data.Procedure{
		Code: "1.001193", SourceURL: "https://dichvucong.gov.vn/p/1?ma=2#x",
		LegalBasis:  []data.LegalRef{{Title: "Nghị định (xem https://vanban.gov.vn/a(1).pdf)."}},
		Documents:   []data.Document{{Name: "Tờ khai: https://dichvucong.gov.vn/mau.doc; bản sao"}},
		Steps:       "Vào http://a:b@vidu.vn/x, rồi https://dichvucong.gov.vn/p/1?ma=2 và https://khong",
		Description: strings.Repeat("https://dài.vn/", 2),
	}
	var got []string
	for _, o := range ingest.ProcedureAddresses(&p) {
		for _, u := range o.Uses {
			got = append(got, u.Part+" "+o.Address)
		}
	}
	want := []string{
		"source https://dichvucong.gov.vn/p/1?ma=2", "text https://dichvucong.gov.vn/p/1?ma=2",
		"legal https://vanban.gov.vn/a(1).pdf", "form https://dichvucong.gov.vn/mau.doc", "text http://vidu.vn/x",
	}
	if len(got) < len(want) || !cmp.Equal(got[:len(want)], want) {
		t.Error(cmp.Diff(want, got))
	}
	a := data.Article{ID: 7, URL: "https://bao.vn/1", Photos: []data.Photo{{URL: "https://bao.vn/1.jpg"}}, Attachments: []data.Attachment{{URL: "/tep/1.pdf"}}}
	if got := ingest.ArticleAddresses(&a); len(got) != 2 || got[1].Uses[0] != (data.OutsideUse{Kind: data.KindArticle, Key: "7", Part: "photo"}) {
		t.Errorf("article: %+v", got)
	}
}
