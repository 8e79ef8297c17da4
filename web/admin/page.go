package admin

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/qr/poster"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/target"
	"tracuu/web/words"
)

// base is what every page has.
type base struct {
	Title string
	User  data.User // without a name where nobody is signed in
	Menu  []section // what the user may open
	Here  section   // the one the page is in
	Part  section   // and which part of it
	Flash string    // what was just done
	Warn  string    // what needs attention before all else; empty: nothing
}

func (s *Server) base(r *http.Request, title string) base {
	ctx := r.Context()
	b := base{Title: title, User: userOf(ctx), Flash: session(ctx).PopString(ctx, keyFlash)}
	if b.User.Name == "" || gate(b.User) != "" {
		return b
	}
	b.Warn = s.careWarning(ctx)
	b.Menu, b.Here, b.Part = menu(b.User.Role, r.URL.Path)
	return b
}

// funcs are what templates may call.
func (s *Server) funcs() template.FuncMap {
	l := words.Vietnamese()
	return template.FuncMap{
		"css":       func() template.CSS { return s.style },
		"script":    func() string { return s.script.URL() },
		"number":    l.Number,
		"day":       format.Day,
		"when":      when,
		"code":      func(code string) string { return qr.Code(code).Print() },
		"procedure": paths.Procedure,
		"role":      roleName,
		"did":       auditAction,
		"layout":    func(name string) string { return layoutName(poster.Layout(name)) },
		"lines":     format.Lines,
		"fared":     standingText,

		"recordPath": recordPath,
		"actionName": actionName,
		"plus":       func(a, b int) int { return a + b },
		"minus":      func(a, b int) int { return a - b },
		"cell":       newCell,
		"kind":       kindName,
		"standing":   standingName,
		"found":      foundName,
		"happened":   happened,
		"named":      target.Text,
		"rows":       listed,

		// {{template "field" field "ten" "Tên" .Name | required | complete "username"}}
		"field":    func(name, label, value string) Field { return Field{Name: name, Label: label, Value: value} },
		"required": func(f Field) Field { f.Required = true; return f },
		"password": func(f Field) Field { f.Type = "password"; return f },
		"complete": func(what string, f Field) Field { f.Complete = what; return f },
		"hint":     func(text string, f Field) Field { f.Hint = text; return f },
		"problem":  func(text string, f Field) Field { f.Problem = text; return f },
	}
}

// when is a moment as staff read it.
func when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(format.Hanoi).Format("15:04 02/01/2006")
}

// today is the day in Vietnam.
func (s *Server) today() data.Date { return data.NewDate(s.Now().In(format.Hanoi)) }

// roleName says a role in plain words.
func roleName(r data.Role) string {
	switch r {
	case data.RoleViewer:
		return "Người xem"
	case data.RoleEditor:
		return "Biên tập viên (một cơ quan)"
	case data.RolePublisher:
		return "Người xuất bản"
	case data.RoleAdmin:
		return "Quản trị viên"
	}
	return string(r)
}

// render writes a whole page or, when the template fails, nothing.
func (s *Server) render(w http.ResponseWriter, _ *http.Request, status int, name string, page any) error {
	t, ok := s.views[name]
	if !ok {
		return fmt.Errorf("no page %q", name)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // an error means that the reader went away
	return nil
}

// redirect sends on to another page of the room after something was done.
func redirect(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
