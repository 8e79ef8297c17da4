package admin_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/data/sqlite"
	"tracuu/web/admin"
)

// records imports files of records as the program does.
type records struct{ db *sqlite.DB }

func (i records) Import(ctx context.Context, f admin.ImportFile) (data.ImportReport, error) {
	if f.Name == "hong.jsonl" {
		panic("a reader is broken")
	}
	src, err := ingest.NewSource(f.Name, f.Size, f, 64<<20)
	if err == nil {
		im := ingest.Importer{Store: i.db, DryRun: f.DryRun, Progress: func(p ingest.Progress) { f.Progress(p.BytesRead, p.Records) }}
		var report data.ImportReport
		if report, err = im.Run(ctx, src); err == nil {
			return report, nil
		}
	}
	var unreadable *ingest.SourceError
	if errors.As(err, &unreadable) {
		return data.ImportReport{}, &admin.FileError{Reason: unreadable.Error()}
	}
	return data.ImportReport{}, err
}

// send posts a form with a file and answers the response; the caller closes its
// body.
func (p *person) send(path, field, name string, file []byte, values ...string) *http.Response {
	p.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(values); i += 2 {
		must(p.t, w.WriteField(values[i], values[i+1]))
	}
	part, err := w.CreateFormFile(field, name)
	must(p.t, err)
	_, err = part.Write(file)
	must(p.t, err)
	must(p.t, w.Close())
	res, err := p.Post(p.site.URL+path, w.FormDataContentType(), &b)
	must(p.t, err)
	return res
}

// sendImport sends a file of records and answers where it is tried, once that
// is done.
func (p *person) sendImport(name string, file []byte) (path, page string) {
	p.t.Helper()
	res := p.send(admin.Root+"/nhap", "tep", name, file, "loai", "auto")
	_, body := read(p.t, res)
	if res.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("%s is answered %d: %s", name, res.StatusCode, body)
	}
	path = res.Header.Get("Location")
	return path, p.await(path)
}

// await asks for a page until nothing goes on any more.
func (p *person) await(path string) string {
	p.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if status, page := p.get(path); status != http.StatusOK || !strings.Contains(page, "<progress") {
			return page
		}
	}
	p.t.Fatalf("%s is still busy", path)
	return ""
}

func packed(t *testing.T, text io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.Copy(w, text)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

const newProcedure = `{"code":"1.999777","name":"Thủ tục để thử việc nạp tệp"}` + "\n"

// TestImport: what was tried is imported, by the one who has sent it, and told
// in the audit; nothing is written before.
func TestImport(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	path, page := p.sendImport("=thu.jsonl", []byte(newProcedure+`{"name":"=cong(1)"}`+"\n"))
	for _, want := range []string{"Kết quả xem thử", "chưa ghi gì", "<dt>Mới</dt><dd>1</dd>", "<dt>Từ chối</dt><dd>1</dd>", "Nạp thật"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the trial lacks %q:\n%s", want, page)
		}
	}
	if _, err := s.db.Procedure(t.Context(), "1.999777"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("after the trial: %v, want not found", err)
	}
	if _, table := p.get(path + "/tu-choi.csv"); !strings.Contains(table, "'=thu.jsonl,2,") {
		t.Errorf("the table of rejects: %s", table)
	}

	other := s.signedIn(t, data.RoleAdmin, "")
	if status, _ := other.post(path, nil); status != http.StatusForbidden {
		t.Errorf("somebody else imports the file: status %d", status)
	}
	if status, _ := s.signedIn(t, data.RoleEditor, s.agency(t)).get(admin.Root + "/nhap"); status != http.StatusForbidden {
		t.Errorf("an editor opens the page: status %d", status)
	}
	for range 2 { // a double click
		if status, _ := p.post(path, nil); status != http.StatusSeeOther {
			t.Errorf("import: status %d", status)
		}
	}
	if page := p.await(path); !strings.Contains(page, "Đã nạp:") || !strings.Contains(page, "<dt>Mới</dt><dd>1</dd>") {
		t.Errorf("after the import:\n%s", page)
	}
	if _, err := s.db.Procedure(t.Context(), "1.999777"); err != nil {
		t.Errorf("after the import: %v", err)
	}
	told := s.audit(t, "import ")
	if len(told) != 2 || told[1].action != "imported" || !strings.Contains(told[1].after, `"new":1`) || !strings.Contains(told[1].after, `"sha256":"`) {
		t.Errorf("the audit tells %+v", told)
	}

	s.time = s.time.Add(61 * time.Minute)
	if status, page := p.get(path); status != http.StatusNotFound || !strings.Contains(page, "một giờ") {
		t.Errorf("an hour later: status %d", status)
	}
}

// TestUnreadableFiles: what cannot be read says so in plain words.
func TestUnreadableFiles(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	good := packed(t, strings.NewReader(strings.Repeat(newProcedure, 100)))
	bomb := packed(t, io.MultiReader(strings.NewReader(newProcedure), io.LimitReader(endless(strings.Repeat(" ", 1<<10)), 65<<20)))
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"bom.jsonl.gz", bomb, "bung ra quá lớn"},
		{"cut.jsonl.gz", good[:len(good)/2], "cắt cụt"},
		{"bang.xlsx", []byte("PK\x03\x04 a workbook"), "bảng tính"},
		{"anh.jsonl", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "không phải tệp văn bản"},
	} {
		if _, page := p.sendImport(c.name, c.file); !strings.Contains(page, c.want) {
			t.Errorf("%s: the page lacks %q:\n%s", c.name, c.want, page)
		}
	}
	if status, page := read(t, p.send(admin.Root+"/nhap", "tep", "", nil, "loai", "auto")); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Chưa chọn tệp") {
		t.Errorf("no file: status %d", status)
	}
}

// endless says the same again and again.
type endless string

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n+len(e) <= len(p) {
		n += copy(p[n:], e)
	}
	return max(n, copy(p, e)), nil
}

// TestBrokenReader: a file that a reader breaks on ends nothing else.
func TestBrokenReader(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	_, page := p.sendImport("hong.jsonl", []byte("{}"))
	says(t, page, "Có lỗi ở phía máy chủ")
	if !strings.Contains(s.log.String(), "a reader is broken") {
		t.Error("the log does not tell")
	}
}

// TestHugeUpload: a file that is too large is refused at once, in words that
// arrive, and is not held in memory.
func TestHugeUpload(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	const size = 100 << 20
	for _, told := range []bool{true, false} { // how much there will be
		head := "--x\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"lon.jsonl\"\r\n\r\n"
		body := io.MultiReader(strings.NewReader(head), io.LimitReader(endless(newProcedure), size), strings.NewReader("\r\n--x--\r\n"))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+admin.Root+"/nhap", body)
		must(t, err)
		req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		if told {
			req.ContentLength = int64(len(head)) + size + int64(len("\r\n--x--\r\n"))
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		res, err := p.Do(req)
		if err != nil {
			t.Fatalf("no answer: %v", err)
		}
		status, page := read(t, res)
		runtime.ReadMemStats(&after)
		if status != http.StatusRequestEntityTooLarge || !strings.Contains(page, "64 MB") {
			t.Errorf("status %d:\n%s", status, page)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 32<<20 {
			t.Errorf("%d MB were allocated for it", grown>>20)
		}
		if took := time.Since(start); told && took > 2*time.Second {
			t.Errorf("refused after %v", took)
		}
	}
}

// TestSlowBrowser: a browser that reads no answer before it has sent everything
// reads the refusal, too.
func TestSlowBrowser(t *testing.T) {
	s := newSite(t)
	p := s.signedIn(t, data.RolePublisher, "")
	home, err := url.Parse(s.URL)
	must(t, err)
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", home.Host)
	must(t, err)
	defer conn.Close()
	const size = 70 << 20
	fmt.Fprintf(conn, "POST %s/nhap HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n",
		admin.Root, home.Host, p.Jar.Cookies(home)[0], size)
	if n, err := io.Copy(conn, io.LimitReader(endless("0123456789"), size)); err != nil {
		t.Fatalf("cut off after %d bytes: %v", n, err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 413 ") || !strings.Contains(string(answer), "Tệp quá lớn") {
		t.Errorf("answered %v: %.200s", err, answer)
	}
}
