package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/diff"
	"tracuu/web/format"
	"tracuu/web/paths"
	"tracuu/web/words"
)

// procedureChangesPage tells how a procedure's record has changed, newest
// change first.
type procedureChangesPage struct {
	base
	P       data.Procedure
	Changes []change
}

// change is what one version altered in the version before.
type change struct {
	Day    string // with its name
	Fields []fieldChange
}

// fieldChange is one part of the record before and after. A part that is a list
// tells what was taken out and put in; a long text, its lines.
type fieldChange struct {
	Label          string // to be translated
	Before, After  []string
	Text           []diff.Line
	Added, Removed int // lines of Text
}

func (s *Server) procedureChanges(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := data.ParseProcedureCode(chi.URLParam(r, "code"))
	if err != nil {
		return unknownProcedure(ctx, err)
	}
	p, err := s.Store.Procedure(ctx, c.Code)
	if errors.Is(err, data.ErrNotFound) || err == nil && p.Visibility != data.Shown {
		return unknownProcedure(ctx, fmt.Errorf("procedure %s: %w", c.Code, data.ErrNotFound))
	}
	if err != nil {
		return err
	}
	versions, err := s.Store.ProcedureVersions(ctx, p.Code)
	if err != nil {
		return err
	}
	page := procedureChangesPage{base: s.base(r, say(ctx, "Các lần thay đổi")), P: p}
	page.Path = paths.ProcedureChanges(p.Code)
	page.NoIndex = len(versions) == 0
	for i, v := range versions {
		next := p
		if i > 0 {
			next = versions[i-1]
		}
		page.Changes = append(page.Changes, change{dayText(ctx, data.NewDate(next.ChangedAt.In(format.Hanoi))), changes(&v, &next)})
	}
	return s.render(w, r, http.StatusOK, "changes", page)
}

// changes compares two versions of a record part by part, what people ask for
// first.
func changes(before, after *data.Procedure) (out []fieldChange) {
	for _, f := range []struct {
		label string
		list  func(*data.Procedure) []string
	}{
		{words.M("Tên"), single(func(p *data.Procedure) string { return p.OfficialName })},
		{words.M("Giấy tờ"), papers},
		{words.M("Lệ phí"), fees},
		{words.M("Thời hạn"), times},
		{words.M("Cơ quan thực hiện"), single(func(p *data.Procedure) string { return p.Agency })},
		{words.M("Địa chỉ tiếp nhận"), single(func(p *data.Procedure) string { return p.ReceptionAddress })},
		{words.M("Đối tượng thực hiện"), func(p *data.Procedure) []string { return p.Audience }},
		{words.M("Cấp giải quyết"), levels},
		{words.M("Lĩnh vực"), single(func(p *data.Procedure) string { return p.Field })},
		{words.M("Quyết định công bố"), single(func(p *data.Procedure) string { return p.Decision })},
		{words.M("Căn cứ pháp lý"), laws},
		{words.M("Loại thủ tục"), single(func(p *data.Procedure) string { return p.Type })},
		{words.M("Cơ quan có thẩm quyền"), single(func(p *data.Procedure) string { return p.Authority })},
		{words.M("Cơ quan phối hợp"), single(func(p *data.Procedure) string { return p.Coordinating })},
		{words.M("Cơ quan được ủy quyền"), single(func(p *data.Procedure) string { return p.Delegated })},
		{words.M("Tình trạng"), status},
		{words.M("Được thay thế bằng"), single(func(p *data.Procedure) string { return p.ReplacedBy })},
		{words.M("Hiệu lực từ"), single(func(p *data.Procedure) string { return format.Day(p.EffectiveFrom) })},
		{words.M("Từ khóa"), func(p *data.Procedure) []string { return p.Keywords }},
		{words.M("Nguồn"), single(func(p *data.Procedure) string { return p.SourceURL })},
	} {
		was, is := f.list(before), f.list(after)
		if gone, come := lacking(was, is), lacking(is, was); len(gone)+len(come) > 0 {
			out = append(out, fieldChange{Label: f.label, Before: gone, After: come})
		}
	}
	for _, f := range []struct{ label, before, after string }{
		{words.M("Tóm tắt"), before.Description, after.Description},
		{words.M("Các bước thực hiện"), before.Steps, after.Steps},
		{words.M("Kết quả nhận được"), before.Result, after.Result},
		{words.M("Yêu cầu, điều kiện"), before.Conditions, after.Conditions},
		{words.M("Ghi chú về cách nộp"), notes(before), notes(after)},
	} {
		if f.before == f.after {
			continue
		}
		c := fieldChange{Label: f.label, Text: diff.Lines(textLines(f.before), textLines(f.after))}
		for _, l := range c.Text {
			switch l.Op {
			case diff.Insert:
				c.Added++
			case diff.Delete:
				c.Removed++
			}
		}
		c.Text = diff.Around(c.Text)
		out = append(out, c)
	}
	return out
}

func single(of func(*data.Procedure) string) func(*data.Procedure) []string {
	return func(p *data.Procedure) []string {
		if s := of(p); s != "" {
			return []string{s}
		}
		return nil
	}
}

func papers(p *data.Procedure) (out []string) {
	for _, d := range p.Documents {
		line := d.Name
		if d.Case != "" {
			line = d.Case + ": " + line
		}
		if n := format.Sheets(words.Vietnamese(), d); n != "" {
			line += " (" + n + ")"
		}
		out = append(out, line)
	}
	return out
}

func fees(p *data.Procedure) (out []string) {
	for _, m := range p.Methods {
		for _, f := range m.Fees {
			out = append(out, m.Channel.Label()+": "+f.Text)
		}
	}
	return out
}

func times(p *data.Procedure) (out []string) {
	for _, m := range p.Methods {
		if m.Duration.Text != "" {
			out = append(out, m.Channel.Label()+": "+m.Duration.Text)
		}
	}
	return out
}

func notes(p *data.Procedure) string {
	var out []string
	for _, m := range p.Methods {
		if m.Note != "" {
			out = append(out, m.Channel.Label()+": "+m.Note)
		}
	}
	return strings.Join(out, "\n")
}

func laws(p *data.Procedure) (out []string) {
	for _, l := range p.LegalBasis {
		out = append(out, strings.TrimSpace(l.Number+" "+l.Title))
	}
	return out
}

func levels(p *data.Procedure) (out []string) {
	for _, l := range p.Levels {
		out = append(out, l.Label())
	}
	return out
}

func status(p *data.Procedure) []string {
	if p.Status == data.StatusRepealed {
		return []string{"Đã bãi bỏ"}
	}
	return []string{"Đang áp dụng"}
}

func textLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// lacking lists those of a that b does not have, each once.
func lacking(a, b []string) (out []string) {
	for _, s := range a {
		if !slices.Contains(b, s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
