package search

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	ix := sampleIndex(t)
	for _, c := range []struct {
		query string
		want  Match
	}{
		{"đăng ký kết hôn", MatchCertain},
		{"chứng thực di chúc", MatchCertain},
		{"tach thua dat", MatchCertain},
		{"cấp lại thẻ căn cước", MatchCertain},
		{"vợ mới sinh", MatchCertain},
		{"163/QĐ-BTP", MatchPossible},
		{"đăng ký", MatchPossible},
		{"căn cước", MatchCertain},
		{"giá bitcoin hôm nay", MatchNone},
		{"thời tiết ngày mai", MatchNone},
		{"xyz qwrt", MatchNone},
		{"9.999999", MatchNone},
		{"", MatchNone},
	} {
		res, err := ix.Search(t.Context(), Query{Text: c.query})
		if err != nil || res.Match != c.want {
			t.Errorf("%q is %s, %v; want %s", c.query, res.Match, err, c.want)
		}
		if len(res.Hits) == 0 && res.Match != MatchNone {
			t.Errorf("%q is %s without hits", c.query, res.Match)
		}
	}
}

// TestNumbersLeadToProcedures: what bears the number of a legal text stands
// before news that have its parts.
func TestNumbersLeadToProcedures(t *testing.T) {
	ix := sampleIndex(t)
	for _, text := range []string{"163/QĐ-BTP", "163/qd-btp", "quyết định 163/QĐ-BTP"} {
		got := ids(t, ix, Query{Text: text, Limit: 11})
		if len(got) != 11 {
			t.Errorf("%q: %q", text, got)
		}
		for _, id := range got {
			if !strings.HasPrefix(id, "procedure") {
				t.Errorf("%q: %q", text, got)
				break
			}
		}
	}
}

// TestParts: each part says something that is not said without it.
func TestParts(t *testing.T) {
	ix := sampleIndex(t)
	ask := func(text string, off Part) Result {
		t.Helper()
		res, err := ix.Search(t.Context(), Query{Text: text, Off: off})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	first := func(text, id string) func(Part) bool {
		return func(off Part) bool {
			res := ask(text, off)
			return len(res.Hits) > 0 && res.Hits[0].ID == id
		}
	}
	read := func(text string, by ReadBy) func(Part) bool {
		return func(off Part) bool {
			for _, r := range ask(text, off).ReadAs {
				if r.By == by {
					return true
				}
			}
			return false
		}
	}
	scored := func(text string) func(Part) bool {
		as := ask(text, 0).Hits[0].Score
		return func(off Part) bool { return ask(text, off).Hits[0].Score == as }
	}
	for _, c := range []struct {
		name  string
		part  Part
		holds func(off Part) bool
	}{
		{"keystrokes", PartKeystrokes, read("ddawng kys khai sinh", ByTelex)},
		{"spelling", PartSpelling, read("đăng ký khai sihn", BySpelling)},
		{"parting", PartSpelling, read("dangkykhaisinh", BySpacing)},
		{"questions", PartQuestions, func(off Part) bool { return ask("khai sinh cần giấy tờ gì", off).Asked == AskedDocuments }},
		{"terms", PartTerms, read("mất sổ đỏ", ByLexicon)},
		{"needs", PartNeeds, first("mẹ tôi 80 tuổi", "1.014027")},
		{"needs are sure", PartNeeds, func(off Part) bool { return ask("vợ mới sinh", off).Match == MatchCertain }},
		{"pairs", PartPairs, scored("đăng ký khai sinh")},
		{"exact", PartExact, scored("đăng ký khai sinh")},
		{"actions", PartActions, scored("cấp lại thẻ căn cước")},
		{"ranking", PartRanking, scored("đăng ký khai sinh")},
	} {
		if !c.holds(0) {
			t.Errorf("%s: not even with all parts", c.name)
		}
		if c.holds(c.part) {
			t.Errorf("%s: nothing is lost without it", c.name)
		}
	}
	names := map[Part]string{}
	for name, p := range Parts() {
		if p == 0 || p&(p-1) != 0 || names[p] != "" {
			t.Errorf("%s is part %b, as %q", name, p, names[p])
		}
		names[p] = name
	}
}
