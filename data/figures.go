package data

import "time"

// Span is a run of days, both ends included.
type Span struct{ From, Until Date }

// DayFigures are what was counted on one day, over everything.
type DayFigures struct {
	Day                                        Date
	Shown, Replaced, Outside, Closed, Unknown  int64 // openings of codes by outcome
	Views, Applies, Helped, NotHelped, Scanned int64 // Scanned: openings of codes that exist
}

// CodeFigures are what was counted for one code. Agency is the slug of the
// agency at whose place it hangs, empty for none.
type CodeFigures struct {
	Code                             string
	Target                           Target // as it is now
	PlacementID                      int64
	Agency                           string
	Shown, Replaced, Outside, Closed int64
	Applies                          int64 // taps on "file online" by those who came by the code
}

// Scans are all openings of the code.
func (c CodeFigures) Scans() int64 { return c.Shown + c.Replaced + c.Outside + c.Closed }

// Unscanned is a printed code that nobody opens.
type Unscanned struct {
	Printed       // its latest printing
	First    Date // the day of its first printing
	LastScan Date // empty: never
	Agency   string
}

// Filing is the province's own figure of a procedure in a month: how many
// dossiers came in, and how many of them online.
type Filing struct {
	Procedure string
	Month     string // "2026-10"
	All       int64
	Online    int64
	Source    string // where the figure is from
	Who       string // the member of staff who kept it
	At        time.Time
}

// Outside is an address outside that pages or codes lead to, and what the
// checks of it found.
type Outside struct {
	Address  string
	Checked  time.Time // zero: not yet
	Status   int       // of the last answer; 0: there was none
	Problem  Problem   // empty: all is well
	Failures int       // days in a row on which it failed
	Since    Date      // the first of these
	Uses     []OutsideUse
}

// DeadAfter is on how many different days in a row an address must fail before
// it is called dead.
const DeadAfter = 3

// Dead reports whether an address failed often enough.
func (o Outside) Dead() bool { return o.Failures >= DeadAfter }

// OutsideState sums the addresses outside up.
type OutsideState struct {
	All, Checked, Dead int64
	Last               time.Time // of the checks; zero: there was none
}

// OutsideUse is one place where an address outside is used.
type OutsideUse struct {
	Kind Kind   // KindProcedure, KindArticle, or KindAddress for the target of a code
	Key  string // the procedure's code, the article's number, the short code
	Part string // of the record: "source", "legal", "form", "text", "photo", "file", "target"
}

// OutsideCheck is what one check of an address found.
type OutsideCheck struct {
	Address string
	Status  int
	Problem Problem
	Later   time.Time // not to be asked again before; zero: as usual
}

// Problem is why an address could not be opened.
type Problem string

// What may be wrong with an address outside. The last three are no failure of
// the page: whether it is there cannot be told.
const (
	ProblemGone    Problem = "gone"    // an answer such as 404 or 410
	ProblemServer  Problem = "server"  // an answer of 500 and more
	ProblemName    Problem = "name"    // no such host
	ProblemConnect Problem = "connect" // nobody answers, or too late
	ProblemTLS     Problem = "tls"     // the certificate is not good
	ProblemCircle  Problem = "circle"  // it leads on too often
	ProblemAddress Problem = "address" // not an address that can be asked
	ProblemPrivate Problem = "private" // leads into a network of the house
	ProblemRefused Problem = "refused" // wants a sign-in, or keeps programs out
	ProblemLater   Problem = "later"   // asks to come again later
	ProblemOurs    Problem = "ours"    // our own network, it seems
)

// Fails reports whether the problem counts against the address.
func (p Problem) Fails() bool {
	return p != "" && p != ProblemRefused && p != ProblemLater && p != ProblemOurs
}

// Reached reports whether an answer came at all.
func (c OutsideCheck) Reached() bool { return c.Status != 0 }
