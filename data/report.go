package data

// ImportReport tells what became of every record of one import. Its JSON form
// is a contract.
type ImportReport struct {
	Read      int      `json:"read"`
	New       int      `json:"new"`
	Changed   int      `json:"changed"`
	Unchanged int      `json:"unchanged"`
	Rejected  int      `json:"rejected"`
	Rejects   []Reject `json:"rejects"`
}

// Plus is what two imports came to together.
func (r ImportReport) Plus(o ImportReport) ImportReport {
	r.Read += o.Read
	r.New += o.New
	r.Changed += o.Changed
	r.Unchanged += o.Unchanged
	r.Rejected += o.Rejected
	r.Rejects = append(r.Rejects, o.Rejects...)
	return r
}

// Reject is one record that was not taken, and why, in Vietnamese.
type Reject struct {
	Source string `json:"source"` // file name, "-" for standard input
	Line   int    `json:"line"`   // counted from 1
	Code   string `json:"code"`   // procedure code or article id, as far as it could be read
	Reason string `json:"reason"`
}

// SaveResult counts what a store did with one batch.
type SaveResult struct {
	New, Changed, Unchanged int
}

// Add sums two results.
func (r SaveResult) Add(o SaveResult) SaveResult {
	return SaveResult{r.New + o.New, r.Changed + o.Changed, r.Unchanged + o.Unchanged}
}
