package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/paths"
	"tracuu/web/target"
)

// settingChange changes the settings as they stand; what it has to tell is told
// when the change is kept.
type settingChange struct {
	apply func(*data.Settings) error
	notes []string
}

func (c *settingChange) note(format string, args ...any) {
	c.notes = append(c.notes, fmt.Sprintf("Lưu ý: "+format, args...))
}

// setPublicURL changes the address that codes carry from now on. The host of
// the one before becomes a former host, since codes printed with it hang on
// walls.
func setPublicURL(value string) (*settingChange, error) {
	value = strings.ToLower(strings.TrimSuffix(value, "/")) // there is nothing but a host
	c := new(settingChange)
	host := paths.HostOf(value)
	if value != "" {
		if err := qr.ValidatePublicURL(value); err != nil {
			return nil, err
		}
		if isLocal(host) {
			c.note("địa chỉ %s chỉ mở được trên máy này; đừng đem in.", value)
		}
	}
	c.apply = func(s *data.Settings) error {
		old := paths.HostOf(s.PublicURL)
		s.PublicURL = value
		s.FormerHosts = slices.DeleteFunc(s.FormerHosts, func(h string) bool { return paths.Host(h) == host })
		if old != "" && old != host && !isLocal(old) && !paths.HasHost(s.FormerHosts, old) {
			s.FormerHosts = append(s.FormerHosts, old)
			c.note("tên miền trước đây %s đã vào former_hosts: mã in với nó vẫn là mã thật. Hãy giữ tên miền ấy trỏ về máy chủ này.", old)
		}
		return nil
	}
	return c, nil
}

// setFormerHosts replaces the list of former hosts. One that codes were handed
// out with stays unless forced.
func (f *folder) setFormerHosts(ctx context.Context, value string, force bool) (*settingChange, error) {
	hosts, err := parseHosts(value, paths.CheckFormerHost)
	if err != nil {
		return nil, err
	}
	used, err := f.store.UsedHosts(ctx)
	if err != nil {
		return nil, err
	}
	return &settingChange{apply: func(s *data.Settings) error {
		for _, h := range s.FormerHosts {
			if !force && !paths.HasHost(hosts, h) && paths.HasHost(used, h) {
				return &settingError{fmt.Sprintf("không bỏ được %s: có mã đã in mang tên miền này và sẽ bị coi là giả. Hãy ghi cả nó vào danh sách, hoặc thêm --force nếu chắc chắn không còn tờ nào treo", h)}
			}
		}
		s.FormerHosts = hosts
		return nil
	}}, nil
}

// setAllowedHosts replaces the list of hosts outside that codes may lead to.
// One that codes lead to stays unless forced.
func (f *folder) setAllowedHosts(ctx context.Context, value string, force bool) (*settingChange, error) {
	hosts, err := parseHosts(value, paths.CheckAllowedHost)
	if err != nil {
		return nil, err
	}
	links, err := f.links(ctx)
	if err != nil {
		return nil, err
	}
	c := new(settingChange)
	c.apply = func(s *data.Settings) error {
		var shut []string
		for _, l := range links {
			to := l.Target
			if to.Kind == data.KindAddress && l.State != data.LinkRetired && paths.Allowed(to.Key, s.AllowedHosts) && !paths.Allowed(to.Key, hosts) {
				shut = append(shut, "  "+qr.Code(l.Code).Print()+"  "+to.Key)
			}
		}
		s.AllowedHosts = hosts
		switch {
		case len(shut) == 0:
		case force:
			c.note("%d mã từ nay không mở được gì; đổi đích bằng: tracuu link retarget MÃ --to ĐÍCH\n%s", len(shut), strings.Join(shut, "\n"))
		default:
			return &settingError{fmt.Sprintf("chưa đổi gì: %d mã dẫn tới tên miền bị bỏ và sẽ không mở được gì. Hãy đổi đích của chúng (tracuu link retarget MÃ --to ĐÍCH), "+
				"ghi cả tên miền ấy vào danh sách, hoặc thêm --force:\n%s", len(shut), strings.Join(shut, "\n"))}
		}
		return nil
	}
	return c, nil
}

// settingError refuses a change, for a person to read as it is.
type settingError struct{ reason string }

func (e *settingError) Error() string { return e.reason }

// change keeps a change of the settings and answers what they are then.
func (f *folder) change(ctx context.Context, w io.Writer, c *settingChange, by data.Edit) (data.Settings, error) {
	err := f.store.ChangeSettings(ctx, by, c.apply)
	var refused *settingError
	if errors.As(err, &refused) {
		return data.Settings{}, refused
	}
	if err != nil {
		return data.Settings{}, err
	}
	for _, n := range c.notes {
		fmt.Fprintln(w, n)
	}
	s, err := f.store.Settings(ctx)
	if host := paths.HostOf(s.PublicURL); err == nil && host != "" && !isLocal(host) {
		err = f.store.RememberHost(ctx, host) // pages show codes with it at once
	}
	return s, err
}

// warnStrangers tells of hosts that codes were printed with and that are no
// longer known as ours.
func (f *folder) warnStrangers(ctx context.Context, w io.Writer, s data.Settings) error {
	used, err := f.store.UsedHosts(ctx)
	known := append([]string{paths.HostOf(s.PublicURL)}, s.FormerHosts...)
	for _, h := range used {
		if !isLocal(h) && !paths.HasHost(known, h) {
			fmt.Fprintf(w, "Lưu ý: có mã đã in mang tên miền %s, nay không được nhận là thật. Nếu còn treo: tracuu config set former_hosts %s\n",
				h, strings.Join(slices.Concat(s.FormerHosts, []string{h}), ","))
		}
	}
	return err
}

// parseHosts reads a comma-separated list of hosts, each by check.
func parseHosts(value string, check func(string) (string, error)) (hosts []string, err error) {
	for typed := range strings.SplitSeq(value, ",") {
		if typed = strings.TrimSpace(typed); typed == "" {
			continue
		}
		h, err := check(typed)
		if err != nil {
			return nil, fmt.Errorf("tên miền %q không dùng được: %w", target.Shorten(typed), err)
		}
		if !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	return hosts, nil
}
