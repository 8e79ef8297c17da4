package poster

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"

	"tracuu/qr"
)

// Write draws a document as PDF. Every symbol of the finished file is read
// back from its bytes before the first of them is written to w; whatever is
// wrong, nothing is written.
//
// Errors about the document wrap [data.ErrInvalid] and say in Vietnamese which
// sheet is meant and what to do. After each sheet progress, if there is one,
// is told how many of them are done; the last one is done when the file has
// been verified. The end of ctx ends the work between two sheets or pages.
func Write(ctx context.Context, w io.Writer, d Document, progress func(done, total int)) error {
	p, err := prepareDocument(ctx, d)
	if err != nil {
		return err
	}
	file, err := p.render(ctx, progress)
	if err != nil {
		return err
	}
	if _, err := w.Write(file); err != nil {
		return fmt.Errorf("ghi tệp PDF: %w", err)
	}
	return nil
}

// render makes the verified bytes of a file.
func (p *printing) render(ctx context.Context, progress func(done, total int)) ([]byte, error) {
	file, pages, err := p.draw(ctx, func(done int) {
		if progress != nil && done < len(p.sheets) {
			progress(done, len(p.sheets))
		}
	})
	if err != nil {
		return nil, err
	}
	if err := verify(ctx, file, pages); err != nil {
		return nil, fmt.Errorf("đọc lại mã QR trong tệp PDF: %w", err)
	}
	if progress != nil {
		progress(len(p.sheets), len(p.sheets))
	}
	return file, nil
}

// draw makes the bytes of a file, and the symbols of its symbols by page.
func (p *printing) draw(ctx context.Context, done func(int)) (file []byte, pages [][]*qr.Symbol, err error) {
	return p.file(func(t *typesetter) (pages [][]*qr.Symbol, err error) {
		if p.Cover {
			if pages, err = p.drawCover(ctx, t); err != nil {
				return nil, err
			}
		}
		drawn, err := p.drawSheets(ctx, t, done)
		return append(pages, drawn...), err
	})
}

// file makes the bytes of a file from what compose draws.
func (p *printing) file(compose func(*typesetter) ([][]*qr.Symbol, error)) (file []byte, pages [][]*qr.Symbol, err error) {
	pdf := newFile()
	p.describe(pdf)
	if err := p.addPictures(pdf); err != nil {
		return nil, nil, err
	}
	if pages, err = compose(newTypesetter(pdf)); err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, nil, fmt.Errorf("tạo tệp PDF: %w", err)
	}
	file = out.Bytes()
	orderBoxes(file)
	return file, pages, nil
}

// newFile is a file without pages that has the fonts.
func newFile() *fpdf.Fpdf {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(family, "", liberationsansregular.TTF)
	pdf.AddUTF8FontFromBytes(family, "B", liberationsansbold.TTF)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	return pdf
}

// drawSheets draws every sheet after the cover and gives the symbols by page.
func (p *printing) drawSheets(ctx context.Context, t *typesetter, done func(int)) (pages [][]*qr.Symbol, err error) {
	if p.Layout.Labels() > 0 {
		return p.drawLabels(ctx, t, done)
	}
	for i, s := range p.sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		first := t.pdf.PageCount() + 1
		drawn, err := p.drawSheet(t, s)
		if err != nil {
			return nil, p.about(i, err)
		}
		t.pdf.SetPage(first)
		t.pdf.Bookmark(s.Title, 0, 0)
		t.pdf.SetPage(t.pdf.PageCount())
		pages = append(pages, drawn...)
		done(i + 1)
	}
	return pages, nil
}

// drawSheet draws one sheet, which takes more than a page only as a list.
func (p *printing) drawSheet(t *typesetter, s sheet) ([][]*qr.Symbol, error) {
	var page []*qr.Symbol
	var err error
	switch p.Layout {
	case List:
		return p.drawList(t, s)
	case Desk:
		page, err = p.drawDesk(t, s)
	case Card:
		page, err = p.drawCard(t, s)
	default:
		page, err = p.drawWall(t, s)
	}
	return [][]*qr.Symbol{page}, err
}

// about says which sheet an error is about.
func (p *printing) about(i int, err error) error {
	s := p.sheets[i]
	name := s.target.code.Print()
	if name == "" {
		name = s.Title
	}
	return fmt.Errorf("tờ %d (%s): %w", i+1, name, err)
}

// describe sets what the file says about itself. Its dates are those of the
// document, so that equal documents give equal bytes.
func (p *printing) describe(pdf *fpdf.Fpdf) {
	title := p.sheets[0].Title
	if n := len(p.sheets); n > 1 {
		title = fmt.Sprintf("%d mã QR thủ tục hành chính", n)
	}
	pdf.SetTitle(title, true)
	pdf.SetSubject("Mã QR dẫn đến "+p.host, true)
	pdf.SetAuthor(p.author(), true)
	pdf.SetLang("vi")
	pdf.SetProducer("tracuu", true)
	pdf.SetCreationDate(p.day)
	pdf.SetModificationDate(p.day)
	pdf.SetCatalogSort(true)
}

// author is the agency that all sheets are of, or the public host.
func (p *printing) author() string {
	name := p.sheets[0].Issuer.Name
	for _, s := range p.sheets {
		if s.Issuer.Name != name {
			return p.host
		}
	}
	if name == "" {
		return p.host
	}
	return name
}

// orderBoxes puts the boxes of each page in one order: fpdf writes them as its
// map has them. The file keeps its length, and so its offsets.
func orderBoxes(file []byte) {
	const trim, bleed = "/TrimBox [", "/BleedBox ["
	for rest := file; ; {
		i := bytes.Index(rest, []byte("\n"+trim))
		if i < 0 {
			return
		}
		rest = rest[i+1:]
		first := bytes.IndexByte(rest, '\n') + 1
		if second := rest[first:]; bytes.HasPrefix(second, []byte(bleed)) {
			both := first + bytes.IndexByte(second, '\n') + 1
			copy(rest, slices.Concat(rest[first:both], rest[:first]))
		}
	}
}
