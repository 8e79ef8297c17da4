package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"golang.org/x/term"

	"tracuu/data"
	"tracuu/web/admin"
	"tracuu/web/target"
)

type userCmd struct {
	Add userAddCmd `cmd:"" help:"Thêm người dùng của trang quản trị."`
}

type userAddCmd struct {
	Name          string `arg:"" name:"tên" help:"Tên đăng nhập: chữ thường không dấu, chữ số, dấu chấm, gạch nối."`
	Role          string `required:"" env:"TRACUU_USER_ROLE" enum:"viewer,editor,publisher,admin" placeholder:"VAI-TRÒ" help:"viewer (chỉ xem), editor (biên tập một cơ quan), publisher (xuất bản), admin (quản trị)."`
	Agency        string `env:"TRACUU_USER_AGENCY" placeholder:"CƠ-QUAN" help:"Cơ quan của biên tập viên."`
	PasswordStdin bool   `env:"TRACUU_USER_PASSWORD_STDIN" name:"password-stdin" help:"Đọc mật khẩu từ đầu vào chuẩn thay vì hỏi."`
	By            string `type:"line" env:"TRACUU_BY" placeholder:"TÊN" help:"Người làm, ghi vào nhật ký (tên đăng nhập máy)."`
}

var userNameRE = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// Run adds a member of staff.
func (c *userAddCmd) Run(ctx context.Context, e *env, sh *shared) error {
	name := strings.ToLower(strings.TrimSpace(c.Name))
	if !userNameRE.MatchString(name) || len(name) > data.MaxUserName {
		return fmt.Errorf("%w: tên đăng nhập %q: chỉ dùng chữ thường không dấu, chữ số, dấu chấm và gạch nối, dài nhất %d", errUsage, target.Shorten(c.Name), data.MaxUserName)
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
	u := data.User{Name: name, Role: role}
	if c.Agency != "" {
		a, err := target.FindAgency(ctx, f.store, c.Agency)
		if err != nil {
			return err
		}
		u.Agency = a.Slug
	}
	password, err := readPassword(ctx, e, c.PasswordStdin)
	if err != nil {
		return err
	}
	u.Password = admin.HashPassword(password)
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

// readPassword reads a password from a terminal without showing it, or the
// first line of standard input.
func readPassword(ctx context.Context, e *env, stdin bool) (string, error) {
	if stdin {
		line, err := readLine(ctx, io.LimitReader(e.stdin, 4<<10))
		return strings.TrimRight(line, "\r\n"), err
	}
	if !e.terminal {
		return "", fmt.Errorf("%w: không có màn hình để hỏi mật khẩu; hãy dùng --password-stdin", errUsage)
	}
	fmt.Fprint(e.stderr, "Mật khẩu: ")
	b, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(e.stderr)
	return string(b), err
}
