package data

import "time"

// Settings are what an installation decides once. Flags of the commands come
// first; the zero value decides nothing.
type Settings struct {
	PublicURL    string   // https://host; where codes lead
	FormerHosts  []string // hosts of earlier public addresses: codes printed with them are genuine
	AllowedHosts []string // hosts outside that codes and buttons may lead to; a leading dot takes every host below
}

// ConfigEvent is one change of a setting or of an agency.
type ConfigEvent struct {
	At   time.Time
	Name string // "public_url", "agency.so-y-te.phone"
	From string // settings as JSON, an agency's parts as text
	To   string
	Edit
}
