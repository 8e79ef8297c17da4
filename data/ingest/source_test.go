package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// articleLine is a record of an article with the given id.
func articleLine(id string) string {
	return fmt.Sprintf(`{"id":%q,"title":"Lịch tiếp công dân tháng %s"}`, id, id)
}

func TestOpenReadsEveryWrapping(t *testing.T) {
	text := articleLine("1") + "\n" + articleLine("2")
	tests := []struct {
		name    string
		file    string
		content []byte
	}{
		{"plain", "tin.jsonl", []byte(text)},
		{"gzip by name", "tin.jsonl.gz", gzipped(t, []byte(text))},
		{"gzip by content", "tin.jsonl", gzipped(t, []byte(text))},
		{"plain despite the name", "tin.gz", []byte(text)},
		{"two gzip members", "tin.gz", append(gzipped(t, []byte(articleLine("1")+"\n")), gzipped(t, []byte(articleLine("2")))...)},
		{"byte order mark", "tin.jsonl", []byte("\ufeff" + text + "\n")},
		{"byte order mark in gzip", "tin.jsonl.gz", gzipped(t, []byte("\ufeff"+text))},
		{"carriage returns", "tin.jsonl", []byte(strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{"1", "2"}, ids(read(t, write(t, tt.file, tt.content), Options{}))); diff != "" {
				t.Errorf("ids of the file (-want +got):\n%s", diff)
			}
			src, err := Open(t.Context(), "-", bytes.NewReader(tt.content))
			if err != nil {
				t.Fatal(err)
			}
			var got []Record
			for rec, err := range Records(t.Context(), src, Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, rec)
			}
			if diff := cmp.Diff([]string{"1", "2"}, ids(got)); diff != "" {
				t.Errorf("ids of standard input (-want +got):\n%s", diff)
			}
			if src.Name != "-" || src.Size != 0 || src.BytesRead() != int64(len(tt.content)) {
				t.Errorf("standard input is %q, %d bytes, %d read", src.Name, src.Size, src.BytesRead())
			}
		})
	}
}

func ids(recs []Record) []string {
	var out []string
	for _, r := range recs {
		switch {
		case r.Article != nil:
			out = append(out, r.Article.SourceID)
		case r.Procedure != nil:
			out = append(out, r.Procedure.Code)
		default:
			out = append(out, fmt.Sprintf("dòng %d: %s", r.Reject.Line, r.Reject.Reason))
		}
	}
	return out
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	tests := []struct {
		name, path string
		want       string // in the message
		is         error
	}{
		{"missing", filepath.Join(t.TempDir(), "thieu.jsonl"), "thieu.jsonl: không có tệp này: hãy kiểm tra lại đường dẫn", fs.ErrNotExist},
		{"folder", t.TempDir(), "đây là thư mục, không phải tệp", fs.ErrInvalid},
		{"empty", write(t, "rong.jsonl", nil), "rong.jsonl: tệp rỗng", errEmpty},
		{"zip", write(t, "bang.xlsx", []byte("PK\x03\x04abcdef")), "bảng tính", fs.ErrInvalid},
		{"utf-16", write(t, "w.jsonl", []byte("\xff\xfe{\x00}\x00")), "lưu lại bằng UTF-8", fs.ErrInvalid},
		{"gzip head only", write(t, "cut.gz", gzipped(t, []byte("x"))[:6]), "bị cắt cụt", io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src, err := Open(t.Context(), tt.path, nil)
			var se *SourceError
			if src != nil || !errors.As(err, &se) || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, tt.is) {
				t.Errorf("Open(%s) = %v, %v; want %q wrapping %v", tt.path, src, err, tt.want, tt.is)
			}
		})
	}
	t.Run("not allowed", func(t *testing.T) {
		path := write(t, "kin.jsonl", []byte("{}"))
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		if f, err := os.Open(path); err == nil {
			_ = f.Close()
			t.Skip("this user may read everything")
		}
		if _, err := Open(t.Context(), path, nil); err == nil || !strings.Contains(err.Error(), "không có quyền đọc tệp") {
			t.Errorf("Open of an unreadable file = %v", err)
		}
	})
	t.Run("nothing but blank lines", func(t *testing.T) {
		for _, content := range [][]byte{[]byte("\n \r\n\n"), []byte("\ufeff"), gzipped(t, nil)} {
			var got error
			for _, err := range Records(t.Context(), open(t, write(t, "trang.jsonl", content)), Options{}) {
				got = err
			}
			if !errors.Is(got, errEmpty) || !strings.Contains(got.Error(), "tệp không có bản ghi nào") {
				t.Errorf("Records of %q ends with %v", content, got)
			}
		}
	})
}

// failingReader gives its content and then an error.
type failingReader struct {
	io.Reader
	err error
}

func (f failingReader) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = f.err
	}
	return n, err
}

func TestRecordsBeforeABreakAreKept(t *testing.T) {
	var text strings.Builder
	for i := range 2000 {
		text.WriteString(articleLine(fmt.Sprint(i)) + "\n")
	}
	packed := gzipped(t, []byte(text.String()))
	damaged := bytes.Clone(packed)
	damaged[len(damaged)-6] ^= 0xff // the checksum
	tests := []struct {
		name string
		in   io.Reader
		want string
		most int // records at the most
	}{
		{"cut in the middle", bytes.NewReader(packed[:len(packed)/2]), "tệp nén bị cắt cụt ở đây", 1999},
		{"cut at the end", bytes.NewReader(packed[:len(packed)-3]), "tệp nén bị cắt cụt ở đây", 2000},
		{"damaged", bytes.NewReader(damaged), "tệp nén bị hỏng ở đây", 2000},
		{"disk fault", failingReader{strings.NewReader(text.String()[:1000]), errors.New("input/output error")}, "không đọc tiếp được (input/output error)", 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src, err := Open(t.Context(), "-", tt.in)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			var broken error
			for rec, err := range Records(t.Context(), src, Options{}) {
				if broken = err; err != nil {
					break
				}
				if rec.Article == nil || rec.Article.SourceID != fmt.Sprint(n) {
					t.Fatalf("record %d is %+v", n, rec)
				}
				n++
			}
			var se *SourceError
			if !errors.As(broken, &se) || se.Line != n+1 || !strings.Contains(broken.Error(), fmt.Sprintf("-, dòng %d: %s", n+1, tt.want)) {
				t.Errorf("after %d records: %v", n, broken)
			}
			if n < 10 || n > tt.most {
				t.Errorf("%d records before the break", n)
			}
		})
	}
}

func TestLongLineIsSkippedWithoutHoldingIt(t *testing.T) {
	long := `{"id":"x","title":"` + strings.Repeat("dài ", maxLine/4) + `"}`
	got := read(t, write(t, "dai.jsonl", []byte(articleLine("1")+"\n"+long+"\n\n"+articleLine("2")+"\n"+long)), Options{})
	want := []string{
		"1",
		"dòng 2: dòng dài hơn 8 MiB: hãy kiểm tra xem mỗi bản ghi có nằm trên một dòng riêng không",
		"2",
		"dòng 5: dòng dài hơn 8 MiB: hãy kiểm tra xem mỗi bản ghi có nằm trên một dòng riêng không",
	}
	if diff := cmp.Diff(want, ids(got)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}

	endless := io.LimitReader(zeroes{}, 1<<30)
	src, err := Open(t.Context(), "-", endless)
	if err != nil {
		t.Fatal(err)
	}
	lines := lineReader{r: src.r}
	if _, tooLong, err := lines.next(); !tooLong || err != nil {
		t.Errorf("a gigabyte in one line: too long %v, %v", tooLong, err)
	}
	if c := cap(lines.buf); c > 2*maxLine {
		t.Errorf("%d bytes held for it", c)
	}
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func TestInterruptedWaitForStandardInput(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, _ = io.WriteString(w, articleLine("1")+"\n")
		time.Sleep(10 * time.Millisecond)
		cancel()
	}()
	src, err := Open(ctx, "-", r)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	var last error
	for rec, err := range Records(ctx, src, Options{}) {
		if last = err; rec.Article != nil {
			n++
		}
	}
	if n != 1 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d records, then %v; want 1, then %v", n, last, context.Canceled)
	}
}
