package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tracuu/data"
)

// Where people come in and go out.
const (
	signInPath  = Root + "/dang-nhap"
	codePath    = signInPath + "/ma"
	signOutPath = Root + "/dang-xuat"
)

const (
	fieldCode   = "ma-so"     // of a phone, or a recovery code
	ownerCookie = "phien-cua" // who was signed in last in this browser
	pendingTime = 10 * time.Minute
)

func signInRoutes() []route {
	return []route{
		{http.MethodGet, signInPath, anyone, nil, (*Server).signInForm},
		{http.MethodPost, signInPath, anyone, nil, (*Server).signIn},
		{http.MethodGet, codePath, anyone, nil, (*Server).codeForm},
		{http.MethodPost, codePath, anyone, nil, (*Server).giveCode},
		{http.MethodPost, signOutPath, anyone, nil, (*Server).signOut},
	}
}

type signInPage struct {
	base
	wish
	Name    string
	Problem string
	Foreign bool   // what was typed is another account's
	Safe    string // where to come in instead; empty: here
	Unsafe  bool   // it is sure that signing in here cannot work
}

func (s *Server) signInForm(w http.ResponseWriter, r *http.Request) error {
	p := s.signInPage(r, wish{Next: ownPath(r.URL.Query().Get(carryNext))})
	return s.render(w, r, http.StatusOK, "signin", p)
}

func (s *Server) signInPage(r *http.Request, k wish) signInPage {
	p := signInPage{base: s.base(r, "Đăng nhập"), wish: k, Name: k.Lost.Owner}
	p.Safe, p.Unsafe = s.safeWay(r)
	return p
}

// askToSignIn answers a request that needs a member of staff.
func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request) {
	if err := s.render(w, r, http.StatusUnauthorized, "signin", s.signInPage(r, wishOf(w, r))); err != nil {
		s.Log.Error("render the sign-in page", "error", err)
	}
}

// strangersHash is checked where there is no such user, so that the answer
// takes as long.
var strangersHash = HashPassword("")

// signIn is the first step: the password.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	k, err := readWish(w, r)
	if err != nil {
		return err
	}
	ctx, name := r.Context(), strings.ToLower(strings.TrimSpace(r.PostForm.Get("ten")))
	refuse := func(status int, change func(*signInPage)) error {
		p := s.signInPage(r, k)
		p.Name = name
		change(&p)
		return s.render(w, r, status, "signin", p)
	}
	if _, unsafe := s.safeWay(r); unsafe {
		return refuse(http.StatusBadRequest, func(*signInPage) {})
	}
	if owner := k.Lost.Owner; owner != "" && owner != name {
		if !r.PostForm.Has("bo-qua") {
			return refuse(http.StatusConflict, func(p *signInPage) { p.Foreign = true })
		}
		k.Lost = lost{}
	}
	wait, t := s.brakes.take("password "+name, addressOf(r))
	if wait > 0 {
		return refuse(http.StatusTooManyRequests, func(p *signInPage) { p.Problem = waitProblem(w, wait) })
	}
	u, err := s.Store.User(ctx, name)
	if err != nil && !errors.Is(err, data.ErrNotFound) {
		return err
	}
	hash := u.Password
	if hash == "" {
		hash = strangersHash
	}
	if fits := s.fits(hash, r.PostForm.Get("mat-khau")); !fits || u.Name == "" || u.Disabled {
		if err := s.noteFailure(ctx, u.Name, t.Failed); err != nil {
			return err
		}
		return refuse(http.StatusUnauthorized, func(p *signInPage) { p.Problem = "Tên đăng nhập hoặc mật khẩu chưa đúng." })
	}
	t.done()
	if u.TOTPSecret == "" {
		err := s.Store.AddAudit(ctx, "user "+u.Name, "signed in", "", "", data.Edit{Who: u.Name, Note: afterFailures(t)})
		if err != nil {
			return err
		}
		return s.enter(w, r, u, k)
	}
	m := session(ctx)
	if err := m.Clear(ctx); err != nil {
		return err
	}
	if err := m.RenewToken(ctx); err != nil {
		return err
	}
	m.Put(ctx, keyPending, u.Name)
	m.Put(ctx, keyGeneration, u.Generation)
	m.Put(ctx, keyAsked, s.Now().Unix())
	return s.step(w, r, codePath, "code", codePage{base: s.base(r, "Mã đăng nhập"), wish: k})
}

// fits checks a password; not too many at a time, for each takes memory.
func (s *Server) fits(hash, password string) bool {
	s.hashing <- struct{}{}
	defer func() { <-s.hashing }()
	return checkPassword(hash, password)
}

// noteFailure keeps in the audit that signing in fails again and again: the
// third time, the sixth, the twelfth and so on. Names that are nobody's are not
// written down, people type passwords there; the work is the same.
func (s *Server) noteFailure(ctx context.Context, name string, n int) error {
	if n%3 != 0 || (n/3)&(n/3-1) != 0 {
		return nil
	}
	object := "user " + name
	if name == "" {
		object = "user ?"
	}
	return s.Store.AddAudit(ctx, object, "sign-in failed", "", fmt.Sprintf("%d lần liền", n), data.Edit{})
}

func afterFailures(t *try) string {
	if t.Failed == 1 {
		return ""
	}
	return fmt.Sprintf("sau %d lần chưa đúng", t.Failed-1)
}

// waitProblem says how long nothing can be tried.
func waitProblem(w http.ResponseWriter, wait time.Duration) string {
	seconds := int((wait + time.Second - 1) / time.Second)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	said := fmt.Sprintf("%d giây", seconds)
	if seconds >= 120 {
		said = fmt.Sprintf("%d phút", (seconds+59)/60)
	}
	return "Đã thử sai nhiều lần. Hãy đợi " + said + " rồi thử lại; tài khoản không bị khóa."
}

type codePage struct {
	base
	wish
	Problem string
}

// pending is whose password was right a moment ago.
func (s *Server) pending(ctx context.Context) (data.User, error) {
	m := session(ctx)
	name := m.GetString(ctx, keyPending)
	if name == "" || over(s.Now(), m.GetInt64(ctx, keyAsked), pendingTime) {
		return data.User{}, errSignedOut
	}
	u, err := s.Store.User(ctx, name)
	if err == nil && (u.Disabled || u.TOTPSecret == "" || u.Generation != m.GetInt64(ctx, keyGeneration)) {
		err = errSignedOut
	}
	return u, err
}

func (s *Server) codeForm(w http.ResponseWriter, r *http.Request) error {
	k := wish{Next: ownPath(r.URL.Query().Get(carryNext))}
	if _, err := s.pending(r.Context()); err != nil {
		return s.backToStart(w, r, k, err)
	}
	return s.render(w, r, http.StatusOK, "code", codePage{base: s.base(r, "Mã đăng nhập"), wish: k})
}

// backToStart asks for the password again where its time is over.
func (s *Server) backToStart(w http.ResponseWriter, r *http.Request, k wish, err error) error {
	if !errors.Is(err, errSignedOut) {
		return err
	}
	p := s.signInPage(r, k)
	p.Problem = "Đã quá mười phút kể từ khi gõ mật khẩu. Hãy gõ lại mật khẩu."
	return s.render(w, r, http.StatusUnauthorized, "signin", p)
}

// giveCode is the second step: the code of the phone, or a recovery code.
func (s *Server) giveCode(w http.ResponseWriter, r *http.Request) error {
	k, err := readWish(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	u, err := s.pending(ctx)
	if err != nil {
		return s.backToStart(w, r, k, err)
	}
	refuse := func(status int, problem string) error {
		return s.render(w, r, status, "code", codePage{s.base(r, "Mã đăng nhập"), k, problem})
	}
	wait, t := s.brakes.take("code "+u.Name, addressOf(r))
	if wait > 0 {
		return refuse(http.StatusTooManyRequests, waitProblem(w, wait))
	}
	code, action := cleanCode(r.PostForm.Get(fieldCode)), "signed in"
	if !isPhoneCode(code) {
		action = "signed in by a recovery code"
	}
	err = s.Store.ChangeUser(ctx, u.Name, action, data.Edit{Who: u.Name, Note: afterFailures(t)}, func(now *data.User) error {
		defer func() { u = *now }()
		if isPhoneCode(code) {
			return useCode(&now.SecondFactor, code, s.Now())
		}
		return useRecovery(&now.SecondFactor, code)
	})
	if errors.Is(err, errCodeWrong) || errors.Is(err, errCodeUsed) || errors.Is(err, errClockBack) {
		if err := s.noteFailure(ctx, u.Name, t.Failed); err != nil {
			return err
		}
		return refuse(http.StatusUnauthorized, s.codeProblem(err))
	}
	if err != nil {
		return err
	}
	t.done()
	if !isPhoneCode(code) {
		flash(r, fmt.Sprintf("Bạn vừa dùng một mã dự phòng; còn %d mã.", len(u.Recovery)))
	}
	return s.enter(w, r, u, k)
}

// enter signs somebody in who has proved who they are.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, u data.User, k wish) error {
	ctx := r.Context()
	m := session(ctx)
	if err := s.renew(ctx, u); err != nil {
		return err
	}
	m.Remove(ctx, keyPending)
	m.Remove(ctx, keySecret)
	m.Put(ctx, keyUser, u.Name)
	m.Put(ctx, keyStarted, s.Now().Unix())
	m.Put(ctx, keySeen, s.Now().Unix())
	http.SetCookie(w, &http.Cookie{
		Name: ownerCookie, Value: u.Name, Path: Root, HttpOnly: true, Secure: m.Cookie.Secure, SameSite: http.SameSiteLaxMode,
	})
	return s.goOn(w, r.WithContext(context.WithValue(ctx, userKey{}, u)), k)
}

// renew gives a session a new token, after a sign-in and whenever more or less
// may be done with it; every other session of an older generation is over.
func (s *Server) renew(ctx context.Context, u data.User) error {
	m := session(ctx)
	if err := m.RenewToken(ctx); err != nil {
		return err
	}
	m.Put(ctx, keyGeneration, u.Generation)
	return nil
}

// gate is what somebody has to do before anything else; empty: nothing.
func gate(u data.User) string {
	switch {
	case u.MustChange:
		return passwordPath
	case u.TOTPSecret == "" && u.Role.AtLeast(data.RolePublisher):
		return factorPath
	}
	return ""
}

type resendPage struct {
	base
	wish
}

// goOn leads somebody who has signed in to what they wanted, by way of what
// has to be done before.
func (s *Server) goOn(w http.ResponseWriter, r *http.Request, k wish) error {
	switch gate(userOf(r.Context())) {
	case passwordPath:
		return s.step(w, r, passwordPath, "password", s.passwordPage(r, k))
	case factorPath:
		p, err := s.factorPage(r, k)
		if err != nil {
			return err
		}
		return s.step(w, r, factorPath, "factor", p)
	}
	if k.Lost.Path == "" {
		return redirect(w, r, k.Next)
	}
	return s.render(w, r, http.StatusOK, "resend", resendPage{s.base(r, "Gửi lại những gì bạn vừa gõ"), k})
}

// step shows a step on the way in: at its own address, or here and now with
// what it has to carry.
func (s *Server) step(w http.ResponseWriter, r *http.Request, path, name string, page interface{ carries() wish }) error {
	k := page.carries()
	if k.Lost.Path != "" {
		return s.render(w, r, http.StatusOK, name, page)
	}
	return redirect(w, r, withNext(path, k.Next))
}

func (k wish) carries() wish { return k }

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := session(r.Context()).Destroy(r.Context()); err != nil {
		return err
	}
	return redirect(w, r, signInPath)
}
