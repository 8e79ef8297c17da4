package admin

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
)

type retargetPage struct {
	base
	codeView
	Chooser chooser
	Path    string // of the code's page
	Note    string
	Changed changed
	Printed int // printings that show the old title
}

// retargetForm asks where a code shall lead from now on, and shows what that
// changes.
func (s *Server) retargetForm(w http.ResponseWriter, r *http.Request) error {
	p, err := s.newRetarget(r, r.URL.Query().Get("toi"), 0)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "retarget", p)
}

func (s *Server) newRetarget(r *http.Request, typed string, version int64) (p retargetPage, err error) {
	ctx, code := r.Context(), strings.ToUpper(chi.URLParam(r, "code"))
	if p.codeView, err = s.viewCode(ctx, code); err != nil {
		return p, err
	}
	p.base = s.base(r, "Đổi đích của mã "+qr.Code(code).Print())
	p.Path, p.Printed = linkPath(code), p.Row.Printings
	p.Chooser = chooser{Name: "toi", Label: "Đích mới", Path: p.Path + "/dich"}
	history, err := s.Store.LinkHistory(ctx, code)
	if err != nil {
		return p, err
	}
	p.Changed = changedSince(history, version)
	if err := s.choose(ctx, &p.Chooser, typed); err != nil {
		return p, err
	}
	if p.Chooser.Chosen != nil && p.Chooser.Chosen.Target == p.Row.Target {
		p.Chooser.Chosen, p.Chooser.Problem = nil, "Mã đã dẫn tới đích này từ trước; không có gì để đổi."
	}
	return p, nil
}

// retarget leads a code to something else. What was printed stays as it is.
func (s *Server) retarget(w http.ResponseWriter, r *http.Request) error {
	version := versionOf(r.PostFormValue("v"))
	p, err := s.newRetarget(r, r.PostFormValue("toi"), version)
	if err != nil {
		return err
	}
	said, err := note(r)
	p.Note = said
	if err != nil {
		p.Warn = "Chưa ghi được: " + err.Error()
	}
	if p.Chooser.Chosen == nil || err != nil {
		return s.render(w, r, http.StatusBadRequest, "retarget", p)
	}
	err = s.Store.ChangeLinks(r.Context(), []data.LinkVersion{{Code: p.Row.Code, Version: version}}, by(r, said), leadTo(p.Chooser.Chosen.Target))
	if errors.Is(err, data.ErrConflict) {
		p.Warn = "Có người vừa sửa mã này trong lúc bạn mở trang. Chưa ghi gì của bạn; hãy so với hiện nay rồi xác nhận lại nếu vẫn cần."
		return s.render(w, r, http.StatusConflict, "retarget", p)
	}
	if err != nil {
		return err
	}
	flash(r, "Đã đổi đích. Từ bây giờ ai quét mã sẽ thấy: "+p.Chooser.Chosen.Title+".")
	return redirect(w, r, p.Path)
}

// leadTo changes a link to lead to something.
func leadTo(to data.Target) func(*data.Link) error {
	return func(l *data.Link) error { l.Target = to; return nil }
}

// moveLimit is how many codes are led elsewhere in one go; the audit tells each.
const moveLimit = 2000

type movePage struct {
	base
	Old, New chooser
	Outdated []data.OutdatedTarget
	Rows     []movable
	More     int // codes of the old target beyond the limit
	Ticked   int
	Note     string
	Problem  string
}

// movable is a code of the old target.
type movable struct {
	data.LinkRow
	Standing data.Standing
	Mine     bool
	Ticked   bool
	Changed  bool // by somebody else since the page was opened
}

// Value is what the form says of the code: which, and as it was read.
func (m movable) Value() string { return m.Code + "." + strconv.FormatInt(m.Version, 10) }

// moveForm leads many codes from one target to another: the old one, the new
// one, which codes, one confirmation.
func (s *Server) moveForm(w http.ResponseWriter, r *http.Request) error {
	p, err := s.newMove(r, r.URL.Query().Get("tu"), r.URL.Query().Get("toi"))
	if err != nil {
		return err
	}
	for i := range p.Rows {
		p.Rows[i].Ticked = p.Rows[i].Mine && p.Rows[i].State != data.LinkRetired
	}
	return s.renderMove(w, r, http.StatusOK, p)
}

func (s *Server) renderMove(w http.ResponseWriter, r *http.Request, status int, p *movePage) error {
	for _, row := range p.Rows {
		if row.Ticked {
			p.Ticked++
		}
	}
	return s.render(w, r, status, "move", p)
}

func (s *Server) newMove(r *http.Request, from, to string) (*movePage, error) {
	ctx := r.Context()
	p := &movePage{base: s.base(r, "Đổi đích nhiều mã")}
	p.Old = chooser{Name: "tu", Label: "Đích cũ", Path: movePath}
	p.New = chooser{Name: "toi", Label: "Đích mới", Path: movePath, Keep: []choice{{"tu", from}}}
	if strings.TrimSpace(from) == "" {
		var err error
		p.Outdated, err = s.Store.OutdatedTargets(ctx)
		return p, err
	}
	if err := s.chooseOld(ctx, &p.Old, from); err != nil || p.Old.Chosen == nil {
		return p, err
	}
	if err := s.choose(ctx, &p.New, to); err != nil {
		return p, err
	}
	if p.New.Chosen != nil && p.New.Chosen.Target == p.Old.Chosen.Target {
		p.New.Chosen, p.New.Problem = nil, "Đích mới trùng đích cũ; hãy chọn đích khác."
	}
	rows, total, err := s.Store.LinkRows(ctx, data.LinkQuery{Target: p.Old.Chosen.Target, Day: s.today()}, 0, moveLimit)
	if err != nil {
		return p, err
	}
	p.More = total - len(rows)
	owned := map[string]bool{} // asked once an agency
	for _, row := range rows {
		mine, asked := owned[row.Owner]
		if !asked {
			if mine, err = s.mine(ctx, row.Owner); err != nil {
				return p, err
			}
			owned[row.Owner] = mine
		}
		p.Rows = append(p.Rows, movable{LinkRow: row, Standing: row.Standing(s.today()), Mine: mine})
	}
	return p, nil
}

// moveCodes leads the ticked codes to the new target: all of them or none.
func (s *Server) moveCodes(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p, err := s.newMove(r, r.PostFormValue("tu"), r.PostFormValue("toi"))
	if err != nil {
		return err
	}
	var at []data.LinkVersion
	for _, ticked := range r.PostForm["ma"] {
		code, version, _ := strings.Cut(ticked, ".")
		at = append(at, data.LinkVersion{Code: code, Version: versionOf(version)})
	}
	for _, one := range at {
		i := slices.IndexFunc(p.Rows, func(m movable) bool { return m.Code == one.Code })
		if i < 0 {
			p.Problem = "Mã " + qr.Code(one.Code).Print() + " không còn dẫn tới đích cũ: có người vừa đổi nó. Chưa đổi mã nào."
			continue
		}
		if !p.Rows[i].Mine {
			return fmt.Errorf("code %s: %w", one.Code, errForbidden)
		}
		p.Rows[i].Ticked = true
		p.Rows[i].Changed = p.Rows[i].Version != one.Version
	}
	said, noteErr := note(r)
	p.Note = said
	if p.Problem != "" {
		return s.renderMove(w, r, http.StatusConflict, p)
	}
	switch {
	case p.Old.Chosen == nil || p.New.Chosen == nil:
		p.Problem = "Hãy chọn đích cũ và đích mới."
	case len(at) == 0:
		p.Problem = "Chưa chọn mã nào; hãy đánh dấu những mã cần đổi."
	case noteErr != nil:
		p.Problem = noteErr.Error()
	}
	if p.Problem != "" {
		return s.renderMove(w, r, http.StatusBadRequest, p)
	}
	err = s.Store.ChangeLinks(ctx, at, by(r, said), leadTo(p.New.Chosen.Target))
	if errors.Is(err, data.ErrConflict) {
		p.Problem = "Có người vừa sửa những mã có ghi “vừa thay đổi” dưới đây. Chưa đổi mã nào; hãy xem lại rồi xác nhận lần nữa."
		return s.renderMove(w, r, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	flash(r, fmt.Sprintf("Đã đổi đích %d mã. Từ bây giờ ai quét sẽ thấy: %s.", len(at), p.New.Chosen.Title))
	return redirect(w, r, codesPath+"?"+codeFilter{Text: p.New.Chosen.Named}.values().Encode())
}
