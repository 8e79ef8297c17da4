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
