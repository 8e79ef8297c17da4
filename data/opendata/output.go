package opendata

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/gzip"

	"tracuu/data"
)

// output is a file that is being written, with what the catalogue tells of it.
type output struct {
	name, mediaType string
	file            *os.File
	buffer          *bufio.Writer
	sum             hash.Hash
	size            int64
}

func (d *folder) create(name, mediaType string) (*output, error) {
	f, err := os.OpenFile(filepath.Join(d.part, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("make %s: %w", name, err)
	}
	return &output{name: name, mediaType: mediaType, file: f, buffer: bufio.NewWriterSize(f, 64<<10), sum: sha256.New()}, nil
}

func (o *output) Write(b []byte) (int, error) {
	o.sum.Write(b) // which never fails
	o.size += int64(len(b))
	return o.buffer.Write(b)
}

// close brings the file to the disk and tells of it.
func (o *output) close() (data.OpenFile, error) {
	err := errors.Join(o.buffer.Flush(), o.file.Sync(), o.file.Close())
	if err != nil {
		return data.OpenFile{}, fmt.Errorf("write %s: %w", o.name, err)
	}
	return data.OpenFile{Name: o.name, Type: o.mediaType, Size: o.size, SHA256: hex.EncodeToString(o.sum.Sum(nil))}, nil
}

// pair is a file together with the same packed.
type pair struct {
	io.Writer
	plain, packed *output
	zip           *gzip.Writer
}

func (d *folder) createPair(name, mediaType string) (*pair, error) {
	plain, err := d.create(name, mediaType)
	if err != nil {
		return nil, err
	}
	packed, err := d.create(name+packedEnd, "application/gzip")
	if err != nil {
		return nil, errors.Join(err, plain.file.Close())
	}
	p := &pair{plain: plain, packed: packed, zip: gzip.NewWriter(packed)} // its header tells neither name nor time
	p.Writer = io.MultiWriter(plain, p.zip)
	return p, nil
}

func (p *pair) close() ([]data.OpenFile, error) {
	zipped := p.zip.Close()
	plain, err := p.plain.close()
	packed, err2 := p.packed.close()
	return []data.OpenFile{plain, packed}, errors.Join(zipped, err, err2)
}

// set is a set of open data as it is written.
type set[T any] struct {
	head
	modified time.Time
	records  iter.Seq2[T, error]
	open     func(*T) any // the record in the house's own form
	node     func(*T) any // and as JSON-LD
	columns  []column[T]
}

// progressEvery is how many records are written between two tellings.
const progressEvery = 500

// writeSet writes the files of a set side by side, record by record.
func writeSet[T any](ctx context.Context, w *writer, s set[T]) (err error) {
	var files []*pair
	defer func() {
		for _, p := range files { // all of them, whatever happens
			made, closeErr := p.close()
			err = errors.Join(err, closeErr)
			if n := len(w.pub.Sets); err == nil {
				w.pub.Sets[n-1].Files = append(w.pub.Sets[n-1].Files, made...)
			}
		}
	}()
	for _, f := range formats {
		p, err := w.createPair(s.name+f.end, f.mediaType)
		if err != nil {
			return err
		}
		files = append(files, p)
	}
	lines, table, graph := newLines(files[0]), newTable(files[1], s.columns), newGraph(files[2])
	n := 0
	for record, err := range s.records {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = errors.Join(lines.write(s.open(&record)), table.write(&record), graph.write(s.node(&record)))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if n++; w.Progress != nil && n%progressEvery == 0 {
			w.Progress(s.name, n)
		}
	}
	if err := errors.Join(table.end(), graph.end()); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	if w.Progress != nil {
		w.Progress(s.name, n)
	}
	if s.modified.After(w.pub.Modified) {
		w.pub.Modified = s.modified
	}
	w.pub.Sets = append(w.pub.Sets, data.OpenSet{
		Name: s.name, Title: s.title, TitleEN: s.titleEN, About: s.about, AboutEN: s.aboutEN, Records: n, Modified: s.modified,
	})
	return nil
}

// lines writes JSON, one object a line.
type lines struct{ *json.Encoder }

func newLines(w io.Writer) lines {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return lines{e}
}

func (l lines) write(v any) error { return l.Encode(v) }

// graph writes JSON-LD, one node a line.
type graph struct {
	w     io.Writer
	begun bool
}

func newGraph(w io.Writer) *graph { return &graph{w: w} }

func (g *graph) write(node any) error {
	var b bytes.Buffer
	if err := g.begin(&b); err != nil {
		return err
	}
	if err := newLines(&b).write(node); err != nil {
		return err
	}
	_, err := g.w.Write(bytes.TrimRight(b.Bytes(), "\n"))
	return err
}

// begin writes what stands before a node.
func (g *graph) begin(b *bytes.Buffer) error {
	if g.begun {
		b.WriteString(",\n")
		return nil
	}
	g.begun = true
	context, err := json.Marshal(vocabularies)
	fmt.Fprintf(b, `{"@context":%s,"@graph":[`+"\n", context)
	return err
}

func (g *graph) end() error {
	var b bytes.Buffer
	if !g.begun {
		if err := g.begin(&b); err != nil {
			return err
		}
	}
	b.WriteString("\n]}\n")
	_, err := g.w.Write(b.Bytes())
	return err
}

// table writes CSV by RFC 4180, with the mark that lets spreadsheets read its
// letters.
type table[T any] struct {
	csv     *csv.Writer
	columns []column[T]
	row     []string
	err     error
}

func newTable[T any](w io.Writer, columns []column[T]) *table[T] {
	t := &table[T]{csv: csv.NewWriter(w), columns: columns, row: make([]string, len(columns))}
	_, t.err = io.WriteString(w, "\ufeff")
	t.csv.UseCRLF = true
	for i, c := range columns {
		t.row[i] = c.name
	}
	t.err = errors.Join(t.err, t.csv.Write(t.row))
	return t
}

func (t *table[T]) write(record *T) error {
	for i, c := range t.columns {
		t.row[i] = data.SafeCell(c.value(record))
	}
	return errors.Join(t.err, t.csv.Write(t.row))
}

func (t *table[T]) end() error {
	t.csv.Flush()
	return errors.Join(t.err, t.csv.Error())
}
