package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/qr"
	"tracuu/web"
	"tracuu/web/paths"
)

// targetHelp names what a target may be, for help texts.
const targetHelp = "mã thủ tục, số bài viết, mã ngắn, linh-vuc/…, co-quan/…, đường dẫn của trang này bắt đầu bằng /, hoặc địa chỉ https được phép"

// maxTarget bounds a target in bytes; no page worth leading to is addressed by
// more.
const maxTarget = 1000

// targetError is something that a person named and a code cannot lead to.
type targetError struct {
	typed  string
	reason string // in Vietnamese, with what to do
}

func (e *targetError) Error() string { return e.typed + ": " + e.reason }

// aim is a target that exists, with what it leads to.
type aim struct {
	data.Target
	Title     string
	Procedure *data.Procedure // set for data.KindProcedure
	Article   *data.Article   // set for data.KindArticle
	Link      *data.Link      // the code the person named, nil if something else was named
	Followed  string          // the target that this has taken the place of, as targetText has it; empty if none
}

// sampleMark stands before the titles of sample content on paper.
const sampleMark = "(Nội dung mẫu) "

// sample reports whether the target is sample content.
func (a aim) sample() bool {
	return a.Procedure != nil && a.Procedure.Sample || a.Article != nil && a.Article.Sample
}

// unnamed reports whether the target is something without a name of its own.
func (a aim) unnamed() bool { return a.Kind == data.KindPage || a.Kind == data.KindAddress }

// targets reads what people name.
type targets struct {
	store   *sqlite.DB
	public  address
	own     []string // hosts of this site, the former ones too
	allowed []string // hosts outside, see data.Settings
}

func (f *folder) targets(ctx context.Context, public address) (*targets, error) {
	s, err := f.store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	own := append([]string{public.host}, s.FormerHosts...)
	if s.PublicURL != "" {
		own = append(own, paths.HostOf(s.PublicURL))
	}
	return &targets{f.store, public, own, s.AllowedHosts}, nil
}

// find reads a target as people name it and looks it up. The error is a
// *targetError unless the store fails.
//
// A number of eight digits is a short code if there is such a code, else an
// article.
func (t *targets) find(ctx context.Context, typed string) (aim, error) {
	typed = strings.TrimSpace(typed)
	bad := func(reason string) (aim, error) { return aim{}, &targetError{shorten(typed), reason} }
	lower := strings.ToLower(typed)
	switch {
	case typed == "":
		return bad("chưa ghi đích; cần " + targetHelp)
	case len(typed) > maxTarget:
		return bad(fmt.Sprintf("dài quá %d byte", maxTarget))
	case !utf8.ValidString(typed) || strings.ContainsFunc(typed, unicode.IsControl):
		return bad("có ký tự điều khiển hoặc không phải UTF-8; hãy gõ lại")
	case strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://"):
		return t.findAddress(ctx, typed)
	case strings.HasPrefix(lower, "linh-vuc/") || strings.HasPrefix(lower, "co-quan/"):
		return t.findPage(ctx, "/"+typed)
	case strings.HasPrefix(typed, "/"):
		return t.findPage(ctx, typed)
	}
	if c, err := data.ParseProcedureCode(typed); err == nil {
		return t.load(ctx, data.Target{Kind: data.KindProcedure, Key: c.Code})
	}
	code, codeErr := qr.ParseCode(typed)
	if codeErr == nil {
		a, err := t.findCode(ctx, code)
		var unknown *targetError
		if !errors.As(err, &unknown) {
			return a, err
		}
	}
	if id, err := strconv.ParseInt(typed, 10, 64); err == nil {
		return t.load(ctx, data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(id, 10)})
	}
	switch {
	case codeErr == nil:
		return bad("không có mã ngắn này; hãy so lại với mã in cạnh mã QR")
	case errors.Is(codeErr, qr.ErrCheck):
		return bad(codeErr.Error())
	}
	return bad("không có thủ tục, bài viết hay mã ngắn nào như vậy. Ví dụ đúng: 1.001193, 27, 7K3M-9QXA, linh-vuc/ho-tich")
}

// findCode finds what a short code leads to; the answer keeps the code.
func (t *targets) findCode(ctx context.Context, code qr.Code) (aim, error) {
	link, err := t.store.Link(ctx, code.String())
	if errors.Is(err, data.ErrNotFound) {
		return aim{}, &targetError{code.Print(), "không có mã ngắn này"}
	}
	if err != nil {
		return aim{}, err
	}
	a, err := t.load(ctx, link.Target)
	a.Link = &link
	return a, err
}

// load looks a target up. The error is a *targetError if there is no such
// thing.
func (t *targets) load(ctx context.Context, target data.Target) (a aim, err error) {
	a.Target = target
	missing := ""
	switch target.Kind {
	case data.KindProcedure:
		var p data.Procedure
		p, err = t.store.Procedure(ctx, target.Key)
		a.Procedure, a.Title, a.Key = &p, p.Name, p.Code
		missing = "không có thủ tục mang mã này"
	case data.KindArticle:
		var n data.Article
		var id int64
		if id, err = strconv.ParseInt(target.Key, 10, 64); err == nil {
			n, err = t.store.Article(ctx, id)
		}
		a.Article, a.Title = &n, n.Title
		missing = "không có thủ tục, bài viết hay mã ngắn nào như vậy"
	case data.KindField:
		missing = "không có lĩnh vực này; xem tên trên địa chỉ trang /linh-vuc/…"
	case data.KindAgency:
		missing = "không có cơ quan này; xem các cơ quan bằng tracuu config list"
	case data.KindPage:
		missing = "không có trang này. Mã QR mở được: " + pageHelp
	default:
		missing = "không phải địa chỉ đúng"
	}
	if a.Procedure == nil && a.Article == nil {
		a.Title, err = web.TargetTitle(ctx, t.store, target)
	}
	if err == nil && target.Kind == data.KindPage {
		err = t.checkSubject(ctx, target.Key)
	}
	if errors.Is(err, data.ErrNotFound) {
		return aim{Target: target}, &targetError{targetText(target), missing}
	}
	return a, err
}

// targetText names a target the way find reads it.
func targetText(t data.Target) string {
	switch t.Kind {
	case data.KindField:
		return "linh-vuc/" + t.Key
	case data.KindAgency:
		return "co-quan/" + t.Key
	}
	return t.Key
}

// shorten is s for a line of a report.
func shorten(s string) string {
	const longest = 60
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '�'
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
