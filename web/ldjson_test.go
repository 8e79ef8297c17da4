package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"tracuu/data"
	"tracuu/data/sample"
)

// vocabulary is what schema.org lets a type say, as far as we say it, and what
// it must say: by schema.org and by what Google's documentation of structured
// data requires or recommends where the record can have it.
var vocabulary = map[string]struct{ required, allowed string }{
	"GovernmentService":      {"name url identifier", "description disambiguatingDescription serviceType provider areaServed audience availableChannel offers"},
	"GovernmentOrganization": {"name", "url address telephone"},
	"PostalAddress":          {"streetAddress addressCountry", ""},
	"Country":                {"name", ""},
	"AdministrativeArea":     {"name", ""},
	"Audience":               {"audienceType", ""},
	"ServiceChannel":         {"name availableLanguage", "serviceUrl servicePostalAddress serviceLocation processingTime"},
	"Place":                  {"address", ""},
	"Offer":                  {"description", "name price priceCurrency"},
	"NewsArticle":            {"headline mainEntityOfPage inLanguage author publisher", "description disambiguatingDescription datePublished dateModified articleSection image isBasedOn"},
	"Organization":           {"name", "url"},
	"Person":                 {"name", ""},
	"BreadcrumbList":         {"itemListElement", ""},
	"ListItem":               {"position name", "item"},
	"WebSite":                {"name url inLanguage potentialAction", ""},
	"SearchAction":           {"target query-input", ""},
	"EntryPoint":             {"urlTemplate", ""},
}

// addresses are the properties that hold absolute addresses.
var addresses = []string{"url", "serviceUrl", "mainEntityOfPage", "item", "image", "isBasedOn", "urlTemplate"}

var isoForms = map[string]*regexp.Regexp{
	"datePublished":  regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?$`),
	"dateModified":   regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$`),
	"processingTime": regexp.MustCompile(`^P(\d+[DMY]|T\d+H)$`),
}

// graph reads the data block of a page; nil if it has none.
func graph(t testing.TB, doc *html.Node) []map[string]any {
	t.Helper()
	blocks := slices.DeleteFunc(find(doc, "script"), func(n *html.Node) bool { return attr(n, "type") != "application/ld+json" })
	if len(blocks) == 0 {
		return nil
	}
	var block struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(rawText(blocks[0])), &block); err != nil || block.Context != "https://schema.org" || len(blocks) > 1 {
		t.Fatalf("%d blocks, %q: %v", len(blocks), block.Context, err)
	}
	return block.Graph
}

// node finds the node of a type in a graph.
func node(nodes []map[string]any, kind string) map[string]any {
	for _, n := range nodes {
		if n["@type"] == kind {
			return n
		}
	}
	return nil
}

// checkNode holds a node and those in it to the vocabulary.
func checkNode(t testing.TB, at string, n map[string]any) {
	t.Helper()
	kind := fmt.Sprint(n["@type"])
	v, ok := vocabulary[kind]
	if !ok {
		t.Errorf("%s: type %s", at, kind)
		return
	}
	for p := range strings.FieldsSeq(v.required) {
		if s, isText := n[p].(string); n[p] == nil || isText && strings.TrimSpace(s) == "" {
			t.Errorf("%s: %s without %s", at, kind, p)
		}
	}
	for p, value := range n {
		if p != "@type" && !slices.Contains(strings.Fields(v.required+" "+v.allowed), p) {
			t.Errorf("%s: %s has no property %s", at, kind, p)
		}
		values, ok := value.([]any)
		if !ok {
			values = []any{value}
		}
		for _, value := range values {
			if inner, ok := value.(map[string]any); ok {
				checkNode(t, at, inner)
				continue
			}
			checkValue(t, at, kind+"."+p, p, value)
		}
	}
	if price, ok := n["price"].(float64); ok && price <= 0 {
		t.Errorf("%s: a price of %v", at, price)
	}
}

func checkValue(t testing.TB, at, what, p string, value any) {
	t.Helper()
	s, isText := value.(string)
	if slices.Contains(addresses, p) {
		if u, err := url.Parse(s); err != nil || u.Scheme != "https" || u.Host == "" {
			t.Errorf("%s: %s is %q", at, what, s)
		}
	}
	if re := isoForms[p]; re != nil && !re.MatchString(s) {
		t.Errorf("%s: %s is %q", at, what, s)
	}
	if p == "headline" && utf8.RuneCountInString(s) > 110 || p == "description" && utf8.RuneCountInString(s) > 160 {
		t.Errorf("%s: %s has %d letters", at, what, utf8.RuneCountInString(s))
	}
	if isText && strings.ContainsAny(s, "\x02\x03") {
		t.Errorf("%s: %s holds marks of ours: %q", at, what, s)
	}
}

// checkTold holds what is true of every page that search engines may show: it
// names itself, describes itself shortly, and what it tells is well formed.
func checkTold(t testing.TB, path string, doc *html.Node) {
	t.Helper()
	for _, n := range graph(t, doc) {
		checkNode(t, path, n)
	}
	canonical := attrs(find(doc, "link[rel=canonical]"), "href")
	if own := attrs(find(doc, "meta[property=og:url]"), "content"); !slices.Equal(own, canonical) || len(canonical) > 1 {
		t.Errorf("%s: og:url %q, canonical %q", path, own, canonical)
	}
	for _, d := range attrs(find(doc, "meta[name=description]"), "content") {
		if n := utf8.RuneCountInString(d); n > 160 || strings.TrimSpace(d) == "" {
			t.Errorf("%s: description of %d letters", path, n)
		}
	}
	if len(canonical) == 0 {
		if len(find(doc, "link[hreflang]")) > 0 || len(find(doc, "meta[property]")) > 0 || len(find(doc, "meta[name=robots]")) != 1 {
			t.Errorf("%s: is kept out of search engines, yet tells of itself", path)
		}
		return
	}
	own := 0
	for _, n := range find(doc, "link[hreflang]") {
		if attr(n, "href") == canonical[0] && attr(n, "hreflang") == attr(one(t, doc, "html"), "lang") {
			own++
		}
	}
	if own != 1 {
		t.Errorf("%s: %q is %d times among its own languages", path, canonical[0], own)
	}
	for _, p := range []string{"og:title", "og:type", "og:locale", "og:site_name"} {
		if content := attrs(find(doc, "meta[property="+p+"]"), "content"); len(content) != 1 || content[0] == "" {
			t.Errorf("%s: %s %q", path, p, content)
		}
	}
}

// TestTold: each kind of page tells what it is about.
func TestTold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		path  string
		kinds string
		way   string
	}{
		{"/", "WebSite", ""},
		{"/en", "WebSite", ""},
		{"/thu-tuc/" + fullCode, "GovernmentService BreadcrumbList", "Trang chủ|Thủ tục|Trò chơi dân gian|Cấp phép thả diều"},
		{"/en/thu-tuc/" + fullCode, "GovernmentService BreadcrumbList", "Home|Procedures|Trò chơi dân gian|Cấp phép thả diều"},
		{"/thu-tuc/" + repealedCode, "BreadcrumbList", "Trang chủ|Thủ tục|Lĩnh vực kiểm thử|Ghi sổ theo lối cũ"},
		{"/thu-tuc/" + emptyCode, "GovernmentService BreadcrumbList", "Trang chủ|Thủ tục|Chẳng ghi gì cả"},
		{"/thu-tuc/" + hostileCode, "GovernmentService BreadcrumbList", ""},
		{s.articlePath(fullArticle), "NewsArticle BreadcrumbList", "Trang chủ|Tin tức|Lễ hội thả diều bên sông"},
		{s.articlePath(hostileArticle), "NewsArticle BreadcrumbList", ""},
		{s.articlePath(undatedArticle), "NewsArticle BreadcrumbList", ""},
		{"/linh-vuc/ho-tich", "BreadcrumbList", "Trang chủ|Thủ tục theo lĩnh vực|Hộ tịch"},
		{"/co-quan/phong-dieu-giay", "BreadcrumbList", "Trang chủ|Thủ tục theo cơ quan|Phòng Diều giấy"},
		{"/cap/xa", "BreadcrumbList", "Trang chủ|Thủ tục theo lĩnh vực|Thủ tục cấp xã"},
		{"/su-kien/sinh-con", "BreadcrumbList", "Trang chủ|Việc trong đời|Sinh con"},
		{"/tin-tuc", "", ""},
		{searchPath("khai sinh"), "", ""},
		{"/ma", "", ""},
	} {
		doc := s.page(c.path)
		checkTold(t, c.path, doc)
		nodes := graph(t, doc)
		var kinds []string
		for _, n := range nodes {
			kinds = append(kinds, fmt.Sprint(n["@type"]))
		}
		if got := strings.Join(kinds, " "); got != c.kinds {
			t.Errorf("%s tells %q, want %q", c.path, got, c.kinds)
		}
		var way []string
		if list, ok := node(nodes, "BreadcrumbList")["itemListElement"].([]any); ok {
			for i, item := range list {
				item := item.(map[string]any)
				way = append(way, item["name"].(string))
				if item["position"] != float64(i+1) || (item["item"] == nil) != (i == len(list)-1) {
					t.Errorf("%s: step %v", c.path, item)
				}
				if at, ok := item["item"].(string); ok {
					s.page(strings.TrimPrefix(at, public))
				}
			}
		}
		if c.way != "" && strings.Join(way, "|") != c.way {
			t.Errorf("%s: the way %q, want %q", c.path, way, c.way)
		}
	}

	p := fullProcedure()
	p.Meta = data.Meta{Visibility: data.Shown}
	p.Methods[2].Duration = data.Duration{Text: "2 ngày", Value: 2, Unit: data.UnitDay}
	s.save([]data.Procedure{p}, nil)
	service := node(graph(t, s.page("/thu-tuc/"+fullCode)), "GovernmentService")
	if service["description"] != "Ai muốn thả diều thì xin phép ở đây." || service["identifier"] != fullCode || service["disambiguatingDescription"] != nil {
		t.Errorf("a service %v", service)
	}
	if got := fmt.Sprint(service["availableChannel"]); !strings.Contains(got, "serviceUrl:https://dichvucong.gov.vn/thu-tuc/1.900001") ||
		strings.Count(got, "processingTime:") != 1 || !strings.Contains(got, "processingTime:P2D") || !strings.Contains(got, "streetAddress:Bãi cỏ số 7") {
		t.Errorf("channels %s", got)
	}
	if got := fmt.Sprint(service["offers"]); !strings.Contains(got, "trẻ em: giảm một nửa") || strings.Count(got, "price:") != 1 {
		t.Errorf("offers %s", got)
	}
}

// TestSampleIsKeptOut: nobody comes upon a sample record by a search engine, and
// what programs read of it says what it is; its page keeps its own address.
func TestSampleIsKeptOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	code := "/q/" + s.code(data.KindProcedure, "1.001193")
	check := func(path string, sample bool) {
		t.Helper()
		doc := s.page(path)
		if got := len(find(doc, "meta[name=robots]")) == 1; got != sample {
			t.Errorf("%s: kept out is %v", path, got)
		}
		marked := 0
		for _, n := range graph(t, doc) {
			if n["disambiguatingDescription"] != nil {
				marked++
			}
		}
		if (marked == 1) != sample || len(find(doc, "link[rel=canonical]")) != 1 {
			t.Errorf("%s: %d marks", path, marked)
		}
	}
	check("/", false)
	check("/thu-tuc/1.001193", true)
	check(s.articlePath(fullArticle), true)
	check(code, true)
	p := fullProcedure()
	p.Code, p.Meta = "1.001193", data.Meta{Visibility: data.Shown}
	s.save([]data.Procedure{p}, []data.Article{{Source: articleSource, SourceID: "kt-that", Title: "Tin thật", Meta: p.Meta}})
	check("/thu-tuc/1.001193", false)
	check(s.articlePath("kt-that"), false)
	check(code, false)
}

// TestRevised: an article tells when it was changed after it had come, and not
// when it came.
func TestRevised(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := data.Article{
		Source: articleSource, SourceID: "kt-sua", Title: "Tin sẽ sửa", Lead: "Câu đầu. Câu sau.", Category: "Mục",
		Published: s.clock.Now().AddDate(-1, 0, 0), PublishedTrust: data.TrustTime, Meta: data.Meta{Visibility: data.Shown},
	}
	s.save(nil, []data.Article{a})
	path := s.articlePath("kt-sua")
	told := func() map[string]any { return node(graph(t, s.page(path)), "NewsArticle") }
	if n := told(); n["dateModified"] != nil || n["datePublished"] != "2025-11-20T09:00:00+07:00" || n["description"] != "Câu đầu." {
		t.Errorf("as it came: %v", n)
	}
	s.clock.set(s.clock.Now().AddDate(0, 0, 1))
	a.Lead = "Câu khác."
	s.save(nil, []data.Article{a})
	if n := told(); n["dateModified"] != "2026-11-21T09:00:00+07:00" || n["datePublished"] != "2025-11-20T09:00:00+07:00" {
		t.Errorf("revised: %v", n)
	}
	head := one(t, s.page(path), "head")
	for p, want := range map[string]string{"og:type": "article", "article:published_time": "2025-11-20T09:00:00+07:00", "article:section": "Mục", "og:title": "Tin sẽ sửa"} {
		if got := attrs(find(head, "meta[property="+p+"]"), "content"); len(got) != 1 || got[0] != want {
			t.Errorf("%s %q, want %q", p, got, want)
		}
	}
}

// TestToldWeight: what a procedure tells programs costs those who read it on a
// phone little: 600 bytes of the packed page at the most.
func TestToldWeight(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	packed := func(b []byte) int {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Len()
	}
	block := regexp.MustCompile(`(?s)<script type="application/ld\+json">.*?</script>\n`)
	procedures, _, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range procedures {
		page := s.get("/thu-tuc/" + p.Code).body
		bare := block.ReplaceAll(page, nil)
		if cost := packed(page) - packed(bare); cost > 600 || len(bare) == len(page) {
			t.Errorf("%s: %d bytes", p.Code, cost)
		}
	}
}
