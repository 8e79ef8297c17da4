package data

import (
	"fmt"
	"math"
	"time"
)

// Procedure is one administrative procedure (thủ tục hành chính) as the
// national catalogue records it. Its identity is Code. Texts are NFC, cleaned
// of invisible marks and otherwise worded as printed; an empty field means the
// catalogue says nothing.
type Procedure struct {
	Code         string   `json:"code"`
	Aliases      []string `json:"aliases,omitempty"` // other codes that mean this one, e.g. 1.012753.H19
	OfficialName string   `json:"official_name"`     // as the decision prints it
	Name         string   `json:"name"`              // for people: no "Thủ tục", no capitals throughout, no final stop
	Field        string   `json:"field,omitempty"`   // lĩnh vực
	Levels       []Level  `json:"levels,omitempty"`
	Type         string   `json:"type,omitempty"`     // loại thủ tục
	Decision     string   `json:"decision,omitempty"` // number of the decision that published it

	Agency           string `json:"agency,omitempty"`       // cơ quan thực hiện
	Authority        string `json:"authority,omitempty"`    // cơ quan có thẩm quyền
	Coordinating     string `json:"coordinating,omitempty"` // cơ quan phối hợp
	Delegated        string `json:"delegated,omitempty"`    // cơ quan được ủy quyền
	ReceptionAddress string `json:"reception_address,omitempty"`

	Steps       string     `json:"steps,omitempty"`
	Methods     []Method   `json:"methods,omitempty"`
	Documents   []Document `json:"documents,omitempty"`
	Audience    []string   `json:"audience,omitempty"` // đối tượng thực hiện
	Result      string     `json:"result,omitempty"`
	LegalBasis  []LegalRef `json:"legal_basis,omitempty"`
	Conditions  string     `json:"conditions,omitempty"`
	Keywords    []string   `json:"keywords,omitempty"`
	Description string     `json:"description,omitempty"`
	SourceURL   string     `json:"source_url,omitempty"` // its page on the national portal

	EffectiveFrom Date   `json:"effective_from,omitzero"`
	Status        Status `json:"status"`
	ReplacedBy    string `json:"replaced_by,omitempty"` // code of the procedure that took its place

	Translations map[string]Translation `json:"translations,omitempty"` // by language tag, "en"

	Meta `json:"-"`
}

// Translation is what a record says of itself in another language. It has a
// name and perhaps a summary; everything else is told in Vietnamese alone.
type Translation struct {
	Name    string `json:"name"`
	Summary string `json:"summary,omitempty"`
}

// Status says whether a procedure is in force.
type Status string

// A procedure is active, or repealed (its page stays, and says so).
const (
	StatusActive   Status = "active"
	StatusRepealed Status = "repealed"
)

// Level is a level of government that handles a procedure.
type Level string

// The levels since 1 July 2025. The former district level is not among them.
const (
	LevelCommune  Level = "commune"
	LevelProvince Level = "province"
	LevelMinistry Level = "ministry"
)

// Label is the level's Vietnamese name.
func (l Level) Label() string {
	switch l {
	case LevelCommune:
		return "Cấp xã"
	case LevelProvince:
		return "Cấp tỉnh"
	case LevelMinistry:
		return "Cấp bộ, trung ương"
	}
	return string(l)
}

// Method is one way to file: a channel with its time limit and fees. The same
// channel may come more than once, and fees and times differ between channels.
type Method struct {
	Channel  Channel  `json:"channel,omitempty"`
	Duration Duration `json:"duration,omitzero"`
	Fees     []Fee    `json:"fees,omitempty"`
	Note     string   `json:"note,omitempty"`
}

// Channel is how a dossier reaches the office.
type Channel string

// The channels of the catalogue. The empty channel is one the source does not
// name.
const (
	ChannelOnline   Channel = "online"
	ChannelPost     Channel = "post"
	ChannelInPerson Channel = "in_person"
)

// Label is the channel's Vietnamese name.
func (c Channel) Label() string {
	switch c {
	case ChannelOnline:
		return "Trực tuyến"
	case ChannelPost:
		return "Bưu chính công ích"
	case ChannelInPerson:
		return "Trực tiếp"
	}
	return "Cách nộp khác"
}

// Duration is a time limit.
type Duration struct {
	Printed string       `json:"printed,omitempty"` // as the source prints it, e.g. "5 WORKING_DAY"
	Text    string       `json:"text,omitempty"`    // for people, e.g. "5 ngày làm việc"; empty when the source says nothing
	Value   float64      `json:"value,omitempty"`   // in Unit; 0 when the text is not one certain number
	Unit    DurationUnit `json:"unit,omitempty"`
}

// ISO writes a time limit by ISO 8601, empty if it is no certain whole number or
// counts working days, which that standard does not know.
func (d Duration) ISO() string {
	if d.Value <= 0 || d.Value != math.Trunc(d.Value) {
		return ""
	}
	switch d.Unit {
	case UnitHour:
		return fmt.Sprintf("PT%.0fH", d.Value)
	case UnitDay:
		return fmt.Sprintf("P%.0fD", d.Value)
	case UnitMonth:
		return fmt.Sprintf("P%.0fM", d.Value)
	case UnitYear:
		return fmt.Sprintf("P%.0fY", d.Value)
	}
	return ""
}

// DurationUnit is what a Duration counts.
type DurationUnit string

// The units of the catalogue. UnitWithinDay is its "1 OTHER": done within the
// working day.
const (
	UnitWorkingDay DurationUnit = "working_day"
	UnitDay        DurationUnit = "day"
	UnitHour       DurationUnit = "hour"
	UnitMonth      DurationUnit = "month"
	UnitYear       DurationUnit = "year"
	UnitWithinDay  DurationUnit = "within_day"
)

// Fee is one fee or charge. The catalogue prints "0 VNĐ" for "see the
// brackets", so a fee is never known to be free: AmountVND 0 means unknown.
type Fee struct {
	Printed   string `json:"printed,omitempty"`    // as the source prints it
	Text      string `json:"text,omitempty"`       // for people, exemptions included; empty when the source says nothing
	AmountVND int64  `json:"amount_vnd,omitempty"` // đồng; set only where the source gives one certain flat amount
}

// Document is one line of the dossier. With neither originals nor copies it is
// a note rather than a paper to bring.
type Document struct {
	Case      string `json:"case,omitempty"` // the case it belongs to; empty: every case
	Name      string `json:"name"`
	Originals int    `json:"originals,omitempty"`
	Copies    int    `json:"copies,omitempty"`
}

// IsNote reports whether the line explains rather than names a paper.
func (d Document) IsNote() bool { return d.Originals == 0 && d.Copies == 0 }

// LegalRef is a legal text a procedure rests on.
type LegalRef struct {
	Number string `json:"number,omitempty"` // e.g. 85/2019/TT-BTC
	Title  string `json:"title,omitempty"`
}

// Date is a day without a time of day, "2006-01-02"; the zero Date is unknown.
type Date string

// NewDate gives the day of t in t's own zone.
func NewDate(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Time is the start of the day in UTC, false when the date is empty or broken.
func (d Date) Time() (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}
