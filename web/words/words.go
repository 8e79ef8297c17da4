// Package words holds what the interface says, in every language it speaks.
//
// Vietnamese is the language the pages are written in: a message is its own
// Vietnamese text, and every other language has a table of what it says
// instead, embedded as tag.tsv (en.tsv, …). Another language is another file.
//
// Start with [Languages]. The words of records are no part of it; a record
// brings its own translations.
package words

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed *.tsv
var tables embed.FS

// Language is one language of the interface.
type Language struct {
	Tag      string // BCP 47: "vi", "en"
	Name     string // what it calls itself
	messages map[string]string
	ofOne    map[string]string // what is said of one, where that differs
}

// M marks a message that is kept in a table and translated where it is shown.
func M(message string) string { return message }

// Vietnamese is the language of the pages' own addresses.
func Vietnamese() *Language { return &Language{Tag: "vi", Name: "Tiếng Việt"} }

// Languages are all that come with the program, Vietnamese first and the others
// by tag.
func Languages() ([]*Language, error) { return Read(tables) }

// Read gives Vietnamese and the languages of the tables in dir. An error names
// the file and line that cannot be read.
func Read(dir fs.FS) ([]*Language, error) {
	out := []*Language{Vietnamese()}
	names, err := fs.Glob(dir, "*.tsv")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	for _, name := range names {
		l, err := read(dir, name)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// read reads a table: the language's own name in the first line, "# English",
// then a message and its translation a line, with a tab between, and perhaps
// after another tab what is said of one; "#" begins a comment.
func read(dir fs.FS, name string) (*Language, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only
	l := &Language{Tag: strings.TrimSuffix(name, ".tsv"), messages: map[string]string{}, ofOne: map[string]string{}}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if comment, ok := strings.CutPrefix(line, "#"); ok || line == "" {
			if n == 1 {
				l.Name = strings.TrimSpace(comment)
			}
			continue
		}
		message, translation, ok := strings.Cut(line, "\t")
		switch {
		case !ok || message == "" || translation == "":
			return nil, fmt.Errorf("%s:%d: want a message, a tab and its translation", name, n)
		case l.messages[message] != "":
			return nil, fmt.Errorf("%s:%d: %q is there twice", name, n, message)
		}
		translation, one, _ := strings.Cut(translation, "\t")
		l.messages[message] = translation
		if one != "" {
			l.ofOne[message] = one
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if l.Name == "" {
		return nil, fmt.Errorf("%s:1: want the language's own name, # English", name)
	}
	return l, nil
}

// T says a message in the language, with args put in as by fmt.Sprintf. What
// has no translation is said in Vietnamese.
func (l *Language) T(message string, args ...any) string {
	if translation, ok := l.messages[message]; ok {
		message = translation
	}
	if len(args) == 0 {
		return message
	}
	return fmt.Sprintf(message, args...)
}

// N says a message about n things. Its first hole, %s, is for the number; args
// fill the others.
func (l *Language) N(message string, n int, args ...any) string {
	args = append([]any{l.Number(n)}, args...)
	if one := l.ofOne[message]; one != "" && n == 1 {
		return fmt.Sprintf(one, args...)
	}
	return l.T(message, args...)
}

// Number writes an integer of any size as the language does: 12.345.
func (l *Language) Number(n any) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + l.T(".") + s[i:]
	}
	return s
}

// Messages are those the language has a translation for, in no order.
func (l *Language) Messages() map[string]string { return l.messages }

// Path puts the language in front of the path of a page: "/thu-tuc" is
// "/en/thu-tuc" in English. Vietnamese stands at the path itself.
func (l *Language) Path(path string) string {
	if l.Tag == "vi" {
		return path
	}
	if path == "/" {
		return "/" + l.Tag
	}
	return "/" + l.Tag + path
}
