package data

import "time"

// Change is when a record was stored as it is now. Revised tells whether it was
// there before in other words; otherwise it is when the record came.
type Change struct {
	At      time.Time
	Revised bool
}

// Address is what a list of addresses holds of a page.
type Address struct {
	Key     string // as a Target has it
	Title   string // empty where the address does not hold it
	Changed time.Time
}

// AddressPart is a part of such a list, counted from 1.
type AddressPart struct {
	N      int
	Newest time.Time // last change of a record in it
}
