package qr

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// Payload is the address a code stands for, https://HOST/Q/CODE. The scheme
// stays in lower case, since some readers do not take HTTPS:// for a link; the
// rest is in upper case, which a symbol stores in 5½ bits a character instead
// of 8. Hosts ignore case, and the server answers /Q/ and /q/ alike.
func Payload(publicURL string, c Code) (string, error) {
	base, err := parsePublicURL(publicURL)
	if err != nil {
		return "", err
	}
	if canonical, err := ParseCode(string(c)); err != nil {
		return "", fmt.Errorf("tạo địa chỉ cho mã QR: %w", err)
	} else if canonical != c {
		return "", fmt.Errorf("tạo địa chỉ cho mã QR: mã %q chưa ở dạng chuẩn %s", string(c), canonical)
	}
	return base.Scheme + "://" + strings.ToUpper(base.Host) + "/Q/" + string(c), nil
}

// ValidatePublicURL checks the address under which citizens reach the server:
// https, or http on a loopback host for trying things out, and nothing behind
// host and port but one slash. The error is for the operator who set it.
func ValidatePublicURL(publicURL string) error {
	_, err := parsePublicURL(publicURL)
	return err
}

const publicURLHint = `hãy ghi dạng "https://thutuc.example.vn"`

// hostName is a name of letters, digits and inner hyphens, as DNS has it. Any
// other character would also leave the alphanumeric mode of QR symbols.
var hostName = regexp.MustCompile(`^(?i)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$`)

const maxHostName = 253 // bytes, RFC 1035

// parsePublicURL takes a valid public URL apart. Its errors never repeat the
// whole text, which may hold a password.
func parsePublicURL(publicURL string) (*url.URL, error) {
	invalid := func(format string, args ...any) (*url.URL, error) {
		return nil, fmt.Errorf("địa chỉ công khai không dùng được: "+format, args...)
	}
	if publicURL == "" {
		return invalid("chưa ghi gì; %s", publicURLHint)
	}
	u, err := url.Parse(publicURL)
	if parseErr := (*url.Error)(nil); errors.As(err, &parseErr) {
		return invalid("không đọc được (%w); %s", parseErr.Err, publicURLHint)
	}
	host := u.Hostname()
	switch {
	case u.Scheme != "https" && u.Scheme != "http" || u.Opaque != "":
		return invalid("phải bắt đầu bằng https://; %s", publicURLHint)
	case host == "":
		return invalid("thiếu tên miền sau %s://; %s", u.Scheme, publicURLHint)
	case u.User != nil:
		return invalid(`chứa tên đăng nhập hoặc mật khẩu; hãy bỏ phần đứng trước dấu "@"`)
	case strings.IndexFunc(host, func(r rune) bool { return r > '~' }) >= 0:
		return invalid("tên miền %q có dấu hoặc ký tự lạ; hãy ghi ở dạng punycode, bắt đầu bằng xn--", host)
	case !isAddr(host) && (len(host) > maxHostName || !hostName.MatchString(host)):
		return invalid("tên miền %q viết sai; chỉ dùng chữ cái không dấu, chữ số, dấu chấm và dấu gạch nối", host)
	case !validPort(u):
		return invalid("cổng viết sai sau tên miền %s; cổng là số từ 1 đến 65535, hoặc bỏ cả dấu hai chấm", host)
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.ForceQuery || strings.Contains(publicURL, "#"):
		return invalid("chỉ được có tên miền và cổng, không kèm đường dẫn hay tham số; hãy ghi %q", u.Scheme+"://"+u.Host)
	case u.Scheme == "http" && !IsLoopback(host):
		return invalid("http:// chỉ dùng để chạy thử trên chính máy này (localhost); hãy ghi %q", "https://"+u.Host)
	}
	return u, nil
}

// validPort reports whether u has no port, or one from 1 to 65535.
func validPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && n > 0
}

// isAddr reports whether host is an IP address without a zone.
func isAddr(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.Zone() == ""
}

// IsLoopback reports whether host is this machine: localhost, 127.0.0.0/8 or
// ::1.
func IsLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback() || strings.EqualFold(host, "localhost")
}
