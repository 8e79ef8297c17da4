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

// values calls yield with what a record counts for in a facet, and its label.
func (r *record) values(facet string, yield func(value, label string)) {
	switch facet {
	case FacetField:
		yield(r.key.field, r.Field)
	case FacetAgency:
		yield(r.key.agency, r.Agency)
	case FacetLevel:
		for _, l := range r.Levels {
			yield(string(l), l.Label())
		}
	case FacetAudience:
		for i, a := range r.Audience {
			yield(r.key.audience[i], a)
		}
	case FacetOnline:
		if r.Online {
			yield("1", "Nộp trực tuyến được")
		}
	}
}

// facets counts procedures by name, so that one at three levels is one. It puts
// namesakes side by side.
func facets(found []*record, f Filter) []Facet {
	slices.SortFunc(found, func(a, b *record) int { return cmp.Compare(a.groupHash, b.groupHash) })
	type value struct {
		label string
		count int
		last  uint64 // the name that was counted last
	}
	var out []Facet
	for _, name := range []string{FacetField, FacetAgency, FacetLevel, FacetAudience, FacetOnline} {
		counts := map[string]*value{}
		for _, r := range found {
			if !f.passes(r, name) {
				continue
			}
			r.values(name, func(v, label string) {
				c := counts[v]
				switch {
				case v == "":
				case c == nil:
					counts[v] = &value{label, 1, r.groupHash}
				case c.last != r.groupHash:
					c.count++
					c.last = r.groupHash
				}
			})
		}
		facet := Facet{Name: name}
		for v, c := range counts {
			facet.Values = append(facet.Values, FacetValue{v, c.label, c.count})
		}
		slices.SortFunc(facet.Values, func(a, b FacetValue) int {
			if name == FacetLevel {
				return closeness[data.Level(a.Value)] - closeness[data.Level(b.Value)]
			}
			return cmp.Or(b.Count-a.Count, strings.Compare(a.Label, b.Label), strings.Compare(a.Value, b.Value))
		})
		facet.Values = facet.Values[:min(len(facet.Values), maxFacetValues)]
		if len(facet.Values) > 0 {
			out = append(out, facet)
		}
	}
	return out
}
