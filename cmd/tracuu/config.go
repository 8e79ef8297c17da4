package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/qr"
)

type configCmd struct {
	Get  configGetCmd  `cmd:"" help:"Xem một thiết lập, hoặc tất cả."`
	Set  configSetCmd  `cmd:"" help:"Đặt một thiết lập; giá trị rỗng \"\" là bỏ."`
	List configListCmd `cmd:"" help:"Xem mọi thiết lập và các cơ quan."`
}

type configGetCmd struct {
	Key  string `arg:"" optional:"" name:"tên" help:"${configkeys}."`
	JSON bool   `env:"TRACUU_CONFIG_JSON" name:"json" help:"In dạng JSON."`
}

type configListCmd struct {
	JSON bool `env:"TRACUU_CONFIG_JSON" name:"json" help:"In dạng JSON."`
}

type configSetCmd struct {
	Key   string `arg:"" name:"tên" help:"${configkeys}."`
	Value string `arg:"" name:"giá-trị" help:"Giá trị mới; nhiều tên miền cách nhau bằng dấu phẩy; crest là đường dẫn tệp ảnh."`
	Force bool   `env:"TRACUU_CONFIG_FORCE" help:"Bỏ cả tên miền cũ mà mã đã in còn mang."`
	By    string `env:"TRACUU_BY" placeholder:"TÊN" help:"Người làm (tên đăng nhập máy)."`
}

// configHelp names the settings, for help texts and errors.
const configHelp = "public_url, former_hosts, allowed_hosts, agency.new (lập cơ quan), hoặc agency.CƠ-QUAN.name|colour|crest|address|hours|phone|replaced_by"

// setting is one value with the name it is set by.
type setting struct{ key, value string }

// configView is every setting as --json shows it.
type configView struct {
	PublicURL    string       `json:"public_url"`
	FormerHosts  []string     `json:"former_hosts"`
	AllowedHosts []string     `json:"allowed_hosts"`
	Agencies     []agencyView `json:"agencies"`
}

type agencyView struct {
	Slug       string   `json:"slug"`
	Name       string   `json:"name"`
	Former     []string `json:"former,omitempty"`
	Colour     string   `json:"colour,omitempty"`
	Crest      string   `json:"crest,omitempty"`
	Address    string   `json:"address,omitempty"`
	Hours      string   `json:"hours,omitempty"`
	Phone      string   `json:"phone,omitempty"`
	ReplacedBy string   `json:"replaced_by,omitempty"`
}

// Run lists every setting.
func (c *configListCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return (&configGetCmd{JSON: c.JSON}).Run(ctx, e, sh)
}

// Run prints the value alone, for scripts, of the setting that is named; those
// of an agency or all of them with their names.
func (c *configGetCmd) Run(ctx context.Context, e *env, sh *shared) error {
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	if c.Key == "" {
		return f.printConfig(ctx, e.stdout, c.JSON)
	}
	if name, ok := strings.CutPrefix(c.Key, "agency."); ok {
		return f.printAgency(ctx, e.stdout, name, c.JSON)
	}
	s, err := f.store.Settings(ctx)
	if err != nil {
		return err
	}
	all := settingsText(s)
	i := slices.IndexFunc(all, func(o setting) bool { return o.key == c.Key })
	switch {
	case i < 0:
		return unknownSetting(c.Key)
	case c.JSON:
		return printJSON(e.stdout, map[string]string{c.Key: all[i].value})
	}
	_, err = fmt.Fprintln(e.stdout, all[i].value)
	return err
}

func unknownSetting(key string) error {
	return fmt.Errorf("%w: không có thiết lập %q. Các thiết lập: %s", errUsage, key, configHelp)
}

func settingsText(s data.Settings) []setting {
	return []setting{
		{"public_url", s.PublicURL},
		{"former_hosts", strings.Join(s.FormerHosts, ",")},
		{"allowed_hosts", strings.Join(s.AllowedHosts, ",")},
	}
}

func (f *folder) printConfig(ctx context.Context, w io.Writer, asJSON bool) error {
	s, err := f.store.Settings(ctx)
	if err != nil {
		return err
	}
	agencies, err := f.store.Agencies(ctx)
	if err != nil {
		return err
	}
	view := configView{
		PublicURL: s.PublicURL, FormerHosts: append([]string{}, s.FormerHosts...),
		AllowedHosts: append([]string{}, s.AllowedHosts...), Agencies: []agencyView{},
	}
	lines := settingsText(s)
	for _, listed := range agencies {
		a, err := f.store.Agency(ctx, listed.Slug) // the list leaves out what replaces it
		if err != nil {
			return err
		}
		view.Agencies = append(view.Agencies, newAgencyView(a))
		for _, l := range agencyText(a) {
			if l.value != "" {
				lines = append(lines, l)
			}
		}
	}
	if asJSON {
		return printJSON(w, view)
	}
	return printSettings(w, lines)
}

func printSettings(w io.Writer, lines []setting) error {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s = %s\n", l.key, cmp.Or(l.value, "(chưa đặt)"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Run sets one setting and tells what follows from it.
func (c *configSetCmd) Run(ctx context.Context, e *env, sh *shared) error {
	f, err := openFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	value := strings.TrimSpace(c.Value)
	if name, ok := strings.CutPrefix(c.Key, "agency."); ok {
		return f.setAgency(ctx, e, name, value, edit(c.By, ""))
	}
	var change func(*data.Settings) error
	switch c.Key {
	case "public_url":
		change, err = c.publicURL(e, value)
	case "former_hosts":
		change, err = c.formerHosts(ctx, f, value)
	case "allowed_hosts":
		var hosts []string
		hosts, err = parseHosts(value, true)
		change = func(s *data.Settings) error { s.AllowedHosts = hosts; return nil }
	default:
		return unknownSetting(c.Key)
	}
	if err != nil {
		return err
	}
	if err := f.store.ChangeSettings(ctx, edit(c.By, ""), change); err != nil {
		return err
	}
	s, err := f.store.Settings(ctx)
	if err != nil {
		return err
	}
	kept := slices.DeleteFunc(settingsText(s), func(o setting) bool { return o.key != c.Key })
	if err := printSettings(e.stdout, kept); err != nil {
		return err
	}
	return f.warnStrangers(ctx, e.stderr, s)
}

// warnStrangers tells of hosts that codes were printed with and that are no
// longer known as ours.
func (f *folder) warnStrangers(ctx context.Context, w io.Writer, s data.Settings) error {
	printed, err := f.store.UsedHosts(ctx)
	for _, h := range printed {
		if !isLocal(h) && h != hostOf(s.PublicURL) && !slices.Contains(s.FormerHosts, h) {
			fmt.Fprintf(w, "Lưu ý: có mã đã in mang tên miền %s, nay không được nhận là thật. Nếu còn treo: tracuu config set former_hosts %s\n",
				h, strings.Join(slices.Concat(s.FormerHosts, []string{h}), ","))
		}
	}
	return err
}

// publicURL changes the address that codes carry from now on. The host of the
// one before becomes a former host, since codes printed with it hang on walls.
func (c *configSetCmd) publicURL(e *env, value string) (func(*data.Settings) error, error) {
	value = strings.ToLower(strings.TrimSuffix(value, "/")) // there is nothing but a host
	if value != "" {
		if err := qr.ValidatePublicURL(value); err != nil {
			return nil, err
		}
		if isLocal(hostOf(value)) {
			fmt.Fprintf(e.stderr, "Lưu ý: địa chỉ %s chỉ mở được trên máy này; đừng đem in.\n", value)
		}
	}
	return func(s *data.Settings) error {
		old, host := hostOf(s.PublicURL), hostOf(value)
		s.PublicURL = value
		s.FormerHosts = slices.DeleteFunc(s.FormerHosts, func(h string) bool { return h == host })
		if old != "" && old != host && !isLocal(old) && !slices.Contains(s.FormerHosts, old) {
			s.FormerHosts = append(s.FormerHosts, old)
			fmt.Fprintf(e.stderr, "Tên miền trước đây %s đã vào former_hosts: mã in với nó vẫn là mã thật. Hãy giữ tên miền ấy trỏ về máy chủ này.\n", old)
		}
		return nil
	}, nil
}

// formerHosts replaces the list of former hosts. One that printed codes carry
// stays unless forced.
func (c *configSetCmd) formerHosts(ctx context.Context, f *folder, value string) (func(*data.Settings) error, error) {
	hosts, err := parseHosts(value, false)
	if err != nil {
		return nil, err
	}
	printed, err := f.store.UsedHosts(ctx)
	if err != nil {
		return nil, err
	}
	return func(s *data.Settings) error {
		for _, h := range s.FormerHosts {
			if !c.Force && !slices.Contains(hosts, h) && slices.Contains(printed, h) {
				return fmt.Errorf("không bỏ được %s: có mã đã in mang tên miền này và sẽ bị coi là giả. Hãy ghi cả nó vào danh sách, hoặc thêm --force nếu chắc chắn không còn tờ nào treo", h)
			}
		}
		s.FormerHosts = hosts
		return nil
	}, nil
}

// parseHosts reads a comma-separated list of hosts. A leading dot, where it is
// allowed, takes every host below, but not below a whole top domain.
func parseHosts(value string, dots bool) ([]string, error) {
	var hosts []string
	for h := range strings.SplitSeq(value, ",") {
		h = strings.ToLower(strings.TrimSpace(h))
		if h == "" {
			continue
		}
		name, below := h, false
		if dots {
			name, below = strings.CutPrefix(h, ".")
		}
		switch {
		case strings.Contains(h, "/") || qr.ValidatePublicURL("https://"+name) != nil:
			return nil, fmt.Errorf("tên miền %q viết sai: chỉ ghi tên miền, không kèm https:// hay đường dẫn; ví dụ zalo.me,.example.vn", shorten(h))
		case dots && strings.Contains(name, ":"):
			return nil, fmt.Errorf("tên miền %q viết sai: không ghi cổng", shorten(h))
		case below && !strings.Contains(name, "."):
			return nil, fmt.Errorf("%q cho phép quá rộng: sau dấu chấm đầu phải là tên miền có ít nhất hai phần, ví dụ .example.vn", h)
		}
		if !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	return hosts, nil
}
