package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"tracuu/data"
	"tracuu/data/ingest"
	"tracuu/web/target"
)

type importCmd struct {
	Files         []string `arg:"" name:"tệp" help:"Tệp .jsonl, .json, trang web .html, .csv cho nơi đặt, thường hay .gz; thư mục hay .zip của chúng; - là đầu vào chuẩn."`
	Kind          string   `env:"TRACUU_IMPORT_KIND" enum:"auto,procedure,article,units,placements" default:"auto" placeholder:"LOẠI" help:"Bản ghi là gì: auto (tự nhận), procedure, article, units (xã, phường), hoặc placements (nơi đặt, CSV)."`
	Source        string   `env:"TRACUU_IMPORT_SOURCE" placeholder:"TÊN" help:"Tên nguồn cho những bài viết không ghi nguồn."`
	ReplaceSample bool     `env:"TRACUU_IMPORT_REPLACE_SAMPLE" help:"Gỡ hẳn nội dung mẫu sau khi nạp dữ liệu thật."`
	DryRun        bool     `env:"TRACUU_IMPORT_DRY_RUN" help:"Chỉ xem thử kết quả, không ghi gì."`
	JSON          bool     `env:"TRACUU_IMPORT_JSON" name:"json" help:"In báo cáo dạng JSON."`
	By            string   `type:"line" env:"TRACUU_BY" placeholder:"TÊN" help:"Người làm, ghi vào lịch sử các mã lập theo nơi đặt (tên đăng nhập máy)."`
}

// Run imports every file in turn and, unless a server does it, indexes what
// came in before it returns.
func (c *importCmd) Run(ctx context.Context, e *env, sh *shared) error {
	f, err := intakeFolder(ctx, e, sh, c.DryRun)
	if err != nil {
		return err
	}
	defer f.Close()
	total, failed, err := c.importAll(ctx, e, sh, f)
	if total.Read > 0 || c.JSON || !failed && err == nil {
		printReport(e, total, c.JSON, c.DryRun)
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(e.stderr, "tracuu: đã dừng theo yêu cầu. Các lô đã báo ở trên đã được lưu; chạy lại lệnh để nạp tiếp.")
		return fmt.Errorf("%w: %w", errReported, err)
	case err != nil:
		return err // the store cannot go on; what was saved stays saved
	}
	if !c.DryRun {
		if err := indexAfter(ctx, e, f); err != nil {
			return err
		}
		if err := c.sampleAfter(ctx, e, f); err != nil {
			return err
		}
	}
	switch {
	case failed:
		return errReported
	case total.Rejected > 0:
		return errRejected
	}
	return nil
}

// intakeFolder opens the data folder; a dry run makes none and compares with an
// empty one that is thrown away.
func intakeFolder(ctx context.Context, e *env, sh *shared, dryRun bool) (*folder, error) {
	if _, err := os.Stat(sh.Dir); !dryRun || !errors.Is(err, os.ErrNotExist) {
		return openFolder(ctx, sh.Dir, e.now)
	}
	return temporaryFolder(ctx, e.now)
}

// importAll imports file after file. One that cannot be read, or not to its
// end, is told at once and does not stop the others.
func (c *importCmd) importAll(ctx context.Context, e *env, sh *shared, f *folder) (total data.ImportReport, failed bool, err error) {
	total.Rejects = []data.Reject{}
	for src, err := range c.sources(ctx, e) {
		var rep data.ImportReport
		if err == nil {
			rep, err = c.importSource(ctx, e, sh, f, src)
		}
		total = total.Plus(rep)
		var unreadable *ingest.SourceError
		if errors.As(err, &unreadable) && ctx.Err() == nil {
			failed = true
			fmt.Fprintln(e.stderr, "tracuu: "+explain(err))
			continue
		}
		if err != nil {
			return total, failed, err
		}
	}
	return total, failed, nil
}

// sources opens everything that is named.
func (c *importCmd) sources(ctx context.Context, e *env) iter.Seq2[*ingest.Source, error] {
	return func(yield func(*ingest.Source, error) bool) {
		for _, name := range c.Files {
			for src, err := range ingest.Sources(ctx, name, e.stdin) {
				if !yield(src, err) {
					return
				}
			}
		}
	}
}

func (c *importCmd) importSource(ctx context.Context, e *env, sh *shared, f *folder, src *ingest.Source) (data.ImportReport, error) {
	if c.Kind == "auto" && strings.HasSuffix(strings.TrimSuffix(strings.ToLower(src.Name), ".gz"), ".csv") {
		return data.ImportReport{}, &ingest.SourceError{Name: src.Name, Msg: "tệp CSV chỉ nạp được nơi đặt: hãy thêm --kind placements", Err: data.ErrInvalid}
	}
	bar := newBar(e, src.Name, src.Size)
	defer bar.finish()
	report, codes, err := f.importSource(ctx, src, intake{
		kind: c.Kind, sourceName: c.Source, dryRun: c.DryRun, publicURL: sh.PublicURL, by: edit(c.By, ""), day: today(e), reason: target.Reason.String,
		progress: func(p ingest.Progress) { bar.set(p.BytesRead, p.Records) },
	})
	if codes > 0 {
		fmt.Fprintf(e.stderr, "%s: %d dòng có đích, mỗi dòng có mã riêng tại nơi đặt của nó. In: tracuu poster --placements %s -o TỆP.pdf\n", src.Name, codes, src.Name)
	}
	return report, err
}

// intake says how a source is imported.
type intake struct {
	kind       string // as the flag has it
	sourceName string // of articles that name none
	dryRun     bool
	publicURL  string // for the codes of places; empty: as the settings have it
	by         data.Edit
	day        data.Date                  // today
	reason     func(target.Reason) string // puts why a code cannot lead somewhere into words
	progress   func(ingest.Progress)
}

// importSource carries a source into the store; codes is how many rows of a
// table of places have their code.
func (f *folder) importSource(ctx context.Context, src *ingest.Source, in intake) (report data.ImportReport, codes int, err error) {
	if in.kind == "placements" {
		return f.importPlacements(ctx, src, in)
	}
	kind := data.Kind(in.kind)
	switch in.kind {
	case "units":
		kind = data.KindUnit
	case "auto":
		kind = ""
	}
	im := ingest.Importer{Store: f.store, DryRun: in.dryRun, Options: ingest.Options{Kind: kind, SourceName: in.sourceName}, Progress: in.progress}
	report, err = im.Run(ctx, src)
	return report, 0, err
}

// sampleAfter deals with sample content that real content has hidden: it goes
// when the flag says so or the person at the terminal does.
func (c *importCmd) sampleAfter(ctx context.Context, e *env, f *folder) error {
	hidden, err := f.store.SampleCount(ctx, data.Hidden)
	if err != nil || hidden == 0 {
		return err
	}
	remove := c.ReplaceSample
	if !remove && e.terminal {
		fmt.Fprintf(e.stderr, "Còn %d mục nội dung mẫu, đang được ẩn. Gỡ hẳn? [c/K] ", hidden)
		answer, err := readLine(ctx, e.stdin)
		if err != nil {
			return err
		}
		remove = slices.Contains([]string{"c", "có", "co"}, strings.ToLower(strings.TrimSpace(answer)))
	}
	if !remove {
		fmt.Fprintf(e.stderr, "Còn %d mục nội dung mẫu đang được ẩn khỏi trang; thêm --replace-sample để gỡ hẳn. Mã đã in vẫn mở được.\n", hidden)
		return nil
	}
	n, err := f.store.RemoveSample(ctx)
	if err == nil {
		fmt.Fprintf(e.stderr, "Đã gỡ %d mục nội dung mẫu. Mã đã in vẫn mở được.\n", n)
	}
	return err
}

// readLine reads what a person types, until ctx ends.
func readLine(ctx context.Context, r io.Reader) (string, error) {
	typed := make(chan string, 1)
	go func() {
		s, _ := bufio.NewReader(r).ReadString('\n') // nothing typed is an answer too
		typed <- s
	}()
	select {
	case s := <-typed:
		return s, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// indexAfter brings the index up to date, unless a running server does so.
func indexAfter(ctx context.Context, e *env, f *folder) error {
	lock, err := f.waitLock(ctx, "tracuu import", 10*time.Minute)
	var held *errHeld
	if errors.As(err, &held) && held.isServe() {
		fmt.Fprintf(e.stderr, "Máy chủ đang chạy (%s) sẽ tự đưa nội dung mới vào tìm kiếm: vài trăm mục trong hai giây, nhiều hơn thì lâu hơn.\n", held.holder)
		return nil
	}
	if err != nil {
		return err
	}
	defer lock.Close()
	ix, err := f.openIndex(ctx)
	if err != nil {
		return err
	}
	start := e.now()
	bar := newBar(e, "chỉ mục", 0)
	n, err := ix.CatchUp(ctx, f.store, func(done int) { bar.set(0, done) })
	bar.finish()
	if err == nil && n > 0 {
		fmt.Fprintf(e.stderr, "Đã đưa %d mục vào chỉ mục (%.1f giây).\n", n, e.now().Sub(start).Seconds())
	}
	return errors.Join(err, ix.Close())
}

// maxShown is how many rejects the summary lists for a person; --json lists up
// to ingest.MaxRejects of each file.
const maxShown = 20

func printReport(e *env, r data.ImportReport, asJSON, dryRun bool) {
	if asJSON {
		if err := printJSON(e.stdout, r); err != nil {
			fmt.Fprintln(e.stderr, "tracuu: không in được báo cáo:", err)
		}
		return
	}
	head := "Đã nạp"
	if dryRun {
		head = "Xem thử (không ghi gì)"
	}
	fmt.Fprintf(e.stdout, "%s: đọc %d, mới %d, thay đổi %d, không đổi %d, từ chối %d.\n",
		head, r.Read, r.New, r.Changed, r.Unchanged, r.Rejected)
	for i, j := range r.Rejects {
		if i == maxShown {
			fmt.Fprintf(e.stdout, "  … và %d bản ghi khác; thêm --json để xem danh sách.\n", r.Rejected-maxShown)
			break
		}
		code := ""
		if j.Code != "" {
			code = " (" + j.Code + ")"
		}
		fmt.Fprintf(e.stdout, "  %s, dòng %d%s: %s\n", j.Source, j.Line, code, j.Reason)
	}
}

// bar shows progress on a terminal and nothing elsewhere.
type bar struct {
	b     *progressbar.ProgressBar
	label string
}

func newBar(e *env, label string, size int64) *bar {
	if !e.terminal {
		return &bar{}
	}
	if size == 0 {
		size = -1
	}
	return &bar{progressbar.NewOptions64(size,
		progressbar.OptionSetWriter(e.stderr), progressbar.OptionSetDescription(label),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetPredictTime(true),
	), label}
}

func (b *bar) set(bytes int64, records int) {
	if b.b == nil {
		return
	}
	b.b.Describe(fmt.Sprintf("%s: %d bản ghi", b.label, records))
	_ = b.b.Set64(bytes) // a bar that cannot be drawn is no reason to stop
}

// told tells how many records of something are done, where nobody knows how
// many there are.
func (b *bar) told(what string, records int) {
	if b.b == nil {
		return
	}
	b.b.Describe(fmt.Sprintf("%s %s: %d bản ghi", b.label, what, records))
	_ = b.b.Add(1) // as in set
}

// step tells that so many of all are done.
func (b *bar) step(done, total int) {
	if b.b == nil {
		return
	}
	b.b.Describe(fmt.Sprintf("%s: %d/%d", b.label, done, total))
	_ = b.b.Set64(int64(done)) // as in set
}

func (b *bar) finish() {
	if b.b != nil {
		_ = b.b.Finish()
	}
}
