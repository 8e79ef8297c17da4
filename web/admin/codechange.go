package admin

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web"
	"tracuu/web/format"
)

// maxNote bounds what staff say about a change, in letters.
const maxNote = 300

// note is what a form says about a change, on one line.
func note(r *http.Request) (string, error) {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(r.PostFormValue("ghi-chu"), "")), " ")
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.C, r) {
			return -1
		}
		return r
	}, s)
	if n := utf8.RuneCountInString(s); n > maxNote {
		return s, fmt.Errorf("ghi chú dài %d chữ, nhiều nhất là %d; hãy viết gọn lại", n, maxNote)
	}
	return s, nil
}

// changeCode changes one code as its page's form asks; the page is shown again,
// with what was typed, where that cannot be.
func (s *Server) changeCode(w http.ResponseWriter, r *http.Request, done string, keep func(p *linkPage, note string), change func(*data.Link) error) error {
	code := strings.ToUpper(chi.URLParam(r, "code"))
	version := versionOf(r.PostFormValue("v"))
	said, err := note(r)
	if err == nil {
		err = s.Store.ChangeLinks(r.Context(), []data.LinkVersion{{Code: code, Version: version}}, by(r, said), change)
		var bad *badInput
		if err != nil && !errors.Is(err, data.ErrConflict) && !errors.As(err, &bad) {
			return err
		}
	}
	if err == nil {
		flash(r, done)
		return redirect(w, r, linkPath(code))
	}
	p, pageErr := s.newCodePage(r, code)
	if pageErr != nil {
		return pageErr
	}
	keep(&p, said)
	status := http.StatusBadRequest
	if errors.Is(err, data.ErrConflict) {
		status = http.StatusConflict
		history, err := s.Store.LinkHistory(r.Context(), code)
		if err != nil {
			return err
		}
		p.Changed = changedSince(history, version)
		p.Warn = "Có người vừa sửa mã này trong lúc bạn mở trang. Chưa ghi gì của bạn; hãy xem phần vừa thay đổi rồi gửi lại nếu vẫn cần."
	} else {
		p.Problem = err.Error()
		var bad *badInput
		if errors.As(err, &bad) {
			p.Problem = bad.Error()
		}
		p.Warn = "Chưa ghi được: " + p.Problem
	}
	return s.render(w, r, status, "link", p)
}

// badInput is what somebody typed and must mend, in words for them.
type badInput struct{ string }

func (e *badInput) Error() string { return e.string }

// moveState pauses, resumes, retires or brings back a code.
func (s *Server) moveState(w http.ResponseWriter, r *http.Request) error {
	to := data.LinkState(r.PostFormValue("trang-thai"))
	done := map[data.LinkState]string{
		data.LinkActive:  "Mã dùng lại được từ bây giờ.",
		data.LinkPaused:  "Đã tạm dừng mã: ai quét sẽ thấy trang báo tạm dừng.",
		data.LinkRetired: "Đã thu hồi mã: ai quét sẽ thấy trang báo mã không còn dùng. Dùng lại được bất cứ lúc nào.",
	}[to]
	if done == "" {
		return fmt.Errorf("state %q: %w", to, data.ErrInvalid)
	}
	return s.changeCode(w, r, done, func(p *linkPage, note string) { p.StateNote = note }, func(l *data.Link) error {
		if l.State == data.LinkRetired && to == data.LinkPaused {
			return &badInput{"mã đã thu hồi nên không tạm dừng được; hãy dùng lại trước"}
		}
		l.State = to
		return nil
	})
}

// setDays sets the first and the last day of a code.
func (s *Server) setDays(w http.ResponseWriter, r *http.Request) error {
	typed := [2]string{strings.TrimSpace(r.PostFormValue("tu")), strings.TrimSpace(r.PostFormValue("den"))}
	keep := func(p *linkPage, note string) { p.From, p.Until, p.Note = typed[0], typed[1], note }
	return s.changeCode(w, r, "Đã đặt ngày dùng của mã.", keep, func(l *data.Link) (err error) {
		if l.From, err = s.readDay("ngày đầu", typed[0]); err != nil {
			return err
		}
		if l.Until, err = s.readDay("ngày cuối", typed[1]); err != nil {
			return err
		}
		if l.From != "" && l.Until != "" && l.From > l.Until {
			return &badInput{"ngày đầu " + format.Day(l.From) + " sau ngày cuối " + format.Day(l.Until)}
		}
		return nil
	})
}

// readDay reads a day as people or browsers write it; empty is none. Days
// before there were codes, or in another lifetime, are slips.
func (s *Server) readDay(what, typed string) (data.Date, error) {
	if typed == "" {
		return "", nil
	}
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006"} {
		t, err := time.Parse(layout, typed)
		if err != nil {
			continue
		}
		if year := t.Year(); year < 2020 || year > s.Now().Year()+50 {
			return "", &badInput{what + " " + typed + " quá xa; hãy xem lại năm"}
		}
		return data.NewDate(t), nil
	}
	return "", &badInput{what + " “" + typed + "” viết chưa đúng; hãy ghi dạng 23/11/2026, hoặc để trống"}
}

type freshCodePage struct {
	base
	Chooser chooser
	Note    string
}

// newCodeForm asks for the target of a new code that hangs nowhere.
func (s *Server) newCodeForm(w http.ResponseWriter, r *http.Request) error {
	p := s.freshCode(r)
	if err := s.choose(r.Context(), &p.Chooser, r.URL.Query().Get("toi")); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "newcode", p)
}

func (s *Server) freshCode(r *http.Request) freshCodePage {
	return freshCodePage{base: s.base(r, "Lập mã mới"), Chooser: chooser{Name: "toi", Label: "Mã dẫn tới đâu?", Path: newPath}}
}

// newCode makes the code of a target, or finds the one it has.
func (s *Server) newCode(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := s.freshCode(r)
	if err := s.choose(ctx, &p.Chooser, r.PostFormValue("toi")); err != nil {
		return err
	}
	said, err := note(r)
	if p.Note = said; p.Chooser.Chosen == nil || err != nil {
		if err != nil {
			p.Warn = "Chưa ghi được: " + err.Error()
		}
		return s.render(w, r, http.StatusBadRequest, "newcode", p)
	}
	l, err := s.Store.TargetLink(ctx, p.Chooser.Chosen.Target, 0)
	switch {
	case err == nil:
		flash(r, "Đích này đã có mã chung từ trước: "+qr.Code(l.Code).Print()+". Không cần lập mã nữa.")
	case errors.Is(err, data.ErrNotFound):
		coder := web.Coder{Store: s.Store, PublicURL: s.Settings().PublicURL}
		if l, err = coder.Ensure(ctx, p.Chooser.Chosen.Target, 0, by(r, said)); err != nil {
			return err
		}
		flash(r, "Đã lập mã "+qr.Code(l.Code).Print()+".")
	default:
		return err
	}
	return redirect(w, r, linkPath(l.Code))
}
