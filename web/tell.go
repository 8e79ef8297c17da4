package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/schema"
	"tracuu/web/words"
)

// told is what a page tells programs: search engines, assistants, messengers
// that preview a link, and feed readers.
type told struct {
	Description string // at most maxDescription letters
	Kind        string // by Open Graph; empty: "website"
	Published   string // when an article was published, empty if that is not certain
	Section     string // category of an article
	Schema      []any  // what the page is about, by package schema
	Feed        string // path of a feed of the same content, empty if there is none
	Trial       bool   // the page shows a sample record
}

// maxDescription is how long a description may be, in letters: search engines
// show no more.
const maxDescription = 160

// head is what the page tells in its head, put together once: templates find
// the fields of a plain struct in a fraction of the time.
type head struct {
	told
	Title     string // of the page; that of the site where it has none
	Site      string // name of the site
	Locale    string // language by Open Graph, which wants a country with it
	Canonical string // empty: search engines are asked to leave the page out
	Versions  []version
	KeptOut   bool
}

// Head is what the page tells. Search engines are asked to leave every page of
// a sample record out: somebody who came upon it by their results could take it
// for an official one.
func (b base) Head() head {
	h := head{told: b.told, Site: b.Site(), KeptOut: b.NoIndex || b.Trial}
	if h.Title = b.Title; h.Title == "" {
		h.Title = h.Site
	}
	if h.Kind == "" {
		h.Kind = "website"
	}
	if h.Locale = b.language.Tag + "_VN"; b.language.Tag == "en" {
		h.Locale = "en_GB"
	}
	if !b.NoIndex {
		h.Canonical, h.Versions = b.Canonical(), b.Alternates()
	}
	return h
}

// Graph is the page's data block, nil if it has none. It stands at the end, for
// the reader's words come first.
func (t told) Graph() *schema.Graph { return schema.Of(t.Schema) }

// Site is the name of the site.
func (b base) Site() string {
	return strings.TrimSpace(b.language.T("Tra cứu thủ tục hành chính") + " " + b.Province)
}

// address is the absolute address of a path of the site in the page's language.
func (b base) address(path string) string { return b.public + b.language.Path(path) }

// mark is what a sample record is told with, so that no program takes it for an
// official one.
func (b base) mark(sample bool) string {
	if !sample {
		return ""
	}
	return b.language.T("Đây là nội dung mẫu, không dùng làm hồ sơ.")
}

// tellWay tells the way to the page from the home page; its last step is the
// page itself.
func (b *base) tellWay(steps ...crumb) {
	way := []schema.Step{{Name: b.language.T("Trang chủ"), URL: b.address("/")}}
	for _, s := range steps {
		step := schema.Step{Name: s.Text}
		if s.URL != "" {
			step.URL = b.address(s.URL)
		}
		way = append(way, step)
	}
	b.Schema = append(b.Schema, schema.NewBreadcrumbs(way...))
}

// tellHome tells of the site and its search.
func (b *base) tellHome() {
	b.Description = b.language.T("Tìm thủ tục hành chính: giấy tờ cần mang, lệ phí, thời hạn, nơi nộp. Gõ có dấu hay không dấu đều được.")
	b.Schema = append(b.Schema, schema.NewWebSite(b.Site(), b.address("/"), b.language.Tag, b.address("/tim-kiem")+"?q="))
}

// tellGroup tells of a list of procedures by the first of them; up is the list
// that it is of.
func (b *base) tellGroup(up tab, total int, ps []data.ProcedureRow) {
	names := make([]string, len(ps))
	for i := range ps {
		names[i] = ps[i].Name
	}
	if total > 0 {
		b.Description = format.Clip(b.language.T("%s thủ tục: %s", format.Digits(total), strings.Join(names, "; ")), maxDescription)
	}
	b.tellWay(crumb{up.Label, up.URL}, crumb{Text: b.Title})
}

// tellEvent tells of an event of life.
func (b *base) tellEvent(lead string) {
	b.Description = format.Clip(lead, maxDescription)
	b.tellWay(crumb{b.language.T(eventsTitle), "/su-kien"}, crumb{Text: b.Title})
}

// tellProcedure tells a procedure that is filed with agency. A repealed one is
// no service any more: only the way to its page is told.
func (b *base) tellProcedure(p *data.Procedure, field data.Field, agency data.Agency, onward paths.Onward) {
	b.Trial = b.Trial || p.Sample
	name := p.Name
	if tr, ok := p.Translations[b.language.Tag]; ok {
		name, b.Description = tr.Name, format.Clip(format.Sentence(tr.Summary), maxDescription)
	}
	if b.Description == "" {
		b.Description = describeProcedure(b.language, p)
	}
	if p.Status != data.StatusRepealed {
		at := schema.Page{
			Name: name, URL: b.Canonical(), Description: b.Description, Mark: b.mark(p.Sample),
			Agency: agency, Onward: onward, T: b.language.T,
		}
		if agency.Slug != "" {
			at.AgencyURL = b.address(paths.Agency(agency.Slug))
		}
		if at.Agency.Name == "" {
			at.Agency.Name = p.Agency
		}
		b.Schema = append(b.Schema, schema.NewService(p, at))
	}
	way := []crumb{{b.language.T("Thủ tục"), "/thu-tuc"}}
	if field.Slug != "" {
		way = append(way, crumb{field.Name, paths.Field(field.Slug)})
	}
	b.tellWay(append(way, crumb{Text: name})...)
}

// describeProcedure is the first sentence of a record's description; one
// without is described by the facts that people ask for first.
func describeProcedure(l *words.Language, p *data.Procedure) string {
	if s := format.Sentence(p.Description); s != "" {
		return format.Clip(s, maxDescription)
	}
	var facts []string
	add := func(message, fact string) {
		if fact = strings.TrimRight(format.Clip(fact, maxDescription/2), ".… "); fact != "" {
			facts = append(facts, l.T(message, fact))
		}
	}
	add(words.M("Thời hạn: %s"), sameTime(p.Methods))
	add(words.M("Nơi nộp: %s"), p.Agency)
	add(words.M("Kết quả: %s"), format.Sentence(p.Result))
	return format.Clip(strings.Join(facts, ". "), maxDescription)
}

// sameTime is the time limit that holds for every way to file, empty if they
// differ.
func sameTime(methods []data.Method) string {
	if len(methods) == 0 || slices.ContainsFunc(methods, func(m data.Method) bool { return !format.SameTime(m, methods[0]) }) {
		return ""
	}
	return methods[0].Duration.Text
}

// tellArticle tells an article.
func (s *Server) tellArticle(ctx context.Context, b *base, a *data.Article) error {
	changed, err := s.Store.ArticlesChanged(ctx, []int64{a.ID})
	if err != nil {
		return err
	}
	var modified time.Time
	if c := changed[a.ID]; c.Revised {
		modified = c.At
	}
	b.Kind, b.Trial, b.Section, b.Published, b.Feed = "article", b.Trial || a.Sample, a.Category, schema.Published(a), newsFeed("")
	b.Description = describeArticle(a)
	b.Schema = append(b.Schema, schema.NewArticle(a, schema.News{
		URL: b.Canonical(), Description: b.Description, Mark: b.mark(a.Sample), Modified: modified,
		Site: schema.Named{Type: "Organization", Name: b.Site(), URL: b.address("/")},
	}))
	b.tellWay(crumb{b.language.T("Tin tức"), "/tin-tuc"}, crumb{Text: a.Title})
	return nil
}

// describeArticle is the first sentence of an article.
func describeArticle(a *data.Article) string {
	for _, text := range []string{a.Lead, a.Body} {
		if s := format.Sentence(text); s != "" {
			return format.Clip(s, maxDescription)
		}
	}
	return ""
}
