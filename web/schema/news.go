package schema

import (
	"cmp"
	"strings"
	"time"

	"tracuu/data"
	"tracuu/web/format"
	"tracuu/web/paths"
)

// Article is a news item.
type Article struct {
	Type        string   `json:"@type"`
	Headline    string   `json:"headline"`
	Description string   `json:"description,omitempty"`
	Mark        string   `json:"disambiguatingDescription,omitempty"`
	Page        string   `json:"mainEntityOfPage"`
	Language    string   `json:"inLanguage"`
	Published   string   `json:"datePublished,omitempty"`
	Modified    string   `json:"dateModified,omitempty"`
	Author      Named    `json:"author"`
	Publisher   Named    `json:"publisher"`
	Section     string   `json:"articleSection,omitempty"`
	Image       []string `json:"image,omitempty"`
	Original    string   `json:"isBasedOn,omitempty"` // where it was published first
}

// Bounds of what is told of an article: search engines cut longer headlines,
// and a few pictures are enough for them to choose from.
const (
	maxHeadline = 110
	maxImages   = 3
)

// News is the page that an article is told on.
type News struct {
	URL         string // absolute
	Description string
	Mark        string
	Site        Named     // publisher of articles that name no source
	Modified    time.Time // zero: never since it was published
}

// NewArticle tells an article.
func NewArticle(a *data.Article, at News) Article {
	out := Article{
		Type: "NewsArticle", Headline: format.Clip(a.Title, maxHeadline), Description: at.Description, Mark: at.Mark,
		Page: at.URL, Language: "vi", Published: Published(a), Publisher: at.Site, Section: a.Category,
	}
	if !at.Modified.IsZero() {
		out.Modified = at.Modified.In(format.Hanoi).Format(time.RFC3339)
	}
	if a.Source != "" {
		out.Publisher = Named{Type: "Organization", Name: a.Source}
	}
	out.Author = out.Publisher
	if a.Author != "" {
		out.Author = Named{Type: cmp.Or(organisation(a.Author), "Person"), Name: a.Author}
	}
	for _, p := range a.Photos {
		address := p.URL
		if paths.IsPicture(address) {
			address = strings.TrimSuffix(at.Site.URL, "/") + address
		}
		if strings.HasPrefix(address, "https://") && len(out.Image) < maxImages {
			out.Image = append(out.Image, address)
		}
	}
	if strings.HasPrefix(a.URL, "https://") {
		out.Original = a.URL
	}
	return out
}

// bodies are the first words of authors that are no persons.
var bodies = [...]string{"ban ", "bbt", "báo ", "cổng ", "cục ", "đài ", "nhóm ", "phòng ", "sở ", "tổ ", "trung tâm ", "ubnd", "văn phòng ", "ủy ban ", "uỷ ban "}

func organisation(author string) string {
	author = strings.ToLower(author)
	for _, b := range bodies {
		if strings.HasPrefix(author, b) {
			return "Organization"
		}
	}
	return ""
}

// Published is when an article was published, by ISO 8601: with the zone, a day
// alone where only that is known, empty where not even that is.
func Published(a *data.Article) string {
	if a.Published.IsZero() {
		return ""
	}
	switch at := a.Published.In(format.Hanoi); a.PublishedTrust {
	case data.TrustTime:
		return at.Format(time.RFC3339)
	case data.TrustDay:
		return at.Format(time.DateOnly)
	}
	return ""
}
