package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"tracuu/data"
	"tracuu/web/admin"
	"tracuu/web/format"
	"tracuu/web/target"
)

type userCmd struct {
	Add     userAddCmd     `cmd:"" help:"Thêm người dùng của trang quản trị."`
	Passwd  userPasswdCmd  `cmd:"" help:"Đặt lại mật khẩu; bỏ xác thực hai bước khi mất điện thoại."`
	List    userListCmd    `cmd:"" help:"Liệt kê người dùng."`
	Disable userDisableCmd `cmd:"" help:"Khóa tài khoản (--undo để mở lại)."`
}

// passwordFlags say where a password comes from and whose it is.
type passwordFlags struct {
	PasswordStdin bool `env:"TRACUU_USER_PASSWORD_STDIN" name:"password-stdin" help:"Đọc mật khẩu từ đầu vào chuẩn thay vì hỏi."`
	MustChange    bool `env:"TRACUU_USER_MUST_CHANGE" help:"Mật khẩu này chỉ dùng một lần: người ấy phải đổi khi đăng nhập."`
}

// byFlag says who does something.
type byFlag struct {
	By string `type:"line" env:"TRACUU_BY" placeholder:"TÊN" help:"Người làm, ghi vào nhật ký (tên đăng nhập máy)."`
}

type userAddCmd struct {
	Name   string `arg:"" name:"tên" help:"Tên đăng nhập: chữ thường không dấu, chữ số, dấu chấm, gạch nối."`
	Role   string `required:"" env:"TRACUU_USER_ROLE" enum:"viewer,editor,publisher,admin" placeholder:"VAI-TRÒ" help:"viewer (chỉ xem), editor (biên tập một cơ quan), publisher (xuất bản), admin (quản trị)."`
	Agency string `env:"TRACUU_USER_AGENCY" placeholder:"CƠ-QUAN" help:"Cơ quan của biên tập viên."`
	passwordFlags
	byFlag
}

// Run adds a member of staff.
func (c *userAddCmd) Run(ctx context.Context, e *env, sh *shared) error {
	name := strings.ToLower(strings.TrimSpace(c.Name))
	if err := admin.CheckUserName(name); err != nil {
		return fmt.Errorf("%w: tên đăng nhập %q: %w", errUsage, target.Shorten(c.Name), err)
	}
	role := data.Role(c.Role)
	if (role == data.RoleEditor) != (c.Agency != "") {
		return fmt.Errorf("%w: --agency đi cùng --role editor, và chỉ với vai trò ấy", errUsage)
	}
	f, err := openFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.store.User(ctx, name); err == nil { // before a password is asked for
		return fmt.Errorf("đã có người dùng %s; đặt lại mật khẩu bằng \"tracuu user passwd %[1]s\"", name)
	}
	u := data.User{Name: name, Role: role, MustChange: c.MustChange}
	if c.Agency != "" {
		a, err := target.FindAgency(ctx, f.store, c.Agency)
		if err != nil {
			return err
		}
		u.Agency = a.Slug
	}
	if u.Password, err = c.readHash(ctx, e, name); err != nil {
		return err
	}
	err = f.store.AddUser(ctx, u, edit(c.By, ""))
	if errors.Is(err, data.ErrConflict) {
		return fmt.Errorf("đã có người dùng %s", name)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "Đã thêm %s. Đăng nhập tại %s.\n", name, admin.Root)
	return err
}

type userPasswdCmd struct {
	Name              string `arg:"" name:"tên" help:"Tên đăng nhập."`
	ResetSecondFactor bool   `env:"TRACUU_USER_RESET_SECOND_FACTOR" help:"Bỏ cả xác thực hai bước, khi mất điện thoại và mã dự phòng."`
	passwordFlags
	byFlag
}

// Run gives a member of staff a new password and ends their sessions.
func (c *userPasswdCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return changeUser(ctx, e, sh, c.Name, func(f *folder, u data.User) error {
		hash, err := c.readHash(ctx, e, u.Name)
		if err != nil {
			return err
		}
		err = f.store.ChangeUser(ctx, u.Name, "reset the password", edit(c.By, ""), func(u *data.User) error {
			u.Password, u.MustChange = hash, c.MustChange
			if c.ResetSecondFactor {
				u.SecondFactor = data.SecondFactor{}
			}
			u.Generation++
			return nil
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(e.stdout, "Đã đặt mật khẩu mới cho %s; các phiên cũ đã hết.\n", u.Name)
		return err
	})
}

type userDisableCmd struct {
	Name string `arg:"" name:"tên" help:"Tên đăng nhập."`
	Undo bool   `env:"TRACUU_USER_UNDO" help:"Mở lại tài khoản."`
	byFlag
}

// Run keeps a member of staff from signing in, or no longer does.
func (c *userDisableCmd) Run(ctx context.Context, e *env, sh *shared) error {
	return changeUser(ctx, e, sh, c.Name, func(f *folder, u data.User) error {
		action, said := "disabled", "Đã khóa %s.\n"
		if c.Undo {
			action, said = "enabled", "Đã mở lại %s.\n"
		}
		if u.Disabled != c.Undo { // as it is wanted already
			_, err := fmt.Fprintf(e.stdout, said, u.Name)
			return err
		}
		err := f.store.ChangeUser(ctx, u.Name, action, edit(c.By, ""), func(u *data.User) error {
			u.Disabled = !c.Undo
			u.Generation++
			return nil
		})
		if errors.Is(err, data.ErrLastAdmin) {
			return fmt.Errorf("%s là quản trị viên cuối cùng; hãy thêm một quản trị viên khác trước", u.Name)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(e.stdout, said, u.Name)
		return err
	})
}

// changeUser finds a member of staff for a change.
func changeUser(ctx context.Context, e *env, sh *shared, name string, change func(*folder, data.User) error) error {
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	u, err := f.store.User(ctx, strings.ToLower(strings.TrimSpace(name)))
	if errors.Is(err, data.ErrNotFound) {
		return fmt.Errorf("không có người dùng %q; xem danh sách bằng \"tracuu user list\"", target.Shorten(name))
	}
	if err != nil {
		return err
	}
	return change(f, u)
}

type userListCmd struct {
	JSON bool `env:"TRACUU_USER_JSON" name:"json" help:"In dạng JSON."`
}

// listedUser is a member of staff as --json shows them.
type listedUser struct {
	Name         string    `json:"name"`
	Role         data.Role `json:"role"`
	Agency       string    `json:"agency"`
	Disabled     bool      `json:"disabled"`
	MustChange   bool      `json:"must_change_password"`
	SecondFactor bool      `json:"second_factor"`
	Created      time.Time `json:"created"`
}

// Run lists everybody.
func (c *userListCmd) Run(ctx context.Context, e *env, sh *shared) error {
	f, err := existingFolder(ctx, sh.Dir, e.now)
	if err != nil {
		return err
	}
	defer f.Close()
	users, err := f.store.Users(ctx)
	if err != nil {
		return err
	}
	list := []listedUser{}
	for _, u := range users {
		list = append(list, listedUser{u.Name, u.Role, u.Agency, u.Disabled, u.MustChange, u.TOTPSecret != "", u.Created.In(format.Hanoi)})
	}
	if c.JSON {
		return printJSON(e.stdout, list)
	}
	if len(list) == 0 {
		_, err := io.WriteString(e.stdout, "Chưa có người dùng nào; thêm bằng \"tracuu user add\".\n")
		return err
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for _, u := range list {
		state, second := "đang dùng", "chưa có bước hai"
		switch {
		case u.Disabled:
			state = "đã khóa"
		case u.MustChange:
			state = "chưa đổi mật khẩu đầu"
		}
		if u.SecondFactor {
			second = "hai bước"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", u.Name, u.Role, orUnset(u.Agency), state, second)
	}
	return w.Flush()
}
