package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/format"
	"tracuu/web/paths"
)

type procedurePage struct {
	base
	P           data.Procedure
	Crumbs      []crumb // field and levels, as far as they are known
	Agency      data.Agency
	Cases       []format.Case
	Methods     []format.Method
	Apply       string       // leads on to where it is filed
	Onward      paths.Onward // where that is
	Online      bool         // online filing is among its channels
	ByCitizens  bool         // citizens are among those who file it
	LocalCentre bool         // handled where a public service centre receives it
	Replacement *data.Procedure
	ReplacedBy  string // code of a replacement that is not here
	Was         string // name of the procedure a code was printed for, which this one has replaced
	Code        string // short code, empty if none could be made
	IsSample    bool
}

// crumb is a step on the way to the page; without an address it is only told.
type crumb struct{ Text, URL string }

func (s *Server) procedure(w http.ResponseWriter, r *http.Request) error {
	c, err := data.ParseProcedureCode(chi.URLParam(r, "code"))
	if err != nil {
		return unknownProcedure(err)
	}
	p, err := s.Store.Procedure(r.Context(), c.Code)
	if errors.Is(err, data.ErrNotFound) || err == nil && p.Visibility != data.Shown {
		return unknownProcedure(fmt.Errorf("procedure %s: %w", c.Code, data.ErrNotFound))
	}
	if err != nil {
		return err
	}
	return s.followProcedure(w, r, p)
}

func unknownProcedure(err error) error {
	return &helpfulError{
		error: fmt.Errorf("%w: %w", data.ErrNotFound, err),
		title: "Không có thủ tục mang mã này",
		help: "Mã thủ tục có dạng 1.001193 hoặc 1.012753.H19. Hãy kiểm tra lại từng chữ số, " +
			"hoặc gõ tên thủ tục vào ô tìm kiếm.",
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
	target := data.Target{Kind: data.KindProcedure, Key: p.Code}
	came := arrivalOf(r.Context())
	page := procedurePage{
		base: s.base(r, p.Name), P: p, Cases: format.Cases(p.Documents), Methods: format.Methods(p.Methods, format.SameTerms),
		ByCitizens:  slices.Contains(p.Audience, "Công dân Việt Nam"),
		LocalCentre: slices.Contains(p.Levels, data.LevelCommune) || slices.Contains(p.Levels, data.LevelProvince),
		Apply:       paths.Apply(p.Code, came.code), Onward: s.onward(&p), IsSample: p.Sample, Was: came.was,
	}
	page.Path = paths.Procedure(p.Code)
	page.Sample = page.Sample || p.Sample // a printed code opens what the site has hidden
	field, agency, err := s.Store.ProcedurePlaces(r.Context(), p.Code)
	if err != nil {
		return err
	}
	shown := p.Visibility == data.Shown
	page.NoIndex = !shown // only its code still opens it, and lists no longer hold it
	if !shown {
		field, agency = data.Field{Name: field.Name}, data.Agency{}
	}
	page.Agency = agency
	if field.Name != "" {
		page.Crumbs = append(page.Crumbs, crumb{field.Name, paths.Field(field.Slug)})
	}
	for _, l := range p.Levels {
		page.Crumbs = append(page.Crumbs, crumb{Text: l.Label()})
	}
	for _, m := range p.Methods {
		page.Online = page.Online || m.Channel == data.ChannelOnline
	}
	switch {
	case len(replaced) > 0 && last.Visibility == data.Shown:
		page.Replacement = &last
	case p.ReplacedBy != "":
		if page.ReplacedBy, err = s.absent(r.Context(), p, replaced); err != nil {
			return err
		}
	}
	page.tellProcedure(&p, field, agency, page.Onward)
	page.Code = s.pageCode(r.Context(), target)
	return s.showCounted(w, r, "procedure", page, target)
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
