package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"tracuu/data"
	"tracuu/search/vi"
)

// Options says how to read a source.
type Options struct {
	Kind       data.Kind // what every record is; empty: decided for each record
	SourceName string    // Article.Source of records that name none
}

// Record is one record of a source, or why it was not taken: exactly one of
// its pointers is set. Agencies and fields come in the house's own form alone.
type Record struct {
	Line      int // counted from 1
	Procedure *data.Procedure
	Article   *data.Article
	Unit      *data.Unit
	Agency    *data.Agency
	Field     *data.Field
	Reject    *data.Reject

	size   int  // bytes of the line
	passed bool // it is understood, and nothing that is kept
}

// Records reads src record by record. Blank lines are passed over. A record
// that cannot be taken comes with its Reject and reading goes on; an error,
// which is ctx's own or a *SourceError, ends the sequence. What came before it
// is good.
func Records(ctx context.Context, src *Source, opts Options) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if src.IsPage() {
			yield(savedPage(src, opts))
			return
		}
		if src.isDocument() {
			documentRecords(ctx, src, opts, yield)
			return
		}
		lines := lineReader{r: src.r}
		empty := true
		for {
			if err := ctx.Err(); err != nil {
				yield(Record{}, err)
				return
			}
			line, tooLong, err := lines.next()
			switch {
			case err == io.EOF && empty:
				yield(Record{}, src.fail("tệp không có bản ghi nào: hãy kiểm tra xem đã chọn đúng tệp chưa", errEmpty))
				return
			case err == io.EOF:
				return
			case err != nil:
				yield(Record{}, src.broken(lines.n, err))
				return
			case len(line) == 0 && !tooLong:
				continue
			}
			empty = false
			var rec Record
			if tooLong {
				rec.Reject = &data.Reject{Reason: fmt.Sprintf("dòng dài hơn %d MiB: hãy kiểm tra xem mỗi bản ghi có nằm trên một dòng riêng không", maxLine>>20)}
			} else {
				rec = decode(line, opts)
			}
			if rec.passed {
				continue
			}
			if !yield(rec.at(src.Name, lines.n, len(line)), nil) {
				return
			}
		}
	}
}

// at is the record with where it stands in its source and how many bytes it
// takes there.
func (r Record) at(source string, line, size int) Record {
	r.Line, r.size = line, size
	if r.Reject != nil {
		r.Reject.Source, r.Reject.Line = source, line
	}
	return r
}

// documentRecords reads the records of a JSON document; they are counted where
// lines would be.
func documentRecords(ctx context.Context, src *Source, opts Options, yield func(Record, error) bool) {
	n := 0
	for one, err := range src.elements() {
		n++
		var syntax *json.SyntaxError
		switch {
		case ctx.Err() != nil:
			yield(Record{}, ctx.Err())
			return
		case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
			yield(Record{}, &SourceError{Name: src.Name, Line: n, Msg: "tệp JSON hỏng từ bản ghi này: các bản ghi phía trước đã được đọc; hãy xuất lại tệp rồi nạp lại", Err: err})
			return
		case err != nil:
			yield(Record{}, src.broken(n, err))
			return
		}
		var rec Record
		if len(one) > maxLine {
			rec = reject("", fmt.Errorf("bản ghi dài hơn %d MiB: hãy kiểm tra lại tệp", maxLine>>20))
		} else {
			rec = decode(one, opts)
		}
		if rec.passed {
			continue
		}
		if !yield(rec.at(src.Name, n, len(one)), nil) {
			return
		}
	}
	if n == 0 {
		yield(Record{}, src.fail("tệp không có bản ghi nào: hãy kiểm tra xem đã chọn đúng tệp chưa", errEmpty))
	}
}

// decode reads one line.
func decode(line []byte, opts Options) Record {
	f, err := parseFields(line)
	if err == nil && !utf8.Valid(line) {
		err = fmt.Errorf("dòng có byte không phải UTF-8 (ở byte thứ %d): hãy lưu lại tệp bằng bảng mã UTF-8", invalidAt(line)+1)
		return reject(identity(f), err)
	}
	if err != nil {
		return reject("", jsonReason(line, err))
	}
	if form := houseForm(f); form != "" {
		return house(line, f, form)
	}
	k := opts.Kind
	if k == "" {
		k = kindOf(f)
	}
	switch k {
	case data.KindProcedure:
		p, err := procedure(f)
		if err != nil {
			return reject(identity(f), err)
		}
		return Record{Procedure: &p}
	case data.KindArticle:
		a, err := article(f, opts.SourceName)
		if err != nil {
			return reject(identity(f), err)
		}
		return Record{Article: &a}
	case data.KindUnit:
		u, err := unit(f)
		if err != nil {
			return reject(identity(f), err)
		}
		return Record{Unit: &u}
	}
	return reject(identity(f), errors.New(`không rõ là thủ tục hay tin bài: thủ tục cần có "code" và "name", tin bài cần có "id" và "title", xã phường cần có "code", "name" và "province_code"`))
}

func reject(code string, reason error) Record {
	return Record{Reject: &data.Reject{Code: code, Reason: reason.Error()}}
}

// kindOf tells what a record is from the keys it has. A procedure that lacks
// its code is still recognised, to be rejected for that.
func kindOf(f fields) data.Kind {
	_, hasCode := f.raw["code"]
	switch {
	case f.hasAny("province_code", "before_merge", "merged") && !f.hasAny("steps", "methods", "documents", "title", "body", "text", "lead"):
		return data.KindUnit // procedures and articles may tell a province, too
	case f.hasAny("code", "steps", "methods", "documents"):
		return data.KindProcedure
	case f.hasAny("title", "body", "text", "lead"):
		return data.KindArticle
	case hasCode:
		return data.KindProcedure
	}
	return ""
}

// identity is the code or id of a record, as far as it can be read, for the
// report of a reject.
func identity(f fields) string {
	const longest = 64
	quiet := fields{raw: f.raw, err: new(error)}
	s := line(quiet.text("code", "id"))
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s
}

func jsonReason(line []byte, err error) error {
	var syntax *json.SyntaxError
	switch {
	case line[0] == '[':
		return errors.New("dòng là một danh sách JSON, không phải một bản ghi: hãy ghi mỗi bản ghi thành một dòng {…} (JSONL)")
	case errors.As(err, &syntax) && !utf8.Valid(line):
		return fmt.Errorf("dòng không phải JSON và có byte không phải UTF-8 (ở byte thứ %d): hãy xuất lại tệp bằng bảng mã UTF-8", invalidAt(line)+1)
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(line)):
		return errors.New("bản ghi JSON bị cắt ngang: hãy ghi trọn mỗi bản ghi trên một dòng")
	case errors.As(err, &syntax):
		return fmt.Errorf("dòng không phải JSON hợp lệ (sai ở byte thứ %d): hãy xuất lại tệp, mỗi bản ghi một dòng", syntax.Offset)
	}
	return errors.New("dòng không phải một đối tượng JSON {…}: hãy ghi mỗi bản ghi thành một đối tượng trên một dòng")
}

func invalidAt(b []byte) int {
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}

// shown is s for a sentence to a reader: short and in one line.
func shown(s string) string {
	const longest = 40
	s = oneLine(vi.Repair(s))
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest]) + "…"
	}
	return s
}
