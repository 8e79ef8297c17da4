package data

import (
	"encoding/json"
	"time"
)

// Run is one import, crawl or fetch of a feed as it is recorded: what came in,
// from where, by whom, and what it changed. A run that has no end was broken
// off; what it had saved until then counts.
type Run struct {
	ID       int64
	Kind     RunKind
	From     string // the file or address that was read, for people
	Source   string // whose records these are, as the order of trust has it; empty: nobody's
	Complete bool   // the source says all it has: what it no longer says is withdrawn
	Edit            // who began it, and why
	Started  time.Time
	Ended    time.Time // zero: under way, or broken off
	Undone   time.Time // zero: it stands
	Report   ImportReport
}

// RunKind is how a run came about.
type RunKind string

// The kinds of runs.
const (
	RunImport RunKind = "import"
	RunCrawl  RunKind = "crawl"
	RunFeed   RunKind = "feed"
	RunUndo   RunKind = "undo"
)

// Batch is records that are saved in one transaction, none of them twice.
type Batch struct {
	Procedures []Procedure
	Articles   []Article
	Units      []Unit
}

// Intake says how a batch is saved.
type Intake struct {
	Run    int64  // the run it belongs to; 0: none is recorded, as for the sample
	Source string // whose records these are
	DryRun bool   // answer what would come of it, write nothing
}

// ContentChange is one change of one record: by a run or, without one, by
// staff. The newest of a record tells how it is now.
type ContentChange struct {
	ID   int64 // grows with every change
	Run  int64 // 0: staff
	What ChangeKind
	Target
	Title  string
	At     time.Time
	Fields []FieldChange // of what was changed or is in conflict; by name
}

// ChangeKind is what happened to a record.
type ChangeKind string

// The kinds of changes. A conflict has changed nothing: a source said something
// else than one that is trusted more.
const (
	ChangeAdded     ChangeKind = "added"
	ChangeChanged   ChangeKind = "changed"
	ChangeRepealed  ChangeKind = "repealed"  // said to be no longer in force
	ChangeWithdrawn ChangeKind = "withdrawn" // no longer said by its source
	ChangeReturned  ChangeKind = "returned"  // after it was withdrawn
	ChangeConflict  ChangeKind = "conflict"
)

// FieldChange is one field before and after, both as JSON; null is empty.
type FieldChange struct {
	Field         string
	Before, After json.RawMessage
}
