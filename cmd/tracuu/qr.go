package main

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"path/filepath"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web"
	"tracuu/web/format"
)

type qrCmd struct {
	Target string `arg:"" name:"đích" help:"Cần dẫn tới đâu: ${target}."`
	Out    string `env:"TRACUU_QR_OUTPUT" short:"o" name:"output" placeholder:"TỆP" help:"Ghi ra tệp .svg hoặc .png; .pdf là áp phích A4 như tracuu poster; không có thì in mã ra màn hình."`
	Scale  int    `env:"TRACUU_QR_SCALE" placeholder:"SỐ" help:"PNG: số điểm ảnh mỗi ô vuông, 1 đến 64 (10)."`
	DPI    int    `env:"TRACUU_QR_DPI" name:"dpi" placeholder:"SỐ" help:"PNG: độ phân giải ghi trong tệp, điểm ảnh mỗi inch (300)."`
	Dark   string `env:"TRACUU_QR_DARK" placeholder:"MÀU" help:"Màu của mã, dạng #003366 (đen). Màu khó quét bị từ chối."`
	Light  string `env:"TRACUU_QR_LIGHT" placeholder:"MÀU" help:"Màu nền, dạng #ffffff (trắng)."`
	By     string `type:"line" env:"TRACUU_BY" placeholder:"TÊN" help:"Người làm, ghi vào lịch sử mã (tên đăng nhập máy)."`
}

// Run makes the symbol of a target's code, and the code on first need.
func (c *qrCmd) Run(ctx context.Context, e *env, sh *shared) error {
	if _, err := newAddress(sh.PublicURL); err != nil {
		return err
	}
	kind := strings.ToLower(filepath.Ext(c.Out))
	colours, err := c.colours()
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	switch {
	case kind == ".pdf" && colours != (qr.Colours{}):
		return fmt.Errorf("%w: áp phích luôn in mã đen trên nền trắng; --dark và --light chỉ đi cùng .svg hoặc .png", errUsage)
	case kind != ".png" && (c.Scale != 0 || c.DPI != 0):
		return fmt.Errorf("%w: --scale và --dpi chỉ đi cùng -o TỆP.png", errUsage)
	case kind == ".pdf":
		return (&posterCmd{Targets: []string{c.Target}, Out: c.Out, By: c.By}).Run(ctx, e, sh)
	case c.Out != "" && kind != ".svg" && kind != ".png":
		return fmt.Errorf("%w: -o %s: tên tệp phải kết thúc bằng .svg, .png hoặc .pdf", errUsage, c.Out)
	}
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	public, err := f.address(ctx, sh.PublicURL)
	if err != nil {
		return err
	}
	var out *output
	if c.Out != "" {
		if out, err = createOutput(c.Out); err != nil {
			return err
		}
		defer out.discard()
	}
	a, link, err := f.codeOf(ctx, c.Target, public, today(e), edit(c.By, ""))
	if err != nil {
		return err
	}
	if a.Followed != "" {
		fmt.Fprintln(e.stderr, followedNote(a))
	}
	payload, err := qr.Payload(public.url, qr.Code(link.Code))
	if err != nil {
		return err
	}
	symbol, err := qr.New(payload)
	if err != nil {
		return err
	}
	if out != nil {
		if err := c.write(ctx, f, out, symbol, colours, public); err != nil {
			return err
		}
	}
	fmt.Fprintf(e.stdout, "%s\n%s  (mã %s)\n", a.Title, payload, qr.Code(link.Code).Print())
	public.warn(e.stderr)
	if out == nil && e.screen { // it would only litter a pipe or file
		return symbol.Terminal(e.stdout)
	}
	return nil
}

// write makes the file of a symbol. Like a printing, it is on record with its
// host before anybody holds it.
func (c *qrCmd) write(ctx context.Context, f *folder, out *output, symbol *qr.Symbol, colours qr.Colours, public address) (err error) {
	var file []byte
	if strings.EqualFold(filepath.Ext(c.Out), ".svg") {
		file, err = symbol.SVG(qr.SVGOptions{Colours: colours})
	} else {
		file, err = symbol.PNG(qr.PNGOptions{Scale: c.Scale, DPI: c.DPI, Colours: colours})
	}
	if err != nil {
		return err
	}
	if _, err := out.file.Write(file); err != nil {
		return fmt.Errorf("không ghi được tệp %s: %w", c.Out, storageError(err))
	}
	if err := out.finish(); err != nil {
		return err
	}
	if !public.local {
		if err := f.store.RememberHost(ctx, public.host); err != nil {
			return err
		}
	}
	return out.keep()
}

// colours reads the colours asked for; what is not said is black on white.
func (c *qrCmd) colours() (colours qr.Colours, err error) {
	for _, one := range []struct {
		flag, typed string
		into        *color.RGBA
	}{{"--dark", c.Dark, &colours.Dark}, {"--light", c.Light, &colours.Light}} {
		if one.typed == "" {
			continue
		}
		if *one.into, err = qr.ParseColour(one.typed); err != nil {
			return colours, fmt.Errorf("%s: %w", one.flag, err)
		}
	}
	return colours, colours.Validate()
}

// codeOf finds what a person means by a target and makes its code if there is
// none.
func (f *folder) codeOf(ctx context.Context, typed string, public address, day data.Date, by data.Edit) (aim, data.Link, error) {
	t, err := f.targets(ctx, public)
	if err != nil {
		return aim{}, data.Link{}, err
	}
	a, err := t.find(ctx, typed)
	if err != nil {
		return a, data.Link{}, err
	}
	if a, err = t.live(ctx, a); err != nil {
		return a, data.Link{}, err
	}
	if err := f.usable(ctx, a, 0, day); err != nil {
		return a, data.Link{}, err
	}
	link, err := f.ensureCode(ctx, a, 0, public, by)
	return a, link, err
}

// ensureCode is the code that a poster of a at a place carries: the one the
// person named, unless another place is meant, else that of the target there,
// made on first need.
func (f *folder) ensureCode(ctx context.Context, a aim, placement int64, public address, by data.Edit) (data.Link, error) {
	if a.names(placement) {
		return *a.Link, nil
	}
	return web.Coder{Store: f.store, PublicURL: public.url}.Ensure(ctx, a.Target, placement, by)
}

// names reports whether the person has named the very code for a place.
func (a aim) names(placement int64) bool {
	return a.Link != nil && (placement == 0 || placement == a.Link.PlacementID)
}

// usable refuses a code that exists already and would not open.
func (f *folder) usable(ctx context.Context, a aim, placement int64, day data.Date) error {
	link := a.Link
	if !a.names(placement) {
		known, err := f.store.TargetLink(ctx, a.Target, placement)
		if errors.Is(err, data.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		link = &known
	}
	if reason := closedReason(*link, day); reason != "" {
		return &targetError{qr.Code(link.Code).Print(), reason}
	}
	return nil
}

// closedReason tells why a code should not be printed on that day, empty if it
// may be. One whose first day is to come may: walls are prepared beforehand.
func closedReason(l data.Link, day data.Date) string {
	code := qr.Code(l.Code).Print()
	switch l.Standing(day) {
	case data.StandingPaused:
		return "mã đang tạm dừng; mở lại bằng: tracuu link resume " + code
	case data.StandingRetired:
		return "mã đã thu hồi; dùng lại bằng: tracuu link resume " + code
	case data.StandingExpired:
		return "mã đã hết hạn ngày " + format.Day(l.Until) + "; gia hạn bằng: tracuu link dates " + code + " --until NGÀY"
	}
	return ""
}

// today is the day in Việt Nam.
func today(e *env) data.Date { return data.NewDate(e.now().In(format.Hanoi)) }
