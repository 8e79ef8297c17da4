package admin

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/search"
	"tracuu/web"
	"tracuu/web/format"
	"tracuu/web/target"
)

// CareStore keeps what staff teach the search.
type CareStore interface {
	Care(ctx context.Context, day data.Date) (data.Care, error)
	CareRules(ctx context.Context, kind data.CareKind) ([]data.CareRule, error)
	CareRule(ctx context.Context, id int64) (data.CareRule, error)
	SaveCareRule(ctx context.Context, r data.CareRule, by data.Edit) (int64, error)
	RemoveCareRule(ctx context.Context, id, version int64, by data.Edit) error
	SwitchedOff(ctx context.Context) ([]data.SwitchedOff, error)
	Switch(ctx context.Context, name data.CareSwitch, on bool, by data.Edit) error
	CareCases(ctx context.Context) ([]data.CareCase, error)
	AddCareCase(ctx context.Context, c data.CareCase, by data.Edit) error
	RemoveCareCase(ctx context.Context, id int64, by data.Edit) error
	ProcedureHeads(ctx context.Context, codes []string) (map[string]data.Procedure, error)
	ArticleHeads(ctx context.Context, ids []int64) (map[int64]data.Article, error)
	target.Store
}

// Searcher is the search that readers use, and what it takes to try a change.
type Searcher interface {
	Search(ctx context.Context, q search.Query) (search.Result, error)
	Prepare(c data.Care) *search.Care
	SameReading(text string, a, b *search.Care) bool
	Known(text string) search.Known
	Has(code string) bool
	State() int64
}

// Where the search is cared for.
const (
	carePath    = Root + "/tim-kiem"
	careTryPath = carePath + "/thu"
	casesPath   = carePath + "/bo-thu"
	switchPath  = carePath + "/cong-tac"
)

// careSection is the rules of one kind: their list and their forms.
type careSection struct {
	Kind        data.CareKind
	Path        string
	Name, New   string
	One         string // in a sentence
	About       string
	Typed, Hint string // of the field for what people type
}

var careSections = []careSection{
	{
		data.CareSynonym, carePath + "/dong-nghia", "Từ đồng nghĩa", "Thêm từ đồng nghĩa", "từ đồng nghĩa",
		"Người dân gõ một cách, thủ tục gọi một cách. Dạy máy tìm hiểu cả cụm từ; áp dụng ở mọi câu có cụm từ ấy.",
		"Người dân gõ", "Cả cụm từ, có dấu. Ví dụ: giấy nuôi con nuôi",
	},
	{
		data.CareBet, carePath + "/ghim", "Ghim", "Ghim kết quả", "kết quả ghim",
		"Với đúng một câu hỏi, đặt một thủ tục, tin hoặc trang lên đầu. Ai gõ thẳng mã thủ tục thì vẫn thấy thủ tục ấy trước.",
		"Câu người dân gõ", "Cả câu. Gõ thiếu dấu hay gõ nhầm kiểu Telex vẫn khớp.",
	},
	{
		data.CareRoute, carePath + "/trang-rieng", "Trang riêng", "Thêm trang riêng", "trang riêng",
		"Câu hỏi có hẳn một trang riêng: hiện “Có trang riêng cho việc này” trên đầu kết quả, không tự chuyển người dân đi.",
		"Câu người dân gõ", "Cả câu. Gõ thiếu dấu hay gõ nhầm kiểu Telex vẫn khớp.",
	},
	{
		data.CareSuppressed, carePath + "/an-goi-y", "Gợi ý bị ẩn", "Ẩn một gợi ý", "gợi ý bị ẩn",
		"Gợi ý khi đang gõ, hoặc “Có phải bạn muốn tìm”, mà không được hiện.",
		"Gợi ý cần ẩn", "Chép nguyên văn gợi ý đã hiện ra.",
	},
}

func careRoutes() []route {
	all := []route{
		{http.MethodGet, carePath, data.RoleViewer, nil, (*Server).careOverview},
		{http.MethodGet, careTryPath, data.RoleViewer, nil, (*Server).careTry},
		{http.MethodPost, switchPath, data.RoleAdmin, nil, (*Server).careSwitch},
		{http.MethodGet, casesPath, data.RoleViewer, nil, (*Server).careCases},
		{http.MethodPost, casesPath, data.RoleEditor, nil, (*Server).careAddCase},
		{http.MethodPost, casesPath + "/{id}/bo", data.RoleEditor, nil, (*Server).careRemoveCase},
	}
	for _, c := range careSections {
		all = append(all,
			route{http.MethodGet, c.Path, data.RoleViewer, nil, c.list},
			route{http.MethodGet, c.Path + "/moi", data.RoleEditor, nil, c.form},
			route{http.MethodPost, c.Path + "/moi", data.RoleEditor, nil, c.save},
			route{http.MethodGet, c.Path + "/{id}", data.RoleViewer, nil, c.form},
			route{http.MethodPost, c.Path + "/{id}", data.RoleEditor, nil, c.save},
			route{http.MethodPost, c.Path + "/{id}/bo", data.RoleEditor, nil, c.remove},
		)
	}
	return all
}

func sectionOf(kind data.CareKind) careSection {
	i := slices.IndexFunc(careSections, func(c careSection) bool { return c.Kind == kind })
	return careSections[max(i, 0)]
}

// careSoon is how long before its end a rule is shown as ending.
const careSoon = 14 * 24 * time.Hour

// careRow is a rule as lists show it.
type careRow struct {
	data.CareRule
	URL    string
	Aim    string // what the target is called
	Bad    string // why readers do not see it
	Ending string // when it ends, if soon
	Heir   careHeir
}

// careHeir is what may take the place of a target.
type careHeir struct{ Code, Name string }

// rows dresses rules for a list.
func (s *Server) rows(ctx context.Context, rules []data.CareRule) ([]careRow, error) {
	var codes []string
	for _, r := range rules {
		if r.Target.Kind == data.KindProcedure {
			codes = append(codes, r.Target.Key, r.Heir)
		}
	}
	heads, err := s.Store.ProcedureHeads(ctx, codes)
	if err != nil {
		return nil, err
	}
	out := make([]careRow, 0, len(rules))
	for _, r := range rules {
		row := careRow{CareRule: r, URL: fmt.Sprintf("%s/%d", sectionOf(r.Kind).Path, r.ID), Aim: aimText(r.Target)}
		if r.Target.Kind == data.KindProcedure {
			row.Aim = strings.TrimSpace(r.Target.Key + " " + heads[r.Target.Key].Name)
			row.Heir = careHeir{r.Heir, heads[r.Heir].Name}
		} else if r.Title != "" {
			row.Aim = r.Title + " (" + row.Aim + ")"
		}
		row.Bad = s.badTarget(r)
		row.Ending = s.ending(r)
		out = append(out, row)
	}
	return out, nil
}

// ending says when a rule ends or has ended; empty if it does not soon.
func (s *Server) ending(r data.CareRule) string {
	switch {
	case r.Expired(s.today()):
		return "đã hết hạn " + format.Day(r.Until)
	case r.Until != "" && r.Until <= data.NewDate(s.Now().Add(careSoon).In(format.Hanoi)):
		return "hết hạn " + format.Day(r.Until)
	}
	return ""
}

// badTarget says why readers are not shown what a rule leads to; empty if they
// are.
func (s *Server) badTarget(r data.CareRule) string {
	switch r.Standing {
	case data.CareGone:
		return "đích không còn"
	case data.CareRepealed:
		return "thủ tục đã bãi bỏ"
	case data.CareReplaced:
		return "thủ tục đã được thay thế"
	}
	if !web.LeadsOn(r.Target, s.Settings().AllowedHosts) {
		return "trang không còn hoặc địa chỉ không còn được phép"
	}
	return ""
}

// careNow is what the search goes by for readers: what leads where it may not is
// left out.
func (s *Server) careNow(ctx context.Context) (data.Care, error) {
	c, err := s.Store.Care(ctx, s.today())
	c.Rules = slices.DeleteFunc(c.Rules, func(r data.CareRule) bool { return s.badTarget(r) != "" })
	return c, err
}

// aimText names a target where its title is not at hand.
func aimText(t data.Target) string {
	switch t.Kind {
	case data.KindArticle:
		return "tin " + t.Key
	case data.KindField:
		return "/linh-vuc/" + t.Key
	case data.KindAgency:
		return "/co-quan/" + t.Key
	}
	return t.Key
}

// careCount is how many rules of a kind there are.
type careCount struct {
	careSection
	Live, Proposed int
}

type careOverviewPage struct {
	base
	Counts   []careCount
	Switches []careSwitchView
	Bad      []careRow
	Ending   []careRow
	Proposed []careRow
	Cases    int
	MayWrite bool
}

func (s *Server) careOverview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rules, err := s.Store.CareRules(ctx, "")
	if err != nil {
		return err
	}
	rows, err := s.rows(ctx, rules)
	if err != nil {
		return err
	}
	cases, err := s.Store.CareCases(ctx)
	if err != nil {
		return err
	}
	p := careOverviewPage{base: s.base(r, "Chăm sóc tìm kiếm"), Cases: len(cases), MayWrite: userOf(ctx).Role.AtLeast(data.RoleEditor)}
	if p.Switches, err = s.switchViews(ctx); err != nil {
		return err
	}
	for _, c := range careSections {
		n := careCount{careSection: c}
		for _, row := range rows {
			switch {
			case row.Kind != c.Kind:
			case row.State == data.CareProposed:
				n.Proposed++
			case row.Good(s.today()) && row.Bad == "":
				n.Live++
			}
		}
		p.Counts = append(p.Counts, n)
	}
	for _, row := range rows {
		switch {
		case row.Bad != "":
			p.Bad = append(p.Bad, row)
		case row.Ending != "":
			p.Ending = append(p.Ending, row)
		case row.State == data.CareProposed:
			p.Proposed = append(p.Proposed, row)
		}
	}
	return s.render(w, r, http.StatusOK, "care", p)
}
