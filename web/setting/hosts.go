package setting

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/paths"
	"tracuu/web/target"
)

// PublicURL changes the address that codes carry from now on. The host of
// the one before becomes a former host, since codes printed with it hang on
// walls.
func PublicURL(value string) (*Change, error) {
	value = strings.ToLower(strings.TrimSuffix(value, "/")) // there is nothing but a host
	c := new(Change)
	host := paths.HostOf(value)
	if value != "" {
		if err := qr.ValidatePublicURL(value); err != nil {
			return nil, refuse("%s", err)
		}
		if paths.IsLocal(host) {
			c.note("địa chỉ "+value+" chỉ mở được trên máy này; đừng đem in.", "")
		}
	}
	c.apply = func(s *data.Settings) error {
		old := paths.HostOf(s.PublicURL)
		s.PublicURL = value
		s.FormerHosts = slices.DeleteFunc(s.FormerHosts, func(h string) bool { return paths.Host(h) == host })
		if old != "" && old != host && !paths.IsLocal(old) && !paths.HasHost(s.FormerHosts, old) {
			s.FormerHosts = append(s.FormerHosts, old)
			c.note("tên miền trước đây "+old+" đã vào former_hosts: mã in với nó vẫn là mã thật. Hãy giữ tên miền ấy trỏ về máy chủ này.", "")
		}
		return nil
	}
	return c, nil
}

// FormerHosts replaces the list of former hosts. One that codes were handed
// out with stays unless forced.
func FormerHosts(ctx context.Context, store Store, value string, force bool) (*Change, error) {
	hosts, err := parseHosts(value, paths.CheckFormerHost)
	if err != nil {
		return nil, err
	}
	used, err := store.UsedHosts(ctx)
	if err != nil {
		return nil, err
	}
	return &Change{apply: func(s *data.Settings) error {
		for _, h := range s.FormerHosts {
			if !force && !paths.HasHost(hosts, h) && paths.HasHost(used, h) {
				return &Refused{target.Reason{
					What:    fmt.Sprintf("không bỏ được %s: có mã đã in mang tên miền này và sẽ bị coi là giả. Hãy ghi cả nó vào danh sách", h),
					Command: ", hoặc thêm --force nếu chắc chắn không còn tờ nào treo",
				}, true}
			}
		}
		s.FormerHosts = hosts
		return nil
	}}, nil
}

// AllowedHosts replaces the list of hosts outside that codes may lead to.
// One that codes lead to stays unless forced.
func AllowedHosts(ctx context.Context, store Store, value string, force bool) (*Change, error) {
	hosts, err := parseHosts(value, paths.CheckAllowedHost)
	if err != nil {
		return nil, err
	}
	links, err := allLinks(ctx, store)
	if err != nil {
		return nil, err
	}
	c := new(Change)
	c.apply = func(s *data.Settings) error {
		var shut []string
		for _, l := range links {
			to := l.Target
			if to.Kind == data.KindAddress && l.State != data.LinkRetired && paths.Allowed(to.Key, s.AllowedHosts) && !paths.Allowed(to.Key, hosts) {
				shut = append(shut, codeLine(l))
			}
		}
		s.AllowedHosts = hosts
		switch {
		case len(shut) == 0:
		case force:
			c.note(fmt.Sprintf("%d mã từ nay không mở được gì; hãy đổi đích của chúng:\n%s", len(shut), strings.Join(shut, "\n")), "\nĐổi đích: tracuu link retarget MÃ --to ĐÍCH")
		default:
			return &Refused{target.Reason{
				What: fmt.Sprintf("chưa đổi gì: %d mã dẫn tới tên miền bị bỏ và sẽ không mở được gì. Hãy đổi đích của chúng, hoặc ghi cả tên miền ấy vào danh sách:\n%s",
					len(shut), strings.Join(shut, "\n")),
				Command: "\nĐổi đích: tracuu link retarget MÃ --to ĐÍCH; bỏ cả thế: thêm --force",
			}, true}
		}
		return nil
	}
	return c, nil
}

// allLinks lists every code.
func allLinks(ctx context.Context, store Store) (all []data.Link, err error) {
	const page = 1000
	for {
		links, err := store.Links(ctx, len(all), page)
		if err != nil {
			return nil, err
		}
		all = append(all, links...)
		if len(links) < page {
			return all, nil
		}
	}
}

// parseHosts reads a list of hosts, with commas or lines between, each by check.
func parseHosts(value string, check func(string) (string, error)) (hosts []string, err error) {
	for typed := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == '\n' }) {
		if typed = strings.TrimSpace(typed); typed == "" {
			continue
		}
		h, err := check(typed)
		if err != nil {
			return nil, refuse("tên miền %q không dùng được: %v", target.Shorten(typed), err)
		}
		if !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	return hosts, nil
}
