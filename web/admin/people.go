package admin

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
)

// The people who run the site, for admins.
const peoplePath = Root + "/nguoi-dung"

func peopleRoutes() []route {
	return []route{
		{http.MethodGet, peoplePath, data.RoleAdmin, nil, (*Server).people},
		{http.MethodPost, peoplePath, data.RoleAdmin, nil, (*Server).addPerson},
		{http.MethodGet, peoplePath + "/{ten}", data.RoleAdmin, nil, (*Server).person},
		{http.MethodPost, peoplePath + "/{ten}", data.RoleAdmin, nil, (*Server).changeRole},
		{http.MethodPost, peoplePath + "/{ten}/khoa", data.RoleAdmin, nil, (*Server).disablePerson},
		{http.MethodPost, peoplePath + "/{ten}/mo", data.RoleAdmin, nil, (*Server).enablePerson},
		{http.MethodPost, peoplePath + "/{ten}/mat-khau", data.RoleAdmin, nil, (*Server).resetPassword},
		{http.MethodPost, peoplePath + "/{ten}/xac-thuc", data.RoleAdmin, nil, (*Server).resetFactor},
	}
}

var userName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// CheckUserName says in Vietnamese why a login cannot be.
func CheckUserName(name string) error {
	if !userName.MatchString(name) || len(name) > data.MaxUserName {
		return fmt.Errorf("chỉ dùng chữ thường không dấu, chữ số, dấu chấm và gạch nối, dài nhất %d", data.MaxUserName)
	}
	return nil
}

type peoplePage struct {
	base
	roleForm
	Name, Problem string
	People        []data.User
	AgencyNames   map[string]string // by slug
}

// roleForm is what is chosen for a person.
type roleForm struct {
	Role          data.Role
	Agency        string // slug
	Roles         []data.Role
	Agencies      []data.Agency
	AgencyProblem string
}

func (s *Server) people(w http.ResponseWriter, r *http.Request) error {
	return s.showPeople(w, r, http.StatusOK, peoplePage{roleForm: roleForm{Role: data.RoleEditor}})
}

func (s *Server) showPeople(w http.ResponseWriter, r *http.Request, status int, p peoplePage) (err error) {
	ctx := r.Context()
	p.base, p.Roles, p.AgencyNames = s.base(r, "Người dùng"), data.Roles, map[string]string{}
	if p.Agencies, err = s.Store.Agencies(ctx); err != nil {
		return err
	}
	if p.People, err = s.Store.Users(ctx); err != nil {
		return err
	}
	for _, u := range p.People {
		if u.Agency == "" || p.AgencyNames[u.Agency] != "" {
			continue
		}
		a, err := s.Store.Agency(ctx, u.Agency)
		if err != nil {
			return err
		}
		p.AgencyNames[u.Agency] = a.Name
	}
	return s.render(w, r, status, "people", p)
}

// readRole reads what was chosen and says what does not fit.
func (s *Server) readRole(r *http.Request) (f roleForm, err error) {
	f = roleForm{Role: data.Role(r.PostFormValue("vai-tro")), Agency: r.PostFormValue("co-quan"), Roles: data.Roles}
	if !f.Role.AtLeast(data.RoleViewer) {
		return f, fmt.Errorf("role %q: %w", f.Role, data.ErrInvalid)
	}
	if f.Agencies, err = s.Store.Agencies(r.Context()); err != nil {
		return f, err
	}
	if f.Role != data.RoleEditor {
		f.Agency = ""
		return f, nil
	}
	if f.Agency == "" {
		f.AgencyProblem = "Biên tập viên làm việc cho một cơ quan. Hãy chọn cơ quan."
		return f, nil
	}
	_, err = s.Store.Agency(r.Context(), f.Agency)
	return f, err
}

func (s *Server) addPerson(w http.ResponseWriter, r *http.Request) error {
	f, err := s.readRole(r)
	if err != nil {
		return err
	}
	p := peoplePage{roleForm: f, Name: strings.ToLower(strings.TrimSpace(r.PostFormValue("ten")))}
	if err := CheckUserName(p.Name); err != nil {
		p.Problem = "Tên đăng nhập " + err.Error() + "."
	}
	if p.Problem+p.AgencyProblem != "" {
		return s.showPeople(w, r, http.StatusUnprocessableEntity, p)
	}
	password := initialPassword()
	u := data.User{Name: p.Name, Role: f.Role, Agency: f.Agency, Password: HashPassword(password), MustChange: true}
	err = s.Store.AddUser(r.Context(), u, by(r, ""))
	if errors.Is(err, data.ErrConflict) {
		p.Problem = "Đã có người dùng " + p.Name + ". Hãy chọn tên khác, hoặc mở người ấy trong danh sách."
		return s.showPeople(w, r, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	return s.showPerson(w, r, http.StatusOK, personPage{Password: password}, u.Name)
}

// initialPassword is one to be handed over and changed at once.
func initialPassword() string { return strings.ToLower(inFours(randomLetters(recoveryBytes))) }

type personPage struct {
	base
	roleForm
	Person   data.User
	Was      string // the version the form is made from
	Password string // a new one, shown this once
	Stale    string // what somebody else has made of it meanwhile
	Self     bool
}

func (s *Server) person(w http.ResponseWriter, r *http.Request) error {
	return s.showPerson(w, r, http.StatusOK, personPage{}, chi.URLParam(r, "ten"))
}

func (s *Server) showPerson(w http.ResponseWriter, r *http.Request, status int, p personPage, name string) (err error) {
	ctx := r.Context()
	if p.Person, err = s.Store.User(ctx, name); err != nil {
		return err
	}
	p.base, p.Self = s.base(r, "Người dùng "+name), name == userOf(ctx).Name
	if p.Was == "" {
		p.Was = roleVersion(p.Person)
	}
	if p.Roles == nil {
		p.roleForm = roleForm{Role: p.Person.Role, Agency: p.Person.Agency, Roles: data.Roles}
		if p.Agencies, err = s.Store.Agencies(ctx); err != nil {
			return err
		}
	}
	return s.render(w, r, status, "person", p)
}

// roleVersion is what a form about somebody's role is made from.
func roleVersion(u data.User) string { return string(u.Role) + " " + u.Agency }

func (s *Server) changeRole(w http.ResponseWriter, r *http.Request) error {
	name := chi.URLParam(r, "ten")
	f, err := s.readRole(r)
	if err != nil {
		return err
	}
	if f.AgencyProblem != "" {
		return s.showPerson(w, r, http.StatusUnprocessableEntity, personPage{roleForm: f, Was: r.PostFormValue("ban")}, name)
	}
	var stale string
	err = s.Store.ChangeUser(r.Context(), name, "changed the role", by(r, ""), func(u *data.User) error {
		if roleVersion(*u) != r.PostFormValue("ban") {
			stale = roleName(u.Role)
			if u.Agency != "" {
				stale += ", " + u.Agency
			}
			return data.ErrConflict
		}
		u.Role, u.Agency = f.Role, f.Agency
		u.Generation++
		return nil
	})
	if stale != "" {
		return s.showPerson(w, r, http.StatusConflict, personPage{roleForm: f, Stale: stale}, name)
	}
	return s.personChanged(w, r, err, "Đã đổi vai trò. Người này đăng nhập lại là có vai trò mới.")
}

// personChanged goes back to the person after a change.
func (s *Server) personChanged(w http.ResponseWriter, r *http.Request, err error, said string) error {
	if err != nil {
		return err
	}
	flash(r, said)
	return redirect(w, r, peoplePath+"/"+chi.URLParam(r, "ten"))
}

// changePerson changes somebody and ends their sessions.
func (s *Server) changePerson(r *http.Request, action string, change func(*data.User)) error {
	return s.Store.ChangeUser(r.Context(), chi.URLParam(r, "ten"), action, by(r, ""), func(u *data.User) error {
		change(u)
		u.Generation++
		return nil
	})
}

func (s *Server) disablePerson(w http.ResponseWriter, r *http.Request) error {
	err := s.changePerson(r, "disabled", func(u *data.User) { u.Disabled = true })
	return s.personChanged(w, r, err, "Đã khóa tài khoản: người này đã bị đăng xuất và không đăng nhập được nữa.")
}

func (s *Server) enablePerson(w http.ResponseWriter, r *http.Request) error {
	err := s.changePerson(r, "enabled", func(u *data.User) { u.Disabled = false })
	return s.personChanged(w, r, err, "Đã mở lại tài khoản.")
}

func (s *Server) resetFactor(w http.ResponseWriter, r *http.Request) error {
	err := s.changePerson(r, "dropped the second factor", func(u *data.User) { u.SecondFactor = data.SecondFactor{} })
	return s.personChanged(w, r, err, "Đã bỏ xác thực hai bước của người này. Hãy nhắc họ thiết lập lại ngay khi đăng nhập.")
}

func (s *Server) resetPassword(w http.ResponseWriter, r *http.Request) error {
	name := chi.URLParam(r, "ten")
	if name == userOf(r.Context()).Name {
		return redirect(w, r, passwordPath)
	}
	password := initialPassword()
	hash := HashPassword(password)
	err := s.changePerson(r, "reset the password", func(u *data.User) { u.Password, u.MustChange = hash, true })
	if err != nil {
		return err
	}
	return s.showPerson(w, r, http.StatusOK, personPage{Password: password}, name)
}
