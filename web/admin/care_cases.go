package admin

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/search/eval"
)

// caseCodes is how many answers a kept query may have.
const caseCodes = 10

type careCasesPage struct {
	base
	Cases    []data.CareCase
	House    int // queries of the project's own set
	Left     int // that are not measured here
	Query    string
	Codes    string
	Problem  string
	MayWrite bool
	Publish  bool
	Limits   map[string]int
}

func (s *Server) careCases(w http.ResponseWriter, r *http.Request) error {
	return s.showCases(w, r, http.StatusOK, careCasesPage{Query: r.URL.Query().Get("cau")})
}

func (s *Server) showCases(w http.ResponseWriter, r *http.Request, status int, p careCasesPage) (err error) {
	u := userOf(r.Context())
	p.base, p.MayWrite, p.Publish = s.base(r, "Bộ câu thử"), u.Role.AtLeast(data.RoleEditor), u.Role.AtLeast(data.RolePublisher)
	p.Limits = map[string]int{"cases": data.MaxCareCases}
	if p.Cases, err = s.Store.CareCases(r.Context()); err != nil {
		return err
	}
	house, err := eval.House()
	if err != nil {
		return err
	}
	p.House = len(house)
	if _, _, p.Left, err = s.trialQueries(r.Context()); err != nil {
		return err
	}
	return s.render(w, r, status, "care-cases", p)
}

func (s *Server) careAddCase(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c := data.CareCase{Query: clean(r.PostFormValue("cau"))}
	p := careCasesPage{Query: c.Query, Codes: strings.TrimSpace(strings.Join(r.PostForm["ma"], " "))}
	var unknown []string
	for _, typed := range strings.FieldsFunc(p.Codes, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		code, err := data.ParseProcedureCode(typed)
		if err != nil || !s.Searcher.Has(code.Code) {
			unknown = append(unknown, clipText(typed, 40))
		} else if !slices.Contains(c.Codes, code.Code) {
			c.Codes = append(c.Codes, code.Code)
		}
	}
	switch {
	case s.Searcher.Known(c.Query).Words == 0 || len([]rune(c.Query)) > 400:
		p.Problem = "Hãy ghi câu người dân gõ, nhiều nhất 400 chữ."
	case len(unknown) > 0:
		p.Problem = "Không có thủ tục mang mã " + strings.Join(unknown, ", ") + ". Hãy kiểm tra lại mã."
	case len(c.Codes) == 0:
		p.Problem = "Hãy ghi ít nhất một mã thủ tục là câu trả lời đúng."
	case len(c.Codes) > caseCodes:
		p.Problem = fmt.Sprintf("Nhiều nhất %d mã cho một câu.", caseCodes)
	}
	if p.Problem == "" {
		err := s.Store.AddCareCase(ctx, c, by(r, ""))
		if err == nil {
			flash(r, "Đã lưu câu “"+c.Query+"” vào bộ thử.")
			return redirect(w, r, casesPath)
		}
		if !errors.Is(err, data.ErrInvalid) {
			return err
		}
		p.Problem = fmt.Sprintf("Bộ thử đã đủ %d câu. Hãy bỏ bớt câu cũ.", data.MaxCareCases)
	}
	return s.showCases(w, r, http.StatusUnprocessableEntity, p)
}

// careRemoveCase lets a kept query go: editors their own, publishers any.
func (s *Server) careRemoveCase(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return fmt.Errorf("kept query %q: %w", r.PathValue("id"), data.ErrNotFound)
	}
	cases, err := s.Store.CareCases(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(cases, func(c data.CareCase) bool { return c.ID == id })
	if i < 0 {
		return fmt.Errorf("kept query %d: %w", id, data.ErrNotFound)
	}
	if u := userOf(ctx); !u.Role.AtLeast(data.RolePublisher) && cases[i].By != u.Name {
		return fmt.Errorf("%s on the kept query of %s: %w", u.Name, cases[i].By, errForbidden)
	}
	if err := s.Store.RemoveCareCase(ctx, id, by(r, "")); err != nil {
		return err
	}
	flash(r, "Đã bỏ câu “"+cases[i].Query+"” khỏi bộ thử.")
	return redirect(w, r, casesPath)
}
