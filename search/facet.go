package search

import (
	"cmp"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
)

// Names of the facets, in the order they are shown.
const (
	FacetField    = "field"
	FacetAgency   = "agency"
	FacetLevel    = "level"
	FacetAudience = "audience"
	FacetOnline   = "online"
)

// maxFacetValues bounds the values listed of one facet.
const maxFacetValues = 12

// maxSlug is the length of a slug in bytes.
const maxSlug = 80

func slug(name string) string { return vi.Slug(name, maxSlug) }

// filterKey is a record's values as filters name them.
type filterKey struct {
	field, agency string
	audience      []string
}

func (f Filter) empty() bool { return f == Filter{} }

// passes reports whether a record has what the filter asks for, the facet
// named left out of account.
func (f Filter) passes(r *record, except string) bool {
	return (except == FacetField || f.Field == "" || f.Field == r.key.field) &&
		(except == FacetAgency || f.Agency == "" || f.Agency == r.key.agency) &&
		(except == FacetLevel || f.Level == "" || slices.Contains(r.Levels, f.Level)) &&
		(except == FacetAudience || f.Audience == "" || slices.Contains(r.key.audience, f.Audience)) &&
		(except == FacetOnline || !f.Online || r.Online)
}

// values are what a record counts for in a facet, each with its label.
func (r *record) values(facet string) (values [][2]string) {
	switch facet {
	case FacetField:
		return [][2]string{{r.key.field, r.Field}}
	case FacetAgency:
		return [][2]string{{r.key.agency, r.Agency}}
	case FacetLevel:
		for _, l := range r.Levels {
			values = append(values, [2]string{string(l), l.Label()})
		}
	case FacetAudience:
		for i, a := range r.Audience {
			values = append(values, [2]string{r.key.audience[i], a})
		}
	case FacetOnline:
		if r.Online {
			return [][2]string{{"1", "Nộp trực tuyến được"}}
		}
	}
	return values
}

// facets counts procedures by name, so that one at three levels is one.
func facets(found []*record, f Filter) []Facet {
	var out []Facet
	for _, name := range []string{FacetField, FacetAgency, FacetLevel, FacetAudience, FacetOnline} {
		type value struct {
			label  string
			groups map[string]bool
		}
		counts := map[string]*value{}
		for _, r := range found {
			if !f.passes(r, name) {
				continue
			}
			for _, v := range r.values(name) {
				if v[0] == "" {
					continue
				}
				if counts[v[0]] == nil {
					counts[v[0]] = &value{v[1], map[string]bool{}}
				}
				counts[v[0]].groups[r.group] = true
			}
		}
		facet := Facet{Name: name}
		for v, c := range counts {
			facet.Values = append(facet.Values, FacetValue{v, c.label, len(c.groups)})
		}
		slices.SortFunc(facet.Values, func(a, b FacetValue) int {
			if name == FacetLevel {
				return closeness[data.Level(a.Value)] - closeness[data.Level(b.Value)]
			}
			return cmp.Or(b.Count-a.Count, strings.Compare(a.Label, b.Label))
		})
		facet.Values = facet.Values[:min(len(facet.Values), maxFacetValues)]
		if len(facet.Values) > 0 {
			out = append(out, facet)
		}
	}
	return out
}
