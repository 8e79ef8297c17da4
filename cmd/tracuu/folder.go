package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"tracuu/data"
	"tracuu/data/sqlite"
	"tracuu/search"
)

// folder is an open data folder: the store, which any process may use, and the
// way to the index, which one process owns at a time.
type folder struct {
	dir       string
	store     *sqlite.DB
	now       func() time.Time
	temporary bool // deleted when closed
}

func openFolder(ctx context.Context, dir string, now func() time.Time) (*folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("%w: %w", data.ErrStorageReadOnly, err)
	}
	store, err := sqlite.Open(ctx, filepath.Join(dir, "tracuu.db"), now)
	if err != nil {
		return nil, err
	}
	return &folder{dir: dir, store: store, now: now}, nil
}

// existingFolder opens a folder that must be there already: asking a question
// makes no folder.
func existingFolder(ctx context.Context, dir string, now func() time.Time) (*folder, error) {
	if _, err := os.Stat(filepath.Join(dir, "tracuu.db")); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("chưa có dữ liệu trong thư mục %s; hãy nạp bằng \"tracuu import\" hoặc chỉ đúng thư mục bằng --dir", dir)
	}
	return openFolder(ctx, dir, now)
}

// temporaryFolder is a folder that is gone when it is closed.
func temporaryFolder(ctx context.Context, now func() time.Time) (*folder, error) {
	dir, err := os.MkdirTemp("", "tracuu-*")
	if err != nil {
		return nil, err
	}
	f, err := openFolder(ctx, dir, now)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	f.temporary = true
	return f, nil
}

func (f *folder) Close() error {
	err := f.store.Close()
	if f.temporary {
		err = errors.Join(err, os.RemoveAll(f.dir))
	}
	return err
}

// indexLock is the right to use the index, held by one process. The system
// frees it when the process ends, however it ends.
type indexLock struct{ file *os.File }

// errHeld means that another process owns the index.
type errHeld struct {
	holder string // what the holder wrote of itself
}

func (e *errHeld) Error() string {
	return fmt.Sprintf("thư mục dữ liệu đang được %s sử dụng", e.holder)
}

// lock takes the index for a process that calls itself who, "tracuu serve
// (tiến trình 12)". If it is held by another the answer is *errHeld.
func (f *folder) lock(who string) (*indexLock, error) {
	file, err := os.OpenFile(filepath.Join(f.dir, "index.lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", data.ErrStorageReadOnly, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		holder, _ := os.ReadFile(file.Name())
		err = errors.Join(&errHeld{holderName(holder)}, file.Close())
		return nil, err
	}
	who = fmt.Sprintf("%s, tiến trình %d", who, os.Getpid())
	if err := file.Truncate(0); err == nil {
		_, err = file.WriteAt([]byte(who), 0)
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	return &indexLock{file}, nil
}

func holderName(b []byte) string {
	if s := strings.TrimSpace(string(b)); s != "" {
		return "“" + s + "”"
	}
	return "một tiến trình tracuu khác"
}

// isServe reports whether the holder is a running server, which follows the
// store by itself.
func (e *errHeld) isServe() bool { return strings.Contains(e.holder, "tracuu serve") }

func (l *indexLock) Close() error { return l.file.Close() }

// waitLock takes the index as soon as a passing holder lets it go. A server is
// not waited for, and nobody longer than patience.
func (f *folder) waitLock(ctx context.Context, who string, patience time.Duration) (*indexLock, error) {
	deadline := time.Now().Add(patience)
	for {
		l, err := f.lock(who)
		var held *errHeld
		if !errors.As(err, &held) || held.isServe() || time.Now().After(deadline) {
			return l, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// openIndex opens the index of the folder's store; the caller holds the lock.
func (f *folder) openIndex(ctx context.Context) (*search.Index, error) {
	id, _, err := f.store.Stamp(ctx)
	if err != nil {
		return nil, err
	}
	return search.Open(filepath.Join(f.dir, "index"), id)
}

// ownedIndex is an index with the lock it is used under.
type ownedIndex struct {
	*search.Index
	lock *indexLock
}

func (o *ownedIndex) Close() error { return errors.Join(o.Index.Close(), o.lock.Close()) }

// ownIndex takes the lock and opens an index that has caught up with the store
// and goes by what staff taught.
func (f *folder) ownIndex(ctx context.Context, who string) (*ownedIndex, int, error) {
	o, err := f.ownStaleIndex(ctx, who)
	if err != nil {
		return nil, 0, err
	}
	n, err := o.CatchUp(ctx, f.store, nil)
	if err != nil && o.Broken() { // the engine failed on its files: once more, from the start
		n, err = o.CatchUp(ctx, f.store, nil)
	}
	if err == nil {
		err = f.setCare(ctx, o.Index, f.now())
	}
	if err != nil {
		return nil, 0, errors.Join(err, o.Close())
	}
	return o, n, nil
}

// ownStaleIndex takes the lock and opens the index as it is.
func (f *folder) ownStaleIndex(ctx context.Context, who string) (*ownedIndex, error) {
	lock, err := f.waitLock(ctx, who, time.Minute)
	if err != nil {
		var held *errHeld
		if errors.As(err, &held) && held.isServe() {
			return nil, fmt.Errorf("%s đang giữ chỉ mục của thư mục này. Hãy dừng máy chủ rồi chạy lại lệnh; muốn tìm thì dùng trang của máy chủ", held.holder)
		}
		return nil, err
	}
	ix, err := f.openIndex(ctx)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return &ownedIndex{ix, lock}, nil
}

// province is the province served: the flag comes first, then the setting.
func (f *folder) province(ctx context.Context, sh *shared) (string, error) {
	s, err := f.store.Settings(ctx)
	return sh.province(s), err
}
