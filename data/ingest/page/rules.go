package page

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Rules say of known sites where their pages have what. The zero value knows
// none. They are written by staff, one [[site]] a site, in CSS selectors.
type Rules struct{ sites []site }

// site is how one site lays its articles out. What no selector finds is looked
// for as on any page.
type site struct {
	host     string // "tinh.example.vn", or "*.example.vn" for all below it as well
	find     map[string]cascadia.Selector
	dropping []cascadia.Selector
}

// parts are the keys of a site that hold one selector.
var parts = []string{"title", "published", "lead", "body", "category", "author"}

// LoadRules reads rules written in TOML. Its errors name the line and say in
// Vietnamese what to do.
func LoadRules(r io.Reader) (Rules, error) {
	const longest = 1 << 20
	b, err := io.ReadAll(io.LimitReader(r, longest))
	if err != nil {
		return Rules{}, fmt.Errorf("đọc tệp quy tắc: %w", err)
	}
	var file struct {
		Site []struct {
			Host                                           string
			Title, Published, Lead, Body, Category, Author string
			Drop                                           []string
		}
	}
	meta, err := toml.Decode(string(b), &file)
	var syntax toml.ParseError
	switch {
	case errors.As(err, &syntax):
		return Rules{}, fmt.Errorf("dòng %d: sai cách viết TOML: hãy viết mỗi dòng theo mẫu khóa = \"bộ chọn CSS\"", syntax.Position.Line)
	case err != nil:
		return Rules{}, errors.New(`tệp quy tắc có khóa sai kiểu: "drop" là danh sách ["…", "…"], các khóa khác là chữ trong ngoặc kép`)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0][len(unknown[0])-1]
		return Rules{}, fmt.Errorf("dòng %d: không có khóa %q: chỉ dùng host, drop, %s trong [[site]]", lineOf(string(b), 0, key), key, strings.Join(parts, ", "))
	}
	var rules Rules
	for i, s := range file.Site {
		if s.Host == "" || strings.ContainsAny(s.Host, "/: ") {
			return Rules{}, fmt.Errorf(`dòng %d: thiếu "host" hoặc "host" không phải tên miền: hãy viết như "xa.example.vn" hoặc "*.example.vn"`, lineOf(string(b), i+1, "host"))
		}
		known := site{host: strings.ToLower(s.Host), find: map[string]cascadia.Selector{}}
		for n, selector := range []string{s.Title, s.Published, s.Lead, s.Body, s.Category, s.Author} {
			if selector == "" {
				continue
			}
			if known.find[parts[n]], err = cascadia.Compile(selector); err != nil {
				return Rules{}, badSelector(lineOf(string(b), i+1, parts[n]), parts[n], selector)
			}
		}
		for _, selector := range s.Drop {
			compiled, err := cascadia.Compile(selector)
			if err != nil {
				return Rules{}, badSelector(lineOf(string(b), i+1, "drop"), "drop", selector)
			}
			known.dropping = append(known.dropping, compiled)
		}
		rules.sites = append(rules.sites, known)
	}
	return rules, nil
}

func badSelector(line int, key, selector string) error {
	return fmt.Errorf("dòng %d: bộ chọn CSS của %q không đọc được (%s): hãy viết như \"h1.tieu-de\" hoặc \"#noi-dung\"", line, key, selector)
}

// lineOf is the line, from 1, where key is set in the n-th [[site]], counted
// from 1; of any if n is 0. A key that is missing is told by its site's line.
func lineOf(text string, n int, key string) int {
	at, seen := 1, 0
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if strings.HasPrefix(l, "[[site]]") {
			if seen++; seen == n {
				at = i + 1
			}
		}
		name, _, set := strings.Cut(l, "=")
		if set && (n == 0 || seen == n) && strings.Trim(name, " \t\"'") == key {
			return i + 1
		}
	}
	return at
}

// of is what is known of the site at an address, nil if nothing is. The first
// that fits counts.
func (r Rules) of(address *url.URL) *site {
	if address == nil {
		return nil
	}
	host := strings.ToLower(address.Hostname())
	for i, s := range r.sites {
		below, all := strings.CutPrefix(s.host, "*.")
		if host == s.host || all && (host == below || strings.HasSuffix(host, "."+below)) {
			return &r.sites[i]
		}
	}
	return nil
}

// drop takes out of a page what a site's rule says does not belong to it.
func (s *site) drop(root *html.Node) {
	for _, selector := range s.dropping {
		for _, n := range selector.MatchAll(root) {
			if n.Parent != nil {
				n.Parent.RemoveChild(n)
			}
		}
	}
}

// article takes the article of a page of a known site; not ok if the page has
// none where the rule says.
func (s *site) article(d *document) (a found, ok bool) {
	if s.find["body"] == nil {
		return found{}, false
	}
	b := body{node: s.find["body"].MatchFirst(d.root), first: -1}
	for i, l := range d.lines {
		if within(l.block, b.node) {
			if b.first < 0 {
				b.first = i
			}
			b.last = i + 1
			d.lines[i].aside = false // the rule knows better
		}
	}
	if b.node == nil || b.first < 0 {
		return found{}, false
	}
	a = d.article(b)
	for key, to := range map[string]string{"title": "title", "published": "published_raw", "lead": "lead", "category": "category", "author": "author"} {
		if s.find[key] == nil {
			continue
		}
		if n := s.find[key].MatchFirst(d.root); n != nil && textOf(n) != "" {
			a.record[to] = textOf(n)
		}
	}
	a.title, _ = a.record["title"].(string)
	return a, true
}
