package target

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/paths"
)

// pageHelp names the pages that codes may open.
const pageHelp = "/ (trang chủ), /tim-kiem?q=…, /thu-tuc, /thu-tuc/MÃ, /linh-vuc/…, /co-quan, /co-quan/…, /doi-tuong, /doi-tuong/…, /cap/xa|tinh|bo, /a-z, /a-z/CHỮ, /su-kien, /su-kien/…, /lam-o-xa-nao?xa=…, /tin-tuc, /tin-tuc/SỐ, /ma, /kiem-tra"

// findAddress reads an address: of a page of this site, or of a host outside.
// Whether people may be led there is for [Reader.Live] to say.
func (t *Reader) findAddress(ctx context.Context, typed string) (Aim, error) {
	bad := func(reason string) (Aim, error) { return Aim{}, Unfit(Shorten(typed), reason) }
	u, err := url.Parse(typed)
	if err != nil || u.Hostname() == "" || u.Opaque != "" {
		return bad("không phải địa chỉ web đúng; hãy chép lại địa chỉ từ trình duyệt")
	}
	if paths.HasHost(t.own, u.Host) {
		return t.findPage(ctx, relative(u))
	}
	u.Host = strings.TrimSuffix(strings.ToLower(u.Host), ":443")
	switch {
	case u.Scheme != "https":
		return bad("mã QR chỉ dẫn tới địa chỉ https://")
	case u.User != nil:
		return bad(`địa chỉ chứa tên đăng nhập hoặc mật khẩu; hãy bỏ phần đứng trước dấu "@"`)
	}
	return t.Load(ctx, data.Target{Kind: data.KindAddress, Key: u.String()})
}

// outsideReason tells why people may not be led to an address; the zero Reason
// if they may. An address of this site under another port or with "www." in
// front could lead a code back to itself.
func (t *Reader) outsideReason(address string) Reason {
	u, err := url.Parse(address)
	if err != nil {
		return Reason{What: "không phải địa chỉ web đúng"}
	}
	name := bareName(u.Host)
	_, unfit := paths.CheckAllowedHost(u.Hostname())
	switch {
	case slices.ContainsFunc(t.own, func(h string) bool { return bareName(h) == name }):
		return Reason{What: "địa chỉ này là của chính trang này, chỉ khác cổng hoặc www., nên mã có thể dẫn vòng; hãy ghi đường dẫn bắt đầu bằng /"}
	case paths.Allowed(address, t.allowed):
		return Reason{}
	case u.Port() != "":
		return Reason{What: "mã QR không dẫn tới cổng riêng; hãy bỏ :" + u.Port() + " sau tên miền"}
	case unfit != nil:
		return Reason{What: fmt.Sprintf("tên miền %s không dùng được; hãy chép lại địa chỉ từ trình duyệt", Shorten(u.Hostname()))}
	}
	return Reason{
		fmt.Sprintf("tên miền %s chưa được phép. Mã QR chỉ dẫn tới .gov.vn và các tên miền đã cho phép", u.Hostname()),
		"; thêm bằng: tracuu config set allowed_hosts " + strings.Join(slices.Concat(t.allowed, []string{u.Hostname()}), ","),
	}
}

// bareName is the name of a host without its port and "www.".
func bareName(host string) string {
	host = paths.Host(host)
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = strings.TrimSuffix(name, ".")
	}
	return strings.TrimPrefix(host, "www.")
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
func (t *Reader) findPage(ctx context.Context, typed string) (Aim, error) {
	bad := func(reason string) (Aim, error) { return Aim{}, Unfit(Shorten(typed), reason) }
	u, err := url.Parse(typed)
	switch {
	case err != nil || strings.HasPrefix(typed, "//") || strings.Contains(typed, `\`) || u.Host != "" || u.Scheme != "":
		return bad("không phải đường dẫn của trang này; đường dẫn bắt đầu bằng đúng một dấu /, ví dụ /tim-kiem?q=khai+sinh")
	case strings.TrimSuffix(u.Path, "/") != strings.TrimSuffix(path.Clean(u.Path), "/"):
		return bad("đường dẫn có đoạn thừa (//, /./ hoặc /../); hãy viết gọn lại")
	case strings.ContainsFunc(u.Path+u.Fragment, unicode.IsControl):
		return bad("có ký tự điều khiển; hãy gõ lại")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return bad("phần sau dấu ? viết sai; hãy gõ lại, ví dụ /tim-kiem?q=khai sinh")
	}
	bare := u.RawQuery == "" && u.Fragment == ""
	if code, ok := strings.CutPrefix(strings.ToLower(u.Path), "/q/"); ok {
		code, err := qr.ParseCode(code)
		if err != nil || !bare {
			return bad("mã QR không dẫn tới mã QR khác; hãy ghi trang mà mã đó mở ra")
		}
		return t.findCode(ctx, code)
	}
	if about, ok := subject(u.Path); ok && bare {
		return t.Load(ctx, about)
	}
	u.RawQuery = query.Encode()
	if u.Path != "/" {
		u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"), ""
	}
	return t.Load(ctx, data.Target{Kind: data.KindPage, Key: u.String()})
}

// subject is what the page at a path is about, if that can be a target itself.
func subject(path string) (data.Target, bool) {
	first, rest, _ := strings.Cut(strings.Trim(path, "/"), "/")
	switch strings.ToLower(first) {
	case "linh-vuc":
		return data.Target{Kind: data.KindField, Key: rest}, rest != ""
	case "co-quan":
		return data.Target{Kind: data.KindAgency, Key: rest}, rest != ""
	case "thu-tuc":
		c, err := data.ParseProcedureCode(rest)
		return data.Target{Kind: data.KindProcedure, Key: c.Code}, err == nil
	case "tin-tuc":
		number, _, _ := strings.Cut(rest, "-")
		id, err := strconv.ParseInt(number, 10, 64)
		return data.Target{Kind: data.KindArticle, Key: strconv.FormatInt(id, 10)}, err == nil
	}
	return data.Target{}, false
}

// checkSubject answers data.ErrNotFound for a page about something that is not
// there.
func (t *Reader) checkSubject(ctx context.Context, page string) error {
	u, err := url.Parse(page)
	if err != nil {
		return fmt.Errorf("page %q: %w", page, data.ErrNotFound)
	}
	if about, ok := subject(u.Path); ok {
		_, err = t.Load(ctx, about)
	} else if typed, ok := strings.CutPrefix(u.Path, paths.Check("")); ok {
		code, parseErr := qr.ParseCode(typed)
		if parseErr != nil {
			return fmt.Errorf("page %q: %w", page, data.ErrNotFound)
		}
		_, err = t.Store.Link(ctx, code.String())
	} else if slug, ok := strings.CutPrefix(u.Path, paths.Audience("")); ok {
		_, _, err = t.Store.AudienceProcedures(ctx, slug, 0, 0)
	}
	var missing *Error
	if errors.As(err, &missing) {
		err = fmt.Errorf("page %q: %w", page, data.ErrNotFound)
	}
	return err
}
