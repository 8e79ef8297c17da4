package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
	"tracuu/data/sqlite"
)

func openStore(tb testing.TB) *sqlite.DB {
	tb.Helper()
	db, err := sqlite.Open(tb.Context(), filepath.Join(tb.TempDir(), "tracuu.db"), time.Now)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	return db
}

func procedureLine(code, name string) string {
	return fmt.Sprintf(`{"code":%q,"name":%q}`, code, name)
}

func importText(tb testing.TB, im *Importer, text string) data.ImportReport {
	tb.Helper()
	rep, err := im.Run(tb.Context(), open(tb, write(tb, "tep.jsonl", []byte(text))))
	if err != nil {
		tb.Fatal(err)
	}
	return rep
}

func TestImport(t *testing.T) {
	db := openStore(t)
	im := &Importer{Store: db}
	text := strings.Join([]string{
		procedureLine("1.000123", "Cấp thẻ"),
		"",
		`{"code":"x","name":"Cấp thẻ"}`,
		articleLine("1"),
		procedureLine("1.000124", "Cấp lại thẻ"),
		`{"code":`,
		articleLine("2"),
	}, "\n")
	want := data.ImportReport{Read: 6, New: 4, Rejected: 2, Rejects: []data.Reject{
		{Source: "tep.jsonl", Line: 3, Code: "x", Reason: `mã thủ tục "x" không đúng dạng: hãy ghi như 1.001193, 1.012753.H19 hoặc 1.014955-Xoa`},
		{Source: "tep.jsonl", Line: 6, Reason: "bản ghi JSON bị cắt ngang: hãy ghi trọn mỗi bản ghi trên một dòng"},
	}}
	if diff := cmp.Diff(want, importText(t, im, text)); diff != "" {
		t.Errorf("first import (-want +got):\n%s", diff)
	}
	want.New, want.Unchanged = 0, 4
	if diff := cmp.Diff(want, importText(t, im, text)); diff != "" {
		t.Errorf("second import (-want +got):\n%s", diff)
	}
	if rep := importText(t, im, procedureLine("1.000123", "Cấp thẻ mới")); rep.Changed != 1 || rep.Read != 1 || rep.Rejects == nil {
		t.Errorf("changed record: %+v", rep)
	}
	if p, err := db.Procedure(t.Context(), "1.000123"); err != nil || p.Name != "Cấp thẻ mới" {
		t.Errorf("stored %q, %v", p.Name, err)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	db := openStore(t)
	importText(t, &Importer{Store: db}, procedureLine("1.000123", "Cấp thẻ")+"\n"+articleLine("1"))
	dry := &Importer{Store: db, DryRun: true}
	rep := importText(t, dry, strings.Join([]string{
		procedureLine("1.000123", "Cấp thẻ"), procedureLine("1.000124", "Cấp lại"), articleLine("2"),
		`{"id":"1","title":"Tin khác"}`,
	}, "\n"))
	want := data.ImportReport{Read: 4, New: 2, Changed: 1, Unchanged: 1, Rejects: []data.Reject{}}
	if diff := cmp.Diff(want, rep); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if p, a, err := db.Counts(t.Context()); err != nil || p != 1 || a != 1 {
		t.Errorf("the store holds %d procedures, %d articles, %v", p, a, err)
	}
}

func TestSameRecordTwice(t *testing.T) {
	db := openStore(t)
	rep := importText(t, &Importer{Store: db}, strings.Join([]string{
		procedureLine("1.000123", "Cấp thẻ"), procedureLine("1.000124", "Cấp lại"), procedureLine("1.000123.H32", "Cấp thẻ sửa"),
	}, "\n"))
	want := data.ImportReport{Read: 3, New: 2, Changed: 1, Rejects: []data.Reject{}}
	if diff := cmp.Diff(want, rep); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if p, err := db.Procedure(t.Context(), "1.000123"); err != nil || p.Name != "Cấp thẻ sửa" {
		t.Errorf("stored %q, %v: the later record must win", p.Name, err)
	}
}

// watched is a store that tells the sizes of its batches and may act on them.
type watched struct {
	*sqlite.DB
	batches []int
	before  func(n int) error
}

func (w *watched) SaveArticles(ctx context.Context, batch []data.Article) (data.SaveResult, error) {
	w.batches = append(w.batches, len(batch))
	if w.before != nil {
		if err := w.before(len(w.batches)); err != nil {
			return data.SaveResult{}, err
		}
	}
	return w.DB.SaveArticles(ctx, batch)
}

func articles(n int, body string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"%d","title":"Tin số %d","body":%q}`+"\n", i, i, body)
	}
	return b.String()
}

func TestBatches(t *testing.T) {
	tests := []struct {
		name, text string
		want       []int
	}{
		{"by number", articles(1200, "ngắn"), []int{500, 500, 200}},
		{"by size", articles(100, strings.Repeat("b", 100_000)), []int{42, 42, 16}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &watched{DB: openStore(t)}
			var told []Progress
			im := &Importer{Store: w, Progress: func(p Progress) { told = append(told, p) }}
			src := open(t, write(t, "tin.jsonl.gz", gzipped(t, []byte(tt.text))))
			if _, err := im.Run(t.Context(), src); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, w.batches); diff != "" {
				t.Errorf("batches (-want +got):\n%s", diff)
			}
			last := told[len(told)-1]
			if last.Records != strings.Count(tt.text, "\n") || last.BytesRead != src.Size || last.Size != src.Size || src.Size == 0 {
				t.Errorf("progress at the end: %+v of %d bytes", last, src.Size)
			}
		})
	}
}

func TestInterruptedImport(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := &watched{DB: openStore(t)}
	w.before = func(n int) error {
		if n == 2 {
			cancel() // while the second batch is saved
		}
		return nil
	}
	rep, err := (&Importer{Store: w}).Run(ctx, open(t, write(t, "tin.jsonl", []byte(articles(2000, "")))))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	_, stored, countErr := w.Counts(t.Context())
	if countErr != nil || stored != rep.New || rep.Read != rep.New || rep.New != 500 && rep.New != 1000 {
		t.Errorf("report %+v, %d stored, %v", rep, stored, countErr)
	}
}

func TestStoreFault(t *testing.T) {
	fault := errors.New("disk full")
	w := &watched{DB: openStore(t)}
	w.before = func(n int) error {
		if n == 2 {
			return fault
		}
		return nil
	}
	rep, err := (&Importer{Store: w}).Run(t.Context(), open(t, write(t, "tin.jsonl", []byte(articles(2000, "")))))
	if !errors.Is(err, fault) || !strings.Contains(err.Error(), "lines 501 to 1000") {
		t.Errorf("error %v", err)
	}
	if rep.Read != 500 || rep.New != 500 {
		t.Errorf("report %+v", rep)
	}
}

func TestBrokenFileIsImportedUpToTheBreak(t *testing.T) {
	db := openStore(t)
	var text strings.Builder // of many words, so that half of the file holds records
	for i := range 3000 {
		text.WriteString(articleLine(fmt.Sprint(i*7919)) + "\n")
	}
	packed := gzipped(t, []byte(text.String()))
	src, err := Open(t.Context(), "-", bytes.NewReader(packed[:len(packed)/2]))
	if err != nil {
		t.Fatal(err)
	}
	rep, err := (&Importer{Store: db}).Run(t.Context(), src)
	var se *SourceError
	if !errors.As(err, &se) || se.Line != rep.Read+1 {
		t.Errorf("error %v after %+v", err, rep)
	}
	if _, stored, err := db.Counts(t.Context()); err != nil || stored != rep.New || stored < 100 {
		t.Errorf("%d stored, %v, report %+v", stored, err, rep)
	}
}

func TestOnlySoManyRejectsAreListed(t *testing.T) {
	rep := importText(t, &Importer{Store: openStore(t)}, strings.Repeat("?\n", MaxRejects+50))
	if rep.Rejected != MaxRejects+50 || rep.Read != MaxRejects+50 || len(rep.Rejects) != MaxRejects {
		t.Errorf("%d rejected of %d, %d listed", rep.Rejected, rep.Read, len(rep.Rejects))
	}
}
