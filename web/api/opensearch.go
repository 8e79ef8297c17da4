package api

import "tracuu/web/find"

// SuggestionsType is the type of suggestions as browsers ask for them.
const SuggestionsType = "application/x-suggestions+json"

// openSearch is suggestions as browsers read them: what was typed, then lists
// of completions, of notes on them and of the addresses they lead to
// (OpenSearch Suggestions 1.1).
type openSearch [4]any

func newOpenSearch(query string, groups []find.Group, public string) openSearch {
	texts, notes, urls := []string{}, []string{}, []string{}
	for _, g := range groups {
		for _, s := range g.Items {
			texts, notes, urls = append(texts, s.Text), append(notes, s.Note), append(urls, public+s.URL)
		}
	}
	return openSearch{query, texts, notes, urls}
}
