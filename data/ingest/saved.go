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
	head, _ := s.r.Peek(max(s.r.Buffered(), 1))
	head = trimSpace(head)
	return len(head) > 0 && head[0] == '<'
}

// savedPage reads the source as one saved web page.
func savedPage(src *Source, opts Options) (Record, error) {
	body, err := io.ReadAll(io.LimitReader(src.r, page.MaxBytes+1))
	if err != nil {
		return Record{}, src.broken(0, err)
	}
	var rec Record
	if p, err := page.Read(page.Input{Body: body}); err != nil {
		rec = reject(src.Name, err)
	} else {
		rec = PageRecord(p, src.Name, opts)
	}
	rec.Line, rec.size = 1, len(body)
	if rec.Reject != nil {
		rec.Reject.Source, rec.Reject.Line = src.Name, 1
	}
	return rec, nil
}

// PageRecord cleans and checks the record of a page, or tells why there is
// none; name identifies an article that does not say where it was published.
func PageRecord(p page.Page, name string, opts Options) Record {
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
