package search_test

import (
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"

	"tracuu/data"
	"tracuu/search"
)

// peer is what bleve alone gives to whoever sets it up with care for
// Vietnamese and goes no further: marks folded in a token filter, BM25, any of
// the words in title or body.
type peer struct{ index bleve.Index }

// peerDoc is a record as the peer indexes it.
type peerDoc struct {
	ID    string `json:"-"`
	Title string `json:"title"`
	Body  string `json:"body"`
}

// peerDocs are the texts of procedures, the very ones our own index has, with the code among them.
func peerDocs(records []data.Procedure) []peerDoc {
	docs := make([]peerDoc, len(records))
	for i := range records {
		p := &records[i]
		body := []string{p.Code, p.Field, p.Agency, strings.Join(p.Keywords, "\n"), strings.Join(p.Audience, "\n"), search.ProcedureText(p)}
		docs[i] = peerDoc{ID: p.Code, Title: p.Name, Body: strings.Join(body, "\n")}
	}
	return docs
}

// newPeer indexes the documents in dir; the peer is closed with the test.
func newPeer(t testing.TB, dir string, docs []peerDoc) *peer {
	t.Helper()
	m := bleve.NewIndexMapping()
	m.ScoringModel = "bm25"
	const folded = "folded"
	err := m.AddCustomAnalyzer(folded, map[string]any{
		"type": custom.Name, "tokenizer": unicode.Name,
		"token_filters": []string{lowercase.Name, "tracuu_fold"},
	})
	if err != nil {
		t.Fatal(err)
	}
	m.DefaultAnalyzer = folded
	index, err := bleve.New(dir, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := index.Close(); err != nil {
			t.Error(err)
		}
	})
	const batchSize = 1000
	b := index.NewBatch()
	for i, d := range docs {
		if err := b.Index(d.ID, d); err != nil {
			t.Fatal(err)
		}
		if b.Size() == batchSize || i == len(docs)-1 {
			if err := index.Batch(b); err != nil {
				t.Fatal(err)
			}
			b.Reset()
		}
	}
	return &peer{index}
}

// Search gives the ids of the first n hits.
func (p *peer) Search(text string, n int) ([]string, error) {
	title, body := bleve.NewMatchQuery(text), bleve.NewMatchQuery(text)
	title.SetField("title")
	body.SetField("body")
	res, err := p.index.Search(bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(title, body), n, 0, false))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, hit := range res.Hits {
		ids = append(ids, hit.ID)
	}
	return ids, nil
}

// TestPeerFinds makes sure that the peer is no straw man: it finds what it can
// find, with marks and without.
func TestPeerFinds(t *testing.T) {
	p := newPeer(t, t.TempDir(), []peerDoc{
		{"1.000001", "Đăng ký khai sinh", "Nộp hồ sơ tại quầy"},
		{"1.000002", "Đăng ký kết hôn", "Nộp hồ sơ tại quầy"},
	})
	for _, text := range []string{"kết hôn", "ket hon", "KẾT HÔN"} {
		ids, err := p.Search(text, 10)
		if err != nil || len(ids) != 1 || ids[0] != "1.000002" {
			t.Errorf("%q: %q, %v", text, ids, err)
		}
	}
	if ids, err := p.Search("quầy", 10); err != nil || len(ids) != 2 {
		t.Errorf("body: %q, %v", ids, err)
	}
}
