package data

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Fields are the fields of a record by their names in JSON, each as JSON. A
// field that is not there, or null, is empty.
type Fields map[string]json.RawMessage

// null is an empty field.
var null = json.RawMessage("null")

// FieldsOf takes a record apart.
func FieldsOf(record any) (f Fields, err error) {
	b, err := json.Marshal(record)
	if err != nil {
		return nil, err
	}
	return f, json.Unmarshal(b, &f)
}

// Get is a field's value, null if it is empty.
func (f Fields) Get(name string) json.RawMessage {
	if v, ok := f[name]; ok && len(v) > 0 {
		return v
	}
	return null
}

// Text is a field that is a string; empty for any other.
func (f Fields) Text(name string) (s string) {
	if json.Unmarshal(f.Get(name), &s) != nil {
		return ""
	}
	return s
}

// Set gives a field a value; null empties it.
func (f Fields) Set(name string, v json.RawMessage) {
	if Empty(v) {
		delete(f, name)
		return
	}
	f[name] = v
}

// Empty reports whether a field's value says nothing.
func Empty(v json.RawMessage) bool {
	switch string(v) {
	case "", "null", `""`, "[]", "{}":
		return true
	}
	return false
}

// SameField reports whether two values of a field say the same.
func SameField(a, b json.RawMessage) bool {
	return bytes.Equal(a, b) || Empty(a) && Empty(b)
}

// Decode puts the record together again.
func (f Fields) Decode(into any) error {
	b, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// Differ lists the fields that two records have not in common, by name.
func (f Fields) Differ(o Fields) (names []string) {
	all := maps.Clone(f)
	if all == nil {
		all = Fields{}
	}
	maps.Copy(all, o)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !SameField(f.Get(name), o.Get(name)) {
			names = append(names, name)
		}
	}
	return names
}

// Only is the named fields, empty ones as null.
func (f Fields) Only(names []string) Fields {
	out := Fields{}
	for _, name := range names {
		out[name] = f.Get(name)
	}
	return out
}

// With is the record with other fields put over its own.
func (f Fields) With(over Fields) Fields {
	out := maps.Clone(f)
	if out == nil {
		out = Fields{}
	}
	for name, v := range over {
		out.Set(name, v)
	}
	return out
}

// Record is a procedure or an article as staff see it.
type Record struct {
	Target
	Fields    Fields // as shown
	Source    Fields // as last imported; nil where staff have changed nothing, empty where no source has it
	Overrides []Override
	Agency    string // slug of the agency it belongs to; empty for articles and what has none
	Concealed bool   // hidden by staff
	Meta
}

// Override is a field that staff have changed. A Rival is another value that
// came since; it waits for staff to decide.
type Override struct {
	Target
	Title              string // of the record
	Field              string
	Value, Base, Rival json.RawMessage // Base is what the source said when it was made
	RivalBy            string          // who brought the rival; empty: the source
	Who                string
	At                 time.Time
}

// Version is a record as it was from one change to the next.
type Version struct {
	Seq       int64
	Fields    Fields
	ChangedAt time.Time
}

// Revision is a change of some fields of a record by staff.
type Revision struct {
	Target        // a key of "" is an article that does not exist yet
	Base   int64  // Seq of the record that it was made from; 0: there was none
	Was    Fields // the changed fields as they were
	Fields Fields // and as they shall be
	Action string // for the audit: "published", "repealed", "restored"
	Draft  int64  // the draft that it was made of, which goes; 0: none
	Day    Date   // when it takes effect; of scheduled ones
}

// Scheduled is a revision that waits for its day.
type Scheduled struct {
	ID int64
	Revision
	Title   string
	Who     string
	Note    string
	Created time.Time
}

// Draft is what somebody has typed of a record and not published.
type Draft struct {
	ID int64
	Target
	Author string
	Agency string // slug of the agency that a new record is for
	Title  string
	Base   int64               // Seq of the record it was made from
	Form   map[string][]string // as typed
	Saved  time.Time
}

// ContentState is where a record stands.
type ContentState string

// A record has a draft, waits for its day, is in force, repealed or hidden.
const (
	StateDraft    ContentState = "draft"
	StateWaiting  ContentState = "waiting"
	StateActive   ContentState = "active"
	StateRepealed ContentState = "repealed"
	StateHidden   ContentState = "hidden"
)

// ContentRow is a record as the staff's lists show it.
type ContentRow struct {
	Target
	Title                    string
	Field, Agency            string // names
	Status                   Status
	Visibility               Visibility
	Changed                  time.Time
	Draft, Waiting, Conflict bool
	DraftID                  int64 // of a record that does not exist yet
}

// ContentQuery says which records are looked for.
type ContentQuery struct {
	Kind          Kind
	Words         string // in any spelling, or a code; empty: all
	Field, Agency string // slugs
	Category      string // of articles
	State         ContentState
	Offset, Limit int
}
