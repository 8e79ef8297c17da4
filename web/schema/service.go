package schema

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/web/paths"
)

// Service is a procedure.
type Service struct {
	Type        string        `json:"@type"`
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	Mark        string        `json:"disambiguatingDescription,omitempty"` // what sets it apart from an official one
	URL         string        `json:"url"`
	Identifier  string        `json:"identifier"`
	Field       string        `json:"serviceType,omitempty"`
	Provider    *Organization `json:"provider,omitempty"`
	Area        *Named        `json:"areaServed,omitempty"`
	Audience    *Audience     `json:"audience,omitempty"`
	Channels    []Channel     `json:"availableChannel,omitempty"`
	Offers      []Offer       `json:"offers,omitempty"`
}

// Organization is a body of the state.
type Organization struct {
	Type      string   `json:"@type"`
	Name      string   `json:"name"`
	URL       string   `json:"url,omitempty"`
	Address   *Address `json:"address,omitempty"`
	Telephone string   `json:"telephone,omitempty"`
}

// Address is where something is, as people write it.
type Address struct {
	Type    string `json:"@type"`
	Street  string `json:"streetAddress"`
	Country string `json:"addressCountry"`
}

// Audience is who files a procedure.
type Audience struct {
	Type string `json:"@type"`
	Who  string `json:"audienceType"`
}

// Channel is a way to file. Its time is an ISO 8601 duration.
type Channel struct {
	Type     string   `json:"@type"`
	Name     string   `json:"name"`
	URL      string   `json:"serviceUrl,omitempty"`
	Post     *Address `json:"servicePostalAddress,omitempty"`
	Place    *Place   `json:"serviceLocation,omitempty"`
	Language string   `json:"availableLanguage"`
	Time     string   `json:"processingTime,omitempty"`
}

// Place is where people go.
type Place struct {
	Type    string   `json:"@type"`
	Address *Address `json:"address"`
}

// Offer is a fee in the record's words, and its amount where that is certain.
type Offer struct {
	Type     string `json:"@type"`
	Name     string `json:"name,omitempty"` // of the channels it holds for; empty: of all
	Text     string `json:"description"`
	Price    int64  `json:"price,omitempty"`
	Currency string `json:"priceCurrency,omitempty"`
}

// Page is the page that a service is told on, in one language.
type Page struct {
	Name        string // of the procedure
	URL         string // absolute, as all addresses here
	Description string
	Mark        string
	Agency      data.Agency // who handles the procedure, as far as it is known
	AgencyURL   string
	Onward      paths.Onward // where it is filed online
	T           func(message string, args ...any) string
}

// Texts longer than these, in letters, would cost the page more than they tell
// programs. They are left out rather than cut, for what is cut off a fee may be
// the exemption.
const (
	maxOffers  = 4
	maxFee     = 160
	maxAddress = 200
)

// NewService tells a procedure.
func NewService(p *data.Procedure, at Page) Service {
	s := Service{
		Type: "GovernmentService", Name: at.Name, Description: at.Description, Mark: at.Mark, URL: at.URL,
		Identifier: p.Code, Field: p.Field, Area: area(p), Offers: offers(p.Methods, at.T),
	}
	address := newAddress(at.Agency.Address)
	if at.Agency.Name != "" {
		s.Provider = &Organization{"GovernmentOrganization", at.Agency.Name, at.AgencyURL, address, at.Agency.Phone}
	}
	if len(p.Audience) > 0 {
		s.Audience = &Audience{"Audience", strings.Join(p.Audience, ", ")}
	}
	if reception := newAddress(p.ReceptionAddress); reception != nil {
		address = reception
	}
	s.Channels = channels(p.Methods, address, at)
	return s
}

// area is where a procedure holds: in the province that published it, or, if
// none did, all over the country.
func area(p *data.Procedure) *Named {
	switch province, provincial := data.IssuerProvince(p); {
	case !provincial:
		return &Named{Type: "Country", Name: "Việt Nam"}
	case province != "":
		return &Named{Type: "AdministrativeArea", Name: province}
	}
	return nil
}

func newAddress(street string) *Address {
	street = strings.Join(strings.Fields(street), " ")
	if street == "" || utf8.RuneCountInString(street) > maxAddress {
		return nil
	}
	return &Address{"PostalAddress", street, "VN"}
}

// channels tells each channel once.
func channels(methods []data.Method, address *Address, at Page) (out []Channel) {
	for i, m := range methods {
		if m.Channel == "" || slices.ContainsFunc(methods[:i], func(o data.Method) bool { return o.Channel == m.Channel }) {
			continue
		}
		c := Channel{Type: "ServiceChannel", Name: at.T(m.Channel.Label()), Language: "vi", Time: timeOf(methods, m.Channel)}
		switch {
		case m.Channel == data.ChannelOnline:
			c.URL = at.Onward.URL
		case m.Channel == data.ChannelPost:
			c.Post = address
		case address != nil:
			c.Place = &Place{"Place", address}
		}
		out = append(out, c)
	}
	return out
}

// timeOf is the time limit of a channel, empty unless all its methods have the
// same certain one.
func timeOf(methods []data.Method, channel data.Channel) (time string) {
	for i, m := range methods {
		switch {
		case m.Channel != channel:
		case time == "" && i == slices.IndexFunc(methods, func(o data.Method) bool { return o.Channel == channel }):
			time = m.Duration.ISO()
		case time != m.Duration.ISO():
			return ""
		}
	}
	return time
}

// offers tells the fees, each once with the channels it holds for. Either all
// are told or, where they are many or long, none.
func offers(methods []data.Method, t func(string, ...any) string) []Offer {
	type fee struct {
		data.Fee
		channels []string
	}
	var fees []fee
	named := 0 // methods that name a fee
	for _, m := range methods {
		told := false
		for _, f := range m.Fees {
			if f.Text == "" {
				continue
			}
			told = true
			i := slices.IndexFunc(fees, func(o fee) bool { return o.Text == f.Text && o.AmountVND == f.AmountVND })
			if i < 0 {
				i, fees = len(fees), append(fees, fee{Fee: f})
			}
			if label := t(m.Channel.Label()); !slices.Contains(fees[i].channels, label) {
				fees[i].channels = append(fees[i].channels, label)
			}
		}
		if told {
			named++
		}
	}
	if len(fees) > maxOffers || slices.ContainsFunc(fees, func(f fee) bool { return utf8.RuneCountInString(f.Text) > maxFee }) {
		return nil
	}
	var out []Offer
	for _, f := range fees {
		o := Offer{Type: "Offer", Text: f.Text}
		if f.AmountVND > 0 {
			o.Price, o.Currency = f.AmountVND, "VND"
		}
		if len(fees) > 1 || named < len(methods) {
			o.Name = strings.Join(f.channels, ", ")
		}
		out = append(out, o)
	}
	return out
}
