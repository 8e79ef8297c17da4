package ingest

import (
	"bufio"
	"bytes"
	"compress/flate"
	"errors"
	"io"
)

// maxLine bounds a record's line in bytes; a longer one is rejected without
// being held in memory. The longest real one has some 200 kB.
const maxLine = 8 << 20

// lineReader cuts the text of a source into lines.
type lineReader struct {
	r   *bufio.Reader
	n   int    // lines begun
	buf []byte // a line that does not fit the reader's own buffer
}

// next returns the next line without its end and without spaces around it,
// valid until the following call, and whether it was longer than maxLine and
// skipped. The error is io.EOF after the last line; with any other error the
// line begun is incomplete and not returned.
func (l *lineReader) next() (line []byte, tooLong bool, err error) {
	l.n++
	l.buf = l.buf[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		whole := err == nil || err == io.EOF
		switch {
		case !whole && !errors.Is(err, bufio.ErrBufferFull):
			return nil, false, err
		case err == io.EOF && len(part) == 0 && len(l.buf) == 0 && !tooLong:
			return nil, false, io.EOF
		case tooLong || len(l.buf)+len(part) > maxLine+1: // the line feed does not count
			tooLong, l.buf = true, l.buf[:0]
		case whole && len(l.buf) == 0:
			return bytes.TrimSpace(part), false, nil
		default:
			l.buf = append(l.buf, part...)
		}
		if whole {
			return bytes.TrimSpace(l.buf), tooLong, nil
		}
	}
}

// isCorrupt reports whether err comes from damaged deflate data.
func isCorrupt(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt)
}
