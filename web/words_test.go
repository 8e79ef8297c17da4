package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tracuu/data"
	"tracuu/web/words"
)

// TestWords: every language says all that the interface says, nothing else,
// and with the same holes for what is put in.
func TestWords(t *testing.T) {
	t.Parallel()
	languages, err := words.Languages()
	if err != nil {
		t.Fatal(err)
	}
	said := messages(t)
	if len(said) < 20 {
		t.Fatalf("only %d messages were found", len(said))
	}
	verb := regexp.MustCompile(`%(\[\d+\])?[a-z%]`)
	for _, l := range languages[1:] {
		table := l.Messages()
		for m, at := range said {
			translation, ok := table[m]
			switch {
			case !ok:
				t.Errorf("%s: no words for %q (%s)", l.Tag, m, at)
			case len(verb.FindAllString(m, -1)) != len(verb.FindAllString(translation, -1)):
				t.Errorf("%s: %q has other holes than %q", l.Tag, translation, m)
			}
		}
		for m := range table {
			if said[m] == "" {
				t.Errorf("%s: nobody says %q", l.Tag, m)
			}
		}
	}
}

// messages are those that templates and handlers say, each with a file that
// does.
func messages(t *testing.T) map[string]string {
	t.Helper()
	said := map[string]string{}
	for _, l := range []data.Level{data.LevelCommune, data.LevelProvince, data.LevelMinistry} {
		said[l.Label()] = "data.Level"
	}
	for _, c := range []data.Channel{data.ChannelOnline, data.ChannelPost, data.ChannelInPerson, ""} {
		said[c.Label()] = "data.Channel"
	}
	inTemplate := regexp.MustCompile(`[{( ][tn] ("(?:[^"\\]|\\.)*")`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return err
		}
		switch {
		case strings.HasSuffix(path, ".html"):
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range inTemplate.FindAllStringSubmatch(string(text), -1) {
				message, err := strconv.Unquote(m[1])
				if err != nil {
					return err
				}
				said[message] = path
			}
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			return inGo(path, said)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// inGo finds the messages of a Go file: the texts handed to say, T and words.M.
func inGo(path string, said map[string]string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		var at int
		switch f := call.Fun.(type) {
		case *ast.Ident:
			if f.Name != "say" {
				return true
			}
			at = 1
		case *ast.SelectorExpr:
			if !slices.Contains([]string{"T", "N", "M"}, f.Sel.Name) {
				return true
			}
		default:
			return true
		}
		if at < len(call.Args) {
			if text, ok := literal(call.Args[at]); ok {
				said[text] = path
			}
		}
		return true
	})
	return nil
}

// literal is the text of a string literal, or of several put together.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, ok2 := literal(e.Y)
		return left + right, ok && ok2 && e.Op == token.ADD
	}
	return "", false
}
