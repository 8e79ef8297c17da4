package page

import (
	"cmp"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tracuu/search/vi"
)

// found is an article as it was read.
type found struct {
	record map[string]any
	title  string
	dated  bool
}

var (
	dateRE      = regexp.MustCompile(`(?:^|\D)\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}(?:\D|$)|\b\d{4}-\d{2}-\d{2}T`)
	dateWordsRE = regexp.MustCompile(`(?i)đăng|cập nhật|xuất bản|publish|posted|date|\d{1,2}[:h]\d{2}|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật`)
	viewsRE     = regexp.MustCompile(`(?i)(?:lượt (?:xem|đọc)|đã xem|view(?:s| count)?)\s*:?\s*(\d[\d.,]*)|(\d[\d.,]*)\s*lượt (?:xem|đọc)`)
	authorRE    = regexp.MustCompile(`(?i)^(?:tác giả|người viết|author)\s*:\s*(.{2,60})$`)
	leadRE      = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:sapo|lead|summary|tom-?tat|trich-?yeu|description|intro(?:text)?|chapeau)(?:$|[\s_-])`)
	captionRE   = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:caption|chu-?thich)(?:$|[\s_-])`)
	crumbRE     = regexp.MustCompile(`(?i)breadcrumb|duong-?dan`)
	// noiseRE is a line of buttons and counters.
	noiseRE = regexp.MustCompile(`(?i)^\W*(?:lượt (?:xem|đọc)|đã xem|view count|views?|zoom|cỡ chữ|phóng to|thu nhỏ|in (?:trang|bài)|bản in|gửi (?:email|bài)|chia sẻ|lưu tin|font size|(?:a[+-]\s?)+|print|` +
		`nghe (?:đọc )?bài|đọc bài|quay lại|về trang trước)(?:[\s:].{0,40})?$|\d+ (?:người )?đang (?:online|truy cập)`)
	fileRE = regexp.MustCompile(`(?i)\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z)(?:[?#]|$)`)
)

func (d *document) linkedText(key string) string {
	s, _ := d.linked[key].(string)
	return strings.TrimSpace(s)
}

// pageTitle is what the page calls itself, without the name of its site.
func (d *document) pageTitle() string {
	return cmp.Or(d.linkedText("headline"), cutSite(d.meta["og:title"]), cutSite(d.title))
}

// saysArticle reports whether the page declares that it is an article.
func (d *document) saysArticle() bool {
	return d.linked != nil || strings.EqualFold(d.meta["og:type"], "article")
}

// articleTitle finds the heading of the text: the one the head repeats, else
// the nearest before or at the beginning of the text. at is its line, -1 if
// the title stands in the head alone.
func (d *document) articleTitle(b body) (title string, at int) {
	const before = 40 // lines between a heading and its text
	declared := d.pageTitle()
	at = -1
	for i := max(0, b.first-before); i < min(b.last, b.first+6); i++ {
		l := d.lines[i]
		if l.aside && l.heading != 1 || runes(l.text) < 8 || crumbRE.MatchString(l.marked) {
			continue
		}
		if same(l.text, declared) {
			return l.text, i
		}
		if l.heading == 0 || l.linkShare() > 0.8 && l.heading != 1 {
			continue
		}
		if at < 0 || rank(l.heading) <= rank(d.lines[at].heading) {
			at = i
		}
	}
	if at >= 0 && (declared == "" || d.linked == nil && d.meta["og:title"] == "") {
		return d.lines[at].text, at
	}
	return declared, at
}

// rank puts what is merely marked as a title between the second and third
// level of headings.
func rank(heading int) float64 {
	if heading == 7 {
		return 2.5
	}
	return float64(heading)
}

func same(a, b string) bool {
	return a != "" && vi.Fold(strings.ToLower(a)) == vi.Fold(strings.ToLower(b))
}

// article takes the article of a page.
func (d *document) article(b body) found {
	title, at := d.articleTitle(b)
	from := b.first
	if at >= 0 && at < from {
		from = at
	}
	rec := map[string]any{"title": title}
	set := func(key, value string) {
		if value != "" {
			rec[key] = value
		}
	}
	published, dateLine := d.published(from, b)
	set("published_raw", published)
	set("author", cmp.Or(d.meta["author"], d.meta["article:author"]))
	var lead, text []string
	for i := from; i < b.last; i++ {
		l := d.lines[i]
		if m := viewsRE.FindStringSubmatch(l.text); m != nil && runes(l.text) < 120 && rec["views"] == nil {
			rec["views"] = strings.NewReplacer(".", "", ",", "").Replace(m[1] + m[2])
		}
		if m := authorRE.FindStringSubmatch(l.text); m != nil {
			rec["author"] = m[1]
			continue
		}
		switch {
		case l.aside, i == at, i == dateLine, same(l.text, title), noiseRE.MatchString(l.text),
			viewsRE.MatchString(l.text) && runes(l.text) < 60, captionRE.MatchString(l.marked),
			dateRE.MatchString(l.text) && runes(l.text) < 40 && len(text) == 0:
		case leadRE.MatchString(l.marked) && len(text) == 0:
			lead = append(lead, l.text)
		case i < b.first, l.linkShare() > 0.9:
		default:
			text = append(text, l.text)
		}
	}
	if len(text) == 0 {
		lead, text = nil, lead
	}
	set("lead", strings.Join(lead, "\n"))
	set("body", strings.Join(text, "\n"))
	set("category", cmp.Or(d.meta["article:section"], d.linkedText("articleSection"), d.crumb()))
	set("url", d.address())
	set("source", d.site())
	if photos := d.photos(b.node); len(photos) > 0 {
		rec["photos"] = photos
	}
	if files := d.files(b.node); len(files) > 0 {
		rec["attachments"] = files
	}
	return found{rec, title, published != ""}
}

// published finds the time as it is printed: declared in the head, or printed
// between the title and the text or at the end of it. line is where; -1 in
// the head.
func (d *document) published(from int, b body) (raw string, line int) {
	for _, s := range []string{
		d.meta["article:published_time"], d.linkedText("datePublished"), d.meta["datepublished"],
		d.meta["pubdate"], d.meta["dc.date.issued"], d.meta["og:published_time"],
	} {
		if s != "" {
			return s, -1
		}
	}
	const near = 6
	dated := func(i int) bool {
		l := d.lines[i]
		return !l.aside && runes(l.text) < 140 && l.linkShare() < 0.5 && dateRE.MatchString(l.text) &&
			(i < b.first || dateWordsRE.MatchString(l.text) || runes(l.text) < 30)
	}
	for i := from; i < b.first; i++ {
		if dated(i) {
			return d.lines[i].text, i
		}
	}
	for i := from - 1; i >= max(0, from-near); i-- { // the nearest: farther up stand other news
		if dated(i) {
			return d.lines[i].text, i
		}
	}
	for i := b.first; i < min(len(d.lines), b.first+near); i++ {
		if dated(i) {
			return d.lines[i].text, i
		}
	}
	for i := b.last - 1; i < min(len(d.lines), b.last+near) && i >= 0; i++ {
		if l := d.lines[i]; !l.aside && runes(l.text) < 80 && dateRE.MatchString(l.text) && dateWordsRE.MatchString(l.text) {
			return l.text, i
		}
	}
	return d.meta["time"], -1
}

// crumb is the last link of the path that leads to the page.
func (d *document) crumb() (last string) {
	for _, l := range d.lines {
		if crumbRE.MatchString(l.marked) && l.links > 0 && runes(l.text) < 60 {
			last = l.text
		}
	}
	return strings.Trim(last, " /›»>")
}

// site names the source of the page.
func (d *document) site() string {
	if s := d.meta["og:site_name"]; s != "" {
		return s
	}
	if d.base != nil {
		return strings.TrimPrefix(d.base.Hostname(), "www.")
	}
	return ""
}

func (d *document) photos(root *html.Node) (out []map[string]any) {
	each(root, func(n *html.Node) {
		src := d.resolve(cmp.Or(attr(n, "data-src"), attr(n, "data-original"), attr(n, "src")))
		if n.DataAtom != atom.Img || src == "" {
			return
		}
		photo := map[string]any{"url": src}
		if s := strings.TrimSpace(attr(n, "alt")); s != "" {
			photo["alt"] = s
		}
		if s := caption(n); s != "" {
			photo["caption"] = s
		}
		out = append(out, photo)
	})
	return out
}

// caption is what stands under a photo: the caption of its figure, or the next
// row or block if that is marked as one.
func caption(img *html.Node) string {
	for n, i := img, 0; n != nil && i < 5; n, i = n.Parent, i+1 {
		if n.DataAtom == atom.Figure {
			said := ""
			each(n, func(c *html.Node) {
				if c.DataAtom == atom.Figcaption {
					said = textOf(c)
				}
			})
			return said
		}
		next := n.NextSibling
		for next != nil && next.Type != html.ElementNode {
			next = next.NextSibling
		}
		if next == nil {
			continue
		}
		marked := captionRE.MatchString(attr(next, "class"))
		each(next, func(c *html.Node) { marked = marked || captionRE.MatchString(attr(c, "class")) })
		if marked {
			return textOf(next)
		}
	}
	return ""
}

func (d *document) files(root *html.Node) (out []map[string]any) {
	each(root, func(n *html.Node) {
		if href := d.resolve(attr(n, "href")); n.DataAtom == atom.A && href != "" && fileRE.MatchString(href) {
			out = append(out, map[string]any{"url": href, "title": textOf(n)})
		}
	})
	return out
}

// links are the addresses that a page leads to, in its order.
func (d *document) links() (out []string) {
	each(d.root, func(n *html.Node) {
		if n.DataAtom == atom.A && !strings.Contains(strings.ToLower(attr(n, "rel")), "nofollow") {
			if href := d.resolve(attr(n, "href")); href != "" {
				out = append(out, href)
			}
		}
	})
	return out
}

func each(n *html.Node, do func(*html.Node)) {
	if n == nil {
		return
	}
	for c := range n.Descendants() {
		if c.Type == html.ElementNode {
			do(c)
		}
	}
}

// textOf is the text in a node, in one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode && c.Parent.DataAtom != atom.Script && c.Parent.DataAtom != atom.Style:
			b.WriteString(c.Data)
		case c.Type == html.ElementNode && (isBlock(c) || c.DataAtom == atom.Br):
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
