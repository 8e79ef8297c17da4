package web

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web/find"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/schema"
)

// feedLength is how many entries a feed has.
const feedLength = 30

const atomType = "application/atom+xml"

// atomFeed and what follows are Atom as RFC 4287 has it. encoding/xml writes
// U+FFFD in place of what XML cannot hold.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Icon    string      `xml:"icon"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID        string        `xml:"id"`
	Title     string        `xml:"title"`
	Link      atomLink      `xml:"link"`
	Updated   string        `xml:"updated"`
	Published string        `xml:"published,omitempty"`
	Author    *atomPerson   `xml:"author"` // nil: that of the feed
	Category  *atomCategory `xml:"category"`
	Summary   string        `xml:"summary,omitempty"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// newsFeed is the path of the feed of a category, with "" of all news.
func newsFeed(category string) string {
	if category == "" {
		return "/tin-tuc.atom"
	}
	return "/tin-tuc.atom?" + url.Values{"chuyen-muc": {category}}.Encode()
}

// newsFeed answers with the latest articles.
func (s *Server) newsFeed(w http.ResponseWriter, r *http.Request) error {
	ctx, category := r.Context(), r.URL.Query().Get("chuyen-muc")
	as, err := s.Store.LatestArticles(ctx, category, 0, feedLength)
	if err != nil {
		return err
	}
	page, title := "/tin-tuc", say(ctx, newsTitle)
	if category != "" {
		if len(as) == 0 {
			return fmt.Errorf("news of category %q: %w", category, data.ErrNotFound)
		}
		page, title = paths.Category(category), say(ctx, "Tin tức: %s", category)
	}
	f, err := s.newFeed(r, title, newsFeed(category), page)
	if err != nil {
		return err
	}
	ids := make([]int64, len(as))
	for i, a := range as {
		ids[i] = a.ID
	}
	whole, err := s.Store.Articles(ctx, ids) // lists know no lead
	if err != nil {
		return err
	}
	changed, err := s.Store.ArticlesChanged(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if a, ok := whole[id]; ok {
			f.addArticle(&a, changed[id], format.Clip(a.Lead, maxSummary))
		}
	}
	return s.sendFeed(w, r, f)
}

// maxSummary bounds the summary of an entry, in letters.
const maxSummary = 600

// searchFeed answers with the first hits of a search, as its page has them.
// Hits that are only perhaps related are left out: nobody reads a feed for them.
func (s *Server) searchFeed(w http.ResponseWriter, r *http.Request) error {
	v, ctx := readView(r.URL.Query()), r.Context()
	if v.text == "" {
		return fmt.Errorf("feed of a search for nothing: %w", data.ErrInvalid)
	}
	found, err := s.finder(language(ctx)).Find(ctx, search.Query{Text: v.text, Kind: v.kind, Filter: v.filter, Limit: feedLength})
	if err != nil {
		return err
	}
	f, err := s.newFeed(r, say(ctx, "Kết quả cho “%s”", v.text), v.feed(), v.at(1).url())
	if err != nil {
		return err
	}
	if found.Match == search.MatchNone {
		found.Hits = nil
	}
	if err := s.addHits(ctx, f, found.Hits); err != nil {
		return err
	}
	return s.sendFeed(w, r, f)
}

// addHits adds hits in their order. One whose record has gone since is left
// out.
func (s *Server) addHits(ctx context.Context, f *feed, hits []*find.Hit) error {
	var codes []string
	var ids []int64
	for _, h := range hits {
		if id, err := strconv.ParseInt(h.ID, 10, 64); h.IsNews() && err == nil {
			ids = append(ids, id)
		} else {
			codes = append(codes, h.ID)
		}
	}
	articles, err := s.Store.Articles(ctx, ids)
	if err != nil {
		return err
	}
	articleChanges, err := s.Store.ArticlesChanged(ctx, ids)
	if err != nil {
		return err
	}
	procedureChanges, err := s.Store.ProceduresChanged(ctx, codes)
	if err != nil {
		return err
	}
	for _, h := range hits {
		summary := format.Clip(find.Plain(h.Snippet), maxSummary)
		if !h.IsNews() {
			f.add(data.Target{Kind: h.Kind, Key: h.ID}, procedureChanges[h.ID].At, atomEntry{
				Title: find.Plain(h.Title), Link: f.page(h.URL), Summary: summary,
			})
			continue
		}
		id, _ := strconv.ParseInt(h.ID, 10, 64)
		if a, ok := articles[id]; ok {
			f.addArticle(&a, articleChanges[id], summary)
		}
	}
	return nil
}

// feed is a feed as it is made.
type feed struct {
	atomFeed
	store  string // names the store that the entries come from
	public string
	newest time.Time
}

// newFeed is a feed without entries yet: of is the path of the page with the
// same content, at that of the feed itself.
func (s *Server) newFeed(r *http.Request, title, at, of string) (*feed, error) {
	store, _, err := s.Store.Stamp(r.Context())
	if err != nil {
		return nil, err
	}
	b := s.base(r, "")
	f := &feed{store: store, public: b.public, atomFeed: atomFeed{
		Lang: "vi", ID: permanent(store, at), Title: title + " – " + b.Site(), Author: atomPerson{b.Site()},
		Icon: b.public + "/static/icon.svg",
	}}
	f.Links = []atomLink{{"self", atomType, b.public + at}, f.page(of)}
	return f, nil
}

// page is the link to a page of the site.
func (f *feed) page(path string) atomLink { return atomLink{"alternate", "text/html", f.public + path} }

// add adds an entry for a record, last changed at updated. One that has gone
// has never been changed.
func (f *feed) add(of data.Target, updated time.Time, e atomEntry) {
	if updated.IsZero() {
		return
	}
	e.ID, e.Updated = permanent(f.store, string(of.Kind)+" "+of.Key), atomTime(updated)
	if updated.After(f.newest) {
		f.newest = updated
	}
	f.Entries = append(f.Entries, e)
}

// addArticle adds an article. It was changed when it was stored anew; one that
// never was is as old as it says.
func (f *feed) addArticle(a *data.Article, c data.Change, summary string) {
	e := atomEntry{Title: a.Title, Link: f.page(paths.Article(a.ID, a.Title)), Summary: summary}
	if schema.Published(a) != "" {
		e.Published = atomTime(a.Published)
		if !c.Revised && !c.At.IsZero() {
			c.At = a.Published
		}
	}
	for _, name := range []string{a.Source, a.Author} {
		if name != "" {
			e.Author = &atomPerson{name}
		}
	}
	if a.Category != "" {
		e.Category = &atomCategory{a.Category}
	}
	f.add(data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(a.ID, 10)}, c.At, e)
}

// sendFeed writes a feed. An empty one is as old as the newest record.
func (s *Server) sendFeed(w http.ResponseWriter, r *http.Request, f *feed) (err error) {
	if f.newest.IsZero() {
		if f.newest, err = s.Store.NewestChange(r.Context()); err != nil {
			return err
		}
	}
	f.Updated = atomTime(f.newest)
	return s.sendXML(w, r, atomType+"; charset=utf-8", f.atomFeed, f.newest)
}

func atomTime(t time.Time) string { return t.In(format.Hanoi).Format(time.RFC3339) }

// permanent names something of a store for good, whatever the public address:
// a UUID of version 5 (RFC 9562), made from the store's own and a name.
func permanent(store, name string) string {
	space, err := hex.DecodeString(store)
	if err != nil {
		space = []byte(store)
	}
	sum := sha1.Sum(append(space, name...))
	sum[6], sum[8] = sum[6]&0x0f|0x50, sum[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
