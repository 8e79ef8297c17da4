package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// body is where the text of a page stands.
type body struct {
	node        *html.Node
	first, last int  // lines from first to before last
	good        int  // letters of prose in it
	headlines   int  // lines in it that are a link alone, as those of a list
	cut         int  // lines that break off with dots
	teaser      bool // it is one of several on the page that each stand under a link to the whole
}

// Text this short is no article.
const shortest = 150 // letters

// findBody looks for the block with the most prose, after the way of
// readability: each line of prose counts for the blocks around it, less the
// farther they are. A block gives way to the one around it while that has
// distinctly more.
func (d *document) findBody() body {
	scores, good, all := map[*html.Node]float64{}, map[*html.Node]int{}, map[*html.Node]int{}
	for _, l := range d.lines {
		if l.aside || l.block == nil {
			continue
		}
		n := runes(l.text)
		prose := n >= 40 && l.linkShare() < 0.5
		at := l.block
		if at.DataAtom == atom.P || at.DataAtom == atom.Li || l.heading > 0 && l.heading < 7 {
			at = at.Parent
		}
		if prose {
			share := 1 + min(float64(n)/100, 3) + 0.3*float64(strings.Count(l.text, ","))
			for i, up := 0, at; up != nil && i < 3; i, up = i+1, up.Parent {
				scores[up] += share
				share /= 2
			}
		}
		for up := l.block; up != nil; up = up.Parent {
			all[up] += n
			if prose {
				good[up] += n
			}
		}
	}
	var best *html.Node
	for _, l := range d.lines { // in reading order, so that equals are decided alike
		for up := l.block; up != nil; up = up.Parent {
			if scores[up] > 0 && (best == nil || scores[up] > scores[best]) {
				best = up
			}
		}
	}
	if best == nil {
		return body{}
	}
	for up := best.Parent; up != nil && up.Type == html.ElementNode; up = up.Parent {
		if float64(good[up]) > 1.25*float64(good[best]) && float64(good[up]) > 0.6*float64(all[up]) {
			best = up
		}
	}
	b := body{node: best, good: good[best], first: -1}
	for i, l := range d.lines {
		if !within(l.block, best) {
			continue
		}
		if b.first < 0 {
			b.first = i
		}
		if b.last = i + 1; l.aside {
			continue
		}
		if endsRE.MatchString(l.text) && runes(l.text) < 60 && i > b.first {
			b.last = i
			break
		}
		switch {
		case l.linkShare() > 0.8 && runes(l.text) >= 25:
			b.headlines++
		case strings.HasSuffix(l.text, "...") || strings.HasSuffix(l.text, "…"):
			b.cut++
		}
	}
	b.teaser = d.isTeaser(b)
	return b
}

// isTeaser reports whether the heading over a text is a link that leads on, and
// more such follow or go before it: the text then is a summary in a list.
func (d *document) isTeaser(b body) bool {
	const near, several = 4, 3
	leads := func(l line) bool { return !l.aside && l.heading > 0 && l.linkShare() > 0.8 && runes(l.text) >= 15 }
	over, all, title := false, 0, d.pageTitle()
	for i, l := range d.lines {
		if !leads(l) || same(l.text, title) {
			continue
		}
		all++
		over = over || i < b.first && i >= b.first-near
	}
	return over && all >= several
}

func within(n, outer *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

var (
	// endsRE is the heading of what comes after an article.
	endsRE = regexp.MustCompile(`(?i)^\W*(?:(?:các )?(?:tin|bài)(?: viết| tức)? (?:liên quan|khác|mới(?: nhất| hơn)?|cũ(?: hơn)?|cùng chuyên mục|đã đưa|đọc nhiều)|` +
		`cùng chuyên mục|tin cùng loại|xem thêm|đọc thêm|ý kiến (?:bạn đọc|của bạn)|bình luận|related (?:news|articles?)|other news|comments?)\b`)
	notFoundRE = regexp.MustCompile(`(?i)\b404\b|not found|không tìm thấy|không tồn tại|the requested resource|đã bị xóa|đã bị gỡ`)
	errorRE    = regexp.MustCompile(`(?i)^(?:http status|http error|server error|error report|error|lỗi(?: hệ thống| máy chủ)?|đã xảy ra lỗi|runtime error)\b|` +
		`\b(?:400|403|500|502|503|504)\b.{0,40}(?:error|forbidden|bad|unavailable|gateway|lỗi)|error report|internal server error|service unavailable|bad gateway`)
	statusRE = regexp.MustCompile(`(?i)^(?:status|trạng thái)$`)
	loginRE  = regexp.MustCompile(`(?i)đăng nhập|\blog ?in\b|\bsign in\b`)
)

// refusal tells what a page without a record is, empty if it may have one.
func (d *document) refusal(b body) Kind {
	const little = 600 // letters: error and login pages say no more
	heads := []string{cutSite(d.title)}
	for _, l := range d.lines {
		if l.heading == 1 || l.heading == 2 {
			heads = append(heads, l.text)
		}
	}
	headed := func(re *regexp.Regexp) bool {
		for _, h := range heads[:min(len(heads), 4)] {
			if re.MatchString(h) {
				return true
			}
		}
		return false
	}
	switch {
	case b.good < little && (headed(notFoundRE) || headed(statusRE)):
		return NotFound
	case b.good < little && headed(errorRE):
		return Error
	case b.good < little && headed(loginRE) && (d.password || b.good < shortest):
		return Login
	case len(d.lines) == 0:
		return Empty
	case b.good < shortest, b.teaser,
		b.headlines >= 3 && b.good < 400*b.headlines,
		b.cut >= 2 && b.headlines >= 2:
		return Section
	}
	return ""
}

var siteRE = regexp.MustCompile(`\s+(?:[|–—»]|-|::)\s+`)

// cutSite takes the name of the site off the title of a page: what stands
// behind the last separator.
func cutSite(title string) string {
	all := siteRE.FindAllStringIndex(title, -1)
	if len(all) == 0 {
		return title
	}
	return strings.TrimSpace(title[:all[len(all)-1][0]])
}
