package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"tracuu/data"
	"tracuu/web/setting"
)

type configCmd struct {
	Get     configGetCmd     `cmd:"" help:"Xem một thiết lập, hoặc tất cả."`
	Set     configSetCmd     `cmd:"" help:"Đặt một thiết lập; giá trị rỗng \"\" là bỏ."`
	List    configListCmd    `cmd:"" help:"Xem mọi thiết lập và các cơ quan."`
	History configHistoryCmd `cmd:"" help:"Ai đã đổi thiết lập nào, khi nào, từ gì sang gì."`
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
	Value string `arg:"" name:"giá-trị" help:"Giá trị mới; nhiều tên miền cách nhau bằng dấu phẩy; crest là đường dẫn tệp ảnh, holidays và added_holidays là đường dẫn tệp JSON."`
	Force bool   `env:"TRACUU_CONFIG_FORCE" help:"Bỏ cả tên miền mà mã đã in còn mang hoặc còn dẫn tới."`
	By    string `type:"line" env:"TRACUU_BY" placeholder:"TÊN" help:"Người làm (tên đăng nhập máy)."`
}

// configHelp names the settings, for help texts and errors.
const configHelp = "public_url, former_hosts, allowed_hosts, holidays (lịch nghỉ chính thức từng năm), added_holidays (ngày lễ luật định thêm), province (tỉnh), publisher (người công bố dữ liệu mở), licence (giấy phép dữ liệu mở), agency.new (lập cơ quan), hoặc agency.CƠ-QUAN.name|colour|crest|address|hours|phone|replaced_by"

// configLine is one value with the name it is set by.
type configLine struct{ key, value string }

// configView is every setting as --json shows it.
type configView struct {
	PublicURL     string               `json:"public_url"`
	FormerHosts   []string             `json:"former_hosts"`
	AllowedHosts  []string             `json:"allowed_hosts"`
	Holidays      []data.HolidayYear   `json:"holidays"`
	AddedHolidays []data.AnnualHoliday `json:"added_holidays"`
	Agencies      []agencyView         `json:"agencies"`
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
	i := slices.IndexFunc(all, func(o configLine) bool { return o.key == c.Key })
	switch {
	case i < 0:
		return unknownSetting(c.Key)
	case holidayExamples[c.Key] != "":
		return printHolidays(e.stdout, c.Key, s)
	case c.JSON:
		return printJSON(e.stdout, map[string]string{c.Key: all[i].value})
	}
	_, err = fmt.Fprintln(e.stdout, all[i].value)
	return err
}

func unknownSetting(key string) error {
	return fmt.Errorf("%w: không có thiết lập %q. Các thiết lập: %s", errUsage, key, configHelp)
}

func settingsText(s data.Settings) []configLine {
	return []configLine{
		{"public_url", s.PublicURL},
		{"former_hosts", strings.Join(s.FormerHosts, ",")},
		{"allowed_hosts", strings.Join(s.AllowedHosts, ",")},
		{"holidays", holidaysText(s.Holidays)},
		{"added_holidays", addedHolidaysText(s.AddedHolidays)},
		{"province", s.Province},
		{"publisher", s.Publisher},
		{"licence", setting.LicenceText(s.Licence)},
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
		AllowedHosts: append([]string{}, s.AllowedHosts...), Holidays: append([]data.HolidayYear{}, s.Holidays...),
		AddedHolidays: append([]data.AnnualHoliday{}, s.AddedHolidays...), Agencies: []agencyView{},
	}
	lines := settingsText(s)
	for _, a := range agencies {
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

func printSettings(w io.Writer, lines []configLine) error {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s = %s\n", l.key, orUnset(l.value))
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
	var change *setting.Change
	switch c.Key {
	case "public_url":
		change, err = setting.PublicURL(value)
	case "former_hosts":
		change, err = setting.FormerHosts(ctx, f.store, value, c.Force)
	case "allowed_hosts":
		change, err = setting.AllowedHosts(ctx, f.store, value, c.Force)
	case "province":
		change, err = setting.Province(value)
	case "publisher":
		change, err = setting.Publisher(value)
	case "licence":
		change, err = setting.Licence(value)
	case "holidays":
		change, err = setHolidays(value)
	case "added_holidays":
		change, err = setAddedHolidays(value)
	default:
		return unknownSetting(c.Key)
	}
	if err != nil {
		return err
	}
	s, err := f.change(ctx, e.stderr, change, edit(c.By, ""))
	if err != nil {
		return err
	}
	kept := slices.DeleteFunc(settingsText(s), func(o configLine) bool { return o.key != c.Key })
	if err := printSettings(e.stdout, kept); err != nil {
		return err
	}
	return f.warnStrangers(ctx, e.stderr, s)
}
