package web

import (
	"html/template"
	"io/fs"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
)

// readStyle joins the parts of the stylesheet in the order of their names. It
// is one for all pages, inlined in each and allowed by its hash.
func readStyle() (template.CSS, error) {
	text, err := join("style/*.css")
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = css.Minify(minify.New(), &out, strings.NewReader(text), nil)
	return template.CSS(out.String()), err
}

// join reads files one behind the other in the order of their names.
func join(pattern string) (string, error) {
	names, err := fs.Glob(files, pattern) // sorted
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return "", err
		}
		b.Write(text)
	}
	return b.String(), nil
}
