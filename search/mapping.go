package search

import (
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
const schemaVersion = 1

// The properties of a document, one per form of its text. bleve queries a
// variant made with FieldMapping.Name by the wrong analyser, so each form is a
// property of its own.
const (
	propTitle      = "title"       // canonical words
	propTitleFold  = "title_fold"  // folded words
	propTitlePairs = "title_pairs" // folded adjacent pairs
	propBody       = "body"
	propBodyFold   = "body_fold"
	propWordsFold  = "words_fold" // keywords, field and agency, folded
	propCode       = "code"       // every code and alias, lower case
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
	Name       string   `json:"name"`
	NameFold   string   `json:"name_fold"`
	Seq        string   `json:"seq"`
}

func newDocument(title, body, words string, seq int64) *document {
	return &document{
		Title: title, TitleFold: title, TitlePairs: title,
		Body: body, BodyFold: body, WordsFold: words,
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

func procedureDocument(p *data.Procedure) *document {
	words := strings.Join(append([]string{p.Field, p.Agency, strings.Join(p.Audience, "\n")}, p.Keywords...), "\n")
	doc := newDocument(p.Name, ProcedureText(p), words, p.Seq)
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
	propCode: keyword.Name, propName: keyword.Name, propNameFold: keyword.Name, propSeq: keyword.Name,
}
