package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
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
	Followed  string          // the repealed procedure whose successor this is, empty if none
}

// sample reports whether the target is sample content.
func (a aim) sample() bool {
	return a.Procedure != nil && a.Procedure.Sample || a.Article != nil && a.Article.Sample
}

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
		own = append(own, hostOf(s.PublicURL))
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

// findAddress reads an address: of a page of this site, or of an allowed host.
func (t *targets) findAddress(ctx context.Context, typed string) (aim, error) {
	bad := func(reason string) (aim, error) { return aim{}, &targetError{shorten(typed), reason} }
	u, err := url.Parse(typed)
	if err != nil || u.Hostname() == "" || u.Opaque != "" {
		return bad("không phải địa chỉ web đúng; hãy chép lại địa chỉ từ trình duyệt")
	}
	for _, host := range t.own {
		if strings.EqualFold(u.Host, host) {
			return t.findPage(ctx, relative(u))
		}
	}
	u.Host = strings.ToLower(u.Host)
	switch {
	case u.Scheme != "https":
		return bad("mã QR chỉ dẫn tới địa chỉ https://")
	case u.User != nil:
		return bad(`địa chỉ chứa tên đăng nhập hoặc mật khẩu; hãy bỏ phần đứng trước dấu "@"`)
	case !paths.Allowed(u.String(), t.allowed):
		return bad(fmt.Sprintf("tên miền %s chưa được phép. Mã QR chỉ dẫn tới .gov.vn và các tên miền đã cho phép; thêm bằng: tracuu config set allowed_hosts %s",
			u.Hostname(), strings.Join(slices.Concat(t.allowed, []string{u.Hostname()}), ",")))
	}
	return t.load(ctx, data.Target{Kind: data.KindAddress, Key: u.String()})
}

// relative is the part of an address behind its host.
func relative(u *url.URL) string {
	p := &url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery, Fragment: u.Fragment}
	if p.Path == "" {
		p.Path = "/"
	}
	return p.String()
}

// findPage reads a path of this site. What has a kind of its own gets it.
func (t *targets) findPage(ctx context.Context, typed string) (aim, error) {
	bad := func(reason string) (aim, error) { return aim{}, &targetError{shorten(typed), reason} }
	u, err := url.Parse(typed)
	switch {
	case err != nil || strings.HasPrefix(typed, "//") || strings.Contains(typed, `\`) || u.Host != "" || u.Scheme != "":
		return bad("không phải đường dẫn của trang này; đường dẫn bắt đầu bằng đúng một dấu /, ví dụ /tim-kiem?q=khai+sinh")
	case strings.TrimSuffix(u.Path, "/") != strings.TrimSuffix(path.Clean(u.Path), "/"):
		return bad("đường dẫn có đoạn thừa (//, /./ hoặc /../); hãy viết gọn lại")
	case strings.ContainsFunc(u.Path+u.Fragment, unicode.IsControl):
		return bad("có ký tự điều khiển; hãy gõ lại")
	}
	first, rest, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	bare := u.RawQuery == "" && u.Fragment == ""
	switch strings.ToLower(first) {
	case "q":
		code, err := qr.ParseCode(rest)
		if err != nil || !bare {
			return bad("mã QR không dẫn tới mã QR khác; hãy ghi trang mà mã đó mở ra")
		}
		return t.findCode(ctx, code)
	case "di", "qr", "api", "static":
		return bad("mã QR không dẫn tới /" + first + "/; hãy ghi một trang cho người đọc")
	case "linh-vuc", "co-quan":
		kind := data.KindField
		if strings.EqualFold(first, "co-quan") {
			kind = data.KindAgency
		}
		if rest != "" && bare {
			return t.load(ctx, data.Target{Kind: kind, Key: rest})
		}
	case "thu-tuc":
		if c, err := data.ParseProcedureCode(rest); err == nil && bare {
			return t.load(ctx, data.Target{Kind: data.KindProcedure, Key: c.Code})
		}
	case "tin-tuc":
		number, _, _ := strings.Cut(rest, "-")
		if id, err := strconv.ParseInt(number, 10, 64); err == nil && bare {
			return t.load(ctx, data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(id, 10)})
		}
	}
	u.RawQuery = u.Query().Encode()
	return t.load(ctx, data.Target{Kind: data.KindPage, Key: u.String()})
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
	default:
		missing = "không phải trang hay địa chỉ đúng"
	}
	if a.Procedure == nil && a.Article == nil {
		a.Title, err = web.TargetTitle(ctx, t.store, target)
	}
	if errors.Is(err, data.ErrNotFound) {
		return aim{Target: target}, &targetError{targetText(target), missing}
	}
	return a, err
}

// live follows a procedure to what has taken its place and refuses what should
// not be put on a wall any more.
func (t *targets) live(ctx context.Context, a aim) (aim, error) {
	bad := func(reason string) (aim, error) { return aim{}, &targetError{targetText(a.Target), reason} }
	switch {
	case a.Article != nil && a.Article.Visibility != data.Shown:
		return bad("bài viết đã gỡ khỏi trang")
	case a.Procedure == nil:
		return a, nil
	}
	last, replaced, err := t.store.Successor(ctx, *a.Procedure)
	if err != nil {
		return aim{}, err
	}
	switch {
	case last.Status == data.StatusRepealed:
		return bad("thủ tục đã bãi bỏ và không có thủ tục thay thế trong dữ liệu")
	case last.Visibility != data.Shown:
		return bad("thủ tục đã gỡ khỏi trang")
	}
	if len(replaced) > 0 {
		a.Followed = replaced[0]
		a.Procedure, a.Title = &last, last.Name
		a.Key = last.Code
	}
	return a, nil
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
