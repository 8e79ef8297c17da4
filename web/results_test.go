package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"tracuu/data"
	"tracuu/search"
)

func newCanned(t testing.TB, r search.Result) (*site, *cannedSearcher) {
	c := &cannedSearcher{result: r}
	return newSite(t, withSearcher(c)), c
}

// line is the words of the elements that match, joined.
func line(n *html.Node, selector string) string { return strings.Join(texts(find(n, selector)), "|") }

func TestReadings(t *testing.T) {
	t.Parallel()
	s, _ := newCanned(t, fullResult())
	doc := s.page(searchPath("giay pehp thar dieuf", "kind", "procedure", "level", "commune", "trang", "2"))
	checkHouse(t, "readings", doc)
	if diff := cmp.Diff([]string{
		"Đang tìm: thar dieuf → thả diều; giay pehp → giấy phép",
		"Hiểu là: sổ đỏ = giấy chứng nhận quyền sử dụng đất",
	}, texts(find(doc, ".read"))); diff != "" {
		t.Errorf("readings (-want +got)\n%s", diff)
	}
	better := one(t, doc, ".better")
	if got := text(better); got != "Có phải bạn muốn tìm giấy phép thả diều sáo?" {
		t.Errorf("offers %q", got)
	}
	want := searchPath("giấy phép thả diều sáo", "kind", "procedure", "level", "commune")
	if href := attr(one(t, better, "a"), "href"); href != want {
		t.Errorf("the offer leads to %s, want %s", href, want)
	}
	if v := attr(one(t, doc, "input[name=q]"), "value"); v != "giay pehp thar dieuf" {
		t.Errorf("the box holds %q", v)
	}
}

func TestNoReadings(t *testing.T) {
	t.Parallel()
	s, _ := newCanned(t, search.Result{Query: "khai sinh", Match: search.MatchPossible, Total: 1, Hits: procedureHits("1.001193")})
	doc := s.page(searchPath("khai sinh"))
	for _, sel := range []string{".read", ".better", ".answer", ".facets", ".why", ".variants", ".chosen", ".none", ".weak"} {
		if n := len(find(doc, sel)); n > 0 {
			t.Errorf("%d of %s: %s", n, sel, line(doc, sel))
		}
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	s, c := newCanned(t, fullResult())
	doc := s.page(searchPath("thả diều hết bao nhiêu tiền"))
	checkHouse(t, "answer", doc)
	box := one(t, doc, ".answer")
	for sel, want := range map[string]string{
		"h2":    "Phí, lệ phí",
		"h3":    "Trực tuyến",
		"li":    "12.345 đồng/con diều (trẻ em: giảm một nửa)|Lệ phí dây: theo chiều dài",
		".line": "Bưu chính công ích: Cước gửi do bưu cục thu",
	} {
		if got := line(box, sel); got != want {
			t.Errorf("%s: %q, want %q", sel, got, want)
		}
	}
	if got := text(one(t, box, ".from")); got != "Theo thủ tục Cấp phép thả diều Mã 1.900001" {
		t.Errorf("from %q", got)
	}
	if diff := cmp.Diff([]string{"/thu-tuc/1.900001", "/thu-tuc/1.900001#le-phi"}, attrs(find(box, "a"), "href")); diff != "" {
		t.Errorf("links (-want +got)\n%s", diff)
	}
	// The section is on the page that the answer leads to.
	for asked, section := range map[search.Asked]string{
		search.AskedDocuments: "giay-to", search.AskedFee: "le-phi", search.AskedTime: "le-phi", search.AskedPlace: "noi-nop",
		search.AskedAudience: "thong-tin", search.AskedResult: "ket-qua", search.AskedConditions: "dieu-kien", search.AskedSteps: "cac-buoc",
	} {
		r := fullResult()
		r.Asked = asked
		c.put(r)
		links := attrs(find(s.page(searchPath("thả diều")), ".answer .button"), "href")
		if len(links) != 1 || links[0] != "/thu-tuc/1.900001#"+section {
			t.Errorf("%s leads to %q", asked, links)
			continue
		}
		one(t, s.page("/thu-tuc/1.900001"), "#"+section)
	}
	r := fullResult()
	r.Asked = search.AskedPlace
	c.put(r)
	if links := attrs(find(s.page(searchPath("thả diều")), ".answer .line a"), "href"); len(links) != 1 || links[0] != "https://dichvucong.gov.vn/thu-tuc/1.900001" {
		t.Errorf("filed online at %q", links)
	}
}

// TestNoAnswer: nothing is answered where the search is not sure, the record is
// silent or the list is read on.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	s, c := newCanned(t, search.Result{})
	for name, bend := range map[string]func(*search.Result){
		"possible":      func(r *search.Result) { r.Match = search.MatchPossible },
		"none":          func(r *search.Result) { r.Match = search.MatchNone },
		"nothing asked": func(r *search.Result) { r.Asked = search.AskedNothing },
		"unknown part":  func(r *search.Result) { r.Asked = "weather" },
		"news first": func(r *search.Result) {
			r.Hits = append([]search.Hit{{Kind: data.KindArticle, ID: "1"}}, r.Hits...)
		},
		"silent record": func(r *search.Result) { r.Hits = procedureHits(emptyCode, fullCode) },
		"repealed":      func(r *search.Result) { r.Hits = procedureHits(repealedCode, fullCode) },
		"gone":          func(r *search.Result) { r.Hits = procedureHits("9.999999", fullCode) },
	} {
		r := fullResult()
		bend(&r)
		c.put(r)
		if got := line(s.page(searchPath("thả diều")), ".answer"); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	c.put(fullResult())
	if got := line(s.page(searchPath("thả diều", "trang", "2")), ".answer"); got != "" {
		t.Errorf("second page: %s", got)
	}
}

func TestWhyAndVariants(t *testing.T) {
	t.Parallel()
	s, _ := newCanned(t, fullResult())
	hits := find(s.page(searchPath("thả diều")), ".hits li h2")
	if len(hits) != 3 {
		t.Fatalf("%d hits", len(hits))
	}
	first, second, third := hits[0].Parent, hits[1].Parent, hits[2].Parent
	if got := line(first, ".why"); got != "“phép chơi diều” = giấy phép thả diều; “GP” = giấy phép" {
		t.Errorf("why %q", got)
	}
	if got := line(first, "p.variants"); got != "Cùng tên: Cấp tỉnh (mã 2.000001) Cấp bộ, trung ương, Cấp tỉnh (mã 2.000002) Mã 2.000003" {
		t.Errorf("variants %q", got)
	}
	folded := one(t, second, "details.variants")
	if got := line(folded, "summary"); got != "4 thủ tục khác cùng tên" || hasAttr(folded, "open") {
		t.Errorf("folded variants %q", got)
	}
	if diff := cmp.Diff([]string{"/thu-tuc/3.000001", "/thu-tuc/3.000002", "/thu-tuc/3.000003", "/thu-tuc/3.000004"}, attrs(find(folded, "a"), "href")); diff != "" {
		t.Errorf("variants (-want +got)\n%s", diff)
	}
	if n := len(find(third, ".variants")) + len(find(third, ".why")); n > 0 {
		t.Errorf("%d variants or reasons of a hit without", n)
	}
}

// TestFacets: each link puts its filter on beside the others or takes it off,
// and leads back to the first page.
func TestFacets(t *testing.T) {
	t.Parallel()
	s, c := newCanned(t, fullResult())
	doc := s.page(searchPath("thả diều", "kind", "procedure", "field", "dat-dai", "online", "1", "trang", "2"))
	checkHouse(t, "facets", doc)
	want := search.Query{Text: "thả diều", Kind: data.KindProcedure, Filter: search.Filter{Field: "dat-dai", Online: true}, Offset: 10, Limit: 10, Facets: true}
	if diff := cmp.Diff(want, c.query()); diff != "" {
		t.Errorf("query (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Lĩnh vực", "Cấp giải quyết", "Cơ quan thực hiện", "Đối tượng", "Cách nộp"}, texts(find(doc, ".facets h2"))); diff != "" {
		t.Errorf("facets (-want +got)\n%s", diff)
	}
	links := map[string]string{}
	for _, a := range find(doc, ".facets li a") {
		links[text(a)] = attr(a, "href")
	}
	base := []string{"kind", "procedure", "field", "dat-dai", "online", "1"}
	for name, want := range map[string]string{
		"Hộ tịch 12":        searchPath("thả diều", append(base, "field", "ho-tich")...),
		"Bỏ lọc: Đất đai ✕": searchPath("thả diều", "kind", "procedure", "online", "1"),
		"Cấp xã 20":         searchPath("thả diều", append(base, "level", "commune")...),
		"Sở Tư pháp 3":      searchPath("thả diều", append(base, "agency", "so-tu-phap")...),
		"Doanh nghiệp 4":    searchPath("thả diều", append(base, "audience", "doanh-nghiep")...),
		"Bỏ lọc: Nộp được trực tuyến ✕": searchPath("thả diều", "kind", "procedure", "field", "dat-dai"),
	} {
		if links[name] != want {
			t.Errorf("%s leads to %q, want %q", name, links[name], want)
		}
	}
	if diff := cmp.Diff([]string{"Bỏ lọc: Đất đai ✕", "Bỏ lọc: Nộp được trực tuyến ✕"}, texts(find(doc, ".chosen a"))); diff != "" {
		t.Errorf("chosen (-want +got)\n%s", diff)
	}
	if got := line(doc, ".facets details details summary"); got != "Xem thêm 2" {
		t.Errorf("folded values %q", got)
	}
	// Filters stay with the pages and the kinds that have them.
	for sel, want := range map[string]string{
		"a[rel=next]":               searchPath("thả diều", append(base, "trang", "3")...),
		"a[rel=prev]":               searchPath("thả diều", base...),
		".tabs [aria-current=page]": searchPath("thả diều", base...),
	} {
		if got := attr(one(t, doc, sel), "href"); got != want {
			t.Errorf("%s leads to %q, want %q", sel, got, want)
		}
	}
	if got := attrs(find(doc, ".tabs a"), "href")[2]; got != searchPath("thả diều", "kind", "article") {
		t.Errorf("news at %q", got)
	}
}

// TestFacetsLeftOut: what would not narrow the list is not offered, and what is
// on can always be taken off.
func TestFacetsLeftOut(t *testing.T) {
	t.Parallel()
	r := fullResult()
	r.Total, r.Facets = 5, []search.Facet{
		{Name: "level", Values: []search.FacetValue{{Value: "commune", Label: "Cấp xã", Count: 5}}},
		{Name: "online", Values: []search.FacetValue{{Value: "1", Label: "Nộp được trực tuyến", Count: 5}}},
		{Name: "audience"},
		{Name: "mood", Values: []search.FacetValue{{Value: "x", Label: "Vui", Count: 2}}},
	}
	s, c := newCanned(t, r)
	if got := line(s.page(searchPath("thả diều")), ".facets"); got != "" {
		t.Errorf("offers %s", got)
	}
	doc := s.page(searchPath("thả diều", "level", "commune", "agency", "khong-co"))
	if diff := cmp.Diff([]string{"Bỏ lọc: Cấp xã ✕", "Bỏ lọc: Cơ quan thực hiện đã chọn ✕"}, texts(find(doc, ".chosen a"))); diff != "" {
		t.Errorf("chosen (-want +got)\n%s", diff)
	}
	for _, params := range [][]string{{"level", "district"}, {"online", "yes"}, {"kind", "article", "field", "ho-tich", "level", "commune"}, {"field", ""}} {
		doc := s.page(searchPath("thả diều", params...))
		if f := c.query().Filter; f != (search.Filter{}) {
			t.Errorf("%q: filter %+v", params, f)
		}
		if got := line(doc, ".chosen"); got != "" {
			t.Errorf("%q: chosen %s", params, got)
		}
	}
}

// TestNone: a list without any good hit says so first, and claims nothing.
func TestNone(t *testing.T) {
	t.Parallel()
	r := fullResult()
	r.Match = search.MatchNone
	s, c := newCanned(t, r)
	doc := s.page(searchPath("nuôi rồng", "field", "dat-dai"))
	checkHouse(t, "none", doc)
	none := one(t, doc, ".none")
	if !strings.HasPrefix(text(none), "Chưa tìm thấy thủ tục phù hợp. Bạn có thể:") {
		t.Errorf("says %q", text(none))
	}
	if diff := cmp.Diff([]string{searchPath("nuôi rồng"), "/thu-tuc", "/lam-o-xa-nao", "https://dichvucong.gov.vn"}, attrs(find(none, "a"), "href")); diff != "" {
		t.Errorf("ways on (-want +got)\n%s", diff)
	}
	if got := line(doc, ".weak"); got != "Có thể liên quan" {
		t.Errorf("weak hits under %q", got)
	}
	if len(hitLinks(doc)) != 3 || len(find(doc, ".count"))+len(find(doc, ".answer")) > 0 {
		t.Errorf("hits %q, claims %q", hitLinks(doc), line(doc, ".count"))
	}
	if got := line(s.page(searchPath("nuôi rồng", "trang", "2")), ".count"); got != "Có thể liên quan, từ 11 đến 13" {
		t.Errorf("second page: %q", got)
	}

	r.Hits, r.Total, r.Facets = nil, 0, nil
	c.put(r)
	doc = s.page(searchPath("nuôi rồng", "kind", "article"))
	if got := text(one(t, doc, ".none b")); got != "Chưa tìm thấy tin tức phù hợp." {
		t.Errorf("says %q", got)
	}
	if len(find(doc, ".weak"))+len(find(doc, ".hits"))+len(find(doc, ".facets")) > 0 {
		t.Error("a list of nothing")
	}
}

// TestResultsHostile: what the index says comes out as text.
func TestResultsHostile(t *testing.T) {
	t.Parallel()
	r := fullResult()
	r.Query, r.DidYouMean = hostile, hostile
	r.ReadAs = []search.Rewrite{{From: hostile, To: hostile, By: search.ByTelex}, {From: hostile, To: hostile, By: search.ByLexicon}}
	r.Facets = []search.Facet{{Name: "field", Values: []search.FacetValue{{Value: hostile, Label: hostile, Count: 2}, {Value: `"&x=<y>`, Label: "", Count: 1}}}}
	r.Hits = procedureHits(hostileCode)
	r.Hits[0].Why = []search.Why{{Typed: hostile, Matched: hostile}}
	r.Hits[0].Variants = []search.Variant{{Code: `../"><script>`, Name: hostile, Levels: []data.Level{data.Level(hostile)}}}
	s, c := newCanned(t, r)
	for _, asked := range []search.Asked{search.AskedFee, search.AskedDocuments, search.AskedPlace, search.AskedSteps} {
		r.Asked = asked
		c.put(r)
		a := s.get(searchPath(hostile[:300], "field", hostile[:200]))
		if a.status != http.StatusOK {
			t.Fatalf("status %d", a.status)
		}
		if n := len(foreignScripts(a.doc)) + len(find(a.doc, "main img")) + len(find(a.doc, "[onerror]")); n > 0 {
			t.Errorf("%s: %d elements came from text", asked, n)
		}
		for _, h := range attrs(find(a.doc, "main [href]"), "href") {
			if u, err := url.Parse(h); err != nil || u.Scheme != "" && u.Scheme != "https" {
				t.Errorf("%s: link to %.60q: %v", asked, h, err)
			}
		}
		if len(find(a.doc, ".answer")) != 1 || len(find(a.doc, "footer")) != 1 {
			t.Errorf("%s: the page is broken", asked)
		}
	}
}

// suggestScripts are the addresses of the search box's script on a page.
func suggestScripts(doc *html.Node) []string {
	return slices.DeleteFunc(attrs(find(doc, "script[src]"), "src"), func(src string) bool { return !strings.HasPrefix(src, "/static/suggest.js?v=") })
}

func TestSuggestScript(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for path, want := range map[string]int{
		"/": 1, "/thu-tuc": 1, searchPath("khai sinh"): 1, searchPath("xyzzyx"): 1, "/khong-co": 1, "/thu-tuc/1.001193": 0, "/tin-tuc": 0,
	} {
		if n := len(suggestScripts(s.get(path).doc)); n != want {
			t.Errorf("%s has %d scripts, want %d", path, n, want)
		}
	}
	at := suggestScripts(s.page("/"))[0]
	a := s.get(at)
	if a.status != http.StatusOK || len(a.body) == 0 || len(a.body) > 4096 {
		t.Errorf("%s: status %d, %d bytes", at, a.status, len(a.body))
	}
	got := [3]string{a.header.Get("Content-Type"), a.header.Get("Cache-Control"), a.header.Get("X-Content-Type-Options")}
	if want := [3]string{"text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "nosniff"}; got != want {
		t.Errorf("%s: %q", at, got)
	}
	for _, other := range []string{"/static/suggest.js", "/static/suggest.js?v=0123456789ab"} {
		if cc := s.get(other).header.Get("Cache-Control"); cc != "no-cache" {
			t.Errorf("%s: Cache-Control %q", other, cc)
		}
	}
}
