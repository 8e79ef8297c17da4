// Package paths knows the address of every page that lists and answers lead
// to, beginning with the slash, and which foreign addresses people are sent to.
package paths

import (
	"fmt"
	"net/url"
	"strings"

	"tracuu/data"
	"tracuu/search/vi"
)

// Procedure is the page of a procedure by its code.
func Procedure(code string) string { return "/thu-tuc/" + url.PathEscape(code) }

// Field is the page of a field of administration, empty for one without.
func Field(slug string) string {
	if slug == "" {
		return ""
	}
	return "/linh-vuc/" + slug
}

// Agency is the page of an agency.
func Agency(slug string) string { return "/co-quan/" + slug }

// Article is the page of an article by its number and title.
func Article(id int64, title string) string {
	path := fmt.Sprintf("/tin-tuc/%d", id)
	if slug := vi.Slug(title, 80); slug != "" {
		path += "-" + slug
	}
	return path
}

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

// Portal is the national portal, which takes filings.
const Portal = "https://dichvucong.gov.vn"

// Government reports whether an address is a page of a Vietnamese state
// agency, the only ones we send people on to.
func Government(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.User == nil &&
		(strings.HasSuffix(u.Hostname(), ".gov.vn") || u.Hostname() == "gov.vn")
}

// FiledOnline is where a procedure is filed online: its page at the portal, if
// the record names one and online filing is among its channels.
func FiledOnline(p *data.Procedure) string {
	if !Government(p.SourceURL) {
		return ""
	}
	for _, m := range p.Methods {
		if m.Channel == data.ChannelOnline {
			return p.SourceURL
		}
	}
	return ""
}
