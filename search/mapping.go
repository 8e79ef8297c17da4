package search

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"

	"tracuu/data"
	"tracuu/search/vi"
)

// schemaVersion goes up with every change of what is indexed or how: an index
// of another version is rebuilt at start.
const schemaVersion = 3

// The properties of a document, one per form of its text. bleve queries a
// variant made with FieldMapping.Name by the wrong analyser, so each form is a
// property of its own.
const (
	propTitle      = "title"       // canonical words
	propTitleFold  = "title_fold"  // folded words
	propTitlePairs = "title_pairs" // folded adjacent pairs
	propBody       = "body"
	propBodyFold   = "body_fold"  // folded words of everything, title included
	propWordsFold  = "words_fold" // keywords, field and agency, folded
	propCode       = "code"       // every code and alias, lower case
	propNumber     = "number"     // numbers of legal texts and decisions, whole and without what follows the year
	propName       = "name"       // the whole title, canonical, as one term
	propNameFold   = "name_fold"  // the whole title, folded, as one term
	propSeq        = "seq"        // change sequence of the record, for checking
)

// document is what bleve sees of a record. Nothing of it is stored.
type document struct {
	Title      string   `json:"title"`
	TitleFold  string   `json:"title_fold"`
	TitlePairs string   `json:"title_pairs"`
	Body       string   `json:"body"`
	BodyFold   string   `json:"body_fold"`
	WordsFold  string   `json:"words_fold"`
	Code       []string `json:"code"`
	Number     []string `json:"number"`
	Name       string   `json:"name"`
	NameFold   string   `json:"name_fold"`
	Seq        string   `json:"seq"`
}

func newDocument(title, body, words string, seq int64) *document {
	return &document{
		Title: title, TitleFold: title, TitlePairs: title,
		Body: body, BodyFold: title + "\n" + words + "\n" + body, WordsFold: words,
		Name: nameKey(title, canonicalTerm), NameFold: nameKey(title, foldTerm),
		Seq: seqTerm(seq),
	}
}

// seqTerm writes a sequence number so that it reads back and sorts as a term.
func seqTerm(seq int64) string { return strconv.FormatInt(seq, 36) }

// nameKey is a whole title as one term.
func nameKey(title string, form func(string) string) string {
	var b strings.Builder
	for t := range vi.Tokens(title) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(form(t.Text))
	}
	return b.String()
}

// numberRE finds numbers as legal texts bear them: 85/2019/TT-BTC, 85/2019,
// 163/QĐ-BTP.
var numberRE = regexp.MustCompile(`\d{1,5}/(?:\d{4}(?:/[\p{L}\d][\p{L}\d-]*)?|\p{L}[\p{L}\d-]*)`)

// legalNumbers are the numbers in a text, folded; of one with a year also the
// part up to the year, which is what people remember.
func legalNumbers(s string) []string {
	var out []string
	for _, at := range numberSpans(s) {
		n := vi.Fold(s[at[0]:at[1]])
		out = append(out, n)
		if parts := strings.Split(n, "/"); len(parts) == 3 {
			out = append(out, parts[0]+"/"+parts[1])
		}
	}
	return out
}

// numberSpans are the places of legal numbers in a text. What stands behind a
// slash or digit is the end of a date.
func numberSpans(s string) [][]int {
	return slices.DeleteFunc(numberRE.FindAllStringIndex(s, -1), func(at []int) bool {
		return at[0] > 0 && strings.ContainsRune("/.-0123456789", rune(s[at[0]-1]))
	})
}

func procedureDocument(p *data.Procedure) *document {
	words := strings.Join(append([]string{p.Field, p.Agency, strings.Join(p.Audience, "\n")}, p.Keywords...), "\n")
	doc := newDocument(p.Name, ProcedureText(p), words, p.Seq)
	doc.Number = legalNumbers(p.Decision)
	for _, l := range p.LegalBasis {
		doc.Number = append(doc.Number, legalNumbers(l.Number+" "+l.Title)...)
	}
	for _, c := range append([]string{p.Code}, p.Aliases...) {
		doc.Code = append(doc.Code, strings.ToLower(c))
	}
	return doc
}

func articleDocument(a *data.Article) *document {
	title := a.Title
	if a.TitleDerived { // only the text again: not worth a title's weight
		title = ""
	}
	return newDocument(title, ArticleText(a), a.Category, a.Seq)
}

// newMapping describes the index: everything analysed by us, nothing stored,
// no term vectors (nothing asks for phrases or locations), no _all field.
func newMapping() (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	analyzers := map[string][]string{
		"canonical": {canonicalName},
		"fold":      {foldName},
		"pairs":     {foldName, pairsName},
	}
	for name, filters := range analyzers {
		err := m.AddCustomAnalyzer(name, map[string]any{
			"type": custom.Name, "tokenizer": tokenizerName, "token_filters": filters,
		})
		if err != nil {
			return nil, err
		}
	}
	doc := bleve.NewDocumentStaticMapping()
	for prop, analyzer := range propAnalyzers {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = analyzer
		f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues = false, false, false, prop == propSeq
		doc.AddFieldMappingsAt(prop, f)
	}
	m.DefaultMapping = doc
	return m, nil
}

var propAnalyzers = map[string]string{
	propTitle: "canonical", propTitleFold: "fold", propTitlePairs: "pairs",
	propBody: "canonical", propBodyFold: "fold", propWordsFold: "fold",
	propCode: keyword.Name, propNumber: keyword.Name, propName: keyword.Name, propNameFold: keyword.Name, propSeq: keyword.Name,
}
