package main

import (
	"reflect"

	"github.com/alecthomas/kong"

	"tracuu/web/format"
)

// maxLine bounds what people may say in one line, in letters.
const maxLine = 300

// mapLine reads the flags of type "line".
func mapLine(ctx *kong.DecodeContext, target reflect.Value) error {
	typed, err := ctx.Scan.PopValue("line") // the text as it is, were it no UTF-8
	if err != nil {
		return err
	}
	line, err := format.CleanLine(typed.String(), maxLine)
	if err == nil {
		target.SetString(line)
	}
	return err
}
