package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const onePage = `<h1>Cấp giấy xác nhận mẫu</h1><p>Mã thủ tục: 1.999101</p><h2>Trình tự thực hiện</h2><p>Nộp hồ sơ.</p>
<h2>Thành phần hồ sơ</h2><ul><li>Tờ khai</li></ul><h2>Thời hạn giải quyết</h2><p>5 ngày làm việc</p>`

// told reads everything at path: what became of each record or file.
func told(t *testing.T, ctx context.Context, path string) (out []string) {
	t.Helper()
	for src, err := range Sources(ctx, path, nil) {
		if err != nil {
			out = append(out, "! "+err.Error())
			continue
		}
		for rec, err := range Records(ctx, src, Options{}) {
			switch {
			case err != nil:
				out = append(out, "! "+err.Error())
			case rec.Reject != nil:
				out = append(out, "- "+rec.Reject.Source+": "+rec.Reject.Reason)
			case rec.Procedure != nil:
				out = append(out, "+ "+src.Name+" "+rec.Procedure.Code)
			default:
				out = append(out, "+ "+src.Name)
			}
		}
	}
	return out
}

func zipped(t *testing.T, files map[string]string, change func(*zip.FileHeader)) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if change != nil {
			change(h)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "goi.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSourcesOfArchive(t *testing.T) {
	const line = `{"code":"1.999102","name":"Thủ tục mẫu"}` + "\n"
	archived := zipped(t, map[string]string{"b/trang.html": onePage, "a.jsonl": line, "__MACOSX/a.jsonl": "x", "b/.an": "x", "c.bin": "\x00\x01\x02\x03", "../../thoat.jsonl": line}, nil)
	want := []string{
		"+ goi.zip/../../thoat.jsonl 1.999102", // a name alone: nothing is written under it
		"+ goi.zip/a.jsonl 1.999102", "+ goi.zip/b/trang.html 1.999101",
		"! goi.zip/c.bin: đây không phải tệp văn bản (có thể là ảnh, PDF hoặc tệp Word): chỉ nhận JSON, JSONL, trang web (.html) và CSV, để nguyên hoặc nén .gz, .zip",
	}
	if diff := cmp.Diff(want, told(t, t.Context(), archived)); diff != "" {
		t.Error(diff)
	}

	nested, err := os.ReadFile(archived)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ path, want string }{
		"locked": {zipped(t, map[string]string{"a.jsonl": line}, func(h *zip.FileHeader) { h.Flags |= 1 }), "có mật khẩu"},
		"nested": {zipped(t, map[string]string{"a.zip": string(nested)}, nil), "nằm trong tệp khác"},
		"empty":  {zipped(t, nil, nil), "không có tệp nào"},
		"bomb":   {zipped(t, map[string]string{"a.jsonl": strings.Repeat(" ", 64<<20)}, nil), "bung ra quá lớn"},
	} {
		got := told(t, t.Context(), tt.path)
		if len(got) != 1 || !strings.HasPrefix(got[0], "! ") || !strings.Contains(got[0], tt.want) {
			t.Errorf("%s: %q, want one error with %q", name, got, tt.want)
		}
	}
}

func TestSourcesOfFolder(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"2/trang.html": onePage, "1.json": `[{"code":"1.999103","name":"Một"}, 7, {"code":"1.999104","name":"Hai"}]`,
		".git/x.jsonl": "x", "3.html": "<title>404 Not Found</title><h1>Not Found</h1>",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"+ 1.json 1.999103", "- 1.json: dòng không phải một đối tượng JSON {…}: hãy ghi mỗi bản ghi thành một đối tượng trên một dòng", "+ 1.json 1.999104",
		"+ 2/trang.html 1.999101", "- 3.html: trang báo không tìm thấy nội dung: hãy kiểm tra lại địa chỉ",
	}
	if diff := cmp.Diff(want, told(t, t.Context(), dir)); diff != "" {
		t.Error(diff)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range Sources(ctx, dir, nil) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("after the end: %v", err)
		}
	}
}

// A saved page that does not say where it is from is known by its file.
func TestSavedPageWithoutAddress(t *testing.T) {
	body := `<h1>Phường mở thêm quầy</h1><p>Đăng ngày 09 - 08 - 2022</p><p>` + strings.Repeat("Quầy mới nhận hồ sơ vào các buổi chiều trong tuần. ", 6) + `</p>`
	path := filepath.Join(t.TempDir(), "bai-12.html")
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	for src, err := range Sources(t.Context(), path, nil) {
		if err != nil {
			t.Fatal(err)
		}
		for rec, err := range Records(t.Context(), src, Options{SourceName: "Cổng cũ"}) {
			if err != nil || rec.Article == nil {
				t.Fatal(rec.Reject, err)
			}
			a := rec.Article
			if a.SourceID != "bai-12" || a.Source != "Cổng cũ" || a.Published.Format("2006-01-02") != "2022-08-09" || a.Title != "Phường mở thêm quầy" {
				t.Errorf("%+v", a)
			}
		}
	}
}
