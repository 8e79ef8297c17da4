package admin

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
)

// sheet is a table that can be taken home.
type sheet struct {
	Name string // of the file, without its ending
	Head []string
	Rows [][]string
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
			safe[i] = escapeCell(cell)
		}
		if err := out.Write(safe); err != nil {
			return nil // as above
		}
	}
	out.Flush()
	return nil
}

// escapeCell keeps a spreadsheet from reading a cell as a formula.
func escapeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
