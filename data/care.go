package data

import "time"

// CareKind tells the things apart that staff teach the search.
type CareKind string

// The kinds of rules.
const (
	CareSynonym    CareKind = "synonym"    // a phrase that stands for another wherever it is typed
	CareBet        CareKind = "bet"        // what comes first for a query
	CareRoute      CareKind = "route"      // the page that a query has to itself
	CareSuppressed CareKind = "suppressed" // a completion or "did you mean" that must not be shown
)

// CareKinds are all of them, in the order they are shown.
var CareKinds = []CareKind{CareSynonym, CareBet, CareRoute, CareSuppressed}

// CareRule is one thing that staff taught the search.
type CareRule struct {
	ID      int64
	Kind    CareKind
	State   CareState
	Typed   string // what people type; of a suppression, what must not be shown
	Means   string // of a synonym: what it stands for
	Both    bool   // of a synonym: and the other way round
	Target  Target // of a bet: content; of a route: any page of the site or an allowed address
	Title   string // of a route, what its link says
	Reason  string
	Owner   string // who looks after it
	Until   Date   // the last day it is good for; empty: it does not end
	Version int64  // goes up with every change
	Changed time.Time
	By      string // login of who changed it last

	Standing CareStanding // as the content stands now; the store says it
	Heir     string       // of a bet on a replaced procedure, the code that took its place
}

// Limits of what can be taught.
const (
	MaxCareRules  = 2000 // of each kind
	MaxCareText   = 120  // letters of a phrase
	MaxCareReason = 300  // letters of a reason
	MaxCareCases  = 500  // queries that staff keep
)

// CareState says whether a rule is in use.
type CareState string

// Editors propose; publishers make live.
const (
	CareProposed CareState = "proposed"
	CareLive     CareState = "live"
)

// CareStanding tells whether the target of a rule can be shown.
type CareStanding string

// A target is there, or it is gone, repealed, or another procedure has taken
// its place.
const (
	CareThere    CareStanding = ""
	CareGone     CareStanding = "gone"
	CareRepealed CareStanding = "repealed"
	CareReplaced CareStanding = "replaced"
)

// Good reports whether a rule does anything on a day.
func (r CareRule) Good(day Date) bool {
	return r.State == CareLive && r.Standing == CareThere && !r.Expired(day)
}

// Expired reports whether the last day of a rule is over.
func (r CareRule) Expired(day Date) bool { return r.Until != "" && r.Until < day }

// CareSwitch is a part of the search that staff can turn off.
type CareSwitch string

// The parts that can be turned off.
const (
	SwitchSpelling    CareSwitch = "spelling"
	SwitchKeystrokes  CareSwitch = "keystrokes"
	SwitchSynonyms    CareSwitch = "synonyms" // those of the house
	SwitchBets        CareSwitch = "bets"     // and routes
	SwitchAnswers     CareSwitch = "answers"
	SwitchSuggestions CareSwitch = "suggestions"
)

// CareSwitches are all of them, in the order they are shown.
var CareSwitches = []CareSwitch{SwitchSpelling, SwitchKeystrokes, SwitchSynonyms, SwitchBets, SwitchAnswers, SwitchSuggestions}

// SwitchedOff is a part that is off, by whom, since when and why.
type SwitchedOff struct {
	Switch CareSwitch
	Since  time.Time
	Edit
}

// Care is all that a search goes by: the rules that are good today, and what is
// off.
type Care struct {
	Rules []CareRule
	Off   []CareSwitch
}

// CareCase is a query that staff keep with its right answers, to try changes on.
type CareCase struct {
	ID    int64
	Query string
	Codes []string // procedures; any of them is right
	By    string
}
