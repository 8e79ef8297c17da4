package web

import (
	"encoding/xml"
	"net/http"
	"time"

	"tracuu/web/api"
)

// openSearch describes the search of the site, so that browsers and launchers
// can offer it (OpenSearch 1.1).
func (s *Server) openSearch(w http.ResponseWriter, r *http.Request) error {
	b := s.base(r, "")
	d := searchDescription{
		ShortName:   say(r.Context(), "Tra cứu"),
		LongName:    b.Site(),
		Description: say(r.Context(), "Tìm thủ tục hành chính và tin tức"),
		Language:    b.language.Tag, InputEncoding: "UTF-8", OutputEncoding: "UTF-8",
		Image: searchImage{"image/svg+xml", b.public + "/static/icon.svg"},
		URLs: []searchURL{
			{Type: "text/html", Template: b.address("/tim-kiem") + "?q={searchTerms}"},
			{Type: api.SuggestionsType, Template: b.public + api.Root + "/suggest?format=opensearch&q={searchTerms}"},
			{Type: "application/atom+xml", Template: b.public + "/tim-kiem.atom?q={searchTerms}"},
			{Type: openSearchType, Rel: "self", Template: b.address(openSearchPath)},
		},
	}
	return s.sendXML(w, r, openSearchType, d, time.Time{})
}

const (
	openSearchPath = "/opensearch.xml"
	openSearchType = "application/opensearchdescription+xml"
)

type searchDescription struct {
	XMLName        xml.Name    `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName      string      // at most 16 letters
	LongName       string      // at most 48
	Description    string      // at most 1024
	Image          searchImage `xml:"Image"`
	URLs           []searchURL `xml:"Url"`
	Language       string
	InputEncoding  string
	OutputEncoding string
}

type searchImage struct {
	Type    string `xml:"type,attr"`
	Address string `xml:",chardata"`
}

type searchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Template string `xml:"template,attr"`
}
