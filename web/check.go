package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// checkPage tells what a genuine poster shows. It names no member of staff.
type checkPage struct {
	asking
	Code      string
	Link      data.Link
	Standing  standing
	Leads     suggestion // what it opens now
	Missing   string     // why that is nothing
	Printed   *data.Printed
	Earlier   []data.Printed
	Place     string
	Agency    data.Agency
	LastCheck *data.Check
}

// maxShown is how long a text may be to be shown again as an unknown code.
const maxShown = 16

// standing says in words what a code is worth.
type standing struct {
	Open bool
	Text string
}

func (s *Server) newCheck(r *http.Request) checkPage {
	p := checkPage{asking: asking{base: s.base(r, say(r.Context(), "Kiểm tra áp phích thật hay giả")), Domains: s.genuineHosts()}}
	p.NoIndex = true
	return p
}

// checkForm asks for the code to check.
func (s *Server) checkForm(w http.ResponseWriter, r *http.Request) error {
	p := s.newCheck(r)
	status, err := s.askCode(w, r, &p.asking, paths.Check)
	if err != nil || status == http.StatusSeeOther {
		return err
	}
	p.shorten()
	return s.render(w, r, status, "check", p)
}

// shorten leaves out what was typed if it is no short text: our warning is no
// place for messages of others.
func (p *checkPage) shorten() {
	if len(p.Typed) > maxShown {
		p.Typed = ""
	}
}

// check tells what a genuine poster with a code shows, where it hangs and what
// it opens today. It counts as no scan.
func (s *Server) check(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := s.newCheck(r)
	link, near, err := s.findCode(ctx, chi.URLParam(r, "code"))
	if errors.Is(err, data.ErrNotFound) {
		p.Typed = strings.ToValidUTF8(chi.URLParam(r, "code"), "")
		p.shorten()
		p.unknown(near, paths.Check)
		w.Header().Set("Cache-Control", "no-store")
		return s.render(w, r, http.StatusNotFound, "check", p)
	}
	if err != nil {
		return err
	}
	p.Code, p.Link, p.Standing = link.Code, link, standingText(ctx, link, s.counter.today())
	p.Title = say(ctx, "Kiểm tra mã %s", printedCode(link.Code))
	if err := s.lead(r, &p); err != nil {
		return err
	}
	place, agency, err := s.hangs(ctx, link)
	if err != nil {
		return err
	}
	p.Place, p.Agency = place.Label(), agency
	printed, err := s.Store.Printed(ctx, link.Code)
	if err != nil {
		return err
	}
	if len(printed) > 0 {
		p.Printed, p.Earlier = &printed[0], printed[1:]
	}
	switch c, err := s.Store.LastCheck(ctx, link.Code); {
	case err == nil:
		p.LastCheck = &c
	case !errors.Is(err, data.ErrNotFound):
		return err
	}
	return s.render(w, r, http.StatusOK, "check", p)
}

// lead tells what a code opens, or why it opens nothing though it is in use.
func (s *Server) lead(r *http.Request, p *checkPage) (err error) {
	if p.Leads, err = s.destination(r.Context(), p.Link.Target); err != nil {
		return err
	}
	if p.Link.Target.Kind == data.KindPage && p.Leads.URL != "" {
		unread := r.Clone(r.Context())
		unread.Method = http.MethodHead // as nobody has read it
		switch _, err := s.openPage(unread, p.Link); {
		case errors.Is(err, data.ErrNotFound):
			p.Leads = suggestion{}
		case err != nil:
			return err
		}
	}
	if p.Leads.Title != "" {
		return nil
	}
	p.Missing = say(r.Context(), "Trang mà mã dẫn tới đã được gỡ")
	if p.Link.Target.Kind == data.KindAddress {
		p.Missing = say(r.Context(), "Một trang bên ngoài chưa được phép mở")
	}
	if p.Standing.Open {
		p.Standing = standing{Text: say(r.Context(), "Không mở được trang nào")}
	}
	return nil
}

func standingText(ctx context.Context, l data.Link, day data.Date) standing {
	switch l.Standing(day) {
	case data.StandingPaused:
		return standing{Text: say(ctx, "Đang tạm dừng")}
	case data.StandingEarly:
		return standing{Text: say(ctx, "Chưa đến ngày dùng; mở từ %s", format.Day(l.From))}
	case data.StandingExpired:
		return standing{Text: say(ctx, "Đã hết hạn từ sau ngày %s", format.Day(l.Until))}
	case data.StandingRetired:
		return standing{Text: say(ctx, "Không còn dùng nữa")}
	}
	if l.Until != "" {
		return standing{true, say(ctx, "Đang mở, đến hết ngày %s", format.Day(l.Until))}
	}
	return standing{true, say(ctx, "Đang mở")}
}

// layoutNames are the layouts of package poster in words, to be translated.
var layoutNames = map[string]string{
	"a3": words.M("Áp phích khổ A3"), "a4": words.M("Áp phích khổ A4"), "a5": words.M("Tờ khổ A5"), "desk": words.M("Biển để bàn"),
	"labels24": words.M("Nhãn dán nhỏ"), "labels14": words.M("Nhãn dán"), "list": words.M("Bảng nhiều mã khổ A4"), "card": words.M("Thẻ có nội dung ngay trong mã"),
}

// layoutName names a layout, to be translated; what is not known is called by what it is.
func layoutName(layout string) string {
	if name, ok := layoutNames[layout]; ok {
		return name
	}
	return words.M("Bản in có mã")
}
