package poster

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tracuu/qr"
)

// WriteZIP draws each sheet of a document as a PDF of its own and packs them
// into a ZIP, under names such as "1.001193-dang-ky-khai-sinh-7K3M9QXA.pdf";
// the cover, if there is one, is danh-sach.pdf. Like [Write] it writes nothing
// unless every symbol has been read back, equal documents give equal bytes,
// progress is told of every sheet that is done, and the end of ctx ends the
// work. Labels do not come one by one.
func WriteZIP(ctx context.Context, w io.Writer, d Document, progress func(done, total int)) error {
	if d.Layout.Labels() > 0 {
		return invalid("nhãn được in nhiều chiếc trên một tờ; hãy tải một tệp PDF thay vì tệp ZIP")
	}
	p, err := prepareDocument(ctx, d)
	if err != nil {
		return err
	}
	files, err := p.renderEach(ctx, progress)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, file []byte) error {
		// PDF is compressed already.
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: p.day})
		if err == nil {
			_, err = f.Write(file)
		}
		return err
	}
	if p.Cover {
		cover, _, err := p.file(func(t *typesetter) ([][]*qr.Symbol, error) { return p.drawCover(ctx, t) })
		if err == nil {
			err = add("danh-sach.pdf", cover)
		}
		if err != nil {
			return fmt.Errorf("tạo danh sách trong tệp ZIP: %w", err)
		}
	}
	taken := map[string]bool{"danh-sach": true}
	for i, file := range files {
		if err := add(fileName(p.sheets[i], i, taken)+".pdf", file); err != nil {
			return fmt.Errorf("tạo tệp ZIP: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("tạo tệp ZIP: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("ghi tệp ZIP: %w", err)
	}
	return nil
}

// renderEach makes a verified file of every sheet, on all processors.
func (p *printing) renderEach(ctx context.Context, progress func(done, total int)) ([][]byte, error) {
	files := make([][]byte, len(p.sheets))
	var mu sync.Mutex
	var failed error
	done := 0
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(p.sheets)) {
		workers.Go(func() {
			for i := range next {
				one := *p
				one.Cover, one.sheets = false, p.sheets[i:i+1]
				file, err := one.render(ctx, nil)
				mu.Lock()
				files[i] = file
				if err != nil && failed == nil {
					failed = p.about(i, err)
				}
				done++
				if progress != nil {
					progress(done, len(p.sheets))
				}
				mu.Unlock()
			}
		})
	}
	for i := range p.sheets {
		mu.Lock()
		stop := failed != nil
		mu.Unlock()
		if stop {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	return files, failed
}

// fileName is number, name and code in ASCII; a name that is taken gets the
// sheet's number.
func fileName(s sheet, i int, taken map[string]bool) string {
	const longest = 60
	title := ascii(s.Title)
	if len(title) > longest {
		end := strings.LastIndexByte(title[:longest+1], '-')
		if end < 0 {
			end = longest
		}
		title = title[:end]
	}
	var parts []string
	for _, text := range []string{ascii(s.Number), title, string(s.target.code)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	name := strings.Join(parts, "-")
	if name == "" || taken[name] {
		name = strings.TrimPrefix(fmt.Sprintf("%s-%d", name, i+1), "-")
	}
	taken[name] = true
	return name
}

// ascii writes Vietnamese in lower-case ASCII, with a dash for everything that
// is neither a letter nor a digit. Dots stand within numbers only.
func ascii(s string) string {
	var b strings.Builder
	dash := false
	text := strings.NewReplacer("đ", "d", "Đ", "d").Replace(s)
	var last rune
	for _, r := range norm.NFD.String(text) {
		r = unicode.ToLower(r)
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '.' && '0' <= last && last <= '9':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
			continue
		default:
			dash = true
		}
		last = r
	}
	return strings.Trim(b.String(), "-.")
}
