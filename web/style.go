package web

import (
	"html/template"
	"io/fs"
	"regexp"
	"strings"
)

// commentRE finds the comments of the stylesheet's parts, which readers need
// not load.
var commentRE = regexp.MustCompile(`(?s)/\*.*?\*/\n?`)

// readStyle joins the parts of the stylesheet in the order of their names. It
// is one for all pages, inlined in each and allowed by its hash.
func readStyle() (template.CSS, error) {
	css, err := join("style/*.css")
	return template.CSS(strings.TrimSpace(commentRE.ReplaceAllString(css, ""))), err
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
