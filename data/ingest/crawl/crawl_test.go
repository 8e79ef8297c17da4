package crawl

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data/ingest"
)

// portal is a site with the habits of Vietnamese portals. Every address that
// was asked for is in asked.
type portal struct {
	*httptest.Server
	pages map[string]string
	asked []string
}

const text = "<p>Ủy ban nhân dân xã cho biết việc này bắt đầu từ đầu tháng sau, bà con chuẩn bị sẵn giấy tờ để khỏi phải đi lại nhiều lần.</p>" +
	"<p>Ai chưa rõ thì hỏi cán bộ một cửa vào giờ hành chính, từ thứ hai đến thứ sáu, hoặc gọi điện thoại trước khi đến trụ sở xã.</p>"

func article(title, more string) string {
	return `<html><head><title>` + title + ` - Xã Mẫu</title></head><body><ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/tin?sort=desc">Tin</a></li></ul>
<h1>` + title + `</h1><div>Đăng ngày 09 - 08 - 2022</div><div>Lượt xem: 422</div>` + text + more + `<h3>Tin liên quan</h3><ul><li><a href="/tin/1?utm_source=lq">Bài một</a></li></ul>
<div class="right"><h3>Tin mới nhất</h3><span>02/06/2023 2:17 CH</span><p>34 người đang online</p></div></body></html>`
}

func newPortal(t *testing.T) *portal {
	p := &portal{pages: map[string]string{
		"/robots.txt": "User-agent: *\nDisallow: /noi-bo\nCrawl-delay: 3\n",
		"/":           `<title>Xã Mẫu</title><a href="/tin">Tin</a><a href="/noi-bo/x">Nội bộ</a><a href="/mat">Mất</a><a href="/vong">Vòng</a><a href="https://khac.example.vn/">Khác</a><a href="/tep.pdf">Tệp</a>`,
		"/tin":        `<title>Tin</title><a href="/tin/1;jsessionid=77">Một</a> <a href="/tin/2">Hai</a> <a href="/en/vi/tin/1">Một</a> <a href="/vi/tin/1?in=1">Một</a>`,
		"/tin/1":      article("Xã mở thêm quầy nhận hồ sơ", ""),
		"/en/tin/1":   article("Xã mở thêm quầy nhận hồ sơ", ""),
		"/vi/tin/1":   article("Xã mở thêm quầy nhận hồ sơ", ""),
		"/tin/2":      article("Lịch tiếp dân tháng sau", "<p>Lịch cụ thể dán tại bảng tin của thôn.</p>"),
		"/an":         article("Bài chỉ có trong sơ đồ trang", ""),
	}}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.asked = append(p.asked, r.URL.RequestURI())
		switch r.URL.Path {
		case "/sitemap.xml":
			fmt.Fprintf(w, `<?xml version="1.0"?><sitemapindex><sitemap><loc>%s/s1.xml</loc></sitemap></sitemapindex>`, p.URL)
		case "/s1.xml":
			fmt.Fprintf(w, `<?xml version="1.0"?><urlset><url><loc>%s/an</loc></url><url><loc>%s/an#x</loc></url></urlset>`, p.URL, p.URL)
		case "/vong":
			http.Redirect(w, r, "/vong", http.StatusFound)
		case "/sap":
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/bom":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			for range 64 {
				_, _ = z.Write(make([]byte, 1<<20))
			}
			_ = z.Close()
		default:
			body, ok := p.pages[r.URL.Path]
			if !ok {
				w.WriteHeader(http.StatusNotFound)
			}
			w.Header().Set("Content-Type", "text/html; charset=iso-8859-1") // wrong
			_, _ = w.Write([]byte(body))
		}
	}))
	t.Cleanup(p.Close)
	return p
}

func newCrawler(slept *[]time.Duration) *Crawler {
	return &Crawler{Agent: "tracuu-crawl/1.0", MaxPages: 100, MaxDepth: 5, Pause: time.Second, Client: NewClient(true), Sleep: func(ctx context.Context, d time.Duration) error {
		*slept = append(*slept, d)
		return ctx.Err()
	}}
}

func outcome(t *testing.T, c *Crawler, start string, sums *Sums) (out []string) {
	t.Helper()
	for rec, err := range c.Records(t.Context(), start, ingest.Options{}, sums) {
		switch {
		case err != nil:
			t.Fatal(err)
		case rec.Reject != nil:
			out = append(out, "- "+rec.Reject.Source+": "+rec.Reject.Reason)
		default:
			out = append(out, "+ "+rec.Article.URL+" "+rec.Article.Title)
		}
	}
	slices.Sort(out)
	return out
}

func TestCrawl(t *testing.T) {
	p := newPortal(t)
	var slept []time.Duration
	var sums Sums
	got := outcome(t, newCrawler(&slept), p.URL, &sums)
	want := []string{
		"+ " + p.URL + "/an Bài chỉ có trong sơ đồ trang",
		"+ " + p.URL + "/tin/1 Xã mở thêm quầy nhận hồ sơ",
		"+ " + p.URL + "/tin/2 Lịch tiếp dân tháng sau",
		"- " + p.URL + "/mat: không tìm thấy trang (đã bị gỡ hoặc đổi địa chỉ)",
		"- " + p.URL + "/vong: " + errCircle.Error(),
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if want := (Sums{Fetched: 9, Sections: 2, Same: 2, Barred: 1}); sums != want {
		t.Errorf("%+v, want %+v", sums, want)
	}
	if slices.ContainsFunc(p.asked, func(at string) bool { return strings.HasPrefix(at, "/noi-bo") }) {
		t.Errorf("asked for what robots.txt bars: %q", p.asked)
	}
	for _, d := range slept[1:] { // the first came before the file was read
		if d != 3*time.Second {
			t.Errorf("paused %v, want the 3 s that the site asks for", d)
		}
	}
	if len(slept) != len(p.asked)-1 {
		t.Errorf("%d pauses between %d requests", len(slept), len(p.asked))
	}
}

func TestCrawlLimits(t *testing.T) {
	p := newPortal(t)
	var slept []time.Duration
	var sums Sums
	c := newCrawler(&slept)
	c.MaxPages = 2
	if got := outcome(t, c, p.URL, &sums); sums.Fetched != 2 || sums.Left == 0 || len(got) != 1 {
		t.Errorf("%+v, %q", sums, got)
	}
	c.MaxPages, c.MaxDepth = 100, 0
	sums = Sums{}
	if got := outcome(t, c, p.URL, &sums); sums.Fetched != 1 || len(got) != 0 {
		t.Errorf("without following links: %+v, %q", sums, got)
	}
}

// What cannot be had is told, and nothing hangs.
func TestCrawlTroubles(t *testing.T) {
	p := newPortal(t)
	var slept []time.Duration
	var sums Sums
	c := newCrawler(&slept)
	c.MaxDepth = 0
	for at, want := range map[string]string{
		"/bom": "trang quá nặng", "/sap": "lỗi 503", "/tep.pdf": "không phải địa chỉ của một trang web",
	} {
		if got := outcome(t, c, p.URL+at, &sums); !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "- ") && strings.Contains(s, want) }) {
			t.Errorf("%s: %q, want a reject with %q", at, got, want)
		}
	}
	c.Client = NewClient(false)
	if got := outcome(t, c, p.URL, &sums); len(got) != 1 || !strings.Contains(got[0], "--allow-private") {
		t.Errorf("a network of the house: %q", got)
	}
	down := httptest.NewServer(nil)
	down.Close()
	c.Client = NewClient(true)
	if got := outcome(t, c, down.URL, &sums); len(got) != 1 || !strings.Contains(got[0], "không kết nối được") {
		t.Errorf("a site that is down: %q", got)
	}
}

// A site that cannot tell what it bars is left alone.
func TestCrawlBrokenRobots(t *testing.T) {
	asked := 0
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer site.Close()
	var slept []time.Duration
	var sums Sums
	if got := outcome(t, newCrawler(&slept), site.URL, &sums); len(got) != 1 || !strings.Contains(got[0], "lỗi 502") || asked != 1 {
		t.Errorf("%q after %d requests", got, asked)
	}
}

func TestCrawlStops(t *testing.T) {
	p := newPortal(t)
	ctx, cancel := context.WithCancel(t.Context())
	var sums Sums
	c := newCrawler(new([]time.Duration))
	c.Told = func(int) { cancel() }
	var last error
	for _, err := range c.Records(ctx, p.URL, ingest.Options{}, &sums) {
		last = err
	}
	if !errors.Is(last, context.Canceled) || sums.Fetched > 2 {
		t.Errorf("%v after %d pages", last, sums.Fetched)
	}
}

func TestPage(t *testing.T) {
	p := newPortal(t)
	got, err := newCrawler(new([]time.Duration)).Page(t.Context(), p.URL+"/tin/2")
	if err != nil || got.Record["views"] != "422" || got.Record["published_raw"] != "Đăng ngày 09 - 08 - 2022" || strings.Contains(fmt.Sprint(got.Record["body"]), "online") {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := newCrawler(new([]time.Duration)).Page(t.Context(), p.URL+"/mat"); err == nil {
		t.Error("a page that is not there was read")
	}
}
