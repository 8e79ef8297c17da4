package admin

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/web/format"
)

func (s *Server) saveDraft(w http.ResponseWriter, r *http.Request, e editing) error {
	ctx := r.Context()
	f, problems := s.fields(ctx, &e)
	if problems[inCode] != "" && e.target.Key == "" {
		return s.showForm(w, r, http.StatusUnprocessableEntity, e, problems)
	}
	if p := problems["agency"]; p != "" && e.target.Key == "" {
		return s.showForm(w, r, http.StatusUnprocessableEntity, e, problems)
	}
	d := data.Draft{Target: e.target, Author: userOf(ctx).Name, Agency: e.shown.Agency, Title: e.title(f), Base: e.baseSeq, Form: e.form}
	if e.target.Key == "" {
		d.Agency = s.agencySlug(ctx, f.Text("agency"))
		if e.target.Kind == data.KindProcedure {
			d.Key = f.Text("code")
		}
	}
	if e.draft.Author == d.Author {
		d.ID = e.draft.ID
	}
	for _, name := range []string{inDo, inDraft, inSaved, inDay, inNote} {
		d.Form = url.Values(d.Form)
		delete(d.Form, name)
	}
	id, err := s.Store.SaveDraft(ctx, d, by(r, ""))
	if err != nil {
		return err
	}
	said := "Đã lưu bản nháp. Trang công khai chưa đổi."
	if len(problems) > 0 {
		said = "Đã lưu bản nháp, còn chỗ phải sửa trước khi đăng."
	}
	flash(r, said)
	return redirect(w, r, editPath(e.target)+"?nhap="+strconv.FormatInt(id, 10))
}

// publish shows what was typed from now on, or from a day to come.
func (s *Server) publish(w http.ResponseWriter, r *http.Request, e editing) error {
	ctx := r.Context()
	if !userOf(ctx).Role.AtLeast(data.RolePublisher) {
		return fmt.Errorf("%s publishes: %w", userOf(ctx).Name, errForbidden)
	}
	f, problems := s.fields(ctx, &e)
	day, problem := s.dayOf(e.form.Get(inDay))
	if problem != "" {
		problems[inDay] = problem
	}
	if len(problems) > 0 {
		return s.showForm(w, r, http.StatusUnprocessableEntity, e, problems)
	}
	changed := e.base.Differ(f)
	if len(changed) == 0 {
		return s.showForm(w, r, http.StatusUnprocessableEntity, e, map[string]string{inDo: "Chưa có gì khác với bản đang hiển thị."})
	}
	rev := data.Revision{Target: e.target, Base: e.baseSeq, Was: e.base.Only(changed), Fields: f.Only(changed), Action: "published", Day: day}
	if e.draft.ID != 0 && e.savedAt() == stampOf(e.draft) { // what was written on since stays
		rev.Draft = e.draft.ID
	}
	if e.target.Key == "" && e.target.Kind == data.KindProcedure {
		rev.Key = f.Text("code")
	}
	t, err := s.carryOut(r, rev, e.title(f), e.form.Get(inNote))
	if errors.Is(err, data.ErrConflict) {
		return s.showMerge(w, r, e)
	}
	if err != nil {
		return err
	}
	if t.Key == "" { // an article that does not exist yet
		return redirect(w, r, upcomingPath)
	}
	if day != "" && e.target.Key == "" {
		return redirect(w, r, upcomingPath)
	}
	return redirect(w, r, recordPath(t))
}

// carryOut publishes a revision or keeps it for its day, and says so.
func (s *Server) carryOut(r *http.Request, rev data.Revision, title, note string) (data.Target, error) {
	if rev.Day != "" {
		if _, err := s.Store.Schedule(r.Context(), rev, title, by(r, note)); err != nil {
			return rev.Target, err
		}
		flash(r, "Đã hẹn: tự có hiệu lực từ 0 giờ ngày "+format.Day(rev.Day)+".")
		return rev.Target, nil
	}
	t, err := s.Store.Publish(r.Context(), rev, by(r, note))
	if err == nil {
		flash(r, "Đã đăng. Trang công khai và tìm kiếm theo sau trong vài giây.")
	}
	return t, err
}

// dayOf is a day to come; empty is now, and so is today.
func (s *Server) dayOf(typed string) (data.Date, string) {
	if strings.TrimSpace(typed) == "" {
		return "", ""
	}
	d, ok := s.Clean.Day(typed)
	switch {
	case !ok:
		return "", "Ngày chưa đúng: hãy ghi như 2026-07-01 hoặc 01/07/2026."
	case d < s.today():
		return "", "Ngày này đã qua: hãy xem lại năm, hoặc để trống để có hiệu lực ngay."
	case d == s.today():
		return "", ""
	}
	return d, ""
}

// preview shows the public page as it would be.
func (s *Server) preview(w http.ResponseWriter, r *http.Request, e *editing) error {
	f, _ := s.fields(r.Context(), e)
	if e.target.Kind == data.KindArticle {
		var a data.Article
		if err := f.Decode(&a); err != nil {
			return err
		}
		a.ID, _ = strconv.ParseInt(e.target.Key, 10, 64) // 0 is a new one
		a.Meta = e.shown.Meta
		return s.Preview.PreviewArticle(w, r, a)
	}
	var p data.Procedure
	if err := f.Decode(&p); err != nil {
		return err
	}
	p.Meta = e.shown.Meta
	return s.Preview.PreviewProcedure(w, r, p)
}

func (s *Server) deleteDraft(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return fmt.Errorf("draft: %w", data.ErrNotFound)
	}
	d, err := s.Store.Draft(r.Context(), id)
	if err != nil {
		return err
	}
	if err := s.mayDraft(r.Context(), d); err != nil {
		return err
	}
	if err := s.Store.DeleteDraft(r.Context(), id, by(r, "")); err != nil {
		return err
	}
	flash(r, "Đã bỏ bản nháp. Chữ đã gõ còn trong nhật ký.")
	return redirect(w, r, contentPath+"?loai="+string(d.Kind))
}
