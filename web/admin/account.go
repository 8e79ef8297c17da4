package admin

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"tracuu/data"
)

// AccountStore keeps the people who run the site.
type AccountStore interface {
	User(ctx context.Context, name string) (data.User, error)
	Users(ctx context.Context) ([]data.User, error)
	AddUser(ctx context.Context, u data.User, by data.Edit) error
	ChangeUser(ctx context.Context, name, action string, by data.Edit, change func(*data.User) error) error
	AddAudit(ctx context.Context, object, action, before, after string, by data.Edit) error
	Agencies(ctx context.Context) ([]data.Agency, error)
	Heir(ctx context.Context, slug string) (data.Agency, error)
}

// Where people come in and go out.
const (
	signInPath  = Root + "/dang-nhap"
	signOutPath = Root + "/dang-xuat"
)

func accountRoutes() []route {
	return []route{
		{http.MethodGet, Root, data.RoleViewer, nil, (*Server).home},
		{http.MethodGet, signInPath, anyone, nil, (*Server).signInForm},
		{http.MethodPost, signInPath, anyone, nil, (*Server).signIn},
		{http.MethodPost, signOutPath, data.RoleViewer, nil, (*Server).signOut},
	}
}

type homePage struct{ base }

func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	return s.render(w, r, http.StatusOK, "home", homePage{s.base(r, "Tổng quan")})
}

type signInPage struct {
	base
	Name, Next string
	Problem    string
}

func (s *Server) signInForm(w http.ResponseWriter, r *http.Request) error {
	return s.render(w, r, http.StatusOK, "signin", signInPage{base: s.base(r, "Đăng nhập"), Next: ownPath(r.URL.Query().Get("tiep"))})
}

// askToSignIn answers a request that needs a member of staff.
func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request) {
	next := Root
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	}
	p := signInPage{base: base{Title: "Đăng nhập"}, Next: next}
	if err := s.render(w, r, http.StatusUnauthorized, "signin", p); err != nil {
		s.Log.Error("render the sign-in page", "error", err)
	}
}

// strangersHash is checked where there is no such user, so that the answer
// takes as long.
var strangersHash = HashPassword("")

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	name, next := strings.ToLower(strings.TrimSpace(r.PostFormValue("ten"))), ownPath(r.PostFormValue("tiep"))
	u, err := s.Store.User(ctx, name)
	if err != nil && !errors.Is(err, data.ErrNotFound) {
		return err
	}
	hash := u.Password
	if hash == "" {
		hash = strangersHash
	}
	if !checkPassword(hash, r.PostFormValue("mat-khau")) || u.Name == "" || u.Disabled {
		return s.render(w, r, http.StatusUnauthorized, "signin", signInPage{
			base: s.base(r, "Đăng nhập"), Name: name, Next: next, Problem: "Tên đăng nhập hoặc mật khẩu chưa đúng.",
		})
	}
	m := session(ctx)
	if err := m.RenewToken(ctx); err != nil {
		return err
	}
	m.Put(ctx, keyUser, u.Name)
	m.Put(ctx, keyGeneration, u.Generation)
	if err := s.Store.AddAudit(ctx, "user "+u.Name, "signed in", "", "", data.Edit{Who: u.Name}); err != nil {
		return err
	}
	return redirect(w, r, next)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := session(r.Context()).Destroy(r.Context()); err != nil {
		return err
	}
	return redirect(w, r, signInPath)
}

// ownPath is a path of this room to go on to; anything else is the room's
// first page.
func ownPath(path string) string {
	if path == Root || strings.HasPrefix(path, Root+"/") && !strings.ContainsAny(path, "\\\r\n") {
		return path
	}
	return Root
}
