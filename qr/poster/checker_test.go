package poster

import (
	"errors"
	"image/color"
	"io"
	"strings"
	"testing"

	"tracuu/data"
)

// TestChecker: what it takes can be written, what it refuses cannot, whether
// the texts are wrong in themselves or only too long for the sheet.
func TestChecker(t *testing.T) {
	for _, l := range layouts {
		d := document(l.layout)
		checker, err := NewChecker(d)
		if err != nil {
			t.Fatal(err)
		}
		d.Crests["sau"] = testCrest(40, color.NRGBA{0, 0, 0, 255}) // added while sheets are looked at
		change := func(f func(*Sheet)) Sheet {
			s := fullSheet(1, plainTitle)
			f(&s)
			return s
		}
		for name, s := range map[string]Sheet{
			"plain": plainSheet(1, shortTitle), "full": fullSheet(2, longTitle),
			"new crest":     change(func(s *Sheet) { s.Issuer.Crest = "sau" }),
			"other crest":   change(func(s *Sheet) { s.Issuer.Crest = "khac" }),
			"unknown crest": change(func(s *Sheet) { s.Issuer.Crest = "mất" }),
			"no title":      change(func(s *Sheet) { s.Title = "😀 " }),
			"long agency":   change(func(s *Sheet) { s.Issuer.Name = strings.Repeat("Sở ", 500) }),
			"wide agency":   change(func(s *Sheet) { s.Issuer.Name = strings.Repeat("W", 300) }),
			"long place":    change(func(s *Sheet) { s.Placement = strings.Repeat("ă", 301) }),
			"full of text":  change(func(s *Sheet) { s.Title, s.Placement = strings.Repeat("W ", 740), strings.Repeat("Quầy ", 59) }),
		} {
			d.Sheets = []Sheet{s}
			checked, written := checker.Check(s), Write(t.Context(), io.Discard, d, nil)
			if (checked == nil) != (written == nil) || checked != nil && !errors.Is(checked, data.ErrInvalid) {
				t.Errorf("%s, %s: checked %v, written %v", l.layout, name, checked, written)
			}
			if checked != nil && !strings.HasSuffix(written.Error(), checked.Error()) {
				t.Errorf("%s, %s: told %v, later %v", l.layout, name, checked, written)
			}
		}
	}
}

// TestCheckerKeepsNoPages: paper is thrown away, whatever the number of sheets.
func TestCheckerKeepsNoPages(t *testing.T) {
	checker, err := NewChecker(document(A4))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2*checkedPages + 3 {
		if err := checker.Check(plainSheet(i, shortTitle)); err != nil {
			t.Fatal(err)
		}
		if n := checker.t.pdf.PageCount(); n > checkedPages {
			t.Fatalf("%d pages after %d sheets", n, i+1)
		}
	}
}
