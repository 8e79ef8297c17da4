package data

// ProcedureRow is a procedure as lists show it.
type ProcedureRow struct {
	Code     string
	Name     string
	Field    string // slug of its field, empty for none
	Levels   []Level
	Decision string
	Status   Status
}

// Audience is a kind of people that procedures are for (đối tượng thực hiện)
// with the number of shown procedures for them.
type Audience struct {
	Slug       string
	Name       string
	Procedures int
}

// OtherLetter stands for names that begin with a digit.
const OtherLetter = "#"

// Letter is a letter of the Vietnamese alphabet, a capital, or [OtherLetter],
// with the number of shown procedures whose names begin with it.
type Letter struct {
	Letter     string
	Procedures int
}

// Category is a category of news with the number of shown articles in it.
type Category struct {
	Name     string
	Articles int
}
