package admin

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of a password, in letters.
const (
	minPassword = 10
	maxPassword = 200
)

// commonPasswords are those of ten letters and more that are tried first,
// without spaces and in small letters.
var commonPasswords = []string{
	"1234567890", "0123456789", "12345678910", "123456789a", "1234567891", "0987654321", "9876543210", "987654321a",
	"1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5", "1qaz2wsx3edc", "qwertyuiop", "qwerty12345", "qwerty123456", "asdfghjkl1", "zxcvbnm123",
	"password12", "password123", "password1234", "passw0rd123", "p@ssw0rd123", "password@123", "abc1234567", "abcd123456", "abcdefghij",
	"iloveyou12", "iloveyou123", "admin12345", "admin123456", "administrator", "welcome123", "letmein123", "changeme123", "computer123",
	"matkhau123", "matkhau1234", "matkhau12345", "matkhaucuatoi", "mậtkhẩu123", "quantri123", "quantrivien", "vietnam123", "vietnam1234",
	"vietnam2025", "vietnam2026", "nhatrang123", "khanhhoa123", "khanhhoa2026", "anhyeuem123", "emyeuanh123", "hanoi123456", "saigon1234", "tracuu1234",
}

// CheckNewPassword says in Vietnamese why a password should not be taken.
func CheckNewPassword(name, password string) error {
	password = norm.NFC.String(password)
	plain := strings.ToLower(strings.Join(strings.Fields(password), ""))
	letters := map[rune]bool{}
	for _, r := range plain {
		letters[r] = true
	}
	switch {
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return errors.New("mật khẩu có ký tự không gõ lại được; hãy chọn mật khẩu khác")
	case utf8.RuneCountInString(password) < minPassword:
		return fmt.Errorf("mật khẩu cần ít nhất %d chữ; bốn năm từ không liên quan đến nhau vừa dễ nhớ vừa khó đoán", minPassword)
	case utf8.RuneCountInString(password) > maxPassword:
		return fmt.Errorf("mật khẩu dài quá %d chữ", maxPassword)
	case name != "" && strings.Trim(strings.ReplaceAll(plain, strings.ToLower(name), ""), "0123456789.-_@!") == "":
		return errors.New("mật khẩu không được là tên đăng nhập, có thêm chữ số cũng không")
	case slices.Contains(commonPasswords, plain) || len(letters) < 5:
		return errors.New("mật khẩu này quá dễ đoán; hãy chọn mật khẩu khác")
	}
	return nil
}

// sentence is what an error says, as people write it.
func sentence(err error) string {
	said := err.Error()
	first, size := utf8.DecodeRuneInString(said)
	return string(unicode.ToUpper(first)) + said[size:] + "."
}
