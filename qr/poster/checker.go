package poster

import (
	"fmt"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
)

// Checker tells beforehand which sheets a document can have. It draws each one
// on paper of its own, so that what it takes is not refused by [Write]. It is
// for one goroutine.
type Checker struct {
	p     *printing // its sheets are one for each crest that the file of t holds
	clean *cleaner
	t     *typesetter
}

// NewChecker checks all that a document says beside its sheets; those it has
// are not looked at. Crests may be added to its map later. Errors are those of
// [Write].
func NewChecker(d Document) (*Checker, error) {
	clean, err := newCleaner(liberationsansregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("đọc phông chữ: %w", err)
	}
	p, err := prepareHead(d, clean)
	return &Checker{p: p, clean: clean}, err
}

// checkedPages is how many pages are kept before paper is thrown away.
const checkedPages = 256

// Check reports why a sheet cannot be printed: a [data.ErrInvalid] that says in
// Vietnamese what to do.
func (c *Checker) Check(s Sheet) error {
	one, err := c.p.check(s, c.clean)
	if err != nil {
		return err
	}
	newCrest := one.Issuer.Crest != "" && c.p.pictures[one.Issuer.Crest] == nil
	if newCrest {
		c.p.sheets = append(c.p.sheets, one)
	}
	if newCrest || c.t == nil || c.t.pdf.PageCount() >= checkedPages {
		pdf := newFile()
		if err := c.p.addPictures(pdf); err != nil {
			c.p.sheets = nil // of one of them no picture can be made
			return err
		}
		c.t = newTypesetter(pdf)
	}
	if g, ok := labelGrids[c.p.Layout]; ok {
		paper := c.t.newCanvas(wallWidth, wallHeight, 1, false)
		c.p.drawLabel(paper, g, one, g.left, g.top)
		return paper.err
	}
	_, err = c.p.drawSheet(c.t, one)
	return err
}
