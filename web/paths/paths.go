// Package paths knows the address of every page that lists and answers lead
// to, beginning with the slash, and which foreign addresses people are sent to.
package paths

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"tracuu/data"
	"tracuu/search/vi"
)

// Procedure is the page of a procedure by its code.
func Procedure(code string) string { return "/thu-tuc/" + url.PathEscape(code) }

// ProcedureChanges is the page that tells how a procedure has changed.
func ProcedureChanges(code string) string { return Procedure(code) + "/thay-doi" }

// Field is the page of a field of administration, empty for one without.
func Field(slug string) string {
	if slug == "" {
		return ""
	}
	return "/linh-vuc/" + slug
}

// Commune tells which commune has the work of a former one today.
const Commune = "/lam-o-xa-nao"

// CommuneOf is the answer about a unit by its full name.
func CommuneOf(name string) string { return Commune + "?xa=" + vi.Slug(name, 80) }

// OpenData lists the open data; the files stand below it.
const OpenData = "/du-lieu-mo"

// Audience is the page of a kind of people that procedures are for.
func Audience(slug string) string { return "/doi-tuong/" + slug }

// Event is the page of an event of life.
func Event(slug string) string { return "/su-kien/" + slug }

// Digits stands for names that begin with a digit in the address of a letter.
const Digits = "so"

// Letter is the page of names that begin with a letter; what is no letter is
// a digit.
func Letter(letter string) string {
	if !strings.ContainsFunc(letter, unicode.IsLetter) {
		letter = Digits
	}
	return "/a-z/" + url.PathEscape(strings.ToLower(letter))
}

// Category lists the news of a category.
func Category(name string) string { return "/tin-tuc?" + url.Values{"chuyen-muc": {name}}.Encode() }

// Agency is the page of an agency.
func Agency(slug string) string { return "/co-quan/" + slug }

// Apply leads on from a procedure's page to the national portal; by is the short
// code the reader came by, empty if none.
func Apply(code, by string) string {
	path := "/di/" + url.PathEscape(code)
	if by != "" {
		path += "?tu=" + by
	}
	return path
}

// Code opens what a short code leads to.
func Code(code string) string { return "/q/" + code }

// Check tells what a genuine poster with a short code shows.
func Check(code string) string { return "/kiem-tra/" + code }

// Article is the page of an article by its number and title.
func Article(id int64, title string) string {
	path := fmt.Sprintf("/tin-tuc/%d", id)
	if slug := vi.Slug(title, 80); slug != "" {
		path += "-" + slug
	}
	return path
}

// Target is where a target is read. An article's address lacks its title: it
// leads on.
func Target(t data.Target) string {
	switch t.Kind {
	case data.KindProcedure:
		return Procedure(t.Key)
	case data.KindArticle:
		return "/tin-tuc/" + url.PathEscape(t.Key)
	case data.KindField:
		return Field(t.Key)
	case data.KindAgency:
		return Agency(t.Key)
	}
	return t.Key
}

// Feedback takes what readers say of a page.
const Feedback = "/phan-hoi"

// The sections of a procedure's page that can be led to.
const (
	Documents  = "#giay-to"
	Fees       = "#le-phi"
	Place      = "#noi-nop"
	Steps      = "#cac-buoc"
	Result     = "#ket-qua"
	Conditions = "#dieu-kien"
	Facts      = "#thong-tin"
)

// Picture is a photo that staff have put in, in one of its widths.
func Picture(hash string, width int) string { return fmt.Sprintf("/anh/%s-%d.jpg", hash, width) }

// IsPicture reports whether an address is one that Picture gives.
func IsPicture(address string) bool { return pictureRE.MatchString(address) }

var pictureRE = regexp.MustCompile(`^/anh/[0-9a-f]{64}-[1-9][0-9]{0,4}\.jpg$`)
