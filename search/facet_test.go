package search_test

import (
	"fmt"
	"slices"
	"testing"

	"tracuu/data"
	"tracuu/search"
)

// TestFacetsPromise: a filter gives as many hits as its facet says, alone and
// beside another, and each hit shown is one that it lets pass.
func TestFacetsPromise(t *testing.T) {
	records := loadCorpus(t)
	ix := openCorpus(t, records)
	levels := map[string][]data.Level{}
	for _, p := range records {
		levels[p.Code] = p.Levels
	}
	ask := func(q search.Query) search.Result {
		q.Facets, q.Limit = true, search.MaxLimit
		res, err := ix.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	for _, text := range []string{"giấy phép", "đất đai", "thẻ căn cước", "đăng ký khai sinh"} {
		for _, by := range []search.Filter{{}, {Level: data.LevelProvince}} {
			for _, facet := range ask(search.Query{Text: text, Filter: by}).Facets {
				for _, v := range facet.Values {
					f := by
					switch facet.Name {
					case search.FacetField:
						f.Field = v.Value
					case search.FacetLevel:
						f.Level = data.Level(v.Value)
					default:
						continue
					}
					t.Run(fmt.Sprint(text, f), func(t *testing.T) {
						res := ask(search.Query{Text: text, Filter: f})
						if res.Total != v.Count {
							t.Errorf("%d hits, promised %d", res.Total, v.Count)
						}
						for _, h := range res.Hits {
							if f.Level != "" && !slices.Contains(levels[h.ID], f.Level) {
								t.Errorf("%s is not of level %s", h.ID, f.Level)
							}
						}
					})
				}
			}
		}
	}
}

// TestFilterMakesNothingCertain: what stands behind others is no surer for
// their being filtered out.
func TestFilterMakesNothingCertain(t *testing.T) {
	ix := openCorpus(t, loadCorpus(t))
	for _, text := range []string{"ly hôn", "khai sinh", "đăng ký kết hôn", "căn cước", "hộ chiếu", "lý lịch tư pháp", "nhận con nuôi", "hộ kinh doanh", "tạm trú", "hòa giải viên", "đất đai", "mai táng", "karaoke", "giấy phép lao động", "học bổng"} {
		all, err := ix.Search(t.Context(), search.Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		for _, level := range []data.Level{data.LevelCommune, data.LevelProvince, data.LevelMinistry} {
			res, err := ix.Search(t.Context(), search.Query{Text: text, Filter: search.Filter{Level: level}})
			if err != nil {
				t.Fatal(err)
			}
			if res.Match != search.MatchCertain {
				continue
			}
			same := res.Hits[0].ID == all.Hits[0].ID ||
				slices.ContainsFunc(all.Hits[0].Variants, func(v search.Variant) bool { return v.Code == res.Hits[0].ID })
			if all.Match != search.MatchCertain || !same {
				t.Errorf("%q of level %s is certain of %s; without the filter %s is %s", text, level, res.Hits[0].ID, all.Hits[0].ID, all.Match)
			}
		}
	}
}
