package data

import "time"

// Link is a short code and what it leads to. A code, once printed, is never
// deleted nor given to anything else.
type Link struct {
	Code    string // 7 symbols and a check symbol, see package qr
	Target  Target
	Created time.Time
}

// Target is what a link leads to: a procedure by code or an article by number.
type Target struct {
	Kind Kind
	Key  string // procedure code, or the article's number in decimal
}

// Scan is how often a code was opened on one day.
type Scan struct {
	Code  string
	Day   Date
	Count int64
}

// View is how often a page was read on one day.
type View struct {
	Target Target
	Day    Date
	Count  int64
}
