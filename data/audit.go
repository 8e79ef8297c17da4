package data

import "time"

// AuditEvent is one change that staff or a command made. Events are only ever
// added, each with the hash of the one before, so that a deletion shows.
type AuditEvent struct {
	ID     int64
	At     time.Time
	Object string // what was changed: "link 7K3M9QXA", "setting public_url", "user lan"
	Action string // "created", "changed", "published", "signed in" …
	From   string // the former value as text or JSON; empty at the start
	To     string
	Edit
	Hash string // SHA-256 in hexadecimal over the event and the hash before it
}

// AuditFilter says which events are looked for; what is empty does not matter.
type AuditFilter struct {
	Who, Object, Action string // Object: whole, or its first words: "link", "link 7K3M9QXA"
	Words               string // all of them, in any order and without regard to marks, anywhere in the event
	From, Until         time.Time
	Before              int64 // only events older than this number
}

// AuditState tells whether the audit is as it was written.
type AuditState struct {
	Events int
	Broken int64  // the first event that does not follow from the one before; 0: the chain is whole
	Lost   int64  // how many of the newest events are gone
	Hash   string // of the newest event, to be kept elsewhere
}

// Whole reports whether nothing was changed or taken out.
func (s AuditState) Whole() bool { return s.Broken == 0 && s.Lost == 0 }
