package admin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"tracuu/data"
)

// Importer takes files of records into the store, as the command does.
type Importer interface {
	// Import reads a file to its end. The report always tells what has become of
	// the records so far, also beside an error: ctx's own, the store's, or a
	// *FileError.
	Import(ctx context.Context, f ImportFile) (data.ImportReport, error)
}

// ImportFile is a file to be imported.
type ImportFile struct {
	io.Reader
	Name     string
	Size     int64
	Kind     string // "auto", "procedure", "article", "units" or "placements"
	DryRun   bool   // write nothing
	By       data.Edit
	Progress func(bytes int64, records int)
}

// FileError is a file that cannot be read, or not to its end.
type FileError struct{ Reason string } // in Vietnamese, with what to do

func (e *FileError) Error() string { return e.Reason }

// What is kept of files that were sent in.
const (
	sentTime = time.Hour // since something was last done with it
	maxSent  = 12        // together
)

// sentState is how far a file has come.
type sentState string

const (
	sentChecking  sentState = "checking"  // or waiting for its turn to be
	sentChecked   sentState = "checked"   // somebody decides
	sentImporting sentState = "importing" // or waiting for its turn
	sentDone      sentState = "done"
)

// sentFile is a file that was sent in: it is tried first and then, the very same
// file, imported.
type sentFile struct {
	ID, Name, Kind, Hash, Who string
	Size                      int64
	State                     sentState
	Touched                   time.Time
	Bytes                     int64 // read so far
	Records                   int
	Report                    data.ImportReport
	Problem                   string // why it was not read to its end; empty: it was

	path string // where the file is kept
}

// Busy reports whether something is being done with the file.
func (t sentFile) Busy() bool { return t.State == sentChecking || t.State == sentImporting }

// Percent is how much of the file has been read.
func (t sentFile) Percent() int64 { return 100 * t.Bytes / max(t.Size, 1) }

// sentFiles keeps the files and works on one after the other.
type sentFiles struct {
	dir      string
	importer Importer
	audit    func(ctx context.Context, object, action, before, after string, by data.Edit) error
	now      func() time.Time
	log      *slog.Logger

	mu   sync.Mutex
	all  map[string]*sentFile
	turn chan struct{} // holds the one whose turn it is
	jobs sync.WaitGroup
	ctx  context.Context // of the work
	stop context.CancelFunc
}

// newSentFiles keeps files in dir, which holds nothing else; what an earlier
// process left there is gone.
func newSentFiles(c Config) (*sentFiles, error) {
	t := &sentFiles{
		dir: c.Uploads, importer: c.Importer, audit: c.Store.AddAudit, now: c.Now, log: c.Log,
		all: map[string]*sentFile{}, turn: make(chan struct{}, 1),
	}
	t.ctx, t.stop = context.WithCancel(context.Background())
	if t.dir == "" {
		return t, nil
	}
	if err := os.RemoveAll(t.dir); err != nil {
		return nil, fmt.Errorf("clear %s: %w", t.dir, err)
	}
	return t, os.MkdirAll(t.dir, 0o700)
}

// close stops the work; what was imported so far stays, and the audit tells.
func (t *sentFiles) close() {
	t.stop()
	t.jobs.Wait()
}

// heldFile is a file that is being received.
type heldFile struct {
	file *os.File
	sum  hash.Hash
}

// create makes the place for a file to be received.
func (t *sentFiles) create() (*heldFile, error) {
	f, err := os.CreateTemp(t.dir, "*")
	return &heldFile{f, sha256.New()}, full(err)
}

func (f *heldFile) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	_, _ = f.sum.Write(p[:n]) // it never fails
	return n, full(err)
}

// full gives a full disk its meaning.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", data.ErrStorageFull, err)
	}
	return err
}

// drop forgets a file that did not come to its end.
func (f *heldFile) drop() error { return errors.Join(f.file.Close(), os.Remove(f.file.Name())) }

// add keeps a file that has come in and begins to try it.
func (t *sentFiles) add(f *heldFile, one sentFile) (id string, err error) {
	one.ID, one.Hash = strings.ToLower(rand.Text()[:16]), hex.EncodeToString(f.sum.Sum(nil))
	one.path = filepath.Join(t.dir, one.Hash+"."+one.ID)
	if err := errors.Join(full(f.file.Close()), os.Rename(f.file.Name(), one.path)); err != nil {
		return "", fmt.Errorf("keep the file: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sweep()
	one.State = sentChecking
	t.all[one.ID] = &one
	t.begin(&one, data.Edit{Who: one.Who})
	return one.ID, nil
}

// find answers a file that is still kept.
func (t *sentFiles) find(id string) (sentFile, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sweep()
	if one, ok := t.all[id]; ok {
		return *one, nil
	}
	return sentFile{}, fmt.Errorf("file %q: %w", id, data.ErrNotFound)
}

// list answers every file, the last one touched first.
func (t *sentFiles) list() (out []sentFile) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sweep()
	for _, one := range t.all {
		out = append(out, *one)
	}
	slices.SortFunc(out, func(a, b sentFile) int { return b.Touched.Compare(a.Touched) })
	return out
}

// sweep forgets what has lain too long, or is too many. The caller holds the
// lock.
func (t *sentFiles) sweep() {
	var idle []*sentFile
	for _, one := range t.all {
		if !one.Busy() {
			idle = append(idle, one)
		}
	}
	slices.SortFunc(idle, func(a, b *sentFile) int { return b.Touched.Compare(a.Touched) })
	for i, one := range idle {
		if i >= maxSent || t.now().Sub(one.Touched) > sentTime {
			t.forget(one)
			delete(t.all, one.ID)
		}
	}
}

// forget removes a file; what is known of it may stay.
func (t *sentFiles) forget(one *sentFile) {
	if err := os.Remove(one.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.log.Error("remove a file that was sent in", "error", err)
	}
}

// run imports a file that was tried. It is begun once however often it is asked
// for.
func (t *sentFiles) run(id string, by data.Edit) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	one, ok := t.all[id]
	if !ok {
		return fmt.Errorf("file %q: %w", id, data.ErrNotFound)
	}
	if one.State == sentChecked {
		one.State, one.Bytes, one.Records = sentImporting, 0, 0
		t.begin(one, by)
	}
	return nil
}

// begin works on a file in the background, when its turn comes. The caller
// holds the lock.
func (t *sentFiles) begin(one *sentFile, by data.Edit) {
	one.Touched = t.now()
	what := *one
	t.jobs.Go(func() {
		report, problem := t.work(what, by)
		t.mu.Lock()
		defer t.mu.Unlock()
		one.Report, one.Problem, one.Touched = report, problem, t.now()
		one.State = sentChecked
		if what.State == sentImporting {
			one.State = sentDone
			t.forget(one)
		}
		time.AfterFunc(sentTime+time.Second, func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.sweep()
		})
	})
}

// work tries or imports a file and says what went wrong.
func (t *sentFiles) work(one sentFile, by data.Edit) (report data.ImportReport, problem string) {
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-t.ctx.Done():
		return report, stoppedText
	}
	report.Rejects = []data.Reject{}
	real := one.State == sentImporting
	if real {
		if err := t.tell(one, "started", "", by); err != nil {
			return report, "Chưa nạp gì vì không ghi được nhật ký. Hãy thử lại."
		}
	}
	report, err := t.carry(one, !real, by)
	var unreadable *FileError
	switch {
	case err == nil:
	case errors.As(err, &unreadable):
		problem = unreadable.Reason
	case t.ctx.Err() != nil:
		problem = stoppedText
	case errors.Is(err, data.ErrStorageFull):
		problem = "Ổ đĩa của máy chủ đã đầy. Những lô đã báo ở trên đã được lưu; hãy báo người trông máy chủ dọn ổ đĩa rồi gửi lại tệp."
	default:
		t.log.Error("import a file that was sent in", "file", one.Name, "error", err)
		problem = "Có lỗi ở phía máy chủ; lỗi đã được ghi lại. Những lô đã báo ở trên đã được lưu; hãy gửi lại tệp sau ít phút."
	}
	if real {
		if err := t.tell(one, "imported", reportText(one, report, problem), by); err != nil {
			t.log.Error("audit of an import", "file", one.Name, "error", err)
		}
	}
	return report, problem
}

const stoppedText = "Máy chủ dừng giữa chừng. Những lô đã báo ở trên đã được lưu; hãy gửi lại tệp để nạp tiếp."

// carry hands a file to the importer, if it still is the one that came in.
func (t *sentFiles) carry(one sentFile, dryRun bool, by data.Edit) (report data.ImportReport, err error) {
	defer func() { // a file that breaks a reader must not end the server
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	f, err := os.Open(one.path)
	if err != nil {
		return report, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return report, err
	}
	if hex.EncodeToString(sum.Sum(nil)) != one.Hash {
		return report, &FileError{"Tệp giữ trên máy chủ đã bị thay đổi. Hãy gửi lại tệp."}
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return report, err
	}
	return t.importer.Import(t.ctx, ImportFile{
		Reader: f, Name: one.Name, Size: one.Size, Kind: one.Kind, DryRun: dryRun, By: by,
		Progress: func(bytes int64, records int) {
			t.mu.Lock()
			defer t.mu.Unlock()
			if kept, ok := t.all[one.ID]; ok {
				kept.Bytes, kept.Records = bytes, records
			}
		},
	})
}

// tell keeps in the audit what is done with a file, also when the work has been
// stopped.
func (t *sentFiles) tell(one sentFile, action, after string, by data.Edit) error {
	return t.audit(context.WithoutCancel(t.ctx), "import "+one.Hash[:12], action, one.Name, after, by)
}

// reportText is what the audit tells of an import.
func reportText(one sentFile, r data.ImportReport, problem string) string {
	b, _ := json.Marshal(struct { // strings and numbers alone
		File      string `json:"file"`
		SHA256    string `json:"sha256"`
		Kind      string `json:"kind"`
		Read      int    `json:"read"`
		New       int    `json:"new"`
		Changed   int    `json:"changed"`
		Unchanged int    `json:"unchanged"`
		Rejected  int    `json:"rejected"`
		Problem   string `json:"problem,omitempty"`
	}{one.Name, one.Hash, one.Kind, r.Read, r.New, r.Changed, r.Unchanged, r.Rejected, problem})
	return string(b)
}
