package admin

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"tracuu/data"
	"tracuu/qr/poster"
	"tracuu/web/printing"
)

// printOwner is the agency whose places all posters of a printing hang at.
func printOwner(s *Server, ctx context.Context, r *http.Request) (string, error) {
	id, err := printNumber(r)
	if err != nil {
		return "", err
	}
	name, err := s.Store.PrintAgency(ctx, id)
	if err != nil || name == "" {
		return "", err
	}
	a, err := s.Store.AgencyByName(ctx, name)
	return a.Slug, err
}

func printNumber(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("printing: %w", data.ErrNotFound)
	}
	return id, nil
}

// print makes a printing: its codes, the drawing, which proves that every
// symbol can be read, and the record. The same form sent twice is one printing.
func (s *Server) print(w http.ResponseWriter, r *http.Request) error {
	p, err := s.readPrint(r)
	if err != nil {
		return err
	}
	d, err := s.lookOver(r, &p)
	if err != nil {
		return err
	}
	if d == nil || len(d.Bad) > 0 && !p.Order.Skip {
		if p.Problem == "" {
			p.Problem = "Có đích không in được, ghi ở dưới. Hãy sửa, hoặc chọn bỏ qua rồi bấm In lần nữa."
		}
		return s.render(w, r, http.StatusUnprocessableEntity, "print", p)
	}
	if err := d.Make(r.Context()); err != nil {
		return err
	}
	record, drawn, err := d.Kept()
	if err != nil {
		return err
	}
	if err := poster.Write(r.Context(), io.Discard, drawn, nil); err != nil {
		return err
	}
	id, err := d.Keep(r.Context(), record)
	if err != nil {
		return err
	}
	said := fmt.Sprintf("Đã lập bản in số %d. Tệp đang tải về; nếu không thấy, hãy bấm Tải ở dưới.", id)
	if len(d.Bad) > 0 {
		said += fmt.Sprintf(" Đã bỏ qua %d đích không in được.", len(d.Bad))
	}
	flash(r, said)
	return redirect(w, r, fmt.Sprintf("%s/%d?tai=%s", printsPath, id, fileKind(r)))
}

// fileKind is the kind of file that a request asks for.
func fileKind(r *http.Request) string {
	if r.FormValue("kieu") == "zip" {
		return "zip"
	}
	return "pdf"
}

const printsPerPage = 50

type printsPage struct {
	base
	Prints      []data.PrintRow
	Total       int
	Newer       bool
	NewerOffset int
	OlderOffset int // 0: there are no older ones
}

func (s *Server) prints(w http.ResponseWriter, r *http.Request) error {
	offset, _ := strconv.Atoi(r.URL.Query().Get("tu")) // anything else begins at the newest
	offset = max(offset, 0)
	p := printsPage{base: s.base(r, "Sổ in")}
	var err error
	if p.Prints, p.Total, err = s.Store.Prints(r.Context(), offset, printsPerPage); err != nil {
		return err
	}
	p.Newer, p.NewerOffset = offset > 0, max(offset-printsPerPage, 0)
	if next := offset + printsPerPage; next < p.Total {
		p.OlderOffset = next
	}
	return s.render(w, r, http.StatusOK, "prints", p)
}

type printedPage struct {
	base
	Print   data.Print
	Amount  string
	Layout  string
	Zip     bool // it can be had as a file a sheet
	Mine    bool
	Former  string // the host it carries, if it is not today's
	Now     string // today's
	Changes []printing.Change
	Fresh   string // the kind of file that was just made; empty: none
}

func (s *Server) printed(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := printNumber(r)
	if err != nil {
		return err
	}
	printer := s.printer()
	kept, doc, err := printer.Find(ctx, id)
	if err != nil {
		return err
	}
	p := printedPage{
		base: s.base(r, fmt.Sprintf("Bản in số %d", id)), Print: kept, Now: printer.Host,
		Amount: printing.Amount(doc, len(kept.Posters)), Layout: layoutName(doc.Layout), Zip: doc.Layout.Labels() == 0,
	}
	if kept.Host != printer.Host {
		p.Former = kept.Host
	}
	if p.Changes, err = printer.Changed(ctx, kept); err != nil {
		return err
	}
	owner, err := printOwner(s, ctx, r)
	if err != nil {
		return err
	}
	if p.Mine, err = s.mine(ctx, owner); err != nil {
		return err
	}
	if kind := r.URL.Query().Get("tai"); p.Mine && (kind == "pdf" || kind == "zip") {
		// The file is taken while the page stays: this works without scripts.
		p.Fresh = kind
		w.Header().Set("Refresh", fmt.Sprintf("0; url=%s/%d/tep?kieu=%s", printsPath, id, kind))
	}
	return s.render(w, r, http.StatusOK, "printed", p)
}

// reprint keeps that a printing is done once more and hands its file out.
func (s *Server) reprint(w http.ResponseWriter, r *http.Request) error {
	id, err := printNumber(r)
	if err != nil {
		return err
	}
	if _, _, err := s.printer().Find(r.Context(), id); err != nil {
		return err
	}
	if err := s.Store.AddReprint(r.Context(), id, userOf(r.Context()).Name); err != nil {
		return err
	}
	flash(r, "Đã ghi sổ lần in lại. Tệp đang tải về; nếu không thấy, hãy bấm Tải ở dưới.")
	return redirect(w, r, fmt.Sprintf("%s/%d?tai=%s", printsPath, id, fileKind(r)))
}

// printFile draws a printing as it was, to the last byte.
func (s *Server) printFile(w http.ResponseWriter, r *http.Request) error {
	id, err := printNumber(r)
	if err != nil {
		return err
	}
	_, doc, err := s.printer().Find(r.Context(), id)
	if err != nil {
		return err
	}
	kind, write, mime := fileKind(r), poster.Write, "application/pdf"
	if kind == "zip" {
		write, mime = poster.WriteZIP, "application/zip"
	}
	return write(r.Context(), &attachment{ResponseWriter: w, mime: mime, name: fmt.Sprintf("ban-in-%d-%s.%s", id, doc.Layout, kind)}, doc, nil)
}

// attachment sets its headers with the first byte, so that what fails before is
// answered with a page.
type attachment struct {
	http.ResponseWriter
	mime, name string
	begun      bool
}

func (a *attachment) Write(b []byte) (int, error) {
	if !a.begun {
		a.begun = true
		a.Header().Set("Content-Type", a.mime)
		a.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", a.name))
	}
	return a.ResponseWriter.Write(b)
}

// crest shows an agency's crest for the preview.
func (s *Server) crest(w http.ResponseWriter, r *http.Request) error {
	file, err := s.Store.Image(r.Context(), chi.URLParam(r, "hash"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(file) // an error means that the reader went away
	return nil
}
