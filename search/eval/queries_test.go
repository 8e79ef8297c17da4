package eval_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"tracuu/search/eval"
)

func TestReadQueries(t *testing.T) {
	qrels := eval.Qrels{"t1": {"d1", "d2"}, "t2": nil, "t4": {"d9"}}
	tests := []struct {
		name, in string
		qrels    eval.Qrels
		want     []eval.Query
	}{
		{
			"codes, ids, both, none, unknown keys",
			"\ufeff" + `{"id":"a","query":"đăng ký khai sinh","kind":"answer","codes":["1.001193","1.001193"],"note":{"by":1}}` + "\r\n" +
				"\n" +
				`{"id":"b","query":"lễ hội","ids":["7"]}` + "\n" +
				`{"id":"c","query":"","kind":"mixed","codes":["1.000001"],"ids":["7","1.000001"]}` + "\n  \n" +
				`{"id":"d","text":"giá vàng","kind":"none","codes":[]}`,
			nil,
			[]eval.Query{
				{ID: "a", Text: "đăng ký khai sinh", Kind: "answer", Accepted: []string{"1.001193"}},
				{ID: "b", Text: "lễ hội", Accepted: []string{"7"}},
				{ID: "c", Kind: "mixed", Accepted: []string{"1.000001", "7"}},
				{ID: "d", Text: "giá vàng", Kind: "none"},
			},
		},
		{
			"qrels: listed, empty, not listed, overruled by the line",
			`{"id":"t1","text":"một"}` + "\n" + `{"id":"t2","text":"hai"}` + "\n" + `{"id":"t3","query":"ba","text":"x","codes":null}` + "\n" +
				`{"id":"t4","text":"bốn","codes":["1.000001"]}`,
			qrels,
			[]eval.Query{
				{ID: "t1", Text: "một", Accepted: []string{"d1", "d2"}},
				{ID: "t2", Text: "hai"},
				{ID: "t3", Text: "ba", Unjudged: true},
				{ID: "t4", Text: "bốn", Accepted: []string{"1.000001"}},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := eval.ReadQueries(strings.NewReader(tt.in), "q.jsonl", tt.qrels)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadQueriesErrors(t *testing.T) {
	const shape = `mỗi dòng cần có dạng {"id":"c1","query":"…","kind":"…","codes":["1.001193"]}`
	const good = `{"id":"a","query":"x","codes":[]}` + "\n"
	tests := []struct{ name, in, want string }{
		{"empty", "", "q.jsonl: không có câu hỏi nào; " + shape},
		{"blank", "\n \n", "q.jsonl: không có câu hỏi nào; " + shape},
		{"broken", good + `{"id":`, "q.jsonl, dòng 2: không phải một đối tượng JSON hợp lệ; " + shape},
		{"two on a line", `{"id":"a","query":"x","codes":[]} {}`, "q.jsonl, dòng 1: không phải một đối tượng JSON hợp lệ; " + shape},
		{"not an object", good + "\n" + `["a"]`, "q.jsonl, dòng 3: không phải một đối tượng JSON hợp lệ; " + shape},
		{"number as id", `{"id":1,"query":"x","codes":[]}`, `q.jsonl, dòng 1: mục "id" sai kiểu; cần một chuỗi trong dấu ngoặc kép`},
		{"codes as text", `{"id":"a","query":"x","codes":"1.001193"}`, `q.jsonl, dòng 1: mục "codes" sai kiểu; cần một danh sách chuỗi, ví dụ ["1.001193"]`},
		{"ids as numbers", `{"id":"a","query":"x","ids":[7]}`, `q.jsonl, dòng 1: mục "ids" sai kiểu; cần một danh sách chuỗi, ví dụ ["1.001193"]`},
		{"no id", `{"query":"x","codes":[]}`, `q.jsonl, dòng 1: thiếu "id"; mỗi câu hỏi cần một mã riêng`},
		{"tab in id", `{"id":"a\tb","query":"x","codes":[]}`, `q.jsonl, dòng 1: mục "id" có dấu Tab hoặc xuống dòng; hãy bỏ các dấu đó`},
		{"id twice", good + `{"id":"b","query":"x","codes":[]}` + "\n" + good, `q.jsonl, dòng 3: mã câu hỏi "a" đã có ở dòng 1; mỗi câu hỏi cần một mã riêng`},
		{"no query", `{"id":"a","codes":[]}`, `q.jsonl, dòng 1: câu hỏi "a" thiếu "query" hoặc "text"`},
		{"empty code", `{"id":"a","query":"x","codes":["1.001193",""]}`, `q.jsonl, dòng 1: câu hỏi "a" có một mã rỗng; hãy bỏ mã đó khỏi danh sách`},
		{
			"neither codes nor qrels", good + `{"id":"b","text":"x"}`,
			`q.jsonl, dòng 2: câu hỏi "b" không có "codes" hay "ids"; hãy thêm danh sách mã đúng (danh sách rỗng: không có kết quả nào đúng) hoặc chỉ ra tệp --qrels`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := eval.ReadQueries(strings.NewReader(tt.in), "q.jsonl", nil)
			var input *eval.InputError
			if !errors.As(err, &input) {
				t.Fatalf("got %v, want an InputError", err)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}

	_, err := eval.ReadQueries(strings.NewReader(`{"id":"a","text":"x"}`), "q.jsonl", eval.Qrels{"b": {"d"}})
	if want := "q.jsonl: không câu hỏi nào có trong tệp --qrels; hãy kiểm tra xem hai tệp có cùng một bộ không"; err == nil || err.Error() != want {
		t.Errorf("qrels of another set: %v, want %s", err, want)
	}
}

func TestReadQrels(t *testing.T) {
	got, err := eval.ReadQrels(strings.NewReader("q1\td1\t1\r\nq1\td2\t2\nq1\td1\t1\n\nq2\td1\t0\nq2\td3\t-1\nq3\td 4\t1"), "qrels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want := eval.Qrels{"q1": {"d1", "d2"}, "q2": nil, "q3": {"d 4"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	const columns = "cần đúng ba cột cách nhau bằng dấu Tab: mã câu hỏi, mã tài liệu, 1"
	for _, tt := range []struct{ in, want string }{
		{"q1\td1\t1\nq1 d1 1\n", "qrels.tsv, dòng 2: " + columns},
		{"q1\t0\td1\t1", "qrels.tsv, dòng 1: " + columns},
		{"q1\td1\tyes", `qrels.tsv, dòng 1: cột thứ ba là "yes"; cần số 1 (đúng) hoặc 0 (không đúng)`},
		{"\td1\t1", "qrels.tsv, dòng 1: thiếu mã câu hỏi hoặc mã tài liệu"},
	} {
		if _, err := eval.ReadQrels(strings.NewReader(tt.in), "qrels.tsv"); err == nil || err.Error() != tt.want {
			t.Errorf("%q: %v, want %s", tt.in, err, tt.want)
		}
	}
}

func TestReadFaults(t *testing.T) {
	broken := errors.New("cable pulled")
	if _, err := eval.ReadQueries(iotest.ErrReader(broken), "q.jsonl", nil); !errors.Is(err, broken) {
		t.Errorf("ReadQueries: %v", err)
	}
	if _, err := eval.ReadQrels(iotest.ErrReader(broken), "qrels.tsv"); !errors.Is(err, broken) {
		t.Errorf("ReadQrels: %v", err)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	queries := write("q.jsonl", `{"id":"a","text":"`+strings.Repeat("dài ", 50_000)+`"}`)
	qrels := write("qrels.tsv", "a\td1\t1\n")

	got, err := eval.Load(queries, qrels)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || !cmp.Equal(got[0].Accepted, []string{"d1"}) {
		t.Errorf("got %d queries", len(got))
	}

	missing := filepath.Join(dir, "missing")
	for _, paths := range [][2]string{{missing, ""}, {missing, qrels}, {queries, missing}} {
		_, err := eval.Load(paths[0], paths[1])
		if !errors.Is(err, fs.ErrNotExist) || err.Error() != missing+": không tìm thấy tệp; hãy kiểm tra lại đường dẫn" {
			t.Errorf("Load(%q) = %v", paths, err)
		}
	}
	if _, err := eval.Load(queries, write("bad.tsv", "a\n")); err == nil || !strings.Contains(err.Error(), "bad.tsv, dòng 1") {
		t.Errorf("broken qrels: %v", err)
	}
}

// TestSharedSets reads the optional real query sets.
func TestSharedSets(t *testing.T) {
	const folder = "../../../shared/data"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the optional real data is not here: ", err)
	}
	dev, err := eval.Load(filepath.Join(folder, "queries/dev.jsonl"), "")
	if err != nil {
		t.Fatal(err)
	}
	none := 0
	for _, q := range dev {
		if len(q.Accepted) == 0 {
			none++
		}
	}
	if len(dev) != 195 || none != 34 {
		t.Errorf("dev.jsonl: %d queries, %d of them without an answer; want 195 and 34", len(dev), none)
	}

	viquad, err := eval.Load(filepath.Join(folder, "ir/viquad-test/queries.jsonl"), filepath.Join(folder, "ir/viquad-test/qrels.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	judged := 0
	for _, q := range viquad {
		if !q.Unjudged && len(q.Accepted) == 1 {
			judged++
		}
	}
	if len(viquad) != 1000 || judged != 1000 {
		t.Errorf("viquad-test: %d queries, %d of them with one answer; want 1000 and 1000", len(viquad), judged)
	}
}
