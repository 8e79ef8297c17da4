package search_test

import (
	"slices"
	"testing"

	"tracuu/data"
	"tracuu/search"
	"tracuu/search/vi"
)

func synonym(typed, means string) data.CareRule {
	return data.CareRule{Kind: data.CareSynonym, State: data.CareLive, Typed: typed, Means: means}
}

func bet(typed, code string) data.CareRule {
	return data.CareRule{Kind: data.CareBet, State: data.CareLive, Typed: typed, Target: data.Target{Kind: data.KindProcedure, Key: code}}
}

// cared is an index that is asked with what staff taught.
type cared struct {
	*search.Index
	t *testing.T
}

func (c cared) ask(q search.Query, rules ...data.CareRule) search.Result {
	c.t.Helper()
	q.Care = c.Prepare(data.Care{Rules: rules})
	return c.askWith(q)
}

func (c cared) askWith(q search.Query) search.Result {
	c.t.Helper()
	res, err := c.Search(c.t.Context(), q)
	if err != nil {
		c.t.Fatal(err)
	}
	return res
}

func first(res search.Result) string {
	if len(res.Hits) == 0 {
		return ""
	}
	return res.Hits[0].ID
}

const birth, marriage = "1.001193", "1.000894"

// TestCare asks one index in turn; the last test leaves it changed.
func TestCare(t *testing.T) {
	t.Parallel()
	ix := openCorpus(t, loadCorpus(t))
	for _, c := range []struct {
		name string
		test func(*testing.T, cared)
	}{
		{"synonyms", careSynonyms},
		{"bets", careBets},
		{"routes", careRoutes},
		{"switches", careSwitches},
		{"readings", careReadings},
		{"known", careKnown},
		{"suppressed", careSuppressed},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, cared{ix, t}) })
	}
}

func careSynonyms(t *testing.T, ix cared) {
	taught := synonym("phắt pọt giời", "đăng ký khai sinh")
	if first(ix.ask(search.Query{Text: "phắt pọt giời"})) == birth {
		t.Fatal("found before it was taught")
	}
	for _, text := range []string{"phắt pọt giời", "phat pot gioi", "PHẮT PỌT GIỜI", "làm phắt pọt giời ở đâu"} {
		got := ix.ask(search.Query{Text: text}, taught)
		if first(got) != birth || got.Match == search.MatchNone {
			t.Errorf("%q: %s, %s, read as %v", text, first(got), got.Match, got.ReadAs)
		}
		if !slices.ContainsFunc(got.ReadAs, func(w search.Rewrite) bool { return w.By == search.ByHouse }) {
			t.Errorf("%q: nothing says that staff taught it: %v", text, got.ReadAs)
		}
	}
	off := ix.Prepare(data.Care{Rules: []data.CareRule{taught}, Off: []data.CareSwitch{data.SwitchSynonyms}})
	if first(ix.askWith(search.Query{Text: "phắt pọt giời", Care: off})) == birth {
		t.Error("found though synonyms are off")
	}
	both := synonym("sổ nhà", "đăng ký khai sinh")
	both.Both = true
	got := ix.ask(search.Query{Text: "đăng ký khai sinh"}, both)
	if !slices.Contains(got.ReadAs, search.Rewrite{From: "đăng ký khai sinh", To: "sổ nhà", By: search.ByHouse}) {
		t.Errorf("the other way: read as %v", got.ReadAs)
	}
}

func careBets(t *testing.T, ix cared) {
	const typed = "giấy tờ cho cháu"
	taught := bet(typed, marriage)
	plain := ix.ask(search.Query{Text: typed, Limit: 50})
	for _, text := range []string{typed, "giay to cho chau", vi.Telex(typed), "Giấy tờ cho cháu?"} {
		got := ix.ask(search.Query{Text: text, Limit: 50}, taught)
		if first(got) != marriage || got.Match != search.MatchCertain || len(got.Hits[0].Why) == 0 || got.Hits[0].Why[0].By != search.ByStaff {
			t.Errorf("%q: %s, %s", text, first(got), got.Match)
		}
		if slices.ContainsFunc(got.Hits[1:], func(h search.Hit) bool { return h.ID == marriage }) {
			t.Errorf("%q: the bet is found once more", text)
		}
	}
	if got := ix.ask(search.Query{Text: typed, Offset: 1}, taught); first(plain) != marriage && first(got) != first(plain) {
		t.Errorf("behind the bet: %s, want %s", first(got), first(plain))
	}
	if got := ix.ask(search.Query{Text: birth}, bet(birth, marriage)); first(got) != birth {
		t.Errorf("a bet stands before the code that was typed: %s", first(got))
	}
	off := ix.Prepare(data.Care{Rules: []data.CareRule{taught}, Off: []data.CareSwitch{data.SwitchBets}})
	for name, got := range map[string]search.Result{
		"bets off":                  ix.askWith(search.Query{Text: typed, Care: off}),
		"a target that is not here": ix.ask(search.Query{Text: typed}, bet(typed, "9.999999")),
		"a longer query":            ix.ask(search.Query{Text: typed + " ruột"}, taught),
		"other marks":               ix.ask(search.Query{Text: "giấy tờ cho chậu", Off: search.PartSpelling}, taught),
		"news alone":                ix.ask(search.Query{Text: typed, Kind: data.KindArticle}, taught),
		"a filter it does not pass": ix.ask(search.Query{Text: typed, Filter: search.Filter{Field: "dat-dai"}}, taught),
	} {
		if first(got) == marriage && first(plain) != marriage {
			t.Errorf("%s: the bet is shown", name)
		}
	}
}

func careRoutes(t *testing.T, ix cared) {
	to := data.Target{Kind: data.KindPage, Key: "/lam-o-xa-nao"}
	taught := data.CareRule{Kind: data.CareRoute, Typed: "xã mới", Target: to, Title: "Làm ở xã nào?"}
	got := ix.ask(search.Query{Text: "xa moi"}, taught)
	if len(got.Places) != 1 || got.Places[0].Target != to || got.Places[0].Title != taught.Title {
		t.Errorf("places %v", got.Places)
	}
	if got := ix.ask(search.Query{Text: "xã mới lập"}, taught); len(got.Places) > 0 {
		t.Errorf("a route for another query: %v", got.Places)
	}
}

func careSwitches(t *testing.T, ix cared) {
	const typed = "ddawng kys khai sinh maats maays ngayf"
	if got := ix.ask(search.Query{Text: typed}); len(got.ReadAs) == 0 || got.Asked == search.AskedNothing {
		t.Fatalf("%+v", got)
	}
	off := ix.Prepare(data.Care{Off: []data.CareSwitch{data.SwitchKeystrokes, data.SwitchSpelling, data.SwitchAnswers}})
	if got := ix.askWith(search.Query{Text: typed, Care: off}); len(got.ReadAs) > 0 || got.Asked != search.AskedNothing {
		t.Errorf("read as %v, asked %q", got.ReadAs, got.Asked)
	}
}

func careReadings(t *testing.T, ix cared) {
	base := ix.Prepare(data.Care{})
	care := ix.Prepare(data.Care{Rules: []data.CareRule{synonym("giấy con nít", "giấy khai sinh"), bet("xin xỏ", birth)}})
	for text, same := range map[string]bool{
		"đăng ký kết hôn": true, "làm giấy con nít": false, "giay con nit": false, "xin xo": false, "xin xỏ thêm": true,
	} {
		if ix.SameReading(text, base, care) != same {
			t.Errorf("%q is read alike: %v", text, !same)
		}
	}
}

func careKnown(t *testing.T, ix cared) {
	for text, ok := range map[string]func(search.Known) bool{
		"giấy":                      func(k search.Known) bool { return k.Common && k.Words == 1 },
		"đăng ký":                   func(k search.Known) bool { return !k.Common && k.Words == 2 },
		"dang ky khai sinh":         func(k search.Known) bool { return k.Marked == "đăng ký khai sinh" },
		"passport":                  func(k search.Known) bool { return k.Marked == "" && !k.Common },
		"thủ tục đăng ký khai sinh": func(k search.Known) bool { return k.Named == "" },
		"Đăng kí khai sinh":         func(k search.Known) bool { return k.Named != "" },
		"?!":                        func(k search.Known) bool { return k.Words == 0 },
	} {
		if k := ix.Known(text); !ok(k) {
			t.Errorf("%q: %+v", text, k)
		}
	}
	if !ix.Has(birth) || ix.Has("9.999999") {
		t.Error("the index does not know what it has")
	}
}

func careSuppressed(t *testing.T, ix cared) {
	offered := func() (out []string) {
		got, err := ix.Suggest(t.Context(), "khai s", 8)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range got {
			out = append(out, s.Text)
		}
		return out
	}
	all := offered()
	if len(all) < 2 {
		t.Fatalf("%v", all)
	}
	bare := search.Query{Text: "dang ky"}
	res, err := ix.Search(t.Context(), bare)
	if err != nil || res.DidYouMean == "" {
		t.Fatalf("%+v, %v", res, err)
	}
	ix.SetCare(data.Care{Rules: []data.CareRule{{Kind: data.CareSuppressed, Typed: all[0]}, {Kind: data.CareSuppressed, Typed: res.DidYouMean}}})
	if got := offered(); slices.Contains(got, all[0]) || !slices.Contains(got, all[1]) {
		t.Errorf("offered: %q", got)
	}
	if res, err = ix.Search(t.Context(), bare); err != nil || res.DidYouMean != "" {
		t.Errorf("%q is offered, %v", res.DidYouMean, err)
	}
	ix.SetCare(data.Care{Off: []data.CareSwitch{data.SwitchSuggestions}})
	if got := offered(); len(got) > 0 {
		t.Errorf("offered though suggestions are off: %q", got)
	}
}
