package admin

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"slices"

	"github.com/pquerna/otp"

	"tracuu/data"
)

// AccountStore keeps the people who run the site.
type AccountStore interface {
	User(ctx context.Context, name string) (data.User, error)
	Users(ctx context.Context) ([]data.User, error)
	AddUser(ctx context.Context, u data.User, by data.Edit) error
	ChangeUser(ctx context.Context, name, action string, by data.Edit, change func(*data.User) error) error
	AddAudit(ctx context.Context, object, action, before, after string, by data.Edit) error
	Agency(ctx context.Context, slug string) (data.Agency, error)
	Agencies(ctx context.Context) ([]data.Agency, error)
	Heir(ctx context.Context, slug string) (data.Agency, error)
}

// Everybody's own account. What is below it can be done before a gate, see
// [gate].
const (
	accountPath  = Root + "/tai-khoan"
	passwordPath = accountPath + "/mat-khau"
	factorPath   = accountPath + "/xac-thuc"
)

func accountRoutes() []route {
	return slices.Concat([]route{
		{http.MethodGet, Root, data.RoleViewer, nil, (*Server).home},
		{http.MethodGet, accountPath, data.RoleViewer, nil, (*Server).account},
		{http.MethodGet, passwordPath, data.RoleViewer, nil, (*Server).passwordForm},
		{http.MethodPost, passwordPath, data.RoleViewer, nil, (*Server).changePassword},
		{http.MethodGet, factorPath, data.RoleViewer, nil, (*Server).factorForm},
		{http.MethodPost, factorPath, data.RoleViewer, nil, (*Server).setFactor},
		{http.MethodPost, accountPath + "/bo-xac-thuc", data.RoleViewer, nil, (*Server).dropFactor},
		{http.MethodPost, accountPath + "/ma-du-phong", data.RoleViewer, nil, (*Server).renewRecovery},
		{http.MethodPost, accountPath + "/dang-xuat-moi-noi", data.RoleViewer, nil, (*Server).signOutEverywhere},
	}, signInRoutes(), peopleRoutes())
}

type accountPage struct {
	base
	Agency  string
	Forced  bool // the role may not go without a second factor
	Problem string
}

func (s *Server) account(w http.ResponseWriter, r *http.Request) error {
	return s.showAccount(w, r, http.StatusOK, "")
}

func (s *Server) showAccount(w http.ResponseWriter, r *http.Request, status int, problem string) error {
	p := accountPage{base: s.base(r, "Tài khoản của bạn"), Problem: problem}
	p.Forced = p.User.Role.AtLeast(data.RolePublisher)
	if p.User.Agency != "" {
		a, err := s.Store.Agency(r.Context(), p.User.Agency)
		if err != nil {
			return err
		}
		p.Agency = a.Name
	}
	return s.render(w, r, status, "account", p)
}

// checkOwn checks the user's own password again, before what whoever finds an
// open window must not do. It answers what is wrong; empty: it fits.
func (s *Server) checkOwn(w http.ResponseWriter, r *http.Request, password string) (problem string) {
	u := userOf(r.Context())
	wait, t := s.brakes.take("again "+u.Name, addressOf(r))
	if wait > 0 {
		return waitProblem(w, wait)
	}
	if !s.fits(u.Password, password) {
		return "Mật khẩu chưa đúng."
	}
	t.done()
	return ""
}

// changeOwn changes the user's own account and renews the session; every other
// one of theirs is over.
func (s *Server) changeOwn(r *http.Request, action string, change func(*data.User)) (data.User, error) {
	ctx, u := r.Context(), userOf(r.Context())
	err := s.Store.ChangeUser(ctx, u.Name, action, by(r, ""), func(now *data.User) error {
		if now.Generation != u.Generation { // another window was faster
			return data.ErrConflict
		}
		change(now)
		now.Generation++
		u = *now
		return nil
	})
	if err != nil {
		return u, err
	}
	return u, s.renew(ctx, u)
}

type passwordPage struct {
	base
	wish
	First               bool // somebody else has set the one of now
	Old, New, Again     string
	MinLength           int
	OldProblem, Problem string
	AgainProblem        string
}

func (s *Server) passwordPage(r *http.Request, k wish) passwordPage {
	return passwordPage{base: s.base(r, "Đổi mật khẩu"), wish: k, First: userOf(r.Context()).MustChange, MinLength: minPassword}
}

func (s *Server) passwordForm(w http.ResponseWriter, r *http.Request) error {
	p := s.passwordPage(r, wish{Next: ownPath(r.URL.Query().Get(carryNext))})
	return s.render(w, r, http.StatusOK, "password", p)
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) error {
	k, err := readWish(w, r)
	if err != nil {
		return err
	}
	u, password := userOf(r.Context()), r.PostForm.Get("mat-khau-moi")
	p := s.passwordPage(r, k)
	if !u.MustChange { // else it was given a moment ago
		p.OldProblem = s.checkOwn(w, r, r.PostForm.Get("mat-khau"))
	}
	if err := CheckNewPassword(u.Name, password); err != nil {
		p.Problem = sentence(err)
	} else if p.OldProblem == "" && s.fits(u.Password, password) { // else guesses would cost nothing
		p.Problem = "Đây là mật khẩu đang dùng. Hãy chọn mật khẩu khác."
	}
	if r.PostForm.Get("mat-khau-lai") != password {
		p.AgainProblem = "Hai lần gõ mật khẩu mới chưa giống nhau."
	}
	if p.OldProblem+p.Problem+p.AgainProblem != "" {
		return s.render(w, r, http.StatusUnprocessableEntity, "password", p)
	}
	hash := HashPassword(password)
	u, err = s.changeOwn(r, "changed the password", func(u *data.User) { u.Password, u.MustChange = hash, false })
	if err != nil {
		return err
	}
	flash(r, "Đã đổi mật khẩu. Những nơi khác đang đăng nhập bằng tài khoản này đã bị đăng xuất.")
	r = r.WithContext(context.WithValue(r.Context(), userKey{}, u))
	if k.Next == Root && gate(u) == "" && k.Lost.Path == "" {
		k.Next = accountPath
	}
	return s.goOn(w, r, k)
}

type factorPage struct {
	base
	wish
	Set     bool // there is one already, the password is asked for
	Forced  bool
	Symbol  template.HTML
	Secret  string
	Problem string
	Wrong   string // why the password is not taken
}

// factorPage shows the secret of the second factor that is being set up: the
// same until it is confirmed.
func (s *Server) factorPage(r *http.Request, k wish) (p factorPage, err error) {
	ctx, u := r.Context(), userOf(r.Context())
	p = factorPage{base: s.base(r, "Xác thực hai bước"), wish: k, Set: u.TOTPSecret != "", Forced: gate(u) == factorPath}
	m := session(ctx)
	var key *otp.Key
	if url := m.GetString(ctx, keySecret); url != "" {
		key, err = otp.NewKeyFromURL(url)
	} else if key, err = s.factorKey(u.Name); err == nil {
		m.Put(ctx, keySecret, key.URL())
	}
	if err != nil {
		return p, err
	}
	p.Secret = inFours(key.Secret())
	p.Symbol, err = factorSymbol(key.URL())
	return p, err
}

func (s *Server) factorForm(w http.ResponseWriter, r *http.Request) error {
	p, err := s.factorPage(r, wish{Next: ownPath(r.URL.Query().Get(carryNext))})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "factor", p)
}

type recoveryPage struct {
	base
	wish
	Codes []string
}

// setFactor keeps the new second factor once a code of it was given.
func (s *Server) setFactor(w http.ResponseWriter, r *http.Request) error {
	k, err := readWish(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	had := session(ctx).GetString(ctx, keySecret) != ""
	p, err := s.factorPage(r, k)
	if err != nil {
		return err
	}
	f := data.SecondFactor{TOTPSecret: cleanCode(p.Secret)}
	switch err := useCode(&f, cleanCode(r.PostForm.Get(fieldCode)), s.Now()); {
	case !had:
		p.Problem = "Mã QR này vừa được làm mới. Hãy quét mã đang hiện ở đây rồi gõ mã số của nó."
	case errors.Is(err, errCodeWrong):
		p.Problem = "Mã chưa khớp. Hãy gõ sáu chữ số đang hiện trên điện thoại. Nếu vẫn không được, hãy xem giờ trên điện thoại: máy chủ đang là " +
			when(s.Now()) + "; hai bên lệch quá một phút thì hãy bật đặt giờ tự động."
	case err != nil:
		return err
	}
	if p.Set {
		p.Wrong = s.checkOwn(w, r, r.PostForm.Get("mat-khau"))
	}
	if p.Problem+p.Wrong != "" {
		return s.render(w, r, http.StatusUnprocessableEntity, "factor", p)
	}
	var codes []string
	codes, f.Recovery = newRecovery()
	u, err := s.changeOwn(r, "set up the second factor", func(u *data.User) { u.SecondFactor = f })
	if err != nil {
		return err
	}
	session(ctx).Remove(ctx, keySecret)
	return s.showRecovery(w, r, u, k, codes)
}

// showRecovery shows new recovery codes, this once.
func (s *Server) showRecovery(w http.ResponseWriter, r *http.Request, u data.User, k wish, codes []string) error {
	r = r.WithContext(context.WithValue(r.Context(), userKey{}, u))
	return s.render(w, r, http.StatusOK, "recovery", recoveryPage{s.base(r, "Mã dự phòng của bạn"), k, codes})
}

func (s *Server) renewRecovery(w http.ResponseWriter, r *http.Request) error {
	if userOf(r.Context()).TOTPSecret == "" {
		return redirect(w, r, factorPath)
	}
	if problem := s.checkOwn(w, r, r.PostFormValue("mat-khau")); problem != "" {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, problem)
	}
	codes, hashes := newRecovery()
	u, err := s.changeOwn(r, "made new recovery codes", func(u *data.User) { u.Recovery = hashes })
	if err != nil {
		return err
	}
	return s.showRecovery(w, r, u, wish{Next: accountPath}, codes)
}

func (s *Server) dropFactor(w http.ResponseWriter, r *http.Request) error {
	if userOf(r.Context()).Role.AtLeast(data.RolePublisher) {
		return &saidError{errForbidden, "Vai trò của bạn cần xác thực hai bước", "Không bỏ được. Nếu đổi điện thoại, hãy bấm “Chuyển sang điện thoại khác” ở trang tài khoản."}
	}
	if problem := s.checkOwn(w, r, r.PostFormValue("mat-khau")); problem != "" {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, problem)
	}
	if _, err := s.changeOwn(r, "dropped the second factor", func(u *data.User) { u.SecondFactor = data.SecondFactor{} }); err != nil {
		return err
	}
	flash(r, "Đã bỏ xác thực hai bước.")
	return redirect(w, r, accountPath)
}

func (s *Server) signOutEverywhere(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.changeOwn(r, "signed out everywhere", func(*data.User) {}); err != nil {
		return err
	}
	ctx := r.Context()
	if err := session(ctx).Destroy(ctx); err != nil {
		return err
	}
	flash(r, "Đã đăng xuất ở mọi nơi, kể cả ở đây.")
	return redirect(w, r, signInPath)
}
