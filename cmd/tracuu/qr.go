package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web"
)

type qrCmd struct {
	Target string `arg:"" name:"đích" help:"Mã thủ tục, số bài viết, hoặc mã ngắn đã có."`
	Out    string `env:"TRACUU_QR_OUTPUT" short:"o" name:"output" placeholder:"TỆP" help:"Ghi ra tệp .svg hoặc .png; không có thì in mã ra màn hình."`
}

// Run makes the symbol of a target's code, and the code on first need.
//
// A number of eight digits is taken for a short code if there is such a code,
// else for an article.
func (c *qrCmd) Run(ctx context.Context, e *env, sh *shared) error {
	public, err := publicURL(sh.PublicURL, &net.TCPAddr{Port: 8080})
	if err != nil {
		return err
	}
	format := strings.ToLower(filepath.Ext(c.Out))
	if c.Out != "" && format != ".svg" && format != ".png" {
		return fmt.Errorf("%w: -o %s: tên tệp phải kết thúc bằng .svg hoặc .png", errUsage, c.Out)
	}
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	link, title, err := f.linkOf(ctx, c.Target)
	if err != nil {
		return err
	}
	payload, err := qr.Payload(public, qr.Code(link.Code))
	if err != nil {
		return err
	}
	symbol, err := qr.New(payload)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s\n%s  (mã %s)\n", title, payload, qr.Code(link.Code).Print())
	if sh.PublicURL == "" {
		fmt.Fprintln(e.stderr, "Lưu ý: chưa đặt --public-url nên mã chỉ mở được trên máy này; đừng đem in.")
	}
	var file []byte
	switch {
	case format == "" && e.screen:
		return symbol.Terminal(e.stdout)
	case format == "":
		return nil // colours would only litter a pipe or file
	case format == ".svg":
		file, err = symbol.SVG(qr.SVGOptions{})
	default:
		file, err = symbol.PNG(qr.PNGOptions{})
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, file, 0o644); err != nil {
		return fmt.Errorf("không ghi được tệp %s: %w", c.Out, err)
	}
	return nil
}

// linkOf finds what a person means by a target and makes its code if there is
// none. It answers the target's title too.
func (f *folder) linkOf(ctx context.Context, target string) (data.Link, string, error) {
	unknown := fmt.Errorf("không có thủ tục, bài viết hay mã ngắn nào là %q. Ví dụ đúng: 1.001193, 27, 7K3M-9QXA", target)
	if c, err := data.ParseProcedureCode(target); err == nil {
		p, err := f.store.Procedure(ctx, c.Code)
		if errors.Is(err, data.ErrNotFound) {
			return data.Link{}, "", unknown
		}
		if err != nil {
			return data.Link{}, "", err
		}
		link, err := web.EnsureLink(ctx, f.store, data.Target{Kind: data.KindProcedure, Key: p.Code}, 0, data.Edit{Who: "tracuu"})
		return link, p.Name, err
	}
	if code, err := qr.ParseCode(target); err == nil {
		link, err := f.store.Link(ctx, code.String())
		if err == nil {
			title, err := web.TargetTitle(ctx, f.store, link.Target)
			return link, title, err
		}
		if !errors.Is(err, data.ErrNotFound) {
			return data.Link{}, "", err
		}
	}
	id, err := strconv.ParseInt(target, 10, 64)
	if err != nil {
		return data.Link{}, "", unknown
	}
	a, err := f.store.Article(ctx, id)
	if errors.Is(err, data.ErrNotFound) {
		return data.Link{}, "", unknown
	}
	if err != nil {
		return data.Link{}, "", err
	}
	link, err := web.EnsureLink(ctx, f.store, data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(id, 10)}, 0, data.Edit{Who: "tracuu"})
	return link, a.Title, err
}
