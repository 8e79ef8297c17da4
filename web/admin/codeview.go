package admin

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/target"
)

// codeView is a code as all pages about one show it.
type codeView struct {
	Row      data.LinkRow
	Standing data.Standing
	Target   string // as people name it
	Shut     string // why it opens nothing; empty if it opens something
	Repealed bool   // a procedure no longer in force
	Follows  *lead  // what has taken the place of the target and is opened instead
	Mine     bool   // the user may change it
}

// lead is something that a code may lead to.
type lead struct {
	Target data.Target
	Kind   string // in words
	Named  string // as people name it
	Title  string
	URL    string // of its page
	Note   string // what else is to be known
}

func newLead(a target.Aim) *lead {
	l := &lead{Target: a.Target, Kind: kindName(a.Kind), Named: target.Text(a.Target), Title: a.Title}
	switch a.Kind {
	case data.KindProcedure:
		l.URL = paths.Procedure(a.Key)
	case data.KindArticle:
		l.URL = paths.Article(a.Article.ID, a.Title)
	case data.KindField:
		l.URL = paths.Field(a.Key)
	case data.KindAgency:
		l.URL = paths.Agency(a.Key)
	default:
		l.URL = a.Key
	}
	return l
}

// targets reads what people name.
func (s *Server) targets(ctx context.Context) (*target.Reader, error) {
	return target.NewReader(ctx, s.Store, s.Settings().PublicURL)
}

// viewCode loads a code and what it opens today.
func (s *Server) viewCode(ctx context.Context, code string) (v codeView, err error) {
	if v.Row, err = s.Store.LinkRow(ctx, code, s.today()); err != nil {
		return v, err
	}
	v.Standing, v.Target = v.Row.Standing(s.today()), target.Text(v.Row.Target)
	if v.Mine, err = s.mine(ctx, v.Row.Owner); err != nil {
		return v, err
	}
	reader, err := s.targets(ctx)
	if err != nil {
		return v, err
	}
	var missing *target.Error
	a, err := reader.Load(ctx, v.Row.Target)
	if errors.As(err, &missing) {
		v.Shut = missing.What
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v.Row.Title = a.Title
	v.Repealed = a.Procedure != nil && a.Procedure.Status == data.StatusRepealed
	next, err := reader.Follow(ctx, a)
	if err != nil {
		return v, err
	}
	if next.Followed != "" {
		v.Follows = newLead(next)
	}
	v.Shut = reader.Shut(next).What
	return v, nil
}

type linkPage struct {
	base
	codeView
	Address         string // in the symbol
	Path            string // of the code's page here
	AllScans        int64
	Printed         []data.Printed
	Checks          []data.Check
	History         []data.LinkEvent // newest first
	Changed         changed
	Problem         string // with the days that were typed
	From, Until     string // as typed
	StateNote, Note string // as typed, of the state and of the days
}

// changed is what others have done to a code while somebody had its page open.
type changed struct {
	Version int64            // that the forms are made from
	Since   []data.LinkEvent // oldest first; empty: nothing
}

// changedSince tells what has happened to a code after a version.
func changedSince(history []data.LinkEvent, version int64) changed {
	c := changed{Version: int64(len(history))}
	if version > 0 && version < c.Version {
		c.Since = history[version:]
	}
	return c
}

// code is the page of one code.
func (s *Server) code(w http.ResponseWriter, r *http.Request) error {
	typed := chi.URLParam(r, "code")
	p, err := s.newCodePage(r, typed)
	if errors.Is(err, data.ErrNotFound) {
		found, near, err := s.findLinks(r.Context(), typed)
		if err != nil {
			return err
		}
		if len(found) == 1 && found[0].Code != typed {
			return redirect(w, r, linkPath(found[0].Code))
		}
		return noSuchCode(typed, near)
	}
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "link", p)
}

func (s *Server) newCodePage(r *http.Request, code string) (p linkPage, err error) {
	ctx := r.Context()
	if p.codeView, err = s.viewCode(ctx, code); err != nil {
		return p, err
	}
	p.base = s.base(r, "Mã "+qr.Code(code).Print())
	p.Path, p.From, p.Until = linkPath(code), format.Day(p.Row.From), format.Day(p.Row.Until)
	if p.Address, err = qr.Payload(s.Settings().PublicURL, qr.Code(code)); err != nil {
		return p, err
	}
	scans, err := s.Store.Scans(ctx, code)
	if err != nil {
		return p, err
	}
	for _, one := range scans {
		p.AllScans += one.Count
	}
	if p.Printed, err = s.Store.Printed(ctx, code); err != nil {
		return p, err
	}
	if p.Checks, err = s.Store.Checks(ctx, code); err != nil {
		return p, err
	}
	if p.History, err = s.Store.LinkHistory(ctx, code); err != nil {
		return p, err
	}
	p.Changed = changedSince(p.History, 0)
	slices.Reverse(p.History)
	return p, nil
}

// happened says an event in words.
func happened(e data.LinkEvent) string {
	days := func(s string) string {
		from, until, _ := strings.Cut(s, "/")
		switch {
		case from == "" && until == "":
			return "không hạn"
		case until == "":
			return "từ " + format.Day(data.Date(from))
		case from == "":
			return "đến hết " + format.Day(data.Date(until))
		}
		return format.Day(data.Date(from)) + " – " + format.Day(data.Date(until))
	}
	switch e.Action {
	case data.LinkCreated:
		return "Lập mã, dẫn tới " + target.OfHistory(e.To)
	case data.LinkRetargeted:
		return "Đổi đích: " + target.OfHistory(e.From) + " → " + target.OfHistory(e.To)
	case data.LinkMoved:
		return stateName(data.LinkState(e.From)) + " → " + stateName(data.LinkState(e.To))
	case data.LinkDated:
		return "Ngày dùng: " + days(e.From) + " → " + days(e.To)
	}
	return string(e.Action)
}

func stateName(st data.LinkState) string {
	return standingName(data.Link{State: st}.Standing(""))
}
