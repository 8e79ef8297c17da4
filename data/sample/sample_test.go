package sample

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"tracuu/data"
)

func load(t *testing.T) ([]data.Procedure, []data.Article) {
	t.Helper()
	procedures, articles, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return procedures, articles
}

func TestLoad(t *testing.T) {
	procedures, articles := load(t)
	if n := len(procedures); n < 55 || n > 65 {
		t.Errorf("got %d procedures, want about 60", n)
	}
	if n := len(articles); n != 15 {
		t.Errorf("got %d articles, want 15", n)
	}
	meta := data.Meta{Sample: true, Visibility: data.Shown}
	for _, p := range procedures {
		if p.Meta != meta {
			t.Errorf("%s: got %+v, want %+v", p.Code, p.Meta, meta)
		}
		if p.Status != data.StatusActive && p.Status != data.StatusRepealed {
			t.Errorf("%s: status %q", p.Code, p.Status)
		}
	}
	for _, a := range articles {
		if a.Meta != meta {
			t.Errorf("%s: got %+v, want %+v", a.SourceID, a.Meta, meta)
		}
		if a.Source != source {
			t.Errorf("%s: source %q, want %q", a.SourceID, a.Source, source)
		}
	}
}

// TestUnits: the communes of Khánh Hòa are all there, each with what it was
// made of.
func TestUnits(t *testing.T) {
	units, err := Units()
	if err != nil {
		t.Fatal(err)
	}
	if len(units) != 65 {
		t.Errorf("%d units, want 65", len(units))
	}
	seen := map[string]bool{}
	for _, u := range units {
		if seen[u.Code] || !u.Sample || !u.Type.IsLocal() || u.Province != "Tỉnh Khánh Hòa" || len(u.Merged) == 0 {
			t.Errorf("%+v", u)
		}
		seen[u.Code] = true
		for _, printed := range u.Merged {
			if kind, name, note := data.SplitUnitName(printed); kind == "" || name == "" || note != "" || !norm.NFC.IsNormalString(printed) {
				t.Errorf("%s: %q", u.FullName(), printed)
			}
		}
	}
}

func TestOneRecordALine(t *testing.T) {
	names, err := fs.Glob(files, "*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range bytes.Lines(text) {
			n++
			if !json.Valid(line) {
				t.Errorf("%s:%d is not one JSON value", name, n)
			}
		}
	}
}

func TestDecodeIsStrict(t *testing.T) {
	for _, tt := range []struct {
		name, text, wantErr string // wantErr empty: it is taken
	}{
		{name: "nothing", text: ""},
		{name: "one record", text: `{"source_id":"a","title":"b"}` + "\n"},
		{name: "misspelt key", text: "{\"source_id\":\"a\"}\n{\"tittle\":\"b\"}", wantErr: `record 2: json: unknown field "tittle"`},
		{name: "the store's own number", text: `{"ID":7}`, wantErr: `record 1: json: unknown field "ID"`},
		{name: "cut off", text: `{"title":`, wantErr: "record 1: unexpected EOF"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decode[data.Article]([]byte(tt.text))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.wantErr {
				t.Errorf("got error %q, want %q", got, tt.wantErr)
			}
		})
	}
}

func TestProcedureCodes(t *testing.T) {
	procedures, _ := load(t)
	if len(procedures) == 0 || procedures[0].Code != "1.001193" {
		t.Errorf("the first procedure is not 1.001193")
	}
	seen := map[string]bool{}
	for _, p := range procedures {
		c, err := data.ParseProcedureCode(p.Code)
		if err != nil || c.Code != p.Code {
			t.Errorf("%q is not a bare code: %+v, %v", p.Code, c, err)
		}
		if seen[p.Code] {
			t.Errorf("%s comes twice", p.Code)
		}
		seen[p.Code] = true
	}
}

func TestProceduresAreComplete(t *testing.T) {
	procedures, _ := load(t)
	for _, p := range procedures {
		for _, part := range []struct {
			name    string
			missing bool
		}{
			{"official_name", p.OfficialName == ""},
			{"name", p.Name == ""},
			{"field", p.Field == ""},
			{"levels", len(p.Levels) == 0},
			{"agency", p.Agency == ""},
			{"steps", p.Steps == ""},
			{"methods", len(p.Methods) == 0},
			{"documents", len(p.Documents) == 0},
			{"result", p.Result == ""},
			{"description", p.Description == ""},
		} {
			if part.missing {
				t.Errorf("%s: no %s", p.Code, part.name)
			}
		}
		for i, d := range p.Documents {
			if d.Name == "" {
				t.Errorf("%s: document %d has no name", p.Code, i+1)
			}
		}
	}
}

func TestNamesAreClean(t *testing.T) {
	procedures, _ := load(t)
	for _, p := range procedures {
		switch {
		case strings.HasPrefix(strings.ToLower(p.Name), "thủ tục"):
			t.Errorf("%s: name begins with Thủ tục: %q", p.Code, p.Name)
		case strings.HasSuffix(p.Name, "."):
			t.Errorf("%s: name ends in a stop: %q", p.Code, p.Name)
		case strings.ToUpper(p.Name) == p.Name:
			t.Errorf("%s: name in capitals throughout: %q", p.Code, p.Name)
		case strings.Contains(p.Name, "\n"):
			t.Errorf("%s: name runs over lines: %q", p.Code, p.Name)
		}
	}
}

// TestTranslations: half of the sample and more can be found and read in
// English, in plain short words.
func TestTranslations(t *testing.T) {
	procedures, _ := load(t)
	translated := 0
	for _, p := range procedures {
		for tag, tr := range p.Translations {
			translated++
			plain := func(s string) bool {
				return s == strings.TrimSpace(s) && !strings.ContainsFunc(s, func(r rune) bool { return r > 'z' && r != '’' })
			}
			switch {
			case tag != "en":
				t.Errorf("%s: words in %q", p.Code, tag)
			case tr.Name == "" || len(tr.Name) > 80 || strings.HasSuffix(tr.Name, ".") || !plain(tr.Name):
				t.Errorf("%s: the English name is %q", p.Code, tr.Name)
			case len(tr.Summary) > 160 || strings.Count(tr.Summary, ".") != 1 || !strings.HasSuffix(tr.Summary, ".") || !plain(tr.Summary):
				t.Errorf("%s: the English summary is %q", p.Code, tr.Summary)
			}
		}
	}
	if translated < len(procedures)*3/4 {
		t.Errorf("%d of %d procedures are told in English", translated, len(procedures))
	}
}

// TestVocabulary checks what the types cannot: a word decoded into a string
// type need not be one of its constants.
func TestVocabulary(t *testing.T) {
	levels := []data.Level{data.LevelCommune, data.LevelProvince, data.LevelMinistry}
	channels := []data.Channel{"", data.ChannelOnline, data.ChannelPost, data.ChannelInPerson}
	units := []data.DurationUnit{
		"", data.UnitWorkingDay, data.UnitDay, data.UnitHour, data.UnitMonth, data.UnitYear, data.UnitWithinDay,
	}
	procedures, articles := load(t)
	for _, p := range procedures {
		for _, l := range p.Levels {
			if !slices.Contains(levels, l) {
				t.Errorf("%s: level %q", p.Code, l)
			}
		}
		for _, m := range p.Methods {
			if !slices.Contains(channels, m.Channel) {
				t.Errorf("%s: channel %q", p.Code, m.Channel)
			}
			if !slices.Contains(units, m.Duration.Unit) {
				t.Errorf("%s: unit %q", p.Code, m.Duration.Unit)
			}
		}
		if _, ok := p.EffectiveFrom.Time(); p.EffectiveFrom != "" && !ok {
			t.Errorf("%s: effective from %q", p.Code, p.EffectiveFrom)
		}
	}
	for _, a := range articles {
		if a.PublishedTrust != data.TrustTime && a.PublishedTrust != data.TrustDay && !a.Published.IsZero() {
			t.Errorf("%s: trust %q", a.SourceID, a.PublishedTrust)
		}
	}
}

func TestTexts(t *testing.T) {
	procedures, articles := load(t)
	for _, p := range procedures {
		checkTexts(t, p.Code, p)
	}
	for _, a := range articles {
		checkTexts(t, a.SourceID, a)
	}
}

// checkTexts reports every text of a record that is not clean. It walks the
// record's JSON form, so that no field can be forgotten.
func checkTexts(t *testing.T, key string, record any) {
	t.Helper()
	raw, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	var form any
	if err := json.Unmarshal(raw, &form); err != nil {
		t.Fatal(err)
	}
	walkTexts(form, "", func(path, text string) {
		if fault := textFault(text); fault != "" {
			t.Errorf("%s%s: %s: %q", key, path, fault, text)
		}
	})
}

// walkTexts calls visit for every string in a decoded JSON value.
func walkTexts(v any, path string, visit func(path, text string)) {
	switch v := v.(type) {
	case string:
		visit(path, v)
	case []any:
		for i, e := range v {
			walkTexts(e, fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case map[string]any:
		for k, e := range v {
			walkTexts(e, path+"."+k, visit)
		}
	}
}

func textFault(s string) string {
	switch {
	case !norm.NFC.IsNormalString(s):
		return "not NFC"
	case strings.Contains(s, "  "):
		return "double space"
	case strings.TrimSpace(s) != s:
		return "space at an end"
	case strings.Contains(s, "\n\n"):
		return "empty line"
	case strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }):
		return "tab, odd space or invisible mark"
	}
	return ""
}

func TestArticles(t *testing.T) {
	_, articles := load(t)
	seen := map[string]bool{}
	for _, a := range articles {
		if seen[a.SourceID] {
			t.Errorf("%s comes twice", a.SourceID)
		}
		seen[a.SourceID] = true
		want := "mau-" + a.Published.Format(time.DateOnly) + "-"
		if a.Published.IsZero() { // a guide: always true, so without a day, and behind the news
			want = "huong-dan-"
		}
		if !strings.HasPrefix(a.SourceID, want) {
			t.Errorf("source id %q does not begin with %q", a.SourceID, want)
		}
		if a.Title == "" || a.Lead == "" || a.Body == "" || a.Category == "" {
			t.Errorf("%s: without title, lead, body or category", a.SourceID)
		}
		if a.URL != "" || len(a.Photos) > 0 || len(a.Attachments) > 0 {
			t.Errorf("%s: points outside the sample", a.SourceID)
		}
	}
}

func TestArticleList(t *testing.T) {
	type item struct{ Published, Category, Title string }
	want := []item{
		{"2022-08-09", "Chuyển đổi số", "Phiên họp thứ ba của Ủy ban Quốc gia về chuyển đổi số"},
		{"2023-04-28T11:43:00+07:00", "Cải cách hành chính", "Văn bản, hồ sơ được xử lý trên môi trường mạng"},
		{"2023-04-28", "Chuyển đổi số", "Hoạt động của các trang, cổng thông tin điện tử thành phần"},
		{"2023-02-28", "Cải cách hành chính", "Ninh Thuận nâng cao việc sử dụng dịch vụ công trực tuyến"},
		{"2023-02-27", "Chuyển đổi số", "Hội nghị chuyển đổi số quốc gia năm 2023"},
		{"2023-02-21", "Chuyển đổi số", "Ban Chỉ đạo chuyển đổi số tỉnh họp phiên quý I"},
		{"2023-06-02T14:17:00+07:00", "Cải cách hành chính", "Ứng dụng mã QR trong giải quyết thủ tục hành chính"},
		{"2023-06-01", "An toàn thông tin", "Cảnh báo nguy cơ tấn công qua 8 lỗ hổng mới"},
		{"2023-05-15", "Thương mại điện tử", "Vi phạm trong thương mại điện tử"},
		{"2023-05-04", "Thương mại điện tử", "Thương mại điện tử tăng trưởng"},
		{"2023-05-04", "Chuyển đổi số", "Giải pháp số cho doanh nghiệp nhỏ ở Ninh Thuận"},
	}
	_, articles := load(t)
	var got []item
	guides := 0
	for _, a := range articles {
		if a.Category == "Hướng dẫn" {
			guides++
			continue
		}
		published := a.Published.Format(time.RFC3339)
		if a.PublishedTrust == data.TrustDay {
			published = strings.TrimSuffix(published, "T00:00:00+07:00")
		}
		got = append(got, item{published, a.Category, a.Title})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("news items (-want +got):\n%s", diff)
	}
	if guides != 4 {
		t.Errorf("got %d guides to the service, want 4", guides)
	}
}

// TestOfficialNames holds the sample against the national catalogue, where a
// copy of it lies beside the project.
func TestOfficialNames(t *testing.T) {
	const path = "../../../shared/data/procedures.jsonl.gz"
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("no copy of the national catalogue at %s", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	catalogue, err := officialNames(f)
	if err != nil {
		t.Fatal(err)
	}
	procedures, _ := load(t)
	for _, p := range procedures {
		name, ok := catalogue[p.Code]
		if !ok {
			t.Errorf("%s is not in the catalogue", p.Code)
			continue
		}
		if diff := cmp.Diff(name, collapse(p.OfficialName)); diff != "" {
			t.Errorf("%s (-catalogue +sample):\n%s", p.Code, diff)
		}
	}
}

// officialNames reads code → name from a gzipped catalogue.
func officialNames(r io.Reader) (map[string]string, error) {
	zr, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("open catalogue: %w", err)
	}
	names := map[string]string{}
	dec := json.NewDecoder(zr)
	for {
		var record struct{ Code, Name string }
		err := dec.Decode(&record)
		if errors.Is(err, io.EOF) {
			return names, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read catalogue after %d records: %w", len(names), err)
		}
		names[record.Code] = collapse(record.Name)
	}
}

// collapse puts single spaces for white space, in NFC: the catalogue is partly
// decomposed.
func collapse(s string) string {
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}
