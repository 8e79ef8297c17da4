package opendata_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/opendata"
	"tracuu/data/sample"
	"tracuu/data/sqlite"
)

const public = "https://thutuc.example.vn"

var options = opendata.Options{PublicURL: public, Province: "Khánh Hòa", Today: "2026-11-20"}

func newStore(t *testing.T) *sqlite.DB {
	t.Helper()
	at := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "tracuu.db"), func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// sampleStore holds the sample and nothing else.
func sampleStore(t *testing.T) *sqlite.DB {
	t.Helper()
	db := newStore(t)
	procedures, articles, err := sample.Load()
	if err != nil {
		t.Fatal(err)
	}
	units, err := sample.Units()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.FillIfEmpty(t.Context(), procedures, articles, units); err != nil {
		t.Fatal(err)
	}
	return db
}

func write(t *testing.T, db *sqlite.DB, dir string, o opendata.Options) data.Publication {
	t.Helper()
	s, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	pub, err := opendata.Write(t.Context(), s, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return pub
}

// contents are the files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, n := range names {
		b, err := os.ReadFile(filepath.Join(dir, n.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[n.Name()] = string(b)
	}
	return out
}

// TestWrite writes the sample twice: the same to the last byte, whole, and as
// its checksums and packed twins have it.
func TestWrite(t *testing.T) {
	t.Parallel()
	db, dir := sampleStore(t), t.TempDir()
	first := filepath.Join(dir, "a")
	pub := write(t, db, first, options)
	again := filepath.Join(dir, "b", "c")
	write(t, db, again, options)
	files := contents(t, first)
	for name, text := range contents(t, again) {
		if files[name] != text {
			t.Errorf("%s differs the second time", name)
		}
	}
	if !pub.Sample || len(pub.Sets) != 6 {
		t.Errorf("sample %v, %d sets", pub.Sample, len(pub.Sets))
	}
	for line := range strings.Lines(files["SHA256SUMS"]) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if got := sha256.Sum256([]byte(files[name])); hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s has another checksum", name)
		}
	}
	for name, text := range files {
		plain, packed := strings.CutSuffix(name, ".gz")
		if !packed {
			continue
		}
		z, err := gzip.NewReader(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b, err := io.ReadAll(z)
		if err != nil || string(b) != files[plain] {
			t.Errorf("%s is not %s packed: %v", name, plain, err)
		}
	}
	opened, err := opendata.Open(first)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range opened.Sets {
		if s.Records != pub.Sets[i].Records || len(s.Files) != 6 || s.Files[2].SHA256 != pub.Sets[i].Files[2].SHA256 {
			t.Errorf("opened: %+v", s)
		}
		if s.Name != "scans" && s.Records == 0 {
			t.Errorf("%s is empty", s.Name)
		}
	}
	if !opened.Sample || opened.Licence != data.LicenceCCBY || !opened.Modified.IsZero() {
		t.Errorf("opened: sample %v, licence %v, modified %v", opened.Sample, opened.Licence, opened.Modified)
	}
	dated := options
	dated.Dated = true
	if got := write(t, db, first, dated).Modified; got.IsZero() {
		t.Error("no time of the newest change")
	}
}

// TestSchemas holds every line to the schema that comes with it.
func TestSchemas(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "o")
	write(t, sampleStore(t), dir, options)
	files := contents(t, dir)
	for _, set := range []string{"procedures", "articles", "agencies", "fields", "units"} {
		var schema map[string]any
		if err := json.Unmarshal([]byte(files[set+".schema.json"]), &schema); err != nil {
			t.Fatalf("%s: %v", set, err)
		}
		for line := range strings.Lines(files[set+".jsonl"]) {
			var v any
			if err := json.Unmarshal([]byte(line), &v); err != nil {
				t.Fatalf("%s: %v", set, err)
			}
			if complaint := against(schema, v, set); complaint != "" {
				t.Errorf("%s\n%.200s", complaint, line)
			}
		}
	}
}

// against tells the first thing that a value has not as a schema wants it, as
// far as ours say anything.
func against(schema map[string]any, v any, at string) string {
	if want, ok := schema["const"]; ok && want != v {
		return fmt.Sprintf("%s is %v, not %v", at, v, want)
	}
	if known, ok := schema["enum"].([]any); ok && !slices.Contains(known, v) {
		return fmt.Sprintf("%s is %v", at, v)
	}
	if list, ok := v.([]any); ok {
		items, _ := schema["items"].(map[string]any)
		for _, item := range list {
			if c := against(items, item, at+"[]"); c != "" {
				return c
			}
		}
	}
	object, ok := v.(map[string]any)
	if !ok {
		return ""
	}
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := object[name.(string)]; !ok {
			return fmt.Sprintf("%s without %v", at, name)
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, inner := range object {
		s, ok := properties[name].(map[string]any)
		if !ok {
			s, ok = schema["additionalProperties"].(map[string]any)
		}
		if !ok {
			return fmt.Sprintf("%s has an unknown %s", at, name)
		}
		if c := against(s, inner, at+"."+name); c != "" {
			return c
		}
	}
	return ""
}

// TestLinked: procedures have what CPSV-AP requires of a public service and of
// what belongs to it, and no fee is 0.
func TestLinked(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "o")
	write(t, sampleStore(t), dir, options)
	files := contents(t, dir)
	required := map[string][]string{
		"cpsv:PublicService":    {"@id", "dct:identifier", "dct:title", "dct:description", "cv:hasCompetentAuthority"},
		"cv:PublicOrganisation": {"skos:prefLabel", "cv:spatial"},
		"cpsv:Rule":             {"dct:identifier", "dct:title", "dct:description"},
		"cv:Channel":            {"dct:identifier", "dct:type"},
		"cv:Cost":               {"dct:identifier", "dct:description"},
		"cv:EvidenceType":       {"dct:identifier", "dct:title"},
		"cv:Output":             {"dct:identifier", "dct:title"},
		"cv:Requirement":        {"dct:identifier", "dct:title", "dct:description"},
		"eli:LegalResource":     {"dct:title"},
		"dcat:Catalog":          {"dct:title", "dct:description", "dct:publisher", "dct:license", "dcat:dataset"},
		"dcat:Dataset":          {"dct:title", "dct:description", "dct:license", "dcat:distribution"},
		"dcat:Distribution":     {"dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dcat:byteSize", "spdx:checksum", "dct:license"},
	}
	seen := map[string]int{}
	var check func(v any)
	check = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, inner := range v {
				check(inner)
			}
		case map[string]any:
			kind, _ := v["@type"].(string)
			seen[kind]++
			for _, name := range required[kind] {
				if v[name] == nil {
					t.Errorf("%s without %s: %.200v", kind, name, v)
				}
			}
			if value, ok := v["cv:value"].(map[string]any); ok && value["@value"] == "0" {
				t.Errorf("a fee of 0: %v", v)
			}
			for _, inner := range v {
				check(inner)
			}
		}
	}
	for _, name := range []string{"procedures.jsonld", "agencies.jsonld", "catalog.jsonld", "units.jsonld", "articles.jsonld", "fields.jsonld", "scans.jsonld"} {
		var v map[string]any
		if err := json.Unmarshal([]byte(files[name]), &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, ok := v["@context"].(map[string]any); !ok {
			t.Errorf("%s has no context", name)
		}
		check(v)
	}
	for kind := range required {
		if seen[kind] == 0 {
			t.Errorf("no %s at all", kind)
		}
	}
}

// TestTables: every CSV file has its head and as many cells in each row, and no
// cell that a spreadsheet would reckon.
func TestTables(t *testing.T) {
	t.Parallel()
	db, dir := newStore(t), filepath.Join(t.TempDir(), "o")
	save(t, db, data.Procedure{Code: "1.000001", Name: "=1+1", OfficialName: "@x", Field: "-2", Status: data.StatusActive})
	write(t, db, dir, options)
	files := contents(t, dir)
	for _, set := range []string{"procedures", "articles", "agencies", "fields", "units", "scans"} {
		text, marked := strings.CutPrefix(files[set+".csv"], "\ufeff")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || !marked || len(rows) == 0 {
			t.Fatalf("%s: %d rows, mark %v: %v", set, len(rows), marked, err)
		}
		for _, row := range rows[1:] {
			for i, cell := range row {
				if cell != "" && strings.Contains("=+-@", cell[:1]) {
					t.Errorf("%s of %s is %q", rows[0][i], set, cell)
				}
			}
		}
		if !strings.Contains(files["csv-metadata.json"], `"name": "`+rows[0][0]+`"`) {
			t.Errorf("%s: the column %s is not described", set, rows[0][0])
		}
	}
}

// TestPublic: what is hidden, the sample beside real content, and the texts of
// others stay here.
func TestPublic(t *testing.T) {
	t.Parallel()
	db, dir := sampleStore(t), filepath.Join(t.TempDir(), "o")
	save(t, db, data.Procedure{Code: "1.000002", Name: "Cấp giấy A", OfficialName: "Cấp giấy A", Status: data.StatusRepealed, ReplacedBy: "1.000003", Aliases: []string{"1.000002.H19"}})
	long := strings.Repeat("chữ ", 300)
	saveArticles(t, db,
		data.Article{Source: "Báo X", SourceID: "1", Title: "Tin một", Lead: long, Body: "Toàn văn của báo."},
		data.Article{Source: "Báo X", SourceID: "2", Title: "Tin hai", Lead: "Ngắn", Body: "Ngắn", BodyIsLead: true},
		data.Article{SourceID: data.OwnArticle + "7", Title: "Tin nhà", Body: "Toàn văn của nhà."},
	)
	write(t, db, dir, options)
	files := contents(t, dir)
	if n := strings.Count(files["procedures.jsonl"], "\n"); n != 1 || !strings.Contains(files["procedures.jsonl"], `"replaced_by":"1.000003"`) ||
		!strings.Contains(files["procedures.jsonl"], "1.000002.H19") {
		t.Errorf("%d procedures: %s", n, files["procedures.jsonl"])
	}
	if strings.Contains(files["catalog.jsonld"]+files["README.md"], "nội dung mẫu") || files["units.jsonl"] != "" {
		t.Error("the sample is among what is real")
	}
	var articles []data.OpenArticle
	for line := range strings.Lines(files["articles.jsonl"]) {
		var a data.OpenArticle
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	if len(articles) != 3 {
		t.Fatalf("%d articles", len(articles))
	}
	own, cut, short := articles[0], articles[1], articles[2]
	if own.Body == "" || own.Excerpt {
		t.Errorf("our own: %+v", own)
	}
	if cut.Body != "" || !cut.Excerpt || len(cut.Lead) > 800 || !strings.HasSuffix(cut.Lead, "chữ…") {
		t.Errorf("of others: %+v", cut)
	}
	if short.Excerpt || short.Lead != "Ngắn" {
		t.Errorf("a lead alone: %+v", short)
	}
}

// TestScans: months that are over, what was opened often enough, and no code.
func TestScans(t *testing.T) {
	t.Parallel()
	db, dir := sampleStore(t), filepath.Join(t.TempDir(), "o")
	link := func(code, key string) {
		err := db.InsertLink(t.Context(), data.Link{Code: code, Target: data.Target{Kind: data.KindProcedure, Key: key}, Default: true}, data.Edit{})
		if err != nil {
			t.Fatal(err)
		}
	}
	link("AAAAAAA1", "1.001193")
	link("BBBBBBB2", "1.004222")
	err := db.AddCounts(t.Context(), data.Counts{Today: "2026-11-20", Scans: []data.Scan{
		{Code: "AAAAAAA1", Day: "2026-10-01", Outcome: data.OutcomeShown, Count: 4},
		{Code: "AAAAAAA1", Day: "2026-10-31", Outcome: data.OutcomeClosed, Count: 3},
		{Code: "BBBBBBB2", Day: "2026-10-02", Outcome: data.OutcomeShown, Count: 4},
		{Code: "AAAAAAA1", Day: "2026-11-01", Outcome: data.OutcomeShown, Count: 50},
	}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, db, dir, options)
	got := contents(t, dir)["scans.csv"]
	if want := "\ufeffmonth,kind,scans\r\n2026-10,procedure,7\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestPlace: what was written before is replaced as a whole, or not at all; a
// folder of something else is left alone.
func TestPlace(t *testing.T) {
	t.Parallel()
	db, dir := sampleStore(t), t.TempDir()
	place := filepath.Join(dir, "o")
	write(t, db, place, options)
	before := contents(t, place)

	s, err := db.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, stop := context.WithCancel(t.Context())
	broken := options
	broken.Province, broken.Progress = "Gia Lai", func(set string, _ int) {
		if set == "procedures" {
			stop()
		}
	}
	if _, err := opendata.Write(ctx, s, place, broken); !errors.Is(err, context.Canceled) {
		t.Errorf("broken off: %v", err)
	}
	for name, text := range contents(t, place) {
		if before[name] != text {
			t.Errorf("%s has changed though the export was broken off", name)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left beside it: %v, %v", left, err)
	}

	other := options
	other.Province = "Gia Lai"
	write(t, db, place, other)
	if after := contents(t, place); !strings.Contains(after["catalog.jsonld"], "Gia Lai") || len(after) != len(before) {
		t.Errorf("%d files after, %d before", len(after), len(before))
	}

	var foreign *opendata.ForeignError
	for name, text := range map[string]string{"note.txt": "mine", "README.md": "# Mine"} {
		mine := filepath.Join(t.TempDir(), "mine")
		if err := os.Mkdir(mine, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(mine, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := opendata.Write(t.Context(), s, mine, options); !errors.As(err, &foreign) || foreign.Name != name {
			t.Errorf("a folder with %s: %v", name, err)
		}
		if b, err := os.ReadFile(filepath.Join(mine, name)); err != nil || !bytes.Equal(b, []byte(text)) {
			t.Errorf("%s is now %q: %v", name, b, err)
		}
	}
}

func save(t *testing.T, db *sqlite.DB, ps ...data.Procedure) {
	t.Helper()
	if _, err := db.SaveProcedures(t.Context(), ps); err != nil {
		t.Fatal(err)
	}
}

func saveArticles(t *testing.T, db *sqlite.DB, as ...data.Article) {
	t.Helper()
	if _, err := db.SaveArticles(t.Context(), as); err != nil {
		t.Fatal(err)
	}
}
