package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/user"
	"strings"

	"tracuu/data"
)

// address is the public address that codes carry.
type address struct {
	url   string // https://host
	host  string // as prints keep it: lower case, with a port if there is one
	local bool   // only this machine can open it
	given bool   // somebody has decided it
}

// address is where codes made now lead: the flag comes first, then the setting,
// then this machine.
func (f *folder) address(ctx context.Context, flag string) (address, error) {
	given := flag
	if given == "" {
		s, err := f.store.Settings(ctx)
		if err != nil {
			return address{}, err
		}
		given = s.PublicURL
	}
	return newAddress(given)
}

func newAddress(given string) (address, error) {
	public, err := publicURL(given, &net.TCPAddr{Port: 8080})
	if err != nil {
		return address{}, err
	}
	public = strings.TrimSuffix(public, "/")
	host := hostOf(public)
	return address{url: public, host: host, local: isLocal(host), given: given != ""}, nil
}

// warn tells a person who is about to print when nobody else could open what is
// printed.
func (a address) warn(w io.Writer) {
	switch {
	case !a.given:
		fmt.Fprintln(w, "Lưu ý: chưa đặt --public-url nên mã chỉ mở được trên máy này; đừng đem in. "+
			"Đặt một lần cho mọi lệnh: tracuu config set public_url https://tên-miền")
	case a.local:
		fmt.Fprintf(w, "Lưu ý: địa chỉ công khai %s chỉ mở được trên máy này; đừng đem in.\n", a.url)
	}
}

// hostOf is the host of a valid public URL as prints and settings keep it.
func hostOf(publicURL string) string {
	u, err := url.Parse(publicURL)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// isLocal reports whether a host, with or without a port, is this machine.
func isLocal(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.IsLoopback() || strings.EqualFold(name, "localhost")
}

// edit says who does something: the name given, else the one this person has
// logged in with.
func edit(by, note string) data.Edit {
	by = strings.Join(strings.Fields(by), " ")
	if by == "" {
		if u, err := user.Current(); err == nil {
			by = u.Username
		} else {
			by = os.Getenv("USER")
		}
	}
	return data.Edit{Who: by, Note: strings.Join(strings.Fields(note), " ")}
}

// printJSON writes v the way every --json does.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
