package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/format"
	"tracuu/web/target"
)

type linkShowCmd struct {
	Code string `arg:"" name:"mã" help:"Mã ngắn in cạnh mã QR, ví dụ 7K3M-9QXA."`
	JSON bool   `env:"TRACUU_LINK_JSON" name:"json" help:"In dạng JSON."`
}

type linkListCmd struct {
	Due  bool `env:"TRACUU_LINK_DUE" help:"Chỉ những tờ đã in mà lâu chưa ai xem, hoặc lần xem cuối thấy hỏng."`
	Days int  `env:"TRACUU_LINK_DAYS" default:"90" placeholder:"SỐ" help:"Với --due: lâu là bao nhiêu ngày (${default})."`
	JSON bool `env:"TRACUU_LINK_JSON" name:"json" help:"In dạng JSON."`
}

// useDays is how far back the use of a code is told.
const useDays = 30

// linkView is what link show tells, in the form of --json.
type linkView struct {
	Code      string     `json:"code"`
	Address   string     `json:"address"`
	Kind      data.Kind  `json:"kind"`
	Target    string     `json:"target"`
	Title     string     `json:"title"`
	LeadsTo   string     `json:"leads_to"` // "" if nothing is shown
	LeadsName string     `json:"leads_to_title"`
	Shut      string     `json:"leads_nowhere"` // why nothing is shown
	Placement string     `json:"placement"`
	State     string     `json:"state"`
	Standing  string     `json:"standing"`
	From      data.Date  `json:"from"`
	Until     data.Date  `json:"until"`
	Default   bool       `json:"default"`
	History   []eventRow `json:"history"`
	Prints    []printRow `json:"prints"`
	LastCheck *checkRow  `json:"last_check"`
	Scans     int64      `json:"scans_30_days"`
	Applies   int64      `json:"applications_30_days"`
}

type eventRow struct {
	At     time.Time       `json:"at"`
	Action data.LinkAction `json:"action"`
	From   string          `json:"from"`
	To     string          `json:"to"`
	Who    string          `json:"who"`
	Note   string          `json:"note"`
}

type printRow struct {
	Print     int64     `json:"print"`
	Issued    data.Date `json:"issued"`
	Layout    string    `json:"layout"`
	Host      string    `json:"host"`
	Title     string    `json:"title"`
	Placement string    `json:"placement"`
}

type checkRow struct {
	At    time.Time  `json:"at"`
	Found data.Found `json:"found"`
	Who   string     `json:"who"`
	Note  string     `json:"note"`
}

// Run tells all that is known of one code.
func (c *linkShowCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return (&linkArg{Code: c.Code}).with(ctx, e, sh, func(f *folder, l data.Link) error {
		v, err := f.viewLink(ctx, l, sh.PublicURL, today(e))
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(e.stdout, v)
		}
		return v.print(e.stdout)
	})
}

func (f *folder) viewLink(ctx context.Context, l data.Link, flag string, day data.Date) (v linkView, err error) {
	public, err := f.address(ctx, flag)
	if err != nil {
		return v, err
	}
	payload, err := qr.Payload(public.url, qr.Code(l.Code))
	if err != nil {
		return v, err
	}
	v = linkView{
		Code: qr.Code(l.Code).Print(), Address: payload, Kind: l.Target.Kind, Target: target.Text(l.Target),
		State: string(l.State), Standing: string(l.Standing(day)), From: l.From, Until: l.Until, Default: l.Default,
		History: []eventRow{}, Prints: []printRow{},
	}
	if err := f.viewTarget(ctx, &v, l, public); err != nil {
		return v, err
	}
	if l.PlacementID != 0 {
		p, err := f.store.Placement(ctx, l.PlacementID)
		if err != nil {
			return v, err
		}
		v.Placement = p.Label()
	}
	history, err := f.store.LinkHistory(ctx, l.Code)
	if err != nil {
		return v, err
	}
	for _, h := range history {
		v.History = append(v.History, eventRow{h.At.In(format.Hanoi), h.Action, h.From, h.To, h.Who, h.Note})
	}
	prints, err := f.store.Printed(ctx, l.Code)
	if err != nil {
		return v, err
	}
	for _, p := range prints {
		v.Prints = append(v.Prints, printRow{p.PrintID, p.Issued, p.Layout, p.Host, p.Title, p.Placement})
	}
	check, err := f.store.LastCheck(ctx, l.Code)
	if err == nil {
		v.LastCheck = &checkRow{check.At.In(format.Hanoi), check.Found, check.Who, check.Note}
	} else if !errors.Is(err, data.ErrNotFound) {
		return v, err
	}
	t, _ := day.Time()
	use, err := f.store.CodeUse(ctx, l.Code, data.NewDate(t.AddDate(0, 0, 1-useDays)), day)
	v.Scans, v.Applies = use.Scans, use.Applies
	return v, err
}

// viewTarget tells the title of a link's target and what it leads to now.
func (f *folder) viewTarget(ctx context.Context, v *linkView, l data.Link, public address) error {
	t, err := target.NewReader(ctx, f.store, public.url)
	if err != nil {
		return err
	}
	var missing *target.Error
	a, err := t.Load(ctx, l.Target)
	if errors.As(err, &missing) {
		v.Shut = missing.Reason.String()
		return nil
	}
	if err != nil {
		return err
	}
	v.Title = a.Title
	if a, err = t.Follow(ctx, a); err != nil {
		return err
	}
	if v.Shut = t.Shut(a).String(); v.Shut == "" {
		v.LeadsTo, v.LeadsName = target.Text(a.Target), a.Title
	}
	return nil
}

func (v linkView) print(w io.Writer) error {
	var b strings.Builder
	line := func(label, text string) { fmt.Fprintf(&b, "%-14s%s\n", label, text) }
	line("Mã:", v.Code+"  "+v.Address)
	line("Đích:", v.Target+"  "+v.Title)
	switch {
	case v.LeadsTo == "":
		line("Nay mở:", "không mở được gì: "+v.Shut)
		line("", "Đổi đích bằng: tracuu link retarget "+v.Code+" --to ĐÍCH")
	case v.LeadsTo != v.Target:
		line("Nay mở:", v.LeadsTo+"  "+v.LeadsName)
	}
	line("Treo tại:", cmp.Or(v.Placement, "(không ghi)"))
	line("Tình trạng:", standingText(data.Standing(v.Standing)))
	if v.From != "" || v.Until != "" {
		line("Hiệu lực:", cmp.Or(format.Day(v.From), "…")+" – "+cmp.Or(format.Day(v.Until), "…"))
	}
	line("30 ngày qua:", fmt.Sprintf("%d lượt quét, %d lượt mở nộp hồ sơ", v.Scans, v.Applies))
	b.WriteString("Lịch sử:\n")
	for _, h := range v.History {
		fmt.Fprintf(&b, "  %s  %s%s%s\n", h.At.Format("02/01/2006 15:04"), h.text(), prefixed(", ", h.Who), prefixed(": ", h.Note))
	}
	if len(v.Prints) > 0 {
		b.WriteString("Đã in:\n")
	}
	for _, p := range v.Prints {
		fmt.Fprintf(&b, "  %s  bản in số %d, khổ %s, tên miền %s%s\n", format.Day(p.Issued), p.Print, p.Layout, p.Host, prefixed(", ", p.Placement))
	}
	if c := v.LastCheck; c != nil {
		line("Xem lần cuối:", fmt.Sprintf("%s %s%s%s", c.At.Format("02/01/2006"), foundText(c.Found), prefixed(", ", c.Who), prefixed(": ", c.Note)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// prefixed is s behind a prefix, or nothing.
func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func standingText(s data.Standing) string {
	switch s {
	case data.StandingOpen:
		return "đang dùng"
	case data.StandingEarly:
		return "chưa tới ngày"
	case data.StandingPaused:
		return "tạm dừng"
	case data.StandingExpired:
		return "hết hạn"
	case data.StandingRetired:
		return "đã thu hồi"
	}
	return string(s)
}

func (h eventRow) text() string {
	switch h.Action {
	case data.LinkCreated:
		return "lập mã, dẫn tới " + target.OfHistory(h.To)
	case data.LinkRetargeted:
		return "đổi đích từ " + target.OfHistory(h.From) + " sang " + target.OfHistory(h.To)
	case data.LinkMoved:
		states := map[string]string{string(data.LinkActive): "đang dùng", string(data.LinkPaused): "tạm dừng", string(data.LinkRetired): "thu hồi"}
		return "chuyển từ " + states[h.From] + " sang " + states[h.To]
	case data.LinkDated:
		from, until, _ := strings.Cut(h.To, "/")
		return "đặt hiệu lực " + cmp.Or(format.Day(data.Date(from)), "…") + " – " + cmp.Or(format.Day(data.Date(until)), "…")
	}
	return string(h.Action)
}

// listRow is a line of link list in the form of --json.
type listRow struct {
	Code      string     `json:"code"`
	Kind      data.Kind  `json:"kind,omitempty"`
	Target    string     `json:"target,omitempty"`
	Title     string     `json:"title,omitempty"`
	Placement string     `json:"placement"`
	Standing  string     `json:"standing,omitempty"`
	Default   bool       `json:"default,omitempty"`
	Print     int64      `json:"print,omitempty"`
	Issued    data.Date  `json:"issued,omitempty"`
	LastCheck *checkRow  `json:"last_check,omitempty"`
	Created   *time.Time `json:"created,omitempty"`
}

// Run lists every code, or the posters somebody should look at.
func (c *linkListCmd) Run(ctx context.Context, e *env, sh *shared) error {
	if c.Days < 1 || c.Days > 3650 {
		return fmt.Errorf("%w: --days phải là số từ 1 đến 3650", errUsage)
	}
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	var rows []listRow
	if c.Due {
		rows, err = f.dueRows(ctx, e.now().AddDate(0, 0, -c.Days))
	} else {
		rows, err = f.linkRows(ctx, today(e))
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, append([]listRow{}, rows...))
	}
	var b strings.Builder
	for _, r := range rows {
		if !c.Due {
			fmt.Fprintf(&b, "%s  %-10s  %s%s\n", r.Code, standingText(data.Standing(r.Standing)), r.Target, prefixed("  · ", r.Placement))
			continue
		}
		seen := "chưa ai xem"
		if r.LastCheck != nil {
			seen = fmt.Sprintf("xem %s: %s", r.LastCheck.At.Format("02/01/2006"), foundText(r.LastCheck.Found))
		}
		fmt.Fprintf(&b, "%s  in %s, %s  %s%s\n", r.Code, format.Day(r.Issued), seen, r.Title, prefixed("  · ", r.Placement))
	}
	switch {
	case c.Due && len(rows) == 0:
		b.WriteString("Không có tờ nào cần đi xem.\n")
	case len(rows) == 0:
		b.WriteString("Chưa có mã nào.\n")
	default:
		fmt.Fprintf(&b, "%d mã.\n", len(rows))
	}
	_, err = io.WriteString(e.stdout, b.String())
	return err
}

func (f *folder) dueRows(ctx context.Context, before time.Time) (rows []listRow, err error) {
	due, err := f.store.DuePosters(ctx, before)
	for _, d := range due {
		r := listRow{Code: qr.Code(d.Code).Print(), Title: d.Title, Placement: d.Placement, Print: d.PrintID, Issued: d.Issued}
		if c := d.LastCheck; c != nil {
			r.LastCheck = &checkRow{c.At.In(format.Hanoi), c.Found, c.Who, c.Note}
		}
		rows = append(rows, r)
	}
	return rows, err
}

func (f *folder) linkRows(ctx context.Context, day data.Date) (rows []listRow, err error) {
	places, err := f.placementLabels(ctx)
	if err != nil {
		return nil, err
	}
	links, err := f.links(ctx)
	for _, l := range links {
		created := l.Created.In(format.Hanoi)
		rows = append(rows, listRow{
			Code: qr.Code(l.Code).Print(), Kind: l.Target.Kind, Target: target.Text(l.Target), Placement: places[l.PlacementID],
			Standing: string(l.Standing(day)), Default: l.Default, Created: &created,
		})
	}
	return rows, err
}

// links lists every code.
func (f *folder) links(ctx context.Context) (all []data.Link, err error) {
	const page = 1000
	for {
		links, err := f.store.Links(ctx, len(all), page)
		if err != nil {
			return nil, err
		}
		all = append(all, links...)
		if len(links) < page {
			return all, nil
		}
	}
}

// placementLabels names every place by its number.
func (f *folder) placementLabels(ctx context.Context) (map[int64]string, error) {
	all, err := f.store.Placements(ctx)
	labels := make(map[int64]string, len(all))
	for _, p := range all {
		labels[p.ID] = p.Label()
	}
	return labels, err
}
