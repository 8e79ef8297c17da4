package web

import (
	"context"
	"net/http"
	"slices"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/words"
)

// How much of each list the home page shows.
const (
	homeProcedures = 25
	homeFields     = 24
	homeArticles   = 5
)

type homePage struct {
	base
	Greeting   ownWords
	Notice     ownWords
	Procedures int
	Events     []eventCard
	Popular    []procedureLink
	Fields     []data.Field // the first
	FieldCount int
	Ways       []tab
	Latest     []data.Article
}

// commonCodes stand on the home page until reading has shown what people open
// most: civil status, residence, certified copies, household business, land and
// building, identity, vehicles, benefits.
var commonCodes = []string{
	"1.001193", "1.004222", "1.000894", "1.000656", "1.004873",
	"2.000815", "1.001612", "1.012753", "1.013225", "2.000635",
	"1.004194", "1.013831", "1.014061", "2.000884", "1.013076",
	"1.010041", "1.013978", "1.014063", "3.000347", "1.004859",
	"1.014137", "1.001776", "1.014027", "1.012784", "1.004884",
	"1.011022", "1.001022",
}

func (s *Server) home(w http.ResponseWriter, r *http.Request) (err error) {
	ctx := r.Context()
	p := homePage{base: s.base(r, ""), Ways: ways(ctx)}
	p.tellHome()
	p.sayHome(s.Settings().Home, data.NewDate(s.Now().In(format.Hanoi)))
	if p.Procedures, _, err = s.Store.Counts(ctx); err != nil {
		return err
	}
	if p.Events, err = s.eventCards(ctx); err != nil {
		return err
	}
	if p.Fields, err = s.Store.Fields(ctx); err != nil {
		return err
	}
	if p.Latest, err = s.Store.LatestArticles(ctx, "", 0, homeArticles); err != nil {
		return err
	}
	read, err := s.Store.MostRead(ctx, homeProcedures)
	if err != nil {
		return err
	}
	codes := append(read, commonCodes...)
	known, err := s.Store.ProcedureRows(ctx, codes)
	if err != nil {
		return err
	}
	firstFields := map[string]bool{}
	var links []*procedureLink
	for _, c := range codes {
		if row, ok := known[c]; ok && row.Status == data.StatusActive && len(p.Popular) < homeProcedures {
			p.Popular = append(p.Popular, procedureLink{ProcedureRow: row})
			firstFields[row.Field] = true
			delete(known, c)
		}
	}
	for i := range p.Popular {
		links = append(links, &p.Popular[i])
	}
	if err := s.nameLinks(ctx, links); err != nil {
		return err
	}
	// The fields of what people open most come before the others.
	slices.SortStableFunc(p.Fields, func(a, b data.Field) int {
		return boolRank(firstFields[a.Slug]) - boolRank(firstFields[b.Slug])
	})
	p.FieldCount = len(p.Fields)
	p.Fields = p.Fields[:min(p.FieldCount, homeFields)]
	return s.render(w, r, http.StatusOK, "home", p)
}

// ownWords are what the house says on its home page.
type ownWords struct {
	Text       string
	Vietnamese bool // also on pages in another language
}

// sayHome puts the house's own words on the page, in the language of the page
// where there are such.
func (p *homePage) sayHome(h data.HomeTexts, day data.Date) {
	p.Greeting, p.Notice = ownWords{h.Greeting, true}, ownWords{h.NoticeOn(day), true}
	if p.language.Tag != "en" {
		return
	}
	if h.GreetingEN != "" {
		p.Greeting = ownWords{h.GreetingEN, false}
	}
	if p.Notice.Text != "" && h.NoticeEN != "" {
		p.Notice = ownWords{h.NoticeEN, false}
	}
}

// procedureLink is a procedure that a page leads to, by its name in the language
// of the page if the record has one.
type procedureLink struct {
	data.ProcedureRow
	Translated string
}

// nameLinks gives links the names their procedures have in the language of a
// page.
func (s *Server) nameLinks(ctx context.Context, links []*procedureLink) error {
	l := language(ctx)
	if l.Tag == words.Vietnamese().Tag {
		return nil
	}
	var codes []string
	for _, to := range links {
		codes = append(codes, to.Code)
	}
	names, err := s.Store.TranslatedNames(ctx, l.Tag, codes)
	for _, to := range links {
		to.Translated = names[to.Code]
	}
	return err
}

// boolRank sorts what is true first.
func boolRank(b bool) int {
	if b {
		return 0
	}
	return 1
}
