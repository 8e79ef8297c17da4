package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

// articlePath is the address of an article as the server has it.
func (s *site) articlePath(sourceID string) string {
	s.Helper()
	path := fmt.Sprintf("/tin-tuc/%d", s.articleID(sourceID))
	if a := s.get(path); a.status == http.StatusMovedPermanently {
		return a.header.Get("Location")
	}
	return path
}

func TestArticle(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.articlePath(fullArticle)
	doc := s.page(path)
	story := one(t, doc, "article.story")
	if title := text(one(t, story, "h1")); title != "Lễ hội thả diều bên sông" {
		t.Errorf("title %q", title)
	}
	if meta := text(one(t, story, ".meta")); meta != "02/06/2023 2:17 CH · 12.301 lượt xem · Ban biên tập · Nguồn: Báo Thử" {
		t.Errorf("meta %q", meta)
	}
	if crumb := text(one(t, story, ".crumb")); crumb != "Mục thử · Nội dung mẫu" {
		t.Errorf("crumb %q", crumb)
	}
	if lead := text(one(t, story, ".lead")); lead != "Hàng trăm con diều bay lên." {
		t.Errorf("lead %q", lead)
	}
	for _, want := range []string{"Đoạn thứ nhất.", "Đoạn thứ hai."} {
		n := 0
		for _, p := range texts(find(story, "p")) {
			if p == want {
				n++
			}
		}
		if n != 1 {
			t.Errorf("paragraph %q stands there %d times", want, n)
		}
	}
	if href := attr(one(t, doc, "link[rel=canonical]"), "href"); href != public+path {
		t.Errorf("canonical %q", href)
	}
	photo := find(story, "figure")[0]
	img := one(t, photo, "img")
	if attr(img, "src") != "https://example.vn/dieu.jpg" || attr(img, "alt") != "Một con diều trên trời" || text(one(t, photo, "figcaption")) != "Diều sáo" {
		t.Errorf("photo %q, %q, %q", attr(img, "src"), attr(img, "alt"), text(photo))
	}
	attachments := find(story, "li a")
	if diff := cmp.Diff([]string{"Kế hoạch lễ hội", "https://example.vn/khong-ten.pdf", "Tệp độc"}, texts(attachments)); diff != "" {
		t.Errorf("attachments (-want +got)\n%s", diff)
	}
	if last := find(story, "p a"); attr(last[0], "href") != "https://example.vn/bai-goc" {
		t.Errorf("original at %q", attr(last[0], "href"))
	}
	for _, sel := range []string{"[href]", "[src]"} {
		for _, n := range find(doc, sel) {
			if address := attr(n, strings.Trim(sel, "[]")); strings.HasPrefix(address, "javascript:") || strings.HasPrefix(address, "data:") {
				t.Errorf("%s at %s", n.Data, address)
			}
		}
	}
}

// TestArticleTimes: publication times are written as the portals write them.
func TestArticleTimes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for sourceID, want := range map[string]string{
		"mau-2023-04-28-van-ban-ho-so-tren-moi-truong-mang": "28/04/2023 11:43 SA",
		"mau-2023-06-02-ma-qr-trong-giai-quyet-thu-tuc":     "02/06/2023 2:17 CH",
		leadArticle:                    "28/04/2023 11:43 SA",
		fullArticle:                    "02/06/2023 2:17 CH",
		"mau-2022-08-09-chuyen-doi-so": "09/08/2022",
		fetchedArticle:                 "ghi nhận ngày 06/01/2024",
		undatedArticle:                 "",
	} {
		got := strings.Join(texts(find(s.page(s.articlePath(sourceID)), ".meta time")), "|")
		if got != want {
			t.Errorf("%s: time %q, want %q", sourceID, got, want)
		}
	}
	meta := text(one(t, s.page(s.articlePath(undatedArticle)), ".meta"))
	if !strings.HasSuffix(meta, "lượt xem · Nguồn: Báo Thử") || strings.Contains(meta, "0001") {
		t.Errorf("without a date: %q", meta)
	}
}

// TestArticleLeadOnly: a body that repeats the lead is shown once.
func TestArticleLeadOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	story := text(one(t, s.page(s.articlePath(leadArticle)), "article.story"))
	if n := strings.Count(story, "Tất cả nằm ở đây."); n != 1 {
		t.Errorf("the lead stands there %d times: %s", n, story)
	}
}

// TestArticleViews: each counted reading shows at once, before and after it is
// written to the store.
func TestArticleViews(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.articlePath(undatedArticle)
	views := func() string {
		t.Helper()
		v, _, _ := strings.Cut(text(one(t, s.page(path), ".meta")), " lượt xem")
		return v
	}
	for n := 1; n <= 3; n++ {
		if got := views(); got != fmt.Sprint(n) {
			t.Errorf("reading %d shows %s views", n, got)
		}
	}
	s.flush()
	s.do(http.MethodHead, path)
	s.get(path, "User-Agent", "Googlebot/2.1")
	if got := views(); got != "4" {
		t.Errorf("%s views after writing, want 4", got)
	}
	code := s.code(data.KindArticle, fmt.Sprint(s.articleID(undatedArticle)))
	s.page("/q/" + code)
	if got := views(); got != "6" {
		t.Errorf("%s views after a scan, want 6", got)
	}
}

// TestArticleBeside: related and latest news, never the article itself.
func TestArticleBeside(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.articlePath("mau-2023-06-02-ma-qr-trong-giai-quyet-thu-tuc")
	sections := find(s.page(path), ".aside section")
	if len(sections) != 2 {
		t.Fatalf("%d lists beside the article", len(sections))
	}
	for i, head := range []string{"Tin liên quan", "Tin mới nhất"} {
		if got := text(one(t, sections[i], "h2")); got != head {
			t.Errorf("list %d is called %q", i, got)
		}
		links := attrs(find(sections[i], "li a"), "href")
		if len(links) == 0 || len(links) > 6 {
			t.Errorf("%s: %d links", head, len(links))
		}
		seen := map[string]bool{path: true}
		for _, l := range links {
			if seen[l] {
				t.Errorf("%s: %s is the article itself or there twice", head, l)
			}
			seen[l] = true
		}
	}
	latest, err := s.db.LatestArticles(t.Context(), "", 0, 7)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, a := range latest {
		if a.SourceID != "mau-2023-06-02-ma-qr-trong-giai-quyet-thu-tuc" && len(want) < 6 {
			want = append(want, a.Title)
		}
	}
	if diff := cmp.Diff(want, texts(find(sections[1], "a"))); diff != "" {
		t.Errorf("latest (-want +got)\n%s", diff)
	}
	// The newest article leaves a gap that the seventh fills.
	newest := s.articlePath(latest[0].SourceID)
	links := attrs(find(find(s.page(newest), ".aside section")[1], "a"), "href")
	if len(links) != 6 || links[0] == newest {
		t.Errorf("beside the newest: %q", links)
	}
}

func TestArticleAddresses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id, right := s.articleID(fullArticle), s.articlePath(fullArticle)
	if want := fmt.Sprintf("/tin-tuc/%d-le-hoi-tha-dieu-ben-song", id); right != want {
		t.Fatalf("the article is at %s, want %s", right, want)
	}
	for _, path := range []string{
		fmt.Sprintf("/tin-tuc/%d", id), fmt.Sprintf("/tin-tuc/%d-", id), fmt.Sprintf("/tin-tuc/%d-ten-cu", id),
		fmt.Sprintf("/tin-tuc/00%d-le-hoi-tha-dieu-ben-song", id), right + "-", right + "%20", right + "-them",
		fmt.Sprintf("/tin-tuc/%d-%%0d%%0aX-Bad:1", id),
	} {
		if a := s.get(path); a.status != http.StatusMovedPermanently || a.header.Get("Location") != right {
			t.Errorf("%s: status %d to %q", path, a.status, a.header.Get("Location"))
		}
	}
	if path := s.articlePath(nameless); path != fmt.Sprintf("/tin-tuc/%d", s.articleID(nameless)) {
		t.Errorf("a title without letters is at %s", path)
	}
	for _, path := range []string{
		"/tin-tuc/0", "/tin-tuc/-1", "/tin-tuc/999999", "/tin-tuc/abc", "/tin-tuc/1e3", "/tin-tuc/99999999999999999999999", "/tin-tuc/%00",
		"/tin-tuc/1.0-x", "/tin-tuc/%FF-x", "/tin-tuc/1-%2f%2fexample.com",
	} {
		checkErrorPage(t, path, s.get(path), http.StatusNotFound)
	}
	help := text(one(t, s.get("/tin-tuc/999999").doc, "main"))
	if !strings.Contains(help, "Không tìm thấy bài viết này") || !strings.Contains(help, "Tin tức mới nhất") {
		t.Errorf("help %q", help)
	}
}

func TestArticleHostile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.articlePath(hostileArticle)
	a := s.get(path)
	if a.status != http.StatusOK {
		t.Fatalf("%s: status %d", path, a.status)
	}
	checkHouse(t, path, a.doc)
	if strings.Trim(path[len("/tin-tuc/"):], "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || len(path) > 120 {
		t.Errorf("address %q", path)
	}
	for _, n := range append(find(a.doc, "[href]"), find(a.doc, "[src]")...) {
		if address := attr(n, "href") + attr(n, "src"); strings.HasPrefix(address, "javascript:") || strings.HasPrefix(address, "data:") {
			t.Errorf("%s at %s", n.Data, address)
		}
	}
}
