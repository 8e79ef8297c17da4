package poster

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tracuu/data"
)

func TestWriteZIP(t *testing.T) {
	d := document(A5,
		fullSheet(1, "Đăng ký khai sinh"),
		plainSheet(2, longTitle),
		plainSheet(2, longTitle),
		plainSheet(3, `..\..//etc "x": <Ữ> 出生`))
	d.Cover = true
	var calls int
	var b, again bytes.Buffer
	if err := WriteZIP(t.Context(), &b, d, func(done, total int) {
		if calls++; done != calls || total != 4 {
			t.Errorf("progress %d of %d after %d calls", done, total, calls)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := WriteZIP(t.Context(), &again, d, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("two files of one document differ")
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		file, err := io.ReadAll(r)
		if err != nil || !bytes.HasPrefix(file, []byte("%PDF-")) {
			t.Errorf("%s is no PDF: %v", f.Name, err)
		}
		if n := len(contents(t, file)); n != 1 {
			t.Errorf("%s has %d pages", f.Name, n)
		}
	}
	long := "dang-ky-bien-dong-quyen-su-dung-dat-quyen-so-huu-cong-trinh"
	if diff := cmp.Diff([]string{
		"danh-sach.pdf",
		"1.001193-dang-ky-khai-sinh-" + testCode(1) + ".pdf",
		long + "-" + testCode(2) + ".pdf",
		long + "-" + testCode(2) + "-3.pdf",
		"etc-x-u-" + testCode(3) + ".pdf",
	}, names); diff != "" {
		t.Error(diff)
	}
}

func TestWriteZIPRefuses(t *testing.T) {
	var b bytes.Buffer
	if err := WriteZIP(t.Context(), &b, document(Labels24, plainSheet(1, shortTitle)), nil); !errors.Is(err, data.ErrInvalid) || b.Len() > 0 {
		t.Errorf("labels: %v, %d bytes", err, b.Len())
	}
	broken := plainSheet(2, longTitle)
	broken.Issuer.Crest = "x"
	d := document(A4, plainSheet(1, shortTitle), broken)
	d.Crests["x"] = []byte("no picture")
	if err := WriteZIP(t.Context(), &b, d, nil); !errors.Is(err, data.ErrInvalid) || b.Len() > 0 {
		t.Errorf("broken crest: %v, %d bytes", err, b.Len())
	}
}
