package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
	"tracuu/web/format"
)

// careListed is how many rules a page of a list shows.
const careListed = 50

type careListPage struct {
	base
	Section    careSection
	Query      string
	Rows       []careRow
	Total      int
	Prev, Next string
	MayWrite   bool
}

func (c careSection) list(s *Server, w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rules, err := s.Store.CareRules(ctx, c.Kind)
	if err != nil {
		return err
	}
	p := careListPage{
		base: s.base(r, c.Name), Section: c, Query: strings.TrimSpace(r.URL.Query().Get("q")),
		MayWrite: userOf(ctx).Role.AtLeast(data.RoleEditor),
	}
	var found []data.CareRule
	for _, rule := range rules {
		text := strings.Join([]string{rule.Typed, rule.Means, rule.Target.Key, rule.Title, rule.Owner, rule.Reason}, " ")
		if strings.Contains(vi.Fold(text), vi.Fold(p.Query)) {
			found = append(found, rule)
		}
	}
	p.Total = len(found)
	page, err := strconv.Atoi(r.URL.Query().Get("trang"))
	if err != nil || page < 1 || (page-1)*careListed >= max(p.Total, 1) {
		page = 1
	}
	at := func(n int) string { return c.Path + "?" + queryOf("q", p.Query, "trang", strconv.Itoa(n)) }
	if page > 1 {
		p.Prev = at(page - 1)
	}
	if page*careListed < p.Total {
		p.Next = at(page + 1)
	}
	p.Rows, err = s.rows(ctx, found[(page-1)*careListed:min(page*careListed, p.Total)])
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, "care-list", p)
}

// careForm is a rule while it is written.
type careForm struct {
	base
	Section  careSection
	Rule     data.CareRule // as typed
	Dest     string        // the target as typed
	Bare     bool          // it has no marks on purpose
	Problems map[string]string
	Choices  []careHit // what the target may be
	Trial    *trialView
	Tried    string // what the trial was of
	From     cameFrom
	Theirs   *careRow       // what somebody else has made of the rule meanwhile
	Confirm  bool           // saving loses hits: ask once more
	Removing bool           // the trial is of the removal
	May      bool           // change it
	Publish  bool           // make it live
	Limits   map[string]int // of the texts
}

// cameFrom is the list of queries that a rule is written for, to go back to.
type cameFrom struct {
	Back  string // path of the list; empty: from nowhere
	Query string
	List  string // its slug
}

// readCame reads where a form was begun. Nothing in it is trusted further than
// a path of this room.
func readCame(r *http.Request) cameFrom {
	c := cameFrom{r.FormValue("ve"), r.FormValue("cau-hoi"), r.FormValue("danh-sach")}
	if c.Back != "" {
		c.Back = ownPath(c.Back)
	}
	return c
}

// Action is where the form goes.
func (f careForm) Action() string {
	if f.Rule.ID == 0 {
		return f.Section.Path + "/moi"
	}
	return fmt.Sprintf("%s/%d", f.Section.Path, f.Rule.ID)
}

// mayChange reports whether a member of staff may change a rule: publishers
// any, editors what they proposed themselves.
func mayChange(u data.User, r data.CareRule) bool {
	return u.Role.AtLeast(data.RolePublisher) ||
		u.Role == data.RoleEditor && (r.ID == 0 || r.State == data.CareProposed && r.By == u.Name)
}

func (s *Server) newCareForm(r *http.Request, c careSection, rule data.CareRule) careForm {
	u := userOf(r.Context())
	title := c.New
	if rule.ID != 0 {
		title = "Sửa " + c.One
	}
	return careForm{
		base: s.base(r, title), Section: c, Rule: rule, Problems: map[string]string{}, May: mayChange(u, rule),
		Publish: u.Role.AtLeast(data.RolePublisher), From: readCame(r),
		Limits: map[string]int{"tu": data.MaxCareText, "ly-do": data.MaxCareReason, "dich": maxCareDest},
	}
}

// stored is the rule that a path names.
func (c careSection) stored(s *Server, r *http.Request) (data.CareRule, error) {
	if r.PathValue("id") == "" {
		return data.CareRule{Kind: c.Kind}, nil
	}
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return data.CareRule{}, fmt.Errorf("rule %q: %w", r.PathValue("id"), data.ErrNotFound)
	}
	rule, err := s.Store.CareRule(r.Context(), id)
	if err == nil && rule.Kind != c.Kind {
		err = fmt.Errorf("rule %d is a %s: %w", id, rule.Kind, data.ErrNotFound)
	}
	return rule, err
}

// careTerm is how many months a bet is good for unless somebody says otherwise.
const careTerm = 6

func (c careSection) form(s *Server, w http.ResponseWriter, r *http.Request) error {
	rule, err := c.stored(s, r)
	if err != nil {
		return err
	}
	if rule.ID == 0 {
		q := r.URL.Query()
		rule.Typed = clipText(strings.TrimSpace(q.Get("tu")+q.Get("cau")), data.MaxCareText)
		rule.Owner = userOf(r.Context()).Name
		if c.Kind == data.CareBet {
			rule.Until = data.NewDate(s.Now().In(format.Hanoi).AddDate(0, careTerm, 0))
		}
	}
	f := s.newCareForm(r, c, rule)
	f.Dest = targetTyped(rule.Target)
	if code := r.URL.Query().Get("dich"); code != "" { // as the overview offers what took the place of a target
		f.Dest = clipText(code, maxCareDest)
	}
	return s.render(w, r, http.StatusOK, "care-form", f)
}

// save tries what was typed, and keeps it once that has been seen.
func (c careSection) save(s *Server, w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	old, err := c.stored(s, r)
	gone := errors.Is(err, data.ErrNotFound) && r.PathValue("id") != ""
	if err != nil && !gone {
		return err
	}
	if !mayChange(userOf(ctx), old) {
		return fmt.Errorf("%s on rule %d: %w", userOf(ctx).Name, old.ID, errForbidden)
	}
	f := s.newCareForm(r, c, old)
	f.Rule.Kind = c.Kind
	if err := s.readCare(ctx, &f, r); err != nil {
		return err
	}
	switch {
	case gone:
		return s.goneMeanwhile(w, r, f)
	case len(f.Problems) > 0:
		return s.render(w, r, http.StatusUnprocessableEntity, "care-form", f)
	case old.ID != 0 && f.Rule.Version != old.Version:
		return s.conflict(w, r, f)
	}
	if c.Kind != data.CareSuppressed {
		if f.Trial, err = s.try(ctx, f.Rule, false); err != nil {
			return tooSlow(err)
		}
		seen := r.PostFormValue("da-thu") == careDigest(f)
		f.Tried = careDigest(f)
		f.Confirm = len(f.Trial.Lost) > 0
		if r.PostFormValue("lam") != "luu" || !seen || f.Confirm && r.PostFormValue("van-luu") != "1" {
			return s.render(w, r, http.StatusOK, "care-form", f)
		}
	}
	_, err = s.Store.SaveCareRule(ctx, f.Rule, by(r, f.Rule.Reason))
	switch {
	case errors.Is(err, data.ErrConflict), errors.Is(err, data.ErrNotFound):
		return s.conflict(w, r, f)
	case errors.Is(err, data.ErrInvalid):
		f.Problems["tu"] = fmt.Sprintf("Đã đủ %d mục, nhiều nhất có thể có. Hãy bỏ bớt mục cũ rồi lưu lại.", data.MaxCareRules)
		return s.render(w, r, http.StatusUnprocessableEntity, "care-form", f)
	case err != nil:
		return err
	}
	if f.Rule.State == data.CareLive {
		flash(r, "Đã lưu và áp dụng “"+f.Rule.Typed+"”. Trang công khai theo trong vài giây.")
	} else {
		flash(r, "Đã gửi đề xuất “"+f.Rule.Typed+"”. Người xuất bản sẽ xem và áp dụng.")
	}
	switch {
	case f.From.Back == "":
		return redirect(w, r, c.Path)
	case f.Rule.State != data.CareLive: // the query waits for the one who publishes
		return redirect(w, r, f.From.Back)
	}
	if err := s.reviewed(r, f.From.Query, f.From.List); err != nil && !errors.Is(err, data.ErrNotFound) {
		return err
	}
	return redirect(w, r, f.From.Back)
}

// conflict shows what somebody else has made of a rule beside what was typed;
// saving once more takes the place of theirs.
func (s *Server) conflict(w http.ResponseWriter, r *http.Request, f careForm) error {
	theirs, err := s.Store.CareRule(r.Context(), f.Rule.ID)
	if errors.Is(err, data.ErrNotFound) {
		return s.goneMeanwhile(w, r, f)
	}
	if err != nil {
		return err
	}
	rows, err := s.rows(r.Context(), []data.CareRule{theirs})
	if err != nil {
		return err
	}
	f.Theirs, f.Rule.Version = &rows[0], theirs.Version
	return s.render(w, r, http.StatusConflict, "care-form", f)
}

// goneMeanwhile shows what was typed for a rule that somebody else has removed;
// saving makes it anew.
func (s *Server) goneMeanwhile(w http.ResponseWriter, r *http.Request, f careForm) error {
	f.Rule.ID, f.Rule.Version = 0, 0
	f.Problems["tu"] = "Người khác vừa bỏ mục này. Những gì bạn gõ còn nguyên; lưu lại sẽ thêm thành mục mới."
	return s.render(w, r, http.StatusConflict, "care-form", f)
}

// remove takes a rule away; if that loses hits, only when asked a second time.
func (c careSection) remove(s *Server, w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rule, err := c.stored(s, r)
	if err != nil {
		return err
	}
	if !mayChange(userOf(ctx), rule) {
		return fmt.Errorf("%s on rule %d: %w", userOf(ctx).Name, rule.ID, errForbidden)
	}
	version, _ := strconv.ParseInt(r.PostFormValue("phien-ban"), 10, 64) // no number is no version
	if rule.Good(s.today()) && rule.Kind != data.CareSuppressed && r.PostFormValue("van-luu") != "1" {
		f := s.newCareForm(r, c, rule)
		if f.Trial, err = s.try(ctx, rule, true); err != nil {
			return tooSlow(err)
		}
		if f.Confirm = len(f.Trial.Lost) > 0; f.Confirm {
			f.Removing, f.Dest = true, targetTyped(rule.Target)
			return s.render(w, r, http.StatusOK, "care-form", f)
		}
	}
	if err := s.Store.RemoveCareRule(ctx, rule.ID, version, by(r, clipText(strings.TrimSpace(r.PostFormValue("ghi-chu")), data.MaxCareReason))); err != nil {
		return err
	}
	flash(r, "Đã bỏ “"+rule.Typed+"”. Nhật ký còn giữ nội dung cũ.")
	return redirect(w, r, c.Path)
}

// tooSlow says that a trial took longer than it may.
func tooSlow(err error) error {
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &saidError{
		fmt.Errorf("trial: %w", errors.Join(data.ErrStorageBusy, err)), "Chưa thử xong",
		"Máy chủ đang bận nên chưa đo kịp bộ câu thử. Chưa lưu gì. Hãy đợi một phút, quay lại trang trước và bấm lại.",
	}
}
