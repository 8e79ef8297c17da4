package data

// Field is a field of administration (lĩnh vực) with the number of shown
// procedures in it.
type Field struct {
	Slug       string
	Name       string
	Procedures int
}

// Agency is a body that handles procedures (cơ quan thực hiện) or prints
// posters. Its name may change; Slug stays.
type Agency struct {
	Slug       string
	Name       string
	Former     []string // names it bore before, which still mean it
	Procedures int
	AgencyLook
	ReplacedBy string // slug of the agency that took over its work
}

// AgencyLook is what posters and pages tell of an agency beyond its name.
type AgencyLook struct {
	Colour  string // "#0a5a50"; empty: the colour of the house
	Crest   string // hash of an image in the store; empty: none
	Address string
	Hours   string // "Thứ Hai đến thứ Sáu, 7:30–11:30 và 13:30–17:00"
	Phone   string
}
