package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/qr"
	"tracuu/web/format"
	"tracuu/web/target"
)

type linkCmd struct {
	Show     linkShowCmd     `cmd:"" help:"Mã dẫn tới đâu, treo ở đâu, đã đổi gì, dùng bao nhiêu."`
	List     linkListCmd     `cmd:"" help:"Mọi mã, hoặc những tờ cần đi xem lại."`
	Retarget linkRetargetCmd `cmd:"" help:"Dẫn mã đã in sang đích khác."`
	Pause    linkPauseCmd    `cmd:"" help:"Tạm dừng một mã."`
	Resume   linkResumeCmd   `cmd:"" help:"Mở lại mã đã tạm dừng hoặc đã thu hồi."`
	Retire   linkRetireCmd   `cmd:"" help:"Thu hồi một mã; mã không bao giờ bị xóa hay cấp lại."`
	Dates    linkDatesCmd    `cmd:"" help:"Đặt ngày đầu và ngày cuối một mã có hiệu lực."`
	Check    linkCheckCmd    `cmd:"" help:"Ghi lại tờ treo còn tốt, bị dán đè hay đã mất."`
}

// linkArg names the code a command is about and who gives it.
type linkArg struct {
	Code string `arg:"" name:"mã" help:"Mã ngắn in cạnh mã QR, ví dụ 7K3M-9QXA."`
	By   string `type:"line" env:"TRACUU_BY" placeholder:"TÊN" help:"Người làm, ghi vào lịch sử (tên đăng nhập máy)."`
	Note string `type:"line" env:"TRACUU_NOTE" placeholder:"LỜI" help:"Lý do, ghi vào lịch sử."`
}

type (
	linkRetargetCmd struct {
		linkArg
		To string `required:"" env:"TRACUU_LINK_TO" placeholder:"ĐÍCH" help:"Đích mới: ${target}."`
	}
	linkPauseCmd  struct{ linkArg }
	linkResumeCmd struct{ linkArg }
	linkRetireCmd struct{ linkArg }
	linkDatesCmd  struct {
		linkArg
		From  *string `env:"TRACUU_LINK_FROM" placeholder:"NGÀY" help:"Ngày đầu, 2026-11-23 hoặc 23/11/2026; rỗng là từ đầu."`
		Until *string `env:"TRACUU_LINK_UNTIL" placeholder:"NGÀY" help:"Ngày cuối; rỗng là không hạn."`
	}
	linkCheckCmd struct {
		linkArg
		Found string `required:"" env:"TRACUU_LINK_FOUND" enum:"good,covered,missing" placeholder:"TÌNH-TRẠNG" help:"good (còn tốt), covered (bị dán đè), missing (đã mất)."`
	}
)

// with runs use on the link of the code as it was typed.
func (c *linkArg) with(ctx context.Context, e *env, sh *shared, use func(*folder, data.Link) error) error {
	code, err := qr.ParseCode(c.Code)
	if err != nil {
		return target.Unfit(target.Shorten(c.Code), err.Error())
	}
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	link, err := f.store.Link(ctx, code.String())
	if errors.Is(err, data.ErrNotFound) {
		return target.Unfit(code.Print(), nearestHint(ctx, f.store, c.Code))
	}
	if err != nil {
		return err
	}
	return use(f, link)
}

// nearestHint says that there is no such code, and which one a slip away there
// is.
func nearestHint(ctx context.Context, store *sqlite.DB, typed string) string {
	for _, near := range qr.Nearest(typed) {
		if _, err := store.Link(ctx, near.String()); err == nil {
			return "không có mã ngắn này. Có phải là " + near.Print() + "?"
		}
	}
	return "không có mã ngắn này; hãy so lại với mã in cạnh mã QR"
}

// Run leads a code to something else. What was printed with it stays as it is.
func (c *linkRetargetCmd) Run(ctx context.Context, e *env, sh *shared) error {
	public, err := newAddress(sh.PublicURL)
	if err != nil {
		return err
	}
	return c.with(ctx, e, sh, func(f *folder, l data.Link) error {
		if sh.PublicURL == "" {
			if public, err = f.address(ctx, ""); err != nil {
				return err
			}
		}
		t, err := target.NewReader(ctx, f.store, public.url)
		if err != nil {
			return err
		}
		to, err := t.Find(ctx, c.To)
		if err != nil {
			return err
		}
		if to, err = t.Live(ctx, to); err != nil {
			return err
		}
		if to.Target == l.Target {
			fmt.Fprintf(e.stdout, "Mã %s đã dẫn tới %s (%s) từ trước; không đổi gì.\n", qr.Code(l.Code).Print(), target.Text(to.Target), to.Title)
			return nil
		}
		if err := f.store.RetargetLink(ctx, l.Code, to.Target, edit(c.By, c.Note)); err != nil {
			return err
		}
		if to.Followed != "" {
			fmt.Fprintln(e.stderr, "Lưu ý:", to.FollowedNote())
		}
		l.Target = to.Target
		return tellLink(e, l, fmt.Sprintf("mở %s (%s)", target.Text(to.Target), to.Title))
	})
}

// tellLink says in one sentence what scans of a code lead to from now on.
func tellLink(e *env, l data.Link, opens string) error {
	code := qr.Code(l.Code).Print()
	var says string
	switch l.Standing(today(e)) {
	case data.StandingOpen:
		says = "từ nay quét mã sẽ " + opens
	case data.StandingPaused:
		says = "mã đang tạm dừng: quét sẽ thấy trang báo tạm dừng, cho tới khi mở lại bằng: tracuu link resume " + code
	case data.StandingRetired:
		says = "mã đã thu hồi: quét sẽ thấy trang báo mã không còn dùng; mã không cấp lại cho đích khác"
	case data.StandingEarly:
		says = "quét mã trước ngày " + format.Day(l.From) + " sẽ thấy trang báo chưa tới ngày, từ ngày ấy sẽ " + opens
	case data.StandingExpired:
		says = "mã đã hết hạn ngày " + format.Day(l.Until) + ": quét sẽ thấy trang báo hết hạn"
	}
	_, err := fmt.Fprintf(e.stdout, "Mã %s: %s.\n", code, says)
	return err
}

// Run pauses a code.
func (c *linkPauseCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return c.move(ctx, e, sh, data.LinkPaused)
}

// Run brings a paused or retired code back.
func (c *linkResumeCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return c.move(ctx, e, sh, data.LinkActive)
}

// Run retires a code.
func (c *linkRetireCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return c.move(ctx, e, sh, data.LinkRetired)
}

func (c *linkArg) move(ctx context.Context, e *env, sh *shared, to data.LinkState) error {
	return c.with(ctx, e, sh, func(f *folder, l data.Link) error {
		if l.State == data.LinkRetired && to == data.LinkPaused {
			return target.Unfit(qr.Code(l.Code).Print(), "mã đã thu hồi nên không tạm dừng được; dùng lại bằng: tracuu link resume "+qr.Code(l.Code).Print())
		}
		if err := f.store.MoveLink(ctx, l.Code, to, edit(c.By, c.Note)); err != nil {
			return err
		}
		l.State = to
		return tellLink(e, l, "mở "+target.Text(l.Target))
	})
}

// Run sets the days a code is good for; a flag that is not given changes
// nothing.
func (c *linkDatesCmd) Run(ctx context.Context, e *env, sh *shared) error {
	if c.From == nil && c.Until == nil {
		return fmt.Errorf("%w: cần --from hoặc --until", errUsage)
	}
	return c.with(ctx, e, sh, func(f *folder, l data.Link) error {
		for _, day := range []struct {
			flag  string
			given *string
			into  *data.Date
		}{{"--from", c.From, &l.From}, {"--until", c.Until, &l.Until}} {
			if day.given == nil {
				continue
			}
			d, err := parseDay(*day.given, today(e))
			if err != nil {
				return fmt.Errorf("%w: %s: %w", errUsage, day.flag, err)
			}
			*day.into = d
		}
		if l.From != "" && l.Until != "" && l.From > l.Until {
			return fmt.Errorf("%w: ngày đầu %s sau ngày cuối %s", errUsage, format.Day(l.From), format.Day(l.Until))
		}
		if err := f.store.DateLink(ctx, l.Code, l.From, l.Until, edit(c.By, c.Note)); err != nil {
			return err
		}
		if c.Until != nil && l.Until != "" && l.Until < today(e) {
			fmt.Fprintf(e.stderr, "Lưu ý: ngày cuối %s đã qua nên mã ngừng mở ngay. Nếu gõ nhầm: tracuu link dates %s --until NGÀY\n",
				format.Day(l.Until), qr.Code(l.Code).Print())
		}
		opens := "mở " + target.Text(l.Target)
		if l.Until != "" {
			opens += ", đến hết ngày " + format.Day(l.Until)
		}
		return tellLink(e, l, opens)
	})
}

// parseDay reads a day as people or machines write it; empty is the zero Date.
// Days before there were codes, or more than dayYears ahead of today, are slips.
func parseDay(s string, today data.Date) (data.Date, error) {
	if s == "" {
		return "", nil
	}
	const first, dayYears = data.Date("2020-01-01"), 50
	now, _ := today.Time()
	last := data.NewDate(now.AddDate(dayYears, 0, 0))
	for _, layout := range []string{time.DateOnly, "2/1/2006"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if d := data.NewDate(t); d >= first && d <= last && t.Year() <= 9999 {
			return d, nil
		}
		return "", fmt.Errorf("ngày %q quá xa; hãy ghi ngày từ %s đến %s", target.Shorten(s), format.Day(first), format.Day(last))
	}
	return "", fmt.Errorf("ngày %q viết sai; hãy ghi dạng 2026-11-23 hoặc 23/11/2026", target.Shorten(s))
}

// Run keeps what was found where the poster hangs.
func (c *linkCheckCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return c.with(ctx, e, sh, func(f *folder, l data.Link) error {
		found := data.Found(c.Found)
		if err := f.store.AddCheck(ctx, data.Check{Code: l.Code, Found: found, Edit: edit(c.By, c.Note)}); err != nil {
			return err
		}
		prints, err := f.store.Printed(ctx, l.Code)
		if err != nil {
			return err
		}
		next := ""
		if found != data.FoundGood && len(prints) > 0 && l.State != data.LinkRetired {
			next = fmt.Sprintf(" Tờ này nằm trong \"tracuu link list --due\" cho tới khi in lại hoặc kiểm tra thấy tốt; in lại: tracuu poster %s -o TỆP.pdf", qr.Code(l.Code).Print())
		}
		_, err = fmt.Fprintf(e.stdout, "Đã ghi tờ mang mã %s: %s.%s\n", qr.Code(l.Code).Print(), foundText(found), next)
		return err
	})
}

func foundText(f data.Found) string {
	switch f {
	case data.FoundGood:
		return "còn tốt"
	case data.FoundCovered:
		return "bị dán đè"
	case data.FoundMissing:
		return "đã mất"
	}
	return string(f)
}
