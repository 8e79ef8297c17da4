package web

import (
	"context"
	"strings"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/find"
	"tracuu/web/words"
)

// facetView is one property to narrow the hits by.
type facetView struct {
	Label  string
	Values []facetLink
	More   []facetLink // folded away
}

// facetLink leads to the list with one filter put on, or taken off if it is on.
type facetLink struct {
	Label  string
	Record bool // the label is a record's
	Count  int
	URL    string
	On     bool
}

// How many values of a facet are shown at once, and at all.
const (
	facetShown = 6
	facetMost  = 40
)

// facetNames are the facets in the order they are shown, to be translated.
var facetNames = [...]struct{ name, label string }{
	{"field", words.M("Lĩnh vực")},
	{"level", words.M("Cấp giải quyết")},
	{"agency", words.M("Cơ quan thực hiện")},
	{"audience", words.M("Đối tượng")},
	{"online", words.M("Cách nộp")},
}

// filterValue is where a filter holds the value of a facet.
func filterValue(f search.Filter, name string) string {
	switch name {
	case "field":
		return f.Field
	case "agency":
		return f.Agency
	case "level":
		return string(f.Level)
	case "audience":
		return f.Audience
	case "online":
		if f.Online {
			return "1"
		}
	}
	return ""
}

// withValue is the filter with a facet's value put on; the empty value takes
// it off.
func withValue(f search.Filter, name, value string) search.Filter {
	switch name {
	case "field":
		f.Field = value
	case "agency":
		f.Agency = value
	case "level":
		f.Level = data.Level(value)
	case "audience":
		f.Audience = value
	case "online":
		f.Online = value != ""
	}
	return f
}

func facetOf(all []search.Facet, name string) search.Facet {
	for _, f := range all {
		if f.Name == name {
			return f
		}
	}
	return search.Facet{}
}

// maxLabel is how much of a value is shown, in runes: some records name thirty
// offices as one agency.
const maxLabel = 100

// clipLabel cuts a long label at a word.
func clipLabel(s string) string {
	runes := []rune(s)
	if len(runes) <= maxLabel {
		return s
	}
	s = string(runes[:maxLabel])
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	return strings.TrimRight(s, ",;- ") + " …"
}

// facetLabel is what a facet's value is called, and whether a record calls it so.
func facetLabel(ctx context.Context, name string, v search.FacetValue) (label string, record bool) {
	switch name {
	case "level":
		return say(ctx, data.Level(v.Value).Label()), false
	case "online":
		return say(ctx, "Nộp được trực tuyến"), false
	}
	return clipLabel(v.Label), true
}

// facetViews leave out what would not narrow the list.
func facetViews(ctx context.Context, v view, found find.Found) []facetView {
	var out []facetView
	for _, n := range facetNames {
		on := filterValue(v.filter, n.name)
		values := facetOf(found.Facets, n.name).Values
		if on == "" && (len(values) == 0 || len(values) == 1 && values[0].Count >= found.Total) {
			continue
		}
		f := facetView{Label: say(ctx, n.label)}
		for _, val := range values[:min(len(values), facetMost)] {
			if n.name == "online" {
				val.Value = "1"
			}
			l := facetLink{Count: val.Count, On: val.Value == on}
			l.Label, l.Record = facetLabel(ctx, n.name, val)
			if l.On {
				l.URL = v.with(withValue(v.filter, n.name, "")).url()
			} else {
				l.URL = v.with(withValue(v.filter, n.name, val.Value)).url()
			}
			if len(f.Values) < facetShown || l.On {
				f.Values = append(f.Values, l)
			} else {
				f.More = append(f.More, l)
			}
		}
		if len(f.Values) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// chosenFilters are the filters that are on; one that the facets do not name,
// since nothing has it, is called by what it narrows.
func chosenFilters(ctx context.Context, v view, facets []search.Facet) []facetLink {
	var out []facetLink
	for _, n := range facetNames {
		on := filterValue(v.filter, n.name)
		if on == "" {
			continue
		}
		l := facetLink{URL: v.with(withValue(v.filter, n.name, "")).url(), On: true}
		l.Label, l.Record = facetLabel(ctx, n.name, search.FacetValue{Value: on})
		for _, val := range facetOf(facets, n.name).Values {
			if val.Value == on {
				l.Label, l.Record = facetLabel(ctx, n.name, val)
			}
		}
		if l.Label == "" {
			l.Label = say(ctx, "%s đã chọn", say(ctx, n.label))
			l.Record = false
		}
		out = append(out, l)
	}
	return out
}
