package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/web"
)

var procedureTarget = data.Target{Kind: data.KindProcedure, Key: "1.001193"}

// counted is what the store holds for the code and the page of procedureTarget.
func (s *site) counted(code string) (scans []data.Scan, views int64) {
	s.Helper()
	scans, err := s.db.Scans(s.Context(), code)
	if err != nil {
		s.Fatal(err)
	}
	if views, err = s.db.ViewCount(s.Context(), procedureTarget); err != nil {
		s.Fatal(err)
	}
	return scans, views
}

// TestCounting: one GET of a person is one scan; everything else is none.
func TestCounting(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(procedureTarget.Kind, procedureTarget.Key)
	for _, c := range []struct {
		name   string
		method string
		header []string
		counts bool
	}{
		{"phone", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"}, true},
		{"Zalo's own browser", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Zalo iOS/700"}, true},
		{"program", http.MethodGet, []string{"User-Agent", "curl/8.5.0"}, true},
		{"no agent", http.MethodGet, []string{"User-Agent", ""}, true},
		{"pressed link", http.MethodGet, []string{"Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, true},
		{"HEAD", http.MethodHead, nil, false},
		{"prefetch", http.MethodGet, []string{"Sec-Purpose", "prefetch"}, false},
		{"prerender", http.MethodGet, []string{"Sec-Purpose", "prefetch;prerender"}, false},
		{"older prefetch", http.MethodGet, []string{"Purpose", "prefetch"}, false},
		{"Firefox prefetch", http.MethodGet, []string{"X-Moz", "prefetch"}, false},
		{"Safari preview", http.MethodGet, []string{"X-Purpose", "preview"}, false},
		{"Google", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, false},
		{"Bing", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"}, false},
		{"a phone called Cubot", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/100.0 Mobile Safari/537.36"}, true},
		{"Cốc Cốc", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)"}, false},
		{"Facebook preview", http.MethodGet, []string{"User-Agent", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"}, false},
		{"Telegram preview", http.MethodGet, []string{"User-Agent", "TelegramBot (like TwitterBot)"}, false},
		{"WhatsApp preview", http.MethodGet, []string{"User-Agent", "WhatsApp/2.23.20.0"}, false},
		{"Skype preview", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5"}, false},
		{"spider", http.MethodGet, []string{"User-Agent", "Baiduspider/2.0"}, false},
		{"Snapchat's own browser", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/22A3354 Snapchat/13.5.0.51 (like Safari/8619.1.26)"}, true},
		{"an old Internet Explorer", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2)"}, true},
		{"monitor", http.MethodGet, []string{"User-Agent", "Mozilla/5.0 (compatible; UptimeRobot/2.0)"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.clock.set(s.clock.Now().AddDate(0, 0, 1))
			_, viewsBefore := s.counted(code)
			for _, path := range []string{"/q/" + code, "/Q/" + code, "/thu-tuc/1.001193"} {
				if a := s.do(c.method, path, c.header...); a.status != http.StatusOK {
					t.Fatalf("%s: status %d", path, a.status)
				}
			}
			s.flush()
			all, views := s.counted(code)
			today := slices.DeleteFunc(all, func(d data.Scan) bool { return d.Day != data.NewDate(s.clock.Now()) })
			var want []data.Scan
			var wantViews int64
			if c.counts {
				want, wantViews = []data.Scan{{Code: code, Day: data.NewDate(s.clock.Now()), Outcome: data.OutcomeShown, Count: 2}}, 3
			}
			if diff := cmp.Diff(want, today, cmpopts.EquateEmpty()); diff != "" || views-viewsBefore != wantViews {
				t.Errorf("scans (-want +got)\n%s, views %d, want %d", diff, views-viewsBefore, wantViews)
			}
		})
	}
}

// TestBots: no crawler, preview or monitor is counted as a person.
func TestBots(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(procedureTarget.Kind, procedureTarget.Key)
	for _, agent := range []string{
		"Mozilla/5.0 (compatible; Google-InspectionTool/1.0)", "GoogleOther", "Google-Safety", "Mediapartners-Google", "Mozilla/5.0 (compatible; Google-Apps-Script)",
		"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)", "Iframely/1.3.1 (+https://iframely.com/docs/about)",
		"Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)", "Snap URL Preview Service; bot; Snapchat; https://developers.snap.com/robots",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36", "kube-probe/1.31", "ELB-HealthChecker/2.0",
		"Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)", "Mozilla/5.0 zgrab/0.x", "W3C_Validator/1.3 http://validator.w3.org/services",
		"Expanse, a Palo Alto Networks company, searches across the global IPv4 space multiple times per day", "Mozilla/5.0 (compatible; Something/1.0; +http://something.example/)",
	} {
		if a := s.get("/q/"+code, "User-Agent", agent); a.status != http.StatusOK {
			t.Errorf("%s: status %d", agent, a.status)
		}
		if got := s.outcomes(code); len(got) > 0 {
			t.Fatalf("%s is counted: %v", agent, got)
		}
	}
}

// slowStore takes its time to write counts.
type slowStore struct {
	*sqlite.DB
	began, goOn chan struct{}
}

func (s *slowStore) AddCounts(ctx context.Context, c data.Counts) error {
	s.began <- struct{}{}
	<-s.goOn
	return s.DB.AddCounts(ctx, c)
}

// TestViewsWhileWriting: what is being written is not missing meanwhile.
func TestViewsWhileWriting(t *testing.T) {
	t.Parallel()
	store := &slowStore{began: make(chan struct{}), goOn: make(chan struct{})}
	s := newSite(t, func(c *web.Config) {
		store.DB = c.Store.(*sqlite.DB)
		c.Store = store
	})
	target := data.Target{Kind: data.KindArticle, Key: fmt.Sprint(s.articleID(undatedArticle))}
	path := s.articlePath(undatedArticle)
	s.page(path)
	s.page(path)
	done := make(chan error)
	go func() { done <- s.web.Counter().Flush(t.Context()) }()
	<-store.began
	if n := s.web.Counter().Pending(target); n != 2 {
		t.Errorf("%d views are pending while they are written, want 2", n)
	}
	if meta := text(one(t, s.page(path), ".meta")); !strings.HasPrefix(meta, "3 lượt xem") {
		t.Errorf("the third reader sees %q", meta)
	}
	close(store.goOn)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if n, total := s.web.Counter().Pending(target), s.web.Counter().Total(); n != 1 || total != 1 {
		t.Errorf("%d views are pending after the writing, %d counts in all, want 1", n, total)
	}
}

// TestFailedPageNotCounted: a page that could not be made was not read.
func TestFailedPageNotCounted(t *testing.T) {
	t.Parallel()
	store := &placelessStore{}
	s := newSite(t, func(c *web.Config) {
		store.DB = c.Store.(*sqlite.DB)
		c.Store = store
	})
	code := s.code(procedureTarget.Kind, procedureTarget.Key)
	for _, path := range []string{"/q/" + code, "/thu-tuc/" + procedureTarget.Key} {
		if a := s.get(path); a.status != http.StatusInternalServerError {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
	if got := len(s.log.taken()); got != 2 {
		t.Errorf("%d faults are logged", got)
	}
	s.flush()
	if scans, views := s.counted(code); len(scans) > 0 || views > 0 {
		t.Errorf("counted: %v, %d views", scans, views)
	}
}

// placelessStore cannot tell where a procedure belongs.
type placelessStore struct{ *sqlite.DB }

func (*placelessStore) ProcedurePlaces(context.Context, string) (f data.Field, a data.Agency, err error) {
	return f, a, errNoRoom
}

// TestCountingByDay: days are those of Hà Nội, and writing twice adds up.
func TestCountingByDay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(procedureTarget.Kind, procedureTarget.Key)
	open := func(at time.Time, times int) {
		t.Helper()
		s.clock.set(at)
		for range times {
			s.page("/q/" + code)
		}
	}
	open(time.Date(2026, 11, 20, 16, 59, 59, 0, time.UTC), 2) // one second before midnight in Hà Nội
	open(time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC), 3)
	s.flush()
	open(time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC), 1)
	s.flush()
	s.flush() // nothing left to write
	scans, views := s.counted(code)
	want := []data.Scan{{Code: code, Day: "2026-11-20", Outcome: data.OutcomeShown, Count: 2}, {Code: code, Day: "2026-11-21", Outcome: data.OutcomeShown, Count: 4}}
	if diff := cmp.Diff(want, scans); diff != "" || views != 6 {
		t.Errorf("scans (-want +got)\n%s, %d views", diff, views)
	}
}

// TestFlushFails: what a store cannot take is kept for the next time.
func TestFlushFails(t *testing.T) {
	t.Parallel()
	var store *brokenStore
	s := newSite(t, func(c *web.Config) {
		store = &brokenStore{DB: c.Store.(*sqlite.DB)}
		c.Store = store
	})
	code := s.code(procedureTarget.Kind, procedureTarget.Key)
	store.broken.Store(true)
	for range 2 {
		s.page("/q/" + code)
		if err := s.web.Counter().Flush(t.Context()); !errors.Is(err, errNoRoom) {
			t.Fatalf("Flush: %v", err)
		}
	}
	if scans, views := s.counted(code); len(scans) > 0 || views != 0 {
		t.Fatalf("the broken store took %v, %d", scans, views)
	}
	s.page("/q/" + code)
	store.broken.Store(false)
	s.flush()
	scans, views := s.counted(code)
	if diff := cmp.Diff([]data.Scan{{Code: code, Day: "2026-11-20", Outcome: data.OutcomeShown, Count: 3}}, scans); diff != "" || views != 3 {
		t.Errorf("scans (-want +got)\n%s, %d views", diff, views)
	}
}

// TestFlushFailsWhole: every sort of count outlives a failure, and what came
// meanwhile is added.
func TestFlushFailsWhole(t *testing.T) {
	t.Parallel()
	var store *brokenStore
	s := newSite(t, func(c *web.Config) {
		store = &brokenStore{DB: c.Store.(*sqlite.DB)}
		c.Store = store
	})
	shown := s.linkTo(procedureTarget.Kind, procedureTarget.Key)
	replaced := s.linkTo(data.KindProcedure, repealedCode)
	outside := s.linkTo(data.KindAddress, "https://dichvucong.gov.vn/")
	closed := s.link(data.Link{Target: procedureTarget, State: data.LinkPaused})
	store.broken.Store(true)
	for range 2 {
		for _, path := range []string{"/q/" + shown, "/q/" + replaced, "/q/" + outside, "/q/" + closed, "/q/x", "/di/1.001193?tu=" + shown} {
			s.get(path)
		}
		if err := s.web.Counter().Flush(t.Context()); !errors.Is(err, errNoRoom) {
			t.Fatalf("Flush: %v", err)
		}
	}
	store.broken.Store(false)
	for code, want := range map[string]data.Outcome{
		shown: data.OutcomeShown, replaced: data.OutcomeReplaced, outside: data.OutcomeOutside, closed: data.OutcomeClosed, "": data.OutcomeUnknown,
	} {
		if diff := cmp.Diff(map[data.Outcome]int64{want: 2}, s.outcomes(code)); diff != "" {
			t.Errorf("%q: counted (-want +got)\n%s", code, diff)
		}
	}
	if u, err := s.db.Use(t.Context(), procedureTarget.Key, "2026-11-20", "2026-11-20"); err != nil || u != (data.Use{Scans: 4, Views: 4, Applies: 2}) {
		t.Errorf("use %+v, %v", u, err)
	}
}

// TestCountingTogether: no reading is lost or counted twice while others come
// in and counts are written.
func TestCountingTogether(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := s.code(procedureTarget.Kind, procedureTarget.Key)
	const readers, each = 8, 12
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			for range each {
				if a := s.get("/q/" + code); a.status != http.StatusOK {
					t.Errorf("status %d", a.status)
				}
			}
		})
	}
	stop := make(chan struct{})
	var flusher sync.WaitGroup
	flusher.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if err := s.web.Counter().Flush(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}
	})
	wg.Wait()
	close(stop)
	flusher.Wait()
	s.flush()
	scans, views := s.counted(code)
	if len(scans) != 1 || scans[0].Count != readers*each || views != readers*each {
		t.Errorf("scans %v, %d views, want %d", scans, views, readers*each)
	}
}

// TestEnsureLinkTogether: twenty at once get one code, and it stays.
func TestEnsureLinkTogether(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	target := data.Target{Kind: data.KindProcedure, Key: "1.004222"}
	codes := make([]string, 20)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range codes {
		wg.Go(func() {
			<-start
			l, err := web.Coder{Store: s.db, PublicURL: public}.Ensure(t.Context(), target, 0, data.Edit{})
			if err != nil || l.Target != target {
				t.Errorf("caller %d: %+v, %v", i, l, err)
			}
			codes[i] = l.Code
		})
	}
	close(start)
	wg.Wait()
	for _, c := range codes {
		if c == "" || c != codes[0] {
			t.Fatalf("codes %q", codes)
		}
	}
	l, err := s.db.Link(t.Context(), codes[0])
	if err != nil || l.Target != target {
		t.Errorf("the store has %+v, %v", l, err)
	}
}
