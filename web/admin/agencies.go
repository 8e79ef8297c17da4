package admin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr/poster"
	"tracuu/search/vi"
	"tracuu/web/format"
)

const (
	agencyPath    = settingPath + "/co-quan"
	maxAgencyName = 200 // letters
	maxAgencyLine = 300
)

// AgencyStore keeps agencies.
type AgencyStore interface {
	Agency(ctx context.Context, slug string) (data.Agency, error)
	ChangeAgencyLook(ctx context.Context, slug string, by data.Edit, change func(*data.AgencyLook) error) error
	RenameAgency(ctx context.Context, slug, name string, by data.Edit) error
	ReplaceAgency(ctx context.Context, slug, heir string, by data.Edit) error
	SaveImage(ctx context.Context, body []byte) (hash string, err error)
	Image(ctx context.Context, hash string) (body []byte, err error)
}

func agencyRoutes() []route {
	return []route{
		{http.MethodGet, agencyPath, data.RoleViewer, nil, (*Server).agencyList},
		{http.MethodGet, agencyPath + "/{slug}", data.RoleViewer, nil, (*Server).agency},
		{http.MethodPost, agencyPath + "/{slug}", data.RoleEditor, agencyOwner, (*Server).changeContact},
		{http.MethodPost, agencyPath + "/{slug}/mau", data.RoleAdmin, nil, (*Server).changeColour},
		{http.MethodGet, agencyPath + "/{slug}/bieu-trung.png", data.RoleViewer, nil, (*Server).agencyCrest},
		{http.MethodPost, agencyPath + "/{slug}/bieu-trung", data.RoleAdmin, nil, (*Server).changeCrest},
		{http.MethodPost, agencyPath + "/{slug}/ten", data.RoleAdmin, nil, (*Server).renameAgency},
		{http.MethodPost, agencyPath + "/{slug}/thay-the", data.RoleAdmin, nil, (*Server).replaceAgency},
	}
}

func agencyOwner(_ *Server, _ context.Context, r *http.Request) (string, error) {
	return chi.URLParam(r, "slug"), nil
}

type agenciesPage struct {
	base
	Query    string
	Agencies []data.Agency
}

func (s *Server) agencyList(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Agencies(r.Context())
	if err != nil {
		return err
	}
	p := agenciesPage{base: s.base(r, "Cơ quan"), Query: strings.TrimSpace(r.URL.Query().Get("q"))}
	words := strings.Fields(vi.Fold(p.Query))
	for _, a := range all {
		name := vi.Fold(a.Name + " " + strings.Join(a.Former, " "))
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
			p.Agencies = append(p.Agencies, a)
		}
	}
	return s.render(w, r, http.StatusOK, "agencies", p)
}

type agencyPage struct {
	base
	data.Agency             // as it is now
	Typed       data.Agency // as the forms show it
	Heir        data.Agency
	All         []data.Agency
	Contrast    float64 // of the colour and white
	May, Admin  bool
	Version     string // of what the forms were made from
	Problem     string
	Stale       bool // somebody else has changed it meanwhile
	History     []data.ConfigEvent
}

// agencyVersion tells what an agency says apart.
func agencyVersion(name, heir string, l data.AgencyLook) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{name, heir, l.Address, l.Hours, l.Phone, l.Colour, l.Crest}))
	return hex.EncodeToString(sum[:8])
}

func (s *Server) agency(w http.ResponseWriter, r *http.Request) error {
	return s.showAgency(w, r, http.StatusOK, nil, "")
}

// showAgency shows an agency and its forms, with what was typed into them.
func (s *Server) showAgency(w http.ResponseWriter, r *http.Request, status int, typed func(*data.Agency), problem string) error {
	ctx := r.Context()
	a, err := s.Store.Agency(ctx, chi.URLParam(r, "slug"))
	if err != nil {
		return err
	}
	p := agencyPage{base: s.base(r, a.Name), Agency: a, Typed: a, Problem: problem, Stale: status == http.StatusConflict}
	p.Version = agencyVersion(a.Name, a.ReplacedBy, a.AgencyLook)
	if typed != nil {
		typed(&p.Typed)
	}
	p.May, p.Admin = s.mayTouch(ctx, a.Slug) == nil, p.User.Role.AtLeast(data.RoleAdmin)
	if p.Heir, err = s.Store.Heir(ctx, a.Slug); err != nil {
		return err
	}
	if p.All, err = s.Store.Agencies(ctx); err != nil {
		return err
	}
	if p.Contrast, err = poster.Contrast(a.Colour); err != nil {
		return err
	}
	if p.History, err = s.Store.ConfigHistory(ctx, "agency."+a.Slug+"."); err != nil {
		return err
	}
	slices.Reverse(p.History)
	p.History = p.History[:min(len(p.History), 20)]
	return s.render(w, r, status, "agency", p)
}

// badAgency is why something about an agency is not taken.
type badAgency struct{ reason string }

func (e *badAgency) Error() string { return e.reason }

// changeAgency makes one change of an agency, if it is still as the form was
// made from, and goes back to its page. typed puts back what was typed where it
// is not made.
func (s *Server) changeAgency(w http.ResponseWriter, r *http.Request, version string, typed func(*data.Agency), change func(ctx context.Context, a data.Agency) error) error {
	ctx := r.Context()
	s.agencyForms.Lock() // of two at once, the second finds the agency changed
	defer s.agencyForms.Unlock()
	a, err := s.Store.Agency(ctx, chi.URLParam(r, "slug"))
	if err != nil {
		return err
	}
	if version != agencyVersion(a.Name, a.ReplacedBy, a.AgencyLook) {
		return s.showAgency(w, r, http.StatusConflict, typed, "")
	}
	err = change(ctx, a)
	var bad *badAgency
	if errors.As(err, &bad) {
		return s.showAgency(w, r, http.StatusUnprocessableEntity, typed, bad.reason)
	}
	if err != nil {
		return err
	}
	flash(r, "Đã lưu. Trang và tờ in từ nay theo giá trị mới; tờ đã in không đổi.")
	return redirect(w, r, agencyPath+"/"+a.Slug)
}

func (s *Server) changeContact(w http.ResponseWriter, r *http.Request) error {
	look := data.AgencyLook{Address: r.PostFormValue("dia-chi"), Hours: r.PostFormValue("gio"), Phone: r.PostFormValue("dien-thoai")}
	typed := func(a *data.Agency) { a.Address, a.Hours, a.Phone = look.Address, look.Hours, look.Phone }
	return s.changeAgency(w, r, r.PostFormValue("ban"), typed, func(ctx context.Context, a data.Agency) error {
		var clean [3]string
		for i, line := range []string{look.Address, look.Hours, look.Phone} {
			var err error
			if clean[i], err = format.CleanLine(line, maxAgencyLine); err != nil {
				return &badAgency{[]string{"Địa chỉ", "Giờ làm việc", "Điện thoại"}[i] + " " + err.Error() + "."}
			}
		}
		return s.Store.ChangeAgencyLook(ctx, a.Slug, by(r, ""), func(l *data.AgencyLook) error {
			l.Address, l.Hours, l.Phone = clean[0], clean[1], clean[2]
			return nil
		})
	})
}

func (s *Server) changeColour(w http.ResponseWriter, r *http.Request) error {
	colour := strings.ToLower(strings.TrimSpace(r.PostFormValue("mau")))
	typed := func(a *data.Agency) { a.Colour = colour }
	return s.changeAgency(w, r, r.PostFormValue("ban"), typed, func(ctx context.Context, a data.Agency) error {
		if err := poster.CheckColour(colour); err != nil {
			return &badAgency{capital(err.Error()) + "."}
		}
		return s.Store.ChangeAgencyLook(ctx, a.Slug, by(r, ""), func(l *data.AgencyLook) error { l.Colour = colour; return nil })
	})
}

// changeCrest takes a new crest; no file takes the one there is away.
func (s *Server) changeCrest(w http.ResponseWriter, r *http.Request) error {
	var file bytes.Buffer
	got, err := s.receive(w, r, poster.MaxCrestFile, &file)
	if err != nil {
		return s.refuse(w, r, err)
	}
	return s.changeAgency(w, r, got.Get("ban"), nil, func(ctx context.Context, a data.Agency) (err error) {
		crest := ""
		switch {
		case file.Len() > 0:
			png, err := poster.ParseCrest(file.Bytes())
			if errors.Is(err, poster.ErrCrest) {
				return &badAgency{capital(err.Error()) + "."}
			}
			if err != nil {
				return err
			}
			if crest, err = s.Store.SaveImage(ctx, png); err != nil {
				return err
			}
		case got.Get("bo") == "":
			return &badAgency{"Chưa chọn tệp ảnh. Hãy chọn ảnh rồi gửi lại."}
		}
		return s.Store.ChangeAgencyLook(ctx, a.Slug, by(r, ""), func(l *data.AgencyLook) error { l.Crest = crest; return nil })
	})
}

// agencyCrest shows the crest of an agency.
func (s *Server) agencyCrest(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Store.Agency(r.Context(), chi.URLParam(r, "slug"))
	if err != nil {
		return err
	}
	png, err := s.Store.Image(r.Context(), a.Crest)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(png) // an error means that the reader went away
	return nil
}

func (s *Server) renameAgency(w http.ResponseWriter, r *http.Request) error {
	name := r.PostFormValue("ten")
	typed := func(a *data.Agency) { a.Name = name }
	return s.changeAgency(w, r, r.PostFormValue("ban"), typed, func(ctx context.Context, a data.Agency) error {
		clean, err := format.CleanLine(name, maxAgencyName)
		if err != nil {
			return &badAgency{"Tên " + err.Error() + "."}
		}
		err = s.Store.RenameAgency(ctx, a.Slug, clean, by(r, ""))
		switch {
		case errors.Is(err, data.ErrConflict):
			return &badAgency{"Đã có cơ quan khác mang tên này. Nếu cơ quan ấy nhận việc của cơ quan này, hãy dùng “Nay do cơ quan khác đảm nhận”."}
		case errors.Is(err, data.ErrInvalid):
			return &badAgency{"Tên cơ quan trống: hãy ghi tên đầy đủ."}
		}
		return err
	})
}

func (s *Server) replaceAgency(w http.ResponseWriter, r *http.Request) error {
	heir := r.PostFormValue("nay-la")
	typed := func(a *data.Agency) { a.ReplacedBy = heir }
	return s.changeAgency(w, r, r.PostFormValue("ban"), typed, func(ctx context.Context, a data.Agency) error {
		err := s.Store.ReplaceAgency(ctx, a.Slug, heir, by(r, ""))
		switch {
		case errors.Is(err, data.ErrInvalid):
			return &badAgency{"Hai cơ quan sẽ thay thế lẫn nhau. Hãy bỏ chiều kia trước."}
		case errors.Is(err, data.ErrNotFound):
			return &badAgency{"Không có cơ quan ấy. Hãy chọn trong danh sách."}
		}
		return err
	})
}
