package poster

// labelGrid is a sheet of labels, in millimetres.
type labelGrid struct {
	columns, rows int
	width, height float64 // of a label
	left, top     float64 // of the first label
	gap           float64 // between columns
}

func (g labelGrid) count() int { return g.columns * g.rows }

// labelGrids are the label sheets on sale, all A4.
var labelGrids = map[Layout]labelGrid{
	Labels24: {columns: 3, rows: 8, width: 70, height: 37, top: 0.5},
	Labels14: {columns: 2, rows: 7, width: 99.1, height: 38.1, left: 4.65, top: 15.15, gap: 2.5},
}
