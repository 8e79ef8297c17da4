package format

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanLine is free text as it is kept: one line of at most limit letters,
// without anything that cannot be seen. unicode.C holds controls, such as those
// that move a terminal's cursor, and marks that turn the direction of text.
func CleanLine(s string, limit int) (string, error) {
	if utf8.ValidString(s) {
		s = strings.Join(strings.Fields(s), " ")
	}
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.C, r) }):
		return "", errors.New("có ký tự điều khiển, ký tự ẩn hoặc không phải UTF-8; hãy gõ lại trên một dòng")
	case utf8.RuneCountInString(s) > limit:
		return "", fmt.Errorf("dài quá %d chữ; hãy viết gọn lại", limit)
	}
	return s, nil
}
