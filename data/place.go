package data

// Field is a field of administration (lĩnh vực) with the number of shown
// procedures in it.
type Field struct {
	Slug       string
	Name       string
	Procedures int
}

// Agency is a body that handles procedures (cơ quan thực hiện).
type Agency struct {
	Slug       string
	Name       string
	Procedures int
}
