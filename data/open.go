package data

import (
	"io/fs"
	"strings"
	"time"
)

// The forms of the records that are handed out as open data. Each record names
// its own, so that it is known again when it is brought in.
const (
	FormProcedure = "tracuu/procedure/1"
	FormArticle   = "tracuu/article/1"
	FormAgency    = "tracuu/agency/1"
	FormField     = "tracuu/field/1"
	FormUnit      = "tracuu/unit/1"
	FormScans     = "tracuu/scans/1"
)

// Form is what a record that is handed out says of itself before all else.
type Form struct {
	Form   string `json:"format"`
	Sample bool   `json:"sample,omitempty"` // written for this project, not official
}

// OpenProcedure is a procedure as it is handed out: every public field of it.
type OpenProcedure struct {
	Form
	Procedure
}

// OpenArticle is an article as it is handed out.
type OpenArticle struct {
	Form
	Article
}

// OpenUnit is an administrative unit as it is handed out.
type OpenUnit struct {
	Form
	Unit
}

// OpenAgency is an agency as it is handed out.
type OpenAgency struct {
	Form
	Slug       string   `json:"slug"`
	Name       string   `json:"name"`
	Former     []string `json:"former,omitempty"`
	Address    string   `json:"address,omitempty"`
	Hours      string   `json:"hours,omitempty"`
	Phone      string   `json:"phone,omitempty"`
	ReplacedBy string   `json:"replaced_by,omitempty"` // slug
	Procedures int      `json:"procedures"`
}

// OpenField is a field of administration as it is handed out.
type OpenField struct {
	Form
	Slug       string `json:"slug"`
	Name       string `json:"name"`
	Procedures int    `json:"procedures"`
}

// ScanMonth is how often the codes that lead to one kind of content were opened
// in a month. What was opened fewer than [MinScans] times in it is not among it.
type ScanMonth struct {
	Form
	Month string `json:"month"` // "2026-10"
	Kind  Kind   `json:"kind"`
	Scans int64  `json:"scans"`
}

// MinScans is how often something must have been opened in a month to be counted
// in what is handed out.
const MinScans = 5

// OwnArticle begins the SourceID of articles that staff have written here; a
// number follows.
const OwnArticle = "quan-tri-"

// IsOwn reports whether staff have written the article, so that its text is the
// house's own to hand out.
func (a *Article) IsOwn() bool {
	return a.Source == "" && strings.HasPrefix(a.SourceID, OwnArticle)
}

// Publication is the open data as they were handed out at one time.
type Publication struct {
	Sets      []OpenSet
	Papers    []OpenFile // what goes with all sets: catalogue, licence, checksums
	Licence   Licence
	Publisher string
	Modified  time.Time // newest change of a record
	Sample    bool      // there is sample content alone
	Files     fs.FS     // all of them, by name
}

// File finds a file by its name.
func (p *Publication) File(name string) (OpenFile, bool) {
	files := p.Papers
	for _, s := range p.Sets {
		files = append(files[:len(files):len(files)], s.Files...)
	}
	for _, f := range files {
		if f.Name == name {
			return f, true
		}
	}
	return OpenFile{}, false
}

// OpenSet is one set of open data.
type OpenSet struct {
	Name           string // of its files, without their endings
	Title, TitleEN string
	About, AboutEN string
	Records        int
	Modified       time.Time  // newest change of a record, zero if that is not known
	Files          []OpenFile // packed ones behind those that they are of
}

// OpenFile is one file of open data.
type OpenFile struct {
	Name   string
	Type   string // media type
	Size   int64
	SHA256 string // in hex
}

// Licence says what others may do with the open data.
type Licence struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// LicenceCCBY is what the house's own words are handed out under where nothing
// else was decided.
var LicenceCCBY = Licence{Name: "Creative Commons Attribution 4.0 International (CC BY 4.0)", URL: "https://creativecommons.org/licenses/by/4.0/"}

// SafeCell keeps a spreadsheet from reading a cell of a table that is handed out
// as a formula.
func SafeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
