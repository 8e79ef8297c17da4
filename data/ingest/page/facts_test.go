package page

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"tracuu/data/ingest/charset"
)

// fact is what somebody read on a page. The text of a procedure is its steps;
// that of a section is what it says of the office, which has no record.
type fact struct {
	File, Kind, Title, Code, Date string
	First, Last                   string // words of the text
	Words                         int    // with a letter in them
}

// tally counts what is right of what was given and of what there is.
type tally struct{ right, given, there int }

func (c *tally) add(given, there, right bool) {
	if given {
		c.given++
	}
	if there {
		c.there++
	}
	if given && there && right {
		c.right++
	}
}

func (c tally) precision() float64 { return share(c.right, c.given) }
func (c tally) recall() float64    { return share(c.right, c.there) }

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// TestFacts holds what is read off saved pages to what a person read there.
func TestFacts(t *testing.T) {
	saved := filepath.Join("..", "..", "..", "..", "shared", "data", "html")
	t.Run("saved pages", func(t *testing.T) {
		if _, err := os.Stat(saved); err != nil {
			t.Skip("the saved pages are not beside the project: " + err.Error())
		}
		measure(t, filepath.Join("testdata", "facts.jsonl"), saved, 0.95)
	})
	t.Run("layouts", func(t *testing.T) {
		measure(t, filepath.Join("testdata", "layouts.jsonl"), filepath.Join("testdata", "layouts"), 1)
	})
}

// measure prints precision and recall, which must not fall below floor.
func measure(t *testing.T, facts, dir string, floor float64) {
	t.Helper()
	f, err := os.Open(facts)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kinds := map[string]*tally{}
	kind := func(k string) *tally {
		if kinds[k] == nil {
			kinds[k] = &tally{}
		}
		return kinds[k]
	}
	var titles, dates, texts, codes tally
	for s := bufio.NewScanner(f); s.Scan(); {
		var want fact
		if err := json.Unmarshal(s.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, want.File))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Read(Input{Body: b})
		if err != nil {
			t.Fatalf("%s: %v", want.File, err)
		}
		if p.Record == nil && p.Kind.Why() == "" {
			t.Errorf("%s: neither a record nor a reason", want.File)
		}
		right := string(p.Kind) == want.Kind
		kind(string(p.Kind)).given++
		kind(want.Kind).there++
		if right {
			kind(want.Kind).right++
		} else {
			t.Logf("%s: %s, in truth %s", want.File, p.Kind, want.Kind)
		}
		if want.Title != "" { // of pages that refuse it does not matter
			check(t, &titles, want.File, p.Title, want.Title, p.Title == want.Title)
		}
		code, _ := p.Record["code"].(string)
		check(t, &codes, want.File, code, want.Code, code == want.Code)
		published, _ := p.Record["published_raw"].(string)
		check(t, &dates, want.File, published, want.Date, strings.Contains(published, want.Date))
		if want.Words > 0 {
			text := textOn(p, b)
			ok := want.agrees(text)
			texts.add(text != "", true, ok)
			if !ok {
				t.Logf("%s: text of %d words, in truth %d: %.60q … %q", want.File, len(words(text)), want.Words, text, text[max(0, len(text)-60):])
			}
		}
	}
	for k, c := range kinds {
		report(t, k, *c, floor)
	}
	report(t, "titles", titles, floor)
	report(t, "codes", codes, floor)
	report(t, "dates", dates, floor)
	report(t, "texts", texts, floor)
}

func check(t *testing.T, c *tally, file, got, want string, right bool) {
	c.add(got != "", want != "", right)
	if (got != "" || want != "") && !right {
		t.Logf("%s: %q, in truth %q", file, got, want)
	}
}

func report(t *testing.T, what string, c tally, floor float64) {
	t.Helper()
	t.Logf("%-10s %3d there  precision %.3f  recall %.3f", what, c.there, c.precision(), c.recall())
	if c.precision() < floor || c.recall() < floor {
		t.Errorf("%s: precision %.3f and recall %.3f must be %.2f", what, c.precision(), c.recall(), floor)
	}
}

// textOn is the text found on a page, whether it goes into a record or not.
func textOn(p Page, body []byte) string {
	switch p.Kind {
	case Procedure:
		s, _ := p.Record["steps"].(string)
		return s
	case Article:
		lead, _ := p.Record["lead"].(string)
		s, _ := p.Record["body"].(string)
		return lead + " " + s
	}
	text, _ := charset.Decode(body, "")
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return ""
	}
	d := newDocument(root, "")
	s, _ := d.article(d.findBody()).record["body"].(string)
	return s
}

// agrees reports whether text begins and ends as the page's does, and is as
// long to two in a hundred.
func (f fact) agrees(text string) bool {
	const slack = 0.02
	got := words(text)
	joined := strings.Join(got, " ")
	off := float64(len(got)-f.Words) / float64(f.Words)
	return strings.HasPrefix(joined, strings.Join(words(f.First), " ")) && strings.HasSuffix(joined, strings.Join(words(f.Last), " ")) &&
		off <= slack && off >= -slack
}

// words are those with a letter: numbers of steps are written in several ways.
func words(s string) (out []string) {
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			out = append(out, w)
		}
	}
	return out
}
