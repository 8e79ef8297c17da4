package poster_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/qr"
	"tracuu/qr/poster"
)

// catalogue reads the real procedures, which the project does not hold; the
// test is skipped where they are absent.
func catalogue(t *testing.T) []data.Procedure {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "procedures.jsonl.gz")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("real records not here: %s", path)
	}
	src, err := ingest.Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var out []data.Procedure
	for rec, err := range ingest.Records(t.Context(), src, ingest.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Procedure != nil {
			out = append(out, *rec.Procedure)
		}
	}
	return out
}

// TestCatalogue holds what must be true of whatever is in the catalogue.
func TestCatalogue(t *testing.T) {
	all := catalogue(t)
	t.Run("posters", func(t *testing.T) { checkPosters(t, all) })
	t.Run("cards", func(t *testing.T) { checkCards(t, all) })
}

// checkPosters: what a poster says stands word for word in the record.
func checkPosters(t *testing.T, all []data.Procedure) {
	gains, boxes := 0, 0
	listed, labelled := map[string]int{}, map[string]int{}
	for _, p := range all {
		s := poster.Procedure(p)
		if s.Title == "" || s.Number != p.Code {
			t.Errorf("%s: title %q, number %q", p.Code, s.Title, s.Number)
		}
		if s.Gain != "" {
			gains++
			if !inOrder(strings.ToLower(s.Gain), strings.ToLower(p.Result)) {
				t.Errorf("%s: gain %q is not in the words of %q", p.Code, s.Gain, p.Result)
			}
			if utf8.RuneCountInString(s.Gain) > 110 {
				t.Errorf("%s: gain of %d characters", p.Code, utf8.RuneCountInString(s.Gain))
			}
		}
		if len(s.Facts) > 0 {
			boxes++
		}
		lines := 0
		for _, f := range s.Facts {
			labelled[f.Label]++
			text := strings.Join(f.Lines, "\n")
			if !strings.Contains(strings.ToLower(text), "quét mã") {
				listed[f.Label]++
			}
			if f.Label == "Lệ phí" && strings.Contains(strings.ToLower(text), "miễn phí") && !strings.Contains(text, "đồng") {
				t.Errorf("%s: a fee made free: %q", p.Code, text)
			}
			for _, l := range f.Lines {
				lines += 1 + (utf8.RuneCountInString(l)-1)/80
			}
		}
		if lines > 7 {
			t.Errorf("%s: a box of %d lines", p.Code, lines)
		}
	}
	t.Logf("%d procedures: %d with a gain, %d with a box; facts %v, in full %v", len(all), gains, boxes, labelled, listed)
	if gains < len(all)/2 || boxes < len(all)*8/10 {
		t.Errorf("%d of %d procedures have a gain, %d a box", gains, len(all), boxes)
	}
}

// inOrder reports whether the words of line are words of text in the same
// order.
func inOrder(line, text string) bool {
	punctuation := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".,;:=-–+()/", r) }
	words := strings.FieldsFunc(text, punctuation)
	for _, w := range strings.FieldsFunc(line, punctuation) {
		i := slices.Index(words, w)
		if i < 0 {
			return false
		}
		words = words[i+1:]
	}
	return true
}

// checkCards: a card says whole parts or says that they are missing.
func checkCards(t *testing.T, all []data.Procedure) {
	const phone, address = "0258 3 000 000", "https://dvc.example.vn/Q/7KQ3M9XQ"
	made, whole := 0, 0
	missing := map[string]int{}
	for _, p := range all {
		text, left, err := poster.CardText(p, phone, address)
		if err != nil {
			if !errors.Is(err, poster.ErrNoCard) || text != "" {
				t.Errorf("%s: text %q, error %v", p.Code, text, err)
			}
			continue
		}
		made++
		if len(text) > qr.TextCapacity || !strings.HasPrefix(text, strings.Join(strings.Fields(p.Name), " ")+"\n") || !strings.HasSuffix(text, "\n"+address) {
			t.Errorf("%s: a card of %d bytes: %q", p.Code, len(text), text)
		}
		if len(left) == 0 {
			whole++
		}
		for _, l := range left {
			missing[l]++
		}
		if !slices.Contains(left, "giấy tờ") {
			words := strings.Join(strings.Fields(text), " ")
			for _, d := range p.Documents {
				name := strings.TrimRight(strings.Join(strings.Fields(d.Name), " "), " .;,=-–")
				if _, tail, _ := strings.Cut(name, " "); !strings.Contains(words, tail) {
					t.Errorf("%s: the card has not %q: %q", p.Code, tail, text)
				}
			}
		} else if !strings.Contains(text, "hỏi tại quầy") {
			t.Errorf("%s: papers are missing and nothing says so: %q", p.Code, text)
		}
	}
	t.Logf("%d of %d procedures have a card, %d with everything; missing %v", made, len(all), whole, missing)
	if made < len(all)*95/100 {
		t.Errorf("only %d of %d procedures have a card", made, len(all))
	}
}
