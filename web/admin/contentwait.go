package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"tracuu/data"
)

type conflictsPage struct {
	base
	Conflicts []conflictView
	MayDecide bool
}

// conflictView is a field with two values, one of which is to be chosen.
type conflictView struct {
	data.Override
	Path, Label  string
	Ours, Theirs []string
	RivalText    string // as the form sends it back
}

// conflicts lists what staff have to decide.
func (s *Server) conflicts(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Conflicts(r.Context())
	if err != nil {
		return err
	}
	page := conflictsPage{base: s.base(r, "Chỗ trùng nhau phải chọn"), MayDecide: userOf(r.Context()).Role.AtLeast(data.RolePublisher)}
	for _, o := range all {
		v := conflictView{Override: o, Path: recordPath(o.Target), Label: o.Field, RivalText: string(o.Rival), Ours: []string{string(o.Value)}, Theirs: []string{string(o.Rival)}}
		for _, p := range partsOf(o.Kind) {
			if p.Name == o.Field {
				v.Label, v.Ours, v.Theirs = p.Label, p.lines(o.Value), p.lines(o.Rival)
			}
		}
		page.Conflicts = append(page.Conflicts, v)
	}
	return s.render(w, r, http.StatusOK, "conflicts", page)
}

// settleConflict keeps one value of a field.
func (s *Server) settleConflict(w http.ResponseWriter, r *http.Request) error {
	t := data.Target{Kind: data.Kind(r.PostFormValue("loai")), Key: r.PostFormValue("khoa")}
	rival, ours := r.PostFormValue("kia"), r.PostFormValue(inDo) == "giu"
	if !json.Valid([]byte(rival)) {
		return fmt.Errorf("rival of %s: %w", t.Key, data.ErrInvalid)
	}
	err := s.Store.SettleConflict(r.Context(), t, r.PostFormValue("truong"), json.RawMessage(rival), ours, by(r, ""))
	if errors.Is(err, data.ErrConflict) {
		return &saidError{err, "Chỗ này vừa có giá trị khác hoặc đã được chọn", "Hãy mở lại danh sách để xem giá trị mới nhất rồi chọn; chưa có gì bị ghi đè."}
	}
	if err != nil {
		return err
	}
	if ours {
		flash(r, "Đã giữ giá trị của ta.")
	} else {
		flash(r, "Đã lấy giá trị kia; trang công khai theo sau trong vài giây.")
	}
	return redirect(w, r, conflictsPath)
}

type upcomingPage struct {
	base
	Upcoming  []upcomingView
	MayDecide bool
}

// upcomingView is a change that waits for its day.
type upcomingView struct {
	data.Scheduled
	Path    string // of the record; empty where there is none yet
	Changes []fieldDiff
}

// upcoming lists what takes effect by itself.
func (s *Server) upcoming(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Upcoming(r.Context(), data.Target{})
	if err != nil {
		return err
	}
	page := upcomingPage{base: s.base(r, "Sắp có hiệu lực"), MayDecide: userOf(r.Context()).Role.AtLeast(data.RolePublisher)}
	for _, one := range all {
		v := upcomingView{Scheduled: one, Changes: diffs(partsOf(one.Kind), one.Was, one.Fields)}
		if _, err := s.Store.Record(r.Context(), one.Target); err == nil {
			v.Path = recordPath(one.Target)
		}
		page.Upcoming = append(page.Upcoming, v)
	}
	return s.render(w, r, http.StatusOK, "upcoming", page)
}

// withdraw keeps a change from taking effect.
func (s *Server) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PostFormValue("so"), 10, 64)
	if err != nil {
		return fmt.Errorf("scheduled change: %w", data.ErrInvalid)
	}
	err = s.Store.Withdraw(r.Context(), id, by(r, ""))
	if errors.Is(err, data.ErrConflict) {
		return &saidError{err, "Thay đổi này không còn chờ", "Nó đã có hiệu lực hoặc đã được rút. Hãy mở lại danh sách."}
	}
	if err != nil {
		return err
	}
	flash(r, "Đã rút. Nội dung ấy còn trong nhật ký.")
	return redirect(w, r, upcomingPath)
}

// actionName says in plain words what a revision does.
func actionName(action string) string {
	switch action {
	case "repealed":
		return "bãi bỏ"
	case "in force again":
		return "có hiệu lực trở lại"
	}
	return "đổi nội dung"
}
