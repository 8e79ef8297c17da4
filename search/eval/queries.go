package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

// InputError is a fault in a file that its author can mend. Its text is
// Vietnamese and names the place.
type InputError struct {
	File   string
	Line   int // from 1; 0: the file as a whole
	Reason string
	Err    error // the cause, where there is one
}

func (e *InputError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return fmt.Sprintf("%s, dòng %d: %s", e.File, e.Line, e.Reason)
}

func (e *InputError) Unwrap() error { return e.Err }

// Qrels holds the accepted ids per query id. A query id with an empty list is
// one that nothing should answer.
type Qrels map[string][]string

// Load reads the queries of a file, with the relevance file at qrelsPath unless
// that is empty. See [ReadQueries] and [ReadQrels].
func Load(queriesPath, qrelsPath string) ([]Query, error) {
	var qrels Qrels
	if qrelsPath != "" {
		f, err := open(qrelsPath)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if qrels, err = ReadQrels(f, qrelsPath); err != nil {
			return nil, err
		}
	}
	f, err := open(queriesPath)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadQueries(f, queriesPath, qrels)
}

func open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &InputError{File: path, Reason: "không tìm thấy tệp; hãy kiểm tra lại đường dẫn", Err: err}
	}
	if err != nil {
		return nil, fmt.Errorf("mở tệp %s: %w", path, err)
	}
	return f, nil
}

// ReadQueries reads one JSON object a line: "id"; "query" or else "text";
// "kind", which may be missing; and the accepted ids as "codes", "ids" or both.
// Other keys are ignored and so are blank lines. A line with neither list takes
// its accepted ids from qrels and is Unjudged if it is not there either; without
// qrels (nil) it is an error. What the file says wrong is an [InputError] under
// the given name.
func ReadQueries(r io.Reader, name string, qrels Qrels) ([]Query, error) {
	var queries []Query
	lineOf := map[string]int{} // query id → line
	err := eachLine(r, name, func(n int, line []byte) error {
		q, reason := parseQuery(line, qrels)
		if reason == "" && lineOf[q.ID] != 0 {
			reason = fmt.Sprintf("mã câu hỏi %q đã có ở dòng %d; mỗi câu hỏi cần một mã riêng", q.ID, lineOf[q.ID])
		}
		if reason != "" {
			return &InputError{File: name, Line: n, Reason: reason}
		}
		lineOf[q.ID] = n
		queries = append(queries, q)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(queries) == 0 {
		return nil, &InputError{File: name, Reason: "không có câu hỏi nào; mỗi dòng cần có dạng " + queryShape}
	}
	if !slices.ContainsFunc(queries, func(q Query) bool { return !q.Unjudged }) {
		return nil, &InputError{File: name, Reason: "không câu hỏi nào có trong tệp --qrels; hãy kiểm tra xem hai tệp có cùng một bộ không"}
	}
	return queries, nil
}

const queryShape = `{"id":"c1","query":"…","kind":"…","codes":["1.001193"]}`

// parseQuery reads one line; a reason says what is wrong with it.
func parseQuery(line []byte, qrels Qrels) (q Query, reason string) {
	var raw struct {
		ID    string    `json:"id"`
		Query *string   `json:"query"`
		Text  *string   `json:"text"`
		Kind  string    `json:"kind"`
		Codes *[]string `json:"codes"`
		IDs   *[]string `json:"ids"`
	}
	if err := json.Unmarshal(line, &raw); err != nil {
		var typeErr *json.UnmarshalTypeError
		switch {
		case !errors.As(err, &typeErr) || typeErr.Field == "":
			return q, "không phải một đối tượng JSON hợp lệ; mỗi dòng cần có dạng " + queryShape
		case typeErr.Field == "codes" || typeErr.Field == "ids":
			return q, fmt.Sprintf(`mục %q sai kiểu; cần một danh sách chuỗi, ví dụ ["1.001193"]`, typeErr.Field)
		default:
			return q, fmt.Sprintf(`mục %q sai kiểu; cần một chuỗi trong dấu ngoặc kép`, typeErr.Field)
		}
	}
	q = Query{ID: raw.ID, Kind: raw.Kind}
	if q.ID == "" {
		return q, `thiếu "id"; mỗi câu hỏi cần một mã riêng`
	}
	if strings.ContainsAny(q.ID, "\t\r\n") {
		return q, `mục "id" có dấu Tab hoặc xuống dòng; hãy bỏ các dấu đó`
	}
	switch {
	case raw.Query != nil:
		q.Text = *raw.Query
	case raw.Text != nil:
		q.Text = *raw.Text
	default:
		return q, fmt.Sprintf(`câu hỏi %q thiếu "query" hoặc "text"`, q.ID)
	}
	if raw.Codes == nil && raw.IDs == nil {
		if qrels == nil {
			return q, fmt.Sprintf(`câu hỏi %q không có "codes" hay "ids"; hãy thêm danh sách mã đúng (danh sách rỗng: không có kết quả nào đúng) hoặc chỉ ra tệp --qrels`, q.ID)
		}
		accepted, judged := qrels[q.ID]
		q.Accepted, q.Unjudged = accepted, !judged
		return q, ""
	}
	for _, list := range []*[]string{raw.Codes, raw.IDs} {
		if list == nil {
			continue
		}
		for _, id := range *list {
			if id == "" {
				return q, fmt.Sprintf("câu hỏi %q có một mã rỗng; hãy bỏ mã đó khỏi danh sách", q.ID)
			}
			if !slices.Contains(q.Accepted, id) {
				q.Accepted = append(q.Accepted, id)
			}
		}
	}
	return q, ""
}

// ReadQrels reads lines of query id, document id and relevance between tabs.
// Relevance is a whole number; a document is accepted where it is above zero. A
// query that only comes with zeros has nothing that answers it.
func ReadQrels(r io.Reader, name string) (Qrels, error) {
	qrels := Qrels{}
	err := eachLine(r, name, func(n int, line []byte) error {
		bad := func(reason string) error { return &InputError{File: name, Line: n, Reason: reason} }
		cols := strings.Split(string(line), "\t")
		if len(cols) != 3 {
			return bad("cần đúng ba cột cách nhau bằng dấu Tab: mã câu hỏi, mã tài liệu, 1")
		}
		query, doc := cols[0], cols[1]
		if query == "" || doc == "" {
			return bad("thiếu mã câu hỏi hoặc mã tài liệu")
		}
		relevance, err := strconv.Atoi(strings.TrimSpace(cols[2]))
		if err != nil {
			return bad(fmt.Sprintf("cột thứ ba là %q; cần số 1 (đúng) hoặc 0 (không đúng)", cols[2]))
		}
		accepted := qrels[query]
		if relevance > 0 && !slices.Contains(accepted, doc) {
			accepted = append(accepted, doc)
		}
		qrels[query] = accepted
		return nil
	})
	if err != nil {
		return nil, err
	}
	return qrels, nil
}

// eachLine calls do with every line of r that is not blank, without its end and
// without a byte order mark, and its number from 1. Lines may be of any length.
func eachLine(r io.Reader, name string, do func(n int, line []byte) error) error {
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("đọc tệp %s: %w", name, err)
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(bytes.TrimSpace(line)) > 0 {
			if err := do(n, line); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}
