package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/web/setting"
)

const settingPath = Root + "/cai-dat"

// SettingStore is what the settings need of the store.
type SettingStore interface {
	PictureStore
	AgencyStore
	setting.Store
	ConfigHistory(ctx context.Context, prefix string) ([]data.ConfigEvent, error)
}

func settingRoutes() []route {
	return slices.Concat(importRoutes(), pictureRoutes(), agencyRoutes(), []route{
		{http.MethodGet, settingPath, data.RoleAdmin, nil, (*Server).settings},
		{http.MethodGet, settingPath + "/{name}", data.RoleAdmin, nil, (*Server).settingForm},
		{http.MethodPost, settingPath + "/{name}", data.RoleAdmin, nil, (*Server).changeSetting},
	})
}

// aSetting is a setting as its page shows it.
type aSetting struct {
	Slug, Key, Name, Help string
	Text                  func(data.Settings) string // as people read it
}

// allSettings are the settings in the order of their page.
func allSettings() []aSetting {
	return []aSetting{
		{"dia-chi", "public_url", "Địa chỉ công khai", "Ghi trong mọi mã QR in từ nay. Tên miền trước đó tự vào danh sách cũ; hãy giữ nó trỏ về máy chủ này để mã đã in vẫn mở được.", func(s data.Settings) string { return s.PublicURL }},
		{"ten-mien-cu", "former_hosts", "Tên miền cũ", "Mã đã in với các tên miền này vẫn được nhận là thật. Mỗi dòng một tên miền, không kèm https://.", func(s data.Settings) string { return strings.Join(s.FormerHosts, "\n") }},
		{"ten-mien-ngoai", "allowed_hosts", "Tên miền ngoài được phép", "Mã được dẫn tới các tên miền này, ngoài .gov.vn vốn đã được phép. Mỗi dòng một tên miền; .example.vn là mọi tên miền con.", func(s data.Settings) string { return strings.Join(s.AllowedHosts, "\n") }},
		{"tinh", "province", "Tỉnh, thành phố", "Tên sau sắp xếp năm 2025, ví dụ Khánh Hòa. Có hiệu lực từ lần khởi động máy chủ sau; cờ --province được ưu tiên.", func(s data.Settings) string { return s.Province }},
		{"ngay-nghi", "holidays", "Ngày nghỉ chính thức từng năm", "Dùng để tính ngày trả kết quả. Năm chưa có lịch được tính dư cho chắc.", func(s data.Settings) string { return yearsText(s.Holidays) }},
		{"ngay-le-them", "added_holidays", "Ngày lễ luật định thêm", "Ngày nghỉ hằng năm do luật mới quy định, ngoài Bộ luật Lao động. Viết dạng JSON như lệnh tracuu config.", func(s data.Settings) string { return listText(s.AddedHolidays) }},
		{"trang-chu", "home", "Lời trên trang chủ", "Chữ thường, không định dạng. Thông báo chỉ hiện trong khoảng ngày đã ghi.", func(s data.Settings) string { return s.Home.Greeting + "\n" + s.Home.Notice }},
	}
}

func findSetting(r *http.Request) (aSetting, error) {
	slug := chi.URLParam(r, "name")
	for _, one := range allSettings() {
		if one.Slug == slug {
			return one, nil
		}
	}
	return aSetting{}, fmt.Errorf("setting %q: %w", slug, data.ErrNotFound)
}

// yearsText tells years in lines.
func yearsText(years []data.HolidayYear) string {
	var out []string
	for _, y := range years {
		out = append(out, fmt.Sprintf("%d: %d ngày nghỉ, %d hoán đổi (%s)", y.Year, len(y.Days), len(y.Swaps), y.Source))
	}
	return strings.Join(out, "\n")
}

// listText is a list as the file that would set it; empty for none.
func listText[T any](list []T) string {
	if len(list) == 0 {
		return ""
	}
	b, _ := json.MarshalIndent(list, "", "  ") // texts and numbers alone
	return string(b)
}

type settingsPage struct {
	base
	Rows      []settingRow
	Strangers []string // hosts of printed codes that nobody knows any more
	Flags     bool     // the server was started with another address
}

type settingRow struct {
	aSetting
	Value string
}

func (s *Server) settings(w http.ResponseWriter, r *http.Request) error {
	now, err := s.Store.Settings(r.Context())
	if err != nil {
		return err
	}
	p := settingsPage{base: s.base(r, "Cài đặt"), Flags: now.PublicURL != "" && now.PublicURL != s.Settings().PublicURL}
	if p.Strangers, err = setting.Strangers(r.Context(), s.Store, s.Settings()); err != nil {
		return err
	}
	for _, one := range allSettings() {
		p.Rows = append(p.Rows, settingRow{one, strings.TrimSpace(one.Text(now))})
	}
	return s.render(w, r, http.StatusOK, "settings", p)
}

type settingPage struct {
	base
	aSetting
	settingInput
	Now       string // what it is by now, if somebody else has changed it meanwhile
	Problem   string
	Forcible  bool // it can be done all the same
	Years     []data.HolidayYear
	Provinces []data.Province
	History   []data.ConfigEvent
}

// settingInput is what the form of a setting holds.
type settingInput struct {
	Version string
	Value   string
	Home    data.HomeTexts
	Year    yearInput
}

func (s *Server) settingForm(w http.ResponseWriter, r *http.Request) error {
	one, err := findSetting(r)
	if err != nil {
		return err
	}
	now, err := s.Store.Settings(r.Context())
	if err != nil {
		return err
	}
	in := settingInput{Value: one.Text(now), Home: now.Home}
	for _, y := range now.Holidays {
		if fmt.Sprint(y.Year) == r.URL.Query().Get("nam") {
			in.Year = yearOf(y)
		}
	}
	return s.showSetting(w, r, http.StatusOK, settingPage{aSetting: one, settingInput: in})
}

// showSetting shows the form of a setting with what it is now.
func (s *Server) showSetting(w http.ResponseWriter, r *http.Request, status int, p settingPage) error {
	now, err := s.Store.Settings(r.Context())
	if err != nil {
		return err
	}
	history, err := s.Store.ConfigHistory(r.Context(), p.Key)
	if err != nil {
		return err
	}
	slices.Reverse(history)
	p.base, p.History = s.base(r, p.Name), history[:min(len(history), 20)]
	p.Version, p.Years, p.Provinces = setting.Version(now, p.Key), now.Holidays, data.Provinces()
	switch status {
	case http.StatusConflict:
		p.Now = p.Text(now)
	case http.StatusUnprocessableEntity: // what somebody else has changed meanwhile was not seen yet
		p.Version = r.PostFormValue("ban")
	}
	return s.render(w, r, status, "setting", p)
}

// changeSetting changes a setting, or shows the form again with why not.
func (s *Server) changeSetting(w http.ResponseWriter, r *http.Request) error {
	one, err := findSetting(r)
	if err != nil {
		return err
	}
	p := settingPage{aSetting: one, settingInput: settingInput{
		Value: r.PostFormValue("gia-tri"),
		Home: data.HomeTexts{
			Greeting: r.PostFormValue("chao"), GreetingEN: r.PostFormValue("chao-en"), Notice: r.PostFormValue("bao"), NoticeEN: r.PostFormValue("bao-en"),
			From: data.Date(r.PostFormValue("tu")), Until: data.Date(r.PostFormValue("den")),
		},
		Year: yearInput{r.PostFormValue("nam"), r.PostFormValue("ngay"), r.PostFormValue("hoan-doi"), r.PostFormValue("nguon")},
	}}
	change, err := s.readSetting(r, one.Key, p.settingInput)

	if err == nil {
		change.Since(one.Key, r.PostFormValue("ban"))
		_, err = setting.Keep(r.Context(), s.Store, change, by(r, ""))
	}
	var refused *setting.Refused
	switch {
	case errors.As(err, &refused):
		p.Problem, p.Forcible = capital(refused.What)+".", refused.Forcible
		return s.showSetting(w, r, http.StatusUnprocessableEntity, p)
	case errors.Is(err, data.ErrConflict):
		return s.showSetting(w, r, http.StatusConflict, p)
	case err != nil:
		return err
	}
	said := []string{"Đã lưu “" + one.Name + "”."}
	for _, n := range change.Notes {
		said = append(said, "Lưu ý: "+n.What)
	}
	flash(r, strings.Join(said, " "))
	return redirect(w, r, settingPath)
}

// readSetting reads what was typed of a setting.
func (s *Server) readSetting(r *http.Request, key string, in settingInput) (*setting.Change, error) {
	value, force := strings.TrimSpace(in.Value), r.PostFormValue("chac") != ""
	switch key {
	case "public_url":
		return setting.PublicURL(value)
	case "former_hosts":
		return setting.FormerHosts(r.Context(), s.Store, value, force)
	case "allowed_hosts":
		return setting.AllowedHosts(r.Context(), s.Store, value, force)
	case "province":
		return setting.Province(value)
	case "home":
		return setting.Home(in.Home)
	case "added_holidays":
		var added []data.AnnualHoliday
		if err := readList(value, &added); err != nil {
			return nil, err
		}
		return setting.AddedHolidays("danh sách", added), nil
	case "holidays":
		if r.PostFormValue("dang") == "json" {
			var years []data.HolidayYear
			if err := readList(value, &years); err != nil {
				return nil, err
			}
			return setting.Holidays("danh sách", years), nil
		}
		return in.Year.change()
	}
	return nil, fmt.Errorf("setting %q: %w", key, data.ErrNotFound)
}
