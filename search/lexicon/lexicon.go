// Package lexicon knows what people mean by words that the titles of procedures
// do not have: the words of the market, of the region and of old papers
// ([Term]), and the needs and events of life that lead to an office ([Need]).
//
// [Load] reads the entries that come with the program. Each file is a table
// with tabs between its columns, a head line and comments after #: anybody can
// mend it with a text editor.
package lexicon

import (
	"bufio"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"tracuu/search/vi"
)

//go:embed *.tsv
var files embed.FS

// Term says that a phrase stands for official words wherever it occurs.
type Term struct {
	Typed   string   // as people type it, with marks
	Means   string   // in the words of the catalogue
	Context []string // where not empty, one of these words must stand in the query too
	At      string   // file and line
}

// Need says which procedures somebody has in mind, however it is worded.
type Need struct {
	Typed string
	Means string   // what it is officially, in short
	Codes []string // procedures, best first
	At    string
}

// Lexicon is all that is known.
type Lexicon struct {
	Terms         []Term // market, regional and old words
	Abbreviations []Term
	Renames       []Term // former names of agencies, papers and places
	Needs         []Need
}

// Load reads the entries that come with the program.
func Load() (*Lexicon, error) { return read(files) }

func read(dir fs.FS) (*Lexicon, error) {
	names, err := fs.Glob(dir, "*.tsv")
	if err != nil {
		return nil, err
	}
	l := &Lexicon{}
	for _, name := range names {
		f, err := dir.Open(name)
		if err != nil {
			return nil, err
		}
		err = errors.Join(l.Add(name, f), f.Close())
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
	}
	return l, nil
}

// Heads of the two kinds of tables.
const (
	termHead = "typed\tmeans\tcontext"
	needHead = "typed\tmeans\tcodes"
)

// Add reads one more table. Its name tells what it has: needs…, abbreviations…,
// renames…, anything else terms.
func (l *Lexicon) Add(name string, table io.Reader) error {
	sc := bufio.NewScanner(table)
	for n := 1; sc.Scan(); n++ {
		at := fmt.Sprintf("%s:%d", name, n)
		line := sc.Text()
		if n == 1 {
			if want := headOf(name); line != want {
				return fmt.Errorf("%s: the head is %q, not %q", at, line, want)
			}
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) == 2 {
			columns = append(columns, "")
		}
		if len(columns) != 3 || columns[0] == "" || columns[1] == "" {
			return fmt.Errorf("%s: want 3 columns, the first two filled", at)
		}
		last := strings.Fields(columns[2])
		if strings.HasPrefix(name, "needs") {
			l.Needs = append(l.Needs, Need{columns[0], columns[1], last, at})
			continue
		}
		t := Term{columns[0], columns[1], last, at}
		switch {
		case strings.HasPrefix(name, "abbreviations"):
			l.Abbreviations = append(l.Abbreviations, t)
		case strings.HasPrefix(name, "renames"):
			l.Renames = append(l.Renames, t)
		default:
			l.Terms = append(l.Terms, t)
		}
	}
	return sc.Err()
}

func headOf(name string) string {
	if strings.HasPrefix(name, "needs") {
		return needHead
	}
	return termHead
}

// Problem is a fault of an entry.
type Problem struct {
	At     string
	Reason string
}

// Lint finds entries that say the same twice, clash, mean nothing known or are
// badly written. known tells whether a code is in the catalogue.
func (l *Lexicon) Lint(known func(code string) bool) []Problem {
	var out []Problem
	report := func(at, format string, args ...any) {
		out = append(out, Problem{at, fmt.Sprintf(format, args...)})
	}
	form := func(at, typed, means string) {
		for _, s := range []string{typed, means} {
			if s != strings.Join(strings.Fields(vi.Repair(s)), " ") {
				report(at, "%q is not clean text", s)
			}
		}
		if key(typed) == key(means) {
			report(at, "%q stands for itself", typed)
		}
	}
	seen := map[string]string{}
	for _, n := range l.Needs {
		form(n.At, n.Typed, n.Means)
		if n.Typed != strings.ToLower(n.Typed) {
			report(n.At, "%q is not in lower case", n.Typed)
		}
		if first, ok := seen[key(n.Typed)]; ok {
			report(n.At, "%q stands in %s already", n.Typed, first)
		}
		seen[key(n.Typed)] = n.At
		if len(n.Codes) == 0 {
			report(n.At, "%q leads nowhere", n.Typed)
		}
		for i, c := range n.Codes {
			if !known(c) {
				report(n.At, "there is no procedure %s", c)
			}
			if slices.Contains(n.Codes[:i], c) {
				report(n.At, "%s is named twice", c)
			}
		}
	}
	terms := slices.Concat(l.Terms, l.Abbreviations, l.Renames)
	slices.SortStableFunc(terms, func(a, b Term) int { return cmp.Compare(key(a.Typed), key(b.Typed)) })
	for i, t := range terms {
		form(t.At, t.Typed, t.Means)
		for _, o := range terms[:i] {
			if key(o.Typed) != key(t.Typed) {
				continue
			}
			switch {
			case key(o.Means) == key(t.Means):
				report(t.At, "%q = %q stands in %s already", t.Typed, t.Means, o.At)
			case len(o.Context)+len(t.Context) == 0:
				report(t.At, "%q means %q here and %q in %s: say in which context", t.Typed, t.Means, o.Means, o.At)
			}
		}
	}
	return out
}

// key is the same for spellings that differ in case and tone placement alone.
func key(s string) string {
	var words []string
	for t := range vi.Tokens(s) {
		words = append(words, vi.Canonical(t.Text))
	}
	return strings.Join(words, " ")
}
