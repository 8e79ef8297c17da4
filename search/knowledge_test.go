package search

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/search/lexicon"
)

// tables is a lexicon of the test's own, from tables as people write them.
func tables(t *testing.T, files map[string]string) *knowledge {
	t.Helper()
	l := &lexicon.Lexicon{}
	for name, table := range files {
		if err := l.Add(name, strings.NewReader(table)); err != nil {
			t.Fatal(err)
		}
	}
	return newKnowledge(l)
}

// stands gives "typed = meaning" of every part of a query.
func (k *knowledge) stands(query string) []string {
	r := read(query)
	out := []string{}
	for _, p := range expand(r.words, nil, k) {
		out = append(out, textOf(r.words[p.from:p.to])+" = "+p.entry.Means)
	}
	return out
}

func TestTerms(t *testing.T) {
	k := tables(t, map[string]string{
		"terms.tsv": "typed\tmeans\tcontext\n" +
			"sổ đỏ\tgiấy chứng nhận quyền sử dụng đất\t\n" +
			"sổ\tsổ hộ khẩu\t\n" +
			"sổ\tsổ tiết kiệm\tngân hàng\n" +
			"bìa đỏ\tgiấy chứng nhận\tđất nhà\n" +
			"bằng\tgiấy phép lái xe\txe lái\n" +
			"đào\tkhai thác\t\n",
		"abbreviations.tsv": "typed\tmeans\tcontext\n" +
			"CC\tcăn cước\t\n" +
			"CC\tcông chứng\thợp đồng bản sao\n" +
			"TE\ttrẻ em\t\n" +
			"MA\tmôi trường\t\n" +
			"ĐKKD\tđăng ký kinh doanh\t\n",
		"renames.tsv": "typed\tmeans\tcontext\nSở Lao động\tSở Nội vụ\t\n",
	})
	for query, want := range map[string][]string{
		// the longest first, from the left
		"mất sổ đỏ":   {"sổ đỏ = giấy chứng nhận quyền sử dụng đất"},
		"MẤT SỔ ĐỎ":   {"SỔ ĐỎ = giấy chứng nhận quyền sử dụng đất"},
		"mat so do":   {"so do = giấy chứng nhận quyền sử dụng đất"},
		"tách sổ":     {"sổ = sổ hộ khẩu"},
		"sổ, sổ đỏ":   {"sổ = sổ hộ khẩu", "sổ đỏ = giấy chứng nhận quyền sử dụng đất"},
		"sổ ngân":     {"sổ = sổ tiết kiệm"}, // one word of the context is enough
		"đỏ sổ":       {"sổ = sổ hộ khẩu"},
		"đào ao":      {"đào = khai thác"},
		"sở lao động": {"sở lao động = Sở Nội vụ"},
		// other marks are another word
		"số đỏ": {}, "sở đó": {}, "sổ đo": {"sổ = sổ hộ khẩu"}, "sổ do": {"sổ do = giấy chứng nhận quyền sử dụng đất"}, "đảo": {},
		// a bare syllable is too many words
		"tach so": {}, "dao ao": {},
		// context
		"mất bìa đỏ": {}, "bìa đỏ nhà tôi": {"bìa đỏ = giấy chứng nhận"}, "bia do nha toi": {"bia do = giấy chứng nhận"}, "đất bìa đỏ": {"bìa đỏ = giấy chứng nhận"},
		"bìa đỏ dắt": {}, "làm bằng": {}, "làm bằng lái": {"bằng = giấy phép lái xe"},
		// abbreviations
		"làm CC": {"CC = căn cước"}, "làm cc": {"cc = căn cước"}, "CC hợp đồng": {"CC = công chứng"},
		"chế độ TE": {"TE = trẻ em"}, "tê tê": {}, "te tua": {}, "ma tuý": {}, "phí MA": {"MA = môi trường"}, "mạ vàng": {},
		"đkkd": {"đkkd = đăng ký kinh doanh"}, "dkkd": {"dkkd = đăng ký kinh doanh"},
	} {
		if diff := cmp.Diff(want, k.stands(query)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", query, diff)
		}
	}
}

func TestNumerals(t *testing.T) {
	k := tables(t, nil)
	for query, want := range map[string][]string{
		"nhà cấp IV":        {"IV = 4"},
		"nhà cấp 4":         {"4 = IV"},
		"nha cap 4":         {"4 = IV"},
		"hạng II, nhóm III": {"II = 2", "III = 3"},
		"thế kỷ XXI":        {"XXI = 21"},
		"quý 1":             {"1 = I"},
		"IV":                {},
		"số 4":              {},
		"cấp 22":            {},
		"cấp 0":             {},
		"cấp iv":            {},
		"cấp XL":            {},
		"cấp":               {},
	} {
		if diff := cmp.Diff(want, k.stands(query)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", query, diff)
		}
	}
}

func TestWordings(t *testing.T) {
	k := tables(t, map[string]string{"terms.tsv": "typed\tmeans\tcontext\nsổ đỏ\tgiấy chứng nhận\t\nmất\tcấp lại\t\n"})
	words := plainWords("bị mất sổ đỏ rồi")
	var got []string
	for _, w := range wordings(words, expand(words, nil, k)) {
		got = append(got, textOf(w))
	}
	want := []string{"bị cấp lại giấy chứng nhận rồi", "bị cấp lại sổ đỏ rồi", "bị mất giấy chứng nhận rồi"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := wordings(words, nil); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

func TestNeeds(t *testing.T) {
	k := tables(t, map[string]string{
		"needs.tsv": "typed\tmeans\tcodes\n" +
			"mất thẻ căn cước\tcấp lại\t1.000001\n" +
			"thẻ căn cước hết hạn\tcấp đổi\t1.000002\n" +
			"vợ mới sinh em bé\tkhai sinh\t1.000003 1.000004 1.000005\n" +
			"mua nhà chung cư\tsang tên\t1.000006\n" +
			"nhà hàng karaoke\tkinh doanh\t1.000007\n" +
			"chó dại cắn\ttiêm\t1.000008\n",
	})
	score := func(query, code string) float64 {
		r := read(query)
		m := k.needed(r.words)[code]
		if m.score < 0 || m.score > 1 {
			t.Errorf("%q meets %s by %v", query, code, m.score)
		}
		return m.score
	}
	for _, c := range []struct{ query, code string }{
		{"mất thẻ căn cước", "1.000001"},
		{"mat the can cuoc", "1.000001"},
		{"MẤT THẺ CĂN CƯỚC", "1.000001"},
		{"vợ mới sinh em bé", "1.000003"},
		{"chó dại cắn", "1.000008"},
	} {
		if got := score(c.query, c.code); got < wholeNeed {
			t.Errorf("%q meets %s word for word, but by %v", c.query, c.code, got)
		}
	}
	for _, c := range []struct{ name, more, less, code string }{
		{"whole over part", "vợ mới sinh em bé", "vợ mới sinh", "1.000003"},
		{"nothing else asked", "mua nhà chung cư", "mua nhà chung cư ở đảo Hòn Tre", "1.000006"},
		{"order", "mua nhà chung cư", "chung nhà cư mua", "1.000006"},
		{"marks", "chó dại cắn", "cho đãi cần", "1.000008"},
	} {
		more, less := score(c.more, c.code), score(c.less, c.code)
		if more <= less {
			t.Errorf("%s: %q by %v, %q by %v", c.name, c.more, more, c.less, less)
		}
	}
	if first, second, third := score("vợ mới sinh em bé", "1.000003"), score("vợ mới sinh em bé", "1.000004"), score("vợ mới sinh em bé", "1.000005"); first <= second || second <= third || third == 0 {
		t.Errorf("the codes of a need: %v %v %v", first, second, third)
	}
	if a, b := score("thẻ căn cước", "1.000001"), k.needed(plainWords("thẻ căn cước"))["1.000002"].score; a == 0 || b == 0 {
		t.Errorf("parts of needs: %v %v", a, b)
	}
	for _, query := range []string{"", "karaoke chó", "giá vàng hôm nay", "bé"} {
		for code, m := range k.needed(plainWords(query)) {
			if m.score > 0.6 {
				t.Errorf("%q meets %s by %v", query, code, m.score)
			}
		}
	}

	// What does something else counts less: both needs are two words of three.
	k = tables(t, map[string]string{"needs.tsv": "typed\tmeans\tcodes\nthẻ xanh đẹp\tx\t1.000001\nthẻ xanh mất\tx\t1.000002\nbị mất thẻ\tx\t1.000003\nthẻ xanh gia hạn\tx\t1.000004\nmở quán\tx\t1.000005\n"})
	same, other := score("thẻ xanh", "1.000001"), score("thẻ xanh", "1.000004")
	asked := score("thẻ xanh gia hạn", "1.000004")
	if same <= other || other >= asked {
		t.Errorf("another action: %v, without one %v, asked for %v", other, same, asked)
	}
	n := k.needs[3]
	if n.actions != actExtend {
		t.Errorf("%q does %b", n.Typed, n.actions)
	}
	if before := score("thẻ xanh", "1.000004") / (1 - otherAction); before >= 1 {
		t.Errorf("nothing was taken off: %v", before)
	}
}
