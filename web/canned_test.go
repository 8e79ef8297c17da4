package web_test

import (
	"context"
	"sync"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web"
)

// cannedSearcher answers what the test has put into it, so that every state of
// a result can be shown; the records are the real store's.
type cannedSearcher struct {
	mu          sync.Mutex
	result      search.Result
	suggestions []search.Suggestion
	last        search.Query
}

func (c *cannedSearcher) Search(_ context.Context, q search.Query) (search.Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = q
	return c.result, nil
}

func (c *cannedSearcher) Suggest(_ context.Context, _ string, limit int) ([]search.Suggestion, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.suggestions[:min(limit, len(c.suggestions))], nil
}

// put sets what is answered next.
func (c *cannedSearcher) put(r search.Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.result = r
}

// query is what was searched for last.
func (c *cannedSearcher) query() search.Query {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

func withSearcher(c *cannedSearcher) func(*web.Config) {
	return func(conf *web.Config) { conf.Searcher = c }
}

func procedureHits(codes ...string) []search.Hit {
	var out []search.Hit
	for i, c := range codes {
		out = append(out, search.Hit{Kind: data.KindProcedure, ID: c, Score: float64(10 - i)})
	}
	return out
}

// fullResult is a result with something of everything.
func fullResult() search.Result {
	hits := procedureHits(fullCode, "1.001193", "1.000894")
	hits[0].Why = []search.Why{
		{Typed: "phép chơi diều", Matched: "giấy phép thả diều", By: search.ByLexicon},
		{Typed: "GP", Matched: "giấy phép", By: search.ByAbbreviation},
	}
	hits[0].Variants = []search.Variant{
		{Code: "2.000001", Name: "Cấp phép thả diều", Levels: []data.Level{data.LevelProvince}},
		{Code: "2.000002", Name: "Cấp phép thả diều", Levels: []data.Level{data.LevelMinistry, data.LevelProvince}},
		{Code: "2.000003", Name: "Cấp phép thả diều"},
	}
	for _, c := range []string{"3.000001", "3.000002", "3.000003", "3.000004"} {
		hits[1].Variants = append(hits[1].Variants, search.Variant{Code: c, Name: "Đăng ký khai sinh", Levels: []data.Level{data.LevelCommune}})
	}
	return search.Result{
		Query: "giấy phép thả diều hết bao nhiêu tiền", Match: search.MatchCertain, Asked: search.AskedFee, Total: 23, Took: 1500 * 1000, Hits: hits,
		DidYouMean: "giấy phép thả diều sáo",
		ReadAs: []search.Rewrite{
			{From: "thar dieuf", To: "thả diều", By: search.ByTelex},
			{From: "giay pehp", To: "giấy phép", By: search.BySpelling},
			{From: "sổ đỏ", To: "giấy chứng nhận quyền sử dụng đất", By: search.ByLexicon},
		},
		Facets: fullFacets(),
	}
}

func fullFacets() []search.Facet {
	return []search.Facet{
		{Name: "field", Values: []search.FacetValue{
			{Value: "ho-tich", Label: "Hộ tịch", Count: 12},
			{Value: "dat-dai", Label: "Đất đai", Count: 7},
			{Value: "chung-thuc", Label: "Chứng thực", Count: 5},
			{Value: "cu-tru", Label: "Đăng ký, quản lý cư trú", Count: 4},
			{Value: "xay-dung", Label: "Hoạt động xây dựng", Count: 3},
			{Value: "ho-kinh-doanh", Label: "Thành lập và hoạt động của hộ kinh doanh", Count: 2},
			{Value: "nguoi-co-cong", Label: "Người có công", Count: 1},
			{Value: "bao-tro-xa-hoi", Label: "Bảo trợ xã hội", Count: 1},
		}},
		{Name: "agency", Values: []search.FacetValue{
			{Value: "uy-ban-nhan-dan-cap-xa", Label: "Ủy ban nhân dân cấp xã", Count: 20},
			{Value: "so-tu-phap", Label: "Sở Tư pháp", Count: 3},
		}},
		{Name: "level", Values: []search.FacetValue{
			{Value: "commune", Label: "Cấp xã", Count: 20},
			{Value: "province", Label: "Cấp tỉnh", Count: 9},
		}},
		{Name: "audience", Values: []search.FacetValue{
			{Value: "cong-dan-viet-nam", Label: "Công dân Việt Nam", Count: 22},
			{Value: "doanh-nghiep", Label: "Doanh nghiệp", Count: 4},
		}},
		{Name: "online", Values: []search.FacetValue{{Value: "1", Label: "Nộp được trực tuyến", Count: 18}}},
	}
}
