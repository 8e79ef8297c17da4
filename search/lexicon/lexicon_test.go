package lexicon_test

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/search/lexicon"
)

// catalogue reads the facts of every procedure: code to field.
func catalogue(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("../eval/testdata/catalogue.tsv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(z)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{}
	for _, row := range rows[1:] {
		fields[row[0]] = row[2]
	}
	return fields
}

// TestEntries holds the entries that come with the program to the rules.
func TestEntries(t *testing.T) {
	l, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	field := catalogue(t)
	for _, p := range l.Lint(func(code string) bool { _, ok := field[code]; return ok }) {
		t.Errorf("%s: %s", p.At, p.Reason)
	}
	fields := map[string]bool{}
	for _, n := range l.Needs {
		for _, c := range n.Codes {
			fields[field[c]] = true
		}
	}
	entries := len(l.Needs) + len(l.Terms) + len(l.Abbreviations) + len(l.Renames)
	if entries < 1200 || len(fields) < 100 {
		t.Errorf("%d entries over %d fields, want 1200 over 100", entries, len(fields))
	}
}

func TestAdd(t *testing.T) {
	const terms, needs = "typed\tmeans\tcontext\n", "typed\tmeans\tcodes\n"
	tests := []struct {
		name, table, wrong string
	}{
		{"terms_x.tsv", terms + "# note\n\nheo\tlợn\nghe\ttàu cá\tbiển cá\n", ""},
		{"needs_x.tsv", needs + "vợ mới sinh\tĐăng ký khai sinh\t1.001193 1.000689\n", ""},
		{"needs_x.tsv", terms, "needs_x.tsv:1: the head"},
		{"terms_x.tsv", terms + "heo\n", "terms_x.tsv:2: want 3 columns"},
		{"terms_x.tsv", terms + "heo\tlợn\t\tx\n", "terms_x.tsv:2: want 3 columns"},
		{"terms_x.tsv", terms + "\tlợn\t\n", "terms_x.tsv:2: want 3 columns"},
	}
	for _, tt := range tests {
		var l lexicon.Lexicon
		err := l.Add(tt.name, strings.NewReader(tt.table))
		if tt.wrong == "" && err != nil || tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)) {
			t.Errorf("%q: %v, want %q", tt.table, err, tt.wrong)
		}
	}
	var l lexicon.Lexicon
	for _, tt := range tests[:2] {
		if err := l.Add(tt.name, strings.NewReader(tt.table)); err != nil {
			t.Fatal(err)
		}
	}
	want := lexicon.Lexicon{
		Terms: []lexicon.Term{
			{Typed: "heo", Means: "lợn", Context: []string{}, At: "terms_x.tsv:4"},
			{Typed: "ghe", Means: "tàu cá", Context: []string{"biển", "cá"}, At: "terms_x.tsv:5"},
		},
		Needs: []lexicon.Need{{Typed: "vợ mới sinh", Means: "Đăng ký khai sinh", Codes: []string{"1.001193", "1.000689"}, At: "needs_x.tsv:2"}},
	}
	if diff := cmp.Diff(want, l); diff != "" {
		t.Error(diff)
	}
}

func TestLint(t *testing.T) {
	l := lexicon.Lexicon{
		Terms: []lexicon.Term{
			{Typed: "sổ đỏ", Means: "giấy chứng nhận", At: "a"},
			{Typed: "Sổ đỏ", Means: "giấy  chứng nhận", At: "b"},
			{Typed: "ghe", Means: "tàu cá", At: "c"},
			{Typed: "ghe", Means: "phương tiện thủy", At: "d"},
			{Typed: "cc", Means: "căn cước", At: "e"},
			{Typed: "cc", Means: "công chứng", Context: []string{"bản sao"}, At: "f"},
			{Typed: "thuỷ sản", Means: "thủy sản", At: "g"},
		},
		Needs: []lexicon.Need{
			{Typed: "vợ mới sinh", Means: "khai sinh", Codes: []string{"1.001193"}, At: "h"},
			{Typed: "vợ mới sinh", Means: "khai sinh", Codes: []string{"1.001193", "1.001193"}, At: "i"},
			{Typed: "Đám cưới", Means: "kết hôn", Codes: []string{"9.999999"}, At: "j"},
			{Typed: "cưới", Means: "kết hôn", At: "k"},
		},
	}
	var got []string
	for _, p := range l.Lint(func(code string) bool { return code == "1.001193" }) {
		got = append(got, p.At+": "+p.Reason)
	}
	want := []string{
		`i: "vợ mới sinh" stands in h already`,
		`i: 1.001193 is named twice`,
		`j: "Đám cưới" is not in lower case`,
		`j: there is no procedure 9.999999`,
		`k: "cưới" leads nowhere`,
		`d: "ghe" means "phương tiện thủy" here and "tàu cá" in c: say in which context`,
		`b: "giấy  chứng nhận" is not clean text`,
		`b: "Sổ đỏ" = "giấy  chứng nhận" stands in a already`,
		`g: "thuỷ sản" stands for itself`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
