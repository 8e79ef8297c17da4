package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"tracuu/web/admin"
)

// readHash reads a new password for somebody and answers its hash.
func (p passwordFlags) readHash(ctx context.Context, e *env, name string) (string, error) {
	password, err := p.read(ctx, e)
	if err != nil {
		return "", err
	}
	if err := admin.CheckNewPassword(name, password); err != nil {
		return "", err
	}
	return admin.HashPassword(password), nil
}

// read reads a password twice from a terminal without showing it, or the first
// line of standard input.
func (p passwordFlags) read(ctx context.Context, e *env) (string, error) {
	if p.PasswordStdin {
		line, err := readLine(ctx, io.LimitReader(e.stdin, 4<<10))
		return strings.TrimRight(line, "\r\n"), err
	}
	if !e.terminal {
		return "", fmt.Errorf("%w: không có màn hình để hỏi mật khẩu; hãy dùng --password-stdin", errUsage)
	}
	first, err := askPassword(ctx, e, "Mật khẩu mới: ")
	if err != nil {
		return "", err
	}
	again, err := askPassword(ctx, e, "Gõ lại: ")
	if err == nil && first != again {
		err = errors.New("hai lần gõ chưa giống nhau; chưa có gì thay đổi")
	}
	return first, err
}

// askPassword asks on the terminal until ctx ends, and leaves it as it was.
func askPassword(ctx context.Context, e *env, question string) (string, error) {
	in := int(os.Stdin.Fd())
	before, err := term.GetState(in)
	if err != nil {
		return "", fmt.Errorf("ask for a password: %w", err)
	}
	fmt.Fprint(e.stderr, question)
	defer fmt.Fprintln(e.stderr)
	type answer struct {
		typed []byte
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		typed, err := term.ReadPassword(in)
		done <- answer{typed, err}
	}()
	select {
	case a := <-done:
		return string(a.typed), a.err
	case <-ctx.Done():
		return "", errors.Join(ctx.Err(), term.Restore(in, before))
	}
}
