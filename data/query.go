package data

// Searches counts searches of one query, of one day, or of many.
type Searches struct {
	Uses     int64
	None     int64 // nothing good was found
	Possible int64 // a list worth reading, without a sure hit
	Untapped int64 // hits were shown and none was opened
	Late     int64 // the first hit that was opened stood third or later
}

// Add adds more searches.
func (s *Searches) Add(more Searches) {
	s.Uses += more.Uses
	s.None += more.None
	s.Possible += more.Possible
	s.Untapped += more.Untapped
	s.Late += more.Late
}

// Query is how a query went, on one day or in a span of them. Its text is
// masked: nothing of a person is in it.
type Query struct {
	Text string
	Day  Date // empty for the sum of several days
	Searches
}

// SearchDay counts all searches of a day, whatever was looked for.
type SearchDay struct {
	Day Date
	Searches
}

// Need is a reason why a query needs the care of staff.
type Need string

// A query found nothing good, nothing was opened of what it found, or what was
// opened stood third or later.
const (
	NeedNone     Need = "none"
	NeedUntapped Need = "untapped"
	NeedLate     Need = "late"
)

// Needs are all of them, the worst first.
var Needs = []Need{NeedNone, NeedUntapped, NeedLate}

// Of is how many of the searches had the need.
func (n Need) Of(s Searches) int64 {
	switch n {
	case NeedNone:
		return s.None
	case NeedUntapped:
		return s.Untapped
	case NeedLate:
		return s.Late
	}
	return 0
}

// QueryList is what needs care in a span of days.
type QueryList struct {
	Queries []Query  // that may be shown, those with the most need first
	Rare    Searches // of all others, whose texts nobody knows
}
