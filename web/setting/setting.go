// Package setting decides about changes of the settings: how what people write
// is read, what is refused, and what follows. The command line and the staff's
// room go by it alike.
//
// Start with a [Change], made by the function that is named after the setting,
// and [Keep] it.
package setting

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/web/calendar"
	"tracuu/web/paths"
	"tracuu/web/target"
)

// Store keeps the settings and knows what codes were printed with.
type Store interface {
	Settings(ctx context.Context) (data.Settings, error)
	ChangeSettings(ctx context.Context, by data.Edit, change func(*data.Settings) error) error
	UsedHosts(ctx context.Context) ([]string, error)
	RememberHost(ctx context.Context, host string) error
	Links(ctx context.Context, offset, limit int) ([]data.Link, error)
}

// Change changes the settings as they stand.
type Change struct {
	Notes []target.Reason // what follows, known once it is kept
	apply func(*data.Settings) error
}

func (c *Change) note(what, command string) {
	c.Notes = append(c.Notes, target.Reason{What: what, Command: command})
}

// Refused is a change that is not made.
type Refused struct {
	target.Reason
	Forcible bool // it is made all the same where that is asked for
}

func (e *Refused) Error() string { return e.Reason.String() }

// refuse refuses something that cannot be at all.
func refuse(format string, args ...any) error {
	return &Refused{Reason: target.Reason{What: fmt.Sprintf(format, args...)}}
}

// Keep makes a change and answers what the settings are then. The error is a
// *Refused unless the store fails.
func Keep(ctx context.Context, store Store, c *Change, by data.Edit) (data.Settings, error) {
	err := store.ChangeSettings(ctx, by, c.apply)
	var refused *Refused
	if errors.As(err, &refused) {
		return data.Settings{}, refused
	}
	if err != nil {
		return data.Settings{}, err
	}
	s, err := store.Settings(ctx)
	if host := paths.HostOf(s.PublicURL); err == nil && host != "" && !paths.IsLocal(host) {
		err = store.RememberHost(ctx, host) // pages show codes with it at once
	}
	return s, err
}

// Since makes a change only while the settings have a version, which the one
// who makes it has seen; data.ErrConflict if they have another by now.
func (c *Change) Since(key, version string) {
	apply := c.apply
	c.apply = func(s *data.Settings) error {
		if Version(*s, key) != version {
			return fmt.Errorf("setting %s: %w", key, data.ErrConflict)
		}
		return apply(s)
	}
}

// Version tells the values of a setting apart.
func Version(s data.Settings, key string) string {
	value := map[string]any{
		"public_url": s.PublicURL, "former_hosts": s.FormerHosts, "allowed_hosts": s.AllowedHosts,
		"holidays": s.Holidays, "added_holidays": s.AddedHolidays, "province": s.Province, "home": s.Home,
		"publisher": s.Publisher, "licence": s.Licence,
	}[key]
	b, _ := json.Marshal(value) // texts, numbers and dates alone
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// Strangers are the hosts that codes were printed with and that are no longer
// known as ours.
func Strangers(ctx context.Context, store Store, s data.Settings) ([]string, error) {
	used, err := store.UsedHosts(ctx)
	known := append([]string{paths.HostOf(s.PublicURL)}, s.FormerHosts...)
	return slices.DeleteFunc(used, func(h string) bool { return paths.IsLocal(h) || paths.HasHost(known, h) }), err
}

// Holidays replaces what was decided about the days off. what names the
// decisions to the one who wrote them.
func Holidays(what string, years []data.HolidayYear) *Change {
	return &Change{apply: func(s *data.Settings) error {
		s.Holidays = years
		return checkHolidays(what, s)
	}}
}

// AddedHolidays replaces the holidays that laws have added.
func AddedHolidays(what string, added []data.AnnualHoliday) *Change {
	return &Change{apply: func(s *data.Settings) error {
		s.AddedHolidays = added
		return checkHolidays(what, s)
	}}
}

// Year replaces what was decided about one year, by what was decided about
// nothing where there are no days.
func Year(y data.HolidayYear) *Change {
	return &Change{apply: func(s *data.Settings) error {
		s.Holidays = slices.DeleteFunc(s.Holidays, func(o data.HolidayYear) bool { return o.Year == y.Year })
		if len(y.Days)+len(y.Swaps) > 0 {
			s.Holidays = append(s.Holidays, y)
		}
		slices.SortFunc(s.Holidays, func(a, b data.HolidayYear) int { return a.Year - b.Year })
		return checkHolidays("danh sách", s)
	}}
}

// checkHolidays refuses what no calendar can be made of.
func checkHolidays(what string, s *data.Settings) error {
	if _, err := calendar.New(s.Holidays, s.AddedHolidays...); err != nil {
		return refuse("chưa đổi gì vì %s có chỗ sai: %v", what, err)
	}
	return nil
}

// Province changes which province is served.
func Province(name string) (*Change, error) {
	if name != "" && !slices.ContainsFunc(data.Provinces(), func(p data.Province) bool { return p.Name == name }) {
		return nil, refuse("không có tỉnh, thành phố %q; hãy ghi tên sau sắp xếp năm 2025, ví dụ Khánh Hòa", target.Shorten(name))
	}
	return &Change{apply: func(s *data.Settings) error {
		s.Province = name
		return nil
	}}, nil
}

// codeLine is how a code is shown in a list.
func codeLine(l data.Link) string { return "  " + qr.Code(l.Code).Print() + "  " + l.Target.Key }
