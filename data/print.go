package data

import "time"

// Print is one printing of posters, kept whole so that it can be repeated to
// the byte.
type Print struct {
	ID       int64
	Created  time.Time
	Who      string
	Layout   string
	Host     string // public host in the symbols
	Issued   Date   // the date on the posters
	Document []byte // JSON of all that was drawn; package poster reads it
	Posters  []Printed
	// Token is what a form was sent with: a printing by the same person with the
	// same token is the same printing. Empty: none.
	Token string
}

// PrintRow is a printing as lists show it.
type PrintRow struct {
	ID       int64
	Created  time.Time
	Who      string
	Layout   string
	Host     string
	Issued   Date
	Codes    int
	Title    string // of its first poster
	Reprints int
}

// Printed is one poster of a printing: what a genuine one with this code shows.
type Printed struct {
	PrintID   int64
	Code      string
	Title     string
	Placement string // as printed, empty if none
	Layout    string
	Host      string
	Issued    Date
}

// Check is what a member of staff found where a poster hangs.
type Check struct {
	Code  string
	At    time.Time // when they looked
	Found Found
	Edit
}

// Found is the state of a poster on its wall.
type Found string

// A poster is as it should be, has something pasted over it, or is gone.
const (
	FoundGood    Found = "good"
	FoundCovered Found = "covered"
	FoundMissing Found = "missing"
)

// Due is a poster that nobody has looked at for too long.
type Due struct {
	Printed
	LastCheck *Check // nil: never checked since it was printed
}

// Stop is a poster on the way of a patrol.
type Stop struct {
	Due
	Place Placement // where its code hangs; the zero Placement if nobody has said
	Owner string    // slug of the agency of the place, empty for the whole house's
}
