package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// maxField bounds one string of a record in bytes. The longest real one has
// 60 kB; what is longer is a mistake of the export.
const maxField = 128 << 10

// fields gives typed access to one JSON object. Absent keys and null read as
// the zero value, a number reads as a string where a string is wanted. The
// first value that makes no sense is kept in err, to be checked once at the
// end; its words are Vietnamese.
type fields struct {
	raw  map[string]json.RawMessage
	path string // of the object inside its record, e.g. "methods."
	err  *error // shared with the objects inside
}

// parseFields reads a line as one JSON object.
func parseFields(line []byte) (fields, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return fields{}, err
	}
	return fields{raw: raw, err: new(error)}, nil
}

func (f fields) fail(key, format string, args ...any) {
	if *f.err == nil {
		*f.err = fmt.Errorf("trường %q "+format, append([]any{f.path + key}, args...)...)
	}
}

// has reports whether key is there and not null.
func (f fields) has(key string) bool {
	v, ok := f.raw[key]
	return ok && string(v) != "null"
}

// hasAny reports whether one of the keys is there and not null.
func (f fields) hasAny(keys ...string) bool {
	for _, k := range keys {
		if f.has(k) {
			return true
		}
	}
	return false
}

// text is the string at the first of the keys that has one. A list of strings
// reads as lines.
func (f fields) text(keys ...string) string {
	for _, k := range keys {
		if s := strings.Join(f.list(k), "\n"); s != "" {
			return s
		}
	}
	return ""
}

// list is the list of strings at key. A single string is a list of one.
func (f fields) list(key string) []string {
	v := f.raw[key]
	switch kind(v) {
	case jsonNone:
		return nil
	case jsonList:
		var items []json.RawMessage
		if err := json.Unmarshal(v, &items); err != nil {
			f.fail(key, "không đọc được: hãy sửa lại")
			return nil
		}
		out := make([]string, 0, len(items))
		for _, item := range items {
			if s := f.scalar(key, item); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	if s := f.scalar(key, v); s != "" {
		return []string{s}
	}
	return nil
}

func (f fields) scalar(key string, v json.RawMessage) string {
	var s string
	switch k := kind(v); k {
	case jsonNone:
		return ""
	case jsonNumber:
		s = string(v)
	case jsonString:
		if err := json.Unmarshal(v, &s); err != nil {
			f.fail(key, "không đọc được: hãy sửa lại")
			return ""
		}
	default:
		f.fail(key, "phải là chuỗi, không phải %s: hãy sửa lại kiểu dữ liệu", k)
		return ""
	}
	if len(s) > maxField {
		f.fail(key, "dài %d byte, vượt giới hạn %d byte: hãy rút gọn hoặc tách ra", len(s), maxField)
		return ""
	}
	return s
}

// objects is the list of objects at key. An object alone is a list of one, and
// a string in place of an object becomes an object with that string at
// nameKey.
func (f fields) objects(key, nameKey string) []fields {
	v := f.raw[key]
	items := []json.RawMessage{v}
	switch kind(v) {
	case jsonNone:
		return nil
	case jsonList:
		if err := json.Unmarshal(v, &items); err != nil {
			f.fail(key, "không đọc được: hãy sửa lại")
			return nil
		}
	}
	out := make([]fields, 0, len(items))
	for _, item := range items {
		inner := fields{path: f.path + key + ".", err: f.err}
		switch k := kind(item); k {
		case jsonNone:
			continue
		case jsonString, jsonNumber:
			inner.raw = map[string]json.RawMessage{nameKey: item}
		case jsonObject:
			if err := json.Unmarshal(item, &inner.raw); err != nil {
				f.fail(key, "không đọc được: hãy sửa lại")
				return nil
			}
		default:
			f.fail(key, "phải là danh sách đối tượng, không phải %s: hãy sửa lại kiểu dữ liệu", k)
			return nil
		}
		out = append(out, inner)
	}
	return out
}

// count is the whole number at the first of the keys that has one, written as
// a number or as a string. What is no whole number from 0 to limit counts 0.
func (f fields) count(limit int64, keys ...string) int64 {
	for _, k := range keys {
		if !f.has(k) {
			continue
		}
		s := strings.TrimSpace(strings.Trim(string(f.raw[k]), `"`))
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n < 0 || n != math.Trunc(n) || n > float64(limit) {
			return 0
		}
		return int64(n)
	}
	return 0
}

type jsonKind string

// The kinds of JSON values, named for the reader of a report.
const (
	jsonNone   jsonKind = "null" // or absent
	jsonString jsonKind = "chuỗi"
	jsonNumber jsonKind = "số"
	jsonBool   jsonKind = "đúng/sai"
	jsonList   jsonKind = "danh sách"
	jsonObject jsonKind = "đối tượng"
)

func kind(v json.RawMessage) jsonKind {
	v = bytes.TrimLeft(v, " \t\r\n")
	if len(v) == 0 {
		return jsonNone
	}
	switch v[0] {
	case 'n':
		return jsonNone
	case '"':
		return jsonString
	case '[':
		return jsonList
	case '{':
		return jsonObject
	case 't', 'f':
		return jsonBool
	}
	return jsonNumber
}
