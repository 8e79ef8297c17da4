package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"

	"tracuu/data"
	"tracuu/data/ingest/page"
)

// IsPage reports whether the source looks like a web page.
func (s *Source) IsPage() bool {
	head := s.head()
	return len(head) > 0 && head[0] == '<'
}

// savedPage reads the source as one saved web page.
func savedPage(src *Source, opts Options) (Record, error) {
	body, err := io.ReadAll(io.LimitReader(src.r, page.MaxBytes+1))
	if err != nil {
		return Record{}, src.broken(0, err)
	}
	p, err := page.Read(page.Input{Body: body})
	if err != nil {
		return reject(src.Name, err).at(src.Name, 1, len(body)), nil
	}
	return PageRecord(p, src.Name, len(body), opts), nil
}

// PageRecord cleans and checks the record of a page, or tells why there is
// none. name is what reports call the page, and identifies an article that does
// not say where it was published; size is the page's bytes.
func PageRecord(p page.Page, name string, size int, opts Options) Record {
	return pageRecord(p, name, opts).at(name, 1, size)
}

func pageRecord(p page.Page, name string, opts Options) Record {
	if p.Record == nil {
		return reject(p.URL, errors.New(p.Kind.Why()))
	}
	kind := data.KindArticle
	if p.Kind == page.Procedure {
		kind = data.KindProcedure
	}
	if opts.Kind != "" && opts.Kind != kind {
		return reject(p.URL, errors.New("trang không phải loại bản ghi đã chọn: hãy để tự nhận (--kind auto)"))
	}
	if kind == data.KindArticle {
		if p.URL == "" {
			p.Record["source_id"] = strings.TrimSuffix(path.Base(name), path.Ext(name))
		}
		if opts.SourceName != "" {
			p.Record["source"] = opts.SourceName
		}
	}
	line, err := json.Marshal(p.Record)
	if err != nil {
		return reject(p.URL, err)
	}
	return decode(bytes.ToValidUTF8(line, []byte("?")), Options{Kind: kind, SourceName: opts.SourceName})
}
