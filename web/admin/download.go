package admin

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"tracuu/data"
)

// sheet is a table that can be taken home.
type sheet struct {
	Name    string // of the file, without its ending
	Head    []string
	Rows    [][]string
	Numbers []int // columns of numbers, written with digits and a point; all else is text
}

// isNumber reports whether the cell of a column is one to reckon with.
func (t sheet) isNumber(column int, cell string) bool {
	if !slices.Contains(t.Numbers, column) {
		return false
	}
	_, err := strconv.ParseFloat(cell, 64)
	return err == nil
}

// downloadAs sends a sheet as what the reader asks for: ?dang=xlsx, else CSV.
func (s *Server) downloadAs(w http.ResponseWriter, r *http.Request, t sheet) error {
	if r.URL.Query().Get("dang") == "xlsx" {
		return s.downloadXLSX(w, t)
	}
	return s.download(w, t)
}

// download sends a sheet as CSV, with the mark that lets spreadsheets read its
// letters.
func (s *Server) download(w http.ResponseWriter, t sheet) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", t.Name+".csv"))
	if _, err := w.Write([]byte("\ufeff")); err != nil {
		return nil // the reader went away
	}
	out := csv.NewWriter(w)
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		safe := make([]string, len(row))
		for i, cell := range row {
			if safe[i] = cell; !t.isNumber(i, cell) {
				safe[i] = data.SafeCell(cell)
			}
		}
		if err := out.Write(safe); err != nil {
			return nil // as above
		}
	}
	out.Flush()
	return nil
}

// downloadXLSX sends a sheet as a workbook. Its cells are numbers or texts,
// whatever they begin with, so that codes and days stay as they are.
func (s *Server) downloadXLSX(w http.ResponseWriter, t sheet) error {
	f := excelize.NewFile()
	defer f.Close() // it holds no file of its own
	name := f.GetSheetName(0)
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("workbook %s: %w", t.Name, err)
	}
	if err := out.SetColWidth(1, max(len(t.Head), 1), 18); err != nil {
		return fmt.Errorf("workbook %s: %w", t.Name, err)
	}
	for i, row := range append([][]string{t.Head}, t.Rows...) {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
			if n, err := strconv.ParseFloat(cell, 64); err == nil && i > 0 && slices.Contains(t.Numbers, j) {
				cells[j] = n
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return fmt.Errorf("workbook %s: row %d: %w", t.Name, i+1, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("workbook %s: %w", t.Name, err)
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", t.Name+".xlsx"))
	_, _ = f.WriteTo(w) // an error means that the reader went away
	return nil
}
