package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/search"
	"tracuu/web/find"
)

const perPage = 10

type searchPage struct {
	base
	Tabs       []tab
	Found      find.Found
	Replaced   []search.Rewrite // read in place of what was typed
	Beside     []search.Rewrite // looked for beside what was typed
	Better     tab              // a better spelling of the whole query; empty without one
	Facets     []facetView
	Chosen     []facetLink // the filters that are on, each leading to the list without it
	Unfiltered string      // address without any filter; empty if none is on
	News       bool        // news alone were looked for
	Page       int
	Prev, Next string // addresses, empty at the ends
	From, To   int    // numbers of the hits shown
	First      string // address of the first page
}

// tab is one way to narrow the hits by kind.
type tab struct {
	Label, URL string
	Current    bool
	Record     bool // the label is in the words of records
}

// view is what a results page shows, as its address holds it.
type view struct {
	text   string
	kind   data.Kind
	filter search.Filter
	page   int
}

// readView reads an address as people may have cut or bent it: what is not
// understood is left out.
func readView(form url.Values) view {
	v := view{text: strings.TrimSpace(strings.ToValidUTF8(form.Get("q"), "")), kind: data.Kind(form.Get("kind")), page: pageNumber(form.Get("trang"))}
	if v.kind != data.KindProcedure && v.kind != data.KindArticle {
		v.kind = ""
	}
	if v.kind != data.KindArticle { // filters are of procedures
		v.filter = find.ReadFilter(form)
	}
	return v
}

// query is what the index is asked for.
func (v view) query() search.Query {
	return search.Query{
		Text: v.text, Kind: v.kind, Filter: v.filter, Offset: (v.page - 1) * perPage, Limit: perPage, Facets: v.kind != data.KindArticle,
	}
}

func (v view) url() string { return "/tim-kiem?" + v.form().Encode() }

// feed is the address of the same hits as a feed.
func (v view) feed() string { return "/tim-kiem.atom?" + v.at(1).form().Encode() }

func (v view) form() url.Values {
	form := url.Values{"q": {v.text}}
	if v.kind != "" {
		form.Set("kind", string(v.kind))
	}
	find.SetFilter(form, v.filter)
	if v.page > 1 {
		form.Set("trang", strconv.Itoa(v.page))
	}
	return form
}

// at, of and with are the view at another page, and at the first page of
// another kind or filter.
func (v view) at(page int) view {
	v.page = page
	return v
}

func (v view) of(kind data.Kind) view {
	v.kind = kind
	if kind == data.KindArticle {
		v.filter = search.Filter{}
	}
	return v.at(1)
}

func (v view) with(f search.Filter) view {
	v.filter = f
	return v.at(1)
}

func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := readView(r.URL.Query())
	if v.text == "" {
		s.redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	if at, ok := s.codeTyped(ctx, v.text); ok {
		s.redirect(w, r, at, http.StatusSeeOther)
		return nil
	}
	found, err := s.finder(language(ctx)).Find(ctx, v.query())
	if err != nil {
		return err
	}
	if found.Query == "" { // nothing but what nobody sees
		s.redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	p := searchPage{
		base: s.base(r, say(ctx, "Kết quả cho “%s”", found.Query)), Found: found, Page: v.page, First: v.at(1).url(),
		Tabs: []tab{
			{Label: say(ctx, "Tất cả"), URL: v.of("").url(), Current: v.kind == ""},
			{Label: say(ctx, "Thủ tục"), URL: v.of(data.KindProcedure).url(), Current: v.kind == data.KindProcedure},
			{Label: say(ctx, "Tin tức"), URL: v.of(data.KindArticle).url(), Current: v.kind == data.KindArticle},
		},
		Facets: facetViews(ctx, v, found), Chosen: chosenFilters(ctx, v, found.Facets),
		From: (v.page-1)*perPage + 1, To: (v.page-1)*perPage + len(found.Hits),
	}
	p.Path, p.Query, p.NoIndex = v.url(), v.text, true
	p.News, p.Feed = v.kind == data.KindArticle, v.feed()
	if len(p.Chosen) > 0 {
		p.Unfiltered = v.with(search.Filter{}).url()
	}
	p.Replaced, p.Beside = readings(found.ReadAs)
	for i := range found.Hits { // what is told above the hits is not told at each
		h := found.Hits[i]
		h.Why = slices.DeleteFunc(h.Why, func(w search.Why) bool {
			return slices.Contains(found.ReadAs, search.Rewrite{From: w.Typed, To: w.Matched, By: w.By})
		})
	}
	if found.DidYouMean != "" {
		better := v.at(1)
		better.text = found.DidYouMean
		p.Better = tab{Label: found.DidYouMean, URL: better.url()}
	}
	if v.page > 1 {
		p.Prev = v.at(v.page - 1).url()
	}
	if last := min(found.Total, search.MaxOffset+perPage); v.page*perPage < last {
		p.Next = v.at(v.page + 1).url()
	}
	if err := s.render(w, r, http.StatusOK, "search", p); err != nil {
		return err
	}
	if counts(r) {
		s.counter.asks.showed(p.Path, found.Result.Hits)
		if v.page == 1 {
			s.counter.asks.searched(r, v.text, found, true)
		}
	}
	return nil
}

// searchedByProgram counts a search that came through the API.
func (s *Server) searchedByProgram(r *http.Request, q search.Query, found find.Found) {
	if counts(r) && q.Offset == 0 {
		s.counter.asks.searched(r, q.Text, found, false)
	}
}

// readings parts what stands for the words typed from what is looked for
// beside them.
func readings(all []search.Rewrite) (replaced, beside []search.Rewrite) {
	for _, w := range all {
		switch w.By {
		case search.ByAbbreviation, search.ByLexicon, search.ByRename, search.ByHouse:
			beside = append(beside, w)
		default:
			replaced = append(replaced, w)
		}
	}
	return replaced, beside
}

// codeTyped finds the address of what a printed code leads to: somebody whose
// camera fails types the code into the nearest box.
func (s *Server) codeTyped(ctx context.Context, q string) (address string, ok bool) {
	code, err := qr.ParseCode(q)
	if err != nil {
		return "", false
	}
	link, err := s.Store.Link(ctx, code.String())
	if err != nil {
		return "", false // eight letters that are no code of ours are words
	}
	return "/q/" + link.Code, true
}

// pageNumber reads a page number; what is absurd is the first or the last page
// that can be reached.
func pageNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1
	}
	return min(max(n, 1), search.MaxOffset/perPage+1)
}
