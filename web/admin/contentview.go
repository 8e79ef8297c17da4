package admin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/web/paths"
)

// changedSince reports whether the record shows something else than what the
// form was made from.
func (s *Server) changedSince(_ context.Context, e editing) (bool, error) {
	return e.baseSeq != e.shown.Seq && len(e.base.Differ(e.shown.Fields)) > 0, nil
}

type recordPage struct {
	base
	Record             data.Record
	Public             string // its public page; empty: there is none now
	Edit               string
	History            string
	Facts              []fact
	Drafts             []data.Draft
	Upcoming           []data.Scheduled
	Conflicts          int
	MayEdit, MayDecide bool
	Repealed           bool
	Replacement        Field
	Day, Note          Field
	Own                bool // no source has it
}

// fact is a field as it is shown, and what its source says where staff have
// changed it.
type fact struct {
	Label  string
	Lines  []string
	Staff  bool
	Who    string
	Source []string
}

// viewRecord shows a record, what staff have changed of it and what is to come.
func (s *Server) viewRecord(w http.ResponseWriter, r *http.Request) error {
	return s.showRecord(w, r, http.StatusOK, nil)
}

func (s *Server) showRecord(w http.ResponseWriter, r *http.Request, status int, problems map[string]string) (err error) {
	ctx := r.Context()
	t, err := targetOf(r)
	if err != nil {
		return err
	}
	rec, err := s.Store.Record(ctx, t)
	if err != nil {
		return err
	}
	page := recordPage{
		Record: rec, Edit: editPath(t), History: recordPath(t) + "/lich-su", Own: rec.Source != nil && len(rec.Source) == 0,
		MayDecide: userOf(ctx).Role.AtLeast(data.RolePublisher), Repealed: rec.Fields.Text("status") == string(data.StatusRepealed),
		Replacement: Field{Name: "thay-the", Label: "Thủ tục thay thế", Value: r.PostFormValue("thay-the"), Hint: "Mã của thủ tục mới, nếu có.", Problem: problems["thay-the"]},
		Day:         Field{Name: inDay, Label: "Từ ngày", Type: "date", Value: r.PostFormValue(inDay), Hint: "Để trống là ngay bây giờ.", Problem: problems[inDay]},
		Note:        Field{Name: inNote, Label: "Căn cứ, lý do", Value: r.PostFormValue(inNote), Hint: "Ghi vào nhật ký."},
	}
	page.MayEdit = t.Kind == data.KindArticle && userOf(ctx).Role.AtLeast(data.RoleEditor) || s.mayTouch(ctx, rec.Agency) == nil
	title := rec.Fields.Text("name")
	if t.Kind == data.KindArticle {
		title = rec.Fields.Text("title")
	}
	if rec.Visibility == data.Shown {
		page.Public = paths.Procedure(t.Key)
		if t.Kind == data.KindArticle {
			id, err := strconv.ParseInt(t.Key, 10, 64)
			if err != nil {
				return fmt.Errorf("article %q: %w", t.Key, data.ErrNotFound)
			}
			page.Public = paths.Article(id, title)
		}
	}
	page.Facts, page.Conflicts = facts(rec)
	if page.Drafts, err = s.Store.Drafts(ctx, t); err != nil {
		return err
	}
	if page.Upcoming, err = s.Store.Upcoming(ctx, t); err != nil {
		return err
	}
	page.base = s.base(r, title)
	page.Warn = cmp.Or(problems[inDo], page.Warn)
	return s.render(w, r, status, "record", page)
}

// facts are the fields of a record, and how many wait for a decision.
func facts(rec data.Record) (out []fact, conflicts int) {
	over := map[string]data.Override{}
	for _, o := range rec.Overrides {
		over[o.Field] = o
		if o.Rival != nil {
			conflicts++
		}
	}
	for _, p := range partsOf(rec.Kind) {
		o, staff := over[p.Name]
		f := fact{Label: p.Label, Lines: p.lines(rec.Fields.Get(p.Name))}
		if staff && len(rec.Source) > 0 {
			f.Staff, f.Who, f.Source = true, o.Who, p.lines(rec.Source.Get(p.Name))
		}
		if len(f.Lines) > 0 || f.Staff {
			out = append(out, f)
		}
	}
	return out, conflicts
}

// repeal marks a procedure as no longer in force, and what took its place, now
// or from a day to come; or as in force again.
func (s *Server) repeal(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t, err := targetOf(r)
	if err != nil {
		return err
	}
	rec, err := s.Store.Record(ctx, t)
	if err != nil {
		return err
	}
	over, action := data.Fields{"status": jsonText(string(data.StatusRepealed))}, "repealed"
	problems := map[string]string{}
	if r.PostFormValue(inDo) == "con-hieu-luc" {
		over, action = data.Fields{"status": jsonText(string(data.StatusActive)), "replaced_by": jsonText("")}, "in force again"
	} else if typed := strings.TrimSpace(r.PostFormValue("thay-the")); typed != "" {
		code, problem := s.replacement(ctx, t, typed)
		if problem != "" {
			problems["thay-the"] = problem
		}
		over["replaced_by"] = jsonText(code)
	}
	day, problem := s.dayOf(r.PostFormValue(inDay))
	if problem != "" {
		problems[inDay] = problem
	}
	if len(problems) > 0 {
		return s.showRecord(w, r, http.StatusUnprocessableEntity, problems)
	}
	after := rec.Fields.With(over)
	changed := rec.Fields.Differ(after)
	if len(changed) == 0 {
		flash(r, "Không có gì thay đổi.")
		return redirect(w, r, recordPath(t))
	}
	seq, err := strconv.ParseInt(r.PostFormValue(inBase), 10, 64)
	if err != nil {
		return fmt.Errorf("version %q: %w", r.PostFormValue(inBase), data.ErrInvalid)
	}
	rev := data.Revision{Target: t, Base: seq, Was: rec.Fields.Only(changed), Fields: after.Only(changed), Action: action, Day: day}
	_, err = s.carryOut(r, rev, rec.Fields.Text("name"), r.PostFormValue(inNote))
	if errors.Is(err, data.ErrConflict) {
		return s.showRecord(w, r, http.StatusConflict, map[string]string{inDo: "Chưa ghi gì: thủ tục vừa đổi trong lúc bạn mở trang. Bản mới nhất ở dưới, những gì bạn ghi còn ở cuối trang; hãy xem rồi gửi lại."})
	}
	if err != nil {
		return err
	}
	return redirect(w, r, recordPath(t))
}

// replacement is the code of what takes a procedure's place: one that is here,
// or waits for its day.
func (s *Server) replacement(ctx context.Context, t data.Target, typed string) (code, problem string) {
	parsed, err := data.ParseProcedureCode(typed)
	if err != nil {
		return "", "Mã chưa đúng: hãy ghi như 1.001193."
	}
	if parsed.Code == t.Key {
		return "", "Một thủ tục không thay thế chính nó: hãy ghi mã khác."
	}
	to := data.Target{Kind: data.KindProcedure, Key: parsed.Code}
	if _, err := s.Store.Record(ctx, to); err == nil {
		return parsed.Code, ""
	}
	if waiting, err := s.Store.Upcoming(ctx, to); err == nil && len(waiting) > 0 {
		return parsed.Code, ""
	}
	return "", "Chưa có thủ tục mang mã này: hãy soạn và đăng (hoặc hẹn ngày đăng) thủ tục mới trước."
}

// conceal hides an article or brings it back.
func (s *Server) conceal(w http.ResponseWriter, r *http.Request) error {
	t, err := targetOf(r)
	if err != nil {
		return err
	}
	hide := r.PostFormValue(inDo) == "an"
	if err := s.Store.ConcealRecord(r.Context(), t, hide, by(r, r.PostFormValue(inNote))); err != nil {
		return err
	}
	if hide {
		flash(r, "Đã ẩn khỏi trang và tìm kiếm. Mã đã in vẫn mở được.")
	} else {
		flash(r, "Đã hiện lại.")
	}
	return redirect(w, r, recordPath(t))
}

// mostVersions is how many former versions a page shows.
const mostVersions = 30

type historyPage struct {
	base
	Record    data.Record
	Back      string
	Versions  []versionView
	More      int
	MayDecide bool
}

// versionView is a former version and how it differs from what is shown.
type versionView struct {
	data.Version
	Changes []fieldDiff
}

// history lists the former versions of a record against what is shown.
func (s *Server) history(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t, err := targetOf(r)
	if err != nil {
		return err
	}
	rec, err := s.Store.Record(ctx, t)
	if err != nil {
		return err
	}
	versions, err := s.Store.RecordVersions(ctx, t)
	if err != nil {
		return err
	}
	page := historyPage{base: s.base(r, "Các bản trước"), Record: rec, Back: recordPath(t), More: max(0, len(versions)-mostVersions), MayDecide: userOf(ctx).Role.AtLeast(data.RolePublisher)}
	for _, v := range versions[:min(len(versions), mostVersions)] {
		page.Versions = append(page.Versions, versionView{v, diffs(partsOf(t.Kind), v.Fields, rec.Fields)})
	}
	return s.render(w, r, http.StatusOK, "history", page)
}

// bringBack shows a former version again, as a new one.
func (s *Server) bringBack(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t, err := targetOf(r)
	if err != nil {
		return err
	}
	rec, err := s.Store.Record(ctx, t)
	if err != nil {
		return err
	}
	versions, err := s.Store.RecordVersions(ctx, t)
	if err != nil {
		return err
	}
	base, err := strconv.ParseInt(r.PostFormValue(inBase), 10, 64)
	if err != nil {
		return fmt.Errorf("version %q: %w", r.PostFormValue(inBase), data.ErrInvalid)
	}
	for _, v := range versions {
		if strconv.FormatInt(v.Seq, 10) != r.PostFormValue("ban") {
			continue
		}
		changed := rec.Fields.Differ(v.Fields)
		rev := data.Revision{Target: t, Base: base, Was: rec.Fields.Only(changed), Fields: v.Fields.Only(changed), Action: "version brought back"}
		if _, err := s.carryOut(r, rev, rec.Fields.Text("name"), "bản của "+when(v.ChangedAt)); err != nil {
			return err
		}
		return redirect(w, r, recordPath(t))
	}
	return fmt.Errorf("version %q of %s: %w", r.PostFormValue("ban"), t.Key, data.ErrNotFound)
}
