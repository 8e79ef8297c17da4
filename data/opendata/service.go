package opendata

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tracuu/data"
)

// service is a procedure in the terms of CPSV-AP 3.2. What a record does not
// say is left out; a fee is told as a number only where that is certain, and
// never as 0. A description is required there: one that a record lacks is its
// official name.
type service struct {
	ID           string           `json:"@id"`
	Type         string           `json:"@type"`
	Identifier   string           `json:"dct:identifier"`
	Aliases      []otherID        `json:"adms:identifier,omitempty"`
	Title        []*text          `json:"dct:title"`
	Official     *text            `json:"dct:alternative,omitempty"`
	Description  []*text          `json:"dct:description"`
	Keywords     []*text          `json:"dcat:keyword,omitempty"`
	Language     ref              `json:"dct:language"`
	Status       ref              `json:"adms:status"`
	From         *typed           `json:"dct:available,omitempty"`
	Heir         *ref             `json:"dct:isReplacedBy,omitempty"`
	Spatial      ref              `json:"dct:spatial"`
	Kind         *text            `json:"dct:type,omitempty"`
	Area         *concept         `json:"cv:thematicArea,omitempty"`
	Levels       []*concept       `json:"cv:sector,omitempty"`
	Audience     []*concept       `json:"dct:audience,omitempty"`
	Authority    []*organisation  `json:"cv:hasCompetentAuthority,omitempty"`
	Rule         *part            `json:"cpsv:follows,omitempty"`
	Requirement  *part            `json:"cv:holdsRequirement,omitempty"`
	Inputs       []*part          `json:"cv:hasInputType,omitempty"`
	Output       *part            `json:"cpsv:produces,omitempty"`
	Costs        []*cost          `json:"cv:hasCost,omitempty"`
	Channels     []*channel       `json:"cv:hasChannel,omitempty"`
	Time         *typed           `json:"cv:processingTime,omitempty"`
	Law          []*legalResource `json:"cv:hasLegalResource,omitempty"`
	Page         ref              `json:"foaf:page"`
	NationalPage *ref             `json:"schema:sameAs,omitempty"`
	Sample       *text            `json:"schema:disambiguatingDescription,omitempty"`
}

type otherID struct {
	Type     string `json:"@type"`
	Notation string `json:"skos:notation"`
}

// part is a thing that belongs to a service and is told by a name and words.
type part struct {
	ID          string `json:"@id"`
	Type        string `json:"@type"`
	Identifier  string `json:"dct:identifier"`
	Title       *text  `json:"dct:title"`
	Description *text  `json:"dct:description,omitempty"`
}

type cost struct {
	ID          string `json:"@id"`
	Type        string `json:"@type"`
	Identifier  string `json:"dct:identifier"`
	Description *text  `json:"dct:description"`
	Value       *typed `json:"cv:value,omitempty"`
	Currency    *ref   `json:"cv:currency,omitempty"`
	Channel     ref    `json:"cv:ifAccessedThrough"`
}

type channel struct {
	ID          string `json:"@id"`
	Type        string `json:"@type"`
	Identifier  string `json:"dct:identifier"`
	Kind        *text  `json:"dct:type"`
	Description *text  `json:"dct:description,omitempty"`
	Time        *typed `json:"cv:processingTime,omitempty"`
}

type legalResource struct {
	Type       string `json:"@type"`
	Identifier string `json:"dct:identifier,omitempty"`
	Title      *text  `json:"dct:title,omitempty"`
}

func (w *writer) service(p *data.Procedure) *service {
	id := w.procedureAt(p.Code)
	s := &service{
		ID: id, Type: "cpsv:PublicService", Identifier: p.Code, Title: []*text{vi(p.Name)},
		Description: []*text{vi(cmp.Or(p.Description, p.OfficialName))}, Language: ref{vietnamese}, Status: ref{inForce},
		From: ofType(string(p.EffectiveFrom), "date"), Spatial: ref{vietNam}, Kind: vi(p.Type), Page: ref{id},
	}
	for _, a := range p.Aliases {
		s.Aliases = append(s.Aliases, otherID{"adms:Identifier", a})
	}
	if p.OfficialName != p.Name {
		s.Official = vi(p.OfficialName)
	}
	if en, ok := p.Translations["en"]; ok {
		s.Title = append(s.Title, &text{en.Name, "en"})
		if en.Summary != "" {
			s.Description = append(s.Description, &text{en.Summary, "en"})
		}
	}
	for _, k := range p.Keywords {
		s.Keywords = append(s.Keywords, vi(k))
	}
	if p.Status == data.StatusRepealed {
		s.Status = ref{withdrawn}
	}
	if p.ReplacedBy != "" {
		s.Heir = &ref{w.procedureAt(p.ReplacedBy)}
	}
	if p.Field != "" {
		s.Area = w.concept(p.Field)
	}
	for _, l := range p.Levels {
		s.Levels = append(s.Levels, &concept{Type: "skos:Concept", Label: vi(l.Label())})
	}
	for _, a := range p.Audience {
		s.Audience = append(s.Audience, &concept{Type: "dct:AgentClass", Label: vi(a)})
	}
	// The agency that has to answer comes first.
	for _, a := range slices.Compact([]string{p.Agency, p.Authority}) {
		if a != "" {
			s.Authority = append(s.Authority, w.named(a))
		}
	}
	one := func(name, kind, title, words string) *part {
		if words == "" {
			return nil
		}
		return &part{id + "#" + name, kind, p.Code + "#" + name, vi(title), vi(words)}
	}
	s.Rule = one("steps", "cpsv:Rule", "Trình tự thực hiện", p.Steps)
	s.Requirement = one("conditions", "cv:Requirement", "Yêu cầu, điều kiện", p.Conditions)
	s.Output = one("result", "cv:Output", "Kết quả", p.Result)
	for i, d := range p.Documents {
		if !d.IsNote() {
			name := "document-" + strconv.Itoa(i+1)
			s.Inputs = append(s.Inputs, &part{id + "#" + name, "cv:EvidenceType", p.Code + "#" + name, vi(d.Name), vi(tellPapers(d))})
		}
	}
	w.addMethods(s, p)
	for _, l := range p.LegalBasis {
		s.Law = append(s.Law, &legalResource{"eli:LegalResource", l.Number, vi(cmp.Or(l.Title, l.Number))})
	}
	if p.SourceURL != "" {
		s.NationalPage = &ref{p.SourceURL}
	}
	if p.Sample {
		s.Sample = vi(sampleMark)
	}
	return s
}

// tellPapers tells when a paper is needed, and how many of it.
func tellPapers(d data.Document) string {
	s := fmt.Sprintf("Bản chính: %d. Bản sao: %d.", d.Originals, d.Copies)
	if d.Case != "" {
		s = strings.TrimRight(oneLine(d.Case), ".:; ") + ". " + s
	}
	return s
}

// addMethods tells the ways to file and what each costs.
func (w *writer) addMethods(s *service, p *data.Procedure) {
	for i, m := range p.Methods {
		name := "method-" + strconv.Itoa(i+1)
		c := &channel{
			ID: s.ID + "#" + name, Type: "cv:Channel", Identifier: p.Code + "#" + name, Kind: vi(m.Channel.Label()),
			Time: ofType(m.Duration.ISO(), "duration"),
		}
		var words []string
		if m.Duration.Text != "" {
			words = append(words, "Thời hạn: "+m.Duration.Text)
		}
		if m.Note != "" {
			words = append(words, m.Note)
		}
		c.Description = vi(strings.Join(words, "\n"))
		s.Channels = append(s.Channels, c)
		for j, f := range m.Fees {
			if f.Text == "" {
				continue
			}
			name := fmt.Sprintf("fee-%d-%d", i+1, j+1)
			fee := &cost{ID: s.ID + "#" + name, Type: "cv:Cost", Identifier: p.Code + "#" + name, Description: vi(f.Text), Channel: ref{c.ID}}
			if f.AmountVND > 0 {
				fee.Value, fee.Currency = ofType(strconv.FormatInt(f.AmountVND, 10), "decimal"), &ref{dong}
			}
			s.Costs = append(s.Costs, fee)
		}
	}
	if len(s.Channels) > 0 && !slices.ContainsFunc(p.Methods, func(m data.Method) bool { return m.Duration.Text != p.Methods[0].Duration.Text }) {
		s.Time = s.Channels[0].Time
	}
}
