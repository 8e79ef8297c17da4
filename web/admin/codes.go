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
	"tracuu/web"
	"tracuu/web/target"
)

// CodeStore is what codes, posters and patrol need of the store.
type CodeStore interface {
	target.Store
	PatrolStore
	LinkRows(ctx context.Context, q data.LinkQuery, offset, limit int) ([]data.LinkRow, int, error)
	LinkRow(ctx context.Context, code string, day data.Date) (data.LinkRow, error)
	LinkOwner(ctx context.Context, code string) (agency string, err error)
	LinkHistory(ctx context.Context, code string) ([]data.LinkEvent, error)
	ChangeLinks(ctx context.Context, at []data.LinkVersion, by data.Edit, change func(*data.Link) error) error
	OutdatedTargets(ctx context.Context) ([]data.OutdatedTarget, error)
	Printed(ctx context.Context, code string) ([]data.Printed, error)
	Checks(ctx context.Context, code string) ([]data.Check, error)
	Scans(ctx context.Context, code string) ([]data.Scan, error)
}

func codeRoutes() []route { return slices.Concat(linkRoutes(), patrolRoutes()) }

// Where codes are looked after.
const (
	codesPath = Root + "/ma"
	movePath  = codesPath + "/doi-dich" // many at once
	newPath   = codesPath + "/moi"
)

func linkPath(code string) string { return codesPath + "/" + code }

func linkRoutes() []route {
	return []route{
		{http.MethodGet, codesPath, data.RoleViewer, nil, (*Server).codes},
		{http.MethodGet, codesPath + "/bang.csv", data.RoleViewer, nil, (*Server).codesSheet},
		{http.MethodGet, newPath, data.RolePublisher, nil, (*Server).newCodeForm},
		{http.MethodPost, newPath, data.RolePublisher, nil, (*Server).newCode},
		{http.MethodGet, movePath, data.RoleEditor, nil, (*Server).moveForm},
		{http.MethodPost, movePath, data.RoleEditor, nil, (*Server).moveCodes},
		{http.MethodGet, codesPath + "/{code}", data.RoleViewer, nil, (*Server).code},
		{http.MethodGet, codesPath + "/{code}/dich", data.RoleEditor, codeOwner, (*Server).retargetForm},
		{http.MethodPost, codesPath + "/{code}/dich", data.RoleEditor, codeOwner, (*Server).retarget},
		{http.MethodPost, codesPath + "/{code}/trang-thai", data.RoleEditor, codeOwner, (*Server).moveState},
		{http.MethodPost, codesPath + "/{code}/ngay", data.RoleEditor, codeOwner, (*Server).setDays},
	}
}

// codeOwner is the agency of the place of the code in the address.
func codeOwner(s *Server, ctx context.Context, r *http.Request) (string, error) {
	return s.Store.LinkOwner(ctx, strings.ToUpper(chi.URLParam(r, "code")))
}

// findLinks are the codes that exist of those that a text may be: copied with
// its address, misread, or typed on a Vietnamese keyboard. Where there is none,
// near are those a single slip away.
func (s *Server) findLinks(ctx context.Context, text string) (found, near []data.Link, err error) {
	for _, before := range []string{"/q/", "/kiem-tra/"} {
		if i := strings.LastIndex(strings.ToLower(text), before); i >= 0 {
			text = text[i+len(before):]
		}
	}
	read, slips := web.Codes(text)
	if found, err = s.existing(ctx, read); err != nil || len(found) > 0 {
		return found, nil, err
	}
	near, err = s.existing(ctx, slips)
	return nil, near, err
}

func (s *Server) existing(ctx context.Context, codes []qr.Code) (out []data.Link, err error) {
	for _, c := range codes {
		l, err := s.Store.Link(ctx, c.String())
		if errors.Is(err, data.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// noSuchCode says so, with those that may have been meant.
func noSuchCode(typed string, near []data.Link) error {
	help := "Hãy so lại từng ký tự với mã in cạnh mã QR."
	var codes []string
	for _, l := range near {
		codes = append(codes, qr.Code(l.Code).Print())
	}
	if len(codes) > 0 {
		help = "Có phải là " + strings.Join(codes, " hoặc ") + "? " + help
	}
	return &saidError{data.ErrNotFound, "Không có mã " + target.Shorten(typed), help}
}

// kindName names what a code leads to.
func kindName(k data.Kind) string {
	switch k {
	case data.KindProcedure:
		return "Thủ tục"
	case data.KindArticle:
		return "Tin"
	case data.KindField:
		return "Lĩnh vực"
	case data.KindAgency:
		return "Cơ quan"
	case data.KindPage:
		return "Trang của ta"
	case data.KindAddress:
		return "Trang ngoài"
	}
	return string(k)
}

// standingName says what a code is worth.
func standingName(st data.Standing) string {
	switch st {
	case data.StandingOpen:
		return "Đang dùng"
	case data.StandingEarly:
		return "Chưa tới ngày"
	case data.StandingPaused:
		return "Tạm dừng"
	case data.StandingExpired:
		return "Hết hạn"
	case data.StandingRetired:
		return "Đã thu hồi"
	}
	return string(st)
}

// foundName says what a check found.
func foundName(f data.Found) string {
	switch f {
	case data.FoundGood:
		return "Còn tốt"
	case data.FoundCovered:
		return "Bị dán đè"
	case data.FoundMissing:
		return "Đã mất"
	}
	return string(f)
}
