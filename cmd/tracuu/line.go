package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

// maxLine bounds what people may say in one line, in letters.
const maxLine = 300

// cleanLine is free text as it is kept: one line of at most limit letters,
// without anything that cannot be seen. unicode.C holds controls, such as those
// that move a terminal's cursor, and marks that turn the direction of text.
func cleanLine(s string, limit int) (string, error) {
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

// mapLine reads the flags of type "line".
func mapLine(ctx *kong.DecodeContext, target reflect.Value) error {
	typed, err := ctx.Scan.PopValue("line") // the text as it is, were it no UTF-8
	if err != nil {
		return err
	}
	line, err := cleanLine(typed.String(), maxLine)
	if err == nil {
		target.SetString(line)
	}
	return err
}
