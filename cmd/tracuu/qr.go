package main

import (
	"context"
	"fmt"
	"image/color"
	"path/filepath"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/format"
	"tracuu/web/target"
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
	t, err := target.NewReader(ctx, f.store, public.url)
	if err != nil {
		return err
	}
	a, link, err := t.Code(ctx, c.Target, today(e), edit(c.By, ""))
	if err != nil {
		return err
	}
	if a.Followed != "" {
		fmt.Fprintln(e.stderr, "Lưu ý:", a.FollowedNote())
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

// today is the day in Việt Nam.
func today(e *env) data.Date { return data.NewDate(e.now().In(format.Hanoi)) }
