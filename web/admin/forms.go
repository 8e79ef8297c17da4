package admin

import "strings"

// Field is a labelled line to type in, shown by the template "field".
type Field struct {
	Name, Label, Value string
	Type               string // of the input; empty: text
	Hint               string // below the label
	Problem            string // why what was typed cannot be
	Complete           string // what browsers may fill in, "username"
	Required           bool
}

// ID is the field's place in its page.
func (f Field) ID() string { return "o-" + f.Name }

// Describe names what explains the field.
func (f Field) Describe() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-h")
	}
	if f.Problem != "" {
		ids = append(ids, f.ID()+"-p")
	}
	return strings.Join(ids, " ")
}
