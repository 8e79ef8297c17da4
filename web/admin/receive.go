package admin

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"

	"tracuu/data"
)

// How files come in.
const (
	formRoom   = 1 << 20          // bytes of a form beside its file
	maxValue   = 64 << 10         // bytes of one field of it
	maxParts   = 20               // fields of it
	stalled    = 30 * time.Second // without a byte: nobody is sending any more
	longest    = 30 * time.Minute // that a file may take
	goodbye    = time.Minute      // that a refused file may go on coming
	answerTime = time.Minute      // that the answer to a file may take
	drained    = 256 << 20        // bytes of a refused file that are still listened to
)

var errTooLarge = errors.New("the file is too large")

// received is a form that came with a file.
type received struct {
	url.Values
	File string // its name, as the browser tells it
	Size int64  // of the file; 0: none was chosen
}

// receive takes a form apart as it comes in and copies its file into file, so
// that memory stays flat. More than limit bytes of it are errTooLarge, told
// before the first is read where the browser says how many there are.
func (s *Server) receive(w http.ResponseWriter, r *http.Request, limit int64, file io.Writer) (got received, err error) {
	got.Values = url.Values{}
	large := &saidError{
		errTooLarge, "Tệp quá lớn",
		fmt.Sprintf("Mỗi tệp tối đa %d MB. Chưa nhận gì; hãy nén tệp (.gz), chia nhỏ hoặc thu nhỏ rồi gửi lại.", limit>>20),
	}
	if r.ContentLength > limit+formRoom {
		return got, large
	}
	body := &patientBody{r: r.Body, control: http.NewResponseController(w), left: limit + formRoom, since: time.Now()}
	r.Body = body
	parts, err := r.MultipartReader()
	if err != nil {
		return got, fmt.Errorf("form with a file: %w: %w", data.ErrInvalid, err)
	}
	for range maxParts {
		part, err := parts.NextPart()
		if err == io.EOF {
			return got, nil
		}
		if err == nil {
			err = got.take(part, limit, file)
		}
		switch {
		case errors.Is(err, errTooLarge):
			return got, large
		case errors.Is(err, os.ErrDeadlineExceeded):
			return got, &saidError{fmt.Errorf("%w: %w", data.ErrInvalid, err), "Tệp chưa tới trọn vẹn", "Đường truyền quá chậm hoặc đã đứt giữa chừng. Chưa nhận gì; hãy gửi lại khi mạng ổn hơn, hoặc nén tệp (.gz) trước."}
		case err != nil && !errors.Is(err, data.ErrStorageFull):
			return got, fmt.Errorf("form with a file: %w: %w", data.ErrInvalid, err)
		case err != nil:
			return got, err
		}
	}
	return got, fmt.Errorf("form of more than %d fields: %w", maxParts, data.ErrInvalid)
}

// take takes one field in.
func (g *received) take(part *multipart.Part, limit int64, file io.Writer) (err error) {
	if part.FileName() == "" {
		value, err := io.ReadAll(io.LimitReader(part, maxValue+1))
		if err == nil && len(value) > maxValue {
			err = errTooLarge
		}
		g.Add(part.FormName(), string(value))
		return err
	}
	g.File = plainName(part.FileName())
	g.Size, err = io.Copy(file, io.LimitReader(part, limit+1))
	if err == nil && g.Size > limit {
		err = errTooLarge
	}
	return err
}

// plainName is the name of a file for pages and the audit.
func plainName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.C, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if letters := []rune(name); len(letters) > 100 {
		name = string(letters[:100]) + "…"
	}
	return name
}

// refuse answers an error of receive. Browsers that are still sending a file
// that is too large read no answer before they are done, unless they are
// listened to.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, errTooLarge) {
		return err
	}
	control := http.NewResponseController(w)
	duplex := control.EnableFullDuplex() // without it the answer waits for the file
	w.Header().Set("Connection", "close")
	s.renderError(w, r, err)
	if duplex != nil || control.Flush() != nil || r.Header.Get("Expect") != "" {
		return nil
	}
	_ = control.SetReadDeadline(time.Now().Add(goodbye))
	rest := r.Body
	if b, ok := rest.(*patientBody); ok {
		rest = b.r
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(rest, drained)) // whatever it is, it is not wanted
	return nil
}

// patientBody is the body of a request that may take longer than pages do, as
// long as something comes.
type patientBody struct {
	r       io.ReadCloser
	control *http.ResponseController
	left    int64
	since   time.Time
}

func (b *patientBody) Read(p []byte) (int, error) {
	now := time.Now()
	if now.Sub(b.since) > longest {
		return 0, os.ErrDeadlineExceeded
	}
	// Servers without deadlines have none to extend.
	_ = b.control.SetReadDeadline(now.Add(stalled))
	_ = b.control.SetWriteDeadline(now.Add(stalled + answerTime))
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

func (b *patientBody) Close() error { return b.r.Close() }
