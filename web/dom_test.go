package web_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var (
	compoundRE = regexp.MustCompile(`^[a-z0-9]*((?:[.#][\w-]+|\[[\w-]+(?:="?[^\]]*"?)?\])*)$`)
	partRE     = regexp.MustCompile(`[.#][\w-]+|\[[^\]]+\]`)
)

// find lists the elements below n that match a selector, in the order of the
// page. A selector is made of tag, .class, #id, [name] and [name=value]; a
// space between such compounds means "somewhere inside".
func find(n *html.Node, selector string) []*html.Node {
	found := []*html.Node{n}
	for compound := range strings.FieldsSeq(selector) {
		if !compoundRE.MatchString(compound) {
			panic("selector " + compound)
		}
		var next []*html.Node
		seen := map[*html.Node]bool{}
		for _, root := range found {
			for d := range root.Descendants() {
				if d.Type == html.ElementNode && matches(d, compound) && !seen[d] {
					seen[d] = true
					next = append(next, d)
				}
			}
		}
		found = next
	}
	return found
}

func matches(n *html.Node, compound string) bool {
	if tag := compound[:len(compound)-len(compoundRE.FindStringSubmatch(compound)[1])]; tag != "" && n.Data != tag {
		return false
	}
	for _, part := range partRE.FindAllString(compound, -1) {
		name, want, hasValue := strings.Cut(strings.Trim(part, "[]"), "=")
		switch {
		case part[0] == '.':
			if !hasWord(attr(n, "class"), part[1:]) {
				return false
			}
		case part[0] == '#':
			if attr(n, "id") != part[1:] {
				return false
			}
		case !hasAttr(n, name) || hasValue && attr(n, name) != want:
			return false
		}
	}
	return true
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is the words of an element as a reader gets them: blocks stand apart,
// spaces are collapsed.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.Type == html.ElementNode && !slices.Contains(inline, d.Data):
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// inline are the elements that stand within a line.
var inline = []string{"a", "b", "code", "mark", "small", "span", "time"}

// rawText is an element's text, letter by letter.
func rawText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func texts(ns []*html.Node) []string {
	var out []string
	for _, n := range ns {
		out = append(out, text(n))
	}
	return out
}

func attrs(ns []*html.Node, name string) []string {
	var out []string
	for _, n := range ns {
		out = append(out, attr(n, name))
	}
	return out
}

// one finds the single element that matches.
func one(t testing.TB, n *html.Node, selector string) *html.Node {
	t.Helper()
	found := find(n, selector)
	if len(found) != 1 {
		t.Fatalf("%d elements match %q, want 1", len(found), selector)
	}
	return found[0]
}

func TestFind(t *testing.T) {
	t.Parallel()
	doc, err := html.Parse(strings.NewReader(
		`<main id="m" class="a b"><p class="b">một <b>hai</b></p><p lang>ba</p></main><p class="bb" rel="next">bốn</p>`))
	if err != nil {
		t.Fatal(err)
	}
	for selector, want := range map[string]string{
		"p":               "một hai|ba|bốn",
		"main p":          "một hai|ba",
		".b":              "một hai ba|một hai",
		"main.a.b p.b b":  "hai",
		"#m [lang]":       "ba",
		"[rel=next]":      "bốn",
		"p.bb[rel=next]":  "bốn",
		"p[rel=prev]":     "",
		"main main":       "",
		"body main#m p b": "hai",
	} {
		if got := strings.Join(texts(find(doc, selector)), "|"); got != want {
			t.Errorf("%s finds %q, want %q", selector, got, want)
		}
	}
}
