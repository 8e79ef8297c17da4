package opendata

import (
	"net/url"

	"tracuu/data"
)

// vocabularies are what the terms of all JSON-LD here are of.
var vocabularies = map[string]string{
	"adms": "http://www.w3.org/ns/adms#", "cpsv": "http://purl.org/vocab/cpsv#", "cv": "http://data.europa.eu/m8g/",
	"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "eli": "http://data.europa.eu/eli/ontology#",
	"foaf": "http://xmlns.com/foaf/0.1/", "locn": "http://www.w3.org/ns/locn#", "org": "http://www.w3.org/ns/org#",
	"qb": "http://purl.org/linked-data/cube#", "schema": "https://schema.org/", "skos": "http://www.w3.org/2004/02/skos/core#",
	"spdx": "http://spdx.org/rdf/terms#", "xsd": "http://www.w3.org/2001/XMLSchema#",
}

// Things of other catalogues that are named here.
const (
	vietNam    = "http://publications.europa.eu/resource/authority/country/VNM"
	vietnamese = "http://publications.europa.eu/resource/authority/language/VIE"
	inForce    = "http://purl.org/adms/status/Completed"
	withdrawn  = "http://purl.org/adms/status/Withdrawn"
	dong       = "http://publications.europa.eu/resource/authority/currency/VND"
)

// ref names a thing that is told of elsewhere.
type ref struct {
	ID string `json:"@id"`
}

// text is words in a language.
type text struct {
	Value    string `json:"@value"`
	Language string `json:"@language"`
}

func vi(s string) *text {
	if s == "" {
		return nil
	}
	return &text{s, "vi"}
}

// typed is a value of a type of XML Schema.
type typed struct {
	Value string `json:"@value"`
	Type  string `json:"@type"`
}

func ofType(value, name string) *typed {
	if value == "" {
		return nil
	}
	return &typed{value, "xsd:" + name}
}

// concept is a term of a list, as a field of administration is.
type concept struct {
	ID    string `json:"@id,omitempty"`
	Type  string `json:"@type"`
	Label *text  `json:"skos:prefLabel"`
}

// concept is a field by its name.
func (w *writer) concept(field string) *concept {
	c := &concept{Type: "skos:Concept", Label: vi(field)}
	if slug := w.fields[field]; slug != "" {
		c.ID = w.fieldAt(slug)
	}
	return c
}

// organisation is an agency.
type organisation struct {
	ID         string        `json:"@id,omitempty"`
	Type       string        `json:"@type"`
	Identifier string        `json:"dct:identifier,omitempty"`
	Name       *text         `json:"skos:prefLabel"`
	Former     []*text       `json:"skos:altLabel,omitempty"`
	Spatial    ref           `json:"cv:spatial"`
	Address    *address      `json:"locn:address,omitempty"`
	Contact    *contactPoint `json:"cv:contactPoint,omitempty"`
	Heir       *ref          `json:"dct:isReplacedBy,omitempty"`
}

type address struct {
	Type string `json:"@type"`
	Full *text  `json:"locn:fullAddress"`
}

type contactPoint struct {
	Type      string `json:"@type"`
	Telephone string `json:"cv:telephone,omitempty"`
	Hours     *text  `json:"schema:openingHours,omitempty"`
}

const organisationType = "cv:PublicOrganisation"

func (w *writer) organisation(a *data.Agency) *organisation {
	o := &organisation{ID: w.agencyAt(a.Slug), Type: organisationType, Identifier: a.Slug, Name: vi(a.Name), Spatial: ref{vietNam}}
	for _, f := range a.Former {
		o.Former = append(o.Former, vi(f))
	}
	if a.Address != "" {
		o.Address = &address{"locn:Address", vi(a.Address)}
	}
	if a.Phone != "" || a.Hours != "" {
		o.Contact = &contactPoint{"cv:ContactPoint", a.Phone, vi(a.Hours)}
	}
	if a.ReplacedBy != "" {
		o.Heir = &ref{w.agencyAt(a.ReplacedBy)}
	}
	return o
}

// named is an agency that is known by its name alone, or by its page too.
func (w *writer) named(agency string) *organisation {
	o := &organisation{Type: organisationType, Name: vi(agency), Spatial: ref{vietNam}}
	if slug := w.agencies[agency]; slug != "" {
		o.ID, o.Identifier = w.agencyAt(slug), slug
	}
	return o
}

// location is an administrative unit.
type location struct {
	ID         string  `json:"@id"`
	Type       string  `json:"@type"`
	Identifier string  `json:"dct:identifier"`
	Name       *text   `json:"locn:geographicName"`
	Kind       *text   `json:"dct:type"`
	English    *text   `json:"skos:altLabel,omitempty"`
	Within     *ref    `json:"dct:isPartOf,omitempty"`
	Merged     []*text `json:"dct:replaces,omitempty"`
}

func (w *writer) place(u *data.Unit) *location {
	l := &location{
		ID: w.fileAt("units.jsonld#" + u.Code), Type: "dct:Location", Identifier: u.Code, Name: vi(u.FullName()), Kind: vi(string(u.Type)),
	}
	if u.English != "" {
		l.English = &text{u.English, "en"}
	}
	if u.ProvinceCode != "" && u.ProvinceCode != u.Code {
		l.Within = &ref{w.fileAt("units.jsonld#" + u.ProvinceCode)}
	}
	if !u.Kept() {
		for _, m := range u.Merged {
			l.Merged = append(l.Merged, vi(m))
		}
	}
	return l
}

// news is an article.
type news struct {
	ID         string `json:"@id"`
	Type       string `json:"@type"`
	Identifier string `json:"schema:identifier"`
	Headline   *text  `json:"schema:headline"`
	Abstract   *text  `json:"schema:abstract,omitempty"`
	Body       *text  `json:"schema:articleBody,omitempty"`
	Published  *typed `json:"schema:datePublished,omitempty"`
	Section    *text  `json:"schema:articleSection,omitempty"`
	Author     string `json:"schema:author,omitempty"`
	Source     string `json:"schema:sourceOrganization,omitempty"`
	URL        *ref   `json:"schema:url,omitempty"`
	Sample     *text  `json:"schema:disambiguatingDescription,omitempty"`
}

// sampleMark is what a sample record is told with.
const sampleMark = "Đây là nội dung mẫu, không dùng làm hồ sơ."

func (w *writer) news(a *data.Article) *news {
	n := &news{
		ID: w.fileAt("articles.jsonld#" + url.PathEscape(a.Source) + "/" + url.PathEscape(a.SourceID)), Type: "schema:NewsArticle", Identifier: a.SourceID,
		Headline: vi(a.Title), Abstract: vi(a.Lead), Section: vi(a.Category), Author: a.Author, Source: a.Source,
	}
	if !a.BodyIsLead {
		n.Body = vi(a.Body)
	}
	switch a.PublishedTrust {
	case data.TrustTime:
		n.Published = ofType(moment(a.Published), "dateTime")
	case data.TrustDay:
		n.Published = ofType(string(data.NewDate(a.Published)), "date")
	}
	if a.URL != "" {
		n.URL = &ref{a.URL}
	}
	if a.Sample {
		n.Sample = vi(sampleMark)
	}
	return n
}

// observation is a count of a month.
type observation struct {
	ID    string `json:"@id"`
	Type  string `json:"@type"`
	Month *typed `json:"dct:temporal"`
	Kind  string `json:"dct:type"`
	Scans int64  `json:"schema:value"`
}

func (w *writer) observation(m *data.ScanMonth) *observation {
	return &observation{w.fileAt("scans.jsonld#" + m.Month + "-" + string(m.Kind)), "qb:Observation", ofType(m.Month, "gYearMonth"), string(m.Kind), m.Scans}
}
