package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

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
	if meta := text(one(t, story, ".meta")); meta != "02/06/2023 2:17 CH · 12.301 lượt xem · Ban biên tập · Nguồn: Báo Thử · Đang xem: 1 người" {
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
	if href := attr(find(story, ".crumb a")[0], "href"); href != "/tin-tuc?chuyen-muc="+url.QueryEscape(articleCategory) {
		t.Errorf("the category leads to %q", href)
	}
	if last := find(story, "p a[rel=noopener]"); len(last) != 1 || attr(last[0], "href") != "https://example.vn/bai-goc" || text(last[0]) != "Đọc bài gốc" {
		t.Errorf("original at %q", attrs(last, "href"))
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
	if !strings.HasSuffix(meta, "lượt xem · Nguồn: Báo Thử · Đang xem: 1 người") || strings.Contains(meta, "0001") {
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
	lists := find(s.page(newest), ".aside section")
	links := attrs(find(lists[len(lists)-1], "a"), "href")
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

// TestArticlePhotos: nothing shifts when photos come, each has words, and what
// comes unencrypted is a link.
func TestArticlePhotos(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.save(nil, []data.Article{{
		Source: articleSource, SourceID: "anh", Title: "Bài có ảnh", Body: "Đoạn.", Meta: sampleMeta,
		Photos: []data.Photo{
			{URL: "https://example.vn/1.jpg", Caption: "Có cỡ", Width: 1200, Height: 800},
			{URL: "https://example.vn/2.jpg", Alt: "Lời tả", Caption: "Chú thích", Width: 1200},
			{URL: "https://example.vn/3.jpg"},
			{URL: "http://example.vn/4.jpg", Caption: "Cũ"},
			{URL: "data:image/png;base64,AAAA"},
		},
	}})
	path := s.articlePath("anh")
	for _, c := range []struct{ path, wordless, link string }{
		{path, "Ảnh trong bài, nguồn không ghi chú thích", "Xem ảnh: Cũ"},
		{"/en" + path, "Photo in the article, without a caption at its source", "See the photo: Cũ"},
	} {
		story := one(t, s.page(c.path), "article.story")
		var got []string
		for _, img := range find(story, "figure img") {
			got = append(got, strings.Join([]string{
				attr(img, "src"), attr(img, "alt"), attr(img, "width"), attr(img, "height"), attr(img, "class"), attr(img, "loading"),
			}, "|"))
		}
		if diff := cmp.Diff([]string{
			"https://example.vn/1.jpg|Có cỡ|1200|800||lazy",
			"https://example.vn/2.jpg|Lời tả|||box|lazy",
			"https://example.vn/3.jpg|" + c.wordless + "|||box|lazy",
		}, got); diff != "" {
			t.Errorf("%s: photos (-want +got)\n%s", c.path, diff)
		}
		if got := texts(find(story, "li a")); !cmp.Equal(got, []string{c.link}) {
			t.Errorf("%s: links %q", c.path, got)
		}
	}
}

// TestArticleStays: views and readers change with every reading, the page does
// not.
func TestArticleStays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := s.articlePath(fullArticle)
	first := s.get(path, "User-Agent", "A")
	s.page(path)
	second := s.get(path, "User-Agent", "B")
	if !strings.Contains(text(one(t, second.doc, ".meta")), "Đang xem: 3 người") {
		t.Errorf("meta %q", text(one(t, second.doc, ".meta")))
	}
	third := s.get(path, "If-None-Match", second.header.Get("ETag"))
	if third.status != http.StatusNotModified || first.header.Get("ETag") == "" {
		t.Errorf("the page is sent again: %d", third.status)
	}
	s.clock.set(s.clock.Now().Add(6 * time.Minute))
	if meta := text(one(t, s.page(path), ".meta")); !strings.Contains(meta, "Đang xem: 1 người") {
		t.Errorf("later: %q", meta)
	}
}

// TestArticleInEnglish: what the record says is marked as Vietnamese.
func TestArticleInEnglish(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	path := "/en" + s.articlePath(fullArticle)
	doc := s.page(path)
	checkHouse(t, path, doc)
	story := one(t, doc, "article.story")
	for _, selector := range []string{"h1[lang=vi]", ".crumb [lang=vi]", "[lang=vi] .lead", "[lang=vi] figure"} {
		if len(find(story, selector)) == 0 {
			t.Errorf("nothing matches %s", selector)
		}
	}
	if meta := text(one(t, story, ".meta")); !strings.Contains(meta, "Source: Báo Thử · Reading now: 1") {
		t.Errorf("meta %q", meta)
	}
	if n := len(find(s.page(s.articlePath(fullArticle)), "article [lang]")); n != 0 {
		t.Errorf("%d marks of language in Vietnamese", n)
	}
}
