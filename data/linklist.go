package data

// LinkVersion is a link as somebody has read it: Version counts what had
// happened to it by then.
type LinkVersion struct {
	Code    string
	Version int64
}

// LinkQuery says which links to list. What is empty asks for nothing.
type LinkQuery struct {
	Text      string // words of the target's name, its own code or its place in any spelling, or the beginning of a short code
	Day       Date   // the day that Standing is asked for; scans are counted from 29 days before it
	Standing  Standing
	Kind      Kind // of the target
	Target    Target
	Agency    string   // slug of the agency of the place
	Unscanned bool     // never opened by anybody
	Codes     []string // these alone, if not nil
}

// LinkRow is a link as lists show it.
type LinkRow struct {
	Link
	Version   int64
	Title     string    // name of the target; empty if it is gone or has none
	Place     Placement // the zero Placement if it was made for none
	Owner     string    // slug of the agency of the place, empty for the whole house's
	Printings int       // how often it was printed
	Scans     int64     // of the last 30 days
	LastCheck Found     // empty: never checked
}

// OutdatedTarget is a procedure that codes in use lead to though it is no longer
// in force or no longer shown.
type OutdatedTarget struct {
	Code, Name string
	Status     Status
	ReplacedBy string // code of what has taken its place, empty if nothing
	Links      int    // codes in use that lead to it
}
