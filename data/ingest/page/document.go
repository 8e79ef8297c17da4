package page

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// document is a parsed page as lines of text in reading order.
type document struct {
	root     *html.Node
	lines    []line
	meta     map[string]string // by name, property or itemprop, lower case; the first of each
	linked   map[string]any    // its JSON-LD, if that is of an article
	title    string            // of the head
	base     *url.URL
	password bool // it asks for one
}

// line is a run of text of one block.
type line struct {
	text    string
	links   int        // bytes of it that are in links
	block   *html.Node // the block it stands in
	heading int        // 1 to 6; 7: marked as a title; 0: none
	aside   bool       // in a menu, a footer, related news and the like
	marked  string     // class and id of its blocks, innermost first
}

func (l line) linkShare() float64 { return float64(l.links) / float64(max(len(l.text), 1)) }

var (
	asideRE = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:nav|navbar|menu|footer|sidebar|side-bar|comments?|binh-luan|related|relate|lien-?quan|tin-?khac|tinkhac|other-?news|tin-?moi|` +
		`most-?read|doc-?nhieu|share|social|banner|quang-?cao|advert|weblink|lien-?ket|tags?|online|thong-?ke|counter)(?:$|[\s_-])`)
	hiddenRE    = regexp.MustCompile(`(?i)display\s*:\s*none`)
	titleMarkRE = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:title|tieu-?de|headline|tde)(?:$|[\s_-])`)
	// savedRE finds what browsers and copying programs write of where a page is from.
	savedRE    = regexp.MustCompile(`(?i)saved from url=\(\d+\)(https?://\S+)`)
	mirroredRE = regexp.MustCompile(`(?i)mirrored from (\S+) by httrack`)
)

func newDocument(root *html.Node, address string) *document {
	d := &document{root: root, meta: map[string]string{}}
	d.base, _ = url.Parse(address)
	if address == "" {
		d.base = nil
	}
	w := walker{d: d}
	w.walk(root, "", false, false)
	w.end()
	return d
}

// walker gathers lines.
type walker struct {
	d      *document
	text   strings.Builder
	links  int
	block  *html.Node
	aside  bool
	marked string
	level  int
}

func (w *walker) end() {
	if text := strings.Join(strings.Fields(w.text.String()), " "); text != "" {
		w.d.lines = append(w.d.lines, line{text, min(w.links, len(text)), w.block, w.level, w.aside, w.marked})
	}
	w.text.Reset()
	w.links = 0
}

func (w *walker) walk(n *html.Node, marked string, aside, link bool) {
	switch n.Type {
	case html.TextNode:
		w.text.WriteString(n.Data)
		if link {
			w.links += len(strings.TrimSpace(n.Data))
		}
		return
	case html.CommentNode:
		w.d.origin(n.Data)
		return
	case html.ElementNode:
		if w.skips(n) {
			return
		}
		mark := strings.TrimSpace(attr(n, "class") + " " + attr(n, "id"))
		if mark != "" {
			marked = mark + " " + marked
		}
		aside = aside || n.DataAtom == atom.Nav || n.DataAtom == atom.Footer || n.DataAtom == atom.Aside ||
			n.DataAtom != atom.Body && n.DataAtom != atom.Main && n.DataAtom != atom.Form && asideRE.MatchString(mark)
		link = link || n.DataAtom == atom.A
	}
	block := isBlock(n)
	if block {
		w.end()
		was := *w
		w.block, w.aside, w.marked, w.level = n, aside, marked, headingLevel(n, w.level)
		defer func() {
			w.end()
			w.block, w.aside, w.marked, w.level = was.block, was.aside, was.marked, was.level
		}()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, marked, aside, link)
	}
	if !block && n.Type == html.ElementNode {
		w.text.WriteString(" ")
	}
}

// skips takes what is told in elements without text of their own, and reports
// whether there is nothing to read in one.
func (w *walker) skips(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Title:
		if n.Parent != nil && n.Parent.DataAtom == atom.Head && w.d.title == "" && n.FirstChild != nil {
			w.d.title = strings.Join(strings.Fields(n.FirstChild.Data), " ")
		}
		return true
	case atom.Script:
		if strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil {
			w.d.readLinked(n.FirstChild.Data)
		}
		return true
	case atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Select, atom.Button, atom.Textarea, atom.Option:
		return true
	case atom.Br, atom.Hr:
		w.end()
		return true
	case atom.Meta:
		for _, key := range []string{"property", "name", "itemprop"} {
			if k := strings.ToLower(attr(n, key)); k != "" && w.d.meta[k] == "" {
				w.d.meta[k] = strings.TrimSpace(attr(n, "content"))
			}
		}
	case atom.Base:
		if u, err := url.Parse(attr(n, "href")); err == nil && u.IsAbs() {
			w.d.base = u
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") && w.d.meta["canonical"] == "" {
			w.d.meta["canonical"] = attr(n, "href")
		}
	case atom.Input:
		w.d.password = w.d.password || strings.EqualFold(attr(n, "type"), "password")
	case atom.Time:
		if w.d.meta["time"] == "" {
			w.d.meta["time"] = attr(n, "datetime")
		}
	}
	return has(n, "hidden") || hiddenRE.MatchString(attr(n, "style"))
}

// origin reads from a comment where the page was saved.
func (d *document) origin(comment string) {
	if d.base != nil {
		return
	}
	from := ""
	if m := savedRE.FindStringSubmatch(comment); m != nil {
		from = m[1]
	} else if m := mirroredRE.FindStringSubmatch(comment); m != nil {
		from = "http://" + strings.TrimPrefix(m[1], "http://")
	}
	if u, err := url.Parse(from); err == nil && from != "" {
		d.base = u
	}
}

func (d *document) readLinked(text string) {
	var v any
	if d.linked != nil || json.Unmarshal([]byte(text), &v) != nil {
		return
	}
	list, _ := v.([]any)
	if m, ok := v.(map[string]any); ok {
		list = []any{m}
		if graph, ok := m["@graph"].([]any); ok {
			list = graph
		}
	}
	for _, e := range list {
		m, _ := e.(map[string]any)
		if kind, _ := m["@type"].(string); strings.HasSuffix(kind, "Article") || kind == "BlogPosting" {
			d.linked = m
			return
		}
	}
}

// address is the page's canonical address: what it says itself, if that is of
// the site it comes from, else where it was fetched.
func (d *document) address() string {
	for _, key := range []string{"canonical", "og:url"} {
		said := d.resolve(d.meta[key])
		u, err := url.Parse(said)
		if d.meta[key] == "" || said == "" || err != nil || strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
			continue // none, or the front page's on every page
		}
		if d.base == nil || u.Host == d.base.Host && u.IsAbs() && !relative(d.meta[key]) {
			return said
		}
	}
	if d.base == nil {
		return ""
	}
	return d.base.String()
}

// relative reports whether an address names no site. Copies of sites have all
// of theirs made so, and what they lead to is the copy's.
func relative(s string) bool { return !strings.Contains(s, "//") }

func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return n.Type == html.DocumentNode
	}
	switch n.DataAtom {
	case atom.A, atom.Abbr, atom.B, atom.Big, atom.Cite, atom.Code, atom.Em, atom.Font, atom.I, atom.Img, atom.Input, atom.Ins, atom.Label,
		atom.Mark, atom.Q, atom.S, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Strike, 0:
		return false
	}
	return true
}

func headingLevel(n *html.Node, outer int) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	if titleMarkRE.MatchString(attr(n, "class") + " " + attr(n, "id")) {
		return 7
	}
	if outer > 0 && (n.DataAtom == atom.Div || n.DataAtom == atom.P) && outer < 7 {
		return outer // a block within a heading
	}
	return 0
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func runes(s string) int { return utf8.RuneCountInString(s) }
