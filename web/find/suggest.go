package find

import (
	"context"
	"fmt"
	"strconv"

	"tracuu/search"
	"tracuu/web/paths"
)

// suggestions is how many completions are offered at once.
const suggestions = 8

// Group is the suggestions that lead to the same sort of page.
type Group struct {
	Group search.SuggestionGroup
	Label string
	Items []Suggestion
}

// Suggestion is a completion and where it leads.
type Suggestion struct {
	search.Suggestion
	URL string
}

// Suggest completes what is being typed, in groups in the order they are
// shown; a group without completions is left out.
func (f Finder) Suggest(ctx context.Context, text string) ([]Group, error) {
	all, err := f.Searcher.Suggest(ctx, text, suggestions)
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	var out []Group
	for _, g := range []Group{
		{Group: search.SuggestProcedures, Label: f.Language.T("Thủ tục")},
		{Group: search.SuggestFields, Label: f.Language.T("Lĩnh vực")},
		{Group: search.SuggestNews, Label: f.Language.T("Tin tức")},
	} {
		for _, s := range all {
			if url := suggestionURL(s); s.Group == g.Group && url != "" {
				g.Items = append(g.Items, Suggestion{s, url})
			}
		}
		if len(g.Items) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

func suggestionURL(s search.Suggestion) string {
	switch s.Group {
	case search.SuggestProcedures:
		return paths.Procedure(s.ID)
	case search.SuggestFields:
		return paths.Field(s.ID)
	case search.SuggestNews:
		if id, err := strconv.ParseInt(s.ID, 10, 64); err == nil {
			return paths.Article(id, s.Text)
		}
	}
	return ""
}
