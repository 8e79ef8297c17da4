package paths

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"tracuu/data"
	"tracuu/qr"
)

// Portal is the national portal, which takes filings.
const Portal = "https://dichvucong.gov.vn"

// Host is a host as it is kept and compared: in lower case, without the port
// that its scheme has anyway and without a closing dot.
func Host(host string) string {
	host = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(host)), ".")
	if name, port, err := net.SplitHostPort(host); err == nil && (port == "443" || port == "80" || port == "") {
		return strings.TrimSuffix(name, ".")
	}
	return host
}

// HostOf is the host of an address, as Host has it; empty if there is none.
func HostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return Host(u.Host)
}

// HasHost reports whether a host is among others, as Host compares them.
func HasHost(hosts []string, host string) bool {
	return slices.ContainsFunc(hosts, func(h string) bool { return Host(h) == Host(host) })
}

// IsLocal reports whether a host, with or without a port, is this machine.
func IsLocal(host string) bool { return qr.IsLoopback((&url.URL{Host: host}).Hostname()) }

// label is one part of a host's name. Names in other letters than these are
// written in punycode.
const label = `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`

var (
	nameRE   = regexp.MustCompile(`^(` + label + `\.)+` + label + `$`)
	formerRE = regexp.MustCompile(`^` + label + `(\.` + label + `)*(:[0-9]{1,5})?$`)
)

// isName reports whether a host in lower case is a name of two labels at least.
func isName(host string) bool {
	_, err := netip.ParseAddr(host)
	return err != nil && len(host) <= 253 && nameRE.MatchString(host)
}

// CheckAllowedHost reads a host that people may be sent on to, as Allowed takes
// it. A domain under which anybody registers names is refused.
func CheckAllowedHost(typed string) (string, error) {
	host := strings.ToLower(strings.TrimSpace(typed))
	name := strings.TrimPrefix(host, ".")
	if !isName(name) {
		return "", errors.New("hãy ghi tên miền như example.vn, hoặc .example.vn cho mọi tên miền con; " +
			"không kèm https://, cổng hay dấu *; tên miền có dấu ghi dạng xn--")
	}
	if government(name) {
		return "", fmt.Errorf("%s không cần ghi: mọi trang .gov.vn vốn đã được phép", host)
	}
	if suffix, _ := publicsuffix.PublicSuffix(name); suffix == name {
		return "", fmt.Errorf("%s là đuôi tên miền mà ai cũng đăng ký được; hãy ghi đủ tên miền của cơ quan, ví dụ ten-co-quan.%s", host, name)
	}
	return host, nil
}

// CheckFormerHost reads a host that codes were printed with, as Host has it.
func CheckFormerHost(typed string) (string, error) {
	host := Host(typed)
	if !formerRE.MatchString(host) {
		return "", errors.New("hãy ghi riêng tên miền, ví dụ thutuc.example.vn, không kèm https:// hay đường dẫn")
	}
	return host, nil
}

// Government reports whether an address is a page of a Vietnamese state
// agency.
func Government(address string) bool { return Allowed(address, nil) }

func government(name string) bool { return name == "gov.vn" || strings.HasSuffix(name, ".gov.vn") }

// Allowed reports whether people may be sent on to an address: an https page of
// a Vietnamese state agency or of one of hosts, where a leading dot takes every
// host below. The host must be a plain name and the port that of https, since
// browsers and programs differ in how they read anything else.
func Allowed(address string, hosts []string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil {
		return false
	}
	host := strings.ToLower(u.Host)
	if name, port, found := strings.Cut(host, ":"); found && (port == "443" || port == "") {
		host = name
	}
	return isName(host) && (government(host) || slices.ContainsFunc(hosts, func(h string) bool {
		h = strings.ToLower(h)
		return h == host || len(h) > 1 && h[0] == '.' && strings.HasSuffix(host, h)
	}))
}

// Onward is where people go on to from a procedure's page.
type Onward struct {
	URL    string
	Name   string // of the site there, for readers
	Exact  bool   // it is the page of this very procedure
	Online bool   // and the procedure is filed there
}

// OnwardFrom is the page of a procedure that its record names, if people may be
// sent there, else the national portal. hosts are as Allowed takes them.
func OnwardFrom(p *data.Procedure, hosts []string) Onward {
	const portal = "Cổng Dịch vụ công quốc gia"
	if !Allowed(p.SourceURL, hosts) {
		return Onward{URL: Portal, Name: portal}
	}
	to := Onward{URL: p.SourceURL, Name: "trang " + HostOf(p.SourceURL), Exact: true}
	if host := "." + HostOf(p.SourceURL); strings.HasSuffix(host, "."+HostOf(Portal)) {
		to.Name = portal
	}
	to.Online = slices.ContainsFunc(p.Methods, func(m data.Method) bool { return m.Channel == data.ChannelOnline })
	return to
}

// FiledOnline is where a procedure is filed online with a state agency, empty if
// it is not.
func FiledOnline(p *data.Procedure) string {
	if to := OnwardFrom(p, nil); to.Online {
		return to.URL
	}
	return ""
}
