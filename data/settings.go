package data

import "time"

// Settings are what an installation decides once. Flags of the commands come
// first; the zero value decides nothing.
type Settings struct {
	PublicURL    string   // https://host; where codes lead
	FormerHosts  []string // hosts of earlier public addresses: codes printed with them are genuine
	AllowedHosts []string // hosts outside that codes and buttons may lead to; a leading dot takes every host below

	Holidays      []HolidayYear   // what was officially decided about the days off of each year
	AddedHolidays []AnnualHoliday // public holidays that a law has added

	Province string // the province served; empty: as the program has it
	Home     HomeTexts

	Publisher string  // of the open data; empty: the site, by its name
	Licence   Licence // of the open data, where it is the house's own; zero: as the program has it
}

// HomeTexts are what the home page says beside its lists, in plain text; English
// ones may be missing.
type HomeTexts struct {
	Greeting   string `json:"greeting,omitempty"`
	GreetingEN string `json:"greeting_en,omitempty"`
	Notice     string `json:"notice,omitempty"`
	NoticeEN   string `json:"notice_en,omitempty"`
	From       Date   `json:"from,omitempty"` // first and last day of the notice; empty is open
	Until      Date   `json:"until,omitempty"`
}

// NoticeOn is the notice of a day, empty if there is none.
func (h HomeTexts) NoticeOn(day Date) string {
	if h.From != "" && day < h.From || h.Until != "" && day > h.Until {
		return ""
	}
	return h.Notice
}

// Holiday is a day off.
type Holiday struct {
	Date Date   `json:"date"`
	Name string `json:"name"` // "Tết Âm lịch"
}

// HolidaySwap is a working day off for which a day of rest is worked.
type HolidaySwap struct {
	Off  Date `json:"off"`
	Work Date `json:"work"` // a Saturday or Sunday
}

// HolidayYear is what was officially decided about a year. With Days it is
// confirmed: they are the days off at Tết and beside 2 September, those that
// make up for them included; the other holidays and what makes up for them are
// known without being listed, and listing them or a weekend does no harm. Swaps
// alone leave the year provisional.
type HolidayYear struct {
	Year   int           `json:"year"`
	Days   []Holiday     `json:"days,omitempty"`
	Swaps  []HolidaySwap `json:"swaps,omitempty"`
	Source string        `json:"source"` // number and date of the decision
}

// AnnualHoliday is a public holiday that a law has added to those of the Labour
// Code.
type AnnualHoliday struct {
	Month  time.Month `json:"month"`
	Day    int        `json:"day"`
	From   int        `json:"from"` // first year
	Name   string     `json:"name"`
	Source string     `json:"source"`
}

// ConfigEvent is one change of a setting or of an agency.
type ConfigEvent struct {
	At   time.Time
	Name string // "public_url", "agency.so-y-te.phone"
	From string // settings as JSON, an agency's parts as text
	To   string
	Edit
}
