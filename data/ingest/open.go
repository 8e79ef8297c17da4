package ingest

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// How much comes out of one file of an archive at the most: so many bytes, and
// so many times what it takes there, if that is more than a little.
const (
	maxEntry      = 1 << 30
	maxEntryRatio = 200
	minEntry      = 16 << 20
	maxEntries    = 200_000 // of an archive
)

// Sources opens what path names, one source after the other: a file, every
// file of a folder and the folders in it, or of a ZIP archive, in the order of
// their names. Of a folder of open data that are the files that hold its
// records. A source is closed when the next is asked for. Every error is a
// *SourceError about one file, and the others follow, or ctx's own, which ends
// the sequence.
func Sources(ctx context.Context, path string, stdin io.Reader) iter.Seq2[*Source, error] {
	return func(yield func(*Source, error) bool) {
		give := func(s *Source, err error) bool {
			if err != nil {
				return yield(nil, err)
			}
			defer s.Close()
			return yield(s, nil)
		}
		if path == "-" {
			give(Open(ctx, path, stdin))
			return
		}
		if of := HouseFiles(path); len(of) > 0 {
			for _, name := range of {
				if !give(Open(ctx, name, nil)) {
					return
				}
			}
			return
		}
		switch info, err := os.Stat(path); {
		case err == nil && info.IsDir():
			folder(ctx, path, give)
		case err == nil && info.Mode().IsRegular():
			file(ctx, path, filepath.Base(path), give)
		default:
			give(Open(ctx, path, nil))
		}
	}
}

// folder gives the files below dir.
func folder(ctx context.Context, dir string, give func(*Source, error) bool) {
	found := false
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		inside, _ := filepath.Rel(dir, name)
		if err != nil {
			if !give(nil, (&Source{Name: inside}).cannotOpen(err)) {
				return fs.SkipAll
			}
			return nil
		}
		switch hidden := strings.HasPrefix(entry.Name(), ".") && name != dir; {
		case entry.IsDir() && hidden:
			return fs.SkipDir
		case entry.IsDir(), hidden, !entry.Type().IsRegular():
			return nil
		}
		found = true
		if !file(ctx, name, inside, give) {
			return fs.SkipAll
		}
		return nil
	})
	switch {
	case err != nil:
		give(nil, err)
	case !found:
		give(nil, &SourceError{Name: filepath.Base(dir), Msg: "thư mục không có tệp nào: hãy kiểm tra xem đã chọn đúng thư mục chưa", Err: errEmpty})
	}
}

// file gives a file under the name that reports call it, or the files of a ZIP
// archive. It reports whether more is wanted.
func file(ctx context.Context, at, name string, give func(*Source, error) bool) bool {
	z, err := zip.OpenReader(at)
	if err == nil {
		defer z.Close()
		if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" }) { // no spreadsheet
			return archive(ctx, filepath.Base(at), &z.Reader, give)
		}
	}
	s, err := Open(ctx, at, nil)
	if s != nil {
		s.Name = name
	}
	return give(s, err)
}

// archive gives the files of a ZIP archive. It reports whether more is wanted.
func archive(ctx context.Context, name string, z *zip.Reader, give func(*Source, error) bool) bool {
	whole := &Source{Name: name}
	files := slices.DeleteFunc(z.File, func(f *zip.File) bool {
		return f.FileInfo().IsDir() || strings.HasPrefix(path.Base(f.Name), ".") || strings.HasPrefix(f.Name, "__MACOSX/")
	})
	switch {
	case len(files) == 0:
		return give(nil, whole.fail("tệp zip không có tệp nào: hãy kiểm tra xem đã nén đúng thư mục chưa", errEmpty))
	case len(files) > maxEntries:
		return give(nil, whole.fail(fmt.Sprintf("tệp zip có hơn %d tệp: hãy chia thành nhiều tệp zip nhỏ hơn", maxEntries), fs.ErrInvalid))
	}
	slices.SortFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			give(nil, err)
			return false
		}
		if !give(entry(whole.Name+"/"+f.Name, f)) {
			return false
		}
	}
	return true
}

func entry(name string, f *zip.File) (*Source, error) {
	s := &Source{Name: strings.ToValidUTF8(name, "?"), Size: int64(min(f.UncompressedSize64, maxEntry))}
	const encrypted = 0x1
	if f.Flags&encrypted != 0 {
		return nil, s.fail("tệp trong zip có mật khẩu: hãy giải nén rồi nạp thư mục đã giải nén", fs.ErrPermission)
	}
	r, err := f.Open()
	if err != nil {
		return nil, s.fail("tệp trong zip bị hỏng hoặc nén theo kiểu lạ: hãy nén lại rồi nạp lại", err)
	}
	s.closer = r
	if err := s.start(r); err != nil {
		_ = r.Close()
		return nil, err
	}
	s.Bound(min(maxEntry, max(minEntry, maxEntryRatio*int64(min(f.CompressedSize64, maxEntry)))))
	return s, nil
}

// isDocument reports whether a source is one JSON text, or several, written
// over as many lines as they take, or a list of records.
func (s *Source) isDocument() bool {
	head := s.head()
	if len(head) == 0 {
		return false
	}
	switch ext := path.Ext(strings.TrimSuffix(strings.ToLower(s.Name), ".gz")); head[0] {
	case '{':
		return ext == ".json" || len(head) > 1 && (head[1] == '\n' || head[1] == '\r')
	case '[':
		return ext != ".jsonl"
	}
	return false
}

// elements reads the records of a JSON document: the elements of a list, or
// each object by itself.
func (s *Source) elements() iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		list := s.head()[0] == '['
		d := json.NewDecoder(s.r)
		if list {
			if _, err := d.Token(); err != nil {
				yield(nil, err)
				return
			}
		}
		for !list || d.More() {
			var one json.RawMessage
			err := d.Decode(&one)
			if err == io.EOF && !list {
				return
			}
			if !yield(one, err) || err != nil {
				return
			}
		}
		if _, err := d.Token(); err != nil {
			yield(nil, err) // the list has no end
		}
	}
}
