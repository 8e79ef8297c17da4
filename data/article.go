package data

import "time"

// Article is one news item. Its identity at the source is (Source, SourceID);
// ID is the stable number the store gives it, used in addresses.
type Article struct {
	ID       int64  `json:"-"`
	Source   string `json:"source,omitempty"`
	SourceID string `json:"source_id"`

	Title        string `json:"title"`
	TitleDerived bool   `json:"title_derived,omitempty"` // cut from the text because the source has none
	Lead         string `json:"lead,omitempty"`
	Body         string `json:"body,omitempty"` // paragraphs separated by line feeds
	BodyIsLead   bool   `json:"body_is_lead,omitempty"`
	Excerpt      bool   `json:"excerpt,omitempty"` // there is more at the source, to whom the text belongs
	Author       string `json:"author,omitempty"`
	Category     string `json:"category,omitempty"`
	URL          string `json:"url,omitempty"` // where it was published

	Published      time.Time      `json:"published,omitzero"`
	PublishedTrust PublishedTrust `json:"published_trust,omitempty"`

	Photos      []Photo      `json:"photos,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	SourceViews int64        `json:"source_views,omitempty"` // views counted by the source before import

	Meta `json:"-"`
}

// PublishedTrust says what the publication time is worth.
type PublishedTrust string

// The time may be exact, only a day, or merely when somebody fetched the page.
// Empty together with a zero time means unknown.
const (
	TrustTime    PublishedTrust = "time"
	TrustDay     PublishedTrust = "day"
	TrustFetched PublishedTrust = "fetched"
)

// Photo is a picture of an article.
type Photo struct {
	URL     string `json:"url"`
	Caption string `json:"caption,omitempty"`
	Alt     string `json:"alt,omitempty"`
	Width   int    `json:"width,omitempty"` // in pixels; 0 is unknown
	Height  int    `json:"height,omitempty"`
}

// Attachment is a file that goes with an article.
type Attachment struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}
