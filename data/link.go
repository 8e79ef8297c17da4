package data

import (
	"cmp"
	"time"
)

// What a link may lead to besides content.
const (
	KindField   Kind = "field"   // the list of a field's procedures; Key is its slug
	KindAgency  Kind = "agency"  // the page of an agency; Key is its slug
	KindPage    Kind = "page"    // any page of this site; Key is its path and query, "/tim-kiem?q=khai+sinh"
	KindAddress Kind = "address" // an https address of an allowed host
)

// Target is what a link leads to: a procedure by code, an article by number, or
// one of the kinds above.
type Target struct {
	Kind Kind
	Key  string // procedure code, the article's number in decimal, or as the kind says
}

// Link is a short code, what it leads to and where it hangs. A code, once
// printed, is never deleted nor given to anything else; what it leads to may
// change.
type Link struct {
	Code        string // 7 symbols and a check symbol, see package qr
	Target      Target
	Default     bool  // the one code that the target's own page shows; never that of a placement
	PlacementID int64 // the wall it was made for, 0: none
	State       LinkState
	From, Until Date // first and last day it is good for; empty is open
	Created     time.Time
}

// LinkState is what staff have decided about a link.
type LinkState string

// A link is active, paused for a while, or retired. A retired one can be
// brought back: its code may still hang somewhere.
const (
	LinkActive  LinkState = "active"
	LinkPaused  LinkState = "paused"
	LinkRetired LinkState = "retired"
)

// Standing is what a link is worth on one day.
type Standing string

// A link opens its target, or tells why not.
const (
	StandingOpen    Standing = "open"
	StandingEarly   Standing = "early"   // before its first day
	StandingPaused  Standing = "paused"  //
	StandingExpired Standing = "expired" // after its last day
	StandingRetired Standing = "retired"
)

// Standing tells what the link is worth on a day.
func (l Link) Standing(day Date) Standing {
	switch {
	case l.State == LinkRetired:
		return StandingRetired
	case l.Until != "" && day > l.Until:
		return StandingExpired
	case l.State == LinkPaused:
		return StandingPaused
	case l.From != "" && day < l.From:
		return StandingEarly
	}
	return StandingOpen
}

// LinkEvent is one change of a link. Nothing of a link's history is ever lost.
type LinkEvent struct {
	Code   string
	At     time.Time
	Action LinkAction
	From   string // the former value as text, empty at the start
	To     string
	Edit
}

// LinkAction names what was done to a link.
type LinkAction string

// What can be done to a link.
const (
	LinkCreated    LinkAction = "created"
	LinkRetargeted LinkAction = "retargeted"
	LinkMoved      LinkAction = "moved" // to another state
	LinkDated      LinkAction = "dated"
)

// Edit says who changes something and why.
type Edit struct {
	Who  string // login of a member of staff; never a reader
	Note string
}

// Longest texts of a place, in letters. A poster has room for the label.
const (
	MaxPlaceName  = 200 // an office or a counter
	MaxPlaceLabel = 300
	MaxPlaceNote  = 500
)

// Placement is a place where posters hang. Agency, Office and Counter together
// are its identity, in any spelling of the same words.
type Placement struct {
	ID      int64
	Agency  string // the agency's name, as it is now; may be empty
	Office  string // "Trung tâm Phục vụ hành chính công phường Nha Trang"
	Counter string // "Quầy 3"
	Note    string // for staff: "cạnh cửa ra vào"
}

// Label names the place for readers: the counter and the office, or the agency
// where no office is named.
func (p Placement) Label() string {
	office := cmp.Or(p.Office, p.Agency)
	if p.Counter == "" || office == "" {
		return p.Counter + office
	}
	return p.Counter + ", " + office
}

// Outcome is how the opening of a code ended.
type Outcome string

// A code is answered with its page, with the page of what took the place of
// its target, with an address outside, or with the reason why it is not.
// OutcomeUnknown counts what was no code at all, without telling what.
const (
	OutcomeShown    Outcome = "shown"
	OutcomeReplaced Outcome = "replaced"
	OutcomeOutside  Outcome = "outside"
	OutcomeClosed   Outcome = "closed" // paused, early, expired, retired or without a target
	OutcomeUnknown  Outcome = "unknown"
)

// Scan is how often a code was opened on one day with one outcome. It is all
// that is kept of the people who did.
type Scan struct {
	Code    string // empty for OutcomeUnknown
	Day     Date
	Outcome Outcome
	Count   int64
}

// View is how often a page was read on one day.
type View struct {
	Target Target
	Day    Date
	Count  int64
}

// Apply is how often people went on to the national portal from a procedure's
// page on one day.
type Apply struct {
	Procedure string // its code
	Code      string // the short code they had come by, empty if none
	Day       Date
	Count     int64
}

// CodeView is how often a page was read by those who opened one code, on one
// day. It is among the views of the page, and stays with that page when the code
// is made to lead elsewhere.
type CodeView struct {
	Target Target
	Code   string
	Day    Date
	Count  int64
}

// Counts are gathered in memory and written together.
type Counts struct {
	Scans     []Scan
	Views     []View
	CodeViews []CodeView
	Applies   []Apply
	Feedback  []Feedback
	Queries   []Query // masked, each with its day
	Today     Date    // when they are written; rare queries are kept for its week alone
}

// Use is how much a procedure was used in a span of days: from the code on the
// wall over the page to the application opened.
type Use struct {
	Scans, Views, Applies int64
}
