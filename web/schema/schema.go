// Package schema tells programs what a page is about, in the words of
// schema.org as JSON-LD: services of the state, news, the way to a page, and
// the site's search. Search engines and assistants read it; people do not.
//
// Start with [Of], [NewService] and [NewArticle]. Nothing is told that a record
// does not say: a part that is not certain is left out, and a fee is never 0.
// Texts are the record's own, so that they cost a compressed page little.
package schema

// context is the vocabulary of every type here.
const context = "https://schema.org"

// Graph is the data block of a page.
type Graph struct {
	Context string `json:"@context"`
	Nodes   []any  `json:"@graph"`
}

// Of is the data block of what a page tells, nil if that is nothing.
func Of(nodes []any) *Graph {
	if len(nodes) == 0 {
		return nil
	}
	return &Graph{context, nodes}
}

// Named is whatever is told by its name alone; its type says what it is.
type Named struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// Step is a page on the way to another; the last has no address, for it is the
// page itself.
type Step struct{ Name, URL string }

// BreadcrumbList is the way to a page.
type BreadcrumbList struct {
	Type  string     `json:"@type"`
	Items []ListItem `json:"itemListElement"`
}

// ListItem is one step of a BreadcrumbList, counted from 1.
type ListItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item,omitempty"`
}

// NewBreadcrumbs is the way to a page by steps with absolute addresses.
func NewBreadcrumbs(steps ...Step) BreadcrumbList {
	b := BreadcrumbList{Type: "BreadcrumbList"}
	for i, s := range steps {
		b.Items = append(b.Items, ListItem{"ListItem", i + 1, s.Name, s.URL})
	}
	return b
}

// WebSite is the site as a whole and how to search it.
type WebSite struct {
	Type     string       `json:"@type"`
	Name     string       `json:"name"`
	URL      string       `json:"url"`
	Language string       `json:"inLanguage"`
	Search   SearchAction `json:"potentialAction"`
}

// SearchAction is a search that programs may start.
type SearchAction struct {
	Type   string     `json:"@type"`
	Target EntryPoint `json:"target"`
	Input  string     `json:"query-input"`
}

// EntryPoint is the address of a search with {q} in place of what is looked for.
type EntryPoint struct {
	Type     string `json:"@type"`
	Template string `json:"urlTemplate"`
}

// NewWebSite is the site at an address in one language; search is the address
// of its results without what is looked for, "https://…/tim-kiem?q=".
func NewWebSite(name, url, language, search string) WebSite {
	return WebSite{
		"WebSite", name, url, language,
		SearchAction{"SearchAction", EntryPoint{"EntryPoint", search + "{q}"}, "required name=q"},
	}
}
