package search_test

import (
	"testing"

	"tracuu/data/sample"
	"tracuu/search"
)

// TestEnglish: what people ask in English finds the procedure, and none of its
// words is taken for Vietnamese keystrokes or slips.
func TestEnglish(t *testing.T) {
	t.Parallel()
	full, _, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range full {
		full[i].Seq = int64(i + 1)
	}
	ix := openCorpus(t, full)
	for query, want := range map[string]string{
		"birth certificate":                      "1.001193",
		"birth":                                  "1.001193",
		"How to register a birth?":               "1.001193",
		"what documents for my baby":             "1.001193",
		"copy of the birth certificate":          "2.000635",
		"marriage":                               "1.000894",
		"marriage with a foreigner":              "2.000806",
		"wedding":                                "1.000894",
		"death":                                  "1.000656",
		"land registration":                      "1.013978",
		"split my land":                          "1.012784",
		"buy a house":                            "1.013831",
		"driving licence":                        "3.000347",
		"driver's license":                       "3.000347",
		"temporary residence":                    "1.004194",
		"permanent residence":                    "1.004222",
		"change of address":                      "1.004222",
		"lost my ID card":                        "1.014064",
		"renew id card":                          "1.014063",
		"how do I get a permit to build a house": "1.013225",
		"building permit":                        "1.013225",
		"extend the building permit":             "1.013227",
		"work permit":                            "1.014199",
		"start a business":                       "1.001612",
		"close my shop":                          "1.001266",
		"health insurance card":                  "1.014137",
		"unemployment":                           "1.014748",
		"maternity leave":                        "2.000693",
		"adopt a child":                          "2.001263",
		"certified copy":                         "2.000815",
		"make a will":                            "2.001019",
		"fishing boat":                           "1.003650",

		"how long does marriage registration take": "1.000894",
		"how much is a birth certificate":          "1.001193",
	} {
		res, err := ix.Search(t.Context(), search.Query{Text: query})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Hits) == 0 || res.Hits[0].ID != want || res.Match == search.MatchNone {
			t.Errorf("%q finds %v (%s), want %s", query, res.Hits, res.Match, want)
		}
		for _, r := range res.ReadAs {
			if r.By == search.ByTelex || r.By == search.BySpelling || r.By == search.BySpacing {
				t.Errorf("%q is read as %q", r.From, r.To)
			}
		}
		if res.DidYouMean != "" {
			t.Errorf("%q: did you mean %q", query, res.DidYouMean)
		}
	}
	for query, asked := range map[string]search.Asked{
		"how long does marriage registration take": search.AskedTime,
		"birth certificate fee":                    search.AskedFee,
		"what documents for birth registration":    search.AskedDocuments,
		"where to apply for an id card":            search.AskedPlace,
	} {
		if res, err := ix.Search(t.Context(), search.Query{Text: query}); err != nil || res.Asked != asked {
			t.Errorf("%q asks for %q, want %q (%v)", query, res.Asked, asked, err)
		}
	}
	// Vietnamese without its marks stays Vietnamese, with an English word too.
	for query, want := range map[string]string{
		"khai sinh can giay to gi": "1.001193",
		"ddawng kys keets hoon":    "1.000894",
		"giay phep lai xe":         "3.000347",
		"to khai dang ki tam tru":  "1.004194",
		"visa ddangw kys tam tru":  "1.004194",
	} {
		res, err := ix.Search(t.Context(), search.Query{Text: query})
		if err != nil || len(res.Hits) == 0 || res.Hits[0].ID != want {
			t.Errorf("%q finds %v, want %s (%v)", query, res.Hits, want, err)
		}
	}
}
