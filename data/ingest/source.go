package ingest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"sync/atomic"
	"unicode"
)

// SourceError is a file that cannot be read, or not to its end, told in
// Vietnamese with a hint.
type SourceError struct {
	Name string // as reports name the file
	Line int    // where reading broke off, counted from 1; 0 before the first
	Msg  string
	Err  error // the cause
}

func (e *SourceError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s, dòng %d: %s", e.Name, e.Line, e.Msg)
	}
	return e.Name + ": " + e.Msg
}

func (e *SourceError) Unwrap() error { return e.Err }

// errEmpty is the cause of a SourceError for a source without any record.
var errEmpty = errors.New("empty source")

// Source is a file of records that has been opened, or standard input. It is
// read once, by [Records] or [Importer.Run].
type Source struct {
	Name string // base name of the file, "-" for standard input
	Size int64  // bytes of the file as stored; 0 when unknown

	r      *bufio.Reader // the text, unpacked
	read   atomic.Int64  // bytes of the file consumed
	text   *boundedReader
	closer io.Closer
}

// Open opens the file at path, or stdin when path is "-". Gzip is recognised
// by its first bytes. ctx ends a read that waits for a pipe. Every error is a
// *SourceError. The caller closes the source.
func Open(ctx context.Context, path string, stdin io.Reader) (*Source, error) {
	if path == "-" {
		s := &Source{Name: path, closer: io.NopCloser(nil)}
		if err := s.start(&pipeReader{ctx: ctx, r: stdin}); err != nil {
			return nil, err
		}
		return s, nil
	}
	s := &Source{Name: filepath.Base(path)}
	f, err := os.Open(path)
	if err != nil {
		return nil, s.cannotOpen(err)
	}
	s.closer = f
	info, err := f.Stat()
	var r io.Reader = f
	switch {
	case err != nil:
		err = s.cannotOpen(err)
	case info.IsDir():
		err = s.fail("đây là thư mục, không phải tệp: hãy chỉ ra từng tệp trong đó", fs.ErrInvalid)
	case info.Mode().IsRegular():
		s.Size = info.Size()
	default:
		r = &pipeReader{ctx: ctx, r: f}
	}
	if err == nil {
		err = s.start(r)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return s, nil
}

// NewSource makes a source of a file that somebody has sent: name is what
// reports call it, size its bytes as stored, and no more than limit bytes of
// text come out of it. The caller closes file.
func NewSource(name string, size int64, file io.Reader, limit int64) (*Source, error) {
	s := &Source{Name: name, Size: size, closer: io.NopCloser(nil)}
	if err := s.start(file); err != nil {
		return nil, err
	}
	s.Bound(limit)
	return s, nil
}

// Bound ends reading with a *SourceError after so many bytes of text: a few
// bytes of a packed file can stand for gigabytes.
func (s *Source) Bound(limit int64) {
	s.text.left = limit
}

// IsTable reports whether the source looks like a table: text that
// begins neither as JSON nor as a page does. It reads nothing away.
func (s *Source) IsTable() bool {
	first := s.head()
	return len(first) > 0 && first[0] != '{' && first[0] != '[' && first[0] != '<'
}

// head is what the text begins with, without blanks before it. It reads nothing
// away and may be empty.
func (s *Source) head() []byte {
	b, _ := s.r.Peek(max(s.r.Buffered(), 1))
	return bytes.TrimLeftFunc(b, unicode.IsSpace)
}

// Close closes the file.
func (s *Source) Close() error { return s.closer.Close() }

// BytesRead is how much of the file, as stored, has been consumed. It may be
// called while the source is being read.
func (s *Source) BytesRead() int64 { return s.read.Load() }

// start looks at the first bytes of r and prepares the reader of the text.
func (s *Source) start(r io.Reader) error {
	const window = 256 << 10
	packed := bufio.NewReaderSize(&countingReader{r, &s.read}, window)
	head, err := packed.Peek(4)
	switch {
	case len(head) == 0 && err == io.EOF:
		return s.fail("tệp rỗng: hãy kiểm tra xem đã chọn đúng tệp chưa", errEmpty)
	case len(head) == 0:
		return s.broken(0, err)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return s.fail("đây là bảng tính, hoặc tệp zip nằm trong tệp khác: hãy giải nén, hoặc xuất ra dạng JSONL (nơi đặt thì CSV UTF-8), mỗi bản ghi một dòng", fs.ErrInvalid)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return s.fail("tệp dùng bảng mã UTF-16: hãy lưu lại bằng UTF-8", fs.ErrInvalid)
	}
	s.text = &boundedReader{r: packed, left: math.MaxInt64}
	if bytes.HasPrefix(head, []byte("\x1f\x8b")) {
		zr, err := gzip.NewReader(packed)
		if err != nil {
			return s.broken(0, err)
		}
		s.text.r = zr
	}
	s.r = bufio.NewReaderSize(s.text, window)
	if head, _ := s.r.Peek(3); bytes.Equal(head, []byte("\ufeff")) {
		_, _ = s.r.Discard(3)
	}
	if head, _ := s.r.Peek(min(s.r.Buffered(), 512)); s.IsTable() && bytes.IndexByte(head, 0) >= 0 {
		return s.fail("đây không phải tệp văn bản (có thể là ảnh, PDF hoặc tệp Word): chỉ nhận JSON, JSONL, trang web (.html) và CSV, để nguyên hoặc nén .gz, .zip", fs.ErrInvalid)
	}
	return nil
}

func (s *Source) fail(msg string, cause error) error {
	return &SourceError{Name: s.Name, Msg: msg, Err: cause}
}

func (s *Source) cannotOpen(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s.fail("không có tệp này: hãy kiểm tra lại đường dẫn", err)
	case errors.Is(err, fs.ErrPermission):
		return s.fail("không có quyền đọc tệp: hãy cấp quyền đọc rồi thử lại", err)
	}
	return s.fail("không mở được tệp ("+err.Error()+"): hãy kiểm tra lại đường dẫn", err)
}

// broken is the error for a read that failed in the given line.
func (s *Source) broken(line int, err error) error {
	e := &SourceError{Name: s.Name, Line: line, Err: err}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errTooMuch):
		e.Msg = "tệp bung ra quá lớn ở đây nên dừng đọc: các bản ghi phía trước đã được đọc; hãy chia nhỏ tệp rồi nạp từng phần"
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Msg = "tệp nén bị cắt cụt ở đây: các bản ghi phía trước đã được đọc; hãy tải hoặc chép lại tệp rồi nạp lại"
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), isCorrupt(err):
		e.Msg = "tệp nén bị hỏng ở đây: các bản ghi phía trước đã được đọc; hãy tải hoặc chép lại tệp rồi nạp lại"
	default:
		e.Msg = "không đọc tiếp được (" + err.Error() + "): các bản ghi phía trước đã được đọc; hãy kiểm tra ổ đĩa hoặc đường truyền rồi nạp lại"
	}
	return e
}

// errTooMuch is the cause of a SourceError for a source that holds more text
// than it may.
var errTooMuch = errors.New("more text than allowed")

// boundedReader fails once more than left bytes have been read.
type boundedReader struct {
	r    io.Reader
	left int64
}

func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooMuch
	}
	return n, err
}

// countingReader adds what it reads to n.
type countingReader struct {
	r io.Reader
	n *atomic.Int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// pipeReader lets ctx end a Read that waits for somebody to write. A read that
// has been given up stays behind in its goroutine, with its own buffer, until
// the pipe delivers or the process ends.
type pipeReader struct {
	ctx     context.Context
	r       io.Reader
	pending []byte // read, not yet taken
	err     error
}

func (p *pipeReader) Read(buf []byte) (int, error) {
	if len(p.pending) == 0 && p.err == nil {
		type result struct {
			b   []byte
			err error
		}
		done := make(chan result, 1)
		go func() {
			b := make([]byte, max(len(buf), 4096))
			n, err := p.r.Read(b)
			done <- result{b[:n], err}
		}()
		select {
		case <-p.ctx.Done():
			p.err = p.ctx.Err()
		case res := <-done:
			p.pending, p.err = res.b, res.err
		}
	}
	n := copy(buf, p.pending)
	p.pending = p.pending[n:]
	if n > 0 || len(buf) == 0 {
		return n, nil
	}
	return 0, p.err
}
