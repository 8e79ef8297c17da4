package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/user"
	"strings"

	"tracuu/data"
	"tracuu/web/paths"
)

// address is the public address that codes carry.
type address struct {
	url   string // https://host
	host  string // as prints keep it: lower case, with a port if there is one
	local bool   // only this machine can open it
	given bool   // somebody has decided it
	usual string // the host in the settings, if they know nothing of this one
}

// address is where codes made now lead: the flag comes first, then the setting,
// then this machine.
func (f *folder) address(ctx context.Context, flag string) (address, error) {
	s, err := f.store.Settings(ctx)
	if err != nil {
		return address{}, err
	}
	a, err := newAddress(cmp.Or(flag, s.PublicURL))
	if usual := paths.HostOf(s.PublicURL); usual != "" && !paths.HasHost(append(s.FormerHosts, usual), a.host) {
		a.usual = usual
	}
	return a, err
}

func newAddress(given string) (address, error) {
	public, err := publicURL(given, &net.TCPAddr{Port: 8080})
	if err != nil {
		return address{}, err
	}
	public = strings.TrimSuffix(public, "/")
	host := paths.HostOf(public)
	return address{url: public, host: host, local: paths.IsLocal(host), given: given != ""}, nil
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
	case a.usual != "":
		fmt.Fprintf(w, "LƯU Ý: mã mang tên miền %s, khác %s trong thiết lập và không có trong former_hosts: quét có thể không mở được, và mã bị coi là giả. "+
			"Nếu không cố ý, đừng đem in; hãy bỏ --public-url hoặc biến TRACUU_PUBLIC_URL rồi làm lại.\n", a.host, a.usual)
	}
}

// edit says who does something: the name given, else the one this person has
// logged in with.
func edit(by, note string) data.Edit {
	if by == "" {
		if u, err := user.Current(); err == nil {
			by = u.Username
		} else {
			by = os.Getenv("USER")
		}
	}
	return data.Edit{Who: by, Note: note}
}

// printJSON writes v the way every --json does.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
