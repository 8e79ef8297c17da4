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
const schemaVersion = 8

// The properties of a document, one per form of its text. bleve queries a
// variant made with FieldMapping.Name by the wrong analyser, so each form is a
// property of its own.
const (
	propTitleFold  = "title_fold"  // folded words of the title, and of keywords
	propTitlePairs = "title_pairs" // their folded adjacent pairs
	propBody       = "body"        // canonical words of everything, title included
	propBodyFold   = "body_fold"   // the same folded
	propBodyPairs  = "body_pairs"  // their folded adjacent pairs
	propCode       = "code"        // every code and alias, lower case
	propNumber     = "number"      // numbers of legal texts and decisions, whole and without what follows the year
	propSeq        = "seq"         // change sequence of the record, for checking
	propRow        = "row"         // what ranking knows of the record, see row; stored only
)

// document is what bleve sees of a record.
type document struct {
	TitleFold  string   `json:"title_fold"`
	TitlePairs string   `json:"title_pairs"`
	Body       string   `json:"body"`
	BodyFold   string   `json:"body_fold"`
	BodyPairs  string   `json:"body_pairs"`
	Code       []string `json:"code"`
	Number     []string `json:"number"`
	Seq        string   `json:"seq"`
	Row        string   `json:"row"`
}

func newDocument(title, keywords, body string, seq int64) *document {
	titles := title + "\n" + keywords
	all := titles + "\n" + body
	return &document{
		TitleFold: titles, TitlePairs: titles,
		Body: all, BodyFold: all, BodyPairs: all,
		Seq: seqTerm(seq),
	}
}

// seqTerm writes a sequence number so that it reads back and sorts as a term.
func seqTerm(seq int64) string { return strconv.FormatInt(seq, 36) }

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
	text := strings.Join([]string{p.Field, p.Agency, strings.Join(p.Audience, "\n"), ProcedureText(p)}, "\n")
	doc := newDocument(p.Name, strings.Join(p.Keywords, "\n"), text, p.Seq)
	doc.Number = legalNumbers(p.Decision)
	for _, l := range p.LegalBasis {
		doc.Number = append(doc.Number, legalNumbers(l.Number+" "+l.Title)...)
	}
	for _, c := range append([]string{p.Code}, p.Aliases...) {
		doc.Code = append(doc.Code, strings.ToLower(c))
	}
	doc.Row = procedureRow(p, countWords(doc.Body)).encode()
	return doc
}

func articleDocument(a *data.Article) *document {
	title := a.Title
	if a.TitleDerived { // only the text again: not worth a title's weight
		title = ""
	}
	doc := newDocument(title, "", a.Category+"\n"+ArticleText(a), a.Seq)
	doc.Row = articleRow(a, title, countWords(doc.Body)).encode()
	return doc
}

func countWords(s string) (n int) {
	for t := range vi.Tokens(s) {
		if len(t.Text) <= maxTerm {
			n++
		}
	}
	return n
}

// newMapping describes the index: everything analysed by us, nothing stored but
// the row, no term vectors (nothing asks for phrases or locations), no _all
// field.
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
	row := bleve.NewTextFieldMapping()
	row.Index, row.Store, row.IncludeInAll, row.IncludeTermVectors, row.DocValues = false, true, false, false, false
	doc.AddFieldMappingsAt(propRow, row)
	m.DefaultMapping = doc
	return m, nil
}

var propAnalyzers = map[string]string{
	propTitleFold: "fold", propTitlePairs: "pairs",
	propBody: "canonical", propBodyFold: "fold", propBodyPairs: "pairs",
	propCode: keyword.Name, propNumber: keyword.Name, propSeq: keyword.Name,
}
