package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"tracuu/data"
	"tracuu/qr"
	"tracuu/qr/poster"
	"tracuu/web/printing"
)

// output is a file that comes to its name only when it is whole.
type output struct {
	name string
	file *os.File
}

// createOutput opens a file beside name, so that a name which cannot be written
// is known before anything is made.
func createOutput(name string) (*output, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("không ghi được %s: đó không phải một tệp thường; hãy chọn tên khác", name)
	}
	dir, prefix := filepath.Dir(name), "."+filepath.Base(name)+"."
	removeStale(dir, prefix)
	beside := filepath.Join(dir, fmt.Sprint(prefix, os.Getpid(), unfinished))
	file, err := os.OpenFile(beside, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("không ghi được %s: không có thư mục %s", name, dir)
	case err != nil:
		return nil, fmt.Errorf("không ghi được %s: hãy kiểm tra quyền ghi thư mục. [%w]", name, storageError(err))
	}
	return &output{name, file}, nil
}

// unfinished ends the name of a file that is being written; before it stands
// the number of the process.
const unfinished = ".tmp"

// removeStale removes what processes that were killed have left of a file. What
// cannot be removed is in nobody's way.
func removeStale(dir, prefix string) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return // it will be told when the file is made
	}
	for _, file := range files {
		rest, ours := strings.CutPrefix(file.Name(), prefix)
		number, tmp := strings.CutSuffix(rest, unfinished)
		pid, err := strconv.Atoi(number)
		if !ours || !tmp || err != nil || pid <= 0 {
			continue
		}
		process, err := os.FindProcess(pid)
		if err == nil && errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone) {
			_ = os.Remove(filepath.Join(dir, file.Name()))
		}
	}
}

// finish makes sure that what was written is on the disk.
func (o *output) finish() error {
	err := errors.Join(o.file.Sync(), o.file.Close())
	if err != nil {
		err = fmt.Errorf("không ghi trọn được %s: %w", o.name, storageError(err))
	}
	return err
}

// storageError puts what the system says of a full disk into the words of the
// house.
func storageError(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", data.ErrStorageFull, err)
	}
	return err
}

// keep gives the finished file its name.
func (o *output) keep() error {
	if err := os.Rename(o.file.Name(), o.name); err != nil {
		return fmt.Errorf("không đặt được tên %s cho tệp đã ghi: %w", o.name, err)
	}
	return nil
}

// discard removes what has not been kept.
func (o *output) discard() {
	_ = o.file.Close()           // may be closed already
	_ = os.Remove(o.file.Name()) // is gone if it was kept
}

// draw writes a document to the file and finishes it.
func (c *posterCmd) draw(ctx context.Context, e *env, out *output, doc poster.Document) error {
	write := poster.Write
	if strings.EqualFold(filepath.Ext(c.Out), ".zip") {
		write = poster.WriteZIP
	}
	bar := newBar(e, "in", int64(len(doc.Sheets)))
	defer bar.finish()
	if err := write(ctx, out.file, doc, bar.step); err != nil {
		return storageError(err)
	}
	return out.finish()
}

// print draws what a draft has made, keeps its record and answers its number.
//
// The record is kept when the file is whole on the disk and before it has its
// name. So whatever fails, nobody ever holds a file that is not on record; a
// record whose file did not get its name is complete, and --reprint makes the
// file of it.
func (c *posterCmd) print(ctx context.Context, e *env, out *output, d *printing.Draft) (int64, error) {
	record, drawn, err := d.Kept()
	if err != nil {
		return 0, err
	}
	if err := c.draw(ctx, e, out, drawn); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	id, err := d.Keep(ctx, record)
	if err != nil {
		return 0, err
	}
	if err := out.keep(); err != nil {
		return 0, fmt.Errorf("%w. Bản in đã ghi sổ với số %d; lấy tệp bằng: tracuu poster --reprint %d -o TỆP%s", err, id, id, filepath.Ext(c.Out))
	}
	return id, nil
}

// printedCodes lists what was printed as --json shows it.
func printedCodes(publicURL string, posters []data.Printed) ([]printedCode, error) {
	out := []printedCode{}
	for _, p := range posters {
		payload, err := qr.Payload(publicURL, qr.Code(p.Code))
		if err != nil {
			return nil, err
		}
		out = append(out, printedCode{Code: qr.Code(p.Code).Print(), Address: payload, Title: p.Title, Placement: p.Placement})
	}
	return out, nil
}
