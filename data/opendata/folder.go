package opendata

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// ForeignError is the answer for a folder that holds something else.
type ForeignError struct {
	Dir  string
	Name string // of what is in it; empty: Dir is no folder
}

func (e *ForeignError) Error() string {
	if e.Name == "" {
		return fmt.Sprintf("%s is no folder", e.Dir)
	}
	return fmt.Sprintf("%s holds %s, which is no open data", e.Dir, e.Name)
}

// ErrBusy means that another export writes the same folder.
var ErrBusy = errors.New("another export is writing this folder")

// folder is a folder in the making, beside the place where it will stand.
type folder struct {
	dir  string // where it will stand
	part string // where it is made
	lock *os.File
}

// openFolder begins a folder. What an export that was broken off has left is
// cleared away.
func openFolder(dir string) (*folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", dir, err)
	}
	if err := checkFolder(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of %s: %w", dir, err)
	}
	d := &folder{dir: dir, part: filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".part")}
	if err := os.Mkdir(d.part, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make %s: %w", d.part, err)
	}
	if d.lock, err = os.Open(d.part); err != nil {
		return nil, fmt.Errorf("lock %s: %w", d.part, err)
	}
	if err := syscall.Flock(int(d.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", dir, ErrBusy), d.lock.Close())
	}
	left, err := d.lock.Readdirnames(-1)
	for _, name := range left {
		err = errors.Join(err, os.RemoveAll(filepath.Join(d.part, name)))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("clear %s: %w", d.part, err), d.lock.Close())
	}
	return d, nil
}

// checkFolder refuses a folder that holds anything but open data.
func checkFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0:
		return nil
	case errors.Is(err, syscall.ENOTDIR):
		return &ForeignError{Dir: dir}
	case err != nil:
		return fmt.Errorf("look into %s: %w", dir, err)
	}
	known := fileNames()
	for _, e := range entries {
		if !e.Type().IsRegular() || !slices.Contains(known, e.Name()) {
			return &ForeignError{dir, e.Name()}
		}
	}
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == catalogName }) {
		return &ForeignError{dir, entries[0].Name()}
	}
	return nil
}

// publish puts the folder in its place; what stood there goes.
func (d *folder) publish() error {
	if err := d.lock.Sync(); err != nil {
		return fmt.Errorf("write %s to the disk: %w", d.part, err)
	}
	err := os.Rename(d.part, d.dir) // which takes the place of nothing, or of an empty folder
	if errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTEMPTY) {
		if err = unix.Renameat2(unix.AT_FDCWD, d.part, unix.AT_FDCWD, d.dir, unix.RENAME_EXCHANGE); err == nil {
			err = os.RemoveAll(d.part)
		}
	}
	if err != nil {
		return fmt.Errorf("put the new files in %s: %w", d.dir, err)
	}
	return nil
}

// Close clears away what was not published.
func (d *folder) Close() error {
	made, err := d.lock.Stat()
	if err == nil {
		if left, statErr := os.Stat(d.part); statErr == nil && os.SameFile(made, left) {
			err = os.RemoveAll(d.part)
		}
	}
	return errors.Join(err, d.lock.Close())
}
