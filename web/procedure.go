package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/paths"
	"tracuu/web/words"
)

type procedurePage struct {
	base
	beside
	P           data.Procedure
	Name        string  // in the language of the page, if the record has it
	Heading     cutText // the name, or its beginning and all of it
	Summary     string  // in the language of the page
	Foreign     bool    // the page is not in the language of the record
	Translated  bool    // and the record has a name in it
	Audience    string  // who it is for, in a line
	MoreFor     int     // how many more it is for
	Crumbs      []crumb // field and levels, as far as they are known
	field       data.Field
	Agency      data.Agency
	Office      data.Agency // the one that has the agency's work today
	Handed      bool        // which is not the agency itself
	Cases       []paperCase
	Papers      int // in all cases
	Methods     parted[methodView]
	Due         *due   // of all Methods, nil if they differ
	Rules       []*due // one of each way the days of Methods were reckoned
	Fees, Times brief
	Place       string // in a few words
	Apply       string // leads on to where it is filed
	Onward      string // says where that is
	Source      bool   // the address of the record can be followed
	Laws        parted[data.LegalRef]
	ChangesURL  string
	Online      bool // online filing is among its channels
	ByCitizens  bool // citizens are among those who file it
	Commune     bool // handled by communes
	LocalCentre bool // handled where a public service centre receives it
	Replacement *data.Procedure
	ReplacedBy  string // code of a replacement that is not here
	Was         string // name of the procedure a code was printed for, which this one has replaced
	Code        string // short code, empty if none could be made
	IsSample    bool
}

// headingLetters is how much of a name of more than twice that stands in the
// heading: it fills half a screen of a phone.
const headingLetters = 180

// crumb is a step on the way to the page; without an address it is only told.
type crumb struct{ Text, URL string }

func (s *Server) procedure(w http.ResponseWriter, r *http.Request) error {
	c, err := data.ParseProcedureCode(chi.URLParam(r, "code"))
	if err != nil {
		return unknownProcedure(r.Context(), err)
	}
	p, err := s.Store.Procedure(r.Context(), c.Code)
	if errors.Is(err, data.ErrNotFound) || err == nil && p.Visibility != data.Shown {
		return unknownProcedure(r.Context(), fmt.Errorf("procedure %s: %w", c.Code, data.ErrNotFound))
	}
	if err != nil {
		return err
	}
	return s.followProcedure(w, r, p)
}

func unknownProcedure(ctx context.Context, err error) error {
	return &helpfulError{
		error: fmt.Errorf("%w: %w", data.ErrNotFound, err),
		title: say(ctx, "Không có thủ tục mang mã này"),
		help: say(ctx, "Mã thủ tục có dạng 1.001193 hoặc 1.012753.H19. Hãy kiểm tra lại từng chữ số, "+
			"hoặc gõ tên thủ tục vào ô tìm kiếm."),
	}
}

// followProcedure shows a procedure and what has taken its place.
func (s *Server) followProcedure(w http.ResponseWriter, r *http.Request, p data.Procedure) error {
	last, replaced, err := s.Store.Successor(r.Context(), p)
	if err != nil {
		return err
	}
	return s.showProcedure(w, r, p, last, replaced)
}

// showProcedure shows a procedure; last and replaced are its successor, as the
// store tells it.
func (s *Server) showProcedure(w http.ResponseWriter, r *http.Request, p, last data.Procedure, replaced []string) error {
	ctx := r.Context()
	target := data.Target{Kind: data.KindProcedure, Key: p.Code}
	came := arrivalOf(ctx)
	page := procedurePage{
		base: s.base(r, p.Name), P: p, Name: p.Name, Summary: p.Description, Cases: paperCases(p.Documents),
		Fees: feeBrief(ctx, p.Methods), Times: timeBrief(ctx, p.Methods),
		ByCitizens:  slices.Contains(p.Audience, citizens),
		Commune:     slices.Contains(p.Levels, data.LevelCommune),
		LocalCentre: slices.Contains(p.Levels, data.LevelCommune) || slices.Contains(p.Levels, data.LevelProvince),
		Apply:       paths.Apply(p.Code, came.code), IsSample: p.Sample, Was: came.was, Laws: part(p.LegalBasis, mostLaws), ChangesURL: paths.ProcedureChanges(p.Code),
	}
	page.Path = paths.Procedure(p.Code)
	page.Sample = page.Sample || p.Sample                        // a printed code opens what the site has hidden
	page.NoIndex = p.Visibility != data.Shown || previewing(ctx) // only its code still opens it, and lists no longer hold it
	page.translate(language(ctx))
	page.Heading = cutText{Head: page.Name}
	if head := beginning(page.Name, headingLetters); utf8.RuneCountInString(page.Name) > 2*headingLetters {
		page.Heading = cutText{head, page.Name}
	}
	page.Audience, page.MoreFor = audience(&p)
	methods, rules := s.methodViews(ctx, &p)
	page.Methods, page.Rules, page.Due = part(methods, mostMethods), rules, commonDue(methods)
	page.Online = slices.ContainsFunc(p.Methods, func(m data.Method) bool { return m.Channel == data.ChannelOnline })
	to := s.onward(&p)
	page.Onward, page.Source = onwardText(ctx, to, page.Online), to.Exact
	for _, c := range page.Cases {
		page.Papers += c.Papers
	}
	if err := s.place(ctx, &page); err != nil {
		return err
	}
	switch {
	case len(replaced) > 0 && last.Visibility == data.Shown:
		page.Replacement = &last
	case p.ReplacedBy != "":
		var err error
		if page.ReplacedBy, err = s.absent(ctx, p, replaced); err != nil {
			return err
		}
	}
	page.tellProcedure(&p, page.field, page.Agency, to)
	if previewing(ctx) {
		return s.render(w, r, http.StatusOK, "procedure", page)
	}
	page.beside = s.besideProcedure(ctx, p)
	page.Code = s.pageCode(ctx, target)
	return s.showCounted(w, r, "procedure", page, target)
}

// translate takes what the record says in the language of the page.
func (page *procedurePage) translate(l *words.Language) {
	page.Foreign = l.Tag != words.Vietnamese().Tag
	t, ok := page.P.Translations[l.Tag]
	if !ok || t.Name == "" {
		return
	}
	page.Translated, page.Name, page.Title = true, t.Name, t.Name
	if t.Summary != "" {
		page.Summary = t.Summary
	}
}

// place tells where a procedure belongs and where it is filed. What the site has
// hidden leads nowhere.
func (s *Server) place(ctx context.Context, page *procedurePage) error {
	p := &page.P
	places := s.places
	if previewing(ctx) {
		places = s.previewPlaces
	}
	field, agency, err := places(ctx, p)
	if err != nil {
		return err
	}
	office := agency
	if agency.ReplacedBy != "" {
		if office, err = s.Store.Heir(ctx, agency.ReplacedBy); err != nil {
			return err
		}
		page.Handed = true
	}
	if page.NoIndex {
		field, agency = data.Field{Name: field.Name}, data.Agency{}
		office.Slug = ""
	}
	page.field, page.Agency, page.Office = field, agency, office
	if field.Name != "" {
		page.Crumbs = append(page.Crumbs, crumb{field.Name, paths.Field(field.Slug)})
	}
	var levels []string
	for _, l := range p.Levels {
		levels = append(levels, say(ctx, l.Label()))
		page.Crumbs = append(page.Crumbs, crumb{Text: say(ctx, l.Label())})
	}
	switch {
	case p.Agency != "":
		page.Place = beginning(p.Agency, briefLetters)
	case p.ReceptionAddress != "":
		page.Place = beginning(p.ReceptionAddress, briefLetters)
	default:
		page.Place = strings.Join(levels, "; ")
	}
	return nil
}

// places are the field and the agency that the store has a procedure under.
func (s *Server) places(ctx context.Context, p *data.Procedure) (data.Field, data.Agency, error) {
	return s.Store.ProcedurePlaces(ctx, p.Code)
}

// absent is the code of what has taken a procedure's place and is not here.
// Those that replace each other in a circle have none.
func (s *Server) absent(ctx context.Context, p data.Procedure, replaced []string) (string, error) {
	_, err := s.Store.Procedure(ctx, p.ReplacedBy)
	switch {
	case err == nil && len(replaced) == 0:
		return "", nil
	case err != nil && !errors.Is(err, data.ErrNotFound):
		return "", err
	}
	return p.ReplacedBy, nil
}

func printedCode(code string) string { return qr.Code(code).Print() }
