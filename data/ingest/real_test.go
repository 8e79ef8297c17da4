package ingest

import (
	"encoding/json"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"tracuu/data"
)

var (
	leakedRE = regexp.MustCompile(`WORKING_DAY|\bOTHER\b|\bHOUR\b|_REGULATION`)
	freeRE   = regexp.MustCompile(`(?i)miễn phí`)
)

// checkProcedure holds for every record of the catalogue, whatever its faults.
func checkProcedure(t *testing.T, p *data.Procedure) {
	t.Helper()
	fail := func(what, text string) { t.Errorf("%s: %s: %.120q", p.Code, what, text) }
	checkText(t, p)
	if p.Code == "" || p.Name == "" || p.OfficialName == "" {
		fail("no code or name", p.OfficialName)
	}
	if strings.ContainsAny(p.Name+p.OfficialName+p.Agency+p.ReceptionAddress, "\n\t") || strings.Contains(p.Name, "  ") {
		fail("not one line", p.Name)
	}
	if leakedRE.MatchString(p.Type) {
		fail("leaked type", p.Type)
	}
	for _, m := range p.Methods {
		if leakedRE.MatchString(m.Duration.Text) {
			fail("leaked duration", m.Duration.Text)
		}
		if (m.Duration.Value == 0) != (m.Duration.Unit == "") || m.Duration.Value != 0 && m.Duration.Text == "" {
			fail("half a duration", m.Duration.Printed)
		}
		seen := map[string]bool{}
		for _, f := range m.Fees {
			if f.Text == "" || f.Printed == "" || seen[f.Text] {
				fail("empty or repeated fee", f.Printed)
			}
			seen[f.Text] = true
			if freeRE.MatchString(f.Text) && !freeRE.MatchString(strings.TrimPrefix(f.Printed, "Miễn phí(")) {
				fail("a fee made free", f.Printed)
			}
			if f.AmountVND != 0 && (f.AmountVND < leastFee || len(m.Fees) > 1) {
				fail("no certain amount", f.Printed)
			}
		}
	}
	for _, d := range p.Documents {
		if d.Name == "" || strings.ContainsAny(d.Name[:1], "-+*") || strings.HasSuffix(d.Case, ":") {
			fail("document", d.Case+" / "+d.Name)
		}
	}
	for _, l := range p.LegalBasis {
		if l == (data.LegalRef{}) {
			fail("empty legal text", "")
		}
	}
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if i := strings.Index(string(b), `"Không có thông tin`); i >= 0 {
		fail("an empty field kept", string(b[i:]))
	}
}

func TestRealCatalogue(t *testing.T) {
	path := realData(t, "procedures.jsonl.gz")
	n, repealed, amounts, noLevel := 0, 0, 0, 0
	for _, rec := range read(t, path, Options{}) {
		if rec.Procedure == nil {
			t.Errorf("line %d is no procedure: %+v", rec.Line, rec.Reject)
			continue
		}
		checkProcedure(t, rec.Procedure)
		n++
		if rec.Procedure.Status == data.StatusRepealed {
			repealed++
		}
		if len(rec.Procedure.Levels) == 0 {
			noLevel++
		}
		byChannel := map[data.Channel]string{}
		for _, m := range rec.Procedure.Methods {
			for _, f := range m.Fees {
				byChannel[m.Channel] += f.Text
				if f.AmountVND > 0 {
					amounts++
				}
			}
		}
		if rec.Procedure.Code == "1.004222" && (!strings.Contains(byChannel[data.ChannelOnline], "10.000") || !strings.Contains(byChannel[data.ChannelInPerson], "20.000")) {
			t.Errorf("fees of 1.004222 by channel: %v", byChannel)
		}
	}
	t.Logf("%d procedures, %d repealed, %d without level, %d flat amounts", n, repealed, noLevel, amounts)
	if n != 5757 || repealed != 1 || noLevel != 85 || amounts < 200 {
		t.Errorf("got %d procedures, %d repealed, %d without level, %d flat amounts", n, repealed, noLevel, amounts)
	}
}

func TestRealVariants(t *testing.T) {
	taken, noCode, glued := 0, 0, 0
	for _, rec := range read(t, realData(t, "procedures_variants.jsonl.gz"), Options{}) {
		switch {
		case rec.Procedure != nil:
			taken++
			checkProcedure(t, rec.Procedure)
			if len(rec.Procedure.Methods) > 0 && len(rec.Procedure.Documents) > 0 && len(rec.Procedure.LegalBasis) > 0 {
				glued++
			}
		case strings.Contains(rec.Reject.Reason, "thiếu mã thủ tục"):
			noCode++
		default:
			t.Errorf("line %d: %+v", rec.Line, rec.Reject)
		}
	}
	if taken != 2744 || noCode != 87 || glued < 2500 {
		t.Errorf("%d taken, %d without a code, %d with all tables", taken, noCode, glued)
	}
}

func TestRealArticles(t *testing.T) {
	tests := []struct {
		file       string
		records    int
		sample     int // every n-th record is checked in full
		trust      data.PublishedTrust
		withTrust  int // at least
		hasNoTitle bool
	}{
		{"articles.jsonl.gz", 3281, 1, data.TrustTime, 600, false},
		{"articles_headlines.jsonl.gz", 153825, 50, data.TrustFetched, 60000, false},
		{"articles_vnds.jsonl.gz", 22643, 20, "", 22643, true},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			path := realData(t, tt.file)
			if testing.Short() && tt.records > 10_000 {
				t.Skip("large file skipped in short mode")
			}
			n, trusted := 0, 0
			for rec, err := range Records(t.Context(), open(t, path), Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				if rec.Article == nil {
					t.Fatalf("line %d is no article: %+v", rec.Line, rec.Reject)
				}
				n++
				a := rec.Article
				if a.PublishedTrust == tt.trust {
					trusted++
				}
				if a.SourceID == "" || a.Title == "" || tt.hasNoTitle && !a.TitleDerived || strings.Contains(a.Title, "&amp;") {
					t.Errorf("line %d: %+v", rec.Line, a)
				}
				if n%tt.sample == 0 {
					checkText(t, a)
				}
			}
			if n != tt.records || trusted < tt.withTrust {
				t.Errorf("%d articles, %d with trust %q", n, trusted, tt.trust)
			}
		})
	}
}

// TestMemoryStaysFlat reads the largest file and looks at the heap on the way.
func TestMemoryStaysFlat(t *testing.T) {
	path := realData(t, "articles_vnds.jsonl.gz")
	if testing.Short() {
		t.Skip("large file skipped in short mode")
	}
	const most = 48 << 20
	var mem runtime.MemStats
	n := 0
	for _, err := range Records(t.Context(), open(t, path), Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%5000 == 0 {
			runtime.GC()
			if runtime.ReadMemStats(&mem); mem.HeapAlloc > most {
				t.Fatalf("%d MiB in use after %d records", mem.HeapAlloc>>20, n)
			}
		}
	}
	t.Logf("%d MiB in use at the end", mem.HeapAlloc>>20)
}
