package admin

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"tracuu/data"
	"tracuu/web/diff"
)

// partView is a part as a page shows it.
type partView struct {
	part
	Rows    [][]string // an empty one comes last in a table
	Problem string
}

// ID is the part's place in its page.
func (p partView) ID() string { return "o-" + p.Name }

// Value is the cell of a part that is no table.
func (p partView) Value() string {
	if len(p.Rows) == 0 {
		return ""
	}
	return p.Rows[0][0]
}

// Has reports whether a check is set.
func (p partView) Has(value string) bool {
	for _, row := range p.Rows {
		if row[0] == value {
			return true
		}
	}
	return false
}

// Describe names what explains the part.
func (p partView) Describe() string {
	return Field{Name: p.Name, Hint: p.Hint, Problem: p.Problem}.Describe()
}

// cell is one of a table's, as a page shows it.
type cell struct {
	Name, Value, ID string
	Column          column
}

func newCell(part string, row int, c column, value string) cell {
	name := part + "." + c.Name
	return cell{Name: name, Value: value, ID: fmt.Sprintf("o-%s-%d", name, row), Column: c}
}

// hiddenValue is a value that a form carries unseen.
type hiddenValue struct{ Name, Value string }

type editPage struct {
	base
	Target     data.Target
	New        bool
	Action     string // where the form is sent
	Back       string
	Base       int64
	Code       Field
	Parts      []partView
	Problems   []problemView
	Draft      data.Draft
	Saved      string // when, as the form carries it
	Own        bool   // the draft is the user's
	Stale      bool   // the record has changed since the form was made
	Changes    []fieldDiff
	MayPublish bool
	Day, Note  Field
	Lists      map[string][]string // names to pick from
}

// problemView leads to the field that something is wrong with.
type problemView struct{ Text, At string }

// showForm shows the form with what was typed and what is wrong with it.
func (s *Server) showForm(w http.ResponseWriter, r *http.Request, status int, e editing, problems map[string]string) error {
	ctx := r.Context()
	f, _ := s.fields(ctx, &e)
	page := editPage{
		Target: e.target, New: e.target.Key == "", Action: editPath(e.target), Back: recordPath(e.target), Base: e.baseSeq,
		Draft: e.draft, Saved: e.savedAt(), Own: e.draft.Author == userOf(ctx).Name, MayPublish: userOf(ctx).Role.AtLeast(data.RolePublisher),
		Day:  Field{Name: inDay, Label: "Có hiệu lực từ ngày", Type: "date", Value: e.form.Get(inDay), Hint: "Để trống là đăng ngay.", Problem: problems[inDay]},
		Note: Field{Name: inNote, Label: "Vì sao sửa", Value: e.form.Get(inNote), Hint: "Ghi vào nhật ký."},
		Code: Field{Name: inCode, Label: "Mã thủ tục", Value: e.code, Hint: "Như quyết định công bố, ví dụ 1.001193.", Problem: problems[inCode]},
	}
	if page.New {
		page.Back = contentPath
	} else {
		versioned, err := s.changedSince(ctx, e)
		if err != nil {
			return err
		}
		page.Stale = versioned
		page.Changes = diffs(e.parts, e.shown.Fields, f)
	}
	title := "Sửa thủ tục " + e.target.Key
	switch {
	case page.New && e.target.Kind == data.KindArticle:
		title = "Viết tin mới"
	case page.New:
		title = "Soạn thủ tục mới"
	case e.target.Kind == data.KindArticle:
		title = "Sửa tin"
	}
	for _, p := range e.parts {
		if p.Shape == "" {
			continue
		}
		v := partView{part: p, Rows: p.typed(e.form), Problem: problems[p.Name]}
		if p.Shape == "table" {
			v.Rows = append(v.Rows, make([]string, len(p.Columns)))
		}
		if v.Problem != "" {
			page.Problems = append(page.Problems, problemView{p.Label + ": " + v.Problem, "#" + v.ID()})
		}
		page.Parts = append(page.Parts, v)
	}
	for _, f := range []Field{page.Code, page.Day} {
		if f.Problem != "" {
			page.Problems = append(page.Problems, problemView{f.Label + ": " + f.Problem, "#" + f.ID()})
		}
	}
	if p := problems[inDo]; p != "" {
		page.Problems = append(page.Problems, problemView{p, "#bieu-mau"})
	}
	var err error
	if page.Lists, err = s.pickLists(r, e.target.Kind); err != nil {
		return err
	}
	page.base = s.base(r, title)
	return s.render(w, r, status, "edit", page)
}

// pickLists are the names that fields may be picked from.
func (s *Server) pickLists(r *http.Request, k data.Kind) (map[string][]string, error) {
	ctx, out := r.Context(), map[string][]string{}
	if k == data.KindArticle {
		all, err := s.Store.Categories(ctx)
		for _, c := range all {
			out["categories"] = append(out["categories"], c.Name)
		}
		return out, err
	}
	fields, err := s.Store.Fields(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range fields {
		out["fields"] = append(out["fields"], f.Name)
	}
	agencies, err := s.Store.Agencies(ctx)
	for _, a := range agencies {
		out["agencies"] = append(out["agencies"], a.Name)
	}
	return out, err
}

// fieldDiff is a field before and after, line by line.
type fieldDiff struct {
	Name, Label string
	Lines       []diff.Line
}

// diffs compares two records field by field.
func diffs(parts []part, before, after data.Fields) (out []fieldDiff) {
	for _, p := range parts {
		if data.SameField(before.Get(p.Name), after.Get(p.Name)) {
			continue
		}
		lines := diff.Around(diff.Lines(p.lines(before.Get(p.Name)), p.lines(after.Get(p.Name))))
		out = append(out, fieldDiff{p.Name, p.Label, lines})
	}
	return out
}

type mergePage struct {
	base
	Action, Back string
	Fields       []mergeField
	Only         []string // labels of what others alone have changed
	Hidden       []hiddenValue
	Seen         int64
	MayPublish   bool
	Who          string
}

// mergeField is a field in three states, to choose from.
type mergeField struct {
	Name, Label        string
	Mine, Theirs, Base []string
	Touched            bool // by both
}

// showMerge shows what somebody else has changed meanwhile beside what was
// typed, which is all carried on.
func (s *Server) showMerge(w http.ResponseWriter, r *http.Request, e editing) error {
	if e.target.Key == "" { // somebody made it meanwhile
		return s.showForm(w, r, http.StatusConflict, e, map[string]string{inCode: "Vừa có người tạo thủ tục mang mã này. Chữ bạn gõ còn đây: hãy chép sang thủ tục ấy."})
	}
	rec, err := s.Store.Record(r.Context(), e.target)
	if err != nil {
		return err
	}
	mine, _ := s.fields(r.Context(), &e)
	page := mergePage{
		Action: editPath(e.target), Back: recordPath(e.target), Seen: rec.Seq,
		MayPublish: userOf(r.Context()).Role.AtLeast(data.RolePublisher),
	}
	for _, p := range e.parts {
		was, is, own := e.base.Get(p.Name), rec.Fields.Get(p.Name), mine.Get(p.Name)
		switch {
		case data.SameField(is, own), p.Shape == "":
		case data.SameField(own, was):
			page.Only = append(page.Only, p.Label)
		default:
			page.Fields = append(page.Fields, mergeField{p.Name, p.Label, p.lines(own), p.lines(is), p.lines(was), !data.SameField(is, was)})
		}
	}
	page.Hidden = hiddenValues(e.form)
	page.base = s.base(r, "Có người vừa sửa chỗ này")
	return s.render(w, r, http.StatusConflict, "merge", page)
}

// hiddenValues are what a form holds, to be carried on.
func hiddenValues(form url.Values) (out []hiddenValue) {
	for name, values := range form {
		if name == inDo || name == inSeen || strings.HasPrefix(name, inMerge) {
			continue
		}
		for _, v := range values {
			out = append(out, hiddenValue{name, v})
		}
	}
	return out
}
